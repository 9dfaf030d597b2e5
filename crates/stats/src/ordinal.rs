//! Ordinal answers explained by what was shown, and by who answered.

mod cell;
mod coded;
mod fixed;
mod joint;
mod mixed;
mod quadrature;
mod search;

use coded::Coded;

use crate::inference::Estimated;
use crate::{ChiSquared, Error, Inference, Result};

/// Answers on an ordinal scale, and what may explain them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrdinalAnswers<'a> {
    /// The category of each answer; a larger number is a higher category. Categories that nobody
    /// used do not count.
    pub categories: &'a [usize],
    /// One column for each effect, with a finite number for each answer: 0 and 1 for a source, a
    /// position, a time. A constant is none of them: thresholds stand for it.
    pub effects: &'a [Vec<f64>],
}

/// What answers have in common beside the effects.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RandomEffects<'a> {
    /// Nothing: every answer is independent of the others.
    None,
    /// A shift of each group, e.g. the reader of each answer, by Laplace's approximation.
    Laplace(&'a [usize]),
    /// The same, integrated by adaptive Gauss-Hermite quadrature.
    Quadrature {
        /// The group of each answer.
        groups: &'a [usize],
        /// How many nodes; 10 is usual, 1 is Laplace's approximation.
        n_nodes: usize,
    },
    /// A shift of each reader and one of each case, by Laplace's approximation.
    Crossed {
        /// The reader of each answer.
        readers: &'a [usize],
        /// The case of each answer.
        cases: &'a [usize],
    },
}

/// A number of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OrdinalCoefficient {
    /// Its estimate, on the scale of log odds.
    pub estimate: f64,
    /// Its standard error, by the observed information.
    pub se: f64,
}

impl OrdinalCoefficient {
    /// Tests whether the coefficient differs from 0, with an interval at `level`; the exponentials of
    /// its ends are those of the odds ratio.
    ///
    /// # Errors
    ///
    /// [`Error::Level`]; [`Error::NoVariance`] when there are so many answers that no variance is left.
    pub fn wald(&self, level: f64) -> Result<Inference> {
        let (estimate, variance) = (self.estimate, self.se * self.se);
        let of = Estimated { estimate, null: 0.0, variance, df: None, df_used: None };
        Inference::of(of, level, "wald")
    }
}

/// How much groups differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RandomVariance {
    /// The variance of the groups' shifts, on the scale of log odds.
    pub variance: f64,
    /// How many groups there are.
    pub n_groups: usize,
    /// Whether it lies at its border: groups differ no more than chance makes them, the variance is
    /// 0, and all else is that of the model without these groups.
    pub at_border: bool,
}

/// An ordinal model, fitted.
#[derive(Debug, Clone, PartialEq)]
pub struct OrdinalFit {
    /// How many answers it rests on.
    pub n: usize,
    /// The categories that were used, ascending.
    pub categories: Vec<usize>,
    /// The threshold between each category and the next.
    pub thresholds: Vec<OrdinalCoefficient>,
    /// The effects, in the order given: above 0 is towards higher categories.
    pub effects: Vec<OrdinalCoefficient>,
    /// The variance of the groups; of readers, then of cases where both were given.
    pub random: Vec<RandomVariance>,
    /// The logarithm of the likelihood at its maximum.
    pub log_likelihood: f64,
}

