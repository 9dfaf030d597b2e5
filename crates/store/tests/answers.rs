//! Answers and the trail: kept together, and never changed.

// What only tests call may stop them.
#![allow(clippy::unwrap_used)]

use rusqlite::Connection;
use serde_json::{Value, json};
use store::{Astray, Error, GENESIS, NewAnswer, Project, StudyId};
use study::StudyState;
use tempfile::{TempDir, tempdir};

mod little;

use little::{NOW, answers, event, record};

const CASE: &str = include_str!("../../../tests/golden/store/audit_hash_chain.json");

fn project() -> (TempDir, Project, StudyId, Vec<String>) {
    let folder = tempdir().unwrap();
    let project = little::with_study(folder.path(), 8, 2).unwrap();
    let study = project.studies().unwrap()[0].id;
    let ids = project.presentations_of(study, "reader-01").unwrap();
    let ids = ids.into_iter().map(|presentation| presentation.presentation_id).collect();
    (folder, project, study, ids)
}

/// Opens the file as somebody would who wants to change it unseen.
fn tamper(folder: &TempDir, sql: &str) {
    let connection = Connection::open(folder.path().join("project.sqlite")).unwrap();
    connection.execute_batch(sql).unwrap();
}

#[test]
fn the_chain_is_the_one_of_the_golden_file() {
    let folder = tempdir().unwrap();
    let project = Project::create(folder.path(), "Chain", NOW).unwrap();
    let case: Value = serde_json::from_str(CASE).unwrap();
    assert_eq!(case["data"]["genesis"], GENESIS);
    let events = case["data"]["events"].as_array().unwrap();
    let expected = case["expected"].as_array().unwrap();
    assert_eq!((events.len(), expected.len()), (4, 4));
    for (event, expected) in events.iter().zip(expected) {
        let record = project.append_event(event).unwrap();
        assert_eq!(json!(record.seq), expected["seq"]);
        assert_eq!(json!(record.prev), expected["prev"]);
        assert_eq!(json!(record.hash), expected["hash"], "{}", case["source"]);
    }
    let check = project.verify_trail().unwrap();
    assert!(check.is_sound());
    assert_eq!(json!(check.head), expected[3]["hash"]);
    assert_eq!(project.trail(1, 2).unwrap()[1].event, events[2]);
}

#[test]
fn an_event_must_have_one_canonical_form() {
    let (_folder, project, ..) = project();
    for event in [json!({ "rt": 0.5 }), json!("text"), json!({ "answers": [] })] {
        assert!(matches!(project.append_event(&event), Err(Error::NotCanonical { .. })));
    }
}

#[test]
fn an_answer_is_in_the_table_and_in_the_trail() {
    let (_folder, project, study, ids) = project();
    let before = project.trail_head().unwrap().unwrap();
    let record = record(&project, &ids[0], 6).unwrap();
    assert_eq!(record.prev, before.hash);
    assert_eq!(record.event["answers"][0]["value"], "6");
    assert_eq!(record.event["presentation"], json!(ids[0]));

    let kept = project.answers(study).unwrap();
    assert_eq!(kept.len(), 2);
    assert_eq!((kept[0].seq, &kept[0].hash), (record.seq, &record.hash));
    assert_eq!(kept[0].answer, answers(6)[0]);
    assert_eq!(kept[1].answer.given.value, "zu glatt");
    assert_eq!(project.answers_to(&ids[0]).unwrap(), kept);
    let answered = project.answered(study, "reader-01").unwrap();
    assert_eq!(answered.into_iter().collect::<Vec<_>>(), ids[..1]);
    assert!(project.answered(study, "reader-02").unwrap().is_empty());
    assert!(project.verify_trail().unwrap().is_sound());
}

#[test]
fn a_question_is_answered_once_and_a_refused_answer_leaves_no_trace() {
    let (_folder, project, study, ids) = project();
    record(&project, &ids[0], 2).unwrap();
    let head = project.trail_head().unwrap();
    assert!(matches!(record(&project, &ids[0], 5), Err(Error::AlreadyAnswered { .. })));
    assert!(matches!(record(&project, "nowhere", 5), Err(Error::NoSuch { .. })));
    let twice = [answers(3), answers(4)].concat();
    let both = project.record_answers(&ids[1], &twice, &event("answer.create"));
    assert!(both.is_err(), "two first answers to one question in one go");
    assert_eq!(project.trail_head().unwrap(), head);
    assert_eq!(project.answers(study).unwrap().len(), 2);
}

