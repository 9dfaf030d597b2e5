//! What every value must be: within what the registry declares, and never without a reason.

use metrics::{Better, Compute, Dimension, Metric, Parameters, Reference, registry};
use samples::Arm;

use crate::any::{Answer, all, ask, ask_safely, choices, ends, mean, near, none};
use crate::chance::{Chance, shuffled};
use crate::odd::{Pairs, odd_sides};
use crate::samples_of::Samples;

/// Returns what is wrong with an answer, whatever was asked.
fn faults(metric: &Metric, answer: &Answer) -> Vec<String> {
    let mut faults = Vec::new();
    let mut must = |holds: bool, why: String| {
        if !holds {
            faults.push(why);
        }
    };
    must(metric.range.holds(answer.value), format!("the value {} is out of range", answer.value));
    let sides = [(Arm::Real, &answer.real), (Arm::Synthetic, &answer.synthetic)];
    for (arm, values) in sides {
        for value in values.iter().flatten() {
            // The other side's instance values mean something else than the value.
            let holds = if answer.mean_of == Some(arm) {
                metric.range.holds(*value)
            } else {
                !value.is_nan()
            };
            must(holds, format!("the instance value {value} is out of range"));
        }
    }
    if let Some(arm) = answer.mean_of {
        let values = if arm == Arm::Real { &answer.real } else { &answer.synthetic };
        let mean = values.as_deref().map(mean);
        let same = mean.is_some_and(|mean| near(mean, answer.value, 1e-12));
        must(same, format!("{} is not the mean of its samples, {mean:?}", answer.value));
    }
    for (name, value) in &answer.columns {
        // A column's own number may be on another scale than the share of such columns.
        let holds = value.as_ref().is_ok_and(|value| value.is_nan());
        must(!holds, format!("the column {name} is NaN"));
    }
    let n_details = answer.details.len();
    must(n_details == metric.details.len(), format!("there are {n_details} details"));
    for (detail, value) in metric.details.iter().zip(&answer.details) {
        let holds = value.as_ref().is_ok_and(|value| !detail.range.holds(*value));
        must(!holds, format!("{}: {value:?} is out of range", detail.id));
    }
    must(metric.curve.is_some() != answer.curve.is_empty(), "a curve is there or not".to_owned());
    must(answer.curve.iter().flatten().all(|value| value.is_finite()), "the curve".to_owned());
    if has_instances_of_its_own(metric.compute) {
        let described = metric.instances.is_some();
        must(answer.real.is_some() == described, "real instance values".to_owned());
        let of_table = matches!(metric.compute, Compute::Table(_));
        let there = answer.synthetic.is_some() == (described && !of_table);
        must(there, "synthetic instance values".to_owned());
    }
    faults
}

/// Returns whether instance values come with the value, and are not what it is made of.
fn has_instances_of_its_own(compute: Compute) -> bool {
    matches!(
        compute,
        Compute::SignalSets(_)
            | Compute::AllSignals(_)
            | Compute::Table(_)
            | Compute::Tables(_)
            | Compute::Sets(_)
            | Compute::Neighbours(_)
    )
}

#[test]
fn sound_samples_have_values_that_are_what_the_registry_says() {
    let mut broken = Vec::new();
    for seed in 0..3 {
        for (metric, parameters) in all() {
            let [real, synthetic] = Chance(seed).sides(metric.compute, [40, 30]);
            match ask(metric, &parameters, [&real, &synthetic]) {
                Ok(answer) => {
                    let faults = faults(metric, &answer);
                    broken.extend(faults.iter().map(|fault| format!("{}: {fault}", metric.id)));
                }
                Err(reason) => broken.push(format!("{}: no value: {reason}", metric.id)),
            }
        }
    }
    none(&broken);
}

/// Returns what is wrong with what a metric says of each pair of odd sides.
fn faults_of_odd(
    metric: &'static Metric,
    parameters: &Parameters,
    sides: &[(String, [Samples; 2])],
) -> Vec<String> {
    let mut broken = Vec::new();
    for (name, [real, synthetic]) in sides {
        let faults = match ask_safely(metric, parameters, [real, synthetic]) {
            Err(panic) => vec![panic],
            Ok(Ok(answer)) => faults(metric, &answer),
            Ok(Err(_)) => Vec::new(),
        };
        let told = |fault: &String| format!("{} of {name}: {fault} {parameters:?}", metric.id);
        broken.extend(faults.iter().map(told));
    }
    broken
}

#[test]
fn odd_samples_have_a_value_or_a_reason() {
    let mut broken = Vec::new();
    for metric in registry::ALL {
        let mut sides = odd_sides(metric.compute, Pairs::All);
        for parameters in choices(metric) {
            broken.extend(faults_of_odd(metric, &parameters, &sides));
            sides = odd_sides(metric.compute, Pairs::Few);
        }
    }
    none(&broken);
}

#[test]
fn so_they_have_at_both_ends_of_each_parameter() {
    let mut broken = Vec::new();
    for metric in registry::ALL {
        let mut sides = odd_sides(metric.compute, Pairs::Few);
        let sound = Chance(3).sides(metric.compute, [40, 30]);
        sides.push(("all that is sound".to_owned(), sound));
        for parameters in ends(metric) {
            broken.extend(faults_of_odd(metric, &parameters, &sides));
        }
    }
    none(&broken);
}

/// Metrics that do not know a set from its copy, and why.
const NO_IDEAL: [(&str, &str); 6] = [
    ("cross_correlation", "its unit is that of the signals"),
    ("density", "it counts the balls of a set's own samples, and has no bound"),
    ("dtw", "it is a mean over all pairs, of which few are copies"),
    ("geometry_score", "the landmarks of both sides are drawn apart"),
    ("giqa", "it is a density, which depends on the unit"),
    ("mmd", "the estimate without bias leaves out a sample's product with itself"),
];

/// Returns what a metric says of a set and its copy: that no other set is so like it.
fn of_a_copy(metric: &Metric) -> Option<f64> {
    let known = NO_IDEAL.iter().all(|(id, _)| *id != metric.id);
    let compares = metric.reference != Reference::None;
    (known && compares).then(|| {
        // What is best of fidelity is worst of privacy.
        let high = (metric.better == Better::Higher) != (metric.dimension == Dimension::Privacy);
        let (end, open) = if high {
            (metric.range.high, f64::INFINITY)
        } else {
            (metric.range.low, f64::NEG_INFINITY)
        };
        end.unwrap_or(open)
    })
}

#[test]
fn a_set_is_like_its_copy() {
    let mut broken = Vec::new();
    for (metric, parameters) in all() {
        let Some(expected) = of_a_copy(metric) else { continue };
        let [real, _] = Chance(5).sides(metric.compute, [40, 40]);
        let order = if crate::chance::is_paired(metric.compute) {
            (0..real.n()).collect()
        } else {
            shuffled(real.n())
        };
        let copy = real.in_order(&order);
        match ask(metric, &parameters, [&real, &copy]) {
            Ok(answer) if near(answer.value, expected, 1e-9) => {}
            other => broken.push(format!("{}: {other:?} is not {expected}", metric.id)),
        }
    }
    none(&broken);
    assert!(NO_IDEAL.iter().all(|(id, _)| registry::find(id).is_some()));
    assert!(registry::ALL.iter().any(|metric| of_a_copy(metric).is_some()));
}
