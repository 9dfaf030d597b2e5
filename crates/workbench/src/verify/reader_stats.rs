//! Statistics of readers, designs and trails: each case names what is expected of which data.

use std::path::Path;

use jobs::Task;
use serde_json::Value;

use super::{AGREES, Cases, DIFFERS, NOT_COVERED, VerifiedCase, bare, leads_inside, parse, read};
use crate::Result;

/// Computes a case from its data; nothing when the data has not the form of that case.
type Compute = fn(&Value) -> Option<Value>;

/// What is no statistic: orders and the trail.
const COMPUTED: [(&str, Compute); 3] = [
    ("audit_hash_chain", audit_hash_chain),
    ("keyed_order", keyed_order),
    ("williams_designs", williams_designs),
];

/// Computes every case that an index lists.
pub(super) fn reader_stats(
    task: &Task,
    folder: &Path,
    list: &[Value],
    cases: &mut Cases,
) -> Result<()> {
    for entry in task.each(list) {
        let entry = entry?;
        let file = entry["file"].as_str().unwrap_or_default();
        let listed = entry["id"].as_str().unwrap_or(if file.is_empty() { "no id" } else { file });
        let case = if file.is_empty() {
            bare(listed, DIFFERS, "the index names no file for it")
        } else if !leads_inside(file) {
            bare(listed, DIFFERS, "its file lies outside of the folder")
        } else {
            match read(&folder.join(file)).and_then(|bytes| parse(&bytes, file)) {
                Ok(case) => judged(folder, listed, &case),
                Err(error) => bare(listed, DIFFERS, &error.to_string()),
            }
        };
        cases.add(case);
    }
    Ok(())
}

fn judged(folder: &Path, listed: &str, case: &Value) -> VerifiedCase {
    let id = case["id"].as_str().unwrap_or(listed);
    let (data, load) = (&case["data"], |name: &str| {
        if !leads_inside(name) {
            return Err(format!("`{name}` leads out of the folder"));
        }
        read(&folder.join(name)).map_err(|error| error.to_string())
    });
    let own = COMPUTED.iter().find(|(known, _)| *known == id).map(|(_, compute)| {
        compute(data).ok_or_else(|| "its data has not the form of this case".to_owned())
    });
    match own.or_else(|| stats::golden::compute(id, data, &load)) {
        None => bare(id, NOT_COVERED, "nothing of ours computes it"),
        Some(Ok(got)) => compared(id, case, &got),
        Some(Err(why)) => bare(id, DIFFERS, &why),
    }
}

fn compared(id: &str, case: &Value, got: &Value) -> VerifiedCase {
    let found = stats::golden::difference(case, got);
    VerifiedCase {
        id: id.to_owned(),
        source: String::new(),
        status: if found.is_none() { AGREES } else { DIFFERS },
        expected: found.as_ref().map(|found| found.expected.to_string()),
        got: found.as_ref().map(|found| found.got.to_string()),
        tolerance: found.as_ref().map(|found| found.tolerance),
        why: None,
        r#where: found.map(|found| found.at),
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
    let mut last: Option<store::Record> = None;
    let records: Option<Vec<Value>> = data["events"]
        .as_array()?
        .iter()
        .map(|event| {
            let record = store::Record::after(last.as_ref(), event.clone()).ok()?;
            let told = serde_json::json!({
                "seq": record.seq, "prev": record.prev, "event": record.event, "hash": record.hash,
            });
            last = Some(record);
            Some(told)
        })
        .collect();
    Some(Value::Array(records?))
}

fn williams_designs(data: &Value) -> Option<Value> {
    let conditions = data["k"].as_array()?;
    let designs = conditions
        .iter()
        .map(|k| {
            let n = usize::try_from(k.as_u64()?).ok()?;
            let design = study::williams_design(n).ok()?;
            Some((n.to_string(), serde_json::to_value(design).ok()?))
        })
        .collect::<Option<serde_json::Map<_, _>>>()?;
    Some(Value::Object(designs))
}