#[test]
fn a_correction_is_a_new_answer_that_names_the_old_one() {
    let (_folder, project, study, ids) = project();
    record(&project, &ids[0], 2).unwrap();
    let first = project.answers(study).unwrap()[0].id;
    let correct = |presentation: &str, point: u32| {
        let corrected = NewAnswer { corrects: Some(first), ..answers(point)[0].clone() };
        project.record_answers(presentation, &[corrected], &event("answer.modify"))
    };
    correct(&ids[0], 5).unwrap();
    let kept = project.answers(study).unwrap();
    assert_eq!(kept.len(), 3);
    assert_eq!((kept[0].answer.given.value.as_str(), kept[2].answer.corrects), ("2", Some(first)));
    assert!(project.verify_trail().unwrap().is_sound());
    for presentation in [&ids[0], &ids[1]] {
        let again = correct(presentation, 6);
        assert!(matches!(again, Err(Error::WrongCorrection { .. })), "corrected, or of another");
    }
}

#[test]
fn answers_are_taken_only_while_the_study_collects_them() {
    let (_folder, project, study, ids) = project();
    let sealed = project.advance_study(study, StudyState::Sealed, &event("study.seal"), NOW);
    assert_eq!(sealed.unwrap().event["from"], "collecting");
    let refused = record(&project, &ids[0], 1).unwrap_err();
    assert!(matches!(refused, Error::NotCollecting { state: StudyState::Sealed }));
    let back = project.advance_study(study, StudyState::Collecting, &event("x"), NOW);
    assert!(matches!(back, Err(Error::Step { .. })));
    assert!(matches!(
        project.change_study(study, "x", &json!({}), NOW),
        Err(Error::StudyFixed { .. })
    ));
    assert!(matches!(project.delete_study(study), Err(Error::StudyFixed { .. })));
}

#[test]
fn the_lock_is_told_to_the_trail_with_the_hash_of_the_design() {
    let (_folder, project, study, _) = project();
    let locked = &project.trail(0, 1).unwrap()[0].event;
    let study = project.study(study).unwrap();
    assert_eq!(locked["to"], "locked");
    assert_eq!(locked["design_hash"], json!(study.design_hash));
    assert_eq!(locked["n_presentations"], 16);
    assert_eq!(project.study_seed(study.id).unwrap(), [42; 32]);
    assert_eq!(project.cases(study.id).unwrap().len(), 8);
    assert_eq!(project.readers(study.id).unwrap()[1].code, "reader-02");
}

#[test]
fn a_draft_can_be_changed_and_deleted() {
    let (_folder, project, ..) = project();
    let new = store::NewStudy {
        name: "Draft".to_owned(),
        request: json!({}),
        seed: [1; 32],
        code: "ab".repeat(16),
        amends: None,
        version: None,
    };
    let study = project.add_study(&new, NOW).unwrap();
    project.change_study(study, "Better", &json!({ "n": 2 }), NOW).unwrap();
    assert_eq!(project.study(study).unwrap().name, "Better");
    let skipped = project.advance_study(study, StudyState::Locked, &event("x"), NOW);
    assert!(matches!(skipped, Err(Error::Step { .. })), "a lock needs its design");
    project.delete_study(study).unwrap();
    assert!(matches!(project.study(study), Err(Error::NoSuch { .. })));
}

