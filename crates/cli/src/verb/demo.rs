//! `touchstone demo`: the main job on the bundled data, with no window.

use std::path::PathBuf;

use workbench::Exported;

use crate::document::Document;
use crate::terminal::{self, End, Why};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A folder for the project, not there yet; by default a new one within the system's folder for
    /// temporary files.
    #[arg(long)]
    out: Option<PathBuf>,
    /// What chance is drawn from; the demo's own when it is not said.
    #[arg(long)]
    seed: Option<u32>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let folder = match &arguments.out {
        Some(folder) => folder.clone(),
        None => workbench::folder_for_demo()?,
    };
    let done = workbench::demo(&terminal::task("demo"), &folder, arguments.seed)?;
    let first = done.exports.first();
    if arguments.json {
        Document::new("demo")
            .with("seed", done.seed)
            .with("project", &done.project)
            .with("export", first.map(|first| &first.export))
            .with("report", first.map(|first| &first.report))
            .with("answers", &done.answers)
            .with("exports", &done.exports)
            .with("n_answers", done.n_answers)
            .with("n_values", done.n_values)
            .left_out(&[])
            .print()?;
        return Ok(End::Done);
    }
    terminal::print(&format!("{} values and {} answers.", done.n_values, done.n_answers))?;
    for Exported { modality, report, n_values, .. } in &done.exports {
        terminal::print(&format!("{modality}, {n_values} values: {}", report.display()))?;
    }
    terminal::print(&format!("answers: {}", done.answers.display()))?;
    terminal::print(&format!("project: {}", done.project.display()))?;
    Ok(End::Done)
}
