//! Power and equivalence against values of other programs and of published tables.

use serde_json::Value;
use stats::{Components, Margin, Power, Sides};

fn case(text: &str) -> Value {
    serde_json::from_str(text).expect("the golden file is JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

fn count(value: &Value) -> u64 {
    value.as_u64().expect("a count")
}

fn pairs<'a>(data: &'a Value, expected: &'a Value) -> Vec<(&'a Value, &'a Value)> {
    let list = |value: &'a Value| value.as_array().expect("a list");
    let (data, expected) = (list(data), list(expected));
    assert!(!data.is_empty() && data.len() == expected.len());
    data.iter().zip(expected).collect()
}

fn close(what: &str, got: f64, expected: &Value) {
    let expected = number(expected);
    assert!((got - expected).abs() <= 1e-8, "{what}: {got}, not {expected}");
}

#[test]
fn power_of_the_binomial_test() {
    let case = case(include_str!("../../../tests/golden/stats/binomial_power.json"));
    let level = number(&case["data"]["alpha"]);
    for (given, expected) in pairs(&case["data"]["test"], &case["expected"]["test"]) {
        let two = given["kind"] == "two-sided";
        let sides = if two { Sides::Two } else { Sides::Greater };
        let (n, truth) = (count(&given["n"]), number(&given["p1"]));
        let found = stats::binomial_power(n, truth, 0.5, level, sides).unwrap();
        close("power", found.power, &expected["power"]);
        close("size", found.size, &expected["size"]);
        let high = if two { "critical_high" } else { "critical_x" };
        assert_eq!(found.high, expected[high].as_u64());
        assert_eq!(found.low, expected["critical_low"].as_u64());
    }
}

#[test]
fn power_of_the_equivalence_test() {
    let case = case(include_str!("../../../tests/golden/stats/binomial_power.json"));
    let level = number(&case["data"]["alpha"]);
    for (given, expected) in pairs(&case["data"]["tost"], &case["expected"]["tost"]) {
        let margin = Margin { centre: 0.5, margin: number(&given["margin"]), level };
        let (n, truth) = (count(&given["n"]), number(&given["p_true"]));
        let found = stats::equivalence_power(n, truth, margin).unwrap();
        close("power", found.power, &expected["power"]);
        let accepted = (count(&expected["accept_low"]), count(&expected["accept_high"]));
        assert_eq!(found.accepted, Some(accepted));
    }
}

#[test]
fn equivalence_of_a_share() {
    let case = case(include_str!("../../../tests/golden/stats/binomial_tost.json"));
    let (centre, level) = (number(&case["data"]["centre"]), number(&case["data"]["alpha"]));
    for (given, expected) in pairs(&case["data"]["cases"], &case["expected"]) {
        let margin = Margin { centre, margin: number(&given["margin"]), level };
        let found = stats::equivalence(count(&given["x"]), count(&given["n"]), margin).unwrap();
        close("lower", found.p_lower, &expected["p_lower"]);
        close("upper", found.p_upper, &expected["p_upper"]);
        close("p", found.p, &expected["p_tost"]);
        close("low", found.interval.low, &expected["ci90_low"]);
        close("high", found.interval.high, &expected["ci90_high"]);
        assert_eq!(Some(found.equivalent), expected["equivalent"].as_bool());
    }
}

#[test]
fn power_of_readers_and_cases() {
    let case = case(include_str!("../../../tests/golden/stats/mrmc_power_vandyke.json"));
    let data = &case["data"];
    let component = |name: &str| number(&data["pilot_components"][name]);
    let pilot = Components {
        error: component("var_error"),
        same_reader: component("cov1"),
        same_condition: component("cov2"),
        neither: component("cov3"),
        reader_by_condition: component("var_TR"),
        cases: count(&data["Kstar"]),
    };
    let (effect, level) = (number(&data["effect"]), number(&data["alpha"]));
    for (given, expected) in pairs(&data["designs"], &case["expected"]) {
        let (readers, cases) = (count(&given["J"]), count(&given["K"]));
        let found = stats::power_of_two_conditions(&pilot, effect, readers, cases, level).unwrap();
        let check = |power: Power, expected: &Value| {
            close("power", power.power, &expected["power"]);
            close("noncentrality", power.noncentrality, &expected["ncp"]);
        };
        check(found.random_readers, &expected["RRRC"]);
        close("df", found.random_readers.df, &expected["RRRC"]["ddf"]);
        close("critical", found.random_readers.critical, &expected["RRRC"]["f_crit"]);
        check(found.fixed_readers, &expected["FRRC"]);
    }
}
