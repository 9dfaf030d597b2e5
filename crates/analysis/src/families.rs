//! Tests side by side, and p that count them.

use std::collections::BTreeMap;

use stats::{Adjustment, adjusted_p};

use crate::{Adjusted, Estimate, Finding, Method, Quantity, Rank, Section};

/// What tests of one family have in common; the last is the question.
type Family = (Rank, Section, Quantity, Method, Option<String>);

/// Corrects the p of what is tested side by side: planned families by Holm, others by Benjamini and
/// Hochberg. One family is one quantity of one section, question and rank, of readers, generators,
/// codes or parts.
pub(crate) fn adjust(findings: &mut [Finding]) {
    let mut families: BTreeMap<Family, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let tested = finding.estimate.is_ok_and(|e| matches!(e.test, Some(Ok(_))));
        if tested && finding.rank != Rank::Primary {
            let Finding { rank, section, quantity, method, .. } = *finding;
            let question = finding.of.question.clone();
            // Every question of a scale is one of the family of scales.
            let question = if section == Section::Scales { None } else { question };
            families.entry((rank, section, quantity, method, question)).or_default().push(at);
        }
    }
    for ((rank, ..), members) in families {
        let p = |at: usize| match findings[at].estimate {
            Ok(Estimate { test: Some(Ok(test)), .. }) => test.p,
            _ => 1.0,
        };
        let (adjustment, method) = if rank == Rank::Secondary {
            (Adjustment::Holm, "holm")
        } else {
            (Adjustment::BenjaminiHochberg, "benjamini_hochberg")
        };
        let all: Vec<f64> = members.iter().map(|&at| p(at)).collect();
        let Ok(adjusted) = adjusted_p(&all, adjustment) else { continue };
        for (&at, p) in members.iter().zip(adjusted) {
            if let Ok(Estimate { test: Some(Ok(test)), .. }) = &mut findings[at].estimate {
                test.adjusted = Some(Adjusted { p, method, of: all.len() });
            }
        }
    }
}
