//! An analysis as the screens show it.

use std::collections::BTreeSet;

use analysis::{
    Analysis, Estimate, Finding, MISSED_OBVIOUS, Method, Of, Quantity, Section,
    readers_of_one_source, unjudged,
};
use jobs::Task;
use report::number::{shown, with_interval_beside};
use samples::ContentHash;
use store::Study;
use study::protocol::{ItemKind, Pick};
use words::Language;

use super::super::Open;
use super::super::study::small;
use super::gather::Gathered;
use super::said::{ALPHA, sentences};
use crate::Result;
use crate::catalogue::metric_title;
use crate::error::reason;
use crate::wire::{
    AnalysisMethodView, AnalysisView, CurveView, EquivalenceView, ExcludedView, FindingView,
    FlowView, IntervalView, PlanView, PointsView, ReaderFlowView, SectionView, SentenceView,
    TestView,
};

/// Who calls fewer of the obvious cases right may be one whom the plan leaves out.
const LEAST_OF_CATCHES: f64 = 0.8;
/// Below this a p is told as smaller than it.
const LEAST_P: f64 = 0.001;

impl Open {
    /// Analyses a study, to be said in one language or in several.
    pub(crate) fn analysed_to_say(&self, study: &Study, task: &Task) -> Result<Analysed> {
        let (gathered, analysis) = self.analysed(study, task)?;
        let id = small(usize::try_from(study.id.0).unwrap_or(usize::MAX));
        Ok(Analysed { gathered, analysis, id, name: study.name.clone(), plan: self.plan(study)? })
    }

    /// Analyses a study and says in English what came of it.
    pub(crate) fn analysis_view(&self, study: &Study, task: &Task) -> Result<AnalysisView> {
        Ok(self.analysed_to_say(study, task)?.view(Language::English))
    }
}

/// A study and what its answers say.
pub(crate) struct Analysed {
    gathered: Gathered,
    analysis: Analysis,
    id: u32,
    name: String,
    plan: PlanView,
}

impl Analysed {
    /// Says it in a language.
    pub(crate) fn view(&self, language: Language) -> AnalysisView {
        let says = Says { gathered: &self.gathered, analysis: &self.analysis, language };
        words::speaking(language, || says.view(self.id, self.name.clone(), self.plan.clone()))
    }
}

/// An analysis in the words of a language.
pub(crate) struct Says<'a> {
    pub(crate) gathered: &'a Gathered,
    pub(crate) analysis: &'a Analysis,
    pub(crate) language: Language,
}

