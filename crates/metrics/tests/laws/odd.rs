//! Samples that leave nothing to compute, or nearly so.

use std::sync::Arc;

use metrics::Compute;
use samples::{
    Annotation, Annotations, Channel, Channels, ColumnKind, Field, Image, Signal, Table,
    ValueRange, Values, Vectors,
};

use crate::chance::{Chance, column, has_two_sides};
use crate::samples_of::{Samples, times};

/// Which pairs of odd sides are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pairs {
    /// All there are.
    All,
    /// An odd side with itself, and with a sound one either way.
    Few,
}

/// Returns pairs of sides of what a metric looks at, each with a name.
pub(crate) fn odd_sides(compute: Compute, pairs: Pairs) -> Vec<(String, [Samples; 2])> {
    let odd: Vec<(&str, Samples)> = match compute {
        Compute::Annotations(_) => annotations(),
        Compute::Image(_) | Compute::ImageByNetwork(_) | Compute::ImagePair(_) => {
            return images(pairs);
        }
        Compute::Signal(_)
        | Compute::SignalPair(_)
        | Compute::SignalSets(_)
        | Compute::AllSignals(_) => signals(),
        Compute::Table(_) | Compute::Tables(_) => tables(),
        Compute::VectorPair(_) | Compute::Sets(_) | Compute::Neighbours(_) => vectors(),
    };
    let mut sides = Vec::new();
    for (at_a, a) in odd.iter().enumerate() {
        for (at_b, b) in odd.iter().enumerate() {
            // The first is sound.
            let taken = if has_two_sides(compute) {
                pairs == Pairs::All || at_a == at_b || at_a == 0 || at_b == 0
            } else {
                at_b == 0
            };
            if taken {
                sides.push((format!("{}, with {}", a.0, b.0), [a.1.clone(), b.1.clone()]));
            }
        }
    }
    sides
}

fn vectors() -> Vec<(&'static str, Samples)> {
    let (n, d) = (24, 3);
    let sound = Chance(1).vectors(n, d, 0.0);
    let of = |n, d, values| Samples::Vectors(Vectors::new(n, d, values).expect("vectors"));
    let all = |value: f64| of(n, d, vec![value; n * d]);
    let with = |at: usize, value: f64| {
        let mut values = sound.values().to_vec();
        values[at] = value;
        of(n, d, values)
    };
    let scaled = |by: f64| of(n, d, sound.values().iter().map(|value| by * value).collect());
    let twice: Vec<usize> = (0..n).map(|at| at / 2).collect();
    let tied = (0..n * d).map(|at| (at % 2) as f64).collect();
    let mut one_constant = sound.values().to_vec();
    one_constant.iter_mut().step_by(d).for_each(|value| *value = 0.1);
    let mut one_huge = sound.values().to_vec();
    one_huge.iter_mut().step_by(d).for_each(|value| *value *= 1e150);
    vec![
        ("sound", Samples::Vectors(sound.clone())),
        ("NaN", with(4, f64::NAN)),
        ("infinite", with(4, f64::INFINITY)),
        ("minus infinite", with(4, f64::NEG_INFINITY)),
        ("largest", with(4, f64::MAX)),
        ("one far away", with(4, 1e100)),
        ("all 0", all(0.0)),
        ("all minus 0", all(-0.0)),
        ("all equal", all(0.1)),
        ("all huge and equal", all(1e200)),
        ("all tiny and equal", all(1e-300)),
        ("huge", scaled(1e200)),
        ("square just finite", scaled(1e153)),
        ("tiny", scaled(1e-300)),
        ("subnormal", scaled(1e-320)),
        ("duplicates", Samples::Vectors(sound.select(&twice).expect("rows"))),
        ("one 24 times", Samples::Vectors(sound.select(&[0; 24]).expect("rows"))),
        ("exact ties", of(n, d, tied)),
        ("a constant column", of(n, d, one_constant)),
        ("a huge column", of(n, d, one_huge)),
        ("1 sample", Samples::Vectors(sound.select(&[0]).expect("rows"))),
        ("2 samples", Samples::Vectors(sound.select(&[0, 1]).expect("rows"))),
        ("3 samples", Samples::Vectors(sound.select(&[0, 1, 2]).expect("rows"))),
        ("another length", Samples::Vectors(Chance(2).vectors(n, d + 1, 0.0))),
        ("longer than many", Samples::Vectors(Chance(3).vectors(9, 40, 0.0))),
        ("one value each", Samples::Vectors(Chance(4).vectors(n, 1, 0.0))),
    ]
}

