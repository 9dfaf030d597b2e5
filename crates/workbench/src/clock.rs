//! The one place that reads the clock and draws on the system's chance.

use time::OffsetDateTime;
use time::macros::format_description;

/// Returns the time in UTC to the millisecond, as RFC 3339: `2026-11-23T09:00:14.512Z`.
pub(crate) fn now() -> String {
    at(OffsetDateTime::now_utc())
}

/// Returns a time in UTC, as [`now`] does.
pub(crate) fn at(time: OffsetDateTime) -> String {
    let form =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    time.format(&form).expect("a time of this era has this form")
}

/// Returns the seconds since 1970, in UTC.
pub(crate) fn seconds() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// Returns a time of [`now`] as a page says it: `2026-11-23 09:00:14 UTC`.
pub(crate) fn to_be_read(now: &str) -> String {
    let whole = now.split_once('.').map_or(now, |(whole, _)| whole);
    format!("{} UTC", whole.replace('T', " "))
}

/// Returns the time as part of a file name: `2026-11-23 09.00.14`.
pub(crate) fn now_for_a_name() -> String {
    let form = format_description!("[year]-[month]-[day] [hour].[minute].[second]");
    OffsetDateTime::now_utc().format(&form).expect("a time of this era has this form")
}

/// Returns a name of so many bytes that says nothing: hexadecimal digits of the system's chance.
pub(crate) fn name(n_bytes: usize) -> String {
    hex(&chance()[..n_bytes])
}

/// Returns bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digits: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    digits.concat()
}

/// Returns the bytes of hexadecimal digits.
pub(crate) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let byte = |at: usize| u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok();
    digits.len().is_multiple_of(2).then(|| (0..digits.len() / 2).map(byte).collect())?
}

/// Returns 32 bytes of the system's chance.
pub(crate) fn chance() -> [u8; 32] {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).expect("the system has a source of chance");
    bytes
}
