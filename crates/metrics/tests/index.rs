//! The index of the metrics' pages is what the registry says.

use std::fmt::Write;
use std::path::Path;

use metrics::{Better, Dimension, IntervalKind, Level, Metric, Range, Reference, registry};
use samples::Modality;

/// Set to write the index instead of comparing it, as `cargo xtask bindings` does.
const WRITE: &str = "TOUCHSTONE_WRITE_INDEX";

#[test]
fn the_committed_index_is_what_the_registry_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/metrics/README.md");
    let index = index();
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &index).expect("the index can be written");
    }
    let committed = std::fs::read_to_string(&path).expect("the committed index");
    assert!(committed == index, "run `cargo xtask bindings`: the index of metrics is old");
}

fn index() -> String {
    let mut text = String::from(
        "# Metrics\n\nEvery metric of the registry, by what it speaks about; made by `cargo xtask bindings`.\n\
         Each page says what the value means, when to use it, when it misleads, and what bad input gives.\n",
    );
    for (dimension, title) in [
        (Dimension::Fidelity, "Fidelity: do synthetic samples look like real ones?"),
        (Dimension::Diversity, "Diversity: do they show all that real ones show?"),
        (Dimension::Privacy, "Privacy: do they give real ones away?"),
        (Dimension::Quality, "Quality: are the data sound in themselves?"),
        (Dimension::Validity, "Validity: is what is written about them true?"),
    ] {
        let own: Vec<&Metric> = registry::ALL.iter().filter(|m| m.dimension == dimension).collect();
        if own.is_empty() {
            continue;
        }
        write!(
            text,
            "\n## {title}\n\n\
             | metric | of | against | value for | range | better | interval | chance | source |\n\
             |---|---|---|---|---|---|---|---|---|\n"
        )
        .expect("text can be written");
        for metric in own {
            writeln!(text, "{}", line(metric)).expect("text can be written");
        }
    }
    text
}

fn line(metric: &Metric) -> String {
    let listed = |words: Vec<&str>| words.join(", ");
    let modality = |modality: &Modality| match modality {
        Modality::Image => "images",
        Modality::Signal => "signals",
        Modality::Table => "tables",
        Modality::Vectors => "vectors",
    };
    let level = |level: &Level| match level {
        Level::Dataset => "set",
        Level::Instance => "sample",
    };
    let against = match metric.reference {
        Reference::None => "nothing",
        Reference::Instance => "its pair",
        Reference::Dataset => "the real set",
    };
    let better = match metric.better {
        Better::Higher => "higher",
        Better::Lower => "lower",
        Better::Neither => "neither",
    };
    let interval = match metric.interval {
        IntervalKind::Bootstrap => "bootstrap",
        IntervalKind::ConditionalBootstrap => "conditional bootstrap",
        IntervalKind::HalfSampling => "half-sampling",
        IntervalKind::None(_) => "none, with its reason",
    };
    let Range { low, high } = metric.range;
    let end = |end: Option<f64>, none: &str| end.map_or(none.to_owned(), |end| end.to_string());
    format!(
        "| [{}]({}.md) `{}` | {} | {against} | {} | {} to {} {} | {better} | {interval} | {} | {} |",
        metric.title,
        metric.id,
        metric.id,
        listed(metric.modalities.iter().map(modality).collect()),
        listed(metric.levels.iter().map(level).collect()),
        end(low, "-∞"),
        end(high, "∞"),
        metric.unit.symbol(),
        if metric.seeded { "seeded" } else { "" },
        metric.source.replace('|', "/"),
    )
    .replace("  ", " ")
}
