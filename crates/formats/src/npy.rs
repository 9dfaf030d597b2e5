//! NPY: one array of `NumPy`, read as feature vectors.

use std::io;

use npyz::{Endianness, TypeChar, TypeStr, WriterBuilder};
use samples::{Contents, Vectors};

use crate::{Error, Format, Input, Limits, Match, Note, Notes, Peek, Result};

/// See <https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html>.
pub(crate) struct Npy;

const TITLE: &str = "NPY";
const SIGNATURE: &[u8] = b"\x93NUMPY";

impl Format for Npy {
    fn id(&self) -> &'static str {
        "npy"
    }

    fn title(&self) -> &'static str {
        TITLE
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["npy"]
    }

    fn recognise(&self, file: &Peek<'_>) -> Match {
        if file.head.starts_with(SIGNATURE) {
            Match::BySignature
        } else if file.has_extension(self.extensions()) {
            Match::ByName
        } else {
            Match::No
        }
    }

    fn read(&self, input: &Input<'_>, limits: &Limits, notes: &mut Notes) -> Result<Contents> {
        let (header, body) = split(input.bytes)?;
        let header = Header::of(header)?;
        let [n, d] = *header.shape.as_slice() else {
            let shape = header.shape;
            let signals = shape.len() == 3;
            return Err(if signals {
                Error::Signals { shape }
            } else {
                Error::NotVectors { shape }
            });
        };
        let given = n.saturating_mul(d);
        if limits.cells < given {
            return Err(Error::TooManyCells { given, limit: limits.cells });
        }
        let kind = Kind::of(&header.kind)?;
        let cut = Error::Truncated { format: TITLE };
        let whole = |number: u64| usize::try_from(number).map_err(|_| cut.clone());
        let (n, d) = (whole(n)?, whole(d)?);
        let n_bytes = whole(given)?.checked_mul(kind.size);
        let Some(body) = n_bytes.and_then(|end| body.get(..end)) else { return Err(cut) };

        let mut rounded = 0;
        let values = body.chunks_exact(kind.size).map(|bytes| kind.number(bytes, &mut rounded));
        let values: Vec<f64> = values.collect();
        if 0 < rounded {
            notes.add(Note::Rounded { values: rounded });
        }
        let values = if header.by_columns { by_rows(&values, n, d) } else { values };
        Ok(Contents::Vectors(Vectors::new(n, d, values)?))
    }
}

/// Returns vectors as an array of 64 bit numbers, little end first, row by row.
///
/// # Errors
///
/// [`Error::Unwritable`].
pub fn write_npy(vectors: &Vectors) -> Result<Vec<u8>> {
    encode(vectors).map_err(|error| Error::Unwritable { format: TITLE, detail: error.to_string() })
}

fn encode(vectors: &Vectors) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    let kind = "<f8".parse::<TypeStr>().map_err(io::Error::other)?;
    let mut writer = npyz::WriteOptions::<f64>::new()
        .dtype(npyz::DType::Plain(kind))
        .shape(&[vectors.n() as u64, vectors.d() as u64])
        .writer(&mut file)
        .begin_nd()?;
    writer.extend(vectors.values().iter().copied())?;
    writer.finish()?;
    Ok(file)
}

fn broken(detail: &str) -> Error {
    Error::Broken { format: TITLE, detail: detail.to_owned() }
}

/// Splits a file into the text of its header and the values behind.
fn split(bytes: &[u8]) -> Result<(&str, &[u8])> {
    let rest = bytes.strip_prefix(SIGNATURE).ok_or(Error::NotWhatItSays { format: TITLE })?;
    let cut = Error::Truncated { format: TITLE };
    let (length, rest) = match *rest {
        [1, _, a, b, ref rest @ ..] => (u32::from(u16::from_le_bytes([a, b])), rest),
        [2 | 3, _, a, b, c, d, ref rest @ ..] => (u32::from_le_bytes([a, b, c, d]), rest),
        [] | [1..=3, ..] => return Err(cut),
        [version, ..] => {
            return Err(Error::Unsupported { format: TITLE, what: format!("version {version}") });
        }
    };
    let Some((header, body)) = rest.split_at_checked(length as usize) else { return Err(cut) };
    let header = std::str::from_utf8(header).map_err(|_| broken("its header is no text"))?;
    Ok((header, body))
}

/// What the header says.
struct Header {
    kind: String,
    by_columns: bool,
    shape: Vec<u64>,
}

