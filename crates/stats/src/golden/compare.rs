//! Whether a computed value is the expected one.

use serde_json::Value;

/// The first place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Its JSON pointer.
    pub at: String,
    /// What is expected there.
    pub expected: Value,
    /// What was computed; null where there is nothing.
    pub got: Value,
    /// How far apart the two may be.
    pub tolerance: f64,
}

/// Returns the first place where `got` is not what `case` expects.
///
/// Numbers may be `tolerance_abs` apart, absolutely; under a key that `tolerances` names, or under
/// two keys that it names with `_` between them, as far as it says. Counts, texts, booleans and
/// nulls must be equal, lists equally long, and objects must have the keys that are expected.
pub fn difference(case: &Value, got: &Value) -> Option<Difference> {
    let tolerance = case["tolerance_abs"].as_f64().unwrap_or(0.0);
    Walk { tolerances: &case["tolerances"] }.first(&case["expected"], got, &[], tolerance)
}

struct Walk<'a> {
    tolerances: &'a Value,
}

impl Walk<'_> {
    fn first(
        &self,
        expected: &Value,
        got: &Value,
        path: &[&str],
        tolerance: f64,
    ) -> Option<Difference> {
        let here = || {
            let at = path.iter().fold(String::new(), |at, key| at + "/" + key);
            let (expected, got) = (expected.clone(), got.clone());
            Some(Difference { at, expected, got, tolerance })
        };
        match (expected, got) {
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                a.iter().zip(b).enumerate().find_map(|(at, (a, b))| {
                    self.first(a, b, &[path, &[at.to_string().as_str()]].concat(), tolerance)
                })
            }
            (Value::Object(a), Value::Object(b)) => a.iter().find_map(|(key, a)| {
                let path = [path, &[key.as_str()]].concat();
                let tolerance = self.named(&path).unwrap_or(tolerance);
                self.first(a, b.get(key).unwrap_or(&Value::Null), &path, tolerance)
            }),
            (Value::Number(a), Value::Number(b)) => {
                let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
                // Written so that NaN differs.
                if (a - b).abs() <= tolerance { None } else { here() }
            }
            (a, b) if a == b => None,
            _ => here(),
        }
    }

    /// The tolerance of a path by its last key, or by any earlier one and its last.
    fn named(&self, path: &[&str]) -> Option<f64> {
        let (last, before) = path.split_last()?;
        let two =
            before.iter().find_map(|first| self.tolerances[format!("{first}_{last}")].as_f64());
        two.or_else(|| self.tolerances[*last].as_f64())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn case() -> Value {
        json!({
            "expected": { "clm": { "loglik": 1.0, "se": { "b": 2.0 } }, "n": 3, "ci": [0.5, null] },
            "tolerance_abs": 1e-8,
            "tolerances": { "se": 0.01, "clm_loglik": 0.1 },
        })
    }

    #[test]
    fn tolerances_go_by_key() {
        let near = json!({
            "clm": { "loglik": 1.05, "se": { "b": 2.005 } }, "n": 3, "ci": [0.5, null], "more": 1,
        });
        assert_eq!(difference(&case(), &near), None);
    }

    #[test]
    fn what_differs_is_named() {
        for (got, at) in [
            (json!({}), "/ci"),
            (json!({ "ci": [0.5, 0.1] }), "/ci/1"),
            (json!({ "ci": [0.50001, null] }), "/ci/0"),
            (json!({ "ci": [0.5, null], "clm": { "loglik": 1.2 } }), "/clm/loglik"),
            (
                json!({ "ci": [0.5, null], "clm": { "loglik": 1.0, "se": { "b": 2.02 } } }),
                "/clm/se/b",
            ),
        ] {
            assert_eq!(difference(&case(), &got).map(|found| found.at).as_deref(), Some(at));
        }
    }
}
