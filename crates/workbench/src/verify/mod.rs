//! Operational qualification: are the reference values reproduced on this machine?

mod reader_stats;

use std::path::{Component, Path, PathBuf};

use include_dir::{Dir, include_dir};
use jobs::Task;
use metrics::golden::{Input as CaseInput, Status, check_case};
use serde::Serialize;
use serde_json::Value;

use crate::files::own_name;
use crate::names::name_of;
use crate::{Error, Result};

/// The reference cases that are shipped with the program; their licences allow it.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../tests/golden/pymdma");

/// What came of one case.
#[derive(Debug, Clone, Serialize)]
pub struct VerifiedCase {
    /// The case; two sources may have one of the same id.
    pub id: String,
    /// Where it comes from: `shipped`, or the name of its folder.
    pub source: String,
    /// `agrees`, `differs` or `not covered`.
    pub status: &'static str,
    /// The value that was compared last, or that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#where: Option<String>,
    /// What the reference says there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What this machine says there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub got: Option<String>,
    /// How far apart the two may be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<f64>,
    /// Why it differs or is not covered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// How many cases ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Ours equals the reference.
    pub agrees: usize,
    /// It does not.
    pub differs: usize,
    /// There is nothing of ours to compare.
    pub not_covered: usize,
}

/// Counts how cases ended.
pub fn summary(cases: &[VerifiedCase]) -> Summary {
    let n = |status: &str| cases.iter().filter(|case| case.status == status).count();
    Summary { agrees: n(AGREES), differs: n(DIFFERS), not_covered: n(NOT_COVERED) }
}

const AGREES: &str = "agrees";
const DIFFERS: &str = "differs";
const NOT_COVERED: &str = "not covered";

/// What the cases are said to come from that come with the program.
const OWN: &str = "shipped";

/// Recomputes the shipped cases, and those in `folders`.
///
/// # Errors
///
/// [`Error::UnknownLayout`] for a folder without a case, [`Error::File`], a stop.
pub fn verify(task: &Task, folders: &[PathBuf]) -> Result<Vec<VerifiedCase>> {
    let mut cases = Cases { source: OWN.to_owned(), found: Vec::new() };
    let document = SHIPPED.get_file("golden.json").ok_or(Error::Broke)?;
    let load = |path: &str| {
        let file = SHIPPED.get_file(path).ok_or_else(|| format!("`{path}` is not shipped"))?;
        Ok(file.contents().to_vec())
    };
    pymdma(task, &parse(document.contents(), "golden.json")?, &load, &mut cases)?;
    for folder in folders {
        cases.source = name_of(&folder.canonicalize().unwrap_or_else(|_| folder.clone()));
        let before = cases.found.len();
        in_folder(task, folder, &mut cases)?;
        if cases.found.len() == before {
            // Nothing that was compared is nothing that agrees.
            return Err(Error::UnknownLayout { name: cases.source });
        }
    }
    Ok(cases.found)
}

/// The cases so far, and where the next ones come from.
struct Cases {
    source: String,
    found: Vec<VerifiedCase>,
}

impl Cases {
    fn add(&mut self, case: VerifiedCase) {
        self.found.push(VerifiedCase { source: self.source.clone(), ..case });
    }
}

/// Returns a case of which only this is known.
fn bare(id: &str, status: &'static str, why: &str) -> VerifiedCase {
    VerifiedCase {
        id: id.to_owned(),
        source: String::new(),
        status,
        r#where: None,
        expected: None,
        got: None,
        tolerance: None,
        why: Some(why.to_owned()),
    }
}

