//! Whether anything but their content tells real and synthetic cases apart.
//!
//! Each attribute of the cases, such as a width, a bit depth or a number of decimals, is a classifier: its
//! area under the curve says how well it alone tells the sources apart. Many attributes are looked
//! at, so that the best of them is compared with the best that chance would find: labels are
//! exchanged at random, and the largest area of all attributes is taken each time.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use samples::Arm;

use crate::{Error, Result};

mod ranked;
#[cfg(test)]
mod tests;

use ranked::{Ranked, SAME};

/// The level at which an audit fails.
pub const LEVEL: f64 = 0.05;
/// How often labels are exchanged.
pub const EXCHANGES: usize = 1999;

/// What an attribute belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// How a case is wrapped: it must not tell, and fails the audit when it does.
    Container,
    /// What readers are asked to judge: it only warns, since mending it would erase that.
    Content,
    /// What the files say and readers never get, such as a name or a size on disk, since cases are
    /// written anew under random names: it is told, and neither warns nor fails.
    Source,
}

impl Channel {
    /// All of them, in their order.
    pub const ALL: [Channel; 3] = [Channel::Container, Channel::Content, Channel::Source];

    /// Returns the word that is stored and exported.
    pub fn as_str(self) -> &'static str {
        match self {
            Channel::Container => "container",
            Channel::Content => "content",
            Channel::Source => "source",
        }
    }
}

/// An attribute of all cases.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// Its name, e.g. `width`.
    pub name: String,
    /// What it belongs to.
    pub channel: Channel,
    /// Its value for each case, in their order.
    pub values: Values,
}

/// The values of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Numbers; a case without one is apart from all others.
    Numbers(Vec<Option<f64>>),
    /// Words, such as a compression: each of them is looked at.
    Words(Vec<String>),
}

/// How well an attribute tells the sources apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Leak {
    /// Its name.
    pub name: String,
    /// What it belongs to.
    pub channel: Channel,
    /// The area under its curve, whichever way it points: 0.5 tells nothing, 1 tells all.
    pub auc: f64,
    /// The word that tells most, of words.
    pub word: Option<String>,
    /// How likely chance alone finds an area as large with the best of all attributes of its channel.
    pub p: f64,
}

/// What an audit finds.
#[derive(Debug, Clone, PartialEq)]
pub struct Audit {
    /// All attributes, container first and source last, those that tell most first.
    pub leaks: Vec<Leak>,
    /// What follows from it.
    pub verdict: Verdict,
    /// The smallest area of a container's attribute that so many cases would have caught; nothing
    /// when even a perfect one would not have been, or no such attribute varies.
    pub smallest_caught: Option<f64>,
}

/// What follows from an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing that readers get tells more than chance would.
    Pass,
    /// Only content tells.
    Warn,
    /// A container tells: the study cannot be locked.
    Fail,
}

