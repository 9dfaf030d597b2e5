//! Makes the little project that every later program must open: `tests/golden/projects/v1/`.
//!
//! Run once for each version of the tables, before the next version is begun:
//! `cargo run -p touchstone-store --example little_project -- FOLDER`

use std::error::Error;
use std::path::PathBuf;

#[path = "../tests/little/mod.rs"]
mod little;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name the folder to make")?;
    little::of_everything(&PathBuf::from(folder))?.close()?;
    Ok(())
}
