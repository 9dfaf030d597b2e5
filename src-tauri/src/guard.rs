//! What the program sees to before it opens a window.

use std::process::ExitCode;

/// Says why the window may not open, or nothing when it may.
pub(crate) fn refusal() -> Option<&'static str> {
    let asked = std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_some();
    (asked && !cfg!(feature = "automation")).then_some(
        "touchstone-desktop: TAURI_WEBVIEW_AUTOMATION is set, but this program may not be steered by another; \
         unset it and start again",
    )
}

/// Starts the program again with a locale that the webview can work with, when it has none.
///
/// Without a language (`LANG` unset, `C` or `POSIX`) `WebKitGTK` reports the language "C", which is
/// no language tag: the screens' number formats would throw and the window stay white. The
/// environment of a running program is not changed here, since that is unsafe while threads read
/// it: a new start with the right one is.
#[cfg(target_os = "linux")]
pub(crate) fn with_a_language() -> Option<ExitCode> {
    use std::os::unix::process::CommandExt;

    const TRIED: &str = "TOUCHSTONE_LOCALE_SET";
    const WORKS: &str = "en_US.UTF-8";
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let chosen = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).unwrap_or_default();
    if set(TRIED).is_some() || names_a_language(&chosen.to_string_lossy()) {
        return None;
    }
    let program = std::env::current_exe().ok()?;
    let failed = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(TRIED, "1")
        .env("LC_ALL", WORKS)
        .env("LANG", WORKS)
        .exec();
    // `exec` comes back only when it failed; then the window is tried as things are.
    drop(failed);
    None
}

/// Elsewhere the system always names a language.
#[cfg(not(target_os = "linux"))]
pub(crate) fn with_a_language() -> Option<ExitCode> {
    None
}

/// Whether a locale's name begins with a language, e.g. `pt_PT.UTF-8`.
#[cfg(target_os = "linux")]
fn names_a_language(locale: &str) -> bool {
    let language: String = locale.chars().take_while(char::is_ascii_alphabetic).collect();
    (2..=3).contains(&language.len()) && language.chars().all(|letter| letter.is_ascii_lowercase())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn c_and_posix_name_no_language() {
        for locale in ["", "C", "C.UTF-8", "POSIX", "C.utf8"] {
            assert!(!names_a_language(locale), "{locale} would leave the window white");
        }
        for locale in ["en_US.UTF-8", "pt_PT", "de", "ast_ES.UTF-8"] {
            assert!(names_a_language(locale), "{locale} is a language");
        }
    }
}
