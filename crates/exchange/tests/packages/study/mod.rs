//! A study with texts that other programs trip over: for the tests, and for the peers that check it.

use exchange::package::{Content, Packed, package};
use exchange::ro_crate::{Crate, Part, ro_crate};
use exchange::{
    AnswerRow, Asked, AuditRow, CaseRow, File, FindingRow, FormRow, PresentationRow, ReaderRow,
    SessionRow, Terms,
};
use study::protocol::{Item, ItemKind, Language, Protocol, Text};

/// When all of it is said to be made.
pub(crate) const MADE_AT: &str = "2026-03-01T12:30:45.250Z";
const TERMS: Terms<'_> = Terms {
    licence: Some("https://creativecommons.org/licenses/by/4.0/"),
    publisher: Some("https://ror.org/043pwc612"),
};

/// Texts that a table, a sheet, a page or a line may take for something else.
pub(crate) const NASTY: [&str; 14] = [
    "plain",
    "=HYPERLINK(\"http://x\",\"y\")",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\ttab first",
    "two\nlines, \"quoted\"",
    "carriage\r\nreturn",
    "nul \0 and bell \u{7}",
    "right to left \u{202E}gnp.exe",
    "漢字 العربية 🫀 é",
    " padded ",
    "'apostrophe",
    "BEGIN DATA: NR: 5",
];

/// Readers: one differs from another by case only, one has all that a line ends at.
pub(crate) const READERS: [&str; 3] = ["R1", "r1", "R,\"3\" =x"];

/// All the rows of a study.
pub(crate) struct Study {
    pub(crate) protocol: Protocol,
    pub(crate) usability: Vec<Item>,
    pub(crate) answers: Vec<AnswerRow>,
    pub(crate) cases: Vec<CaseRow>,
    pub(crate) presentations: Vec<PresentationRow>,
    pub(crate) readers: Vec<ReaderRow>,
    pub(crate) sessions: Vec<SessionRow>,
    pub(crate) audit: Vec<AuditRow>,
    pub(crate) forms: Vec<FormRow>,
}

/// What was asked of it.
pub(crate) fn asked(study: &Study) -> Asked<'_> {
    Asked { protocol: &study.protocol, language: Language::En, usability: &study.usability }
}

/// Returns the study's files, and those that describe them.
pub(crate) fn files(study: &Study, with_truth: bool) -> Vec<File> {
    let Packed { mut files, left_out } = packed(study, with_truth);
    assert!(left_out.is_empty(), "{left_out:?}");
    let parts: Vec<Part<'_>> =
        files.iter().map(|(name, bytes)| Part { name, about: "A file.", bytes }).collect();
    let about = Crate {
        name: "Every kind",
        about: "A study to try packages with.",
        made_at: MADE_AT,
        terms: TERMS,
        version: "0.1.0",
    };
    let metadata = ro_crate(&about, &parts);
    files.push(("ro-crate-metadata.json".to_owned(), metadata));
    files
}

pub(crate) fn packed(study: &Study, with_truth: bool) -> Packed {
    package(&Content {
        study_id: "S1",
        title: "Every kind: \"odd\" BEGIN DATA",
        about: "A study to try packages with.",
        version: "1",
        made_at: MADE_AT,
        terms: TERMS,
        asked: asked(study),
        answers: &study.answers,
        cases: with_truth.then_some(&study.cases[..]),
        // Nothing of it may get out while the truth is closed.
        findings: Some(&found()),
        presentations: &study.presentations,
        readers: &study.readers,
        sessions: &study.sessions,
        audit: &study.audit,
        forms: &study.forms,
    })
}

/// Two numbers of an analysis: one with all there is, and one that could not be found.
fn found() -> Vec<FindingRow> {
    let found = FindingRow {
        number: "A1".to_owned(),
        finding_id: "b1/auc/u_statistic".to_owned(),
        rank: "primary".to_owned(),
        section: "calls".to_owned(),
        quantity: "auc".to_owned(),
        method: "u_statistic".to_owned(),
        question_id: Some("b1".to_owned()),
        of: NASTY[2].to_owned(),
        value: Some(0.75),
        low: Some(-0.125),
        high: Some(1.5),
        level: Some(0.95),
        null: Some(0.5),
        statistic: Some(2.5),
        df: Some(1.0),
        p: Some(1e-17),
        p_adjusted: Some(2e-17),
        adjusted_by: Some("holm".to_owned()),
        n_answers: 12,
        n_readers: 2,
        n_real: 3,
        n_synthetic: 3,
        ..FindingRow::default()
    };
    let none = FindingRow {
        number: "A2".to_owned(),
        finding_id: "b1/auc/delong/reader=R1".to_owned(),
        rank: "exploratory".to_owned(),
        section: "readers".to_owned(),
        quantity: "auc".to_owned(),
        method: "delong".to_owned(),
        reader: Some("R1".to_owned()),
        reason: Some("Nobody gave an answer that counts.".to_owned()),
        ..FindingRow::default()
    };
    vec![found, none]
}

