//! The part of a plan that the program follows by itself: which analyses were planned, who is left out,
//! and what a reference diagnosis stands for.

use std::collections::{BTreeMap, BTreeSet};

use analysis::Section;
use samples::Arm;
use store::{Case, Study, StudyId};
use study::Role;
use study::protocol::{Item, ItemKind, Language, Pick, Protocol, Show};

use super::super::Open;
use super::items::picks;
use super::kept::Kept;
use crate::bench::Workbench;
use crate::wire::{
    DiagnosisItem, DiagnosisRule, PlanOffer, PlanRules, PlannedSection, ReferenceView,
};
use crate::{Error, Result};

/// The share of obvious cases that a reader may miss where nothing else is said, in percent.
const MOST_MISSED: u32 = 20;
/// The most different diagnoses of one study that are matched one by one.
const MOST_REFERENCES: usize = 200;

/// How many real and synthetic cases have each reference diagnosis.
type References = BTreeMap<String, [u32; 2]>;

impl Workbench {
    /// Tells what the rules of a study's plan can name: its analyses, and the reference diagnoses of its
    /// cases beside the choices of its readers.
    ///
    /// # Errors
    ///
    /// Those of the store.
    pub fn plan_offer(&self, id: u32) -> Result<PlanOffer> {
        let open = self.open()?;
        let study = open.store.study(StudyId(id.into()))?;
        open.plan_offer(&study)
    }
}

impl Open {
    fn plan_offer(&self, study: &Study) -> Result<PlanOffer> {
        let kept = Kept::read(study)?;
        let (protocol, _) = self.asked(&kept)?;
        let (references, [n_without, n_rare]) = self.references(study, &kept, &protocol)?;
        let generators = self.n_generators(study, &kept)?;
        let section = |section: Section| PlannedSection {
            section: section.word().to_owned(),
            title: words::say(&format!("analysis:section.{}.title", section.word()), &[]),
        };
        let sections = Section::ALL.into_iter().filter(|one| offered(*one, &protocol, generators));
        let sections = sections
            .filter(|one| *one != Section::Diagnoses || !references.is_empty())
            .map(section)
            .collect();
        let diagnoses = diagnosis_items(&protocol).map(|(item, options)| DiagnosisItem {
            item: item.id.clone(),
            question: item.text.of(Language::En).to_owned(),
            options: picks(options, Language::En),
        });
        let diagnoses = if references.is_empty() { Vec::new() } else { diagnoses.collect() };
        let references = references
            .into_iter()
            .map(|(reference, [n_real, n_synthetic])| ReferenceView {
                reference,
                n_real,
                n_synthetic,
            })
            .collect();
        Ok(PlanOffer { sections, diagnoses, references, n_without, n_rare })
    }

    /// Returns the rules where nothing else is said.
    pub(crate) fn proposed_rules(&self, study: &Study, kept: &Kept) -> Result<PlanRules> {
        let (protocol, _) = self.asked(kept)?;
        let (references, _) = self.references(study, kept, &protocol)?;
        let generators = self.n_generators(study, kept)?;
        let usual = Section::ALL.into_iter().filter(|one| {
            let has = *one != Section::Diagnoses || !references.is_empty();
            one.is_usual() && offered(*one, &protocol, generators) && has
        });
        let matched = |(item, options): (&Item, &[Pick])| -> Vec<DiagnosisRule> {
            let rule = |reference: &String| DiagnosisRule {
                item: item.id.clone(),
                reference: reference.clone(),
                code: meant(reference, options),
            };
            references.keys().map(rule).collect()
        };
        Ok(PlanRules {
            secondary: usual.map(|one| one.word().to_owned()).collect(),
            most_missed: Some(MOST_MISSED),
            diagnoses: diagnosis_items(&protocol).flat_map(matched).collect(),
        })
    }

