//! What a sample size can find.

use rayon::prelude::*;
use stats::{Components, Margin, Sides};
use store::Study;

use super::super::Open;
use super::small;
use crate::bench::Workbench;
use crate::error::reason;
use crate::wire::{Failure, PilotView, PowerRequest, PowerView, VarianceView};
use crate::{Error, Result};

/// The level of the claim.
pub(crate) const LEVEL: f64 = 0.05;
/// The power that is wished for.
pub(crate) const WISHED: f64 = 0.8;
/// How far from a pilot's mean its variances are trusted.
const FAR: f64 = 0.1;
/// As far as the fewest cases and readers are looked for.
pub(crate) const MOST_CASES: u32 = 2000;
pub(crate) const MOST_READERS: u32 = 100;
/// How many cases and readers more still have to reach it.
const BEYOND_CASES: u32 = 50;
const BEYOND_READERS: u32 = 5;
/// With a pilot readers stand for others, which one alone cannot.
const LEAST_READERS: u32 = 2;

impl Workbench {
    /// Tells what a number of readers and cases can find.
    ///
    /// # Errors
    ///
    /// Those of [`power`].
    pub fn power(&self, request: &PowerRequest) -> Result<PowerView> {
        power(request)
    }

    /// Returns the studies whose answers tell how readers vary, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the store. What keeps a study from telling it is its reason.
    pub fn pilots(&self) -> Result<Vec<PilotView>> {
        self.open()?.pilots()
    }
}

impl Open {
    /// Returns the studies whose answers tell how readers vary.
    pub(crate) fn pilots(&self) -> Result<Vec<PilotView>> {
        let mut studies = self.store.studies()?;
        studies.sort_by_key(|study| std::cmp::Reverse(study.id));
        let pilots = studies.into_iter().filter_map(|stored| {
            let (id, name) = (stored.id.0, stored.name.clone());
            let id = small(usize::try_from(id).unwrap_or(usize::MAX));
            match self.pilot_of(&stored) {
                Ok(None) => None,
                Ok(Some((found, by_script))) => Some(pilot(id, name, found, by_script)),
                // Costs nothing but itself.
                Err(error) => Some(unread(id, name, &error.failure())),
            }
        });
        Ok(pilots.collect())
    }

    /// Returns what an unblinded study says of how readers vary, and whether a script answered.
    fn pilot_of(&self, stored: &Study) -> Result<Option<(Pilots, bool)>> {
        if !self.is_unblinded(stored)? {
            return Ok(None);
        }
        match self.gathered(stored) {
            // Its answers lie with who made it.
            Err(Error::OnlyRead) => Ok(None),
            gathered => {
                let gathered = gathered?;
                Ok(Some((analysis::pilot(&gathered.study), gathered.by_script)))
            }
        }
    }
}

type Found = std::result::Result<analysis::Pilot, analysis::Reason>;
type Pilots = std::result::Result<[Found; 2], analysis::Reason>;

/// A study whose answers cannot be read.
fn unread(study: u32, name: String, why: &Failure) -> PilotView {
    PilotView {
        study,
        name,
        readers: 0,
        cases: 0,
        area: None,
        no_area: Some(why.clone()),
        accuracy: None,
        no_accuracy: Some(why.clone()),
        by_script: false,
    }
}

fn pilot(study: u32, name: String, found: Pilots, by_script: bool) -> PilotView {
    let [area, accuracy] = found.unwrap_or_else(|why| [Err(why), Err(why)]);
    let one = area.as_ref().or(accuracy.as_ref()).ok().copied();
    PilotView {
        study,
        name,
        readers: one.map_or(0, |one| small(one.readers)),
        cases: one.map_or(0, |one| variance(&one).cases),
        area: area.as_ref().ok().map(variance),
        no_area: area.err().map(|why| reason(&why)),
        accuracy: accuracy.as_ref().ok().map(variance),
        no_accuracy: accuracy.err().map(|why| reason(&why)),
        by_script,
    }
}

/// Returns what a pilot of one condition says, for a request.
pub(crate) fn variance(pilot: &analysis::Pilot) -> VarianceView {
    let Components { error, same_condition, reader_by_condition, cases, .. } = pilot.components;
    VarianceView {
        mean: pilot.mean,
        readers: reader_by_condition,
        error,
        covariance: same_condition,
        cases: u32::try_from(cases).unwrap_or(u32::MAX),
    }
}

