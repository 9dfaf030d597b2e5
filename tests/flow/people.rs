//! Users of a project: who may do what, locking, and what an encrypted folder tells.

use std::path::{Path, PathBuf};

use workbench::wire::{
    AnswerRequest, Arm, Given, GivenAnswer, ProtectRequest, RoleView, Rule, StudyRequest,
    UserRequest,
};
use workbench::{
    Desk, Error, SignIn, StopSign, Task, Workbench, protect_project, unprotect_project,
    verify_project,
};

use crate::place::Place;

const ADA: (&str, &str) = ("Ada", "the first of all programs");
const BEN: (&str, &str) = ("Ben", "twelve quiet letters");
const EVE: (&str, &str) = ("Eve", "looks at everything there");
/// In the names of files, the cells of a table and the project's sets.
const PLANTED: &str = "zqplanted";

fn code<T>(result: workbench::Result<T>) -> &'static str {
    match result {
        Ok(_) => "ok",
        Err(error) => error.code(),
    }
}

fn by((user, passphrase): (&str, &str)) -> SignIn {
    SignIn { user: user.to_owned(), passphrase: passphrase.to_owned() }
}

fn request((name, passphrase): (&str, &str), role: RoleView) -> UserRequest {
    UserRequest { name: name.to_owned(), role, passphrase: passphrase.to_owned() }
}

fn table(from: u32) -> String {
    let row = |at: u32| format!("{PLANTED}-{at},{},{}\n", 40 + at % 30, 100 + (at * 7) % 60);
    let rows: Vec<String> = (from..from + 20).map(row).collect();
    format!("id,age,pressure\n{}", rows.concat())
}

/// A project with two tables and a locked study.
fn place() -> (Place, PathBuf) {
    let place = Place::new();
    for (name, from, arm) in [("ward", 0, Arm::Real), ("copula", 100, Arm::Synthetic)] {
        let path = place.file(&format!("{PLANTED}-{name}.csv"), table(from));
        place.import(path, arm, Rule::Unknown);
    }
    let study = StudyRequest {
        name: PLANTED.to_owned(),
        real: 1,
        synthetic: vec![2],
        n_real: 6,
        n_synthetic: 6,
        readers: vec!["R1".to_owned(), "R2".to_owned()],
        seed: Some(3),
        ..StudyRequest::default()
    };
    place.workbench.create_study(&study).unwrap();
    let project = place.folder.path().join("Trial");
    (place, project)
}

/// Gives the project three users, of whom Ada is signed in; returns the recovery key.
fn protect(bench: &Workbench, encrypt: bool) -> String {
    let first = ProtectRequest { name: ADA.0.to_owned(), passphrase: ADA.1.to_owned(), encrypt };
    let key = bench.protect(&first).unwrap().key;
    bench.add_user(&request(BEN, RoleView::Reader)).unwrap();
    bench.add_user(&request(EVE, RoleView::Auditor)).unwrap();
    key
}

/// Returns the files of the project, outside of what was exported, that hold what was planted.
fn told(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(told(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let holds = bytes.windows(PLANTED.len()).any(|part| part == PLANTED.as_bytes());
            found.extend(holds.then_some(path));
        }
    }
    found
}

fn as_user(place: &Place, project: &Path, user: (&str, &str)) {
    place.workbench.close_project();
    assert_eq!(code(place.workbench.open_project(project)), "store.locked");
    place.workbench.sign_in(user.0, user.1).unwrap();
}

