//! A study that came in a pack: it is read here, and nothing of its truth is known.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use samples::Modality;
use seal::pack::{Manifest, Purpose as Told, StimulusId};
use seal::{Lock, Pack, SigningKey, Unlock, WORK};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{DesignToLock, NewStudy, Reader, StudyId};
use study::protocol::{Protocol, Stimulus};
use study::{Design, Presentation, Purpose};

use super::super::Open;
use super::super::reading::{Stimuli, about_block};
use super::kept::Kept;
use super::packing::shown_of;
use crate::bench::Workbench;
use crate::names::{name_of, unused};
use crate::wire::{CardField, ProjectView, StudyRequest, StudyView};
use crate::{Error, Result, clock};

/// The name of the pack within the project's folder: it stays encrypted.
const PACK: &str = "study.tspack";
/// Where the project keeps the reader's signing key, encrypted with the pack's passphrase.
const KEY: &str = "reader.key";
/// The setting that holds the other half of it, which the coordinator may enrol.
const PUBLIC_KEY: &str = "reader.public_key";
/// So many projects of one name are looked through for the one of a pack.
const MOST_NAMES: u32 = 20;

/// What is kept of where a study came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Received {
    /// The design's hash, as the coordinator has it.
    pub(crate) design_hash: String,
    /// Who may open sealed sessions.
    pub(crate) recipient: Option<String>,
    /// The commitment to the key file.
    pub(crate) key_commitment: String,
    /// How cases are shown.
    pub(crate) display: Value,
}

impl Received {
    /// Returns what the cases are.
    pub(crate) fn modality(&self) -> Modality {
        match self.display["kind"].as_str() {
            Some("card") => Modality::Table,
            Some("signal") => Modality::Signal,
            _ => Modality::Image,
        }
    }
}

impl Workbench {
    /// Opens a pack: makes a project for it beside it, or opens the one that is there.
    ///
    /// # Errors
    ///
    /// Those of crate `seal`: no pack, cut short, altered, another version, wrong passphrase; and
    /// those of the store.
    pub fn open_pack(&self, pack: &Path, passphrase: &str) -> Result<ProjectView> {
        let folder = unpacked(pack, passphrase)?;
        self.open_project(&folder)?;
        let open = self.open()?;
        open.unlock(passphrase)?;
        self.0.changed();
        Ok(open.view())
    }

    /// Opens the pack of a received study, so that it can be read.
    ///
    /// # Errors
    ///
    /// Those of crate `seal`.
    pub fn unlock_pack(&self, id: u32, passphrase: &str) -> Result<StudyView> {
        self.open()?.unlock(passphrase)?;
        self.0.changed();
        self.study(id)
    }
}

/// Makes a project for a pack beside it, or finds the one that is there; returns its folder.
///
/// # Errors
///
/// Those of [`Workbench::open_pack`].
pub(crate) fn unpacked(pack: &Path, passphrase: &str) -> Result<PathBuf> {
    let unread = |error: std::io::Error| Error::File {
        name: name_of(pack),
        tried: "read",
        why: error.to_string(),
    };
    let file = File::open(pack).map_err(unread)?;
    let mut opened = Pack::open(file, &Unlock::Passphrase(passphrase))?;
    opened.verify()?;
    let manifest = opened.manifest().clone();
    let parent = pack.parent().unwrap_or(Path::new("."));
    let stem = pack.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let stem = if parent.join(&stem) == pack { format!("{stem} reading") } else { stem };
    // The project may be there, also under a number. Its own pack says whose it is; one that is open
    // elsewhere says so when it is opened.
    let named = (1..=MOST_NAMES).map(|n| match n {
        1 => parent.join(&stem),
        n => parent.join(format!("{stem} {n}")),
    });
    for folder in named.filter(|folder| store::is_project(folder)) {
        let Ok(there) = File::open(folder.join(PACK)) else { continue };
        let Ok(known) = Pack::open(there, &Unlock::Passphrase(passphrase)) else { continue };
        let known = known.manifest();
        if (&known.study, known.version) == (&manifest.study, manifest.version) {
            return Ok(folder);
        }
    }
    let folder = unused(parent, &stem);
    let project = store::Project::create(&folder, &manifest.title, &clock::now())?;
    let made = fs::copy(pack, folder.join(PACK)).map_err(unread).and_then(|_| {
        receive(&project, &manifest)?;
        new_key(&project, passphrase)
    });
    drop(project);
    if let Err(error) = made {
        // What went wrong first is what is told.
        drop(fs::remove_dir_all(&folder));
        return Err(error);
    }
    Ok(folder)
}

