//! Metrics of one table.

use std::time::Instant;

use metrics::{Compute, IntervalKind, TableOutcome};
use samples::Arm;
use stats::Interval;

use super::{Asked, Body, Instance, Measured, Of, SetData, Steps, Work, is_table, mean_interval};
use crate::catalogue::interval_words;
use crate::{Error, Result};

/// Measures the table of `set` by every metric asked for.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    of: Of,
    set: &SetData,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let asked = work.asked_for(is_table);
    if asked.is_empty() {
        return Ok(());
    }
    let real = matches!(of, Of::Real);
    let n = Some(set.n());
    for asked in asked.into_iter().filter(|asked| !known(asked, of)) {
        steps.advance(0)?;
        let started = Instant::now();
        let outcome = match (&set.body, &asked.metric.compute) {
            (Body::Table(table), Compute::Table(compute)) => {
                compute(table, &asked.parameters).map_err(Error::from)
            }
            _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
        };
        let blank = Measured {
            n_real: n.filter(|_| real),
            n_synthetic: n.filter(|_| !real),
            ..Measured::new(&asked, of)
        };
        let measured = match outcome {
            Err(error) => Measured { value: Err(error), ..blank },
            Ok(outcome) => {
                let arm = if real { Arm::Real } else { Arm::Synthetic };
                with_rows(&asked, outcome, arm, set, work.seed, blank)
            }
        };
        keep(Measured { seconds: started.elapsed().as_secs_f64(), ..measured })?;
    }
    steps.advance(set.n())
}

fn with_rows(
    asked: &Asked,
    outcome: TableOutcome,
    arm: Arm,
    set: &SetData,
    seed: u64,
    blank: Measured,
) -> Measured {
    let TableOutcome { value, columns, rows, details: _ } = outcome;
    let ordinals: Vec<usize> = (0..set.n()).collect();
    let instances = rows.iter().flatten().enumerate().map(|(ordinal, &value)| Instance {
        arm,
        ordinal,
        partner: None,
        value: Ok(value),
    });
    Measured {
        value: Ok(value),
        interval: interval(asked, rows.as_deref(), set, &ordinals, seed),
        n_subjects: set.n_subjects(&ordinals),
        instances: instances.collect(),
        columns: columns
            .into_iter()
            .map(|(column, value)| (column, value.map_err(Error::from)))
            .collect(),
        ..blank
    }
}

/// Returns the interval that the catalogue promises, or its reason for none.
fn interval(
    asked: &Asked,
    rows: Option<&[f64]>,
    set: &SetData,
    ordinals: &[usize],
    seed: u64,
) -> std::result::Result<Interval, String> {
    let conditional = match asked.metric.interval {
        IntervalKind::Bootstrap => false,
        IntervalKind::ConditionalBootstrap => true,
        IntervalKind::HalfSampling => return Err(interval_words(asked.metric).to_owned()),
        IntervalKind::None(reason) => return Err(reason.to_owned()),
    };
    match rows {
        Some(rows) => mean_interval(rows, set, ordinals, conditional, seed),
        None => Err(interval_words(asked.metric).to_owned()),
    }
}