fn in_folder(task: &Task, folder: &Path, cases: &mut Cases) -> Result<()> {
    let unknown = || Error::UnknownLayout { name: name_of(folder) };
    let (golden, index) = (folder.join("golden.json"), folder.join("index.json"));
    if golden.is_file() {
        let document = parse(&read(&golden)?, "golden.json")?;
        if document["cases"].is_array() && document["meta"]["pymdma_version"].is_string() {
            let load = |path: &str| {
                if !leads_inside(path) {
                    return Err(format!("`{path}` leads out of the folder"));
                }
                read(&folder.join(path)).map_err(|error| error.to_string())
            };
            return pymdma(task, &document, &load, cases);
        }
        if document["tools"].is_object() && document["definitions"].is_object() {
            synth_eval(&document, cases);
            return Ok(());
        }
        return Err(unknown());
    }
    if index.is_file() {
        let Value::Array(list) = parse(&read(&index)?, "index.json")? else {
            return Err(unknown());
        };
        return reader_stats::reader_stats(task, folder, &list, cases);
    }
    Err(unknown())
}

fn leads_inside(path: &str) -> bool {
    let mut parts = Path::new(path).components().peekable();
    parts.peek().is_some()
        && parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Error::File {
        name: name_of(path),
        tried: "read",
        why: error.to_string(),
    })
}

fn parse(bytes: &[u8], name: &str) -> Result<Value> {
    serde_json::from_slice(bytes).map_err(|error| Error::File {
        name: name.to_owned(),
        tried: "read",
        why: error.to_string(),
    })
}

fn pymdma(
    task: &Task,
    document: &Value,
    load: &dyn Fn(&str) -> std::result::Result<Vec<u8>, String>,
    cases: &mut Cases,
) -> Result<()> {
    let list = document["cases"].as_array().map_or(&[][..], Vec::as_slice);
    for case in task.each(list) {
        let verdict = check_case(case?, &|input| {
            let bytes = load(&input.path)?;
            if Path::new(&input.path).extension().is_some_and(|kind| kind == "json") {
                let read = crate::annotations::read(&input.path, &bytes);
                return read.map(CaseInput::Annotations).map_err(|error| error.to_string());
            }
            let file = formats::Input::alone(own_name(&input.path), &bytes);
            formats::read(&file, &formats::Limits::default())
                .map(|reading| reading.contents.into())
                .map_err(|error| error.to_string())
        });
        cases.add(VerifiedCase {
            id: verdict.id,
            source: String::new(),
            status: match verdict.status {
                Status::Agrees => AGREES,
                Status::Differs => DIFFERS,
                Status::NotCovered => NOT_COVERED,
            },
            r#where: verdict.at,
            expected: verdict.expected,
            got: verdict.got,
            tolerance: verdict.tolerance,
            why: verdict.why,
        });
    }
    Ok(())
}

