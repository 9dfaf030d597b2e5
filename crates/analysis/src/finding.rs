//! One number, what it is of, and how it was found.

use stats::{Equivalence, Inference, Interval};

use crate::{Collected, LEVEL, Method, Quantity, Rank, Section, Study};

/// Why there is no number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reason {
    /// The estimator says so.
    Stats(stats::Error),
    /// Nobody answered what counts.
    NoAnswer,
    /// Only cases of one source were answered.
    OneSource,
    /// Only one reader answered.
    OneReader,
}

impl From<stats::Error> for Reason {
    fn from(error: stats::Error) -> Reason {
        match error {
            stats::Error::Empty => Reason::NoAnswer,
            error => Reason::Stats(error),
        }
    }
}

impl Reason {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Reason::Stats(error) => error.code(),
            Reason::NoAnswer => "analysis.no_answer",
            Reason::OneSource => "analysis.one_source",
            Reason::OneReader => "analysis.one_reader",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Reason::Stats(error) => error.params(),
            _ => Vec::new(),
        }
    }
}

/// What a number is of.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Of {
    /// The question.
    pub question: Option<String>,
    /// The reader.
    pub reader: Option<String>,
    /// The generator; the cases of others are left out.
    pub generator: Option<String>,
    /// The condition that cases were read under, in ratings of other programs.
    pub condition: Option<String>,
    /// The other generator or condition, of a difference.
    pub other: Option<String>,
    /// What was chosen.
    pub code: Option<String>,
    /// The metric that is compared with the experts.
    pub metric: Option<String>,
    /// Which part of the cases: `quarter`, `stratum`, `speed`, `round`, and which of them.
    pub part: Option<(&'static str, String)>,
}

/// How many of what a number comes from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Answers.
    pub answers: usize,
    /// Readers.
    pub readers: usize,
    /// Real cases.
    pub real: usize,
    /// Synthetic cases.
    pub synthetic: usize,
}

/// A test, where there is one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// What the number is tested against.
    pub null: f64,
    /// The statistic, where there is one: t, z.
    pub statistic: Option<f64>,
    /// Its degrees of freedom, as the method reports them; nothing with a normal or exact distribution.
    pub df: Option<f64>,
    /// How likely one so far off is by chance, two-sided.
    pub p: f64,
    /// The same, corrected for how many such tests there are.
    pub adjusted: Option<Adjusted>,
}

/// A p that counts the tests beside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// The corrected p.
    pub p: f64,
    /// How: `holm` where it was planned, else `benjamini_hochberg`.
    pub method: &'static str,
    /// How many tests are in the family.
    pub of: usize,
}

/// Whether a number lies within a margin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Equivalent {
    /// The centre of the margin.
    pub centre: f64,
    /// How far from it is still within.
    pub margin: f64,
    /// The interval that has to lie within it: 90 % at 5 %.
    pub interval: Interval,
    /// The larger p of the two one-sided tests.
    pub p: f64,
    /// Whether it does.
    pub holds: bool,
}

/// A number with what surrounds it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its interval, why there is none, or nothing where there is none to speak of.
    pub interval: Option<Result<Interval, Reason>>,
    /// Its test, or why there is none.
    pub test: Option<Result<Test, Reason>>,
    /// Whether it lies within the margin, or why that cannot be said.
    pub equivalence: Option<Result<Equivalent, Reason>>,
}

impl Estimate {
    /// A number by itself.
    pub(crate) fn plain(value: f64) -> Estimate {
        Estimate { value, interval: None, test: None, equivalence: None }
    }

    /// A number with an interval, or why it has none.
    pub(crate) fn with(value: f64, interval: stats::Result<Interval>) -> Estimate {
        let interval = Some(interval.map_err(Reason::from));
        Estimate { interval, ..Estimate::plain(value) }
    }

    /// A number with interval and test against `null`, or why it has none.
    pub(crate) fn inferred(value: f64, null: f64, made: stats::Result<Inference>) -> Estimate {
        let made = made.map_err(Reason::from);
        let test = made.map(|made| Test {
            null,
            statistic: Some(made.statistic),
            df: made.df,
            p: made.p,
            adjusted: None,
        });
        let interval = Some(made.map(|made| made.interval));
        Estimate { value, interval, test: Some(test), equivalence: None }
    }

    /// The same with the p of a test against `null` that has no statistic of its own.
    pub(crate) fn tested(self, null: f64, p: stats::Result<f64>) -> Estimate {
        let test = p.map_err(Reason::from);
        let test = test.map(|p| Test { null, statistic: None, df: None, p, adjusted: None });
        Estimate { test: Some(test), ..self }
    }

