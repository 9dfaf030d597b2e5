//! Many readers of many cases.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::given::{Given, count, each, list, number, number_or, text, why};
use super::{Compute, Load};
use crate::{
    Components, Covariances, Error, ImrmcRating, Inference, ObuchowskiRockette, OneCondition,
    OrComparison, OrDifference, Power, ReaderScore, ReaderScores, UStatistic, imrmc_text,
    obuchowski_rockette, power_of_two_conditions, u_statistic,
};

/// What this family computes.
pub(super) const COMPUTED: &[(&str, Compute)] = &[
    ("imrmc_export", export),
    ("mrmc_negative_variance", one_condition),
    ("mrmc_power_vandyke", power),
    ("mrmc_vandyke_or", crossed),
    ("mrmc_vandyke_ustat", any_design),
];

fn crossed(data: &Value, load: Load<'_>) -> Given<Value> {
    let study = Study::read(data, load)?;
    let ratings = study.ratings()?;
    let by = |covariances| why(obuchowski_rockette(&ratings, covariances, 0.95));
    let (jackknife, delong) = (by(Covariances::Jackknife)?, by(Covariances::DeLong)?);
    let dbm = jackknife.dbm().map(|dbm| {
        json!({
            "var_R": dbm.reader,
            "var_C": dbm.case,
            "var_TR": dbm.reader_by_condition,
            "var_TC": dbm.case_by_condition,
            "var_RC": dbm.reader_by_case,
            "var_TRC_plus_error": dbm.error,
        })
    });
    Ok(json!({
        "jackknife": analysis(&jackknife),
        "delong": analysis(&delong),
        "dbm_from_jackknife": dbm,
    }))
}

fn analysis(found: &ObuchowskiRockette) -> Value {
    let (squares, components) = (found.mean_squares, found.components);
    let mut shown = json!({
        "auc": found.auc,
        "auc_treatment": found.conditions.iter().map(|of| of.auc).collect::<Vec<_>>(),
        "ms": {
            "T": squares.condition, "R": squares.reader, "TR": squares.reader_by_condition,
        },
        "components": {
            "var_error": components.error,
            "cov1": components.same_reader,
            "cov2": components.same_condition,
            "cov3": components.neither,
            "var_TR": components.reader_by_condition,
            "var_R": components.reader,
        },
        "single": found.conditions.iter().map(single).collect::<Vec<_>>(),
    });
    if let (Some(shown), Some(comparison)) = (shown.as_object_mut(), &found.comparison) {
        compared(shown, comparison, &found.conditions);
    }
    shown
}

fn compared(shown: &mut Map<String, Value>, found: &OrComparison, conditions: &[OneCondition]) {
    let random = found.random.map_or(Value::Null, |test| {
        json!({
            "F": test.f, "df1": test.df1, "ddf_hillis": test.df2, "p": test.p,
            "ms_error": found.mean_square_error,
        })
    });
    let fixed_readers = found
        .fixed_readers
        .map_or(Value::Null, |test| json!({ "chi2": test.statistic, "df": test.df, "p": test.p }));
    let fixed_cases = found.fixed_cases.map_or(
        Value::Null,
        |test| json!({ "F": test.f, "df1": test.df1, "df2": test.df2, "p": test.p }),
    );
    let place = |condition| conditions.iter().position(|of| of.condition == condition);
    let difference = |of: &OrDifference| {
        let (random, fixed) = (of.tests.random.ok(), of.tests.fixed_readers.ok());
        json!({
            "pair": of.conditions.map(place),
            "diff": of.difference,
            "se": random.map(|test| test.se),
            "df": random.and_then(|test| test.df),
            "p": random.map(|test| test.p),
            "ci": interval(random),
            "FRRC_se": fixed.map(|test| test.se),
            "FRRC_p": fixed.map(|test| test.p),
            "FRRC_ci": interval(fixed),
        })
    };
    shown.insert("RRRC".to_owned(), random);
    shown.insert("FRRC".to_owned(), fixed_readers);
    shown.insert("RRFC".to_owned(), fixed_cases);
    shown.insert("differences".to_owned(), found.differences.iter().map(difference).collect());
}

