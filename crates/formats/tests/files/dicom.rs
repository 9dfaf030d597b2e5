//! DICOM files that are odd, damaged or hostile.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use formats::{Error, Input, Limits, Note, Reading, Result, read};
use samples::{Contents, Image, ValueRange, Window};

const EXPLICIT: &str = "1.2.840.10008.1.2.1";
const DEFLATED: &str = "1.2.840.10008.1.2.1.99";
const JPEG: &str = "1.2.840.10008.1.2.4.50";
const LOSSLESS: &str = "1.2.840.10008.1.2.4.70";
const JPEG_2000: &str = "1.2.840.10008.1.2.4.90";
const RLE: &str = "1.2.840.10008.1.2.5";

const MODALITY: u32 = 0x0008_0060;
const NAME: u32 = 0x0010_0010;
const BIRTH_DATE: u32 = 0x0010_0030;
const ID: u32 = 0x0010_0020;
const DETECTOR_SPACING: u32 = 0x0018_1164;
const SAMPLES: u32 = 0x0028_0002;
const PHOTOMETRIC: u32 = 0x0028_0004;
const FRAMES: u32 = 0x0028_0008;
const ROWS: u32 = 0x0028_0010;
const COLUMNS: u32 = 0x0028_0011;
const SPACING: u32 = 0x0028_0030;
const ALLOCATED: u32 = 0x0028_0100;
const STORED: u32 = 0x0028_0101;
const HIGH_BIT: u32 = 0x0028_0102;
const SIGN: u32 = 0x0028_0103;
const PADDING: u32 = 0x0028_0120;
const CENTER: u32 = 0x0028_1050;
const WIDTH: u32 = 0x0028_1051;
const INTERCEPT: u32 = 0x0028_1052;
const SLOPE: u32 = 0x0028_1053;
const RESCALE_TYPE: u32 = 0x0028_1054;
const MODALITY_LUT: u32 = 0x0028_3000;
const PIXELS: u32 = 0x7fe0_0010;

/// An element with a length of its own choice.
fn declared(tag: u32, kind: &str, length: u32, value: &[u8]) -> Vec<u8> {
    let (group, number) = ((tag >> 16).to_le_bytes(), tag.to_le_bytes());
    let length = length.to_le_bytes();
    let long = ["OB", "OW", "SQ", "UN", "UC", "OF"].contains(&kind);
    let length = if long { [&[0, 0], &length[..]].concat() } else { length[..2].to_vec() };
    [&group[..2], &number[..2], kind.as_bytes(), &length, value].concat()
}

fn element(tag: u32, kind: &str, value: &[u8]) -> Vec<u8> {
    declared(tag, kind, u32::try_from(value.len()).unwrap(), value)
}

/// An image of 2 × 3 pixels of 8 bits, whose elements can be exchanged.
#[derive(Clone)]
struct Object {
    syntax: &'static str,
    preamble: [u8; 128],
    elements: Vec<(u32, &'static str, Vec<u8>)>,
}

impl Object {
    fn new() -> Self {
        let short = |tag, value: u16| (tag, "US", value.to_le_bytes().to_vec());
        let elements = vec![
            (MODALITY, "CS", b"OT".to_vec()),
            short(SAMPLES, 1),
            (PHOTOMETRIC, "CS", b"MONOCHROME2 ".to_vec()),
            short(ROWS, 2),
            short(COLUMNS, 3),
            short(ALLOCATED, 8),
            short(STORED, 8),
            short(HIGH_BIT, 7),
            short(SIGN, 0),
            (PIXELS, "OB", vec![0, 10, 20, 30, 40, 250]),
        ];
        Object { syntax: EXPLICIT, preamble: [0; 128], elements }
    }

    fn with(mut self, tag: u32, kind: &'static str, value: &[u8]) -> Self {
        self.elements.retain(|element| element.0 != tag);
        self.elements.push((tag, kind, value.to_vec()));
        self.elements.sort_by_key(|element| element.0);
        self
    }

    fn with_short(self, tag: u32, value: u16) -> Self {
        self.with(tag, "US", &value.to_le_bytes())
    }

    fn without(mut self, tag: u32) -> Self {
        self.elements.retain(|element| element.0 != tag);
        self
    }

