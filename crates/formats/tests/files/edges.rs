//! Files and folders that are odd, damaged or out of reach.

use std::fs;
use std::path::{Path, PathBuf};

use formats::{
    Error, Input, Limits, Note, Reading, Result, load, read, walk, write_csv, write_npy,
    write_npy_signals, write_png,
};
use samples::{Channel, Channels, ColumnKind, Contents, Image, Signal, ValueRange, Vectors};

fn golden(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats");
    fs::read(folder.join(file)).unwrap()
}

fn reading(name: &str, bytes: &[u8]) -> Result<Reading> {
    read(&Input::alone(name, bytes), &Limits::default())
}

fn table(text: &str) -> samples::Table {
    match reading("a.csv", text.as_bytes()).unwrap().contents {
        Contents::Table(table) => table,
        other => panic!("not a table: {other:?}"),
    }
}

fn notes(text: &str) -> Vec<Note> {
    reading("a.csv", text.as_bytes()).unwrap().notes
}

fn touch(folder: &Path, names: &[&str]) {
    for name in names {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, b"x").unwrap();
    }
}

fn relatives(paths: &[PathBuf]) -> Vec<String> {
    walk(paths).files.into_iter().map(|file| file.relative).collect()
}

#[test]
fn a_cut_image_is_an_error_and_not_half_gray() {
    for (file, format) in
        [("png/rgb8.png", "PNG"), ("jpeg/gray.jpg", "JPEG"), ("tiff/gray8.tif", "TIFF")]
    {
        let bytes = golden(file);
        let half = reading(file, &bytes[..bytes.len() / 2]);
        assert_eq!(half, Err(Error::Truncated { format }), "{file}");
    }
}

#[test]
fn a_jpeg_that_lost_its_middle_is_an_error_though_it_ends_well() {
    for file in ["jpeg/gray.jpg", "jpeg/color.jpg", "jpeg/restarts.jpg"] {
        let bytes = golden(file);
        let cut = [&bytes[..bytes.len() - 40], b"\xff\xd9"].concat();
        assert!(matches!(reading(file, &cut), Err(Error::Broken { .. })), "{file}");
    }
}

#[test]
fn a_png_with_one_wrong_bit_among_its_pixels_is_an_error() {
    let mut bytes = golden("png/rgb8.png");
    let at = bytes.len() - 24;
    bytes[at] ^= 1;
    assert!(matches!(reading("a.png", &bytes), Err(Error::Broken { .. })), "its checksum tells");
}

#[test]
fn eight_and_sixteen_bits_side_by_side_keep_their_ranges() {
    let range = |file: &str| match reading(file, &golden(file)).unwrap().contents {
        Contents::Image(image) => image.range(),
        other => panic!("not an image: {other:?}"),
    };
    assert_eq!(range("png/gray8.png"), ValueRange::BITS_8);
    assert_eq!(range("png/gray16.png"), ValueRange::BITS_16);
}

#[test]
fn a_file_that_is_named_like_another_format_is_read_as_what_it_is() {
    let reading = reading("scan.jpg", &golden("png/gray8.png")).unwrap();
    assert_eq!(reading.format, "png");
    assert_eq!(reading.notes, [Note::NamedOtherwise { format: "PNG", named: "JPEG" }]);
}

#[test]
fn a_file_over_the_limit_is_not_read() {
    let limits = Limits { bytes: 3, ..Limits::default() };
    let wanted = Err(Error::TooManyBytes { given: 4, limit: 3 });
    assert_eq!(read(&Input::alone("a.csv", b"a\n1\n"), &limits).map(|_| ()), wanted);

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.csv"), b"a\n1\n").unwrap();
    assert_eq!(load(&folder.path().join("a.csv"), &limits).map(|_| ()), wanted);
    assert_eq!(load(&folder.path().join("a.csv"), &Limits::default()), Ok(b"a\n1\n".to_vec()));
}

#[test]
fn a_folder_and_a_file_that_is_gone_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(load(folder.path(), &Limits::default()), Err(Error::IsAFolder));
    assert_eq!(load(&folder.path().join("gone"), &Limits::default()), Err(Error::Vanished));
}

#[test]
fn files_are_listed_as_people_count_and_litter_is_not() {
    let folder = tempfile::tempdir().unwrap();
    touch(
        folder.path(),
        &[
            "img10.png",
            "img2.png",
            "Ä ö/ü 1.png",
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
            ".git/a",
            "s/1.png",
        ],
    );
    let wanted = ["img2.png", "img10.png", "s/1.png", "Ä ö/ü 1.png"];
    let walked = walk(&[folder.path().to_owned()]);
    let relative: Vec<&str> = walked.files.iter().map(|file| file.relative.as_str()).collect();
    assert_eq!(relative, wanted);
    assert!(walked.left_out.is_empty(), "{:?}", walked.left_out);
    for file in &walked.files {
        assert_eq!(load(&file.path, &Limits::default()), Ok(b"x".to_vec()), "{}", file.relative);
    }
}

