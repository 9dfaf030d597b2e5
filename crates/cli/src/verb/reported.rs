//! What a report is asked to be of, by every verb that writes one.

use std::path::PathBuf;

use workbench::Desk;
use workbench::wire::{ExportRequest, ReportLanguage, StudyView};

use crate::terminal::Why;

#[derive(clap::Args)]
pub(crate) struct Reported {
    /// The project's folder.
    #[arg(long)]
    pub(crate) project: PathBuf,
    /// The study whose answers go out; the latest that is locked when it is not said.
    #[arg(long)]
    study: Option<u32>,
    /// Leaves every study out: only measures go out.
    #[arg(long, conflicts_with = "study")]
    only_measures: bool,
    /// The run whose values go into the report; the latest when it is not said.
    #[arg(long)]
    run: Option<u32>,
    /// The language of the report: en, pt, es or de. What machines read stays as it is.
    #[arg(long, value_enum, default_value_t)]
    language: Spoken,
}

/// A language that reports are written in.
#[derive(Clone, Copy, Default, clap::ValueEnum)]
enum Spoken {
    /// English.
    #[default]
    En,
    /// Portuguese.
    Pt,
    /// Spanish.
    Es,
    /// German.
    De,
}

impl Reported {
    /// Returns the request; the truth stays within.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub(crate) fn request(&self, desk: &Desk) -> Result<ExportRequest, Why> {
        // A draft has nothing to tell.
        let is_locked = |study: &&StudyView| !matches!(&*study.state, "draft" | "piloted");
        let latest = || Ok::<_, Why>(desk.studies()?.iter().find(is_locked).map(|study| study.id));
        let study = match self.study {
            None if !self.only_measures => latest()?,
            asked => asked,
        };
        let language = match self.language {
            Spoken::En => ReportLanguage::En,
            Spoken::Pt => ReportLanguage::Pt,
            Spoken::Es => ReportLanguage::Es,
            Spoken::De => ReportLanguage::De,
        };
        Ok(ExportRequest { study, run: self.run, language, ..ExportRequest::default() })
    }
}
