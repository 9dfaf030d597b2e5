//! Statistics of readers, as an analysis asks for them.

use std::path::Path;
use std::time::Instant;

use samples::Vectors;
use stats::{
    AlphaMetric, Coefficient, OrdinalAnswers, RandomEffects, RatingTable, ReaderScore,
    ReaderScores, Weights, agreement, bootstrap_agreement, icc, ordinal_model, u_statistic,
};

use super::neighbours::vectors;
use super::{Measured, seconds_since};
use crate::inputs::{N_CATEGORIES, N_CONDITIONS, N_RESAMPLES, SEED_OF_RESAMPLES};
use crate::{Outcome, machine};

/// The share of repetitions that an interval is meant to hold the truth in.
const LEVEL: f64 = 0.95;

/// What was computed, by name.
type Found = stats::Result<Vec<(String, f64)>>;

/// Computes a statistic of what lies in `folder`.
///
/// Reading the files is not measured.
pub(super) fn run(statistic: &str, folder: &Path) -> Outcome<Measured> {
    let cells = |name: &str| vectors(folder, name).map(|cases| places(&cases));
    match statistic {
        "agreement" => {
            let ratings = cells("ratings.npy")?;
            timed(ratings.len(), || coefficients(&ratings))
        }
        "alpha" => {
            let ratings = cells("ratings.npy")?;
            timed(2 * N_RESAMPLES, || alphas(&ratings))
        }
        "fleiss" => {
            let answers = cells("answers.npy")?;
            timed(answers.len(), || fleiss(&answers))
        }
        "icc" => {
            let answers = vectors(folder, "answers.npy")?;
            let rows: Vec<Vec<Option<f64>>> =
                rows(&answers).map(|row| row.iter().copied().map(Some).collect()).collect();
            timed(rows.len(), || correlations(&rows))
        }
        "mrmc" => {
            let ratings = scores(folder)?;
            timed(ratings.len(), || areas(&ratings))
        }
        "ordinal" => Answers::of(folder)?.timed(|answers| RandomEffects::Crossed {
            readers: &answers.readers,
            cases: &answers.cases,
        }),
        "ordinal-fixed" => Answers::of(folder)?.timed(|_| RandomEffects::None),
        _ => Err(format!("there is no statistic {statistic}")),
    }
}

fn timed(n: usize, compute: impl FnOnce() -> Found) -> Outcome<Measured> {
    machine::forget_peak();
    let bytes_before = machine::bytes_now();
    let start = Instant::now();
    let found = compute();
    let seconds = seconds_since(start);
    let found = found.map_err(|error| error.to_string())?;
    let values = found.into_iter().map(|(name, value)| (name, value.into())).collect();
    Ok(Measured { seconds, n, decoded_bytes: None, bytes_before, gflops: None, values })
}

fn rows(vectors: &Vectors) -> impl Iterator<Item = &[f64]> {
    (0..vectors.n()).map(|at| vectors.row(at))
}

/// Returns the place of a category that counts from 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "categories are small whole numbers from 1"
)]
fn place(category: f64) -> usize {
    category as usize - 1
}

/// Returns places of categories from 0, case by case; nothing where a rating is missing.
fn places(cases: &Vectors) -> Vec<Vec<Option<usize>>> {
    let of = |&category: &f64| (!category.is_nan()).then(|| place(category));
    rows(cases).map(|case| case.iter().map(of).collect()).collect()
}

/// Gwet's and Fleiss' coefficients, without weights and with those of squares.
fn coefficients(rows: &[Vec<Option<usize>>]) -> Found {
    let ratings = RatingTable::in_categories(N_CATEGORIES, rows)?;
    let mut found = Vec::new();
    for (name, coefficient) in [
        ("AC1", Coefficient::Gwet(Weights::Identity)),
        ("AC2", Coefficient::Gwet(Weights::Quadratic)),
        ("Fleiss", Coefficient::Fleiss(Weights::Identity)),
        ("Fleiss, squares", Coefficient::Fleiss(Weights::Quadratic)),
    ] {
        let one = agreement(&ratings, &coefficient, LEVEL)?;
        found.push((name.to_owned(), one.estimate));
        found.push((format!("{name}, SE"), one.se.unwrap_or(f64::NAN)));
    }
    Ok(found)
}

/// Krippendorff's alpha by two metrics, with cases drawn again.
fn alphas(rows: &[Vec<Option<usize>>]) -> Found {
    let ratings = RatingTable::in_categories(N_CATEGORIES, rows)?;
    let mut found = Vec::new();
    for (name, metric) in [("ordinal", AlphaMetric::Ordinal), ("nominal", AlphaMetric::Nominal)] {
        let coefficient = Coefficient::Krippendorff(metric);
        let value = agreement(&ratings, &coefficient, LEVEL)?.estimate;
        let drawn =
            bootstrap_agreement(&ratings, &coefficient, LEVEL, N_RESAMPLES, SEED_OF_RESAMPLES)?;
        found.push((name.to_owned(), value));
        found.push((format!("{name}, low"), drawn.interval.low));
        found.push((format!("{name}, high"), drawn.interval.high));
    }
    Ok(found)
}

