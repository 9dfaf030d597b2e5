//! Many readers of many cases: areas under the curve when readers and cases both vary.
//!
//! [`obuchowski_rockette`] is for designs in which every reader rated every case under every
//! condition; [`u_statistic`] is for any design.

mod comparison;
mod components;
mod covariance;
mod imrmc;
mod kernel_sums;
mod obuchowski_rockette;
mod one_condition;
mod reader_scores;
mod u_statistic;

pub use comparison::{ConditionTest, OrComparison, OrDifference};
pub use components::{DbmComponents, MeanSquares, OrComponents};
pub use covariance::Covariances;
pub use imrmc::{ImrmcRating, imrmc_text};
pub use obuchowski_rockette::{ObuchowskiRockette, obuchowski_rockette};
pub use one_condition::{OneCondition, OrTests};
pub use reader_scores::{ReaderScore, ReaderScores};
pub use u_statistic::{UArea, UDifference, UStatistic, u_statistic};
