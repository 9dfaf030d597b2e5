//! What is shown together: one case, two side by side, three, or a set.
//!
//! A unit is ordered as a case is. Where two cases stand side by side, what must not come in runs is
//! the side of the synthetic one: it takes the place of the source.

use std::collections::{BTreeMap, BTreeSet};

use samples::Arm;

use super::deal::Hand;
use super::{CaseSpec, Role};
use crate::protocol::Show;
use crate::{Error, Result};

/// What is shown together.
pub(super) struct Unit {
    /// Its name, and what is kept from coming in runs.
    pub(super) spec: CaseSpec,
    /// The cases, as they are shown.
    pub(super) cases: Vec<String>,
}

/// Returns what is shown in a task.
///
/// # Errors
///
/// [`Error::TooFewFor`], [`Error::SamePatient`].
pub(super) fn of(hand: &Hand<'_>, show: Show, own: &[&CaseSpec]) -> Result<Vec<Unit>> {
    let counted: Vec<&CaseSpec> =
        own.iter().copied().filter(|case| case.role == Role::Counted).collect();
    let units = match show {
        Show::Single {} => own
            .iter()
            .filter(|case| matches!(case.role, Role::Counted | Role::Catch))
            .map(|case| Unit { spec: (*case).clone(), cases: vec![case.case_id.clone()] })
            .collect(),
        Show::Pair {} => side_by_side(hand, &matched(hand, &counted), false),
        Show::Abx {} => side_by_side(hand, &matched(hand, &counted), true),
        Show::Nearest {} => side_by_side(hand, &nearest(&counted, hand.cases()), false),
        Show::Rivals {} => side_by_side(hand, &rivals(hand, &counted), false),
        Show::Set { cases } => sets(hand, &counted, cases as usize),
    };
    if units.is_empty() {
        let show = show.word();
        return Err(Error::TooFewFor { task: hand.place().to_owned(), show });
    }
    Ok(units)
}

/// Two cases that are compared: the one that is asked for, and the other one.
struct Two<'a> {
    wanted: &'a CaseSpec,
    other: &'a CaseSpec,
}

/// Returns pairs of a real and a synthetic case: those that are named, or else matched by stratum.
fn matched<'a>(hand: &Hand<'_>, cases: &[&'a CaseSpec]) -> Vec<Two<'a>> {
    let two = |a: &'a CaseSpec, b: &'a CaseSpec| match a.arm {
        Arm::Synthetic => Two { wanted: a, other: b },
        Arm::Real => Two { wanted: b, other: a },
    };
    let mut named: BTreeMap<&str, Vec<&'a CaseSpec>> = BTreeMap::new();
    for &case in cases {
        if let Some(pair) = case.pair.as_deref() {
            named.entry(pair).or_default().push(case);
        }
    }
    let named: Vec<Two<'a>> = named
        .into_values()
        .filter_map(|pair| if let [a, b] = pair.as_slice() { Some(two(a, b)) } else { None })
        .collect();
    if !named.is_empty() {
        return named;
    }
    let mut strata: BTreeMap<Option<&str>, [Vec<&'a CaseSpec>; 2]> = BTreeMap::new();
    for &case in cases {
        let side = usize::from(case.arm == Arm::Synthetic);
        strata.entry(case.stratum.as_deref()).or_default()[side].push(case);
    }
    let mut found = Vec::new();
    for [mut real, mut synthetic] in strata.into_values() {
        for side in [&mut real, &mut synthetic] {
            side.sort_by_key(|case| hand.key(&["match", &case.case_id]));
        }
        for a in real {
            let stranger = |b: &&CaseSpec| a.subject.is_none() || a.subject != b.subject;
            if let Some(at) = synthetic.iter().position(stranger) {
                found.push(two(a, synthetic.remove(at)));
            }
        }
    }
    found
}

/// Returns each synthetic case with the real one that is nearest to it.
fn nearest<'a>(cases: &[&'a CaseSpec], all: &'a [CaseSpec]) -> Vec<Two<'a>> {
    let of = |case: &&'a CaseSpec| {
        let name = case.nearest.as_deref()?;
        let other = all.iter().find(|other| other.case_id == name)?;
        Some(Two { wanted: case, other })
    };
    cases.iter().filter_map(of).collect()
}

