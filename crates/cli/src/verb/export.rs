//! `touchstone export`: answers, values and report of a project.

use serde_json::{Value, json};
use workbench::Desk;
use workbench::wire::{ExportRequest, ExportedFile};

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;
use crate::verb::reported::Reported;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    reported: Reported,
    /// Lets the truth out too: which case is real and which synthetic. `study unblind` opens it first.
    #[arg(long, conflicts_with = "only_measures")]
    with_truth: bool,
    /// Who answers for the files, in the crate's description: a name or a web address.
    #[arg(long)]
    publisher: Option<String>,
    /// The terms under which others may use them, in words or as a web address.
    #[arg(long)]
    licence: Option<String>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let desk = Desk::open_as(&arguments.reported.project, crate::signing::by())?;
    let request = ExportRequest {
        with_truth: arguments.with_truth,
        publisher: arguments.publisher.clone(),
        licence: arguments.licence.clone(),
        ..arguments.reported.request(&desk)?
    };
    let (folder, view) = desk.export(&request)?;
    if arguments.json {
        let files: Vec<Value> = view.files.iter().map(file).collect();
        let not_written = view.left_out.iter().map(
            |file| json!({ "name": file.name, "reason": file.why.message, "code": file.why.code }),
        );
        Document::new("export")
            .with("folder", &folder)
            .with("files", files)
            .with("not_written", not_written.collect::<Vec<Value>>())
            .with("trouble", &view.trouble)
            .left_out(&[])
            .print()?;
    } else {
        terminal::print(&folder.display().to_string())?;
        for file in &view.left_out {
            terminal::note(&format!("{}: {}", file.name, file.why.message));
        }
    }
    if view.trouble.is_some() {
        // The files are there, for whoever looks into it; nobody may take them for sound.
        terminal::failed(&workbench::Error::TrailBroken);
        return Ok(End::Wrong);
    }
    Ok(End::Done)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a file's whole size")]
fn file(file: &ExportedFile) -> Value {
    json!({
        "name": file.name,
        "meaning": file.meaning,
        "bytes": file.bytes as u64,
        "sha256": file.sha256,
    })
}
