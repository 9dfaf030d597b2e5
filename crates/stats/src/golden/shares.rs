//! Shares: intervals, tests against chance, equivalence and power.

use serde_json::{Map, Value, json};

use super::given::{Given, count, each, list, number, number_or, pair_or, text, why};
use super::{Compute, Load};
use crate::{
    Interval, Margin, Sides, agresti_coull, bayes_equivalence, binomial_power, binomial_test,
    clopper_pearson, cochran_q, equivalence, equivalence_power, jeffreys, mcnemar, wilson,
};

/// What this family computes.
pub(super) const COMPUTED: &[(&str, Compute)] = &[
    ("bayes_equivalence", bayesian),
    ("binomial_power", power),
    ("binomial_tost", one_sided_tests),
    ("paired_binary", paired),
    ("proportion_ci", proportions),
];

fn proportions(data: &Value, _: Load<'_>) -> Given<Value> {
    let level = number_or(data, "conf", 0.95)?;
    let chance = number_or(data, "chance", 0.5)?;
    let mut found = Map::new();
    for case in list(data, "cases")? {
        let named = case.as_str().ok_or("a case is not written as x/n")?;
        let (x, n) = named
            .split_once('/')
            .and_then(|(x, n)| Some((x.trim().parse().ok()?, n.trim().parse().ok()?)))
            .ok_or_else(|| format!("`{named}` is not written as x/n"))?;
        let ends = |of: fn(u64, u64, f64) -> crate::Result<Interval>| {
            why(of(x, n, level)).map(|interval| json!([interval.low, interval.high]))
        };
        let of_case = json!({
            "wilson": ends(wilson)?,
            "clopper_pearson": ends(clopper_pearson)?,
            "agresti_coull": ends(agresti_coull)?,
            "jeffreys": ends(jeffreys)?,
            "p_two_sided_vs_half": why(binomial_test(x, n, chance))?,
        });
        found.insert(named.to_owned(), of_case);
    }
    Ok(Value::Object(found))
}

fn one_sided_tests(data: &Value, _: Load<'_>) -> Given<Value> {
    let centre = number_or(data, "centre", 0.5)?;
    let level = number_or(data, "alpha", 0.05)?;
    let of_case = |case: &Value| {
        let margin = Margin { centre, margin: number(case, "margin")?, level };
        let found = why(equivalence(count(case, "x")?, count(case, "n")?, margin))?;
        Ok(json!({
            "p_lower": found.p_lower,
            "p_upper": found.p_upper,
            "p_tost": found.p,
            "ci90_low": found.interval.low,
            "ci90_high": found.interval.high,
            "equivalent": found.equivalent,
        }))
    };
    each(list(data, "cases")?, of_case).map(Value::from)
}

fn power(data: &Value, _: Load<'_>) -> Given<Value> {
    let level = number_or(data, "alpha", 0.05)?;
    let of_test = |case: &Value| {
        let two = match text(case, "kind")? {
            "two-sided" => true,
            "greater" => false,
            other => return Err(format!("`{other}` is no kind of test")),
        };
        let sides = if two { Sides::Two } else { Sides::Greater };
        let chance = number_or(case, "p0", 0.5)?;
        let n = count(case, "n")?;
        let found = why(binomial_power(n, number(case, "p1")?, chance, level, sides))?;
        // A side on which no count rejects is written as the count beyond it.
        let low = found.low.map_or(json!(-1), Value::from);
        Ok(if two {
            json!({
                "critical_low": low, "critical_high": found.high.unwrap_or(n + 1),
                "power": found.power, "size": found.size,
            })
        } else {
            json!({ "critical_x": found.high, "power": found.power, "size": found.size })
        })
    };
    let of_equivalence = |case: &Value| {
        let centre = number_or(case, "centre", 0.5)?;
        let margin = Margin { centre, margin: number(case, "margin")?, level };
        let truth = number_or(case, "p_true", centre)?;
        let found = why(equivalence_power(count(case, "n")?, truth, margin))?;
        Ok(json!({
            "power": found.power,
            "accept_low": found.accepted.map(|(least, _)| least),
            "accept_high": found.accepted.map(|(_, most)| most),
        }))
    };
    let mut found = Map::new();
    if !data["test"].is_null() {
        found.insert("test".to_owned(), each(list(data, "test")?, of_test)?.into());
    }
    if !data["tost"].is_null() {
        found.insert("tost".to_owned(), each(list(data, "tost")?, of_equivalence)?.into());
    }
    Ok(Value::Object(found))
}

fn bayesian(data: &Value, _: Load<'_>) -> Given<Value> {
    let prior = pair_or(data, "prior", crate::JEFFREYS_PRIOR)?;
    let region = pair_or(data, "rope", [0.4, 0.6])?;
    let of_case = |case: &Value| {
        let found =
            why(bayes_equivalence(count(case, "x")?, count(case, "n")?, prior, region, 0.95))?;
        Ok(json!({
            "p_in_rope": found.within,
            "p_above": found.above,
            "p_below": found.below,
            "mean": found.mean,
            "cri95_low": found.interval.low,
            "cri95_high": found.interval.high,
        }))
    };
    each(list(data, "cases")?, of_case).map(Value::from)
}

fn paired(data: &Value, _: Load<'_>) -> Given<Value> {
    let mut found = Map::new();
    if !data["table"].is_null() {
        let cell = |row: usize, column: usize| {
            data["table"][row][column]
                .as_u64()
                .ok_or("`table` is not two rows of two counts".to_owned())
        };
        let test = why(mcnemar([[cell(0, 0)?, cell(0, 1)?], [cell(1, 0)?, cell(1, 1)?]]))?;
        found.insert("mcnemar_exact_p".to_owned(), test.exact_p.into());
        for (name, test) in
            [("mcnemar_chi2", test.chi_squared), ("mcnemar_chi2_cc", test.corrected)]
        {
            found.insert(name.to_owned(), test.map(|test| test.statistic).into());
            found.insert(format!("{name}_p"), test.map(|test| test.p).into());
        }
    }
    if !data["cochran"].is_null() {
        let answers: Vec<Vec<bool>> = list(data, "cochran")?
            .iter()
            .map(|case| case.as_array()?.iter().map(yes).collect())
            .collect::<Option<_>>()
            .ok_or("`cochran` is not rows of 0 and 1")?;
        let test = why(cochran_q(&answers))?;
        found.insert("cochran_q".to_owned(), test.statistic.into());
        found.insert("cochran_p".to_owned(), test.p.into());
    }
    Ok(Value::Object(found))
}

fn yes(answer: &Value) -> Option<bool> {
    match (answer.as_bool(), answer.as_u64()) {
        (Some(yes), _) => Some(yes),
        (None, Some(0)) => Some(false),
        (None, Some(1)) => Some(true),
        _ => None,
    }
}