fn single(of: &OneCondition) -> Value {
    let (random, fixed) = (of.tests.random.ok(), of.tests.fixed_readers.ok());
    json!({
        "auc": of.auc,
        "se": random.map(|test| test.se),
        "df": random.and_then(|test| test.df),
        "ci": interval(random),
        "cov2": of.same_condition,
        "var_error": of.error,
        "ms_r": of.mean_square_reader,
        "t_vs_half": random.map(|test| test.statistic),
        "p_vs_half": random.map(|test| test.p),
        "FRRC_se": fixed.map(|test| test.se),
        "FRRC_ci": interval(fixed),
    })
}

fn interval(of: Option<Inference>) -> Value {
    of.map_or(Value::Null, |test| json!([test.interval.low, test.interval.high]))
}

fn any_design(data: &Value, load: Load<'_>) -> Given<Value> {
    let study = Study::read(data, load)?;
    let ratings = study.ratings()?;
    let calls = why(ratings.called(number_or(data, "threshold", 3.0)?))?;
    let crossed = match obuchowski_rockette(&calls, Covariances::Jackknife, 0.95) {
        // What is not fully crossed has no such analysis.
        Err(Error::NotFactorial { .. }) => Value::Null,
        found => analysis(&why(found)?),
    };
    Ok(json!({
        "rating": first_two(&why(u_statistic(&ratings, 0.95))?),
        "binary_ge3": first_two(&why(u_statistic(&calls, 0.95))?),
        "binary_ge3_or_jackknife": crossed,
    }))
}

/// The first condition, and the second with the difference of both, if there is one.
fn first_two(found: &UStatistic) -> Value {
    let mut shown = Map::new();
    for (name, area) in ["a", "b"].iter().zip(&found.conditions) {
        let of = estimate(area.auc, area.variance, area.inference);
        shown.insert((*name).to_owned(), of);
        shown.insert(format!("moments_{name}"), json!(area.moments));
    }
    if let Some(both) = found.differences.first() {
        shown.insert("cov_ab".to_owned(), json!(both.covariance.ok()));
        let of = estimate(both.difference, both.variance, both.inference);
        shown.insert("a_minus_b".to_owned(), of);
    }
    Value::Object(shown)
}

fn estimate(estimate: f64, variance: crate::Result<f64>, test: crate::Result<Inference>) -> Value {
    let test = test.ok();
    json!({
        "estimate": estimate,
        "variance": variance.ok(),
        "se": test.map(|test| test.se),
        "df": test.and_then(|test| test.df),
        "ci": interval(test),
        "p": test.map(|test| test.p),
    })
}

fn one_condition(data: &Value, load: Load<'_>) -> Given<Value> {
    let found = why(u_statistic(&Study::read(data, load)?.ratings()?, 0.95))?;
    let area = found.conditions.first().ok_or("there is no condition")?;
    Ok(json!({ "ustat": estimate(area.auc, area.variance, area.inference) }))
}

fn export(data: &Value, load: Load<'_>) -> Given<Value> {
    let study = Study::read(data, load)?;
    let cases: Vec<(&str, bool)> =
        study.truth.iter().map(|(case, positive)| (case.as_str(), *positive)).collect();
    let ratings: Vec<ImrmcRating<'_>> = study.rows.iter().map(Row::written).collect();
    let written = why(imrmc_text(text(data, "description")?, &cases, &ratings))?;
    let mut shown = one_condition(data, load)?;
    shown["text"] = written.into();
    Ok(shown)
}

fn power(data: &Value, _: Load<'_>) -> Given<Value> {
    let component = |name: &str| number(&data["pilot_components"], name);
    let pilot = Components {
        error: component("var_error")?,
        same_reader: component("cov1")?,
        same_condition: component("cov2")?,
        neither: component("cov3")?,
        reader_by_condition: component("var_TR")?,
        cases: count(data, "Kstar")?,
    };
    let (effect, level) = (number(data, "effect")?, number_or(data, "alpha", 0.05)?);
    let of_design = |design: &Value| {
        let (readers, cases) = (count(design, "J")?, count(design, "K")?);
        let found = why(power_of_two_conditions(&pilot, effect, readers, cases, level))?;
        let Power { power, noncentrality, df, critical } = found.random_readers;
        let fixed = found.fixed_readers;
        Ok(json!({
            "RRRC": { "power": power, "ncp": noncentrality, "ddf": df, "f_crit": critical },
            "FRRC": { "power": fixed.power, "ncp": fixed.noncentrality },
        }))
    };
    each(list(data, "designs")?, of_design).map(Value::from)
}

