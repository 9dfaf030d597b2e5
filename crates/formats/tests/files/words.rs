//! Has every code its words?

use std::collections::BTreeSet;

use formats::{Error, Note};

const CATALOGUE: &str = include_str!("../../../../assets/words/en/formats.json");
const SOURCES: [&str; 2] = [include_str!("../../src/error.rs"), include_str!("../../src/note.rs")];

/// The codes as they stand in the sources, without the crate's prefix.
fn codes() -> BTreeSet<String> {
    let behind = |source: &'static str| source.split("=> \"formats.").skip(1);
    let code = |rest: &str| rest.split('"').next().unwrap().to_owned();
    SOURCES.into_iter().flat_map(behind).map(code).collect()
}

#[test]
fn every_code_has_a_message_and_a_hint_and_every_entry_a_code() {
    let catalogue: serde_json::Value = serde_json::from_str(CATALOGUE).unwrap();
    let entries = catalogue.as_object().unwrap();
    assert_eq!(entries.keys().cloned().collect::<BTreeSet<_>>(), codes());
    for (code, words) in entries {
        for part in ["message", "hint"] {
            assert!(words[part].as_str().is_some_and(|text| !text.is_empty()), "{code}: {part}");
        }
    }
}

#[test]
fn the_words_speak_of_what_the_parameters_are() {
    let catalogue: serde_json::Value = serde_json::from_str(CATALOGUE).unwrap();
    let check = |code: &str, params: Vec<(&'static str, String)>| {
        let message = catalogue[code.trim_start_matches("formats.")]["message"].as_str().unwrap();
        let spoken: BTreeSet<&str> =
            message.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap()).collect();
        assert_eq!(spoken, params.iter().map(|(name, _)| *name).collect(), "{code}");
    };
    let column = || "a".to_owned();
    for error in [
        Error::EmptyFile,
        Error::Truncated { format: "PNG" },
        Error::Broken { format: "PNG", detail: column() },
        Error::Unsupported { format: "PNG", what: column() },
        Error::Compression { name: "JPEG-LS" },
        Error::SeveralFrames { frames: 2 },
        Error::NoImage { what: "a structured report" },
        Error::UnpacksTooFar { limit: 0 },
        Error::TooManyBytes { given: 1, limit: 0 },
        Error::TooManyPixels { rows: 1, columns: 1, limit: 0 },
        Error::TooManyCells { given: 1, limit: 0 },
        Error::Ragged { line: 1, wanted: 1, given: 2 },
        Error::OpenQuote { line: 1 },
        Error::NotVectors { shape: vec![] },
        Error::WithoutHeader { header: column() },
        Error::WithoutPart { part: column() },
        Error::OutsideItsFolder { format: "WFDB" },
        Error::Disk { kind: std::io::ErrorKind::TimedOut },
        Error::NotWhole { highest: 255 },
        Error::Unwritable { format: "PNG", detail: column() },
        Error::Sample(samples::Error::Empty { shape: vec![] }),
    ] {
        check(error.code(), error.params());
    }
    for note in [
        Note::NamedOtherwise { format: "PNG", named: "JPEG" },
        Note::AlphaDropped { transparent: 1 },
        Note::PaletteExpanded,
        Note::BitsExpanded { bits: 1 },
        Note::Turned { orientation: 6 },
        Note::SeveralPages { pages: 2 },
        Note::Separator { separator: "tab" },
        Note::SeparatorLine { separator: "tab" },
        Note::HeaderRepeated { column: column(), was: column() },
        Note::HeaderMissing { column: column() },
        Note::MissingWords { column: column(), words: column(), cells: 1 },
        Note::NotFinite { column: column(), cells: 1 },
        Note::ThousandsPoints { column: column() },
        Note::Percent { column: column() },
        Note::SomePercent { column: column(), cells: 1 },
        Note::MinusSigns { column: column() },
        Note::UnclearCommas { column: column() },
        Note::Mixed { column: column(), numbers: 1, words: 1 },
        Note::HeaderIdentifiesPeople { attributes: column() },
        Note::BurnedIn,
        Note::Overlays { planes: 1 },
        Note::PixelPadding { value: column(), pixels: 1 },
        Note::TurnedRound,
        Note::LowIsWhite,
        Note::NoMetaHeader,
        Note::ForeignPreamble { kind: "a script" },
        Note::ColumnLeftOut { column: column() },
        Note::RateAssumed { rate: column() },
        Note::LongerThanTold { read: 1, held: 2 },
        Note::Uncalibrated { channel: column() },
        Note::Averaged { channel: column(), values: 2 },
        Note::MissingSamples { values: 1 },
        Note::Checksum { channel: column() },
        Note::MarksBroken,
        Note::MarksOutside { marks: 1 },
        Note::NotNumbers { values: 1 },
        Note::Rounded { values: 1 },
    ] {
        check(note.code(), note.params());
    }
}
