//! `touchstone verify`: operational qualification on this machine, and a look through a project.

use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folders with more reference cases.
    folders: Vec<PathBuf>,
    /// Looks through this project instead: database, trail, answers, designs, every stored byte.
    #[arg(long, conflicts_with = "folders")]
    project: Option<PathBuf>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    if let Some(project) = &arguments.project {
        return look_through(project, arguments.json);
    }
    let cases = workbench::verify(&terminal::task("verifying"), &arguments.folders)?;
    let summary = workbench::summary(&cases);
    let end = if summary.differs == 0 { End::Done } else { End::Wrong };
    if arguments.json {
        Document::new("verify")
            .with("cases", &cases)
            .with("summary", summary)
            .left_out(&[])
            .print()?;
        return Ok(end);
    }
    let mut text = String::new();
    for case in cases.iter().filter(|case| case.status == "differs") {
        text += &format!(
            "{} ({}) differs at {}: expected {}, got {}{}\n",
            terminal::name(&case.id),
            terminal::name(&case.source),
            case.r#where.as_deref().unwrap_or("the value"),
            case.expected.as_deref().unwrap_or("nothing"),
            case.got.as_deref().unwrap_or("nothing"),
            case.why.as_ref().map(|why| format!(": {}", terminal::name(why))).unwrap_or_default()
        );
    }
    text += &format!(
        "{} agree, {} differ, {} not covered\n",
        summary.agrees, summary.differs, summary.not_covered
    );
    terminal::print(&text)?;
    Ok(end)
}

fn look_through(project: &Path, json: bool) -> Result<End, Why> {
    let found =
        workbench::verify_project(&terminal::task("verifying"), project, crate::signing::by())?;
    let end = if found.sound { End::Done } else { End::Wrong };
    if json {
        Document::new("verify-project")
            .with("sound", found.sound)
            .with("records", found.records)
            .with("head", &found.head)
            .with("checks", &found.checks)
            .left_out(&[])
            .print()?;
        return Ok(end);
    }
    let mut text = String::new();
    for check in &found.checks {
        text += &format!("{}: {}\n", check.id, check.status);
        for wrong in &check.wrong {
            text += &format!("   {wrong}\n");
        }
    }
    text += &format!("{} records, head {}\n", found.records, found.head);
    terminal::print(&text)?;
    Ok(end)
}
