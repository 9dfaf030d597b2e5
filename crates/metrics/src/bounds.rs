//! Which pairs of a block can matter to anybody, told from bounds of their keys.

#![expect(clippy::inline_always, reason = "only what is inlined gets the wide instructions")]

/// Bounds that are looked at side by side.
const LANES: usize = 16;

/// A pair of a block, and what is known of its key.
pub(crate) struct Near {
    pub(crate) row: u32,
    pub(crate) column: u32,
    /// It is at least this.
    pub(crate) low: f64,
    /// The key, or what it is at most.
    pub(crate) key: f64,
}

/// Between which numbers the keys of a block lie.
pub(crate) trait Bounds {
    fn n_rows(&self) -> usize;

    fn low(&self, row: usize, column: usize) -> f64;

    fn high(&self, row: usize, column: usize) -> f64;

    /// Notes the columns from `first` on whose key may be at most the limit of the row or their own.
    fn candidates(
        &self,
        row: usize,
        first: usize,
        limit: f64,
        limits: &[f64],
        found: &mut Vec<usize>,
    );
}

/// Bounds from the products of a block.
pub(crate) struct Products<'a> {
    pub(crate) of_block: &'a [f32],
    /// How many products a row has; those beyond the columns say nothing.
    pub(crate) width: usize,
    /// What a product of 1 takes off a key.
    pub(crate) weight: f64,
    /// What each row adds to the lower and to the upper bound, and each column.
    pub(crate) rows: [&'a [f64]; 2],
    pub(crate) columns: [&'a [f64]; 2],
}

impl Products<'_> {
    #[inline(always)]
    fn bound(&self, which: usize, row: usize, column: usize) -> f64 {
        let product = f64::from(self.of_block[row * self.width + column]);
        self.rows[which][row] + self.columns[which][column] - self.weight * product
    }
}

impl Bounds for Products<'_> {
    fn n_rows(&self) -> usize {
        self.rows[0].len()
    }

    #[inline(always)]
    fn low(&self, row: usize, column: usize) -> f64 {
        self.bound(0, row, column)
    }

    #[inline(always)]
    fn high(&self, row: usize, column: usize) -> f64 {
        self.bound(1, row, column)
    }

    #[inline(always)]
    fn candidates(
        &self,
        row: usize,
        first: usize,
        limit: f64,
        limits: &[f64],
        found: &mut Vec<usize>,
    ) {
        let products = &self.of_block[row * self.width + first..(row + 1) * self.width];
        let of_row = self.rows[0][row];
        let is_candidate = |product: f32, low: f64, own: f64| {
            let most = if own < limit { limit } else { own };
            of_row + low - self.weight * f64::from(product) <= most
        };
        let (lows, last_lows) = self.columns[0][first..].as_chunks::<LANES>();
        let (limits, last_limits) = limits[first..].as_chunks::<LANES>();
        let (products, last_products) = products.as_chunks::<LANES>();
        for (at, ((products, lows), limits)) in products.iter().zip(lows).zip(limits).enumerate() {
            // Without a branch for each, so that they are compared side by side.
            let mut some = false;
            for lane in 0..LANES {
                some |= is_candidate(products[lane], lows[lane], limits[lane]);
            }
            if some {
                let lanes =
                    (0..LANES).filter(|&at| is_candidate(products[at], lows[at], limits[at]));
                found.extend(lanes.map(|lane| first + at * LANES + lane));
            }
        }
        let rest = lows.len() * LANES;
        let last_products = products.get(lows.len()).map_or(last_products, |chunk| chunk);
        let last = last_products.iter().zip(last_lows).zip(last_limits).enumerate();
        let last = last.filter(|(_, ((product, low), own))| is_candidate(**product, **low, **own));
        found.extend(last.map(|(place, _)| first + rest + place));
    }
}

