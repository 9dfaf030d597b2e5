//! What the project keeps of a study beside its tables: the request, the protocol, and how cases are
//! shown. All of it is committed to when the study is locked.

use blinding::{CardColumn, Mend};
use samples::{Arm, Modality, SetId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Case, Set, Study};
use study::Role;
use study::protocol::{Language, Protocol};

use super::super::Open;
use super::protocols::language_of;
use super::received::Received;
use crate::wire::{AuditView, PlanView, StudyRequest};
use crate::{Error, Result};

/// How the cases of a study are shown: fixed when it is locked, and the same for all of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shown {
    /// The columns of the patient card; `None` for images.
    pub(crate) card: Option<Vec<CardColumn>>,
    /// The lowest and highest value shown of an image.
    pub(crate) window: Option<[u16; 2]>,
    /// What traces without a scale are drawn between.
    #[serde(default)]
    pub(crate) span: Option<[f64; 2]>,
    /// What is done to the cases of both sources, in this order.
    #[serde(default)]
    pub(crate) mends: Vec<Mend>,
    /// Whether the cells of a card are written as each table has them, and not yet alike.
    #[serde(default)]
    pub(crate) plain: bool,
    /// Columns that were taken off the card since they told, each with the place it had.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) off: Vec<(usize, CardColumn)>,
}

impl Shown {
    /// Takes columns off the card.
    pub(crate) fn leave_off(&mut self, names: &[String]) {
        for name in names {
            let Some(card) = self.card.as_mut() else { return };
            if let Some(at) = card.iter().position(|column| column.name == *name) {
                self.off.push((at, card.remove(at)));
            }
        }
    }

    /// Puts the columns back that were taken off the card.
    pub(crate) fn put_back(&mut self) {
        let Some(card) = self.card.as_mut() else { return };
        while let Some((at, column)) = self.off.pop() {
            card.insert(at.min(card.len()), column);
        }
    }

    /// Returns the word for what the reader's window shows.
    pub(crate) fn kind(&self) -> &'static str {
        match (&self.card, self.span) {
            (Some(_), _) => "card",
            (None, Some(_)) => "signal",
            (None, None) => "image",
        }
    }
}

/// A case of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct KeptCase {
    id: String,
    set: i64,
    ordinal: u32,
    synthetic: bool,
    #[serde(default)]
    generator: Option<String>,
    role: String,
    #[serde(default)]
    stratum: Option<String>,
    #[serde(default)]
    pair: Option<String>,
    #[serde(default)]
    subject: Option<String>,
    #[serde(default)]
    nearest: Option<String>,
}

impl KeptCase {
    pub(crate) fn of(case: &Case) -> Self {
        KeptCase {
            id: case.case_id.clone(),
            set: case.set.0,
            ordinal: case.ordinal,
            synthetic: case.arm == Arm::Synthetic,
            generator: case.generator.clone(),
            role: case.role.as_str().to_owned(),
            stratum: case.stratum.clone(),
            pair: case.pair.clone(),
            subject: case.subject.clone(),
            nearest: case.nearest.clone(),
        }
    }

    pub(crate) fn case(&self) -> Case {
        Case {
            case_id: self.id.clone(),
            set: SetId(self.set),
            ordinal: self.ordinal,
            arm: if self.synthetic { Arm::Synthetic } else { Arm::Real },
            generator: self.generator.clone(),
            role: Role::from_word(&self.role).unwrap_or_default(),
            stratum: self.stratum.clone(),
            pair: self.pair.clone(),
            subject: self.subject.clone(),
            nearest: self.nearest.clone(),
        }
    }
}

/// What is kept of a study.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Kept {
    #[serde(flatten)]
    pub(crate) request: StudyRequest,
    /// Nothing in studies of the first versions: they asked one question.
    #[serde(rename = "protocolFile", default)]
    pub(crate) protocol: Option<Protocol>,
    /// Tasks of the protocol that these cases have nothing to show for.
    #[serde(default)]
    pub(crate) skipped: Vec<String>,
    /// Nothing in studies of the first versions: it is found again from the sets.
    #[serde(default)]
    pub(crate) shown: Option<Shown>,
    /// The cases of a draft; a locked study has them in its table, too.
    #[serde(default)]
    pub(crate) cases: Vec<KeptCase>,
    /// The plan of analysis, when one was written.
    #[serde(default)]
    pub(crate) plan: Option<PlanView>,
    /// What the last audit of the draft found.
    #[serde(default)]
    pub(crate) audit: Option<AuditView>,
    /// Where it came from, when it is only read here.
    #[serde(default)]
    pub(crate) received: Option<Received>,
}

impl Kept {
    pub(crate) fn read(study: &Study) -> Result<Self> {
        serde_json::from_value(study.request.clone()).map_err(|_| Error::Broke)
    }

    pub(crate) fn value(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(|_| Error::Broke)
    }
}

impl Open {
    /// Returns the protocol of a study and the language that it is asked in.
    pub(crate) fn asked(&self, kept: &Kept) -> Result<(Protocol, Language)> {
        let protocol = match &kept.protocol {
            Some(protocol) => protocol.clone(),
            None => self.protocol(None, self.modality_of(kept)?)?,
        };
        let language = language_of(&kept.request, &protocol)?;
        Ok((protocol, language))
    }

    /// Returns how the cases of a study are shown.
    pub(crate) fn shown(&self, kept: &Kept) -> Result<Shown> {
        if let Some(shown) = &kept.shown {
            return Ok(shown.clone());
        }
        let real = self.real_set(kept)?;
        if real.modality != Modality::Table {
            return Ok(Shown::default());
        }
        let synthetic = &kept.request.synthetic;
        let synthetic = synthetic.iter().map(|&set| self.store.set(SetId(set.into())));
        let synthetic = synthetic.collect::<std::result::Result<Vec<Set>, _>>()?;
        Ok(Shown { card: Some(self.card_of(&real, &synthetic)?.columns), ..Shown::default() })
    }

    /// Returns what the cases of a study are.
    pub(crate) fn modality_of(&self, kept: &Kept) -> Result<Modality> {
        match &kept.received {
            Some(received) => Ok(received.modality()),
            None => Ok(self.real_set(kept)?.modality),
        }
    }

    fn real_set(&self, kept: &Kept) -> Result<Set> {
        Ok(self.store.set(SetId(kept.request.real.into()))?)
    }
}
