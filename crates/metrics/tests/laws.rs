//! What holds for every metric, whatever the data are.

use std::sync::Arc;

use metrics::{
    Better, Compute, Error, Metric, Neighbours, Network, Parameters, Preset, SetOutcome,
    TableOutcome, evaluate_sets, evaluate_sets_and_nearest, registry,
};
use samples::{
    AnnotatedImage, Annotation, Annotations, Category, Channel, Channels, Column, ColumnKind,
    Field, Image, Modality, RecordId, Segmentation, Signal, Table, ValueRange, Values, Vectors,
};

/// A network that finds every image as good as bad.
struct Even;

impl Network for Even {
    fn sides(&self, _: &str) -> metrics::Result<Vec<Option<usize>>> {
        Ok(vec![None, Some(3), Some(8), Some(8)])
    }

    fn answer(&self, _: &str, _: &[usize], _: &[f32]) -> metrics::Result<Vec<(String, Vec<f32>)>> {
        Ok(vec![("logits".to_owned(), vec![1.0, 1.0])])
    }
}

/// Numbers that look random and are the same everywhere.
struct Chance(u64);

impl Chance {
    /// Returns a number of 0 to 1.
    fn next(&mut self) -> f64 {
        // Constants of Knuth's MMIX generator; the high bits are good enough for a test.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn vectors(&mut self, n: usize, d: usize, shift: f64) -> Vectors {
        let values = (0..n * d).map(|_| self.next() + self.next() + shift).collect();
        Vectors::new(n, d, values).expect("vectors")
    }

    #[expect(clippy::cast_possible_truncation, reason = "0 to 255")]
    fn image(&mut self, shape: [usize; 2], channels: Channels) -> Image {
        let n = shape[0] * shape[1] * channels.count();
        let values = (0..n).map(|_| (self.next() * 255.0).floor() as f32).collect();
        Image::new(shape, channels, ValueRange::BITS_8, values).expect("an image")
    }

    fn signal(&mut self, n_channels: usize, length: usize) -> Signal {
        let values = (0..n_channels * length).map(|_| self.next() - 0.3).collect();
        let channels = vec![Channel::default(); n_channels].into();
        Signal::new(channels, Some(50.0), length, values).expect("a signal")
    }

    fn signals(&mut self, n: usize) -> Vec<Signal> {
        (0..n).map(|_| self.signal(2, 120)).collect()
    }

    fn table(&mut self, n_rows: usize) -> Table {
        let mut column = |name: &str, levels: f64| Column {
            name: name.to_owned(),
            kind: ColumnKind::Number,
            decimals: 0,
            values: Values::Numbers(
                (0..n_rows)
                    .map(|_| (0.1 < self.next()).then(|| (self.next() * levels).floor()))
                    .collect(),
            ),
        };
        Table::new(vec![column("a", 3.0), column("b", 4.0), column("c", 2.0)]).expect("a table")
    }
}

fn of_sets() -> Vec<(&'static Metric, Parameters)> {
    registry::ALL
        .iter()
        .filter(|metric| matches!(metric.compute, Compute::Sets(_) | Compute::Neighbours(_)))
        .map(|metric| (metric, for_small_sets(metric)))
        .collect()
}

/// Returns presets; where they are for more samples than there are here, smaller numbers.
fn for_small_sets(metric: &Metric) -> Parameters {
    let given: &[(&str, f64)] = match metric.id {
        "geometry_score" => &[("num_iters", 10.0), ("sample_size", 16.0)],
        _ => &[],
    };
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    Parameters::for_metric(metric, &given).expect("known parameters")
}

fn outcomes(real: &Vectors, synthetic: &Vectors) -> Vec<SetOutcome> {
    let outcomes = evaluate_sets(&of_sets(), real, synthetic, &|_, _| true).expect("not stopped");
    outcomes.into_iter().map(|outcome| outcome.expect("a value")).collect()
}

/// Returns what the metrics of sets of signals say.
fn of_signals(real: &[Signal], synthetic: &[Signal]) -> Vec<(&'static str, SetOutcome)> {
    let outcome = |metric: &'static Metric| match metric.compute {
        Compute::SignalSets(sets) => {
            let outcome = sets.evaluate(real, synthetic, &Parameters::preset(metric));
            Some((metric.id, outcome.expect("a value")))
        }
        _ => None,
    };
    registry::ALL.iter().filter_map(outcome).collect()
}

