//! Thrift's compact protocol, as far as it takes to count before memory is taken.

/// What is left of the bytes.
pub(super) struct Thrift<'a>(pub(super) &'a [u8]);

/// The kinds of values that are asked for; the others are skipped.
pub(super) const WHOLE_32: u8 = 5;
pub(super) const LIST: u8 = 9;
pub(super) const STRUCT: u8 = 12;

/// Values within values, at most.
const DEEPEST: u8 = 32;

impl Thrift<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(byte)
    }

    fn pass(&mut self, n: u64) -> Option<()> {
        self.0 = self.0.get(usize::try_from(n).ok()?..)?;
        Some(())
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    /// Reads a whole number with its sign in the lowest bit.
    pub(super) fn whole(&mut self) -> Option<i64> {
        let bits = self.varint()?;
        Some((bits >> 1).cast_signed() ^ -(bits & 1).cast_signed())
    }

    /// Reads the length of a list and the kind of its values.
    pub(super) fn list(&mut self) -> Option<(u64, u8)> {
        let head = self.byte()?;
        let short = u64::from(head >> 4);
        let length = if short == 15 { self.varint()? } else { short };
        Some((length, head & 15))
    }

    /// Reads a struct: `field` gets the number and the kind of each field, and reads or skips it.
    pub(super) fn fields(
        &mut self,
        mut field: impl FnMut(&mut Self, i64, u8) -> Option<()>,
    ) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let (step, kind) = (i64::from(head >> 4), head & 15);
            if kind == 0 {
                return Some(());
            }
            id = if step == 0 { self.whole()? } else { id.checked_add(step)? };
            field(self, id, kind)?;
        }
    }

    /// Skips the value of a field.
    pub(super) fn skip(&mut self, kind: u8) -> Option<()> {
        self.skip_within(kind, DEEPEST)
    }

    fn skip_within(&mut self, kind: u8, depth: u8) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind {
            // The kind of a field tells a truth value.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.varint().map(|_| ()),
            7 => self.pass(8),
            8 => {
                let length = self.varint()?;
                self.pass(length)
            }
            LIST | 10 => {
                let (length, kind) = self.list()?;
                (0..length).try_for_each(|_| self.skip_item(kind, depth))
            }
            11 => {
                let length = self.varint()?;
                let kinds = if length == 0 { 0 } else { self.byte()? };
                (0..length).try_for_each(|_| {
                    self.skip_item(kinds >> 4, depth)?;
                    self.skip_item(kinds & 15, depth)
                })
            }
            STRUCT => self.fields(|rest, _, kind| rest.skip_within(kind, depth)),
            _ => None,
        }
    }

    /// Skips a value of a list, where a truth value takes a byte.
    fn skip_item(&mut self, kind: u8, depth: u8) -> Option<()> {
        if matches!(kind, 1 | 2) { self.pass(1) } else { self.skip_within(kind, depth) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_their_sign_in_the_lowest_bit() {
        let of = |bytes: &[u8]| Thrift(bytes).whole();
        assert_eq!(of(&[0]), Some(0));
        assert_eq!(of(&[1]), Some(-1));
        assert_eq!(of(&[0x80, 0x01]), Some(64));
        assert_eq!(of(&[0xff; 11]), None, "longer than any number");
        assert_eq!(of(&[0x80]), None, "cut");
    }

    #[test]
    fn a_value_is_skipped_with_all_that_it_holds() {
        // A list of two structs: {1: "ab"}, {2: 7}; behind it one more byte.
        let bytes = [0x2c, 0x18, 2, b'a', b'b', 0, 0x25, 14, 0, 99];
        let mut rest = Thrift(&bytes);
        assert_eq!(rest.skip(LIST), Some(()));
        assert_eq!(rest.0, [99]);
    }

    #[test]
    fn lists_without_their_values_and_endless_nesting_are_refused() {
        assert_eq!(Thrift(&[0xf5, 0xff, 0xff, 0xff, 0x7f]).skip(LIST), None);
        assert_eq!(Thrift(&[0x19; 10_000]).skip(LIST), None, "a list in a list in a list …");
        assert_eq!(Thrift(&[0x1c; 10_000]).skip(STRUCT), None);
    }
}
