//! Looks whether a protocol can be carried out, and says where it cannot.

use std::collections::BTreeSet;

use super::{
    Claim, Condition, Fault, FaultKind, Item, ItemKind, Pick, Protocol, SCHEMA, Show, Stage,
    Subject, Task, Text, Tie,
};

/// The longest name.
const LONGEST_ID: usize = 64;
/// A session that is expected to take longer is better split.
pub(crate) const LONGEST_SESSION: f64 = 60.0;

/// What is no fault, and worth a second look.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// A session takes longer than an hour.
    Long {
        /// How long it is expected to take.
        minutes: f64,
        /// Into how many sessions it is better split.
        sessions: u32,
    },
    /// The study is too small for its claim.
    Weak {
        /// Its power at its own size, 0 to 1.
        power: f64,
    },
    /// Readers meet the scales for the first time on cases that count.
    NoTraining,
}

/// Collects faults on the way through a protocol.
struct Look {
    faults: Vec<Fault>,
}

impl Look {
    fn add(&mut self, place: &str, kind: FaultKind) {
        self.faults.push(Fault { place: place.to_owned(), kind });
    }

    fn id(&mut self, place: &str, id: &str) {
        let is_plain =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        if id.is_empty() || LONGEST_ID < id.len() || !id.chars().all(is_plain) {
            self.add(place, FaultKind::Id { id: id.to_owned() });
        }
    }

    fn once<'a>(&mut self, place: &str, seen: &mut BTreeSet<&'a str>, id: &'a str) {
        if !seen.insert(id) {
            self.add(place, FaultKind::Twice { id: id.to_owned() });
        }
    }

    fn within(&mut self, place: &str, given: f64, [least, most]: [f64; 2]) {
        if !(least..=most).contains(&given) {
            let [given, least, most] = [given, least, most].map(|number| number.to_string());
            self.add(place, FaultKind::OutOfRange { given, least, most });
        }
    }
}

impl Protocol {
    /// Returns what is wrong, in the order of the file; nothing when it can be carried out.
    pub fn faults(&self) -> Vec<Fault> {
        let mut look = Look { faults: Vec::new() };
        if self.schema != SCHEMA {
            let given = self.schema.clone();
            look.add("schema", FaultKind::Schema { given, wanted: SCHEMA });
        }
        look.id("id", &self.id);
        look.within("version", f64::from(self.version), [1.0, 1e6]);
        self.each_text(&mut |place, text| {
            if text.is_blank() {
                look.add(&place, FaultKind::NoWords);
            }
        });
        look.within("training", f64::from(self.training), [0.0, 100.0]);
        look.within("calibration", f64::from(self.calibration), [0.0, 20.0]);
        look.within("repeats", self.repeats, [0.0, 0.5]);
        look.within("catches", self.catches, [0.0, 0.2]);
        look.within("block.cases", f64::from(self.block.cases), [1.0, 1000.0]);
        look.within("block.minutes", f64::from(self.block.minutes), [1.0, 240.0]);
        look.within("size.readers", f64::from(self.size.readers), [1.0, 1000.0]);
        look.within("size.real", f64::from(self.size.real), [1.0, 1e5]);
        look.within("size.synthetic", f64::from(self.size.synthetic), [1.0, 1e5]);
        look.within("primary.within_reader", self.primary.within_reader, [0.0, 1.0]);
        look.within("primary.within_case", self.primary.within_case, [0.0, 1.0]);
        match self.primary.claim {
            Claim::Equivalence { margin } => {
                look.within("primary.claim.margin", margin, [0.001, 0.499]);
            }
            Claim::Difference { accuracy } => {
                look.within("primary.claim.accuracy", accuracy, [0.0, 1.0]);
            }
        }
        items(&mut look, "profile", &self.profile, None);
        stages(&mut look, self);
        items(&mut look, "debrief", &self.debrief, None);
        if self.endpoint().is_none() {
            let item = self.primary.item.clone();
            look.add("primary.item", FaultKind::NoEndpoint { item });
        }
        look.faults
    }

