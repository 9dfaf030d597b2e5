//! WFDB: records of `PhysioNet`, a header of text beside files of samples and marks.

mod fields;
mod header;
mod layout;
mod marks;
mod stored;
mod values;

use samples::{Channel, Contents, Signal};

use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result};

use header::Header;
use layout::Layout;

/// See <https://wfdb.io/spec/header-files.html> and the pages beside it.
pub(crate) struct Wfdb;

const TITLE: &str = "WFDB";

/// What belongs to a header, and says nothing without it.
const WITHOUT_A_HEADER: [&str; 2] = ["atr", "dat"];

impl Format for Wfdb {
    fn id(&self) -> &'static str {
        "wfdb"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["hea"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        let is_header = file.has_extension(self.extensions()) && header::may_begin(file.head);
        // Other programs call their files `.dat`, too: a name that no other format takes.
        let is_part = file.has_extension(&WITHOUT_A_HEADER);
        if is_header || is_part { Match::ByName } else { Match::No }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        let (stem, ending) = input.name.rsplit_once('.').unwrap_or((input.name, ""));
        if WITHOUT_A_HEADER.contains(&ending.to_lowercase().as_str()) {
            return Err(Error::WithoutHeader { header: format!("{stem}.hea") });
        }
        let header = Header::of(&header::text(input.bytes))?;
        let layout = Layout::of(&header, input, limits)?;
        layout.note_longer(notes);

        let rate = layout.rate_hz(&header, notes);
        let channels = header.lines.iter().map(|line| {
            if line.gain.is_none() {
                notes.add(Note::Uncalibrated { channel: line.label() });
            }
            Channel { name: line.description.clone(), unit: line.unit() }
        });
        let channels = channels.collect();
        let values = values::read(&header, &layout, notes);
        let signal = Signal::new(channels, Some(rate), layout.length(), values)?;

        let Some(bytes) = find(input, &format!("{stem}.atr")) else {
            return Ok(Contents::Signals(vec![signal]));
        };
        let marks = marks::read(bytes, &layout, rate, notes);
        Ok(Contents::Signals(vec![signal.with_marks(marks)]))
    }

    fn companions(&self, name: &str, bytes: &[u8]) -> Option<Vec<String>> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let mut names = header::names(&header::text(bytes));
        names.push(format!("{stem}.atr"));
        // Old disks and transfers change the letters' case.
        let spellings = |name: &String| {
            [name.clone(), name.to_lowercase(), name.to_uppercase(), as_ending(name)]
        };
        Some(names.iter().flat_map(spellings).collect())
    }

    fn has_companions(&self) -> bool {
        true
    }
}

/// Returns a name with a large ending, as in `a103l.MAT`.
fn as_ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(
        || name.to_owned(),
        |(stem, ending)| format!("{stem}.{}", ending.to_uppercase()),
    )
}

/// Returns the bytes of the companion of that name, in whatever case its letters are.
fn find<'a>(input: &Input<'a>, name: &str) -> Option<&'a [u8]> {
    input.companion(name).or_else(|| {
        let alike = |other: &&crate::Companion| other.name.eq_ignore_ascii_case(name);
        input.companions.iter().find(alike).map(|one| one.bytes.as_slice())
    })
}

fn broken(detail: impl Into<String>) -> Error {
    Error::Broken { format: TITLE, detail: detail.into() }
}

fn unsupported(what: impl Into<String>) -> Error {
    Error::Unsupported { format: TITLE, what: what.into() }
}
