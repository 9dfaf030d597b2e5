//! What the values say, in sentences, each with its numbers and its yardstick.

use std::collections::BTreeMap;

use report::figure::{Axis, Caption, Size, StripRow, interval_strip};
use report::number::{shown, with_interval};

use super::results::role;
use crate::Result;
use crate::wire::{Finding, MeasureRequest, ResultView};

/// The size of the small figure beside a sentence.
const STRIP_WIDTH: u32 = 272;
const STRIP_ROW: u32 = 16;

/// Which metric speaks for a dimension, the first that has a value.
const SPEAKERS: [(&str, &[&str]); 3] = [
    ("fidelity", &["improved_precision", "density"]),
    ("diversity", &["coverage", "improved_recall"]),
    ("privacy", &["authenticity"]),
];

/// Puts the values of a run into sentences: fidelity, diversity, privacy.
///
/// `n_copies`: how many samples of each synthetic set equal a real one.
pub(super) fn findings(
    request: &MeasureRequest,
    results: &[ResultView],
    n_copies: &BTreeMap<u32, usize>,
) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (dimension, speakers) in SPEAKERS {
        let speaking = speakers.iter().find_map(|&metric| {
            let of: Vec<&ResultView> = results
                .iter()
                .filter(|result| result.metric == metric && result.value.is_some())
                .collect();
            (!of.is_empty()).then_some(of)
        });
        if let Some(speaking) = speaking {
            findings.push(finding(request, dimension, &speaking, n_copies)?);
        }
    }
    Ok(findings)
}

fn finding(
    request: &MeasureRequest,
    dimension: &str,
    results: &[&ResultView],
    copies: &BTreeMap<u32, usize>,
) -> Result<Finding> {
    let mut warning = false;
    let mut sentences = Vec::new();
    for result in results {
        let copies_of = copies.get(&result.set).copied().unwrap_or(0);
        let n_copies = if dimension == "privacy" { copies_of } else { 0 };
        let verdict = if 0 < n_copies { "copies" } else { verdict(result) };
        warning |= dimension == "privacy" && matches!(verdict, "copies" | "below");
        let value = result.value.unwrap_or(0.0);
        let short = percent(1.0 - value);
        sentences.push(words::say(
            &format!("app:finding.{dimension}.{verdict}"),
            &[
                ("set", &result.set_name),
                ("percent", &short),
                ("count", &n_copies.to_string()),
                ("n", &result.yardstick.as_ref().map_or(0, |y| y.n).to_string()),
            ],
        ));
    }
    let details: Vec<String> = results.iter().map(|result| detail(result)).collect();
    Ok(Finding {
        dimension: dimension.to_owned(),
        sentence: sentences.join(" "),
        detail: details.join(" "),
        warning,
        figure: strip(request, results)?,
        results: results.iter().map(|result| result.id).collect(),
    })
}

fn strip(request: &MeasureRequest, results: &[&ResultView]) -> Result<String> {
    let rows: Vec<StripRow> = results
        .iter()
        .map(|result| StripRow {
            label: result.set_name.clone(),
            value: result.value.unwrap_or(0.0),
            interval: result.interval.as_ref().map(|interval| (interval.low, interval.high)),
            n: result.n_synthetic.map(u64::from),
            role: role(request, result.set),
        })
        .collect();
    let yardstick = results
        .iter()
        .find_map(|result| result.yardstick.as_ref())
        .map(|yardstick| (yardstick.low, yardstick.high));
    let most = rows
        .iter()
        .flat_map(|row| [row.value, row.interval.map_or(0.0, |(_, high)| high)])
        .chain(yardstick.map(|(_, high)| high))
        .fold(1.0, f64::max);
    let title = results.first().map(|result| result.title.clone()).unwrap_or_default();
    let caption = Caption {
        title: title.clone(),
        description: results.iter().map(|result| detail(result)).collect::<Vec<_>>().join(" "),
    };
    let axis = Axis { low: 0.0, high: most, label: String::new() };
    let height = 34 + STRIP_ROW * u32::try_from(rows.len()).unwrap_or(1);
    let size = Size { width: STRIP_WIDTH, height };
    Ok(interval_strip(&caption, &rows, yardstick, &axis, size)?.as_str().to_owned())
}

