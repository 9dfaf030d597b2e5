//! Times as other programs count them.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Returns the microseconds since 1970 in UTC of a time in RFC 3339; nothing for what is no time.
pub(crate) fn microseconds(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(time.unix_timestamp_nanos() / 1000).ok()
}

/// Returns the seconds since 1970 in UTC of a time in RFC 3339; nothing for what is no time.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    Some(OffsetDateTime::parse(text, &Rfc3339).ok()?.unix_timestamp())
}
