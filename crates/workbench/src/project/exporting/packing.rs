//! A study's tables in the forms of other programs.

use exchange::package::{Content, Packed, package};
use exchange::ro_crate::{Crate, Part, ro_crate};
use exchange::{AnswerRow, Asked, AuditRow, File, FindingRow, ReaderRow, SessionRow};
use seal::PublicKey;
use seal::chain::canonical;
use serde_json::Value;
use store::Study;
use study::Purpose;

use super::super::Open;
use super::super::reading::usability;
use super::super::study::Kept;
use super::FILES;
use super::analysis::numbered;
use crate::Result;
use crate::wire::AnalysisView;

impl Open {
    /// Returns the files that hold the study's tables; nothing of the truth unless it may go out.
    pub(super) fn packed(
        &self,
        study: &Study,
        analysis: Option<&AnalysisView>,
        asked: &super::Asked<'_>,
    ) -> Result<Packed> {
        let super::Asked { with_truth, check, now, terms, .. } = *asked;
        let findings = analysis.map(finding_rows);
        let (protocol, language) = self.asked(&Kept::read(study)?)?;
        let items = if protocol.usability { usability() } else { Vec::new() };
        let answers = self.answer_rows(study, with_truth)?;
        let cases = with_truth.then(|| self.case_rows(study)).transpose()?;
        Ok(package(&Content {
            study_id: &study.id.0.to_string(),
            title: &study.name,
            about: &words::say("app:export.about", &[]),
            version: &study.design_version.to_string(),
            made_at: now,
            terms,
            asked: Asked { protocol: &protocol, language, usability: &items },
            answers: &answers,
            cases: cases.as_deref(),
            findings: findings.as_deref(),
            presentations: &self.presentation_rows(study, asked.with_truth)?,
            readers: &self.reader_rows(study, &answers)?,
            sessions: &self.session_rows(study)?,
            audit: &audit_rows(&self.store.trail_lines(check.n)?),
            forms: &self.form_rows(study)?,
        }))
    }

    fn reader_rows(&self, study: &Study, answers: &[AnswerRow]) -> Result<Vec<ReaderRow>> {
        let sealed = self.sealed(study.id)?;
        let presentations = self.store.presentations(study.id)?;
        let row = |reader: store::Reader| {
            let own = presentations.iter().filter(|shown| shown.reader == reader.code);
            let due = own.filter(|shown| shown.purpose != Purpose::Example).count();
            let given: Vec<&AnswerRow> =
                answers.iter().filter(|answer| answer.reader == reader.code).collect();
            // A reader is left out when all that they said is.
            let excluded = !given.is_empty() && given.iter().all(|answer| answer.excluded);
            Ok(ReaderRow {
                study_id: study.id.0.to_string(),
                n_due: count(due),
                n_answered: count(self.store.answered(study.id, &reader.code)?.len()),
                sealed_at: sealed.get(&reader.code).cloned(),
                excluded,
                exclusion_reason: given
                    .first()
                    .filter(|_| excluded)
                    .and_then(|answer| answer.exclusion_reason.clone()),
                is_scripted: given.iter().any(|answer| answer.is_scripted),
                reader: reader.code,
                ..ReaderRow::default()
            })
        };
        self.store.readers(study.id)?.into_iter().map(row).collect()
    }

    fn session_rows(&self, study: &Study) -> Result<Vec<SessionRow>> {
        let row = |session: store::StoredSession| SessionRow {
            study_id: study.id.0.to_string(),
            design_version: study.design_version.to_string(),
            reader: session.reader,
            workstation: session.workstation,
            sealed_at_utc: session.sealed_at,
            merged_at_utc: session.merged_at,
            head: session.head,
            public_key: match session.public_key.parse::<PublicKey>() {
                Ok(key) => key.fingerprint(),
                Err(_) => session.public_key,
            },
            n_answers: i64::try_from(session.n_answers).unwrap_or(i64::MAX),
            content: session.content,
        };
        Ok(self.store.sessions(study.id)?.into_iter().map(row).collect())
    }
}

/// Returns what the analysis found as rows.
fn finding_rows(view: &AnalysisView) -> Vec<FindingRow> {
    let of_section = numbered(view).flat_map(|(findings, section)| {
        findings.into_iter().map(move |(number, finding)| (number, finding, section))
    });
    of_section
        .map(|(number, finding, section)| {
            let (interval, test) = (finding.interval.as_ref(), finding.test.as_ref());
            FindingRow {
                number,
                finding_id: finding.id.clone(),
                rank: finding.rank.clone(),
                section: section.section.clone(),
                quantity: finding.quantity.clone(),
                method: finding.method.clone(),
                question_id: finding.question.clone(),
                of: finding.of.clone(),
                reader: finding.reader.clone(),
                generator: finding.generator.clone(),
                value: finding.value,
                low: interval.map(|ends| ends.low),
                high: interval.map(|ends| ends.high),
                level: interval.map(|ends| ends.level),
                null: test.map(|test| test.null),
                statistic: test.and_then(|test| test.statistic),
                df: test.and_then(|test| test.df),
                p: test.map(|test| test.p),
                p_adjusted: test.and_then(|test| test.adjusted),
                adjusted_by: test.and_then(|test| test.adjusted_by.clone()),
                n_answers: finding.n_answers.into(),
                n_readers: finding.n_readers.into(),
                n_real: finding.n_real.into(),
                n_synthetic: finding.n_synthetic.into(),
                reason: finding
                    .reason
                    .as_ref()
                    .map(|why| why.message.clone())
                    .or_else(|| finding.no_interval.clone()),
                presentations_sha256: finding.from.clone(),
            }
        })
        .collect()
}

/// Returns `ro-crate-metadata.json` of an export's files.
pub(super) fn described(study: &Study, files: &[File], asked: &super::Asked<'_>) -> Vec<u8> {
    let meaning = |name: &str| {
        let key = FILES.iter().find(|(known, _)| *known == name);
        key.map_or_else(String::new, |(_, key)| words::say(key, &[]))
    };
    let meanings: Vec<String> = files.iter().map(|(name, _)| meaning(name)).collect();
    let parts: Vec<Part<'_>> = files
        .iter()
        .zip(&meanings)
        .map(|((name, bytes), about)| Part { name, about, bytes })
        .collect();
    let about = Crate {
        name: &study.name,
        about: &words::say("app:export.about", &[]),
        made_at: asked.now,
        terms: asked.terms,
        version: crate::VERSION,
    };
    ro_crate(&about, &parts)
}

/// Returns the lines of the trail as rows; one that was tampered with so that it is no JSON is in the
/// trail only.
fn audit_rows(lines: &str) -> Vec<AuditRow> {
    let row = |line: &str| {
        let record: Value = serde_json::from_str(line).ok()?;
        let event = &record["event"];
        let text = |value: &Value| value.as_str().map(str::to_owned);
        Some(AuditRow {
            seq: record["seq"].as_i64()?,
            t: text(&event["t"]),
            actor: text(&event["actor"]),
            kind: text(&event["type"]).unwrap_or_default(),
            study: event["study"].as_i64(),
            prev: text(&record["prev"]).unwrap_or_default(),
            hash: text(&record["hash"]).unwrap_or_default(),
            event: canonical(event).unwrap_or_else(|_| event.to_string()),
        })
    };
    lines.lines().filter_map(row).collect()
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
