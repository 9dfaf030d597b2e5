//! How a plan is followed: what was fixed, and what that means for this study.

use analysis::{Plan, Section};
use study::protocol::Primary;

use super::super::study::{is_as_first_proposed, sections_of};
use crate::wire::{PlanRules, PlanView};

/// The share of obvious cases that the plan lets a reader miss which was proposed before there were rules.
const MOST_MISSED: f64 = 0.2;

/// Returns what was fixed with the lock.
pub(super) fn planned(plan: Option<&PlanView>, primary: &Primary) -> Plan {
    let rules = plan.and_then(|plan| plan.rules.as_ref());
    let (secondary, most_missed) = if let Some(rules) = rules {
        (sections_of(rules), rules.most_missed.map(|percent| f64::from(percent) / 100.0))
    } else {
        // Before there were rules a text that was not changed was followed, and no other one.
        let [usual, leaves_out] = plan.map_or([true, true], is_as_first_proposed);
        let secondary = Section::ALL.into_iter().filter(|one| usual && one.is_usual()).collect();
        (secondary, leaves_out.then_some(MOST_MISSED))
    };
    Plan { primary: Some(primary.item.clone()), claim: primary.claim, most_missed, secondary }
}

/// Says what of a plan the program follows by itself.
pub(super) fn followed(rules: &PlanRules) -> Vec<String> {
    let say = |key: &str, params: &[(&str, &str)]| {
        words::say(&format!("app:analysis.plan.{key}"), params)
    };
    let title = |word: &String| words::say(&format!("analysis:section.{word}.title"), &[]);
    let titles: Vec<String> = rules.secondary.iter().map(title).collect();
    let mut parts = vec![match titles.as_slice() {
        [] => say("nothing", &[]),
        titles => say("planned", &[("list", &titles.join(", "))]),
    }];
    parts.push(match rules.most_missed {
        Some(percent) => say("mostMissed", &[("percent", &percent.to_string())]),
        None => say("nobody", &[]),
    });
    parts.extend(rules.diagnoses.iter().map(|rule| match &rule.code {
        Some(code) => say("diagnosis", &[("reference", rule.reference.as_str()), ("code", code)]),
        None => say("noDiagnosis", &[("reference", &rule.reference)]),
    }));
    parts
}

/// Returns how many of the cases that count have no reference that a choice stands for, by question of the
/// diagnosis, where others have one.
pub(super) fn unjudged(study: &analysis::Study) -> Vec<(&str, usize)> {
    let cases = study.cases.iter().filter(|case| !case.catch);
    let cases: Vec<_> = cases.collect();
    let of = |question: &'_ analysis::Question| {
        let known = |case: &&&analysis::Case| {
            case.diagnosis.as_ref().is_some_and(|own| question.references.contains_key(own))
        };
        cases.len() - cases.iter().filter(known).count()
    };
    let asked = study.questions.iter().filter(|question| !question.references.is_empty());
    let counted = asked.map(|question| (question.item.id.as_str(), of(question)));
    counted.filter(|(_, n)| 0 < *n && *n < cases.len()).collect()
}
