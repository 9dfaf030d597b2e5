//! The footer, looked at before the library builds anything from it.
//!
//! The library takes memory for as many columns as a group says that it has,
//! and goes as deep as groups go. Here both are counted first.

use crate::{Error, Limits, Result};

use super::thrift::{LIST, STRUCT, Thrift, WHOLE_32};
use super::{TITLE, broken, cut};

const PLAIN: &[u8; 4] = b"PAR1";
const ENCRYPTED: &[u8; 4] = b"PARE";

/// How a file begins and ends.
pub(super) const SIGNATURES: [&[u8]; 2] = [PLAIN, ENCRYPTED];

/// Checks that the footer is whole, and that what it lists is there.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<()> {
    /// What is built from a byte of the footer, at most.
    const BYTES_OF_A_BYTE: u64 = 128;
    if !SIGNATURES.iter().any(|signature| bytes.starts_with(signature)) {
        return Err(Error::NotWhatItSays { format: TITLE });
    }
    let (rest, end) = bytes.split_last_chunk::<4>().ok_or_else(cut)?;
    if end == ENCRYPTED || bytes.starts_with(ENCRYPTED) {
        return Err(unsupported("encryption"));
    }
    if end != PLAIN {
        return Err(cut());
    }
    let (rest, length) = rest.split_last_chunk::<4>().ok_or_else(cut)?;
    let length = u32::from_le_bytes(*length);
    let start = rest.len().checked_sub(length as usize).filter(|&start| PLAIN.len() <= start);
    let start = start.ok_or_else(|| broken("its footer is longer than the file"))?;
    if limits.bytes / BYTES_OF_A_BYTE < u64::from(length) {
        return Err(unsupported("a footer of so many parts"));
    }
    let mut children = Vec::new();
    let mut whole = Some(());
    Thrift(&rest[start..])
        .fields(|rest, id, kind| {
            // Schema, row groups, texts and orders: lists of structs, and nothing else.
            let is_list = matches!(id, 2 | 4 | 5 | 7);
            if !is_list {
                return rest.skip(kind);
            }
            let of_structs = Thrift(rest.0).list().is_some_and(|(_, kind)| kind == STRUCT);
            if kind != LIST || !of_structs {
                whole = None;
            } else if id == 2 {
                return n_children(rest, &mut children);
            }
            rest.skip(kind)
        })
        .and(whole)
        .ok_or_else(|| broken("its footer is not understood"))?;
    check_tree(&children)
}

/// Reads how many children each element of the schema says that it has.
fn n_children(rest: &mut Thrift<'_>, children: &mut Vec<i64>) -> Option<()> {
    let (length, _) = rest.list()?;
    children.clear();
    (0..length).try_for_each(|_| {
        let mut n = 0;
        rest.fields(|rest, id, kind| {
            if id != 5 {
                return rest.skip(kind);
            }
            n = rest.whole().filter(|_| kind == WHOLE_32)?;
            Some(())
        })?;
        children.push(n);
        Some(())
    })
}

/// Checks that elements, each followed by its children, are one tree that is not too deep.
fn check_tree(children: &[i64]) -> Result<()> {
    const DEEPEST: usize = 64;
    let no_tree = || broken("its columns are no tree");
    let mut open = vec![1_u64];
    for &n in children {
        while open.last() == Some(&0) {
            open.pop();
        }
        *open.last_mut().ok_or_else(no_tree)? -= 1;
        let n = u64::try_from(n).ok().filter(|&n| n < children.len() as u64);
        open.push(n.ok_or_else(no_tree)?);
        if DEEPEST < open.len() {
            return Err(unsupported("groups within so many groups"));
        }
    }
    if open.iter().all(|&n| n == 0) { Ok(()) } else { Err(no_tree()) }
}

fn unsupported(what: &str) -> Error {
    Error::Unsupported { format: TITLE, what: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_that_are_a_tree_are_taken() {
        assert_eq!(check_tree(&[3, 0, 1, 0, 0]), Ok(()));
        assert_eq!(check_tree(&[0]), Ok(()), "no column");
    }

    #[test]
    fn children_that_are_not_there_are_told_before_memory_is_taken() {
        for children in [&[2_000_000_000, 0][..], &[1], &[0, 0], &[-1, 0], &[2, 0], &[]] {
            assert!(matches!(check_tree(children), Err(Error::Broken { .. })), "{children:?}");
        }
    }

    #[test]
    fn a_chain_of_groups_does_not_fill_the_stack() {
        let mut chain = vec![1; 100_000];
        chain.push(0);
        assert!(matches!(check_tree(&chain), Err(Error::Unsupported { .. })));
    }
}
