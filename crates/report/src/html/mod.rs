//! The report: one HTML file that carries everything it shows.

mod facts;
mod measures;
mod page;
mod study;

pub use facts::{
    EstimateFacts, FigureFacts, MeasureFacts, MethodFacts, Outcome, ReaderFacts, ReportFacts,
    SetFacts, StudyFacts, TrailFacts, TrailState, ValueFacts,
};
pub use page::report;
