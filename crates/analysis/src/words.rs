//! The words that findings are stored under.

use stats::Weights;

/// How a number stands to the plan: in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// The claim that the study was made for.
    Primary,
    /// Planned before the first answer.
    Secondary,
    /// Not planned: it suggests, and shows nothing.
    Exploratory,
}

impl Rank {
    /// Returns the word that it is stored under.
    pub fn word(self) -> &'static str {
        match self {
            Rank::Primary => "primary",
            Rank::Secondary => "secondary",
            Rank::Exploratory => "exploratory",
        }
    }
}

/// What belongs together on a page, in the order of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// Telling real from synthetic, all readers.
    Calls,
    /// The same by reader.
    Readers,
    /// The same by generator.
    Generators,
    /// Conditions of ratings that another program wrote.
    Conditions,
    /// Which of two is synthetic.
    Pairs,
    /// Which of two generators looks better.
    Preferences,
    /// Points and places on scales, real against synthetic.
    Scales,
    /// What was chosen, real against synthetic: diagnoses, cues.
    Choices,
    /// Diagnoses against the reference, real against synthetic.
    Diagnoses,
    /// Readers among themselves.
    Agreement,
    /// Readers and their own repeats.
    Repeats,
    /// Metrics against experts.
    Concordance,
    /// By place, time and stratum.
    Subgroups,
    /// What readers' areas vary by.
    Components,
    /// Obvious cases.
    Catches,
    /// How long answers took.
    Times,
    /// What readers make of this program.
    Usability,
    /// What a panel says of each item.
    Panel,
}

impl Section {
    /// Every section, in the order of the page.
    pub const ALL: [Section; 18] = [
        Section::Calls,
        Section::Readers,
        Section::Generators,
        Section::Conditions,
        Section::Pairs,
        Section::Preferences,
        Section::Scales,
        Section::Choices,
        Section::Diagnoses,
        Section::Agreement,
        Section::Repeats,
        Section::Concordance,
        Section::Subgroups,
        Section::Components,
        Section::Catches,
        Section::Times,
        Section::Usability,
        Section::Panel,
    ];

    /// Returns the word that it is stored under.
    pub fn word(self) -> &'static str {
        match self {
            Section::Calls => "calls",
            Section::Readers => "readers",
            Section::Generators => "generators",
            Section::Conditions => "conditions",
            Section::Pairs => "pairs",
            Section::Preferences => "preferences",
            Section::Scales => "scales",
            Section::Choices => "choices",
            Section::Diagnoses => "diagnoses",
            Section::Agreement => "agreement",
            Section::Repeats => "repeats",
            Section::Concordance => "concordance",
            Section::Subgroups => "subgroups",
            Section::Components => "components",
            Section::Catches => "catches",
            Section::Times => "times",
            Section::Usability => "usability",
            Section::Panel => "panel",
        }
    }

    /// Returns the section that is stored under a word.
    pub fn from_word(word: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.word() == word)
    }

    /// Whether a plan can name it: ratings of other programs come without one, obvious cases only show
    /// whether readers look, this program is not what is studied, a panel has no truth, and variances are
    /// for another study.
    pub fn can_be_planned(self) -> bool {
        !matches!(
            self,
            Section::Conditions
                | Section::Components
                | Section::Catches
                | Section::Usability
                | Section::Panel
        )
    }

    /// Whether it is planned where nothing else is said (`docs/methods/analysis.md`).
    pub fn is_usual(self) -> bool {
        self.can_be_planned()
            && !matches!(self, Section::Generators | Section::Preferences | Section::Concordance)
    }
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident => $word:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &[$name] = &[$($name::$variant,)+];

            /// Returns the word that it is stored under, and that picks the words for it.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// Returns the one that is stored under a word.
            pub fn from_word(word: &str) -> Option<$name> {
                $name::ALL.iter().copied().find(|one| one.word() == word)
            }
        }
    };
}

impl Quantity {
    /// Returns an interval for people: its ends are cut where no such number can be. Tables hold them as
    /// the method has them, which in a tiny study may be beyond.
    pub fn within(self, [low, high]: [f64; 2]) -> [f64; 2] {
        let [least, most] = match self {
            Quantity::Auc | Quantity::BalancedAccuracy => [0.0, 1.0],
            Quantity::AucDifference | Quantity::DiagnosedDifference | Quantity::Kappa => {
                [-1.0, 1.0]
            }
            _ => return [low, high],
        };
        [low.clamp(least, most), high.clamp(least, most)]
    }

