//! What the registry says, whatever the data are.

use metrics::{Compute, Error, Parameters, Preset, registry};
use samples::Modality;

#[test]
fn the_registry_is_in_order_and_says_what_is_true() {
    assert!(registry::ALL.is_sorted_by_key(|metric| metric.id), "additions must not collide");
    for metric in registry::ALL {
        let id = metric.id;
        assert_eq!(registry::find(id).map(|found| found.id), Some(id));
        for heading in ["**What it says.**", "**Use it**", "**It misleads**", "**Read it with**"] {
            assert!(metric.page.contains(heading), "{id}: the page has no {heading}");
        }
        assert!(
            metric.page.starts_with(&format!("# {}\n", metric.title)),
            "{id}: the page's title"
        );
        assert!(metric.parameters.is_sorted_by_key(|parameter| parameter.name), "{id}");
        for parameter in metric.parameters {
            if let Preset::Number(preset) = parameter.default {
                let within = parameter.least <= preset && preset <= parameter.most;
                assert!(within, "{id}: the preset of {} is out of bounds", parameter.name);
            }
        }
        let of_sets = matches!(
            metric.compute,
            Compute::Sets(_) | Compute::Neighbours(_) | Compute::VectorPair(_)
        );
        assert_eq!(metric.modalities.contains(&Modality::Vectors), of_sets, "{id}");
        let of_signals = matches!(
            metric.compute,
            Compute::Signal(_)
                | Compute::SignalPair(_)
                | Compute::SignalSets(_)
                | Compute::AllSignals(_)
        );
        let signals_too = metric.modalities.contains(&Modality::Signal);
        assert_eq!(signals_too, of_sets || of_signals, "{id}");
    }
}

#[test]
fn a_parameter_that_does_not_exist_or_fit_is_refused() {
    let density = registry::find("density").unwrap();
    let given = |name: &str, value: f64| [(name.to_owned(), value)].into();
    for (name, value) in [("k", 0.0), ("k", 2.5), ("k", f64::NAN), ("sigma", 1.0)] {
        assert!(Parameters::for_metric(density, &given(name, value)).is_err(), "{name} {value}");
    }
    for id in ["ssim", "tenengrad"] {
        let metric = registry::find(id).unwrap();
        let even = Parameters::for_metric(metric, &given("kernel_size", 4.0));
        assert!(matches!(even, Err(Error::Parameter { name: "kernel_size", .. })), "{id}");
        assert!(Parameters::for_metric(metric, &given("kernel_size", 5.0)).is_ok(), "{id}");
    }
    let five = Parameters::for_metric(density, &given("k", 5.0)).unwrap();
    assert_eq!(five, Parameters::preset(density), "5 is the preset");
}
