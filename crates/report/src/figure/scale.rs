//! From values to places, and the values worth a tick.

/// A straight map from an axis to pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

impl Scale {
    /// Returns the pixel of `value`; a value beyond an end is put at that end.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }

    /// Returns whether `value` is on the axis.
    pub(crate) fn holds(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Returns round values on the axis, about `wanted` of them, and their decimals.
    ///
    /// Steps are 1, 2 or 5 times a power of ten.
    pub(crate) fn ticks(&self, wanted: f64) -> (Vec<f64>, usize) {
        let rough = (self.high - self.low) / wanted.max(1.0);
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .into_iter()
            .map(|factor| factor * power)
            .find(|step| rough <= step * 1.000_001)
            .unwrap_or(10.0 * power);
        let decimals = (0_u8..12).find(|&d| -step.log10().floor() <= f64::from(d)).unwrap_or(12);
        let first = (self.low / step - 1e-9).ceil();
        let ticks = (0..1000)
            .map(|k| (first + f64::from(k)) * step)
            .take_while(|tick| *tick <= self.high + step * 1e-9)
            .collect();
        (ticks, usize::from(decimals))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticks(low: f64, high: f64, wanted: f64) -> Vec<String> {
        let (ticks, decimals) = Scale { low, high, from: 0.0, to: 1.0 }.ticks(wanted);
        ticks.iter().map(|tick| format!("{tick:.decimals$}")).collect()
    }

    #[test]
    fn ticks_are_round_and_on_the_axis() {
        assert_eq!(ticks(0.0, 1.0, 5.0), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(ticks(40.0, 95.0, 6.0), ["40", "50", "60", "70", "80", "90"]);
        assert_eq!(ticks(-0.03, 0.03, 4.0), ["-0.02", "0.00", "0.02"]);
        assert_eq!(ticks(0.0, 265_000.0, 4.0), ["0", "100000", "200000"]);
    }

    #[test]
    fn a_value_beyond_the_axis_stands_at_its_end() {
        let scale = Scale { low: 0.0, high: 2.0, from: 10.0, to: 30.0 };
        assert!((scale.place(0.5) - 15.0).abs() < 1e-12);
        assert!((scale.place(9.0) - 30.0).abs() < 1e-12);
        assert!(!scale.holds(9.0) && scale.holds(2.0));
    }
}
