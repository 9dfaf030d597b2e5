//! What holds for every metric, whatever the data are.
//!
//! Each law is asked of every metric in the registry, so that a new one is tested as soon as it
//! stands there. Where a law is not promised, a table beside the law says why.

mod any;
mod chance;
mod kinds;
mod odd;
mod samples_of;
mod says;
mod unchanged;
mod values;