impl Header {
    /// Reads the three entries of the dictionary and nothing else of Python.
    ///
    /// A full parser of Python's literals would follow hostile nesting into the ground.
    fn of(text: &str) -> Result<Self> {
        let kind = entry(text, "descr")?;
        let quote = kind.chars().next().filter(|first| matches!(first, '\'' | '"'));
        let Some(quote) = quote else {
            return Err(Error::Unsupported {
                format: TITLE,
                what: "an array of records".to_owned(),
            });
        };
        let (kind, _) = kind[1..].split_once(quote).ok_or_else(|| broken("its type is cut"))?;

        let order = entry(text, "fortran_order")?;
        let by_columns = match order {
            _ if order.starts_with("True") => true,
            _ if order.starts_with("False") => false,
            _ => return Err(broken("its order is neither True nor False")),
        };

        let shape = entry(text, "shape")?.strip_prefix('(').and_then(|rest| rest.split_once(')'));
        let (shape, _) = shape.ok_or_else(|| broken("its shape is no tuple"))?;
        let sides = shape.split(',').map(str::trim).filter(|side| !side.is_empty());
        let shape = sides.map(|side| side.trim_end_matches('L').parse());
        let shape = shape.collect::<std::result::Result<_, _>>();
        let shape = shape.map_err(|_| broken("its shape holds no whole numbers"))?;
        Ok(Header { kind: kind.to_owned(), by_columns, shape })
    }
}

/// Returns the text behind `'key':`.
fn entry<'a>(text: &'a str, key: &str) -> Result<&'a str> {
    let behind =
        |quote: char| text.split_once(&format!("{quote}{key}{quote}")).map(|(_, rest)| rest);
    behind('\'')
        .or_else(|| behind('"'))
        .and_then(|rest| rest.trim_start().strip_prefix(':'))
        .map(str::trim_start)
        .ok_or_else(|| broken("an entry of its header is missing"))
}

/// How one number is written.
#[derive(Clone, Copy)]
struct Kind {
    number: Number,
    size: usize,
    big_endian: bool,
}

#[derive(Clone, Copy)]
enum Number {
    Half,
    Single,
    Double,
    Signed,
    Unsigned,
}

impl Kind {
    fn of(text: &str) -> Result<Self> {
        let unsupported = || Error::Unsupported { format: TITLE, what: format!("type {text:.16}") };
        if text.ends_with('O') {
            return Err(Error::Pickled);
        }
        let parsed: TypeStr = text.parse().map_err(|_| unsupported())?;
        let (number, size) = match (parsed.type_char(), parsed.size_field()) {
            (TypeChar::Float, 2) => (Number::Half, 2),
            (TypeChar::Float, 4) => (Number::Single, 4),
            (TypeChar::Float, 8) => (Number::Double, 8),
            (TypeChar::Int, size @ (1 | 2 | 4 | 8)) => (Number::Signed, size),
            (TypeChar::Uint, size @ (1 | 2 | 4 | 8)) => (Number::Unsigned, size),
            (TypeChar::Bool, 1) => (Number::Unsigned, 1),
            _ => return Err(unsupported()),
        };
        let size = usize::try_from(size).map_err(|_| unsupported())?;
        Ok(Kind { number, size, big_endian: parsed.endianness() == Endianness::Big })
    }

    /// Returns the number that `size` bytes spell; counts a whole one that had to be rounded.
    fn number(self, bytes: &[u8], rounded: &mut u64) -> f64 {
        let join = |sum: u64, &digit: &u8| sum << 8 | u64::from(digit);
        let bits = if self.big_endian {
            bytes.iter().fold(0, join)
        } else {
            bytes.iter().rev().fold(0, join)
        };
        match self.number {
            Number::Half => half(bits),
            Number::Single => f64::from(f32::from_bits(u32::try_from(bits).unwrap_or(0))),
            Number::Double => f64::from_bits(bits),
            Number::Unsigned => {
                *rounded += u64::from(!is_kept(bits));
                bits as f64
            }
            Number::Signed => {
                // The sign moves up to the top and is drawn down again.
                let unused = 64 - 8 * u32::try_from(self.size).unwrap_or(8);
                let signed = (bits << unused).cast_signed() >> unused;
                *rounded += u64::from(!is_kept(signed.unsigned_abs()));
                signed as f64
            }
        }
    }
}

/// Says whether 53 bits, which a real number has, hold a whole number.
fn is_kept(size: u64) -> bool {
    size == 0 || 64 - size.leading_zeros() - size.trailing_zeros() <= f64::MANTISSA_DIGITS
}

/// Returns the number that IEEE 754 binary16 bits stand for.
fn half(bits: u64) -> f64 {
    let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
    let fraction = (bits & 1023) as f64 / 1024.0;
    match bits >> 10 & 31 {
        0 => sign * fraction / 16384.0,
        31 if fraction <= 0.0 => sign * f64::INFINITY,
        31 => f64::NAN,
        exponent => sign * (1.0 + fraction) * (1_u64 << exponent) as f64 / 32768.0,
    }
}

/// Turns values that lie column by column into rows.
fn by_rows(values: &[f64], n: usize, d: usize) -> Vec<f64> {
    (0..n).flat_map(|row| (0..d).map(move |column| values[column * n + row])).collect()
}