    /// Returns the task of the item that the primary claim rests on: one that is right or wrong.
    pub(super) fn endpoint(&self) -> Option<&Task> {
        let decides = |task: &Task, item: &Item| {
            matches!(
                (&item.answer, task.show),
                (ItemKind::Source { .. }, Show::Single {})
                    | (ItemKind::Side { tie: Tie::No }, Show::Pair {})
                    | (ItemKind::Match {}, Show::Abx {})
            )
        };
        let holds = |task: &&Task| {
            task.items.iter().any(|item| item.id == self.primary.item && decides(task, item))
        };
        self.tasks().map(|(_, task)| task).find(holds)
    }

    /// Returns what is worth a second look.
    pub fn warnings(&self) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let minutes = self.minutes();
        if LONGEST_SESSION < minutes {
            warnings.push(Warning::Long { minutes, sessions: self.sessions() });
        }
        if let Ok(power) = self.power()
            && power < 0.8
        {
            warnings.push(Warning::Weak { power });
        }
        if self.training == 0 {
            warnings.push(Warning::NoTraining);
        }
        warnings
    }

    /// Looks at every text, with its place.
    pub(super) fn each_text(&self, look: &mut dyn FnMut(String, &Text)) {
        look("title".to_owned(), &self.title);
        look("about".to_owned(), &self.about);
        if let Some(consent) = &self.consent {
            look("consent".to_owned(), consent);
        }
        look("instructions".to_owned(), &self.instructions);
        texts_of("profile", &self.profile, look);
        for (at, stage) in self.stages.iter().enumerate() {
            if let Some(opening) = &stage.opening {
                look(format!("stages[{at}].opening"), opening);
            }
            for (task_at, task) in stage.tasks.iter().enumerate() {
                texts_of(&format!("stages[{at}].tasks[{task_at}].items"), &task.items, look);
            }
        }
        texts_of("debrief", &self.debrief, look);
    }
}

fn texts_of(place: &str, items: &[Item], look: &mut dyn FnMut(String, &Text)) {
    for (at, item) in items.iter().enumerate() {
        let place = format!("{place}[{at}]");
        look(format!("{place}.text"), &item.text);
        let mut list = |name: &str, texts: &mut dyn Iterator<Item = &Text>| {
            for (at, text) in texts.enumerate() {
                look(format!("{place}.answer.{name}[{at}]"), text);
            }
        };
        match &item.answer {
            ItemKind::Source { points } | ItemKind::Likert { points } => {
                list("points", &mut points.iter());
            }
            ItemKind::Choice { options, .. }
            | ItemKind::Several { options, .. }
            | ItemKind::Diagnosis { options } => {
                list("options", &mut options.iter().map(|option| &option.text));
            }
            ItemKind::FieldPairs { reasons, .. } => {
                list("reasons", &mut reasons.iter().map(|reason| &reason.text));
            }
            ItemKind::Vas { low, high } => {
                look(format!("{place}.answer.low"), low);
                look(format!("{place}.answer.high"), high);
            }
            _ => {}
        }
    }
}

