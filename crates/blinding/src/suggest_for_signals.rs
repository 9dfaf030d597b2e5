//! Which mends make signals alike.

use std::collections::BTreeMap;

use study::audit::Audit;

use crate::apply_signal::volts;
use crate::kernel::{KEPT, n_at_rate};
use crate::suggest::{Draft, quantile};
use crate::{Mend, SignalLook, Suggestion};

/// Of a channel, the share of values at one end that is clipped.
const CLIPPED: f64 = 0.002;
/// The power of the mains over that of their neighbours, from which on there is a line.
const LINE: f64 = 3.0;
/// Of a signal, what is left when its beginning must go.
const WITHOUT_BEGINNING: f64 = 0.95;

/// Suggests the mends that remove what an audit of signals found.
///
/// # Input
///
/// * `audit`, `looks`: of the signals as they are after `already`.
/// * `already`: the mends there are. What still tells makes them stronger.
///
/// # Value
///
/// The whole pipeline, to be applied to the signals as they were at first. Only the container counts.
/// One rate is the lowest, one length the shortest, one step the coarsest. Missing values stay
/// missing, and rates, units and names that are not stated are not guessed.
pub fn suggest_for_signals(audit: &Audit, looks: &[SignalLook], already: &[Mend]) -> Suggestion {
    let mut draft = Draft::new(audit, already);
    if looks.is_empty() {
        return draft.finish();
    }
    if draft.tells(&["n_channels", "channels"]) {
        let names = common_channels(looks);
        if names.is_empty() {
            draft.give_up(&["n_channels", "channels"]);
        } else {
            draft.put(Mend::Channels { names });
        }
    }
    if draft.tells(&["unit"]) {
        match common_unit(looks) {
            Some(unit) => draft.put(Mend::Unit { unit }),
            None => draft.give_up(&["unit"]),
        }
    }
    let lowest = looks.iter().map(|look| look.rate_hz).collect::<Option<Vec<f64>>>();
    let lowest = lowest.and_then(|rates| rates.into_iter().reduce(f64::min));
    let rate_tells = draft.tells(&["rate"]);
    match lowest {
        Some(hz) if rate_tells => {
            draft.put(Mend::Rate { hz });
            // With the rate goes what only the higher one can hold.
            draft.later(&["cutoff", "mains_50", "mains_60"]);
        }
        None if rate_tells => draft.give_up(&["rate"]),
        _ => {}
    }
    let starts = draft.tells(&["starts_at_zero"]);
    if draft.tells(&["length", "duration"]) || starts {
        let samples = shortest(looks, lowest.filter(|_| rate_tells));
        let samples = if starts { samples * WITHOUT_BEGINNING } else { samples };
        draft.put(Mend::Length { samples: whole(samples) });
    }
    if draft.tells(&["clipped"]) {
        match ends(looks) {
            Some([low, high]) => {
                draft.put(Mend::Clip { low, high });
                // Sharp edges have every frequency.
                draft.later(&["cutoff", "mains_50", "mains_60"]);
            }
            None => draft.give_up(&["clipped"]),
        }
    }
    frequencies(&mut draft, looks, lowest);
    if draft.tells(&["step", "zeros"]) {
        let before = match draft.find("quantise") {
            Some(Mend::Quantise { step }) => 2.0 * step,
            _ => 0.0,
        };
        let coarsest = quantile(looks.iter().filter_map(|look| look.step), 0.95);
        let step = coarsest.unwrap_or(0.0).max(before);
        if 0.0 < step {
            draft.put(Mend::Quantise { step });
        } else {
            draft.give_up(&["step", "zeros"]);
        }
    }
    draft.finish()
}

/// Suggests filters for what the spectrum tells.
fn frequencies(draft: &mut Draft<'_>, looks: &[SignalLook], lowest: Option<f64>) {
    let lines = [("mains_50", 50.0), ("mains_60", 60.0)];
    for (at, (name, hz)) in lines.into_iter().enumerate() {
        let strong = quantile(looks.iter().filter_map(|look| look.mains[at]), 0.9);
        if strong.is_some_and(|ratio| LINE < ratio) && draft.tells(&[name]) {
            draft.put(Mend::Notch { hz });
            draft.later(&["cutoff"]);
        }
    }
    if !draft.tells(&["cutoff"]) {
        // No line, and yet it tells: one source went through a notch.
        for (name, hz) in lines {
            if draft.tells(&[name]) {
                draft.put(Mend::Notch { hz });
            }
        }
        return;
    }
    // What ends below the mains has none.
    draft.later(&["mains_50", "mains_60"]);
    // Another rate takes away more than the rates themselves do: it may be enough.
    let rated = draft.find("rate").is_some();
    let cutoffs = looks.iter().filter_map(|look| look.cutoff);
    let high = match draft.find("band") {
        Some(Mend::Band { high_hz: Some(high), .. }) => Some(0.8 * high),
        _ => quantile(cutoffs, 0.1),
    };
    match (lowest, high) {
        (Some(rate), Some(high)) if 0.0 < high => {
            let most = if rated { KEPT * rate / 1.15 } else { rate / 2.0 };
            draft.put(Mend::Band { low_hz: None, high_hz: Some(high.min(most)) });
        }
        _ => draft.give_up(&["cutoff"]),
    }
}

/// Returns the names that all signals have, in the order of the first; none where one name stands for
/// two channels or for no name.
fn common_channels(looks: &[SignalLook]) -> Vec<String> {
    let once = |look: &SignalLook, name: &String| {
        look.names.iter().filter(|other| *other == name).count() == 1
    };
    let everywhere = |name: &&String| !name.is_empty() && looks.iter().all(|look| once(look, name));
    looks[0].names.iter().filter(everywhere).cloned().collect()
}

/// Returns the unit that most signals have, if all can be written in it.
fn common_unit(looks: &[SignalLook]) -> Option<String> {
    let mut n_with: BTreeMap<&str, usize> = BTreeMap::new();
    for look in looks {
        for unit in &look.units {
            volts(unit.as_deref()?)?;
        }
        if let Some(unit) = look.unit() {
            *n_with.entry(unit).or_default() += 1;
        }
    }
    let most = n_with.into_iter().max_by_key(|(_, n)| *n)?;
    Some(most.0.to_owned())
}

/// Returns the length of the shortest signal, in values of the rate that all get.
fn shortest(looks: &[SignalLook], rate: Option<f64>) -> f64 {
    let length = |look: &SignalLook| match (rate, look.rate_hz) {
        (Some(to), Some(from)) => n_at_rate(look.length, from, to) as f64,
        _ => look.length as f64,
    };
    looks.iter().map(length).fold(f64::INFINITY, f64::min)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a length")]
fn whole(samples: f64) -> usize {
    (samples as usize).max(1)
}

/// Returns where signals stop that are clipped; an end that none is clipped at lies where the values do.
fn ends(looks: &[SignalLook]) -> Option<[f64; 2]> {
    let at = |end: usize| looks.iter().filter(move |look| CLIPPED <= look.clipped[end]);
    let low = at(0).map(|look| look.least).reduce(f64::max);
    let high = at(1).map(|look| look.most).reduce(f64::min);
    let least = looks.iter().map(|look| look.least).reduce(f64::min)?;
    let most = looks.iter().map(|look| look.most).reduce(f64::max)?;
    let found = [low.unwrap_or(least), high.unwrap_or(most)];
    (found[0] < found[1]).then_some(found)
}