fn times(signal: &Signal, factor: f64) -> Signal {
    let values = signal.values().iter().map(|value| factor * value).collect();
    Signal::new(Arc::clone(signal.channels()), signal.rate_hz(), signal.length(), values)
        .expect("a signal")
}

/// Returns what the metric `id` says of `signal`, with these parameters.
fn of_signal(id: &str, signal: &Signal, given: &[(&str, f64)]) -> f64 {
    let metric = registry::find(id).expect("a metric");
    let given = given.iter().map(|&(name, value)| (name.to_owned(), value)).collect();
    let parameters = Parameters::for_metric(metric, &given).expect("parameters");
    let Compute::Signal(compute) = metric.compute else { panic!("{id} looks at a signal") };
    compute(signal, &parameters).expect("a value")
}

fn shuffled(n: usize) -> Vec<usize> {
    // 7 has no common divisor with the sizes used here.
    (0..n).map(|at| at * 7 % n).collect()
}

#[test]
fn the_order_of_samples_changes_no_value_of_sets() {
    let mut chance = Chance(1);
    let (real, synthetic) = (chance.vectors(80, 12, 0.0), chance.vectors(61, 12, 0.1));
    let (real_order, synthetic_order) = (shuffled(80), shuffled(61));
    let before = outcomes(&real, &synthetic);
    let after =
        outcomes(&real.select(&real_order).unwrap(), &synthetic.select(&synthetic_order).unwrap());
    for (((metric, _), before), after) in of_sets().iter().zip(before).zip(after) {
        let off = (before.value - after.value).abs();
        assert!(off <= 1e-12 * before.value.abs(), "{}: {off}", metric.id);
        let sides = [
            (&real_order, before.real, after.real),
            (&synthetic_order, before.synthetic, after.synthetic),
        ];
        for (order, before, after) in sides {
            if let Some((before, after)) = before.zip(after) {
                let expected: Vec<f64> = order.iter().map(|&row| before[row]).collect();
                assert_eq!(after, expected, "{}: instance values follow their samples", metric.id);
            }
        }
    }
}

#[test]
fn a_distance_of_signals_is_a_distance() {
    let mut chance = Chance(14);
    let (real, synthetic) = (chance.signals(25), chance.signals(18));
    let shuffle = |set: &[Signal]| -> Vec<Signal> {
        shuffled(set.len()).into_iter().map(|at| set[at].clone()).collect()
    };
    let louder = |set: &[Signal]| -> Vec<Signal> { set.iter().map(|it| times(it, 3.0)).collect() };
    let before = of_signals(&real, &synthetic);
    let near = |others: Vec<(&'static str, SetOutcome)>, factor: f64, why: &str| {
        for ((id, before), (_, after)) in before.iter().zip(others) {
            let off = (factor * before.value - after.value).abs();
            assert!(off <= 1e-12 * after.value, "{id}: {why}, but it is off by {off}");
        }
    };
    near(of_signals(&shuffle(&real), &shuffle(&synthetic)), 1.0, "order changes nothing");
    near(of_signals(&synthetic, &real), 1.0, "it is the same both ways");
    near(of_signals(&louder(&real), &louder(&synthetic)), 9.0, "power is amplitude squared");
    for (id, outcome) in of_signals(&real, &shuffle(&real)) {
        assert!(outcome.value.abs() <= 0.0, "{id}: a set is no way from itself");
    }
}

/// Returns what the metrics of all pairs of signals say, with every choice they have.
fn of_all_signals(real: &[Signal], synthetic: &[Signal]) -> Vec<(String, SetOutcome)> {
    let mut outcomes = Vec::new();
    for metric in registry::ALL {
        let Compute::AllSignals(compute) = metric.compute else { continue };
        let choices = metric.parameters.iter().flat_map(|parameter| {
            (0_u32..).zip(parameter.choices).map(|(at, _)| (parameter.name, f64::from(at)))
        });
        for (name, choice) in choices {
            let given = [(name.to_owned(), choice)].into();
            let parameters = Parameters::for_metric(metric, &given).expect("a choice");
            let outcome = compute(real, synthetic, &parameters, &|_, _| true).expect("a value");
            assert!(metric.range.holds(outcome.value), "{} {name} {choice}", metric.id);
            outcomes.push((format!("{} {name} {choice}", metric.id), outcome));
        }
    }
    outcomes
}

