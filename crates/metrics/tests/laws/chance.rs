//! Samples made by chance, the same everywhere.

use metrics::Compute;
use samples::{
    AnnotatedImage, Annotation, Annotations, Category, Channel, Channels, Column, ColumnKind,
    Field, Image, RecordId, Segmentation, Signal, Table, ValueRange, Values, Vectors,
};

use crate::samples_of::Samples;

/// Numbers that look random and are the same everywhere.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    /// Returns a number of 0 to 1.
    pub(crate) fn next(&mut self) -> f64 {
        // Constants of Knuth's MMIX generator; the high bits are good enough for a test.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn vectors(&mut self, n: usize, d: usize, shift: f64) -> Vectors {
        let values = (0..n * d).map(|_| self.next() + self.next() + shift).collect();
        Vectors::new(n, d, values).expect("vectors")
    }

    #[expect(clippy::cast_possible_truncation, reason = "0 to 255")]
    pub(crate) fn image(&mut self, shape: [usize; 2], channels: Channels) -> Image {
        let n = shape[0] * shape[1] * channels.count();
        let values = (0..n).map(|_| (self.next() * 255.0).floor() as f32).collect();
        Image::new(shape, channels, ValueRange::BITS_8, values).expect("an image")
    }

    pub(crate) fn signal(&mut self, n_channels: usize, length: usize) -> Signal {
        let values = (0..n_channels * length).map(|_| self.next() - 0.3).collect();
        let channels = vec![Channel::default(); n_channels].into();
        Signal::new(channels, Some(50.0), length, values).expect("a signal")
    }

    pub(crate) fn signals(&mut self, n: usize) -> Vec<Signal> {
        (0..n).map(|_| self.signal(2, 120)).collect()
    }

    /// Returns a table of whole numbers with holes, some of which go together, and a category.
    pub(crate) fn table(&mut self, n_rows: usize) -> Table {
        let mut numbers = |levels: f64| -> Vec<Option<f64>> {
            (0..n_rows)
                .map(|_| (0.1 < self.next()).then(|| (self.next() * levels).floor()))
                .collect()
        };
        let (a, b, noise) = (numbers(3.0), numbers(4.0), numbers(2.0));
        let word = |n: f64| {
            let words = ["woman", "child", "other"];
            let place = [1.0, 2.0, 3.0].iter().rposition(|&least| least <= n);
            place.map_or("man", |place| words[place]).to_owned()
        };
        let words = numbers(4.0).into_iter().map(|n| n.map(word)).collect();
        let c = b.iter().zip(noise).map(|(b, noise)| Some(b.as_ref()? + noise?)).collect();
        let number = |name, values| column(name, ColumnKind::Number, Values::Numbers(values));
        let columns = vec![
            number("a", a),
            number("b", b),
            number("c", c),
            column("d", ColumnKind::Category, Values::Words(words)),
        ];
        Table::new(columns).expect("a table")
    }

    /// Returns a file in which much is odd: numbers that are none, and ids that two things have.
    pub(crate) fn annotations(&mut self) -> Annotations {
        let mut number = |most: f64| (self.next() * most * 2.0).round() / 2.0;
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
        file
    }

    /// Returns a sound real and a sound synthetic side of what a metric looks at.
    ///
    /// The sides are of `n` samples, or of a gray image and one in color.
    pub(crate) fn sides(&mut self, compute: Compute, n: [usize; 2]) -> [Samples; 2] {
        let paired = is_paired(compute);
        let n = if paired { [n[1]; 2] } else { n };
        let mut shift = -0.1;
        n.map(|n| {
            shift += 0.1;
            match compute {
                Compute::Annotations(_) => Samples::Annotations(self.annotations()),
                // The window of the largest fits the coarsest of the scales that are looked at.
                Compute::Image(_) | Compute::ImageByNetwork(_) | Compute::ImagePair(_) => {
                    let both = [Channels::Gray, Channels::Rgb];
                    Samples::Images(both.map(|channels| self.image([165, 161], channels)).into())
                }
                Compute::Signal(_)
                | Compute::SignalPair(_)
                | Compute::SignalSets(_)
                | Compute::AllSignals(_) => Samples::Signals(self.signals(n)),
                Compute::Table(_) | Compute::Tables(_) => Samples::Table(self.table(n)),
                Compute::VectorPair(_) | Compute::Sets(_) | Compute::Neighbours(_) => {
                    Samples::Vectors(self.vectors(n, 6, shift))
                }
            }
        })
    }
}

pub(crate) fn column(name: &str, kind: ColumnKind, values: Values) -> Column {
    Column { name: name.to_owned(), kind, decimals: 0, values }
}

/// Returns whether each sample of one side is compared with that in the same place of the other.
pub(crate) fn is_paired(compute: Compute) -> bool {
    matches!(compute, Compute::ImagePair(_) | Compute::SignalPair(_) | Compute::VectorPair(_))
}

/// Returns whether the two sides are compared.
pub(crate) fn has_two_sides(compute: Compute) -> bool {
    is_paired(compute)
        || matches!(
            compute,
            Compute::SignalSets(_)
                | Compute::AllSignals(_)
                | Compute::Tables(_)
                | Compute::Sets(_)
                | Compute::Neighbours(_)
        )
}

/// Returns an order of `n` things that is not theirs.
pub(crate) fn shuffled(n: usize) -> Vec<usize> {
    // 7 has no common divisor with the sizes used here.
    (0..n).map(|at| at * 7 % n).collect()
}