#[test]
fn the_database_itself_refuses_to_change_what_is_only_added_to() {
    let (folder, project, _, ids) = project();
    record(&project, &ids[0], 2).unwrap();
    drop(project);
    // As another program would open it: with no setting of ours.
    let connection = Connection::open(folder.path().join("project.sqlite")).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let as_first = "1, seq, presentation_id, 'q_new', answer_type, value, value_num, rt_ms,
        first_answer_rt_ms, changes, interrupted, answered_at_utc, corrects, prev_hash, hash, missing";
    let by_key = "NULL, seq + 90, presentation_id, question_id, answer_type, '1', 1, rt_ms,
        first_answer_rt_ms, changes, interrupted, answered_at_utc, corrects, prev_hash, hash, missing";
    for sql in [
        "UPDATE answers SET value = '1'",
        "DELETE FROM answers",
        "INSERT OR REPLACE INTO answers SELECT * FROM answers",
        &format!("INSERT OR REPLACE INTO answers SELECT {as_first} FROM answers WHERE id = 2"),
        &format!("REPLACE INTO answers SELECT {by_key} FROM answers WHERE id = 1"),
        "INSERT INTO answers SELECT * FROM answers WHERE true
         ON CONFLICT (id) DO UPDATE SET value = '1'",
        "UPDATE trail SET event = '{}'",
        "UPDATE OR REPLACE trail SET seq = 0 WHERE seq = 1",
        "DELETE FROM trail WHERE seq = 2",
        "INSERT OR REPLACE INTO trail SELECT * FROM trail",
        "INSERT OR REPLACE INTO trail SELECT seq, prev, '{}', 'x' FROM trail WHERE seq = 1",
        "INSERT OR REPLACE INTO trail SELECT 3, prev, '{}', hash FROM trail WHERE seq = 1",
        "INSERT OR REPLACE INTO trail SELECT 9, prev, '{}', 'x' FROM trail WHERE seq = 1",
        "UPDATE cases SET arm = 'real'",
        "DELETE FROM cases",
        "INSERT OR REPLACE INTO cases (study_id, case_id, set_id, ordinal, arm)
         SELECT study_id, case_id, set_id, ordinal, 'real' FROM cases",
        "INSERT INTO cases (study_id, case_id, set_id, ordinal, arm)
         SELECT study_id, 'case-999', set_id, ordinal, arm FROM cases WHERE case_id = 'case-000'",
        "UPDATE presentation_cases SET case_id = 'case-001'",
        "DELETE FROM presentation_cases",
        "INSERT OR REPLACE INTO presentation_cases SELECT * FROM presentation_cases",
        "UPDATE presentations SET reader = 'reader-02'",
        "DELETE FROM presentations",
        "INSERT OR REPLACE INTO presentations SELECT * FROM presentations",
        "INSERT OR REPLACE INTO presentations SELECT 'x', study_id, design_version, reader, round,
         block, position, attempt, case_id, side, question_set, stage, purpose, repeat_of
         FROM presentations",
        "INSERT OR REPLACE INTO presentations SELECT presentation_id, 99, design_version, reader,
         round, block, position, attempt, case_id, side, question_set, stage, purpose, repeat_of
         FROM presentations",
        "INSERT OR REPLACE INTO commitments SELECT * FROM commitments",
        "UPDATE commitments SET salt = replace(salt, '7', '8')",
        "DELETE FROM commitments",
        "INSERT OR REPLACE INTO readers SELECT * FROM readers",
        "INSERT INTO readers VALUES (1, 'reader-03', 'Dr. No')",
        "UPDATE readers SET code = 'reader-03' WHERE code = 'reader-02'",
        "DELETE FROM readers",
        "UPDATE studies SET seed = replace(seed, '2', '3')",
        "UPDATE studies SET request = '{}'",
        "UPDATE studies SET design_hash = NULL",
        "UPDATE studies SET design_version = 2",
        "UPDATE studies SET locked_at = created_at || 'x'",
        "UPDATE studies SET state = 'draft'",
        "UPDATE studies SET state = 'locked'",
        "UPDATE studies SET state = 'unblinded'",
        "INSERT OR REPLACE INTO studies SELECT * FROM studies",
        "DELETE FROM studies",
    ] {
        let refused = connection.execute_batch(sql).expect_err(sql).to_string();
        assert!(
            refused.contains("only added") || refused.contains("not changed"),
            "{sql}: {refused}"
        );
    }
    connection.execute_batch("UPDATE studies SET state = 'sealed'").unwrap();
}

