//! Where readers marked pictures: the marks as shares of what was shown, and what was shown.

use std::collections::BTreeMap;

use analysis::MarkMap;
use blinding::Mend;
use store::{Case, Study, StudyId};
use study::protocol::ItemKind;

use super::super::Open;
use super::super::study::{Kept, small};
use super::view::Says;
use crate::bench::Workbench;
use crate::error::AnalysisError;
use crate::project::sets::SIDES;
use crate::wire::{MarkMapView, MarkedCaseView};
use crate::{Error, Result};

impl Workbench {
    /// Gives the picture of a case as readers saw it, as a PNG of at most `side` pixels.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfRange`] for `side`, [`AnalysisError::StillBlinded`], [`Error::NoSuch`], [`Error::NotOfModality`], and those of
    /// store and format.
    pub fn shown_thumbnail(&self, study: u32, case: &str, side: u32) -> Result<Vec<u8>> {
        if !SIDES.contains(&side) {
            let (least, most) = (*SIDES.start(), *SIDES.end());
            return Err(Error::OutOfRange { what: "side", least, most, given: side });
        }
        let open = self.open()?;
        let stored = open.store.study(StudyId(study.into()))?;
        if !open.is_unblinded(&stored)? {
            return Err(AnalysisError::StillBlinded { state: stored.state.to_string() }.into());
        }
        let known = open.store.cases(stored.id)?.into_iter().find(|one| one.case_id == case);
        let known = known.ok_or_else(|| Error::NoSuch { what: "case", id: case.to_owned() })?;
        let shown = open.shown(&Kept::read(&stored)?)?;
        Ok(formats::thumbnail(&*open.shown_image(&known, &shown.mends)?, side)?)
    }
}

impl Open {
    /// Returns columns and rows of what was shown of each case that was marked; nothing of any other
    /// case, and of one that is not there any more.
    pub(super) fn sizes_shown(
        &self,
        stored: &Study,
        study: &analysis::Study,
    ) -> Result<Vec<Option<[u32; 2]>>> {
        let mut sizes = vec![None; study.cases.len()];
        let marked = marked(study);
        if marked.is_empty() {
            return Ok(sizes);
        }
        let mends = self.shown(&Kept::read(stored)?)?.mends;
        let cases = self.store.cases(stored.id)?;
        for at in marked {
            let size = same_size(&mends).or_else(|| self.own_size(&cases[at]));
            sizes[at] = size.map(|size| size.map(small));
        }
        Ok(sizes)
    }

    /// Columns and rows of a case's own picture.
    fn own_size(&self, case: &Case) -> Option<[usize; 2]> {
        let [rows, columns] = self.image(case.set, case.ordinal).ok()?.shape();
        Some([columns, rows])
    }
}

/// Which cases have an answer to a question that asks for marks.
fn marked(study: &analysis::Study) -> Vec<usize> {
    let asks: Vec<bool> = study
        .questions
        .iter()
        .map(|question| matches!(question.item.answer, ItemKind::Mark { .. }))
        .collect();
    let own = study.answers.iter().filter(|answer| asks[answer.question]);
    let mut cases: Vec<usize> =
        own.flat_map(|answer| study.shown[answer.shown].cases.iter().copied()).collect();
    cases.sort_unstable();
    cases.dedup();
    cases
}

/// The size that all pictures were brought to, where they were; else each has its own.
fn same_size(mends: &[Mend]) -> Option<[usize; 2]> {
    mends.iter().rev().find_map(|mend| match mend {
        Mend::Crop { columns, rows } | Mend::Resample { columns, rows } => Some([*columns, *rows]),
        _ => None,
    })
}

impl Says<'_> {
    /// Says where pictures were marked, by question and source.
    pub(super) fn marks(&self) -> Vec<MarkMapView> {
        self.analysis.marks.iter().map(|map| self.mark_map(map)).collect()
    }

    fn mark_map(&self, map: &MarkMap) -> MarkMapView {
        let mut by_case: BTreeMap<usize, Vec<[f64; 2]>> = BTreeMap::new();
        for &(case, mark) in &map.marks {
            by_case.entry(case).or_default().push(mark);
        }
        let mut cases: Vec<MarkedCaseView> =
            by_case.iter().map(|(&case, marks)| self.marked_case(case, marks)).collect();
        cases.sort_by_key(|case| std::cmp::Reverse(case.n_marks));
        MarkMapView {
            question: map.question.clone(),
            question_text: self.question(&map.question),
            synthetic: map.synthetic,
            generator: map.generator.clone(),
            n_answers: small(map.n_answers),
            n_marks: small(map.marks.len()),
            cases,
        }
    }

    fn marked_case(&self, case: usize, marks: &[[f64; 2]]) -> MarkedCaseView {
        let size = self.gathered.sizes.get(case).copied().flatten();
        let shares = size.map(|size| {
            let share = |&mark: &[f64; 2]| {
                [0, 1].map(|side| (mark[side] / f64::from(size[side].max(1))).clamp(0.0, 1.0))
            };
            marks.iter().map(share).collect()
        });
        MarkedCaseView {
            case: self.gathered.study.cases[case].id.clone(),
            sample: self.gathered.samples.get(case).copied(),
            n_marks: small(marks.len()),
            size,
            marks: shares.unwrap_or_default(),
        }
    }
}
