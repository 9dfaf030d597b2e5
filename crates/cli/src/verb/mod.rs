//! The verbs, one file each.

pub(crate) mod analyse;
pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod inspect;
pub(crate) mod interval;
pub(crate) mod measure;
pub(crate) mod metrics;
pub(crate) mod power;
pub(crate) mod project;
pub(crate) mod report;
pub(crate) mod reported;
pub(crate) mod study;
pub(crate) mod verify;
pub(crate) mod verify_log;

/// A seed where nothing is drawn: scripts may give one to every verb.
#[derive(clap::Args)]
pub(crate) struct NothingDrawn {
    /// Taken everywhere; nothing is drawn here, so it changes nothing.
    #[arg(long = "seed")]
    _seed: Option<u64>,
}
