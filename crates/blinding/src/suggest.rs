//! What a suggestion is, and how it grows from one audit to the next.

use std::collections::BTreeSet;

use study::audit::{Audit, Channel};

use crate::Mend;

/// A pipeline that an expert may choose, and what it leaves.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggestion {
    /// All mends, those that were there before among them, in the order in which they are applied.
    pub mends: Vec<Mend>,
    /// The attributes of the container that tell and that may only follow from what is mended here:
    /// the next audit says.
    pub later: Vec<String>,
    /// The attributes of the container that tell and that no mend removes: cases must be left out,
    /// or made anew.
    pub left: Vec<String>,
}

/// What a suggestion is put together from.
pub(crate) struct Draft<'a> {
    telling: BTreeSet<&'a str>,
    mended: BTreeSet<&'a str>,
    later: BTreeSet<&'a str>,
    mends: Vec<Mend>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(audit: &'a Audit, already: &[Mend]) -> Self {
        let telling = audit
            .leaks
            .iter()
            .filter(|leak| leak.channel == Channel::Container && leak.tells())
            .map(|leak| leak.name.as_str());
        Draft {
            telling: telling.collect(),
            mended: BTreeSet::new(),
            later: BTreeSet::new(),
            mends: already.to_vec(),
        }
    }

    /// Returns whether one of these tells; those are taken as mended.
    pub(crate) fn tells(&mut self, names: &[&'static str]) -> bool {
        let found: Vec<&str> =
            names.iter().copied().filter(|name| self.telling.contains(name)).collect();
        self.mended.extend(&found);
        !found.is_empty()
    }

    /// Puts these off: they may be gone once the rest is mended.
    pub(crate) fn later(&mut self, names: &[&'static str]) {
        let found = names.iter().filter_map(|name| self.telling.take(name));
        self.later.extend(found);
    }

    /// Says that there was no mend for these after all.
    pub(crate) fn give_up(&mut self, names: &[&'static str]) {
        self.mended.retain(|name| !names.contains(name));
    }

    /// Returns the mend of a kind that is there already.
    pub(crate) fn find(&self, id: &str) -> Option<&Mend> {
        self.mends.iter().find(|mend| mend.id() == id)
    }

    /// Adds a mend; one of its kind makes room.
    pub(crate) fn put(&mut self, mend: Mend) {
        let same = |other: &Mend| match (other, &mend) {
            (Mend::Notch { hz: a }, Mend::Notch { hz: b }) => (a - b).abs() < 1.0,
            (a, b) => a.id() == b.id(),
        };
        self.mends.retain(|other| !same(other));
        self.mends.push(mend);
    }

    pub(crate) fn finish(self) -> Suggestion {
        let later = self.later.iter().map(|&name| name.to_owned()).collect();
        let left = self.telling.difference(&self.mended).map(|&name| name.to_owned()).collect();
        let mends = Mend::in_order(&self.mends).into_iter().cloned().collect();
        Suggestion { mends, later, left }
    }
}

/// Returns the value below which `share` of the numbers lie; nothing of none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is a place within it"
)]
pub(crate) fn quantile(numbers: impl Iterator<Item = f64>, share: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = numbers.filter(|number| number.is_finite()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len().checked_sub(1)?;
    Some(sorted[(share * last as f64).round() as usize])
}
