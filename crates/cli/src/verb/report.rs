//! `touchstone report`: the report alone, as a page and as PDF.

use std::path::PathBuf;

use serde_json::json;
use workbench::Desk;

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;
use crate::verb::reported::Reported;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    reported: Reported,
    /// The folder that `report.html` and `report.pdf` are written to; it is made when it is not there.
    #[arg(long)]
    out: PathBuf,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let desk = Desk::open_as(&arguments.reported.project, crate::signing::by())?;
    let (files, sound) = desk.report(&arguments.reported.request(&desk)?, &arguments.out)?;
    if arguments.json {
        let files: Vec<_> =
            files.iter().map(|(name, sha256)| json!({ "name": name, "sha256": sha256 })).collect();
        Document::new("report").with("files", files).with("sound", sound).left_out(&[]).print()?;
    } else {
        for (name, _) in &files {
            terminal::print(&arguments.out.join(name).display().to_string())?;
        }
    }
    if !sound {
        terminal::failed(&workbench::Error::TrailBroken);
        return Ok(End::Wrong);
    }
    Ok(End::Done)
}
