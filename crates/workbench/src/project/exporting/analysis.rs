//! The analysis of a study, as the report says it and as tables have it.

use jobs::Task;
use report::facts::{
    EstimateFacts, EstimatesFacts, FigureFacts, MethodFacts, Outcome, ReportFacts, StudyFacts,
};
use report::figure::{Axis, Caption, Line, Role, Size, StripRow, curve, forest};
use serde_json::json;
use store::Study;
use words::Language;

use super::super::Open;
use super::super::study::{Kept, REVEAL, UNBLIND};
use crate::wire::{AnalysisView, CurveView, FindingView, PlanView, SectionView};
use crate::{Result, clock};

/// How wide figures are.
const WIDTH: u32 = 680;
/// How a plan stands, in the order of the page.
const RANKS: [&str; 3] = ["primary", "secondary", "exploratory"];

fn say(key: &str, params: &[(&str, &str)]) -> String {
    words::say(&format!("app:analysis.{key}"), params)
}

impl Open {
    /// Analyses a study for its exports; nothing while its truth is closed.
    pub(super) fn analysis_to_export(&self, study: &Study) -> Result<Option<AnalysisView>> {
        if !self.is_unblinded(study)? {
            return Ok(None);
        }
        self.analysis_view(study, Language::English, &Task::unwatched()).map(Some)
    }

    /// Adds what a study's answers say to what the report says of it.
    pub(super) fn add_analysis(
        &self,
        study: &Study,
        view: &AnalysisView,
        report: &mut ReportFacts,
    ) -> Result<()> {
        report.methods.extend(view.methods.iter().map(|method| MethodFacts {
            name: method.title.clone(),
            text: method.about.clone(),
            source: method.source.clone(),
        }));
        // The page begins with what was found.
        let primary = view.sentences.iter().filter(|sentence| sentence.rank == "primary");
        report.findings.extend(primary.map(|sentence| sentence.text.clone()));
        let Some(facts) = report.study.as_mut() else { return Ok(()) };
        facts.warnings.clone_from(&view.warnings);
        for rank in RANKS {
            let own = view.sentences.iter().filter(|sentence| sentence.rank == rank);
            let sentences: Vec<String> = own.map(|sentence| sentence.text.clone()).collect();
            if !sentences.is_empty() {
                facts.said.push((say(rank, &[]), sentences));
            }
        }
        facts.figures = figures(view);
        for (numbered, section) in numbered(view) {
            facts.estimates.push(EstimatesFacts {
                title: section.title.clone(),
                note: note(section),
                rows: numbered.into_iter().map(|(id, finding)| estimate(&id, finding)).collect(),
            });
        }
        for excluded in &view.flow.excluded {
            let n = excluded.n.to_string();
            let params =
                [("count", n.as_str()), ("reader", &excluded.reader), ("why", &excluded.why)];
            facts.excluded.push(say("excluded", &params));
        }
        self.add_appendix(study, &view.plan, facts)
    }

