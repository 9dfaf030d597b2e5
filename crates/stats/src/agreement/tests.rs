//! Several raters against other programs and by hand.

mod laws;
mod resampled;

use super::*;

/// 15 cases by 5 raters in 4 categories; 0 is missing.
const FIFTEEN: [[usize; 5]; 15] = [
    [1, 1, 2, 1, 0],
    [3, 3, 3, 4, 3],
    [2, 2, 2, 2, 0],
    [4, 3, 4, 4, 0],
    [1, 0, 1, 1, 1],
    [2, 3, 2, 0, 0],
    [4, 4, 4, 4, 4],
    [1, 2, 1, 1, 0],
    [0, 3, 0, 0, 0],
    [2, 2, 3, 2, 2],
    [4, 4, 0, 3, 0],
    [1, 1, 1, 1, 1],
    [3, 0, 3, 4, 0],
    [2, 1, 2, 2, 0],
    [0, 4, 4, 0, 3],
];

/// Ratings from rows of categories from 1, where 0 is missing.
fn ratings<const N: usize>(n_categories: usize, rows: &[[usize; N]]) -> RatingTable {
    let row = |row: &[usize; N]| row.iter().map(|rating| rating.checked_sub(1)).collect();
    RatingTable::in_categories(n_categories, &rows.iter().map(row).collect::<Vec<_>>()).unwrap()
}

fn close(what: &str, got: f64, expected: f64, within: f64) {
    assert!((got - expected).abs() < within, "{what}: {got} is not {expected}");
}

fn alpha(ratings: &RatingTable, metric: AlphaMetric) -> f64 {
    agreement(ratings, &Coefficient::Krippendorff(metric), 0.95).unwrap().estimate
}

/// irrCAC 0.4.4 (Python), CAC, of those: `p_a`, and for Gwet, Fleiss, Conger, Brennan and Prediger the
/// coefficient, `p_e` and standard error.
const IRR_CAC: [(Weights, f64, [[f64; 3]; 4]); 4] = [
    (
        Weights::Identity,
        0.609_523_809_524,
        [
            [0.479_413_067_626, 0.249_930_864_198, 0.102_370_965_562],
            [0.479_221_061_486, 0.250_207_407_407, 0.103_417_973_821],
            [0.480_634_184_962, 0.248_167_324_129, 0.098_153_544_447],
            [0.479_365_079_365, 0.25, 0.102_628_942_567],
        ],
    ),
    (
        Weights::Linear,
        0.869_841_269_841,
        [
            [0.687_739_942_377, 0.583_172_016_461, 0.075_181_775_422],
            [0.685_339_194_116, 0.586_352_263_374, 0.091_113_815_543],
            [0.693_388_425_181, 0.575_493_096_647, 0.086_035_496_763],
            [0.687_619_047_619, 0.583_333_333_333, 0.076_039_817_030],
        ],
    ),
    (
        Weights::Quadratic,
        0.956_613_756_614,
        [
            [0.843_921_746_001, 0.722_022_496_571, 0.066_001_237_565],
            [0.841_550_384_401, 0.726_182_716_049, 0.081_811_265_807],
            [0.849_264_159_358, 0.712_170_355_760, 0.076_497_044_543],
            [0.843_809_523_810, 0.722_222_222_222, 0.066_896_590_878],
        ],
    ),
    (
        Weights::Ordinal,
        0.934_920_634_921,
        [
            [0.791_872_655_395, 0.687_309_876_543, 0.067_537_501_945],
            [0.789_233_627_194, 0.691_225_102_881, 0.085_710_513_591],
            [0.797_889_517_166, 0.678_001_040_982, 0.080_290_147_607],
            [0.791_746_031_746, 0.687_5, 0.068_526_797_435],
        ],
    ),
];