/// Looks at all attributes of cases whose sources are `arms`.
///
/// # Input
///
/// Attributes with as many values as there are cases.
///
/// # Value
///
/// The same for the same seed. Exchanging the sources changes nothing.
///
/// # Errors
///
/// [`Error::NoCase`] unless there is one of each source; [`Error::Values`] when an attribute has
/// fewer or more values than there are cases.
///
/// # Source
///
/// P. H. Westfall and S. S. Young, "Resampling-Based Multiple Testing", Wiley, 1993: the permutation
/// distribution of the maximum; J. A. Hanley and B. J. `McNeil`, Radiology 143, 1982, for the area.
pub fn audit(arms: &[Arm], attributes: &[Attribute], seed: u64) -> Result<Audit> {
    let n_synthetic = arms.iter().filter(|&&arm| arm == Arm::Synthetic).count();
    if n_synthetic == 0 || n_synthetic == arms.len() {
        return Err(Error::NoCase);
    }
    let mut ranked = Vec::new();
    for attribute in attributes {
        let (values, cases) = (attribute.values.len(), arms.len());
        if values != cases {
            return Err(Error::Values { name: attribute.name.clone(), values, cases });
        }
        ranked.push(Ranked::of(attribute));
    }
    let is_synthetic: Vec<bool> = arms.iter().map(|&arm| arm == Arm::Synthetic).collect();
    let found = ranked.iter().map(|ranked| ranked.best(&is_synthetic));
    let largest = |channel: Channel, labels: &[bool]| -> f64 {
        let of = ranked.iter().filter(|ranked| ranked.channel == channel);
        of.map(|ranked| ranked.best(labels).0).fold(0.5, f64::max)
    };
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    // As many labels as the rarer source has, whichever it is: both are treated alike.
    let fewer = n_synthetic.min(arms.len() - n_synthetic);
    let mut labels: Vec<bool> = (0..arms.len()).map(|at| at < fewer).collect();
    // What would be caught is asked of an attribute in which no two cases are alike, too: where all
    // there are hardly vary, chance finds little with them, and anything would seem to be caught.
    let own = ranked.iter().filter(|ranked| ranked.channel == Channel::Container);
    let untied = Ranked::untied(arms.len());
    let untied = (!own.clone().any(Ranked::is_untied)).then_some(untied);
    let mut by_chance = Channel::ALL.map(|_| Vec::new());
    let mut of_any = Vec::new();
    for _ in 0..EXCHANGES {
        labels.shuffle(&mut chance);
        for (all, channel) in by_chance.iter_mut().zip(Channel::ALL) {
            all.push(largest(channel, &labels));
        }
        let there = by_chance[0].last().copied().unwrap_or(0.5);
        of_any.push(untied.as_ref().map_or(there, |untied| there.max(untied.best(&labels).0)));
    }
    for all in by_chance.iter_mut().chain([&mut of_any]) {
        all.sort_by(f64::total_cmp);
    }
    let share_of = |all: &[f64], auc: f64| {
        let below = all.partition_point(|&by_chance| by_chance < auc - SAME);
        (1 + all.len() - below) as f64 / (1 + all.len()) as f64
    };
    let p_of = |channel: Channel, auc: f64| share_of(&by_chance[channel as usize], auc);
    let mut leaks: Vec<Leak> = attributes
        .iter()
        .zip(found)
        .map(|(Attribute { name, channel, .. }, (auc, word))| {
            let p = p_of(*channel, auc);
            Leak { name: name.clone(), channel: *channel, auc, word: word.cloned(), p }
        })
        .collect();
    leaks.sort_by(|a, b| {
        a.channel.cmp(&b.channel).then(b.auc.total_cmp(&a.auc)).then_with(|| a.name.cmp(&b.name))
    });
    let tells = |channel: Channel| leaks.iter().any(|leak| leak.channel == channel && leak.tells());
    let verdict = if tells(Channel::Container) {
        Verdict::Fail
    } else if tells(Channel::Content) {
        Verdict::Warn
    } else {
        Verdict::Pass
    };
    let varies = by_chance[0].last().is_some_and(|&most| 0.5 + SAME < most);
    // The smallest that fewer than 5 % of the exchanges reach.
    let caught = of_any
        .iter()
        .copied()
        .chain([1.0])
        .map(|auc| auc + 2.0 * SAME)
        .find(|&auc| share_of(&of_any, auc) < LEVEL);
    let smallest_caught =
        caught.map(|auc| auc.min(1.0)).filter(|&auc| varies && share_of(&of_any, auc) < LEVEL);
    Ok(Audit { leaks, verdict, smallest_caught })
}

impl Leak {
    /// Returns whether chance would rarely find as much.
    pub fn tells(&self) -> bool {
        self.p < LEVEL
    }
}

impl Values {
    fn len(&self) -> usize {
        match self {
            Values::Numbers(numbers) => numbers.len(),
            Values::Words(words) => words.len(),
        }
    }
}