#[test]
fn every_tampering_is_found() {
    let unlock = "DROP TRIGGER answers_are_not_changed; DROP TRIGGER answers_are_not_deleted;
                  DROP TRIGGER trail_is_not_changed; DROP TRIGGER trail_is_not_deleted;";
    // The trail: 0 locked, 1 begun, 2, 3 and 4 answers of two questions each.
    let cases = [
        ("UPDATE answers SET value = '1' WHERE id = 1", None, vec![2]),
        ("UPDATE answers SET value_num = 1 WHERE id = 1", None, vec![2]),
        ("UPDATE answers SET rt_ms = 1 WHERE id = 3", None, vec![3]),
        ("UPDATE answers SET hash = prev_hash WHERE id = 3", None, vec![3]),
        ("DELETE FROM answers WHERE id = 6", None, vec![4]),
        ("DELETE FROM answers WHERE seq = 4", None, vec![4]),
        ("UPDATE answers SET id = 9 WHERE id = 1", None, vec![2]),
        (
            "INSERT INTO answers SELECT 7, 1, presentation_id, 'q_new', answer_type, value,
             value_num, rt_ms, first_answer_rt_ms, changes, interrupted, answered_at_utc, corrects,
             prev_hash, hash, missing FROM answers WHERE id = 1",
            None,
            vec![1],
        ),
        (
            "INSERT INTO answers SELECT 7, 99, presentation_id, 'q_new', answer_type, value,
             value_num, rt_ms, first_answer_rt_ms, changes, interrupted, answered_at_utc, corrects,
             prev_hash, hash, missing FROM answers WHERE id = 1",
            None,
            vec![99],
        ),
        (
            "UPDATE trail SET event = replace(event, 'reader-01', 'reader-02') WHERE seq = 2",
            Some(2),
            vec![],
        ),
        ("UPDATE trail SET event = replace(event, ':', ': ') WHERE seq = 1", Some(1), vec![]),
        ("UPDATE trail SET event = 'x' WHERE seq = 1", Some(1), vec![]),
        ("UPDATE trail SET hash = 'x' WHERE seq = 1", Some(1), vec![]),
        ("DELETE FROM trail WHERE seq = 1", Some(2), vec![]),
        ("DELETE FROM trail WHERE seq = 0", Some(1), vec![]),
        ("DELETE FROM trail WHERE seq = 3", Some(4), vec![3]),
        ("DELETE FROM trail WHERE seq = 4", None, vec![4]),
        ("UPDATE trail SET seq = 7 WHERE seq = 4", Some(7), vec![4, 7]),
    ];
    for (sql, broken_at, mut astray) in cases {
        let (folder, project, _, ids) = project();
        for id in &ids[..3] {
            record(&project, id, 4).unwrap();
        }
        drop(project);
        tamper(&folder, &format!("PRAGMA foreign_keys = OFF; {unlock} {sql}"));
        let project = Project::open(folder.path(), NOW).unwrap();
        let mut check = project.verify_trail().unwrap();
        check.answers_astray.sort_unstable();
        astray.sort_unstable();
        assert_eq!((check.broken_at, check.answers_astray), (broken_at, astray), "{sql}");
    }
}

/// Lets everything be changed, as a program that knows the tables could.
const UNLOCK: &str = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
    DROP TRIGGER cases_are_not_changed; DROP TRIGGER cases_are_not_deleted;
    DROP TRIGGER cases_are_not_added_later; DROP TRIGGER presentations_are_not_changed;
    DROP TRIGGER presentations_are_not_deleted; DROP TRIGGER presentations_are_not_added_later;
    DROP TRIGGER presentation_cases_are_not_changed;
    DROP TRIGGER presentation_cases_are_not_deleted; DROP TRIGGER readers_keep_their_codes; DROP TRIGGER commitments_are_not_changed;
    DROP TRIGGER commitments_are_not_deleted; DROP TRIGGER studies_stay_as_they_were_locked;
    DROP TRIGGER studies_stay_when_locked;";

