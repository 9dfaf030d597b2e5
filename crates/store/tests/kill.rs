//! Answers outlive the program: it is killed again and again while it keeps them.
//!
//! A child process reads a session and says which answers were kept. It is
//! killed at some moment. Every answer that it said was kept must be there, and
//! the trail must be whole. `cargo test -p touchstone-store --test kill -- 20`
//! kills it 20 times.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use samples::ContentHash;
use store::Project;

mod little;

/// How often the child is killed, unless the command line says otherwise.
const KILLS: u32 = 5;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let words: Vec<String> = env::args().skip(1).collect();
    if let [role, folder] = words.as_slice()
        && role == "--read"
    {
        return read(Path::new(folder));
    }
    let kills = words.iter().find_map(|word| word.parse().ok()).unwrap_or(KILLS);
    kill_again_and_again(kills)
}

fn kill_again_and_again(kills: u32) -> Outcome {
    let folder = tempfile::tempdir()?;
    drop(little::with_study(folder.path(), 40, kills + 1)?);
    let mut kept = BTreeMap::new();
    for number in 0..kills {
        let mut child = Command::new(env::current_exe()?)
            .arg("--read")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        read_until_killed(&mut child, number, &mut kept)?;
        check(folder.path(), number, &kept)?;
    }
    writeln!(std::io::stdout(), "{} answers outlived {kills} kills", kept.len())?;
    Ok(())
}

/// Kills the child after some answers, in the middle of what it is doing then.
fn read_until_killed(
    child: &mut Child,
    number: u32,
    kept: &mut BTreeMap<String, String>,
) -> Outcome {
    let chance = ContentHash::of(&[b"kill", &number.to_le_bytes()]);
    let n_answers = 1 + usize::from(chance.as_bytes()[0]) % 20;
    let moments = u32::from(chance.as_bytes()[1]) * 20;

    let mut lines = BufReader::new(child.stdout.take().ok_or("the child has no output")?);
    let mut line = String::new();
    let mut killed = false;
    for n in 1.. {
        line.clear();
        if lines.read_line(&mut line)? == 0 || !line.ends_with('\n') {
            break;
        }
        let (presentation, hash) = line.trim().split_once(' ').ok_or("a line is half")?;
        kept.insert(presentation.to_owned(), hash.to_owned());
        if n == n_answers {
            // Some work of no use, so that the blow does not always fall just after an answer.
            (0..moments).for_each(|moment| {
                std::hint::black_box(ContentHash::of(&[&moment.to_le_bytes()]));
            });
            child.kill()?;
            killed = true;
        }
    }
    child.wait()?;
    if killed { Ok(()) } else { Err("the child ended before it was killed".into()) }
}

/// Opens the project as the next start of the program would.
fn check(folder: &Path, number: u32, kept: &BTreeMap<String, String>) -> Outcome {
    let project = Project::open(folder, little::NOW)?;
    let found = project.verify_trail()?;
    if !found.is_sound() {
        return Err(format!("after kill {number}: {found:?}").into());
    }
    let study = project.studies()?[0].id;
    let mut there = BTreeMap::new();
    for answer in project.answers(study)? {
        let answers = there.entry(answer.presentation_id).or_insert((answer.hash, 0));
        answers.1 += 1;
    }
    for (presentation, hash) in kept {
        let expected = (hash.clone(), 2);
        if there.get(presentation) != Some(&expected) {
            return Err(format!("after kill {number}: {presentation} was kept, and is gone").into());
        }
    }
    // What was kept but not said in time is there with both answers, or not at all.
    let n_more = there.len() - kept.len();
    if number as usize + 1 < n_more || there.values().any(|&(_, n)| n != 2) {
        return Err(format!("after kill {number}: {n_more} answers more than were said").into());
    }
    Ok(())
}

/// Reads on where the last child was killed, and says each answer that was kept.
fn read(folder: &Path) -> Outcome {
    let project = Project::open(folder, little::NOW)?;
    let study = project.studies()?[0].id;
    let mut out = std::io::stdout();
    for reader in project.readers(study)? {
        let presentations = project.presentations_of(study, &reader.code)?;
        let answered = project.answered(study, &reader.code)?;
        let mut session = study::Session::resume(presentations, &answered);
        while let Some(current) = session.current() {
            let id = current.presentation_id.clone();
            let record = little::record(&project, &id, 3)?;
            out.write_all(format!("{id} {}\n", record.hash).as_bytes())?;
            out.flush()?;
            session = session.accept(&id)?;
        }
    }
    Ok(())
}
