//! A synthetic counterpart of a set, within the project.

use std::sync::Arc;

use formats::{Input, Limits};
use jobs::Task;
use samples::{Arm, Origin, SetId};
use serde_json::json;
use store::{Batch, FileRef, Job, NewFile, NewSample, NewSet};

use super::Open;
use crate::bench::Workbench;
use crate::generating::{MOST, Made, make, method};
use crate::names::checked_name;
use crate::wire::{GenerateRequest, MethodView};
use crate::{Error, Result, clock};

impl Workbench {
    /// Lists the ways to generate a counterpart of a set.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchSet`].
    pub fn methods(&self, set: u32) -> Result<Vec<MethodView>> {
        let set = self.open()?.set(set)?;
        Ok(synth::registry::ALL
            .iter()
            .filter(|method| method.modalities.contains(&set.modality))
            .map(|method| MethodView {
                id: method.id.to_owned(),
                version: method.version,
                title: method.title.to_owned(),
                modality: set.modality.into(),
                meaning: method.meaning.to_owned(),
            })
            .collect())
    }

    /// Starts to generate a set and returns the job at once.
    ///
    /// # Errors
    ///
    /// [`Error::Incomplete`], [`Error::NoSuchMethod`], [`Error::OutOfRange`], [`Error::Name`].
    pub fn start_generate(&self, request: &GenerateRequest) -> Result<u32> {
        let open = self.open_to_change()?;
        open.complete_set(request.from)?;
        method(&request.method)?;
        if request.n == 0 || MOST < request.n {
            return Err(Error::OutOfRange { what: "n", least: 1, most: MOST, given: request.n });
        }
        let name = checked_name(&request.name)?;
        self.start_job("generate", json!({ "title": name, "request": request }))
    }
}

/// Generates what a job asks for; samples that an earlier attempt kept are not made again.
pub(crate) fn work(task: &Task, open: &Arc<Open>, job: &Job) -> Result<()> {
    let request: GenerateRequest =
        serde_json::from_value(job.request["request"].clone()).map_err(|_| Error::Broke)?;
    let from = open.complete_set(request.from)?;
    let method = method(&request.method)?;
    let data = open.set_data(&from)?;
    let set = if let Some(set) = open.outcome(job.id) {
        SetId(set.into())
    } else {
        {
            let new = NewSet {
                name: request.name.clone(),
                arm: Arm::Synthetic,
                generator: Some(format!("{} v{}", method.id, method.version)),
                modality: from.modality,
                origin: json!({ "generate": {
                    "method": method.id,
                    "version": method.version,
                    "seed": request.seed,
                    "n": request.n,
                    "from": data.manifest().to_string(),
                    "program": crate::VERSION,
                }}),
                reading: open.reading_of_counterpart(&from)?,
            };
            let set = open.store.add_set(&new, &clock::now())?;
            open.set_outcome(job.id, u32::try_from(set.0).unwrap_or(u32::MAX))?;
            set
        }
    };
    if open.store.set(set)?.manifest.is_some() {
        return Ok(());
    }
    let kept = usize::try_from(open.store.n_samples(set)?).unwrap_or(usize::MAX);
    let range = (kept, request.n as usize);
    make(task, &data, method, range, request.seed.into(), &mut |made| keep(open, set, &made))?;
    let manifest = open.store.finish_set(set)?;
    let event = open.told(json!({
        "t": clock::now(),
        "type": "set.generate",
        "set": set.0,
        "method": method.id,
        "manifest": manifest.to_string(),
    }));
    open.store.append_event(&event)?;
    Ok(())
}

/// Keeps one generated file and its samples.
fn keep(open: &Open, set: SetId, made: &Made) -> Result<()> {
    let input = Input::alone(&made.name, &made.bytes);
    let reading = formats::read(&input, &Limits::default())?;
    let blob = open.store.blobs().put(&made.bytes)?;
    let samples = (0_u32..)
        .zip(reading.contents.content_hashes())
        .map(|(part, content)| NewSample {
            content,
            file: FileRef::InBatch(0),
            part,
            origin: Origin::default(),
            derived_from: None,
            pair: None,
        })
        .collect();
    let file = NewFile {
        name: made.name.clone(),
        blob,
        n_bytes: made.bytes.len() as u64,
        format: reading.format.to_owned(),
        companions: Vec::new(),
    };
    open.store.add_batch(set, &Batch { files: vec![file], samples, notes: Vec::new() })?;
    Ok(())
}
