//! The protocols that studies can be made from: those that are shipped, and those of the project.

use std::fs;
use std::path::Path;

use samples::Modality;
use study::protocol::{Claim, Language, Protocol, Subject, Warning};

use super::super::Open;
use super::items::item_view;
use super::lock::percent;
use crate::bench::Workbench;
use crate::names::name_of;
use crate::wire::{PowerRequest, ProtocolView, StageView, StudyRequest, TaskView};
use crate::{Error, Result};

/// Stands before the id of a protocol in the project's settings.
const KEPT: &str = "protocol.";
/// Where the settings list the ids of the project's own protocols.
const OWN: &str = "protocols";
/// The largest file that can be a protocol.
const MOST_BYTES: u64 = 1 << 20;

impl Workbench {
    /// Lists the protocols that studies of this kind of data can be made from; all when none is named.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn protocols(&self) -> Result<Vec<ProtocolView>> {
        let open = self.open()?;
        let own = open.own_protocols()?;
        let quick = [Subject::Image, Subject::Signal, Subject::Table].map(Protocol::quick);
        let shipped = quick.into_iter().chain(Protocol::shipped());
        let all = shipped.map(|protocol| (protocol, true));
        let all = all.chain(own.into_iter().map(|protocol| (protocol, false)));
        Ok(all.map(|(protocol, shipped)| protocol_view(&protocol, shipped)).collect())
    }

    /// Takes a protocol's file into the project.
    ///
    /// # Errors
    ///
    /// [`Error::File`], [`Error::ProtocolTaken`], those of crate `study` with the place of the first
    /// fault, and those of the store.
    pub fn import_protocol(&self, path: &Path) -> Result<ProtocolView> {
        let open = self.open_to_change()?;
        let protocol = read_protocol(path)?;
        open.keep_protocol(&protocol)?;
        Ok(protocol_view(&protocol, false))
    }

    /// Writes a protocol's file, to be changed and imported under another id.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`], [`Error::File`], and those of the store.
    pub fn save_protocol(&self, id: &str, to: &Path) -> Result<()> {
        let open = self.open()?;
        let known = open.own_protocols()?.into_iter().chain(Protocol::shipped());
        let quick = Protocol::quick(Subject::Image);
        let found = known.chain([quick]).find(|protocol| protocol.id == id);
        let protocol = found.ok_or(Error::NoSuch { what: "protocol", id: id.to_owned() })?;
        fs::write(to, protocol.to_text()).map_err(|error| Error::File {
            name: name_of(to),
            tried: "written",
            why: error.to_string(),
        })
    }
}

/// Reads a protocol from its file.
fn read_protocol(path: &Path) -> Result<Protocol> {
    let unread = |why: String| Error::File { name: name_of(path), tried: "read", why };
    let about = fs::metadata(path).map_err(|error| unread(error.to_string()))?;
    if MOST_BYTES < about.len() {
        return Err(unread(format!("{} bytes are more than a protocol has", about.len())));
    }
    let text = fs::read_to_string(path).map_err(|error| unread(error.to_string()))?;
    Ok(Protocol::parse(&text)?)
}

impl Open {
    /// Finds a protocol; without an id, the shortest one.
    pub(crate) fn protocol(&self, id: Option<&str>, modality: Modality) -> Result<Protocol> {
        let subject = subject_of(modality)?;
        let quick = Protocol::quick(subject);
        let Some(id) = id.filter(|id| **id != *quick.id) else { return Ok(quick) };
        let known = self.own_protocols()?.into_iter().chain(Protocol::shipped());
        let found = known.into_iter().find(|protocol| protocol.id == id);
        let found = found.ok_or(Error::NoSuch { what: "protocol", id: id.to_owned() })?;
        if found.modality != subject {
            return Err(Error::ProtocolOfOther { id: id.to_owned(), given: modality });
        }
        Ok(found)
    }

    /// Keeps a protocol with the project; the same one twice is one.
    pub(crate) fn keep_protocol(&self, protocol: &Protocol) -> Result<()> {
        let taken = Protocol::shipped().into_iter().any(|shipped| shipped.id == protocol.id)
            || Protocol::quick(protocol.modality).id == protocol.id;
        let own = self.own_protocols()?;
        let same = own.iter().find(|known| known.id == protocol.id);
        if taken || same.is_some_and(|known| known.version > protocol.version) {
            return Err(Error::ProtocolTaken { id: protocol.id.clone() });
        }
        self.store.set_setting(&format!("{KEPT}{}", protocol.id), &protocol.to_text())?;
        if same.is_none() {
            let ids: Vec<&str> =
                own.iter().map(|known| known.id.as_str()).chain([protocol.id.as_str()]).collect();
            self.store.set_setting(OWN, &ids.join(" "))?;
        }
        Ok(())
    }

