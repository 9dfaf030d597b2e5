//! From a value to what is said of it.

use embed::WhyLeftOut;
use samples::Arm;
use serde_json::Value;

use super::{
    BatchColumn, BatchColumnLeftOut, BatchDetail, BatchFinding, BatchInstance, BatchInterval,
    BatchResult, BatchSet, BatchYardstick, Names, label,
};
use crate::Result;
use crate::catalogue::level_word;
use crate::measuring::{Asked, FoundFault, Measured, Work};

/// Returns a number as JSON: infinity is a word, since JSON has no sign for it.
pub(crate) fn json_number(value: f64) -> Value {
    if value.is_finite() {
        Value::from(value)
    } else if value.is_nan() {
        Value::Null
    } else if 0.0 < value {
        Value::from("Infinity")
    } else {
        Value::from("-Infinity")
    }
}

fn parts(value: &Result<f64>) -> (Value, Option<String>) {
    match value {
        Ok(value) => (json_number(*value), None),
        Err(error) => (Value::Null, Some(error.failure().message)),
    }
}

/// Says what came of one metric.
pub(super) fn result(
    work: &Work<'_>,
    names: Names,
    measured: Measured,
    with_instances: bool,
) -> BatchResult {
    let (value, reason) = parts(&measured.value);
    let of = measured.of;
    let instances = with_instances.then(|| {
        measured
            .instances
            .iter()
            .map(|instance| {
                let (value, reason) = parts(&instance.value);
                BatchInstance {
                    set: names.of_arm(instance.arm),
                    sample: label(work, of, instance.arm, instance.ordinal),
                    reference: instance.partner.map(|partner| label(work, of, Arm::Real, partner)),
                    value,
                    reason,
                }
            })
            .collect()
    });
    let columns = measured.columns.iter().map(|(column, value)| {
        let (value, reason) = parts(value);
        BatchColumn { column: column.clone(), value, reason }
    });
    let details = measured.details.iter().map(|(detail, value)| {
        let (value, reason) = parts(value);
        BatchDetail { detail: detail.id, value, reason }
    });
    let level =
        if measured.summary.is_some() { metrics::Level::Instance } else { metrics::Level::Dataset };
    let has_value = reason.is_none();
    let (n, n_synthetic) = match names.of(of) {
        BatchSet::Set => (measured.n_synthetic, None),
        BatchSet::Real | BatchSet::Synthetic => (None, measured.n_synthetic),
    };
    BatchResult {
        metric: measured.metric.id,
        version: measured.metric.version,
        level: level_word(level),
        set: names.of(of),
        value,
        reason,
        summary: measured.summary,
        unit: measured.metric.unit.symbol(),
        parameters: Asked::written(measured.metric, &measured.parameters).into_iter().collect(),
        n,
        n_real: measured.n_real,
        n_synthetic,
        n_subjects: measured.n_subjects,
        feature: measured.feature.clone(),
        network: measured.network.clone(),
        interval: measured.interval.as_ref().ok().map(|interval| BatchInterval {
            low: interval.low,
            high: interval.high,
            level: interval.level,
            method: interval.method,
        }),
        no_interval: measured.interval.err().filter(|reason| has_value && !reason.is_empty()),
        yardstick: measured.yardstick.map(|yardstick| BatchYardstick {
            low: yardstick.low,
            median: yardstick.median,
            high: yardstick.high,
            synthetic: yardstick.synthetic,
            n: yardstick.n,
            splits: yardstick.splits,
        }),
        n_left_out: measured.n_left_out,
        instances,
        n_findings: Some(measured.n_findings).filter(|&n| 0 < n),
        findings: measured
            .findings
            .into_iter()
            .map(|FoundFault { image, annotation, code, message }| BatchFinding {
                image,
                annotation,
                code,
                message,
            })
            .collect(),
        columns: columns.collect(),
        details: details.collect(),
        curve: measured.curve.clone(),
        columns_left_out: measured
            .columns_left_out
            .iter()
            .map(|column| BatchColumnLeftOut {
                column: column.name.clone(),
                reason: words::say(column_words(column.why), &[]),
            })
            .collect(),
        seconds: measured.seconds,
    }
}

fn column_words(why: WhyLeftOut) -> &'static str {
    match why {
        WhyLeftOut::Text => "app:columnLeftOut.text",
        WhyLeftOut::Constant => "app:columnLeftOut.constant",
        WhyLeftOut::Extra => "app:columnLeftOut.extra",
    }
}
