//! What columns are called, and what their names tell.

use std::collections::BTreeSet;

use crate::{Note, Notes};

/// Returns a name for each column, all different; `first` is the place of the first one in the
/// file, from 1.
pub(crate) fn unique(header: &[String], first: usize, notes: &mut Notes) -> Vec<String> {
    let given: BTreeSet<&str> = header.iter().map(String::as_str).collect();
    let mut taken = BTreeSet::new();
    // Of as many numbers as there are columns, and two more, one is free.
    let free = |name: &str, taken: &BTreeSet<String>| {
        (2..header.len() + 3)
            .map(|n| format!("{name}_{n}"))
            .find(|name| !taken.contains(name) && !given.contains(name.as_str()))
            .unwrap_or_default()
    };
    let mut names = Vec::with_capacity(header.len());
    for (place, was) in (first..).zip(header) {
        let name = if was.is_empty() {
            let column = if given.contains(format!("column_{place}").as_str()) {
                free(&format!("column_{place}"), &taken)
            } else {
                format!("column_{place}")
            };
            notes.add(Note::HeaderMissing { column: column.clone() });
            column
        } else if taken.contains(was) {
            let column = free(was, &taken);
            notes.add(Note::HeaderRepeated { column: column.clone(), was: was.clone() });
            column
        } else {
            was.clone()
        };
        taken.insert(name.clone());
        names.push(name);
    }
    names
}

/// Says whether the first column only counts the rows, as R and pandas write it: without a name,
/// from 0 or 1.
pub(super) fn is_index(header: &[String], cells: &[Vec<Option<&str>>]) -> bool {
    let [name, _, ..] = header else { return false };
    let Some(first) = cells.first() else { return false };
    let counts = |from: usize| {
        (from..)
            .zip(first)
            .all(|(n, cell)| cell.and_then(|cell| cell.trim().parse().ok()) == Some(n))
    };
    name.is_empty() && (counts(0) || counts(1))
}

/// Says whether a column of this name most likely tells who somebody is.
///
/// Only whole names count: a drug and a hospital have names, too.
pub fn identifies_people(name: &str) -> bool {
    const WHO: [&str; 6] = ["patients", "patient", "subject", "person", "pat", "pt"];
    const WHAT: [&str; 55] = [
        "address",
        "adresse",
        "birthdate",
        "birthday",
        "contactnumber",
        "dateofbirth",
        "dob",
        "email",
        "emailaddress",
        "familyname",
        "fax",
        "firstname",
        "forename",
        "fullname",
        "geburtsdatum",
        "geburtstag",
        "givenname",
        "healthcardnumber",
        "homeaddress",
        "initials",
        "insurancenumber",
        "lastname",
        "maidenname",
        "medicalrecordnumber",
        "middlename",
        "mobile",
        "mobilenumber",
        "mrn",
        "nachname",
        "name",
        "names",
        "nationalid",
        "nhsnumber",
        "passport",
        "passportnumber",
        "phone",
        "phonenumber",
        "postalcode",
        "postcode",
        "socialsecuritynumber",
        "ssn",
        "strasse",
        "street",
        "streetaddress",
        "surname",
        "tel",
        "telefon",
        "telephone",
        "telephonenumber",
        "versichertennummer",
        "vorname",
        "zip",
        "zipcode",
        "plz",
        "birthname",
    ];
    let letters: String =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let what = WHO.iter().find_map(|who| letters.strip_prefix(who)).unwrap_or(&letters);
    let what = what.strip_prefix('s').filter(|rest| WHAT.contains(rest)).unwrap_or(what);
    WHAT.contains(&what) || WHAT.contains(&letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(header: &[&str]) -> Vec<String> {
        let header: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        unique(&header, 1, &mut Notes::default())
    }

    #[test]
    fn every_column_has_a_name_of_its_own() {
        assert_eq!(names(&["a", "", "a"]), ["a", "column_2", "a_2"]);
        assert_eq!(names(&["a", "a", "a_2"]), ["a", "a_3", "a_2"], "a_2 is taken further right");
        assert_eq!(names(&["", "column_1"]), ["column_1_2", "column_1"]);
    }

    #[test]
    fn names_of_people_are_noticed_and_names_of_things_are_not() {
        for name in ["Name", "Patient Name", "patient's name", "first_name", "DOB", "E-Mail", "MRN"]
        {
            assert!(identifies_people(name), "{name}");
        }
        for name in
            ["age", "drug_name", "hospital name", "rename", "phone_hours", "patient_id", "sex"]
        {
            assert!(!identifies_people(name), "{name}");
        }
    }

    #[test]
    fn only_a_nameless_first_column_that_counts_is_an_index() {
        let header = |first: &str| [first.to_owned(), "a".to_owned()];
        let cells = |first: &[&'static str]| vec![first.iter().map(|&c| Some(c)).collect(), vec![]];
        assert!(is_index(&header(""), &cells(&["0", "1", "2"])));
        assert!(is_index(&header(""), &cells(&["1", "2"])));
        assert!(!is_index(&header(""), &cells(&["1", "3"])), "ids of patients");
        assert!(!is_index(&header("day"), &cells(&["0", "1"])), "it has a name");
    }
}
