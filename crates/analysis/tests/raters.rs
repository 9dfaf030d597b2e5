//! Tables of ratings without a truth, and what a later study can plan with.

#![allow(clippy::unwrap_used)] // The helpers of tests are tests, too.

use std::collections::BTreeMap;

use analysis::{
    Finding, Method, Quantity, RaterScale, RaterTable, Ratings, Reason, Section, pilot_of_ratings,
    raters,
};
use stats::{ReaderScore, power_of_two_conditions};

fn table(scale: RaterScale, cells: &[&[Option<f64>]]) -> RaterTable {
    RaterTable {
        raters: (0..cells[0].len()).map(|at| format!("R{at}")).collect(),
        items: (0..cells.len()).map(|at| format!("item {at}")).collect(),
        cells: cells.iter().map(|row| row.to_vec()).collect(),
        scale,
        points: None,
    }
}

fn value(found: &[Finding], quantity: Quantity, method: Method) -> f64 {
    let is = |f: &&Finding| (f.quantity, f.method) == (quantity, method);
    found.iter().find(is).unwrap().estimate.unwrap().value
}

fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 5e-4, "{found} is not {wanted}");
}

#[test]
fn the_intraclass_correlations_are_those_of_shrout_and_fleiss() {
    // Shrout and Fleiss 1979, tables 2 and 4: four judges, six targets.
    let rows: [[f64; 4]; 6] = [
        [9.0, 2.0, 5.0, 8.0],
        [6.0, 1.0, 3.0, 2.0],
        [8.0, 4.0, 6.0, 8.0],
        [7.0, 1.0, 2.0, 6.0],
        [10.0, 5.0, 6.0, 9.0],
        [6.0, 2.0, 4.0, 7.0],
    ];
    let rows: Vec<Vec<Option<f64>>> = rows.iter().map(|row| row.map(Some).to_vec()).collect();
    let rows: Vec<&[Option<f64>]> = rows.iter().map(Vec::as_slice).collect();
    let found = raters(&table(RaterScale::Numbers, &rows), 7);
    let published = [
        (Quantity::Icc1, Method::OneWayRandom, 0.17),
        (Quantity::Icc2, Method::TwoWayRandom, 0.29),
        (Quantity::Icc3, Method::TwoWayMixed, 0.71),
        (Quantity::Icc1k, Method::OneWayRandom, 0.44),
        (Quantity::Icc2k, Method::TwoWayRandom, 0.62),
        (Quantity::Icc3k, Method::TwoWayMixed, 0.91),
    ];
    for (quantity, method, wanted) in published {
        let found = value(&found, quantity, method);
        assert!((found - wanted).abs() < 0.0051, "{quantity:?}: {found} is not {wanted}");
    }
}

#[test]
fn two_raters_have_cohens_kappa_and_its_test() {
    // 20 and 15 alike, 5 and 10 not: kappa 0.4 by hand, as in many textbooks.
    let mut cells: Vec<[Option<f64>; 2]> = Vec::new();
    for (pair, n) in [([1.0, 1.0], 20), ([1.0, 2.0], 5), ([2.0, 1.0], 10), ([2.0, 2.0], 15)] {
        cells.extend(std::iter::repeat_n(pair.map(Some), n));
    }
    // A thing that one of them left out says nothing of both.
    cells.push([Some(1.0), None]);
    let cells: Vec<&[Option<f64>]> = cells.iter().map(<[_; 2]>::as_slice).collect();
    let found = raters(&table(RaterScale::Nominal, &cells), 7);
    near(value(&found, Quantity::Kappa, Method::Cohen), 0.4);
    near(value(&found, Quantity::RawAgreement, Method::Count), 0.7);
    let fleiss = found.iter().find(|f| f.method == Method::FleissNull).unwrap();
    assert!(fleiss.estimate.is_err(), "the test by Fleiss needs complete tables");
}

#[test]
fn weights_are_of_the_values_of_the_scale() {
    // A scale with a gap, by hand: (1, 2), (5, 5), (2, 1), (4, 5) differ by 3 in squares of 4 pairs, and by
    // chance by 92 in 16: 1 - (3 / 4) / (92 / 16) = 0.869565.
    let cells: [[Option<f64>; 2]; 4] =
        [[1.0, 2.0], [5.0, 5.0], [2.0, 1.0], [4.0, 5.0]].map(|pair| pair.map(Some));
    let cells: Vec<&[Option<f64>]> = cells.iter().map(<[_; 2]>::as_slice).collect();
    let found = raters(&table(RaterScale::Ordinal, &cells), 7);
    for method in [Method::CohenWeighted, Method::CaseBootstrapWeighted] {
        near(value(&found, Quantity::Kappa, method), 0.869_565);
    }
}

