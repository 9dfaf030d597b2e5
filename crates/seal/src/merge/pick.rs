//! Which session of each reader counts.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::{About, Complaint, Expected, about};
use crate::session::moment;
use crate::{Result, SealedSession};

/// A session, with the file that it came from.
type Given = (String, SealedSession);

/// Returns the sessions that count, by reader.
pub(super) fn pick(
    sessions: Vec<(String, Result<SealedSession>)>,
    expected: &Expected,
    complaints: &mut Vec<Complaint>,
) -> Vec<Given> {
    let mut by_reader: BTreeMap<String, Vec<Given>> = BTreeMap::new();
    for (file, session) in distinct(sessions, complaints) {
        if let Some(why) = refusal(&session, expected) {
            complaints.push(about(&file, &session, why));
            continue;
        }
        let reader = session.session.reader.clone();
        by_reader.entry(reader).or_default().push((file, session));
    }
    for reader in expected.readers.keys().filter(|&reader| !by_reader.contains_key(reader)) {
        let reader = Some(reader.clone());
        complaints.push(Complaint { file: None, reader, about: About::MissingReader });
    }
    let counted = by_reader.into_iter().filter_map(|(reader, given)| {
        let chosen = expected.chosen.get(&reader).map(String::as_str);
        one_of(given, chosen, complaints)
    });
    counted.collect()
}

/// Returns the sessions that could be read, each once, by the names of their files.
fn distinct(
    sessions: Vec<(String, Result<SealedSession>)>,
    complaints: &mut Vec<Complaint>,
) -> Vec<Given> {
    let mut read = Vec::new();
    for (file, session) in sessions {
        match session {
            Ok(session) => read.push((file, session)),
            Err(error) => {
                let about = About::Unreadable(error);
                complaints.push(Complaint { file: Some(file), reader: None, about });
            }
        }
    }
    read.sort_by(|a, b| (&a.0, &a.1.content).cmp(&(&b.0, &b.1.content)));
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    read.retain(|(file, session)| match first.entry(session.content.clone()) {
        Entry::Vacant(place) => {
            place.insert(file.clone());
            true
        }
        Entry::Occupied(same) => {
            let same_as = same.get().clone();
            complaints.push(about(file, session, About::Duplicate { same_as }));
            false
        }
    });
    read
}

/// Returns why a session is none of this study's.
fn refusal(session: &SealedSession, expected: &Expected) -> Option<About> {
    let said = &session.session;
    if said.study != expected.study {
        return Some(About::OtherStudy { found: said.study.clone() });
    }
    if said.version != expected.version || said.design_hash != expected.design_hash {
        return Some(About::OtherVersion { found: said.version, expected: expected.version });
    }
    match expected.readers.get(&said.reader) {
        None => Some(About::UnknownReader),
        Some(Some(key)) if *key != said.public_key => Some(About::OtherKey {
            found: said.public_key.fingerprint(),
            enrolled: Some(key.fingerprint()),
        }),
        Some(_) => None,
    }
}

/// Returns the one session of a reader that counts.
fn one_of(
    mut given: Vec<Given>,
    chosen: Option<&str>,
    complaints: &mut Vec<Complaint>,
) -> Option<Given> {
    let keys: BTreeSet<[u8; 32]> =
        given.iter().map(|(_, session)| session.session.public_key.to_bytes()).collect();
    if 1 < keys.len() {
        // Nothing tells which is the reader's, and the one that came first may be the forged one.
        complaints.extend(given.iter().map(|(file, session)| {
            let found = session.session.public_key.fingerprint();
            about(file, session, About::OtherKey { found, enrolled: None })
        }));
        return None;
    }

    // The longest first; of one chain that was sealed twice, the one that was sealed last.
    given.sort_by_cached_key(|(_, session)| {
        let sealed = moment(&session.session.sealed_at);
        std::cmp::Reverse((session.records.len(), sealed, session.content.clone()))
    });
    let mut heads: Vec<Given> = Vec::new();
    for (file, session) in given {
        match heads.iter().find(|(_, longer)| goes_on(&session, longer)) {
            Some((by, _)) => {
                let by = by.clone();
                complaints.push(about(&file, &session, About::Superseded { by }));
            }
            None => heads.push((file, session)),
        }
    }
    if heads.len() < 2 {
        return heads.pop();
    }

    let chosen = heads.iter().position(|(_, head)| chosen == Some(head.content.as_str()));
    let names: Vec<String> = heads.iter().map(|(file, _)| file.clone()).collect();
    for (at, (file, session)) in heads.iter().enumerate() {
        let why = match chosen {
            Some(chosen) if chosen == at => continue,
            Some(chosen) => About::NotChosen { chosen: names[chosen].clone() },
            None => {
                let mut with = names.clone();
                with.remove(at);
                with.sort();
                About::Conflict { with }
            }
        };
        complaints.push(about(file, session, why));
    }
    chosen.map(|at| heads.swap_remove(at))
}

/// Returns whether the chain of `longer` begins with all of `shorter`'s.
fn goes_on(shorter: &SealedSession, longer: &SealedSession) -> bool {
    // A hash depends on all entries before it: one comparison is enough.
    let Some(last) = shorter.records.last() else { return true };
    let there = longer.records.get(shorter.records.len() - 1);
    there.is_some_and(|there| there.hash == last.hash)
}
