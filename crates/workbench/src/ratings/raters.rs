//! A table of ratings without a truth: a row for each rating, or for each thing with a column for each
//! rater.

use std::collections::{BTreeMap, BTreeSet};

use analysis::{Rank, RaterScale, RaterTable};

use super::table::{Sheet, cell_at};
use crate::Result;
use crate::wire::SentenceView;

/// What the columns of a row for each rating may be called; the first of each is told where it is missing.
const RATER: [&str; 2] = ["rater", "reader"];
const ITEM: [&str; 4] = ["item", "case_id", "case", "subject"];
const RATING: [&str; 4] = ["rating", "value", "score", "answer"];
/// Sums of squares of smaller numbers stay numbers.
const LARGEST: f64 = 1e100;
/// What stands for a rating that is missing.
const MISSING: [&str; 5] = ["", "na", "n/a", "nan", "cannot_judge"];

/// Reads a table: one with columns of [`RATER`], [`ITEM`] and [`RATING`] has a row for each rating, any
/// other a row for each thing, named in its first column. Who rated nothing is left out, and named.
pub(super) fn read(
    name: &str,
    text: &str,
    scale: RaterScale,
    points: Option<usize>,
) -> Result<(RaterTable, Vec<String>)> {
    let sheet = Sheet::read(name, text)?;
    let column = |names: &[&str]| names.iter().find_map(|name| sheet.place(name));
    let (ratings, known) = match (column(&RATER), column(&ITEM), column(&RATING)) {
        (Some(rater), Some(item), Some(rating)) => long(&sheet, [rater, item, rating])?,
        _ => (wide(&sheet)?, sheet.header[1..].iter().map(String::as_str).collect()),
    };
    if ratings.values().flat_map(BTreeMap::values).next().is_none() {
        return Err(sheet.wrong(0, "nothing"));
    }
    let table = table(&sheet, &ratings, scale, points)?;
    let idle = known.into_iter().filter(|rater| !table.raters.iter().any(|own| own == rater));
    let idle = idle.map(str::to_owned).collect();
    Ok((table, idle))
}

/// What each rater said of each thing, and in which line.
type Given<'a> = BTreeMap<&'a str, BTreeMap<&'a str, (usize, &'a str)>>;

fn is_missing(cell: &str) -> bool {
    MISSING.iter().any(|missing| missing.eq_ignore_ascii_case(cell))
}

fn long(sheet: &Sheet, [rater, item, rating]: [usize; 3]) -> Result<(Given<'_>, BTreeSet<&str>)> {
    let (mut given, mut raters) = (Given::new(), BTreeSet::new());
    for (line, row) in &sheet.rows {
        let [rater, item, rating] = [rater, item, rating].map(|at| cell_at(row, at).trim());
        if rater.is_empty() || item.is_empty() {
            return Err(sheet.wrong(*line, "unnamed"));
        }
        raters.insert(rater);
        let of_item = given.entry(item).or_default();
        if !is_missing(rating) && of_item.insert(rater, (*line, rating)).is_some() {
            return Err(sheet.wrong(*line, "ratedTwice"));
        }
    }
    Ok((given, raters))
}

fn wide(sheet: &Sheet) -> Result<Given<'_>> {
    if sheet.header.len() < 2 {
        return Err(sheet.wrong(1, "noRaters"));
    }
    let names: BTreeSet<&String> = sheet.header.iter().collect();
    if names.len() < sheet.header.len() || sheet.header[1..].iter().any(String::is_empty) {
        return Err(sheet.wrong(1, "raterNames"));
    }
    let mut given = Given::new();
    for (line, row) in &sheet.rows {
        let item = cell_at(row, 0).trim();
        if item.is_empty() {
            return Err(sheet.wrong(*line, "unnamed"));
        }
        if given.contains_key(item) {
            return Err(sheet.wrong(*line, "itemTwice"));
        }
        let raters = sheet.header.iter().enumerate().skip(1);
        let cells = raters.map(|(at, rater)| (rater.as_str(), (*line, cell_at(row, at).trim())));
        let of_item = cells.filter(|(_, (_, cell))| !is_missing(cell)).collect();
        given.insert(item, of_item);
    }
    Ok(given)
}