#[test]
fn a_panel_is_told_by_the_rand_ucla_method() {
    // By hand: 9 9 9 8 8 8 7 7 7 has the median 8, percentiles 7.4 and 8.6, IPRAS 2.35 + 1.5 · 3 = 6.85.
    let agree = [9.0, 9.0, 9.0, 8.0, 8.0, 8.0, 7.0, 7.0, 7.0].map(Some);
    // 1 1 1 1 5 9 9 9 9: percentiles 1 and 9, no asymmetry: a range of 8 against 2.35.
    let apart = [1.0, 1.0, 1.0, 1.0, 5.0, 9.0, 9.0, 9.0, 9.0].map(Some);
    let mut beyond = agree;
    beyond[0] = Some(10.0);
    let found = raters(&table(RaterScale::Panel, &[&agree, &apart, &beyond]), 7);
    let of = |item: &str, quantity: Quantity| {
        let is = |f: &&Finding| f.of.code.as_deref() == Some(item) && f.quantity == quantity;
        found.iter().find(is).unwrap().clone()
    };
    let verdict = |item: &str| of(item, Quantity::PanelMedian).of.part.map(|(_, verdict)| verdict);
    near(of("item 0", Quantity::PanelMedian).estimate.unwrap().value, 8.0);
    near(of("item 0", Quantity::PanelMostRange).estimate.unwrap().value, 6.85);
    near(of("item 0", Quantity::DisagreementIndex).estimate.unwrap().value, 1.2 / 6.85);
    assert_eq!(verdict("item 0").as_deref(), Some("appropriate"));
    near(of("item 1", Quantity::DisagreementIndex).estimate.unwrap().value, 8.0 / 2.35);
    assert_eq!(verdict("item 1").as_deref(), Some("uncertain"));
    let refused = of("item 2", Quantity::PanelMedian);
    assert!(matches!(refused.estimate, Err(Reason::Stats(stats::Error::NotOneToNine { .. }))));
    assert!(found.iter().any(|f| f.section == Section::Panel && f.estimate.is_ok()));
}

#[test]
fn nobody_and_one_rater_have_a_reason() {
    let one = raters(&table(RaterScale::Ordinal, &[&[Some(1.0)], &[Some(2.0)]]), 7);
    assert_eq!(one[0].estimate, Err(Reason::OneReader));
    let alike: &[Option<f64>] = &[Some(1.0), Some(1.0)];
    let same = raters(&table(RaterScale::Nominal, &[alike; 4]), 7);
    assert!(same.iter().any(|f| f.estimate.is_err()), "kappa of one category has no value");
    near(value(&same, Quantity::RawAgreement, Method::Count), 1.0);
    let nothing = raters(&table(RaterScale::Numbers, &[&[None, None], &[None, None]]), 7);
    assert!(nothing.iter().all(|f| f.estimate.is_err()));
}

/// Van Dyke's ratings: five readers, 114 patients, two ways to scan.
#[test]
fn a_pilot_of_two_conditions_plans_as_published() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/reader_stats/vandyke.imrmc");
    let text = std::fs::read_to_string(file).unwrap();
    let rows = text.lines().skip_while(|line| !line.starts_with("BEGIN DATA")).skip(1);
    let rows: Vec<Vec<&str>> = rows.map(|line| line.split(',').map(str::trim).collect()).collect();
    let is_truth = |row: &&Vec<&str>| row[0] == "truth" || row[0] == "-1";
    let truth: BTreeMap<&str, bool> =
        rows.iter().filter(is_truth).map(|row| (row[1], row[3] == "1")).collect();
    let place = |names: &mut Vec<String>, name: &str| {
        names.iter().position(|known| known == name).unwrap_or_else(|| {
            names.push(name.to_owned());
            names.len() - 1
        })
    };
    let mut ratings = Ratings { readers: vec![], conditions: vec![], scores: vec![] };
    for row in rows.iter().filter(|row| !is_truth(row)) {
        let (reader, condition) =
            (place(&mut ratings.readers, row[0]), place(&mut ratings.conditions, row[2]));
        let case = truth.keys().position(|name| *name == row[1]).unwrap();
        let (positive, score) = (truth[row[1]], row[3].parse().unwrap());
        ratings.scores.push(ReaderScore { reader, condition, case, positive, score });
    }
    let pilot = pilot_of_ratings(&ratings, [0, 1]).unwrap();
    assert_eq!((pilot.readers, pilot.components.cases), (5, 114));
    // Hillis, Obuchowski and Berbaum 2011, as RJafroc prints it: 10 readers, 165 cases.
    let effect = -0.043_800_322;
    assert!((pilot.mean - effect).abs() < 1e-8);
    let power = power_of_two_conditions(&pilot.components, effect, 10, 165, 0.05).unwrap();
    assert!((power.random_readers.power - 0.805_419_95).abs() < 1e-7);
    let one = pilot_of_ratings(&ratings, [1, 1]).unwrap();
    assert!((one.mean - 0.940_837).abs() < 1e-5, "{}", one.mean);
}
