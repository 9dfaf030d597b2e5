//! Intervals of numbers that are known by themselves, as papers publish them.

use stats::{Coefficient, CrossTable, Interval, Weights, agreement_of_table, cohen_kappa};

use crate::Result;

/// A number with an interval, and how both were found.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What it is, e.g. `share`.
    pub quantity: &'static str,
    /// How it was found, e.g. `wilson`.
    pub method: &'static str,
    /// The number.
    pub value: f64,
    /// The ends of its interval, or why it has none.
    pub interval: std::result::Result<[f64; 2], stats::Error>,
    /// The p of a test, where there is one.
    pub p: Option<f64>,
}

/// Returns the intervals of a share by each method, and the exact test against one half.
///
/// # Errors
///
/// Those of [`stats::wilson`].
pub fn published_share(right: u64, of: u64, level: f64) -> Result<Vec<Published>> {
    let p = stats::binomial_test(right, of, 0.5)?;
    let one = |interval: Interval, p: Option<f64>| Published {
        quantity: "share",
        method: interval.method,
        value: right as f64 / of as f64,
        interval: Ok([interval.low, interval.high]),
        p,
    };
    Ok(vec![
        one(stats::wilson(right, of, level)?, None),
        // Only the exact interval belongs to the exact test.
        one(stats::clopper_pearson(right, of, level)?, Some(p)),
        one(stats::agresti_coull(right, of, level)?, None),
        one(stats::jeffreys(right, of, level)?, None),
    ])
}

/// Returns the interval of an area under the curve from the numbers of cases alone, by Hanley and
/// `McNeil`.
///
/// # Errors
///
/// Those of [`stats::hanley_mcneil`]; [`stats::Error::Level`].
pub fn published_area(area: f64, real: u64, synthetic: u64, level: f64) -> Result<Published> {
    let reach = stats::normal_reach(level)?;
    let se = stats::hanley_mcneil(area, real, synthetic)?;
    let certain = se <= 0.0;
    Ok(Published {
        quantity: "auc",
        method: "hanley_mcneil",
        value: area,
        interval: if certain {
            Err(stats::Error::NoVariance)
        } else {
            Ok([(area - reach * se).max(0.0), (area + reach * se).min(1.0)])
        },
        p: None,
    })
}

/// Returns how well two raters agree, from how often they gave each pair of categories.
///
/// # Input
///
/// * `rows`: a row for each category of the first rater with a cell for each of the second.
/// * `ordered`: whether the categories have an order; disagreements then weigh by its square.
///
/// # Errors
///
/// Those of [`CrossTable::new`], and of each coefficient.
pub fn published_table(rows: &[Vec<u64>], ordered: bool, level: f64) -> Result<Vec<Published>> {
    let table = CrossTable::new(rows)?;
    let weights = || if ordered { Weights::Quadratic } else { Weights::Identity };
    let cohen = cohen_kappa(&table, &weights(), level)?;
    let mut found = vec![
        Published {
            quantity: "raw_agreement",
            method: "count",
            value: agreement_of_table(&table, &Coefficient::Gwet(Weights::Identity), level)?
                .observed,
            interval: Err(stats::Error::NoVariance),
            p: None,
        },
        Published {
            quantity: "kappa",
            method: "cohen",
            value: cohen.kappa,
            interval: cohen.interval.map(|interval| [interval.low, interval.high]),
            p: cohen.p,
        },
    ];
    let others = [
        ("gwet", Coefficient::Gwet(weights())),
        ("fleiss", Coefficient::Fleiss(weights())),
        ("brennan_prediger", Coefficient::BrennanPrediger(weights())),
    ];
    for (quantity, coefficient) in others {
        let made = agreement_of_table(&table, &coefficient, level)?;
        found.push(Published {
            quantity,
            method: "linearised",
            value: made.estimate,
            interval: made.interval.map(|interval| [interval.low, interval.high]),
            p: None,
        });
    }
    Ok(found)
}
