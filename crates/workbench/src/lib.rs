//! One function for each thing an expert can do; the only place where floors meet.
//!
//! [`Workbench`] is the window's: it holds one open project, its jobs and its
//! reading room. The functions beside it work on files, for the terminal. Both
//! measure, generate and read by the same code.
//!
//! Nothing here knows a window, and nothing here decides how a thing looks.

mod annotations;
mod batch;
mod bench;
mod catalogue;
mod clock;
mod demo;
mod desk;
mod error;
mod files;
mod generating;
mod inspect;
mod measuring;
mod names;
mod people;
mod project;
mod published;
mod ratings;
mod settings;
mod verify;
mod verify_project;
pub mod wire;

pub use analysis::RaterScale;
pub use batch::{
    BatchClosest, BatchColumn, BatchColumnLeftOut, BatchDetail, BatchDone, BatchFinding,
    BatchInstance, BatchInterval, BatchLeftOut, BatchNote, BatchResult, BatchSet, BatchYardstick,
    FilesToMeasure, measure_files,
};
pub use bench::{Happening, Spawn, Tell, Workbench};
pub use catalogue::metric_catalogue;
pub use demo::{DemoDone, Exported, demo, folder_for_demo};
pub use desk::{Columns, Desk, Scripted, StudyFromFiles};
pub use error::{AnalysisError, BesideError, Error, ExposureError, MaskError, Result};
pub use files::LeftOut;
pub use generating::{FilesToGenerate, Generated, MOST as MOST_TO_GENERATE, generate_files};
pub use inspect::{Inspected, InspectedColumn, inspect};
pub use jobs::{Progress, StopSign, Task};
pub use people::{SignIn, encrypt_project, protect_project, recovery_page, unprotect_project};
pub use project::study::power;
pub use published::{Published, published_area, published_share, published_table};
pub use ratings::{
    DifferencePower, analyse_raters, analyse_ratings, pilot_of_file, power_of_difference,
};
pub use verify::{Summary, VerifiedCase, summary, verify};
pub use verify_project::{Check, ProjectCheck, verify_project};

/// The program's version, which stored values carry.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Sets how many threads compute, once for the whole program; the results never depend on it.
///
/// # Errors
///
/// [`Error::Broke`] when the threads are at work already.
pub fn use_threads(n: usize) -> Result<()> {
    rayon::ThreadPoolBuilder::new().num_threads(n).build_global().map_err(|_| Error::Broke)
}