/// Tells what a number of readers and cases can find.
///
/// Without a pilot: an exact test of as many independent calls as all calls are worth, since calls of one
/// reader, and calls on one case, are alike. With one: the test of the readers' mean by Obuchowski and
/// Rockette, whose parts vary as they did there; cases of both sources in the same proportion.
///
/// # Errors
///
/// Those of crate `stats`, for numbers out of range.
pub fn power(request: &PowerRequest) -> Result<PowerView> {
    let here = of(request, request.readers, request.cases)?;
    let curve = |points: Vec<(u32, u32, u32)>| -> Result<Vec<[f64; 2]>> {
        points
            .into_par_iter()
            .map(|(n, readers, cases)| Ok([f64::from(n), of(request, readers, cases)?.power]))
            .collect()
    };
    let cases = |n: u32| (n, request.readers, n);
    let readers = |n: u32| (n, n, request.cases);
    let drawn_cases = request.cases.saturating_mul(2).clamp(40, MOST_CASES);
    let drawn_readers = request.readers.saturating_mul(2).clamp(8, MOST_READERS);
    let (most_cases, most_readers) =
        (MOST_CASES.max(request.cases), MOST_READERS.max(request.readers));
    let step = (drawn_cases / 40).max(1);
    let least_readers = if request.pilot.is_some() { LEAST_READERS } else { 1 };
    let of_cases = |n: u32| Ok(of(request, request.readers, n)?.power);
    let of_readers = |n: u32| Ok(of(request, n, request.cases)?.power);
    Ok(PowerView {
        power: here.power,
        fixed_readers: here.fixed_readers,
        worth: here.worth,
        far_from_pilot: request
            .pilot
            .is_some_and(|pilot| FAR < (pilot.mean - request.accuracy).abs()),
        most_cases,
        most_readers,
        fewest_cases: fewest([1, most_cases], BEYOND_CASES, of_cases)?,
        fewest_readers: fewest([least_readers, most_readers], BEYOND_READERS, of_readers)?,
        by_cases: curve((1..=drawn_cases / step).map(|at| cases(at * step)).collect())?,
        by_readers: curve((least_readers..=drawn_readers).map(readers).collect())?,
    })
}

/// What so many readers and cases can find.
struct Reached {
    power: f64,
    fixed_readers: Option<f64>,
    worth: Option<u32>,
}

fn of(request: &PowerRequest, readers: u32, cases: u32) -> stats::Result<Reached> {
    match &request.pilot {
        Some(pilot) => by_pilot(request, pilot, readers, cases),
        None => by_correlations(request, readers, cases),
    }
}

fn by_pilot(
    request: &PowerRequest,
    pilot: &VarianceView,
    readers: u32,
    cases: u32,
) -> stats::Result<Reached> {
    let components = Components {
        error: pilot.error,
        same_reader: 0.0,
        same_condition: pilot.covariance,
        neither: 0.0,
        reader_by_condition: pilot.readers,
        cases: pilot.cases.into(),
    };
    let (readers, cases) = (u64::from(readers), u64::from(cases));
    Ok(if let Some(margin) = request.margin {
        let margin = Margin { centre: 0.5, margin, level: LEVEL };
        let power =
            stats::power_of_equivalence(&components, request.accuracy, margin, readers, cases)?;
        Reached { power, fixed_readers: None, worth: None }
    } else {
        let effect = request.accuracy - 0.5;
        let found = stats::power_of_one_condition(&components, effect, readers, cases, LEVEL)?;
        let fixed_readers = Some(found.fixed_readers.power);
        Reached { power: found.random_readers.power, fixed_readers, worth: None }
    })
}

fn by_correlations(request: &PowerRequest, readers: u32, cases: u32) -> stats::Result<Reached> {
    let correlations =
        [("within reader", request.within_reader), ("within case", request.within_case)];
    if let Some((name, given)) = correlations.into_iter().find(|(_, r)| !(0.0..=1.0).contains(r)) {
        return Err(stats::Error::Probability { name, given });
    }
    let (readers, cases) = (f64::from(readers), f64::from(cases));
    let effect = stats::design_effect(cases, request.within_reader)
        + stats::design_effect(readers, request.within_case)
        - 1.0;
    let worth = (cases * readers / effect).floor().clamp(1.0, stats::MOST_CALLS as f64);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
    let n = worth as u64;
    let power = match request.margin {
        Some(margin) => {
            let margin = Margin { centre: 0.5, margin, level: LEVEL };
            stats::equivalence_power(n, request.accuracy, margin)?.power
        }
        None => stats::binomial_power(n, request.accuracy, 0.5, LEVEL, Sides::Two)?.power,
    };
    let worth = Some(u32::try_from(n).unwrap_or(u32::MAX));
    Ok(Reached { power, fixed_readers: None, worth })
}

/// Returns the fewest with the power that is wished for, from which on the next `beyond` have it, too: the
/// power of an exact test goes up and down.
fn fewest(
    [least, most]: [u32; 2],
    beyond: u32,
    power: impl Fn(u32) -> stats::Result<f64>,
) -> Result<Option<u32>> {
    let at = |n: u64| power(u32::try_from(n).unwrap_or(u32::MAX));
    let range = [least.into(), most.into()];
    let found = stats::fewest_with_power(WISHED, range, beyond.into(), at)?;
    Ok(found.and_then(|n| u32::try_from(n).ok()))
}