#[test]
fn pairs_of_signals_give_the_same_in_any_order_and_on_any_number_of_threads() {
    let mut chance = Chance(16);
    let (real, synthetic) = (chance.signals(75), chance.signals(68));
    let (real_order, synthetic_order) = (shuffled(75), shuffled(68));
    let shuffle = |set: &[Signal], order: &[usize]| -> Vec<Signal> {
        order.iter().map(|&at| set[at].clone()).collect()
    };
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| of_all_signals(&real, &synthetic))
    };
    let before = on(1);
    assert!(!before.is_empty());
    assert_eq!(before, on(2));
    assert_eq!(before, on(8));
    let after =
        of_all_signals(&shuffle(&real, &real_order), &shuffle(&synthetic, &synthetic_order));
    for ((id, before), (_, after)) in before.iter().zip(&after) {
        let off = (before.value - after.value).abs();
        assert!(off <= 1e-12 * before.value.abs(), "{id}: {off}");
        let synthetic = before.synthetic.as_ref().expect("instance values");
        let mean = synthetic.iter().sum::<f64>() / synthetic.len() as f64;
        assert!((mean - before.value).abs() <= 1e-12 * mean.abs(), "{id}: the mean is {mean}");
        let sides = [
            (&real_order, &before.real, &after.real),
            (&synthetic_order, &before.synthetic, &after.synthetic),
        ];
        for (order, before, after) in sides {
            let (before, after) = (before.as_ref().unwrap(), after.as_ref().unwrap());
            for (&place, after) in order.iter().zip(after) {
                let off = (before[place] - after).abs();
                assert!(off <= 1e-10 * after.abs(), "{id}: values follow their samples: {off}");
            }
        }
    }
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
fn the_value_is_the_mean_of_the_side_that_says_so() {
    let mut chance = Chance(2);
    let (real, synthetic) = (chance.vectors(80, 5, 0.0), chance.vectors(70, 5, 0.2));
    for ((metric, _), outcome) in of_sets().iter().zip(outcomes(&real, &synthetic)) {
        let values = match outcome.mean_of {
            Some(samples::Arm::Real) => outcome.real,
            Some(samples::Arm::Synthetic) => outcome.synthetic,
            None => continue,
        };
        let values = values.expect("the side has values");
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        assert!((mean - outcome.value).abs() < 1e-12, "{}: {mean}", metric.id);
    }
}

#[test]
fn any_number_of_threads_gives_the_same_bits() {
    let mut chance = Chance(3);
    // More rows than a block has, so that threads share a set.
    let (real, synthetic) = (chance.vectors(1100, 24, 0.0), chance.vectors(600, 24, 0.1));
    let (real_signals, synthetic_signals) = (chance.signals(30), chance.signals(17));
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            (outcomes(&real, &synthetic), of_signals(&real_signals, &synthetic_signals))
        })
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(8));
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
fn values_lie_in_the_declared_range() {
    for seed in 0..6 {
        let mut chance = Chance(seed);
        let shift = f64::from(u32::try_from(seed).unwrap()) * 0.3;
        let (real, synthetic) = (chance.vectors(40, 3, 0.0), chance.vectors(30, 3, shift));
        for ((metric, _), outcome) in of_sets().iter().zip(outcomes(&real, &synthetic)) {
            assert!(metric.range.holds(outcome.value), "{}: {}", metric.id, outcome.value);
        }
        let channels = if seed % 2 == 0 { Channels::Gray } else { Channels::Rgb };
        let image = chance.image([20, 15], channels);
        // The window of the largest fits the coarsest of its scales.
        let [reference, other] = [(); 2].map(|()| chance.image([165, 161], channels));
        let (signal, table) = (chance.signal(2, 60), chance.table(50));
        let (a, b) = (chance.signals(5), chance.signals(3));
        let other_table = chance.table(40);
        for metric in registry::ALL {
            let preset = Parameters::preset(metric);
            let value = match metric.compute {
                Compute::Image(compute) => compute(&image, &preset),
                Compute::ImageByNetwork(compute) => compute(&image, &Even, &preset),
                Compute::ImagePair(compute) => compute(&reference, &other, &preset),
                Compute::Signal(compute) => compute(&signal, &preset),
                Compute::SignalSets(sets) => {
                    sets.evaluate(&a, &b, &preset).map(|outcome| outcome.value)
                }
                Compute::Table(compute) => compute(&table, &preset).map(|outcome| outcome.value),
                Compute::Tables(compute) => {
                    compute(&table, &other_table, &preset).map(|outcome| outcome.value)
                }
                _ => continue,
            };
            let value = value.unwrap();
            assert!(metric.range.holds(value), "{}: {value}", metric.id);
        }
    }
}

