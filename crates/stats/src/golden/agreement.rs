//! Agreement and continuous ratings.

use serde_json::{Map, Value, json};

use super::given::{Given, numbers, numbers_or_gaps, table, table_with_gaps, why_of};
use super::{Compute, Load};
use crate::{
    Agreement, AlphaMetric, BlandAltman, Coefficient, CohenKappa, CrossTable, Error, Interval,
    RatingTable, Weights, agreement, agreement_of_table, bland_altman, cohen_kappa, fleiss_null,
    icc, median, response_times,
};

pub(super) const COMPUTED: &[(&str, Compute)] = &[
    ("bland_altman_pefr", limits),
    ("cohen_kappa", cohen),
    ("fleiss_kappa_1971", fleiss),
    ("gwet_contingency", gwet_table),
    ("gwet_raw4raters", gwet_ratings),
    ("icc_shrout_fleiss", correlations),
    ("krippendorff_4obs", krippendorff),
    ("rt_summary", times),
];

const LEVEL: f64 = 0.95;
/// The most ratings that counts are written out as.
const MOST_CELLS: usize = 20_000_000;

fn cohen(data: &Value, _: Load<'_>) -> Given<Value> {
    let counts = cross_table(data)?;
    let mut given = Map::new();
    let mut add = |name: &str, weights: &Weights| -> Given<()> {
        given.insert(name.to_owned(), kappa(&why_of(name, cohen_kappa(&counts, weights, LEVEL))?));
        Ok(())
    };
    add("unweighted", &Weights::Identity)?;
    add("linear", &Weights::Linear)?;
    add("quadratic", &Weights::Quadratic)?;
    if !data["disagreement_weights"].is_null() {
        let rows = table(data, "disagreement_weights")?;
        let weights = why_of("disagreement_weights", Weights::of_disagreements(&rows))?;
        add("cohen1968_weights", &weights)?;
    }
    Ok(Value::Object(given))
}

fn kappa(found: &CohenKappa) -> Value {
    json!({
        "kappa": found.kappa, "po": found.observed, "pe": found.expected,
        "se": found.se.unwrap_or(0.0), "se_null": found.se_null.unwrap_or(0.0),
    })
}

/// The standard error as formulas give it: 0 where all cases say the same.
fn error(found: &Agreement) -> Option<f64> {
    let no_spread = found.interval == Err(Error::NoSpread);
    found.se.or(no_spread.then_some(0.0))
}

fn fleiss(data: &Value, _: Load<'_>) -> Given<Value> {
    let ratings = if data["counts"].is_null() {
        ratings(data, "ratings_units_by_raters")?
    } else {
        let counts = table(data, "counts")?;
        let case = |row: &Vec<f64>| -> Given<Vec<Option<usize>>> {
            let mut case = Vec::new();
            for (place, &count) in row.iter().enumerate() {
                let count = whole("counts", count)?;
                if MOST_CELLS < count.saturating_add(case.len()) {
                    return Err(format!("`counts` has {count} ratings of a case"));
                }
                case.resize(case.len() + count, Some(place));
            }
            Ok(case)
        };
        let mut cases = counts.iter().map(case).collect::<Given<Vec<_>>>()?;
        let most = cases.iter().map(Vec::len).max().unwrap_or(0);
        if MOST_CELLS < most.saturating_mul(cases.len()) {
            return Err(format!("`counts` has up to {most} ratings of {} cases", cases.len()));
        }
        for case in &mut cases {
            case.resize(most, None);
        }
        why_of("counts", RatingTable::in_categories(counts.first().map_or(0, Vec::len), &cases))?
    };
    let of = |coefficient| agreement(&ratings, &coefficient, LEVEL);
    let fleiss = why_of("fleiss", of(Coefficient::Fleiss(Weights::Identity)))?;
    let gwet = why_of("gwet_ac1", of(Coefficient::Gwet(Weights::Identity)))?;
    let by_chance = fleiss_null(&ratings);
    Ok(json!({
        "fleiss": { "kappa": fleiss.estimate, "pa": fleiss.observed, "pe": fleiss.expected },
        "se_null": by_chance.map(|test| test.se_null).ok(),
        "z": by_chance.map(|test| test.z).ok(),
        "gwet_ac1": { "ac": gwet.estimate, "pa": gwet.observed, "pe": gwet.expected },
    }))
}

