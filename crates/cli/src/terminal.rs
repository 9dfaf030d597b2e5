//! What a verb tells the terminal: results, progress, and how it ended.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

use workbench::{Desk, Error, Task};

/// How a verb ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// All was done.
    Done,
    /// Done, but something is wrong with what was looked at.
    Wrong,
    /// Done, but some items were left out.
    LeftOut,
}

impl End {
    /// Returns the end of a verb that left so many items out.
    pub(crate) fn leaving(n: usize) -> Self {
        if n == 0 { End::Done } else { End::LeftOut }
    }
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        match end {
            End::Done => ExitCode::SUCCESS,
            End::Wrong => ExitCode::FAILURE,
            End::LeftOut => ExitCode::from(3),
        }
    }
}

/// Why a verb did not end well.
#[derive(Debug)]
pub(crate) enum Why {
    /// It could not be done.
    Failed(Box<Error>),
    /// The call's words are off.
    Misused(String),
    /// The results could not be written; nobody may be reading them any more.
    Unwritten(io::Error),
}

impl From<Error> for Why {
    fn from(error: Error) -> Self {
        Why::Failed(Box::new(error))
    }
}

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        Why::Unwritten(error)
    }
}

impl From<Why> for ExitCode {
    fn from(why: Why) -> Self {
        match why {
            Why::Failed(error) => failed(&error),
            Why::Misused(words) => misused(&words),
            Why::Unwritten(error) => unwritten(&error),
        }
    }
}

/// Refuses a path that nothing is at.
pub(crate) fn is_there(path: &Path) -> Result<(), Why> {
    if path.exists() {
        return Ok(());
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Err(Error::NoSuchPath { name }.into())
}

/// Prints text to standard output; what could steer the terminal is shown as codes.
pub(crate) fn print(text: &str) -> Result<(), Why> {
    write(&visible(text))
}

/// Says how many there are of `what`, which takes an s where there are several: "1 reader", "2 readers".
pub(crate) fn counted(n: usize, what: &str) -> String {
    let ending = if n == 1 { "" } else { "s" };
    format!("{n} {what}{ending}")
}

/// Prints one JSON document to standard output, to the letter: JSON escapes control characters.
pub(crate) fn print_document(text: &str) -> Result<(), Why> {
    write(text)
}

fn write(text: &str) -> Result<(), Why> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}

/// Says that the results could not be written, unless whoever read them has left.
fn unwritten(error: &io::Error) -> ExitCode {
    if error.kind() != io::ErrorKind::BrokenPipe {
        note(&format!(
            "touchstone: the results could not be written: {error}. Make room, or write them \
             elsewhere, and run it again."
        ));
    }
    ExitCode::FAILURE
}

/// Says something beside the results; a closed standard error loses only the note.
pub(crate) fn note(line: &str) {
    drop(writeln!(io::stderr().lock(), "{}", visible(line)));
}

/// What is wrong with the call itself, and not with what it names.
const MISUSES: [&str; 7] = [
    "workbench.outOfRange",
    "workbench.noSuchMetric",
    "workbench.noSuchMethod",
    "workbench.notANumber",
    "workbench.notAChoice",
    "metrics.unknown_parameter",
    "metrics.parameter",
];

/// Says in one line what failed and what to do next.
pub(crate) fn failed(error: &Error) -> ExitCode {
    let failure = error.failure();
    let line = format!("touchstone: {} {}", sentence(&failure.message), failure.hint);
    note(line.trim_end());
    if MISUSES.contains(&error.code()) {
        return ExitCode::from(2);
    }
    ExitCode::FAILURE
}

/// Opens a project, and says when its records are not those that were written.
pub(crate) fn desk(project: &Path) -> Result<Desk, Why> {
    sound(Desk::open_as(project, crate::signing::by())?)
}

/// Says when the records of a project are not those that were written; it can be used nevertheless.
pub(crate) fn sound(desk: Desk) -> Result<Desk, Why> {
    if let Some(trouble) = desk.trouble()? {
        failed(&trouble);
    }
    Ok(desk)
}

/// Says how the call's words are off.
pub(crate) fn misused(words: &str) -> ExitCode {
    note(&format!("touchstone: {words}; `touchstone --help` lists the verbs"));
    ExitCode::from(2)
}

/// Prints help and version, or says how the call's words are off.
pub(crate) fn usage(words: &clap::Error) -> ExitCode {
    if words.use_stderr() {
        note(words.to_string().trim_end());
        return ExitCode::from(2);
    }
    print(&words.to_string()).map_or_else(ExitCode::from, |()| ExitCode::SUCCESS)
}

/// Opens the window: the program beside this one.
pub(crate) fn open_window() -> ExitCode {
    let desktop = std::env::current_exe()
        .ok()
        .and_then(|own| {
            Some(own.parent()?.join(format!("touchstone-desktop{}", std::env::consts::EXE_SUFFIX)))
        })
        .filter(|program| program.is_file());
    let Some(desktop) = desktop else {
        return misused("the window's program is not installed beside this one");
    };
    match Command::new(desktop).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Returns a task that tells standard error how far it is, at every whole tenth.
pub(crate) fn task(what: &'static str) -> Task {
    let said = std::sync::atomic::AtomicU64::new(0);
    Task::new(workbench::StopSign::default(), move |progress| {
        let tenth = (10 * progress.done).checked_div(progress.total).unwrap_or(0);
        let before = said.fetch_max(tenth, std::sync::atomic::Ordering::Relaxed);
        if before < tenth {
            note(&format!("{what}: {} %", 10 * tenth));
        }
    })
}

fn sentence(message: &str) -> String {
    let ends = message.ends_with(['.', '!', '?']);
    if ends { message.to_owned() } else { format!("{message}.") }
}

/// Shows control and direction characters as codes: a file's name must not steer a terminal.
fn visible(line: &str) -> String {
    coded(line, |c| steers(c) && c != '\n' && c != '\t')
}

/// Shows a name on one line: a file's name must not look like a line of the program's.
pub(crate) fn name(name: &str) -> String {
    coded(name, steers)
}

fn coded(text: &str, is_coded: impl Fn(char) -> bool) -> String {
    text.chars()
        .map(|c| if is_coded(c) { format!("\\u{{{:x}}}", u32::from(c)) } else { c.to_string() })
        .collect()
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{61c}'
                | '\u{2028}'
                | '\u{2029}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_steer_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\u{202e}c\n"), "a\\u{1b}[2Jb\\u{202e}c\n");
        assert_eq!(name("a\nb.png  left out\u{9b}"), "a\\u{a}b.png  left out\\u{9b}");
    }
}