    /// Compressed pixels in one piece, which is put behind an empty table of offsets.
    fn compressed(self, syntax: &'static str, piece: &[u8]) -> Vec<u8> {
        let object = Object { syntax, ..self.without(PIXELS) };
        let length = u32::try_from(piece.len()).unwrap().to_le_bytes();
        let pieces = [ITEM, &[0; 4], ITEM, &length, piece, END_OF_SEQUENCE].concat();
        [object.bytes(), declared(PIXELS, "OB", u32::MAX, &pieces)].concat()
    }

    fn body(&self) -> Vec<u8> {
        let elements = self.elements.iter();
        elements.flat_map(|(tag, kind, value)| element(*tag, kind, value)).collect()
    }

    fn bytes(&self) -> Vec<u8> {
        let syntax = format!("{:\0<1$}", self.syntax, self.syntax.len().next_multiple_of(2));
        let meta = element(0x0002_0010, "UI", syntax.as_bytes());
        [&self.preamble[..], b"DICM", &meta, &self.body()].concat()
    }

    fn read(&self) -> Result<Reading> {
        reading(&self.bytes())
    }

    fn image(&self) -> Image {
        image(self.read())
    }

    fn error(&self) -> Error {
        self.read().unwrap_err()
    }
}

const ITEM: &[u8] = b"\xfe\xff\x00\xe0";
const END_OF_SEQUENCE: &[u8] = b"\xfe\xff\xdd\xe0\0\0\0\0";

fn reading(bytes: &[u8]) -> Result<Reading> {
    read(&Input::alone("a.dcm", bytes), &Limits::default())
}

fn image(reading: Result<Reading>) -> Image {
    match reading.unwrap().contents {
        Contents::Image(image) => image,
        other => panic!("not an image: {other:?}"),
    }
}

fn golden(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats/dicom");
    fs::read(folder.join(file)).unwrap()
}

fn cut() -> Error {
    Error::Truncated { format: "DICOM" }
}

#[track_caller]
fn assert_broken(error: &Error, word: &str) {
    let Error::Broken { format: "DICOM", detail } = error else { panic!("{error:?}") };
    assert!(detail.contains(word), "{detail}");
}

#[track_caller]
fn assert_unsupported(error: &Error, word: &str) {
    let Error::Unsupported { format: "DICOM", what } = error else { panic!("{error:?}") };
    assert!(what.contains(word), "{what}");
}

#[test]
fn a_plain_image_has_the_range_of_its_bits() {
    let image = Object::new().image();
    assert_eq!((image.shape(), image.range()), ([2, 3], ValueRange::BITS_8));
    assert_eq!(image.values(), [0.0, 10.0, 20.0, 30.0, 40.0, 250.0]);

    let pixels: Vec<u8> = (0..12).collect();
    let wide = Object::new().with_short(ALLOCATED, 16).with_short(STORED, 16);
    let wide = wide.with_short(HIGH_BIT, 15).with(PIXELS, "OW", &pixels).image();
    assert_eq!(wide.range(), ValueRange::BITS_16);
    assert_eq!(wide.values()[0].to_bits(), 256.0_f32.to_bits());
}

#[test]
fn what_a_file_declares_takes_no_memory_and_no_time() {
    // 4 GiB less 2: even, and not the mark of an undefined length.
    for length in [500_000_000, u32::MAX - 1] {
        for (tag, kind) in [(PIXELS, "OB"), (0x0009_1001, "UN"), (0x0008_1140, "SQ")] {
            let object = Object::new().without(PIXELS).without(SIGN);
            let file = [object.bytes(), declared(tag, kind, length, &[0; 8])].concat();
            let start = Instant::now();
            let error = reading(&file).unwrap_err();
            assert!(start.elapsed() < Duration::from_millis(200), "{kind} of {length}");
            assert_eq!(error, cut(), "{kind} of {length} in {} bytes", file.len());
        }
    }
    let piece = [ITEM, &0x7fff_fff0_u32.to_le_bytes(), &[0; 8]].concat();
    let open = declared(PIXELS, "OB", u32::MAX, &piece);
    let file = [Object { syntax: JPEG, ..Object::new().without(PIXELS) }.bytes(), open].concat();
    assert_eq!(reading(&file), Err(cut()), "a piece of 2 GiB");
}

#[test]
fn a_huge_image_in_few_bytes_is_refused_before_memory_is_taken() {
    let huge = Object::new().with_short(ROWS, 65_535).with_short(COLUMNS, 65_535);
    let limit = Limits::default().pixels;
    let refused = Error::TooManyPixels { rows: 65_535, columns: 65_535, limit };
    assert_eq!(huge.error(), refused);

    let large = Object::new().with_short(ROWS, 20_000).with_short(COLUMNS, 20_000);
    assert_eq!(large.error(), cut(), "allowed, and not there");
    let runs = [&[1, 0, 0, 0, 64, 0, 0, 0][..], &[0; 56], &[129, 7]].concat();
    assert_eq!(reading(&large.clone().compressed(RLE, &runs)), Err(cut()));
    let error = reading(&large.compressed(LOSSLESS, &of_jpeg(0xc3, 8, [20_000, 20_000])));
    assert_broken(&error.unwrap_err(), "ends before its pixels");
}

/// A JPEG with a frame and an empty scan.
fn of_jpeg(kind: u8, bits: u8, size: [u16; 2]) -> Vec<u8> {
    let [rows, columns] = size.map(u16::to_be_bytes);
    let table = [&b"\xff\xc4\0\x14\0\x01"[..], &[0; 15], &[0]].concat();
    let frame = [&[0xff, kind, 0, 11, bits][..], &rows, &columns, &[1, 1, 0x11, 0]].concat();
    let scan = b"\xff\xda\0\x08\x01\x01\0\x01\0\0";
    [b"\xff\xd8", &table[..], &frame, scan, &[0, 0], b"\xff\xd9"].concat()
}

#[test]
fn deep_sequences_are_an_error_even_on_a_small_stack() {
    let opened = [&declared(0x0008_1140, "SQ", u32::MAX, ITEM)[..], &[0xff; 4]].concat();
    let without_kinds = [&b"\x08\0\x40\x11\xff\xff\xff\xff"[..], ITEM, &[0xff; 4]].concat();
    let unknown = [&declared(0x0009_1001, "UN", u32::MAX, ITEM)[..], &[0xff; 4]].concat();
    let check = move || {
        for deep in [65, 2_000, 10_000, 100_000] {
            for (first, next) in [(&opened, &opened), (&unknown, &without_kinds)] {
                let nested = [first.clone(), next.repeat(deep - 1)].concat();
                let file = [Object::new().without(PIXELS).bytes(), nested].concat();
                let error = reading(&file).unwrap_err();
                assert_broken(&error, "deep");
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 << 20).spawn(check).unwrap();
    thread.join().unwrap();
}

#[test]
fn sequences_of_a_sane_depth_are_passed_over() {
    let opened = [&declared(0x0008_1140, "SQ", u32::MAX, ITEM)[..], &[0xff; 4]].concat();
    let closed = [&b"\xfe\xff\x0d\xe0\0\0\0\0"[..], END_OF_SEQUENCE].concat();
    let nested = [opened.repeat(64), closed.repeat(64)].concat();
    let body = Object::new().body();
    let head = Object { elements: vec![], ..Object::new() }.bytes();
    assert!(reading(&[head.clone(), nested, body.clone()].concat()).is_ok());

    // 100,000 of known length, one in another, are a value like any other.
    let mut inner = Vec::new();
    for _ in 0..200 {
        let item = [ITEM, &u32::try_from(inner.len()).unwrap().to_le_bytes(), &inner].concat();
        inner = element(0x0008_1140, "SQ", &item);
    }
    assert!(reading(&[head, inner, body].concat()).is_ok());
}

#[test]
fn too_many_elements_are_an_error() {
    let head = Object { elements: vec![], ..Object::new() }.bytes();
    let file = [head, element(0x0009_0010, "LO", b"").repeat(1_000_001)].concat();
    assert_broken(&reading(&file).unwrap_err(), "too many");
}

#[test]
fn a_small_deflated_file_does_not_fill_the_memory() {
    use std::io::Write;
    let deflate = |bytes: &[u8]| {
        let mut writer =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    };
    let head = Object { syntax: DEFLATED, elements: vec![], ..Object::new() }.bytes();
    let sound = [head.clone(), deflate(&Object::new().body())].concat();
    assert_eq!(image(reading(&sound)), Object::new().image());
    assert_eq!(reading(&sound[..sound.len() - 12]), Err(cut()));

    let empty = element(0x0009_1001, "OB", &vec![0; 64 << 20]);
    let bomb = [head.clone(), deflate(&empty)].concat();
    assert!(bomb.len() < 100_000);
    assert_eq!(reading(&bomb), Err(Error::UnpacksTooFar { limit: 16 << 20 }));
    let garbage = [&head[..], &[0xff; 64]].concat();
    assert_broken(&reading(&garbage).unwrap_err(), "does not unpack");
}

#[test]
fn files_without_an_image_say_what_they_are() {
    let what = |object: Object| match object.error() {
        Error::NoImage { what } => what,
        other => panic!("{other:?}"),
    };
    let class = |uid: &str| Object::new().without(PIXELS).with(0x0008_0016, "UI", uid.as_bytes());
    assert!(what(class("1.2.840.10008.1.3.10")).contains("DICOMDIR"));
    assert!(what(class("1.2.840.10008.5.1.4.1.1.88.11")).contains("report"));
    assert!(what(class("1.2.840.10008.5.1.4.1.1.9.1.1")).contains("waveform"));
    assert!(what(class("1.2.840.10008.5.1.4.1.1.104.1")).contains("document"));
    assert_eq!(what(Object::new().without(PIXELS)), "a header alone");
    assert_eq!(Object::new().with(PIXELS, "OB", b"").error(), cut(), "declared, and empty");
}

#[test]
fn compressions_that_are_not_read_are_named() {
    let name = |syntax| match (Object { syntax, ..Object::new() }).error() {
        Error::Compression { name } => name,
        other => panic!("{other:?}"),
    };
    assert_eq!(name("1.2.840.10008.1.2.4.80"), "JPEG-LS");
    assert_eq!(name("1.2.840.10008.1.2.4.102"), "MPEG video");
    assert_eq!(name("1.2.3.4"), "an unknown method");
}

#[test]
fn several_frames_are_refused_and_one_is_not() {
    let frames = |text: &[u8]| Object::new().with(FRAMES, "IS", text).read().map(|_| ());
    assert_eq!(frames(b"10"), Err(Error::SeveralFrames { frames: 10 }));
    assert_eq!(frames(b" 1 "), Ok(()));
    assert_eq!(frames(b"0 "), Ok(()), "some programs write it");
    assert_eq!(frames(b""), Ok(()));
    assert_broken(&frames(b"-1").unwrap_err(), "frames");
}

#[test]
fn sizes_and_bits_that_cannot_be_are_errors() {
    let short = |tag, value| Object::new().with_short(tag, value).error();
    assert_broken(&short(ROWS, 0), "no row");
    assert_broken(&short(COLUMNS, 0), "no row");
    assert_broken(&short(ALLOCATED, 0), "no bit");
    assert_broken(&short(STORED, 0), "bits");
    assert_broken(&short(STORED, 9), "bits");
    assert_broken(&short(HIGH_BIT, 8), "bits");
    assert_broken(&short(HIGH_BIT, 6), "bits");
    assert_broken(&short(HIGH_BIT, 65_535), "bits");
    assert_broken(&short(SIGN, 2), "representation");
    assert_broken(&short(SAMPLES, 3), "samples");
    assert_unsupported(&short(ALLOCATED, 1), "segmentation");
    assert_unsupported(&short(ALLOCATED, 32), "32 bits");
    for needed in [ROWS, COLUMNS, ALLOCATED, STORED, SIGN, PHOTOMETRIC] {
        assert_broken(&Object::new().without(needed).error(), "does not say");
    }
    assert_eq!(Object::new().with_short(ROWS, 3).error(), cut(), "three pixels are missing");
}

#[test]
fn what_is_not_read_is_an_error_and_no_guess() {
    let lut = Object::new().with(MODALITY_LUT, "SQ", b"");
    assert_unsupported(&lut.error(), "lookup table");
    let float = Object::new().without(PIXELS).with(0x7fe0_0008, "OF", &[0; 24]);
    assert_unsupported(&float.error(), "real numbers");
    let photometric = |code: &[u8]| Object::new().with(PHOTOMETRIC, "CS", code).error();
    assert_unsupported(&photometric(b"YBR_PARTIAL_422 "), "video");
    assert_unsupported(&photometric(b"CMYK"), "CMYK");
    assert_unsupported(&photometric(b"Muster^Erika"), "unknown photometric");
}

#[test]
fn a_window_or_spacing_that_cannot_be_is_none() {
    let meaning =
        |tag, value: &[u8]| Object::new().with(tag, "DS", value).image().meaning().clone();
    assert_eq!(meaning(SPACING, b"0.5\\0.25").spacing_mm, Some([0.5, 0.25]));
    for spacing in [&b"0.5 "[..], b"0\\0 ", b"0.5\\-1", b"0,5\\0,5 ", b"1\\2\\3", b"nan\\1"] {
        assert_eq!(meaning(SPACING, spacing).spacing_mm, None, "{spacing:?}");
    }
    let both = Object::new().with(SPACING, "DS", b"0\\0 ").with(DETECTOR_SPACING, "DS", b"1\\2 ");
    assert_eq!(both.image().meaning().spacing_mm, Some([1.0, 2.0]));

    let window = |center: &[u8], width: &[u8]| {
        let object = Object::new().with(CENTER, "DS", center).with(WIDTH, "DS", width);
        object.image().meaning().window
    };
    assert_eq!(window(b" 40 ", b"400 "), Some(Window { center: 40.0, width: 400.0 }));
    assert_eq!(window(b"40\\600", b"400\\2e3 "), Some(Window { center: 40.0, width: 400.0 }));
    for width in [&b"0 "[..], b"-1", b"inf ", b""] {
        assert_eq!(window(b"40", width), None, "{width:?}");
    }
}

#[test]
fn a_rescale_that_cannot_be_is_an_error() {
    let rescaled = |slope: &[u8], intercept: &[u8]| {
        Object::new().with(SLOPE, "DS", slope).with(INTERCEPT, "DS", intercept)
    };
    assert_broken(&rescaled(b"0 ", b"0 ").error(), "slope is 0");
    assert_broken(&rescaled(b"NaN ", b"0 ").error(), "slope is no number");
    assert_broken(&rescaled(b"1 ", b"Muster").error(), "intercept is no number");
    assert!(rescaled(b"1e300 ", b"0 ").read().is_err(), "no image holds such values");

    let image = rescaled(b"-2", b" 100").image();
    assert_eq!(image.range(), ValueRange::new(-410.0, 100.0).unwrap());
    assert_eq!(image.values(), [100.0, 80.0, 60.0, 40.0, 20.0, -400.0]);
}

#[test]
fn a_unit_is_known_or_not_said() {
    let unit = |modality: &[u8], kind: Option<&[u8]>| {
        let object = Object::new().with(MODALITY, "CS", modality);
        let object = object.with(SLOPE, "DS", b"1 ").with(INTERCEPT, "DS", b"0 ");
        let object = kind.iter().fold(object, |it, kind| it.with(RESCALE_TYPE, "LO", kind));
        object.image().meaning().unit.clone()
    };
    assert_eq!(unit(b"CT", None).as_deref(), Some("HU"));
    assert_eq!(unit(b"MR", None), None);
    assert_eq!(unit(b"CT", Some(b"US")), None, "not specified");
    assert_eq!(unit(b"MR", Some(b"Scanner of St. Mary")), None, "free text");
    let plain = Object::new().with(MODALITY, "CS", b"CT").image();
    assert_eq!(plain.meaning().unit, None, "a CT without a rescale says nothing");
}

#[test]
fn low_values_that_are_white_are_turned_round_unless_they_have_a_unit() {
    let white = Object::new().with(PHOTOMETRIC, "CS", b"MONOCHROME1 ");
    let reading = white.read().unwrap();
    assert_eq!(reading.notes, [Note::TurnedRound]);
    assert_eq!(image(Ok(reading)).values(), [255.0, 245.0, 235.0, 225.0, 215.0, 5.0]);

    let dense = white.with(RESCALE_TYPE, "LO", b"OD").with(SLOPE, "DS", b"1 ");
    let reading = dense.with(INTERCEPT, "DS", b"0 ").read().unwrap();
    assert_eq!(reading.notes, [Note::LowIsWhite]);
    assert_eq!(image(Ok(reading)).values()[5].to_bits(), 250.0_f32.to_bits());
}

#[test]
fn people_are_noted_by_attribute_and_never_named() {
    let object = Object::new()
        .with(NAME, "PN", b"Mustermann^Erika")
        .with(BIRTH_DATE, "DA", b"19700101")
        .with(ID, "LO", b"P-0815 ");
    let reading = object.read().unwrap();
    let attributes = "patient’s name, birth date".to_owned();
    assert_eq!(reading.notes, [Note::HeaderIdentifiesPeople { attributes }]);
    assert_eq!(reading.subject.as_ref().map(|id| id.0.as_str()), Some("P-0815"));
    let shown = format!("{reading:?}{}", reading.notes[0]);
    let private = ["Mustermann", "19700101", "0815"];
    assert!(!private.iter().any(|word| shown.contains(word)), "{shown}");
    for (tag, value) in [(SPACING, "DS"), (SLOPE, "DS"), (FRAMES, "IS"), (PHOTOMETRIC, "CS")] {
        if let Err(error) = object.clone().with(tag, value, b"Mustermann^Erika").read() {
            assert!(!format!("{error:?} {error}").contains("Muster"), "{error:?}");
        }
    }

    let nobody = Object::new().with(NAME, "PN", b"  ").with(ID, "LO", b" \0").read().unwrap();
    assert_eq!((nobody.notes, nobody.subject), (vec![], None));
}

#[test]
fn what_else_is_in_a_file_is_noted() {
    let mut object = Object::new()
        .with(0x0028_0301, "CS", b"YES ")
        .with_short(PADDING, 250)
        .with_short(0x6000_0010, 2)
        .with_short(0x6002_0010, 2);
    object.preamble[..4].copy_from_slice(b"MZ\x90\0");
    let wanted = [
        Note::ForeignPreamble { kind: "a program for Windows" },
        Note::BurnedIn,
        Note::Overlays { planes: 2 },
        Note::PixelPadding { value: "250".to_owned(), pixels: 1 },
    ];
    assert_eq!(object.read().unwrap().notes, wanted);
    let absent = Object::new().with_short(PADDING, 251).read().unwrap();
    assert_eq!(absent.notes, [], "no pixel carries it");
}

#[test]
fn a_file_without_a_meta_header_is_read_with_a_note() {
    let body = Object::new().body();
    let reading = read(&Input::alone("IM0001", &body), &Limits::default()).unwrap();
    assert_eq!((reading.format, reading.notes.as_slice()), ("dicom", &[Note::NoMetaHeader][..]));
    assert_eq!(image(Ok(reading)), Object::new().image());

    let meta_alone = Object::new().bytes()[132..].to_vec();
    let reading = read(&Input::alone("IM0001", &meta_alone), &Limits::default()).unwrap();
    assert_eq!(reading.notes, [], "it says how it is written");

    let other = reading_error(b"once upon a time there was a file that was named like another");
    assert_eq!(other, Error::NotWhatItSays { format: "DICOM" });
    assert_eq!(reading_error(&Object::new().bytes()[..132]), cut());
}

fn reading_error(bytes: &[u8]) -> Error {
    reading(bytes).unwrap_err()
}

#[test]
fn odd_elements_are_passed_over_or_refused() {
    let head = Object { elements: vec![], ..Object::new() }.bytes();
    let before = |odd: &[u8]| reading(&[&head, odd, &Object::new().body()].concat());
    let sound = [
        element(0x0009_0010, "LO", b"SOMEBODY ELSE "),
        element(0x0009_1001, "UN", &[0xfe, 0xff, 0x00, 0xe0]),
        element(0x0008_0070, "LO", b"odd"),
    ];
    for odd in &sound {
        assert_eq!(image(before(odd)), Object::new().image());
    }
    let open = declared(0x0009_1001, "OB", u32::MAX, b"");
    assert_broken(&before(&open).unwrap_err(), "no sequence");
    let kind = element(0x0009_1001, "a1", b"");
    assert_broken(&before(&kind).unwrap_err(), "of what kind");
    let twice = element(ROWS, "US", &[2, 0]);
    assert_broken(&before(&twice).unwrap_err(), "twice");

    assert_broken(&Object::new().with(ROWS, "DS", b"2   ").error(), "16 bits");
    assert_broken(&Object::new().with(ROWS, "US", b"\x02\0\x03\0").error(), "16 bits");
    assert_broken(&Object::new().with(ROWS, "US", b"\x02").error(), "16 bits");
    let padded = Object::new().with(PIXELS, "OB", &[0, 10, 20, 30, 40, 250, 0]).image();
    assert_eq!(padded, Object::new().image(), "bytes behind the pixels");
    let behind = [Object::new().bytes(), vec![0; 100]].concat();
    assert_eq!(image(reading(&behind)), Object::new().image(), "zeros behind the elements");
}

#[test]
fn garbage_instead_of_compressed_pixels_is_an_error() {
    let garbage: Vec<u8> = (0..200_u8).map(|n| n.wrapping_mul(97)).collect();
    for syntax in [JPEG, LOSSLESS, JPEG_2000, RLE] {
        for piece in [&b""[..], &garbage, &[0xff; 100], &[0; 100], b"\xff\xd8\xff\xd9"] {
            let error = reading_error(&Object::new().compressed(syntax, piece));
            let damaged = matches!(error, Error::Broken { .. } | Error::Truncated { .. });
            assert!(damaged, "{syntax}: {error:?}");
        }
        let plain = Object { syntax, ..Object::new() }.error();
        assert_broken(&plain, "should be compressed");
    }
    let nothing = declared(PIXELS, "OB", u32::MAX, END_OF_SEQUENCE);
    let file = [Object { syntax: JPEG, ..Object::new().without(PIXELS) }.bytes(), nothing].concat();
    assert_broken(&reading_error(&file), "missing");
}

#[test]
fn a_jpeg_of_another_size_than_the_header_is_an_error() {
    let jpeg = |kind, bits, size| {
        reading_error(&Object::new().compressed(JPEG, &of_jpeg(kind, bits, size)))
    };
    assert_broken(&jpeg(0xc3, 8, [3, 2]), "another size");
    assert_broken(&jpeg(0xc0, 8, [2, 4]), "another size");
    assert_unsupported(&jpeg(0xc9, 8, [2, 3]), "arithmetic");
    assert_unsupported(&jpeg(0xc2, 12, [2, 3]), "12 bits");

    let mut sound = of_jpeg(0xc3, 8, [2, 3]);
    let gray = image(reading(&Object::new().compressed(LOSSLESS, &sound)));
    assert_eq!(gray.values(), [128.0; 6], "all differences are 0");
    let selection = sound.len() - 7;
    sound[selection] = 0;
    assert_broken(&reading_error(&Object::new().compressed(LOSSLESS, &sound)), "foretells");
}

#[test]
fn compressed_pixels_that_lost_their_middle_are_an_error_though_they_end_well() {
    // The pieces are the last element of these files.
    for file in [
        "jpeg_gray.dcm",
        "jpeg_lossless_16.dcm",
        "jpeg_extended_12.dcm",
        "MR_small_jp2klossless.dcm",
        "rle_16.dcm",
    ] {
        let bytes = golden(file);
        let last = bytes.windows(4).rposition(|window| window == ITEM).unwrap();
        let piece = &bytes[last + 8..bytes.len() - 8];
        let end = piece.windows(2).rposition(|window| window == b"\xff\xd9");
        let end = end.unwrap_or(piece.len());
        let cut = [&piece[..end - 40], &piece[end..]].concat();
        let length = u32::try_from(cut.len()).unwrap().to_le_bytes();
        let file_cut = [&bytes[..last + 4], &length, &cut, END_OF_SEQUENCE].concat();
        let error = reading_error(&file_cut);
        let damaged = matches!(error, Error::Broken { .. } | Error::Truncated { .. });
        assert!(damaged, "{file}: {error:?}");
    }
}

#[test]
fn the_same_pixels_are_the_same_content_however_they_are_written() {
    let hash = |file: &str| reading(&golden(file)).unwrap().contents.content_hashes();
    let plain = hash("MR_small.dcm");
    for file in [
        "MR_small_RLE.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_implicit.dcm",
        "MR_small_jp2klossless.dcm",
    ] {
        assert_eq!(hash(file), plain, "{file}");
    }
}
