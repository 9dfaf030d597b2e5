//! Packs for readers' workstations, and the key file that stays with the coordinator.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;

use jobs::Task;
use rayon::prelude::*;
use samples::ContentHash;
use seal::pack::{
    Manifest, PackPresentation, PackReader, Purpose as Told, StimulusEntry, StimulusId,
    StimulusKind,
};
use seal::{Identity, KeyFile, Lock, PublicKey, WORK, key_file};
use serde_json::json;
use store::{Case, Study, StudyId};
use study::{Presentation, Purpose, StudyState};

use super::super::Open;
use super::super::reading::{FromProject, Stimuli};
use super::kept::{Kept, Shown};
use super::lock::codes;
use super::view::small;
use crate::bench::{Happening, Workbench};
use crate::names::name_of;
use crate::wire::PackedView;
use crate::{Error, Result, clock};

/// How the names of packs and key files end.
const PACK: &str = "tspack";
const KEY: &str = "tskey";
/// The fewest letters of a passphrase.
pub(crate) const FEWEST_LETTERS: usize = 8;

impl Workbench {
    /// Writes the pack of a locked study and, beside it, the key file into a folder.
    ///
    /// The pack holds what readers see under random names, in one container; no truth and no trace of
    /// it, only a commitment to the key file. The key file opens with the project's own key.
    ///
    /// # Errors
    ///
    /// [`Error::NotLocked`], [`Error::Passphrase`], [`Error::Stopped`], those of crate `seal`, of the
    /// formats and of the disk. Nothing is left then.
    pub fn pack_study(&self, id: u32, passphrase: &str, folder: &Path) -> Result<PackedView> {
        let open = self.open_to_change()?;
        self.stoppable(Happening::Packing, |task| {
            open.pack(StudyId(id.into()), passphrase, folder, task)
        })
    }
}

/// What goes into a pack.
pub(crate) struct Packing {
    pub(crate) manifest: Manifest,
    /// The case of each stimulus.
    of: BTreeMap<StimulusId, String>,
    stimuli: FromProject,
    key: Vec<u8>,
    washout_days: u32,
}

impl Open {
    pub(crate) fn pack(
        self: &Arc<Self>,
        id: StudyId,
        passphrase: &str,
        folder: &Path,
        task: &Task,
    ) -> Result<PackedView> {
        if passphrase.chars().count() < FEWEST_LETTERS {
            return Err(Error::Passphrase { fewest: FEWEST_LETTERS });
        }
        let packing = self.packing(id, &clock::now())?;
        let Manifest { study, version, .. } = &packing.manifest;
        let stem = format!("touchstone-{}-v{version}", &study[..8]);
        let (name, key_name) = (format!("{stem}.{PACK}"), format!("{stem}.{KEY}"));
        let unwritten = |error: std::io::Error| Error::File {
            name: name_of(folder),
            tried: "written",
            why: error.to_string(),
        };
        fs::create_dir_all(folder).map_err(unwritten)?;
        // Under its name last: half a pack is none.
        let partial = folder.join(format!("{name}.partial"));
        let file = File::create(&partial).map_err(unwritten)?;
        let lock = Lock::Passphrase { words: passphrase, work: WORK };
        let written = packing.write(&lock, BufWriter::with_capacity(1 << 20, file), task);
        let moved = written.and_then(|bytes| {
            fs::rename(&partial, folder.join(&name)).map_err(unwritten)?;
            fs::write(folder.join(&key_name), &packing.key).map_err(unwritten)?;
            Ok(bytes)
        });
        if moved.is_err() {
            // What went wrong first is what is told.
            drop(fs::remove_file(&partial));
        }
        let bytes = moved?;
        let event = self.told(json!({
            "t": clock::now(), "type": "study.pack", "study": id.0,
            "stimuli": packing.manifest.stimuli.len(),
            "key_commitment": packing.manifest.key_commitment,
        }));
        self.store.append_event(&event)?;
        let readers: Vec<String> =
            packing.manifest.readers.iter().map(|reader| reader.code.clone()).collect();
        Ok(PackedView {
            name,
            bytes: bytes as f64,
            key_name,
            commitment: packing.manifest.key_commitment.clone(),
            n_stimuli: small(packing.manifest.stimuli.len()),
            // Told to the coordinator alone: in the pack it would say what a reader has seen.
            waiting: self.waiting_readers(id, &readers, packing.washout_days)?,
            readers,
        })
    }

