//! A study's tables to packages that other programs open.
//!
//! Callers pass plain rows and a protocol; this crate writes them in the forms of others: CSV and JSON, a
//! Frictionless Data Package, an RO-Crate, a workbook, Parquet, iMRMC, REDCap, FHIR. Each form is one
//! file here and one pure function. It decides nothing: which answers count, and whether the truth may
//! go out, is settled before; it opens no file, asks no clock, and gives the same bytes for the same
//! rows.

mod answers;
mod asked;
mod audit;
mod cases;
mod column;
pub mod data_package;
mod digest;
mod error;
pub mod fhir;
mod findings;
mod forms;
mod harmless;
pub mod imrmc;
mod names;
pub mod package;
pub mod parquet;
mod presentations;
mod questions;
mod readers;
pub mod redcap;
pub mod ro_crate;
mod row;
mod sessions;
mod table;
mod terms;
mod times;
pub mod xlsx;

pub use answers::{AnswerRow, answers};
pub use asked::Asked;
pub use audit::{AuditRow, audit};
pub use cases::{CaseRow, cases};
pub use column::{Column, Kind};
pub use error::{Error, Result};
pub use findings::{FindingRow, findings};
pub use forms::{FormRow, forms};
pub use presentations::{PresentationRow, presentations};
pub use questions::{QuestionRow, questions};
pub use readers::{ReaderRow, readers};
pub use sessions::{SessionRow, sessions};
pub use table::{Cell, Link, Table};
pub use terms::Terms;

/// A file of a package: its name, and its bytes.
pub type File = (String, Vec<u8>);
