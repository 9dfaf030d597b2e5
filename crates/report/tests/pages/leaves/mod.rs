//! Every text of a page, in the order in which it is read.

use report::figure::Svg;
use report::page::{Block, Cell, Line, Page, Pairs, Run, Table};

/// Returns the texts of `page`, without those inside of figures.
///
/// Each kind of part is named: a new one does not compile until it is added here.
pub(crate) fn of(page: &Page) -> Vec<String> {
    let Page { title, alarm, kind, line: under, identity, sections, honest, foot, .. } = page;
    let mut texts = Vec::new();
    if let Some(alarm) = alarm {
        texts.push(alarm.lead.clone());
        texts.extend(alarm.lines.clone());
    }
    texts.extend([kind.clone(), title.clone(), under.clone()]);
    texts.extend(identity.iter().flat_map(pairs));
    for section in sections {
        texts.push(section.title.clone());
        for one in &section.blocks {
            block(&mut texts, one);
        }
    }
    texts.extend([honest.clone(), foot.clone()]);
    texts
}

/// Returns the figures of `page`.
pub(crate) fn figures(page: &Page) -> Vec<&Svg> {
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .filter_map(|block| match block {
            Block::Figure(figure) => Some(&figure.svg),
            Block::Measure(measure) => measure.strip.as_ref(),
            _ => None,
        })
        .collect()
}

fn block(texts: &mut Vec<String>, block: &Block) {
    match block {
        Block::Paragraph(text) | Block::Heading(text) => texts.push(text.clone()),
        Block::About(about) => line(texts, about),
        Block::Findings(all) | Block::List(all) => texts.extend(all.clone()),
        Block::Pairs(of) => texts.extend(pairs(of)),
        Block::Table(of) => table(texts, of),
        Block::Figure(figure) => line(texts, &figure.caption),
        Block::Measure(measure) => {
            texts.push(measure.heading.clone());
            line(texts, &measure.about);
            table(texts, &measure.table);
        }
    }
}

fn pairs(of: &Pairs) -> Vec<String> {
    let mut texts = Vec::new();
    for (name, beside) in &of.rows {
        texts.push(name.clone());
        lines(&mut texts, beside);
    }
    texts
}

fn table(texts: &mut Vec<String>, table: &Table) {
    texts.extend(table.columns.iter().map(|column| column.title.clone()));
    for Cell { lines, .. } in table.rows.iter().flatten() {
        self::lines(texts, lines);
    }
}

fn lines(texts: &mut Vec<String>, lines: &[Line]) {
    for one in lines {
        line(texts, one);
    }
}

fn line(texts: &mut Vec<String>, line: &Line) {
    texts.extend(line.iter().map(|run| match run {
        Run::Plain(text)
        | Run::Strong(text)
        | Run::Code(text)
        | Run::Marked(_, text)
        | Run::Source(text)
        | Run::Broken(text) => text.clone(),
    }));
}
