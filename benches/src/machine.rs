//! What the machine says of itself and of a process.

use std::fs;

/// Returns the processor's name; nothing where the system does not say it in a file.
pub(crate) fn processor() -> Option<String> {
    let text = fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// Returns how many processes wanted to run at once in the last minute.
pub(crate) fn load() -> Option<f64> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').next()?.parse().ok()
}

/// Begins anew to look for the most bytes that this process has in memory, where the system can.
pub(crate) fn forget_peak() {
    // Where it cannot, the peak also counts what came before: more, never less.
    drop(fs::write("/proc/self/clear_refs", "5"));
}

/// Returns the most bytes that this process had in memory since [`forget_peak`].
pub(crate) fn peak_bytes() -> Option<u64> {
    status("VmHWM:")
}

/// Returns the bytes that this process has in memory now.
pub(crate) fn bytes_now() -> Option<u64> {
    status("VmRSS:")
}

fn status(key: &str) -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    let kibibytes: u64 = line.split_ascii_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}