#[test]
fn all_coefficients_with_missing_ratings_are_those_of_another_program() {
    let ratings = ratings(4, &FIFTEEN);
    for (weights, observed, rows) in IRR_CAC {
        let of = [
            Coefficient::Gwet(weights.clone()),
            Coefficient::Fleiss(weights.clone()),
            Coefficient::Conger(weights.clone()),
            Coefficient::BrennanPrediger(weights),
        ];
        for (coefficient, [value, chance, error]) in of.into_iter().zip(rows) {
            let what = format!("{coefficient:?}");
            let found = agreement(&ratings, &coefficient, 0.95).unwrap();
            close(&what, found.estimate, value, 1e-11);
            close(&what, found.observed, observed, 1e-11);
            close(&what, found.expected, chance, 1e-11);
            close(&what, found.se.unwrap(), error, 1e-11);
            assert_eq!((found.n_cases, found.n_paired, found.n_left_out), (15, 14, 0));
        }
    }
    let found = agreement(&ratings, &Coefficient::Gwet(Weights::Identity), 0.95).unwrap();
    let interval = found.interval.unwrap();
    close("low", interval.low, 0.259_849_183_459_19, 1e-10);
    close("high", interval.high, 0.698_976_951_791_83, 1e-10);
    let found = agreement(&ratings, &Coefficient::Fleiss(Weights::Quadratic), 0.95).unwrap();
    close("an agreement ends at 1", found.interval.unwrap().high, 1.0, 1e-15);
}

#[test]
fn alpha_of_all_metrics_is_that_of_another_program() {
    // krippendorff 0.9.0 (Python).
    let ratings = ratings(4, &FIFTEEN);
    close("nominal", alpha(&ratings, AlphaMetric::Nominal), 0.529_512_403_763_900_7, 1e-12);
    close("ordinal", alpha(&ratings, AlphaMetric::Ordinal), 0.867_826_450_382_676_3, 1e-12);
    close("interval", alpha(&ratings, AlphaMetric::Interval), 0.866_472_444_768_147_6, 1e-12);
    close("ratio", alpha(&ratings, AlphaMetric::Ratio), 0.846_267_821_908_569_4, 1e-12);
    let found =
        agreement(&ratings, &Coefficient::Krippendorff(AlphaMetric::Nominal), 0.95).unwrap();
    assert_eq!((found.n_cases, found.n_left_out), (14, 1), "one rating is no pair");
}

