//! The page as values of the template: text is text, and no value is ever evaluated.

use typst::foundations::{Array, Bytes, Dict, IntoValue, Value, dict};

use super::letters::{drawn, written};
use crate::figure::Svg;
use crate::page::{
    Alarm, Block, Cell, CellKind, Figure, Line, Measure, Page, Pairs, PairsKind, Run, Section,
    Table,
};

/// How much of a long name stands at the foot of each sheet.
const RUNNING: usize = 80;

/// Returns all that the template asks for.
pub(super) fn page(page: &Page) -> Dict {
    dict! {
        "lang" => written(page.lang),
        "title" => heading(&page.title),
        "program" => written(&page.program),
        "running" => running(page),
        "alarm" => page.alarm.as_ref().map_or(Value::None, alarm),
        "kind" => written(&page.kind),
        "line" => written(&page.line),
        "identity" => page.identity.as_ref().map_or(Value::None, pairs),
        "sections" => all(&page.sections, section),
        "honest" => written(&page.honest),
        "foot" => written(&page.foot),
    }
}

/// Returns what stands at the foot of each sheet: project and date.
fn running(page: &Page) -> String {
    let mut project = page.project.clone();
    if let Some((end, _)) = project.char_indices().nth(RUNNING) {
        project.truncate(end);
        project.push('…');
    }
    [project, page.made_at.chars().take(RUNNING).collect()].map(|text| written(&text)).join(" · ")
}

/// Returns a heading's text. An empty one cannot be announced, so a dash stands for it.
fn heading(text: &str) -> String {
    let text = written(text);
    if text.trim().is_empty() { "–".to_owned() } else { text }
}

fn alarm(alarm: &Alarm) -> Value {
    dict! { "lead" => written(&alarm.lead), "lines" => sentences(&alarm.lines) }.into_value()
}

fn section(section: &Section) -> Value {
    dict! { "title" => heading(&section.title), "blocks" => all(&section.blocks, block) }
        .into_value()
}

fn block(block: &Block) -> Value {
    let (kind, content) = match block {
        Block::Paragraph(text) => ("paragraph", written(text).into_value()),
        Block::About(text) => ("about", line(text)),
        Block::Heading(text) => ("heading", heading(text).into_value()),
        Block::Findings(texts) => ("findings", sentences(texts)),
        Block::List(texts) => ("list", sentences(texts)),
        Block::Pairs(of) => ("pairs", pairs(of)),
        Block::Table(of) => ("table", table(of)),
        Block::Figure(of) => ("figure", figure(of)),
        Block::Measure(of) => ("measure", measure(of)),
    };
    dict! { "kind" => kind, "content" => content }.into_value()
}

fn pairs(pairs: &Pairs) -> Value {
    let kind = match pairs.kind {
        PairsKind::Facts => "facts",
        PairsKind::Hashes => "hashes",
        PairsKind::Methods => "methods",
    };
    let rows = all(&pairs.rows, |(name, beside)| {
        dict! { "name" => written(name), "lines" => all(beside, line) }.into_value()
    });
    dict! { "kind" => kind, "rows" => rows }.into_value()
}

fn table(table: &Table) -> Value {
    let columns = all(&table.columns, |column| {
        dict! { "title" => written(&column.title), "numeric" => column.numeric }.into_value()
    });
    let rows = all(&table.rows, |row| all(row, cell));
    dict! { "name" => table.name, "columns" => columns, "rows" => rows }.into_value()
}

fn cell(cell: &Cell) -> Value {
    let kind = match cell.kind {
        CellKind::Head => "head",
        CellKind::Words => "words",
        CellKind::Number => "number",
        CellKind::Why => "why",
    };
    dict! { "kind" => kind, "lines" => all(&cell.lines, line) }.into_value()
}

fn figure(figure: &Figure) -> Value {
    dict! { "svg" => svg(&figure.svg), "caption" => line(&figure.caption) }.into_value()
}

fn measure(measure: &Measure) -> Value {
    dict! {
        "heading" => heading(&measure.heading),
        "about" => line(&measure.about),
        "strip" => measure.strip.as_ref().map_or(Value::None, svg),
        "table" => table(&measure.table),
    }
    .into_value()
}

fn svg(svg: &Svg) -> Value {
    let caption = svg.caption();
    let said: Vec<&str> = [caption.title.as_str(), caption.description.as_str()]
        .into_iter()
        .filter(|text| !text.trim().is_empty())
        .collect();
    dict! {
        "bytes" => Bytes::from_string(drawn(svg.as_str())),
        "width" => i64::from(svg.size().width),
        "height" => i64::from(svg.size().height),
        "alt" => heading(&said.join(": ")),
    }
    .into_value()
}

fn line(line: &Line) -> Value {
    all(line, run)
}

fn run(run: &Run) -> Value {
    let (tone, text) = match run {
        Run::Plain(text) => ("plain", text),
        Run::Strong(text) => ("strong", text),
        Run::Code(text) => ("code", text),
        Run::Marked(_, text) => ("marked", text),
        Run::Source(text) => ("source", text),
        Run::Broken(text) => ("broken", text),
    };
    let mut value = dict! { "tone" => tone, "text" => written(text) };
    if let Run::Marked(role, _) = run {
        value.insert("mark".into(), Bytes::new(role.icon().to_file()).into_value());
    }
    value.into_value()
}

fn sentences(texts: &[String]) -> Value {
    all(texts, |text| written(text).into_value())
}

fn all<T>(items: &[T], of: impl Fn(&T) -> Value) -> Value {
    items.iter().map(of).collect::<Array>().into_value()
}
