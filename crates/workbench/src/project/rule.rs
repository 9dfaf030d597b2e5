//! Where subject, stratum or diagnosis of a sample is read from.

use regex::Regex;
use samples::Table;

use super::list::{self, List};
use crate::wire::Rule;
use crate::{Error, Result};

/// The table that samples are rows of, or that lists the files that they are.
#[derive(Clone, Copy)]
pub(super) enum Rows<'a> {
    /// There is none.
    None,
    /// Samples are its rows.
    Samples(&'a Table),
    /// It lists files.
    Files(&'a List),
}

impl<'a> Rows<'a> {
    pub(super) fn table(self) -> Option<&'a Table> {
        match self {
            Rows::None => None,
            Rows::Samples(table) => Some(table),
            Rows::Files(list) => Some(&list.table),
        }
    }

    /// Returns what a column says of a part of a file.
    fn cell(self, relative: &str, part: usize, column: &str) -> Option<String> {
        match self {
            Rows::None => None,
            Rows::Samples(table) => list::text(table.column(column)?.cell(part)),
            Rows::Files(list) => list.cell(relative, column),
        }
    }
}

/// Reads a subject, stratum or diagnosis where a rule says it stands.
pub(super) struct RuleReader {
    rule: Rule,
    pattern: Option<Regex>,
}

impl RuleReader {
    pub(super) fn new(rule: &Rule, table: Option<&Table>) -> Result<Self> {
        let mut pattern = None;
        match rule {
            Rule::Pattern(text) => {
                let wrong = |why: String| Error::Pattern { pattern: text.clone(), why };
                // The engine takes linear time, whatever the pattern; its size is capped.
                let found = regex::RegexBuilder::new(text)
                    .size_limit(1 << 20)
                    .build()
                    .map_err(|error| wrong(error.to_string()))?;
                if found.captures_len() < 2 {
                    return Err(wrong("it has no group in parentheses".to_owned()));
                }
                pattern = Some(found);
            }
            Rule::Column(column) => {
                if let Some(table) = table
                    && table.column(column).is_none()
                {
                    return Err(Error::NoColumn { column: column.clone() });
                }
            }
            Rule::Unknown | Rule::Same | Rule::Each | Rule::Header | Rule::Folder => {}
        }
        Ok(RuleReader { rule: rule.clone(), pattern })
    }

    /// Whether it stands in the header of the file.
    pub(super) fn is_header(&self) -> bool {
        self.rule == Rule::Header
    }

    /// Reads it for part `part` of the file at `relative`.
    pub(super) fn read(&self, relative: &str, part: usize, rows: Rows<'_>) -> Option<String> {
        match &self.rule {
            // The header was read with the file: whoever imports it knows.
            Rule::Unknown | Rule::Header => None,
            Rule::Same => Some("1".to_owned()),
            Rule::Each => Some(format!("{relative}#{}", part + 1)),
            Rule::Folder => relative.rsplit_once('/').map(|(folder, _)| folder.to_owned()),
            Rule::Pattern(_) => self
                .pattern
                .as_ref()?
                .captures(relative)?
                .get(1)
                .map(|found| found.as_str().to_owned())
                .filter(|text| !text.is_empty()),
            Rule::Column(column) => rows.cell(relative, part, column),
        }
    }
}
