//! Ratings that another program wrote: conditions alone, and against each other.

use std::collections::BTreeSet;

use stats::{
    Covariances, Error, ObuchowskiRockette, ReaderScore, ReaderScores, delong, obuchowski_rockette,
    u_statistic,
};

use crate::components::{of_dorfman_berbaum_metz, of_obuchowski_rockette};
use crate::finding::Counts;
use crate::{Estimate, Finding, LEVEL, Method, Of, Quantity, Rank, Reason, Section, families};

/// What chance gives.
const CHANCE: f64 = 0.5;

/// Ratings of readers under conditions, by the names they have.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    /// The readers.
    pub readers: Vec<String>,
    /// The conditions.
    pub conditions: Vec<String>,
    /// The ratings, with readers and conditions by place.
    pub scores: Vec<ReaderScore>,
}

/// Returns the areas under each condition and their differences, by every estimator that the design
/// admits, and each reader's area. Nothing was planned here: all of it is exploratory.
///
/// A condition under which no reader rated cases of both kinds costs nothing but itself.
pub fn conditions(ratings: &Ratings) -> Vec<Finding> {
    let mut found = Vec::new();
    let useless = ratings.useless();
    for &condition in &useless {
        let kind = |positive| ratings.of_kind(condition, positive);
        let least = match (kind(false), kind(true)) {
            (0, _) | (_, 0) => {
                Error::TooFewOfAKind { negative: kind(false), positive: kind(true), least: 1 }
            }
            _ => Error::NoReaderOfBothKinds,
        };
        let of = ratings.of(&[condition]);
        let what = (Quantity::Auc, Method::UStatistic);
        found.push(ratings.finding(what, &[condition], of, Err(least.into())));
    }
    let is_useful = |score: &&ReaderScore| !useless.contains(&score.condition);
    let useful: Vec<ReaderScore> = ratings.scores.iter().filter(is_useful).copied().collect();
    let all = ReaderScores::new(&useful);
    match &all {
        // Each condition has said why.
        Err(_) if useful.is_empty() => {}
        Err(error) => {
            let what = (Quantity::Auc, Method::UStatistic);
            found.push(ratings.finding(what, &[], Of::default(), Err((*error).into())));
        }
        Ok(scores) => {
            if scores.factorial().is_ok() {
                crossed(ratings, scores, &mut found);
            }
            any_design(ratings, scores, &mut found);
        }
    }
    by_reader(ratings, &mut found);
    families::adjust(&mut found);
    found
}

/// Every reader read every case under every condition.
fn crossed(ratings: &Ratings, scores: &ReaderScores, found: &mut Vec<Finding>) {
    for covariances in [Covariances::DeLong, Covariances::Jackknife] {
        let [method, fixed] = match covariances {
            Covariances::DeLong => [Method::ObuchowskiRockette, Method::FixedReaders],
            Covariances::Jackknife => {
                [Method::ObuchowskiRocketteJackknife, Method::FixedReadersJackknife]
            }
        };
        let Ok(made) = obuchowski_rockette(scores, covariances, LEVEL) else { continue };
        for one in &made.conditions {
            for (method, tested) in [(method, one.tests.random), (fixed, one.tests.fixed_readers)] {
                let estimate = Estimate::inferred(one.auc, CHANCE, tested);
                let of = ratings.of(&[one.condition]);
                let what = (Quantity::Auc, method);
                found.push(ratings.finding(what, &[one.condition], of, Ok(estimate)));
            }
        }
        if covariances == Covariances::Jackknife {
            ratings.components(&made, found);
        }
        for between in made.comparison.iter().flat_map(|compared| &compared.differences) {
            for (method, tested) in
                [(method, between.tests.random), (fixed, between.tests.fixed_readers)]
            {
                let estimate = Estimate::inferred(between.difference, 0.0, tested);
                let of = ratings.of(&between.conditions);
                let what = (Quantity::AucDifference, method);
                found.push(ratings.finding(what, &between.conditions, of, Ok(estimate)));
            }
        }
    }
}

/// Any design.
fn any_design(ratings: &Ratings, scores: &ReaderScores, found: &mut Vec<Finding>) {
    let made = match u_statistic(scores, LEVEL) {
        Ok(made) => made,
        Err(error) => {
            let what = (Quantity::Auc, Method::UStatistic);
            found.push(ratings.finding(what, &[], Of::default(), Err(error.into())));
            return;
        }
    };
    for area in &made.conditions {
        let estimate = Estimate::inferred(area.auc, CHANCE, area.inference);
        let of = ratings.of(&[area.condition]);
        let what = (Quantity::Auc, Method::UStatistic);
        found.push(ratings.finding(what, &[area.condition], of, Ok(estimate)));
    }
    for between in &made.differences {
        let estimate = Estimate::inferred(between.difference, 0.0, between.inference);
        let of = ratings.of(&between.conditions);
        let what = (Quantity::AucDifference, Method::UStatistic);
        found.push(ratings.finding(what, &between.conditions, of, Ok(estimate)));
    }
}