    /// Adds what the numbers rest on: plan, protocol, blinding audit, and what went another way.
    fn add_appendix(&self, study: &Study, plan: &PlanView, facts: &mut StudyFacts) -> Result<()> {
        let kept = Kept::read(study)?;
        let parts = [
            ("primary", &plan.primary),
            ("secondary", &plan.secondary),
            ("exclusions", &plan.exclusions),
            ("missing", &plan.missing),
            ("notes", &plan.notes),
        ];
        let rows = parts.into_iter().filter(|(_, text)| !text.is_empty());
        let rows = rows.map(|(key, text)| (say(&format!("plan.{key}"), &[]), text.clone()));
        facts.appendix.push((say("plan.title", &[]), rows.collect()));

        let (protocol, language) = self.asked(&kept)?;
        let asked = protocol.tasks().flat_map(|(stage, task)| {
            task.items.iter().map(move |item| {
                let name = format!("{} · {}", stage.id, item.id);
                (name, item.text.of(language).to_owned())
            })
        });
        let title = say("protocol", &[("name", protocol.title.of(language))]);
        facts.appendix.push((title, asked.collect()));

        if let Some(audit) = &kept.audit {
            let mut rows = vec![(say("audit.verdict", &[]), audit.sentence.clone())];
            if !audit.mends.is_empty() {
                rows.push((say("audit.mends", &[]), audit.mends.join("; ")));
            }
            rows.extend(audit.leaks.iter().filter(|leak| leak.tells).map(|leak| {
                let auc = report::number::shown(leak.auc);
                (
                    leak.title.clone(),
                    say("audit.leak", &[("auc", &auc), ("channel", &leak.channel)]),
                )
            }));
            facts.appendix.push((say("audit.title", &[]), rows));
        }
        let mut rows = Vec::new();
        for kind in [UNBLIND, REVEAL, "study.seal", "study.amend"] {
            for record in self.store.events_of(study.id, kind)? {
                let text = |name: &str| record.event[name].as_str().unwrap_or_default().to_owned();
                let what = say(&format!("event.{}", kind.replace('.', "_")), &[]);
                let of = [text("reader"), text("case"), text("reason")];
                let of: Vec<String> = of.into_iter().filter(|part| !part.is_empty()).collect();
                let at = clock::to_be_read(&text("t"));
                rows.push((
                    format!("{at}, record {}", record.seq),
                    format!("{what}. {}", of.join(" · ")),
                ));
            }
        }
        facts.appendix.push((say("event.title", &[]), rows));
        let environment = vec![
            (say("environment.program", &[]), format!("Touchstone {}", crate::VERSION)),
            (
                say("environment.system", &[]),
                format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            ),
        ];
        facts.appendix.push((say("environment.title", &[]), environment));
        Ok(())
    }
}

/// Returns the findings of each section with the numbers under which exports have them.
fn numbered(
    view: &AnalysisView,
) -> impl Iterator<Item = (Vec<(String, &FindingView)>, &SectionView)> {
    let mut at = 0;
    view.sections.iter().map(move |section| {
        let findings = section.findings.iter().map(|finding| {
            at += 1;
            (format!("A{at}"), finding)
        });
        (findings.collect(), section)
    })
}

/// Says what a section's numbers are, and whether they were planned.
fn note(section: &SectionView) -> String {
    let planned = section.findings.iter().any(|finding| finding.rank != "exploratory");
    let rank = say(if planned { "planned" } else { "unplanned" }, &[]);
    format!("{} {rank}", section.note)
}

fn estimate(id: &str, finding: &FindingView) -> EstimateFacts {
    let of = [finding.question.as_deref().unwrap_or_default(), &finding.of];
    let of: Vec<&str> = of.into_iter().filter(|part| !part.is_empty()).collect();
    let FindingView { n_answers, n_readers, n_real, n_synthetic, .. } = finding;
    EstimateFacts {
        title: finding.title.clone(),
        of: of.join(" · "),
        outcome: match (finding.value, &finding.reason) {
            (Some(value), _) => Outcome::Value {
                value,
                interval: finding.interval.as_ref().map(|ends| (ends.low, ends.high)),
            },
            (None, why) => Outcome::None {
                reason: why.as_ref().map(|why| why.message.clone()).unwrap_or_default(),
            },
        },
        method: match finding.rank.as_str() {
            "primary" => say("claimed", &[("method", &finding.method_title)]),
            _ => finding.method_title.clone(),
        },
        test: finding.test.as_ref().map(|test| test.shown.clone()).unwrap_or_default(),
        // On one line: real cases first, then synthetic ones.
        n: format!("{n_answers} ({n_readers}; {n_real} + {n_synthetic})").replace(' ', "\u{a0}"),
        id: id.to_owned(),
    }
}

/// Draws each question's readers with their mean, and its curves.
fn figures(view: &AnalysisView) -> Vec<FigureFacts> {
    let mut questions: Vec<&String> = view.curves.iter().map(|curve| &curve.question).collect();
    questions.dedup();
    let mut figures = Vec::new();
    for question in questions {
        // A figure that cannot be drawn is left out; its numbers stand in the tables.
        let drawn = [readers_of(view, question), curves_of(view, question)];
        figures.extend(drawn.into_iter().flatten());
    }
    figures
}

