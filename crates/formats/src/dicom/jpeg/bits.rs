//! The bits of compressed numbers.

use std::borrow::Cow;

use super::super::broken;
use crate::{Error, Result};

/// The bits between two restarts.
///
/// Bits behind the end can be looked at, as zeros, and not taken.
pub(super) struct Bits<'a> {
    bytes: Cow<'a, [u8]>,
    at: usize,
    /// The next bits, from the highest.
    ahead: u64,
    n_ahead: usize,
}

impl<'a> Bits<'a> {
    #[cfg(test)]
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Bits { bytes: Cow::Borrowed(bytes), at: 0, ahead: 0, n_ahead: 0 }
    }

    /// Splits off the bits before the next restart, without the zeros that follow bytes of ones.
    pub(super) fn split_off(data: &mut &'a [u8]) -> Self {
        let is_restart = |pair: &[u8]| pair[0] == 0xff && matches!(pair[1], 0xd0..=0xd7);
        let end = data.windows(2).position(is_restart).unwrap_or(data.len());
        let (interval, rest) = data.split_at(end);
        *data = rest.get(2..).unwrap_or_default();

        let mut bytes = Vec::with_capacity(interval.len());
        let mut before = 0;
        for &byte in interval {
            if !(byte == 0 && before == 0xff) {
                bytes.push(byte);
            }
            before = byte;
        }
        Bits { bytes: Cow::Owned(bytes), at: 0, ahead: 0, n_ahead: 0 }
    }

    pub(super) fn no_code() -> Error {
        broken("its JPEG holds bits that mean nothing")
    }

    fn fill(&mut self) {
        while self.n_ahead <= 56 {
            let Some(&byte) = self.bytes.get(self.at) else { return };
            self.ahead |= u64::from(byte) << (56 - self.n_ahead);
            self.n_ahead += 8;
            self.at += 1;
        }
    }

    pub(super) fn peek_16(&mut self) -> u32 {
        if self.n_ahead < 16 {
            self.fill();
        }
        u32::from(u16::try_from(self.ahead >> 48).unwrap_or(0))
    }

    pub(super) fn skip(&mut self, n: usize) -> Result<()> {
        if self.n_ahead < n {
            self.fill();
        }
        if self.n_ahead < n {
            return Err(broken("its JPEG ends before its pixels do"));
        }
        self.ahead <<= n;
        self.n_ahead -= n;
        Ok(())
    }

    /// Returns a number of up to 16 bits, whose first bit tells its sign.
    pub(super) fn signed(&mut self, n: u8) -> Result<i32> {
        match n {
            0 => Ok(0),
            1..=16 => {
                let raw = self.peek_16() >> (16 - n);
                self.skip(n.into())?;
                let raw = i32::try_from(raw).map_err(|_| Self::no_code())?;
                Ok(if raw < 1 << (n - 1) { raw + 1 - (1 << n) } else { raw })
            }
            _ => Err(Self::no_code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn restarts_and_stuffed_zeros_are_no_numbers() {
        let mut data: &[u8] = &[1, 0xff, 0x00, 2, 0xff, 0xd3, 4];
        assert_eq!(Bits::split_off(&mut data).bytes.as_ref(), [1, 0xff, 2]);
        assert_eq!(Bits::split_off(&mut data).bytes.as_ref(), [4]);
        assert_eq!(Bits::split_off(&mut data).bytes.as_ref(), b"");
    }

    #[test]
    fn numbers_that_begin_with_a_zero_are_negative() {
        let mut bits = Bits::of(&[0b0011_1010]);
        assert_eq!(bits.signed(2), Ok(-3));
        assert_eq!(bits.signed(2), Ok(3));
        assert_eq!(bits.signed(0), Ok(0));
        assert!(bits.signed(5).is_err(), "four are left");
    }
}
