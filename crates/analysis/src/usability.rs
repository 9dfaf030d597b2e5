//! What readers make of this program: the System Usability Scale.

use stats::{mean_sd, mean_usability, system_usability};

use crate::{
    Collected, Counts, Estimate, Finding, LEVEL, Method, Of, Quantity, Rank, Reason, Section, Study,
};

/// The score of each reader who was asked, and their mean.
pub(crate) fn usability(study: &Study, all: &mut Collected) {
    let mut scores = Vec::new();
    for (reader, answers) in &study.usability {
        let score = system_usability(*answers);
        scores.extend(score);
        let reader = study.readers.get(*reader).map(|reader| reader.code.clone());
        let n = answers.iter().flatten().count();
        add(Of { reader, ..Of::default() }, (1, n), score.map(Estimate::plain), all);
    }
    if 1 < scores.len() {
        let interval = mean_usability(&scores, LEVEL);
        let mean = mean_sd(&scores).map(|(mean, _)| Estimate::with(mean, interval));
        let n = study.usability.iter().flat_map(|(_, answers)| answers).flatten().count();
        add(Of::default(), (scores.len(), n), mean, all);
    }
}

fn add(
    of: Of,
    (readers, answers): (usize, usize),
    made: stats::Result<Estimate>,
    all: &mut Collected,
) {
    all.findings.push(Finding {
        rank: Rank::Exploratory,
        section: Section::Usability,
        quantity: Quantity::Usability,
        method: Method::SystemUsability,
        of,
        estimate: made.map_err(Reason::from),
        n: Counts { answers, readers, ..Counts::default() },
        from: None,
    });
}
