//! What experts said of each case, and the metrics beside it, as the screens show them.

use analysis::{CaseMetric, Estimate, Finding, Quantity, ReadCases, Reason, Section};
use stats::Interval;

use super::super::sets::label;
use super::super::study::small;
use super::said::{ALPHA, p_of};
use super::view::{Says, interval_view, number, p_shown};
use crate::catalogue::metric_title;
use crate::error::reason;
use crate::wire::{
    CaseMetricView, CaseReaderView, CeilingView, ReadCaseView, ReadCasesView, SampleRef,
};

impl Says<'_> {
    /// Says what was said of each case, by question.
    pub(super) fn read_cases(&self) -> Vec<ReadCasesView> {
        self.analysis.read_cases.iter().map(|read| self.read_cases_of(read)).collect()
    }

    fn read_cases_of(&self, read: &ReadCases) -> ReadCasesView {
        let study = &self.gathered.study;
        let mut metrics: Vec<CaseMetricView> =
            read.metrics.iter().map(|metric| self.case_metric(read, metric)).collect();
        // What has no place comes last.
        let place = |metric: &CaseMetricView| metric.place.unwrap_or(f64::INFINITY);
        metrics.sort_by(|a, b| place(a).total_cmp(&place(b)));
        ReadCasesView {
            question: read.question.clone(),
            question_text: self.question(&read.question),
            n_points: small(read.n_points),
            synthetic_from: read.synthetic_from,
            readers: read
                .readers
                .iter()
                .map(|own| CaseReaderView {
                    reader: study.readers[own.reader].code.clone(),
                    n_calls: small(own.n_calls),
                    n_right: small(own.n_right),
                    with_others: own.with_others,
                })
                .collect(),
            cases: (0..read.cases.len()).map(|at| self.read_case(read, at)).collect(),
            metrics,
            ceiling: self.ceiling(&read.question),
        }
    }

    fn read_case(&self, read: &ReadCases, at: usize) -> ReadCaseView {
        let said = &read.cases[at];
        let case = &self.gathered.study.cases[said.case];
        let sample = self.gathered.samples.get(said.case);
        ReadCaseView {
            case: case.id.clone(),
            sample: sample.copied(),
            label: sample.map(|sample| label(sample.ordinal)).unwrap_or_default(),
            synthetic: case.synthetic,
            generator: case.generator.clone(),
            stratum: case.stratum.clone(),
            point: said.point,
            n_calls: small(said.n_calls),
            n_synthetic: small(said.n_synthetic),
            points: read.points.iter().map(|own| own[at]).collect(),
        }
    }

    fn case_metric(&self, read: &ReadCases, metric: &CaseMetric) -> CaseMetricView {
        let known = metrics::registry::find(&metric.metric);
        let found = |quantity| self.beside(&read.question, Some(&metric.metric), quantity);
        let number_of = |quantity| found(quantity).and_then(Result::ok);
        let sign = if metric.turned { -1.0 } else { 1.0 };
        let rho = found(Quantity::MetricRho);
        let agreement = rho.and_then(Result::ok).map(|rho| turned(rho, metric.turned));
        let place = number_of(Quantity::MetricPlace);
        let interval = agreement.and_then(|found| found.interval).and_then(Result::ok);
        CaseMetricView {
            metric: metric.metric.clone(),
            title: metric_title(&metric.metric),
            unit: known.map(|known| known.unit.symbol()).unwrap_or_default().to_owned(),
            turned: metric.turned,
            known: metric.known,
            values: metric.values.clone(),
            apart: metric.apart.clone(),
            agreement: agreement.map(|found| found.value),
            interval: interval.map(|interval| interval_view(&interval)),
            shown: agreement
                .map(|found| number(Quantity::MetricAgreement, &found))
                .unwrap_or_default(),
            reason: rho.and_then(Result::err).map(|why| reason(&why)),
            verdict: agreement.map_or("notShown", |found| verdict(&found)).to_owned(),
            test: agreement.and_then(|found| p_of(&found)).map(p_shown).unwrap_or_default(),
            with_each: number_of(Quantity::MetricAgreement).map(|mean| sign * mean.value),
            place: place.map(|place| place.value),
            place_shown: place
                .map(|place| number(Quantity::MetricPlace, &place))
                .unwrap_or_default(),
            first: number_of(Quantity::MetricFirst).map(|share| share.value),
            n: small(metric.values.iter().flatten().count()),
        }
    }

    fn ceiling(&self, question: &str) -> CeilingView {
        let found = |quantity| self.beside(question, None, quantity);
        let value = |quantity| found(quantity).and_then(Result::ok).map(|found| found.value);
        let lower = found(Quantity::CeilingLower);
        CeilingView {
            lower: value(Quantity::CeilingLower),
            upper: value(Quantity::CeilingUpper),
            repeats: value(Quantity::CeilingRepeats),
            reason: lower.and_then(Result::err).map(|why| reason(&why)),
        }
    }

    /// Finds a number of metrics against experts, of the cases of all generators.
    fn beside(
        &self,
        question: &str,
        metric: Option<&str>,
        quantity: Quantity,
    ) -> Option<Result<Estimate, Reason>> {
        let is = |finding: &&Finding| {
            finding.section == Section::Concordance
                && finding.quantity == quantity
                && finding.of.question.as_deref() == Some(question)
                && finding.of.metric.as_deref() == metric
                && finding.of.generator.is_none()
        };
        self.analysis.findings.iter().find(is).map(|finding| finding.estimate)
    }
}

/// The sample of a case, as the screens ask for it.
pub(super) fn sample_of(case: &store::Case) -> SampleRef {
    let set = u32::try_from(case.set.0).unwrap_or(u32::MAX);
    SampleRef { set, ordinal: case.ordinal }
}

/// Turns a correlation round, its interval too.
pub(super) fn turned(rho: Estimate, turned: bool) -> Estimate {
    if !turned {
        return rho;
    }
    let interval = rho.interval.map(|interval| {
        interval.map(|given| Interval { low: -given.high, high: -given.low, ..given })
    });
    Estimate { value: -rho.value, interval, ..rho }
}

/// Says whether an agreement is not by chance, and which way it goes.
pub(super) fn verdict(agreement: &Estimate) -> &'static str {
    match p_of(agreement) {
        Some(p) if p < ALPHA && agreement.value < 0.0 => "opposite",
        Some(p) if p < ALPHA => "agrees",
        _ => "notShown",
    }
}
