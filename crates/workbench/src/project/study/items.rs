//! Items of a protocol, as the screens know them, and what comes back.

use study::protocol::{
    Condition, FieldPair, Given, Item, ItemKind, Language, Pick, Span, Text, Tie,
};

use crate::wire::{self, AnswerView, ConditionView, ItemView, PickView};

/// Returns an item in the words of a language.
pub(crate) fn item_view(item: &Item, language: Language) -> ItemView {
    ItemView {
        id: item.id.clone(),
        text: item.text.of(language).to_owned(),
        answer: answer_view(&item.answer, language),
        optional: item.optional,
        cannot_judge: item.cannot_judge,
        only_if: item.only_if.as_ref().map(|Condition { item, is, at_least, at_most }| {
            ConditionView {
                item: item.clone(),
                is: is.clone(),
                at_least: *at_least,
                at_most: *at_most,
            }
        }),
    }
}

/// Returns what can be chosen in the words of a language.
pub(super) fn picks(options: &[Pick], language: Language) -> Vec<PickView> {
    let pick = |option: &Pick| PickView {
        code: option.code.clone(),
        text: option.text.of(language).to_owned(),
    };
    options.iter().map(pick).collect()
}

fn answer_view(kind: &ItemKind, language: Language) -> AnswerView {
    let words = |texts: &[Text]| texts.iter().map(|text| text.of(language).to_owned()).collect();
    let picks = |options: &[Pick]| picks(options, language);
    match kind {
        ItemKind::Source { points } => AnswerView::Source { points: words(points) },
        ItemKind::Likert { points } => AnswerView::Likert { points: words(points) },
        ItemKind::Vas { low, high } => {
            AnswerView::Vas { low: low.of(language).to_owned(), high: high.of(language).to_owned() }
        }
        ItemKind::Choice { options, other } => {
            AnswerView::Choice { options: picks(options), other: *other }
        }
        ItemKind::Several { options, other } => {
            AnswerView::Several { options: picks(options), other: *other }
        }
        ItemKind::Diagnosis { options } => AnswerView::Diagnosis { options: picks(options) },
        ItemKind::Number { least, most, decimals, unit } => AnswerView::Number {
            least: *least,
            most: *most,
            decimals: *decimals,
            unit: unit.clone(),
        },
        ItemKind::Text { most } => AnswerView::Text { most: *most },
        ItemKind::Side { tie } => AnswerView::Side { tie: *tie == Tie::Allowed },
        ItemKind::Match {} => AnswerView::Match {},
        ItemKind::Mark { most } => AnswerView::Mark { most: *most },
        ItemKind::Span { most } => AnswerView::Span { most: *most },
        ItemKind::Fields {} => AnswerView::Fields {},
        ItemKind::FieldPairs { reasons, most } => {
            AnswerView::FieldPairs { reasons: picks(reasons), most: *most }
        }
        ItemKind::Duplicates {} => AnswerView::Duplicates {},
    }
}

/// Returns what a window sent, as the domain knows it.
pub(crate) fn given(answers: &[wire::GivenAnswer]) -> Vec<(String, Given)> {
    answers.iter().map(|answer| (answer.item.clone(), one(&answer.given))).collect()
}

fn one(given: &wire::Given) -> Given {
    match given.clone() {
        wire::Given::Point { point } => Given::Point { point },
        wire::Given::Number { number } => Given::Number { number },
        wire::Given::Code { code, other } => Given::Code { code, other },
        wire::Given::Codes { codes, other } => Given::Codes { codes, other },
        wire::Given::Words { words } => Given::Words { words },
        wire::Given::Marks { marks } => Given::Marks { marks },
        wire::Given::Spans { spans } => Given::Spans {
            spans: spans
                .into_iter()
                .map(|span| Span {
                    lead: span.lead,
                    against: span.against,
                    from: span.from,
                    to: span.to,
                })
                .collect(),
        },
        wire::Given::Fields { fields } => Given::Fields { fields },
        wire::Given::FieldPairs { pairs } => Given::FieldPairs {
            pairs: pairs
                .into_iter()
                .map(|pair| FieldPair { fields: pair.fields, reason: pair.reason })
                .collect(),
        },
        wire::Given::Duplicates { pairs } => Given::Duplicates { pairs },
        wire::Given::CannotJudge {} => Given::CannotJudge {},
    }
}