fn gwet_table(data: &Value, _: Load<'_>) -> Given<Value> {
    let table = cross_table(data)?;
    let of = |name: &str, coefficient: Coefficient| {
        why_of(name, agreement_of_table(&table, &coefficient, LEVEL))
    };
    let identity = Weights::Identity;
    let both = |found: &Agreement| json!({ "value": found.estimate, "se": error(found) });
    let gwet = of("gwet", Coefficient::Gwet(identity.clone()))?;
    Ok(json!({
        "gwet": { "value": gwet.estimate, "se": [error(&gwet)] },
        "cohen": both(&of("cohen", Coefficient::Conger(identity.clone()))?),
        "scott": both(&of("scott", Coefficient::Fleiss(identity.clone()))?),
        "krippendorff": both(&of("krippendorff", Coefficient::Krippendorff(AlphaMetric::Nominal))?),
        "bp": both(&of("bp", Coefficient::BrennanPrediger(identity))?),
    }))
}

fn gwet_ratings(data: &Value, _: Load<'_>) -> Given<Value> {
    let ratings = ratings(data, "units_by_raters")?;
    let mut given = Map::new();
    for (name, weights) in [
        ("identity", Weights::Identity),
        ("linear", Weights::Linear),
        ("quadratic", Weights::Quadratic),
        ("ordinal", Weights::Ordinal),
    ] {
        let of = |coefficient: Coefficient| -> Given<Value> {
            let found = why_of(name, agreement(&ratings, &coefficient, LEVEL))?;
            Ok(json!({
                "value": found.estimate, "pa": found.observed, "pe": found.expected,
                "se": error(&found),
            }))
        };
        let all = json!({
            "gwet": of(Coefficient::Gwet(weights.clone()))?,
            "fleiss": of(Coefficient::Fleiss(weights.clone()))?,
            "conger": of(Coefficient::Conger(weights.clone()))?,
            "krippendorff": of(Coefficient::Krippendorff(AlphaMetric::Weighted(weights.clone())))?,
            "bp": of(Coefficient::BrennanPrediger(weights))?,
        });
        given.insert(name.to_owned(), all);
    }
    Ok(Value::Object(given))
}

fn krippendorff(data: &Value, _: Load<'_>) -> Given<Value> {
    let by_rater = table_with_gaps(data, "raters_by_units")?;
    let n_cases = by_rater.first().map_or(0, Vec::len);
    if by_rater.iter().any(|row| row.len() != n_cases) {
        return Err("`raters_by_units` has rows of different length".to_owned());
    }
    let case = |at: usize| by_rater.iter().map(|row| row[at]).collect();
    let ratings = why_of(
        "raters_by_units",
        RatingTable::of_values(&(0..n_cases).map(case).collect::<Vec<_>>()),
    )?;
    let mut given = Map::new();
    for (name, metric) in [
        ("nominal", AlphaMetric::Nominal),
        ("ordinal", AlphaMetric::Ordinal),
        ("interval", AlphaMetric::Interval),
        ("ratio", AlphaMetric::Ratio),
    ] {
        let found = match agreement(&ratings, &Coefficient::Krippendorff(metric), LEVEL) {
            // The other metrics stand without it.
            Err(Error::NegativeValue { .. } | Error::TooManyCategories { .. }) => Value::Null,
            found => json!(why_of(name, found)?.estimate),
        };
        given.insert(name.to_owned(), found);
    }
    Ok(Value::Object(given))
}