fn fleiss(rows: &[Vec<Option<usize>>]) -> Found {
    let ratings = RatingTable::in_categories(N_CATEGORIES, rows)?;
    let found = agreement(&ratings, &Coefficient::Fleiss(Weights::Identity), LEVEL)?;
    Ok(vec![("Fleiss".to_owned(), found.estimate)])
}

/// The six intraclass correlations with their intervals.
fn correlations(rows: &[Vec<Option<f64>>]) -> Found {
    let forms = icc(rows, LEVEL)?;
    let mut found = Vec::new();
    for (name, form) in [
        ("ICC(1,1)", forms.icc1),
        ("ICC(2,1)", forms.icc2),
        ("ICC(3,1)", forms.icc3),
        ("ICC(1,k)", forms.icc1k),
        ("ICC(2,k)", forms.icc2k),
        ("ICC(3,k)", forms.icc3k),
    ] {
        let form = form?;
        let interval = form.interval?;
        found.push((name.to_owned(), form.estimate));
        found.push((format!("{name}, low"), interval.low));
        found.push((format!("{name}, high"), interval.high));
    }
    Ok(found)
}

/// Reads the scores of all readers under all conditions.
fn scores(folder: &Path) -> Outcome<Vec<ReaderScore>> {
    let scores = vectors(folder, "scores.npy")?;
    let synthetic = vectors(folder, "synthetic.npy")?;
    let n_readers = scores.n() / N_CONDITIONS;
    let mut ratings = Vec::with_capacity(scores.n() * scores.d());
    for (row, of_reader) in rows(&scores).enumerate() {
        for (case, &score) in of_reader.iter().enumerate() {
            let positive = 0.5 < synthetic.row(case)[0];
            let (reader, condition) = (row % n_readers, row / n_readers);
            ratings.push(ReaderScore { reader, condition, case, positive, score });
        }
    }
    Ok(ratings)
}

/// Areas under the curve of every condition and their differences, for readers and cases.
fn areas(ratings: &[ReaderScore]) -> Found {
    let all = u_statistic(&ReaderScores::new(ratings)?, LEVEL)?;
    let mut found = Vec::new();
    for one in &all.conditions {
        found.push((format!("area {}", one.condition), one.auc));
        found.push((format!("area {}, variance", one.condition), one.variance?));
    }
    for two in &all.differences {
        let [first, second] = two.conditions;
        found.push((format!("area {first} less {second}"), two.difference));
        found.push((format!("area {first} less {second}, variance"), two.variance?));
    }
    Ok(found)
}

/// Answers in categories, with who gave them, to which case, and whether that is synthetic.
struct Answers {
    categories: Vec<usize>,
    readers: Vec<usize>,
    cases: Vec<usize>,
    synthetic: Vec<f64>,
}

impl Answers {
    fn of(folder: &Path) -> Outcome<Self> {
        let answers = vectors(folder, "answers.npy")?;
        let synthetic = vectors(folder, "synthetic.npy")?;
        let n_readers = answers.d();
        let all = || 0..answers.n() * n_readers;
        let source = |at: usize| synthetic.row(at / n_readers)[0];
        Ok(Answers {
            categories: rows(&answers).flatten().copied().map(place).collect(),
            readers: all().map(|at| at % n_readers).collect(),
            cases: all().map(|at| at / n_readers).collect(),
            synthetic: all().map(source).collect(),
        })
    }

    /// Measures how long a shift for synthetic cases takes, beside what answers have in common.
    fn timed<'a>(
        &'a self,
        random: impl FnOnce(&'a Answers) -> RandomEffects<'a>,
    ) -> Outcome<Measured> {
        let effects = [self.synthetic.clone()];
        let answers = OrdinalAnswers { categories: &self.categories, effects: &effects };
        let random = random(self);
        timed(self.categories.len(), || {
            let fit = ordinal_model(&answers, random)?;
            let mut found = vec![("log likelihood".to_owned(), fit.log_likelihood)];
            for effect in &fit.effects {
                found.push(("shift".to_owned(), effect.estimate));
                found.push(("shift, SE".to_owned(), effect.se));
            }
            for (at, threshold) in fit.thresholds.iter().enumerate() {
                found.push((format!("threshold {}", at + 1), threshold.estimate));
            }
            for (name, of) in ["readers, variance", "cases, variance"].iter().zip(&fit.random) {
                found.push(((*name).to_owned(), of.variance));
            }
            Ok(found)
        })
    }
}