/// Halves smaller than this tell little: every ball of a small half is large.
const LEAST_HALF: u32 = 20;

/// Holds a value against its yardstick at the same size.
///
/// `below` it; `within` it, when the halves are large enough to tell and the whole sets do not say
/// otherwise; and `alone`, when there is no yardstick to trust.
fn verdict(result: &ResultView) -> &'static str {
    let Some(yardstick) = &result.yardstick else { return "alone" };
    if yardstick.synthetic < yardstick.low {
        return "below";
    }
    let whole = result.value.unwrap_or(0.0);
    if LEAST_HALF <= yardstick.n && 0.5 * yardstick.low <= whole { "within" } else { "alone" }
}

fn detail(result: &ResultView) -> String {
    let interval = result.interval.as_ref().map(|interval| (interval.low, interval.high));
    let value = with_interval(result.value.unwrap_or(0.0), interval);
    let head = words::say(
        "app:finding.value",
        &[("metric", &result.title), ("set", &result.set_name), ("value", &value)],
    );
    match &result.yardstick {
        None => head,
        Some(yardstick) => {
            let (low, high) = (shown(yardstick.low), shown(yardstick.high));
            let range = if low == high {
                low
            } else {
                words::say("app:finding.range", &[("low", &low), ("high", &high)])
            };
            let rest = words::say(
                "app:finding.yardstick",
                &[
                    ("n", &yardstick.n.to_string()),
                    ("value", &shown(yardstick.synthetic)),
                    ("range", &range),
                ],
            );
            format!("{head} {rest}")
        }
    }
}

/// Says a share in whole percent; under one percent it is said so.
fn percent(share: f64) -> String {
    let percent = 100.0 * share.clamp(0.0, 1.0);
    if 0.0 < percent && percent < 1.0 {
        words::say("app:finding.underOne", &[])
    } else {
        format!("{percent:.0} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Arm, YardstickView};

    fn result(value: f64, synthetic: f64, low: f64, n: u32) -> ResultView {
        ResultView {
            id: 1,
            metric: "improved_precision".to_owned(),
            version: 1,
            title: "Improved precision".to_owned(),
            dimension: "fidelity".to_owned(),
            better: "higher".to_owned(),
            unit: String::new(),
            set: 2,
            set_name: "B".to_owned(),
            arm: Arm::Synthetic,
            value: Some(value),
            shown: String::new(),
            reason: None,
            parameters: std::collections::BTreeMap::new(),
            interval: None,
            no_interval: None,
            yardstick: Some(YardstickView {
                low,
                median: low,
                high: 1.0,
                synthetic,
                n,
                splits: 10,
            }),
            n_real: Some(2 * n),
            n_synthetic: Some(2 * n),
            n_left_out: 0,
            summary: String::new(),
            has_instances: true,
            has_figure: false,
            details: Vec::new(),
            columns: Vec::new(),
            network: None,
            notes: Vec::new(),
            faults: Vec::new(),
            n_faults: 0,
        }
    }

    #[test]
    fn a_small_half_does_not_acquit() {
        assert_eq!(verdict(&result(0.0, 1.0, 1.0, 6)), "alone", "six samples tell nothing");
        assert_eq!(verdict(&result(0.9, 0.95, 0.9, 50)), "within");
        assert_eq!(verdict(&result(0.2, 0.95, 0.9, 50)), "alone", "the whole sets say otherwise");
        assert_eq!(verdict(&result(0.5, 0.4, 0.9, 50)), "below");
    }

    #[test]
    fn a_small_share_is_not_called_nothing() {
        assert_eq!(percent(0.004), "under 1 %");
        assert_eq!(percent(0.36), "36 %");
    }
}
