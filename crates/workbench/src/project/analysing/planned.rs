//! How a plan is followed: what was fixed, and what that means for this study.

use analysis::{Plan, Section};
use study::protocol::Primary;

use super::super::study::{is_as_first_proposed, sections_of};
use super::view::Says;
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

impl Says<'_> {
    /// Says what of a plan the program follows by itself.
    pub(super) fn followed(&self, rules: &PlanRules) -> Vec<String> {
        let say = |key: &str, params: &[(&str, &str)]| {
            words::say_in(self.language, &format!("app:analysis.plan.{key}"), params)
        };
        let title = |word: &String| self.say(&format!("section.{word}.title"), &[]);
        let titles: Vec<String> = rules.secondary.iter().map(title).collect();
        let mut parts = vec![match titles.as_slice() {
            [] => say("nothing", &[]),
            titles => say("planned", &[("list", &titles.join(", "))]),
        }];
        parts.push(match rules.most_missed {
            Some(percent) => say("mostMissed", &[("percent", &percent.to_string())]),
            None => say("nobody", &[]),
        });
        let asked = |at: usize| rules.diagnoses.get(at).map(|rule| &rule.item);
        for (at, rule) in rules.diagnoses.iter().enumerate() {
            if at == 0 || asked(at - 1) != Some(&rule.item) {
                parts.push(format!("\u{201c}{}\u{201d}", self.question(&rule.item)));
            }
            let reference = ("reference", rule.reference.as_str());
            parts.push(match &rule.code {
                Some(code) => {
                    say("diagnosis", &[reference, ("code", &self.choice(&rule.item, code))])
                }
                None => say("noDiagnosis", &[reference]),
            });
        }
        parts
    }
}
