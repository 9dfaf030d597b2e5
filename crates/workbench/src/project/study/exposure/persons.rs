//! Which codes are one person's.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use store::{Persons, Project};

use super::super::super::Open;
use crate::bench::Workbench;
use crate::error::ExposureError;
use crate::wire::LedgerView;
use crate::{Error, Result};

/// Who is who, as the coordinator says.
pub(super) struct People {
    said: Persons,
}

impl People {
    pub(super) fn read(store: &Project) -> Result<Self> {
        Ok(People { said: store.persons()? })
    }

    /// Returns all codes of this project that are the person's who has this one, itself with them.
    pub(super) fn codes_of(&self, reader: &str) -> BTreeSet<String> {
        let mut codes: BTreeSet<String> = [reader.to_owned()].into();
        loop {
            let before = codes.len();
            for (one, other) in self.same_here() {
                if codes.contains(one) || codes.contains(other) {
                    codes.extend([one.to_owned(), other.to_owned()]);
                }
            }
            if codes.len() == before {
                return codes;
            }
        }
    }

    /// Returns the one code that stands for all of a person's.
    pub(super) fn person(&self, reader: &str) -> String {
        self.codes_of(reader).pop_first().unwrap_or_default()
    }

    /// Returns which codes of this project were said to be another one's.
    pub(super) fn same_here(&self) -> impl Iterator<Item = (&str, &str)> {
        self.said.iter().filter_map(|((project, reader), person)| {
            project.is_empty().then_some((reader.as_str(), person.as_deref()?))
        })
    }

    /// Returns who a reader of another project is here; nothing when nobody.
    pub(super) fn here(&self, project: &str, reader: &str) -> Option<&str> {
        self.said.get(&(project.to_owned(), reader.to_owned()))?.as_deref()
    }

    /// Returns what was said of the readers of another project.
    pub(super) fn said_of(&self, project: &str) -> BTreeMap<&str, Option<&str>> {
        let of = self.said.iter().filter(|((one, _), _)| one == project);
        of.map(|((_, reader), person)| (reader.as_str(), person.as_deref())).collect()
    }
}

impl Workbench {
    /// Notes that one code is the same person as another one of this project's studies; nothing: that
    /// it is a person of its own after all.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] reader, [`ExposureError::SameCode`], and those of the store.
    pub fn name_person(&self, reader: &str, person: Option<&str>) -> Result<LedgerView> {
        let open = self.open_to_change()?;
        open.name_person(reader, person)?;
        self.0.changed();
        open.ledger()
    }
}

impl Open {
    pub(crate) fn name_person(&self, reader: &str, person: Option<&str>) -> Result<()> {
        let known = self.known_codes()?;
        for code in [Some(reader), person].into_iter().flatten() {
            if !known.contains(code) {
                return Err(Error::NoSuch { what: "reader", id: code.to_owned() });
            }
        }
        if person == Some(reader) {
            return Err(ExposureError::SameCode { reader: reader.to_owned() }.into());
        }
        let people = People::read(&self.store)?;
        let said = people.same_here().find(|(code, _)| *code == reader).map(|(_, other)| other);
        if said == person {
            return Ok(());
        }
        Ok(self.store.name_person(reader, person, &self.told(json!({})))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(same: &[(&str, &str)]) -> People {
        let here = |&(one, other): &(&str, &str)| {
            ((String::new(), one.to_owned()), Some(other.to_owned()))
        };
        People { said: same.iter().map(here).collect() }
    }

    fn set(codes: &[&str]) -> BTreeSet<String> {
        codes.iter().map(|&code| code.to_owned()).collect()
    }

    #[test]
    fn a_person_has_all_codes_that_are_linked_in_any_direction() {
        for same in [
            [("R4", "R1"), ("R7", "R4")],
            [("R1", "R4"), ("R4", "R7")],
            [("R4", "R7"), ("R7", "R1")],
            [("R1", "R7"), ("R4", "R7")],
        ] {
            let people = people(&same);
            for code in ["R1", "R4", "R7"] {
                assert_eq!(people.codes_of(code), set(&["R1", "R4", "R7"]), "{same:?}");
                assert_eq!(people.person(code), "R1");
            }
            assert_eq!(people.codes_of("R2"), set(&["R2"]));
        }
    }

    #[test]
    fn two_codes_that_name_each_other_come_to_an_end() {
        assert_eq!(people(&[("R1", "R2"), ("R2", "R1")]).codes_of("R2"), set(&["R1", "R2"]));
    }

    #[test]
    fn a_code_of_another_project_is_none_here() {
        let key = ("there".to_owned(), "R4".to_owned());
        let people = People { said: [(key, Some("R1".to_owned()))].into() };
        assert_eq!(people.codes_of("R4"), set(&["R4"]));
        assert_eq!(people.here("there", "R4"), Some("R1"));
        assert_eq!(people.here("elsewhere", "R4"), None);
    }
}
