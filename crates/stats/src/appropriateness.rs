//! What a panel says after a round of ratings from 1 to 9.

use crate::{Error, Result, quantile};

/// The range between percentiles that disagreement needs when ratings lie evenly around 5.
const RANGE_OF_SYMMETRY: f64 = 2.35;
/// How much more it needs for each step that they lie to one side.
const PER_STEP: f64 = 1.5;

/// What a panel says of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A median of 7 to 9 without disagreement.
    Appropriate,
    /// A median of 4 to 6, or disagreement.
    Uncertain,
    /// A median of 1 to 3 without disagreement.
    Inappropriate,
}

/// The older rule for panels of 8 to 16, by counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountRule {
    /// A third of the panel or more rates 1 to 3, and a third or more 7 to 9.
    pub disagreement: bool,
    /// Fewer than a third rate outside the three points that hold the median.
    pub agreement: bool,
}

/// A panel's ratings of one item.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Appropriateness {
    /// How many rated it.
    pub n: usize,
    /// The median, 1 to 9.
    pub median: f64,
    /// How many rated 1 to 3, 4 to 6, and 7 to 9.
    pub counts: [usize; 3],
    /// The 30th percentile, of type 7.
    pub p30: f64,
    /// The 70th percentile.
    pub p70: f64,
    /// The interpercentile range, from the 30th to the 70th.
    pub ipr: f64,
    /// How far the middle of that range lies from 5.
    pub asymmetry: f64,
    /// The interpercentile range adjusted for symmetry: the most without disagreement.
    pub ipras: f64,
    /// `ipr / ipras`; above 1 there is disagreement.
    pub disagreement_index: f64,
    /// Whether the panel disagrees: `ipr > ipras`.
    pub disagreement: bool,
    /// What the panel says.
    pub verdict: Verdict,
    /// The older rule; `None` for panels that it was not made for.
    pub by_counts: Option<CountRule>,
}

/// Returns what a panel says of an item by the RAND/UCLA method.
///
/// `IPRAS = 2.35 + 1.5 · AI` with the asymmetry index `AI = |5 - (p30 + p70) / 2|`; the panel
/// disagrees when `IPR = p70 - p30` exceeds it. By counting, the panel of n disagrees when
/// `⌊(n + 1) / 3⌋` or more rate in each outer third of the scale: 3 of 8 to 10, 4 of 11 to 13,
/// 5 of 14 to 16.
///
/// # Input
///
/// * `ratings`: 1 to 9 each, of those who answered.
///
/// # Value
///
/// A median between two thirds of the scale, 3.5 or 6.5, counts to the higher one. Percentiles lie
/// between ratings where they fall there (type 7, as spreadsheets compute them).
///
/// # Errors
///
/// [`Error::Empty`], [`Error::NotOneToNine`]. One rating alone is a median without a panel: see `n`.
///
/// # Source
///
/// K. Fitch et al., "The RAND/UCLA Appropriateness Method User's Manual", RAND, 2001, MR-1269.
pub fn appropriateness(ratings: &[u8]) -> Result<Appropriateness> {
    if let Some(&given) = ratings.iter().find(|given| !(1..=9).contains(*given)) {
        return Err(Error::NotOneToNine { given });
    }
    let mut sorted: Vec<f64> = ratings.iter().map(|&rating| f64::from(rating)).collect();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let median = quantile(&sorted, 0.5)?;
    let (p30, p70) = (quantile(&sorted, 0.3)?, quantile(&sorted, 0.7)?);
    let ipr = p70 - p30;
    let asymmetry = (5.0 - f64::midpoint(p30, p70)).abs();
    let ipras = RANGE_OF_SYMMETRY + PER_STEP * asymmetry;
    // A range of exactly that much is none, however it was rounded.
    let disagreement = ipras + 1e-9 < ipr;
    let third = third(median);
    let mut counts = [0; 3];
    for &rating in ratings {
        counts[usize::from(rating - 1) / 3] += 1;
    }
    let many = (n + 1) / 3;
    let by_counts = (8..=16).contains(&n).then(|| CountRule {
        disagreement: many <= counts[0] && many <= counts[2],
        agreement: n - counts[third] < many,
    });
    let verdict = match third {
        _ if disagreement => Verdict::Uncertain,
        0 => Verdict::Inappropriate,
        1 => Verdict::Uncertain,
        _ => Verdict::Appropriate,
    };
    Ok(Appropriateness {
        n,
        median,
        counts,
        p30,
        p70,
        ipr,
        asymmetry,
        ipras,
        disagreement_index: ipr / ipras,
        disagreement,
        verdict,
        by_counts,
    })
}

