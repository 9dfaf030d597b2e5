//! The tables, one file for each group of them, with what is asked of them.

pub(crate) mod answers;
pub(crate) mod column;
pub(crate) mod designs;
pub(crate) mod exposures;
pub(crate) mod forms;
pub(crate) mod jobs;
pub(crate) mod runs;
pub(crate) mod samples;
pub(crate) mod sessions;
pub(crate) mod sets;
pub(crate) mod settings;
pub(crate) mod studies;
pub(crate) mod trail;

/// Tables that belong together.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The name of the file that holds them.
    pub name: &'static str,
    /// The tables as they are now, part after part.
    pub create: &'static [&'static str],
    /// How they came to be so.
    pub steps: &'static [Step],
}

/// What one version changed in a group.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The version it leads to.
    pub to: u32,
    /// What to do with a file of the version before.
    pub sql: &'static str,
}

/// Every group, each after those that it refers to.
pub static ALL: &[Group] = &[
    settings::GROUP,
    trail::GROUP,
    sets::GROUP,
    samples::GROUP,
    jobs::GROUP,
    runs::GROUP,
    studies::GROUP,
    designs::GROUP,
    answers::GROUP,
    forms::GROUP,
    sessions::GROUP,
    exposures::GROUP,
];
