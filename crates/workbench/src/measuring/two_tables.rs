//! Metrics of a synthetic table against the real one.

use std::time::Instant;

use metrics::{Compute, IntervalKind};
use samples::Table;

use super::halves::Halves;
use super::kinds::{self, Alike};
use super::{Asked, Body, Measured, Of, SetData, Steps, Work, detailed, is_two_tables};
use crate::catalogue::interval_words;
use crate::{Error, Result};

/// How two tables are compared.
type Compare = fn(&Table, &Table, &metrics::Parameters) -> metrics::Result<metrics::TableOutcome>;

/// Measures every synthetic table against the real one by every metric asked for.
pub(super) fn measure(
    steps: &mut Steps<'_>,
    work: &Work<'_>,
    known: &dyn Fn(&Asked, Of) -> bool,
    keep: &mut dyn FnMut(Measured) -> Result<()>,
) -> Result<()> {
    let all = work.asked_for(is_two_tables);
    for (at, synthetic) in work.synthetic.iter().enumerate() {
        let of = Of::Synthetic(at);
        for asked in all.iter().filter(|asked| !known(asked, of)) {
            let Compute::Tables(compare) = asked.metric.compute else { continue };
            let failed = |error| Measured { value: Err(error), ..Measured::new(asked, of) };
            let measured = match (work.real, &synthetic.body) {
                (None, _) => failed(Error::NeedsBothSets),
                (Some(real), Body::Table(table)) => match &real.body {
                    Body::Table(reference) => against(
                        steps,
                        (asked, of, compare),
                        (real, reference),
                        (synthetic, table),
                        work.seed,
                    )?,
                    _ => failed(Error::DoesNotFit { metric: asked.metric.id }),
                },
                _ => failed(Error::DoesNotFit { metric: asked.metric.id }),
            };
            keep(measured)?;
        }
        if !all.is_empty() {
            steps.advance(synthetic.n())?;
        }
    }
    Ok(())
}

fn against(
    steps: &mut Steps<'_>,
    (asked, of, compare): (&Asked, Of, Compare),
    (real, reference): (&SetData, &Table),
    (synthetic, table): (&SetData, &Table),
    seed: u64,
) -> Result<Measured> {
    let started = Instant::now();
    let Alike { table, notes, .. } = kinds::like(table, reference);
    let outcome = compare(reference, &table, &asked.parameters);
    let blank = Measured {
        n_real: Some(real.n()),
        n_synthetic: Some(synthetic.n()),
        notes,
        ..Measured::new(asked, of)
    };
    let outcome = match outcome {
        Ok(outcome) => outcome,
        Err(error) => return Ok(Measured { value: Err(error.into()), ..blank }),
    };
    let ordinals: [Vec<usize>; 2] = [(0..real.n()).collect(), (0..synthetic.n()).collect()];
    let interval = match asked.metric.interval {
        IntervalKind::HalfSampling => {
            let sides = [(real, &ordinals[0][..]), (synthetic, &ordinals[1][..])];
            let halves = Halves::new(&sides, seed);
            let values = halves.values(steps, &mut |_, drawn| {
                let half = compare(
                    &reference.select(&drawn[0])?,
                    &table.select(&drawn[1])?,
                    &asked.parameters,
                );
                Ok(half.ok().map(|half| half.value).filter(|value| value.is_finite()))
            })?;
            halves.interval(outcome.value, values.as_deref(), asked.metric.range)
        }
        IntervalKind::None(reason) => Err(reason.to_owned()),
        _ => Err(interval_words(asked.metric).to_owned()),
    };
    Ok(Measured {
        value: Ok(outcome.value),
        interval,
        n_subjects: synthetic.n_subjects(&ordinals[1]),
        columns: outcome
            .columns
            .into_iter()
            .map(|(column, value)| (column, value.map_err(Error::from)))
            .collect(),
        details: detailed(asked.metric, outcome.details),
        seconds: started.elapsed().as_secs_f64(),
        ..blank
    })
}
