//! The study: who read what, and what came of it.

use super::facts::{EstimateFacts, ReaderFacts, StudyFacts};
use super::page::{Page, code, outcome, planned, say, say_with};
use crate::escape::escape;
use crate::figure::{Caption, calls_by_reader};
use crate::number::count;

/// Adds the section of the study.
pub(super) fn section(page: &mut Page, study: &StudyFacts) {
    page.heading("study");
    page.raw(&format!(
        "<p class=\"what\"><b>{}</b> · {}</p>\n",
        escape(&study.title),
        escape(&study.state)
    ));
    let of = |part: u64, whole: u64| {
        escape(&words::say("common:of", &[("part", &count(part)), ("whole", &count(whole))]))
    };
    let plain = |key: &str| words::say(&format!("report:page.{key}"), &[]);
    let sealed: u64 = study.readers.iter().map(|reader| reader.n_sealed).sum();
    let sessions: u64 = study.readers.iter().map(|reader| reader.n_sessions).sum();
    page.pairs(
        "facts",
        &[
            (plain("design_version"), escape(&study.design_version)),
            (plain("n_readers"), study.readers.len().to_string()),
            (plain("n_cases"), escape(&count(study.n_cases))),
            (plain("n_presentations"), escape(&count(study.n_presentations))),
            (plain("n_answers"), of(study.n_answers, study.n_answers_due)),
            (plain("n_sealed"), of(sealed, sessions)),
        ],
    );
    readers(page, &study.readers);
    estimates(page, &study.estimates);
    calls(page, study);
    if !study.excluded.is_empty() {
        page.raw(&format!("<h3>{}</h3>\n", say("excluded")));
        page.list("", &study.excluded);
    }
    page.raw("</section>\n");
}

fn readers(page: &mut Page, readers: &[ReaderFacts]) {
    if readers.is_empty() {
        return;
    }
    let unblinded = readers.iter().any(|reader| reader.right.is_some());
    let mut columns = vec![
        ("reader", false),
        ("answers", true),
        ("due", true),
        ("sessions", true),
        ("sealed", true),
    ];
    if unblinded {
        columns.push(("right", true));
    }
    page.raw(&format!("<h3>{}</h3>\n", say("readers")));
    page.table("readers", &columns);
    for reader in readers {
        let mut cells = vec![reader.n_answers, reader.n_due, reader.n_sessions, reader.n_sealed]
            .into_iter()
            .map(|n| escape(&count(n)))
            .collect::<Vec<_>>();
        if unblinded {
            cells.push(reader.right.map_or_else(
                || say("not_known"),
                |(right, of)| {
                    escape(&words::say(
                        "common:of",
                        &[("part", &count(right)), ("whole", &count(of))],
                    ))
                },
            ));
        }
        let cells: Vec<String> =
            cells.into_iter().map(|cell| format!("<td class=\"number\">{cell}</td>")).collect();
        page.raw(&format!(
            "<tr><th scope=\"row\">{}</th>{}</tr>\n",
            escape(&reader.reader),
            cells.concat()
        ));
    }
    page.end_table();
}

fn estimates(page: &mut Page, estimates: &[EstimateFacts]) {
    page.raw(&format!("<h3>{}</h3>\n", say("analysis")));
    if estimates.is_empty() {
        return page.raw(&format!("<p>{}</p>\n", say("still_blinded")));
    }
    let sentences: Vec<String> = estimates
        .iter()
        .map(|estimate| estimate.sentence.clone())
        .filter(|sentence| !sentence.is_empty())
        .collect();
    page.list("findings", &sentences);
    page.table(
        "estimates",
        &[
            ("estimate", false),
            ("value", true),
            ("interval_is", false),
            ("from", false),
            ("plan", false),
            ("id", false),
        ],
    );
    for estimate in estimates {
        page.raw(&format!(
            "<tr><th scope=\"row\">{}</th>{}<td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            escape(&estimate.title),
            outcome(&estimate.outcome),
            escape(&estimate.interval_is),
            escape(&estimate.n),
            planned(estimate),
            code(&estimate.id),
        ));
    }
    page.end_table();
}

fn calls(page: &mut Page, study: &StudyFacts) {
    let n: u64 = study.calls.iter().flat_map(|row| row.counts).sum();
    let title = words::say("report:page.calls_title", &[]);
    let answers = words::say("common:n_answers", &[("count", &n.to_string())]);
    let caption = Caption { title, description: answers.clone() };
    if let Ok(svg) = calls_by_reader(&caption, &study.calls, 680) {
        let note = say_with("calls_note", &[("n", &answers)]);
        page.raw(&format!(
            "<figure>\n{}<figcaption>{note}</figcaption>\n</figure>\n",
            svg.as_str()
        ));
    }
}
