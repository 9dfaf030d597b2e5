//! Metrics of one table.

use std::time::Instant;

use metrics::Compute;

use super::{Asked, Body, Measured, Of, SetData, Steps, Work, is_table};
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
    for asked in asked.into_iter().filter(|asked| !known(asked, of)) {
        steps.advance(0)?;
        let started = Instant::now();
        let value = match (&set.body, &asked.metric.compute) {
            (Body::Table(table), Compute::Table(compute)) => {
                compute(table, &asked.parameters).map(|outcome| outcome.value).map_err(Error::from)
            }
            _ => Err(Error::DoesNotFit { metric: asked.metric.id }),
        };
        let n = Some(set.n());
        let real = matches!(of, Of::Real);
        keep(Measured {
            metric: asked.metric,
            parameters: asked.parameters,
            given: asked.given,
            of,
            value,
            summary: None,
            interval: Err(interval_words(asked.metric).to_owned()),
            yardstick: None,
            n_real: n.filter(|_| real),
            n_synthetic: n.filter(|_| !real),
            n_left_out: 0,
            instances: Vec::new(),
            closest: Vec::new(),
            feature: None,
            seconds: started.elapsed().as_secs_f64(),
        })?;
    }
    steps.advance(set.n())
}
