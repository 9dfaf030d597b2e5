//! Writes the figures and the reports of an invented audit into a folder, to be looked at.
//!
//! `cargo run -p touchstone-report --example gallery -- FOLDER`

#[path = "../tests/pages/example/mod.rs"]
#[allow(dead_code, missing_docs, clippy::unwrap_used)]
mod example;

use std::path::PathBuf;
use std::{env, fs, io};

use report::figure::calls_by_reader;
use report::html::html;
use report::page::Page;
use report::pdf::pdf;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map_or_else(env::temp_dir, PathBuf::from);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("strip.svg"), example::strip().to_file())?;
    fs::write(folder.join("ages.svg"), example::ages().to_file())?;
    fs::write(folder.join("forest.svg"), example::precision_forest().to_file())?;
    let title = example::caption("R2 told A from real; R1 did so half as well");
    let calls = calls_by_reader(&title, &example::calls(), 680).map_err(io::Error::other)?;
    fs::write(folder.join("calls.svg"), calls.to_file())?;
    let reports = [
        ("report", example::facts()),
        ("long", example::long()),
        ("hard", example::hard()),
        ("broken", example::broken()),
    ];
    for (name, facts) in reports {
        let page = Page::of(&facts);
        fs::write(folder.join(format!("{name}.html")), html(&page))?;
        let file = pdf(&page).map_err(io::Error::other)?;
        fs::write(folder.join(format!("{name}.pdf")), file)?;
    }
    Ok(())
}
