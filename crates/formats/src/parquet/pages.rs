//! The pages of a column, counted before one is unpacked.

use ::parquet::basic::Compression;
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

use crate::{Error, Limits, Result};

use super::thrift::{Thrift, WHOLE_32};
use super::{TITLE, Wanted, broken, cut};

/// Checks that all pages are there, can be unpacked, and are not too large when they are.
pub(super) fn check(
    bytes: &[u8],
    metadata: &ParquetMetaData,
    wanted: &[Wanted],
    limits: &Limits,
) -> Result<()> {
    let mut unpacked = 0_u64;
    for group in metadata.row_groups() {
        for column in wanted {
            let chunk = group.column(column.leaf);
            if let Compression::BROTLI(_) | Compression::LZO = chunk.compression() {
                let what = "compression by Brotli or LZO".to_owned();
                return Err(Error::Unsupported { format: TITLE, what });
            }
            unpacked = unpacked.saturating_add(unpacked_size(pages(bytes, chunk)?)?);
            if limits.bytes < unpacked {
                return Err(Error::TooManyBytes { given: unpacked, limit: limits.bytes });
            }
        }
    }
    Ok(())
}

/// Returns the bytes of all pages of a chunk.
fn pages<'a>(bytes: &'a [u8], chunk: &ColumnChunkMetaData) -> Result<&'a [u8]> {
    let place = |at: i64| usize::try_from(at).map_err(|_| broken("a page lies before the file"));
    let data = place(chunk.data_page_offset())?;
    let dictionary = chunk.dictionary_page_offset().map(place).transpose()?;
    let start = dictionary.map_or(data, |dictionary| dictionary.min(data));
    let length = place(chunk.compressed_size())?;
    let end = start.checked_add(length).ok_or_else(cut)?;
    bytes.get(start..end).ok_or_else(cut)
}

/// Returns how many bytes the pages unpack to.
fn unpacked_size(pages: &[u8]) -> Result<u64> {
    let mut rest = Thrift(pages);
    let mut sum = 0_u64;
    while !rest.0.is_empty() {
        let (unpacked, packed) =
            sizes(&mut rest).ok_or_else(|| broken("the head of a page is not understood"))?;
        sum = sum.saturating_add(unpacked);
        rest.0 = rest.0.get(packed..).ok_or_else(cut)?;
    }
    Ok(sum)
}

/// Reads the head of a page: its unpacked and its packed size.
fn sizes(rest: &mut Thrift<'_>) -> Option<(u64, usize)> {
    let (mut unpacked, mut packed) = (None, None);
    rest.fields(|rest, id, kind| {
        if !matches!(id, 2 | 3) {
            return rest.skip(kind);
        }
        let size = rest.whole().filter(|_| kind == WHOLE_32)?;
        *(if id == 2 { &mut unpacked } else { &mut packed }) = Some(size);
        Some(())
    })?;
    Some((u64::try_from(unpacked?).ok()?, usize::try_from(packed?).ok()?))
}
