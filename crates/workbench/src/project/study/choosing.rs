//! Which samples become the cases of a study.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use samples::{Arm, Modality};
use store::{Case, RunId, Set};
use study::protocol::Protocol;
use study::{Candidate, Role};

use super::super::Open;
use super::kept::Shown;
use super::pool::{Pooled, Which, of_one_container, window_of, without_twins};
use crate::wire::{Choosing, SampleRef, StudyRequest};
use crate::{Error, Result};

/// The most cases of one side that a study may have.
pub(crate) const MOST_CASES: u32 = 5000;
/// How many candidates are looked at for each case, to find images of one size and depth.
const LOOKED_AT: usize = 4;

/// With fewer cases on a side, not even a perfect tell is more than chance would give.
const FEWEST_PROVEN: usize = 4;

/// What cases are drawn from, and how many of each side and use.
pub(super) struct Wanted<'a> {
    pub(super) request: &'a StudyRequest,
    pub(super) real: &'a Set,
    pub(super) synthetic: &'a [Set],
    pub(super) seed: &'a [u8; 32],
    training: u32,
    examples: u32,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(
        request: &'a StudyRequest,
        protocol: &Protocol,
        (real, synthetic): (&'a Set, &'a [Set]),
        seed: &'a [u8; 32],
    ) -> Self {
        let (training, examples) = (protocol.training, protocol.calibration);
        Wanted { request, real, synthetic, seed, training, examples }
    }

    /// How many real and synthetic cases come before those that count: half and half, the odd one
    /// real.
    fn before(&self) -> [usize; 2] {
        let half = |n: u32| [n.div_ceil(2) as usize, (n / 2) as usize];
        let (training, examples) = (half(self.training), half(self.examples));
        [training[0] + examples[0], training[1] + examples[1]]
    }

    fn counted(&self) -> [usize; 2] {
        [self.request.n_real as usize, self.request.n_synthetic as usize]
    }

    fn sets(&self) -> impl Iterator<Item = &'a Set> {
        std::iter::once(self.real).chain(self.synthetic)
    }
}

