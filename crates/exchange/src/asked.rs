//! What was asked, flat: forms and tasks one after the other, in one language.

use study::protocol::{Condition, Item, ItemKind, Language, Pick, Protocol, Text, Tie};

/// The code of what is written and not chosen.
pub(crate) const OTHER: &str = "other";
/// The value of what could not be judged.
pub(crate) const CANNOT_JUDGE: &str = "cannot_judge";

/// What was asked in a study.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The protocol.
    pub protocol: &'a Protocol,
    /// The language that readers were asked in.
    pub language: Language,
    /// The items on the use of the program; none when they were not asked.
    pub usability: &'a [Item],
}

/// Items that are asked together.
pub(crate) struct Section<'a> {
    /// The stage, or the form.
    pub(crate) stage: &'a str,
    /// The task; empty for a form.
    pub(crate) task: &'a str,
    /// What is asked.
    pub(crate) items: &'a [Item],
}

impl Section<'_> {
    /// Whether it is asked once of each reader, and not of each case.
    pub(crate) fn is_form(&self) -> bool {
        self.task.is_empty()
    }

    /// Returns its name among all others.
    pub(crate) fn path(&self) -> String {
        if self.is_form() { self.stage.to_owned() } else { format!("{}/{}", self.stage, self.task) }
    }
}

impl<'a> Asked<'a> {
    /// Returns all that is asked, in order.
    pub(crate) fn sections(&self) -> Vec<Section<'a>> {
        let form = |stage, items| Section { stage, task: "", items };
        let mut sections = vec![form("profile", &self.protocol.profile[..])];
        sections.extend(self.protocol.tasks().map(|(stage, task)| Section {
            stage: &stage.id,
            task: &task.id,
            items: &task.items,
        }));
        sections.push(form("debrief", &self.protocol.debrief));
        sections.push(form("usability", self.usability));
        sections.retain(|section| !section.items.is_empty());
        sections
    }

    /// Returns words in the study's language.
    pub(crate) fn say<'t>(&self, text: &'t Text) -> &'t str {
        text.of(self.language)
    }

    /// Returns words of the reading room in the study's language.
    pub(crate) fn word(&self, key: &str) -> String {
        let language = match self.language {
            Language::En => words::Language::English,
            Language::Pt => words::Language::Portuguese,
            Language::Es => words::Language::Spanish,
            Language::De => words::Language::German,
        };
        words::say_in(language, &format!("reading:item.{key}"), &[])
    }

    /// Returns the code and the words of what can be chosen; nothing for what is no choice.
    ///
    /// What can be written beside choices is not among them.
    pub(crate) fn choices(&self, item: &Item) -> Option<Vec<(String, String)>> {
        let picks = |picks: &[Pick]| {
            let of = |pick: &Pick| (pick.code.clone(), self.say(&pick.text).to_owned());
            Some(picks.iter().map(of).collect())
        };
        let named = |codes: &[(&str, &str)]| {
            let of = |(code, key): &(&str, &str)| ((*code).to_owned(), self.word(key));
            Some(codes.iter().map(of).collect())
        };
        match &item.answer {
            ItemKind::Source { points } | ItemKind::Likert { points } => {
                let numbered = points.iter().enumerate();
                let of = |(at, point): (usize, &Text)| {
                    ((at + 1).to_string(), self.say(point).to_owned())
                };
                Some(numbered.map(of).collect())
            }
            ItemKind::Choice { options, .. }
            | ItemKind::Several { options, .. }
            | ItemKind::Diagnosis { options } => picks(options),
            ItemKind::Side { tie: Tie::No } => named(&[("left", "left"), ("right", "right")]),
            ItemKind::Side { tie: Tie::Allowed } => {
                named(&[("left", "left"), ("right", "right"), ("none", "none")])
            }
            ItemKind::Match {} => named(&[("a", "a"), ("b", "b")]),
            _ => None,
        }
    }
}

/// Whether something else than the choices can be written.
pub(crate) fn can_write(item: &Item) -> bool {
    matches!(
        item.answer,
        ItemKind::Choice { other: true, .. }
            | ItemKind::Several { other: true, .. }
            | ItemKind::Diagnosis { .. }
    )
}

/// Whether it is a plain question of yes or no.
pub(crate) fn is_yes_or_no(item: &Item) -> bool {
    let ItemKind::Choice { options, other: false } = &item.answer else { return false };
    let mut codes: Vec<&str> = options.iter().map(|option| option.code.as_str()).collect();
    codes.sort_unstable();
    codes == ["no", "yes"]
}

/// When an item is asked.
pub(crate) enum Wanted {
    /// One of these codes was chosen.
    Codes(Vec<String>),
    /// The number lies between these.
    Between(Option<f64>, Option<f64>),
}

/// Returns what an earlier `item` must have got for `condition` to hold.
pub(crate) fn wanted(asked: &Asked<'_>, condition: &Condition, item: &Item) -> Wanted {
    let Some(choices) = asked.choices(item) else {
        return Wanted::Between(condition.at_least, condition.at_most);
    };
    let mut codes: Vec<String> = choices.into_iter().map(|(code, _)| code).collect();
    if can_write(item) {
        codes.push(OTHER.to_owned());
    }
    let reaches = |code: &String, least: Option<f64>, most: Option<f64>| {
        let Ok(point) = code.parse::<f64>() else { return least.is_none() && most.is_none() };
        least.is_none_or(|least| least <= point) && most.is_none_or(|most| point <= most)
    };
    codes.retain(|code| condition.is.is_empty() || condition.is.contains(code));
    codes.retain(|code| reaches(code, condition.at_least, condition.at_most));
    Wanted::Codes(codes)
}

/// An answer taken apart again.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// There is none.
    Nothing,
    /// It could not be judged.
    CannotJudge,
    /// These were chosen, and this was written beside them.
    Chosen(Vec<String>, Option<String>),
    /// A number.
    Number(f64),
    /// Words, or JSON of what has parts.
    Words(String),
}

/// Returns what the stored `value` of an answer to `item` says.
pub(crate) fn given(item: &Item, value: &str, number: Option<f64>) -> Given {
    if value.is_empty() {
        return Given::Nothing;
    }
    if item.cannot_judge && value == CANNOT_JUDGE {
        return Given::CannotJudge;
    }
    match &item.answer {
        ItemKind::Several { .. } => {
            let Ok(mut codes) = serde_json::from_str::<Vec<String>>(value) else {
                return Given::Words(value.to_owned());
            };
            // The last one is what was written, and no code.
            let written = if codes.iter().any(|code| code == OTHER) { codes.pop() } else { None };
            Given::Chosen(codes, written)
        }
        ItemKind::Choice { .. } | ItemKind::Diagnosis { .. } => match value.split_once(": ") {
            Some((OTHER, written)) => {
                Given::Chosen(vec![OTHER.to_owned()], Some(written.to_owned()))
            }
            _ => Given::Chosen(vec![value.to_owned()], None),
        },
        ItemKind::Source { .. }
        | ItemKind::Likert { .. }
        | ItemKind::Side { .. }
        | ItemKind::Match {} => Given::Chosen(vec![value.to_owned()], None),
        ItemKind::Vas { .. } | ItemKind::Number { .. } => {
            number.map_or_else(|| Given::Words(value.to_owned()), Given::Number)
        }
        _ => Given::Words(value.to_owned()),
    }
}