#[test]
fn each_role_may_do_its_own_and_no_more() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    assert_eq!(code(bench.sets()), "ok");
    assert_eq!(code(bench.rename_set(1, "other")), "ok");

    as_user(&place, &project, EVE);
    assert_eq!(code(bench.sets()), "ok");
    assert!(bench.project().unwrap().read_only);
    for refused in [
        code(bench.rename_set(1, "another")),
        code(bench.add_user(&request(("Cy", "quite long enough"), RoleView::Coordinator))),
        code(bench.set_idle_minutes(60)),
        code(bench.begin_reading(1, "R1")),
        code(bench.reading_desk()),
        code(bench.renew_recovery(EVE.1)),
        code(bench.unprotect(EVE.1)),
    ] {
        assert_eq!(refused, "workbench.notYourRole");
    }
    let export = workbench::wire::ExportRequest {
        study: Some(1),
        ..workbench::wire::ExportRequest::default()
    };
    assert_eq!(code(bench.export_study(&export)), "ok", "evidence is taken along");
    let truth = workbench::wire::ExportRequest { with_truth: true, ..export.clone() };
    assert_eq!(code(bench.export_study(&truth)), "workbench.notYourRole");

    as_user(&place, &project, BEN);
    let view = bench.project().unwrap();
    assert!(view.steps.is_empty(), "not even how many sets there are");
    assert_eq!((view.name.as_str(), view.place.as_str()), ("", ""), "a name may tell");
    for refused in [
        code(bench.sets()),
        code(bench.samples(1, 0, 10)),
        code(bench.studies()),
        code(bench.study(1)),
        code(bench.balance(1)),
        code(bench.plan(1)),
        code(bench.plan_offer(1)),
        code(bench.set_plan(1, &workbench::wire::PlanView::default())),
        code(bench.exposures()),
        code(bench.protection()),
        code(bench.exports()),
        code(bench.runs()),
        code(bench.reveal_case(1, "R1", 1, "I am curious")),
        code(bench.export_study(&export)),
        code(bench.save_copy(place.folder.path())),
        code(bench.save_checkpoint(&place.folder.path().join("x"))),
    ] {
        assert_eq!(refused, "workbench.notYourRole");
    }
    assert!(bench.jobs().unwrap().is_empty(), "jobs name sets");
    assert_eq!(code(bench.set_passphrase("Ben", BEN.1, "thirteen quiet letters")), "ok");
    assert_eq!(
        code(bench.set_passphrase("Ada", "thirteen quiet letters", "mine from now on")),
        "workbench.notYourRole"
    );
}

#[test]
fn a_session_is_read_by_the_one_who_began_it() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    bench.add_user(&request(("Cy", "quite long enough"), RoleView::Reader)).unwrap();

    as_user(&place, &project, BEN);
    let desk = bench.reading_desk().unwrap();
    assert_eq!(desk.iter().map(|one| one.reader.as_str()).collect::<Vec<_>>(), ["R1", "R2"]);
    assert!(desk.iter().all(|one| !one.yours && !one.code.contains(PLANTED)));
    bench.begin_reading(1, "R1").unwrap();
    bench.leave_reading();

    as_user(&place, &project, ("Cy", "quite long enough"));
    let desk = bench.reading_desk().unwrap();
    assert_eq!(desk.iter().map(|one| one.reader.as_str()).collect::<Vec<_>>(), ["R2"]);
    assert_eq!(code(bench.begin_reading(1, "R1")), "workbench.notYourSession");
    assert_eq!(code(bench.seal_own(1, "R1")), "workbench.notYourSession");

    as_user(&place, &project, ADA);
    assert_eq!(code(bench.begin_reading(1, "R1")), "workbench.notYourSession");
    bench.begin_reading(1, "R2").unwrap();
    bench.leave_reading();
    bench.add_user(&request(EVE, RoleView::Facilitator)).unwrap_err();
    bench.add_user(&request(("Fay", "leads the whole group"), RoleView::Facilitator)).unwrap();
    as_user(&place, &project, ("Fay", "leads the whole group"));
    let desk = bench.reading_desk().unwrap();
    let seen: Vec<_> = desk.iter().map(|one| (one.reader.as_str(), one.whose.as_deref())).collect();
    assert_eq!(seen, [("R1", Some("Ben")), ("R2", None)], "a coordinator takes none");
    assert!(desk.iter().all(|one| !one.yours));
    as_user(&place, &project, BEN);
    bench.seal_own(1, "R1").unwrap();
    assert_eq!(code(bench.begin_reading(1, "R1")), "workbench.sessionSealed");
}

