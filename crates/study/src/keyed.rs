//! An order that only the seed knows, and that every machine finds again.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// U+001F, the unit separator: no name may hold it.
const SEPARATOR: u8 = 0x1f;

/// Returns `items` sorted by HMAC-SHA256(`seed`, reader ␟ block ␟ item), ties by the item's bytes.
///
/// A shuffle by a library's random numbers changes with the library; this
/// order is the same in every version and language, so that anyone who is
/// given the seed after the study can prove that it was kept.
///
/// # Input
///
/// * `reader`: the reader's code.
/// * `block`: where the order is used. Round and attempt are inside this text:
///   `round-1/block-1/attempt-0`.
///
/// # Source
///
/// RFC 2104 and FIPS 198-1 for HMAC; the rule itself is this project's.
pub fn keyed_order(seed: &[u8; 32], reader: &str, block: &str, items: &[String]) -> Vec<String> {
    let mut keyed: Vec<([u8; 32], &String)> =
        items.iter().map(|item| (mac(seed, &[reader, block, item]), item)).collect();
    keyed.sort();
    keyed.into_iter().map(|(_, item)| item.clone()).collect()
}

/// Returns HMAC-SHA256 of the parts, joined by the separator.
pub(crate) fn mac(key: &[u8], parts: &[&str]) -> [u8; 32] {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length (RFC 2104)");
    for (at, part) in parts.iter().enumerate() {
        if 0 < at {
            mac.update(&[SEPARATOR]);
        }
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

/// Returns whether `name` can stand in a keyed message: not empty, and no control character.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_given() {
        let seed = [7; 32];
        let (a, b) = (items(&["x", "y", "z"]), items(&["z", "x", "y"]));
        assert_eq!(keyed_order(&seed, "r", "b", &a), keyed_order(&seed, "r", "b", &b));
    }

    #[test]
    fn nothing_has_an_order() {
        assert!(keyed_order(&[0; 32], "r", "b", &[]).is_empty());
    }
}
