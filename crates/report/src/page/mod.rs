//! What a report says, from top to bottom, before anybody draws it.
//!
//! The tree is made once from the facts; HTML and PDF are two ways to draw it. What is
//! not in the tree is on neither page, and what is in it has to be on both.

mod analysis;
mod measures;
mod parts;
mod study;
mod tree;

pub use tree::{
    Alarm, Block, Cell, CellKind, Column, Figure, Line, Measure, Page, Pairs, PairsKind, Run,
    Section, Table,
};

use crate::facts::ReportFacts;

impl Page {
    /// Lays the facts out in the order in which they are read.
    ///
    /// The same facts give the same page in each language; it is written in the one that is
    /// [spoken](words::speaking).
    pub fn of(facts: &ReportFacts) -> Page {
        let mut sections = vec![
            parts::findings(&facts.findings),
            parts::sets(&facts.sets),
            measures::section(&facts.measures),
        ];
        sections.extend(parts::figures(&facts.figures));
        sections.extend(facts.study.as_ref().map(study::section));
        sections.extend(parts::methods(&facts.methods));
        sections.push(parts::left_out(&facts.left_out));
        sections.push(parts::provenance(facts));
        Page {
            lang: words::spoken().tag(),
            title: facts.title.clone(),
            project: facts.project.clone(),
            made_at: facts.made_at.clone(),
            program: facts.program.clone(),
            alarm: parts::alarm(facts.trail.as_ref()),
            kind: say("kind"),
            line: parts::line(facts),
            identity: parts::identity(facts),
            sections,
            honest: words::say("common:honest", &[]),
            foot: say_with("foot", &[("program", &facts.program)]),
        }
    }
}

/// Returns the words of the page.
fn say(key: &str) -> String {
    say_with(key, &[])
}

/// Returns the words of the page with parameters.
fn say_with(key: &str, params: &[(&str, &str)]) -> String {
    words::say(&format!("report:page.{key}"), params)
}
