//! `touchstone measure`: values for sets, pairs, or a set alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use workbench::{BatchResult, FilesToMeasure};

use crate::document::Document;
use crate::terminal::{self, End, Why};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The real set.
    #[arg(long, requires = "synthetic")]
    real: Option<PathBuf>,
    /// The synthetic set.
    #[arg(long, requires = "real")]
    synthetic: Option<PathBuf>,
    /// One set, for metrics without a reference.
    #[arg(long, conflicts_with_all = ["real", "synthetic", "reference", "target"])]
    set: Option<PathBuf>,
    /// The references of pairs.
    #[arg(long, requires = "target", conflicts_with_all = ["real", "synthetic"])]
    reference: Option<PathBuf>,
    /// The targets of pairs.
    #[arg(long, requires = "reference")]
    target: Option<PathBuf>,
    /// A metric as `ID[:name=value,…]`, or `all`; may be given several times.
    #[arg(long = "metric", required = true)]
    metrics: Vec<String>,
    /// What chance is drawn from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    /// Leaves the values of single samples out of the document.
    #[arg(long)]
    no_instances: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let metrics = if arguments.metrics.iter().any(|metric| metric == "all") {
        Vec::new()
    } else {
        arguments.metrics.iter().map(|words| asked(words)).collect::<Result<_, _>>()?
    };
    let files = FilesToMeasure {
        real: arguments.real.clone().or_else(|| arguments.reference.clone()),
        synthetic: arguments.synthetic.clone().or_else(|| arguments.target.clone()),
        set: arguments.set.clone(),
        pairs: arguments.reference.is_some(),
        metrics,
        seed: arguments.seed,
        instances: arguments.json && !arguments.no_instances,
    };
    if files.real.is_none() && files.set.is_none() {
        return Err(Why::Misused(
            "measure needs --real and --synthetic, or --reference and --target, or --set"
                .to_owned(),
        ));
    }
    let (results, left_out) = workbench::measure_files(&terminal::task("measuring"), &files)?;
    let end = End::leaving(left_out.len());
    if arguments.json {
        Document::new("measure")
            .with("seed", arguments.seed)
            .with("results", &results)
            .left_out(&left_out)
            .print()?;
    } else {
        let mut text: String = results.iter().map(line).collect();
        for left in &left_out {
            text += &format!("{}  left out: {}\n", left.name, left.error.failure().message);
        }
        terminal::print(&text)?;
    }
    Ok(end)
}

fn line(result: &BatchResult) -> String {
    let value = match (&result.reason, &result.interval) {
        (Some(reason), _) => format!("no value: {reason}"),
        (None, Some(interval)) => {
            format!("{} {} [{}, {}]", result.value, result.unit, interval.low, interval.high)
        }
        (None, None) => format!("{} {}", result.value, result.unit),
    };
    format!("{:24} {:10} {}\n", result.metric, result.set.word(), value.trim_end())
}

/// Reads `ID[:name=value,…]`.
fn asked(words: &str) -> Result<(String, BTreeMap<String, String>), Why> {
    let (id, rest) = words.split_once(':').unwrap_or((words, ""));
    let parameters = rest
        .split(',')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                Why::Misused(format!("`{pair}` in `{words}` should read name=value"))
            })?;
            Ok((name.to_owned(), value.to_owned()))
        })
        .collect::<Result<_, Why>>()?;
    Ok((id.to_owned(), parameters))
}