#[test]
fn a_session_that_was_taken_by_mistake_is_given_back_until_something_was_said_in_it() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    as_user(&place, &project, BEN);
    bench.begin_reading(1, "R2").unwrap();
    bench.leave_reading();
    assert_eq!(code(bench.release_session(1, "R2")), "workbench.notYourRole");
    let taken = |bench: &Workbench| bench.studies().unwrap()[0].readers[1].user.clone();
    as_user(&place, &project, ADA);
    assert_eq!(taken(bench).as_deref(), Some("Ben"));
    bench.release_session(1, "R2").unwrap();
    assert_eq!(taken(bench), None);

    as_user(&place, &project, BEN);
    bench.begin_reading(1, "R1").unwrap();
    let session = bench.reading().unwrap().session;
    let case = bench.next_step(&session).unwrap().case().unwrap();
    let given = Given::Point { point: 3 };
    bench
        .save_answer(&AnswerRequest {
            session,
            slot: case.slot,
            given: vec![GivenAnswer { item: "q_real".to_owned(), given }],
            rt_ms: 900,
            first_answer_rt_ms: None,
            changes: 0,
            interrupted: false,
        })
        .unwrap();
    bench.leave_reading();
    as_user(&place, &project, ADA);
    assert_eq!(code(bench.release_session(1, "R1")), "workbench.sessionBegun");
}

#[test]
fn an_encrypted_project_tells_nothing_and_goes_on_as_before() {
    let (place, project) = place();
    let bench = &place.workbench;
    let (sets, studies) = (bench.sets().unwrap(), bench.studies().unwrap());
    let sample = bench.samples(1, 0, 5).unwrap();
    assert!(!told(&project).is_empty(), "the search finds what is there");
    protect(bench, true);
    assert_eq!(told(&project), Vec::<PathBuf>::new());
    assert_eq!(bench.sets().unwrap(), sets);
    assert_eq!(bench.studies().unwrap(), studies);
    assert_eq!(bench.samples(1, 0, 5).unwrap(), sample);
    place.import(place.file(&format!("{PLANTED}-more.csv"), table(300)), Arm::Real, Rule::Unknown);
    assert_eq!(told(&project), Vec::<PathBuf>::new());

    bench.close_project();
    let task = workbench::Task::unwatched();
    assert_eq!(code(verify_project(&task, &project, None)), "store.locked");
    assert_eq!(code(verify_project(&task, &project, Some(&by(BEN)))), "workbench.notYourRole");
    assert!(verify_project(&task, &project, Some(&by(EVE))).unwrap().sound);
    assert_eq!(code(Desk::open(&project)), "store.locked");
    assert_eq!(code(Desk::open_as(&project, Some(&by(BEN)))), "workbench.notYourRole");
    assert_eq!(code(Desk::open_as(&project, Some(&by(("Ada", BEN.1))))), "vault.wrong_passphrase");
    drop(Desk::open_as(&project, Some(&by(ADA))).unwrap());

    as_user(&place, &project, ADA);
    assert_eq!(code(bench.set_encrypted(false, "not the right one")), "vault.wrong_passphrase");
    bench.set_encrypted(false, ADA.1).unwrap();
    assert!(!told(&project).is_empty());
    bench.unprotect(ADA.1).unwrap();
    bench.close_project();
    bench.open_project(&project).unwrap();
    assert_eq!(bench.sets().unwrap().len(), 3);
    let kinds =
        ["project.encrypt", "user.add", "user.signIn", "project.decrypt", "project.unprotect"];
    let desk = {
        bench.close_project();
        store::Project::open(&project, "2026-11-30T09:00:00.000Z").unwrap()
    };
    let trail = desk.trail(0, 1000).unwrap();
    for kind in kinds {
        let event = trail.iter().find(|record| record.event["type"] == kind);
        let event = &event.unwrap_or_else(|| panic!("no {kind}")).event;
        assert_eq!((&event["actor"], &event["role"]), (&"Ada".into(), &"coordinator".into()));
    }
    assert!(desk.verify_trail().unwrap().is_sound());
}

