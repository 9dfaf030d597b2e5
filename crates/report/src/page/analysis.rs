//! What a study's answers say: sentences, figures, numbers; and what they rest on.

use super::parts::{id, outcome};
use super::tree::{Block, Cell, CellKind, Figure, Pairs, PairsKind, Run, Table};
use super::{say, say_with};
use crate::facts::{EstimateFacts, EstimatesFacts, StudyFacts};

/// Returns the analysis, or why there is none.
pub(super) fn blocks(study: &StudyFacts) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(say("analysis"))];
    if study.estimates.is_empty() {
        let key = match (study.is_open, study.calls.is_empty()) {
            (true, true) => "truth_left_out",
            (false, true) => "still_blinded",
            // Whoever sees what the cases were reads no blinded study any more.
            (_, false) => "not_analysed",
        };
        blocks.push(Block::Paragraph(say(key)));
        return blocks;
    }
    blocks.extend(study.warnings.iter().cloned().map(Block::Paragraph));
    for (at, (heading, sentences)) in study.said.iter().enumerate() {
        blocks.push(Block::Heading(heading.clone()));
        // The claim is what the page is for; the rest is listed.
        blocks.push(if at == 0 {
            Block::Findings(sentences.clone())
        } else {
            Block::List(sentences.clone())
        });
    }
    for (at, figure) in study.figures.iter().enumerate() {
        let number = say_with("analysis_figure", &[("number", &(at + 1).to_string())]);
        let caption = vec![Run::Strong(number), Run::Plain(format!(" {}", figure.note))];
        blocks.push(Block::Figure(Figure { svg: figure.svg.clone(), caption }));
    }
    for part in &study.estimates {
        blocks.extend(estimates(part));
    }
    blocks
}

fn estimates(part: &EstimatesFacts) -> [Block; 3] {
    let columns = [
        ("estimate", false),
        ("of", false),
        ("value", true),
        ("test", true),
        ("method", false),
        ("from", true),
        ("id", false),
    ];
    let mut table = Table::new("estimates", &columns);
    for EstimateFacts { title, of, outcome: out, beside, method, test, n, id: number } in &part.rows
    {
        table.rows.push(vec![
            Cell::of(CellKind::Head, Run::Plain(title.clone())),
            Cell::words(of),
            outcome(out, *beside),
            Cell::number(test),
            Cell::words(method),
            Cell::number(n),
            id(number),
        ]);
    }
    [
        Block::Heading(part.title.clone()),
        Block::About(vec![Run::Plain(part.note.clone())]),
        Block::Table(table),
    ]
}

/// Returns what the numbers rest on.
pub(super) fn appendix(parts: &[(String, Vec<(String, String)>)]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (heading, rows) in parts {
        let rows =
            rows.iter().map(|(name, text)| (name.clone(), vec![vec![Run::Plain(text.clone())]]));
        blocks.push(Block::Heading(heading.clone()));
        blocks.push(Block::Pairs(Pairs { kind: PairsKind::Methods, rows: rows.collect() }));
    }
    blocks
}
