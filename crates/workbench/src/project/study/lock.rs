//! From a draft to a locked design.

use std::sync::Arc;

use serde_json::json;
use store::{Case, DesignToLock, Reader, Study, StudyId};
use study::{CaseSpec, Design, DesignRequest, StudyState};

use super::super::Open;
use super::kept::{Kept, KeptCase};
use super::plan::plan_hash;
use super::view::MOST_IN_A_ROW;
use crate::bench::Workbench;
use crate::wire::{PlanView, StudyRequest, StudyView};
use crate::{Error, Result, clock};

impl Workbench {
    /// Makes a study, chooses its cases, fixes each reader's order, and locks all of it.
    ///
    /// # Errors
    ///
    /// Those of [`Workbench::draft_study`] and [`Workbench::lock_study`]; then no study is there.
    pub fn create_study(&self, request: &StudyRequest) -> Result<StudyView> {
        let open = self.open_to_change()?;
        let id = open.create_study(request)?;
        self.0.changed();
        self.study(id)
    }

    /// Fixes each reader's order, and locks the study.
    ///
    /// # Errors
    ///
    /// Those of crate `study` for a design that cannot be, and those of the store.
    pub fn lock_study(&self, id: u32) -> Result<StudyView> {
        let open = self.open_to_change()?;
        open.lock(StudyId(id.into()))?;
        self.0.changed();
        self.study(id)
    }

    /// Deletes a study that is not locked.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn delete_study(&self, id: u32) -> Result<()> {
        let open = self.open_to_change()?;
        open.store.delete_study(StudyId(id.into()))?;
        self.0.changed();
        Ok(())
    }
}

impl Open {
    pub(crate) fn create_study(self: &std::sync::Arc<Self>, request: &StudyRequest) -> Result<u32> {
        let id = self.draft(request, None)?;
        // Who asks for all at once has it mended, too.
        let locked = self.mended(id).and_then(|_| self.lock(id));
        if let Err(error) = locked {
            // What went wrong first is what is told.
            drop(self.store.delete_study(id));
            return Err(error);
        }
        u32::try_from(id.0).map_err(|_| Error::Broke)
    }

    /// Writes the cells of cards alike where nothing was found to tell: few cases prove little, and it
    /// does no harm. Where something tells, the coordinator is to see it.
    fn write_alike(self: &Arc<Self>, id: StudyId) -> Result<()> {
        let kept = Kept::read(&self.store.study(id)?)?;
        let fails = kept.audit.as_ref().is_some_and(|audit| audit.verdict == "fail");
        if !fails && kept.shown.is_some_and(|shown| shown.plain) {
            self.keep_mends(id, |shown| shown.plain = false)?;
            self.audited(id)?;
        }
        Ok(())
    }

    /// Fixes the design of a draft whose audit does not fail.
    pub(crate) fn lock(self: &Arc<Self>, id: StudyId) -> Result<()> {
        let study = self.store.study(id)?;
        if !study.state.may(StudyState::Locked) {
            return Err(study::Error::Step { from: study.state, to: StudyState::Locked }.into());
        }
        self.audited(id)?;
        self.write_alike(id)?;
        let audit = self.audited(id)?;
        if audit.verdict == "fail" {
            let tells = audit.leaks.iter().filter(|leak| leak.channel == "container" && leak.tells);
            let attributes: Vec<&str> = tells.map(|leak| leak.title.as_str()).collect();
            return Err(Error::AuditFails { attributes: attributes.join(", ") });
        }
        let study = self.store.study(id)?;
        let mut kept = Kept::read(&study)?;
        // What is proposed and was not changed is the plan, then, with its rules: later proposals may be
        // others.
        kept.plan = Some(PlanView { hash: None, ..self.plan(&study)? });
        self.change_draft(id, |draft| draft.plan.clone_from(&kept.plan))?;
        let (cases, design) = self.designed(&study, &kept)?;
        let readers: Vec<Reader> = codes(&kept.request)
            .into_iter()
            .map(|code| Reader { display_name: code.clone(), code })
            .collect();
        let fixed = DesignToLock {
            readers: &readers,
            cases: Some(&cases),
            design: &design,
            salt: clock::chance(),
        };
        let now = clock::now();
        let shown = serde_json::to_string(&kept.shown).map_err(|_| Error::Broke)?;
        let shown = samples::ContentHash::of_bytes(shown.as_bytes());
        let protocol = self.asked(&kept)?.0.to_text();
        let protocol = samples::ContentHash::of_bytes(protocol.as_bytes());
        let event = self.told(json!({
            "t": now, "type": "study.lock", "shown": shown.to_string(),
            "protocol": protocol.to_string(), "audit": audit.verdict, "plan": plan_hash(&self.plan(&study)?),
        }));
        self.store.lock_study(id, &fixed, &event, &now)?;
        Ok(())
    }

    /// Makes the design of a draft, without keeping it.
    fn designed(&self, study: &Study, kept: &Kept) -> Result<(Vec<Case>, Design)> {
        let seed = self.store.study_seed(study.id)?;
        let cases: Vec<Case> = kept.cases.iter().map(KeptCase::case).collect();
        let request = self.design_request(kept, (seed, &study.code), specs(&cases))?;
        Ok((cases, Design::make(&request)?))
    }

    /// Returns what a design is made from.
    pub(crate) fn design_request(
        &self,
        kept: &Kept,
        (seed, code): ([u8; 32], &str),
        cases: Vec<CaseSpec>,
    ) -> Result<DesignRequest> {
        let (protocol, _) = self.asked(kept)?;
        let request = &kept.request;
        Ok(DesignRequest {
            study: code.to_owned(),
            stages: protocol.stage_specs(),
            rounds: request.rounds.max(1),
            most_in_a_row: MOST_IN_A_ROW,
            groups: request.groups.max(1) as usize,
            vary_percent: request.vary_percent,
            repeat_percent: request.repeat_percent.unwrap_or_else(|| percent(protocol.repeats)),
            ..DesignRequest::new(seed, codes(request), cases)
        })
    }
}

/// The codes of a study's readers.
pub(crate) fn codes(request: &StudyRequest) -> Vec<String> {
    request.readers.iter().map(|code| code.trim().to_owned()).collect()
}

/// Returns cases, as a design needs them.
pub(crate) fn specs(cases: &[Case]) -> Vec<CaseSpec> {
    let spec = |case: &Case| CaseSpec {
        case_id: case.case_id.clone(),
        arm: case.arm,
        stratum: case.stratum.clone(),
        pair: case.pair.clone(),
        generator: case.generator.clone(),
        subject: case.subject.clone(),
        role: case.role,
        nearest: case.nearest.clone(),
    };
    cases.iter().map(spec).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is at most one half"
)]
pub(super) fn percent(share: f64) -> u32 {
    (100.0 * share).round().clamp(0.0, 100.0) as u32
}
