//! A network that is asked about one image.

use crate::Result;

/// A trained network, as metrics see it: what runs it, and where it came from, is not known here.
pub trait Network: Send + Sync {
    /// Returns the sides of the input of that name; `None` is a side of any length.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Network`] unless it is the only input, and has a shape.
    fn sides(&self, input: &str) -> Result<Vec<Option<usize>>>;

    /// Returns the values of each output, by name, for an input of this shape.
    ///
    /// # Errors
    ///
    /// [`crate::Error::Network`] with the reason.
    fn answer(
        &self,
        input: &str,
        shape: &[usize],
        values: &[f32],
    ) -> Result<Vec<(String, Vec<f32>)>>;
}
