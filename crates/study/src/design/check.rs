//! Whether a design can be made of what is asked.

use std::collections::{BTreeMap, BTreeSet};

use samples::Arm;

use super::{CaseSpec, DesignRequest, Role};
use crate::keyed::is_name;
use crate::{Error, Result};

/// The most by which the share of a source may vary from block to block, in percent of a block.
const MOST_VARIED: u32 = 30;
/// The most cases that come a second time, in percent.
const MOST_REPEATED: u32 = 50;

pub(super) fn check(request: &DesignRequest) -> Result<()> {
    if request.readers.is_empty() {
        return Err(Error::NoReader);
    }
    let counted = |case: &&CaseSpec| case.role == Role::Counted;
    if !request.cases.iter().any(|case| counted(&case)) {
        return Err(Error::NoCase);
    }
    let tasks = || request.stages.iter().flat_map(|stage| &stage.tasks);
    let least_block = tasks().map(|task| task.most_in_a_block).min().unwrap_or(0);
    let limits = [
        ("rounds", request.rounds as usize),
        ("most_in_a_row", request.most_in_a_row),
        ("most_in_a_block", least_block),
        ("groups", request.groups),
    ];
    if let Some((name, _)) = limits.into_iter().find(|&(_, limit)| limit == 0) {
        return Err(Error::Limit { name });
    }
    // Each group has a reader, and a case of each source there is.
    let of = |arm: Arm| request.cases.iter().filter(counted).filter(|case| case.arm == arm).count();
    let fewest = [of(Arm::Real), of(Arm::Synthetic)].into_iter().filter(|&n| 0 < n).min();
    let most = request.readers.len().min(fewest.unwrap_or(1));
    if most < request.groups {
        return Err(Error::AtMost { name: "groups", most });
    }
    for case in &request.cases {
        let named = [
            ("stratum", &case.stratum),
            ("pair", &case.pair),
            ("generator", &case.generator),
            ("subject", &case.subject),
        ];
        let wrong =
            named.into_iter().find(|(_, name)| name.as_deref().is_some_and(|n| !is_name(n)));
        if let Some((what, _)) = wrong {
            return Err(Error::Name { what });
        }
    }
    for (name, given, most) in [
        ("vary_percent", request.vary_percent, MOST_VARIED),
        ("repeat_percent", request.repeat_percent, MOST_REPEATED),
    ] {
        if most < given {
            return Err(Error::AtMost { name, most: most as usize });
        }
    }
    check_names("stage", request.stages.iter().map(|stage| &stage.id))?;
    check_names("task", tasks().map(|task| &task.id))?;
    check_names("reader", request.readers.iter())?;
    check_names("case", request.cases.iter().map(|case| &case.case_id))?;
    check_pairs(&request.cases)
}

/// Looks that each pair is one real and one synthetic case, and not one patient.
fn check_pairs(cases: &[CaseSpec]) -> Result<()> {
    let mut pairs: BTreeMap<&str, Vec<&CaseSpec>> = BTreeMap::new();
    for case in cases {
        if let Some(pair) = case.pair.as_deref() {
            pairs.entry(pair).or_default().push(case);
        }
    }
    for (pair, members) in pairs {
        let pair = || pair.to_owned();
        match members.as_slice() {
            [a, b] if a.arm != b.arm => {
                if a.subject.is_some() && a.subject == b.subject {
                    let subject = a.subject.clone().unwrap_or_default();
                    return Err(Error::SamePatient { pair: pair(), subject });
                }
            }
            _ => return Err(Error::Pair { pair: pair(), n: members.len() }),
        }
    }
    Ok(())
}

fn check_names<'a>(what: &'static str, names: impl Iterator<Item = &'a String>) -> Result<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !is_name(name) {
            return Err(Error::Name { what });
        }
        if !seen.insert(name) {
            return Err(Error::TwoOfOneName { what, name: name.clone() });
        }
    }
    Ok(())
}
