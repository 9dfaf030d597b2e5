//! The fields of a Protocol Buffers message, one after the other, without copying.

use crate::{Error, Result};

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Held<'a> {
    /// A whole number.
    Number(u64),
    /// A text, a message, or packed numbers.
    Bytes(&'a [u8]),
    /// Four or eight bytes.
    Fixed(&'a [u8]),
}

impl<'a> Held<'a> {
    /// Returns the bytes; none when it is something else.
    pub(crate) fn bytes(self) -> &'a [u8] {
        match self {
            Held::Bytes(bytes) => bytes,
            Held::Number(_) | Held::Fixed(_) => &[],
        }
    }

    /// Returns the text; what is no text is replaced.
    pub(crate) fn text(self) -> String {
        String::from_utf8_lossy(self.bytes()).into_owned()
    }
}

/// Walks through the fields of a message: their numbers, and what they hold.
pub(crate) struct Fields<'a> {
    rest: &'a [u8],
    broken: bool,
}

impl<'a> Fields<'a> {
    pub(crate) fn of(message: &'a [u8]) -> Self {
        Fields { rest: message, broken: false }
    }

    fn field(&mut self) -> Result<(u64, Held<'a>)> {
        let key = self.number()?;
        let held = match key & 7 {
            0 => Held::Number(self.number()?),
            1 => Held::Fixed(self.take(8)?),
            2 => {
                let n = self.number()?;
                Held::Bytes(self.take(n)?)
            }
            5 => Held::Fixed(self.take(4)?),
            other => {
                let reason = format!("it has a field of the unknown kind {other}");
                return Err(Error::NotOnnx { reason });
            }
        };
        Ok((key >> 3, held))
    }

    fn take(&mut self, n: u64) -> Result<&'a [u8]> {
        let cut = usize::try_from(n).ok().and_then(|n| self.rest.split_at_checked(n));
        let Some((taken, rest)) = cut else {
            return Err(Error::Truncated { wanted: n, given: self.rest.len() });
        };
        self.rest = rest;
        Ok(taken)
    }

    /// Reads seven bits at a time, the lowest first.
    fn number(&mut self) -> Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(Error::NotOnnx { reason: "it has a number of more than 64 bits".to_owned() })
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = Result<(u64, Held<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() || self.broken {
            return None;
        }
        let field = self.field();
        self.broken = field.is_err();
        Some(field)
    }
}

/// Reads numbers that stand one after the other, up to the first that is cut short.
pub(crate) fn packed(bytes: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let mut fields = Fields::of(bytes);
    std::iter::from_fn(move || (!fields.rest.is_empty()).then(|| fields.number().ok()).flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_the_format_s_own_description_has_them() {
        // The examples of the page "Encoding": 150 in field 1, "testing" in field 2.
        let message = [&[0x08, 0x96, 0x01, 0x12, 0x07][..], b"testing"].concat();
        let fields: Vec<_> = Fields::of(&message).collect::<Result<_>>().unwrap();
        assert_eq!(fields, [(1, Held::Number(150)), (2, Held::Bytes(b"testing"))]);
        assert_eq!(
            packed(&[0x03, 0x8e, 0x02, 0x9e, 0xa7, 0x05]).collect::<Vec<_>>(),
            [3, 270, 86942]
        );
    }

    #[test]
    fn what_ends_too_early_says_so_once() {
        let fields: Vec<_> = Fields::of(&[0x12, 0x07, b't']).collect();
        assert_eq!(fields, [Err(Error::Truncated { wanted: 7, given: 1 })]);
    }

    #[test]
    fn a_number_without_an_end_is_refused() {
        assert!(matches!(Fields::of(&[0xff; 20]).next(), Some(Err(Error::NotOnnx { .. }))));
    }
}
