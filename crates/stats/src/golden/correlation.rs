//! Known answers of agreement between lists, and of p values of a family.

use serde_json::{Map, Value, json};

use super::given::{numbers, why};
use super::{Compute, Load};
use crate::{Adjustment, Correlation, adjusted_p, auc_of_calls, kendall, pearson, spearman};

pub(super) const COMPUTED: &[(&str, Compute)] =
    &[("concordance", concordance), ("multiplicity_bh1995", multiplicity)];

const LEVEL: f64 = 0.95;

/// Two lists under each key: `x` and `y`, or a metric and the share of readers with the call.
fn concordance(data: &Value, _: Load<'_>) -> Result<Value, String> {
    let sets = data.as_object().ok_or("the data are no sets of lists")?;
    let mut all = Map::new();
    for (name, set) in sets {
        let computed = one(set).map_err(|why| format!("{name}: {why}"))?;
        all.insert(name.clone(), computed);
    }
    Ok(Value::Object(all))
}

fn one(set: &Value) -> Result<Value, String> {
    let calls = !set["expert_share_synthetic"].is_null();
    let keys = if calls { ["metric", "expert_share_synthetic"] } else { ["x", "y"] };
    let (x, y) = (numbers(set, keys[0])?, numbers(set, keys[1])?);
    let rho = why(spearman(&x, &y, LEVEL))?;
    let tau = why(kendall(&x, &y, LEVEL))?;
    let r = why(pearson(&x, &y, LEVEL))?;
    let mut all = json!({
        "n": rho.n,
        "spearman": rho.estimate,
        "spearman_ci_bonett_wright": ends(&rho),
        "kendall_tau_b": tau.estimate,
        "kendall_ci_fieller": ends(&tau),
        "pearson": r.estimate,
        "pearson_ci": ends(&r),
        "kendall_p_exact_two_sided": (tau.p_method == "exact").then_some(tau.p),
    });
    if calls {
        // In these data, readers who are even did not make the call.
        let calls: Vec<bool> = y.iter().map(|share| 0.5 < *share).collect();
        let found = why(auc_of_calls(&x, &calls, LEVEL))?;
        all["auc_for_majority"] = json!(found.auc);
        all["auc_se_delong"] = json!(found.se.ok());
    }
    Ok(all)
}

fn ends(found: &Correlation) -> Value {
    found.interval.map_or(Value::Null, |interval| json!([interval.low, interval.high]))
}

fn multiplicity(data: &Value, _: Load<'_>) -> Result<Value, String> {
    let p = numbers(data, "p")?;
    let adjusted = |adjustment| why(adjusted_p(&p, adjustment));
    Ok(json!({
        "bonferroni": adjusted(Adjustment::Bonferroni)?,
        "holm": adjusted(Adjustment::Holm)?,
        "hochberg": adjusted(Adjustment::Hochberg)?,
        "BH": adjusted(Adjustment::BenjaminiHochberg)?,
        "BY": adjusted(Adjustment::BenjaminiYekutieli)?,
    }))
}
