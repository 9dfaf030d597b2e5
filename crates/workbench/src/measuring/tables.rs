//! Metrics of one table.

use std::time::Instant;

use metrics::{Compute, IntervalKind, TableOutcome};
use samples::Arm;
use stats::Interval;

use super::halves::Halves;
use super::{
    Asked, Body, Instance, Measured, Of, SetData, Steps, Work, detailed, is_table, mean_interval,
};
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
                let interval = interval(steps, &asked, &outcome, set, work.seed)?;
                Measured { interval, ..with_rows(&asked, outcome, arm, set, blank) }
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
    blank: Measured,
) -> Measured {
    let TableOutcome { value, columns, rows, details } = outcome;
    let ordinals: Vec<usize> = (0..set.n()).collect();
    let instances = rows.iter().flatten().enumerate().map(|(ordinal, &value)| Instance {
        arm,
        ordinal,
        partner: None,
        value: Ok(value),
    });
    Measured {
        value: Ok(value),
        details: detailed(asked.metric, details),
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
    steps: &mut Steps<'_>,
    asked: &Asked,
    outcome: &TableOutcome,
    set: &SetData,
    seed: u64,
) -> Result<std::result::Result<Interval, String>> {
    let ordinals: Vec<usize> = (0..set.n()).collect();
    let conditional = match (asked.metric.interval, &set.body, asked.metric.compute) {
        (IntervalKind::Bootstrap, ..) => false,
        (IntervalKind::ConditionalBootstrap, ..) => true,
        (IntervalKind::HalfSampling, Body::Table(table), Compute::Table(compute)) => {
            let halves = Halves::new(&[(set, &ordinals)], seed);
            let values = halves.values(steps, &mut |_, drawn| {
                let half = compute(&table.select(&drawn[0])?, &asked.parameters);
                Ok(half.ok().map(|half| half.value).filter(|value| value.is_finite()))
            })?;
            return Ok(halves.interval(outcome.value, values.as_deref(), asked.metric.range));
        }
        (IntervalKind::HalfSampling, ..) => {
            return Ok(Err(interval_words(asked.metric).to_owned()));
        }
        (IntervalKind::None(reason), ..) => return Ok(Err(reason.to_owned())),
    };
    Ok(match &outcome.rows {
        Some(rows) => mean_interval(asked.metric, rows, set, &ordinals, conditional, seed),
        None => Err(interval_words(asked.metric).to_owned()),
    })
}