#[test]
fn odd_images_have_a_value_or_a_reason_in_every_metric() {
    let wide = ValueRange::new(-1e200, 1e200).unwrap();
    let narrow = ValueRange::new(0.0, 1e-320).unwrap();
    let mut odd: Vec<Image> = Vec::new();
    for channels in [Channels::Gray, Channels::Rgb] {
        for shape in [[1, 1], [1, 40], [40, 1], [2, 3], [14, 14], [161, 161]] {
            for (range, value) in [
                (ValueRange::BITS_8, 0.0),
                (ValueRange::BITS_8, 77.0),
                (ValueRange::BITS_8, 255.0),
                (wide, f32::MAX),
                (wide, f32::MIN_POSITIVE),
                (narrow, 0.0),
            ] {
                let mut values = vec![value; shape[0] * shape[1] * channels.count()];
                odd.push(Image::new(shape, channels, range, values.clone()).unwrap());
                values[0] = 0.0;
                odd.push(Image::new(shape, channels, range, values).unwrap());
            }
        }
    }
    for metric in registry::ALL {
        let preset = Parameters::preset(metric);
        for (at, image) in odd.iter().enumerate() {
            let values = match metric.compute {
                Compute::Image(compute) => vec![compute(image, &preset)],
                Compute::ImagePair(compute) => {
                    // The second of each two differs from the first in one pixel.
                    [image, &odd[at ^ 1]].map(|other| compute(image, other, &preset)).to_vec()
                }
                _ => continue,
            };
            for value in values.into_iter().flatten() {
                assert!(metric.range.holds(value), "{} of {at}: {value}", metric.id);
            }
        }
    }
}

#[test]
fn a_pair_of_images_has_one_value_whichever_comes_first() {
    let mut chance = Chance(7);
    let [a, b] = [(); 2].map(|()| chance.image([161, 162], Channels::Rgb));
    for metric in registry::ALL {
        if let Compute::ImagePair(compute) = metric.compute {
            let preset = Parameters::preset(metric);
            let (there, back) =
                (compute(&a, &b, &preset).unwrap(), compute(&b, &a, &preset).unwrap());
            assert!((there - back).abs() < 1e-12, "{}: {there} and {back}", metric.id);
        }
    }
}

#[test]
fn the_order_of_a_file_of_annotations_changes_no_value_and_odd_ones_are_findings() {
    let mut chance = Chance(31);
    let mut number = |most: f64| (chance.next() * most * 2.0).round() / 2.0;
    let id = |n: f64| Field::Given(RecordId(n.to_string()));
    let mut file = Annotations::default();
    for n in 0..5 {
        let n = f64::from(n);
        file.images.push(AnnotatedImage { id: id(n), ..AnnotatedImage::default() });
        file.categories.push(Category { id: id(n), ..Category::default() });
    }
    for n in 0..200 {
        let bbox = (0..4).map(|_| number(4.0)).collect();
        let outline = (0..8).map(|_| number(30.0)).collect();
        let odd = [f64::NAN, f64::INFINITY, -1e300, 1e300, 0.0][n % 5];
        file.annotations.push(Annotation {
            id: id(number(150.0).floor()),
            image_id: id(number(5.0).floor()),
            category_id: id(number(1.0).floor()),
            bbox: Field::Given(if n % 50 == 0 { vec![odd; 4] } else { bbox }),
            segmentation: if n % 3 == 0 {
                Field::Given(Segmentation::Polygons(vec![outline, vec![odd; n % 9]]))
            } else {
                Field::Missing
            },
            keypoints: Field::Given(vec![odd; n % 7]),
            area: Field::Given(odd),
            ..Annotation::default()
        });
    }
    file.annotations.extend_from_within(..20);
    let mut other = file.clone();
    other.annotations.reverse();
    for metric in registry::ALL {
        if let Compute::Annotations(compute) = metric.compute {
            let preset = Parameters::preset(metric);
            let of = |file: &Annotations| compute(file, &preset, &|_, _| true).unwrap();
            let (before, after) = (of(&file), of(&other));
            assert!(metric.range.holds(before.value), "{}: {}", metric.id, before.value);
            assert!((before.value - after.value).abs() < 1e-12, "{}", metric.id);
            let images = [&before, &after].map(|outcome| outcome.of_images(5));
            for (before, after) in images[0].iter().zip(&images[1]) {
                let same = match (before, after) {
                    (Some(before), Some(after)) => (before - after).abs() < 1e-12,
                    (before, after) => before.is_none() && after.is_none(),
                };
                assert!(same, "{}: {before:?} and {after:?}", metric.id);
            }
            assert!(!before.findings.is_empty(), "{} finds something", metric.id);
            let stopped = compute(&file, &preset, &|_, _| false);
            let looks = metric.id == "annotation_correctness";
            assert_eq!(stopped == Err(Error::Stopped), looks, "{}", metric.id);
        }
    }
}