pub(crate) fn study() -> Study {
    let protocol = Protocol::parse(include_str!("protocol.json")).expect("the protocol is sound");
    let case = |at: usize| format!("c{at}");
    let cases = (1..=6)
        .map(|at| CaseRow {
            case_id: case(at),
            source: if at % 2 == 0 { "synthetic" } else { "real" }.to_owned(),
            generator: (at % 2 == 0).then(|| NASTY[at].to_owned()),
            stratum: Some(NASTY[at].to_owned()),
            diagnosis_reference: None,
            sample_id: format!("set-1/{at}"),
        })
        .collect();
    let mut study = Study {
        protocol,
        usability: vec![Item {
            id: "sus_1".to_owned(),
            text: Text::english("I would use it often."),
            answer: ItemKind::Likert {
                points: (1..=5).map(|at| Text::english(&format!("Point {at}"))).collect(),
            },
            optional: true,
            cannot_judge: false,
            only_if: None,
        }],
        answers: Vec::new(),
        cases,
        presentations: Vec::new(),
        readers: Vec::new(),
        sessions: Vec::new(),
        audit: Vec::new(),
        forms: Vec::new(),
    };
    for (reader_at, reader) in READERS.iter().enumerate() {
        for at in 1..=6 {
            look(&mut study, reader, at, reader_at);
            call(&mut study, reader, (at, false), reader_at);
        }
        call(&mut study, reader, (1, true), reader_at);
        pair(&mut study, reader, reader_at);
        about_reader(&mut study, reader, reader_at);
    }
    study
}

fn shown(study: &mut Study, reader: &str, stage: &str, task: &str, cases: &[usize]) -> AnswerRow {
    let position = i64::try_from(study.presentations.len()).expect("few") + 1;
    let ids: Vec<String> = cases.iter().map(|at| format!("c{at}")).collect();
    let at = format!("2026-02-{:02}T08:{:02}:05.125Z", 1 + position % 28, position % 60);
    let shown = PresentationRow {
        presentation_id: format!("p{position}"),
        study_id: "S1".to_owned(),
        design_version: "1".to_owned(),
        reader: reader.to_owned(),
        stage: stage.to_owned(),
        round: 1,
        block: 1,
        position,
        case_id: ids.join("+"),
        answered_at_utc: Some(at.clone()),
        ..PresentationRow::default()
    };
    study.presentations.push(shown.clone());
    AnswerRow {
        study_id: shown.study_id,
        design_version: shown.design_version,
        reader: shown.reader,
        round: 1,
        block: 1,
        position,
        presentation_id: shown.presentation_id,
        case_id: shown.case_id,
        modality: "image".to_owned(),
        task: task.to_owned(),
        stimulus_a: ids[0].clone(),
        stimulus_b: ids.get(1).cloned(),
        rt_ms: Some(2310.5),
        first_answer_rt_ms: Some(1999.0),
        answered_at_utc: at,
        ..AnswerRow::default()
    }
}

fn add(study: &mut Study, row: &AnswerRow, id: &str, kind: &str, value: &str, number: Option<f64>) {
    study.answers.push(AnswerRow {
        question_id: id.to_owned(),
        answer_type: kind.to_owned(),
        value: value.to_owned(),
        value_num: number,
        ..row.clone()
    });
}