    /// Gathers what goes into the pack of a study.
    pub(crate) fn packing(self: &Arc<Self>, id: StudyId, made_at: &str) -> Result<Packing> {
        let study = self.store.study(id)?;
        if !matches!(study.state, StudyState::Locked | StudyState::Collecting) {
            return Err(Error::NotLocked { state: study.state.to_string() });
        }
        let kept = Kept::read(&study)?;
        if kept.received.is_some() {
            return Err(Error::OnlyRead);
        }
        let (protocol, language) = self.asked(&kept)?;
        let shown = self.shown(&kept)?;
        let kind = match shown.kind() {
            "card" => StimulusKind::Card,
            "signal" => StimulusKind::Signal,
            _ => StimulusKind::Image,
        };
        let stimuli = FromProject::new(Arc::clone(self), id, shown.clone())?;
        let presentations = self.store.presentations(id)?;
        // In the order in which the design has them.
        let readers = codes(&kept.request);
        let keys = self.store.reader_keys(id)?;
        let seed = self.store.study_seed(id)?;
        let placed = placed(&seed, &readers, &presentations)?;
        let mut of = BTreeMap::new();
        let mut packed = Vec::with_capacity(presentations.len());
        for (presentation, ids) in placed {
            of.extend(ids.iter().copied().zip(presentation.cases.iter().cloned()));
            let (purpose, tells) = match presentation.purpose {
                Purpose::Counted => (Told::Counted, false),
                Purpose::Training => (Told::Training, true),
                Purpose::Example => (Told::Calibration, true),
            };
            let said = if tells { Some(stimuli.said(presentation.first_case())?) } else { None };
            packed.push(PackPresentation {
                id: presentation.presentation_id.clone(),
                reader: presentation.reader.clone(),
                round: presentation.round,
                block: presentation.block,
                position: presentation.position,
                stage: presentation.stage.clone(),
                task: presentation.task.clone(),
                purpose,
                cases: ids,
                said,
            });
        }
        let (identity, key) = self.key_of(&study, &of, &seed)?;
        let readers = readers
            .into_iter()
            .map(|code| {
                let key = keys.get(&code).and_then(|key| PublicKey::from_str(key).ok());
                PackReader { code, key }
            })
            .collect();
        let manifest = Manifest {
            schema: seal::pack::SCHEMA.to_owned(),
            study: study.code.clone(),
            version: study.design_version,
            design_hash: study.design_hash.clone().unwrap_or_default(),
            question_hash: None,
            // The study's own name is the coordinator's, and may say too much.
            title: protocol.title.of(language).to_owned(),
            made_at: made_at.to_owned(),
            protocol: serde_json::to_value(&protocol).map_err(|_| Error::Broke)?,
            language: Some(language.code().to_owned()),
            display: json!({
                "kind": shown.kind(), "window": shown.window, "span": shown.span,
                "washoutDays": kept.request.washout_days,
            }),
            readers,
            presentations: packed,
            recipient: Some(identity.recipient().to_string()),
            key_commitment: key_file::commitment(&key),
            stimuli: of.keys().map(|&id| StimulusEntry { id, kind }).collect(),
        };
        Ok(Packing { manifest, of, stimuli, key, washout_days: kept.request.washout_days })
    }

    /// Returns the project's key for a study, and the key file that it opens: both are made once.
    fn key_of(
        &self,
        study: &Study,
        of: &BTreeMap<StimulusId, String>,
        seed: &[u8; 32],
    ) -> Result<(Identity, Vec<u8>)> {
        let setting = |what: &str| format!("study.{}.{what}", study.id.0);
        if let (Some(identity), Some(key)) =
            (self.store.setting(&setting("identity"))?, self.store.setting(&setting("key"))?)
        {
            let hash: ContentHash = key.parse().map_err(|_| Error::Broke)?;
            return Ok((Identity::from_str(&identity)?, self.store.blobs().get(&hash)?));
        }
        let identity = Identity::generate();
        let told = |case: &Case| {
            json!({
                "case": case.case_id, "arm": case.arm.as_str(), "generator": case.generator,
                "role": case.role.as_str(), "stratum": case.stratum,
                "set": case.set.0, "ordinal": case.ordinal,
            })
        };
        let file = KeyFile {
            schema: key_file::SCHEMA.to_owned(),
            study: study.code.clone(),
            version: study.design_version,
            design_hash: study.design_hash.clone().unwrap_or_default(),
            seed: clock::hex(seed),
            salt: self.store.study_salt(study.id)?,
            cases: self.store.cases(study.id)?.iter().map(told).collect(),
            stimuli: of.clone(),
        };
        let key = file.lock(&Lock::Recipients(&[identity.recipient()]))?;
        let hash = self.store.blobs().put(&key)?;
        self.store.set_setting(&setting("identity"), &identity.to_secret_text())?;
        self.store.set_setting(&setting("key"), &hash.to_string())?;
        Ok((identity, key))
    }
}

