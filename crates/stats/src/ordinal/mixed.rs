//! The model with groups.

use super::RandomVariance;
use super::coded::Coded;
use super::fixed::Fixed;
use super::joint::{Grouping, Joint};
use super::quadrature::{self, Node};
use super::search::{Found, climb, finish};
use crate::check;
use crate::{Error, Result};

/// The σ that a search starts from.
const FIRST_SD: f64 = 0.7;
/// About the error of a σ, before anything is known.
const SD_SCALE: f64 = 0.2;
/// Below this a σ may be 0.
const SMALL_SD: f64 = 0.05;
/// Above this a variance grows without limit: odds of a million between groups one σ apart.
const LARGEST_SD: f64 = 15.0;

/// A model with groups.
pub(super) struct Mixed {
    pub(super) fixed: Fixed,
    pub(super) random: Vec<RandomVariance>,
}

pub(super) fn fit(
    coded: &Coded,
    fixed: &Fixed,
    groups: &[&[usize]],
    nodes: Option<&[Node]>,
) -> Result<Mixed> {
    let groupings: Vec<Grouping> =
        groups.iter().map(|groups| grouping(coded, groups)).collect::<Result<_>>()?;
    let model = Model { coded, fixed, groupings: &groupings, nodes };
    let active: Vec<usize> = (0..groupings.len()).collect();
    let (fixed, sds) = model.fit(&active)?;
    let random = sds
        .iter()
        .zip(&groupings)
        .map(|(sd, grouping)| RandomVariance {
            variance: sd.map_or(0.0, |sd| sd * sd),
            n_groups: grouping.n,
            at_border: sd.is_none(),
        })
        .collect();
    Ok(Mixed { fixed, random })
}

/// Numbers groups 0, 1, ..., and checks that their variance can be told.
fn grouping(coded: &Coded, groups: &[usize]) -> Result<Grouping> {
    let n = coded.n();
    check::even(n, groups.len())?;
    let mut names = groups.to_vec();
    names.sort_unstable();
    names.dedup();
    if names.len() < 2 {
        return Err(Error::TooFewGroups { given: names.len(), least: 2 });
    }
    if names.len() == n {
        return Err(Error::GroupsOfOne);
    }
    let of: Vec<usize> =
        groups.iter().map(|group| names.partition_point(|name| name < group)).collect();
    let mut first: Vec<Option<usize>> = vec![None; names.len()];
    let differs = of
        .iter()
        .zip(&coded.category)
        .any(|(&group, &category)| *first[group].get_or_insert(category) != category);
    if !differs {
        return Err(Error::VarianceWithoutLimit);
    }
    Ok(Grouping { of, n: names.len() })
}

struct Model<'a> {
    coded: &'a Coded,
    fixed: &'a Fixed,
    groupings: &'a [Grouping],
    nodes: Option<&'a [Node]>,
}

impl Model<'_> {
    /// Fits the model with some of the groupings; a σ that is none lies at its border.
    fn fit(&self, active: &[usize]) -> Result<(Fixed, Vec<Option<f64>>)> {
        if active.is_empty() {
            return Ok((self.fixed.clone(), vec![None; self.groupings.len()]));
        }
        let width = self.fixed.at.len();
        let mut search = Search::new(self, active);
        let mut start = self.fixed.at.clone();
        start.resize(width + active.len(), FIRST_SD);
        let mut found = search.climb(&start)?;
        if let Some(place) = smallest(&found.at[width..]) {
            let fewer: Vec<usize> =
                active.iter().copied().filter(|&one| one != active[place]).collect();
            let (fixed, sds) = self.fit(&fewer)?;
            // A flat top at 0 may hide a higher one beside it.
            let mut beside = fixed.at.clone();
            beside.extend(active.iter().map(|&one| sds[one].unwrap_or(0.0)));
            beside[width + place] = 0.3;
            let gain = |value: f64| value - fixed.log_likelihood;
            if search.value(&beside).is_some_and(|value| 1e-6 < gain(value)) {
                found = search.climb(&beside)?;
            }
            if found.at[width + place].abs() < SMALL_SD && gain(found.value) < 1e-6 {
                return Ok((fixed, sds));
            }
        }
        let covariance = search.finish(&mut found)?;
        let mut sds = vec![None; self.groupings.len()];
        for (&one, sd) in active.iter().zip(&found.at[width..]) {
            sds[one] = Some(sd.abs());
        }
        let all = found.at.len();
        let kept = covariance.chunks_exact(all).take(width).flat_map(|row| &row[..width]);
        let fixed = Fixed {
            covariance: kept.copied().collect(),
            at: found.at[..width].to_vec(),
            log_likelihood: found.value,
        };
        Ok((fixed, sds))
    }
}

/// Returns the place of the smallest σ, if it may be 0.
fn smallest(sds: &[f64]) -> Option<usize> {
    let place = (0..sds.len()).min_by(|&a, &b| sds[a].abs().total_cmp(&sds[b].abs()))?;
    (sds[place].abs() < SMALL_SD).then_some(place)
}

/// One search, with its likelihood.
struct Search<'a> {
    joint: Joint<'a>,
    nodes: Option<&'a [Node]>,
    /// The answers of each group, for quadrature.
    members: Vec<Vec<usize>>,
    /// The covariance that is supposed at first.
    covariance: Vec<f64>,
    scale: Vec<f64>,
}

impl<'a> Search<'a> {
    fn new(model: &Model<'a>, active: &[usize]) -> Self {
        let width = model.fixed.at.len();
        let all = width + active.len();
        let mut covariance = vec![0.0; all * all];
        for (row, known) in
            covariance.chunks_exact_mut(all).zip(model.fixed.covariance.chunks_exact(width))
        {
            row[..width].copy_from_slice(known);
        }
        for place in width..all {
            covariance[place * all + place] = SD_SCALE * SD_SCALE;
        }
        let scale = (0..all).map(|place| covariance[place * all + place].sqrt()).collect();
        let groupings: Vec<(Grouping, usize)> = active
            .iter()
            .enumerate()
            .map(|(at, &one)| (model.groupings[one].clone(), width + at))
            .collect();
        let joint = Joint::new(model.coded, groupings);
        let mut members = vec![Vec::new(); joint.large.0.n];
        if model.nodes.is_some() {
            for (answer, &group) in joint.large.0.of.iter().enumerate() {
                members[group].push(answer);
            }
        }
        Self { joint, nodes: model.nodes, members, covariance, scale }
    }

    fn likelihood(&mut self, at: &[f64]) -> Option<(f64, Vec<f64>)> {
        match self.nodes {
            Some(nodes) => quadrature::likelihood(&mut self.joint, &self.members, nodes, at),
            None => self.joint.likelihood(at),
        }
    }

    fn value(&mut self, at: &[f64]) -> Option<f64> {
        self.likelihood(at).map(|(value, _)| value)
    }

    fn climb(&mut self, start: &[f64]) -> Result<Found> {
        let covariance = self.covariance.clone();
        let width = start.len() - self.n_sds();
        let fits = |at: &[f64]| {
            let endless = at[width..].iter().any(|sd| LARGEST_SD < sd.abs());
            if endless { Err(Error::VarianceWithoutLimit) } else { Ok(()) }
        };
        climb(&mut |at| self.likelihood(at), start, covariance, fits)
    }

    fn finish(&mut self, found: &mut Found) -> Result<Vec<f64>> {
        let scale = self.scale.clone();
        finish(&mut |at| self.likelihood(at), found, &scale)
    }

    fn n_sds(&self) -> usize {
        self.scale.len() - self.joint.coded.n_thresholds - self.joint.coded.n_effects
    }
}