/// Each reader's area with its interval, and all readers'.
fn readers_of(view: &AnalysisView, question: &String) -> Option<FigureFacts> {
    let findings = || view.sections.iter().flat_map(|section| &section.findings);
    let own = || {
        let is = |finding: &&FindingView| {
            finding.question.as_ref() == Some(question) && finding.quantity == "auc"
        };
        findings().filter(is).filter(|finding| finding.generator.is_none())
    };
    let row = |finding: &FindingView, label: String, role: Role| {
        Some(StripRow {
            label,
            value: finding.value?,
            interval: finding.interval.as_ref().map(|ends| (ends.low, ends.high)),
            n: Some(finding.n_answers.into()),
            role,
        })
    };
    let readers = own().filter(|finding| finding.method == "delong").enumerate();
    let mut rows: Vec<StripRow> = readers
        .filter_map(|(at, finding)| row(finding, finding.of.clone(), Role::Reader(at)))
        .collect();
    let mean = own()
        .find(|finding| matches!(finding.method.as_str(), "obuchowski_rockette" | "u_statistic"))?;
    rows.extend(row(mean, say("allReaders", &[]), Role::Readers));
    let ends = rows.iter().filter_map(|row| row.interval);
    let low = ends.clone().map(|(low, _)| low).fold(0.4, f64::min);
    let high = ends.map(|(_, high)| high).fold(0.6, f64::max);
    let axis = Axis { low: low.max(0.0), high: high.min(1.0), label: say("forest.axis", &[]) };
    // What lies outside of 0 to 1 in a tiny study is cut where it is drawn only.
    for row in &mut rows {
        row.interval = row.interval.map(|(low, high)| (low.max(axis.low), high.min(axis.high)));
    }
    let caption = Caption {
        title: say("forest.title", &[("shown", &mean.shown)]),
        description: mean.question_text.clone(),
    };
    let svg = forest(&caption, &rows, None, &axis, WIDTH).ok()?;
    Some(FigureFacts { svg, note: say("forest.note", &[("question", &mean.question_text)]) })
}

/// The curve of each reader, and the mean curve.
fn curves_of(view: &AnalysisView, question: &String) -> Option<FigureFacts> {
    let own: Vec<&CurveView> =
        view.curves.iter().filter(|curve| curve.question == *question).collect();
    let chance = Line {
        label: say("curve.chance", &[]),
        points: vec![[0.0, 0.0], [1.0, 1.0]],
        role: Role::Chance,
    };
    let mut lines: Vec<Line> = own
        .iter()
        .enumerate()
        .map(|(at, curve)| Line {
            label: curve.reader.clone().unwrap_or_else(|| say("allReaders", &[])),
            points: curve.points.clone(),
            role: if curve.reader.is_some() { Role::Reader(at) } else { Role::Readers },
        })
        .collect();
    lines.push(chance);
    let caption = Caption { title: say("curve.title", &[]), ..Caption::default() };
    let height = 320 + 19 * u32::try_from(lines.len()).unwrap_or(0);
    let size = Size { width: 480, height };
    let (along, up) = (say("curve.along", &[]), say("curve.up", &[]));
    let svg = curve(&caption, &lines, [&along, &up], size).ok()?;
    Some(FigureFacts { svg, note: say("curve.note", &[]) })
}

/// Returns `analysis.json`: every number with all its digits, under the number that the report has.
pub(super) fn analysis_json(view: &AnalysisView) -> Vec<u8> {
    let findings = numbered(view).flat_map(|(findings, _)| findings);
    let findings: Vec<serde_json::Value> =
        findings.map(|(id, finding)| json!({ "number": id, "finding": finding })).collect();
    let document = json!({
        "schema": "touchstone.analysis/1", "version": crate::VERSION, "study": view.name,
        "plan_hash": view.plan.hash, "warnings": view.warnings, "sentences": view.sentences,
        "findings": findings, "curves": view.curves, "points": view.points, "flow": view.flow,
        "methods": view.methods,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}
