//! Known answers of other programs and of published tables, computed again.
//!
//! A case is a JSON object: `id`, `data`, `expected`, `tolerance_abs` and, for
//! single keys, `tolerances`. Each family of estimators says which ids it
//! computes; what it gives has the form of `expected`.

mod agreement;
mod compare;
mod correlation;
mod detection;
mod given;
mod mrmc;
mod ordinal;
mod preference;
mod shares;

use serde_json::Value;

pub use compare::{Difference, difference};

/// Reads a file that lies beside the cases, by its name.
pub type Load<'a> = &'a dyn Fn(&str) -> std::result::Result<Vec<u8>, String>;

/// Computes what a case expects from its data; the error says what its data lacks.
type Compute = fn(&Value, Load<'_>) -> std::result::Result<Value, String>;

/// The cases of all families.
const FAMILIES: &[&[(&str, Compute)]] = &[
    agreement::COMPUTED,
    correlation::COMPUTED,
    detection::COMPUTED,
    mrmc::COMPUTED,
    ordinal::COMPUTED,
    preference::COMPUTED,
    shares::COMPUTED,
];

/// Returns what this program computes for a case, in the form of its `expected`.
///
/// `None` when nothing here computes a case of that id.
///
/// # Errors
///
/// What the data lacks, in a sentence.
pub fn compute(
    id: &str,
    data: &Value,
    load: Load<'_>,
) -> Option<std::result::Result<Value, String>> {
    let (_, compute) = FAMILIES.iter().copied().flatten().find(|(known, _)| *known == id)?;
    Some(compute(data, load))
}
