//! Parameters that several metrics share.

use crate::{Distance, Parameter, Preset};

/// The width of the value range, for images whose stated range is not the one meant.
pub(crate) const DATA_RANGE: Parameter = Parameter {
    name: "data_range",
    default: Preset::Auto,
    least: 1e-12,
    most: 1e12,
    whole: false,
    odd: false,
    choices: &[],
    meaning: "Width of the value range, from its lower end; without it the range that the image states.",
};

/// Which distance neighbours are found by.
pub(crate) const DISTANCE: Parameter = Parameter {
    name: "distance",
    default: Preset::Number(0.0),
    least: 0.0,
    most: 3.0,
    whole: true,
    odd: false,
    choices: Distance::CHOICES,
    meaning: "How the distance between two vectors is measured.",
};

/// The order of the balls, with the number its paper uses.
pub(crate) const fn k(preset: f64) -> Parameter {
    Parameter {
        name: "k",
        default: Preset::Number(preset),
        least: 1.0,
        most: 1000.0,
        whole: true,
        odd: false,
        choices: &[],
        meaning: "A sample's ball reaches to its k-th nearest other sample of the same set.",
    }
}

/// A choice between no and yes, with no as the preset.
pub(crate) const fn flag(name: &'static str, meaning: &'static str) -> Parameter {
    Parameter {
        name,
        default: Preset::Number(0.0),
        least: 0.0,
        most: 1.0,
        whole: true,
        odd: false,
        choices: &["no", "yes"],
        meaning,
    }
}

/// A choice between some words, with the first as the preset.
pub(crate) const fn choice(
    name: &'static str,
    choices: &'static [&'static str],
    meaning: &'static str,
) -> Parameter {
    Parameter {
        name,
        default: Preset::Number(0.0),
        least: 0.0,
        most: (choices.len() - 1) as f64,
        whole: true,
        odd: false,
        choices,
        meaning,
    }
}

/// A number that has a preset.
pub(crate) const fn number(
    name: &'static str,
    preset: f64,
    [least, most]: [f64; 2],
    meaning: &'static str,
) -> Parameter {
    Parameter {
        name,
        default: Preset::Number(preset),
        least,
        most,
        whole: false,
        odd: false,
        choices: &[],
        meaning,
    }
}

/// A whole number that has a preset.
pub(crate) const fn whole(
    name: &'static str,
    preset: f64,
    bounds: [f64; 2],
    meaning: &'static str,
) -> Parameter {
    Parameter { whole: true, ..number(name, preset, bounds, meaning) }
}

/// A number that is taken from the sample itself when nothing is chosen.
pub(crate) const fn auto(name: &'static str, bounds: [f64; 2], meaning: &'static str) -> Parameter {
    Parameter { default: Preset::Auto, ..number(name, 0.0, bounds, meaning) }
}

/// A whole number that is taken from the sample itself when nothing is chosen.
pub(crate) const fn whole_auto(
    name: &'static str,
    bounds: [f64; 2],
    meaning: &'static str,
) -> Parameter {
    Parameter { whole: true, ..auto(name, bounds, meaning) }
}

/// An odd number that has a preset.
pub(crate) const fn odd(
    name: &'static str,
    preset: f64,
    bounds: [f64; 2],
    meaning: &'static str,
) -> Parameter {
    Parameter { odd: true, ..whole(name, preset, bounds, meaning) }
}
