//! pyMDMA's metrics of tables: their names, parameters and values, in our words.

use serde_json::Value;

use super::adapt::Given;
use super::expect::{DOUBLE, List, Ours, Tolerance};

/// pyMDMA's class names and our ids.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("CoherenceScore", "coherence_score"),
    ("CorrelationScore", "correlation_score"),
    ("DimCurseScore", "dim_curse_score"),
    ("KAnonymityScore", "k_anonymity_score"),
    ("MissingScore", "missing_score"),
    ("OutlierScore", "outlier_score"),
    ("StatisticalDivergenceScore", "statistical_divergence_score"),
    ("StatisticalSimScore", "statistical_similarity_score"),
    ("UniformityScore", "uniformity_score"),
    ("UniquenessScore", "uniqueness_score"),
    ("VIFactorScore", "vif_score"),
];

/// Returns what a constructor parameter is here, where that is not told by its name.
pub(super) fn given(id: &str, key: &str, value: &Value) -> Option<Given> {
    let choice = |name, words: &[&str]| {
        let place = words.iter().position(|word| value == word);
        place.map(|at| vec![(name, at as f64)]).ok_or_else(|| format!("the choice {value}"))
    };
    match (id, key) {
        // Both divergences, of which the first is the value of a column.
        ("statistical_divergence_score", "score") if value == "all" => {
            Some(Ok(vec![("divergence", 1.0)]))
        }
        ("statistical_divergence_score", "score") => Some(choice("divergence", &["kl", "js"])),
        ("coherence_score", "corr_type") => {
            Some(choice("correlation", &["pearson", "spearman", "kendall"]))
        }
        // They are normalised in each column, after which nothing is left of them.
        ("coherence_score", "weights") => Some(Ok(Vec::new())),
        _ => None,
    }
}

/// Lists what a case expects of `id`; returns whether it is one of these metrics.
pub(super) fn expect(list: &mut List<'_>, id: &str) -> bool {
    match id {
        "uniqueness_score" => {
            list.one("/reference/extra_copies_percent", Ours::Value, DOUBLE);
        }
        "correlation_score" => {
            list.columns("/reference/value", DOUBLE);
            list.columns("/output/dataset", Tolerance::rounded(1));
        }
        "missing_score" => {
            // The rows it averages are rounded, too.
            list.one("/output/dataset_stats/sample", Ours::Value, Tolerance::rounded(3));
            list.columns("/output/dataset", Tolerance::rounded(3));
        }
        "coherence_score" => {
            list.one("/reference/value", Ours::Value, DOUBLE);
            list.one("/output/dataset", Ours::Value, Tolerance::rounded(3));
        }
        "dim_curse_score" => list.one("/reference/value", Ours::Value, DOUBLE),
        "k_anonymity_score" => {
            list.one("/reference/k", Ours::Value, DOUBLE);
            list.one("/reference/n_classes", Ours::Detail("n_groups"), DOUBLE);
            list.one("/reference/unique_records", Ours::Detail("n_alone"), DOUBLE);
        }
        "outlier_score" => {
            list.one("/output/dataset_stats/mean", Ours::Value, DOUBLE);
            list.columns("/output/dataset", DOUBLE);
        }
        "statistical_divergence_score" => divergences(list),
        "statistical_similarity_score" => similarities(list),
        "uniformity_score" => levels(list),
        "vif_score" => {
            list.one("/reference/share_above_5", Ours::Value, DOUBLE);
            list.columns("/reference/vif", DOUBLE);
        }
        _ => return false,
    }
    true
}

/// The names of the columns that a member of a case has.
fn columns(list: &List<'_>, at: &str) -> Vec<String> {
    let object = list.case.pointer(at).and_then(Value::as_object);
    object.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// Each column's value is the first of a list; with both divergences, the second is in the details.
fn divergences(list: &mut List<'_>) {
    for divergence in ["kl", "js"] {
        let mean = format!("/output/dataset_stats/{divergence}_mean");
        list.one(&mean, Ours::Value, DOUBLE);
    }
    list.one("/output/dataset_stats/all_mean", Ours::Detail("js"), DOUBLE);
    let (mut seconds, names) = (Vec::new(), columns(list, "/output/dataset"));
    for (at, name) in names.iter().enumerate() {
        let values = format!("/output/dataset/{name}");
        // Without names of columns pyMDMA counts them.
        let ours = name.strip_prefix("att_").map_or_else(|| name.clone(), |at| format!("x{at}"));
        list.one(&format!("{values}/0"), Ours::Column(ours), DOUBLE);
        let second = list.case.pointer(&format!("{values}/1")).and_then(Value::as_f64);
        seconds.extend(second);
        debug_assert!(seconds.is_empty() || seconds.len() == at + 1, "all columns have a second");
    }
    if !seconds.is_empty() {
        let mean = crate::instances::mean(&seconds);
        list.derived("mean of output.dataset.*.1", mean, Ours::Detail("kl"), DOUBLE);
    }
}

fn similarities(list: &mut List<'_>) {
    for name in columns(list, "/reference/columns") {
        for kind in ["ks_complement", "tv_complement"] {
            let at = format!("/reference/columns/{name}/{kind}");
            list.one(&at, Ours::Column(name.clone()), DOUBLE);
        }
    }
}

/// What the exact distances and entropies say, in place of the random ones.
fn levels(list: &mut List<'_>) {
    let mut numbers = [Vec::new(), Vec::new()];
    let names = columns(list, "/reference/columns");
    for name in &names {
        let of = |key: &str| {
            list.case.pointer(&format!("/reference/columns/{name}/{key}")).and_then(Value::as_f64)
        };
        let closeness = of("one_minus_ks_exact").or_else(|| of("one_minus_chi2"));
        let (Some(closeness), Some(entropy)) = (closeness, of("normalised_entropy")) else {
            continue;
        };
        let n_options = list.case.pointer(&format!("/init/col_map/{name}/n_options"));
        let k = n_options.and_then(Value::as_f64).unwrap_or_default();
        // pyMDMA may be told of categories that never occur, which a table does not
        // know of. All do where the entropy is more than one less could have.
        if of("one_minus_chi2").is_some() && entropy * k.ln() <= (k - 1.0).ln() {
            continue;
        }
        let uneven = |share: f64, threshold| f64::from(u8::from(share <= threshold));
        let level = 50.0 * (uneven(closeness, 0.8) + uneven(entropy, 0.95));
        let at = format!("level of reference.columns.{name}");
        list.derived(&at, level, Ours::Column(name.clone()), DOUBLE);
        numbers[0].push(closeness);
        numbers[1].push(entropy);
    }
    if numbers[0].len() == names.len() {
        for (id, values) in ["closeness", "entropy"].into_iter().zip(numbers) {
            let at = format!("mean {id} of reference.columns");
            list.derived(&at, crate::instances::mean(&values), Ours::Detail(id), DOUBLE);
        }
    }
}
