//! Ratings of things by raters, without a truth: how well raters agree, and what a panel says of each.

use stats::{
    AlphaMetric, Coefficient, CrossTable, Icc, IccForms, RatingTable, Weights, appropriateness,
    cohen_kappa, fleiss_null, icc, raw_agreement,
};

use crate::agreement::resampled;
use crate::finding::Counts;
use crate::{
    Estimate, Finding, LEVEL, Method, Of, Quantity, Rank, Reason, Section, Test, families,
};

/// How ratings are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RaterScale {
    /// Categories without an order.
    Nominal,
    /// Ordered categories: numbers, of which only those that were given are categories.
    Ordinal,
    /// Numbers, as far apart as they say.
    Numbers,
    /// A panel's ratings from 1 to 9.
    Panel,
}

/// What raters said of things.
#[derive(Debug, Clone, PartialEq)]
pub struct RaterTable {
    /// The raters.
    pub raters: Vec<String>,
    /// The things.
    pub items: Vec<String>,
    /// A row for each thing with a cell for each rater: the number, or the place of a category.
    pub cells: Vec<Vec<Option<f64>>>,
    /// How they are to be read.
    pub scale: RaterScale,
    /// How many points an ordered scale has, from 1; without it, the numbers that were given are its
    /// points, and those that nobody used count as none.
    pub points: Option<usize>,
}

/// Returns how well raters agree, by each coefficient that fits the scale, and what a panel says of each
/// thing. Nothing was planned here: all of it is exploratory.
///
/// # Value
///
/// The same for the same table and seed. What cannot be estimated is a finding with a [`Reason`].
pub fn raters(table: &RaterTable, seed: u64) -> Vec<Finding> {
    let mut found = Vec::new();
    let (weights, alpha) = match table.scale {
        RaterScale::Nominal => (Weights::Identity, AlphaMetric::Nominal),
        RaterScale::Ordinal | RaterScale::Panel => (Weights::Quadratic, AlphaMetric::Ordinal),
        RaterScale::Numbers => (Weights::Quadratic, AlphaMetric::Interval),
    };
    let n_raters = table.raters.len();
    if n_raters < 2 {
        let why = if n_raters == 0 { Reason::NoAnswer } else { Reason::OneReader };
        found.push(table.finding((Quantity::RawAgreement, Method::Count), Err(why)));
    } else {
        let points = if table.scale == RaterScale::Panel { Some(PANEL) } else { table.points };
        let ratings = match points {
            Some(points) => RatingTable::in_categories(points, &table.places(points)),
            None => RatingTable::of_values(&table.cells),
        };
        match ratings {
            Ok(ratings) => table.coefficients(&ratings, &weights, alpha, seed, &mut found),
            Err(error) => {
                let what = (Quantity::RawAgreement, Method::Count);
                found.push(table.finding(what, Err(error.into())));
            }
        }
        if table.scale != RaterScale::Nominal {
            table.variances(&mut found);
        }
    }
    if table.scale == RaterScale::Panel {
        table.panel(&mut found);
    }
    families::adjust(&mut found);
    found
}

/// One of the six intraclass correlations.
type Form = fn(&IccForms) -> &stats::Result<Icc>;

/// The points of a panel's scale.
const PANEL: usize = 9;

/// Returns the place of a rating on a scale of so many points, from 0; one beyond it where it is none.
fn place(rating: f64, points: usize) -> usize {
    let whole = rating.fract().abs() < f64::EPSILON;
    if !(whole && (1.0..=points as f64).contains(&rating)) {
        return points;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "1 to points")]
    let point = rating as usize;
    point - 1
}

impl RaterTable {
    /// Returns the ratings by their places on a scale of so many points.
    fn places(&self, points: usize) -> Vec<Vec<Option<usize>>> {
        let row = |row: &Vec<Option<f64>>| {
            row.iter().map(|cell| cell.map(|rating| place(rating, points))).collect()
        };
        self.cells.iter().map(row).collect()
    }

    fn coefficients(
        &self,
        ratings: &RatingTable,
        weights: &Weights,
        alpha: AlphaMetric,
        seed: u64,
        found: &mut Vec<Finding>,
    ) {
        let raw = raw_agreement(ratings).map(Estimate::plain).map_err(Reason::from);
        found.push(self.finding((Quantity::RawAgreement, Method::Count), raw));
        // Numbers that hardly ever are the same are in no categories.
        if self.scale == RaterScale::Numbers {
            let alpha = resampled(seed, ratings, &Coefficient::Krippendorff(alpha));
            found.push(self.finding((Quantity::Alpha, Method::CaseBootstrap), alpha));
            return;
        }
        let weighted = Method::CaseBootstrap.weighted(weights);
        let all = [
            (Quantity::Gwet, weighted, Coefficient::Gwet(weights.clone())),
            (Quantity::Kappa, weighted, Coefficient::Conger(weights.clone())),
            (Quantity::Fleiss, weighted, Coefficient::Fleiss(weights.clone())),
            (Quantity::Alpha, Method::CaseBootstrap, Coefficient::Krippendorff(alpha)),
        ];
        for (quantity, method, coefficient) in all {
            let estimate = resampled(seed, ratings, &coefficient);
            found.push(self.finding((quantity, method), estimate));
        }
        if let [_, _] = self.raters[..] {
            let kappa = cohen(ratings, weights);
            found.push(self.finding((Quantity::Kappa, Method::Cohen.weighted(weights)), kappa));
        }
        if self.scale == RaterScale::Nominal {
            let tested = fleiss_null(ratings).map_err(Reason::from);
            let tested = tested.map(|made| Estimate {
                test: Some(Ok(Test {
                    null: 0.0,
                    statistic: Some(made.z),
                    df: None,
                    p: made.p,
                    adjusted: None,
                })),
                ..Estimate::plain(made.kappa)
            });
            found.push(self.finding((Quantity::Fleiss, Method::FleissNull), tested));
        }
    }

