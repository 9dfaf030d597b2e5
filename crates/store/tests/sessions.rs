//! Sealed sessions: what one of them lacks costs nothing but itself.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use serde_json::json;
use store::{Brought, Error, Project, StoredSession};
use study::protocol::Taken;
use tempfile::tempdir;

mod little;

use little::{NOW, answers};

/// A session of a reader that answers these presentations.
fn session(reader: &str, content: &str, presentations: &[String]) -> Brought {
    let said = Taken {
        item: "years".to_owned(),
        kind: "number",
        value: "7".to_owned(),
        number: Some(7.0),
        missing: None,
    };
    Brought {
        session: StoredSession {
            reader: reader.to_owned(),
            content: content.repeat(64),
            head: "0".repeat(64),
            n_answers: presentations.len() as u64,
            workstation: "room 7".to_owned(),
            public_key: format!("key of {reader}"),
            sealed_at: NOW.to_owned(),
            merged_at: String::new(),
        },
        answers: presentations.iter().map(|id| (id.clone(), answers(3), json!({}))).collect(),
        forms: vec![("profile".to_owned(), vec![said], NOW.to_owned())],
        chosen: false,
    }
}

#[test]
fn a_session_that_cannot_be_kept_costs_nothing_but_itself() {
    let folder = tempdir().unwrap();
    let project: Project = little::with_study(folder.path(), 8, 2).unwrap();
    let study = project.studies().unwrap()[0].id;
    let of = |reader: &str| -> Vec<String> {
        let own = project.presentations_of(study, reader).unwrap();
        own.into_iter().map(|presentation| presentation.presentation_id).collect()
    };
    let (first, mut second) = (of("reader-01"), of("reader-02"));
    let n = first.len();
    let whole = session("reader-01", "a", &first);
    second.push("nobody was shown this".to_owned());
    let broken = session("reader-02", "b", &second);

    let event = json!({ "t": NOW, "actor": "coordinator" });
    let done = project.merge_sessions(study, &[broken, whole.clone()], &event, NOW).unwrap();
    assert!(matches!(done[0], Err(Error::NoSuch { what: "presentation", .. })), "{done:?}");
    assert!(matches!(done[1], Ok(new) if new == n), "{done:?}");
    let kept = |project: &Project| {
        let readers = project.sessions(study).unwrap().into_iter().map(|one| one.reader);
        (project.answers(study).unwrap().len(), readers.collect::<Vec<_>>())
    };
    let (n_answers, readers) = kept(&project);
    assert_eq!(readers, ["reader-01"]);
    let filled = project.forms_filled(study).unwrap();
    let profile = ["profile".to_owned()].into();
    assert_eq!(filled, BTreeMap::from([("reader-01".to_owned(), profile)]));

    second.pop();
    let mended = session("reader-02", "c", &second);
    let done = project.merge_sessions(study, &[mended, whole], &event, NOW).unwrap();
    assert!(matches!(done[..], [Ok(new), Ok(0)] if new == n), "{done:?}");
    assert_eq!(kept(&project).0, 2 * n_answers, "each once, however often it comes");
    assert!(project.verify_trail().unwrap().is_sound());
}