impl Says<'_> {
    /// Says all of it.
    pub(crate) fn view(&self, study: u32, name: String, plan: PlanView) -> AnalysisView {
        let sentences = sentences(self)
            .into_iter()
            .map(|(rank, text)| SentenceView { rank: rank.word().to_owned(), text });
        let Analysis { curves, points, .. } = self.analysis;
        AnalysisView {
            study,
            name,
            followed: plan.rules.as_ref().map(|rules| self.followed(rules)).unwrap_or_default(),
            plan,
            warnings: self.warnings(),
            sentences: sentences.collect(),
            sections: self.sections(&self.analysis.findings),
            curves: curves
                .iter()
                .map(|curve| CurveView {
                    question: curve.question.clone(),
                    reader: curve.reader.clone(),
                    points: curve.points.clone(),
                })
                .collect(),
            points: points
                .iter()
                .map(|points| PointsView {
                    question: points.question.clone(),
                    reader: points.reader.clone(),
                    synthetic: points.synthetic,
                    counts: points
                        .counts
                        .iter()
                        .map(|&n| u32::try_from(n).unwrap_or(u32::MAX))
                        .collect(),
                })
                .collect(),
            read_cases: self.read_cases(),
            marks: self.marks(),
            flow: self.flow(),
            methods: self.methods(),
        }
    }

    /// Returns findings in the sections of the page.
    fn sections(&self, findings: &[Finding]) -> Vec<SectionView> {
        let section = |section: Section| {
            let own = findings.iter().filter(|finding| finding.section == section);
            let findings: Vec<FindingView> = own.map(|finding| self.finding(finding)).collect();
            let say = |part: &str| self.say(&format!("section.{}.{part}", section.word()), &[]);
            (!findings.is_empty()).then(|| SectionView {
                section: section.word().to_owned(),
                title: say("title"),
                note: say("note"),
                findings,
            })
        };
        Section::ALL.into_iter().filter_map(section).collect()
    }

    /// Says a word of the analysis.
    pub(super) fn say(&self, key: &str, params: &[(&str, &str)]) -> String {
        words::say_in(self.language, &format!("analysis:{key}"), params)
    }

    fn warnings(&self) -> Vec<String> {
        let Gathered { by_script, n_unblinded, n_unread, study, .. } = self.gathered;
        let mut warnings = Vec::new();
        if *by_script {
            warnings.push(self.say("warning.script", &[]));
        }
        for (key, n) in [("unblinded", *n_unblinded), ("unread", *n_unread)] {
            if 0 < n {
                let count = n.to_string();
                warnings.push(self.say(&format!("warning.{key}"), &[("count", &count)]));
            }
        }
        // Where the plan has rules they say who is left out; where it has none, or is in words of its own,
        // who it may mean is named.
        let out = self.analysis.flow.excluded.iter().filter(|one| one.why == MISSED_OBVIOUS);
        let left_out: BTreeSet<&String> = out.map(|one| &one.reader).collect();
        let catches = self.analysis.findings.iter().filter(|f| f.section == Section::Catches);
        for finding in catches {
            let Ok(Estimate { value, .. }) = finding.estimate else { continue };
            let Some(reader) = &finding.of.reader else { continue };
            let key = match (left_out.contains(reader), self.gathered.has_rules) {
                (true, _) => "warning.leftOut",
                (false, false) if value < LEAST_OF_CATCHES => "warning.catches",
                (false, _) => continue,
            };
            let n = finding.n.answers.to_string();
            let right = format!("{:.0}", value * finding.n.answers as f64);
            let params = [("reader", reader.as_str()), ("right", &right), ("count", &n)];
            warnings.push(self.say(key, &params));
        }
        for (at, asked) in study.questions.iter().enumerate() {
            let question = self.question(&asked.item.id);
            for reader in readers_of_one_source(study, at) {
                let reader = study.readers[reader].code.as_str();
                let params = [("reader", reader), ("question", &question)];
                warnings.push(self.say("warning.oneSource", &params));
            }
        }
        for (at, asked) in study.questions.iter().enumerate() {
            let Some([n_real, n_synthetic]) = unjudged(study, at) else { continue };
            let (real, synthetic) = (n_real.to_string(), n_synthetic.to_string());
            let question = self.question(&asked.item.id);
            let params =
                [("real", real.as_str()), ("synthetic", &synthetic), ("question", &question)];
            warnings.push(self.say("warning.unjudged", &params));
        }
        if study.plan.primary.is_none() {
            warnings.push(self.say("warning.noPlan", &[]));
        } else {
            let keys = ["warning.ownPlan", "warning.ownExclusions"];
            let own = keys.into_iter().zip(self.gathered.own_words).filter(|(_, own)| *own);
            warnings.extend(own.map(|(key, _)| self.say(key, &[])));
        }
        warnings
    }

    fn finding(&self, finding: &Finding) -> FindingView {
        let Finding { rank, quantity, method, of, estimate, n, .. } = finding;
        let found = estimate.ok();
        let interval = found.and_then(|found| found.interval);
        let from = finding.from.map(|from| {
            let selection = &self.analysis.selections[from];
            let shown = selection.presentations(&self.gathered.study).join(
                "
",
            );
            ContentHash::of_bytes(shown.as_bytes()).to_string()
        });
        FindingView {
            id: finding.id(),
            rank: rank.word().to_owned(),
            quantity: quantity.word().to_owned(),
            title: self.say(&format!("quantity.{}", quantity.word()), &[]),
            method: method.word().to_owned(),
            method_title: self.say(&format!("method.{}.title", method.word()), &[]),
            question: of.question.clone(),
            question_text: of.question.as_deref().map(|id| self.question(id)).unwrap_or_default(),
            of: self.of(of),
            reader: of.reader.clone(),
            generator: of.generator.clone(),
            choice: of.code.clone(),
            value: found.map(|found| found.value).filter(|value| value.is_finite()),
            shown: found.map(|found| number(*quantity, &found)).unwrap_or_default(),
            interval: interval
                .and_then(std::result::Result::ok)
                .map(|interval| interval_view(&interval)),
            no_interval: interval
                .and_then(std::result::Result::err)
                .map(|why| reason(&why).message),
            test: found.and_then(|found| found.test).and_then(std::result::Result::ok).map(
                |test| TestView {
                    null: test.null,
                    statistic: test.statistic,
                    df: test.df,
                    p: test.p,
                    adjusted: test.adjusted.map(|adjusted| adjusted.p),
                    adjusted_by: test.adjusted.map(|adjusted| adjusted.method.to_owned()),
                    family: small(test.adjusted.map_or(1, |adjusted| adjusted.of)),
                    shown: p_shown(test.adjusted.map_or(test.p, |adjusted| adjusted.p)),
                },
            ),
            equivalence: found
                .and_then(|found| found.equivalence)
                .and_then(std::result::Result::ok)
                .map(|within| EquivalenceView {
                    low: within.centre - within.margin,
                    high: within.centre + within.margin,
                    interval: interval_view(&within.interval),
                    p: within.p,
                    holds: within.holds,
                }),
            reason: estimate.err().map(|why| reason(&why)),
            n_answers: small(n.answers),
            n_readers: small(n.readers),
            n_real: small(n.real),
            n_synthetic: small(n.synthetic),
            from: from.unwrap_or_default(),
        }
    }

    /// Says why answers do not count; what another program wrote is quoted.
    fn why(&self, why: &str) -> String {
        let key = format!("why.{why}");
        if words::knows(&format!("analysis:{key}")) { self.say(&key, &[]) } else { why.to_owned() }
    }

    /// Returns a question as it was asked.
    pub(super) fn question(&self, id: &str) -> String {
        let language = self.asked_in();
        let asked = self.gathered.study.questions.iter().find(|asked| asked.item.id == id);
        asked.map_or_else(|| id.to_owned(), |asked| asked.item.text.of(language).to_owned())
    }

    /// Says of whom or of what a number is.
    pub(super) fn of(&self, of: &Of) -> String {
        let Of { question, reader, generator, condition, other, code, metric, part } = of;
        let mut parts: Vec<String> = Vec::new();
        parts.extend(reader.clone());
        parts.extend(metric.as_deref().map(metric_title));
        if let Some(code) = code {
            parts.push(self.choice(question.as_deref().unwrap_or_default(), code));
        }
        match (generator.as_ref().or(condition.as_ref()), other) {
            (Some(first), Some(second)) => {
                parts.push(self.say("of.less", &[("first", first), ("second", second)]));
            }
            (Some(one), None) => parts.push(one.clone()),
            _ => {}
        }
        if let Some((name, which)) = part {
            parts.push(match *name {
                "source" | "as" | "with" | "cases" | "verdict" | "counted" | "components" => {
                    self.say(&format!("of.{name}.{which}"), &[])
                }
                "stratum" => which.clone(),
                name => self.say(&format!("of.{name}"), &[("which", which)]),
            });
        }
        parts.join(" · ")
    }

    /// Says a code as it was read.
    pub(super) fn choice(&self, question: &str, code: &str) -> String {
        let language = self.asked_in();
        let asked = self.gathered.study.questions.iter().find(|asked| asked.item.id == question);
        let of = |options: &[Pick]| {
            let option = options.iter().find(|option| option.code == code)?;
            Some(option.text.of(language).to_owned())
        };
        let found = asked.and_then(|asked| match &asked.item.answer {
            ItemKind::Choice { options, .. }
            | ItemKind::Several { options, .. }
            | ItemKind::Diagnosis { options } => of(options),
            _ => None,
        });
        found.unwrap_or_else(|| match code {
            "other" => self.say("of.otherChoice", &[]),
            code => code.to_owned(),
        })
    }

    fn asked_in(&self) -> study::protocol::Language {
        match self.language {
            Language::English => study::protocol::Language::En,
            Language::Portuguese => study::protocol::Language::Pt,
            Language::Spanish => study::protocol::Language::Es,
            Language::German => study::protocol::Language::De,
        }
    }

    fn flow(&self) -> FlowView {
        let flow = &self.analysis.flow;
        FlowView {
            n_real: small(flow.n_real),
            n_synthetic: small(flow.n_synthetic),
            n_catches: small(flow.n_catches),
            readers: flow
                .readers
                .iter()
                .map(|one| ReaderFlowView {
                    reader: one.reader.clone(),
                    n_due: small(one.n_due),
                    n_read: small(one.n_read),
                    n_answers: small(one.n_answers),
                    n_excluded: small(one.n_excluded),
                })
                .collect(),
            excluded: flow
                .excluded
                .iter()
                .map(|one| ExcludedView {
                    reader: one.reader.clone(),
                    why: self.why(&one.why),
                    n: small(one.n),
                })
                .collect(),
        }
    }

    /// Says how numbers were found, each method once.
    fn methods(&self) -> Vec<AnalysisMethodView> {
        let used: BTreeSet<Method> =
            self.analysis.findings.iter().map(|finding| finding.method).collect();
        used.into_iter()
            .map(|method| {
                let say = |part: &str| self.say(&format!("method.{}.{part}", method.word()), &[]);
                let key = format!("analysis:method.{}.source", method.word());
                AnalysisMethodView {
                    method: method.word().to_owned(),
                    title: say("title"),
                    about: say("about"),
                    // What is only counted comes from nobody.
                    source: if words::knows(&key) { say("source") } else { String::new() },
                }
            })
            .collect()
    }
}