impl Open {
    /// Chooses cases that share one size and depth, and gives them numbers that say nothing.
    ///
    /// No two hold the same: an exact copy would be seen once as real and once as synthetic.
    /// Returns how images and signals are shown, too.
    pub(super) fn choose(self: &Arc<Self>, wanted: &Wanted<'_>) -> Result<(Vec<Case>, Shown)> {
        let named = self.named(wanted)?;
        let catches: BTreeSet<SampleRef> = wanted.request.catches.iter().copied().collect();
        let pooled = |looked_at: usize, alike: bool| {
            self.pool_for(wanted, named.as_ref(), &catches, (looked_at, alike))
        };
        // Those that share a size and depth may be rare: then all are looked at.
        let mut pool = pooled(LOOKED_AT, true);
        if matches!(pool, Err(Error::ContainersTell { .. })) && named.is_none() {
            pool = pooled(usize::MAX, true);
        }
        // Where there are too few of them, the audit says how both sources are made alike; of very
        // few cases it could prove nothing.
        let [n_real, n_synthetic] = wanted.counted();
        if matches!(pool, Err(Error::ContainersTell { .. } | Error::NotLikeOthers { .. }))
            && FEWEST_PROVEN <= n_real.min(n_synthetic)
        {
            pool = pooled(LOOKED_AT, false);
        }
        let pool = pool?;
        let is = |one: &Pooled, refs: &BTreeSet<SampleRef>| refs.contains(&reference(one));
        let all = 0..pool.len();
        let mut chosen: Vec<(usize, Role)> =
            all.clone().filter(|&at| is(&pool[at], &catches)).map(|at| (at, Role::Catch)).collect();
        let free: Vec<usize> = all.filter(|&at| !is(&pool[at], &catches)).collect();
        let counted = match (&named, &wanted.request.choosing) {
            (Some(named), _) => free.iter().copied().filter(|&at| is(&pool[at], named)).collect(),
            (None, Choosing::Stratum) => by_stratum(&pool, &free, wanted)?,
            (None, _) => of(&pool, &free, wanted.counted(), wanted.seed)?,
        };
        // A patient of training is no patient of what counts, where there are enough of them.
        let subject = |at: &usize| pool[*at].candidate.subject.as_ref();
        let taken: BTreeSet<&String> =
            counted.iter().chain(chosen.iter().map(|(at, _)| at)).filter_map(subject).collect();
        let left: Vec<usize> = free.into_iter().filter(|at| !counted.contains(at)).collect();
        let strangers: Vec<usize> = left
            .iter()
            .copied()
            .filter(|at| subject(at).is_none_or(|subject| !taken.contains(subject)))
            .collect();
        let before = of(&pool, &strangers, wanted.before(), wanted.seed)
            .or_else(|_| of(&pool, &left, wanted.before(), wanted.seed))?;
        chosen.extend(counted.into_iter().map(|at| (at, Role::Counted)));
        let mut examples = [wanted.examples.div_ceil(2), wanted.examples / 2];
        for at in before {
            let side = usize::from(pool[at].candidate.arm == Arm::Synthetic);
            let role = if 0 < examples[side] {
                examples[side] -= 1;
                Role::Example
            } else {
                Role::Training
            };
            chosen.push((at, role));
        }
        let window = window_of(chosen.iter().map(|&(at, _)| &pool[at]), n_real.min(n_synthetic))?;
        let span = chosen
            .iter()
            .filter_map(|&(at, _)| pool[at].span)
            .reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])]);
        Ok((numbered(&pool, &chosen, wanted.seed), Shown { window, span, ..Shown::default() }))
    }

    /// Returns the samples that are named one by one, or found along a measure; nothing when chance
    /// decides.
    fn named(&self, wanted: &Wanted<'_>) -> Result<Option<BTreeSet<SampleRef>>> {
        match &wanted.request.choosing {
            Choosing::Random | Choosing::Stratum => Ok(None),
            Choosing::ByHand { cases } => {
                let of_study = |set: u32| wanted.sets().any(|one| one.id.0 == i64::from(set));
                if let Some(stranger) = cases.iter().find(|case| !of_study(case.set)) {
                    return Err(Error::NoSuchSet { set: stranger.set });
                }
                Ok(Some(cases.iter().copied().collect()))
            }
            Choosing::Quantiles { run, metric } => {
                let mut named = BTreeSet::new();
                let [n_real, n_synthetic] = wanted.counted();
                let values = self.instance_values_of(*run, metric)?;
                let shares = share(n_synthetic, wanted.synthetic.len());
                let sides = wanted.synthetic.iter().zip(shares);
                for (set, n) in std::iter::once((wanted.real, n_real)).chain(sides) {
                    named.extend(along(&values, set, n)?);
                }
                Ok(Some(named))
            }
        }
    }

    /// Returns each sample that a run measured by itself, with its value.
    fn instance_values_of(&self, run: u32, metric: &str) -> Result<BTreeMap<SampleRef, f64>> {
        let mut found = BTreeMap::new();
        for stored in self.store.values(RunId(run.into()))? {
            if stored.value.metric != metric {
                continue;
            }
            for instance in self.store.instance_values(stored.id)? {
                let set = match instance.arm {
                    Arm::Real => stored.value.real,
                    Arm::Synthetic => stored.value.synthetic,
                };
                let set = set.and_then(|set| u32::try_from(set.0).ok());
                if let (Some(set), Some(value)) = (set, instance.value) {
                    found.insert(SampleRef { set, ordinal: instance.ordinal }, value);
                }
            }
        }
        if found.is_empty() {
            return Err(Error::NoSuch { what: "measure of single samples", id: metric.to_owned() });
        }
        Ok(found)
    }

    fn pool_for(
        self: &Arc<Self>,
        wanted: &Wanted<'_>,
        named: Option<&BTreeSet<SampleRef>>,
        catches: &BTreeSet<SampleRef>,
        (looked_at, alike): (usize, bool),
    ) -> Result<Vec<Pooled>> {
        let [more_real, more_synthetic] = wanted.before();
        let [n_real, n_synthetic] = wanted.counted();
        let mut pool = Vec::new();
        for set in wanted.sets() {
            let number = u32::try_from(set.id.0).unwrap_or(u32::MAX);
            let places = |refs: &BTreeSet<SampleRef>| -> BTreeSet<u32> {
                let own = refs.iter().filter(|one| one.set == number);
                own.map(|one| one.ordinal).collect()
            };
            let (n, more) = match set.arm {
                Arm::Real => (n_real, more_real),
                Arm::Synthetic => (n_synthetic, more_synthetic),
            };
            let mut these = places(catches);
            let drawn = if let Some(named) = named {
                these.extend(places(named));
                looked_at.min(LOOKED_AT).saturating_mul(more)
            } else {
                looked_at.saturating_mul(n + more)
            };
            let mut own = self.pool(set, &Which::These(&these))?;
            if named.is_none() || 0 < more {
                let others = self.pool(set, &Which::About(drawn, wanted.seed))?;
                own.extend(
                    others.into_iter().filter(|one| !these.contains(&one.sample.id.ordinal)),
                );
            }
            pool.extend(own);
        }
        if alike && matches!(wanted.real.modality, Modality::Image | Modality::Signal) {
            pool = of_one_container(pool, n_real + more_real, n_synthetic + more_synthetic)?;
        }
        let pool = without_twins(pool, wanted.seed);
        let there: BTreeSet<SampleRef> = pool.iter().map(reference).collect();
        let asked: BTreeSet<SampleRef> =
            catches.iter().chain(named.into_iter().flatten()).copied().collect();
        match asked.difference(&there).count() {
            0 => Ok(pool),
            n => Err(Error::NotLikeOthers { n }),
        }
    }
}

fn reference(one: &Pooled) -> SampleRef {
    let set = u32::try_from(one.sample.id.set.0).unwrap_or(u32::MAX);
    SampleRef { set, ordinal: one.sample.id.ordinal }
}

