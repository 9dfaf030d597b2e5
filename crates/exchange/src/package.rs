//! All the files of a study's export that hold its tables.

use crate::data_package::{Package, data_package};
use crate::fhir::{Answered, questionnaire, responses};
use crate::imrmc::{Naming, imrmc};
use crate::parquet::parquet;
use crate::xlsx::xlsx;
use crate::{
    AnswerRow, Asked, AuditRow, CaseRow, Error, File, FindingRow, FormRow, PresentationRow,
    QuestionRow, ReaderRow, Result, SessionRow, Table, Terms, answers, audit, cases, findings,
    forms, presentations, questions, readers, redcap, sessions,
};

/// A study, as it is exported.
#[derive(Debug, Clone, Copy)]
pub struct Content<'a> {
    /// The study.
    pub study_id: &'a str,
    /// Its name.
    pub title: &'a str,
    /// What the package is, in a sentence.
    pub about: &'a str,
    /// The version of its design.
    pub version: &'a str,
    /// When the package is made: UTC, RFC 3339.
    pub made_at: &'a str,
    /// Who answers for it, and under which terms.
    pub terms: Terms<'a>,
    /// What was asked.
    pub asked: Asked<'a>,
    /// The answers.
    pub answers: &'a [AnswerRow],
    /// The truth; none before unblinding.
    pub cases: Option<&'a [CaseRow]>,
    /// What the analysis found; none before unblinding.
    pub findings: Option<&'a [FindingRow]>,
    /// What was shown.
    pub presentations: &'a [PresentationRow],
    /// Who read.
    pub readers: &'a [ReaderRow],
    /// What was brought home.
    pub sessions: &'a [SessionRow],
    /// The trail.
    pub audit: &'a [AuditRow],
    /// What readers said in forms.
    pub forms: &'a [FormRow],
}

/// The files of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// The files.
    pub files: Vec<File>,
    /// Those that could not be made, and why. The tables are in the others.
    pub left_out: Vec<(String, Error)>,
}

/// Returns the files of a study: its tables as CSV with their schema, as a workbook, as Parquet, and as
/// iMRMC, REDCap and FHIR have them.
///
/// # Value
///
/// Before unblinding, when there are no `cases`, nothing of the truth is in any of them: no table of
/// cases, no side of a pair, no ratings by truth. A file that cannot be made is left out alone.
pub fn package(content: &Content<'_>) -> Packed {
    let blinded: Vec<AnswerRow>;
    let answer_rows = if content.cases.is_some() {
        content.answers
    } else {
        let without = |row: &AnswerRow| AnswerRow { side_synthetic: None, ..row.clone() };
        blinded = content.answers.iter().map(without).collect();
        &blinded
    };
    let tables = tables(content, answer_rows);
    let mut files: Vec<File> =
        tables.iter().map(|table| (format!("{}.csv", table.name), table.csv())).collect();
    files.push(("answers.json".to_owned(), tables[0].json()));
    let package = Package {
        title: content.title,
        about: content.about,
        version: content.version,
        made_at: content.made_at,
        terms: content.terms,
    };
    files.push(("datapackage.json".to_owned(), data_package(&package, &tables)));
    let asked = &content.asked;
    let answered =
        Answered { readers: content.readers, answers: answer_rows, forms: content.forms };
    files.push(("redcap-dictionary.csv".to_owned(), redcap::dictionary(asked)));
    files.push(("redcap-data.csv".to_owned(), redcap::data(asked, answer_rows, content.forms)));
    files.push(("questionnaire.json".to_owned(), questionnaire(asked, content.made_at)));
    let responses = responses(asked, &answered, content.made_at);
    files.push(("questionnaire-responses.json".to_owned(), responses));

    let mut left_out = Vec::new();
    let mut add = |name: &str, made: Result<Option<Vec<u8>>>| match made {
        Ok(Some(bytes)) => files.push((name.to_owned(), bytes)),
        Ok(None) => {}
        Err(error) => left_out.push((name.to_owned(), error)),
    };
    add("study.xlsx", xlsx(&tables, content.made_at).map(Some));
    add("answers.parquet", parquet(&tables[0]).map(Some));
    if let Some(cases) = content.cases {
        add("study.imrmc", imrmc(content.title, answer_rows, cases, Naming::Words));
    }
    Packed { files, left_out }
}

/// Returns the tables, the answers first.
fn tables(content: &Content<'_>, answer_rows: &[AnswerRow]) -> Vec<Table> {
    let question_rows = QuestionRow::of(content.study_id, content.version, &content.asked);
    let mut tables = vec![answers(answer_rows)];
    tables.extend(content.cases.map(cases));
    // Numbers by source tell the truth of cases.
    tables.extend(content.findings.filter(|_| content.cases.is_some()).map(findings));
    tables.extend([
        questions(&question_rows),
        readers(content.readers),
        presentations(content.presentations),
        sessions(content.sessions),
        audit(content.audit),
    ]);
    if !content.forms.is_empty() {
        tables.push(forms(content.forms));
    }
    tables
}