fn stages(look: &mut Look, protocol: &Protocol) {
    if protocol.stages.is_empty() {
        look.add("stages", FaultKind::None);
    }
    let mut ids = BTreeSet::new();
    let mut task_ids = BTreeSet::new();
    let mut item_ids = BTreeSet::new();
    let mut disclosed = false;
    for (at, stage) in protocol.stages.iter().enumerate() {
        let place = format!("stages[{at}]");
        look.id(&format!("{place}.id"), &stage.id.to_lowercase());
        look.once(&format!("{place}.id"), &mut ids, &stage.id);
        if disclosed && !stage.disclosed {
            look.add(&format!("{place}.disclosed"), FaultKind::Stages);
        }
        disclosed |= stage.disclosed;
        if stage.tasks.is_empty() {
            look.add(&format!("{place}.tasks"), FaultKind::None);
        }
        for (task_at, task) in stage.tasks.iter().enumerate() {
            let place = format!("{place}.tasks[{task_at}]");
            look.id(&format!("{place}.id"), &task.id);
            look.once(&format!("{place}.id"), &mut task_ids, &task.id);
            if !stage.disclosed && discloses(task) {
                look.add(&place, FaultKind::Discloses);
            }
            if let Show::Set { cases } = task.show {
                look.within(&format!("{place}.show.cases"), f64::from(cases), [2.0, 64.0]);
            }
            let place = format!("{place}.items");
            if task.items.is_empty() {
                look.add(&place, FaultKind::None);
            }
            items(look, &place, &task.items, Some((protocol.modality, stage, task)));
            for (item_at, item) in task.items.iter().enumerate() {
                look.once(&format!("{place}[{item_at}].id"), &mut item_ids, &item.id);
            }
        }
    }
}

/// Whether a task makes no sense to who does not know that some cases are synthetic.
fn discloses(task: &Task) -> bool {
    let by_show =
        matches!(task.show, Show::Pair {} | Show::Rivals {} | Show::Abx {} | Show::Nearest {});
    by_show || task.items.iter().any(|item| matches!(item.answer, ItemKind::Source { .. }))
}

fn items(look: &mut Look, place: &str, items: &[Item], of: Option<(Subject, &Stage, &Task)>) {
    let mut seen = BTreeSet::new();
    for (at, item) in items.iter().enumerate() {
        let place = format!("{place}[{at}]");
        look.id(&format!("{place}.id"), &item.id);
        if of.is_none() {
            look.once(&format!("{place}.id"), &mut seen, &item.id);
        }
        let answer = format!("{place}.answer");
        kind(look, &answer, &item.answer);
        if !fits(&item.answer, of.map(|(subject, _, task)| (subject, task.show))) {
            look.add(&answer, FaultKind::DoesNotFit);
        }
        if item.cannot_judge && matches!(item.answer, ItemKind::Source { .. }) {
            look.add(&format!("{place}.cannot_judge"), FaultKind::CannotJudge);
        }
        if let Some(condition) = &item.only_if {
            self::condition(look, &format!("{place}.only_if"), condition, &items[..at]);
        }
    }
}

fn kind(look: &mut Look, place: &str, kind: &ItemKind) {
    match kind {
        ItemKind::Source { points } => {
            let given = points.len();
            if given < 2 || !given.is_multiple_of(2) || 10 < given {
                let wanted = "2, 4, 6, 8 or 10, so that there is no middle";
                look.add(&format!("{place}.points"), FaultKind::Points { given, wanted });
            }
        }
        ItemKind::Likert { points } => {
            let given = points.len();
            if !(2..=10).contains(&given) {
                let wanted = "2 to 10";
                look.add(&format!("{place}.points"), FaultKind::Points { given, wanted });
            }
        }
        ItemKind::Choice { options, .. }
        | ItemKind::Several { options, .. }
        | ItemKind::Diagnosis { options } => {
            picks(look, &format!("{place}.options"), options, true);
        }
        ItemKind::Number { least, most, decimals, .. } => {
            look.within(&format!("{place}.decimals"), f64::from(*decimals), [0.0, 9.0]);
            if !(least.is_finite() && most.is_finite() && least < most) {
                let [given, least] = [most, least].map(ToString::to_string);
                let most = "∞".to_owned();
                look.add(&format!("{place}.most"), FaultKind::OutOfRange { given, least, most });
            }
        }
        ItemKind::Text { most } => {
            look.within(&format!("{place}.most"), f64::from(*most), [1.0, 10_000.0]);
        }
        ItemKind::FieldPairs { reasons, most } => {
            picks(look, &format!("{place}.reasons"), reasons, false);
            look.within(&format!("{place}.most"), f64::from(*most), [1.0, 50.0]);
        }
        ItemKind::Mark { most } | ItemKind::Span { most } => {
            look.within(&format!("{place}.most"), f64::from(*most), [1.0, 50.0]);
        }
        ItemKind::Vas { .. }
        | ItemKind::Side { .. }
        | ItemKind::Match {}
        | ItemKind::Fields {}
        | ItemKind::Duplicates {} => {}
    }
}