    fn own_protocols(&self) -> Result<Vec<Protocol>> {
        let ids = self.store.setting(OWN)?.unwrap_or_default();
        let mut own = Vec::new();
        for id in ids.split_whitespace() {
            if let Some(text) = self.store.setting(&format!("{KEPT}{id}"))? {
                own.push(Protocol::parse(&text)?);
            }
        }
        Ok(own)
    }
}

fn subject_of(modality: Modality) -> Result<Subject> {
    match modality {
        Modality::Image => Ok(Subject::Image),
        Modality::Signal => Ok(Subject::Signal),
        Modality::Table => Ok(Subject::Table),
        Modality::Vectors => {
            Err(Error::NotOfModality { wanted: Modality::Image, given: Modality::Vectors })
        }
    }
}

/// Returns the language that readers are asked in.
pub(crate) fn language_of(request: &StudyRequest, protocol: &Protocol) -> Result<Language> {
    let there = protocol.languages();
    match request.language.as_deref() {
        Some(code) => there
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or(Error::NoSuch { what: "language", id: code.to_owned() }),
        None => Ok(there.first().copied().unwrap_or(Language::En)),
    }
}

/// Returns the stages of a protocol, as the coordinator sees them.
pub(crate) fn stage_views(protocol: &Protocol, language: Language) -> Vec<StageView> {
    let task = |task: &study::protocol::Task| TaskView {
        id: task.id.clone(),
        show: task.show.word().to_owned(),
        items: task.items.iter().map(|item| item_view(item, language)).collect(),
    };
    let stage = |stage: &study::protocol::Stage| StageView {
        id: stage.id.clone(),
        disclosed: stage.disclosed,
        tasks: stage.tasks.iter().map(task).collect(),
    };
    protocol.stages.iter().map(stage).collect()
}

/// Returns a protocol, as a coordinator chooses among them.
pub(crate) fn protocol_view(protocol: &Protocol, shipped: bool) -> ProtocolView {
    let languages = protocol.languages();
    let language = languages.first().copied().unwrap_or(Language::En);
    let modality = match protocol.modality {
        Subject::Image => Modality::Image,
        Subject::Signal => Modality::Signal,
        Subject::Table => Modality::Table,
    };
    let (claim, number) = match protocol.primary.claim {
        Claim::Equivalence { margin } => ("equivalence", margin),
        Claim::Difference { accuracy } => ("difference", accuracy),
    };
    let asked = protocol.tasks().flat_map(|(_, task)| &task.items);
    let item = asked.into_iter().find(|item| item.id == protocol.primary.item);
    let item = item.map_or(protocol.primary.item.as_str(), |item| item.text.of(language));
    ProtocolView {
        id: protocol.id.clone(),
        version: protocol.version,
        title: protocol.title.of(language).to_owned(),
        about: protocol.about.of(language).to_owned(),
        modality: modality.into(),
        languages: languages.iter().map(|language| language.code().to_owned()).collect(),
        minutes: whole(protocol.minutes()),
        sessions: protocol.sessions(),
        power: protocol.power().ok(),
        claim: words::say(
            &format!("app:protocol.{claim}"),
            &[("number", &number.to_string()), ("item", item)],
        ),
        assumed: PowerRequest {
            readers: protocol.size.readers,
            cases: protocol.size.real + protocol.size.synthetic,
            margin: match protocol.primary.claim {
                Claim::Equivalence { margin } => Some(margin),
                Claim::Difference { .. } => None,
            },
            accuracy: match protocol.primary.claim {
                Claim::Equivalence { .. } => 0.5,
                Claim::Difference { accuracy } => accuracy,
            },
            within_reader: protocol.primary.within_reader,
            within_case: protocol.primary.within_case,
            pilot: None,
        },
        n_readers: protocol.size.readers,
        n_real: protocol.size.real,
        n_synthetic: protocol.size.synthetic,
        n_training: protocol.training,
        n_examples: protocol.calibration,
        repeat_percent: percent(protocol.repeats),
        stages: stage_views(protocol, language),
        warnings: protocol.warnings().iter().map(warning).collect(),
        shipped,
    }
}

fn warning(warning: &Warning) -> String {
    match warning {
        Warning::Long { minutes, sessions } => words::say(
            "app:protocol.long",
            &[("minutes", &whole(*minutes).to_string()), ("count", &sessions.to_string())],
        ),
        Warning::Weak { power } => {
            words::say("app:protocol.weak", &[("power", &format!("{power:.2}"))])
        }
        Warning::NoTraining => words::say("app:protocol.noTraining", &[]),
    }
}

/// A number of minutes, rounded up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "minutes of a session are few and not negative"
)]
pub(crate) fn whole(minutes: f64) -> u32 {
    minutes.ceil().clamp(0.0, 1e6) as u32
}