    /// Checks rules, and returns them in an order that does not depend on how they were given.
    ///
    /// # Errors
    ///
    /// [`Error::PlanRule`]: a section, an item, a reference or a code that this study does not have;
    /// [`Error::OutOfRange`] of the share.
    pub(crate) fn checked_rules(&self, study: &Study, rules: &PlanRules) -> Result<PlanRules> {
        let kept = Kept::read(study)?;
        let (protocol, _) = self.asked(&kept)?;
        let (references, _) = self.references(study, &kept, &protocol)?;
        let generators = self.n_generators(study, &kept)?;
        let unknown = |given: &str| Error::PlanRule { given: given.to_owned() };
        let mut sections = BTreeSet::new();
        for word in &rules.secondary {
            let section = Section::from_word(word)
                .filter(|one| offered(*one, &protocol, generators))
                .ok_or_else(|| unknown(word))?;
            sections.insert(section);
        }
        if let Some(given) = rules.most_missed.filter(|percent| 100 < *percent) {
            return Err(Error::OutOfRange { what: "mostMissed", least: 0, most: 100, given });
        }
        let mut diagnoses: BTreeMap<(&str, &str), &DiagnosisRule> = BTreeMap::new();
        for rule in &rules.diagnoses {
            let (_, options) = diagnosis_items(&protocol)
                .find(|(item, _)| item.id == rule.item)
                .ok_or_else(|| unknown(&rule.item))?;
            if !references.contains_key(&rule.reference) {
                return Err(unknown(&rule.reference));
            }
            if let Some(code) = &rule.code
                && !options.iter().any(|option| option.code == *code)
            {
                return Err(unknown(code));
            }
            diagnoses.insert((&rule.item, &rule.reference), rule);
        }
        Ok(PlanRules {
            secondary: sections.into_iter().map(|one| one.word().to_owned()).collect(),
            most_missed: rules.most_missed,
            diagnoses: diagnoses.into_values().cloned().collect(),
        })
    }

    /// Returns the reference diagnoses of the cases that count, the most frequent of many, and how many
    /// cases have none, and how many a rarer one; nothing for a protocol that asks for no diagnosis.
    fn references(
        &self,
        study: &Study,
        kept: &Kept,
        protocol: &Protocol,
    ) -> Result<(References, [u32; 2])> {
        let (mut found, mut n_without) = (References::new(), 0);
        if diagnosis_items(protocol).next().is_none() {
            return Ok((found, [0, 0]));
        }
        for case in self.cases_of(study, kept)? {
            let sample = self.store.sample(case.set, case.ordinal)?;
            match sample.origin.diagnosis() {
                Some(reference) => {
                    let of = found.entry(reference.to_owned()).or_default();
                    of[usize::from(case.arm == Arm::Synthetic)] += 1;
                }
                None => n_without += 1,
            }
        }
        if found.is_empty() {
            return Ok((found, [0, 0]));
        }
        let n_all: u32 = found.values().flatten().sum();
        let mut frequent: Vec<(String, [u32; 2])> = found.into_iter().collect();
        // Those of equal number stay in the order of their names.
        frequent.sort_by_key(|(_, n)| std::cmp::Reverse(n[0] + n[1]));
        frequent.truncate(MOST_REFERENCES);
        let found: References = frequent.into_iter().collect();
        let n_rare = n_all - found.values().flatten().sum::<u32>();
        Ok((found, [n_without, n_rare]))
    }

    fn n_generators(&self, study: &Study, kept: &Kept) -> Result<usize> {
        let cases = self.cases_of(study, kept)?;
        let made = cases.iter().filter(|case| case.arm == Arm::Synthetic);
        Ok(made.map(|case| &case.generator).collect::<BTreeSet<_>>().len())
    }

    /// Returns the cases of a study that count.
    fn cases_of(&self, study: &Study, kept: &Kept) -> Result<Vec<Case>> {
        let all = if kept.cases.is_empty() {
            self.store.cases(study.id)?
        } else {
            kept.cases.iter().map(super::kept::KeptCase::case).collect()
        };
        Ok(all.into_iter().filter(|case| case.role == Role::Counted).collect())
    }
}

/// Returns what stands for each reference diagnosis, by item.
pub(crate) fn codes_of(rules: &[DiagnosisRule], item: &str) -> BTreeMap<String, String> {
    let own = rules.iter().filter(|rule| rule.item == item);
    own.filter_map(|rule| Some((rule.reference.clone(), rule.code.clone()?))).collect()
}

