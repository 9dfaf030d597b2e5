//! A reader that answers by itself, for trials: it sees what the reader's window would.

use std::sync::Arc;

use samples::ContentHash;

use super::super::Open;
use super::room::Room;
use crate::Result;
use crate::desk::Scripted;
use crate::wire::{
    AnswerRequest, AnswerView, BlindCase, FormRequest, Given, GivenAnswer, GivenFieldPair,
    GivenSpan, ItemView, PickView, ReadingStep,
};

/// Lets a scripted reader answer, seeded; `told` hears position and call of each durable answer.
///
/// Its calls say nothing of people.
///
/// # Errors
///
/// Those of the reading room, and whatever `told` fails with.
pub(crate) fn script(
    open: &Arc<Open>,
    scripted: &Scripted,
    told: &mut dyn FnMut(u32, u32) -> Result<()>,
) -> Result<usize> {
    let mut room =
        Room::enter(Arc::clone(open), scripted.study, &scripted.reader, Some(scripted.seed))?;
    read(&mut room, scripted, told)
}

/// Goes on until all is answered, or as much as was asked for.
pub(crate) fn read(
    room: &mut Room,
    scripted: &Scripted,
    told: &mut dyn FnMut(u32, u32) -> Result<()>,
) -> Result<usize> {
    let mut n_answers = 0;
    while n_answers < scripted.most {
        match room.step()? {
            ReadingStep::Done { .. } => break,
            ReadingStep::Consent { .. } => room.pass("consent")?,
            ReadingStep::Opening { .. } => room.pass("opening")?,
            ReadingStep::Break { .. } => room.pass("break")?,
            ReadingStep::Feedback { .. } => room.pass("feedback")?,
            ReadingStep::Form { form, items, .. } => {
                let given = answers(&items, &mut Draw::new(scripted, &form), None);
                room.fill(&FormRequest { session: room.token.clone(), form, given })?;
            }
            ReadingStep::Case(case) if case.show == "example" => room.pass("example")?,
            ReadingStep::Case(case) => {
                let call = answer(room, scripted, &case)?;
                n_answers += 1;
                told(case.done + 1, call)?;
            }
        }
    }
    Ok(n_answers)
}

/// Answers a case; returns the point of its first scale, or 0.
fn answer(room: &mut Room, scripted: &Scripted, case: &BlindCase) -> Result<u32> {
    let mut draw = Draw::new(scripted, &case.done.to_string());
    let rt_ms = 2000 + 10 * draw.below(256);
    let changes = draw.below(2);
    let given = answers(&case.items, &mut draw, Some((room, case)));
    let call = given.iter().find_map(|answer| match answer.given {
        Given::Point { point } => Some(point),
        _ => None,
    });
    room.answer(&AnswerRequest {
        session: room.token.clone(),
        slot: case.slot.clone(),
        given,
        rt_ms,
        first_answer_rt_ms: Some(rt_ms / 2),
        changes,
        interrupted: false,
    })?;
    Ok(call.unwrap_or(0))
}

/// Draws small numbers from a seed.
struct Draw {
    of: Vec<Vec<u8>>,
    drawn: Vec<u8>,
    n: u32,
}

impl Draw {
    fn new(scripted: &Scripted, of: &str) -> Self {
        let of = vec![
            scripted.seed.to_le_bytes().to_vec(),
            scripted.reader.as_bytes().to_vec(),
            of.as_bytes().to_vec(),
        ];
        Draw { of, drawn: Vec::new(), n: 0 }
    }

    /// From 0 to one less than `n`, which is at most 256.
    fn below(&mut self, n: u32) -> u32 {
        if self.drawn.is_empty() {
            self.n += 1;
            let count = self.n.to_le_bytes();
            let mut parts: Vec<&[u8]> = vec![b"touchstone.scripted-reader/2", &count];
            parts.extend(self.of.iter().map(Vec::as_slice));
            self.drawn = ContentHash::of(&parts).as_bytes().to_vec();
        }
        u32::from(self.drawn.pop().unwrap_or_default()) * n / 256
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(u32::try_from(of.len()).unwrap_or(1)) as usize)
    }
}

