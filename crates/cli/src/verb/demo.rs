//! `touchstone demo`: the main job on the bundled data, with no window.

use std::path::PathBuf;

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
    if arguments.json {
        Document::new("demo")
            .with("seed", done.seed)
            .with("project", &done.project)
            .with("export", &done.export)
            .with("report", &done.report)
            .with("export_table", &done.export_table)
            .with("report_table", &done.report_table)
            .with("answers", &done.answers)
            .with("n_answers", done.n_answers)
            .with("n_values", done.n_values)
            .left_out(&[])
            .print()?;
    } else {
        terminal::print(&format!(
            "{} values and {} answers.\nreport:  {}\nanswers: {}\nexport:  {}\n\
             of the table:\nreport:  {}\nexport:  {}",
            done.n_values,
            done.n_answers,
            done.report.display(),
            done.answers.display(),
            done.export.display(),
            done.report_table.display(),
            done.export_table.display()
        ))?;
    }
    Ok(End::Done)
}