/// Returns the sections that rules call secondary.
pub(crate) fn sections_of(rules: &PlanRules) -> BTreeSet<Section> {
    rules.secondary.iter().filter_map(|word| Section::from_word(word)).collect()
}

/// Says which analyses are planned, for the plan's text.
pub(super) fn planned(rules: &PlanRules) -> String {
    let sections = sections_of(rules);
    if sections.is_empty() {
        return words::say("app:plan.noSecondary", &[]);
    }
    let title = |one: Section| words::say(&format!("analysis:section.{}.title", one.word()), &[]);
    let titles: Vec<String> = sections.into_iter().map(title).collect();
    words::say("app:plan.secondaryOf", &[("list", &titles.join("; "))])
}

/// Says who is left out, for the plan's text.
pub(super) fn left_out(rules: &PlanRules) -> String {
    match rules.most_missed {
        Some(percent) => words::say("app:plan.exclusionsOf", &[("percent", &percent.to_string())]),
        None => words::say("app:plan.noExclusions", &[]),
    }
}

/// Whether a protocol, with so many generators, asks what a section tells.
fn offered(section: Section, protocol: &Protocol, n_generators: usize) -> bool {
    let shows = |wanted: fn(&Show) -> bool| protocol.tasks().any(|(_, task)| wanted(&task.show));
    let asks = |wanted: fn(&ItemKind) -> bool| {
        let single = protocol.tasks().filter(|(_, task)| task.show == Show::Single {});
        single.flat_map(|(_, task)| &task.items).any(|item| wanted(&item.answer))
    };
    section.can_be_planned()
        && match section {
            Section::Generators => 1 < n_generators,
            Section::Pairs => shows(|show| matches!(show, Show::Pair {} | Show::Abx {})),
            Section::Preferences => shows(|show| matches!(show, Show::Rivals {})),
            Section::Scales => asks(|kind| {
                matches!(
                    kind,
                    ItemKind::Likert { .. } | ItemKind::Vas { .. } | ItemKind::Number { .. }
                )
            }),
            Section::Choices => asks(|kind| {
                matches!(
                    kind,
                    ItemKind::Choice { .. }
                        | ItemKind::Several { .. }
                        | ItemKind::Diagnosis { .. }
                        | ItemKind::Fields {}
                )
            }),
            Section::Diagnoses => asks(|kind| matches!(kind, ItemKind::Diagnosis { .. })),
            _ => true,
        }
}

/// Returns the questions of the diagnosis, each with its choices.
fn diagnosis_items(protocol: &Protocol) -> impl Iterator<Item = (&Item, &[Pick])> {
    let single = protocol.tasks().filter(|(_, task)| task.show == Show::Single {});
    single.flat_map(|(_, task)| &task.items).filter_map(|item| match &item.answer {
        ItemKind::Diagnosis { options } => Some((item, options.as_slice())),
        _ => None,
    })
}

/// Returns the choice that has a reference as its code or as its text in any language.
fn meant(reference: &str, options: &[Pick]) -> Option<String> {
    let plain = |text: &str| {
        let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let wanted = plain(reference);
    let is_it = |option: &&Pick| {
        let texts = Language::ALL.into_iter().map(|language| option.text.of(language));
        std::iter::once(option.code.as_str()).chain(texts).any(|text| plain(text) == wanted)
    };
    options.iter().find(is_it).map(|option| option.code.clone())
}

#[cfg(test)]
mod tests {
    use study::protocol::Text;

    use super::*;

    #[test]
    fn a_reference_is_the_choice_that_is_named_like_it() {
        let pick =
            |code: &str, text: &str| Pick { code: code.to_owned(), text: Text::english(text) };
        let options = [pick("normal", "No finding"), pick("lbbb", "Left bundle-branch block")];
        let meant = |reference| meant(reference, &options);
        assert_eq!(meant("NORMAL").as_deref(), Some("normal"));
        assert_eq!(meant("no_finding").as_deref(), Some("normal"));
        assert_eq!(meant("Left bundle branch block").as_deref(), Some("lbbb"));
        assert_eq!(meant("block"), None, "a part of a name is not the name");
    }
}
