//! NPY: one array of `NumPy`, read as feature vectors or as signals.

use std::io;
use std::sync::Arc;

use npyz::{Endianness, TypeChar, TypeStr, WriterBuilder};
use samples::{Channel, Contents, Signal, Vectors};

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
        let shape = Shape::of(&header.shape)?;
        let given = shape.cells();
        if limits.cells < given {
            return Err(Error::TooManyCells { given, limit: limits.cells });
        }
        let values = numbers(&header, body, notes)?;
        Ok(match shape {
            Shape::Vectors { n, d } => {
                let values = if header.by_columns { by_rows(&values, n, d) } else { values };
                Contents::Vectors(Vectors::new(n, d, values)?)
            }
            Shape::Signals { n, length, n_channels } => {
                // By columns the values of one place lie together, whatever their signal.
                let [of_signal, of_place, of_channel] = if header.by_columns {
                    [1, n, n * length]
                } else {
                    [length * n_channels, n_channels, 1]
                };
                let channels: Arc<[Channel]> = vec![Channel::default(); n_channels].into();
                let signal = |signal: usize| {
                    let places = (0..n_channels).flat_map(|channel| {
                        let first = signal * of_signal + channel * of_channel;
                        (0..length).map(move |place| first + place * of_place)
                    });
                    let values = places.map(|at| values[at]).collect();
                    Signal::new(Arc::clone(&channels), None, length, values)
                };
                Contents::Signals((0..n).map(signal).collect::<samples::Result<_>>()?)
            }
        })
    }
}

/// What the axes mean.
#[derive(Clone, Copy)]
enum Shape {
    Vectors { n: usize, d: usize },
    Signals { n: usize, length: usize, n_channels: usize },
}

impl Shape {
    fn of(axes: &[u64]) -> Result<Self> {
        if !(2..=3).contains(&axes.len()) {
            return Err(Error::NotVectors { shape: axes.to_vec() });
        }
        // What no memory can hold is told by the limit, which is far below.
        let shape: Vec<usize> =
            axes.iter().map(|&side| usize::try_from(side).unwrap_or(usize::MAX)).collect();
        if shape.contains(&0) {
            return Err(samples::Error::Empty { shape }.into());
        }
        Ok(match shape[..] {
            [n, length, n_channels] => Shape::Signals { n, length, n_channels },
            _ => Shape::Vectors { n: shape[0], d: shape[1] },
        })
    }

    /// Returns how many values there are; a signal takes the room of some even if it has fewer.
    fn cells(self) -> u64 {
        const LEAST: usize = 32;
        let (n, each) = match self {
            Shape::Vectors { n, d } => (n, d),
            Shape::Signals { n, length, n_channels } => {
                (n, length.saturating_mul(n_channels).max(LEAST))
            }
        };
        n.saturating_mul(each) as u64
    }
}

/// Returns all values in the order in which they lie in the file.
fn numbers(header: &Header, body: &[u8], notes: &mut Notes) -> Result<Vec<f64>> {
    let kind = Kind::of(&header.kind)?;
    let n = header.shape.iter().try_fold(1, |product: u64, &side| product.checked_mul(side));
    let n_bytes = n.and_then(|n| usize::try_from(n).ok()?.checked_mul(kind.size));
    let Some(body) = n_bytes.and_then(|end| body.get(..end)) else {
        return Err(Error::Truncated { format: TITLE });
    };
    let mut rounded = 0;
    let values: Vec<f64> = match (kind.number, kind.big_endian) {
        // What most files hold is read side by side.
        (Number::Single, false) => {
            let (values, _) = body.as_chunks();
            values.iter().map(|&bytes| f64::from(f32::from_le_bytes(bytes))).collect()
        }
        (Number::Double, false) => {
            let (values, _) = body.as_chunks();
            values.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect()
        }
        _ => {
            let values = body.chunks_exact(kind.size);
            values.map(|bytes| kind.number(bytes, &mut rounded)).collect()
        }
    };
    if 0 < rounded {
        notes.add(Note::Rounded { values: rounded });
    }
    Ok(values)
}

/// Returns vectors as an array of 64 bit numbers, little end first, row by row.
///
/// # Errors
///
/// [`Error::Unwritable`].
pub fn write_npy(vectors: &Vectors) -> Result<Vec<u8>> {
    let shape = [vectors.n() as u64, vectors.d() as u64];
    encode(&shape, vectors.values().iter().copied()).map_err(|error| unwritable(error.to_string()))
}

/// Returns signals of one shape as an array `[samples, length, channels]` of 64 bit numbers,
/// little end first.
///
/// Rate, names, units and marks have no place in such a file.
///
/// # Errors
///
/// [`Error::Unwritable`], also without a signal and when two differ in shape.
pub fn write_npy_signals(signals: &[Signal]) -> Result<Vec<u8>> {
    let first = signals.first().ok_or_else(|| unwritable("there is no signal"))?;
    let shape = |signal: &Signal| [signal.length(), signal.channels().len()];
    let [length, n_channels] = shape(first);
    if signals.iter().any(|signal| shape(signal) != [length, n_channels]) {
        return Err(unwritable("the signals differ in shape"));
    }
    let values = signals.iter().flat_map(|signal| {
        (0..length).flat_map(move |place| {
            (0..n_channels).map(move |channel| signal.channel(channel)[place])
        })
    });
    let shape = [signals.len() as u64, length as u64, n_channels as u64];
    encode(&shape, values).map_err(|error| unwritable(error.to_string()))
}

fn unwritable(detail: impl Into<String>) -> Error {
    Error::Unwritable { format: TITLE, detail: detail.into() }
}

fn encode(shape: &[u64], values: impl Iterator<Item = f64>) -> io::Result<Vec<u8>> {
    let mut file = Vec::new();
    let kind = "<f8".parse::<TypeStr>().map_err(io::Error::other)?;
    let mut writer = npyz::WriteOptions::<f64>::new()
        .dtype(npyz::DType::Plain(kind))
        .shape(shape)
        .writer(&mut file)
        .begin_nd()?;
    writer.extend(values)?;
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
pub(crate) fn half(bits: u64) -> f64 {
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