    /// Returns what such a number is without any effect: chance, no difference, no correlation. Nothing
    /// where there is no such number.
    pub fn without_effect(self) -> Option<f64> {
        use Quantity as Q;
        match self {
            Q::Auc
            | Q::BalancedAccuracy
            | Q::Accuracy
            | Q::AccuracyExact
            | Q::MetricAuc
            | Q::Preferred => Some(0.5),
            Q::AucDifference
            | Q::DPrime
            | Q::Criterion
            | Q::LogOdds
            | Q::CliffsDelta
            | Q::MeanDifference
            | Q::LogWorth
            | Q::MetricRho
            | Q::DiagnosedDifference
            | Q::RoundDifference
            | Q::RepeatBias
            | Q::Gwet
            | Q::Fleiss
            | Q::Kappa
            | Q::RepeatKappa
            | Q::Alpha => Some(0.0),
            _ => None,
        }
    }
}

words! {
    /// What a number is.
    Quantity {
        /// The area under the curve of synthetic against real: 0.5 is chance, 0 to 1.
        Auc => "auc",
        /// The mean of the shares of real and of synthetic cases called right, 0 to 1.
        BalancedAccuracy => "balanced_accuracy",
        /// The share called right, 0 to 1.
        Accuracy => "accuracy",
        /// The same share, beside its exact interval.
        AccuracyExact => "accuracy_exact",
        /// The share of real cases called right, 0 to 1.
        RealRight => "real_right",
        /// The share of synthetic cases called right, 0 to 1.
        SyntheticRight => "synthetic_right",
        /// d', in standard deviations.
        DPrime => "d_prime",
        /// c: below 0 the reader says "synthetic" easily.
        Criterion => "criterion",
        /// How likely the share of right calls lies within the margin, 0 to 1.
        WithinMargin => "within_margin",
        /// The area of one generator or condition less that of another.
        AucDifference => "auc_difference",
        /// The variance of readers' areas, or of their pseudovalues; it may come out below 0, as all
        /// components may.
        ReaderComponent => "reader_component",
        /// The variance of readers' own preference for a condition.
        ReaderConditionComponent => "reader_condition_component",
        /// The variance of pseudovalues between cases.
        CaseComponent => "case_component",
        /// The variance of cases' own preference for a condition.
        CaseConditionComponent => "case_condition_component",
        /// The variance of readers with each case.
        ReaderCaseComponent => "reader_case_component",
        /// The variance of one reader's area over sets of cases, or what is left of pseudovalues.
        ErrorComponent => "error_component",
        /// The covariance of one reader's areas under two conditions.
        Covariance1 => "covariance_1",
        /// Of two readers' areas under one condition.
        Covariance2 => "covariance_2",
        /// Of two readers' areas under two conditions.
        Covariance3 => "covariance_3",
        /// The share of pairs of answers that agree, 0 to 1.
        RawAgreement => "raw_agreement",
        /// Gwet's AC1 or AC2.
        Gwet => "gwet",
        /// Cohen's kappa of two raters; with more, Conger's, which is its like.
        Kappa => "kappa",
        /// Fleiss' kappa.
        Fleiss => "fleiss",
        /// Krippendorff's alpha.
        Alpha => "alpha",
        /// Cohen's kappa of a reader with their own repeats.
        RepeatKappa => "repeat_kappa",
        /// The share called right in a later round less that in the first one, of the same cases, -1 to 1.
        RoundDifference => "round_difference",
        /// How far shares called right lie apart over three rounds and more: Cochran's Q.
        RoundSpread => "round_spread",
        /// The mean of second answers less first ones, in the unit of the answers.
        RepeatBias => "repeat_bias",
        /// Below which 2.5 % of such differences lie.
        LimitLow => "limit_low",
        /// Above which 2.5 % of such differences lie.
        LimitHigh => "limit_high",
        /// ICC(1,1): one rating, each thing by raters of its own.
        Icc1 => "icc1",
        /// ICC(1,k): the mean of such ratings.
        Icc1k => "icc1k",
        /// ICC(2,1): one reader's answers.
        Icc2 => "icc2",
        /// ICC(2,k): the mean of the readers' answers.
        Icc2k => "icc2k",
        /// ICC(3,1): one rating by these very raters, whose levels may differ.
        Icc3 => "icc3",
        /// ICC(3,k): the mean of these very raters.
        Icc3k => "icc3k",
        /// The log of how much larger the odds of a higher point are for synthetic cases.
        LogOdds => "log_odds",
        /// How much readers' shifts vary, on the scale of log odds.
        ReaderVariance => "reader_variance",
        /// How much cases' shifts vary, on the scale of log odds.
        CaseVariance => "case_variance",
        /// Cliff's delta, synthetic against real: -1 to 1.
        CliffsDelta => "cliffs_delta",
        /// The mean of real cases.
        RealMean => "real_mean",
        /// The mean of synthetic cases.
        SyntheticMean => "synthetic_mean",
        /// The mean of readers' differences, synthetic less real.
        MeanDifference => "mean_difference",
        /// The share of real cases with an answer, 0 to 1.
        RealShare => "real_share",
        /// The share of synthetic cases with an answer, 0 to 1.
        SyntheticShare => "synthetic_share",
        /// The share of real cases whose diagnosis is the reference's, 0 to 1.
        RealDiagnosed => "real_diagnosed",
        /// The share of synthetic cases whose diagnosis is the reference's, 0 to 1.
        SyntheticDiagnosed => "synthetic_diagnosed",
        /// The mean over readers of that share of synthetic cases less that of real ones, -1 to 1.
        DiagnosedDifference => "diagnosed_difference",
        /// The log worth of a generator, against the first one.
        LogWorth => "log_worth",
        /// The share of decided comparisons that prefer the first of two.
        Preferred => "preferred",
        /// How many are left undecided.
        Undecided => "undecided",
        /// Spearman's rho of a metric with the experts' mean point, -1 to 1.
        MetricRho => "metric_rho",
        /// Kendall's tau-b of a metric with the experts' mean point, -1 to 1.
        MetricTau => "metric_tau",
        /// Spearman's, with each reader, on the mean: to be read beside the noise ceiling.
        MetricAgreement => "metric_agreement",
        /// How likely a case that most call synthetic has the larger value, 0 to 1.
        MetricAuc => "metric_auc",
        /// The place of a metric among all, 1 the best.
        MetricPlace => "metric_place",
        /// In which share of samples of cases it is the best, 0 to 1.
        MetricFirst => "metric_first",
        /// How well a reader agrees with the others: no metric below it is as good as a reader.
        CeilingLower => "ceiling_lower",
        /// How well a reader agrees with all: no metric can be expected above it.
        CeilingUpper => "ceiling_upper",
        /// The mean over readers of the rank correlation with their own repeats, -1 to 1.
        CeilingRepeats => "ceiling_repeats",
        /// The median time of an answer, in seconds.
        MedianTime => "median_time",
        /// The geometric mean of times, in seconds.
        GeometricTime => "geometric_time",
        /// How many times lie far from the median.
        FarTimes => "far_times",
        /// The median of a panel's ratings, 1 to 9.
        PanelMedian => "panel_median",
        /// From the 30th to the 70th percentile of them, 0 to 8.
        PanelRange => "panel_range",
        /// The widest such range without disagreement, by how far it lies from the middle.
        PanelMostRange => "panel_most_range",
        /// The one over the other: above 1 the panel disagrees.
        DisagreementIndex => "disagreement_index",
        /// How many ratings lie in the smaller of the outer thirds of the scale.
        PanelExtremes => "panel_extremes",
        /// The score of the System Usability Scale, 0 to 100.
        Usability => "usability",
    }
}

