//! Sets in one order, whatever order their samples came in.

use samples::Vectors;

use crate::{Error, Result};

/// Returns a set with its vectors in dictionary order, so that what comes first, where a choice
/// must be made between equals, does not depend on the order of the samples.
///
/// # Errors
///
/// [`Error::NotFinite`]; [`Error::TooLarge`] when squared distances might not be finite.
pub(crate) fn in_one_order(vectors: &Vectors, input: &'static str) -> Result<Vectors> {
    for row in 0..vectors.n() {
        let vector = vectors.row(row);
        if !vector.iter().all(|value| value.is_finite()) {
            return Err(Error::NotFinite { input });
        }
        // |x - y|² is at most 2|x|² + 2|y|².
        if !(4.0 * vector.iter().map(|value| value * value).sum::<f64>()).is_finite() {
            return Err(Error::TooLarge);
        }
    }
    let mut rows: Vec<usize> = (0..vectors.n()).collect();
    rows.sort_by(|&a, &b| {
        let differ = vectors.row(a).iter().zip(vectors.row(b)).find(|(x, y)| x < y || y < x);
        differ.map_or(std::cmp::Ordering::Equal, |(x, y)| x.total_cmp(y))
    });
    Ok(vectors.select(&rows).expect("a set has a sample"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_a_dictionary_and_both_zeros_are_one() {
        let set = Vectors::new(3, 2, vec![1.0, 2.0, 0.0, 7.0, -0.0, 5.0]).unwrap();
        let sorted = in_one_order(&set, "real set").unwrap();
        assert_eq!(sorted.values(), &[-0.0, 5.0, 0.0, 7.0, 1.0, 2.0]);
    }

    #[test]
    fn what_cannot_be_compared_is_a_reason() {
        let one = |value| in_one_order(&Vectors::new(1, 1, vec![value]).unwrap(), "real set");
        assert_eq!(one(f64::NAN), Err(Error::NotFinite { input: "real set" }));
        assert_eq!(one(1e200), Err(Error::TooLarge));
        assert!(one(1e100).is_ok());
    }
}
