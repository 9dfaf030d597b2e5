//! A thousand trails that were tampered with, each in one way, drawn by chance from fixed seeds.
//!
//! The trails are those of real exports, and so are their checkpoints. Half of the trials are what an
//! editor does to a file. The other half is what somebody does who knows the format: every record
//! from the change on is numbered and hashed anew, so that the chain holds, and only a checkpoint tells.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use workbench::wire::{ExportRequest, StudyRequest};
use workbench::{Columns, Desk, Scripted, StudyFromFiles, Task};

use super::checkpoint::hex;
use super::{Checkpoint, Compared, GENESIS, Scanner, look};

/// How often each kind is tried.
const TRIALS: u64 = 200;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Edit,
    Delete,
    Insert,
    Reorder,
    CutTail,
}

const KINDS: [Kind; 5] = [Kind::Edit, Kind::Delete, Kind::Insert, Kind::Reorder, Kind::CutTail];

/// An exported trail, line by line, and the checkpoint that came with it.
struct Exported {
    lines: Vec<String>,
    checkpoint: Checkpoint,
}

/// Reads `n` answers of a study by a script, and exports it.
fn exported(folder: &Path, n: usize, earlier: &mut Vec<Exported>) {
    let table = |name: &str, first: u32| {
        let mut text = String::from("age,pressure,rate\n");
        for row in first..first + 40 {
            let drawn = row * 7919 % 1009;
            let cells = (30 + drawn % 50, 90 + drawn % 67, 55 + drawn % 41);
            writeln!(text, "{},{},{}", cells.0, cells.1, cells.2).unwrap();
        }
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        file
    };
    let files = StudyFromFiles {
        columns: Columns::default(),
        real: table("recorded.csv", 1),
        synthetic: vec![table("made.csv", 500)],
        request: StudyRequest {
            name: "Trail".to_owned(),
            n_real: 20,
            n_synthetic: 20,
            readers: vec!["R1".to_owned()],
            seed: Some(3),
            ..StudyRequest::default()
        },
    };
    let desk = Desk::open_or_create(&folder.join("project"), None).unwrap();
    desk.study_from_files(&Task::unwatched(), &files, false).unwrap();
    for most in [1, n] {
        let scripted = Scripted { study: 1, reader: "R1".to_owned(), seed: 7, most };
        desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
        let request = ExportRequest { study: Some(1), ..ExportRequest::default() };
        let (place, _) = desk.export(&request).unwrap();
        let trail = fs::read_to_string(place.join("trail.jsonl")).unwrap();
        let checkpoint =
            Checkpoint::parse(&fs::read(place.join("checkpoint.txt")).unwrap()).unwrap();
        earlier.push(Exported { lines: trail.lines().map(str::to_owned).collect(), checkpoint });
    }
}

fn bytes(lines: &[String]) -> Vec<u8> {
    lines.iter().flat_map(|line| [line.as_bytes(), b"\n"].concat()).collect()
}

/// What a record tells: all between `{"event":` and `,"hash":"`.
fn event(line: &str) -> &str {
    line.strip_prefix("{\"event\":").unwrap().rsplit_once(",\"hash\":\"").unwrap().0
}

/// Numbers, links and hashes all records anew, as who wrote them would have done.
fn chained(events: &[String]) -> Vec<String> {
    let mut prev = GENESIS.to_owned();
    let record = |(seq, event): (usize, &String)| {
        let own = format!("{{\"event\":{event},\"prev\":\"{prev}\",\"seq\":{seq}}}");
        let hash = hex(&Sha256::digest(own));
        let line =
            format!("{{\"event\":{event},\"hash\":\"{hash}\",\"prev\":\"{prev}\",\"seq\":{seq}}}");
        prev = hash;
        line
    };
    events.iter().enumerate().map(record).collect()
}

/// Changes one letter or digit into another one.
fn edited(text: &str, chance: &mut ChaCha8Rng) -> String {
    let places: Vec<usize> = text
        .char_indices()
        .filter(|(_, letter)| letter.is_ascii_alphanumeric())
        .map(|(at, _)| at)
        .collect();
    let at = places[chance.random_range(0..places.len())];
    let mut bytes = text.as_bytes().to_vec();
    while bytes[at] == text.as_bytes()[at] {
        bytes[at] = if text.as_bytes()[at].is_ascii_digit() {
            chance.random_range(b'0'..=b'9')
        } else {
            chance.random_range(b'a'..=b'z')
        };
    }
    String::from_utf8(bytes).unwrap()
}