/// Chooses among these by chance.
fn of(pool: &[Pooled], among: &[usize], n: [usize; 2], seed: &[u8; 32]) -> Result<Vec<usize>> {
    let candidates: Vec<Candidate> = among.iter().map(|&at| pool[at].candidate.clone()).collect();
    let chosen = study::choose_cases(&candidates, n[0], n[1], seed)?;
    Ok(chosen.into_iter().map(|at| among[at]).collect())
}

/// Chooses as many of each stratum on both sides, in the proportion in which both have them.
fn by_stratum(pool: &[Pooled], among: &[usize], wanted: &Wanted<'_>) -> Result<Vec<usize>> {
    let mut strata: BTreeMap<&str, (Vec<usize>, [usize; 2])> = BTreeMap::new();
    for &at in among {
        let Some(stratum) = pool[at].stratum.as_deref() else { continue };
        let (cases, n) = strata.entry(stratum).or_default();
        cases.push(at);
        n[usize::from(pool[at].candidate.arm == Arm::Synthetic)] += 1;
    }
    strata.retain(|_, (_, [real, synthetic])| 0 < *real && 0 < *synthetic);
    if strata.is_empty() {
        return Err(Error::NoCommonStrata);
    }
    let room: Vec<usize> = strata.values().map(|(_, n)| n[0].min(n[1])).collect();
    let [n_real, n_synthetic] = wanted.counted();
    let mut chosen = Vec::new();
    let shares = apportioned(n_real, &room).into_iter().zip(apportioned(n_synthetic, &room));
    for ((cases, _), (n_real, n_synthetic)) in strata.values().zip(shares) {
        chosen.extend(of(pool, cases, [n_real, n_synthetic], wanted.seed)?);
    }
    Ok(chosen)
}

/// Splits `n` in proportion to `room`, by largest remainders.
fn apportioned(n: usize, room: &[usize]) -> Vec<usize> {
    let all: usize = room.iter().sum();
    let mut shares: Vec<usize> = room.iter().map(|room| n * room / all.max(1)).collect();
    let mut by_remainder: Vec<usize> = (0..room.len()).collect();
    by_remainder.sort_by_key(|&at| std::cmp::Reverse(n * room[at] % all.max(1)));
    let missing = n - shares.iter().sum::<usize>();
    for at in by_remainder.into_iter().cycle().take(missing) {
        shares[at] += 1;
    }
    shares
}

/// Splits `n` evenly over so many.
fn share(n: usize, over: usize) -> Vec<usize> {
    apportioned(n, &vec![1; over])
}

/// Returns `n` samples of a set, evenly along their values: the middle of each of `n` equal parts.
fn along(values: &BTreeMap<SampleRef, f64>, set: &Set, n: usize) -> Result<Vec<SampleRef>> {
    let own = |(one, value): (&SampleRef, &f64)| {
        (i64::from(one.set) == set.id.0 && value.is_finite()).then_some((*value, *one))
    };
    let mut own: Vec<(f64, SampleRef)> = values.iter().filter_map(own).collect();
    if own.len() < n {
        return Err(study::Error::TooFew { arm: set.arm, there_are: own.len(), asked: n }.into());
    }
    own.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    Ok((0..n).map(|at| own[(2 * at + 1) * own.len() / (2 * n)].1).collect())
}

/// Gives each case a number that says nothing.
fn numbered(pool: &[Pooled], chosen: &[(usize, Role)], seed: &[u8; 32]) -> Vec<Case> {
    let by_key: BTreeMap<String, (usize, Role)> = chosen
        .iter()
        .map(|&(at, role)| (pool[at].candidate.ordinal_key.clone(), (at, role)))
        .collect();
    let keys: Vec<String> = by_key.keys().cloned().collect();
    let shuffled = study::keyed_order(seed, "cases", "numbers", &keys);
    let mut pairs: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for &(at, _) in chosen {
        if let Some(pair) = pool[at].sample.pair.as_deref() {
            let side = usize::from(pool[at].candidate.arm == Arm::Synthetic);
            pairs.entry(pair).or_default()[side] += 1;
        }
    }
    (1_u32..)
        .zip(shuffled)
        .filter_map(|(number, key)| {
            let &(at, role) = by_key.get(&key)?;
            let one = &pool[at];
            let pair = one.sample.pair.clone().filter(|pair| pairs[pair.as_str()] == [1, 1]);
            Some(Case {
                generator: one.candidate.generator.clone(),
                role,
                stratum: one.stratum.clone(),
                pair,
                subject: one.candidate.subject.clone(),
                ..Case::new(
                    format!("case-{number:04}"),
                    one.sample.id.set,
                    one.sample.id.ordinal,
                    one.candidate.arm,
                )
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_in_proportion_and_add_up() {
        assert_eq!(apportioned(10, &[5, 3, 2]), [5, 3, 2]);
        // 7 of 1:1:1 are 2⅓ each.
        assert_eq!(apportioned(7, &[4, 4, 4]).iter().sum::<usize>(), 7);
        assert_eq!(share(5, 2), [3, 2]);
    }
}
