//! What some kinds of metrics promise beyond what all do.

use metrics::{
    Compute, Error, Metric, Neighbours, Parameters, SetOutcome, evaluate_sets,
    evaluate_sets_and_nearest, registry,
};
use samples::{Image, Signal, Vectors};

use crate::any::{ask, preset};
use crate::chance::{Chance, has_two_sides, is_paired};
use crate::odd::{Pairs, odd_sides};
use crate::samples_of::{Samples, times};

fn of_sets() -> Vec<(&'static Metric, Parameters)> {
    registry::ALL
        .iter()
        .filter(|metric| matches!(metric.compute, Compute::Sets(_) | Compute::Neighbours(_)))
        .map(|metric| (metric, preset(metric)))
        .collect()
}

fn outcomes(real: &Vectors, synthetic: &Vectors) -> Vec<SetOutcome> {
    let outcomes = evaluate_sets(&of_sets(), real, synthetic, &|_, _| true).expect("not stopped");
    outcomes.into_iter().map(|outcome| outcome.expect("a value")).collect()
}

fn of_signal(id: &str, signal: &Signal, given: &[(&str, f64)]) -> f64 {
    let metric = registry::find(id).expect("a metric");
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    let parameters = Parameters::for_metric(metric, &given).expect("parameters");
    let Compute::Signal(compute) = metric.compute else { panic!("{id} looks at a signal") };
    compute(signal, &parameters).expect("a value")
}

#[test]
fn a_signal_in_another_unit_stands_still_alike_and_has_the_same_snr() {
    let signal = Chance(15).signal(3, 200);
    for factor in [0.25, 2.0, 1024.0] {
        let other = times(&signal, factor);
        let off = of_signal("snr", &signal, &[]) - of_signal("snr", &other, &[]);
        assert!(off.abs() < 1e-12, "{factor}: {off}");
        let still = of_signal("uniqueness", &signal, &[("tolerance", 0.125)]);
        let other = of_signal("uniqueness", &other, &[("tolerance", 0.125 * factor)]);
        assert!((still - other).abs() <= 0.0, "{factor}: {still} and {other}");
        assert!(0.0 < still && still < 1.0, "some steps are that small: {still}");
    }
}

#[test]
fn exchanging_the_sets_exchanges_precision_and_recall() {
    let mut chance = Chance(4);
    let (a, b) = (chance.vectors(60, 4, 0.0), chance.vectors(60, 4, 0.3));
    let value = |outcomes: &[SetOutcome], id: &str| {
        let at = of_sets().iter().position(|(metric, _)| metric.id == id).expect("a metric");
        outcomes[at].clone()
    };
    let (there, back) = (outcomes(&a, &b), outcomes(&b, &a));
    let (precision, recall) =
        (value(&there, "improved_precision"), value(&back, "improved_recall"));
    assert_eq!(precision.synthetic, recall.real);
    assert_eq!(precision.real, recall.synthetic);
    let (there, back) = (value(&there, "frechet_distance"), value(&back, "frechet_distance"));
    assert!((there.value - back.value).abs() < 1e-12, "a distance is the same both ways");
}

#[test]
fn sets_that_cannot_be_compared_are_a_reason_in_every_metric_of_sets() {
    let mut chance = Chance(11);
    let one = chance.vectors(1, 3, 0.0);
    let other_length = chance.vectors(20, 4, 0.0);
    let set = chance.vectors(20, 3, 0.0);
    for (real, synthetic) in [(&one, &one), (&set, &other_length)] {
        for ((metric, _), outcome) in
            of_sets().iter().zip(evaluate_sets(&of_sets(), real, synthetic, &|_, _| true).unwrap())
        {
            assert!(outcome.is_err(), "{}", metric.id);
        }
    }
}

#[test]
fn stopping_is_the_only_error_of_the_whole() {
    let set = Chance(12).vectors(20, 3, 0.0);
    let stopped = evaluate_sets(&of_sets(), &set, &set, &|_, _| false);
    assert_eq!(stopped, Err(Error::Stopped));
    let progress = std::sync::Mutex::new(Vec::new());
    let told = |done, total| {
        progress.lock().unwrap().push((done, total));
        true
    };
    evaluate_sets(&of_sets(), &set, &set, &told).unwrap();
    let last = progress.into_inner().unwrap().into_iter().max().unwrap();
    assert_eq!(last.0, last.1, "all that was promised is done");
}