    fn variances(&self, found: &mut Vec<Finding>) {
        let forms = icc(&self.cells, LEVEL);
        let all: [(Quantity, Method, Form); 6] = [
            (Quantity::Icc1, Method::OneWayRandom, |made| &made.icc1),
            (Quantity::Icc1k, Method::OneWayRandom, |made| &made.icc1k),
            (Quantity::Icc2, Method::TwoWayRandom, |made| &made.icc2),
            (Quantity::Icc2k, Method::TwoWayRandom, |made| &made.icc2k),
            (Quantity::Icc3, Method::TwoWayMixed, |made| &made.icc3),
            (Quantity::Icc3k, Method::TwoWayMixed, |made| &made.icc3k),
        ];
        for (quantity, method, form) in all {
            let made = forms.as_ref().and_then(|made| form(made).as_ref());
            let estimate = made.map(|form| Estimate::with(form.estimate, form.interval));
            found.push(self.finding((quantity, method), estimate.map_err(|&why| why.into())));
        }
    }

    /// What the panel says of each thing.
    fn panel(&self, found: &mut Vec<Finding>) {
        for (item, row) in self.items.iter().zip(self.places(PANEL)) {
            // What is no point of the scale counts as 0, which is refused.
            let point = |place: usize| u8::try_from(if place < PANEL { place + 1 } else { 0 });
            let points: Vec<u8> = row.into_iter().flatten().flat_map(point).collect();
            let made = appropriateness(&points).map_err(Reason::from);
            let verdict = made.ok().map(|made| ("verdict", verdict(made.verdict).to_owned()));
            let counted = made.ok().and_then(|made| made.by_counts);
            let counted = counted.map(|rule| ("counted", by_counts(rule).to_owned()));
            let numbers = [
                (Quantity::PanelMedian, made.map(|made| made.median)),
                (Quantity::PanelRange, made.map(|made| made.ipr)),
                (Quantity::PanelMostRange, made.map(|made| made.ipras)),
                (Quantity::DisagreementIndex, made.map(|made| made.disagreement_index)),
                (Quantity::PanelExtremes, made.map(|made| extremes(&made))),
            ];
            for (quantity, number) in numbers {
                // What the older rule says stands beside what it counts.
                let is_counted = quantity == Quantity::PanelExtremes;
                let part = if is_counted { counted.clone() } else { verdict.clone() };
                let n =
                    Counts { answers: points.len(), readers: points.len(), ..Counts::default() };
                let of = Of { code: Some(item.clone()), part, ..Of::default() };
                let finding =
                    self.finding((quantity, Method::RandUcla), number.map(Estimate::plain));
                found.push(Finding { section: Section::Panel, of, n, ..finding });
            }
        }
    }

    fn finding(
        &self,
        (quantity, method): (Quantity, Method),
        estimate: Result<Estimate, Reason>,
    ) -> Finding {
        let n = Counts {
            answers: self.cells.iter().flatten().flatten().count(),
            readers: self.raters.len(),
            ..Counts::default()
        };
        Finding {
            rank: Rank::Exploratory,
            section: Section::Agreement,
            quantity,
            method,
            of: Of::default(),
            estimate,
            n,
            from: None,
        }
    }
}

/// Two raters: the asymptotic interval, and the test against agreement by chance.
fn cohen(ratings: &RatingTable, weights: &Weights) -> Result<Estimate, Reason> {
    let table = CrossTable::of_raters(ratings, 0, 1)?;
    let made = cohen_kappa(&table, weights, LEVEL)?;
    let estimate = Estimate::with(made.kappa, made.interval);
    Ok(match made.p {
        Some(p) => estimate.tested(0.0, Ok(p)),
        None => estimate,
    })
}

/// Returns how many ratings lie in the smaller of the outer thirds of the scale.
fn extremes(made: &stats::Appropriateness) -> f64 {
    made.counts[0].min(made.counts[2]) as f64
}

/// Returns the word of what the older rule says, by counting.
fn by_counts(rule: stats::CountRule) -> &'static str {
    match (rule.disagreement, rule.agreement) {
        (true, _) => "disagreement",
        (false, true) => "agreement",
        (false, false) => "neither",
    }
}

/// Returns the word of what a panel says.
fn verdict(verdict: stats::Verdict) -> &'static str {
    match verdict {
        stats::Verdict::Appropriate => "appropriate",
        stats::Verdict::Uncertain => "uncertain",
        stats::Verdict::Inappropriate => "inappropriate",
    }
}
