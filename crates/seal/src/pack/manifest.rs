//! What a pack tells a workstation.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use rand::Rng;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use super::SCHEMA;
use crate::hex::{hex, unhex};
use crate::{Error, PublicKey, Result};

/// Names what is shown in one place of one presentation: 128 random bits.
///
/// A case that one reader is shown twice has two of them, so that a workstation
/// cannot see that it is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StimulusId([u8; 16]);

impl StimulusId {
    /// Returns a new id.
    pub fn random(chance: &mut dyn Rng) -> StimulusId {
        let mut bytes = [0; 16];
        chance.fill_bytes(&mut bytes);
        StimulusId(bytes)
    }
}

impl fmt::Display for StimulusId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl FromStr for StimulusId {
    type Err = Error;

    fn from_str(text: &str) -> Result<StimulusId> {
        let id = unhex(text).map(StimulusId);
        id.ok_or_else(|| Error::Unfit { what: "stimulus", why: text.to_owned() })
    }
}

impl Serialize for StimulusId {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StimulusId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<StimulusId, D::Error> {
        String::deserialize(from)?.parse().map_err(de::Error::custom)
    }
}

/// What a pack holds, and who is to read it in which order.
///
/// No truth, no seed, no case, no generator, and nothing that says of two
/// stimuli that they are the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// The study, as 32 hexadecimal digits.
    pub study: String,
    /// The version of its design, from 1.
    pub version: u32,
    /// The hash of its design, as 64 hexadecimal digits.
    pub design_hash: String,
    /// The hash of its questions, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question_hash: Option<String>,
    /// What readers see as the study's name.
    pub title: String,
    /// When it was made, in UTC: a time that was given, and that no file of the pack repeats.
    pub made_at: String,
    /// What is asked, in the form of a protocol's file.
    pub protocol: Value,
    /// The language that readers are asked in, when it is not theirs to choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How cases are shown: the same for all of them.
    pub display: Value,
    /// Who reads.
    pub readers: Vec<PackReader>,
    /// What is shown to whom, in the order of the design.
    pub presentations: Vec<PackPresentation>,
    /// Who may open the sessions that are sent back: an age recipient of the coordinator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The commitment to the key file: SHA-256 of its ciphertext, as 64 hexadecimal digits.
    pub key_commitment: String,
    /// What can be shown, sorted by id.
    pub stimuli: Vec<StimulusEntry>,
}

/// A reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackReader {
    /// The reader's code.
    pub code: String,
    /// The key that signs the reader's sessions, when it is enrolled.
    pub key: Option<PublicKey>,
}

/// What one reader is shown at one time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackPresentation {
    /// Its id, as 32 hexadecimal digits.
    pub id: String,
    /// The reader's code.
    pub reader: String,
    /// The round, from 1.
    pub round: u32,
    /// The block, from 1.
    pub block: u32,
    /// The place among the reader's presentations of the round, from 1.
    pub position: u32,
    /// The stage of the protocol.
    pub stage: String,
    /// The task of the stage.
    pub task: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What is shown, from left to right.
    pub cases: Vec<StimulusId>,
    /// What is told of a training case or an example: of cases that count, nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// What a presentation is for, as far as a reader may know.
///
/// Repeats and obvious cases are not announced: they are among the counted ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Read first, with what it was told afterwards.
    Training,
    /// Shows the ends of a scale.
    Calibration,
    /// Counts.
    Counted,
}

/// A stimulus, as far as a workstation may know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StimulusEntry {
    /// Its id.
    pub id: StimulusId,
    /// What its bytes are.
    pub kind: StimulusKind,
}

/// What the bytes of a stimulus are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StimulusKind {
    /// A picture.
    Image,
    /// Traces over time.
    Signal,
    /// A patient's fields.
    Card,
}

impl Manifest {
    /// Looks that the manifest does not contradict itself.
    ///
    /// # Errors
    ///
    /// [`Error::Unfit`] with the first field that is not as it must be: among
    /// others, no stimulus is shown to a reader twice, each is shown to some
    /// reader, and nothing is told of what counts.
    pub fn check(&self) -> Result<()> {
        let unfit = |what, why: &str| Error::Unfit { what, why: why.to_owned() };
        if self.schema != SCHEMA {
            return Err(unfit("schema", &self.schema));
        }
        if unhex::<16>(&self.study).is_none() {
            return Err(unfit("study", &self.study));
        }
        let hashes = [
            ("design_hash", Some(&self.design_hash)),
            ("question_hash", self.question_hash.as_ref()),
            ("key_commitment", Some(&self.key_commitment)),
        ];
        for (what, hash) in hashes {
            if hash.is_some_and(|hash| unhex::<32>(hash).is_none()) {
                return Err(unfit(what, hash.map_or("", String::as_str)));
            }
        }
        if !self.stimuli.is_sorted_by(|a, b| a.id < b.id) {
            return Err(unfit("stimuli", "not sorted, or one twice"));
        }

        let mut readers = BTreeSet::new();
        for PackReader { code, .. } in &self.readers {
            if !readers.insert(code.as_str()) {
                return Err(unfit("readers", code));
            }
        }
        let known: BTreeSet<StimulusId> = self.stimuli.iter().map(|entry| entry.id).collect();
        let mut seen: BTreeSet<(&str, StimulusId)> = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for presentation in &self.presentations {
            if unhex::<16>(&presentation.id).is_none() || !ids.insert(presentation.id.as_str()) {
                return Err(unfit("presentations", &presentation.id));
            }
            if !readers.contains(presentation.reader.as_str()) {
                return Err(unfit("reader", &presentation.reader));
            }
            let reader = presentation.reader.as_str();
            let fits = |id: &&StimulusId| !known.contains(id) || !seen.insert((reader, **id));
            if let Some(id) = presentation.cases.iter().find(fits) {
                return Err(unfit("cases", &id.to_string()));
            }
            if presentation.purpose == Purpose::Counted && presentation.said.is_some() {
                return Err(unfit("said", &presentation.id));
            }
        }
        let shown: BTreeSet<StimulusId> = seen.into_iter().map(|(_, id)| id).collect();
        let unused = known.difference(&shown).next();
        unused.map_or(Ok(()), |id| Err(unfit("stimuli", &id.to_string())))
    }
}