#[test]
fn one_pass_gives_what_each_metric_gives_alone() {
    let mut chance = Chance(13);
    let (real, synthetic) = (chance.vectors(50, 6, 0.0), chance.vectors(40, 6, 0.1));
    for ((metric, parameters), together) in of_sets().iter().zip(outcomes(&real, &synthetic)) {
        let asked = [(*metric, parameters.clone())];
        let alone = evaluate_sets(&asked, &real, &synthetic, &|_, _| true).unwrap().remove(0);
        assert_eq!(alone, Ok(together), "{}", metric.id);
    }
}

#[test]
fn the_nearest_come_from_the_pass_of_the_metrics() {
    let mut chance = Chance(14);
    let (real, synthetic) = (chance.vectors(50, 6, 0.0), chance.vectors(40, 6, 0.1));
    let most = std::sync::atomic::AtomicU64::new(0);
    let told = |_, total| {
        most.fetch_max(total, std::sync::atomic::Ordering::Relaxed);
        true
    };
    let (values, nearest) =
        evaluate_sets_and_nearest(&of_sets(), &real, &synthetic, &told).unwrap();
    let values: Vec<SetOutcome> = values.into_iter().map(Result::unwrap).collect();
    assert_eq!(values, outcomes(&real, &synthetic));
    assert_eq!(most.into_inner(), Neighbours::n_pairs(50, 40), "one pass over the pairs");
    let alone =
        Neighbours::new(&real, &synthetic, metrics::Distance::Euclidean, &[1], &|_, _| true)
            .unwrap();
    let nearest = nearest.unwrap();
    assert_eq!(nearest.nearest_real(), alone.nearest_real());
    assert_eq!(nearest.radii(samples::Arm::Real, 1), alone.radii(samples::Arm::Real, 1));
}

/// Returns whether a value is not finite; a table holds finite numbers only, and what is odd in
/// annotations is a finding.
fn is_holed(side: &Samples) -> bool {
    let finite = |values: &[f64]| values.iter().all(|value| value.is_finite());
    match side {
        Samples::Annotations(_) | Samples::Table(_) => false,
        Samples::Images(images) => {
            images.iter().flat_map(Image::values).any(|value| !value.is_finite())
        }
        Samples::Signals(signals) => !signals.iter().all(|signal| finite(signal.values())),
        Samples::Vectors(vectors) => !finite(vectors.values()),
    }
}

#[test]
fn values_that_are_not_finite_are_a_reason_in_every_metric() {
    let mut n_reasons = 0;
    for metric in registry::ALL {
        for (name, [real, synthetic]) in odd_sides(metric.compute, Pairs::All) {
            let two = has_two_sides(metric.compute);
            // Of pairs, those without a partner are not looked at.
            let looked_at = !is_paired(metric.compute) || real.n() == synthetic.n();
            if looked_at && (is_holed(&real) || two && is_holed(&synthetic)) {
                let answer = ask(metric, &preset(metric), [&real, &synthetic]);
                assert!(answer.is_err(), "{}: {name}", metric.id);
                n_reasons += 1;
            }
        }
    }
    assert!(100 < n_reasons, "{n_reasons}");
}

#[test]
fn what_is_odd_in_annotations_is_found_and_looking_can_be_stopped() {
    let file = Chance(31).annotations();
    let mut n = 0;
    for metric in registry::ALL {
        if let Compute::Annotations(compute) = metric.compute {
            let preset = Parameters::preset(metric);
            let outcome = compute(&file, &preset, &|_, _| true).unwrap();
            assert!(!outcome.findings.is_empty(), "{} finds something", metric.id);
            let stopped = compute(&file, &preset, &|_, _| false);
            let looks = metric.id == "annotation_correctness";
            assert_eq!(stopped == Err(Error::Stopped), looks, "{}", metric.id);
            n += 1;
        }
    }
    assert!(0 < n, "there are some");
}
