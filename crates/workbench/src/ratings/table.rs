//! A table of answers, one row for each reader, presentation and question, as exports have it.
//!
//! Needed are the columns `reader`, `case_id`, `question_id`, `answer_type` and `value`; the truth is in `cases.csv`
//! beside it (`case_id`, `source`), or in a column `source` of the table itself. What else the table
//! has of the columns of an export is used.

use std::collections::{BTreeMap, BTreeSet};

use analysis::{Answer, Case, MISSED_OBVIOUS, Place, Plan, Question, Reader, Shown, Study};
use study::protocol::{Item, ItemKind, Pick, Show, Text, Tie};

use crate::error::AnalysisError;
use crate::project::analysing::{BY_SCRIPT, WHEN_UNBLINDED};
use crate::project::exporting::{MISSED, SCRIPTED, UNBLINDED};
use crate::{Error, Result};

/// No answer takes as many milliseconds: thirty years.
const LONGEST: f64 = 1e12;
/// The kinds of answer that are no words.
const KINDS: [&str; 16] = [
    "source",
    "scale",
    "likert",
    "vas",
    "number",
    "choice",
    "diagnosis",
    "several",
    "side",
    "match",
    "mark",
    "span",
    "fields",
    "field_pairs",
    "duplicates",
    "text",
];

/// Columns by their names, and rows with the line of each.
pub(super) struct Sheet {
    name: String,
    /// The names of the columns, in their order.
    pub(super) header: Vec<String>,
    columns: BTreeMap<String, usize>,
    /// Whether cells are parted by semicolons, as where decimals have a comma.
    semicolons: bool,
    pub(super) rows: Vec<(usize, csv::StringRecord)>,
}

impl Sheet {
    pub(super) fn read(name: &str, text: &str) -> Result<Sheet> {
        let wrong = |line: usize, fault| {
            Error::from(AnalysisError::Ratings { name: name.to_owned(), line, fault })
        };
        let line_of = |error: &csv::Error| {
            error.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0))
        };
        let first = text.lines().next().unwrap_or_default();
        let semicolons = first.matches(',').count() < first.matches(';').count();
        let mut reader = csv::ReaderBuilder::new()
            .flexible(false)
            .delimiter(if semicolons { b';' } else { b',' })
            .from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| wrong(line_of(&error), "table"))?;
        let header: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        let columns = header.iter().enumerate().map(|(at, name)| (name.clone(), at));
        let columns: BTreeMap<String, usize> = columns.collect();
        let mut rows = Vec::new();
        for row in reader.into_records() {
            let row = row.map_err(|error| wrong(line_of(&error), "table"))?;
            let line = row.position().map_or(0, |at| usize::try_from(at.line()).unwrap_or(0));
            rows.push((line, row));
        }
        Ok(Sheet { name: name.to_owned(), header, columns, semicolons, rows })
    }

    pub(super) fn wrong(&self, line: usize, fault: &'static str) -> Error {
        AnalysisError::Ratings { name: self.name.clone(), line, fault }.into()
    }

    fn needs(&self, columns: &[(&str, &'static str)]) -> Result<()> {
        let missing = columns.iter().find(|(name, _)| !self.columns.contains_key(*name));
        missing.map_or(Ok(()), |(_, fault)| Err(self.wrong(1, fault)))
    }

    /// Returns the place of a column, whose name may be in capitals.
    pub(super) fn place(&self, column: &str) -> Option<usize> {
        self.header.iter().position(|name| name.eq_ignore_ascii_case(column))
    }

    /// Reads a number as the table writes them.
    pub(super) fn number(&self, text: &str) -> Option<f64> {
        let with_point = self.semicolons.then(|| text.replacen(',', ".", 1));
        with_point.as_deref().unwrap_or(text).parse().ok()
    }

    /// Returns [`cell_at`] a column; empty where there is none.
    fn cell<'a>(&self, row: &'a csv::StringRecord, column: &str) -> &'a str {
        self.columns.get(column).map_or("", |&at| cell_at(row, at))
    }

    /// Whether there is such a column.
    fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Reads a cell of yes or no; an empty one is no.
    fn is(&self, (line, row): &(usize, csv::StringRecord), column: &str) -> Result<bool> {
        match self.cell(row, column).trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Ok(true),
            "" | "false" | "0" | "no" => Ok(false),
            _ => Err(self.wrong(*line, "notFlag")),
        }
    }

    /// Reads a cell that counts from 1; an empty one is 1.
    fn count(&self, (line, row): &(usize, csv::StringRecord), column: &str) -> Result<u32> {
        match self.cell(row, column).trim() {
            "" => Ok(1),
            text => match text.parse() {
                Ok(count) if 0 < count => Ok(count),
                _ => Err(self.wrong(*line, "notCount")),
            },
        }
    }

    /// Reads a time in milliseconds; 0 where none is known.
    fn time(&self, (line, row): &(usize, csv::StringRecord), column: &str) -> Result<u64> {
        let text = self.cell(row, column).trim();
        if text.is_empty() {
            return Ok(0);
        }
        let time = self.number(text).filter(|time| (0.0..LONGEST).contains(time));
        let time = time.ok_or_else(|| self.wrong(*line, "notTime"))?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
        Ok(time.round() as u64)
    }
}

