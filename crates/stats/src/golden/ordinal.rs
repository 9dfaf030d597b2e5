//! Known answers of ordinal models and of rank tests.

use serde_json::{Map, Value, json};

use super::given::{numbers, why};
use super::{Compute, Load};
use crate::{
    OrdinalAnswers, OrdinalCoefficient, OrdinalFit, RandomEffects, cliffs_delta, ordinal_model,
    rank_sum_test, signed_rank_test,
};

pub(super) const COMPUTED: &[(&str, Compute)] =
    &[("clmm_wine", models), ("ordinal_two_sample", two_samples)];

/// The model without groups, and with those that the formula names.
fn models(data: &Value, load: Load<'_>) -> Result<Value, String> {
    let text = |key: &str| data[key].as_str().ok_or_else(|| format!("`{key}` is no text"));
    if text("link")? != "logit" {
        return Err(format!("the link is {}, and only logit is known", text("link")?));
    }
    let file = String::from_utf8(load(text("file")?)?).map_err(|_| "the file is no text")?;
    let columns = Columns::new(&file)?;
    let formula = Formula::new(text("formula")?)?;
    if data["response"].as_str().is_some_and(|response| response != formula.response) {
        return Err("`response` and `formula` name different columns".to_owned());
    }

    let (levels, categories) = levels(columns.of(&formula.response)?);
    let (mut names, mut effects) = (Vec::new(), Vec::new());
    for effect in &formula.effects {
        let values = columns.of(effect)?;
        if let Ok(numbers) = values.iter().map(|value| value.parse()).collect::<Result<_, _>>() {
            names.push(effect.clone());
            effects.push(numbers);
            continue;
        }
        let (levels, of) = self::levels(values);
        for (level, name) in levels.iter().enumerate().skip(1) {
            names.push(format!("{effect}{name}"));
            effects.push(of.iter().map(|of| f64::from(u8::from(*of == level))).collect());
        }
    }
    let answers = OrdinalAnswers { categories: &categories, effects: &effects };
    let groups: Vec<Vec<usize>> = formula
        .groups
        .iter()
        .map(|group| Ok(self::levels(columns.of(group)?).1))
        .collect::<Result<_, String>>()?;

    let fitted = |random| why(ordinal_model(&answers, random));
    let told = |fit: &OrdinalFit| written(fit, &levels, &names, &formula.groups);
    let mut all = Map::new();
    all.insert("clm".to_owned(), told(&fitted(RandomEffects::None)?));
    match groups.as_slice() {
        [] => {}
        [groups] => {
            all.insert("clmm_laplace".to_owned(), told(&fitted(RandomEffects::Laplace(groups))?));
            let quadrature = RandomEffects::Quadrature { groups, n_nodes: 10 };
            all.insert("clmm_agq10".to_owned(), told(&fitted(quadrature)?));
        }
        [readers, cases] => {
            let crossed = RandomEffects::Crossed { readers, cases };
            all.insert("clmm_laplace".to_owned(), told(&fitted(crossed)?));
        }
        more => return Err(format!("{} groupings are more than two", more.len())),
    }
    Ok(Value::Object(all))
}

fn written(fit: &OrdinalFit, levels: &[String], names: &[String], groups: &[String]) -> Value {
    let thresholds = levels.windows(2).map(|pair| format!("{}|{}", pair[0], pair[1]));
    let keys: Vec<String> = thresholds.chain(names.iter().cloned()).collect();
    let of = |value: fn(&OrdinalCoefficient) -> f64| -> Map<String, Value> {
        let values = fit.thresholds.iter().chain(&fit.effects).map(value);
        keys.iter().cloned().zip(values.map(Value::from)).collect()
    };
    let mut all = Map::new();
    all.insert("coef".to_owned(), Value::Object(of(|coefficient| coefficient.estimate)));
    all.insert("se".to_owned(), Value::Object(of(|coefficient| coefficient.se)));
    all.insert("loglik".to_owned(), json!(fit.log_likelihood));
    for (group, random) in groups.iter().zip(&fit.random) {
        all.insert(format!("var_{group}"), json!(random.variance));
    }
    Value::Object(all)
}

