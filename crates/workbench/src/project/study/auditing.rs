//! The blinding audit of a draft, and what is done to both sources so that it passes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blinding::{
    Facts, ImageLook, Mend, Row, Seen, SignalLook, Suggestion, as_shown, attributes_of_images,
    attributes_of_signals, suggest_for_images, suggest_for_signals, table_attributes,
};
use rayon::prelude::*;
use samples::{Arm, SetId, Table};
use store::{Case, StoredFile, StudyId};
use study::audit::{Attribute, Audit, Channel, Verdict, audit};
use study::{Role, StudyState};

use super::super::Open;
use super::super::levels::Levels;
use super::super::set_contents::as_table;
use super::super::traces::span;
use super::audit_words::{left_off, mend, mends, sentence, title, written_alike};
use super::kept::{Kept, KeptCase, Shown};
use super::masks::covered;
use super::view::small;
use crate::bench::Workbench;
use crate::wire::{AuditView, LeakView};
use crate::{Error, Result};

/// After so many rounds of mending, what still tells is left to the coordinator.
const MOST_ROUNDS: usize = 6;

impl Workbench {
    /// Looks whether anything but their content tells the cases of a draft apart; of a locked study,
    /// shows what was found before.
    ///
    /// # Errors
    ///
    /// Those of the formats, of crate `blinding` and of the store.
    pub fn audit_study(&self, id: u32) -> Result<AuditView> {
        self.open()?.audited(StudyId(id.into()))
    }

    /// Does to the cases of both sources what removes what tells, and audits them again, until the
    /// audit passes or nothing more is proposed.
    ///
    /// # Errors
    ///
    /// As [`Workbench::audit_study`].
    pub fn mend_study(&self, id: u32) -> Result<AuditView> {
        let open = self.open_to_change()?;
        let view = open.mended(StudyId(id.into()))?;
        self.0.changed();
        Ok(view)
    }

    /// Takes all mends of a draft back, and audits it again.
    ///
    /// # Errors
    ///
    /// As [`Workbench::audit_study`].
    pub fn unmend_study(&self, id: u32) -> Result<AuditView> {
        let open = self.open_to_change()?;
        let id = StudyId(id.into());
        open.keep_mends(id, |shown| {
            shown.mends = Vec::new();
            shown.plain = shown.card.is_some();
            shown.put_back();
        })?;
        let view = open.audited(id)?;
        self.0.changed();
        Ok(view)
    }
}

/// What an audit of cases gives.
struct Found {
    audit: Audit,
    suggestion: Suggestion,
    /// Cells of a card could be written alike.
    alike: bool,
    /// Columns of a card that tell, however they are written.
    off: Vec<String>,
    shown: Shown,
    arms: Vec<Arm>,
}

impl Open {
    /// Returns the audit of a study: the one that is kept, or a new one of a draft.
    pub(crate) fn audited(self: &Arc<Self>, id: StudyId) -> Result<AuditView> {
        let study = self.store.study(id)?;
        let kept = Kept::read(&study)?;
        if let Some(view) = kept.audit {
            return Ok(view);
        }
        if StudyState::Locked <= study.state {
            return Err(Error::NotAudited);
        }
        let seed = self.store.study_seed(id)?;
        let found = self.look(&kept, &seed)?;
        let view = view(&found);
        if !self.read_only() && self.may_change().is_ok() {
            self.change_draft(id, |draft| {
                draft.shown = Some(found.shown.clone());
                draft.audit = Some(view.clone());
            })?;
        }
        Ok(view)
    }

    /// Mends a draft until its audit does not fail, or nothing more is proposed.
    pub(crate) fn mended(self: &Arc<Self>, id: StudyId) -> Result<AuditView> {
        let mut last = self.audited(id)?;
        for round in 0..MOST_ROUNDS {
            if last.verdict != "fail" || last.suggested.is_empty() {
                break;
            }
            let kept = Kept::read(&self.store.study(id)?)?;
            let found = self.look(&kept, &self.store.study_seed(id)?)?;
            // Nobody loses a column who was not told of it when they pressed.
            if 0 < round && !found.off.is_empty() {
                break;
            }
            self.keep_mends(id, |shown| {
                shown.mends = found.suggestion.mends;
                shown.plain = shown.plain && !found.alike;
                shown.leave_off(&found.off);
            })?;
            last = self.audited(id)?;
        }
        Ok(last)
    }

    /// Changes how cases are shown; what was found before is not true any more.
    pub(super) fn keep_mends(&self, id: StudyId, change: impl FnOnce(&mut Shown)) -> Result<()> {
        self.change_draft(id, |draft| {
            draft.audit = None;
            let mut shown = draft.shown.clone().unwrap_or_default();
            change(&mut shown);
            draft.shown = Some(shown);
        })
    }