/// A rating under the names of its reader, case and condition.
struct Row {
    names: [String; 3],
    score: f64,
}

impl Row {
    fn written(&self) -> ImrmcRating<'_> {
        let [reader, case, condition] = &self.names;
        ImrmcRating { reader, case, condition, score: self.score }
    }
}

/// A study as a case gives it: in a file of iMRMC's format, or in the case itself.
struct Study {
    truth: Vec<(String, bool)>,
    rows: Vec<Row>,
}

impl Study {
    fn read(data: &Value, load: Load<'_>) -> Given<Study> {
        if data["file"].is_null() {
            return Study::of_case(data);
        }
        let file = load(text(data, "file")?)?;
        Study::of_file(&String::from_utf8(file).map_err(|_| "the file is not text")?)
    }

    fn of_case(data: &Value) -> Given<Study> {
        let truth = data["truth"].as_object().ok_or("there is no `truth`")?;
        let truth = truth
            .iter()
            .map(|(case, truth)| Ok((case.clone(), positive(truth)?)))
            .collect::<Given<_>>()?;
        let row = |row: &Value| {
            let name = |at: usize| match &row[at] {
                Value::String(name) => Some(name.clone()),
                Value::Number(name) => Some(name.to_string()),
                _ => None,
            };
            Some(Row { names: [name(0)?, name(1)?, name(2)?], score: row[3].as_f64()? })
        };
        let rows = list(data, "ratings")?
            .iter()
            .map(row)
            .collect::<Option<_>>()
            .ok_or("a rating is not reader, case, condition and score")?;
        Ok(Study { truth, rows })
    }

    fn of_file(file: &str) -> Given<Study> {
        let mut lines = file.lines().map(str::trim);
        lines
            .find(|line| line.to_ascii_uppercase().starts_with("BEGIN DATA"))
            .ok_or("the file does not begin its data")?;
        let mut study = Study { truth: Vec::new(), rows: Vec::new() };
        for line in lines.filter(|line| !line.is_empty()) {
            let fields: Vec<&str> = line.split(',').map(str::trim).collect();
            let [reader, case, condition, score] = fields[..] else {
                return Err(format!("`{line}` is not reader, case, condition and score"));
            };
            let score = score.parse::<f64>().map_err(|_| format!("`{score}` is no number"))?;
            if condition.eq_ignore_ascii_case("truth") {
                study.truth.push((case.to_owned(), 0.5 < score));
            } else {
                let names = [reader, case, condition].map(str::to_owned);
                study.rows.push(Row { names, score });
            }
        }
        Ok(study)
    }

    fn ratings(&self) -> Given<ReaderScores> {
        let truth: BTreeMap<&str, bool> =
            self.truth.iter().map(|(case, positive)| (case.as_str(), *positive)).collect();
        let numbers: [BTreeMap<&str, usize>; 3] = [0, 1, 2].map(|at: usize| self.numbered(at));
        let rating = |row: &Row| {
            let number = |at: usize| numbers[at].get(row.names[at].as_str()).copied();
            let case = &row.names[1];
            let positive = truth.get(case.as_str()).copied();
            let positive = positive.ok_or_else(|| format!("case `{case}` has no truth"))?;
            let [reader, case, condition] = [0, 1, 2].map(|at| number(at).unwrap_or_default());
            Ok(ReaderScore { reader, condition, case, positive, score: row.score })
        };
        let ratings: Vec<ReaderScore> = self.rows.iter().map(rating).collect::<Given<_>>()?;
        why(ReaderScores::new(&ratings))
    }

    /// Numbers the names at a place: by the numbers they are, or by the alphabet.
    fn numbered(&self, at: usize) -> BTreeMap<&str, usize> {
        let mut names: Vec<&str> = self.rows.iter().map(|row| row.names[at].as_str()).collect();
        names.sort_by_key(|name| (name.parse::<i64>().unwrap_or(i64::MAX), *name));
        names.dedup();
        names.into_iter().enumerate().map(|(number, name)| (name, number)).collect()
    }
}

fn positive(truth: &Value) -> Given<bool> {
    match (truth.as_bool(), truth.as_u64()) {
        (Some(truth), _) => Ok(truth),
        (None, Some(0)) => Ok(false),
        (None, Some(1)) => Ok(true),
        _ => Err(format!("`{truth}` is no truth")),
    }
}