#[test]
fn every_tampering_with_a_locked_study_is_found() {
    use store::Astray::{Design, Lock, State, Truth};
    let cases: [(&str, &[Astray]); 28] = [
        ("UPDATE cases SET arm = 'real' WHERE case_id = 'case-001'", &[Truth]),
        ("UPDATE cases SET generator = 'other' WHERE case_id = 'case-001'", &[Truth]),
        ("UPDATE cases SET ordinal = 1 WHERE case_id = 'case-000'", &[Truth]),
        ("UPDATE cases SET set_id = 2 WHERE case_id = 'case-000'", &[Truth]),
        ("UPDATE cases SET case_id = 'case-9' WHERE case_id = 'case-000'", &[Truth]),
        ("DELETE FROM cases WHERE case_id = 'case-007'", &[Truth]),
        (
            "INSERT INTO cases (study_id, case_id, set_id, ordinal, arm)
             VALUES (1, 'case-9', 1, 0, 'real')",
            &[Truth],
        ),
        ("UPDATE cases SET stratum = 'other' WHERE case_id = 'case-001'", &[Truth]),
        ("UPDATE cases SET role = 'catch' WHERE case_id = 'case-001'", &[Truth]),
        ("UPDATE presentation_cases SET case_id = 'case-000'", &[Design, Truth]),
        ("UPDATE samples SET content_hash = replace(content_hash, '1', '2')", &[Truth]),
        ("UPDATE samples SET file_id = 1", &[Truth]),
        ("UPDATE samples SET part = part + 1", &[Truth]),
        ("UPDATE files SET blob = replace(blob, '1', '2')", &[Truth]),
        ("UPDATE studies SET seed = replace(seed, '2', '3')", &[Truth]),
        ("UPDATE studies SET request = '{\"n_cases\":9}'", &[Truth]),
        ("UPDATE commitments SET salt = replace(salt, '7', '8')", &[Truth]),
        ("DELETE FROM commitments", &[Truth]),
        ("UPDATE presentations SET question_set = 'other/1'", &[Design, Truth]),
        ("UPDATE presentations SET block = 2 WHERE position = 8", &[Design]),
        ("UPDATE presentations SET position = position + 1 WHERE position = 8", &[Design]),
        (
            "DELETE FROM presentation_cases WHERE presentation_id IN
                 (SELECT presentation_id FROM presentations WHERE position = 8);
             DELETE FROM presentations WHERE position = 8",
            &[Design, Truth],
        ),
        ("UPDATE studies SET design_hash = replace(design_hash, '1', '2')", &[Design]),
        ("UPDATE studies SET design_version = 2", &[Design]),
        ("UPDATE studies SET state = 'sealed'", &[State]),
        ("UPDATE studies SET state = 'draft', design_hash = NULL", &[State, Design]),
        ("DELETE FROM studies", &[Lock]),
        (
            "INSERT INTO studies SELECT 2, name, request, seed, state, 1, design_hash, created_at,
             locked_at, changed_at, code, NULL FROM studies",
            &[Lock],
        ),
    ];
    for (sql, expected) in cases {
        let (folder, project, ..) = project();
        assert!(project.verify_trail().unwrap().is_sound());
        drop(project);
        tamper(&folder, &format!("{UNLOCK} {sql}"));
        let check = Project::open(folder.path(), NOW).unwrap().verify_trail().unwrap();
        let found: Vec<Astray> = check.studies_astray.iter().map(|(_, astray)| *astray).collect();
        assert_eq!((check.broken_at, found.as_slice()), (None, expected), "{sql}");
        assert!(!check.is_sound());
    }
}

#[test]
fn the_commitment_cannot_be_found_without_the_salt() {
    // Two studies alike to the last bit but for the salt, which stays in the project.
    let commitment = |salt: [u8; 32]| {
        let folder = tempdir().unwrap();
        let project = little::with_salt(folder.path(), salt).unwrap();
        let event = project.trail(0, 1).unwrap()[0].event.clone();
        let told = serde_json::to_string(&project.trail(0, 9).unwrap()[0].event).unwrap();
        assert!(!told.contains(&"07".repeat(32)) && !told.contains(&"2a".repeat(32)), "{told}");
        event["truth_commitment"].as_str().unwrap().to_owned()
    };
    assert_eq!(commitment([7; 32]), commitment([7; 32]));
    assert_ne!(commitment([7; 32]), commitment([8; 32]));
    assert!(commitment([7; 32]).starts_with("touchstone.truth/3:"));
}

#[test]
fn a_trail_cut_with_its_answers_shows_only_in_the_head_noted_elsewhere() {
    let (folder, project, _, ids) = project();
    record(&project, &ids[0], 4).unwrap();
    record(&project, &ids[1], 4).unwrap();
    let noted = project.verify_trail().unwrap().head;
    drop(project);
    tamper(
        &folder,
        "DROP TRIGGER answers_are_not_deleted; DROP TRIGGER trail_is_not_deleted;
         DELETE FROM answers WHERE seq = 3; DELETE FROM trail WHERE seq = 3;",
    );
    let check = Project::open(folder.path(), NOW).unwrap().verify_trail().unwrap();
    assert!(check.is_sound(), "it cannot be seen from within");
    assert_ne!(check.head, noted);
}
