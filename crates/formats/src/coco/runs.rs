//! Run lengths written as letters.

/// The letter of 0; each letter holds six bits.
const ZERO: u8 = b'0';
/// More letters of the same number follow.
const MORE: i64 = 0x20;
/// In a number's last letter: the number is negative.
const NEGATIVE: i64 = 0x10;
/// Letters of a number beyond which it is none that can be a length.
const MOST_LETTERS: u32 = 12;

/// Reads run lengths of COCO's `counts` when these are words; nothing when they are none.
///
/// Five bits a letter, the lowest first; from the fourth on, each number is what the length
/// exceeds the last but one by.
///
/// # Source
///
/// T.-Y. Lin et al., the mask API of COCO, <https://cocodataset.org>.
pub(super) fn decoded(letters: &str) -> Option<Vec<u64>> {
    let mut counts: Vec<i64> = Vec::new();
    let (mut number, mut n_letters) = (0_i64, 0);
    for letter in letters.bytes() {
        let bits = i64::from(letter.checked_sub(ZERO).filter(|bits| *bits < 64)?);
        if n_letters == MOST_LETTERS {
            return None;
        }
        number |= (bits & 0x1f) << (5 * n_letters);
        n_letters += 1;
        if bits & MORE != 0 {
            continue;
        }
        if bits & NEGATIVE != 0 {
            number |= -1 << (5 * n_letters);
        }
        if let [_, .., before, _] = counts[..] {
            number = number.checked_add(before)?;
        }
        counts.push(number);
        (number, n_letters) = (0, 0);
    }
    if n_letters != 0 {
        return None;
    }
    counts.into_iter().map(|count| u64::try_from(count).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_that_pycocotools_wrote() {
        let counts = [13, 3, 3, 4, 2, 3, 3, 3, 14];
        assert_eq!(decoded("=331OO10;"), Some(counts.to_vec()));
    }

    #[test]
    fn letters_that_are_no_lengths_are_nothing() {
        for odd in [" ", "é", "P", "PPPPPPPPPPPPPPPPPPPP0", "O"] {
            assert_eq!(decoded(odd), None, "{odd}");
        }
        assert_eq!(decoded(""), Some(Vec::new()));
    }
}
