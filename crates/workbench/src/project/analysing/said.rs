//! What was shown and what was not, in sentences.

use analysis::{Counts, Estimate, Finding, Method, Quantity, Rank, Section, Test, WITH_ALL};
use report::number::{shown, with_interval_beside};
use study::protocol::ItemKind;

use super::gather::margin_of;
use super::read_cases::{turned, verdict};
use super::view::{Says, number, p_shown};
use crate::error::reason;

/// What is not by chance, once tests beside each other are counted.
pub(super) const ALPHA: f64 = 0.05;
/// What chance gives.
const CHANCE: f64 = 0.5;

/// Says what an analysis shows: the claim first, and at its end what it cannot say.
pub(super) fn sentences(says: &Says<'_>) -> Vec<(Rank, String)> {
    let mut said = Vec::new();
    claim(says, &mut said);
    with_all_readers(says, &mut said);
    pairs(says, &mut said);
    generators(says, &mut said);
    preferences(says, &mut said);
    scales(says, &mut said);
    diagnoses(says, &mut said);
    agreement(says, &mut said);
    concordance(says, &mut said);
    raters(says, &mut said);
    said.sort_by_key(|(rank, _)| *rank);
    let told_apart = |finding: &Finding| !is_without_truth(finding);
    if !says.analysis.findings.iter().any(told_apart) {
        return said;
    }
    // Nobody may read more into it.
    let until = said.iter().filter(|(rank, _)| *rank == Rank::Primary).count();
    said.insert(until, (Rank::Primary, says.say("sentence.caution", &[])));
    said
}

pub(super) fn p_of(estimate: &Estimate) -> Option<f64> {
    let Some(Ok(Test { p, adjusted, .. })) = estimate.test else { return None };
    Some(adjusted.map_or(p, |adjusted| adjusted.p))
}

/// The claim that the study was made for, or what there is where none was fixed.
fn claim(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let of_calls = |quantity: Quantity| {
        says.analysis.findings.iter().find(|finding| {
            finding.section == Section::Calls
                && finding.quantity == quantity
                && matches!(finding.method, Method::ObuchowskiRockette | Method::UStatistic)
        })
    };
    let balanced = of_calls(Quantity::BalancedAccuracy);
    said.extend(balanced.map(|finding| (finding.rank, accuracy(says, finding))));
    let no_interval = balanced.and_then(why_no_interval);
    if let Some(finding) = balanced.filter(|_| no_interval.is_some()) {
        let question = finding.of.question.as_ref();
        let more = [all_calls(says, question), these_readers(says, question)];
        said.extend(more.into_iter().flatten().map(|text| (finding.rank, text)));
    }
    let Some(finding) = of_calls(Quantity::Auc) else { return };
    let Ok(estimate) = &finding.estimate else { return };
    let (n, given) = (finding.n.readers.to_string(), number(finding.quantity, estimate));
    let params = [("count", n.as_str()), ("shown", given.as_str())];
    said.push((finding.rank, says.say("sentence.auc", &params)));
    if let Some(why) = why_no_interval(finding).filter(|why| no_interval.as_ref() != Some(why)) {
        said.push((finding.rank, says.say("sentence.noInterval", &[("why", &why)])));
    }
    // One reader cannot have another estimate, whatever was read.
    let Counts { answers, readers, real, synthetic } = finding.n;
    let is_crossed = answers == readers * (real + synthetic);
    if finding.method == Method::UStatistic && 1 < readers && !is_crossed {
        said.push((finding.rank, says.say("sentence.notCrossed", &[])));
    }
}

/// Returns why a number stands without an interval.
fn why_no_interval(finding: &Finding) -> Option<String> {
    let Some(Err(why)) = &finding.estimate.as_ref().ok()?.interval else { return None };
    Some(reason(why).message)
}

