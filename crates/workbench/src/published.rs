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
    /// The number, or why there is none.
    pub value: std::result::Result<f64, stats::Error>,
    /// The ends of its interval, or why it has none; nothing where there is none to speak of.
    pub interval: Option<std::result::Result<[f64; 2], stats::Error>>,
    /// What it is tested against, and the two-sided p of that test, where there is one.
    pub test: Option<[f64; 2]>,
}

/// Returns the intervals of a share by each method, and the exact test against one half where there are not
/// too many calls for it.
///
/// # Errors
///
/// Those of [`stats::wilson`].
pub fn published_share(right: u64, of: u64, level: f64) -> Result<Vec<Published>> {
    let test = stats::binomial_test(right, of, 0.5).ok().map(|p| [0.5, p]);
    let one = |interval: Interval, test: Option<[f64; 2]>| Published {
        quantity: "share",
        method: interval.method,
        value: Ok(right as f64 / of as f64),
        interval: Some(Ok([interval.low, interval.high])),
        test,
    };
    Ok(vec![
        one(stats::wilson(right, of, level)?, None),
        // Only the exact interval belongs to the exact test.
        one(stats::clopper_pearson(right, of, level)?, test),
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
        value: Ok(area),
        interval: Some(if certain {
            Err(stats::Error::NoVariance)
        } else {
            Ok([(area - reach * se).max(0.0), (area + reach * se).min(1.0)])
        }),
        test: None,
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
/// Those of [`CrossTable::new`], and [`stats::Error::Level`]. A coefficient that has no value says why.
pub fn published_table(rows: &[Vec<u64>], ordered: bool, level: f64) -> Result<Vec<Published>> {
    stats::normal_reach(level)?;
    let table = CrossTable::new(rows)?;
    let weights = || if ordered { Weights::Quadratic } else { Weights::Identity };
    let same: u64 = rows.iter().enumerate().map(|(at, row)| row[at]).sum();
    let raw = Published {
        quantity: "raw_agreement",
        method: "count",
        value: Ok(same as f64 / table.n() as f64),
        interval: None,
        test: None,
    };
    let cohen = cohen_kappa(&table, &weights(), level);
    let cohen = Published {
        quantity: "kappa",
        method: "cohen",
        value: cohen.as_ref().map(|made| made.kappa).map_err(|&error| error),
        test: cohen.as_ref().ok().and_then(|made| made.p).map(|p| [0.0, p]),
        interval: cohen.ok().map(|made| made.interval.map(|ends| [ends.low, ends.high])),
    };
    let others = [
        ("gwet", Coefficient::Gwet(weights())),
        ("fleiss", Coefficient::Fleiss(weights())),
        ("brennan_prediger", Coefficient::BrennanPrediger(weights())),
    ];
    let others = others.into_iter().map(|(quantity, coefficient)| {
        let made = agreement_of_table(&table, &coefficient, level);
        Published {
            quantity,
            method: "linearised",
            value: made.as_ref().map(|made| made.estimate).map_err(|&error| error),
            interval: made.ok().map(|made| made.interval.map(|ends| [ends.low, ends.high])),
            test: None,
        }
    });
    Ok([raw, cohen].into_iter().chain(others).collect())
}
