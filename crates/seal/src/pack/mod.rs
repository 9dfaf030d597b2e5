//! One container for readers' workstations: what is shown, and nothing of what it is.

mod manifest;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use manifest::{
    Manifest, PackPresentation, PackReader, Purpose, StimulusEntry, StimulusId, StimulusKind,
};
pub use read::Pack;
pub use write::{write_locked, write_plain};

/// What a pack's manifest says that it is.
pub const SCHEMA: &str = "touchstone.pack/1";

/// What a pack begins with.
const MAGIC: &[u8; 8] = b"TSPACK1\n";

/// The magic, and two lengths.
const HEAD: u64 = 24;

/// Parts begin at multiples of this many bytes.
const BUCKET: u64 = 4096;

/// The hash at the end.
const SUM: u64 = 32;

/// The bytes before a stimulus in its slot: its length.
const LENGTH: u64 = 8;

/// The largest manifest: thousands of presentations need less than one of these mebibytes.
const MOST_MANIFEST: u64 = 64 << 20;

/// Returns `size`, rounded up to whole buckets.
fn rounded(size: u64) -> Option<u64> {
    size.checked_next_multiple_of(BUCKET)
}