/// Returns a cell by the place of its column, as it was before it was guarded against spreadsheets; empty
/// where there is none.
pub(super) fn cell_at(row: &csv::StringRecord, column: usize) -> &str {
    let text = row.get(column).unwrap_or_default();
    let guarded = |rest: &&str| rest.starts_with(['=', '+', '-', '@', '\t', '\r']);
    text.strip_prefix('\'').filter(guarded).unwrap_or(text)
}

/// Reads a table of answers, and that of its cases; tells whether a script gave all of them, which then
/// are counted.
pub(super) fn read(name: &str, answers: &str, cases: Option<&str>) -> Result<(Study, bool)> {
    let sheet = Sheet::read(name, answers)?;
    sheet.needs(&[
        ("reader", "noReader"),
        ("case_id", "noCase"),
        ("question_id", "noQuestion"),
        ("answer_type", "noType"),
        ("value", "noValue"),
    ])?;
    let mut known: BTreeMap<String, Case> = BTreeMap::new();
    if let Some(text) = cases {
        let cases = Sheet::read("cases.csv", text)?;
        cases.needs(&[("case_id", "noCase"), ("source", "noSource")])?;
        add_cases(&cases, &mut known)?;
    } else {
        sheet.needs(&[("source", "noTruthTable")])?;
        add_cases(&sheet, &mut known)?;
    }
    for row in &sheet.rows {
        if let Some(case) = known.get_mut(sheet.cell(&row.1, "case_id")) {
            case.catch |= sheet.is(row, "is_catch")?;
        }
    }
    let places: BTreeMap<String, usize> =
        known.keys().enumerate().map(|(at, id)| (id.clone(), at)).collect();
    let mut study = Study {
        readers: Vec::new(),
        cases: known.into_values().collect(),
        questions: questions(&sheet)?,
        shown: Vec::new(),
        answers: Vec::new(),
        plan: Plan::none(),
        metrics: Vec::new(),
        usability: Vec::new(),
        seed: 0,
    };
    let readers: BTreeSet<&str> =
        sheet.rows.iter().map(|(_, row)| sheet.cell(row, "reader")).collect();
    study.readers = readers.iter().map(|code| Reader { code: (*code).to_owned() }).collect();
    let readers: BTreeMap<&str, usize> =
        readers.into_iter().enumerate().map(|(at, code)| (code, at)).collect();
    let by_script = fill(&sheet, &places, &readers, &mut study)?;
    if study.answers.is_empty() {
        return Err(sheet.wrong(0, "nothing"));
    }
    Ok((study, by_script))
}

/// Adds the cases of a table, in which each may be named many times, with one truth.
fn add_cases(sheet: &Sheet, known: &mut BTreeMap<String, Case>) -> Result<()> {
    for (line, row) in &sheet.rows {
        let case = case(sheet, *line, row)?;
        match known.get(&case.id) {
            Some(other) if other.synthetic != case.synthetic => {
                return Err(sheet.wrong(*line, "truthDiffers"));
            }
            Some(other) if other.generator != case.generator => {
                return Err(sheet.wrong(*line, "generatorDiffers"));
            }
            Some(_) => {}
            None => drop(known.insert(case.id.clone(), case)),
        }
    }
    Ok(())
}

fn case(sheet: &Sheet, line: usize, row: &csv::StringRecord) -> Result<Case> {
    let source = sheet.cell(row, "source");
    let synthetic = match source.to_ascii_lowercase().as_str() {
        "real" | "0" => false,
        "synthetic" | "1" => true,
        _ => return Err(sheet.wrong(line, "source")),
    };
    let some = |column: &str| Some(sheet.cell(row, column).to_owned()).filter(|s| !s.is_empty());
    Ok(Case {
        id: sheet.cell(row, "case_id").to_owned(),
        synthetic,
        generator: some("generator").filter(|_| synthetic),
        stratum: some("stratum"),
        diagnosis: None,
        subject: some("subject"),
        catch: false,
    })
}

