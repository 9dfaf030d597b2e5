//! What a reader is asked, and what counts as an answer.

use std::collections::BTreeMap;

use crate::{Error, Result};

/// How a question is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuestionKind {
    /// One point of a scale, counted from 1.
    Scale {
        /// The words of each point, as keys of the catalogue (namespace `study`).
        anchors: Vec<String>,
    },
    /// Free text.
    Text {
        /// The most characters that are kept.
        most: usize,
    },
}

/// A question put to a reader for each case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Stored with every answer; never changes.
    pub id: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether a case can be left without it.
    pub required: bool,
}

/// What a reader gave to a question, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The question's id.
    pub question: String,
    /// The answer.
    pub value: AnswerValue,
}

/// A point or a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerValue {
    /// A point of a scale, counted from 1.
    Point(u32),
    /// Free text.
    Text(String),
}

/// A checked answer, in the form that is stored and exported.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenAnswer {
    /// The question's id.
    pub question_id: String,
    /// What kind of answer it is.
    pub answer_type: AnswerType,
    /// The answer as text.
    pub value: String,
    /// The answer as a number, for a scale.
    pub value_num: Option<f64>,
}

/// What kind of answer a stored answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnswerType {
    /// A point of a scale.
    Scale,
    /// Free text.
    Text,
}

impl AnswerType {
    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            AnswerType::Scale => "scale",
            AnswerType::Text => "text",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [AnswerType::Scale, AnswerType::Text].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Returns the questions of a real-or-synthetic study: a confidence and a comment.
///
/// The confidence has six points and no middle, from 1, certainly real, to 6,
/// certainly synthetic: it gives the call (4 and more is synthetic) and the
/// ROC curve in one. "Cannot judge" is not offered, since it would not be
/// missing at random.
pub fn real_or_synthetic() -> Vec<Question> {
    vec![
        Question {
            id: "q_real".to_owned(),
            kind: QuestionKind::Scale {
                anchors: (1..=6).map(|point| format!("question.q_real.anchor.{point}")).collect(),
            },
            required: true,
        },
        Question {
            id: "comment".to_owned(),
            kind: QuestionKind::Text { most: 2000 },
            required: false,
        },
    ]
}

/// Checks answers against the questions they were given to.
///
/// # Value
///
/// The answers in the order of the questions. A text of nothing but blanks is
/// no answer.
///
/// # Errors
///
/// [`Error::UnknownQuestion`], [`Error::AnsweredTwice`], [`Error::Missing`],
/// [`Error::WrongKind`], [`Error::OffScale`], [`Error::TooLong`].
pub fn check(questions: &[Question], answers: &[Answer]) -> Result<Vec<GivenAnswer>> {
    let mut values = BTreeMap::new();
    for Answer { question, value } in answers {
        if !questions.iter().any(|known| known.id == *question) {
            return Err(Error::UnknownQuestion { question: question.clone() });
        }
        if values.insert(question.as_str(), value).is_some() {
            return Err(Error::AnsweredTwice { question: question.clone() });
        }
    }

    let mut given = Vec::with_capacity(answers.len());
    for question in questions {
        let answer = match values.get(question.id.as_str()) {
            Some(value) => check_one(question, value)?,
            None => None,
        };
        match answer {
            Some(answer) => given.push(answer),
            None if question.required => {
                return Err(Error::Missing { question: question.id.clone() });
            }
            None => {}
        }
    }
    Ok(given)
}

/// Returns the answer in its stored form, or `None` for an empty text.
fn check_one(question: &Question, value: &AnswerValue) -> Result<Option<GivenAnswer>> {
    let question_id = question.id.clone();
    match (&question.kind, value) {
        (QuestionKind::Scale { anchors }, &AnswerValue::Point(point)) => {
            if point < 1 || anchors.len() < point as usize {
                let most = anchors.len();
                return Err(Error::OffScale { question: question_id, given: point, most });
            }
            Ok(Some(GivenAnswer {
                question_id,
                answer_type: AnswerType::Scale,
                value: point.to_string(),
                value_num: Some(f64::from(point)),
            }))
        }
        (&QuestionKind::Text { most }, AnswerValue::Text(text)) => {
            let text = text.trim();
            let given = text.chars().count();
            if most < given {
                return Err(Error::TooLong { question: question_id, given, most });
            }
            Ok((0 < given).then(|| GivenAnswer {
                question_id,
                answer_type: AnswerType::Text,
                value: text.to_owned(),
                value_num: None,
            }))
        }
        _ => Err(Error::WrongKind { question: question_id }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(question: &str, point: u32) -> Answer {
        Answer { question: question.to_owned(), value: AnswerValue::Point(point) }
    }

    fn text(question: &str, text: &str) -> Answer {
        Answer { question: question.to_owned(), value: AnswerValue::Text(text.to_owned()) }
    }

    fn of(answers: &[Answer]) -> Result<Vec<GivenAnswer>> {
        check(&real_or_synthetic(), answers)
    }

    #[test]
    fn the_scale_has_six_points() {
        for given in 1..=6 {
            assert_eq!(of(&[point("q_real", given)]).unwrap()[0].value, given.to_string());
        }
        for given in [0, 7] {
            let question = "q_real".to_owned();
            assert_eq!(
                of(&[point("q_real", given)]),
                Err(Error::OffScale { question, given, most: 6 })
            );
        }
    }

    #[test]
    fn the_confidence_is_required_and_the_comment_is_not() {
        let question = "q_real".to_owned();
        assert_eq!(of(&[text("comment", "too smooth")]), Err(Error::Missing { question }));
        assert_eq!(of(&[point("q_real", 4)]).unwrap().len(), 1);
    }

    #[test]
    fn answers_come_back_in_the_order_of_the_questions() {
        let given = of(&[text("comment", " too smooth\n"), point("q_real", 5)]).unwrap();
        assert_eq!(given[0].question_id, "q_real");
        assert_eq!(given[0].value_num, Some(5.0));
        assert_eq!(given[1].value, "too smooth");
    }

    #[test]
    fn a_blank_comment_is_no_answer() {
        assert_eq!(of(&[point("q_real", 1), text("comment", "  \n")]).unwrap().len(), 1);
    }

    #[test]
    fn a_comment_is_measured_in_characters_and_not_in_bytes() {
        assert!(of(&[point("q_real", 1), text("comment", &"é".repeat(2000))]).is_ok());
        let long = of(&[point("q_real", 1), text("comment", &"é".repeat(2001))]);
        assert!(matches!(long, Err(Error::TooLong { given: 2001, most: 2000, .. })));
    }

    #[test]
    fn an_unknown_a_double_and_a_mixed_up_answer_are_refused() {
        assert!(matches!(of(&[point("q", 1)]), Err(Error::UnknownQuestion { .. })));
        let twice = [point("q_real", 1), point("q_real", 2)];
        assert!(matches!(of(&twice), Err(Error::AnsweredTwice { .. })));
        assert!(matches!(of(&[text("q_real", "1")]), Err(Error::WrongKind { .. })));
    }
}
