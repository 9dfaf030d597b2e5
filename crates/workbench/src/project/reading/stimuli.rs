//! What a reader sees of a case, wherever it lies.

use std::collections::BTreeMap;
use std::sync::Arc;

use blinding::{Mend, Row, apply_image, apply_signal};
use samples::{Arm, Image, Signal};
use store::{Case, StudyId};
use study::protocol::Stimulus;

use super::super::Open;
use super::super::card::fields;
use super::super::set_contents::{as_table, pixel_block};
use super::super::study::Shown;
use super::super::traces::signal_block;
use crate::wire::CardField;
use crate::{Error, Result};

/// Where the cases of a study come from.
pub(crate) trait Stimuli: Send + Sync {
    /// Returns the pixels or the samples of a case, as the screen takes them.
    fn block(&self, case: &str) -> Result<Vec<u8>>;
    /// Returns the fields of a patient card; none of a picture or a signal.
    fn fields(&self, case: &str) -> Result<Vec<CardField>>;
    /// Returns what an answer about a case must lie within.
    fn about(&self, case: &str) -> Result<Stimulus>;
    /// Returns what is told of a training case or an example.
    fn said(&self, case: &str) -> Result<String>;
}

/// The cases of a project that knows the truth.
pub(crate) struct FromProject {
    open: Arc<Open>,
    cases: BTreeMap<String, Case>,
    shown: Shown,
}

impl FromProject {
    pub(crate) fn new(open: Arc<Open>, study: StudyId, shown: Shown) -> Result<Self> {
        let cases = open.store.cases(study)?;
        let cases = cases.into_iter().map(|case| (case.case_id.clone(), case)).collect();
        Ok(FromProject { open, cases, shown })
    }

    fn case(&self, case: &str) -> Result<&Case> {
        self.cases.get(case).ok_or(Error::Broke)
    }
}

impl Open {
    /// Returns the image of a case as readers see it.
    pub(crate) fn shown_image(&self, case: &Case, mends: &[Mend]) -> Result<Arc<Image>> {
        let image = self.image(case.set, case.ordinal)?;
        if mends.is_empty() { Ok(image) } else { Ok(Arc::new(apply_image(mends, &image)?)) }
    }

    /// Returns the signal of a case as readers see it.
    pub(crate) fn shown_signal(&self, case: &Case, mends: &[Mend]) -> Result<Arc<Signal>> {
        let signal = self.signal(case.set, case.ordinal)?;
        if mends.is_empty() { Ok(signal) } else { Ok(Arc::new(apply_signal(mends, &signal)?)) }
    }
}

impl Stimuli for FromProject {
    fn block(&self, case: &str) -> Result<Vec<u8>> {
        let case = self.case(case)?;
        if let Some(span) = self.shown.span {
            return Ok(signal_block(&*self.open.shown_signal(case, &self.shown.mends)?, span));
        }
        Ok(pixel_block(&*self.open.shown_image(case, &self.shown.mends)?, None))
    }

    fn fields(&self, case: &str) -> Result<Vec<CardField>> {
        let Some(card) = &self.shown.card else { return Ok(Vec::new()) };
        let case = self.case(case)?;
        let contents = self.open.contents(case.set)?;
        let row = Row { table: as_table(&contents)?, row: case.ordinal as usize };
        Ok(fields(card, row, self.shown.plain))
    }

    fn about(&self, case: &str) -> Result<Stimulus> {
        if self.shown.card.is_some() {
            let fields = self.fields(case)?.into_iter().map(|field| field.name).collect();
            return Ok(Stimulus { fields, ..Stimulus::default() });
        }
        about_block(&self.block(case)?)
    }

    fn said(&self, case: &str) -> Result<String> {
        let key = match self.case(case)?.arm {
            Arm::Real => "app:reading.real",
            Arm::Synthetic => "app:reading.synthetic",
        };
        Ok(words::say(key, &[]))
    }
}

/// Returns what an answer about a picture or a signal must lie within, from the block that is shown.
pub(crate) fn about_block(block: &[u8]) -> Result<Stimulus> {
    let word = |at: usize| -> Result<u32> {
        let bytes = block.get(4 * at..4 * at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_le_bytes).ok_or(Error::Broke)
    };
    if block.starts_with(b"TPX1") {
        return Ok(Stimulus { pixels: Some([word(2)?, word(1)?]), ..Stimulus::default() });
    }
    let (leads, length, text) = (word(1)?, word(2)?, word(3)? as usize);
    let text = block.get(16..16 + text).ok_or(Error::Broke)?;
    let header: serde_json::Value = serde_json::from_slice(text).map_err(|_| Error::Broke)?;
    let seconds =
        header["rateHz"].as_f64().map_or(f64::from(length), |rate| f64::from(length) / rate);
    Ok(Stimulus { leads: Some((leads, seconds)), ..Stimulus::default() })
}
