//! The plan of analysis: written before the lock, and fixed with it.

use std::sync::PoisonError;

use samples::ContentHash;
use store::{Study, StudyId};
use study::StudyState;
use study::protocol::{Claim, Language, Protocol};

use super::super::Open;
use super::kept::Kept;
use crate::bench::Workbench;
use crate::wire::PlanView;
use crate::{Error, Result, clock};

/// The most characters of each part.
const MOST: usize = 10_000;

impl Workbench {
    /// Shows the plan of analysis: what was written, or what the protocol proposes.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn plan(&self, id: u32) -> Result<PlanView> {
        let open = self.open()?;
        open.plan(&open.store.study(StudyId(id.into()))?)
    }

    /// Keeps the plan of analysis of a draft.
    ///
    /// # Errors
    ///
    /// [`Error::TooLong`], and those of the store: of a locked study it is not changed.
    pub fn set_plan(&self, id: u32, plan: &PlanView) -> Result<PlanView> {
        let open = self.open_to_change()?;
        let id = StudyId(id.into());
        let parts = [&plan.primary, &plan.secondary, &plan.exclusions, &plan.missing, &plan.notes];
        if let Some(part) = parts.into_iter().find(|part| MOST < part.chars().count()) {
            return Err(Error::TooLong { given: part.chars().count(), most: MOST });
        }
        open.change_draft(id, |kept| {
            kept.plan = Some(PlanView { hash: None, ..plan.clone() });
        })?;
        open.plan(&open.store.study(id)?)
    }
}

impl Open {
    pub(crate) fn plan(&self, study: &Study) -> Result<PlanView> {
        let kept = Kept::read(study)?;
        let (protocol, _) = self.asked(&kept)?;
        let plan = kept.plan.unwrap_or_else(|| proposed(&protocol));
        let hash = (StudyState::Locked <= study.state).then(|| plan_hash(&plan));
        Ok(PlanView { hash, ..plan })
    }

    /// Changes what is kept of a draft.
    pub(crate) fn change_draft(&self, id: StudyId, change: impl FnOnce(&mut Kept)) -> Result<()> {
        // An audit that ends and a plan that is saved do not undo each other.
        let _one = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
        let study = self.store.study(id)?;
        let mut kept = Kept::read(&study)?;
        change(&mut kept);
        Ok(self.store.change_study(id, &study.name, &kept.value()?, &clock::now())?)
    }
}

/// Returns the hash of a plan: over its parts, whatever else is told of it.
pub(crate) fn plan_hash(plan: &PlanView) -> String {
    let PlanView { primary, secondary, exclusions, missing, notes, hash: _ } = plan;
    let parts = [primary, secondary, exclusions, missing, notes].map(String::as_bytes);
    let parts = [&[&b"touchstone.plan/1"[..]], &parts[..]].concat();
    ContentHash::of(&parts).to_string()
}

/// Returns what the protocol proposes.
pub(crate) fn proposed(protocol: &Protocol) -> PlanView {
    let say = |key: &str, params: &[(&str, &str)]| words::say(&format!("app:plan.{key}"), params);
    let asked = protocol.tasks().flat_map(|(_, task)| &task.items);
    let item = asked.into_iter().find(|item| item.id == protocol.primary.item);
    let item = item.map_or(protocol.primary.item.as_str(), |item| item.text.of(Language::En));
    let primary = match protocol.primary.claim {
        Claim::Equivalence { margin } => {
            say("equivalence", &[("item", item), ("margin", &margin.to_string())])
        }
        Claim::Difference { accuracy } => {
            say("difference", &[("item", item), ("accuracy", &accuracy.to_string())])
        }
    };
    PlanView {
        primary,
        secondary: say("secondary", &[]),
        exclusions: say("exclusions", &[]),
        missing: say("missing", &[]),
        notes: String::new(),
        hash: None,
    }
}
