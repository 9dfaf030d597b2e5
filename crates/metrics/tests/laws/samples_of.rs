//! One side of what any metric is asked about.

use std::sync::Arc;

use samples::{Annotations, Column, Image, Signal, Table, ValueRange, Values, Vectors};

/// The samples of one side, of the kind that a metric looks at.
#[derive(Clone)]
pub(crate) enum Samples {
    Annotations(Annotations),
    Images(Vec<Image>),
    Signals(Vec<Signal>),
    Table(Table),
    Vectors(Vectors),
}

impl Samples {
    pub(crate) fn n(&self) -> usize {
        match self {
            Samples::Annotations(file) => file.images.len(),
            Samples::Images(images) => images.len(),
            Samples::Signals(signals) => signals.len(),
            Samples::Table(table) => table.n_rows(),
            Samples::Vectors(vectors) => vectors.n(),
        }
    }

    /// Returns the samples in this order; annotations of images are in the reverse one.
    pub(crate) fn in_order(&self, order: &[usize]) -> Samples {
        match self {
            Samples::Annotations(file) => {
                let mut other = file.clone();
                other.images = order.iter().map(|&at| file.images[at].clone()).collect();
                other.annotations.reverse();
                Samples::Annotations(other)
            }
            Samples::Images(images) => {
                Samples::Images(order.iter().map(|&at| images[at].clone()).collect())
            }
            Samples::Signals(signals) => {
                Samples::Signals(order.iter().map(|&at| signals[at].clone()).collect())
            }
            Samples::Table(table) => Samples::Table(table.select(order).expect("rows")),
            Samples::Vectors(vectors) => Samples::Vectors(vectors.select(order).expect("rows")),
        }
    }

    /// Returns the same in another unit: vectors and signals doubled, images 256 times as bright
    /// in a range as much wider, numbers of tables as 3x + 1.
    pub(crate) fn in_another_unit(&self) -> Samples {
        match self {
            Samples::Annotations(file) => Samples::Annotations(file.clone()),
            Samples::Images(images) => Samples::Images(
                images
                    .iter()
                    .map(|image| {
                        let range = image.range();
                        let wide = ValueRange::new(256.0 * range.low(), 256.0 * range.high());
                        let values = image.values().iter().map(|&value| 256.0 * value).collect();
                        Image::new(image.shape(), image.channels(), wide.expect("a range"), values)
                            .expect("an image")
                    })
                    .collect(),
            ),
            Samples::Signals(signals) => {
                Samples::Signals(signals.iter().map(|signal| times(signal, 2.0)).collect())
            }
            Samples::Table(table) => {
                let columns = table.columns().iter().map(|column| match &column.values {
                    Values::Numbers(numbers) => {
                        let other = |number: &Option<f64>| number.map(|x| 3.0 * x + 1.0);
                        let values = Values::Numbers(numbers.iter().map(other).collect());
                        Column { values, ..column.clone() }
                    }
                    Values::Words(_) => column.clone(),
                });
                Samples::Table(Table::new(columns.collect()).expect("a table"))
            }
            Samples::Vectors(vectors) => {
                let values = vectors.values().iter().map(|value| 2.0 * value).collect();
                Samples::Vectors(Vectors::new(vectors.n(), vectors.d(), values).expect("vectors"))
            }
        }
    }
}

pub(crate) fn times(signal: &Signal, factor: f64) -> Signal {
    let values = signal.values().iter().map(|value| factor * value).collect();
    Signal::new(Arc::clone(signal.channels()), signal.rate_hz(), signal.length(), values)
        .expect("a signal")
}
