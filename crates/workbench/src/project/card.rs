//! The patient card of a study's sets, as it crosses to the screens.

use std::collections::BTreeSet;

use blinding::{Card, CardColumn, Row, SideTable, WhyNot, card, card_cells};
use store::Set;

use super::Open;
use super::set_contents::as_table;
use crate::Result;
use crate::wire::{CardField, ColumnLeftOff, Rule};

impl Open {
    /// Returns the columns of the patient card, and why the others are left off.
    pub(super) fn card_of(&self, real: &Set, synthetic: &[Set]) -> Result<Card> {
        let mut sets: Vec<&Set> = std::iter::once(real).chain(synthetic).collect();
        // The set that came first gives the order of the columns, whichever side it is on.
        sets.sort_by_key(|set| set.id);
        let tables = sets.iter().map(|set| self.contents(set.id)).collect::<Result<Vec<_>>>()?;
        let sides = sets
            .iter()
            .zip(&tables)
            .map(|(set, contents)| {
                let table = as_table(contents)?;
                let names = table.columns().iter().map(|column| &column.name);
                let people = names.filter(|name| formats::identifies_people(name)).cloned();
                Ok(SideTable {
                    arm: set.arm,
                    table,
                    people: people.collect(),
                    rules: rule_columns(set),
                })
            })
            .collect::<Result<Vec<_>>>()?;
        Ok(card(&sides))
    }
}

/// Says for the coordinator why a column is not on the card.
pub(crate) fn left_off(column: &str, why: WhyNot) -> ColumnLeftOff {
    ColumnLeftOff {
        column: column.to_owned(),
        why: words::say(&format!("blinding:left_off.{}", why.as_str()), &[]),
    }
}

/// Writes the fields of one row: alike, or as the table has them when they are `plain`.
pub(crate) fn fields(card: &[CardColumn], row: Row<'_>, plain: bool) -> Vec<CardField> {
    let cells = card_cells(card, row, plain).into_iter();
    cells.map(|(name, value)| CardField { name, value }).collect()
}

/// Returns the columns that subjects, strata and diagnoses of a set were read from.
fn rule_columns(set: &Set) -> BTreeSet<String> {
    ["subject", "stratum", "diagnosis"]
        .into_iter()
        .filter_map(|what| {
            let rule = set.origin["import"][what].clone();
            match serde_json::from_value(rule) {
                Ok(Rule::Column(column)) => Some(column),
                _ => None,
            }
        })
        .collect()
}
