//! From what is asked for to a draft: its cases are chosen, and how they are shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use jobs::Task;
use samples::{Arm, Modality};
use store::{Case, NewStudy, Set, StudyId};
use study::protocol::{Protocol, Show};
use study::{Design, Role};

use super::super::Open;
use super::super::card::left_off;
use super::choosing::{MOST_CASES, Wanted};
use super::kept::{Kept, KeptCase, Shown};
use super::lock::specs;
use super::protocols::language_of;
use crate::bench::Workbench;
use crate::measuring::nearest;
use crate::names::checked_name;
use crate::wire::{Choosing, StudyPreview, StudyRequest, StudyView};
use crate::{Error, Result, clock};

impl Workbench {
    /// Tells what readers would see of the cases of these sets, before a study is made.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchSet`], [`Error::Incomplete`], and those of store and format.
    pub fn preview_study(&self, real: u32, synthetic: &[u32]) -> Result<StudyPreview> {
        let open = self.open()?;
        let (real, synthetic) = open.sides(real, synthetic)?;
        if real.modality != Modality::Table {
            return Ok(StudyPreview { columns: Vec::new(), left_off: Vec::new() });
        }
        let card = open.card_of(&real, &synthetic)?;
        Ok(StudyPreview {
            columns: card.columns.into_iter().map(|column| column.name).collect(),
            left_off: card.left_off.iter().map(|(column, why)| left_off(column, *why)).collect(),
        })
    }

    /// Makes a draft of a study: chooses its cases, and how they are shown.
    ///
    /// # Errors
    ///
    /// [`Error::Incomplete`], [`Error::DifferentModalities`], [`Error::ContainersTell`] when
    /// readers could tell the sources by size or depth, and those of crate `study` for a design that
    /// cannot be.
    pub fn draft_study(&self, request: &StudyRequest) -> Result<StudyView> {
        let open = self.open_to_change()?;
        let id = open.draft(request, None)?;
        self.0.changed();
        self.study(u32::try_from(id.0).map_err(|_| Error::Broke)?)
    }
}

impl Open {
    /// Makes a draft; without a protocol, of the one that the request names.
    pub(crate) fn draft(
        self: &Arc<Self>,
        request: &StudyRequest,
        protocol: Option<Protocol>,
    ) -> Result<StudyId> {
        let name = checked_name(&request.name)?;
        let (real, synthetic) = self.sides(request.real, &request.synthetic)?;
        if matches!(real.modality, Modality::Vectors) {
            return Err(Error::NotOfModality { wanted: Modality::Image, given: real.modality });
        }
        let request = counted(request, &real);
        for (what, given) in [("nReal", request.n_real), ("nSynthetic", request.n_synthetic)] {
            if given == 0 || MOST_CASES < given {
                return Err(Error::OutOfRange { what, least: 1, most: MOST_CASES, given });
            }
        }
        let protocol = match protocol {
            Some(protocol) => protocol,
            None => self.protocol(request.protocol.as_deref(), real.modality)?,
        };
        language_of(&request, &protocol)?;
        let disclosed: BTreeSet<bool> =
            protocol.stages.iter().map(|stage| stage.disclosed).collect();
        if 1 < request.rounds && 1 < disclosed.len() {
            return Err(Error::RoundsDisclose);
        }
        let seed = request.seed.map_or_else(clock::chance, |seed| {
            *samples::ContentHash::of(&[b"touchstone.study-seed/1", &seed.to_le_bytes()]).as_bytes()
        });
        let wanted = Wanted::new(&request, &protocol, (&real, &synthetic), &seed);
        let (mut cases, shown) = self.choose(&wanted)?;
        if protocol.tasks().any(|(_, task)| task.show == Show::Nearest {}) {
            self.add_nearest(&real, &synthetic, &mut cases)?;
        }
        let card = match real.modality {
            Modality::Table => Some(self.card_of(&real, &synthetic)?.columns),
            Modality::Image | Modality::Signal | Modality::Vectors => None,
        };
        if card.as_ref().is_some_and(Vec::is_empty) {
            return Err(Error::NoCommonColumns);
        }
        let (protocol, skipped) = carried_out(protocol, &cases);
        let kept = Kept {
            request,
            skipped,
            protocol: Some(protocol),
            // How the tables write their cells is audited first.
            shown: Some(Shown { plain: card.is_some(), card, ..shown }),
            cases: cases.iter().map(KeptCase::of).collect(),
            ..Kept::default()
        };
        let sets: Vec<&Set> = std::iter::once(&real).chain(&synthetic).collect();
        let code = self.new_code(&kept.request, &sets)?;
        // A design that cannot be is better known now than when all else is done.
        Design::make(&self.design_request(&kept, (seed, &code), specs(&cases))?)?;
        let new =
            NewStudy { name, request: kept.value()?, seed, code, amends: None, version: None };
        Ok(self.store.add_study(&new, &clock::now())?)
    }

