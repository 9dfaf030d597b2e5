//! Operational qualification: are the reference values reproduced on this machine?

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use jobs::Task;
use metrics::golden::{Status, check_case};
use serde::Serialize;
use serde_json::Value;

use crate::files::own_name;
use crate::{Error, Result};

/// The reference cases that are shipped with the program; their licences allow it.
static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../tests/golden/pymdma");

/// What came of one case.
#[derive(Debug, Clone, Serialize)]
pub struct VerifiedCase {
    /// The case.
    pub id: String,
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

/// Recomputes the shipped cases when `folders` is empty, and else those in the folders.
///
/// # Errors
///
/// [`Error::UnknownLayout`] for a folder without cases, [`Error::File`], a stop.
pub fn verify(task: &Task, folders: &[PathBuf]) -> Result<Vec<VerifiedCase>> {
    let mut cases = Vec::new();
    if folders.is_empty() {
        let document = SHIPPED.get_file("golden.json").ok_or(Error::Broke)?;
        let load = |path: &str| {
            let file = SHIPPED.get_file(path).ok_or_else(|| format!("`{path}` is not shipped"))?;
            Ok(file.contents().to_vec())
        };
        pymdma(task, &parse(document.contents(), "golden.json")?, &load, &mut cases)?;
    }
    for folder in folders {
        in_folder(task, folder, &mut cases)?;
    }
    Ok(cases)
}

fn in_folder(task: &Task, folder: &Path, cases: &mut Vec<VerifiedCase>) -> Result<()> {
    let unknown = || Error::UnknownLayout {
        name: folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned(),
    };
    let (golden, index) = (folder.join("golden.json"), folder.join("index.json"));
    if golden.is_file() {
        let document = parse(&read(&golden)?, "golden.json")?;
        if document["cases"].is_array() && document["meta"]["pymdma_version"].is_string() {
            let load = |path: &str| {
                let inside = Path::new(path).components().all(|part| {
                    matches!(part, std::path::Component::Normal(_) | std::path::Component::CurDir)
                });
                if !inside {
                    return Err(format!("`{path}` leads out of the folder"));
                }
                read(&folder.join(path)).map_err(|error| error.to_string())
            };
            return pymdma(task, &document, &load, cases);
        }
        if document["tools"].is_object() && document["definitions"].is_object() {
            return synth_eval(&document, cases);
        }
        return Err(unknown());
    }
    if index.is_file() {
        let Value::Array(list) = parse(&read(&index)?, "index.json")? else {
            return Err(unknown());
        };
        return reader_stats(task, folder, &list, cases);
    }
    Err(unknown())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|error| Error::File {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
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
    cases: &mut Vec<VerifiedCase>,
) -> Result<()> {
    let list = document["cases"].as_array().map_or(&[][..], Vec::as_slice);
    for case in task.each(list) {
        let verdict = check_case(case?, &|input| {
            let bytes = load(&input.path)?;
            let file = formats::Input { name: own_name(&input.path), bytes: &bytes };
            formats::read(&file, &formats::Limits::default())
                .map(|reading| reading.contents)
                .map_err(|error| error.to_string())
        });
        cases.push(VerifiedCase {
            id: verdict.id,
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

/// Statistics of readers: what the program computes so far is the order and the trail.
fn reader_stats(
    task: &Task,
    folder: &Path,
    list: &[Value],
    cases: &mut Vec<VerifiedCase>,
) -> Result<()> {
    for entry in task.each(list) {
        let entry = entry?;
        let file = entry["file"].as_str().unwrap_or_default();
        if own_name(file) != file {
            continue;
        }
        let case = parse(&read(&folder.join(file))?, file)?;
        let got = match case["id"].as_str().unwrap_or_default() {
            "keyed_order" => keyed_order(&case["data"]),
            "audit_hash_chain" => audit_hash_chain(&case["data"]),
            _ => None,
        };
        cases.push(compared(case["id"].as_str().unwrap_or(file), &case["expected"], got.as_ref()));
    }
    Ok(())
}

fn compared(id: &str, expected: &Value, got: Option<&Value>) -> VerifiedCase {
    let at = got.and_then(|got| first_difference(expected, got, ""));
    let status = match (got, &at) {
        (None, _) => NOT_COVERED,
        (Some(_), None) => AGREES,
        (Some(_), Some(_)) => DIFFERS,
    };
    let found = |of: &Value, path: &str| of.pointer(path).map(ToString::to_string);
    VerifiedCase {
        id: id.to_owned(),
        status,
        expected: at.as_deref().and_then(|path| found(expected, path)),
        got: at.as_deref().and_then(|path| got.and_then(|got| found(got, path))),
        tolerance: got.is_some().then_some(0.0),
        why: got.is_none().then(|| "nothing of ours computes it".to_owned()),
        r#where: at,
    }
}

/// Returns the JSON pointer of the first place where two values are not the same.
fn first_difference(expected: &Value, got: &Value, path: &str) -> Option<String> {
    match (expected, got) {
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| first_difference(a, b, &format!("{path}/{at}"))),
        (Value::Object(a), Value::Object(b)) if a.len() == b.len() => {
            a.iter().find_map(|(key, a)| {
                let path = format!("{path}/{key}");
                match b.get(key) {
                    Some(b) => first_difference(a, b, &path),
                    None => Some(path),
                }
            })
        }
        (a, b) if a == b => None,
        _ => Some(path.to_owned()),
    }
}

fn strings(list: &Value) -> Option<Vec<String>> {
    list.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

fn keyed_order(data: &Value) -> Option<Value> {
    let seed: samples::ContentHash = data["seed_hex"].as_str()?.parse().ok()?;
    let items = strings(&data["items"])?;
    let orders = data["contexts"]
        .as_array()?
        .iter()
        .map(|context| {
            let context = strings(context)?;
            let [reader, block] = context.as_slice() else { return None };
            Some(study::keyed_order(seed.as_bytes(), reader, block, &items))
        })
        .collect::<Option<Vec<_>>>()?;
    serde_json::to_value(orders).ok()
}

fn audit_hash_chain(data: &Value) -> Option<Value> {
    let mut prev = store::GENESIS.to_owned();
    let records: Option<Vec<Value>> = (0_i64..)
        .zip(data["events"].as_array()?)
        .map(|(seq, event)| {
            let record = store::Record::chain(seq, &prev, event.clone()).ok()?;
            prev.clone_from(&record.hash);
            Some(serde_json::json!({
                "seq": record.seq, "prev": record.prev, "event": record.event, "hash": record.hash,
            }))
        })
        .collect();
    Some(Value::Array(records?))
}

/// Privacy and utility of tables: nothing of it is computed yet.
fn synth_eval(document: &Value, cases: &mut Vec<VerifiedCase>) -> Result<()> {
    let tools = document["tools"].as_object().ok_or(Error::Broke)?;
    for (tool, values) in tools {
        let of_tool = values.as_object().into_iter().flat_map(|values| values.keys());
        for table in of_tool.filter(|table| *table != "version") {
            cases.push(compared(&format!("{tool}/{table}"), &Value::Null, None));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_another_layout_is_not_agreement() {
        let folder = tempfile::tempdir().unwrap();
        let found = verify(&Task::unwatched(), &[folder.path().to_path_buf()]);
        assert!(matches!(found, Err(Error::UnknownLayout { .. })), "it is empty");
    }

    #[test]
    fn a_difference_is_named_where_it_is() {
        let (a, b) = (serde_json::json!({"x": [1, 2]}), serde_json::json!({"x": [1, 3]}));
        assert_eq!(first_difference(&a, &b, "").as_deref(), Some("/x/1"));
        assert_eq!(first_difference(&a, &a, ""), None);
    }

    #[test]
    fn the_shipped_cases_agree_on_this_machine() {
        let cases = verify(&Task::unwatched(), &[]).unwrap();
        let summary = summary(&cases);
        assert_eq!(summary.differs, 0, "{cases:#?}");
        assert!(100 < summary.agrees, "only {} cases agree", summary.agrees);
    }
}