/// Says what share of all calls was right, where that has an interval and balanced accuracy has none.
fn all_calls(says: &Says<'_>, question: Option<&String>) -> Option<String> {
    let pooled = says.analysis.findings.iter().find(|finding| {
        finding.section == Section::Calls
            && (finding.quantity, finding.method) == (Quantity::Accuracy, Method::WilsonTwoWay)
            && finding.of.question.as_ref() == question
    })?;
    let estimate = pooled.estimate.as_ref().ok()?;
    let Some(Ok(_)) = estimate.interval else { return None };
    Some(says.say("sentence.allCalls", &[("shown", &number(Quantity::Accuracy, estimate))]))
}

/// Says what is known of these readers alone, where nothing is known of others.
fn these_readers(says: &Says<'_>, question: Option<&String>) -> Option<String> {
    let own = says.analysis.findings.iter().filter(|finding| {
        finding.section == Section::Readers
            && finding.of.question.as_ref() == question
            && (finding.quantity, finding.method) == (Quantity::Accuracy, Method::Wilson)
    });
    let own: Vec<(&Finding, &Estimate, [f64; 2])> = own
        .filter_map(|finding| {
            let estimate = finding.estimate.as_ref().ok()?;
            let Some(Ok(interval)) = estimate.interval else { return None };
            let is_of_both = 0 < finding.n.real.min(finding.n.synthetic);
            is_of_both.then_some((finding, estimate, [interval.low, interval.high]))
        })
        .collect();
    let (finding, estimate, _) = own.first()?;
    let low = own.iter().map(|(.., [low, _])| *low).fold(1.0, f64::min);
    let high = own.iter().map(|(.., [_, high])| *high).fold(0.0, f64::max);
    let (n, low, high) = (own.len().to_string(), shown(low), shown(high));
    let params = [
        ("count", n.as_str()),
        ("reader", finding.of.reader.as_deref().unwrap_or_default()),
        ("shown", &number(Quantity::Accuracy, estimate)),
        ("low", &low),
        ("high", &high),
    ];
    Some(says.say("sentence.theseReaders", &params))
}

/// Says what is found when nobody is left out, where somebody is.
fn with_all_readers(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let found = |quantity: Quantity| {
        let finding = says.analysis.findings.iter().find(|finding| {
            finding.of.part.as_ref().is_some_and(|(name, _)| *name == WITH_ALL.0)
                && finding.quantity == quantity
                && matches!(finding.method, Method::ObuchowskiRockette | Method::UStatistic)
        })?;
        let shown = finding
            .estimate
            .as_ref()
            .map_or_else(|why| reason(why).message, |estimate| number(quantity, estimate));
        Some((finding, shown))
    };
    let both = (found(Quantity::BalancedAccuracy), found(Quantity::Auc));
    let (Some((finding, accuracy)), Some((_, auc))) = both else { return };
    let n = finding.n.readers.to_string();
    let params = [("count", n.as_str()), ("accuracy", &accuracy), ("auc", &auc)];
    said.push((finding.rank, says.say("sentence.allReaders", &params)));
}

/// Says what balanced accuracy shows of the claim.
fn accuracy(says: &Says<'_>, finding: &Finding) -> String {
    let estimate = match &finding.estimate {
        Ok(estimate) => estimate,
        Err(why) => {
            return says.say("sentence.nothing", &[("why", &reason(why).message)]);
        }
    };
    let given = number(finding.quantity, estimate);
    let Some(Ok(interval)) = estimate.interval else {
        let why = why_no_interval(finding).unwrap_or_default();
        return says.say("sentence.onlyValue", &[("shown", &given), ("why", &why)]);
    };
    let away = CHANCE < interval.low || interval.high < CHANCE;
    let above = CHANCE < interval.low;
    let plan = &says.gathered.study.plan;
    // What was not planned was not fixed beforehand.
    let fixed = plan.primary.as_ref().and(margin_of(plan.claim));
    let within = estimate.equivalence.and_then(Result::ok);
    let (Some(_), Some(within)) = (fixed, within) else {
        let key = match (away, above) {
            (true, true) => "sentence.told",
            (true, false) => "sentence.inverted",
            _ => "sentence.notTold",
        };
        return says.say(key, &[("shown", &given)]);
    };
    let [low, high] = finding.quantity.within([within.interval.low, within.interval.high]);
    let ends = [within.centre - within.margin, within.centre + within.margin];
    let inner = with_interval_beside(estimate.value, Some((low, high)), &ends);
    let [low, high] = ends.map(two_digits);
    let params = [
        ("shown", given.as_str()),
        ("inner", inner.as_str()),
        ("low", low.as_str()),
        ("high", high.as_str()),
    ];
    let key = match (within.holds, away, above) {
        (true, false, _) => "sentence.equivalent",
        (true, true, true) => "sentence.equivalentTold",
        (true, true, false) => "sentence.equivalentInverted",
        (false, true, true) => "sentence.toldNotEquivalent",
        (false, true, false) => "sentence.invertedNotEquivalent",
        (false, false, _) => "sentence.open",
    };
    says.say(key, &params)
}