#[test]
fn the_recovery_key_opens_what_a_forgotten_passphrase_does_not() {
    let (place, project) = place();
    let bench = &place.workbench;
    let old = protect(bench, true);
    let key = bench.renew_recovery(ADA.1).unwrap().key;
    bench.close_project();
    assert_eq!(code(bench.open_project(&project)), "store.locked");
    let new = "remembered from now on";
    assert_eq!(code(bench.recover(&old, "Ada", new)), "vault.wrong_recovery_key");
    assert_eq!(code(bench.recover("abc", "Ada", new)), "vault.not_a_recovery_key");
    assert_eq!(code(bench.recover(&key, "Ben", new)), "workbench.notYourRole");
    assert_eq!(code(bench.recover(&key, "Ada", "short")), "vault.passphrase_short");
    bench.recover(&key.to_lowercase(), "Ada", new).unwrap();
    assert_eq!(bench.sets().unwrap().len(), 2);
    bench.lock_project().unwrap();
    assert_eq!(code(bench.sign_in("Ada", ADA.1)), "vault.wrong_passphrase");
    bench.sign_in("Ada", new).unwrap();
}

#[test]
fn wrong_passphrases_are_tried_slower_and_slower() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    bench.close_project();
    assert_eq!(code(bench.open_project(&project)), "store.locked");
    for _ in 0..4 {
        assert_eq!(code(bench.sign_in("Ada", "no such words here")), "vault.wrong_passphrase");
    }
    assert_eq!(code(bench.sign_in("Ada", ADA.1)), "workbench.tooManyTries");
    let locked = bench.locked_project().unwrap().unwrap();
    assert!((1..=2).contains(&locked.wait_seconds), "{}", locked.wait_seconds);
    assert_eq!((locked.users.len(), locked.name.as_str()), (3, "Trial"));
}

#[test]
fn a_locked_project_gives_nothing_and_takes_nobody_along() {
    let (place, project) = place();
    let bench = &place.workbench;
    assert_eq!(code(bench.lock_project()), "workbench.notProtected");
    protect(bench, true);
    bench.begin_reading(1, "R1").unwrap();
    bench.lock_project().unwrap();
    assert!(bench.project().is_none());
    assert_eq!(code(bench.sets()), "workbench.noProject");
    assert_eq!(code(bench.reading()), "workbench.noReading", "the reader's window is closed");
    bench.lock_if_idle();
    bench.sign_in("Ada", ADA.1).unwrap();
    // Not idle yet.
    bench.lock_if_idle();
    assert!(bench.project().is_some());
    assert_eq!(code(bench.set_idle_minutes(0)), "workbench.outOfRange");
    assert_eq!(bench.set_idle_minutes(5).unwrap().idle_minutes, 5);
    bench.remove_user("Ben").unwrap();
    assert_eq!(code(bench.remove_user("Ada")), "vault.last_coordinator");
    bench.leave_locked();
    assert!(bench.project().is_some(), "it is not locked");
    as_user(&place, &project, ADA);
}

#[test]
fn a_project_that_nobody_has_open_is_protected_from_the_terminal() {
    let (place, project) = place();
    place.workbench.close_project();
    let task = workbench::Task::unwatched();
    let first =
        ProtectRequest { name: ADA.0.to_owned(), passphrase: ADA.1.to_owned(), encrypt: true };
    protect_project(&task, &project, &first).unwrap();
    assert!(matches!(protect_project(&task, &project, &first), Err(Error::AlreadyProtected)));
    assert_eq!(told(&project), Vec::<PathBuf>::new());
    let desk = Desk::open_as(&project, Some(&by(ADA))).unwrap();
    desk.add_user(&request(BEN, RoleView::Reader)).unwrap();
    let view = desk.protection().unwrap();
    assert_eq!((view.users.len(), view.encrypted), (2, true));
    drop(desk);
    workbench::unprotect_project(&task, &project, &by(ADA)).unwrap();
    place.workbench.open_project(&project).unwrap();
}

