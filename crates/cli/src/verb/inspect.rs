//! `touchstone inspect`: what is in files.

use std::path::PathBuf;

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Files and folders.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let task = terminal::task("inspecting");
    let (samples, left_out) = workbench::inspect(&task, &arguments.paths)?;
    let end = End::leaving(left_out.len());
    if arguments.json {
        Document::new("inspect").with("samples", &samples).left_out(&left_out).print()?;
        return Ok(end);
    }
    let mut text = String::new();
    let (mut root, several) = ("", 1 < arguments.paths.len());
    for sample in &samples {
        if several && sample.root != root {
            root = &sample.root;
            text += &format!("{}:\n", terminal::name(root));
        }
        let shape: Vec<String> = sample.shape.iter().map(ToString::to_string).collect();
        text += &format!(
            "{}  {}  {}  {}\n",
            terminal::name(&sample.path),
            sample.format,
            shape.join(" × "),
            terminal::name(&sample.notes.join("; "))
        );
    }
    for left in &left_out {
        text += &format!(
            "{}  left out: {}\n",
            terminal::name(&left.name),
            left.error.failure().message
        );
    }
    terminal::print(&text)?;
    Ok(end)
}
