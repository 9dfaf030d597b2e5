//! Columns that number records and say nothing of a patient.

use samples::{Column, Values};

/// Whether a name suggests that a column numbers records, e.g. `patient_id`, `Case No`.
pub(crate) fn names_a_record(name: &str) -> bool {
    const WHAT: [&str; 9] =
        ["id", "patient", "subject", "record", "case", "person", "index", "row", "unnamed"];
    let parts: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let numbered = |part: &String| ["id", "ids", "no", "nr", "number"].contains(&part.as_str());
    match parts.as_slice() {
        [only] => {
            WHAT.contains(&only.as_str())
                || WHAT.iter().any(|what| *what != "id" && *only == format!("{what}id"))
        }
        [first, .., last] => {
            last == "id" || (WHAT.contains(&first.as_str()) && numbered(last)) || first == "unnamed"
        }
        [] => false,
    }
}

/// Whether a column only counts its rows.
pub(crate) fn counts_rows(column: &Column) -> bool {
    let Values::Numbers(numbers) = &column.values else { return false };
    let steps = |pair: &[Option<f64>]| matches!(pair, [Some(a), Some(b)] if ((b - a) - 1.0).abs() < f64::EPSILON);
    2 < numbers.len() && numbers.windows(2).all(steps)
}

#[cfg(test)]
mod tests {
    use samples::ColumnKind;

    use super::*;

    #[test]
    fn what_numbers_records_is_known_by_its_name_and_what_measures_them_is_not() {
        for name in ["patient_id", "ID", "Case No", "subjectid", "stay_id", "Unnamed: 0", "record"]
        {
            assert!(names_a_record(name), "{name}");
        }
        for name in ["age", "case_mix", "acid", "patient_age", "covid", "n_rows", "number of beds"]
        {
            assert!(!names_a_record(name), "{name}");
        }
    }

    #[test]
    fn a_count_of_rows_goes_up_by_one() {
        let counts = |cells: &[f64]| {
            let values = Values::Numbers(cells.iter().copied().map(Some).collect());
            let name = "seq".to_owned();
            counts_rows(&Column { name, kind: ColumnKind::Number, decimals: 0, values })
        };
        assert!(counts(&[7.0, 8.0, 9.0]));
        assert!(!counts(&[7.0, 8.0, 10.0]) && !counts(&[9.0, 8.0, 7.0]));
        assert!(!counts(&[7.0, 8.0]), "two patients may be 7 and 8 years old");
    }
}
