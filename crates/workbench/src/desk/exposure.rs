//! The ledger of exposures from the terminal.

use std::path::Path;

use super::Desk;
use crate::Result;
use crate::wire::{BroughtView, ExposureFileView, LedgerView, SameReader, SavedExposures};

impl Desk {
    /// Lists which reader saw which patient when, here and in other projects, and who is who.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn exposures(&self) -> Result<LedgerView> {
        self.0.ledger()
    }

    /// Writes what readers saw in this project's studies, for other projects.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::save_exposures`].
    pub fn save_exposures(&self, word: &str, to: &Path) -> Result<SavedExposures> {
        self.0.save_exposures(word, to)
    }

    /// Brings in what readers saw in another project; who is not in `same` is whoever was said before,
    /// or has the same code here, or is nobody.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::choose_exposures`] and [`crate::Workbench::bring_exposures`].
    pub fn bring_exposures(
        &self,
        file: &Path,
        word: &str,
        same: &[SameReader],
    ) -> Result<(ExposureFileView, BroughtView)> {
        let (chosen, view) = self.0.choose_exposures(file)?;
        let known =
            view.readers.iter().filter(|there| !same.iter().any(|one| one.reader == there.reader));
        let known = known
            .map(|there| SameReader { reader: there.reader.clone(), person: there.here.clone() });
        let all: Vec<SameReader> = known.chain(same.iter().cloned()).collect();
        let brought = self.0.bring_exposures(&chosen, word, &all)?;
        Ok((view, brought))
    }

    /// Notes that one code is the same person as another one, or a person of its own after all.
    ///
    /// # Errors
    ///
    /// As [`crate::Workbench::name_person`].
    pub fn name_person(&self, reader: &str, person: Option<&str>) -> Result<()> {
        self.0.name_person(reader, person)
    }
}