/// Keys of a block, each its own bound.
pub(crate) struct Keys<'a> {
    pub(crate) keys: &'a [f64],
    /// How many columns there are.
    pub(crate) width: usize,
}

impl Bounds for Keys<'_> {
    fn n_rows(&self) -> usize {
        self.keys.len() / self.width
    }

    #[inline(always)]
    fn low(&self, row: usize, column: usize) -> f64 {
        self.keys[row * self.width + column]
    }

    #[inline(always)]
    fn high(&self, row: usize, column: usize) -> f64 {
        self.low(row, column)
    }

    #[inline(always)]
    fn candidates(
        &self,
        row: usize,
        first: usize,
        limit: f64,
        limits: &[f64],
        found: &mut Vec<usize>,
    ) {
        let keys = &self.keys[row * self.width + first..(row + 1) * self.width];
        let near = keys.iter().zip(&limits[first..]).enumerate();
        let near = near.filter(|&(_, (&key, &own))| key <= own || key <= limit);
        found.extend(near.map(|(place, _)| first + place));
    }
}

/// Collects the pairs of a block that may matter, each with its bounds.
///
/// In half a block, whose rows are its columns, a pair is looked at once, and no sample with itself.
#[inline(always)]
pub(crate) fn collect(
    bounds: &impl Bounds,
    [rows, columns]: [&mut Limits; 2],
    is_half: bool,
    near: &mut Vec<Near>,
) {
    let mut found = Vec::new();
    for row in 0..bounds.n_rows() {
        let first = if is_half { row + 1 } else { 0 };
        found.clear();
        bounds.candidates(row, first, rows.most[row], &columns.most, &mut found);
        for &column in &found {
            let low = bounds.low(row, column);
            // Limits sink while a row is looked at.
            if low <= rows.most[row] || low <= columns.most[column] {
                let key = bounds.high(row, column);
                rows.see(row, key);
                columns.see(column, key);
                let [row, column] = [row, column].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
                near.push(Near { row, column, low, key });
            }
        }
    }
    near.retain(|pair| {
        pair.low <= rows.most[pair.row as usize] || pair.low <= columns.most[pair.column as usize]
    });
}

/// Up to which key a pair matters to each of some samples: it may be one of the `k` least, or lie
/// within a radius.
pub(crate) struct Limits {
    k: usize,
    /// For each sample the k least upper bounds so far, ascending.
    least: Vec<f64>,
    radii: Option<Vec<f64>>,
    /// What its pairs are compared with.
    most: Vec<f64>,
}

impl Limits {
    pub(crate) fn new(k: usize, least: Vec<f64>, radii: Option<Vec<f64>>) -> Self {
        let farthest = least.iter().skip(k - 1).step_by(k).copied();
        let most = match &radii {
            Some(radii) => farthest.zip(radii).map(|(least, &radius)| least.max(radius)).collect(),
            None => farthest.collect(),
        };
        Limits { k, least, radii, most }
    }

    /// Returns the largest of the k least upper bounds of a sample.
    #[inline(always)]
    pub(crate) fn least(&self, sample: usize) -> f64 {
        self.least[(sample + 1) * self.k - 1]
    }

    #[inline(always)]
    fn see(&mut self, sample: usize, high: f64) {
        if high < self.least(sample) {
            keep_least(&mut self.least[sample * self.k..(sample + 1) * self.k], high);
            let radius = self.radii.as_ref().map_or(f64::NEG_INFINITY, |radii| radii[sample]);
            self.most[sample] = self.least(sample).max(radius);
        }
    }
}

/// Puts `one` among the least, which are ascending, when it is less than their last.
#[inline(always)]
pub(crate) fn keep_least<T: Copy + PartialOrd>(least: &mut [T], one: T) {
    let end = least.len() - 1;
    if one < least[end] {
        let place = least.partition_point(|&kept| kept <= one);
        least.copy_within(place..end, place + 1);
        least[place] = one;
    }
}
