//! Ratings as the program iMRMC reads them.
//!
//! After a free header comes `BEGIN DATA:`, then a line `reader,case,modality,score` for each rating;
//! the reader `truth` (or `-1`) and the modality `truth` (or `0`) give each case its truth, 1 for what
//! is looked for (iMRMC user manual, U.S. Food and Drug Administration).

use std::collections::BTreeMap;

use analysis::Ratings;
use stats::ReaderScore;

use crate::error::AnalysisError;
use crate::{Error, Result};

/// Reads the text of a file.
pub(super) fn read(name: &str, text: &str) -> Result<Ratings> {
    let wrong = |line: usize, fault: &'static str| {
        Error::from(AnalysisError::Ratings { name: name.to_owned(), line, fault })
    };
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
    let begins = |line: &str| line.to_ascii_uppercase().starts_with("BEGIN DATA");
    if !lines.any(|(_, line)| begins(line)) {
        return Err(wrong(0, "noBegin"));
    }
    let mut truth: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    let mut rows = Vec::new();
    for (line, text) in lines.filter(|(_, text)| !text.is_empty()) {
        let fields: Vec<&str> = text.split(',').map(str::trim).collect();
        let [reader, case, condition, score] = fields[..] else {
            let tabs = text.matches('\t').count() == 3;
            return Err(wrong(line, if tabs { "tabs" } else { "fields" }));
        };
        if [reader, case, condition].iter().any(|field| field.is_empty()) {
            return Err(wrong(line, "empty"));
        }
        let is_truth = |field: &str| field.eq_ignore_ascii_case("truth");
        if reader == "-1" || is_truth(reader) || is_truth(condition) {
            let positive = match score.parse::<f64>() {
                Ok(0.0) => false,
                Ok(1.0) => true,
                _ => return Err(wrong(line, "truth")),
            };
            let next = truth.len();
            let known = truth.entry(case).or_insert((next, positive));
            if known.1 != positive {
                return Err(wrong(line, "truthDiffers"));
            }
        } else {
            let score = score.parse::<f64>().ok().filter(|score| score.is_finite());
            rows.push((line, reader, case, condition, score.ok_or_else(|| wrong(line, "score"))?));
        }
    }
    let mut ratings = Ratings { readers: Vec::new(), conditions: Vec::new(), scores: Vec::new() };
    let mut seen = std::collections::BTreeSet::new();
    for (line, reader, case, condition, score) in rows {
        let (case, positive) = *truth.get(case).ok_or_else(|| wrong(line, "noTruth"))?;
        let reader = place(&mut ratings.readers, reader);
        let condition = place(&mut ratings.conditions, condition);
        if !seen.insert((reader, condition, case)) {
            return Err(wrong(line, "twice"));
        }
        ratings.scores.push(ReaderScore { reader, condition, case, positive, score });
    }
    if ratings.scores.is_empty() {
        return Err(wrong(0, "nothing"));
    }
    Ok(ratings)
}

/// Returns the place of a name; readers and conditions are few.
fn place(names: &mut Vec<String>, name: &str) -> usize {
    names.iter().position(|known| known == name).unwrap_or_else(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