impl Open {
    /// Opens the pack of this project.
    pub(crate) fn unlock(&self, passphrase: &str) -> Result<()> {
        let path = self.store.folder().join(PACK);
        let file = File::open(&path).map_err(|error| Error::File {
            name: PACK.to_owned(),
            tried: "read",
            why: error.to_string(),
        })?;
        let pack = Pack::open(file, &Unlock::Passphrase(passphrase))?;
        *self.pack.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Arc::new(Mutex::new(pack)));
        Ok(())
    }

    /// Whether the pack of this project is open.
    pub(crate) fn is_unlocked(&self) -> bool {
        self.pack.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Returns the cases of the pack of this project.
    pub(crate) fn packed_cases(&self) -> Result<FromPack> {
        let pack = self.pack.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let pack = pack.ok_or(Error::PackLocked)?;
        let (said, cards) = {
            let pack = pack.lock().unwrap_or_else(PoisonError::into_inner);
            let told = pack.manifest().presentations.iter().filter_map(|presentation| {
                Some((presentation.cases.first()?.to_string(), presentation.said.clone()?))
            });
            (told.collect(), pack.manifest().display["kind"] == "card")
        };
        Ok(FromPack { pack, said, cards })
    }

    /// Returns the text of the key that proves sessions from here; nothing where none was made.
    pub(super) fn public_key(&self) -> Result<Option<String>> {
        Ok(self.store.setting(PUBLIC_KEY)?)
    }

    /// Returns the key that signs sessions here.
    pub(crate) fn signing_key(&self, passphrase: &str) -> Result<SigningKey> {
        let kept = self.store.setting(KEY)?.ok_or(Error::Broke)?;
        let bytes = clock::unhex(&kept).ok_or(Error::Broke)?;
        let bytes = seal::unlock(&bytes, &Unlock::Passphrase(passphrase), 32)?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_| Error::Broke)?;
        Ok(SigningKey::from_bytes(&bytes))
    }
}

/// Makes the key that signs sessions here; without the passphrase it is of no use to anybody.
fn new_key(project: &store::Project, passphrase: &str) -> Result<()> {
    let lock = Lock::Passphrase { words: passphrase, work: WORK };
    let secret = clock::chance();
    let locked = seal::lock(&secret, &lock)?;
    project.set_setting(PUBLIC_KEY, &SigningKey::from_bytes(&secret).public().to_string())?;
    Ok(project.set_setting(KEY, &clock::hex(&locked))?)
}

/// Puts a study into the project that is made for it.
fn receive(project: &store::Project, manifest: &Manifest) -> Result<StudyId> {
    let protocol: Protocol = serde_json::from_value(manifest.protocol.clone())
        .map_err(|_| seal::Error::Damaged { place: "protocol".to_owned(), line: 0 })?;
    if let Some(fault) = protocol.faults().into_iter().next() {
        return Err(study::Error::Protocol(fault).into());
    }
    let codes: Vec<String> = manifest.readers.iter().map(|reader| reader.code.clone()).collect();
    let washout =
        manifest.display["washoutDays"].as_u64().and_then(|days| u32::try_from(days).ok());
    let request = StudyRequest {
        name: manifest.title.clone(),
        readers: codes.clone(),
        protocol: Some(protocol.id.clone()),
        language: manifest.language.clone(),
        washout_days: washout.unwrap_or(0),
        ..StudyRequest::default()
    };
    let kept = Kept {
        request,
        protocol: Some(protocol),
        skipped: Vec::new(),
        shown: Some(shown_of(&manifest.display)),
        cases: Vec::new(),
        received: Some(Received {
            design_hash: manifest.design_hash.clone(),
            recipient: manifest.recipient.clone(),
            key_commitment: manifest.key_commitment.clone(),
            display: manifest.display.clone(),
        }),
        ..Kept::default()
    };
    let new = NewStudy {
        name: manifest.title.clone(),
        request: kept.value()?,
        // There is none here: the order came with the pack.
        seed: [0; 32],
        code: manifest.study.clone(),
        amends: None,
        version: Some(manifest.version),
    };
    let now = clock::now();
    let id = project.add_study(&new, &now)?;
    let presentations = manifest.presentations.iter().map(|p| Presentation {
        presentation_id: p.id.clone(),
        reader: p.reader.clone(),
        round: p.round,
        block: p.block,
        position: p.position,
        attempt: 0,
        stage: p.stage.clone(),
        task: p.task.clone(),
        purpose: match p.purpose {
            Told::Counted => Purpose::Counted,
            Told::Training => Purpose::Training,
            Told::Calibration => Purpose::Example,
        },
        cases: p.cases.iter().map(ToString::to_string).collect(),
        repeat_of: None,
    });
    let design = Design::of(presentations.collect());
    let readers: Vec<Reader> =
        codes.into_iter().map(|code| Reader { display_name: code.clone(), code }).collect();
    let fixed =
        DesignToLock { readers: &readers, cases: None, design: &design, salt: clock::chance() };
    let event = json!({
        "t": now, "actor": "reader", "type": "pack.open", "pack_design_hash": manifest.design_hash,
        "code": manifest.study, "key_commitment": manifest.key_commitment,
    });
    project.lock_study(id, &fixed, &event, &now)?;
    Ok(id)
}

/// The cases of a pack: read from it as they are wanted, and never written anywhere.
pub(crate) struct FromPack {
    pack: Arc<Mutex<Pack<File>>>,
    said: BTreeMap<String, String>,
    cards: bool,
}

impl FromPack {
    fn bytes(&self, case: &str) -> Result<Vec<u8>> {
        let mut pack = self.pack.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(pack.stimulus(StimulusId::from_str(case)?)?)
    }
}

impl Stimuli for FromPack {
    fn block(&self, case: &str) -> Result<Vec<u8>> {
        self.bytes(case)
    }

    fn fields(&self, case: &str) -> Result<Vec<CardField>> {
        if !self.cards {
            return Ok(Vec::new());
        }
        serde_json::from_slice(&self.bytes(case)?).map_err(|_| Error::Broke)
    }

    fn about(&self, case: &str) -> Result<Stimulus> {
        if self.cards {
            let fields = self.fields(case)?.into_iter().map(|field| field.name).collect();
            return Ok(Stimulus { fields, ..Stimulus::default() });
        }
        about_block(&self.block(case)?)
    }

    fn said(&self, case: &str) -> Result<String> {
        self.said.get(case).cloned().ok_or(Error::Broke)
    }
}
