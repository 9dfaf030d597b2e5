//! Which of two generators looks better.

use stats::{Worths, bradley_terry, davidson, sign_test};
use study::protocol::{ItemKind, Show, Tie};

use crate::finding::Found;
use crate::{Collected, Estimate, LEVEL, Method, Of, Quantity, Reason, Section, Study};

/// Comparisons of each two generators.
struct Counted {
    /// How often the generator of the row was preferred to that of the column.
    wins: Vec<Vec<u32>>,
    /// How often neither was; in both halves.
    ties: Vec<Vec<u32>>,
    answers: Vec<usize>,
}

/// How generators stand to each other.
pub(crate) fn preferences(study: &Study, question: usize, all: &mut Collected) {
    let asked = &study.questions[question];
    let (ItemKind::Side { tie }, Show::Rivals {}) = (&asked.item.answer, asked.show) else {
        return;
    };
    let generators: Vec<String> = study.generators().into_iter().flatten().collect();
    let Counted { wins, ties, answers } = counted(study, question, &generators);
    let found = Found { section: Section::Preferences, question: Some(question), answers };
    let total = |table: &[Vec<u32>]| table.iter().flatten().sum::<u32>();
    let (decided, undecided) = (total(&wins), total(&ties) / 2);
    if found.answers.is_empty() || generators.len() < 2 {
        let what = (Quantity::Preferred, Method::SignTest);
        all.add(study, &found, what, Of::default(), Err(Reason::NoAnswer));
        return;
    }
    if *tie == Tie::Allowed {
        let share = Estimate::plain(f64::from(undecided) / f64::from(decided + undecided));
        all.add(study, &found, (Quantity::Undecided, Method::Count), Of::default(), Ok(share));
    }
    if generators.len() == 2 {
        let of = Of {
            generator: Some(generators[0].clone()),
            other: Some(generators[1].clone()),
            ..Of::default()
        };
        let (first, second) = (wins[0][1], wins[1][0]);
        let preferred = if first + second == 0 {
            Err(Reason::NoAnswer)
        } else {
            sign_test(first.into(), second.into(), LEVEL)
                .map_err(Reason::from)
                .map(|test| Estimate::with(test.share, Ok(test.interval)).tested(0.5, Ok(test.p)))
        };
        all.add(study, &found, (Quantity::Preferred, Method::SignTest), of, preferred);
        return;
    }
    let numbers = |table: &[Vec<u32>]| -> Vec<Vec<f64>> {
        table.iter().map(|row| row.iter().copied().map(f64::from).collect()).collect()
    };
    let (wins, ties) = (numbers(&wins), numbers(&ties));
    let (method, worths): (Method, stats::Result<Worths>) = if 0 < undecided {
        (Method::Davidson, davidson(&wins, &ties, 0).map(|found| found.worths))
    } else {
        (Method::BradleyTerry, bradley_terry(&wins, 0))
    };
    match worths {
        Err(error) => {
            let what = (Quantity::LogWorth, method);
            all.add(study, &found, what, Of::default(), Err(error.into()));
        }
        Ok(worths) => {
            for (at, name) in generators.iter().enumerate().skip(1) {
                let of = Of {
                    generator: Some(name.clone()),
                    other: Some(generators[0].clone()),
                    ..Of::default()
                };
                let estimate = worths.advantage(at, 0, LEVEL).map_err(Reason::from);
                let estimate =
                    estimate.map(|(value, made)| Estimate::inferred(value, 0.0, Ok(made)));
                all.add(study, &found, (Quantity::LogWorth, method), of, estimate);
            }
        }
    }
}

fn counted(study: &Study, question: usize, generators: &[String]) -> Counted {
    let n = generators.len();
    let (mut wins, mut ties) = (vec![vec![0; n]; n], vec![vec![0; n]; n]);
    let mut answers = Vec::new();
    for answer in study.first_answers(question) {
        let given = &study.answers[answer];
        let place = |at: usize| {
            let case = &study.cases[*study.shown[given.shown].cases.get(at)?];
            generators.iter().position(|name| Some(name) == case.generator.as_ref())
        };
        let (Some(left), Some(right)) = (place(0), place(1)) else { continue };
        if left == right {
            continue;
        }
        match given.value.as_str() {
            "left" => wins[left][right] += 1,
            "right" => wins[right][left] += 1,
            "none" => {
                ties[left][right] += 1;
                ties[right][left] += 1;
            }
            _ => continue,
        }
        answers.push(answer);
    }
    Counted { wins, ties, answers }
}
