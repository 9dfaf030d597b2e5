//! What changes no value: order, side, unit, threads, neighbours.

use metrics::{Error, Metric, Parameters, evaluate_sets, registry};
use samples::{ColumnKind, Table, Values};

use crate::any::{Answer, all, ask, near, none, preset};
use crate::chance::{Chance, column, has_two_sides, is_paired, shuffled};
use crate::samples_of::Samples;

fn known(metric: &'static Metric, parameters: &Parameters, sides: [&Samples; 2]) -> Answer {
    ask(metric, parameters, sides).unwrap_or_else(|reason| panic!("{}: {reason}", metric.id))
}

/// Returns whether instance values are those before, in the new order.
fn follow(before: Option<&Vec<f64>>, after: Option<&Vec<f64>>, order: &[usize]) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => {
            before.len() == after.len()
                && order.iter().zip(after).all(|(&at, &after)| near(before[at], after, 1e-10))
        }
        (before, after) => before.is_none() && after.is_none(),
    }
}

#[test]
fn the_order_of_samples_changes_nothing() {
    let mut broken = Vec::new();
    for (metric, parameters) in all() {
        let [real, synthetic] = Chance(1).sides(metric.compute, [80, 61]);
        let orders = [shuffled(real.n()), shuffled(synthetic.n())];
        let (other_real, other_synthetic) =
            (real.in_order(&orders[0]), synthetic.in_order(&orders[1]));
        let before = known(metric, &parameters, [&real, &synthetic]);
        let after = known(metric, &parameters, [&other_real, &other_synthetic]);
        let mut must = |holds: bool, what: String| {
            if !holds {
                broken.push(format!("{}: {what} {parameters:?}", metric.id));
            }
        };
        let values = [before.value, after.value];
        must(near(values[0], values[1], 1e-12), format!("{values:?}"));
        must(follow(before.real.as_ref(), after.real.as_ref(), &orders[0]), "real".to_owned());
        let (old, new) = (before.synthetic.as_ref(), after.synthetic.as_ref());
        must(follow(old, new, &orders[1]), "synthetic".to_owned());
        let numbers = |answer: &Answer| -> Vec<f64> {
            let known = answer.details.iter().chain(answer.columns.iter().map(|(_, it)| it));
            known.flatten().copied().chain(answer.curve.iter().flatten().copied()).collect()
        };
        let (old, new) = (numbers(&before), numbers(&after));
        let same = old.iter().zip(&new).all(|(&a, &b)| near(a, b, 1e-10));
        must(same && old.len() == new.len(), format!("{old:?} and {new:?}"));
    }
    none(&broken);
}

#[test]
fn one_seed_gives_one_value_and_another_one_in_range() {
    let mut n_seeded = 0;
    let mut moved = 0;
    for metric in registry::ALL {
        let [real, synthetic] = Chance(2).sides(metric.compute, [80, 61]);
        let of = |seed| known(metric, &preset(metric).seeded(seed), [&real, &synthetic]);
        let (first, again, other) = (of(7), of(7), of(8));
        assert_eq!(first, again, "{}: one seed", metric.id);
        assert!(metric.range.holds(other.value), "{}: {}", metric.id, other.value);
        if metric.seeded {
            n_seeded += 1;
            moved += usize::from(first != other);
        } else {
            assert_eq!(first, other, "{} is not seeded", metric.id);
        }
    }
    assert!(0 < n_seeded && 0 < moved, "chance takes part somewhere");
}

#[test]
fn exchanging_the_sides_changes_nothing_exactly_where_the_registry_says_so() {
    let mut broken = Vec::new();
    for metric in registry::ALL.iter().filter(|metric| has_two_sides(metric.compute)) {
        let mut differs = false;
        for seed in 0..4 {
            let [real, synthetic] = Chance(seed).sides(metric.compute, [40, 33]);
            for parameters in crate::any::choices(metric) {
                let there = known(metric, &parameters, [&real, &synthetic]);
                let back = known(metric, &parameters, [&synthetic, &real]);
                let same = near(there.value, back.value, 1e-12);
                if metric.symmetric && !same {
                    let [there, back] = [there.value, back.value];
                    broken.push(format!("{}: {there} and {back} {parameters:?}", metric.id));
                }
                differs |= !same || there.details != back.details;
            }
        }
        if !metric.symmetric && !differs {
            broken.push(format!("{} is the same both ways", metric.id));
        }
    }
    none(&broken);
}

/// Values that grow with the unit of vectors and signals, by which power; all others do not.
const GROWS: [(&str, i32); 5] = [
    ("cross_correlation", 2),
    ("dtw", 1),
    ("frechet_distance", 2),
    ("spectral_wasserstein_distance", 2),
    ("wasserstein_distance", 1),
];

/// Metrics that know the unit in another way.
const KNOWS_THE_UNIT: [(&str, &str); 3] = [
    ("giqa", "the logarithm of a density moves by that of the unit's volume"),
    ("mmd", "the polynomial kernel adds 1 to products in the unit of the vectors"),
    ("uniqueness", "its tolerance is in the unit of the signal"),
];