/// Returns a reason of the column `exclusion_reason` as analyses have it: of several the first here.
fn reason(column: &str) -> &str {
    let known = [(UNBLINDED, WHEN_UNBLINDED), (SCRIPTED, BY_SCRIPT), (MISSED, MISSED_OBVIOUS)];
    let own = known.into_iter().find(|(reason, _)| is_reason(column, reason));
    own.map_or(if column.is_empty() { "excluded" } else { column }, |(_, own)| own)
}

/// Whether a reason is one of those that the column `exclusion_reason` gives.
fn is_reason(column: &str, reason: &str) -> bool {
    column.split("; ").any(|part| part == reason)
}

/// Adds what was shown and what was said; returns whether a script gave all of it.
fn fill(
    sheet: &Sheet,
    places: &BTreeMap<String, usize>,
    readers: &BTreeMap<&str, usize>,
    study: &mut Study,
) -> Result<bool> {
    let known = sheet.has("is_scripted");
    // Tables of before the column have it in the reason.
    let is_scripted = |both: &(usize, csv::StringRecord)| {
        let reason = sheet.cell(&both.1, "exclusion_reason");
        if known { sheet.is(both, "is_scripted") } else { Ok(is_reason(reason, SCRIPTED)) }
    };
    let is_answered = |both: &&(usize, csv::StringRecord)| !sheet.cell(&both.1, "value").is_empty();
    let mut by_script = true;
    for both in sheet.rows.iter().filter(is_answered) {
        by_script &= is_scripted(both)?;
    }
    let mut shown_at: BTreeMap<String, usize> = BTreeMap::new();
    let mut first: BTreeMap<(usize, String, Vec<usize>), usize> = BTreeMap::new();
    let mut given: BTreeSet<(usize, usize)> = BTreeSet::new();
    for both in &sheet.rows {
        let (line, row) = both;
        let reader = readers[sheet.cell(row, "reader")];
        let task = sheet.cell(row, "task").to_owned();
        let ids: Vec<&str> = sheet.cell(row, "case_id").split('+').collect();
        let cases: Option<Vec<usize>> = ids.iter().map(|id| places.get(*id).copied()).collect();
        let cases = cases.ok_or_else(|| sheet.wrong(*line, "unknownCase"))?;
        let round = sheet.count(both, "round")?;
        let id = match sheet.cell(row, "presentation_id") {
            "" => format!("{reader}/{task}/{round}/{}", ids.join("+")),
            id => id.to_owned(),
        };
        let shown = if let Some(&at) = shown_at.get(&id) {
            at
        } else {
            let counted = !sheet.is(both, "is_training")?;
            let before = first.get(&(reader, task.clone(), cases.clone())).copied();
            let repeat_of = before.filter(|_| counted);
            let is_repeat = sheet.is(both, "is_repeat")?;
            if repeat_of.is_some_and(|at| study.shown[at].place.round == round && !is_repeat) {
                return Err(sheet.wrong(*line, "shownTwice"));
            }
            study.shown.push(Shown {
                id: id.clone(),
                reader,
                stage: String::new(),
                task: task.clone(),
                place: Place {
                    round,
                    block: sheet.count(both, "block")?,
                    position: sheet.count(both, "position")?,
                },
                repeat_of: repeat_of.filter(|_| is_repeat),
                counted,
                cases: cases.clone(),
            });
            let at = study.shown.len() - 1;
            if counted {
                first.entry((reader, task.clone(), cases)).or_insert(at);
            }
            shown_at.insert(id, at);
            at
        };
        let asked = sheet.cell(row, "question_id");
        let question = study.questions.iter().position(|q| q.item.id == asked && q.task == task);
        let question = question.ok_or_else(|| sheet.wrong(*line, "noQuestion"))?;
        let value = sheet.cell(row, "value");
        if value.is_empty() {
            continue;
        }
        if !given.insert((shown, question)) {
            return Err(sheet.wrong(*line, "answeredTwice"));
        }
        let missing = (value == "cannot_judge").then(|| value.to_owned());
        let said = sheet.cell(row, "value_num");
        let said = if said.is_empty() { value } else { said };
        let number = sheet.number(said.trim()).filter(|number| number.is_finite());
        let kind = &study.questions[question].item.answer;
        if let Some(fault) = unreadable(kind, number).filter(|_| missing.is_none()) {
            return Err(sheet.wrong(*line, fault));
        }
        // What a script said counts where nobody else said anything.
        let written = sheet.cell(row, "exclusion_reason");
        let excluded = match (is_scripted(both)?, sheet.is(both, "excluded")?) {
            (true, _) if !by_script && !is_reason(written, UNBLINDED) => Some(BY_SCRIPT),
            (true, true) if written == SCRIPTED => None,
            (_, true) => Some(reason(written)),
            (_, false) => None,
        };
        study.answers.push(Answer {
            shown,
            question,
            value: value.to_owned(),
            number,
            missing,
            rt_ms: sheet.time(both, "rt_ms")?,
            interrupted: sheet.is(both, "interrupted")?,
            excluded: excluded.map(str::to_owned),
        });
    }
    Ok(by_script)
}

