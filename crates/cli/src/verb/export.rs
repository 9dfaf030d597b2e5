//! `touchstone export`: answers, values and report of a project.

use std::path::PathBuf;

use workbench::Desk;
use workbench::wire::ExportRequest;

use crate::document::Document;
use crate::terminal::{self, End, Why};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The project's folder.
    #[arg(long)]
    project: PathBuf,
    /// The study whose answers go out; without it only measures do.
    #[arg(long)]
    study: Option<u32>,
    /// The run whose values go into the report; the latest when it is not said.
    #[arg(long)]
    run: Option<u32>,
    /// Lets the truth out too: which case is real and which synthetic. This unblinds the study.
    #[arg(long)]
    with_truth: bool,
    /// Lets the truth out although readers are still reading: their later answers are not blinded.
    #[arg(long, requires = "with_truth")]
    before_the_end: bool,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let desk = Desk::open(&arguments.project)?;
    let request = ExportRequest {
        study: arguments.study,
        with_truth: arguments.with_truth,
        before_the_end: arguments.before_the_end,
        run: arguments.run,
    };
    let (folder, view) = desk.export(&request)?;
    if arguments.json {
        Document::new("export")
            .with("folder", &folder)
            .with("files", &view.files)
            .with("trouble", &view.trouble)
            .left_out(&[])
            .print()?;
    } else {
        terminal::print(&folder.display().to_string())?;
    }
    if view.trouble.is_some() {
        // The files are there, for whoever looks into it; nobody may take them for sound.
        terminal::failed(&workbench::Error::TrailBroken);
        return Ok(End::Wrong);
    }
    Ok(End::Done)
}
