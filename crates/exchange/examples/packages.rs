//! Writes the packages of an invented study into the folder that is named: for other programs to open.

#[path = "../tests/packages/study/mod.rs"]
mod study_with_odd_texts;

use std::path::PathBuf;
use std::{env, fs, io};

use study_with_odd_texts::{files, study};

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).map(PathBuf::from);
    let folder = folder.ok_or_else(|| io::Error::other("name a folder to write into"))?;
    for (name, with_truth) in [("unblinded", true), ("blinded", false)] {
        let folder = folder.join(name);
        fs::create_dir_all(&folder)?;
        for (name, bytes) in files(&study(), with_truth) {
            fs::write(folder.join(name), bytes)?;
        }
    }
    Ok(())
}
