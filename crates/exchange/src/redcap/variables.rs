//! Which variables hold the answers.

use std::collections::BTreeMap;

use study::protocol::{Item, ItemKind};

use crate::asked::{Asked, CANNOT_JUDGE, OTHER, Section, Wanted, can_write, is_yes_or_no, wanted};
use crate::harmless::{one_line, plain as digits, shown};
use crate::names::{Names, plain};

/// The longest name of a variable that REDCap recommends.
const LONGEST: usize = 26;
/// The form that says whose record it is.
pub(super) const RECORD: &str = "record";

/// A variable of the dictionary.
#[derive(Debug, Clone, Default)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) form: String,
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) choices: String,
    pub(super) note: String,
    pub(super) validation: &'static str,
    pub(super) least: String,
    pub(super) most: String,
    pub(super) branching: String,
    pub(super) required: bool,
    /// The codes of the study beside those of the dictionary.
    pub(super) codes: Vec<(String, String)>,
    pub(super) part: Part,
}

/// Which part of an answer a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Part {
    /// The answer.
    #[default]
    Answer,
    /// What was written beside choices.
    Written,
    /// Whether it could not be judged.
    Cannot,
}

/// The variables of one form, each with the question that it belongs to.
pub(super) struct Form<'a> {
    pub(super) section: Section<'a>,
    pub(super) name: String,
    pub(super) variables: Vec<(&'a Item, Variable)>,
}

/// The variables of the first form.
pub(super) fn about_record() -> Vec<Variable> {
    let of = |name: &str, kind, label: &str, validation| Variable {
        name: name.to_owned(),
        form: RECORD.to_owned(),
        kind,
        label: label.to_owned(),
        validation,
        ..Variable::default()
    };
    vec![
        of("record_id", "text", "Record", ""),
        of("reader", "text", "Reader", ""),
        of("presentation_id", "text", "Presentation", ""),
        of("case_id", "text", "Case", ""),
        of("round", "text", "Round", "integer"),
        of("is_repeat", "yesno", "Shown a second time", ""),
        of("excluded", "yesno", "Left out of the analysis", ""),
        of("is_scripted", "yesno", "Given by a script, not by a person", ""),
        of("answered_at_utc", "text", "Answered, in UTC", "datetime_seconds_ymd"),
    ]
}

pub(super) fn forms_of<'a>(asked: &Asked<'a>) -> Vec<Form<'a>> {
    let mut of_forms = Names::without(&[RECORD]);
    let sections = asked.sections();
    let named: Vec<String> =
        sections.iter().map(|section| of_forms.give(&variable_name(&section.path()), 64)).collect();
    let mut taken: Vec<String> = about_record().into_iter().map(|of| of.name).collect();
    taken.extend(named.iter().chain([&RECORD.to_owned()]).map(|name| format!("{name}_complete")));
    let mut given = Names::without(&taken.iter().map(String::as_str).collect::<Vec<_>>());
    let form = |(section, name): (Section<'a>, String)| {
        let mut known: BTreeMap<&str, Variable> = BTreeMap::new();
        let mut variables = Vec::new();
        for item in section.items {
            let main = variable(asked, item, &name, &mut given);
            let branching = item.only_if.as_ref().map_or_else(String::new, |condition| {
                let earlier = section.items.iter().find(|earlier| earlier.id == condition.item);
                earlier
                    .zip(known.get(condition.item.as_str()))
                    .map_or_else(String::new, |(earlier, variable)| {
                        logic(variable, &wanted(asked, condition, earlier))
                    })
            });
            let main = Variable { branching, ..main };
            let beside = beside(asked, item, &main, &mut given);
            known.insert(&item.id, main.clone());
            variables.push((item, main));
            variables.extend(beside.into_iter().map(|variable| (item, variable)));
        }
        Form { section, name, variables }
    };
    sections.into_iter().zip(named).map(form).collect()
}