#[test]
fn the_order_of_rows_changes_no_value_of_a_table() {
    let table = Chance(8).table(50);
    let order = shuffled(50);
    let other = with_rows(&table, &order);
    for metric in registry::ALL {
        if let Compute::Table(compute) = metric.compute {
            let preset = Parameters::preset(metric);
            let (before, after) =
                (compute(&table, &preset).unwrap(), compute(&other, &preset).unwrap());
            assert!((before.value - after.value).abs() < 1e-9, "{}", metric.id);
            if let Some((before, after)) = before.rows.zip(after.rows) {
                let expected: Vec<f64> = order.iter().map(|&row| before[row]).collect();
                assert_eq!(after, expected, "{}", metric.id);
            }
        }
    }
}

/// Returns a metric of two tables with each of its choices.
fn of_tables() -> Vec<(&'static Metric, Parameters)> {
    let choices = |metric: &'static Metric| {
        let choice = metric.parameters.iter().find(|parameter| !parameter.choices.is_empty());
        let n = choice.map_or(1, |parameter| parameter.choices.len());
        (0..n).map(move |at| {
            let given = choice.map(|parameter| (parameter.name.to_owned(), at as f64));
            let parameters = Parameters::for_metric(metric, &given.into_iter().collect());
            (metric, parameters.expect("a choice"))
        })
    };
    let of_tables = registry::ALL.iter().filter(|it| matches!(it.compute, Compute::Tables(_)));
    of_tables.flat_map(choices).collect()
}

fn of_two_tables(
    metric: &Metric,
    parameters: &Parameters,
    real: &Table,
    synthetic: &Table,
) -> Result<TableOutcome, Error> {
    let Compute::Tables(compute) = metric.compute else { panic!("{}", metric.id) };
    compute(real, synthetic, parameters)
}

fn with_rows(table: &Table, order: &[usize]) -> Table {
    let columns = table.columns().iter().map(|column| {
        let Values::Numbers(numbers) = &column.values else { panic!("all are numbers") };
        let values = Values::Numbers(order.iter().map(|&row| numbers[row]).collect());
        Column { values, ..column.clone() }
    });
    Table::new(columns.collect()).expect("a table")
}

#[test]
fn neither_order_nor_side_nor_threads_change_what_must_not_change_in_two_tables() {
    let mut chance = Chance(16);
    let (real, synthetic) = (chance.table(200), chance.table(90));
    let shuffled_real = with_rows(&real, &shuffled(200));
    let on = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
        pool.install(|| {
            let of = |(metric, parameters): (&'static Metric, Parameters)| {
                of_two_tables(metric, &parameters, &real, &synthetic).unwrap()
            };
            of_tables().into_iter().map(of).collect::<Vec<_>>()
        })
    };
    let before = on(1);
    assert_eq!(before, on(2));
    assert_eq!(before, on(8));
    assert!(3 < before.len(), "there are some");
    for ((metric, parameters), before) in of_tables().into_iter().zip(before) {
        let id = metric.id;
        let after = of_two_tables(metric, &parameters, &shuffled_real, &synthetic).unwrap();
        let off = (before.value - after.value).abs();
        assert!(off <= 1e-12 * before.value, "{id}: the order of rows moves it by {off}");
        let back = of_two_tables(metric, &parameters, &synthetic, &real).unwrap();
        let off = (before.value - back.value).abs();
        assert!(!metric.symmetric || off <= 1e-12, "{id}: the same both ways");
        let itself = of_two_tables(metric, &parameters, &real, &real).unwrap();
        let best = if metric.better == Better::Higher { 1.0 } else { 0.0 };
        assert!((itself.value - best).abs() <= 1e-12, "{id}: a table is as itself");
    }
}

