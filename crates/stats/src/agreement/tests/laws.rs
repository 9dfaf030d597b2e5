//! What does not change agreement.

use super::*;

fn values(rows: &[[usize; 5]], of: impl Fn(usize) -> f64) -> RatingTable {
    let row = |row: &[usize; 5]| row.iter().map(|&k| (0 < k).then(|| of(k))).collect();
    RatingTable::of_values(&rows.iter().map(row).collect::<Vec<_>>()).unwrap()
}

fn all() -> Vec<Coefficient> {
    let mut all = Vec::new();
    for weights in [Weights::Identity, Weights::Linear, Weights::Quadratic, Weights::Ordinal] {
        all.extend([
            Coefficient::BrennanPrediger(weights.clone()),
            Coefficient::Conger(weights.clone()),
            Coefficient::Fleiss(weights.clone()),
            Coefficient::Gwet(weights.clone()),
            Coefficient::Krippendorff(AlphaMetric::Weighted(weights)),
        ]);
    }
    all.push(Coefficient::Krippendorff(AlphaMetric::Ordinal));
    all
}

fn same(a: &RatingTable, b: &RatingTable, coefficient: &Coefficient) {
    let [a, b] = [a, b].map(|ratings| agreement(ratings, coefficient, 0.95).unwrap());
    let what = format!("{coefficient:?}");
    close(&what, a.estimate, b.estimate, 1e-12);
    if let (Some(a), Some(b)) = (a.se, b.se) {
        close(&what, a, b, 1e-12);
    }
}

#[test]
fn the_order_of_raters_and_cases_and_the_unit_do_not_matter() {
    let ratings = values(&FIFTEEN, |k| k as f64);
    let mut cases = FIFTEEN;
    cases.reverse();
    let turned = values(&cases.map(|[a, b, c, d, e]| [e, c, a, b, d]), |k| k as f64);
    let scaled = values(&FIFTEEN, |k| 3.0 * k as f64 - 100.0);
    for coefficient in all() {
        same(&ratings, &turned, &coefficient);
        same(&ratings, &scaled, &coefficient);
    }
    let stretched = values(&FIFTEEN, |k| 0.01 * k as f64);
    same(&ratings, &stretched, &Coefficient::Krippendorff(AlphaMetric::Ratio));
    let ranked = values(&FIFTEEN, |k| (k as f64).exp());
    same(&ratings, &ranked, &Coefficient::Krippendorff(AlphaMetric::Ordinal));
}

#[test]
fn an_unused_category_counts_for_the_scale_only() {
    let (used, with_unused) = (ratings(4, &FIFTEEN), ratings(6, &FIFTEEN));
    for coefficient in [
        Coefficient::Conger(Weights::Identity),
        Coefficient::Fleiss(Weights::Identity),
        Coefficient::Krippendorff(AlphaMetric::Nominal),
        Coefficient::Krippendorff(AlphaMetric::Ordinal),
        Coefficient::Krippendorff(AlphaMetric::Interval),
        Coefficient::Krippendorff(AlphaMetric::Ratio),
    ] {
        same(&used, &with_unused, &coefficient);
    }
    for coefficient in
        [Coefficient::Gwet(Weights::Identity), Coefficient::BrennanPrediger(Weights::Identity)]
    {
        let of = |ratings: &RatingTable| agreement(ratings, &coefficient, 0.95).unwrap();
        assert!(of(&used).expected > of(&with_unused).expected, "{coefficient:?}");
    }
}
