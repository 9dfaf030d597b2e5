//! CSV: tables with a header, whatever separates their fields.

mod cells;
mod column;
mod layout;
mod names;

mod write;
mod written;

use samples::{Contents, Table};

use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result};

pub(crate) use column::kind_of_words;
pub use names::identifies_people;
pub(crate) use names::unique;
pub use write::write_csv;
pub(crate) use written::{Written, decimals};

/// See RFC 4180, and what spreadsheets and statistics programs make of it.
pub(crate) struct Csv;

const TITLE: &str = "CSV";

impl Format for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        if file.has_extension(self.extensions()) { Match::ByName } else { Match::No }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        let text = crate::text::decode(TITLE, input.bytes, notes)?;
        if text.trim().is_empty() {
            return Err(Error::EmptyFile);
        }
        let (separator, text) = if let Some((separator, text)) = layout::named_separator(&text) {
            notes.add(Note::SeparatorLine { separator: layout::word(separator) });
            (separator, text)
        } else {
            let separator = layout::separator(&text);
            if separator != b',' {
                notes.add(Note::Separator { separator: layout::word(separator) });
            }
            (separator, &*text)
        };
        let layout = layout::scan(text, separator, limits)?;
        let frame = cells::read(&layout)?;
        let cells = cells::by_column(&frame)?;

        let n_index = usize::from(names::is_index(&layout.header, &cells));
        if n_index == 1 {
            notes.add(Note::IndexDropped);
        }
        let names = names::unique(&layout.header[n_index..], n_index + 1, notes);
        let cells = &cells[n_index..];
        for name in names.iter().filter(|name| names::identifies_people(name)) {
            notes.add(Note::IdentifiesPeople { column: name.clone() });
        }
        Ok(Contents::Table(Table::new(column::type_all(names, cells, separator, notes))?))
    }
}
