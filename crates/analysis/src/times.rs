//! How long answers took; a time with a gap is counted as left out.

use stats::response_times;

use crate::finding::Found;
use crate::{Collected, Estimate, Method, Of, Quantity, Reason, Section, Study};

/// The times of what was shown, of real and of synthetic cases and of each reader.
pub(crate) fn times(study: &Study, all: &mut Collected) {
    // What is shown has one time, that of its last answer.
    let mut last: Vec<Option<usize>> = vec![None; study.shown.len()];
    for (at, answer) in study.answers.iter().enumerate() {
        let shown = &study.shown[answer.shown];
        if answer.excluded.is_none() && shown.counted {
            let known = last[answer.shown].map_or(0, |known| study.answers[known].rt_ms);
            if known <= answer.rt_ms {
                last[answer.shown] = Some(at);
            }
        }
    }
    let known = |at: &usize| 0 < study.answers[*at].rt_ms;
    let answers: Vec<usize> = last.into_iter().flatten().filter(known).collect();
    if answers.is_empty() && !study.answers.is_empty() {
        // A table without times says nothing of them.
        return;
    }
    let whole = |at: &usize| !study.answers[*at].interrupted;
    let answers: Vec<usize> = answers.into_iter().filter(whole).collect();
    // What shows several cases is of neither source.
    let source = |at: usize| match study.shown[study.answers[at].shown].cases[..] {
        [case] => Some(study.cases[case].synthetic),
        _ => None,
    };
    let mut groups: Vec<(Of, Vec<usize>)> = vec![(Of::default(), answers.clone())];
    for (synthetic, name) in [(false, "real"), (true, "synthetic")] {
        let of = Of { part: Some(("source", name.to_owned())), ..Of::default() };
        let own = answers.iter().copied().filter(|&at| source(at) == Some(synthetic));
        groups.push((of, own.collect()));
    }
    for (reader, known) in study.readers.iter().enumerate() {
        let of = Of { reader: Some(known.code.clone()), ..Of::default() };
        let own = answers.iter().copied().filter(|&at| study.reader_of(at) == reader);
        groups.push((of, own.collect()));
    }
    for (of, answers) in groups {
        let seconds: Vec<f64> =
            answers.iter().map(|&at| study.answers[at].rt_ms as f64 / 1000.0).collect();
        let found = Found { section: Section::Times, question: None, answers };
        let times = response_times(&seconds).map_err(Reason::from);
        let each = [
            (Quantity::MedianTime, Method::Quantile),
            (Quantity::GeometricTime, Method::Mean),
            (Quantity::FarTimes, Method::Count),
        ];
        for (quantity, method) in each {
            let estimate = times.as_ref().map_err(|&why| why).and_then(|times| {
                let value = match quantity {
                    Quantity::MedianTime => times.median,
                    Quantity::GeometricTime => times.geometric_mean?,
                    _ => times.outliers.as_ref().map_err(|&error| error)?.len() as f64,
                };
                Ok(Estimate::plain(value))
            });
            all.add(study, &found, (quantity, method), of.clone(), estimate);
        }
    }
}