/// Fits the proportional odds model, with shifts of groups where wanted, by maximum likelihood.
///
/// logit P(Yᵢ ≤ j) = θⱼ - xᵢ'β - u(readerᵢ) - v(caseᵢ), where u and v are normal with mean 0. With
/// one group variable the likelihood is integrated at the mode of each shift, by Laplace's
/// approximation or by quadrature with nodes around that mode; with two, Laplace's approximation is
/// taken at the joint mode of all shifts. Standard errors come from the observed information, with
/// the standard deviations of the shifts among the parameters.
///
/// Single answers of a reader resemble each other: without [`RandomEffects`] their errors are too small.
/// With few readers a Wald interval is too narrow; [`ordinal_ratio_test`] is better, and below five
/// readers say that the result holds for these readers.
///
/// # Errors
///
/// * [`Error::Empty`], [`Error::Uneven`] when lists have different lengths,
///   [`Error::NotFinite`]; [`Error::AllEqual`] when all answers are one category.
/// * [`Error::Collinear`] when an effect does not vary or follows from those before it;
///   [`Error::Separated`] when one tells answers apart without exception.
/// * [`Error::TooFewGroups`] below two groups, [`Error::GroupsOfOne`] when every group has a single
///   answer, [`Error::VarianceWithoutLimit`] when answers differ between groups and not within.
/// * [`Error::Nodes`] unless there are 1 to 50 nodes; [`Error::NotConverged`].
///
/// # Source
///
/// P. `McCullagh`, Journal of the Royal Statistical Society B 42, 1980, 109–142; R. H. B. Christensen,
/// "Cumulative link models for ordinal regression with the R package ordinal", 2019; J. C. Pinheiro
/// and D. M. Bates, Journal of Computational and Graphical Statistics 4, 1995, 12–35.
pub fn ordinal_model(
    answers: &OrdinalAnswers<'_>,
    random: RandomEffects<'_>,
) -> Result<OrdinalFit> {
    let coded = Coded::new(answers)?;
    let fixed = fixed::fit(&coded)?;
    let groups = random.groups();
    let mut fit = coded.fit(&fixed);
    if !groups.is_empty() {
        let nodes = match random {
            RandomEffects::Quadrature { n_nodes, .. } => Some(quadrature::nodes(n_nodes)?),
            _ => None,
        };
        let mixed = mixed::fit(&coded, &fixed, &groups, nodes.as_deref())?;
        fit = coded.fit(&mixed.fixed);
        fit.random = mixed.random;
    }
    Ok(fit)
}

impl RandomEffects<'_> {
    fn groups(&self) -> Vec<&[usize]> {
        match self {
            RandomEffects::None => Vec::new(),
            RandomEffects::Laplace(groups) | RandomEffects::Quadrature { groups, .. } => {
                vec![groups]
            }
            RandomEffects::Crossed { readers, cases } => vec![readers, cases],
        }
    }
}

/// Tests whether some effects explain answers at all, by the ratio of likelihoods with and without.
///
/// # Input
///
/// * `effects`: the numbers of the effects to test together, e.g. all columns that code a source.
///
/// # Errors
///
/// Those of [`ordinal_model`]; [`Error::Empty`] without an effect to test, [`Error::NoSuchEffect`].
///
/// # Source
///
/// S. S. Wilks, Annals of Mathematical Statistics 9, 1938, 60–62.
pub fn ordinal_ratio_test(
    answers: &OrdinalAnswers<'_>,
    random: RandomEffects<'_>,
    effects: &[usize],
) -> Result<ChiSquared> {
    let n_effects = answers.effects.len();
    if let Some(&given) = effects.iter().find(|effect| n_effects <= **effect) {
        return Err(Error::NoSuchEffect { given, effects: n_effects });
    }
    let kept: Vec<Vec<f64>> = (0..n_effects)
        .filter(|effect| !effects.contains(effect))
        .map(|effect| answers.effects[effect].clone())
        .collect();
    if kept.len() == n_effects {
        return Err(Error::Empty);
    }
    let larger = ordinal_model(answers, random)?;
    let without = OrdinalAnswers { categories: answers.categories, effects: &kept };
    larger.against(&ordinal_model(&without, random)?)
}