    /// Looks at every case as readers would see it.
    fn look(self: &Arc<Self>, kept: &Kept, seed: &[u8; 32]) -> Result<Found> {
        let cases: Vec<Case> = kept.cases.iter().map(KeptCase::case).collect();
        let mut shown = self.shown(kept)?;
        let judged =
            |case: &Case| matches!(case.role, Role::Counted | Role::Catch | Role::Neighbour);
        let arms: Vec<Arm> =
            cases.iter().filter(|case| judged(case)).map(|case| case.arm).collect();
        let draw = seed.first_chunk().map_or(0, |bytes: &[u8; 8]| u64::from_le_bytes(*bytes));
        let files = self.files_of(&cases)?;
        let facts = |case: &Case| facts(case, files.get(&(case.set, case.ordinal)));
        let found =
            |attributes: &[Attribute]| -> Result<Audit> { Ok(audit(&arms, attributes, draw)?) };
        let mut off = Vec::new();
        let (audit, suggestion, alike) = match shown.kind() {
            "card" => {
                let tables = self.card_tables(&cases, &shown)?;
                let rows: Vec<Seen<Row<'_>>> = cases
                    .iter()
                    .filter(|case| judged(case))
                    .filter_map(|case| {
                        let row = Row { table: tables.get(&case.set)?, row: case.ordinal as usize };
                        Some(Seen { sample: row, facts: facts(case) })
                    })
                    .collect();
                let audit = found(&table_attributes(&rows))?;
                let left = telling(&audit);
                let alike = shown.plain && !left.is_empty();
                if !alike {
                    off = columns_of(&left, &shown);
                }
                let left = if alike || !off.is_empty() { Vec::new() } else { left };
                (audit, Suggestion { left, ..Suggestion::default() }, alike)
            }
            "signal" => {
                let looks: Vec<(SignalLook, [f64; 2])> = cases
                    .par_iter()
                    .map(|case| {
                        let signal = self.shown_signal(case, &shown.mends)?;
                        let facts = facts(case).after(&shown.mends);
                        Ok((SignalLook::of(&signal, &facts), span(std::iter::once(&*signal))))
                    })
                    .collect::<Result<_>>()?;
                shown.span =
                    looks.iter().map(|look| look.1).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
                let own: Vec<SignalLook> = cases
                    .iter()
                    .zip(looks)
                    .filter_map(|(case, look)| judged(case).then_some(look.0))
                    .collect();
                let audit = found(&attributes_of_signals(&own))?;
                let suggestion = suggest_for_signals(&audit, &own, &shown.mends);
                (audit, suggestion, false)
            }
            _ => {
                let looks: Vec<(ImageLook, Levels)> = cases
                    .par_iter()
                    .map(|case| {
                        let image = self.shown_image(case, &shown.mends)?;
                        let facts = facts(case).after(&shown.mends);
                        let levels = Levels::outside(&image, covered(&shown.mends));
                        Ok((ImageLook::of(&image, &facts), levels))
                    })
                    .collect::<Result<_>>()?;
                let levels = looks.iter().map(|look| look.1).reduce(Levels::and);
                shown.window = levels.map(Levels::window);
                let own: Vec<ImageLook> = cases
                    .iter()
                    .zip(looks)
                    .filter_map(|(case, look)| judged(case).then_some(look.0))
                    .collect();
                let audit = found(&attributes_of_images(&own))?;
                let suggestion = suggest_for_images(&audit, &own, &shown.mends);
                // Where the files' own history differs by source, what is left may be of it.
                let history = |arm: Arm| -> BTreeSet<Option<String>> {
                    let of = cases.iter().filter(|case| case.arm == arm);
                    of.map(|case| facts(case).compression).collect()
                };
                let audit = if history(Arm::Real) == history(Arm::Synthetic) {
                    after_compression(audit, &suggestion, &shown.mends)
                } else {
                    audit
                };
                (audit, suggestion, false)
            }
        };
        Ok(Found { audit, suggestion, alike, off, shown, arms })
    }

    fn files_of(&self, cases: &[Case]) -> Result<BTreeMap<(SetId, u32), StoredFile>> {
        let mut files = BTreeMap::new();
        let sets: BTreeSet<SetId> = cases.iter().map(|case| case.set).collect();
        for set in sets {
            let by_id = self.files_by_id(set)?;
            for sample in self.all_samples(set)? {
                if let Some(file) = by_id.get(&sample.file) {
                    files.insert((set, sample.id.ordinal), file.clone());
                }
            }
        }
        Ok(files)
    }

