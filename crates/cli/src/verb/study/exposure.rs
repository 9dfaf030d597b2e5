//! Who has seen whom, here and in other projects.

use workbench::wire::{LedgerView, WaitingReader};

use super::arguments::Exposure;
use crate::document::{Document, in_snake_case};
use crate::terminal::{self, End, Why};

pub(super) fn run(asked: &Exposure) -> Result<End, Why> {
    let desk = terminal::desk(&asked.project)?;
    if let Some(to) = &asked.save {
        let saved = desk.save_exposures(&asked.word, to)?;
        let text = format!(
            "{}  {} of {}",
            saved.name,
            terminal::counted(saved.n_entries as usize, "sample"),
            terminal::counted(saved.n_readers as usize, "reader")
        );
        return told(asked, "saved", &saved, &text);
    }
    if let Some(file) = &asked.bring {
        let (about, brought) = desk.bring_exposures(file, &asked.word, &asked.same)?;
        let mut text = format!(
            "{}: {} new, {} known, {} of nobody here",
            brought.project, brought.n_new, brought.n_known, brought.n_nobody
        );
        if about.names_patients && !asked.word.is_empty() {
            text += &format!("\n{} patients are the same by the word", brought.n_same_patients);
        }
        for note in &brought.notes {
            text += &format!("\n{note}");
        }
        return told(asked, "brought", &brought, &text);
    }
    for one in &asked.person {
        desk.name_person(&one.reader, one.person.as_deref())?;
    }
    let ledger = desk.exposures()?;
    told(asked, "exposures", &ledger, &listed(&ledger))
}

/// Says until when a reader is to wait.
pub(super) fn waiting(one: &WaitingReader) -> String {
    let day = one.until.split('T').next().unwrap_or(&one.until);
    let place = if one.n_elsewhere == 0 {
        "in another study".to_owned()
    } else {
        format!("elsewhere, {} of them in another project", one.n_elsewhere)
    };
    format!("{} saw {} of these patients {place}; may read from {day}", one.reader, one.n)
}

fn listed(ledger: &LedgerView) -> String {
    let mut text = String::new();
    for line in &ledger.lines {
        let place = match &line.elsewhere {
            Some(project) => format!("in another project: {project}"),
            None => line.studies.join(", "),
        };
        let patient = if line.subject.is_empty() { "not in this project" } else { &line.subject };
        text += &format!(
            "{}  {patient}  {}  {place}  {}  {}\n",
            line.reader, line.set, line.n, line.last_at
        );
    }
    for one in &ledger.same {
        let person = one.person.as_deref().unwrap_or_default();
        text += &format!("{} is the same person as {person}\n", one.reader);
    }
    text
}

fn told(
    asked: &Exposure,
    name: &'static str,
    view: &impl serde::Serialize,
    text: &str,
) -> Result<End, Why> {
    if asked.json {
        Document::new("study").with(name, in_snake_case(view)).left_out(&[]).print()?;
    } else {
        terminal::print(text)?;
    }
    Ok(End::Done)
}
