//! Known answers of ordinal models and of rank tests.

use serde_json::{Value, json};

use super::numbers::{list, reason};
use super::{Compute, Load};
use crate::{cliffs_delta, rank_sum_test, signed_rank_test};

pub(super) const COMPUTED: &[(&str, Compute)] = &[("ordinal_two_sample", two_samples)];

fn two_samples(data: &Value, _: Load<'_>) -> Result<Value, String> {
    let both = |key: &str| -> Result<(Vec<f64>, Vec<f64>), String> {
        let of = |side| list(&data[key], side).map_err(|why| format!("{key}: {why}"));
        Ok((of("x")?, of("y")?))
    };
    let (x, y) = both("paired")?;
    let paired = signed_rank_test(&x, &y).map_err(reason)?;
    let (x, y) = both("unpaired")?;
    let unpaired = rank_sum_test(&x, &y).map_err(reason)?;
    let (x, y) = both("cliff")?;
    let dominance = cliffs_delta(&x, &y, 0.95).map_err(reason)?;
    Ok(json!({
        "signed_rank": {
            "V": paired.statistic,
            "p_greater": paired.p_greater,
            "p_two_sided": paired.p_two_sided,
        },
        "rank_sum": {
            "W": unpaired.statistic,
            "p_greater": unpaired.p_greater,
            "p_two_sided": unpaired.p_two_sided,
        },
        "cliff": {
            "delta": dominance.delta,
            "vargha_delaney_A": dominance.a,
            "variance": dominance.variance.ok(),
            "ci": dominance.interval.ok().map(|interval| [interval.low, interval.high]),
        },
    }))
}
