//! Who was to read how much, who did, and what is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::Study;

/// From the cases to the answers that count.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Flow {
    /// Real cases that count.
    pub n_real: usize,
    /// Synthetic cases that count.
    pub n_synthetic: usize,
    /// Obvious cases.
    pub n_catches: usize,
    /// Each reader.
    pub readers: Vec<ReaderFlow>,
    /// What does not count, and why.
    pub excluded: Vec<Excluded>,
}

/// One reader's part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReaderFlow {
    /// The code.
    pub reader: String,
    /// How much was to be read.
    pub n_due: usize,
    /// How much of it has an answer.
    pub n_read: usize,
    /// Answers, to all questions.
    pub n_answers: usize,
    /// Answers that do not count.
    pub n_excluded: usize,
}

/// Answers that do not count for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excluded {
    /// The reader.
    pub reader: String,
    /// Why: as the answer has it, or `cannot_judge`, `training`, `repeat`, `round`, `catch`.
    pub why: String,
    /// How many answers.
    pub n: usize,
}

/// Counts the way from the cases to the answers.
pub(crate) fn flow(study: &Study) -> Flow {
    let shown_at_all: BTreeSet<usize> =
        study.shown.iter().filter(|s| s.counted).flat_map(|s| s.cases.iter().copied()).collect();
    let of = |synthetic: bool, catch: bool| {
        let cases = shown_at_all.iter().map(|&case| &study.cases[case]);
        cases.filter(|case| case.catch == catch && (catch || case.synthetic == synthetic)).count()
    };
    let mut flow = Flow {
        n_real: of(false, false),
        n_synthetic: of(true, false),
        n_catches: of(false, true),
        ..Flow::default()
    };
    let mut why: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let mut read = vec![false; study.shown.len()];
    let mut counts = vec![[0, 0]; study.readers.len()];
    for answer in &study.answers {
        let shown = &study.shown[answer.shown];
        read[answer.shown] = true;
        let reasons = [
            answer.excluded.as_deref(),
            answer.missing.as_deref(),
            (!shown.counted).then_some("training"),
            shown.repeat_of.map(|_| "repeat"),
            (1 < shown.place.round).then_some("round"),
            shown.cases.iter().any(|&case| study.cases[case].catch).then_some("catch"),
        ];
        counts[shown.reader][0] += 1;
        // The first reason is the one that is told.
        if let Some(reason) = reasons.into_iter().flatten().next() {
            counts[shown.reader][1] += 1;
            *why.entry((shown.reader, reason)).or_default() += 1;
        }
    }
    for (at, reader) in study.readers.iter().enumerate() {
        let due: Vec<usize> =
            (0..study.shown.len()).filter(|&shown| study.shown[shown].reader == at).collect();
        let [n_answers, n_excluded] = counts[at];
        flow.readers.push(ReaderFlow {
            reader: reader.code.clone(),
            n_read: due.iter().filter(|&&shown| read[shown]).count(),
            n_due: due.len(),
            n_answers,
            n_excluded,
        });
    }
    flow.excluded = why
        .into_iter()
        .map(|((reader, why), n)| Excluded {
            reader: study.readers[reader].code.clone(),
            why: why.to_owned(),
            n,
        })
        .collect();
    flow
}
