//! What an estimate and its variance say of the truth.

use crate::distribution::{t_above, t_critical, t_reach, t_two_sided};
use crate::{Equivalence, Error, Interval, Margin, Result};

/// A variance of areas below this is rounding, or a separation that leaves no doubt to speak of.
pub(crate) const LEAST_VARIANCE: f64 = 1e-16;

/// The test of an estimate against a value, and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inference {
    /// The standard error.
    pub se: f64,
    /// The degrees of freedom, as they are reported; nothing with a normal distribution.
    pub df: Option<f64>,
    /// The degrees of freedom of the t distribution that p and the interval are taken from: those
    /// reported, unless the method says otherwise; nothing when they are taken from the normal one.
    pub df_used: Option<f64>,
    /// How many standard errors the estimate is from the value that it is tested against.
    pub statistic: f64,
    /// The two-sided p.
    pub p: f64,
    /// The interval, whose ends may lie outside of the estimate's range in a tiny study: they are
    /// stored and exported as they are, and cut only where they are drawn.
    pub interval: Interval,
}

/// What an inference is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Estimated {
    pub(crate) estimate: f64,
    pub(crate) null: f64,
    pub(crate) variance: f64,
    pub(crate) df: Option<f64>,
    pub(crate) df_used: Option<f64>,
}

impl Inference {
    /// Returns the inference, or why there is none.
    pub(crate) fn of(of: Estimated, level: f64, method: &'static str) -> Result<Inference> {
        let reach = t_reach(level, of.df_used)?;
        if of.variance < -LEAST_VARIANCE {
            return Err(Error::NegativeVariance { given: of.variance });
        }
        if of.variance <= LEAST_VARIANCE {
            return Err(Error::NoVariance);
        }
        let se = of.variance.sqrt();
        let statistic = (of.estimate - of.null) / se;
        let reach = reach * se;
        let interval =
            Interval { low: of.estimate - reach, high: of.estimate + reach, level, method };
        let p = t_two_sided(statistic, of.df_used);
        Ok(Inference { se, df: of.df, df_used: of.df_used, statistic, p, interval })
    }

    /// Tests whether an estimate is equivalent to the centre of a margin, by two one-sided tests.
    ///
    /// `estimate` is the one that this inference is of. It is equivalent when the interval at level
    /// 1 - 2α lies within the margin, with the standard error and the degrees of freedom that are
    /// used here: for a mean of several readers those of readers and cases. A p that is not small is
    /// no evidence of equivalence; this is.
    ///
    /// # Errors
    ///
    /// [`Error::Probability`] and [`Error::Margin`] when the margin does not lie within 0 to 1,
    /// [`Error::Level`] unless α lies between 0 and one half.
    ///
    /// # Source
    ///
    /// D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987, 657–680.
    pub fn equivalence(&self, estimate: f64, margin: Margin) -> Result<Equivalence> {
        let [low, high] = margin.ends()?;
        let p_lower = t_above((estimate - low) / self.se, self.df_used);
        let p_upper = t_above((high - estimate) / self.se, self.df_used);
        let p = p_lower.max(p_upper);
        let reach = t_critical(2.0 * margin.level, self.df_used) * self.se;
        let interval = Interval {
            low: estimate - reach,
            high: estimate + reach,
            level: 1.0 - 2.0 * margin.level,
            method: self.interval.method,
        };
        Ok(Equivalence { p_lower, p_upper, p, interval, equivalent: p < margin.level })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn half(estimate: f64, variance: f64) -> Result<Inference> {
        let df = Some(9.0);
        Inference::of(Estimated { estimate, null: 0.5, variance, df, df_used: df }, 0.95, "here")
    }

    #[test]
    fn one_standard_error_has_the_p_of_the_tables() {
        // mpmath 1.3.0: regularised betainc(9/2, 1/2, 0, 9/(9 + t²)), and its root at 0.05.
        let found = half(0.6, 0.01).unwrap();
        assert!((found.p - 0.343_436_396_137_915).abs() < 1e-12, "{}", found.p);
        let reach = 0.1 * 2.262_157_162_798_204;
        assert!((found.interval.high - 0.6 - reach).abs() < 1e-12, "{:?}", found.interval);
    }

    #[test]
    fn what_has_no_variance_is_a_reason() {
        assert_eq!(half(1.0, 0.0), Err(Error::NoVariance));
        assert_eq!(half(1.0, -1e-20), Err(Error::NoVariance));
        assert_eq!(half(1.0, -0.01), Err(Error::NegativeVariance { given: -0.01 }));
    }

    #[test]
    fn an_estimate_is_equivalent_when_its_interval_lies_within_the_margin() {
        let margin = Margin { centre: 0.5, margin: 0.1, level: 0.05 };
        let mut seen = [false, false];
        for estimate in [0.4, 0.45, 0.5, 0.52, 0.56, 0.58, 0.7] {
            let found = half(estimate, 0.0009).unwrap().equivalence(estimate, margin).unwrap();
            let inside = 0.4 < found.interval.low && found.interval.high < 0.6;
            assert_eq!(found.equivalent, inside, "{estimate}");
            assert_eq!(found.equivalent, found.p < 0.05);
            seen[usize::from(inside)] = true;
        }
        assert_eq!(seen, [true, true]);
        let wide = Margin { margin: 0.6, ..margin };
        let found = half(0.5, 0.0009).unwrap().equivalence(0.5, wide);
        assert_eq!(found, Err(Error::Margin { given: 0.6 }));
    }
}
