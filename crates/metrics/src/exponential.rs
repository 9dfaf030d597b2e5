//! The exponential function as plain arithmetic, so that processors do several at once.

/// The base-2 logarithm of e.
const LOG2_E: f64 = std::f64::consts::LOG2_E;
/// ln 2 in two parts: a whole number below 2^11 times the first is exact.
const LN_2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN_2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Added and taken away again, it rounds to a whole number, which then stands in the lowest bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52
/// Below, the result is taken as 0; above, as that of this number.
const LOWEST: f64 = -708.0;
const HIGHEST: f64 = 709.0;

/// Returns e to the power of `x`, within 4e-16 of it relative to its size.
///
/// 0 below -708, where results are beyond the numbers of full precision; no more than e^709.
#[expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]
#[inline(always)]
pub(crate) fn exp(x: f64) -> f64 {
    let bounded = x.clamp(LOWEST, HIGHEST);
    let shifted = bounded * LOG2_E + ROUNDER;
    let power = shifted - ROUNDER;
    let rest = (bounded - power * LN_2_HIGH) - power * LN_2_LOW;
    // The series to 13 terms: |rest| is at most 0.3466, where the next one is below 5e-18.
    let mut sum = 1.0 / 6_227_020_800.0;
    for term in TERMS {
        sum = sum * rest + term;
    }
    // The sum starts at rest², so that the largest terms are added last and lose least.
    let value = 1.0 + (rest + rest * rest * sum);
    // The whole number moves into the exponent.
    let scale = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
    if x < LOWEST { 0.0 } else { value * scale }
}

/// 1/12!, 1/11!, ..., 1/2!.
const TERMS: [f64; 11] = [
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    1.0 / 2.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential_function() {
        for at in -70_700..=70_900 {
            let x = f64::from(at) * 0.01 + f64::from(at) * 1e-7;
            if x.abs() <= 700.0 {
                let (ours, expected) = (exp(x), x.exp());
                assert!((ours - expected).abs() <= 4e-16 * expected, "{x}: {ours}, {expected}");
            }
        }
        assert!((exp(0.0) - 1.0).abs() <= 0.0);
        assert!(exp(-1e300).abs() <= 0.0 && exp(f64::NEG_INFINITY).abs() <= 0.0);
        assert!(exp(f64::INFINITY).is_finite());
    }
}
