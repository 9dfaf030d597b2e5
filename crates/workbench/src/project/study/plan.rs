//! The plan of analysis: written before the lock, and fixed with it.

use std::sync::PoisonError;

use samples::ContentHash;
use store::{Study, StudyId};
use study::StudyState;
use study::protocol::{Claim, Language, Protocol};

use super::super::Open;
use super::kept::Kept;
use super::rules::{left_out, planned};
use crate::bench::Workbench;
use crate::wire::{PlanRules, PlanView};
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
    /// [`Error::TooLong`], [`Error::PlanRule`], [`Error::OutOfRange`], and those of the store: of a locked
    /// study it is not changed.
    pub fn set_plan(&self, id: u32, plan: &PlanView) -> Result<PlanView> {
        let open = self.open_to_change()?;
        let id = StudyId(id.into());
        let parts = [&plan.primary, &plan.secondary, &plan.exclusions, &plan.missing, &plan.notes];
        if let Some(part) = parts.into_iter().find(|part| MOST < part.chars().count()) {
            return Err(Error::TooLong { given: part.chars().count(), most: MOST });
        }
        let study = open.store.study(id)?;
        let rules = plan.rules.as_ref().map(|rules| open.checked_rules(&study, rules));
        let plan = PlanView { hash: None, rules: rules.transpose()?, ..plan.clone() };
        let before = open.plan(&study)?;
        let plan = open.following(&study, &before, plan)?;
        open.change_draft(id, |kept| kept.plan = Some(plan))?;
        open.plan(&open.store.study(id)?)
    }
}

impl Open {
    pub(crate) fn plan(&self, study: &Study) -> Result<PlanView> {
        let kept = Kept::read(study)?;
        let is_draft = study.state < StudyState::Locked;
        let plan = match kept.plan.clone() {
            // A draft that was planned before there were rules has those that are proposed.
            Some(plan) if plan.rules.is_none() && is_draft => {
                let rules = Some(self.proposed_rules(study, &kept)?);
                let plan = PlanView { rules, ..plan };
                self.following(study, &plan.clone(), plan)?
            }
            Some(plan) => plan,
            None if is_draft => {
                let rules = self.proposed_rules(study, &kept)?;
                proposed(&self.asked(&kept)?.0, rules)
            }
            // Studies of the first versions kept no plan: theirs is what was proposed then.
            None => first_proposed(&self.asked(&kept)?.0),
        };
        // What came in a pack has the coordinator's plan, which does not travel.
        let is_known = StudyState::Locked <= study.state && kept.received.is_none();
        let hash = is_known.then(|| plan_hash(&plan));
        Ok(PlanView { hash, ..plan })
    }

    /// Returns the hash of a plan that is locked; of a draft nothing is looked up.
    pub(crate) fn locked_plan_hash(&self, study: &Study) -> Result<Option<String>> {
        if study.state < StudyState::Locked {
            return Ok(None);
        }
        Ok(self.plan(study)?.hash)
    }

    /// Returns a plan whose proposed texts say what its rules are now; what was written stays.
    fn following(&self, study: &Study, before: &PlanView, plan: PlanView) -> Result<PlanView> {
        let (Some(rules), Some(rules_before)) = (&plan.rules, &before.rules) else {
            return Ok(plan);
        };
        let (protocol, _) = self.asked(&Kept::read(study)?)?;
        let now = proposed(&protocol, rules.clone());
        let then = proposed(&protocol, rules_before.clone());
        // A draft of before there were rules has the words that were proposed then.
        let [first_secondary, first_exclusions] = is_as_first_proposed(&plan);
        let text = |own: &String, is_first: bool, then: String, now: String| {
            if *own == then || is_first { now } else { own.clone() }
        };
        Ok(PlanView {
            secondary: text(&plan.secondary, first_secondary, then.secondary, now.secondary),
            exclusions: text(&plan.exclusions, first_exclusions, then.exclusions, now.exclusions),
            ..plan
        })
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

/// Returns the hash of a plan: over its parts and its rules, whatever else is told of it.
///
/// A plan without rules, of a study that was locked before there were any, keeps the hash it had.
pub(crate) fn plan_hash(plan: &PlanView) -> String {
    let PlanView { primary, secondary, exclusions, missing, notes, rules, hash: _ } = plan;
    let rules = rules.as_ref().map(|rules| serde_json::to_vec(rules).unwrap_or_default());
    let schema: &[u8] = match rules {
        None => b"touchstone.plan/1",
        Some(_) => b"touchstone.plan/2",
    };
    let texts = [primary, secondary, exclusions, missing, notes].map(String::as_bytes);
    let mut parts = vec![schema];
    parts.extend(texts);
    parts.extend(rules.as_deref());
    ContentHash::of(&parts).to_string()
}

/// Whether the texts of a plan without rules are those that were proposed then: of its further analyses,
/// and of whom it leaves out.
pub(crate) fn is_as_first_proposed(plan: &PlanView) -> [bool; 2] {
    let is = |text: &str, key: &str| text == words::say(&format!("app:plan.{key}"), &[]);
    [is(&plan.secondary, "secondary"), is(&plan.exclusions, "exclusions")]
}

/// Returns what the protocol proposed before there were rules.
fn first_proposed(protocol: &Protocol) -> PlanView {
    let say = |key: &str| words::say(&format!("app:plan.{key}"), &[]);
    let (secondary, exclusions) = (say("secondary"), say("exclusions"));
    let plan = proposed(protocol, PlanRules::default());
    PlanView { secondary, exclusions, rules: None, ..plan }
}

/// Returns what the protocol proposes, with such rules.
fn proposed(protocol: &Protocol, rules: PlanRules) -> PlanView {
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
        secondary: planned(&rules),
        exclusions: left_out(&rules),
        missing: say("missing", &[]),
        notes: String::new(),
        rules: Some(rules),
        hash: None,
    }
}
