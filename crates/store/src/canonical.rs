//! One way to write a JSON value, so that its hash can be found again.

use serde_json::Value;

use crate::{Error, Result};

/// The largest whole number that every JSON reader keeps exactly: 2⁵³ − 1.
const MOST: u64 = (1 << 53) - 1;

/// Returns the canonical text of `value`: sorted keys, no blanks, and no fractions.
///
/// Times are kept as text and durations as whole milliseconds, so that no
/// floating-point number has to be written the same way everywhere.
///
/// # Errors
///
/// [`Error::NotCanonical`] for a number with a fraction or beyond 2⁵³ − 1.
///
/// # Source
///
/// RFC 8785, without its floating-point numbers.
pub fn canonical(value: &Value) -> Result<String> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, text: &mut String) -> Result<()> {
    match value {
        Value::Number(number) => {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            match size {
                Some(size) if size <= MOST => text.push_str(&number.to_string()),
                Some(_) => return Err(Error::NotCanonical { why: "a number beyond 2^53" }),
                None => return Err(Error::NotCanonical { why: "a number with a fraction" }),
            }
        }
        // These three are written in one way only, and escapes are those of RFC 8785.
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if 0 < at {
                    text.push(',');
                }
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            // By UTF-16 units, as RFC 8785 says: that is not the order of UTF-8 bytes.
            let mut fields: Vec<(Vec<u16>, &String, &Value)> = fields
                .iter()
                .map(|(key, value)| (key.encode_utf16().collect(), key, value))
                .collect();
            fields.sort_by(|a, b| a.0.cmp(&b.0));
            text.push('{');
            for (at, (_, key, value)) in fields.into_iter().enumerate() {
                if 0 < at {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text)?;
            }
            text.push('}');
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_by_utf_16_and_strings_escaped_as_rfc_8785_says() {
        // Keys of RFC 8785, section 3.2.3, in the order given there.
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return", "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
            "1": "One", "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        assert_eq!(
            canonical(&value).unwrap(),
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
             \"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\
             \"\u{1f600}\":\"Emoji: Grinning Face\",\
             \"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
        );
        // The string of RFC 8785, section 3.2.2.
        let text = json!("\u{20ac}$\u{0f}\u{0a}A'\u{42}\u{22}\u{5c}\\\"/");
        assert_eq!(canonical(&text).unwrap(), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    #[test]
    fn fractions_and_huge_numbers_are_refused() {
        assert!(canonical(&json!({ "rt": 0.5 })).is_err());
        assert!(canonical(&json!([9_007_199_254_740_992_u64])).is_err());
        assert_eq!(canonical(&json!([-9_007_199_254_740_991_i64])).unwrap(), "[-9007199254740991]");
    }
}