#[test]
fn nobody_is_raised_by_a_file_in_the_folder() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    as_user(&place, &project, BEN);
    std::fs::write(project.join("study.tspack"), b"").unwrap();
    assert_eq!(code(bench.sets()), "workbench.notYourRole");
    assert_eq!(code(bench.unprotect(BEN.1)), "workbench.notYourRole");
    assert_eq!(code(bench.seal_own(1, "R1")), "workbench.notYourSession", "it is nobody's yet");
}

#[test]
fn an_older_list_of_users_is_refused_and_so_is_none_or_that_of_another_project() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    let vault = project.join("project.vault");
    let with_ben = std::fs::read(&vault).unwrap();
    bench.remove_user("Ben").unwrap();
    let newest = std::fs::read(&vault).unwrap();
    bench.close_project();

    std::fs::write(&vault, &with_ben).unwrap();
    assert_eq!(code(bench.open_project(&project)), "store.locked");
    assert_eq!(code(bench.sign_in("Ben", BEN.1)), "vault.tampered");
    assert_eq!(code(bench.sign_in("Ada", ADA.1)), "vault.tampered");
    assert_eq!(code(Desk::open_as(&project, Some(&by(ADA)))), "vault.tampered");

    let task = workbench::Task::unwatched();
    assert_eq!(code(verify_project(&task, &project, Some(&by(ADA)))), "vault.tampered");

    std::fs::remove_file(&vault).unwrap();
    assert_eq!(code(verify_project(&task, &project, None)), "vault.tampered");
    assert_eq!(code(bench.open_project(&project)), "vault.tampered");
    assert_eq!(code(Desk::open(&project)), "vault.tampered");

    let other = Place::new();
    protect(&other.workbench, false);
    std::fs::copy(other.folder.path().join("Trial/project.vault"), &vault).unwrap();
    assert_eq!(code(bench.open_project(&project)), "store.locked");
    assert_eq!(code(bench.sign_in("Ada", ADA.1)), "vault.tampered");

    std::fs::write(&vault, &newest).unwrap();
    assert_eq!(code(bench.open_project(&project)), "store.locked");
    bench.sign_in("Ada", ADA.1).unwrap();
    // While somebody is in, the list is not signed anew as it was found.
    std::fs::write(&vault, &with_ben).unwrap();
    assert_eq!(
        code(bench.add_user(&request(("Cy", "quite long enough"), RoleView::Reader))),
        "vault.tampered"
    );
}

#[test]
fn users_who_stay_after_all_have_one_newest_list_as_before() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, true);
    let vault = project.join("project.vault");
    let with_ben = std::fs::read(&vault).unwrap();
    bench.remove_user("Ben").unwrap();
    bench.close_project();
    let stop = StopSign::default();
    stop.raise();
    let stopped = unprotect_project(&Task::new(stop, |_| {}), &project, &by(ADA));
    assert_eq!(code(stopped), "store.stopped");
    std::fs::write(&vault, &with_ben).unwrap();
    assert_eq!(code(Desk::open_as(&project, Some(&by(ADA)))), "vault.tampered");
}

#[test]
fn one_person_is_one_reader() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    as_user(&place, &project, BEN);
    assert_eq!(code(bench.begin_reading(1, "R7")), "workbench.noSuch");
    assert!(bench.reading_desk().unwrap().iter().all(|one| !one.yours), "nothing was taken");
    bench.begin_reading(1, "R1").unwrap();
    bench.leave_reading();
    assert_eq!(code(bench.begin_reading(1, "R2")), "workbench.readsAlready");
}

#[test]
fn leaving_and_coming_back_does_not_make_guessing_faster() {
    let (place, project) = place();
    let bench = &place.workbench;
    protect(bench, false);
    bench.close_project();
    for _ in 0..4 {
        assert_eq!(code(bench.open_project(&project)), "store.locked");
        assert_eq!(code(bench.sign_in("Ada", "no such words here")), "vault.wrong_passphrase");
        bench.leave_locked();
    }
    assert_eq!(code(bench.open_project(&project)), "store.locked");
    assert_eq!(code(bench.sign_in("Ada", ADA.1)), "workbench.tooManyTries");
}
