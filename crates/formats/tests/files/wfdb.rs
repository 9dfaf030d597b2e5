//! Records that are odd, damaged or hostile.

use std::fs;

use formats::{Companion, Error, Input, Limits, Note, Reading, Result, read, walk};
use samples::{Contents, Signal};

fn reading(header: &str, files: &[(&str, &[u8])]) -> Result<Reading> {
    let companions: Vec<Companion> = files
        .iter()
        .map(|&(name, bytes)| Companion { name: name.to_owned(), bytes: bytes.to_vec() })
        .collect();
    let input = Input { name: "a.hea", bytes: header.as_bytes(), companions: &companions };
    read(&input, &Limits::default())
}

fn signal(reading: &Reading) -> &Signal {
    match &reading.contents {
        Contents::Signals(signals) => &signals[0],
        other => panic!("not a signal: {other:?}"),
    }
}

fn error(header: &str, files: &[(&str, &[u8])]) -> Error {
    reading(header, files).unwrap_err()
}

/// Samples of 16 bits.
fn words(values: &[i16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

#[test]
fn a_header_without_its_data_names_what_is_missing() {
    let wanted = Error::WithoutPart { part: "a.dat".to_owned() };
    assert_eq!(error("a 1 250 3\na.dat 16 200\n", &[]), wanted);
    assert_eq!(wanted.to_string(), "the file a.dat, which the header names, is not beside it");
}

#[test]
fn data_and_marks_without_their_header_say_so() {
    for name in ["a.dat", "a.atr", "A.DAT"] {
        let left_out = read(&Input::alone(name, b"\x01\x02"), &Limits::default());
        assert!(matches!(left_out, Err(Error::WithoutHeader { .. })), "{name}");
    }
    // Only where nothing else knows it.
    let image = b"\x89PNG\r\n\x1a\n";
    assert_ne!(
        read(&Input::alone("a.dat", image), &Limits::default()),
        Err(Error::WithoutHeader { header: "a.hea".to_owned() })
    );
}

#[test]
fn a_name_that_leads_out_of_the_folder_is_refused() {
    for name in [
        "../a.dat",
        "/etc/passwd",
        "..\\a.dat",
        "C:\\a.dat",
        "c:a.dat",
        "b/a.dat",
        "..",
        ".",
        "a\0.dat",
    ] {
        let header = format!("a 1 250 3\n{name} 16 200\n");
        let error = error(&header, &[(name, &words(&[1, 2, 3]))]);
        assert_eq!(error, Error::OutsideItsFolder { format: "WFDB" }, "{name:?}");
    }
}

#[test]
fn a_walk_never_loads_what_lies_outside() {
    let folder = tempfile::tempdir().unwrap();
    let inside = folder.path().join("in");
    fs::create_dir(&inside).unwrap();
    fs::write(folder.path().join("a.dat"), words(&[1, 2, 3])).unwrap();
    fs::write(inside.join("a.hea"), "a 1 250 3\n../a.dat 16 200\n").unwrap();
    let walked = walk(&[inside]);
    let loaded = walked.files[0].load(&Limits::default()).unwrap();
    assert!(loaded.companions.is_empty(), "nothing of another folder");
    let error = read(&loaded.input(), &Limits::default()).unwrap_err();
    assert_eq!(error, Error::OutsideItsFolder { format: "WFDB" });
}

#[test]
fn a_record_is_one_file_of_the_walk_and_is_read_with_its_parts() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("A.HEA", b"a 1 250 3\r\na.dat 16 200\r\n");
    put("A.DAT", &words(&[100, -100, 0]));
    put("A.ATR", b"\x01\x04\0\0");
    put("b.dat", b"another program's");
    let walked = walk(&[folder.path().to_owned()]);
    let names: Vec<&str> = walked.files.iter().map(formats::Found::name).collect();
    assert_eq!(names, ["A.HEA", "b.dat"], "a record's files are not listed by themselves");
    let loaded = walked.files[0].load(&Limits::default()).unwrap();
    let reading = read(&loaded.input(), &Limits::default()).unwrap();
    assert_eq!(signal(&reading).values(), [0.5, -0.5, 0.0], "in whatever case the names are");
    assert_eq!(signal(&reading).marks()[0].code, "N");

    let limits = Limits { bytes: 28, ..Limits::default() };
    let error = walked.files[0].load(&limits).unwrap_err();
    assert!(matches!(error, Error::TooManyBytes { .. }), "the limit is one for all its files");
}

#[test]
fn a_record_without_samples_or_signals_is_an_error() {
    let empty = error("a 1 250\na.dat 16 200\n", &[("a.dat", b"")]);
    assert!(matches!(empty, Error::Sample(samples::Error::Empty { .. })), "{empty:?}");
    let zero = error("a 1 250 0\na.dat 16 200\n", &[("a.dat", b"")]);
    assert!(matches!(zero, Error::Sample(samples::Error::Empty { .. })), "{zero:?}");
    let none = error("a 0 250 100\n", &[]);
    assert_eq!(none.to_string(), "a record without signals in WFDB cannot be read");
}

#[test]
fn sizes_that_no_file_has_are_told_before_memory_is_taken() {
    let data = words(&[1, 2, 3]);
    let files = [("a.dat", data.as_slice())];
    let huge = error("a 1 250 4000000000000000000\na.dat 16 200\n", &files);
    assert!(matches!(huge, Error::TooManyCells { .. }), "{huge:?}");
    let wide = error("a 1 250 3\na.dat 16x4000000000000000000 200\n", &files);
    assert!(matches!(wide, Error::TooManyCells { .. }), "{wide:?}");
    let many = error("a 18446744073709551615 250 3\na.dat 16 200\n", &files);
    assert_eq!(many, Error::Truncated { format: "WFDB" });
    let past = error("a 1 250 3\na.dat 16+18446744073709551615 200\n", &files);
    assert_eq!(past, Error::Truncated { format: "WFDB" });
    let late = reading("a 1 250 3\na.dat 16:18446744073709551615 200\n", &files).unwrap();
    assert_eq!(late.notes, [Note::MissingSamples { values: 3 }], "its beginning is never there");
}

#[test]
fn what_is_not_understood_is_said() {
    let data = words(&[1, 2, 3]);
    let files = [("a.dat", data.as_slice())];
    for (header, wanted) in [
        ("a 1 250 3\na.dat 999 200\n", "format 999 in WFDB cannot be read"),
        ("a 1 250 3\na.dat 516 200\n", "compressed format 516 in WFDB cannot be read"),
        ("a/3 1 250 9\nb 3\nc 3\nd 3\n", "a record of several segments in WFDB cannot be read"),
        ("a 1 250 3\na.dat 16 nan\n", "the WFDB is damaged: signal 1: its gain is not understood"),
        ("a 1 0 3\na.dat 16\n", "the WFDB is damaged: its rate is not a positive number"),
        (
            "a 1 250 4e18\na.dat 16\n",
            "the WFDB is damaged: its number of samples is no whole number",
        ),
        (
            "a 2 250 3\na.dat 16\na.dat 212\n",
            "the WFDB is damaged: signals of one file differ in format or offset",
        ),
    ] {
        assert_eq!(error(header, &files).to_string(), wanted);
    }
}

#[test]
fn no_comment_reaches_an_error_or_a_note() {
    let data = words(&[1, 2, 3]);
    let broken =
        ["a 1 250 3\na.dat 16 x\n", "a 1 250 3\na.dat 16 0\n", "a 1\na.dat 16 0 0 0 0 77\n"];
    for header in broken {
        let header = format!("# SECRET 81 female\n{header}# SECRET diagnosis\n");
        let told = format!("{:?}", reading(&header, &[("a.dat", &data), ("a.atr", b"x")]));
        assert!(!told.contains("SECRET"), "{told}");
    }
}

#[test]
fn data_that_is_cut_is_an_error_and_data_that_goes_on_is_a_note() {
    let told = |n: usize| format!("a 2 250 {n}\na.dat 212 200\na.dat 212 200\n");
    let bytes = [0, 0, 1, 0, 0, 2];
    assert!(reading(&told(2), &[("a.dat", &bytes)]).is_ok());
    for end in 0..6 {
        assert_eq!(
            error(&told(2), &[("a.dat", &bytes[..end])]),
            Error::Truncated { format: "WFDB" },
            "{end} bytes"
        );
    }
    let longer = reading(&told(1), &[("a.dat", &[0; 12])]).unwrap();
    assert_eq!(longer.notes, [Note::LongerThanTold { read: 1, held: 3 }]);
}

#[test]
fn a_length_that_is_not_told_is_that_of_the_file() {
    let length = |header: &str, bytes: &[u8]| {
        reading(header, &[("a.dat", bytes)]).map(|reading| signal(&reading).length())
    };
    let cut = Err(Error::Truncated { format: "WFDB" });
    let one = "a 1 250\na.dat 212 200\n";
    assert_eq!(length(one, &[1; 6]), Ok(4));
    assert_eq!(length(one, &[1; 5]), Ok(3), "the last pair is half");
    assert_eq!(length(one, &[1; 4]), cut, "a byte and a half are one sample");
    let three = "a 3 250\na.dat 212 200\na.dat 212 200\na.dat 212 200\n";
    assert_eq!(length(three, &[1, 1, 1, 1, 0, 0]), Ok(1), "the last pair is filled up");
    assert_eq!(length(three, &[1; 6]), cut, "a sample of the next frame");
    assert_eq!(length("a 2 250\na.dat 16\na.dat 16\n", &[1; 6]), cut);

    let files: [(&str, &[u8]); 2] = [("a.dat", &[1; 6]), ("b.dat", &[1; 4])];
    let unequal = error("a 2 250\na.dat 16 200\nb.dat 16 200\n", &files);
    assert!(matches!(unequal, Error::Broken { .. }), "{unequal:?}");
}

#[test]
fn differences_are_summed_from_the_first_value() {
    // By hand: 100, then +5, −3, +127.
    let bytes = [0, 5, 253, 127];
    let reading = reading("a 1 250 4\na.dat 8 1/uV 12 0 100\n", &[("a.dat", &bytes)]).unwrap();
    assert_eq!(signal(&reading).values(), [100.0, 105.0, 102.0, 229.0]);
}

#[test]
fn a_rate_that_is_not_told_is_assumed_and_said() {
    let reading = reading("a 1\na.dat 16 200\n", &[("a.dat", &words(&[1]))]).unwrap();
    assert_eq!(signal(&reading).rate_hz(), Some(250.0));
    assert_eq!(reading.notes, [Note::RateAssumed { rate: "250".to_owned() }]);
}

#[test]
fn marks_that_are_garbage_are_a_note_and_the_signal_is_read() {
    let data = words(&[1, 2, 3]);
    for garbage in [&b"x"[..], b"garbage of some length", &[0xff; 64], &[0, 0xfc], b""] {
        let files = [("a.dat", data.as_slice()), ("a.atr", garbage)];
        let reading = reading("a 1 250 3\na.dat 16 200\n", &files).unwrap();
        assert_eq!(reading.notes, [Note::MarksBroken], "{garbage:?}");
        assert_eq!((signal(&reading).length(), signal(&reading).marks()), (3, &[][..]));
    }
}

#[test]
fn marks_of_a_finer_clock_are_moved_to_their_samples() {
    let text = b"## time resolution: 1000\0\0\0\0";
    let mut marks = vec![0, 22 << 2, 24, 63 << 2];
    marks.extend(&text[..24]);
    marks.extend([8, 1 << 2, 0, 0]);
    let files = [("a.dat", &words(&[1, 2, 3])[..]), ("a.atr", &marks)];
    let reading = reading("a 1 250 3\na.dat 16 200\n", &files).unwrap();
    assert_eq!(signal(&reading).marks()[0].at, 2, "8 thousandths of a second");
}