    /// Returns the table of each set, with the columns of the card, as readers see its cells.
    fn card_tables(&self, cases: &[Case], shown: &Shown) -> Result<BTreeMap<SetId, Table>> {
        let card = shown.card.as_deref().unwrap_or_default();
        let sets: BTreeSet<SetId> = cases.iter().map(|case| case.set).collect();
        sets.into_iter()
            .map(|set| {
                let contents = self.contents(set)?;
                Ok((set, as_shown(card, as_table(&contents)?, shown.plain)?))
            })
            .collect()
    }
}

/// What pixels tell of compression, and of what they show.
const COMPRESSION: [&str; 4] =
    ["blockiness", "blockiness_moved", "frequencies_gone", "frequencies_gone_moved"];

/// Takes for content what compression still tells when all images went through it once more, as hard
/// as is proposed: noise leaves other traces in it than a smooth surface, whatever came before.
fn after_compression(mut audit: Audit, suggestion: &Suggestion, mends: &[Mend]) -> Audit {
    let compressed = mends.iter().any(|mend| matches!(mend, Mend::Lossy { .. }));
    let of_pixels = |name: &String| COMPRESSION.contains(&name.as_str());
    if audit.verdict != Verdict::Fail
        || !compressed
        || suggestion.mends != mends
        || !telling(&audit).iter().all(of_pixels)
    {
        return audit;
    }
    for leak in audit.leaks.iter_mut().filter(|leak| of_pixels(&leak.name)) {
        leak.channel = Channel::Content;
    }
    audit.leaks.sort_by_key(|leak| leak.channel);
    audit.verdict = Verdict::Warn;
    audit
}

/// Returns what is known of the file that a case came from.
fn facts(case: &Case, file: Option<&StoredFile>) -> Facts {
    let name = file.map(|file| file.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned());
    let compression = file.and_then(|file| match file.format.as_str() {
        "jpeg" | "jpg" => Some("jpeg".to_owned()),
        "png" => Some("lossless".to_owned()),
        _ => None,
    });
    Facts {
        name,
        bytes: file.map(|file| file.n_bytes),
        format: file.map(|file| file.format.clone()),
        compression,
        place: Some(case.ordinal as usize),
        ..Facts::default()
    }
}

/// Returns the attributes of the container that tell.
fn telling(audit: &Audit) -> Vec<String> {
    let tells =
        audit.leaks.iter().filter(|leak| leak.channel == Channel::Container && leak.tells());
    tells.map(|leak| leak.name.clone()).collect()
}

/// Returns the columns of a card that these attributes are of; none where nothing would stay on it.
fn columns_of(attributes: &[String], shown: &Shown) -> Vec<String> {
    let card = shown.card.as_deref().unwrap_or_default();
    let tells = |name: &str| {
        attributes.iter().any(|one| one.split_once(':').is_some_and(|(_, column)| column == name))
    };
    let off: Vec<String> =
        card.iter().map(|column| column.name.clone()).filter(|name| tells(name)).collect();
    if off.len() < card.len() { off } else { Vec::new() }
}

fn view(found: &Found) -> AuditView {
    let Found { audit, suggestion, alike, off, shown, arms } = found;
    let verdict = match audit.verdict {
        Verdict::Pass => "pass",
        Verdict::Warn => "warn",
        Verdict::Fail => "fail",
    };
    let proves_nothing = audit.smallest_caught.is_none() && audit.verdict != Verdict::Fail;
    let of = |arm: Arm| small(arms.iter().filter(|one| **one == arm).count());
    let tells = telling(audit);
    let left: Vec<&String> = suggestion.left.iter().filter(|name| tells.contains(name)).collect();
    let mut suggested: Vec<String> = Vec::new();
    if suggestion.mends != shown.mends {
        suggested.extend(suggestion.mends.iter().map(mend));
    }
    if *alike {
        suggested.push(written_alike());
    }
    if !off.is_empty() {
        suggested.push(left_off(&off.join(", ")));
    }
    let mut view = AuditView {
        verdict: verdict.to_owned(),
        sentence: String::new(),
        code: if proves_nothing { "proves_nothing" } else { verdict }.to_owned(),
        caught: audit.smallest_caught,
        n_real: of(Arm::Real),
        n_synthetic: of(Arm::Synthetic),
        leaks: audit
            .leaks
            .iter()
            .map(|leak| LeakView {
                name: leak.name.clone(),
                title: title(&leak.name),
                channel: leak.channel.as_str().to_owned(),
                auc: leak.auc,
                p: leak.p,
                word: leak.word.clone(),
                tells: leak.tells(),
            })
            .collect(),
        mends: mends(shown),
        suggested,
        later: suggestion.later.iter().map(|name| title(name)).collect(),
        left: left.iter().map(|name| title(name)).collect(),
        masked: small(covered(&shown.mends).len()),
    };
    view.sentence = sentence(&view);
    view
}
