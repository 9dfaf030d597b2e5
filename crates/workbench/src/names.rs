//! Names that people give, and those of files.

use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// The most letters a name may have.
const MOST_LETTERS: usize = 80;
/// The most bytes of a name that go into a file's name.
const MOST_BYTES: usize = 160;

/// Returns a name without its outer blanks.
pub(crate) fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || MOST_LETTERS < name.chars().count() || name.chars().any(char::is_control)
    {
        return Err(Error::Name);
    }
    Ok(name.to_owned())
}

/// Returns the last part of a path, for people.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Returns a name for a set or project that was read from `path`; [`checked_name`] takes it.
pub(crate) fn suggested_name(path: &Path) -> String {
    let plain: String =
        name_of(path).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name: String = plain.trim().chars().take(MOST_LETTERS).collect();
    let name = name.trim_end();
    if name.is_empty() { "data".to_owned() } else { name.to_owned() }
}

/// Returns a name that every system takes for a file: Windows forbids the most.
pub(crate) fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_control() || "<>:\"/\\|?*".contains(c) { '-' } else { c })
        .collect();
    let plain = plain.trim_matches(['.', ' ']);
    // Systems count bytes, and a copy's name or an export's is longer.
    let plain = plain[..plain.floor_char_boundary(MOST_BYTES)].trim_end_matches(['.', ' ']);
    let stem = plain.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let device = matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4
            && (stem.starts_with("COM") || stem.starts_with("LPT"))
            && stem.ends_with(|c: char| c.is_ascii_digit()));
    if plain.is_empty() || device {
        format!("project {plain}").trim_end().to_owned()
    } else {
        plain.to_owned()
    }
}

/// Returns a path within `folder` that nothing lies at yet.
pub(crate) fn unused(folder: &Path, name: &str) -> PathBuf {
    let first = folder.join(name);
    if !first.exists() {
        return first;
    }
    (2..u32::MAX)
        .map(|n| folder.join(format!("{name} {n}")))
        .find(|path| !path.exists())
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_file_name_on_every_system() {
        assert_eq!(file_name("Röntgen: A/B?"), "Röntgen- A-B-");
        assert_eq!(file_name("con"), "project con");
        assert_eq!(file_name("..."), "project");
    }

    #[test]
    fn a_long_name_fits_into_a_file_name_whatever_its_letters() {
        let name = file_name(&"\u{1f9e0}".repeat(80));
        assert!(name.len() <= MOST_BYTES, "{} bytes; most systems end at 255", name.len());
        assert!(name.starts_with('\u{1f9e0}'));
    }

    #[test]
    fn a_suggested_name_is_a_name() {
        for odd in ["a\nb", "  ", "..", "/", &"ä".repeat(300)] {
            assert!(checked_name(&suggested_name(Path::new(odd))).is_ok(), "{odd:?}");
        }
    }

    #[test]
    fn a_second_project_of_one_name_gets_a_number() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("a")).unwrap();
        assert_eq!(unused(folder.path(), "a"), folder.path().join("a 2"));
    }
}