fn correlations(data: &Value, _: Load<'_>) -> Given<Value> {
    let found =
        why_of("targets_by_judges", icc(&table_with_gaps(data, "targets_by_judges")?, LEVEL))?;
    let form = |form: &crate::Result<crate::Icc>| match form {
        Ok(icc) => {
            let ends = icc.interval.map(|interval| (interval.low, interval.high)).ok();
            json!([icc.estimate, ends.map(|(low, _)| low), ends.map(|(_, high)| high)])
        }
        Err(_) => json!([null, null, null]),
    };
    Ok(json!({
        "BMS": found.ms_between, "WMS": found.ms_within, "JMS": found.ms_raters,
        "EMS": found.ms_error,
        "ICC1": form(&found.icc1), "ICC1k": form(&found.icc1k),
        "ICC2": form(&found.icc2), "ICC2k": form(&found.icc2k),
        "ICC3": form(&found.icc3), "ICC3k": form(&found.icc3k),
    }))
}

fn limits(data: &Value, _: Load<'_>) -> Given<Value> {
    let (large, mini) = (numbers_or_gaps(data, "large")?, numbers_or_gaps(data, "mini")?);
    let of = |multiplier: f64| -> Given<Value> {
        let found = why_of("large and mini", bland_altman(&large, &mini, multiplier, LEVEL))?;
        let BlandAltman { n, bias, sd, low, high, se_bias, se_limit, intervals, .. } = found;
        let ends = |interval: Interval| json!([interval.low, interval.high]);
        let mut given = json!({
            "n": n, "bias": bias, "sd": sd, "loa_low": low, "loa_high": high,
            "se_bias": se_bias, "se_loa": se_limit,
        });
        if let Ok(found) = intervals {
            given["ci_bias"] = ends(found.bias);
            given["ci_loa_low"] = ends(found.low);
            given["ci_loa_high"] = ends(found.high);
        }
        Ok(given)
    };
    Ok(json!({ "mult_2": of(2.0)?, "mult_1_96": of(1.96)? }))
}

fn times(data: &Value, _: Load<'_>) -> Given<Value> {
    let times = numbers(data, "ms")?;
    let found = why_of("ms", response_times(&times))?;
    let mut given = json!({
        "n": found.n, "median": found.median, "q1": found.q1, "q3": found.q3,
        "mad_raw": found.mad, "geometric_mean": found.geometric_mean.ok(),
        "log_sd": found.log_sd, "outliers_mad3": found.outliers.ok(),
    });
    if let Some(correct) = data["correct"].as_array() {
        if correct.len() != times.len() {
            return Err("`ms` and `correct` are not equally long".to_owned());
        }
        let is =
            |value: &Value| value.as_bool().or_else(|| value.as_f64().map(|value| value > 0.5));
        for (name, wanted) in [("median_correct", true), ("median_incorrect", false)] {
            let answered = times.iter().zip(correct).filter(|(_, value)| is(value) == Some(wanted));
            let answered: Vec<f64> = answered.map(|(&time, _)| time).collect();
            given[name] = json!(median(&answered).ok());
        }
    }
    Ok(given)
}

/// Reads a table of counts.
fn cross_table(data: &Value) -> Given<CrossTable> {
    let mut counts = Vec::new();
    for row in table(data, "table")? {
        let row = row.into_iter().map(|count| whole("table", count).map(|count| count as u64));
        counts.push(row.collect::<Given<Vec<u64>>>()?);
    }
    why_of("table", CrossTable::new(&counts))
}

/// Reads ratings, cases by raters.
fn ratings(data: &Value, key: &str) -> Given<RatingTable> {
    why_of(key, RatingTable::of_values(&table_with_gaps(data, key)?))
}