impl OrdinalFit {
    /// Tests whether the effects that a smaller model of the same answers lacks explain anything:
    /// [`ordinal_ratio_test`] of two models that are fitted already.
    ///
    /// # Errors
    ///
    /// [`Error::Empty`] when it lacks none.
    pub fn against(&self, smaller: &OrdinalFit) -> Result<ChiSquared> {
        let df = self.effects.len().saturating_sub(smaller.effects.len());
        if df == 0 {
            return Err(Error::Empty);
        }
        let statistic = (2.0 * (self.log_likelihood - smaller.log_likelihood)).max(0.0);
        Ok(ChiSquared::new(statistic, df as f64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of readers (rows) to cases, of which every second is synthetic.
    struct Study {
        categories: Vec<usize>,
        effects: Vec<Vec<f64>>,
        readers: Vec<usize>,
        cases: Vec<usize>,
    }

    impl Study {
        /// One line for each reader; `-` is a case that was not read.
        fn new(lines: &[&str]) -> Self {
            let mut study = Self {
                categories: vec![],
                effects: vec![vec![]; 2],
                readers: vec![],
                cases: vec![],
            };
            for (reader, line) in lines.iter().enumerate() {
                for (case, answer) in line.chars().enumerate() {
                    let Some(answer) = answer.to_digit(10) else { continue };
                    study.categories.push(answer as usize);
                    study.effects[0].push((case % 2) as f64);
                    study.effects[1].push(((reader + 3 * case) % 7) as f64 / 7.0);
                    study.readers.push(reader);
                    study.cases.push(case);
                }
            }
            study
        }

        fn answers(&self) -> OrdinalAnswers<'_> {
            OrdinalAnswers { categories: &self.categories, effects: &self.effects }
        }

        fn crossed(&self) -> RandomEffects<'_> {
            RandomEffects::Crossed { readers: &self.readers, cases: &self.cases }
        }

        fn fit(&self, random: RandomEffects<'_>) -> OrdinalFit {
            ordinal_model(&self.answers(), random).unwrap()
        }
    }

    /// Readers differ, cases do not.
    fn five_readers() -> Study {
        Study::new(&[
            "122320212022",
            "322131223033",
            "121322313231",
            "201011211310",
            "313232111332",
        ])
    }

    /// Readers and cases differ, and some cases are missing.
    fn twelve_readers() -> Study {
        Study::new(&[
            "2-2330", "0-1010", "222020", "101021", "00132-", "000130", "1-0010", "011-10",
            "200-31", "333333", "010120", "100312",
        ])
    }

    fn check(fit: &OrdinalFit, estimates: &[f64], errors: &[f64], log_likelihood: f64) {
        let found: Vec<&OrdinalCoefficient> = fit.thresholds.iter().chain(&fit.effects).collect();
        assert_eq!(found.len(), estimates.len());
        for ((found, estimate), error) in found.iter().zip(estimates).zip(errors) {
            assert!((found.estimate - estimate).abs() < 1e-6, "{found:?} is not {estimate}");
            assert!((found.se - error).abs() < 2e-5, "{found:?} has not {error}");
        }
        let off = (fit.log_likelihood - log_likelihood).abs();
        assert!(off < 1e-8, "{} is not {log_likelihood}", fit.log_likelihood);
    }

    #[test]
    fn without_groups_it_is_the_model_of_statsmodels() {
        // statsmodels 0.15.0, OrderedModel with logits.
        let fit = five_readers().fit(RandomEffects::None);
        let thresholds =
            [-2.201_543_647_557_973_5, -0.231_746_748_381_095_6, 1.386_258_590_505_711];
        for (found, expected) in fit.thresholds.iter().zip(thresholds) {
            assert!((found.estimate - expected).abs() < 1e-6, "{found:?}");
        }
        let effects = [(-1.155_193_688, 0.489_708_360), (1.924_046_850, 0.871_063_942)];
        for (found, (estimate, se)) in fit.effects.iter().zip(effects) {
            assert!((found.estimate - estimate).abs() < 2e-6, "{found:?}");
            assert!((found.se - se).abs() < 2e-6, "{found:?}");
        }
        assert!((fit.log_likelihood + 73.400_687_010_516).abs() < 1e-9);
    }

    #[test]
    fn two_categories_and_a_source_are_log_odds() {
        // Real 8 low and 4 high, synthetic 3 and 9: odds 1/2 and 3.
        let table = [(0, 0.0, 8), (1, 0.0, 4), (0, 1.0, 3), (1, 1.0, 9)];
        let (mut categories, mut source) = (Vec::new(), Vec::new());
        for (category, value, n) in table {
            categories.extend(vec![category; n]);
            source.extend(vec![value; n]);
        }
        let answers = OrdinalAnswers { categories: &categories, effects: &[source] };
        let fit = ordinal_model(&answers, RandomEffects::None).unwrap();
        assert!((fit.effects[0].estimate - 6.0_f64.ln()).abs() < 1e-9);
        let variance: f64 = [8.0, 4.0, 3.0, 9.0].iter().map(|n: &f64| 1.0 / n).sum();
        assert!((fit.effects[0].se - variance.sqrt()).abs() < 1e-9);
        assert!((fit.thresholds[0].estimate - 2.0_f64.ln()).abs() < 1e-9);
        assert!((fit.thresholds[0].se - (1.0_f64 / 8.0 + 0.25).sqrt()).abs() < 1e-9);
        let wald = fit.effects[0].wald(0.95).unwrap();
        assert!((wald.statistic - 6.0_f64.ln() / variance.sqrt()).abs() < 1e-9);
        assert!(wald.interval.low < 6.0_f64.ln() && 6.0_f64.ln() < wald.interval.high);
    }

    // The values of the next tests come from an independent program with dense matrices (numpy
    // 1.26.4, scipy 1.12.0: BFGS, then Newton by differences; Laplace at the joint mode).

    #[test]
    fn readers_and_cases_are_told_apart() {
        let fit = twelve_readers().fit(twelve_readers().crossed());
        check(
            &fit,
            &[-0.646_309_849, 0.909_225_101, 2.368_253_472, -1.075_432_017, 1.467_127_032],
            &[0.809_150, 0.805_356, 0.882_375, 0.806_457, 0.905_042],
            -79.660_247_468_837_71,
        );
        let sds: Vec<f64> = fit.random.iter().map(|random| random.variance.sqrt()).collect();
        assert!((sds[0] - 1.546_436_207).abs() < 1e-6, "{sds:?}");
        assert!((sds[1] - 0.735_544_218).abs() < 1e-6, "{sds:?}");
        assert_eq!((fit.random[0].n_groups, fit.random[1].n_groups), (12, 6));
    }

    #[test]
    fn readers_alone_are_a_diagonal() {
        let study = twelve_readers();
        let fit = study.fit(RandomEffects::Laplace(&study.readers));
        check(
            &fit,
            &[-0.540_382_445, 0.851_741_997, 2.130_694_310, -1.022_036_265, 1.380_290_847],
            &[0.625_252, 0.624_706, 0.697_621, 0.519_031, 0.872_955],
            -81.197_239_404_401_18,
        );
        assert!((fit.random[0].variance.sqrt() - 1.314_808_026).abs() < 1e-6);
    }

    #[test]
    fn a_variance_at_its_border_is_said_to_be() {
        let study = five_readers();
        let fit = study.fit(study.crossed());
        check(
            &fit,
            &[-2.498_971_406, -0.300_681_062, 1.528_143_240, -1.455_136_760, 2.168_236_748],
            &[0.750_796, 0.633_711, 0.680_516, 0.525_199, 0.900_229],
            -71.120_956_677_959_44,
        );
        assert!((fit.random[0].variance.sqrt() - 0.840_820_409_5).abs() < 1e-6);
        assert!(!fit.random[0].at_border && fit.random[1].at_border);
        assert!(fit.random[1].variance <= 0.0);
        // Here neither readers nor cases differ: the model is that without groups.
        let study = Study::new(&[
            "23--0-212-",
            "--001-2102",
            "101-112010",
            "011-31--1-",
            "210-2100-2",
            "11103-01-2",
        ]);
        let (fit, fixed) = (study.fit(study.crossed()), study.fit(RandomEffects::None));
        assert_eq!((&fit.thresholds, &fit.effects), (&fixed.thresholds, &fixed.effects));
        assert!(fit.random.iter().all(|random| random.at_border));
        assert!((fit.log_likelihood + 54.467_138_215_368_5).abs() < 1e-8);
    }

    #[test]
    fn one_node_is_laplace_and_many_come_to_rest() {
        let study = twelve_readers();
        let with =
            |n_nodes| study.fit(RandomEffects::Quadrature { groups: &study.readers, n_nodes });
        let (one, laplace) = (with(1), study.fit(RandomEffects::Laplace(&study.readers)));
        assert!((one.log_likelihood - laplace.log_likelihood).abs() < 1e-9);
        assert!((one.effects[0].estimate - laplace.effects[0].estimate).abs() < 1e-7);
        assert!((one.effects[0].se - laplace.effects[0].se).abs() < 1e-7);
        let (some, many) = (with(15), with(50));
        assert!((some.log_likelihood - many.log_likelihood).abs() < 1e-6);
        assert!((some.effects[0].estimate - many.effects[0].estimate).abs() < 1e-5);
        assert!(1e-3 < (many.log_likelihood - laplace.log_likelihood).abs());
    }

    #[test]
    fn units_names_and_order_do_not_matter() {
        let study = twelve_readers();
        let one = study.fit(study.crossed());
        let swapped = RandomEffects::Crossed { readers: &study.cases, cases: &study.readers };
        let two = study.fit(swapped);
        let off = (one.log_likelihood - two.log_likelihood).abs();
        assert!(off < 1e-10, "{off}");
        assert!((one.random[0].variance - two.random[1].variance).abs() < 1e-6);
        // The second effect in other units, far from 0; categories with gaps; other reader names.
        let mut other = twelve_readers();
        for value in &mut other.effects[1] {
            *value = 2024.0 + 12.0 * *value;
        }
        for answer in &mut other.categories {
            *answer = 3 + *answer * *answer;
        }
        for reader in &mut other.readers {
            *reader = 1000 - *reader;
        }
        let three = other.fit(other.crossed());
        assert_eq!(three.categories, [3, 4, 7, 12]);
        assert!((one.log_likelihood - three.log_likelihood).abs() < 1e-9);
        let (before, after) = (one.effects[1], three.effects[1]);
        assert!((before.estimate - 12.0 * after.estimate).abs() < 1e-6);
        assert!((before.se - 12.0 * after.se).abs() < 1e-5);
        let shift = three.thresholds[0].estimate - 2024.0 * after.estimate;
        assert!((shift - one.thresholds[0].estimate).abs() < 1e-4);
    }

    #[test]
    fn the_ratio_of_likelihoods_leaves_effects_out() {
        let study = five_readers();
        let answers = study.answers();
        let random = RandomEffects::Laplace(&study.readers);
        let both = ordinal_ratio_test(&answers, random, &[0, 1]).unwrap();
        let none = OrdinalAnswers { categories: &study.categories, effects: &[] };
        let none = ordinal_model(&none, random).unwrap();
        let chi_squared = 2.0 * (study.fit(random).log_likelihood - none.log_likelihood);
        assert!((both.statistic - chi_squared).abs() < 1e-9);
        // χ² with two degrees of freedom is exponential.
        assert!((both.p - (-0.5 * chi_squared).exp()).abs() < 1e-12);
        let missing = ordinal_ratio_test(&answers, random, &[2]);
        assert_eq!(missing, Err(Error::NoSuchEffect { given: 2, effects: 2 }));
        assert_eq!(ordinal_ratio_test(&answers, random, &[]), Err(Error::Empty));
    }

    #[test]
    fn separated_answers_are_a_reason_and_no_huge_number() {
        let why = |categories: &[usize], effects: &[Vec<f64>]| {
            ordinal_model(&OrdinalAnswers { categories, effects }, RandomEffects::None).err()
        };
        let source = vec![0.0, 0.0, 0.0, 1.0, 1.0, 1.0];
        let separated = Some(Error::Separated { effect: 0 });
        assert_eq!(why(&[0, 1, 0, 2, 2, 3], std::slice::from_ref(&source)), separated);
        // Synthetic cases all have the highest answer, which real ones have, too.
        assert_eq!(why(&[0, 1, 2, 2, 2, 2], std::slice::from_ref(&source)), separated);
        // The second effect separates in company of the first.
        let position = vec![1.0, 2.0, 3.0, 2.0, 3.0, 4.0];
        let both = why(&[0, 0, 1, 0, 1, 1], &[source.clone(), position]);
        assert_eq!(both, Some(Error::Separated { effect: 1 }));
        // With groups, too.
        let answers = OrdinalAnswers { categories: &[0, 1, 0, 2, 2, 3], effects: &[source] };
        let mixed = ordinal_model(&answers, RandomEffects::Laplace(&[0, 1, 0, 1, 0, 1]));
        assert_eq!(mixed.err(), separated);
    }

    #[test]
    fn readers_who_each_separate_are_a_reason() {
        // All go up by one at the synthetic cases, each from another place.
        let readers: Vec<usize> = (0..24).map(|at| at / 4).collect();
        let source: Vec<f64> = (0..24).map(|at| f64::from(at % 2)).collect();
        let categories: Vec<usize> = (0..24).map(|at| (at / 4) % 3 + at % 2).collect();
        let answers = OrdinalAnswers { categories: &categories, effects: &[source] };
        let fit = ordinal_model(&answers, RandomEffects::Laplace(&readers));
        assert_eq!(fit.err(), Some(Error::VarianceWithoutLimit));
    }

    #[test]
    fn a_steep_slope_over_a_wide_range_is_not_separation() {
        // Answers turn within two of a thousand units.
        let position: Vec<f64> = (0..1000).map(f64::from).collect();
        let categories: Vec<usize> =
            (0..1000).map(|at| usize::from(502 <= at || at == 499 || at == 500)).collect();
        let answers = OrdinalAnswers { categories: &categories, effects: &[position] };
        let fit = ordinal_model(&answers, RandomEffects::None).unwrap();
        assert!(0.5 < fit.effects[0].estimate && fit.effects[0].estimate < 3.0, "{fit:?}");
    }

    #[test]
    fn a_step_that_rounding_hides_does_not_stop_the_search() {
        // Found by simulation: the last step but one rises by less than the digits of the likelihood.
        let study = Study::new(&[
            "132104322143313311131124333210023101420404124241201044141301",
            "021441342131203430021213423222014221203003132111220242230422",
            "111224333043313420221034222121214312313201232102122232414230",
            "324022222142201230220011221300023403211000114022331133022020",
            "210022344043222431120122113332013412311214341223134144131123",
            "203311213323312312021134111101214403442103112042333042430121",
            "101131323443032311121232403413003323411203221121343223301130",
            "100112221311302234231123411201003312311101422021132323322211",
        ]);
        let answers =
            OrdinalAnswers { categories: &study.categories, effects: &study.effects[..1] };
        let fit = ordinal_model(&answers, RandomEffects::None).unwrap();
        assert!((fit.log_likelihood + 750.374_713_024_486).abs() < 1e-9);
        assert!(ordinal_model(&answers, study.crossed()).is_ok());
    }

    #[test]
    fn what_cannot_be_fitted_is_a_reason() {
        let study = five_readers();
        let n = study.categories.len();
        let why = |categories: &[usize], effects: &[Vec<f64>], random: RandomEffects<'_>| {
            ordinal_model(&OrdinalAnswers { categories, effects }, random).err()
        };
        let (answers, none) = (&study.categories, &study.effects[..0]);
        assert_eq!(why(&[], &[], RandomEffects::None), Some(Error::Empty));
        assert_eq!(why(&[2; 9], &[], RandomEffects::None), Some(Error::AllEqual));
        let short = why(answers, &[vec![1.0]], RandomEffects::None);
        assert_eq!(short, Some(Error::Uneven { left: n, right: 1 }));
        let nan = why(answers, &[vec![f64::NAN; n]], RandomEffects::None);
        assert_eq!(nan, Some(Error::NotFinite));
        let flat = why(answers, &[study.effects[0].clone(), vec![0.1; n]], RandomEffects::None);
        assert_eq!(flat, Some(Error::Collinear { effect: 1 }));
        let zero = why(answers, &[vec![0.0; n]], RandomEffects::None);
        assert_eq!(zero, Some(Error::Collinear { effect: 0 }));
        let twice: Vec<f64> = study.effects[1].iter().map(|value| 1.0 - 2.0 * value).collect();
        let twice = why(answers, &[study.effects[1].clone(), twice], RandomEffects::None);
        assert_eq!(twice, Some(Error::Collinear { effect: 1 }));
        let one = why(answers, none, RandomEffects::Laplace(&vec![7; n]));
        assert_eq!(one, Some(Error::TooFewGroups { given: 1, least: 2 }));
        let single = why(answers, none, RandomEffects::Laplace(&(0..n).collect::<Vec<_>>()));
        assert_eq!(single, Some(Error::GroupsOfOne));
        let same = why(answers, none, RandomEffects::Laplace(answers));
        assert_eq!(same, Some(Error::VarianceWithoutLimit));
        let short = why(answers, none, RandomEffects::Laplace(&[1, 2]));
        assert_eq!(short, Some(Error::Uneven { left: n, right: 2 }));
        let nodes =
            why(answers, none, RandomEffects::Quadrature { groups: &study.readers, n_nodes: 0 });
        assert_eq!(nodes, Some(Error::Nodes { given: 0, most: 50 }));
    }
}
