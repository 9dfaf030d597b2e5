//! The blocks of a section, as elements.

use super::{Sheet, classed};
use crate::escape::escape;
use crate::figure::Role;
use crate::page::{Block, Cell, CellKind, Figure, Line, Measure, Pairs, PairsKind, Run, Table};

/// Adds one block.
pub(super) fn block(sheet: &mut Sheet, block: &Block) {
    match block {
        Block::Paragraph(text) => sheet.element("p", "", text),
        Block::About(line) => about(sheet, line),
        Block::Heading(text) => sheet.element("h3", "", text),
        Block::Findings(sentences) => sheet.list("findings", sentences),
        Block::List(sentences) => sheet.list("", sentences),
        Block::Pairs(pairs) => self::pairs(sheet, pairs),
        Block::Table(table) => self::table(sheet, table),
        Block::Figure(figure) => self::figure(sheet, figure),
        Block::Measure(measure) => self::measure(sheet, measure),
    }
}

fn about(sheet: &mut Sheet, line: &Line) {
    sheet.raw(&format!("<p class=\"what\">{}</p>\n", text(line)));
}

fn measure(sheet: &mut Sheet, measure: &Measure) {
    sheet.raw("<article>\n<div class=\"beside\">\n<div>\n");
    sheet.element("h4", "", &measure.heading);
    about(sheet, &measure.about);
    sheet.raw("</div>\n");
    if let Some(strip) = &measure.strip {
        sheet.raw(strip.as_str());
    }
    sheet.raw("</div>\n");
    table(sheet, &measure.table);
    sheet.raw("</article>\n");
}

fn figure(sheet: &mut Sheet, figure: &Figure) {
    sheet.raw(&format!("<figure>\n{}", figure.svg.as_str()));
    sheet.raw(&format!("<figcaption>{}</figcaption>\n</figure>\n", text(&figure.caption)));
}

pub(super) fn pairs(sheet: &mut Sheet, pairs: &Pairs) {
    let class = match pairs.kind {
        PairsKind::Facts => "facts",
        PairsKind::Hashes => "",
        PairsKind::Methods => "methods",
    };
    sheet.raw(&format!("<dl{}>\n", classed(class)));
    for (name, beside) in &pairs.rows {
        let (name, beside) = (escape(name), lines(beside));
        sheet.raw(&format!("<div><dt>{name}</dt><dd>{beside}</dd></div>\n"));
    }
    sheet.raw("</dl>\n");
}

fn table(sheet: &mut Sheet, table: &Table) {
    let name = table.name;
    sheet.raw(&format!("<div class=\"wide\"><table class=\"{name}\">\n<thead><tr>"));
    for column in &table.columns {
        let class = classed(if column.numeric { "number" } else { "" });
        sheet.raw(&format!("<th scope=\"col\"{class}>{}</th>", escape(&column.title)));
    }
    sheet.raw("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(cell).collect();
        sheet.raw(&format!("<tr>{}</tr>\n", cells.concat()));
    }
    sheet.raw("</tbody>\n</table></div>\n");
}

fn cell(cell: &Cell) -> String {
    let text = lines(&cell.lines);
    match cell.kind {
        CellKind::Head => format!("<th scope=\"row\">{text}</th>"),
        CellKind::Words => format!("<td>{text}</td>"),
        CellKind::Number => format!("<td class=\"number\">{text}</td>"),
        CellKind::Why => format!("<td class=\"why\">{text}</td>"),
    }
}

fn lines(lines: &[Line]) -> String {
    lines.iter().map(text).collect::<Vec<_>>().join("<br>")
}

fn text(line: &Line) -> String {
    line.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    match run {
        Run::Plain(text) => escape(text),
        Run::Strong(text) => format!("<b>{}</b>", escape(text)),
        Run::Code(text) => code(text),
        Run::Marked(role, name) => marked(*role, name),
        Run::Source(text) => format!("<span class=\"source\">{}</span>", escape(text)),
        Run::Broken(text) => format!("<b class=\"broken\">{}</b>", escape(text)),
    }
}

/// Returns a name behind its mark.
fn marked(role: Role, name: &str) -> String {
    let icon = role.icon();
    // The name says it all: a screen reader may pass over the mark.
    let icon = icon.as_str().replacen("role=\"img\"", "aria-hidden=\"true\"", 1);
    let icon = icon.replace("<title></title>\n", "").replace("<desc></desc>\n", "");
    format!("<span class=\"name\">{}{}</span>", icon.trim_end(), escape(name))
}

/// Returns a hash or an id as code.
fn code(text: &str) -> String {
    // A short id stays on one line; a hash may break anywhere.
    let class = if text.chars().count() <= 24 { " class=\"short\"" } else { "" };
    format!("<code{class}>{}</code>", escape(text))
}