#[test]
fn another_unit_changes_a_value_by_its_power_alone() {
    let mut broken = Vec::new();
    for metric in registry::ALL {
        if KNOWS_THE_UNIT.iter().any(|(id, _)| *id == metric.id) {
            continue;
        }
        let power = GROWS.iter().find(|(id, _)| *id == metric.id).map_or(0, |(_, power)| *power);
        let mut sides = Chance(3).sides(metric.compute, [50, 44]);
        if let [Samples::Images(_), _] = sides {
            // Levels of 8 bits are rounded where programs that work in 8 bits do, others are not.
            sides = sides.map(|side| side.in_another_unit());
        }
        let [real, synthetic] = sides;
        let (other_real, other_synthetic) = (real.in_another_unit(), synthetic.in_another_unit());
        // Choices of a metric may differ in their power.
        let parameters =
            if power == 0 { crate::any::choices(metric) } else { vec![preset(metric)] };
        for parameters in parameters {
            let before = known(metric, &parameters, [&real, &synthetic]).value;
            let after = known(metric, &parameters, [&other_real, &other_synthetic]).value;
            let expected = before * 2.0_f64.powi(power);
            if !near(expected, after, 1e-9) {
                broken.push(format!("{}: {after}, not {expected} {parameters:?}", metric.id));
            }
        }
    }
    none(&broken);
    for id in GROWS.iter().map(|(id, _)| id).chain(KNOWS_THE_UNIT.iter().map(|(id, _)| id)) {
        assert!(registry::find(id).is_some(), "{id}");
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let mut asked = Vec::new();
    for (metric, parameters) in all() {
        let mut chance = Chance(4);
        // More rows than a block has, so that threads share a set.
        let sides = match chance.sides(metric.compute, [70, 60]) {
            [Samples::Vectors(_), _] => {
                [600, 550].map(|n| Samples::Vectors(chance.vectors(n, 12, 0.0)))
            }
            sides => sides,
        };
        asked.push((metric, parameters, sides));
    }
    let on = |n_threads: usize| -> Vec<Answer> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let asked = asked.iter();
            asked.map(|(metric, parameters, [a, b])| known(metric, parameters, [a, b])).collect()
        })
    };
    let one = on(1);
    for n_threads in [2, 8] {
        for ((metric, ..), (one, many)) in asked.iter().zip(one.iter().zip(on(n_threads))) {
            assert_eq!(*one, many, "{} on {n_threads}", metric.id);
        }
    }
}

#[test]
fn a_column_that_cannot_be_measured_harms_no_other() {
    let odd = |n: usize, only: &str| {
        let numbers = |value| Values::Numbers(vec![value; n]);
        vec![
            column("empty", ColumnKind::Number, numbers(None)),
            column("empty category", ColumnKind::Category, Values::Words(vec![None; n])),
            column("constant", ColumnKind::Number, numbers(Some(0.1))),
            column("text", ColumnKind::Text, numbers(Some(1.0))),
            column(only, ColumnKind::Number, numbers(Some(1e300))),
        ]
    };
    let mut n_columns = 0;
    for (metric, parameters) in all() {
        let sides = Chance(6).sides(metric.compute, [60, 50]);
        let [Samples::Table(real), Samples::Table(synthetic)] = &sides else { continue };
        let with = |table: &Table, only: &str| {
            let columns = [table.columns().to_vec(), odd(table.n_rows(), only)].concat();
            Samples::Table(Table::new(columns).expect("a table"))
        };
        let others = [with(real, "only here"), with(synthetic, "only there")];
        let before = known(metric, &parameters, [&sides[0], &sides[1]]);
        let after = known(metric, &parameters, [&others[0], &others[1]]);
        for (name, value) in before.columns {
            let found = after.columns.iter().find(|(other, _)| *other == name);
            assert_eq!(found.map(|(_, value)| value), Some(&value), "{} of {name}", metric.id);
            n_columns += 1;
        }
        // A table of nothing else has a value or a reason, too.
        let nothing = Samples::Table(Table::new(odd(60, "only here")).expect("a table"));
        if let Ok(answer) = ask(metric, &parameters, [&nothing, &others[1]]) {
            assert!(metric.range.holds(answer.value), "{}: {}", metric.id, answer.value);
        }
    }
    assert!(0 < n_columns, "columns have values");
}

#[test]
fn a_metric_without_a_value_harms_no_other() {
    let mut chance = Chance(13);
    // Too few for some metrics, as they are preset, and enough for others.
    let (real, synthetic) = (chance.vectors(5, 6, 0.0), chance.vectors(4, 6, 0.1));
    let asked: Vec<_> =
        registry::ALL.iter().map(|metric| (metric, Parameters::preset(metric))).collect();
    let together = evaluate_sets(&asked, &real, &synthetic, &|_, _| true).unwrap();
    let (mut n_known, mut n_reasons) = (0, 0);
    for (one, together) in asked.iter().zip(together) {
        let one = std::slice::from_ref(one);
        let alone = evaluate_sets(one, &real, &synthetic, &|_, _| true).unwrap().remove(0);
        assert_eq!(alone, together, "{}", one[0].0.id);
        n_known += usize::from(alone.is_ok());
        n_reasons += usize::from(!matches!(alone, Ok(_) | Err(Error::NotOfSets { .. })));
    }
    assert!(0 < n_known && 0 < n_reasons, "{n_known} have a value, {n_reasons} have none");
    assert!(registry::ALL.iter().any(|metric| is_paired(metric.compute)));
}