/// Returns pairs of synthetic cases of two generators and one stratum; each case is in one of them.
///
/// Every two generators meet about equally often.
fn rivals<'a>(hand: &Hand<'_>, cases: &[&'a CaseSpec]) -> Vec<Two<'a>> {
    let mut strata: BTreeMap<Option<&str>, BTreeMap<&str, Vec<&'a CaseSpec>>> = BTreeMap::new();
    for &case in cases.iter().filter(|case| case.arm == Arm::Synthetic) {
        let generators = strata.entry(case.stratum.as_deref()).or_default();
        generators.entry(case.generator.as_deref().unwrap_or_default()).or_default().push(case);
    }
    let mut met: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found = Vec::new();
    for mut generators in strata.into_values() {
        for cases in generators.values_mut() {
            cases.sort_by_key(|case| hand.key(&["rivals", &case.case_id]));
        }
        loop {
            let left: Vec<&str> =
                generators.iter().filter(|(_, left)| !left.is_empty()).map(|(g, _)| *g).collect();
            let two = left
                .iter()
                .enumerate()
                .flat_map(|(at, a)| left[at + 1..].iter().map(move |b| (*a, *b)))
                .min_by_key(|two| (met.get(two).copied().unwrap_or(0), hand.key(&[two.0, two.1])));
            let Some((a, b)) = two else { break };
            *met.entry((a, b)).or_default() += 1;
            let mut next = |of: &str| generators.get_mut(of).map(|cases| cases.remove(0));
            if let (Some(wanted), Some(other)) = (next(a), next(b)) {
                found.push(Two { wanted, other });
            }
        }
    }
    found
}

/// Puts the two of each pair side by side; with a third that is one of them, when `with_x`.
///
/// What is asked for stands on the left exactly half the times, within each generator, too, up to
/// one of an odd number. Which half is decided without the truth.
fn side_by_side(hand: &Hand<'_>, pairs: &[Two<'_>], with_x: bool) -> Vec<Unit> {
    let name = |two: &Two<'_>| {
        let (a, b) = (&two.wanted.case_id, &two.other.case_id);
        format!("{}\u{1e}{}", a.min(b), a.max(b))
    };
    let mut generators: BTreeMap<Option<&str>, Vec<(String, &Two<'_>)>> = BTreeMap::new();
    for two in pairs {
        let made_by = two.wanted.generator.as_deref().or(two.other.generator.as_deref());
        generators.entry(made_by).or_default().push((name(two), two));
    }
    let mut groups: Vec<Vec<(String, &Two<'_>)>> = generators.into_values().collect();
    for group in &mut groups {
        group.sort_by_key(|(name, _)| hand.key(&["side", name]));
    }
    groups.sort_by_key(|group| hand.key(&["side", &group[0].0]));
    let all: Vec<(String, &Two<'_>)> = groups.into_iter().flatten().collect();
    // The pair that decides has the lesser name on the left, or the greater, as its key says.
    let turned = all.iter().enumerate().min_by_key(|(_, (name, _))| hand.key(&["turn", name]));
    let turned = turned.is_some_and(|(at, (name, two))| {
        let lesser_left = at.is_multiple_of(2) == (two.wanted.case_id < two.other.case_id);
        lesser_left != (hand.key(&["lesser", name])[0] < 128)
    });
    let unit = |(at, (name, two)): (usize, (String, &Two<'_>))| {
        let wanted_left = at.is_multiple_of(2) != turned;
        let (left, right) =
            if wanted_left { (two.wanted, two.other) } else { (two.other, two.wanted) };
        let mut cases = vec![left.case_id.clone(), right.case_id.clone()];
        let mut kept_apart = wanted_left;
        if with_x {
            let x_is_a = (at / 2).is_multiple_of(2);
            cases.push(cases[usize::from(!x_is_a)].clone());
            kept_apart = x_is_a;
        }
        let arm = if kept_apart { Arm::Synthetic } else { Arm::Real };
        // Of named pairs the strata may differ: which one counts must not depend on the truth.
        let lesser = if two.wanted.case_id < two.other.case_id { two.wanted } else { two.other };
        let stratum = lesser.stratum.clone();
        Unit { spec: CaseSpec { stratum, ..CaseSpec::new(name, arm) }, cases }
    };
    all.into_iter().enumerate().map(unit).collect()
}

/// Returns sets of `n` cases of one source and one generator each; what is left over is in none.
fn sets(hand: &Hand<'_>, cases: &[&CaseSpec], n: usize) -> Vec<Unit> {
    let mut sources: BTreeMap<(Arm, Option<&str>), Vec<&CaseSpec>> = BTreeMap::new();
    for &case in cases {
        sources.entry((case.arm, case.generator.as_deref())).or_default().push(case);
    }
    let mut units = Vec::new();
    for ((arm, _), mut cases) in sources {
        cases.sort_by_key(|case| hand.key(&["set", &case.case_id]));
        for set in cases.chunks_exact(n.max(1)) {
            let shown: Vec<String> = set.iter().map(|case| case.case_id.clone()).collect();
            let of: BTreeSet<&String> = shown.iter().collect();
            let name: Vec<&str> = of.into_iter().map(String::as_str).collect();
            let spec = CaseSpec::new(name.join("\u{1e}"), arm);
            units.push(Unit { spec, cases: shown });
        }
    }
    units
}
