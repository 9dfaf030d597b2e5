//! Signal detection and areas under the curve.

use serde_json::{Map, Value, json};

use super::given::{Given, count, each, list, text, why};
use super::{Compute, Load};
use crate::{
    RateCorrection, SignalCalls, SignalDetection, delong, hanley_mcneil, signal_detection,
    two_alternatives,
};

/// What this family computes.
pub(super) const COMPUTED: &[(&str, Compute)] = &[
    ("roc_delong_asah", markers),
    ("roc_hanley_mcneil_ct", ratings_table),
    ("sdt_dprime", sensitivity),
];

fn sensitivity(data: &Value, _: Load<'_>) -> Given<Value> {
    let calls = |case: &Value| {
        Ok::<_, String>(SignalCalls {
            hits: count(case, "hits")?,
            misses: count(case, "misses")?,
            false_alarms: count(case, "fas")?,
            correct_rejections: count(case, "crs")?,
        })
    };
    let cases = list(data, "cases")?;
    let corrected = |case: &Value| {
        why(signal_detection(calls(case)?, RateCorrection::LogLinear)).map(|found| shown(&found))
    };
    let raw = match cases.first() {
        None => Value::Null,
        Some(first) => signal_detection(calls(first)?, RateCorrection::None)
            .map_or(Value::Null, |found| shown(&found)),
    };
    let of_two = |case: &Value| {
        let found = why(two_alternatives(count(case, "correct")?, count(case, "n")?))?;
        Ok(json!({
            "dprime_raw": found.d_prime, "dprime_loglinear": found.d_prime_log_linear,
        }))
    };
    let pairs = if data["twoafc"].is_null() { &[] } else { list(data, "twoafc")? };
    Ok(json!({
        "loglinear": each(cases, corrected)?,
        "raw_first": raw,
        "twoafc": each(pairs, of_two)?,
    }))
}

fn shown(found: &SignalDetection) -> Value {
    json!({
        "hit_rate": found.hit_rate,
        "fa_rate": found.false_alarm_rate,
        "dprime": found.d_prime,
        "criterion": found.criterion,
        "beta": found.beta,
        "se_dprime": found.d_prime_se,
    })
}

/// Reads markers and truth from columns of a file; every pair of markers is compared.
fn markers(data: &Value, load: Load<'_>) -> Given<Value> {
    let file = String::from_utf8(load(text(data, "file")?)?).map_err(|_| "the file is not text")?;
    let (column, positive) =
        text(data, "truth")?.split_once("==").ok_or("`truth` is not `column == value`")?;
    let names: Vec<&str> = list(data, "markers")?
        .iter()
        .map(|name| name.as_str().ok_or("a marker has no name"))
        .collect::<Result<_, _>>()?;
    let truth: Vec<bool> =
        cells(&file, column.trim())?.iter().map(|&cell| cell == positive.trim()).collect();
    let scores = |name: &&str| -> Given<Vec<f64>> {
        let number = |cell: &&str| cell.parse().map_err(|_| format!("`{cell}` is no number"));
        cells(&file, name)?.iter().map(number).collect()
    };
    let scores: Vec<Vec<f64>> = names.iter().map(scores).collect::<Given<_>>()?;
    let found = why(delong(&scores, &truth))?;
    let interval = |marker: usize| {
        found
            .area(marker, 0.95)
            .map_or(Value::Null, |area| json!([area.interval.low, area.interval.high]))
    };
    let mut shown = Map::new();
    shown.insert("auc".to_owned(), json!(found.auc));
    shown.insert("covariance".to_owned(), json!(found.covariance));
    shown.insert("ci95".to_owned(), (0..names.len()).map(interval).collect());
    for (a, name) in names.iter().enumerate() {
        for (b, other) in names.iter().enumerate().filter(|&(b, _)| b != a) {
            let test = found
                .difference(a, b, 0.95)
                .map_or(Value::Null, |(_, test)| json!({ "z": test.statistic, "p": test.p }));
            shown.insert(format!("{name}_vs_{other}"), test);
        }
    }
    Ok(Value::Object(shown))
}

/// Returns the cells of a column of a file with a heading; no cell holds a comma.
fn cells<'a>(file: &'a str, column: &str) -> Given<Vec<&'a str>> {
    let bare = |cell: &'a str| cell.trim().trim_matches('"');
    let mut lines = file.lines().filter(|line| !line.trim().is_empty());
    let at = lines
        .next()
        .and_then(|heading| heading.split(',').position(|name| bare(name) == column))
        .ok_or_else(|| format!("the file has no column `{column}`"))?;
    let cell = |line: &'a str| line.split(',').nth(at).map(bare);
    lines.map(cell).collect::<Option<_>>().ok_or_else(|| format!("`{column}` has a gap"))
}

/// A table of ratings: the more counted at the n-th place, the more cases were rated n.
fn ratings_table(data: &Value, _: Load<'_>) -> Given<Value> {
    let scores = |kind: &str| -> Given<Vec<f64>> {
        let mut scores = Vec::new();
        for (rating, count) in list(&data["counts"], kind)?.iter().enumerate() {
            let count = count.as_u64().filter(|&count| count <= crate::MOST_CALLS);
            let count = count.ok_or_else(|| format!("`{kind}` has something that is no count"))?;
            scores.extend((0..count).map(|_| rating as f64));
        }
        Ok(scores)
    };
    let (mut all, positive) = (scores("normal")?, scores("abnormal")?);
    let (n_negative, n_positive) = (all.len(), positive.len());
    all.extend(positive);
    let truth: Vec<bool> = (0..all.len()).map(|at| n_negative <= at).collect();
    let found = why(delong(&[all], &truth))?;
    Ok(json!({
        "auc": found.auc[0],
        "se_delong": found.covariance[0][0].max(0.0).sqrt(),
        "se_hanley_mcneil_exponential":
            why(hanley_mcneil(found.auc[0], n_negative as u64, n_positive as u64))?,
    }))
}
