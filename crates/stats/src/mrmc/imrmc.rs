//! Ratings as the program iMRMC reads them.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Error, Result};

/// What begins the ratings.
const BEGIN: &str = "BEGIN DATA:";

/// One rating, under the names it is written with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImrmcRating<'a> {
    /// Who.
    pub reader: &'a str,
    /// Of what.
    pub case: &'a str,
    /// Under what; repeats are a condition of their own, e.g. `generator-a-round2`.
    pub condition: &'a str,
    /// How sure the reader is.
    pub score: f64,
}

/// Returns the text of a file in the format of iMRMC.
///
/// The description, the numbers of readers, of negative and positive cases and of conditions, then
/// after `BEGIN DATA:` a line `truth,case,truth,0` or `…,1` for each case and a line
/// `reader,case,condition,score` for each rating, in the order given.
///
/// # Input
///
/// * `description`: any text that does not hold `BEGIN DATA:`.
/// * `cases`: the name of each case, and whether it is positive.
///
/// # Errors
///
/// [`Error::Name`] for a name that is empty, has a comma, a quote or a line break, or is a reader
/// called `truth` or `-1` (its position counts the names of cases, then reader, case and condition
/// of each rating; the description is 0), [`Error::NotFinite`], [`Error::UnknownCase`],
/// [`Error::TruthDiffers`] for a case that is named twice, [`Error::Twice`] by the order in which
/// readers, conditions and cases come.
///
/// # Source
///
/// iMRMC user manual, U.S. Food and Drug Administration, Division of Imaging, Diagnostics and
/// Software Reliability.
pub fn imrmc_text(
    description: &str,
    cases: &[(&str, bool)],
    ratings: &[ImrmcRating<'_>],
) -> Result<String> {
    if description.to_ascii_uppercase().contains("BEGIN DATA") {
        return Err(Error::Name { position: 0 });
    }
    let mut n_names = 0;
    let mut check = |name: &str, taken: &[&str]| {
        n_names += 1;
        let plain = !name.trim().is_empty() && !name.contains([',', '"', '\n', '\r']);
        let free = !taken.iter().any(|taken| taken.eq_ignore_ascii_case(name.trim()));
        if plain && free { Ok(()) } else { Err(Error::Name { position: n_names }) }
    };
    let mut of_case = BTreeMap::new();
    for (at, &(case, _)) in cases.iter().enumerate() {
        check(case, &[])?;
        if of_case.insert(case, at).is_some() {
            return Err(Error::TruthDiffers { case: at as u64 });
        }
    }
    let (mut of_reader, mut of_condition) = (BTreeMap::new(), BTreeMap::new());
    let mut seen = BTreeSet::new();
    for (position, rating) in ratings.iter().enumerate() {
        check(rating.reader, &["truth", "-1"])?;
        check(rating.case, &[])?;
        check(rating.condition, &["truth"])?;
        if !rating.score.is_finite() {
            return Err(Error::NotFinite);
        }
        let position = position as u64;
        let case = *of_case.get(rating.case).ok_or(Error::UnknownCase { position })? as u64;
        let reader = numbered(&mut of_reader, rating.reader);
        let condition = numbered(&mut of_condition, rating.condition);
        if !seen.insert((reader, condition, case)) {
            return Err(Error::Twice { reader, condition, case });
        }
    }
    let n_positive = cases.iter().filter(|(_, positive)| *positive).count();
    let mut text = format!(
        "{description}\nNR: {}\nN0: {}\nN1: {n_positive}\nNM: {}\n{BEGIN}\n",
        of_reader.len(),
        cases.len() - n_positive,
        of_condition.len(),
    );
    for (case, positive) in cases {
        text.extend(["truth,", case, ",truth,", if *positive { "1" } else { "0" }, "\n"]);
    }
    for ImrmcRating { reader, case, condition, score } in ratings {
        text.extend([reader, ",", case, ",", condition, ",", &score.to_string(), "\n"]);
    }
    Ok(text)
}

/// Returns the number of a name in the order in which names come.
fn numbered<'a>(names: &mut BTreeMap<&'a str, u64>, name: &'a str) -> u64 {
    let next = names.len() as u64;
    *names.entry(name).or_insert(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASES: [(&str, bool); 2] = [("c1", false), ("c2", true)];

    fn rating<'a>(reader: &'a str, case: &'a str, score: f64) -> ImrmcRating<'a> {
        ImrmcRating { reader, case, condition: "a", score }
    }

    #[test]
    fn ratings_are_lines() {
        let text = imrmc_text("demo", &CASES, &[rating("r", "c2", 2.5)]).unwrap();
        let lines = "demo\nNR: 1\nN0: 1\nN1: 1\nNM: 1\nBEGIN DATA:\n\
                     truth,c1,truth,0\ntruth,c2,truth,1\nr,c2,a,2.5\n";
        assert_eq!(text, lines);
    }

    #[test]
    fn what_would_be_read_otherwise_is_refused() {
        let of = |rating| imrmc_text("demo", &CASES, &[rating]);
        assert_eq!(of(rating("r,s", "c1", 1.0)), Err(Error::Name { position: 3 }));
        assert_eq!(of(rating("Truth", "c1", 1.0)), Err(Error::Name { position: 3 }));
        assert_eq!(of(rating("r", "", 1.0)), Err(Error::Name { position: 4 }));
        assert_eq!(of(rating("r", "c3", 1.0)), Err(Error::UnknownCase { position: 0 }));
        assert_eq!(of(rating("r", "c1", f64::NAN)), Err(Error::NotFinite));
        let twice = imrmc_text("demo", &CASES, &[rating("r", "c2", 1.0), rating("r", "c2", 2.0)]);
        assert_eq!(twice, Err(Error::Twice { reader: 0, condition: 0, case: 1 }));
        let begun = imrmc_text("demo\nBEGIN DATA:", &CASES, &[]);
        assert_eq!(begun, Err(Error::Name { position: 0 }));
        let same = imrmc_text("demo", &[("c1", true), ("c1", true)], &[]);
        assert_eq!(same, Err(Error::TruthDiffers { case: 1 }));
    }
}