/// Each reader under each condition.
fn by_reader(ratings: &Ratings, found: &mut Vec<Finding>) {
    for condition in 0..ratings.conditions.len() {
        for (reader, name) in ratings.readers.iter().enumerate() {
            let own: Vec<&ReaderScore> = ratings
                .scores
                .iter()
                .filter(|score| (score.reader, score.condition) == (reader, condition))
                .collect();
            if own.is_empty() {
                continue;
            }
            let scores: Vec<f64> = own.iter().map(|score| score.score).collect();
            let positive: Vec<bool> = own.iter().map(|score| score.positive).collect();
            let area = delong(&[scores], &positive).map_err(Reason::from);
            let area =
                area.map(|made| Estimate::inferred(made.auc[0], CHANCE, made.area(0, LEVEL)));
            let of = Of { reader: Some(name.clone()), ..ratings.of(&[condition]) };
            let n = counts(own.into_iter());
            let what = (Quantity::Auc, Method::DeLong);
            found.push(Finding { n, ..ratings.finding(what, &[condition], of, area) });
        }
    }
}

impl Ratings {
    /// The conditions under which no reader rated cases of both kinds.
    fn useless(&self) -> Vec<usize> {
        let has_both = |condition: usize| {
            (0..self.readers.len()).any(|reader| {
                let own = self
                    .scores
                    .iter()
                    .filter(|score| (score.reader, score.condition) == (reader, condition));
                let kinds: BTreeSet<bool> = own.map(|score| score.positive).collect();
                kinds.len() == 2
            })
        };
        (0..self.conditions.len()).filter(|&condition| !has_both(condition)).collect()
    }

    /// How many cases of a kind were rated under a condition.
    fn of_kind(&self, condition: usize, positive: bool) -> u64 {
        let is = |score: &&ReaderScore| (score.condition, score.positive) == (condition, positive);
        self.scores.iter().filter(is).map(|score| score.case).collect::<BTreeSet<_>>().len() as u64
    }

    /// Names one condition, or one less another.
    fn of(&self, conditions: &[usize]) -> Of {
        let name = |at: usize| conditions.get(at).map(|&at| self.conditions[at].clone());
        Of { condition: name(0), other: name(1), ..Of::default() }
    }

    /// What areas vary by over all conditions, in both ways to write it.
    fn components(&self, made: &ObuchowskiRockette, found: &mut Vec<Finding>) {
        let both = [
            (Method::ObuchowskiRocketteJackknife, of_obuchowski_rockette(made)),
            (Method::DorfmanBerbaumMetz, of_dorfman_berbaum_metz(made)),
        ];
        for (method, components) in both {
            found.extend(components.into_iter().map(|(quantity, value)| {
                let value = Ok(Estimate::plain(value));
                let finding = self.finding((quantity, method), &[], Of::default(), value);
                Finding { section: Section::Components, ..finding }
            }));
        }
    }

    fn finding(
        &self,
        (quantity, method): (Quantity, Method),
        conditions: &[usize],
        of: Of,
        estimate: Result<Estimate, Reason>,
    ) -> Finding {
        let own =
            |score: &&ReaderScore| conditions.is_empty() || conditions.contains(&score.condition);
        Finding {
            rank: Rank::Exploratory,
            section: Section::Conditions,
            quantity,
            method,
            of,
            estimate,
            n: counts(self.scores.iter().filter(own)),
            from: None,
        }
    }
}

/// Counts ratings, and the readers and cases in them.
fn counts<'a>(scores: impl Iterator<Item = &'a ReaderScore>) -> Counts {
    let scores: Vec<&ReaderScore> = scores.collect();
    let distinct = |of: &dyn Fn(&ReaderScore) -> Option<usize>| {
        let mut all: Vec<usize> = scores.iter().filter_map(|score| of(score)).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    };
    Counts {
        answers: scores.len(),
        readers: distinct(&|score| Some(score.reader)),
        real: distinct(&|score| (!score.positive).then_some(score.case)),
        synthetic: distinct(&|score| score.positive.then_some(score.case)),
    }
}