#[test]
fn a_column_that_cannot_be_measured_harms_no_other() {
    let column = |name: &str, kind, numbers: Vec<Option<f64>>| Column {
        name: name.to_owned(),
        kind,
        decimals: 0,
        values: Values::Numbers(numbers),
    };
    let (number, category) = (ColumnKind::Number, ColumnKind::Category);
    let sound = |n: usize| {
        let mut chance = Chance(n as u64);
        let mut values = || (0..n).map(|_| Some((9.0 * chance.next()).floor())).collect();
        vec![column("a", number, values()), column("b", category, values())]
    };
    let odd = |n: usize| {
        vec![
            column("empty", number, vec![None; n]),
            column("empty category", category, vec![None; n]),
            column("constant", number, vec![Some(0.1); n]),
            column("text", ColumnKind::Text, vec![Some(1.0); n]),
            column("only here", number, vec![Some(1e300); n]),
        ]
    };
    let mut synthetic = [sound(40), odd(40)].concat();
    synthetic.last_mut().unwrap().name = "only there".to_owned();
    let synthetic = Table::new(synthetic).unwrap();
    let real = Table::new([sound(60), odd(60)].concat()).unwrap();
    let nothing = Table::new(odd(60)).unwrap();
    for metric in registry::ALL {
        let preset = Parameters::preset(metric);
        let outcomes = match metric.compute {
            Compute::Table(compute) => [compute(&real, &preset), compute(&nothing, &preset)],
            Compute::Tables(compute) => {
                [compute(&real, &synthetic, &preset), compute(&nothing, &synthetic, &preset)]
            }
            _ => continue,
        };
        let [outcome, without] = outcomes;
        for outcome in [&outcome, &without].into_iter().flatten() {
            assert!(metric.range.holds(outcome.value), "{}: {}", metric.id, outcome.value);
            let known = outcome.columns.iter().filter_map(|(_, value)| value.clone().ok());
            assert!(known.into_iter().all(|value| !value.is_nan()), "{}", metric.id);
        }
        // Two of them look at pairs of number columns, of which there is one.
        let pairs = ["coherence_score", "correlation_score", "vif_score"].contains(&metric.id);
        assert_eq!(outcome.is_err(), pairs, "{}: {outcome:?}", metric.id);
    }
}

