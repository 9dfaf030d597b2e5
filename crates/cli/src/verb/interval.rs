//! `touchstone interval`: intervals of numbers that are known by themselves, as published.

use serde_json::{Value, json};
use workbench::{Published, published_area, published_share, published_table};

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    of: Of,
}

#[derive(clap::Subcommand)]
enum Of {
    /// A share, e.g. of calls that were right.
    Share {
        /// How many were.
        #[arg(long)]
        right: u64,
        /// Of how many.
        #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
        of: u64,
        #[command(flatten)]
        how: How,
    },
    /// An area under the curve, from the numbers of cases alone.
    Area {
        /// The area, 0 to 1.
        #[arg(long)]
        area: f64,
        /// Real cases.
        #[arg(long)]
        real: u64,
        /// Synthetic cases.
        #[arg(long)]
        synthetic: u64,
        #[command(flatten)]
        how: How,
    },
    /// How well two raters agree, from a table of counts.
    Table {
        /// A row for each category of the first rater, e.g. `20,5 10,15`.
        #[arg(required = true, value_parser = counts)]
        rows: Vec<Counts>,
        /// The categories have an order.
        #[arg(long)]
        ordered: bool,
        #[command(flatten)]
        how: How,
    },
}

#[derive(clap::Args)]
struct How {
    /// How often intervals are to hold the truth.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

/// The counts of a row.
#[derive(Debug, Clone)]
struct Counts(Vec<u64>);

fn counts(row: &str) -> Result<Counts, String> {
    let cells = row.split(',').map(|cell| cell.trim().parse::<u64>());
    cells.collect::<Result<_, _>>().map(Counts).map_err(|_| format!("`{row}` is no row of counts"))
}

/// Refuses numbers that cannot be counts of one thing.
fn misuse(of: &Of) -> Result<(), Why> {
    let words = match of {
        Of::Share { right, of, .. } if of < right => "`--right` is more than `--of`",
        Of::Table { rows, .. } if rows.iter().any(|row| row.0.len() != rows.len()) => {
            "a table has as many rows as columns: both raters have the same categories"
        }
        Of::Table { rows, .. } if rows.iter().flat_map(|row| &row.0).all(|&count| count == 0) => {
            "there is no count in the table"
        }
        _ => return Ok(()),
    };
    Err(Why::Misused(words.to_owned()))
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    misuse(&arguments.of)?;
    let weights = match &arguments.of {
        Of::Table { ordered: true, .. } => Some("quadratic"),
        Of::Table { .. } => Some("identity"),
        _ => None,
    };
    let (found, how) = match &arguments.of {
        Of::Share { right, of, how } => (published_share(*right, *of, how.level)?, how),
        Of::Area { area, real, synthetic, how } => {
            (vec![published_area(*area, *real, *synthetic, how.level)?], how)
        }
        Of::Table { rows, ordered, how } => {
            let rows: Vec<Vec<u64>> = rows.iter().map(|row| row.0.clone()).collect();
            (published_table(&rows, *ordered, how.level)?, how)
        }
    };
    if how.json {
        let found: Vec<Value> = found.iter().map(|one| number(one, how.level)).collect();
        let document = Document::new("interval");
        let document = match weights {
            Some(weights) => document.with("weights", weights),
            None => document,
        };
        document.with("numbers", found).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    for one in &found {
        let name = format!("{} ({})", one.quantity, one.method);
        let value = match &one.value {
            Ok(value) => format!("{value:.4}"),
            Err(why) => why.to_string(),
        };
        let ends = match &one.interval {
            Some(Ok([low, high])) => format!("  [{low:.4}, {high:.4}]"),
            Some(Err(why)) => format!("  {why}"),
            None => String::new(),
        };
        let test = match one.test {
            Some([null, p]) if p < 0.001 => format!("  against {null}: p < 0.001"),
            Some([null, p]) => format!("  against {null}: p = {p:.3}"),
            None => String::new(),
        };
        terminal::print(&format!("{name:<32} {value}{ends}{test}"))?;
    }
    Ok(End::Done)
}

fn number(one: &Published, level: f64) -> Value {
    let mut fields = json!({ "quantity": one.quantity, "method": one.method });
    match &one.value {
        Ok(value) => fields["value"] = json!(value),
        Err(why) => {
            fields["value"] = Value::Null;
            fields["reason"] = json!(why.to_string());
        }
    }
    match &one.interval {
        Some(Ok([low, high])) => {
            fields["interval"] = json!({ "low": low, "high": high, "level": level });
        }
        Some(Err(why)) => fields["no_interval"] = json!(why.to_string()),
        None => {}
    }
    if let Some([against, p]) = one.test {
        fields["test"] = json!({ "null": against, "p": p });
    }
    fields
}