    /// The same with whether it lies within a margin.
    pub(crate) fn equivalent(
        self,
        [centre, margin]: [f64; 2],
        found: stats::Result<Equivalence>,
    ) -> Estimate {
        let found = found.map_err(Reason::from).map(|found| Equivalent {
            centre,
            margin,
            interval: found.interval,
            p: found.p,
            holds: found.equivalent,
        });
        Estimate { equivalence: Some(found), ..self }
    }
}

/// One number, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// How it stands to the plan.
    pub rank: Rank,
    /// Where it belongs.
    pub section: Section,
    /// What it is.
    pub quantity: Quantity,
    /// How it was found.
    pub method: Method,
    /// What it is of.
    pub of: Of,
    /// The number, or why there is none.
    pub estimate: Result<Estimate, Reason>,
    /// How many of what it comes from.
    pub n: Counts,
    /// The answers it comes from, by place among the selections; nothing for what is no answer to a
    /// case, and for ratings of other programs.
    pub from: Option<usize>,
}

impl Finding {
    /// Returns an id that is stable for a study: the same number has it every time.
    pub fn id(&self) -> String {
        let Of { question, reader, generator, condition, other, code, metric, part } = &self.of;
        let question = question.as_deref().unwrap_or("all");
        let mut id = vec![question.to_owned()];
        id.extend([self.quantity.word(), self.method.word()].map(str::to_owned));
        let named = [
            ("reader", reader),
            ("generator", generator),
            ("condition", condition),
            ("less", other),
            ("code", code),
            ("metric", metric),
        ];
        let named = named.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
        let part = part.iter().map(|(name, text)| (*name, text));
        id.extend(named.chain(part).map(|(name, text)| format!("{name}={text}")));
        id.join("/")
    }
}

/// What findings of one section have in common.
pub(crate) struct Found {
    pub(crate) section: Section,
    pub(crate) question: Option<usize>,
    pub(crate) answers: Vec<usize>,
}

impl Collected {
    /// Adds a finding.
    pub(crate) fn add(
        &mut self,
        study: &Study,
        found: &Found,
        (quantity, method): (Quantity, Method),
        of: Of,
        estimate: Result<Estimate, Reason>,
    ) {
        let question = found.question.map(|at| study.questions[at].item.id.clone());
        let rank = if study.plan.secondary.contains(&found.section) {
            Rank::Secondary
        } else {
            Rank::Exploratory
        };
        let from = Some(self.selection(found.answers.clone()));
        self.findings.push(Finding {
            rank,
            section: found.section,
            quantity,
            method,
            of: Of { question, ..of },
            estimate,
            n: study.counts(&found.answers),
            from,
        });
    }

    /// Makes the latest finding the one that the study was made for.
    pub(crate) fn latest_is(&mut self, rank: Rank) {
        if let Some(latest) = self.findings.last_mut() {
            latest.rank = rank;
        }
    }
}

impl Study {
    /// Counts what answers come from.
    pub(crate) fn counts(&self, answers: &[usize]) -> Counts {
        let (mut readers, mut cases) =
            (vec![false; self.readers.len()], vec![false; self.cases.len()]);
        for &answer in answers {
            let shown = &self.shown[self.answers[answer].shown];
            readers[shown.reader] = true;
            for &case in &shown.cases {
                cases[case] = true;
            }
        }
        let of = |synthetic: bool| {
            let read = self.cases.iter().zip(&cases);
            read.filter(|(case, read)| **read && case.synthetic == synthetic).count()
        };
        Counts {
            answers: answers.len(),
            readers: readers.into_iter().filter(|read| *read).count(),
            real: of(false),
            synthetic: of(true),
        }
    }
}

/// Makes an estimate of a share with Wilson's interval and the exact test against one half.
pub(crate) fn share(right: usize, n: usize) -> Result<Estimate, Reason> {
    if n == 0 {
        return Err(Reason::NoAnswer);
    }
    let (x, of) = (right as u64, n as u64);
    let interval = stats::wilson(x, of, LEVEL);
    Ok(Estimate::with(right as f64 / n as f64, interval))
}

/// Makes an estimate of a share of answers by many readers of the same things: who answered and what was
/// shown are random.
pub(crate) fn shared(
    right: &[bool],
    readers: &[usize],
    shown: &[usize],
) -> Result<Estimate, Reason> {
    if right.is_empty() {
        return Err(Reason::NoAnswer);
    }
    let share = right.iter().filter(|right| **right).count() as f64 / right.len() as f64;
    let found = stats::share_of_ways(right, &[readers, shown], LEVEL).map_err(|error| {
        let one = |of: &[usize]| of.iter().all(|own| *own == of[0]);
        match error {
            stats::Error::TooFewClusters { .. } if one(readers) => {
                stats::Error::TooFewReaders { given: 1, least: 2 }
            }
            stats::Error::TooFewClusters { .. } => stats::Error::TooFewCases { given: 1, least: 2 },
            error => error,
        }
    });
    Ok(Estimate::with(share, found.map(|found| found.interval)))
}