fn signals() -> Vec<(&'static str, Samples)> {
    let sound = Chance(1).signals(4);
    let of = |rate: Option<f64>, n_channels: usize, length: usize, values: Vec<f64>| {
        let channels: Arc<[Channel]> = vec![Channel::default(); n_channels].into();
        Signal::new(channels, rate, length, values).expect("a signal")
    };
    let rate = Some(50.0);
    let all = |value: f64| Samples::Signals(vec![of(rate, 2, 120, vec![value; 240])]);
    let scaled = |by: f64| Samples::Signals(sound.iter().map(|it| times(it, by)).collect());
    let with = |value: f64| {
        let mut values = sound[0].values().to_vec();
        values[7] = value;
        Samples::Signals(vec![of(rate, 2, 120, values), sound[1].clone()])
    };
    let stating = |rate| {
        let other = |signal: &Signal| of(rate, 2, 120, signal.values().to_vec());
        Samples::Signals(sound.iter().map(other).collect())
    };
    let short =
        |length: usize| Samples::Signals((0..3).map(|n| Chance(n).signal(2, length)).collect());
    let mut one_flat = sound[0].values().to_vec();
    one_flat[120..].fill(0.3);
    let two_valued = (0..240).map(|at| f64::from(at % 2)).collect();
    vec![
        ("sound", Samples::Signals(sound.clone())),
        ("none", Samples::Signals(Vec::new())),
        ("1 signal", Samples::Signals(sound[..1].to_vec())),
        ("NaN", with(f64::NAN)),
        ("infinite", with(f64::INFINITY)),
        ("largest", with(f64::MAX)),
        ("all 0", all(0.0)),
        ("flat", all(0.1)),
        ("huge and flat", all(1e200)),
        ("tiny and flat", all(1e-300)),
        ("huge", scaled(1e200)),
        ("square just finite", scaled(1e152)),
        ("tiny", scaled(1e-300)),
        ("subnormal", scaled(1e-320)),
        ("a flat channel", Samples::Signals(vec![of(rate, 2, 120, one_flat)])),
        ("two values", Samples::Signals(vec![of(rate, 2, 120, two_valued)])),
        ("1 value", short(1)),
        ("2 values", short(2)),
        ("3 values", short(3)),
        ("another length", short(77)),
        ("three channels", Samples::Signals(vec![Chance(5).signal(3, 120)])),
        (
            "channels that differ",
            Samples::Signals(vec![sound[0].clone(), Chance(5).signal(3, 120)]),
        ),
        ("lengths that differ", Samples::Signals(vec![sound[0].clone(), Chance(5).signal(2, 60)])),
        ("another rate", stating(Some(500.0))),
        ("no rate", stating(None)),
        ("the slowest", stating(Some(1e-300))),
        ("the fastest", stating(Some(1e300))),
    ]
}

fn tables() -> Vec<(&'static str, Samples)> {
    let sound = Chance(1).table(30);
    let numbers = |values: Vec<Option<f64>>| Values::Numbers(values);
    let with = |name: &str, kind: ColumnKind, values: Values| {
        let mut columns = sound.columns().to_vec();
        columns.retain(|column| column.name != name);
        columns.push(column(name, kind, values));
        Samples::Table(Table::new(columns).expect("a table"))
    };
    let known = |value: f64| numbers(vec![Some(value); 30]);
    let words = |word: Option<&str>| Values::Words(vec![word.map(str::to_owned); 30]);
    let scaled = |by: f64| {
        let columns = ["a", "b", "c"].iter().zip([1.0, 1.1, 0.7]).map(|(name, part)| {
            let of =
                |at: usize| (!at.is_multiple_of(11)).then(|| by * part * ((at * at) % 13) as f64);
            column(name, ColumnKind::Number, numbers((0..30).map(of).collect()))
        });
        Samples::Table(Table::new(columns.collect()).expect("a table"))
    };
    let only = |kind: ColumnKind, values: Values| {
        Samples::Table(Table::new(vec![column("a", kind, values)]).expect("a table"))
    };
    let (number, category, text) = (ColumnKind::Number, ColumnKind::Category, ColumnKind::Text);
    let alternating =
        |a: f64, b: f64| numbers((0..30).map(|at| Some(if at % 2 == 0 { a } else { b })).collect());
    vec![
        ("sound", Samples::Table(sound.clone())),
        ("a constant column", with("a", number, known(0.1))),
        ("an empty column", with("a", number, numbers(vec![None; 30]))),
        ("an empty category", with("d", category, words(None))),
        ("one category", with("d", category, words(Some("man")))),
        ("an unseen category", with("d", category, words(Some("robot")))),
        ("a category of numbers", with("d", category, known(1.0))),
        ("another kind", with("a", category, words(Some("x")))),
        ("another column", with("e", number, alternating(0.0, 1.0))),
        ("text", with("d", text, words(Some("as it stands")))),
        ("a copied column", with("c", number, sound.column("b").expect("b").values.clone())),
        ("ends of all numbers", with("a", number, alternating(-f64::MAX, f64::MAX))),
        ("the two zeros", with("a", number, alternating(-0.0, 0.0))),
        ("huge and tiny", with("a", number, alternating(1e200, 1e-300))),
        ("nearly constant", with("a", number, alternating(1.0, 1.0 + f64::EPSILON))),
        ("one known cell", {
            let mut values = vec![None; 30];
            values[3] = Some(1.0);
            with("a", number, numbers(values))
        }),
        ("huge", scaled(1e200)),
        ("greatest", scaled(1e306)),
        ("tiny", scaled(1e-300)),
        ("subnormal", scaled(1e-322)),
        ("numbers alone", only(number, alternating(1.0, 2.0))),
        ("a constant alone", only(number, known(0.0))),
        ("an empty column alone", only(number, numbers(vec![None; 30]))),
        ("a category alone", only(category, words(Some("man")))),
        ("an empty category alone", only(category, words(None))),
        ("text alone", only(text, words(Some("as it stands")))),
        ("1 row", Samples::Table(sound.select(&[1]).expect("a row"))),
        ("2 rows", Samples::Table(sound.select(&[1, 2]).expect("rows"))),
        ("one row 20 times", Samples::Table(sound.select(&[1; 20]).expect("rows"))),
    ]
}