/// Writes the end of a margin.
fn two_digits(end: f64) -> String {
    let text = format!("{end:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Two alternatives.
fn pairs(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let all = says.analysis.findings.iter().filter(|finding| {
        finding.section == Section::Pairs && finding.method == Method::WilsonTwoWay
    });
    for finding in all {
        let Ok(estimate) = &finding.estimate else { continue };
        let Some(p) = p_of(estimate) else { continue };
        let key = match (p < ALPHA, CHANCE < estimate.value) {
            (true, true) => "sentence.pairsTold",
            (true, false) => "sentence.pairsInverted",
            (false, _) => "sentence.pairsNotTold",
        };
        let (question, given, p) =
            (asked(says, finding), number(finding.quantity, estimate), p_shown(p));
        let text = says.say(key, &[("question", &question), ("shown", &given), ("p", &p)]);
        said.push((finding.rank, text));
    }
}

/// Which generator is told more easily.
fn generators(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let all = says.analysis.findings.iter().filter(|finding| {
        finding.section == Section::Generators && finding.quantity == Quantity::AucDifference
    });
    for finding in all {
        let Ok(estimate) = &finding.estimate else { continue };
        let Some(p) = p_of(estimate).filter(|p| *p < ALPHA) else { continue };
        let (first, second) = (&finding.of.generator, &finding.of.other);
        let (Some(first), Some(second)) = (first, second) else { continue };
        let (easier, harder) = if estimate.value < 0.0 { (second, first) } else { (first, second) };
        let (given, p) = (number(finding.quantity, estimate), p_shown(p));
        let params = [
            ("easier", easier.as_str()),
            ("harder", harder),
            ("first", first),
            ("second", second),
            ("shown", &given),
            ("p", &p),
        ];
        said.push((finding.rank, says.say("sentence.generators", &params)));
    }
}

/// Which generator is preferred.
fn preferences(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let all = says.analysis.findings.iter().filter(|finding| {
        finding.section == Section::Preferences
            && matches!(finding.quantity, Quantity::Preferred | Quantity::LogWorth)
    });
    for finding in all {
        let Ok(estimate) = &finding.estimate else { continue };
        let Some(p) = p_of(estimate) else { continue };
        let (Some(first), Some(second)) = (&finding.of.generator, &finding.of.other) else {
            continue;
        };
        let middle = if finding.quantity == Quantity::Preferred { CHANCE } else { 0.0 };
        let (better, worse) =
            if estimate.value < middle { (second, first) } else { (first, second) };
        let key = if p < ALPHA { "sentence.preferred" } else { "sentence.noPreference" };
        let p = p_shown(p);
        let params = [("better", better.as_str()), ("worse", worse), ("p", &p)];
        said.push((finding.rank, says.say(key, &params)));
    }
}

/// Scales: higher, lower, or no difference shown.
fn scales(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    for finding in says.analysis.findings.iter().filter(|f| f.section == Section::Scales) {
        let Ok(estimate) = &finding.estimate else { continue };
        let ordinal = says.gathered.study.questions.iter().any(|asked| {
            finding.of.question.as_ref() == Some(&asked.item.id)
                && matches!(asked.item.answer, ItemKind::Likert { .. })
        });
        let (given, unit) = match finding.quantity {
            Quantity::LogOdds => {
                let Some(Ok(interval)) = estimate.interval else { continue };
                let ends = (interval.low.exp(), interval.high.exp());
                (with_interval_beside(estimate.value.exp(), Some(ends), &[1.0]), "oddsRatio")
            }
            Quantity::MeanDifference if !ordinal => (shown(estimate.value), "meanDifference"),
            _ => continue,
        };
        let Some(p) = p_of(estimate) else { continue };
        let key = match (p < ALPHA, estimate.value < 0.0) {
            (true, true) => "sentence.scaleLower",
            (true, false) => "sentence.scaleHigher",
            (false, _) => "sentence.scaleNot",
        };
        let (question, p) = (asked(says, finding), p_shown(p));
        let given = says.say(&format!("sentence.{unit}"), &[("shown", &given)]);
        let params = [("question", question.as_str()), ("shown", &given), ("p", &p)];
        said.push((finding.rank, says.say(key, &params)));
    }
}

/// Diagnoses: more or less often the reference's, or no difference shown.
fn diagnoses(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let all = says.analysis.findings.iter().filter(|finding| {
        finding.quantity == Quantity::DiagnosedDifference && finding.of.generator.is_none()
    });
    for finding in all {
        let Ok(estimate) = &finding.estimate else { continue };
        let Some(p) = p_of(estimate) else { continue };
        let key = match (p < ALPHA, estimate.value < 0.0) {
            (true, true) => "sentence.diagnosedLess",
            (true, false) => "sentence.diagnosedMore",
            (false, _) => "sentence.diagnosedNot",
        };
        let (question, given, p) =
            (asked(says, finding), number(finding.quantity, estimate), p_shown(p));
        let params = [("question", question.as_str()), ("shown", &given), ("p", &p)];
        said.push((finding.rank, says.say(key, &params)));
    }
}

/// How much readers agree in their calls.
fn agreement(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let calls = |finding: &&Finding| {
        finding.section == Section::Agreement
            && finding
                .of
                .part
                .as_ref()
                .is_some_and(|(name, which)| (*name, which.as_str()) == ("as", "calls"))
    };
    let found = |quantity: Quantity, question: &Option<String>| {
        says.analysis
            .findings
            .iter()
            .filter(calls)
            .find(|finding| finding.quantity == quantity && finding.of.question == *question)
    };
    for raw in says.analysis.findings.iter().filter(calls) {
        if raw.quantity != Quantity::RawAgreement {
            continue;
        }
        let gwet = found(Quantity::Gwet, &raw.of.question);
        let (Ok(share), Some(Ok(gwet))) = (&raw.estimate, gwet.map(|gwet| &gwet.estimate)) else {
            continue;
        };
        let percent = format!("{:.0}", 100.0 * share.value);
        let given = number(Quantity::Gwet, gwet);
        let params = [("percent", percent.as_str()), ("shown", given.as_str())];
        said.push((raw.rank, says.say("sentence.agreement", &params)));
    }
}

/// Whether a finding is of raters of things that are neither real nor synthetic, as far as is known.
fn is_without_truth(finding: &Finding) -> bool {
    let of_things = finding.section == Section::Agreement && finding.of.question.is_none();
    of_things || finding.section == Section::Panel
}

/// How well raters of a table agree, and what a panel says of each item.
fn raters(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let all = || says.analysis.findings.iter().filter(|finding| is_without_truth(finding));
    let found = |quantity: Quantity| {
        all().find(|finding| finding.quantity == quantity)?.estimate.as_ref().ok()
    };
    let has_order = all().any(|finding| finding.quantity == Quantity::Icc2);
    if let Some(icc) = found(Quantity::Icc2) {
        let given = number(Quantity::Icc2, icc);
        said.push((Rank::Exploratory, says.say("sentence.ratersVary", &[("shown", &given)])));
    }
    // Of points the one counts near ratings, and the other does not.
    let both = found(Quantity::RawAgreement).zip(found(Quantity::Gwet)).filter(|_| !has_order);
    if let Some((raw, gwet)) = both {
        let percent = format!("{:.0}", 100.0 * raw.value);
        let given = number(Quantity::Gwet, gwet);
        let params = [("percent", percent.as_str()), ("shown", given.as_str())];
        said.push((Rank::Exploratory, says.say("sentence.ratersAgree", &params)));
    }
    let index_of = |item: &Option<String>| {
        all().find(|other| other.quantity == Quantity::DisagreementIndex && other.of.code == *item)
    };
    for median in all().filter(|finding| finding.quantity == Quantity::PanelMedian) {
        let index = index_of(&median.of.code).and_then(|index| index.estimate.as_ref().ok());
        let (Ok(own), Some(index), Some(item), Some((name, verdict))) =
            (&median.estimate, index, &median.of.code, &median.of.part)
        else {
            continue;
        };
        let verdict = says.say(&format!("of.{name}.{verdict}"), &[]);
        let (own, index) = (shown(own.value), shown(index.value));
        let params =
            [("item", item.as_str()), ("verdict", &verdict), ("median", &own), ("index", &index)];
        said.push((median.rank, says.say("sentence.panel", &params)));
    }
}

/// Which metric agrees best with the experts, beside how well experts agree with each other.
fn concordance(says: &Says<'_>, said: &mut Vec<(Rank, String)>) {
    let own = || says.analysis.findings.iter().filter(|f| f.section == Section::Concordance);
    let value = |finding: &Finding| finding.estimate.as_ref().ok().map(|found| found.value);
    let places = own().filter(|finding| finding.quantity == Quantity::MetricPlace);
    let places: Vec<(f64, &Finding)> =
        places.filter_map(|finding| Some((value(finding)?, finding))).collect();
    let Some((_, best)) = places.iter().min_by(|(a, _), (b, _)| a.total_cmp(b)) else { return };
    let of_best = |quantity: Quantity| {
        own().find(|finding| {
            finding.quantity == quantity
                && finding.of.metric == best.of.metric
                && finding.of.generator.is_none()
                && finding.of.question == best.of.question
        })
    };
    let of_question = |finding: &&Finding| finding.of.question == best.of.question;
    let lower =
        own().filter(of_question).find(|finding| finding.quantity == Quantity::CeilingLower);
    let found = [of_best(Quantity::MetricRho), of_best(Quantity::MetricFirst), lower];
    let [Some(Ok(rho)), Some(Ok(first)), Some(Ok(lower))] =
        found.map(|finding| finding.map(|finding| finding.estimate.as_ref()))
    else {
        return;
    };
    // As on the page: a metric whose low values look synthetic is turned round.
    let read = says.analysis.read_cases.iter();
    let read = read.filter(|read| Some(&read.question) == best.of.question.as_ref());
    let metric = read.flat_map(|read| &read.metrics);
    let metric = metric.into_iter().find(|metric| Some(&metric.metric) == best.of.metric.as_ref());
    let rho = turned(*rho, metric.is_some_and(|metric| metric.turned));
    let (n, metric) = (places.len().to_string(), says.of(&best.of));
    let (given, ceiling) = (number(Quantity::MetricRho, &rho), shown(lower.value));
    let percent = format!("{:.0}", 100.0 * first.value);
    let params = [
        ("count", n.as_str()),
        ("metric", metric.as_str()),
        ("shown", given.as_str()),
        ("percent", percent.as_str()),
        ("ceiling", ceiling.as_str()),
    ];
    // The first of those that agree with nobody agrees with nobody.
    let agrees = verdict(&rho) == "agrees";
    let key = if agrees { "sentence.concordance" } else { "sentence.noConcordance" };
    said.push((best.rank, says.say(key, &params)));
}

fn asked(says: &Says<'_>, finding: &Finding) -> String {
    finding.of.question.as_deref().map(|id| says.question(id)).unwrap_or_default()
}
