//! The parts of a page. They hold text as it was given: each drawing makes it harmless in its own way.

use crate::figure::{Role, Svg};

/// A whole report.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// The language it is written in: the BCP 47 tag.
    pub lang: &'static str,
    /// What was audited.
    pub title: String,
    /// The project's name.
    pub project: String,
    /// When it was made: UTC, as it is to be read.
    pub made_at: String,
    /// Name and version of the program that made it.
    pub program: String,
    /// What stands before all else when the records were changed.
    pub alarm: Option<Alarm>,
    /// What kind of document this is, above the title.
    pub kind: String,
    /// Project, date and program, below the title.
    pub line: String,
    /// The fingerprints of what the report stands on, below that.
    pub identity: Option<Pairs>,
    /// The sections, in order.
    pub sections: Vec<Section>,
    /// What no report of this kind can say.
    pub honest: String,
    /// Who made it, and how numbers are written.
    pub foot: String,
}

/// What is wrong with the records, before all else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alarm {
    /// What it means for the reader.
    pub lead: String,
    /// What was found, each in a sentence.
    pub lines: Vec<String>,
}

/// A part of the page with a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its key in the catalogue.
    pub key: &'static str,
    /// Its heading.
    pub title: String,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// One thing below another.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A sentence or several.
    Paragraph(String),
    /// What the next blocks are about, said quietly.
    About(Line),
    /// The heading of a part of the section.
    Heading(String),
    /// Sentences that say what came out.
    Findings(Vec<String>),
    /// A plain list.
    List(Vec<String>),
    /// Names, and what stands for each.
    Pairs(Pairs),
    /// Rows under columns.
    Table(Table),
    /// A figure with its caption.
    Figure(Figure),
    /// A measure: sentence, strip and numbers, kept together.
    Measure(Measure),
}

/// Text of one line, in pieces of one tone each; their spaces are part of them.
pub type Line = Vec<Run>;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run {
    /// As the text around it.
    Plain(String),
    /// What the line is about.
    Strong(String),
    /// A hash or an id.
    Code(String),
    /// A name behind the mark of whose data it is.
    Marked(Role, String),
    /// Where a method comes from.
    Source(String),
    /// What is wrong.
    Broken(String),
}

/// Names, and what stands for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairs {
    /// What they are.
    pub kind: PairsKind,
    /// A name and the lines beside it.
    pub rows: Vec<(String, Vec<Line>)>,
}

/// What pairs are made of, which says how much room they want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairsKind {
    /// Counts: two pairs beside each other.
    Facts,
    /// Hashes.
    Hashes,
    /// Sentences.
    Methods,
}

/// Rows under columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What the rows are: "sets", "values", "readers", "estimates".
    pub name: &'static str,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, each as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether its numbers are to stand under each other.
    pub numeric: bool,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it is.
    pub kind: CellKind,
    /// What it says.
    pub lines: Vec<Line>,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// What the row is about.
    Head,
    /// Words.
    Words,
    /// A number.
    Number,
    /// Why there is no number.
    Why,
}

/// A figure with its caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The figure; its title and what it says in words are part of it.
    pub svg: Svg,
    /// What is drawn.
    pub caption: Line,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// What it says here, or else its name.
    pub heading: String,
    /// What was measured: name, unit, direction, yardstick.
    pub about: Line,
    /// Its values over one axis, where they have a place on it.
    pub strip: Option<Svg>,
    /// Its values.
    pub table: Table,
}

impl Cell {
    /// Returns a cell of words.
    pub(super) fn words(text: impl Into<String>) -> Cell {
        Cell::of(CellKind::Words, Run::Plain(text.into()))
    }

    /// Returns a cell with a number.
    pub(super) fn number(text: impl Into<String>) -> Cell {
        Cell::of(CellKind::Number, Run::Plain(text.into()))
    }

    /// Returns a cell with one piece of text.
    pub(super) fn of(kind: CellKind, run: Run) -> Cell {
        Cell { kind, lines: vec![vec![run]] }
    }
}

impl Table {
    /// Returns a table without rows: its columns by their keys in the catalogue, numeric or not.
    pub(super) fn new(name: &'static str, columns: &[(&str, bool)]) -> Table {
        let column = |&(key, numeric): &(&str, bool)| Column {
            title: super::say(&format!("column.{key}")),
            numeric,
        };
        Table { name, columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }
}

impl Section {
    /// Returns a section whose heading is in the catalogue.
    pub(super) fn new(key: &'static str, blocks: Vec<Block>) -> Section {
        Section { key, title: super::say(key), blocks }
    }
}