/// The third of the scale that a median lies in, from 0.
fn third(median: f64) -> usize {
    if median < 3.5 {
        0
    } else if median < 6.5 {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64) {
        assert!((got - expected).abs() < 1e-12, "{got} is not {expected}");
    }

    #[test]
    fn a_published_item_comes_out_again() {
        // BMJ Open 2012;2:e001431, table 1: 15 panellists, 4 to 9 rated by 1 1 1 5 5 2; median 7,
        // percentiles 7 and 8, asymmetry 2.5, IPRAS 6.1 (printed beside 2.5 for 2.35), accepted.
        let panel = [4, 5, 6, 7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 9, 9];
        let found = appropriateness(&panel).unwrap();
        close(found.median, 7.0);
        close(found.p30, 7.0);
        close(found.p70, 8.0);
        close(found.asymmetry, 2.5);
        close(found.ipras, 6.1);
        assert!(!found.disagreement);
        assert_eq!(found.verdict, Verdict::Appropriate);
        assert_eq!(found.by_counts, Some(CountRule { disagreement: false, agreement: true }));
    }

    #[test]
    fn a_panel_of_two_camps_is_uncertain_whatever_its_median() {
        // Nine: 1 1 2 2 7 8 8 9 9. Places 2.4 and 5.6 of 0 to 8: 2 and 8; IPR 6, middle 5, IPRAS 2.35.
        let found = appropriateness(&[9, 1, 8, 2, 7, 2, 8, 1, 9]).unwrap();
        close(found.median, 7.0);
        close(found.ipr, 6.0);
        close(found.ipras, 2.35);
        close(found.disagreement_index, 6.0 / 2.35);
        assert!(found.disagreement);
        assert_eq!((found.verdict, found.counts), (Verdict::Uncertain, [4, 0, 5]));
        assert_eq!(found.by_counts, Some(CountRule { disagreement: true, agreement: false }));
    }

    #[test]
    fn percentiles_between_ratings_lie_between_them() {
        // Four: 2 3 5 9. Places 0.9 and 2.1: 2.9 and 5.4; IPR 2.5, middle 4.15, IPRAS 2.35 + 1.275.
        let found = appropriateness(&[2, 3, 5, 9]).unwrap();
        close(found.p30, 2.9);
        close(found.p70, 5.4);
        close(found.ipras, 3.625);
        close(found.median, 4.0);
        assert_eq!((found.verdict, found.by_counts), (Verdict::Uncertain, None));
    }

    #[test]
    fn a_median_between_two_thirds_counts_to_the_higher() {
        for (ratings, verdict) in [
            ([3, 3, 4, 4], Verdict::Uncertain),
            ([6, 6, 7, 7], Verdict::Appropriate),
            ([3, 3, 3, 3], Verdict::Inappropriate),
            ([1, 2, 3, 4], Verdict::Inappropriate),
        ] {
            assert_eq!(appropriateness(&ratings).unwrap().verdict, verdict, "{ratings:?}");
        }
    }

    #[test]
    fn the_rule_of_counts_is_that_of_the_manuals_table() {
        // Panels of 8 to 10 disagree with 3 at each end, of 11 to 13 with 4, of 14 to 16 with 5;
        // they agree with at most 2, 3 and 4 outside the third of the median.
        for (n, least) in [(8, 3), (10, 3), (11, 4), (13, 4), (14, 5), (16, 5)] {
            let panel = |low: usize, high: usize| {
                let middle = n - low - high;
                [vec![1; low], vec![5; middle], vec![9; high]].concat()
            };
            let rule = |ratings: &[u8]| appropriateness(ratings).unwrap().by_counts.unwrap();
            assert!(rule(&panel(least, least)).disagreement, "{n}");
            assert!(!rule(&panel(least - 1, least)).disagreement, "{n}");
            assert!(rule(&panel(least - 1, 0)).agreement, "{n}");
            assert!(!rule(&panel(least, 0)).agreement, "{n}");
        }
    }

    #[test]
    fn a_range_of_exactly_the_most_is_no_disagreement() {
        // Seven: 1 1 3 3 6 6 6. Places 1.8 and 4.2: 2.6 and 6; IPR 3.4, middle 4.3, IPRAS 2.35 + 1.05.
        let found = appropriateness(&[1, 1, 3, 3, 6, 6, 6]).unwrap();
        close(found.ipr, 3.4);
        close(found.ipras, 3.4);
        assert!(!found.disagreement);
    }

    #[test]
    fn what_is_no_rating_is_said() {
        assert_eq!(appropriateness(&[]), Err(Error::Empty));
        assert_eq!(appropriateness(&[5, 0]), Err(Error::NotOneToNine { given: 0 }));
        assert_eq!(appropriateness(&[10]), Err(Error::NotOneToNine { given: 10 }));
        assert_eq!(appropriateness(&[8]).unwrap().verdict, Verdict::Appropriate);
    }
}
