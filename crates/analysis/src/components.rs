//! What readers' areas vary by, and what a later study can plan with.

use std::collections::BTreeMap;

use stats::{
    Components, Covariances, DbmComponents, ObuchowskiRockette, ReaderScores, obuchowski_rockette,
};

use crate::calls::{Call, calls_of, one_sided, points_of, scores, threshold};
use crate::finding::Found;
use crate::{Collected, Estimate, LEVEL, Method, Of, Quantity, Ratings, Reason, Study, catches};

/// Adds what the readers' areas vary by, or their balanced accuracy.
pub(crate) fn components(
    study: &Study,
    found: &Found,
    scores: &[(Quantity, ReaderScores)],
    all: &mut Collected,
) {
    for (of, scores) in scores {
        // Other designs have none.
        let Ok(made) = obuchowski_rockette(scores, Covariances::Jackknife, LEVEL) else { continue };
        let which = if *of == Quantity::BalancedAccuracy { "accuracy" } else { "area" };
        for (quantity, value) in of_obuchowski_rockette(&made) {
            let of = Of { part: Some(("components", which.to_owned())), ..Of::default() };
            let what = (quantity, Method::ObuchowskiRocketteJackknife);
            all.add(study, found, what, of, Ok(Estimate::plain(value)));
        }
    }
}

/// Returns the components that there are; some may have come out below 0.
pub(crate) fn of_obuchowski_rockette(made: &ObuchowskiRockette) -> Vec<(Quantity, f64)> {
    let found = &made.components;
    let all = [
        (Quantity::ReaderComponent, Some(found.reader)),
        (Quantity::ReaderConditionComponent, found.reader_by_condition),
        (Quantity::ErrorComponent, Some(found.error)),
        (Quantity::Covariance1, found.same_reader),
        (Quantity::Covariance2, Some(found.same_condition)),
        (Quantity::Covariance3, found.neither),
    ];
    all.into_iter().filter_map(|(quantity, value)| Some((quantity, value?))).collect()
}

/// Returns the same as Dorfman, Berbaum and Metz write them; nothing with one condition.
pub(crate) fn of_dorfman_berbaum_metz(made: &ObuchowskiRockette) -> Vec<(Quantity, f64)> {
    let Some(found) = made.dbm() else { return Vec::new() };
    let DbmComponents {
        reader,
        case,
        reader_by_condition,
        case_by_condition,
        reader_by_case,
        error,
    } = found;
    vec![
        (Quantity::ReaderComponent, reader),
        (Quantity::CaseComponent, case),
        (Quantity::ReaderConditionComponent, reader_by_condition),
        (Quantity::CaseConditionComponent, case_by_condition),
        (Quantity::ReaderCaseComponent, reader_by_case),
        (Quantity::ErrorComponent, error),
    ]
}

/// What a study says of how a later one would vary.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pilot {
    /// The mean that the readers reached: an area, or balanced accuracy; between two conditions, the
    /// difference of their areas.
    pub mean: f64,
    /// How many readers there were.
    pub readers: usize,
    /// What the readers' areas vary by, with jackknife covariances, and how many cases they read.
    pub components: Components,
}

/// Returns what a study of calls says of how a later one would vary: of its area under the curve, and of
/// its balanced accuracy. It looks at the question that the study was made for, else at its first one of
/// real or synthetic, and at the cases that every reader judged.
///
/// # Errors
///
/// [`Reason::NoAnswer`] without such a question or such a case, and why there are no components.
pub fn pilot(study: &Study) -> Result<[Result<Pilot, Reason>; 2], Reason> {
    let study = &*catches::as_planned(study);
    let is_primary =
        |at: &usize| Some(&study.questions[*at].item.id) == study.plan.primary.as_ref();
    let asked = || (0..study.questions.len()).filter(|&at| points_of(study, at).is_some());
    let question = asked().find(is_primary).or_else(|| asked().next()).ok_or(Reason::NoAnswer)?;
    let n_points = points_of(study, question).ok_or(Reason::NoAnswer)?;
    let calls = calls_of(study, &study.first_answers(question), n_points);
    let calls = judged_by_all(&calls);
    one_sided(&calls).map_or(Ok(()), Err)?;
    let scores = ReaderScores::new(&scores(&calls, |_| Some(0)))?;
    let of = |scores: &ReaderScores| -> Result<Pilot, Reason> {
        let made = obuchowski_rockette(scores, Covariances::Jackknife, LEVEL)?;
        let one = made.conditions[0];
        Ok(Pilot {
            mean: one.auc,
            readers: scores.readers().len(),
            components: one.pilot(made.n_cases),
        })
    };
    let called = scores.called(threshold(n_points)).map_err(Reason::from);
    Ok([of(&scores), called.and_then(|called| of(&called))])
}

/// Returns the calls of cases that every reader of any of them judged.
fn judged_by_all(calls: &[Call]) -> Vec<Call> {
    let mut readers: Vec<usize> = calls.iter().map(|call| call.reader).collect();
    readers.sort_unstable();
    readers.dedup();
    let mut judged: BTreeMap<usize, usize> = BTreeMap::new();
    for call in calls {
        *judged.entry(call.case).or_default() += 1;
    }
    calls.iter().filter(|call| judged[&call.case] == readers.len()).copied().collect()
}

/// Returns what ratings of another program say of a later study: under one condition, where both are the
/// same, or of the difference between two, by their places.
///
/// # Errors
///
/// Why there are no components: above all [`stats::Error::NotFactorial`] unless every reader rated every
/// case under both.
pub fn pilot_of_ratings(ratings: &Ratings, [first, second]: [usize; 2]) -> Result<Pilot, Reason> {
    let only: Vec<stats::ReaderScore> = ratings
        .scores
        .iter()
        .filter(|score| [first, second].contains(&score.condition))
        .copied()
        .collect();
    let scores = ReaderScores::new(&only)?;
    let made = obuchowski_rockette(&scores, Covariances::Jackknife, LEVEL)?;
    let readers = scores.readers().len();
    let one = made.conditions[0];
    if first == second {
        return Ok(Pilot { mean: one.auc, readers, components: one.pilot(made.n_cases) });
    }
    let between = made.pilot().zip(made.conditions.get(1)).ok_or(Reason::NoAnswer)?;
    let (components, other) = between;
    let sign = if one.condition == first { 1.0 } else { -1.0 };
    Ok(Pilot { mean: sign * (one.auc - other.auc), readers, components })
}