#[test]
fn values_that_are_not_finite_are_a_reason_in_every_metric() {
    let range = ValueRange::BITS_8;
    let holed = Image::new([16, 16], Channels::Gray, range, vec![f32::NAN; 256]).unwrap();
    let whole = Chance(9).image([16, 16], Channels::Gray);
    let mut values = Chance(9).vectors(20, 3, 0.0).values().to_vec();
    values[10] = f64::INFINITY;
    let holed_set = Vectors::new(20, 3, values).unwrap();
    let set = Chance(10).vectors(20, 3, 0.0);
    let signal = Chance(9).signal(2, 60);
    let holed_signal = times(&signal, f64::NAN);
    for metric in registry::ALL {
        let preset = Parameters::preset(metric);
        match metric.compute {
            Compute::Image(compute) => assert!(compute(&holed, &preset).is_err(), "{}", metric.id),
            Compute::ImageByNetwork(compute) => {
                assert!(compute(&holed, &Even, &preset).is_err(), "{}", metric.id);
            }
            Compute::ImagePair(compute) => {
                assert!(compute(&whole, &holed, &preset).is_err(), "{}", metric.id);
            }
            Compute::Signal(compute) => {
                assert!(compute(&holed_signal, &preset).is_err(), "{}", metric.id);
            }
            Compute::SignalSets(sets) => {
                let (holed, whole) = ([holed_signal.clone()], [signal.clone()]);
                for (real, synthetic) in [(&holed, &whole), (&whole, &holed)] {
                    let outcome = sets.evaluate(real, synthetic, &preset);
                    assert!(matches!(outcome, Err(Error::NotFinite { .. })), "{}", metric.id);
                }
            }
            // A table holds finite numbers only, and what is odd in annotations is a finding.
            Compute::Annotations(_) | Compute::Table(_) | Compute::Tables(_) => {}
            Compute::SignalPair(compute) => {
                assert!(compute(&signal, &holed_signal, &preset).is_err(), "{}", metric.id);
                assert!(compute(&holed_signal, &signal, &preset).is_err(), "{}", metric.id);
            }
            Compute::VectorPair(compute) => {
                assert!(compute(&[1.0, 2.0], &[f64::NAN, 1.0], &preset).is_err(), "{}", metric.id);
            }
            Compute::AllSignals(compute) => {
                let (holed, whole) = ([holed_signal.clone()], [signal.clone()]);
                for (real, synthetic) in [(&holed, &whole), (&whole, &holed)] {
                    let outcome = compute(real, synthetic, &preset, &|_, _| true);
                    assert!(matches!(outcome, Err(Error::NotFinite { .. })), "{}", metric.id);
                }
            }
            Compute::Sets(_) | Compute::Neighbours(_) => {
                for (real, synthetic) in [(&holed_set, &set), (&set, &holed_set)] {
                    let asked = [(metric, preset.clone())];
                    let outcome = evaluate_sets(&asked, real, synthetic, &|_, _| true).unwrap();
                    assert!(matches!(outcome[0], Err(Error::NotFinite { .. })), "{}", metric.id);
                }
            }
        }
    }
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

#[test]
fn the_registry_is_in_order_and_says_what_is_true() {
    assert!(registry::ALL.is_sorted_by_key(|metric| metric.id), "additions must not collide");
    for metric in registry::ALL {
        let id = metric.id;
        assert_eq!(registry::find(id).map(|found| found.id), Some(id));
        for heading in ["**What it says.**", "**Use it**", "**It misleads**", "**Read it with**"] {
            assert!(metric.page.contains(heading), "{id}: the page has no {heading}");
        }
        assert!(
            metric.page.starts_with(&format!("# {}\n", metric.title)),
            "{id}: the page's title"
        );
        assert!(metric.parameters.is_sorted_by_key(|parameter| parameter.name), "{id}");
        for parameter in metric.parameters {
            if let Preset::Number(preset) = parameter.default {
                let within = parameter.least <= preset && preset <= parameter.most;
                assert!(within, "{id}: the preset of {} is out of bounds", parameter.name);
            }
        }
        let of_sets = matches!(
            metric.compute,
            Compute::Sets(_) | Compute::Neighbours(_) | Compute::VectorPair(_)
        );
        assert_eq!(metric.modalities.contains(&Modality::Vectors), of_sets, "{id}");
        let of_signals = matches!(
            metric.compute,
            Compute::Signal(_)
                | Compute::SignalPair(_)
                | Compute::SignalSets(_)
                | Compute::AllSignals(_)
        );
        let signals_too = metric.modalities.contains(&Modality::Signal);
        assert_eq!(signals_too, of_sets || of_signals, "{id}");
    }
}

#[test]
fn a_parameter_that_does_not_exist_or_fit_is_refused() {
    let density = registry::find("density").unwrap();
    let given = |name: &str, value: f64| [(name.to_owned(), value)].into();
    for (name, value) in [("k", 0.0), ("k", 2.5), ("k", f64::NAN), ("sigma", 1.0)] {
        assert!(Parameters::for_metric(density, &given(name, value)).is_err(), "{name} {value}");
    }
    for id in ["ssim", "tenengrad"] {
        let metric = registry::find(id).unwrap();
        let even = Parameters::for_metric(metric, &given("kernel_size", 4.0));
        assert!(matches!(even, Err(Error::Parameter { name: "kernel_size", .. })), "{id}");
        assert!(Parameters::for_metric(metric, &given("kernel_size", 5.0)).is_ok(), "{id}");
    }
    let five = Parameters::for_metric(density, &given("k", 5.0)).unwrap();
    assert_eq!(five, Parameters::preset(density), "5 is the preset");
}