fn look(study: &mut Study, reader: &str, at: usize, reader_at: usize) {
    let row = shown(study, reader, "A", "look", &[at]);
    let odd = NASTY[(2 * at + reader_at) % NASTY.len()];
    let diagnosis =
        if at.is_multiple_of(3) { format!("other: {odd}") } else { "no-finding".to_owned() };
    add(study, &row, "a_diagnosis", "diagnosis", &diagnosis, None);
    match at {
        1 => add(study, &row, "a_quality", "likert", "cannot_judge", None),
        2 => {
            add(study, &row, "a_quality", "likert", "2", Some(2.0));
            let several = "[\"noise\",\"too-dark\",\"other\",\"grain, \\\"fine\\\"\"]";
            add(study, &row, "a_why", "several", several, None);
            add(study, &row, "a_dark", "vas", "62.5", Some(62.5));
        }
        3 => {
            add(study, &row, "a_quality", "likert", "1", Some(1.0));
            add(study, &row, "a_why", "several", "[\"too-dark\"]", None);
            add(study, &row, "a_dark", "vas", "cannot_judge", None);
        }
        _ => add(study, &row, "a_quality", "likert", "3", Some(3.0)),
    }
    let wide = "a_width_of_the_heart_at_its_widest";
    add(study, &row, wide, "number", "-0.5", Some(-0.5));
    let base = "a_width_of_the_heart_at_its_base";
    add(study, &row, base, "number", "", None);
    add(study, &row, "a_mark", "mark", "[[12.5,3.0]]", None);
}

fn call(study: &mut Study, reader: &str, (at, again): (usize, bool), reader_at: usize) {
    let mut row = shown(study, reader, "B", "call", &[at]);
    row.is_repeat = again;
    if let Some(last) = study.presentations.last_mut() {
        last.is_repeat = again;
    }
    row.excluded = at == 6 && reader_at == 0;
    row.exclusion_reason = row.excluded.then(|| "scripted reader".to_owned());
    let score = (at * 2 + reader_at) % 6 + 1;
    row.confidence = Some((score as f64 - 3.5).abs() + 0.5);
    add(study, &row, "b_call", "source", &score.to_string(), Some(score as f64));
    row.confidence = None;
    let words = if at == 5 { "long ".repeat(8000) } else { NASTY[at + reader_at].to_owned() };
    add(study, &row, "b_comment", "text", &words, None);
}

fn pair(study: &mut Study, reader: &str, reader_at: usize) {
    let mut row = shown(study, reader, "B", "pair", &[1, 2]);
    row.side_synthetic = Some("right".to_owned());
    let side = if reader_at == 0 { "left" } else { "right" };
    add(study, &row, "c_side", "side", side, None);
}

fn about_reader(study: &mut Study, reader: &str, reader_at: usize) {
    let at = "2026-02-20T10:00:00Z";
    let mut say = |form: &str, id: &str, kind: &str, value: &str, number: Option<f64>| {
        study.forms.push(FormRow {
            study_id: "S1".to_owned(),
            reader: reader.to_owned(),
            form: form.to_owned(),
            question_id: id.to_owned(),
            answer_type: kind.to_owned(),
            value: value.to_owned(),
            value_num: number,
            answered_at_utc: at.to_owned(),
        });
    };
    say("profile", "years", "number", "12", Some(12.0));
    say("profile", "synthetic_before", "choice", "yes", None);
    say("profile", "where", "text", NASTY[7 + reader_at], None);
    say("debrief", "years", "text", NASTY[1 + reader_at], None);
    say("usability", "sus_1", "likert", "4", Some(4.0));
    let n_answered = if reader_at == 2 { 10 } else { 14 };
    study.readers.push(ReaderRow {
        study_id: "S1".to_owned(),
        reader: reader.to_owned(),
        n_due: 14,
        n_answered,
        sealed_at: (reader_at != 1).then(|| at.to_owned()),
        ..ReaderRow::default()
    });
    study.sessions.push(SessionRow {
        study_id: "S1".to_owned(),
        design_version: "1".to_owned(),
        reader: reader.to_owned(),
        workstation: "ws-1".to_owned(),
        sealed_at_utc: at.to_owned(),
        merged_at_utc: at.to_owned(),
        head: "00".repeat(32),
        public_key: "abcd-efgh-ijkl-mnop".to_owned(),
        n_answers: 14,
        content: format!("{reader_at:064x}"),
    });
    study.audit.push(AuditRow {
        seq: i64::try_from(reader_at).expect("few"),
        t: Some(at.to_owned()),
        actor: Some(reader.to_owned()),
        kind: "session.seal".to_owned(),
        study: Some(1),
        prev: "00".repeat(32),
        hash: "11".repeat(32),
        event: "{\"t\":\"2026-02-20T10:00:00Z\",\"type\":\"session.seal\"}".to_owned(),
    });
}