#[test]
fn folders_that_are_given_together_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    touch(folder.path(), &["real/1.png", "made/1.png", "alone.csv"]);
    let at = |name: &str| folder.path().join(name);
    assert_eq!(relatives(&[at("real")]), ["1.png"]);
    let all = [at("real"), at("made"), at("alone.csv"), at("alone.csv")];
    assert_eq!(relatives(&all), ["alone.csv", "made/1.png", "real/1.png"]);
}

#[test]
fn an_empty_folder_and_a_missing_one_are_left_out_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (empty, gone) = (folder.path().join("empty"), folder.path().join("gone"));
    touch(&empty, &[".DS_Store"]);
    let reasons: Vec<(String, Error)> =
        walk(&[empty, gone]).left_out.into_iter().map(|left| (left.relative, left.error)).collect();
    let wanted = [("empty".to_owned(), Error::EmptyFolder), ("gone".to_owned(), Error::Vanished)];
    assert_eq!(reasons, wanted);
}

#[cfg(unix)]
#[test]
fn a_link_below_a_folder_is_left_out_and_a_link_that_is_given_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    touch(folder.path(), &["inside/a.png", "outside/secret.png"]);
    let link = folder.path().join("inside/link");
    std::os::unix::fs::symlink(folder.path().join("outside"), &link).unwrap();

    let walked = walk(&[folder.path().join("inside")]);
    assert_eq!(walked.files.len(), 1);
    assert_eq!(
        (walked.left_out[0].relative.as_str(), &walked.left_out[0].error),
        ("link", &Error::Link)
    );
    assert_eq!(relatives(&[link]), ["secret.png"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_not_read() {
    let device = Path::new("/dev/null").to_owned();
    assert_eq!(load(&device, &Limits::default()), Err(Error::NotAFile));
    assert_eq!(walk(&[device]).left_out[0].error, Error::NotAFile);
}

#[test]
fn hostile_headers_of_arrays_are_errors() {
    let file = |header: &str, body: &[u8]| {
        let length = u16::try_from(header.len()).unwrap().to_le_bytes();
        [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), body].concat()
    };
    let header = |kind: &str, shape: &str| {
        format!("{{'descr': {kind}, 'fortran_order': False, 'shape': {shape}, }}\n")
    };
    let error = |header: &str| reading("a.npy", &file(header, &[0; 64])).map(|_| ()).unwrap_err();

    assert_eq!(error(&header("'|O'", "(2, 2)")), Error::Pickled);
    assert_eq!(
        error(&header("'<f8'", "(2, 2, 2, 1)")),
        Error::NotVectors { shape: vec![2, 2, 2, 1] }
    );
    assert_eq!(error(&header("'<f8'", "(8,)")), Error::NotVectors { shape: vec![8] });
    assert_eq!(error(&header("'<f8'", "()")), Error::NotVectors { shape: vec![] });
    assert_eq!(error(&header("'<f8'", "(100, 100)")), Error::Truncated { format: "NPY" });
    assert_eq!(error(&header("'<f8'", "(1, 100, 1)")), Error::Truncated { format: "NPY" });
    for nothing in ["(0, 5)", "(0, 5, 2)", "(3, 0, 2)", "(3, 5, 0)", "(4000000000, 0, 4000000000)"]
    {
        let error = error(&header("'<f8'", nothing));
        assert!(matches!(error, Error::Sample(samples::Error::Empty { .. })), "{error:?}");
    }
    let many = error(&header("'|i1'", "(100000000, 1, 1)"));
    assert!(matches!(many, Error::TooManyCells { .. }), "each signal takes more room than a byte");
    let huge = error(&header("'<f8'", "(18446744073709551615, 18446744073709551615)"));
    assert!(matches!(huge, Error::TooManyCells { .. }), "{huge:?}");
    for broken in [
        header("'<f8'", "(-1, 2)"),
        header("'<f8'", "(99999999999999999999, 2)"),
        "(".repeat(60_000),
        header("'<f8'", "(2, 2").replace(')', ""),
        String::new(),
    ] {
        assert!(matches!(error(&broken), Error::Broken { .. }), "{broken:.80}");
    }
    for other in ["'<c16'", "'<U4'", "'<M8[ns]'", "[('a', '<f4')]", "'<f16'", "'é'"] {
        let error = error(&header(other, "(2, 2)"));
        assert!(matches!(error, Error::Unsupported { .. }), "{other}: {error:?}");
    }
}

#[test]
fn a_long_header_of_an_array_takes_no_memory() {
    let file = b"\x93NUMPY\x02\x00\xff\xff\xff\xff{'descr'";
    assert_eq!(reading("a.npy", file), Err(Error::Truncated { format: "NPY" }));
}

#[test]
fn a_ragged_table_fails_whole_and_names_the_line() {
    let error = reading("a.csv", b"a,b,c\n1,2,3\n4,5\n6,7,8\n").unwrap_err();
    assert_eq!(error.to_string(), "line 3 has 2 fields, the header has 3");
}

#[test]
fn columns_without_a_clear_meaning_stay_words() {
    let two = "a;b\n1,234;2,345\n3,456;4,567\n";
    assert_eq!(table(two).columns()[0].kind, ColumnKind::Category, "1.234 or 1234");
    assert!(notes(two).contains(&Note::UnclearCommas { column: "a".to_owned() }));

    let decided = "a;b\n1,234;2,5\n3,456;4,5\n";
    assert_eq!(table(decided).columns()[0].kind, ColumnKind::Number, "b has decimals");
    assert_eq!(table(decided).columns()[0].cell(0), samples::Cell::Number(1.234));

    let points = "a;b\n1.5;2,5\n3.4;4,5\n";
    assert_eq!(table(points).columns()[0].kind, ColumnKind::Category, "days or decimals");
    let three = "a;b;c\n1.234;2,5;1.5\n3.456;4,5;2.5\n";
    assert_eq!(table(three).columns()[0].kind, ColumnKind::Category, "b and c contradict");
}

#[test]
fn a_file_with_decimal_commas_groups_thousands_by_points() {
    let text = "kreatinin;thrombozyten;alter\n1.234,5;265.000;63\n0,9;1.263.358;58\n";
    let columns = table(text).columns().to_vec();
    let cells = |at: usize| [columns[at].cell(0), columns[at].cell(1)];
    assert_eq!(cells(0), [samples::Cell::Number(1234.5), samples::Cell::Number(0.9)]);
    assert_eq!(cells(1), [samples::Cell::Number(265_000.0), samples::Cell::Number(1_263_358.0)]);
    assert_eq!(columns[0].decimals, 1);
    assert_eq!(columns[1].decimals, 0);
    let column = |name: &str| name.to_owned();
    let said = notes(text);
    for note in [
        Note::DecimalCommas { column: column("kreatinin") },
        Note::ThousandsPoints { column: column("kreatinin") },
        Note::ThousandsPoints { column: column("thrombozyten") },
    ] {
        assert!(said.contains(&note), "{note} is not in {said:?}");
    }

    let alone = table("thrombozyten;alter\n265.000;63\n162.000;58\n");
    assert_eq!(alone.columns()[0].cell(0), samples::Cell::Number(265.0), "nothing says otherwise");
}

#[test]
fn percentages_and_long_minus_signs_are_numbers() {
    let text = "ef,delta\n55%,\u{2212}0.5\n62.5 %,1.5\n";
    let columns = table(text).columns().to_vec();
    assert_eq!(columns[0].cell(1), samples::Cell::Number(62.5));
    assert_eq!(columns[1].cell(0), samples::Cell::Number(-0.5));
    let of = |name: &str| name.to_owned();
    let wanted = [Note::Percent { column: of("ef") }, Note::MinusSigns { column: of("delta") }];
    assert_eq!(notes(text), wanted);

    let some = "ef\n55%\n0.6\n55%\n0.6\n";
    assert_eq!(table(some).columns()[0].kind, ColumnKind::Category, "55 or 0.55");
    assert_eq!(notes(some), [Note::SomePercent { column: of("ef"), cells: 2 }]);
}

#[test]
fn a_first_line_of_excel_names_the_separator() {
    let text = "sep=;\r\nalter;ort\r\n63;K\u{f6}ln, Mitte\r\n";
    assert_eq!(table(text).columns()[1].cell(0), samples::Cell::Word("K\u{f6}ln, Mitte"));
    assert_eq!(notes(text), [Note::SeparatorLine { separator: "semicolon" }]);
    let ragged = reading("a.csv", b"sep=;\na;b\n1\n").unwrap_err();
    assert_eq!(ragged, Error::Ragged { line: 3, wanted: 2, given: 1 }, "as an editor counts");
}

#[test]
fn a_file_of_nothing_but_line_ends_or_a_mark_is_empty() {
    for nothing in [&b"\xef\xbb\xbf"[..], b"\n\n", b" \r\n", b"\xef\xbb\xbf\n"] {
        assert_eq!(reading("a.csv", nothing), Err(Error::EmptyFile), "{nothing:?}");
    }
    assert_eq!(reading("a.csv", b"1,2,3\n5,6,7\n"), Err(Error::NoHeader), "a row is not names");
}

#[test]
fn a_column_alone_keeps_its_cells_without_a_value() {
    let table = table("a\n1\n\n3\n\n");
    assert_eq!(table.n_rows(), 3);
    assert_eq!(table.columns()[0].cell(1), samples::Cell::Missing);
}

#[test]
fn the_kind_of_words_is_decided_on_all_rows() {
    let column =
        |cells: Vec<String>| table(&format!("a\n{}\n", cells.join("\n"))).columns()[0].kind;
    let of = |n: usize, different: usize| (0..n).map(|i| format!("w{}", i % different)).collect();
    assert_eq!(column(of(100, 20)), ColumnKind::Category);
    assert_eq!(column(of(100, 21)), ColumnKind::Text, "more than 20");
    assert_eq!(column(of(1000, 50)), ColumnKind::Category, "one in 20 rows");
    assert_eq!(column(of(10, 10)), ColumnKind::Text, "all different");
    assert_eq!(column(vec!["x".repeat(65), "y".to_owned()]), ColumnKind::Text, "a sentence");
    let codes = (0..100).map(|i| (i % 2).to_string()).collect();
    assert_eq!(column(codes), ColumnKind::Number, "codes stay numbers");
}

#[test]
fn a_table_of_one_empty_column_and_blank_lines_is_read() {
    let text = "a,b\n1,\n\n2,\n";
    assert_eq!(table(text).n_rows(), 2);
    assert_eq!(notes(text), [Note::EmptyColumn { column: "b".to_owned() }]);
    assert_eq!(table(text).columns()[1].kind, ColumnKind::Text);
}

#[test]
fn a_table_that_was_written_is_read_back() {
    for file in
        ["csv/plain.csv", "csv/quoted.csv", "csv/missing.csv", "csv/semicolon_decimal_comma.csv"]
    {
        let Contents::Table(first) = reading(file, &golden(file)).unwrap().contents else {
            panic!("{file} is a table");
        };
        let written = write_csv(&first).unwrap();
        assert_eq!(reading("a.csv", &written).unwrap().contents, Contents::Table(first), "{file}");
    }
}

#[test]
fn a_long_table_is_read_whole_by_several_threads() {
    let row = |i: usize| format!("{i},\"a \"\"{}\"\"\nb\",{}\n", i % 7, i % 3);
    let rows = (0..50_000).map(row).collect::<Vec<_>>().concat();
    let table = table(&format!("id,word,code\n{rows}"));
    assert_eq!(table.n_rows(), 50_000);
    for row in [0, 1, 24_999, 49_999] {
        assert_eq!(table.columns()[0].cell(row), samples::Cell::Number(row as f64));
        let word = format!("a \"{}\"\nb", row % 7);
        assert_eq!(table.columns()[1].cell(row), samples::Cell::Word(&word));
    }
}

#[test]
fn vectors_that_were_written_are_read_back() {
    let values = vec![1.5, -0.0, f64::MAX, f64::MIN_POSITIVE, 1e-300, f64::INFINITY];
    let vectors = Vectors::new(3, 2, values).unwrap();
    let written = write_npy(&vectors).unwrap();
    assert_eq!(reading("a.npy", &written).unwrap().contents, Contents::Vectors(vectors));
}

#[test]
fn signals_that_were_written_are_read_back_without_their_rate() {
    let channels: std::sync::Arc<[Channel]> = vec![Channel::default(); 2].into();
    let signal = |first: f64| {
        let values = (0..6).map(|at| first + f64::from(at)).collect();
        Signal::new(channels.clone(), None, 3, values).unwrap()
    };
    let signals = vec![signal(0.5), signal(f64::NEG_INFINITY), signal(-7.0)];
    let written = write_npy_signals(&signals).unwrap();
    assert_eq!(reading("a.npy", &written).unwrap().contents, Contents::Signals(signals));

    let long = Signal::new(channels.clone(), None, 4, vec![0.0; 8]).unwrap();
    for unequal in [&[][..], &[signal(0.0), long]] {
        assert!(matches!(write_npy_signals(unequal), Err(Error::Unwritable { .. })));
    }
}

#[test]
fn a_table_says_which_columns_name_people() {
    let notes = notes("age,Patient Name\n1,x\n");
    assert_eq!(notes, [Note::IdentifiesPeople { column: "Patient Name".to_owned() }]);
}

#[test]
fn an_image_of_16_bits_keeps_every_level() {
    let values: Vec<f32> = (0..=u16::MAX).map(f32::from).collect();
    let image = Image::new([256, 256], Channels::Gray, ValueRange::BITS_16, values).unwrap();
    let written = write_png(&image).unwrap();
    assert_eq!(reading("a.png", &written).unwrap().contents, Contents::Image(image));
}