/// Writes a number with its interval, for people.
pub(super) fn number(quantity: Quantity, estimate: &Estimate) -> String {
    match estimate.interval {
        Some(Ok(interval)) => {
            let [low, high] = quantity.within([interval.low, interval.high]);
            let null = estimate.test.and_then(std::result::Result::ok).map(|test| test.null);
            let beside = null.or(quantity.without_effect());
            with_interval_beside(estimate.value, Some((low, high)), beside.as_slice())
        }
        _ => shown(estimate.value),
    }
}

/// Writes a p.
pub(super) fn p_shown(p: f64) -> String {
    if p < LEAST_P {
        return "p < 0.001".to_owned();
    }
    // One that rounds to 5 % is written so that its side can be seen.
    let stands = |decimals: usize| {
        let read: f64 = format!("{p:.decimals$}").parse().unwrap_or(p);
        read.partial_cmp(&ALPHA) == p.partial_cmp(&ALPHA)
    };
    let decimals = (3..=6).find(|&decimals| stands(decimals)).unwrap_or(3);
    format!("p = {p:.decimals$}")
}

pub(super) fn interval_view(interval: &stats::Interval) -> IntervalView {
    IntervalView {
        low: interval.low,
        high: interval.high,
        level: interval.level,
        method: interval.method.to_owned(),
    }
}
