//! What several raters said of the same cases.

use crate::{Error, Result};

/// Stands for a rating that was not given.
const MISSING: u32 = u32::MAX;

/// The ratings of several raters on one scale, of which some may be missing.
///
/// The scale counts, not only the categories that were used: an unused category lowers the chance
/// agreement of Gwet and of Brennan and Prediger.
#[derive(Debug, Clone, PartialEq)]
pub struct RatingTable {
    values: Vec<f64>,
    n_raters: usize,
    /// Case by case, one cell for each rater.
    cells: Vec<u32>,
    n_empty: usize,
}

impl RatingTable {
    /// Makes ratings in categories that are named by their place, from 0, on a scale with values.
    ///
    /// # Input
    ///
    /// * `scale`: the value of each category, ascending, e.g. 1 to 5. Only weights and metrics that
    ///   measure how far apart categories are ask for them.
    /// * `cases`: a row for each case with a cell for each rater; `None` where one did not rate it.
    ///   Rows without any rating are left out and counted.
    ///
    /// # Errors
    ///
    /// [`Error::Scale`], [`Error::Ragged`], [`Error::UnknownCategory`], and [`Error::Empty`] when
    /// there is no rating.
    pub fn new(scale: &[f64], cases: &[Vec<Option<usize>>]) -> Result<RatingTable> {
        let ascends = scale.is_sorted_by(|a, b| a < b) && scale.iter().all(|v| v.is_finite());
        if !ascends {
            return Err(Error::Scale);
        }
        let n_raters = cases.first().ok_or(Error::Empty)?.len();
        let mut cells = Vec::with_capacity(cases.len() * n_raters);
        let mut n_empty = 0;
        for (at, case) in cases.iter().enumerate() {
            if case.len() != n_raters {
                return Err(Error::Ragged { row: at + 1, given: case.len(), wanted: n_raters });
            }
            if case.iter().all(Option::is_none) {
                n_empty += 1;
                continue;
            }
            for rating in case {
                cells.push(rating.map_or(Ok(MISSING), |place| cell(place, scale.len()))?);
            }
        }
        if cells.is_empty() {
            return Err(Error::Empty);
        }
        Ok(RatingTable { values: scale.to_vec(), n_raters, cells, n_empty })
    }

    /// Makes ratings in `n_categories` categories, which are named by their place, from 0, and
    /// count as 1, 2, 3, … where their values matter.
    ///
    /// # Errors
    ///
    /// Those of [`RatingTable::new`].
    pub fn in_categories(n_categories: usize, cases: &[Vec<Option<usize>>]) -> Result<RatingTable> {
        let scale: Vec<f64> = (1..=n_categories).map(|value| value as f64).collect();
        RatingTable::new(&scale, cases)
    }

    /// Makes ratings of values; the scale is of the values that were given, and no others.
    ///
    /// # Errors
    ///
    /// Those of [`RatingTable::new`], and [`Error::NotFinite`].
    pub fn of_values(cases: &[Vec<Option<f64>>]) -> Result<RatingTable> {
        let mut scale: Vec<f64> = cases.iter().flatten().flatten().copied().collect();
        if scale.iter().any(|value| !value.is_finite()) {
            return Err(Error::NotFinite);
        }
        // Both zeros are one category.
        for value in &mut scale {
            *value += 0.0;
        }
        scale.sort_by(f64::total_cmp);
        scale.dedup();
        let place = |value: f64| scale.partition_point(|&known| known < value);
        let places = |case: &Vec<Option<f64>>| {
            case.iter().map(|rating| rating.map(place)).collect::<Vec<Option<usize>>>()
        };
        RatingTable::new(&scale, &cases.iter().map(places).collect::<Vec<_>>())
    }

    /// Returns how many categories the scale has.
    pub fn n_categories(&self) -> usize {
        self.values.len()
    }

    /// Returns how many raters there are, with those who rated nothing.
    pub fn n_raters(&self) -> usize {
        self.n_raters
    }

    /// Returns how many cases have a rating.
    pub fn n_cases(&self) -> usize {
        self.cells.len() / self.n_raters
    }

    /// Returns how many cases were left out because nobody rated them.
    pub fn n_empty(&self) -> usize {
        self.n_empty
    }

    /// Returns the share of all ratings that each category has.
    pub fn prevalence(&self) -> Vec<f64> {
        let mut counts = vec![0.0; self.n_categories()];
        let mut n = 0.0;
        for place in self.cases().flatten().flatten() {
            counts[place] += 1.0;
            n += 1.0;
        }
        counts.iter().map(|count| count / n).collect()
    }

    /// Returns what a rater said of each case with a rating, by the place of the category.
    pub fn of_rater(&self, rater: usize) -> Vec<Option<usize>> {
        self.cases().map(|mut case| case.nth(rater).flatten()).collect()
    }

    pub(super) fn values(&self) -> &[f64] {
        &self.values
    }

    /// Walks the cases; each is a walk over its raters.
    pub(super) fn cases(&self) -> impl Iterator<Item = impl Iterator<Item = Option<usize>>> {
        self.cells.chunks_exact(self.n_raters).map(|case| case.iter().map(|&cell| place(cell)))
    }

    /// Returns the ratings of a case by rater.
    pub(super) fn case(&self, at: usize) -> impl Iterator<Item = Option<usize>> {
        self.cells[at * self.n_raters..(at + 1) * self.n_raters].iter().map(|&cell| place(cell))
    }
}

fn cell(place: usize, n_categories: usize) -> Result<u32> {
    let unknown = Error::UnknownCategory { given: place.saturating_add(1), n_categories };
    if n_categories <= place {
        return Err(unknown);
    }
    u32::try_from(place).ok().filter(|&cell| cell != MISSING).ok_or(unknown)
}

fn place(cell: u32) -> Option<usize> {
    (cell != MISSING).then_some(cell as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_become_places_on_the_scale_of_what_was_given() {
        let rows = [vec![Some(5.0), None], vec![None, None], vec![Some(-0.0), Some(0.0)]];
        let ratings = RatingTable::of_values(&rows).unwrap();
        assert_eq!((ratings.n_categories(), ratings.n_cases(), ratings.n_empty()), (2, 2, 1));
        assert_eq!(ratings.case(0).collect::<Vec<_>>(), [Some(1), None]);
        assert_eq!(ratings.case(1).collect::<Vec<_>>(), [Some(0), Some(0)]);
        assert_eq!(ratings.prevalence(), [2.0 / 3.0, 1.0 / 3.0]);
    }

    #[test]
    fn what_is_no_table_of_ratings_is_said() {
        let new = RatingTable::in_categories;
        assert_eq!(new(2, &[]), Err(Error::Empty));
        assert_eq!(new(2, &[vec![]]), Err(Error::Empty));
        assert_eq!(new(2, &[vec![None, None]]), Err(Error::Empty));
        let ragged = Err(Error::Ragged { row: 2, given: 1, wanted: 2 });
        assert_eq!(new(2, &[vec![Some(0), None], vec![Some(1)]]), ragged);
        let unknown = Err(Error::UnknownCategory { given: 3, n_categories: 2 });
        assert_eq!(new(2, &[vec![Some(2)]]), unknown);
        assert_eq!(RatingTable::of_values(&[vec![Some(f64::NAN)]]), Err(Error::NotFinite));
        assert_eq!(RatingTable::new(&[2.0, 1.0], &[vec![Some(0)]]), Err(Error::Scale));
        assert_eq!(RatingTable::new(&[1.0, f64::NAN], &[vec![Some(0)]]), Err(Error::Scale));
    }
}