    /// Finds the real sample that is nearest to each synthetic case that counts; those that are no
    /// cases yet come as such.
    fn add_nearest(
        self: &Arc<Self>,
        real: &Set,
        synthetic: &[Set],
        cases: &mut Vec<Case>,
    ) -> Result<()> {
        let real_data = self.set_data(real)?;
        for set in synthetic {
            let counted = |case: &&Case| case.set == set.id && case.role == Role::Counted;
            let wanted: Vec<usize> =
                cases.iter().filter(counted).map(|case| case.ordinal as usize).collect();
            let data = self.set_data(set)?;
            let found = nearest(&Task::unwatched(), &real_data, &data, &wanted)?;
            for (ordinal, near) in found {
                let near = u32::try_from(near).map_err(|_| Error::Broke)?;
                let known = cases.iter().find(|case| case.set == real.id && case.ordinal == near);
                let name = if let Some(known) = known {
                    known.case_id.clone()
                } else {
                    let name = format!("case-{:04}", cases.len() + 1);
                    let case = Case::new(name.clone(), real.id, near, Arm::Real);
                    cases.push(Case { role: Role::Neighbour, ..case });
                    name
                };
                let of = cases
                    .iter_mut()
                    .find(|case| case.set == set.id && case.ordinal as usize == ordinal);
                if let Some(case) = of {
                    case.nearest = Some(name);
                }
            }
        }
        Ok(())
    }

    /// Returns a name for a study wherever it goes, 32 hexadecimal digits: from chance, or from a seed
    /// that was typed and what the study is made of, so that it can be made again and no other study
    /// has it.
    fn new_code(&self, request: &StudyRequest, sets: &[&Set]) -> Result<String> {
        let n_studies = self.store.studies()?.len().to_le_bytes();
        // In an order of their own: which set is the real one must not show in the code.
        let mut manifests: Vec<String> =
            sets.iter().filter_map(|set| set.manifest).map(|own| own.to_string()).collect();
        manifests.sort_unstable();
        let bytes = request.seed.map_or_else(clock::chance, |seed| {
            let seed = seed.to_le_bytes();
            let mut parts: Vec<&[u8]> =
                vec![b"touchstone.study-code/2", &seed, &n_studies, request.name.as_bytes()];
            parts.extend(manifests.iter().map(String::as_bytes));
            *samples::ContentHash::of(&parts).as_bytes()
        });
        Ok(clock::hex(&bytes[..16]))
    }

    /// Finds the sets of a study: complete, and of one kind.
    pub(super) fn sides(&self, real: u32, synthetic: &[u32]) -> Result<(Set, Vec<Set>)> {
        let real = self.complete_set(real)?;
        let synthetic =
            synthetic.iter().map(|&set| self.complete_set(set)).collect::<Result<Vec<Set>>>()?;
        if synthetic.is_empty() {
            return Err(Error::NeedsBothSets);
        }
        for set in &synthetic {
            if set.modality != real.modality {
                let (real, synthetic) = (real.modality, set.modality);
                return Err(Error::DifferentModalities { real, synthetic });
            }
        }
        Ok((real, synthetic))
    }
}

/// Returns the protocol without the tasks that these cases have nothing to show for, and which tasks
/// those are: two generators cannot be compared where there is one.
///
/// The task that the claim rests on stays, whatever it shows.
fn carried_out(mut protocol: Protocol, cases: &[Case]) -> (Protocol, Vec<String>) {
    let counted: Vec<&Case> = cases.iter().filter(|case| case.role == Role::Counted).collect();
    let generators: BTreeSet<Option<&str>> = counted
        .iter()
        .filter(|case| case.arm == Arm::Synthetic)
        .map(|case| case.generator.as_deref())
        .collect();
    let most = |arm: Arm| counted.iter().filter(|case| case.arm == arm).count();
    let primary = protocol.primary.item.clone();
    let mut skipped = Vec::new();
    for stage in &mut protocol.stages {
        stage.tasks.retain(|task| {
            let shown = match task.show {
                Show::Rivals {} => 1 < generators.len(),
                Show::Nearest {} => counted.iter().any(|case| case.nearest.is_some()),
                Show::Set { cases } => {
                    (cases as usize) <= most(Arm::Real).max(most(Arm::Synthetic))
                }
                Show::Single {} | Show::Pair {} | Show::Abx {} => true,
            };
            let stays = shown || task.items.iter().any(|item| item.id == primary);
            if !stays {
                skipped.push(task.id.clone());
            }
            stays
        });
    }
    protocol.stages.retain(|stage| !stage.tasks.is_empty());
    (protocol, skipped)
}

/// Returns the request with the numbers of cases that are chosen by hand.
fn counted(request: &StudyRequest, real: &Set) -> StudyRequest {
    let mut request = request.clone();
    if let Choosing::ByHand { cases } = &request.choosing {
        let catch = |case: &&crate::wire::SampleRef| !request.catches.contains(case);
        let all: BTreeSet<_> = cases.iter().filter(catch).copied().collect();
        let n_real = all.iter().filter(|case| i64::from(case.set) == real.id.0).count();
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (request.n_real, request.n_synthetic) = (small(n_real), small(all.len() - n_real));
    }
    request
}
