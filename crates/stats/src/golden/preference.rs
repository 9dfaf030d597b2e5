//! Known answers of preferences between items.

use serde_json::{Map, Value, json};

use super::given::{table, why};
use super::{Compute, Load};
use crate::{Davidson, Error, Worths, bradley_terry, davidson, preference_groups};

pub(super) const COMPUTED: &[(&str, Compute)] = &[
    ("bradley_terry_citations", worths),
    ("bradley_terry_degenerate", existence),
    ("davidson_ties", worths),
];

/// Worths of items, by Davidson's model where there are ties.
fn worths(data: &Value, _: Load<'_>) -> Result<Value, String> {
    let wins = table(data, "wins")?;
    let reference = data["reference"].as_u64().unwrap_or(0);
    let reference = usize::try_from(reference).map_err(|_| "`reference` is no item")?;
    if data["ties"].is_null() {
        let found = why(bradley_terry(&wins, reference))?;
        return Ok(written(&found, &[]));
    }
    let Davidson { worths, nu, log_nu, se_log_nu } =
        why(davidson(&wins, &table(data, "ties")?, reference))?;
    let ties = [("nu", nu), ("log_nu", log_nu), ("se_log_nu", se_log_nu)];
    Ok(written(&worths, &ties))
}

fn written(worths: &Worths, more: &[(&str, f64)]) -> Value {
    let log_worth: Map<String, Value> = worths
        .log_worth
        .iter()
        .enumerate()
        .map(|(i, worth)| (i.to_string(), json!(worth)))
        .collect();
    let se: Map<String, Value> = worths
        .se
        .iter()
        .enumerate()
        .filter_map(|(i, se)| Some((i.to_string(), json!((*se)?))))
        .collect();
    let mut all = Map::new();
    all.insert("log_worth".to_owned(), Value::Object(log_worth));
    all.insert("se".to_owned(), Value::Object(se));
    all.insert("loglik".to_owned(), json!(worths.log_likelihood));
    all.extend(more.iter().map(|(key, value)| ((*key).to_owned(), json!(value))));
    Value::Object(all)
}

/// Whether the worths of each table have finite estimates, where a tie is half a win for each.
fn existence(data: &Value, _: Load<'_>) -> Result<Value, String> {
    let cases = data["cases"].as_array().ok_or("`cases` is no list")?;
    let exists = |case: &Value| -> Result<Value, String> {
        let mut wins = table(case, "wins")?;
        // Checks both tables, also where they differ in size.
        if !case["ties"].is_null() {
            let ties = table(case, "ties")?;
            why(preference_groups(&wins, Some(&ties)))?;
            for (i, row) in wins.iter_mut().enumerate() {
                for (j, count) in row.iter_mut().enumerate() {
                    *count += f64::midpoint(ties[i][j], ties[j][i]) / 2.0;
                }
            }
        }
        match bradley_terry(&wins, 0) {
            Ok(_) => Ok(json!({ "mle_exists": true })),
            Err(Error::Apart { .. }) => Ok(json!({ "mle_exists": false })),
            Err(error) => Err(error.to_string()),
        }
    };
    cases.iter().map(exists).collect()
}
