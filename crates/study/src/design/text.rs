//! The canonical text of a design, over which its hash is taken.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{CaseSpec, Presentation};

/// Returns the text of presentations: that of the first version where they have no stage.
pub(super) fn of(presentations: &[Presentation]) -> String {
    if presentations.iter().all(|p| p.stage.is_empty()) {
        return of_first_version(presentations);
    }
    let mut text = String::from("touchstone.design/2\n");
    for p in presentations {
        let numbers = [p.round, p.block, p.position, p.attempt].map(|number| number.to_string());
        let cells = [
            &p.reader,
            &numbers[0],
            &numbers[1],
            &numbers[2],
            &numbers[3],
            &p.stage,
            &p.task,
            p.purpose.as_str(),
            &p.cases.join("\u{1e}"),
            p.repeat_of.as_deref().unwrap_or_default(),
            &p.presentation_id,
        ];
        writeln!(text, "{}", cells.join("\u{1f}")).expect("a String takes all that is written");
    }
    text
}

fn of_first_version(presentations: &[Presentation]) -> String {
    let mut text = String::from("touchstone.design/1\n");
    for p in presentations {
        let Presentation { presentation_id, reader, round, block, position, attempt, .. } = p;
        let case = p.first_case();
        writeln!(
            text,
            "{reader}\u{1f}{round}\u{1f}{block}\u{1f}{position}\u{1f}{case}\u{1f}{attempt}\u{1f}{presentation_id}"
        )
        .expect("a String takes all that is written");
    }
    text
}

/// Returns the text of the truth.
pub(super) fn of_truth(cases: &[CaseSpec]) -> String {
    let arms: BTreeMap<&str, String> =
        cases.iter().map(|case| (case.case_id.as_str(), case.arm.to_string())).collect();
    let lines: Vec<String> =
        arms.iter().map(|(case, arm)| format!("{case}\u{1f}{arm}\n")).collect();
    lines.concat()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let pairs: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}