words! {
    /// How a number was found.
    Method {
        /// Obuchowski and Rockette with Hillis's degrees of freedom; readers and cases random.
        ObuchowskiRockette => "obuchowski_rockette",
        /// The same for these readers only.
        FixedReaders => "fixed_readers",
        /// As the first, with covariances by leaving out each case in turn.
        ObuchowskiRocketteJackknife => "obuchowski_rockette_jackknife",
        /// The same for these readers only.
        FixedReadersJackknife => "fixed_readers_jackknife",
        /// The same variances as pseudovalues of cases have them.
        DorfmanBerbaumMetz => "dorfman_berbaum_metz",
        /// The unbiased variance of U-statistics; readers and cases random, any design.
        UStatistic => "u_statistic",
        /// A difference of two shares, as twice the area of right against wrong less one, with that variance.
        UStatisticShares => "u_statistic_shares",
        /// `DeLong`'s variance, one reader.
        DeLong => "delong",
        /// Wilson's interval, exact test against one half.
        Wilson => "wilson",
        /// The exact interval of a share.
        ClopperPearson => "clopper_pearson",
        /// Wilson's interval, with as many answers as independent ones would have to be to vary as much as
        /// these do between readers and between cases.
        WilsonTwoWay => "wilson_two_way",
        /// Signal detection with the log-linear correction.
        SignalDetection => "signal_detection",
        /// The log-linear correction for two alternatives.
        TwoAlternatives => "two_alternatives",
        /// Beta with the prior of Jeffreys.
        Bayes => "bayes",
        /// The coefficient with cases drawn again.
        CaseBootstrap => "case_bootstrap",
        /// The same, of a coefficient with quadratic weights.
        CaseBootstrapWeighted => "case_bootstrap_weighted",
        /// `McNemar`'s exact test.
        McNemar => "mcnemar",
        /// Cochran's Q.
        CochranQ => "cochran_q",
        /// Limits of agreement.
        BlandAltman => "bland_altman",
        /// Cohen's asymptotic interval.
        Cohen => "cohen",
        /// The same, with quadratic weights.
        CohenWeighted => "cohen_weighted",
        /// Fleiss' test against agreement by chance alone.
        FleissNull => "fleiss_null",
        /// Intraclass correlation, one-way random.
        OneWayRandom => "one_way_random",
        /// Intraclass correlation, two-way mixed.
        TwoWayMixed => "two_way_mixed",
        /// Intraclass correlation, two-way random.
        TwoWayRandom => "two_way_random",
        /// A cumulative link mixed model, logit, by Laplace's approximation.
        CumulativeLink => "cumulative_link",
        /// The same, with readers who differ and cases that do not: each was read once.
        CumulativeLinkReader => "cumulative_link_reader",
        /// Cliff's, with the interval of the asymmetric kind.
        Cliff => "cliff",
        /// Wilcoxon's signed ranks of readers' means.
        SignedRanks => "signed_ranks",
        /// Wilcoxon's rank sums of one reader's answers.
        RankSums => "rank_sums",
        /// A mean.
        Mean => "mean",
        /// Bradley and Terry, by maximum likelihood.
        BradleyTerry => "bradley_terry",
        /// Davidson, by maximum likelihood.
        Davidson => "davidson",
        /// The exact sign test.
        SignTest => "sign_test",
        /// Counted.
        Count => "count",
        /// Spearman's rho, with the interval of Bonett and Wright.
        Spearman => "spearman",
        /// Kendall's tau-b, with the interval of Fieller, Hartley and Pearson.
        Kendall => "kendall",
        /// The area for the majority's call, with `DeLong`'s interval on the scale of log odds.
        MajorityCall => "majority_call",
        /// The order of metrics, with cases drawn again by patient.
        MetricRanking => "metric_ranking",
        /// Readers against readers, on ranks.
        NoiseCeiling => "noise_ceiling",
        /// A quantile.
        Quantile => "quantile",
        /// The RAND/UCLA method, with the range adjusted for symmetry.
        RandUcla => "rand_ucla",
        /// The System Usability Scale.
        SystemUsability => "system_usability",
    }
}

