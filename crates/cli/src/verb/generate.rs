//! `touchstone generate`: a synthetic set from a real one.

use std::path::PathBuf;

use workbench::{FilesToGenerate, MOST_TO_GENERATE};

use crate::document::Document;
use crate::terminal::{self, End, Why};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The set to learn from.
    #[arg(long)]
    from: PathBuf,
    /// `gaussian_copula` for tables, `pca_gaussian` for images and signals.
    #[arg(long)]
    method: String,
    /// How many samples, at most a million; as many as the set has when it is not said.
    #[arg(long, value_parser = how_many)]
    n: Option<u32>,
    /// What chance is drawn from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// A folder for what is made: a new or an empty one.
    #[arg(long)]
    out: PathBuf,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let request = FilesToGenerate {
        from: arguments.from.clone(),
        method: arguments.method.clone(),
        n: arguments.n,
        seed: arguments.seed,
        out: arguments.out.clone(),
    };
    let (generated, left_out) = workbench::generate_files(&terminal::task("generating"), &request)?;
    let end = End::leaving(left_out.len());
    if arguments.json {
        Document::new("generate")
            .with("seed", arguments.seed)
            .with("method", generated.method)
            .with("method_version", generated.method_version)
            .with("n", generated.n)
            .with("files", &generated.files)
            .with("columns_left_out", &generated.columns_left_out)
            .left_out(&left_out)
            .print()?;
    } else {
        terminal::print(&format!(
            "{} samples by {} in {}",
            generated.n,
            generated.method,
            arguments.out.display()
        ))?;
    }
    Ok(end)
}

fn how_many(word: &str) -> Result<u32, String> {
    let within = |n: &u32| (1..=MOST_TO_GENERATE).contains(n);
    let wrong = || format!("it is a whole number from 1 to {MOST_TO_GENERATE}");
    word.parse().ok().filter(within).ok_or_else(wrong)
}
