//! What a column holds: said once, for CSV, its schema, sheets and Parquet.

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column {
    /// Its name: lower-case letters, digits and underscores.
    pub name: &'static str,
    /// What its cells are.
    pub kind: Kind,
    /// What it says, with its unit.
    pub about: &'static str,
    /// Whether no cell is empty.
    pub required: bool,
    /// Whether no two cells are equal.
    pub unique: bool,
    /// The least number.
    pub least: Option<i32>,
    /// All that it may say; anything when empty.
    pub one_of: &'static [&'static str],
}

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words, ids, codes.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers.
    Number,
    /// Yes or no.
    Flag,
    /// Times in UTC, as RFC 3339.
    Time,
}

impl Column {
    /// A column of words.
    pub const fn text(name: &'static str, about: &'static str) -> Self {
        Column::of(Kind::Text, name, about)
    }

    /// A column of whole numbers.
    pub const fn whole(name: &'static str, about: &'static str) -> Self {
        Column::of(Kind::Whole, name, about)
    }

    /// A column of numbers.
    pub const fn number(name: &'static str, about: &'static str) -> Self {
        Column::of(Kind::Number, name, about)
    }

    /// A column of yes and no.
    pub const fn flag(name: &'static str, about: &'static str) -> Self {
        Column::of(Kind::Flag, name, about)
    }

    /// A column of times.
    pub const fn time(name: &'static str, about: &'static str) -> Self {
        Column::of(Kind::Time, name, about)
    }

    /// The same, where no cell is empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same, where no two cells are equal.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// The same, where no number is less.
    #[must_use]
    pub const fn least(mut self, least: i32) -> Self {
        self.least = Some(least);
        self
    }

    /// The same, where only these are said.
    #[must_use]
    pub const fn one_of(mut self, words: &'static [&'static str]) -> Self {
        self.one_of = words;
        self
    }

    const fn of(kind: Kind, name: &'static str, about: &'static str) -> Self {
        let (required, unique, least, one_of) = (false, false, None, &[] as &[&str]);
        Column { name, kind, about, required, unique, least, one_of }
    }
}