/// Returns the name of a category: what some programs write as `1` is `1.0` to others.
fn category(said: &str) -> &str {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match said.split_once('.') {
        Some((whole, zeros))
            if digits(whole) && digits(zeros) && zeros.bytes().all(|b| b == b'0') =>
        {
            whole
        }
        _ => said,
    }
}

fn table(
    sheet: &Sheet,
    given: &Given<'_>,
    scale: RaterScale,
    points: Option<usize>,
) -> Result<RaterTable> {
    let raters: BTreeSet<&str> = given.values().flat_map(BTreeMap::keys).copied().collect();
    let said = given.values().flat_map(BTreeMap::values).map(|(_, said)| category(said));
    let said: BTreeSet<&str> = said.collect();
    // Categories have the order of their names.
    let places: BTreeMap<&str, f64> =
        said.iter().enumerate().map(|(at, said)| (*said, at as f64)).collect();
    let number = |line: usize, said: &str| -> Result<f64> {
        if scale == RaterScale::Nominal {
            return Ok(places[category(said)]);
        }
        let read = sheet.number(said).filter(|number| number.abs() < LARGEST);
        let number = read.ok_or_else(|| sheet.wrong(line, "notNumber"))?;
        let (most, fault) = match scale {
            RaterScale::Panel => (Some(9), "notOneToNine"),
            _ => (points, "notPoint"),
        };
        let is_point = |most: usize| {
            number.fract().abs() < f64::EPSILON && (1.0..=most as f64).contains(&number)
        };
        if !most.is_none_or(is_point) {
            return Err(sheet.wrong(line, fault));
        }
        Ok(number)
    };
    let mut cells = Vec::with_capacity(given.len());
    for of_item in given.values() {
        let mut row = Vec::with_capacity(raters.len());
        for rater in &raters {
            let cell = of_item.get(rater).map(|(line, said)| number(*line, said));
            row.push(cell.transpose()?);
        }
        cells.push(row);
    }
    Ok(RaterTable {
        raters: raters.into_iter().map(str::to_owned).collect(),
        items: given.keys().map(|item| (*item).to_owned()).collect(),
        cells,
        scale,
        points,
    })
}

/// Says how many rated how much.
pub(super) fn sentence(table: &RaterTable) -> SentenceView {
    let n_ratings = table.cells.iter().flatten().flatten().count();
    let n_missing = table.raters.len() * table.items.len() - n_ratings;
    let [raters, items, ratings, missing] =
        [table.raters.len(), table.items.len(), n_ratings, n_missing].map(|n| n.to_string());
    let params = [
        ("raters", raters.as_str()),
        ("items", &items),
        ("ratings", &ratings),
        ("missing", &missing),
    ];
    let text = words::say("analysis:sentence.raters", &params);
    SentenceView { rank: Rank::Exploratory.word().to_owned(), text }
}

/// Says how many things have no part in analyses of variance, which need complete ones.
pub(super) fn incomplete(table: &RaterTable) -> Option<String> {
    let n_complete = table.cells.iter().filter(|row| row.iter().all(Option::is_some)).count();
    let n_left = table.items.len() - n_complete;
    if table.scale == RaterScale::Nominal || table.raters.len() < 2 || n_left == 0 {
        return None;
    }
    let [left, items, complete] = [n_left, table.items.len(), n_complete].map(|n| n.to_string());
    let params = [("left", left.as_str()), ("items", &items), ("complete", &complete)];
    Some(words::say("analysis:warning.incomplete", &params))
}

#[cfg(test)]
mod tests {
    use super::category;

    #[test]
    fn a_whole_number_is_one_category_however_it_is_written() {
        assert_eq!(["1", "1.0", "1.00"].map(category), ["1"; 3]);
        assert_eq!(
            ["01", "1.5", "a.0", ".0", "1."].map(category),
            ["01", "1.5", "a.0", ".0", "1."]
        );
    }
}
