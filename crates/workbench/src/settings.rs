//! What the program remembers between two starts: recent projects, how screens were left, and where networks lie.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

/// How many projects the list of recent ones keeps.
const MOST_RECENT: usize = 12;
/// Of how many networks it is remembered where they lie.
const MOST_NETWORKS: usize = 24;

/// Where the network lies whose file has this SHA-256.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Network {
    sha256: String,
    path: PathBuf,
}

/// A project that was opened before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recent {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) opened_at: String,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    #[serde(default)]
    recent: Vec<Recent>,
    #[serde(default)]
    remembered: BTreeMap<String, String>,
    /// Where the networks lie that were named, the last one first.
    #[serde(default)]
    networks: Vec<Network>,
}

impl Kept {
    /// Returns what can be written: a path that is no text lasts until the program ends.
    fn writable(&self) -> Kept {
        let is_text = |path: &PathBuf| path.to_str().is_some();
        let recent = self.recent.iter().filter(|recent| is_text(&recent.folder)).cloned();
        let networks = self.networks.iter().filter(|network| is_text(&network.path)).cloned();
        Kept {
            recent: recent.collect(),
            remembered: self.remembered.clone(),
            networks: networks.collect(),
        }
    }
}

/// The settings in their file; a file that cannot be read counts as none.
pub(crate) struct Settings {
    file: PathBuf,
    kept: Mutex<Kept>,
}

impl Settings {
    /// Reads the settings kept in `folder`.
    pub(crate) fn load(folder: &Path) -> Self {
        let file = folder.join("settings.json");
        let kept = fs::read(&file)
            .ok()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default();
        Settings { file, kept: Mutex::new(kept) }
    }

    pub(crate) fn recent(&self) -> Vec<Recent> {
        self.with(|kept| kept.recent.clone())
    }

    /// Puts a project at the head of the list.
    pub(crate) fn opened(&self, name: &str, folder: &Path, now: &str) {
        let key = samples::ContentHash::of_bytes(folder.as_os_str().as_encoded_bytes()).short();
        self.change(|kept| {
            kept.recent.retain(|recent| recent.key != key);
            let opened_at = now.to_owned();
            let (name, folder) = (name.to_owned(), folder.to_path_buf());
            kept.recent.insert(0, Recent { key, name, folder, opened_at });
            kept.recent.truncate(MOST_RECENT);
        });
    }

    /// Remembers where a network lies.
    pub(crate) fn named_network(&self, sha256: &str, path: &Path) {
        self.change(|kept| {
            kept.networks.retain(|known| known.sha256 != sha256);
            let named = Network { sha256: sha256.to_owned(), path: path.to_path_buf() };
            kept.networks.insert(0, named);
            kept.networks.truncate(MOST_NETWORKS);
        });
    }

    pub(crate) fn network(&self, sha256: &str) -> Option<PathBuf> {
        self.with(|kept| {
            let known = kept.networks.iter().find(|known| known.sha256 == sha256);
            known.map(|known| known.path.clone())
        })
    }

    pub(crate) fn forget(&self, key: &str) {
        self.change(|kept| kept.recent.retain(|recent| recent.key != key));
    }

    pub(crate) fn remember(&self, key: &str, value: &str) {
        self.change(|kept| {
            kept.remembered.insert(key.to_owned(), value.to_owned());
        });
    }

    pub(crate) fn remembered(&self, key: &str) -> Option<String> {
        self.with(|kept| kept.remembered.get(key).cloned())
    }

    fn with<T>(&self, look: impl FnOnce(&Kept) -> T) -> T {
        look(&self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Changes what is kept and writes it; a home that cannot be written costs only the memory.
    fn change(&self, change: impl FnOnce(&mut Kept)) {
        let mut kept = self.kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        change(&mut kept);
        let text = serde_json::to_vec_pretty(&kept.writable()).expect("texts are JSON");
        let fresh = self.file.with_extension("new");
        let folder = self.file.parent().unwrap_or(Path::new("."));
        let written = fs::create_dir_all(folder)
            .and_then(|()| fs::write(&fresh, text))
            .and_then(|()| fs::rename(&fresh, &self.file));
        drop(written);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_no_text_lasts_until_the_end_and_harms_nothing() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let home = tempfile::tempdir().unwrap();
        let settings = Settings::load(home.path());
        let odd = Path::new(OsStr::from_bytes(b"/\xff.onnx"));
        settings.named_network("odd", odd);
        settings.named_network("plain", Path::new("/plain.onnx"));
        settings.opened("odd", odd, "1");
        settings.remember("key", "value");
        assert_eq!(settings.network("odd").as_deref(), Some(odd));
        let again = Settings::load(home.path());
        assert_eq!(again.network("odd"), None);
        assert_eq!(again.network("plain").as_deref(), Some(Path::new("/plain.onnx")));
        assert_eq!(again.remembered("key").as_deref(), Some("value"));
        assert!(again.recent().is_empty());
    }

    #[test]
    fn a_network_is_forgotten_when_many_were_named_after_it() {
        let home = tempfile::tempdir().unwrap();
        let settings = Settings::load(home.path());
        for number in 0..=MOST_NETWORKS {
            settings.named_network(&number.to_string(), Path::new("/n.onnx"));
        }
        settings.named_network("1", Path::new("/moved.onnx"));
        let again = Settings::load(home.path());
        assert_eq!(again.network("0"), None);
        assert_eq!(again.network("1").as_deref(), Some(Path::new("/moved.onnx")));
        assert!(again.network("2").is_some());
    }

    #[test]
    fn the_latest_project_comes_first_and_only_once() {
        let home = tempfile::tempdir().unwrap();
        let settings = Settings::load(home.path());
        settings.opened("a", Path::new("/a"), "1");
        settings.opened("b", Path::new("/b"), "2");
        settings.opened("a", Path::new("/a"), "3");
        let again = Settings::load(home.path());
        let names: Vec<String> = again.recent().into_iter().map(|recent| recent.name).collect();
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn a_damaged_file_costs_only_the_memory() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("settings.json"), "{").unwrap();
        let settings = Settings::load(home.path());
        assert!(settings.recent().is_empty(), "nothing could be read");
        settings.remember("grid", "large");
        assert_eq!(Settings::load(home.path()).remembered("grid").as_deref(), Some("large"));
    }
}
