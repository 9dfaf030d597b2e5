//! Where a sample comes from.

use std::collections::BTreeMap;
use std::fmt;

/// Which side of the comparison a set is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arm {
    /// Recorded from people.
    Real,
    /// Made by a generator.
    Synthetic,
}

impl Arm {
    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Arm::Real => "real",
            Arm::Synthetic => "synthetic",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Arm::Real, Arm::Synthetic].into_iter().find(|arm| arm.as_str() == word)
    }
}

impl fmt::Display for Arm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What kind of data a set holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Modality {
    /// Pictures, slices, radiographs.
    Image,
    /// ECGs, EEGs, single beats.
    Signal,
    /// Rows of a table, one patient or visit each.
    Table,
    /// Feature vectors computed elsewhere.
    Vectors,
}

impl Modality {
    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Image => "image",
            Modality::Signal => "signal",
            Modality::Table => "table",
            Modality::Vectors => "vectors",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Modality::Image, Modality::Signal, Modality::Table, Modality::Vectors]
            .into_iter()
            .find(|modality| modality.as_str() == word)
    }
}

impl fmt::Display for Modality {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The name of a stratum that is nothing more, among [`Origin::strata`].
pub const STRATUM: &str = "stratum";
/// The name of the reference diagnosis among [`Origin::strata`].
pub const DIAGNOSIS: &str = "diagnosis";

/// What is known of one sample besides its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The patient; `None` when it is not known, which is allowed and said.
    pub subject: Option<String>,
    /// Values to stratify by: site, diagnosis, age band.
    pub strata: BTreeMap<String, String>,
}

impl Origin {
    /// Returns what cases are drawn and spread by: all strata but the reference diagnosis, which may be
    /// known of one source only; nothing without any.
    pub fn stratum(&self) -> Option<String> {
        let others = self.strata.iter().filter(|(name, _)| *name != DIAGNOSIS);
        let values: Vec<&str> = others.map(|(_, value)| value.as_str()).collect();
        (!values.is_empty()).then(|| values.join(" · "))
    }

    /// Returns the reference diagnosis, where it is known.
    pub fn diagnosis(&self) -> Option<&str> {
        self.strata.get(DIAGNOSIS).map(String::as_str)
    }
}