fn images(pairs: Pairs) -> Vec<(String, [Samples; 2])> {
    let bits = ValueRange::BITS_8;
    let wide = ValueRange::new(-1e200, 1e200).expect("a range");
    let ct = ValueRange::new(-1024.0, 3071.0).expect("a range");
    let narrow = ValueRange::new(0.0, 1e-320).expect("a range");
    let mut sides = Vec::new();
    let mut add = |name: String, a: &Image, b: &Image| {
        let of = |image: &Image| Samples::Images(vec![image.clone()]);
        sides.push((format!("{name}, twice"), [of(a), of(a)]));
        sides.push((name.clone(), [of(a), of(b)]));
        sides.push((format!("{name}, exchanged"), [of(b), of(a)]));
    };
    for channels in [Channels::Gray, Channels::Rgb] {
        for shape in [[1, 1], [1, 40], [40, 1], [2, 3], [14, 14], [161, 161]] {
            // Large ones take long, and are of use to the largest window alone.
            if pairs == Pairs::Few && shape == [161, 161] {
                continue;
            }
            for (range, value) in [
                (bits, 0.0),
                (bits, 77.0),
                (bits, 255.0),
                (bits, f32::NAN),
                (bits, f32::INFINITY),
                (bits, 256.0),
                (ValueRange::BITS_16, 65535.0),
                (ct, 3071.0),
                (wide, f32::MAX),
                (wide, f32::MIN_POSITIVE),
                (narrow, 0.0),
            ] {
                let name = format!("{shape:?} {channels:?} {value} in {range:?}");
                let flat = vec![value; shape[0] * shape[1] * channels.count()];
                let mut spotted = flat.clone();
                spotted[0] = 0.0;
                let of = |values| Image::new(shape, channels, range, values).expect("an image");
                add(name, &of(flat), &of(spotted));
            }
        }
    }
    let sound = Chance(1).image([162, 165], Channels::Gray);
    let of = |shape, range, values| Image::new(shape, Channels::Gray, range, values);
    let upright = of([165, 162], bits, sound.values().to_vec()).expect("an image");
    add("another shape".to_owned(), &sound, &upright);
    let in_another = of([162, 165], ValueRange::BITS_16, sound.values().to_vec());
    add("another range".to_owned(), &sound, &in_another.expect("an image"));
    add("in color".to_owned(), &sound, &Chance(2).image([162, 165], Channels::Rgb));
    let two: Vec<f32> = (0..162 * 165).map(|at| if at % 2 == 0 { 0.0 } else { 255.0 }).collect();
    add("black and white".to_owned(), &of([162, 165], bits, two).expect("an image"), &sound);
    // Corners of the cube of colors, of which some metrics have their ends.
    for corners in 0..64_u8 {
        let level = |bit: u8| if corners >> bit & 1 == 1 { 255.0 } else { 0.0 };
        let values = (0..192_u8).map(|at| level(if at / 3 % 2 == 0 { at % 3 } else { 3 + at % 3 }));
        let two = Image::new([8, 8], Channels::Rgb, bits, values.collect()).expect("an image");
        add(format!("two colors {corners:06b}"), &two, &Chance(3).image([8, 8], Channels::Rgb));
    }
    sides
}

fn annotations() -> Vec<(&'static str, Samples)> {
    let file = Chance(1).annotations();
    let empty = Annotation::default();
    let odd = Annotation { bbox: Field::Given(vec![f64::NAN; 4]), ..Annotation::default() };
    vec![
        ("much odd", Samples::Annotations(file.clone())),
        ("empty", Samples::Annotations(Annotations::default())),
        ("no image", Samples::Annotations(Annotations { images: Vec::new(), ..file.clone() })),
        (
            "no category",
            Samples::Annotations(Annotations { categories: Vec::new(), ..file.clone() }),
        ),
        (
            "no annotation",
            Samples::Annotations(Annotations { annotations: Vec::new(), ..file.clone() }),
        ),
        (
            "annotations of nothing",
            Samples::Annotations(Annotations { annotations: vec![empty, odd], ..file }),
        ),
    ]
}
