//! pyMDMA's names, constructor parameters and selections, in our words.

use std::collections::BTreeMap;

use samples::{Cell, Column, ColumnKind, Contents, Modality, Signal, Table, Values, Vectors};
use serde_json::Value;

use super::{Input, InputSpec, Load, annotations, images, sets, signals, tables};
use crate::{Compute, Distance, Metric, Parameters, registry};

/// Our names and values for one of pyMDMA's constructor parameters, or why there are none.
pub(super) type Given = std::result::Result<Vec<(&'static str, f64)>, String>;

/// Constructor parameters that change no value of ours.
const WITHOUT_EFFECT: &[&str] =
    &["allow_nan", "channel_last_dim", "compute_ratios", "device", "n_workers"];

/// Constructor parameters that have another name here.
const RENAMED: &[(&str, &str)] =
    &[("correlation_thresh", "threshold"), ("fs", "rate_hz"), ("nperseg", "segment")];

/// What a case asks of us.
pub(super) struct Question {
    pub(super) metric: &'static Metric,
    pub(super) parameters: Parameters,
    /// The columns a table is narrowed to.
    columns: Option<Vec<String>>,
    categories: Categories,
    /// The shares of real and of synthetic samples in clusters that the case has drawn already.
    pub(super) histograms: Option<[Vec<f64>; 2]>,
}

/// Which columns of a table hold categories; all others hold numbers.
enum Categories {
    /// These.
    Named(Vec<String>),
    /// Those with fewer different numbers in the first table than this.
    Fewer(usize),
    /// All.
    All,
    /// None, and no column holds numbers either: none is chosen.
    Neither,
}

/// Why a case cannot be computed.
pub(super) enum Trouble {
    /// We do not cover what it asks.
    NotCovered(String),
    /// Its files cannot be read.
    Unreadable(String),
}

/// Returns what `case` asks, or why that is not covered.
pub(super) fn question(case: &Value) -> std::result::Result<Question, String> {
    let name = case["metric"].as_str().unwrap_or_default();
    let names = [annotations::NAMES, images::NAMES, sets::NAMES, signals::NAMES, tables::NAMES];
    let metric = names
        .into_iter()
        .flatten()
        .find(|(theirs, _)| *theirs == name)
        .and_then(|(_, ours)| registry::find(ours))
        .ok_or_else(|| format!("there is no metric for `{name}`"))?;
    let mut given = BTreeMap::new();
    let mut columns = None;
    if metric.parameters.iter().any(|parameter| parameter.name == "k") {
        given.insert("k".to_owned(), 5.0); // pyMDMA's preset for all of them
    }
    if metric.id == "geometry_score" {
        given.insert("i_max".to_owned(), 10.0); // pyMDMA's preset, a tenth of the published one
    }
    // A case without an independent value records pyMDMA's own rule for copies.
    if metric.id == "authenticity" && case.get("reference").is_none_or(Value::is_null) {
        given.insert("every_ball".to_owned(), 1.0);
    }
    let mut categories = Categories::Named(Vec::new());
    match metric.id {
        // pyMDMA leaves out every row in which a number is missing.
        "outlier_score" => {
            given.insert("complete_rows".to_owned(), 1.0);
        }
        // What pyMDMA takes for categories when it is not told.
        "statistical_similarity_score" => categories = Categories::Fewer(10),
        // Its quasi-identifiers are named, of whatever kind.
        "k_anonymity_score" => categories = Categories::All,
        _ => {}
    }
    let families = [annotations::given, images::given, sets::given, signals::given, tables::given];
    for (key, value) in case["init"].as_object().into_iter().flatten() {
        if let Some(own) = families.iter().find_map(|given| given(metric.id, key, value)) {
            given.extend(own?.into_iter().map(|(name, value)| (name.to_owned(), value)));
            continue;
        }
        match (key.as_str(), value) {
            (_, Value::Null) => {}
            (key, _) if WITHOUT_EFFECT.contains(&key) => {}
            ("downsample", Value::Bool(false)) => {}
            ("column_names" | "qi_names", names) => columns = Some(words(names)),
            ("col_map", kinds) => categories = Categories::Named(discrete(kinds)),
            ("metric", Value::String(distance)) => {
                let choice = Distance::CHOICES.iter().position(|name| name == distance);
                let choice = choice.ok_or_else(|| format!("the distance `{distance}`"))?;
                given.insert("distance".to_owned(), choice as f64);
            }
            (key, value) => {
                let renamed = RENAMED.iter().find(|(theirs, _)| *theirs == key);
                let name = renamed.map_or(key, |(_, ours)| ours);
                given.insert(name.to_owned(), number(key, value)?);
            }
        }
    }
    // Without quasi-identifiers pyMDMA takes the last column.
    if metric.id == "k_anonymity_score" && case["init"]["qi_names"].is_null() {
        columns = columns.map(|mut names| names.split_off(names.len().saturating_sub(1)));
    }
    if columns.as_ref().is_some_and(Vec::is_empty) {
        (columns, categories) = (None, Categories::Neither);
    }
    let parameters = Parameters::for_metric(metric, &given).map_err(|error| error.to_string())?;
    let histograms = sets::histograms(case);
    Ok(Question { metric, parameters, columns, categories, histograms })
}

/// Returns the columns that a map of kinds says are discrete.
fn discrete(kinds: &Value) -> Vec<String> {
    let kinds = kinds.as_object().into_iter().flatten();
    let discrete = kinds.filter(|(_, kind)| kind["tag"] == "discrete");
    discrete.map(|(name, _)| name.clone()).collect()
}

fn number(key: &str, value: &Value) -> std::result::Result<f64, String> {
    let flag = value.as_bool().map(|flag| f64::from(u8::from(flag)));
    value.as_f64().or(flag).ok_or_else(|| format!("the parameter `{key}` is {value}"))
}

fn words(names: &Value) -> Vec<String> {
    names.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Reads what the metric needs, in the order it takes it.
pub(super) fn inputs(
    case: &Value,
    question: &Question,
    load: &Load<'_>,
) -> std::result::Result<Vec<Input>, Trouble> {
    let (roles, modality): (&[&str], Modality) = match question.metric.compute {
        Compute::Annotations(_) => (&["dataset"], Modality::Image),
        Compute::Image(_) | Compute::ImageByNetwork(_) => (&["image"], Modality::Image),
        Compute::ImagePair(_) => (&["reference", "target"], Modality::Image),
        Compute::Signal(_) => (&["signals"], Modality::Signal),
        Compute::SignalPair(_) | Compute::SignalSets(_) | Compute::AllSignals(_) => {
            (&["real", "fake"], Modality::Signal)
        }
        Compute::Table(_) => (&["data"], Modality::Table),
        Compute::Tables(_) => (&["real", "fake"], Modality::Table),
        Compute::VectorPair(_) | Compute::Sets(_) | Compute::Neighbours(_) => {
            (&["real", "fake"], Modality::Vectors)
        }
    };
    let (taken, others) = Taken::of(&case["inputs"], modality)?;
    let selections = Selections::of(&others, roles)?;
    let mut inputs: Vec<Input> = roles
        .iter()
        .map(|role| {
            let path = case["inputs"][role].as_str().unwrap_or_default().to_owned();
            let spec = InputSpec { role: (*role).to_owned(), path, modality };
            let contents = load(&spec).map_err(Trouble::Unreadable)?;
            let contents = match contents {
                Input::Contents(contents) => contents,
                Input::Annotations(annotations) => return Ok(Input::Annotations(annotations)),
            };
            let contents = match (contents, modality) {
                (Contents::Image(image), Modality::Image) => Ok(Contents::Image(image)),
                (Contents::Signals(signals), Modality::Signal) => {
                    selections.signals(role, &signals, &taken).map(Contents::Signals)
                }
                (Contents::Vectors(vectors), Modality::Vectors) => {
                    selections.vectors(role, vectors).map(Contents::Vectors)
                }
                (Contents::Table(table), Modality::Table) => {
                    selections.table(role, &table, question).map(Contents::Table)
                }
                (contents, wanted) => Err(Trouble::Unreadable(format!(
                    "{} is read as {}, not as {wanted}",
                    spec.path,
                    contents.modality()
                ))),
            };
            contents.map(Input::Contents)
        })
        .collect::<std::result::Result<_, _>>()?;
    with_categories(&mut inputs, &question.categories)
        .map_err(|error| Trouble::Unreadable(error.to_string()))?;
    Ok(inputs)
}

/// Turns some columns of all tables into categories, or into what is not looked at.
fn with_categories(
    inputs: &mut [Input],
    categories: &Categories,
) -> std::result::Result<(), samples::Error> {
    let Some(Input::Contents(Contents::Table(first))) = inputs.first() else { return Ok(()) };
    let is_category = |column: &&Column| match categories {
        Categories::Named(names) => names.contains(&column.name),
        Categories::Fewer(than) => crate::columns::category_counts([*column]).len() < *than,
        Categories::All | Categories::Neither => true,
    };
    let kind = match categories {
        Categories::Neither => ColumnKind::Text,
        _ => ColumnKind::Category,
    };
    let names: Vec<String> =
        first.columns().iter().filter(is_category).map(|column| column.name.clone()).collect();
    for input in inputs {
        if let Input::Contents(Contents::Table(table)) = input {
            let mut columns = table.columns().to_vec();
            for column in columns.iter_mut().filter(|column| names.contains(&column.name)) {
                column.kind = kind;
            }
            *table = Table::new(columns)?;
        }
    }
    Ok(())
}

/// What a case takes of each of its signals.
struct Taken {
    /// The one channel; all of them without.
    channel: Option<usize>,
    /// One of so many values in time.
    step: usize,
}

impl Taken {
    /// Returns what is taken of signals, and the case's other inputs.
    fn of(inputs: &Value, modality: Modality) -> std::result::Result<(Self, Value), Trouble> {
        let mut others = inputs.clone();
        let mut given = |key: &str| match others.as_object_mut() {
            Some(object) if modality == Modality::Signal => object.remove(key),
            _ => None,
        };
        let number = |key: &str, value: Option<Value>| {
            let Some(value) = value else { return Ok(None) };
            let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
            let strange = || Trouble::NotCovered(format!("the selection `{key}`: {value}"));
            number.map(Some).ok_or_else(strange)
        };
        let channel = given("channel").filter(|value| value != "all");
        let channel = number("channel", channel)?;
        let step = number("time_step", given("time_step"))?.unwrap_or(1).max(1);
        Ok((Taken { channel, step }, others))
    }

    /// Narrows a signal.
    fn from(&self, signal: &Signal) -> std::result::Result<Signal, String> {
        let channels = match self.channel {
            None => 0..signal.channels().len(),
            Some(at) if at < signal.channels().len() => at..at + 1,
            Some(at) => return Err(format!("there is no channel {at}")),
        };
        let names = signal.channels()[channels.clone()].into();
        let of = |at: usize| signal.channel(at).iter().copied().step_by(self.step);
        let values = channels.flat_map(of).collect();
        let rate = signal.rate_hz().map(|rate| rate / self.step as f64);
        Signal::new(names, rate, signal.length().div_ceil(self.step), values)
            .map_err(|error| error.to_string())
    }
}

/// Rows and columns that a case takes of its files: from one place up to another.
struct Selections(BTreeMap<String, (usize, usize)>);

impl Selections {
    fn of(inputs: &Value, roles: &[&str]) -> std::result::Result<Self, Trouble> {
        let mut selections = BTreeMap::new();
        for (key, value) in inputs.as_object().into_iter().flatten() {
            if roles.contains(&key.as_str()) {
                continue;
            }
            let of_role = |what: &str| roles.iter().any(|role| *key == format!("{role}_{what}"));
            let known = ["rows", "columns"].iter().any(|what| key == what || of_role(what));
            let ends: Vec<u64> =
                value.as_array().into_iter().flatten().filter_map(Value::as_u64).collect();
            match ends[..] {
                [from, to] if known && from < to => {
                    let end = |end| usize::try_from(end).unwrap_or(usize::MAX);
                    selections.insert(key.clone(), (end(from), end(to)));
                }
                _ => return Err(Trouble::NotCovered(format!("the selection `{key}`: {value}"))),
            }
        }
        Ok(Selections(selections))
    }

    /// Returns which of `n` rows or columns are taken.
    fn range(&self, role: &str, what: &str, n: usize) -> std::ops::Range<usize> {
        let selection = self.0.get(&format!("{role}_{what}")).or_else(|| self.0.get(what));
        selection.map_or(0..n, |&(from, to)| from.min(n)..to.min(n))
    }

    fn vectors(&self, role: &str, vectors: Vectors) -> std::result::Result<Vectors, Trouble> {
        if self.0.is_empty() {
            return Ok(vectors);
        }
        let rows = self.range(role, "rows", vectors.n());
        let columns = self.range(role, "columns", vectors.d());
        let values: Vec<f64> =
            rows.clone().flat_map(|row| vectors.row(row)[columns.clone()].to_vec()).collect();
        Vectors::new(rows.len(), columns.len(), values)
            .map_err(|error| Trouble::Unreadable(error.to_string()))
    }

    /// Narrows signals to some of them, and each to what is taken of it.
    fn signals(
        &self,
        role: &str,
        signals: &[Signal],
        taken: &Taken,
    ) -> std::result::Result<Vec<Signal>, Trouble> {
        let some = &signals[self.range(role, "rows", signals.len())];
        some.iter().map(|signal| taken.from(signal).map_err(Trouble::Unreadable)).collect()
    }

    /// Narrows a table, and turns every column into numbers, as pyMDMA reads it.
    fn table(
        &self,
        role: &str,
        table: &Table,
        question: &Question,
    ) -> std::result::Result<Table, Trouble> {
        let unreadable = |why: String| Trouble::Unreadable(why);
        let chosen: Vec<&Column> = match &question.columns {
            Some(names) => names
                .iter()
                .map(|name| table.column(name).ok_or_else(|| format!("no column `{name}`")))
                .collect::<std::result::Result<_, _>>()
                .map_err(unreadable)?,
            None => table.columns().iter().collect(),
        };
        let rows = self.range(role, "rows", table.n_rows());
        let columns = self.range(role, "columns", chosen.len());
        let columns = chosen[columns]
            .iter()
            .map(|column| as_numbers(column, rows.clone()))
            .collect::<std::result::Result<_, _>>()
            .map_err(unreadable)?;
        Table::new(columns).map_err(|error| unreadable(error.to_string()))
    }
}

/// Reads a column as numbers, whatever kind it was taken for.
fn as_numbers(
    column: &Column,
    rows: std::ops::Range<usize>,
) -> std::result::Result<Column, String> {
    let number = |row: usize| match column.cell(row) {
        Cell::Missing => Ok(None),
        Cell::Number(number) => Ok(Some(number)),
        Cell::Word(word) => word
            .trim()
            .parse()
            .map(Some)
            .map_err(|_| format!("`{word}` in column `{}` is not a number", column.name)),
    };
    Ok(Column {
        name: column.name.clone(),
        kind: ColumnKind::Number,
        decimals: column.decimals,
        values: Values::Numbers(rows.map(number).collect::<std::result::Result<_, _>>()?),
    })
}
