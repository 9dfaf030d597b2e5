//! The analysis of a study, as the report says it and as tables have it.

use analysis::Quantity;
use jobs::Task;
use report::facts::{EstimateFacts, EstimatesFacts, MethodFacts, Outcome, ReportFacts, StudyFacts};
use serde_json::json;
use store::Study;

use super::super::Open;
use super::super::analysing::Analysed;
use super::super::study::{Kept, REVEAL, UNBLIND, attribute_title, audit_mends, audit_sentence};
use super::figures;
use crate::wire::{AnalysisView, FindingView, SectionView};
use crate::{Result, clock};

/// How a plan stands, in the order of the page.
const RANKS: [&str; 3] = ["primary", "secondary", "exploratory"];

pub(super) fn say(key: &str, params: &[(&str, &str)]) -> String {
    words::say(&format!("app:analysis.{key}"), params)
}

impl Open {
    /// Analyses a study for its exports; nothing while its truth is closed.
    pub(super) fn analysis_to_export(&self, study: &Study) -> Result<Option<Analysed>> {
        if !self.is_unblinded(study)? {
            return Ok(None);
        }
        self.analysed_to_say(study, &Task::unwatched()).map(Some)
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
        facts.figures = figures::figures(view);
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
        self.add_appendix(study, view, facts)
    }

    /// Adds what the numbers rest on: plan, protocol, blinding audit, and what went another way.
    fn add_appendix(
        &self,
        study: &Study,
        view: &AnalysisView,
        facts: &mut StudyFacts,
    ) -> Result<()> {
        let plan = &view.plan;
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
        let followed = Some(view.followed.join("; ")).filter(|text| !text.is_empty());
        let followed = followed.map(|text| (say("plan.rules", &[]), text));
        facts.appendix.push((say("plan.title", &[]), rows.chain(followed).collect()));

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
            let mut rows = vec![(say("audit.verdict", &[]), audit_sentence(audit))];
            let mends = kept.shown.as_ref().map_or(audit.mends.clone(), audit_mends);
            if !mends.is_empty() {
                rows.push((say("audit.mends", &[]), mends.join("; ")));
            }
            rows.extend(audit.leaks.iter().filter(|leak| leak.tells).map(|leak| {
                let auc = report::number::shown(leak.auc);
                let channel = say(&format!("audit.channel.{}", leak.channel), &[]);
                let said = say("audit.leak", &[("auc", &auc), ("channel", &channel)]);
                (attribute_title(&leak.name), said)
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
                let (at, seq) = (clock::to_be_read(&text("t")), record.seq.to_string());
                rows.push((
                    say("record", &[("at", &at), ("seq", &seq)]),
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
pub(super) fn numbered(
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
    // What is told once more with all readers is planned, and its section need not be.
    let own = section.findings.iter().filter(|finding| !finding.id.ends_with("with=all_readers"));
    let planned = own.into_iter().any(|finding| finding.rank != "exploratory");
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
                interval: finding.interval.as_ref().map(|ends| {
                    let ends = [ends.low, ends.high];
                    let quantity = Quantity::from_word(&finding.quantity);
                    quantity.map_or(ends, |quantity| quantity.within(ends)).into()
                }),
            },
            (None, why) => Outcome::None {
                reason: why.as_ref().map(|why| why.message.clone()).unwrap_or_default(),
            },
        },
        beside: finding
            .test
            .as_ref()
            .map(|test| test.null)
            .or_else(|| Quantity::from_word(&finding.quantity)?.without_effect()),
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

/// Returns `analysis.json`: every number with all its digits, under the number that the report has.
pub(super) fn analysis_json(view: &AnalysisView) -> Vec<u8> {
    let findings = numbered(view).flat_map(|(findings, _)| findings);
    let findings: Vec<serde_json::Value> =
        findings.map(|(id, finding)| json!({ "number": id, "finding": finding })).collect();
    let document = json!({
        "schema": "touchstone.analysis/1", "version": crate::VERSION, "study": view.name,
        "plan_hash": view.plan.hash, "plan_rules": view.plan.rules, "warnings": view.warnings, "sentences": view.sentences,
        "findings": findings, "curves": view.curves, "points": view.points, "flow": view.flow,
        "methods": view.methods,
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text.into_bytes()
}
