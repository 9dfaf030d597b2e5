//! How finely values are written: the largest step that reaches all of them.

/// What values are multiples of, counted from the least of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Step {
    /// There is one value only.
    Flat,
    /// All values lie on a ladder of this step.
    Of(f64),
    /// They lie on no ladder, as numbers that were computed do.
    None,
}

/// More rungs than this are no ladder: rounding alone would make one.
const MOST_RUNGS: f64 = 1e6;
/// How far from a rung a value may lie, in steps.
const OFF: f64 = 0.02;

/// Returns the step of `values`; what is not finite is passed over.
///
/// The smallest difference of two neighbours is tried, and its half to its quarter, for the case that
/// no two values lie one rung apart. Values may be off a rung by a fiftieth of a step: they
/// were written in 32 bits, or as decimals.
pub(crate) fn step_of(values: impl Iterator<Item = f64>) -> Step {
    let mut sorted: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let (Some(&least), Some(&most)) = (sorted.first(), sorted.last()) else { return Step::Flat };
    let width = most - least;
    // What rounding to 32 bits may move a value by.
    let rounding = least.abs().max(most.abs()) * f64::from(f32::EPSILON);
    sorted.dedup_by(|a, b| (*a - *b).abs() <= rounding);
    let smallest = sorted.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
    if !smallest.is_finite() {
        return Step::Flat;
    }
    for parts in [1.0, 2.0, 3.0, 4.0] {
        let step = exactly(&sorted, smallest / parts);
        let n_rungs = width / step;
        if MOST_RUNGS < n_rungs || step * OFF < rounding {
            return Step::None;
        }
        let on_a_rung = |value: &f64| {
            let rungs = (value - least) / step;
            (rungs - rungs.round()).abs() <= OFF
        };
        if sorted.iter().all(on_a_rung) {
            return Step::Of(step);
        }
    }
    Step::None
}

/// Returns the step that a guess stands for: over the whole width its error would add up.
fn exactly(sorted: &[f64], guess: f64) -> f64 {
    let (least, mut step) = (sorted[0], guess);
    // Each time over twice as many rungs, so that the count of rungs is never in doubt.
    let mut reach = 8.0;
    loop {
        let within = sorted.partition_point(|value| (value - least) / step <= reach);
        let far = sorted[within.saturating_sub(1)] - least;
        let rungs = (far / step).round();
        if 1.0 <= rungs {
            step = far / rungs;
        }
        if within == sorted.len() {
            return step;
        }
        reach *= 2.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: Step, wanted: f64) -> bool {
        matches!(found, Step::Of(step) if (step - wanted).abs() < 1e-6 * wanted)
    }

    #[test]
    fn ladders_are_found_in_whole_numbers_and_in_fractions() {
        assert!(close(step_of([0.0, 17.0, 34.0, 255.0].into_iter()), 17.0));
        assert!(close(step_of([3.0, 5.0, 9.0, 10.0].into_iter()), 1.0));
        // No two lie one rung apart: 6, 10 and 15 from the least.
        assert!(close(step_of([0.0, 6.0, 10.0, 15.0].into_iter()), 1.0));
        // Stored values of a recorder with 200 steps a millivolt, kept in 32 bits.
        #[expect(clippy::cast_possible_truncation)]
        let millivolts = (0..400).map(|n| f64::from((f64::from(n * n % 977) / 200.0 - 2.0) as f32));
        assert!(close(step_of(millivolts), 0.005));
    }

    #[test]
    fn computed_numbers_lie_on_no_ladder_and_one_value_is_flat() {
        let roots = (1..400).map(|n| f64::from(n).sqrt());
        assert_eq!(step_of(roots), Step::None);
        assert_eq!(step_of([7.0, 7.0, f64::NAN].into_iter()), Step::Flat);
        assert_eq!(step_of(std::iter::empty()), Step::Flat);
    }
}