impl Packing {
    /// Writes the pack; returns its size in bytes.
    fn write(&self, lock: &Lock<'_>, to: impl Write, task: &Task) -> Result<u64> {
        let total = self.manifest.stimuli.len() as u64;
        task.reached(0, total)?;
        let largest = self.largest()?;
        let (mut done, mut stopped) = (0, false);
        let mut pull = |id: StimulusId| {
            let bytes = self.bytes(id)?;
            done += 1;
            stopped = task.reached(done, total).is_err();
            if stopped { Err(seal::Error::Disk { why: String::new() }) } else { Ok(bytes) }
        };
        let to = Counting { to, n: 0 };
        let written = seal::pack::write_locked(&self.manifest, largest, &mut pull, lock, to);
        if stopped { Err(Error::Stopped) } else { Ok(written?.n) }
    }

    /// Writes what a pack holds, before it is encrypted.
    pub(crate) fn plain(&self) -> Result<Vec<u8>> {
        let mut pull = |id: StimulusId| self.bytes(id);
        Ok(seal::pack::write_plain(&self.manifest, self.largest()?, &mut pull, Vec::new())?)
    }

    /// The bytes of the largest stimulus.
    fn largest(&self) -> Result<u64> {
        let cases: BTreeSet<&String> = self.of.values().collect();
        let sizes: Vec<u64> = cases
            .into_par_iter()
            .map(|case| Ok(stimulus(&self.stimuli, case)?.len() as u64))
            .collect::<Result<_>>()?;
        Ok(sizes.into_iter().max().unwrap_or(0))
    }

    fn bytes(&self, id: StimulusId) -> seal::Result<Vec<u8>> {
        let none = || seal::Error::NoSuchStimulus { id: id.to_string() };
        let case = self.of.get(&id).ok_or_else(none)?;
        stimulus(&self.stimuli, case)
            .map_err(|error| seal::Error::Unfit { what: "stimulus", why: error.to_string() })
    }
}

/// The bytes of a case: pixels or samples as the screen takes them, or the fields of a card.
fn stimulus(stimuli: &FromProject, case: &str) -> Result<Vec<u8>> {
    let fields = stimuli.fields(case)?;
    if fields.is_empty() {
        return stimuli.block(case);
    }
    serde_json::to_vec(&fields).map_err(|_| Error::Broke)
}

/// Gives each place of each presentation a stimulus.
///
/// A case that a reader sees twice has two, and which of them comes first changes from reader to
/// reader: neither says of a presentation that it is a repeat. Readers share them.
fn placed<'a>(
    seed: &[u8; 32],
    readers: &[String],
    presentations: &'a [Presentation],
) -> Result<Vec<(&'a Presentation, Vec<StimulusId>)>> {
    let mut copies: BTreeMap<&str, usize> = BTreeMap::new();
    for reader in readers {
        let mut own: BTreeMap<&str, usize> = BTreeMap::new();
        let read = presentations.iter().filter(|p| p.reader == *reader);
        for case in read.flat_map(|p| &p.cases) {
            *own.entry(case).or_default() += 1;
        }
        for (case, n) in own {
            let most = copies.entry(case).or_default();
            *most = n.max(*most);
        }
    }
    let keyed = |parts: &[&[u8]]| {
        ContentHash::of(&[&[&b"touchstone.stimulus/1"[..], seed], parts].concat())
    };
    let mut times: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut all = Vec::with_capacity(presentations.len());
    for presentation in presentations {
        let mut ids = Vec::with_capacity(presentation.cases.len());
        for case in &presentation.cases {
            let n = copies.get(case.as_str()).copied().unwrap_or(1);
            let nth = times.entry((&presentation.reader, case)).or_default();
            let first = keyed(&[presentation.reader.as_bytes(), case.as_bytes()]);
            let copy = (usize::from(first.as_bytes()[0]) + *nth) % n;
            *nth += 1;
            let id = keyed(&[case.as_bytes(), &copy.to_le_bytes()]).to_string();
            ids.push(StimulusId::from_str(&id[..32])?);
        }
        all.push((presentation, ids));
    }
    Ok(all)
}

/// Counts what is written.
struct Counting<W> {
    to: W,
    n: u64,
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.to.write(bytes)?;
        self.n += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// How the cases of a received study are shown.
pub(crate) fn shown_of(display: &serde_json::Value) -> Shown {
    Shown {
        card: (display["kind"] == "card").then(Vec::new),
        window: serde_json::from_value(display["window"].clone()).unwrap_or_default(),
        span: serde_json::from_value(display["span"].clone()).unwrap_or_default(),
        ..Shown::default()
    }
}
