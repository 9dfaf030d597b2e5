//! The verbs, one file each.

pub(crate) mod demo;
pub(crate) mod export;
pub(crate) mod generate;
pub(crate) mod inspect;
pub(crate) mod measure;
pub(crate) mod metrics;
pub(crate) mod study;
pub(crate) mod verify;
pub(crate) mod verify_log;
