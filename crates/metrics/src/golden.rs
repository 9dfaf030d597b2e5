//! Comparison with the reference values of pyMDMA 0.3.0.
//!
//! The tests of this crate and the product's own `verify` run the same code on
//! the same cases. A case is one entry of `cases[]` in `golden.json`.

mod adapt;
mod annotations;
mod expect;
mod images;
mod ours;
mod sets;
mod signals;
mod tables;

use samples::{Annotations, Contents, Modality};
use serde_json::Value;

use expect::compare;

/// One file that a case needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputSpec {
    /// What it is to the case: `real`, `fake`, `reference`, `target`, `image`, `signals`, `data`, `dataset`.
    pub role: String,
    /// Where it is, relative to the folder of `golden.json`.
    pub path: String,
    /// What it must be read as: `.png` as an 8-bit image, `.npy` as vectors or, with three axes,
    /// as signals `[samples, length, channels]`, `.csv` as a table, `.json` as annotations of images.
    pub modality: Modality,
}

/// What such a file holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// Samples.
    Contents(Contents),
    /// What is marked in images.
    Annotations(Annotations),
}

impl From<Contents> for Input {
    fn from(contents: Contents) -> Self {
        Input::Contents(contents)
    }
}

/// Reads the files that a case names.
pub type Load<'a> = dyn Fn(&InputSpec) -> std::result::Result<Input, String> + 'a;

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Our values equal the reference.
    Agrees,
    /// One does not.
    Differs,
    /// There is no metric of ours for it, or no right number to compare with.
    NotCovered,
}

/// What came of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The case's id.
    pub id: String,
    /// How it ended.
    pub status: Status,
    /// The value that was compared last, or that differs, e.g. `instance[3]`.
    pub at: Option<String>,
    /// What the reference says there.
    pub expected: Option<String>,
    /// What we say there.
    pub got: Option<String>,
    /// How far apart the two may be.
    pub tolerance: Option<f64>,
    /// Why it differs or is not covered, or the reason that stands for the number.
    pub why: Option<String>,
}

/// Compares our values with those of one `case`; `load` reads the files it names.
///
/// The case's own verdict says what to compare with: `match` pyMDMA's value,
/// `reference` the independent one beside it; `sampled` the mean of pyMDMA's values, within
/// four of their standard deviations, or an independent one; with `raises` a reason agrees,
/// and so does a value that the metric can have; `deviates` is not covered.
pub fn check_case(case: &Value, load: &Load<'_>) -> Verdict {
    let blank = Verdict {
        id: case["id"].as_str().unwrap_or_default().to_owned(),
        status: Status::NotCovered,
        at: None,
        expected: None,
        got: None,
        tolerance: None,
        why: None,
    };
    let not_covered = |why: String| Verdict { why: Some(why), ..blank.clone() };

    let wanted = match case["verdict"].as_str() {
        Some("match" | "reference" | "raises" | "sampled") | None => case["verdict"].as_str(),
        Some(verdict) => {
            let note = case["note"].as_str().unwrap_or("no note");
            return not_covered(format!("{verdict}: {note}"));
        }
    };
    let question = match adapt::question(case) {
        Ok(question) => question,
        Err(why) => return not_covered(why),
    };
    let inputs = match adapt::inputs(case, &question, load) {
        Ok(inputs) => inputs,
        Err(adapt::Trouble::NotCovered(why)) => return not_covered(why),
        Err(adapt::Trouble::Unreadable(why)) => {
            return Verdict { status: Status::Differs, why: Some(why), ..blank };
        }
    };
    let answer = ours::answer(&question, inputs);
    // Without quasi-identifiers pyMDMA gives -1, and there is no number to give.
    let no_number = case["reference"]["method"] == "n/a";
    if wanted == Some("raises") || case.get("raises").is_some() || no_number {
        return instead_of_an_error(question.metric, answer, blank);
    }
    let expected = expect::of(case, question.metric.id);
    if expected.is_empty() {
        return not_covered("the case names no value that this metric has".to_owned());
    }
    match answer {
        Ok(answer) => compare(&expected, &answer, blank),
        Err(reason) => Verdict {
            status: Status::Differs,
            at: Some(expected[0].at.clone()),
            expected: Some(expected[0].value.to_string()),
            why: Some(reason.to_string()),
            ..blank
        },
    }
}

/// Judges a case in which pyMDMA gives an error: a reason of ours agrees, and so does
/// a value within the range of the metric.
fn instead_of_an_error(
    metric: &crate::Metric,
    answer: crate::Result<ours::Answer>,
    blank: Verdict,
) -> Verdict {
    let expected = Some("a reason, or the published value".to_owned());
    match answer {
        Err(reason) => {
            Verdict { status: Status::Agrees, expected, why: Some(reason.to_string()), ..blank }
        }
        Ok(answer) => {
            let in_range = metric.range.holds(answer.value);
            Verdict {
                status: if in_range { Status::Agrees } else { Status::Differs },
                expected,
                got: Some(answer.value.to_string()),
                why: (!in_range).then(|| "the value is outside the metric's range".to_owned()),
                ..blank
            }
        }
    }
}
