//! Reader statistics of files that were written elsewhere: a table of answers, or ratings for iMRMC.

mod imrmc;
mod pilot;
mod raters;
mod table;

pub use pilot::{DifferencePower, pilot_of_file, power_of_difference};

use std::fs;
use std::path::Path;

use analysis::{Analysis, Finding, Flow, Plan, RaterScale};
use jobs::Task;
use study::protocol::Claim;

use crate::error::AnalysisError;
use crate::files::LeftOut;
use crate::names::name_of;
use crate::project::analysing::{Gathered, Says};
use crate::wire::{AnalysisView, PlanView};
use crate::{Error, Result};

/// The largest file that is read: two million answers.
const MOST_BYTES: u64 = 512 << 20;

/// Analyses `answers.csv` with `cases.csv` beside it, or an `.imrmc` file.
///
/// Nothing was planned in such a file, as far as the program can know: all of it is exploratory. Cases
/// are drawn again by `seed`; balanced accuracy is held against `margin`, between 0 and 0.5, where one is
/// given, and nobody says that it was fixed beforehand.
///
/// # Errors
///
/// [`Error::NoSuchPath`], [`Error::File`] where it cannot be read, [`AnalysisError::Ratings`] with the line and what is wrong with it,
/// [`Error::Stopped`].
pub fn analyse_ratings(
    path: &Path,
    margin: Option<f64>,
    seed: u64,
    task: &Task,
) -> Result<AnalysisView> {
    let name = name_of(path);
    if path.exists() && !is_ratings(path) {
        return Err(AnalysisError::Ratings { name, line: 0, fault: "kind" }.into());
    }
    let is = |ending: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    if is("imrmc") {
        let ratings = imrmc::read(&name, &text_of(path)?)?;
        let analysis = only(analysis::conditions(&ratings));
        return Ok(said(&of_study(nothing()), &analysis, name));
    }
    let cases = path.with_file_name("cases.csv");
    let cases = if cases.is_file() { Some(text_of(&cases)?) } else { None };
    let (study, by_script) = table::read(&name, &text_of(path)?, cases.as_deref())?;
    let claim = margin.map_or(study.plan.claim, |margin| Claim::Equivalence { margin });
    let plan = Plan { claim, ..study.plan };
    let study = analysis::Study { seed, plan, ..study };
    let analysis = analysis::analyse(&study, task).map_err(|jobs::Stopped| Error::Stopped)?;
    Ok(said(&Gathered { by_script, ..of_study(study) }, &analysis, name))
}

/// Analyses a table of ratings without a truth: how well raters agree, and what a panel says.
///
/// The table has a row for each rating, with columns `rater`, `item` and `rating` (also `reader`,
/// `case_id`, `value`), or a row for each thing with a column for each rater. Cells are parted by commas
/// or semicolons; an empty one is a rating that is missing.
///
/// # Input
///
/// * `points`: how many points an ordered scale has, where not all were used.
/// * `seed`: of the cases that are drawn again.
///
/// # Value
///
/// The analysis, and the raters who rated nothing.
///
/// # Errors
///
/// As [`analyse_ratings`].
pub fn analyse_raters(
    path: &Path,
    scale: RaterScale,
    points: Option<usize>,
    seed: u64,
) -> Result<(AnalysisView, Vec<LeftOut>)> {
    let name = name_of(path);
    let (table, idle) = raters::read(&name, &text_of(path)?, scale, points)?;
    let found = only(analysis::raters(&table, seed));
    let mut view = said(&of_study(nothing()), &found, name);
    view.sentences.insert(0, raters::sentence(&table));
    if !idle.is_empty() {
        view.warnings.push(words::say("analysis:warning.idle", &[("raters", &idle.join(", "))]));
    }
    view.warnings.extend(raters::incomplete(&table));
    let left_out = |rater: String| LeftOut { name: rater, error: AnalysisError::Idle.into() };
    Ok((view, idle.into_iter().map(left_out).collect()))
}

/// An analysis of findings alone.
fn only(findings: Vec<Finding>) -> Analysis {
    Analysis {
        findings,
        selections: Vec::new(),
        curves: Vec::new(),
        points: Vec::new(),
        read_cases: Vec::new(),
        marks: Vec::new(),
        flow: Flow::default(),
    }
}

/// Whether a file is one that [`analyse_ratings`] takes.
fn is_ratings(path: &Path) -> bool {
    let known = |ending| ["imrmc", "csv"].iter().any(|one| one.eq_ignore_ascii_case(ending));
    path.is_file() && path.extension().and_then(|ending| ending.to_str()).is_some_and(known)
}

fn text_of(path: &Path) -> Result<String> {
    let wrong = |fault| Error::from(AnalysisError::Ratings { name: name_of(path), line: 0, fault });
    let unread = |why: String| Error::File { name: name_of(path), tried: "read", why };
    if !path.exists() {
        return Err(Error::NoSuchPath { name: name_of(path) });
    }
    let size = fs::metadata(path).map_err(|error| unread(error.to_string()))?.len();
    if MOST_BYTES < size {
        return Err(wrong("tooLarge"));
    }
    let bytes = fs::read(path).map_err(|error| unread(error.to_string()))?;
    let text = String::from_utf8(bytes);
    let text = text.map_err(|_| wrong("encoding"))?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

/// A study without anything in it.
fn nothing() -> analysis::Study {
    analysis::Study {
        readers: Vec::new(),
        cases: Vec::new(),
        questions: Vec::new(),
        shown: Vec::new(),
        answers: Vec::new(),
        plan: Plan::none(),
        metrics: Vec::new(),
        usability: Vec::new(),
        seed: 0,
    }
}

fn of_study(study: analysis::Study) -> Gathered {
    Gathered {
        study,
        samples: Vec::new(),
        sizes: Vec::new(),
        by_script: false,
        n_unblinded: 0,
        n_unread: 0,
        has_rules: false,
        own_words: [false, false],
    }
}

fn said(gathered: &Gathered, analysis: &Analysis, name: String) -> AnalysisView {
    let says = Says { gathered, analysis, language: words::Language::English };
    says.view(0, name, PlanView::default())
}
