//! Tables of who was preferred to whom, and which items they connect.

use crate::{Error, Result};

/// Checks that a table is square and holds counts.
pub(super) fn checked(table: &[Vec<f64>], items: usize) -> Result<()> {
    if table.len() != items {
        return Err(Error::NotSquare { rows: items, columns: table.len() });
    }
    for row in table {
        if row.len() != items {
            return Err(Error::NotSquare { rows: items, columns: row.len() });
        }
        if let Some(&given) = row.iter().find(|count| !(0.0 <= **count && count.is_finite())) {
            return Err(Error::Count { given });
        }
    }
    Ok(())
}

/// Checks that there is something to compare, and that the reference is one of it.
pub(super) fn comparable(items: usize, reference: usize) -> Result<()> {
    if items < 2 {
        return Err(Error::Empty);
    }
    if items <= reference {
        return Err(Error::NoSuchItem { given: reference, items });
    }
    Ok(())
}

/// Returns the groups of items within which every item is preferred to every other, in one step or
/// by way of others, the best group first.
///
/// Worths have finite estimates when there is one group only. With more, an item of an earlier
/// group was never set below one of a later group: how much better it is has no limit. Groups that
/// were never compared follow each other by their first item.
///
/// # Input
///
/// * `wins`: `wins[i][j]` is how often item i was preferred to item j; the diagonal is not read.
/// * `ties`: `ties[i][j]` is how often neither was; they connect both ways.
///
/// # Value
///
/// Each item, from 0, in one group; items of a group ascend.
///
/// # Errors
///
/// [`Error::NotSquare`], [`Error::Count`].
///
/// # Source
///
/// L. R. Ford, American Mathematical Monthly 64(8), 1957, 28–33.
pub fn preference_groups(wins: &[Vec<f64>], ties: Option<&[Vec<f64>]>) -> Result<Vec<Vec<usize>>> {
    let items = wins.len();
    checked(wins, items)?;
    if let Some(ties) = ties {
        checked(ties, items)?;
    }
    let beats = |i: usize, j: usize| {
        i != j
            && (0.0 < wins[i][j] || ties.is_some_and(|ties| 0.0 < ties[i][j] || 0.0 < ties[j][i]))
    };
    let reached: Vec<Vec<bool>> = (0..items)
        .map(|start| {
            let mut seen = vec![false; items];
            seen[start] = true;
            let mut open = vec![start];
            while let Some(i) = open.pop() {
                for (j, seen) in seen.iter_mut().enumerate() {
                    if !*seen && beats(i, j) {
                        *seen = true;
                        open.push(j);
                    }
                }
            }
            seen
        })
        .collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (i, from) in reached.iter().enumerate() {
        match groups.iter_mut().find(|group| reached[group[0]][i] && from[group[0]]) {
            Some(group) => group.push(i),
            None => groups.push(vec![i]),
        }
    }
    // What reaches more stands above; the order of equals stays.
    groups.sort_by_key(|group| {
        std::cmp::Reverse(reached[group[0]].iter().filter(|reached| **reached).count())
    });
    Ok(groups)
}

/// Checks that all items are one group; the error names two that are not.
pub(super) fn connected(wins: &[Vec<f64>], ties: Option<&[Vec<f64>]>) -> Result<()> {
    match preference_groups(wins, ties)?.as_slice() {
        [first, second, ..] => Err(Error::Apart { above: first[0], below: second[0] }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_that_never_turns_is_as_many_groups_as_items() {
        let wins = vec![vec![0.0, 0.0, 0.0], vec![5.0, 0.0, 5.0], vec![5.0, 0.0, 0.0]];
        assert_eq!(preference_groups(&wins, None), Ok(vec![vec![1], vec![2], vec![0]]));
        assert_eq!(connected(&wins, None), Err(Error::Apart { above: 1, below: 2 }));
    }

    #[test]
    fn a_tie_connects_both_ways() {
        let wins = vec![vec![0.0, 5.0], vec![0.0, 0.0]];
        let ties = vec![vec![0.0, 1.0], vec![1.0, 0.0]];
        assert_eq!(preference_groups(&wins, Some(&ties)), Ok(vec![vec![0, 1]]));
    }

    #[test]
    fn what_was_never_compared_stands_alone() {
        let wins = vec![vec![0.0, 3.0, 0.0], vec![2.0, 0.0, 0.0], vec![0.0; 3]];
        assert_eq!(preference_groups(&wins, None), Ok(vec![vec![0, 1], vec![2]]));
    }

    #[test]
    fn odd_tables_are_refused() {
        let wins = vec![vec![0.0, 3.0], vec![2.0]];
        assert_eq!(preference_groups(&wins, None), Err(Error::NotSquare { rows: 2, columns: 1 }));
        let wins = vec![vec![0.0, -3.0], vec![2.0, 0.0]];
        assert_eq!(preference_groups(&wins, None), Err(Error::Count { given: -3.0 }));
        let wins = vec![vec![0.0, f64::NAN], vec![2.0, 0.0]];
        assert!(matches!(preference_groups(&wins, None), Err(Error::Count { .. })));
    }
}