/// Privacy and utility of tables: nothing of it is computed yet.
///
/// What a tool says of a table is a case; its version, seeds and notes are none.
fn synth_eval(document: &Value, cases: &mut Cases) {
    for (tool, values) in document["tools"].as_object().into_iter().flatten() {
        let tables = values.as_object().into_iter().flatten().filter(|(_, said)| said.is_object());
        for (table, _) in tables {
            cases.add(bare(&format!("{tool}/{table}"), NOT_COVERED, "nothing of ours computes it"));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_folder_of_another_layout_is_not_agreement() {
        let folder = tempfile::tempdir().unwrap();
        let found = verify(&Task::unwatched(), &[folder.path().to_path_buf()]);
        assert!(matches!(found, Err(Error::UnknownLayout { .. })), "it is empty");
    }

    #[test]
    fn the_known_answers_of_reader_statistics_come_out_and_altered_ones_do_not() {
        let known =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/stats/cohen_kappa.json");
        let mut case: Value = parse(&read(&known).unwrap(), "cohen_kappa.json").unwrap();
        let index = json!([{ "id": "cohen_kappa", "file": "case.json" }]);
        let status = |case: &Value| {
            let folder = folder(&[("index.json", index.clone()), ("case.json", case.clone())]);
            cases_of(&folder).remove(0)
        };
        assert_eq!(status(&case).status, AGREES);
        let altered = &mut case["expected"]["linear"]["kappa"];
        *altered = json!(altered.as_f64().unwrap() + 1e-6);
        let found = status(&case);
        assert_eq!((found.status, found.r#where.as_deref()), (DIFFERS, Some("/linear/kappa")));
    }

    fn folder(files: &[(&str, Value)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, value) in files {
            std::fs::write(folder.path().join(name), value.to_string()).unwrap();
        }
        folder
    }

    fn cases_of(folder: &tempfile::TempDir) -> Vec<VerifiedCase> {
        let mut cases = Cases { source: "theirs".to_owned(), found: Vec::new() };
        in_folder(&Task::unwatched(), folder.path(), &mut cases).unwrap();
        cases.found
    }

    #[test]
    fn the_shipped_cases_agree_on_this_machine_and_others_are_added_to_them() {
        let more = folder(&[
            ("index.json", json!([{ "id": "a", "file": "a.json" }])),
            ("a.json", json!({ "id": "a" })),
        ]);
        let cases = verify(&Task::unwatched(), &[more.path().to_path_buf()]).unwrap();
        let summary = summary(&cases);
        assert_eq!(summary.differs, 0, "{cases:#?}");
        assert!(100 < summary.agrees, "only {} cases agree", summary.agrees);
        let of = |source: &str| cases.iter().filter(|case| case.source == source).count();
        assert_eq!(of(&name_of(more.path())), 1);
        assert_eq!(of(OWN), cases.len() - 1);
    }

    #[test]
    fn a_folder_without_a_case_is_not_agreement() {
        for empty in [
            folder(&[("index.json", json!([]))]),
            folder(&[("golden.json", json!({ "cases": [], "meta": { "pymdma_version": "0" } }))]),
            folder(&[("golden.json", json!({ "tools": {}, "definitions": {} }))]),
        ] {
            let found = verify(&Task::unwatched(), &[empty.path().to_path_buf()]);
            assert!(matches!(found, Err(Error::UnknownLayout { .. })), "{found:?}");
        }
    }

    #[test]
    fn what_an_index_lists_and_is_not_there_differs() {
        let folder = folder(&[
            (
                "index.json",
                json!([
                    { "id": "out", "file": "../secret.json" },
                    { "id": "root", "file": "/etc/hostname" },
                    { "id": "gone", "file": "gone.json" },
                    { "id": "none" },
                    { "id": "keyed_order", "file": "malformed.json" },
                    { "id": "cut", "file": "cut.json" },
                    { "id": "new", "file": "new.json" },
                ]),
            ),
            ("malformed.json", json!({ "id": "keyed_order", "data": { "seed_hex": 7 } })),
            ("new.json", json!({ "id": "new" })),
        ]);
        std::fs::write(folder.path().join("cut.json"), "{").unwrap();
        let cases = cases_of(&folder);
        let statuses: Vec<(&str, &str)> =
            cases.iter().map(|case| (case.id.as_str(), case.status)).collect();
        let wanted = [
            ("out", DIFFERS),
            ("root", DIFFERS),
            ("gone", DIFFERS),
            ("none", DIFFERS),
            ("keyed_order", DIFFERS),
            ("cut", DIFFERS),
            ("new", NOT_COVERED),
        ];
        assert_eq!(statuses, wanted);
        assert!(cases.iter().all(|case| case.why.is_some()), "{cases:#?}");
    }

    #[test]
    fn what_a_tool_says_of_itself_is_no_case() {
        let folder = folder(&[(
            "golden.json",
            json!({ "definitions": {}, "tools": { "anonymeter": {
                "version": "1.1.0", "seeds": 3, "n_attacks": 300, "note": "mean",
                "linkability_columns": [["age"]], "good": { "inference": 0.1 },
            } } }),
        )]);
        let ids: Vec<String> = cases_of(&folder).into_iter().map(|case| case.id).collect();
        assert_eq!(ids, ["anonymeter/good"]);
    }
}
