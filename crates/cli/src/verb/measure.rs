//! `touchstone measure`: values for sets, pairs, or a set alone.

use std::collections::BTreeMap;
use std::path::PathBuf;

use workbench::{BatchDone, BatchFinding, BatchLeftOut, BatchNote, BatchResult, FilesToMeasure};

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
    /// The network that a metric asks, as `ID=FILE.onnx`; may be given several times.
    #[arg(long = "network", value_name = "ID=FILE")]
    networks: Vec<String>,
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
    let (all, ids): (Vec<&String>, Vec<&String>) =
        arguments.metrics.iter().partition(|metric| metric.split(':').next() == Some("all"));
    if let Some(words) = all.iter().find(|words| words.contains(':')) {
        return Err(Why::Misused(format!("`{words}`: `all` has no parameters")));
    }
    let files = FilesToMeasure {
        real: arguments.real.clone().or_else(|| arguments.reference.clone()),
        synthetic: arguments.synthetic.clone().or_else(|| arguments.target.clone()),
        set: arguments.set.clone(),
        pairs: arguments.reference.is_some(),
        all: !all.is_empty(),
        metrics: ids.into_iter().map(|words| asked(words)).collect::<Result<_, _>>()?,
        networks: arguments
            .networks
            .iter()
            .map(|words| network(words))
            .collect::<Result<_, _>>()?,
        seed: arguments.seed,
        instances: arguments.json && !arguments.no_instances,
    };
    if files.real.is_none() && files.set.is_none() {
        return Err(Why::Misused(
            "measure needs --real and --synthetic, or --reference and --target, or --set"
                .to_owned(),
        ));
    }
    let done = workbench::measure_files(&terminal::task("measuring"), &files)?;
    if arguments.json {
        document(&done, arguments.seed).print()?;
    } else {
        say(&done)?;
    }
    match done.failure {
        Some(error) => Err(error.into()),
        None => Ok(End::leaving(done.left_out.len())),
    }
}

/// Reads `ID=FILE`.
fn network(words: &str) -> Result<(String, PathBuf), Why> {
    match words.split_once('=') {
        Some((id, file)) if !id.is_empty() && !file.is_empty() => {
            Ok((id.to_owned(), PathBuf::from(file)))
        }
        _ => Err(Why::Misused(format!("`{words}`: a network is named as ID=FILE.onnx"))),
    }
}

fn document(done: &BatchDone, seed: u64) -> Document {
    let mut document = Document::new("measure").with("seed", seed).with("results", &done.results);
    if let Some(n_identical) = done.n_identical {
        document = document.with("n_identical", n_identical).with("closest", &done.closest);
    }
    if let Some(error) = &done.failure {
        document = document.with("failure", error.failure());
    }
    document
        .with("notes", &done.notes)
        .with("n_notes", done.n_notes)
        .with("left_out", &done.left_out)
}

/// Prints the values; notes go beside them.
fn say(done: &BatchDone) -> Result<(), Why> {
    for BatchNote { set, sample, note } in &done.notes {
        let sample = sample.as_deref().unwrap_or("all");
        terminal::note(&format!("{} {sample}: {note}", set.word()));
    }
    if done.notes.len() < done.n_notes {
        terminal::note(&format!("{} notes in all", done.n_notes));
    }
    let mut text = String::new();
    for result in &done.results {
        text += &line(result);
        for BatchFinding { image, annotation, message, .. } in &result.findings {
            let place = [image.as_deref(), annotation.as_deref()];
            let place: Vec<&str> = place.into_iter().flatten().collect();
            text += &format!("    {}: {message}\n", place.join(" "));
        }
        if let Some(n) = result.n_findings.filter(|&n| result.findings.len() < n) {
            text += &format!("    {n} findings in all\n");
        }
    }
    if let Some(n) = done.n_identical.filter(|&n| 0 < n) {
        text += &format!("{:24} {:10} {n}\n", "exact copies", "synthetic");
    }
    for BatchLeftOut { set, sample, reason, .. } in &done.left_out {
        text += &format!("{} {sample}  left out: {reason}\n", set.word());
    }
    terminal::print(&text)
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
pub(super) fn asked(words: &str) -> Result<(String, BTreeMap<String, String>), Why> {
    let (id, rest) = words.split_once(':').unwrap_or((words, ""));
    let mut parameters = BTreeMap::new();
    for pair in rest.split(',').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| Why::Misused(format!("`{pair}` in `{words}` should read name=value")))?;
        if parameters.insert(name.to_owned(), value.to_owned()).is_some() {
            return Err(Why::Misused(format!("`{words}` gives `{name}` twice")));
        }
    }
    Ok((id.to_owned(), parameters))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_given_once_and_as_name_and_value() {
        let (id, parameters) = asked("density:k=7,distance=cosine").unwrap();
        assert_eq!((id.as_str(), parameters["k"].as_str()), ("density", "7"));
        assert_eq!(parameters["distance"], "cosine");
        for wrong in ["density:k=7,k=8", "density:k"] {
            assert!(matches!(asked(wrong), Err(Why::Misused(_))), "{wrong}");
        }
    }
}