/// Says what is wrong with an answer whose kind is a number.
fn unreadable(kind: &ItemKind, number: Option<f64>) -> Option<&'static str> {
    let is_point = |of: f64| of.fract().abs() < f64::EPSILON && 1.0 <= of;
    match (kind, number) {
        (ItemKind::Source { .. } | ItemKind::Likert { .. }, Some(of)) if !is_point(of) => {
            Some("noPoint")
        }
        (
            ItemKind::Source { .. }
            | ItemKind::Likert { .. }
            | ItemKind::Vas { .. }
            | ItemKind::Number { .. },
            None,
        ) => Some("noNumber"),
        _ => None,
    }
}

/// Returns the questions, with the kind that their answers show.
fn questions(sheet: &Sheet) -> Result<Vec<Question>> {
    let mut kinds: BTreeMap<(String, String), (String, Vec<&str>, bool)> = BTreeMap::new();
    let mut order = Vec::new();
    for (line, row) in &sheet.rows {
        let key = (sheet.cell(row, "task").to_owned(), sheet.cell(row, "question_id").to_owned());
        let kind = sheet.cell(row, "answer_type").to_owned();
        if !KINDS.contains(&kind.as_str()) {
            return Err(sheet.wrong(*line, "unknownType"));
        }
        let paired = !sheet.cell(row, "stimulus_b").is_empty();
        let entry = kinds.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            (kind, Vec::new(), paired)
        });
        entry.1.push(sheet.cell(row, "value"));
    }
    let question = |key: (String, String)| {
        let (kind, values, paired) = &kinds[&key];
        let (task, id) = key;
        let item = Item {
            text: Text::english(&id),
            id,
            answer: answer_of(kind, values),
            optional: true,
            cannot_judge: true,
            only_if: None,
        };
        let show = if *paired { Show::Pair {} } else { Show::Single {} };
        Question { stage: String::new(), task, show, item, references: BTreeMap::new() }
    };
    Ok(order.into_iter().map(question).collect())
}

fn answer_of(kind: &str, values: &[&str]) -> ItemKind {
    let most = values.iter().filter_map(|value| value.parse::<u32>().ok()).max().unwrap_or(1);
    // Half of the points say "real": their number is even.
    let points = |least: u32, most: u32| {
        (1..=most.clamp(least, 100)).map(|point| Text::english(&point.to_string())).collect()
    };
    let picks = |codes: BTreeSet<String>| -> Vec<Pick> {
        let pick = |code: String| Pick { text: Text::english(&code), code };
        codes.into_iter().map(pick).collect()
    };
    let codes = || values.iter().filter(|value| !value.is_empty()).copied();
    let has_other = |value: &&str| *value == "other" || value.starts_with("other: ");
    match kind {
        "source" | "scale" => ItemKind::Source { points: points(6, most + most % 2) },
        "likert" => ItemKind::Likert { points: points(2, most) },
        "vas" => ItemKind::Vas { low: Text::english("0"), high: Text::english("100") },
        "number" => ItemKind::Number { least: f64::MIN, most: f64::MAX, decimals: 0, unit: None },
        "choice" | "diagnosis" => {
            let of = |value: &str| value.split(": ").next().unwrap_or_default().to_owned();
            let codes = codes().map(of).filter(|code| code != "other" && code != "cannot_judge");
            ItemKind::Choice {
                options: picks(codes.collect()),
                other: values.iter().any(has_other),
            }
        }
        "several" => {
            let each = codes()
                .flat_map(|value| serde_json::from_str::<Vec<String>>(value).unwrap_or_default());
            // What follows `other` was written, and is no code.
            let each = each.filter(|code| code != "other");
            ItemKind::Several { options: picks(each.collect()), other: true }
        }
        "side" => {
            ItemKind::Side { tie: if values.contains(&"none") { Tie::Allowed } else { Tie::No } }
        }
        "match" => ItemKind::Match {},
        "mark" => ItemKind::Mark { most: 100 },
        "fields" => ItemKind::Fields {},
        _ => ItemKind::Text { most: 10_000 },
    }
}
