//! The probability of one category, and how it moves.
//!
//! For logits, P(a, b) = F(a) - F(b) = F(a) (1 - F(b)) (1 - exp(b - a)): the first two factors move
//! with what explains the answer, the last with the two thresholds alone.

/// A category between two thresholds, `b` below and `a` above; the outer ones are infinite.
pub(super) struct Between {
    pub(super) above: f64,
    pub(super) below: f64,
    /// The logarithm of 1 - exp(b - a).
    pub(super) log: f64,
    /// Its slope by a, which is minus that by b: 1 / (exp(a - b) - 1).
    pub(super) slope: f64,
    /// Minus its second derivative by a: the slope times one more than it.
    pub(super) curve: f64,
}

/// Returns the categories between ascending thresholds; none when they do not ascend.
pub(super) fn between(thresholds: &[f64]) -> Option<Vec<Between>> {
    let below = [f64::NEG_INFINITY].into_iter().chain(thresholds.iter().copied());
    let above = thresholds.iter().copied().chain([f64::INFINITY]);
    below
        .zip(above)
        .map(|(below, above)| {
            let width = above - below;
            let slope = if width.is_finite() { 1.0 / width.exp_m1() } else { 0.0 };
            let log = (-(-width).exp()).ln_1p();
            let fits = below < above && log.is_finite() && slope.is_finite();
            fits.then_some(Between { above, below, log, slope, curve: slope * (1.0 + slope) })
        })
        .collect()
}

/// The log probability of an answer at a shift μ, and its derivatives.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    /// The log probability.
    pub(super) log: f64,
    /// Its slope by μ.
    pub(super) slope: f64,
    /// Minus its second derivative by μ: the density above and below.
    pub(super) weight: f64,
    /// 1 - F(a - μ).
    pub(super) beyond: f64,
    /// F(b - μ).
    pub(super) short: f64,
    /// The density at a - μ, and how it rises there.
    pub(super) above: [f64; 2],
    /// The density at b - μ, and how it rises there.
    pub(super) below: [f64; 2],
}

impl Cell {
    pub(super) fn new(between: &Between, shift: f64) -> Self {
        let (log_above, beyond, above) = logistic(between.above - shift);
        // 1 - F(b) is F(-b), whose density rises the other way.
        let (log_below, short, [density, rise]) = logistic(shift - between.below);
        let below = [density, -rise];
        Self {
            log: log_above + log_below + between.log,
            slope: short - beyond,
            weight: above[0] + density,
            beyond,
            short,
            above,
            below,
        }
    }
}

/// Returns ln F(z), 1 - F(z), and the density with its slope, without overflow.
fn logistic(z: f64) -> (f64, f64, [f64; 2]) {
    let tail = (-z.abs()).exp();
    let more = 1.0 / (1.0 + tail);
    let less = tail * more;
    let density = more * less;
    if 0.0 <= z {
        (-tail.ln_1p(), less, [density, density * (less - more)])
    } else {
        (z - tail.ln_1p(), more, [density, density * (more - less)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(z: f64) -> f64 {
        1.0 / (1.0 + (-z).exp())
    }

    #[test]
    fn categories_have_the_differences_of_the_curve() {
        let cells = between(&[-1.0, 0.5]).unwrap();
        let expected = [share(-1.3), share(0.2) - share(-1.3), 1.0 - share(0.2)];
        for (between, expected) in cells.iter().zip(expected) {
            assert!((Cell::new(between, 0.3).log - expected.ln()).abs() < 1e-14);
        }
        assert!(between(&[0.5, 0.5]).is_none() && between(&[f64::NAN]).is_none());
    }

    #[test]
    fn slopes_are_those_of_small_steps() {
        let cells = between(&[-1.0, 0.5]).unwrap();
        let step = 1e-6;
        for between in &cells {
            let at = |shift| Cell::new(between, shift);
            let (low, here, high) = (at(0.3 - step), at(0.3), at(0.3 + step));
            let by = |low: f64, high: f64| (high - low) / (2.0 * step);
            assert!((by(low.log, high.log) - here.slope).abs() < 1e-9);
            assert!((by(low.slope, high.slope) + here.weight).abs() < 1e-9);
            let rise = here.above[1] + here.below[1];
            assert!((by(low.weight, high.weight) + rise).abs() < 1e-9);
        }
    }

    #[test]
    fn far_from_its_category_an_answer_keeps_its_digits() {
        let cells = between(&[0.0]).unwrap();
        let cell = Cell::new(&cells[0], 700.0);
        assert!((cell.log + 700.0).abs() < 1e-9 && (cell.slope + 1.0).abs() < 1e-15);
    }
}
