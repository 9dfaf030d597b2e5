//! What the wrapping of cases tells about their source, and the pipeline that makes both alike.
//!
//! A study asks readers whether a case is real. A width, a bit depth or a trace of JPEG answers for
//! them, if only one source has it. This crate looks at cases and says their attributes, for
//! [`study::audit`] to find out which of them tell; suggests [`Mend`]s for those that do; and
//! applies mends, to the cases of *both* sources, since a mend of one source is a leak itself.
//!
//! It opens no file: what is known of one arrives as [`Facts`]. It decides nothing: mends are
//! suggested, and an expert chooses. It does not touch what readers are asked to judge; where content
//! alone tells, the audit warns and nothing is suggested.
//!
//! The way of a study: [`ImageLook::of`] every case (or [`image_attributes`] at once),
//! [`study::audit::audit`], [`suggest_for_images`], [`apply_image`], and the same again with what came
//! out, until the audit passes or only attributes are left that no mend removes.

mod apply_image;
mod apply_signal;
mod attribute;
mod blocks;
mod card;
mod card_cells;
mod error;
mod facts;
mod filter;
mod gray_levels;
mod image_look;
mod interpolation;
mod jumps;
mod kernel;
mod lossy;
mod mend;
mod number_format;
mod record_names;
mod requantise;
mod signal_look;
mod source;
mod spectrum;
mod steps;
mod suggest;
mod suggest_for_images;
mod suggest_for_signals;
mod table_attributes;
mod tone;

pub use apply_image::apply_image;
pub use apply_signal::apply_signal;
pub use card::{Card, CardColumn, SideTable, WhyNot, card};
pub use card_cells::{as_shown, card_cells};
pub use error::{Error, Result};
pub use facts::{Facts, Row, Seen};
pub use image_look::{ImageLook, attributes_of_images, image_attributes};
pub use mend::{Mend, Rect, Span, Stage};
pub use signal_look::{SignalLook, attributes_of_signals, signal_attributes};
pub use suggest::Suggestion;
pub use suggest_for_images::suggest_for_images;
pub use suggest_for_signals::suggest_for_signals;
pub use table_attributes::table_attributes;