/// K. L. Gwet's example of four raters, 2014; 0 is missing.
const GWETS_FOUR: [[usize; 4]; 12] = [
    [1, 1, 0, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [0, 5, 5, 5],
    [0, 0, 1, 1],
    [0, 0, 3, 0],
];

#[test]
fn the_se_of_alpha_is_the_one_printed_by_irrcac_for_r() {
    // Its README prints .14548; the Python package of that name gives .14557.
    let ratings = ratings(5, &GWETS_FOUR);
    let found =
        agreement(&ratings, &Coefficient::Krippendorff(AlphaMetric::Nominal), 0.95).unwrap();
    close("R", found.se.unwrap(), 0.145_48, 5e-6);
}

#[test]
fn gwets_ordinal_weights_are_not_krippendorffs_ordinal_metric() {
    // .834 by irrCAC, .815 as Krippendorff prints, of the same data.
    let ratings = ratings(5, &GWETS_FOUR);
    close("weights", alpha(&ratings, AlphaMetric::Weighted(Weights::Ordinal)), 0.834, 5e-4);
    close("metric", alpha(&ratings, AlphaMetric::Ordinal), 0.815, 5e-4);
    let ordinal =
        agreement(&ratings, &Coefficient::Krippendorff(AlphaMetric::Ordinal), 0.95).unwrap();
    assert_eq!((ordinal.se, ordinal.interval), (None, Err(Error::NoFormula)));
}

#[test]
fn interval_alpha_needs_no_table_of_values() {
    // By hand: (0, 1) and (5000, 5001), D_o = 1; the squared differences of different ratings
    // 1, 5000², 5001², 4999², 5000², 1, each twice in 12.
    let rows = [vec![Some(0.0), Some(1.0)], vec![Some(5000.0), Some(5001.0)]];
    let ratings = RatingTable::of_values(&rows).unwrap();
    let expected = (2.0 + 2.0 * 5000.0_f64.powi(2) + 5001.0_f64.powi(2) + 4999.0_f64.powi(2)) / 6.0;
    close("alpha", alpha(&ratings, AlphaMetric::Interval), 1.0 - 1.0 / expected, 1e-14);
    // Thousands of different values, each rated twice alike but one.
    let mut rows: Vec<Vec<Option<f64>>> =
        (0..3000).map(|at| vec![Some(f64::from(at) / 7.0); 2]).collect();
    rows[5][1] = Some(0.1);
    let many = RatingTable::of_values(&rows).unwrap();
    for metric in [AlphaMetric::Nominal, AlphaMetric::Ordinal, AlphaMetric::Interval] {
        let value = alpha(&many, metric);
        assert!(0.999 < value && value < 1.0, "{value}");
    }
    let ratio = agreement(&many, &Coefficient::Krippendorff(AlphaMetric::Ratio), 0.95);
    assert_eq!(ratio, Err(Error::TooManyCategories { given: 3001, most: 1000 }));
}

#[test]
fn a_common_category_makes_kappa_low_but_not_ac1() {
    // K. L. Gwet, "Kappa statistic is not satisfactory", 2002: of 125 cases 118 are negative to both;
    // Cohen's kappa -.0234. By hand: p_a = .944, π = (243/250, 7/250), Σ π² = .945568, and
    // p_e of AC1 2 · .972 · .028 = .054432.
    let mut rows = vec![[1, 1]; 118];
    rows.extend([[1, 2]; 5]);
    rows.extend([[2, 1]; 2]);
    let ratings = ratings(2, &rows);
    close("prevalence", ratings.prevalence()[0], 0.972, 1e-12);
    let of = |coefficient| agreement(&ratings, &coefficient, 0.95).unwrap();
    let gwet = of(Coefficient::Gwet(Weights::Identity));
    close("raw", gwet.observed, 0.944, 1e-12);
    close("AC1", gwet.estimate, (0.944 - 0.054_432) / (1.0 - 0.054_432), 1e-12);
    close("Cohen", of(Coefficient::Conger(Weights::Identity)).estimate, -0.0234, 5e-5);
    let scott = of(Coefficient::Fleiss(Weights::Identity)).estimate;
    close("Scott", scott, (0.944 - 0.945_568) / (1.0 - 0.945_568), 1e-12);
}

#[test]
fn two_complete_raters_are_their_cross_table() {
    // Only the denominator of the variance differs: n - 1 for samples of cases, n for tables.
    let rows: Vec<[usize; 2]> = FIFTEEN.iter().map(|row| [row[0].max(1), row[2].max(1)]).collect();
    let pair = |at: usize| rows.iter().map(|row| Some(row[at] - 1)).collect::<Vec<_>>();
    let table = CrossTable::of_pairs(4, &pair(0), &pair(1)).unwrap();
    let ratings = ratings(4, &rows);
    let weights = || [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal];
    for coefficient in weights()
        .into_iter()
        .flat_map(|w| {
            [
                Coefficient::BrennanPrediger(w.clone()),
                Coefficient::Conger(w.clone()),
                Coefficient::Fleiss(w.clone()),
                Coefficient::Gwet(w.clone()),
                Coefficient::Krippendorff(AlphaMetric::Weighted(w)),
            ]
        })
        .chain([Coefficient::Krippendorff(AlphaMetric::Ratio)])
    {
        let what = format!("{coefficient:?}");
        let long = agreement(&ratings, &coefficient, 0.95).unwrap();
        let short = agreement_of_table(&table, &coefficient, 0.95).unwrap();
        close(&what, short.estimate, long.estimate, 1e-12);
        close(&what, short.observed, long.observed, 1e-12);
        close(&what, short.expected, long.expected, 1e-12);
        let error = long.se.unwrap() * (14.0_f64 / 15.0).sqrt();
        close(&what, short.se.unwrap(), error, 1e-12);
    }
    let ordinal = Coefficient::Krippendorff(AlphaMetric::Ordinal);
    let long = agreement(&ratings, &ordinal, 0.95).unwrap();
    let short = agreement_of_table(&table, &ordinal, 0.95).unwrap();
    close("ordinal", short.estimate, long.estimate, 1e-12);
    close("ordinal", short.expected, long.expected, 1e-12);
    for weights in weights() {
        let kappa = crate::cohen_kappa(&table, &weights, 0.95).unwrap();
        let conger = agreement_of_table(&table, &Coefficient::Conger(weights), 0.95).unwrap();
        close("kappa", kappa.kappa, conger.estimate, 1e-12);
        close("its error", kappa.se.unwrap(), conger.se.unwrap(), 1e-12);
    }
}

#[test]
fn ratings_that_say_nothing_are_reasons_and_never_numbers() {
    let all = || {
        let weights = || Weights::Identity;
        [
            Coefficient::BrennanPrediger(weights()),
            Coefficient::Conger(weights()),
            Coefficient::Fleiss(weights()),
            Coefficient::Gwet(weights()),
            Coefficient::Krippendorff(AlphaMetric::Nominal),
            Coefficient::Krippendorff(AlphaMetric::Ordinal),
            Coefficient::Krippendorff(AlphaMetric::Interval),
            Coefficient::Krippendorff(AlphaMetric::Ratio),
        ]
    };
    let one_reader = ratings(3, &[[1], [2], [3]]);
    let no_overlap = ratings(3, &[[1, 0], [0, 2], [3, 0]]);
    let one_category_of_scale = ratings(1, &[[1, 1], [1, 1]]);
    for coefficient in all() {
        let of = |ratings: &RatingTable| agreement(ratings, &coefficient, 0.95);
        assert_eq!(of(&one_reader), Err(Error::NoPairs), "{coefficient:?}");
        assert_eq!(of(&no_overlap), Err(Error::NoPairs), "{coefficient:?}");
        assert_eq!(of(&one_category_of_scale), Err(Error::OneCategory), "{coefficient:?}");
        let level = agreement(&ratings(3, &FIFTEEN.map(|_| [1, 2])), &coefficient, 1.0);
        assert_eq!(level, Err(Error::Level { given: 1.0 }));
    }
    // All answers equal, on a scale of three: chance would agree always, but for the scale's own.
    let equal = ratings(3, &[[2, 2], [2, 2], [2, 2]]);
    for coefficient in all() {
        match (&coefficient, agreement(&equal, &coefficient, 0.95)) {
            (Coefficient::Gwet(_) | Coefficient::BrennanPrediger(_), Ok(found)) => {
                close("all agree", found.estimate, 1.0, 1e-15);
                assert_eq!((found.se, found.interval), (None, Err(Error::NoSpread)));
            }
            (_, found) => assert_eq!(found, Err(Error::OneCategory), "{coefficient:?}"),
        }
    }
    // One case.
    for coefficient in all() {
        let found = agreement(&ratings(3, &[[1, 2, 3]]), &coefficient, 0.95).unwrap();
        assert!(found.estimate.is_finite() && found.se.is_none(), "{coefficient:?}");
        assert!(found.interval.is_err(), "{coefficient:?}");
    }
    // A rater who rated nothing does not change anything.
    let with_absent = ratings(4, &FIFTEEN.map(|[a, b, c, d, e]| [a, b, c, d, e, 0]));
    for coefficient in all() {
        let found = agreement(&with_absent, &coefficient, 0.95).unwrap();
        let without = agreement(&ratings(4, &FIFTEEN), &coefficient, 0.95).unwrap();
        close("absent", found.estimate, without.estimate, 1e-15);
        if let (Some(with), Some(without)) = (found.se, without.se) {
            close("absent", with, without, 1e-12);
        }
    }
}

#[test]
fn no_agreement_has_the_se_of_1979_only_when_complete() {
    // By hand: two cases, (1, 1) and (1, 2): p = 3/4; s = 3/8; Σ pq(q - p) = 0; so √2 / √4.
    let found = fleiss_null(&ratings(2, &[[1, 1], [1, 2]])).unwrap();
    close("se", found.se_null, 0.5_f64.sqrt(), 1e-12);
    close("kappa", found.kappa, (0.5 - 0.625) / 0.375, 1e-12);
    close("p of z", found.p, 0.637_352, 5e-6);
    let missing = fleiss_null(&ratings(4, &FIFTEEN));
    assert_eq!(missing, Err(Error::UnequalRatings));
}

#[test]
fn what_is_no_cross_table_is_said() {
    assert_eq!(CrossTable::new(&[]), Err(Error::Empty));
    assert_eq!(CrossTable::new(&[vec![0, 0], vec![0, 0]]), Err(Error::Empty));
    let ragged = Err(Error::Ragged { row: 1, given: 2, wanted: 1 });
    assert_eq!(CrossTable::new(&[vec![1, 2]]), ragged);
    assert_eq!(
        CrossTable::of_pairs(2, &[Some(2)], &[Some(0)]),
        Err(Error::UnknownCategory { given: 3, n_categories: 2 })
    );
    for most in [u64::MAX / 4, u64::MAX] {
        let huge = CrossTable::new(&[vec![most, 0], vec![1, most]]);
        assert!(matches!(huge, Err(Error::TooMany { .. })), "{huge:?}");
    }
    // What still is a table has a value.
    let large = CrossTable::new(&[vec![400_000_000, 0], vec![1, 400_000_000]]).unwrap();
    let found = agreement_of_table(&large, &Coefficient::Gwet(Weights::Identity), 0.95).unwrap();
    assert!(found.estimate.is_finite());
}
