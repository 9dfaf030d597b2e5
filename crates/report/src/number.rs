//! Numbers as they are read, and as they are kept.

/// Returns `value` with three significant digits, as a page shows it.
///
/// # Value
///
/// A true minus sign; thin spaces between thousands; zeros that carry a digit
/// stay (`0.620`, `1.00`). Integers below 10,000 keep their digits. Infinity is
/// `∞`, NaN is `–`. Below 0.0001 and from a million on, powers of ten.
///
/// # Example
///
/// ```
/// assert_eq!(report::number::shown(0.61983), "0.620");
/// assert_eq!(report::number::shown(-12.345), "−12.3");
/// assert_eq!(report::number::shown(48131.0), "48\u{2009}100");
/// ```
pub fn shown(value: f64) -> String {
    if value.is_nan() {
        return "–".to_owned();
    }
    let sign = if value < 0.0 { "−" } else { "" };
    let size = value.abs();
    if size.is_infinite() {
        return format!("{sign}∞");
    }
    if size == 0.0 {
        return "0".to_owned();
    }
    // Rounding comes first: 0.99961 is 1.00, not 1.000.
    let scientific = format!("{size:.2e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..6).contains(&exponent) {
        return format!("{sign}{mantissa} · 10{}", raised(exponent));
    }
    if size.fract() == 0.0 && size < 10_000.0 {
        return format!("{sign}{size}");
    }
    let rounded: f64 = scientific.parse().unwrap_or(size);
    let decimals = usize::try_from(2 - exponent).unwrap_or(0);
    let text = format!("{rounded:.decimals$}");
    format!("{sign}{}", if decimals == 0 { grouped(&text) } else { text })
}

/// Returns a value with its interval, all with the same decimals: `0.62 [0.55, 0.69]`.
///
/// The largest of the three numbers gets two significant digits, or three when
/// the interval is narrow enough to make use of the third.
pub fn with_interval(value: f64, interval: Option<(f64, f64)>) -> String {
    with_interval_beside(value, interval, &[])
}

/// Returns the same with as many more decimals as it takes, up to six, for each end to stand on its own
/// side of the numbers that it is compared with: an interval that holds 0.5 by little is not `[0.42, 0.50]`
/// like one that does not.
///
/// # Example
///
/// ```
/// let near = report::number::with_interval_beside(0.4553, Some((0.4131, 0.4972)), &[0.5]);
/// assert_eq!(near, "0.455 [0.413, 0.497]");
/// ```
pub fn with_interval_beside(value: f64, interval: Option<(f64, f64)>, beside: &[f64]) -> String {
    let Some((low, high)) = interval else { return shown(value) };
    let largest = value.abs().max(low.abs()).max(high.abs());
    let width = high - low;
    if !(width.is_finite() && 0.0 < width && (1e-3..1e4).contains(&largest)) {
        return format!("{} [{}, {}]", shown(value), shown(low), shown(high));
    }
    let stands = |decimals: usize| {
        let rounded = |end: f64| fixed(end, decimals).replace('−', "-").parse().unwrap_or(end);
        let side = |end: f64, at: &f64| end.partial_cmp(at);
        [low, high]
            .iter()
            .all(|&end| beside.iter().all(|at| side(rounded(end), at) == side(end, at)))
    };
    let first = decimals_for(largest, width);
    let decimals = (first..=6).find(|&decimals| stands(decimals)).unwrap_or(first);
    let text = |value: f64| fixed(value, decimals);
    format!("{} [{}, {}]", text(value), text(low), text(high))
}

/// Returns a count with thin spaces between thousands.
pub fn count(n: u64) -> String {
    grouped(&n.to_string())
}

/// Returns `value` rounded to a whole number, at the nearest end when it is beyond `u32`.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Both saturate, as the name says.
pub(crate) fn whole(value: f64) -> u32 {
    value.round() as u32
}

/// Returns `value` with `decimals` digits after the point and a true minus sign.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(digits) if digits.bytes().any(|b| b.is_ascii_digit() && b != b'0') => {
            format!("−{digits}")
        }
        Some(zeros) => zeros.to_owned(),
        None => text,
    }
}

/// Decimals for an interval of `width` whose largest number is `largest`.
fn decimals_for(largest: f64, width: f64) -> usize {
    // Below 10 two decimals are the habit of the field: 0.62, 1.00, 3.40.
    let two_digits =
        if (1.0..10.0).contains(&largest) { 2.0 } else { 1.0 - largest.log10().floor() };
    let three_digits = 2.0 - largest.log10().floor();
    let useful = 1.0 - (4.0 * width).log10().floor();
    let wanted = useful.clamp(two_digits, three_digits.max(two_digits));
    (0_u8..=6).find(|&decimals| wanted <= f64::from(decimals)).map_or(6, usize::from)
}

/// Puts a thin space between each three digits from the right, from five digits on.
fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at != 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{2009}');
        }
        text.push(digit);
    }
    text
}

fn raised(exponent: i32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digits = exponent.unsigned_abs().to_string();
    let sign = if exponent < 0 { "⁻" } else { "" };
    let raised: String = digits.bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect();
    format!("{sign}{raised}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_shows_three_significant_digits() {
        let cases = [
            (0.0, "0"),
            (-0.0, "0"),
            (0.619_83, "0.620"),
            (0.999_61, "1.00"),
            (1.0, "1"),
            (12.345, "12.3"),
            (-12.345, "−12.3"),
            (123.4, "123"),
            (1204.0, "1204"),
            (1204.6, "1200"),
            (48_131.0, "48\u{2009}100"),
            (0.000_123_4, "0.000123"),
            (0.000_012_34, "1.23 · 10⁻⁵"),
            (1_234_567.0, "1.23 · 10⁶"),
            (999_999.0, "1.00 · 10⁶"),
            (f64::INFINITY, "∞"),
            (f64::NEG_INFINITY, "−∞"),
            (f64::NAN, "–"),
        ];
        for (value, text) in cases {
            assert_eq!(shown(value), text, "{value:?}");
        }
    }

    #[test]
    fn an_interval_has_the_precision_that_it_earns() {
        assert_eq!(with_interval(0.6231, Some((0.5519, 0.6942))), "0.62 [0.55, 0.69]");
        assert_eq!(with_interval(0.50, Some((0.4961, 0.5052))), "0.500 [0.496, 0.505]");
        assert_eq!(with_interval(0.81, Some((0.77, 0.85))), "0.81 [0.77, 0.85]");
        assert_eq!(with_interval(0.81, Some((0.62, 1.0))), "0.81 [0.62, 1.00]");
        assert_eq!(with_interval(0.0512, Some((0.031, 0.072))), "0.051 [0.031, 0.072]");
        assert_eq!(with_interval(31.234, Some((30.1, 32.44))), "31.2 [30.1, 32.4]");
        assert_eq!(with_interval(48.13, Some((41.0, 55.27))), "48 [41, 55]");
        assert_eq!(with_interval(-0.001, Some((-0.2, 0.2))), "0.00 [−0.20, 0.20]");
        assert_eq!(with_interval(31.2, None), "31.2");
        assert_eq!(with_interval(1.0, Some((1.0, 1.0))), "1 [1, 1]");
        let near = (0.400_004, 0.599_996);
        assert_eq!(
            with_interval_beside(0.5, Some(near), &[0.4, 0.6]),
            "0.500000 [0.400004, 0.599996]"
        );
        assert_eq!(with_interval(f64::INFINITY, Some((3.0, f64::INFINITY))), "∞ [3, ∞]");
    }
}