/// Reads a count.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a count")]
fn whole(key: &str, count: f64) -> Given<usize> {
    let is_count = (0.0..=9e15).contains(&count) && count.fract().abs() < f64::EPSILON;
    if is_count {
        Ok(count as usize)
    } else {
        Err(format!("`{key}` has {count}, which is no count"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compute(id: &str, data: &Value) -> Given<Value> {
        let (_, compute) = COMPUTED.iter().find(|(known, _)| *known == id).unwrap();
        compute(data, &|_| Err("there are no files".to_owned()))
    }

    #[test]
    fn odd_data_is_said_and_never_panics() {
        let odd = [
            json!(null),
            json!("text"),
            json!(7),
            json!([]),
            json!([[]]),
            json!([[], []]),
            json!([null]),
            json!([1, 2, 3]),
            json!([1, "a"]),
            json!([[1]]),
            json!([[1, 2], [3]]),
            json!([[null, null], [null, null]]),
            json!([[1, null], [2, 2]]),
            json!([[0, 0], [0, 0]]),
            json!([[-1, 0.5], [3, 4]]),
            json!([[1e300, 1], [1, 1e300]]),
            json!([[9_000_000_000_000_000_u64, 1], [1, 9_000_000_000_000_000_u64]]),
            json!([[1, 1], [1, 1], [1, 1]]),
            json!([[0, 6], [6, 0]]),
            json!([5, 5, 5, 5]),
        ];
        let keys = [
            "table",
            "disagreement_weights",
            "counts",
            "ratings_units_by_raters",
            "units_by_raters",
            "raters_by_units",
            "targets_by_judges",
            "large",
            "mini",
            "ms",
            "correct",
        ];
        for (id, _) in COMPUTED {
            for all in &odd {
                let mut data: Map<String, Value> =
                    keys.iter().map(|key| ((*key).to_owned(), all.clone())).collect();
                for key in keys {
                    for one in &odd {
                        data.insert(key.to_owned(), one.clone());
                        let got = compute(id, &Value::Object(data.clone()));
                        let is_answer = got.as_ref().is_ok_and(Value::is_object);
                        let is_reason = got.as_ref().is_err_and(|why| !why.is_empty());
                        assert!(is_answer || is_reason, "{id}, {key}: {got:?}");
                    }
                    data.insert(key.to_owned(), all.clone());
                }
            }
            assert!(compute(id, &json!(null)).is_err_and(|why| why.contains('`')), "{id}");
        }
    }

    #[test]
    fn counts_alone_and_ratings_alone_give_the_same() {
        let counts = compute("fleiss_kappa_1971", &json!({ "counts": [[2, 0], [1, 1], [0, 2]] }));
        let ratings = json!({ "ratings_units_by_raters": [[4, 4], [4, 9], [9, 9]] });
        assert_eq!(counts, compute("fleiss_kappa_1971", &ratings));
        // By hand: p_a = 2/3, p_e = 1/2.
        let kappa = counts.unwrap()["fleiss"]["kappa"].as_f64().unwrap();
        assert!((kappa - 1.0 / 3.0).abs() < 1e-12, "{kappa}");
    }

    #[test]
    fn perfect_agreement_has_the_error_of_the_formula() {
        let got = compute("gwet_contingency", &json!({ "table": [[4, 0], [0, 5]] })).unwrap();
        assert_eq!(got["cohen"]["se"], json!(0.0));
        let got = compute("cohen_kappa", &json!({ "table": [[4, 0], [0, 5]] })).unwrap();
        assert_eq!(got["linear"]["se"], json!(0.0));
    }

    #[test]
    fn unequal_numbers_of_ratings_have_no_error_of_1979() {
        let got =
            compute("fleiss_kappa_1971", &json!({ "counts": [[2, 1], [1, 1], [0, 2]] })).unwrap();
        assert_eq!((got["se_null"].clone(), got["z"].clone()), (Value::Null, Value::Null));
        assert!(got["fleiss"]["kappa"].is_number());
    }
}