/// Returns the variable of an answer.
fn variable(asked: &Asked<'_>, item: &Item, form: &str, names: &mut Names) -> Variable {
    let choices = asked.choices(item).map(|mut choices| {
        if can_write(item) {
            choices.push((OTHER.to_owned(), asked.word("other")));
        }
        if item.cannot_judge {
            choices.push((CANNOT_JUDGE.to_owned(), asked.word("cannotJudge")));
        }
        choices
    });
    let is_choice = choices.is_some();
    let mut of_item = Names::default();
    let choices: Vec<(String, String, String)> = choices
        .unwrap_or_default()
        .into_iter()
        .map(|(code, words)| {
            let plain = plain(&code, "").to_lowercase();
            let written = of_item.give(if plain.is_empty() { "code" } else { &plain }, 50);
            (code, written, label(&words))
        })
        .collect();
    let listed: Vec<String> =
        choices.iter().map(|(_, code, words)| format!("{code}, {words}")).collect();
    let codes = choices.into_iter().map(|(code, written, _)| (code, written)).collect();
    let several = matches!(item.answer, ItemKind::Several { .. });
    let variable = Variable {
        name: names.give(&variable_name(&item.id), LONGEST),
        form: form.to_owned(),
        label: shown(asked.say(&item.text)),
        required: !item.optional && !several && (is_choice || !item.cannot_judge),
        ..Variable::default()
    };
    match &item.answer {
        _ if is_yes_or_no(item) && !item.cannot_judge => {
            let codes = [("yes", "1"), ("no", "0")].map(|(a, b)| (a.to_owned(), b.to_owned()));
            Variable { kind: "yesno", codes: codes.to_vec(), ..variable }
        }
        ItemKind::Vas { low, high } => {
            let ends = format!("{} |  | {}", label(asked.say(low)), label(asked.say(high)));
            Variable { kind: "slider", choices: ends, validation: "number", ..variable }
        }
        ItemKind::Number { least, most, decimals, unit } => Variable {
            kind: "text",
            validation: if *decimals == 0 { "integer" } else { "number" },
            least: digits(*least),
            most: digits(*most),
            note: unit.as_deref().map_or_else(String::new, one_line),
            ..variable
        },
        _ if is_choice => {
            let kind = if several { "checkbox" } else { "radio" };
            Variable { kind, choices: listed.join(" | "), codes, ..variable }
        }
        _ => Variable { kind: "notes", ..variable },
    }
}

/// Returns the variables that hold what one alone cannot.
fn beside(asked: &Asked<'_>, item: &Item, main: &Variable, names: &mut Names) -> Vec<Variable> {
    let mut beside = Vec::new();
    let mut add = |kind, words: String, branching: String, part| {
        let end = if part == Part::Written { "other" } else { "cannot" };
        let stem: String = main.name.chars().take(LONGEST - 1 - end.len()).collect();
        beside.push(Variable {
            name: names.give(&format!("{}_{end}", stem.trim_end_matches('_')), LONGEST),
            form: main.form.clone(),
            kind,
            label: format!("{}: {words}", main.label),
            branching,
            part,
            ..Variable::default()
        });
    };
    if can_write(item) {
        let when = logic(main, &Wanted::Codes(vec![OTHER.to_owned()]));
        add("text", asked.word("other"), when, Part::Written);
    }
    if item.cannot_judge && asked.choices(item).is_none() {
        add("yesno", asked.word("cannotJudge"), main.branching.clone(), Part::Cannot);
    }
    beside
}

/// Returns when something is asked, in REDCap's logic.
fn logic(variable: &Variable, wanted: &Wanted) -> String {
    let name = &variable.name;
    match wanted {
        Wanted::Codes(codes) => {
            let written = |code: &String| {
                let (_, written) = variable.codes.iter().find(|(known, _)| known == code)?;
                Some(if variable.kind == "checkbox" {
                    format!("[{name}({written})] = '1'")
                } else {
                    format!("[{name}] = '{written}'")
                })
            };
            codes.iter().filter_map(written).collect::<Vec<_>>().join(" or ")
        }
        Wanted::Between(least, most) => {
            // An empty field counts as nought there.
            let mut parts = vec![format!("[{name}] <> ''")];
            parts.extend(least.map(|least| format!("[{name}] >= {}", digits(least))));
            parts.extend(most.map(|most| format!("[{name}] <= {}", digits(most))));
            parts.join(" and ")
        }
    }
}

/// Returns a name as REDCap takes it: lower-case letters, digits and single underscores.
fn variable_name(id: &str) -> String {
    let name = plain(id, "").to_lowercase();
    if name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name
    } else {
        format!("q_{name}")
    }
}

/// Returns words as one of several choices, which a bar would end.
fn label(words: &str) -> String {
    one_line(words).replace('|', "/")
}