impl Method {
    /// Returns the method by which a coefficient of agreement is found with such weights.
    pub(crate) fn weighted(self, weights: &Weights) -> Method {
        match (self, weights) {
            (method, Weights::Identity) => method,
            (Method::CaseBootstrap, _) => Method::CaseBootstrapWeighted,
            (Method::Cohen, _) => Method::CohenWeighted,
            (method, _) => method,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_that_no_area_can_have_are_cut_for_people() {
        let is = |quantity: Quantity, given: [f64; 2], shown: [f64; 2]| {
            let ends = quantity.within(given);
            ends.iter().zip(shown).all(|(end, wanted)| (end - wanted).abs() < 1e-12)
        };
        assert!(is(Quantity::Auc, [-0.2, 1.3], [0.0, 1.0]));
        assert!(is(Quantity::DiagnosedDifference, [-2.5, 0.4], [-1.0, 0.4]));
        assert!(is(Quantity::LogOdds, [-2.5, 3.4], [-2.5, 3.4]));
    }

    #[test]
    fn words_lead_back_to_what_they_stand_for() {
        assert!(Quantity::ALL.iter().all(|one| Quantity::from_word(one.word()) == Some(*one)));
        assert!(Section::ALL.iter().all(|one| Section::from_word(one.word()) == Some(*one)));
        assert_eq!(Quantity::from_word("nothing"), None);
    }
}