/// Returns the different values, in the order of numbers where all are, and the place of each.
fn levels(values: &[String]) -> (Vec<String>, Vec<usize>) {
    let mut levels = values.to_vec();
    let numbers = values.iter().all(|value| value.parse::<f64>().is_ok());
    let number = |value: &str| value.parse::<f64>().unwrap_or(f64::NAN);
    if numbers {
        levels.sort_by(|a, b| number(a).total_cmp(&number(b)).then(a.cmp(b)));
    } else {
        levels.sort();
    }
    levels.dedup();
    let place = |value: &String| levels.iter().position(|level| level == value).unwrap_or(0);
    let places = values.iter().map(place).collect();
    (levels, places)
}

/// `response ~ effect + effect (+ 1|group)`.
struct Formula {
    response: String,
    effects: Vec<String>,
    groups: Vec<String>,
}

impl Formula {
    fn new(text: &str) -> Result<Self, String> {
        let (response, terms) = text.split_once('~').ok_or("`formula` has no `~`")?;
        let (mut effects, mut groups) = (Vec::new(), Vec::new());
        let plain = terms.replace(['(', ')'], " ");
        for term in plain.split('+').map(str::trim).filter(|term| !term.is_empty()) {
            match term.split_once('|') {
                Some((one, group)) if one.trim() == "1" => groups.push(group.trim().to_owned()),
                None if term.chars().all(|c| c.is_alphanumeric() || "._ ".contains(c)) => {
                    effects.extend((term != "1").then(|| term.to_owned()));
                }
                _ => return Err(format!("`formula` has a term that is not known: {term}")),
            }
        }
        Ok(Self { response: response.trim().to_owned(), effects, groups })
    }
}

/// A table of texts with a line of names.
struct Columns(Vec<(String, Vec<String>)>);

impl Columns {
    fn new(file: &str) -> Result<Self, String> {
        let mut lines = file.lines().filter(|line| !line.trim().is_empty());
        let head = fields(lines.next().ok_or("the file is empty")?);
        let mut columns: Vec<(String, Vec<String>)> =
            head.into_iter().map(|name| (name, Vec::new())).collect();
        for (at, line) in lines.enumerate() {
            let fields = fields(line);
            if fields.len() != columns.len() {
                return Err(format!("line {} has {} fields", at + 2, fields.len()));
            }
            for ((_, column), field) in columns.iter_mut().zip(fields) {
                column.push(field);
            }
        }
        Ok(Self(columns))
    }

    fn of(&self, name: &str) -> Result<&[String], String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map(|(_, column)| column.as_slice()).ok_or_else(|| format!("no column `{name}`"))
    }
}

/// Returns the fields of a line; commas between quotes are part of a field.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut quoted) = (vec![String::new()], false);
    for c in line.trim_end_matches('\r').chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            c => fields.last_mut().into_iter().for_each(|field| field.push(c)),
        }
    }
    fields
}

fn two_samples(data: &Value, _: Load<'_>) -> Result<Value, String> {
    let both = |key: &str| -> Result<(Vec<f64>, Vec<f64>), String> {
        let of = |side| numbers(&data[key], side).map_err(|why| format!("{key}: {why}"));
        Ok((of("x")?, of("y")?))
    };
    let (x, y) = both("paired")?;
    let paired = why(signed_rank_test(&x, &y))?;
    let (x, y) = both("unpaired")?;
    let unpaired = why(rank_sum_test(&x, &y))?;
    let (x, y) = both("cliff")?;
    let dominance = why(cliffs_delta(&x, &y, 0.95))?;
    Ok(json!({
        "signed_rank": {
            "V": paired.statistic,
            "p_greater": paired.p_greater,
            "p_two_sided": paired.p_two_sided,
        },
        "rank_sum": {
            "W": unpaired.statistic,
            "p_greater": unpaired.p_greater,
            "p_two_sided": unpaired.p_two_sided,
        },
        "cliff": {
            "delta": dominance.delta,
            "vargha_delaney_A": dominance.a,
            "variance": dominance.variance.ok(),
            "ci": dominance.interval.ok().map(|interval| [interval.low, interval.high]),
        },
    }))
}
