//! What is said at the terminal.

use crate::compare::Done;
use crate::machine;
use crate::process::Run;
use crate::spread::Spread;

/// Prints a line of the result.
#[expect(clippy::print_stdout, reason = "this is a program for the terminal")]
pub(crate) fn line(text: &str) {
    println!("{text}");
}

/// Tells the person what is happening.
#[expect(clippy::print_stderr, reason = "this is a program for the terminal")]
pub(crate) fn say(text: &str) {
    eprintln!("bench: {text}");
}

/// Returns what machine this is.
pub(crate) fn machine() -> String {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let processor = machine::processor().unwrap_or_else(|| "a processor without a name".to_owned());
    format!("{processor}, {threads} threads")
}

/// Returns one comparison as a few lines.
pub(crate) fn comparison(done: &Done) -> String {
    let Done { bench, size, .. } = done;
    let mut lines = vec![
        String::new(),
        format!("{}: {}", bench.name, bench.title),
        format!(
            "  {} × {}; {} of ours{}; {} {}; load {}",
            size.n,
            size.side,
            runs(done.ours.len()),
            if done.peer.is_empty() { "" } else { ", as many of the peer's, in turn" },
            bench.threads,
            if bench.threads == 1 { "thread" } else { "threads" },
            done.load
                .map(|load| load.map_or("?".to_owned(), |load| format!("{load:.1}")))
                .join(" to "),
        ),
        side("ours", &done.ours),
    ];
    match bench.peer {
        Some(peer) if done.peer.is_empty() => lines.push(format!("  {peer:20} is not installed")),
        Some(peer) => lines.push(side(peer, &done.peer)),
        None => {}
    }
    if let Some(Spread { median, least, most }) = done.ratio() {
        lines.push(format!("  {:20} {median:>9.5}   {least:.5} to {most:.5}", "ours / peer, time"));
    }
    lines.extend(peak_ratio(done));
    lines.extend(rates(done));
    lines.extend(weight("ours", &done.ours));
    lines.extend(weight("peer", &done.peer));
    for value in done.values() {
        let verdict = if value.differs { "DIFFERS" } else { "agrees" };
        let (name, ours, peer) = (value.name, value.ours, value.peer);
        lines.push(format!("  {name:20} ours {ours:<18} peer {peer:<18} {verdict}"));
    }
    let theirs = done.peer.first().map(|run| &run.values);
    for (name, value) in done.ours.iter().take(1).flat_map(|run| &run.values) {
        if theirs.is_none_or(|values| !values.contains_key(name)) {
            lines.push(format!("  {name:20} ours {value}"));
        }
    }
    for (name, value) in done.peer.iter().take(1).flat_map(|run| &run.beside) {
        lines.push(format!("  {name} {value}"));
    }
    lines.join("\n")
}

fn runs(n: usize) -> String {
    if n == 1 { "1 run".to_owned() } else { format!("{n} runs") }
}

fn side(who: &str, all: &[Run]) -> String {
    let Some(time) = Spread::of(all.iter().map(|run| run.seconds)) else { return String::new() };
    let n = all.first().map_or(0, |run| run.n);
    let peak = Spread::of(all.iter().filter_map(|run| run.peak_bytes))
        .map_or_else(String::new, |peak| format!("   peak {:.0} MiB", mebibytes(peak.median)));
    format!(
        "  {who:20} {:>9.3} s {:.3} to {:.3} s   {:.1} a second{peak}",
        time.median,
        time.least,
        time.most,
        n as f64 / time.median,
    )
}

fn peak_ratio(done: &Done) -> Option<String> {
    let peak = |runs: &[Run]| Spread::of(runs.iter().filter_map(|run| run.peak_bytes));
    let ratio = peak(&done.ours)?.median / peak(&done.peer)?.median;
    Some(format!("  {:20} {ratio:>9.3}", "ours / peer, peak"))
}

/// Returns how fast ours multiplied, next to one product of matrices of the peer.
fn rates(done: &Done) -> Option<String> {
    let of = |runs: &[Run]| Spread::of(runs.iter().filter_map(|run| run.gflops));
    let ours = of(&done.ours)?.median;
    let words = format!("  {:20} {ours:>9.1}", "ours, GFLOP/s");
    let Some(peer) = of(&done.peer) else { return Some(words) };
    let Spread { median, least, most } = done.rate()?;
    Some(format!(
        "{words}   {median:.3} of {:.1} in one product of matrices, {least:.3} to {most:.3}",
        peer.median
    ))
}

/// Returns what the job took beyond what was there before, next to what one decoded file takes.
fn weight(who: &str, all: &[Run]) -> Option<String> {
    let decoded = all.first()?.decoded_bytes?;
    let n = all.first().map(|run| run.n as f64)?;
    let more = all.iter().filter_map(|run| Some(run.peak_bytes? - run.bytes_before?));
    let times = Spread::of(more)?.median / (decoded / n);
    let seconds = Spread::of(all.iter().map(|run| run.seconds))?.median;
    let per = seconds * 1e3 / mebibytes(decoded);
    Some(format!(
        "  {:20} {times:>9.2} times one decoded file; {per:.2} ms a decoded MiB",
        format!("{who}, memory")
    ))
}

fn mebibytes(bytes: f64) -> f64 {
    bytes / f64::from(1 << 20)
}