/// Tampers with lines in one place.
fn tampered(kind: Kind, lines: &[String], chance: &mut ChaCha8Rng) -> Vec<String> {
    let mut lines = lines.to_vec();
    let n = lines.len();
    match kind {
        Kind::Edit => {
            let at = chance.random_range(0..n);
            lines[at] = edited(&lines[at], chance);
        }
        // Without the last one: that is a cut tail.
        Kind::Delete => drop(lines.remove(chance.random_range(0..n - 1))),
        // Before another one: what is appended in the right form is a trail that goes on.
        Kind::Insert => {
            let line = lines[chance.random_range(0..n)].clone();
            lines.insert(chance.random_range(0..n), line);
        }
        Kind::Reorder => {
            let (one, far) = (chance.random_range(0..n), chance.random_range(1..n));
            lines.swap(one, (one + far) % n);
        }
        Kind::CutTail => lines.truncate(chance.random_range(0..n)),
    }
    lines
}

/// The same with the events, which are then chained anew, in a form that nothing is wrong with.
fn forged(kind: Kind, lines: &[String], chance: &mut ChaCha8Rng) -> Vec<String> {
    let events: Vec<String> = lines.iter().map(|line| event(line).to_owned()).collect();
    loop {
        let changed = tampered(kind, &events, chance);
        let is_canonical = |event: &String| {
            let mut scanner = Scanner { text: event, at: 0 };
            scanner.object(0).is_some() && scanner.at == event.len()
        };
        if changed != events && changed.iter().all(is_canonical) {
            return chained(&changed);
        }
    }
}

#[test]
fn a_thousand_tampered_trails_are_found_and_the_untouched_ones_pass() {
    let folder = tempfile::tempdir().unwrap();
    let mut trails = Vec::new();
    exported(folder.path(), 20, &mut trails);
    for (at, exported) in trails.iter().enumerate() {
        let whole = bytes(&exported.lines);
        assert_eq!(exported.lines.len(), exported.checkpoint.n);
        assert!(look(&whole, None).sound);
        for earlier in &trails[..=at] {
            assert_eq!(look(&whole, Some(&earlier.checkpoint)).checkpoint, Compared::Agrees);
        }
        let events: Vec<String> =
            exported.lines.iter().map(|line| event(line).to_owned()).collect();
        assert_eq!(chained(&events), exported.lines, "the forger knows the format");
        // What the end is proof of: without a checkpoint a cut tail is not seen, and a checkpoint says
        // nothing of what came after it.
        let cut = bytes(&exported.lines[..exported.lines.len() - 1]);
        assert!(look(&cut, None).sound && !look(&cut, Some(&exported.checkpoint)).sound);
        let appended = bytes(&chained(&[&events[..], &events[..1]].concat()));
        assert!(look(&appended, Some(&exported.checkpoint)).sound);
    }
    assert!(10 < trails[1].lines.len() - trails[0].lines.len(), "answers came between the two");

    let (mut n, mut by_checkpoint_only) = (0, 0);
    for (first, kind) in (0..).step_by(10_000).zip(KINDS) {
        for at in 0..TRIALS {
            let mut chance = ChaCha8Rng::seed_from_u64(first + at);
            let Exported { lines, checkpoint } = &trails[usize::from(at % 4 < 2)];
            let is_forged = at % 2 == 1;
            let changed = if is_forged {
                forged(kind, lines, &mut chance)
            } else {
                tampered(kind, lines, &mut chance)
            };
            let changed = bytes(&changed);
            let compared = look(&changed, Some(checkpoint));
            assert!(!compared.sound, "{kind:?} {at} is not found");
            n += 1;
            // What nobody can see without a checkpoint: a tail that was cut off, and a chain made anew.
            let alone = look(&changed, None);
            assert_eq!(alone.sound, is_forged || kind == Kind::CutTail, "{kind:?} {at}");
            by_checkpoint_only += u32::from(alone.sound);
            if kind == Kind::CutTail {
                assert_eq!(compared.checkpoint, Compared::CutOff);
            }
        }
    }
    assert_eq!((n, by_checkpoint_only), (1000, 600));
}
