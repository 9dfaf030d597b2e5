//! Where readers marked pictures.

use study::protocol::ItemKind;

use crate::Study;

/// The places that readers marked, of one question and one source.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkMap {
    /// The question.
    pub question: String,
    /// What made the cases; nothing for real ones.
    pub generator: Option<String>,
    /// Whether the cases are synthetic.
    pub synthetic: bool,
    /// How many answers were looked at, with and without marks.
    pub n_answers: usize,
    /// The case, by place, and where: across and down, in pixels of what was shown.
    pub marks: Vec<(usize, [f64; 2])>,
}

/// Gathers the marks of a question, by source.
pub(crate) fn marks(study: &Study, question: usize) -> Vec<MarkMap> {
    let asked = &study.questions[question];
    if !matches!(asked.item.answer, ItemKind::Mark { .. }) {
        return Vec::new();
    }
    let mut maps: Vec<MarkMap> = Vec::new();
    for answer in study.first_answers(question) {
        let Some(at) = study.case_of(answer) else { continue };
        let case = &study.cases[at];
        let known = maps
            .iter()
            .position(|m| m.synthetic == case.synthetic && m.generator == case.generator);
        let place = known.unwrap_or_else(|| {
            maps.push(MarkMap {
                question: asked.item.id.clone(),
                generator: case.generator.clone(),
                synthetic: case.synthetic,
                n_answers: 0,
                marks: Vec::new(),
            });
            maps.len() - 1
        });
        let map = &mut maps[place];
        map.n_answers += 1;
        let given: Vec<[f64; 2]> =
            serde_json::from_str(&study.answers[answer].value).unwrap_or_default();
        map.marks.extend(given.into_iter().map(|mark| (at, mark)));
    }
    maps.sort_by(|a, b| (a.synthetic, &a.generator).cmp(&(b.synthetic, &b.generator)));
    maps
}