/// `other` is no code of one's own where words can be written, or could be later.
fn picks(look: &mut Look, place: &str, options: &[Pick], other: bool) {
    if options.is_empty() {
        look.add(place, FaultKind::None);
    }
    let mut seen = BTreeSet::new();
    if other {
        seen.insert(super::item::OTHER);
    }
    for (at, option) in options.iter().enumerate() {
        let place = format!("{place}[{at}].code");
        look.id(&place, &option.code);
        look.once(&place, &mut seen, &option.code);
    }
}

/// Whether this can be answered of what is shown; of nothing, in the profile and the debrief.
fn fits(kind: &ItemKind, shown: Option<(Subject, Show)>) -> bool {
    let single = |subject| shown == Some((subject, Show::Single {}));
    match kind {
        ItemKind::Source { .. } | ItemKind::Diagnosis { .. } => {
            matches!(shown, Some((_, Show::Single {})))
        }
        ItemKind::Side { .. } => matches!(shown, Some((_, Show::Pair {} | Show::Rivals {}))),
        ItemKind::Match {} => matches!(shown, Some((_, Show::Abx {}))),
        ItemKind::Mark { .. } => single(Subject::Image),
        ItemKind::Span { .. } => single(Subject::Signal),
        ItemKind::Fields {} | ItemKind::FieldPairs { .. } => single(Subject::Table),
        ItemKind::Duplicates {} => matches!(shown, Some((_, Show::Set { .. }))),
        ItemKind::Likert { .. }
        | ItemKind::Vas { .. }
        | ItemKind::Choice { .. }
        | ItemKind::Several { .. }
        | ItemKind::Number { .. }
        | ItemKind::Text { .. } => true,
    }
}

fn condition(look: &mut Look, place: &str, condition: &Condition, before: &[Item]) {
    let Some(item) = before.iter().find(|item| item.id == condition.item) else {
        look.add(place, FaultKind::NotBefore { item: condition.item.clone() });
        return;
    };
    let never = |why: String| FaultKind::Never { why };
    let Condition { is, at_least, at_most, .. } = condition;
    if is.is_empty() && at_least.is_none() && at_most.is_none() {
        look.add(place, never("it asks for nothing".to_owned()));
    }
    if !is.is_empty() {
        let codes = item.answer.codes().unwrap_or_default();
        for code in is.iter().filter(|code| !codes.contains(code)) {
            let why = format!("`{code}` cannot be chosen in `{}`", item.id);
            look.add(&format!("{place}.is"), never(why));
        }
    }
    if at_least.is_none() && at_most.is_none() {
        return;
    }
    let Some((least, most)) = item.answer.bounds() else {
        look.add(place, never(format!("`{}` is no number", item.id)));
        return;
    };
    let (from, to) = (at_least.unwrap_or(least).max(least), at_most.unwrap_or(most).min(most));
    let step = match item.answer {
        ItemKind::Number { decimals, .. } => 10_f64.powi(-i32::from(decimals)),
        ItemKind::Vas { .. } => 0.0,
        _ => 1.0,
    };
    let holds = if step <= 0.0 {
        from <= to
    } else if is.is_empty() {
        // The first that can be given at or after the beginning.
        (from / step - 1e-9).ceil() * step <= to + 1e-9 * step
    } else {
        is.iter().filter_map(|point| point.parse().ok()).any(|n: f64| (from..=to).contains(&n))
    };
    if !holds {
        let why = format!("no answer to `{}` is as it asks", item.id);
        look.add(place, never(why));
    }
}