/// Answers every item that is asked, and some of those that need no answer.
fn answers(
    items: &[ItemView],
    draw: &mut Draw,
    shown: Option<(&Room, &BlindCase)>,
) -> Vec<GivenAnswer> {
    let mut all: Vec<GivenAnswer> = Vec::new();
    for item in items {
        let asked = item.only_if.as_ref().is_none_or(|condition| {
            let earlier = all.iter().find(|answer| answer.item == condition.item);
            earlier.is_some_and(|earlier| holds(condition, &earlier.given))
        });
        if !asked || (item.optional && draw.below(4) != 0) {
            continue;
        }
        if let Some(given) = given(item, draw, shown) {
            all.push(GivenAnswer { item: item.id.clone(), given });
        }
    }
    all
}

fn holds(condition: &crate::wire::ConditionView, given: &Given) -> bool {
    let (codes, number): (Vec<String>, Option<f64>) = match given {
        Given::Point { point } => (vec![point.to_string()], Some(f64::from(*point))),
        Given::Number { number } => (Vec::new(), Some(*number)),
        Given::Code { code, .. } => (vec![code.clone()], None),
        Given::Codes { codes, .. } => (codes.clone(), None),
        _ => (Vec::new(), None),
    };
    let is = condition.is.is_empty() || codes.iter().any(|code| condition.is.contains(code));
    let least = condition.at_least.is_none_or(|least| number.is_some_and(|n| least <= n));
    let most = condition.at_most.is_none_or(|most| number.is_some_and(|n| n <= most));
    is && least && most
}

fn given(item: &ItemView, draw: &mut Draw, shown: Option<(&Room, &BlindCase)>) -> Option<Given> {
    let about = || {
        let (room, case) = shown?;
        let slot = &case.stimuli.first()?.slot;
        room.stimuli.about(&room.case_of(slot)?).ok()
    };
    let code = |picks: &[PickView], draw: &mut Draw| draw.one(picks).map(|pick| pick.code.clone());
    let two = |names: &[&str], draw: &mut Draw| {
        let code = draw.one(names).map(|name| (*name).to_owned())?;
        Some(Given::Code { code, other: None })
    };
    match &item.answer {
        AnswerView::Source { points } | AnswerView::Likert { points } => {
            let n = u32::try_from(points.len()).unwrap_or(1);
            Some(Given::Point { point: 1 + draw.below(n) })
        }
        AnswerView::Vas { .. } => Some(Given::Number { number: f64::from(draw.below(101)) }),
        AnswerView::Number { least, most, .. } => {
            let whole = (least.ceil() + f64::from(draw.below(10))).min(most.floor());
            Some(Given::Number { number: whole.max(*least) })
        }
        AnswerView::Choice { options, .. } | AnswerView::Diagnosis { options } => {
            Some(Given::Code { code: code(options, draw)?, other: None })
        }
        AnswerView::Several { options, .. } => {
            Some(Given::Codes { codes: vec![code(options, draw)?], other: None })
        }
        AnswerView::Text { most } => {
            let words = words::say("app:demo.comment", &[]);
            Some(Given::Words { words: words.chars().take(*most as usize).collect() })
        }
        AnswerView::Side { .. } => two(&["left", "right"], draw),
        AnswerView::Match {} => two(&["a", "b"], draw),
        AnswerView::Mark { .. } => {
            let [across, down] = about()?.pixels?.map(|n| f64::from(n / 2));
            Some(Given::Marks { marks: vec![[across, down]] })
        }
        AnswerView::Span { .. } => {
            let (_, seconds) = about()?.leads?;
            let span = GivenSpan { lead: None, against: None, from: 0.0, to: seconds / 2.0 };
            Some(Given::Spans { spans: vec![span] })
        }
        AnswerView::Fields {} => {
            Some(Given::Fields { fields: vec![about()?.fields.first()?.clone()] })
        }
        AnswerView::FieldPairs { reasons, .. } => {
            let fields = about()?.fields;
            let fields = [fields.first()?.clone(), fields.get(1)?.clone()];
            let reason = code(reasons, draw)?;
            Some(Given::FieldPairs { pairs: vec![GivenFieldPair { fields, reason }] })
        }
        AnswerView::Duplicates {} => Some(Given::Duplicates { pairs: vec![[1, 2]] }),
    }
}
