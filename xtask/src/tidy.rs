//! The rules of the house that no linter knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::shell::{self, Outcome};
use crate::tests::TRIALS;

/// The floor of each crate: it uses crates of lower floors only.
const FLOORS: [(&str, u8); 21] = [
    ("samples", 0),
    ("stats", 0),
    ("jobs", 0),
    ("words", 0),
    ("seal", 1),
    ("vault", 1),
    ("metrics", 1),
    ("embed", 1),
    ("networks", 1),
    ("study", 1),
    ("synth", 1),
    ("deid", 1),
    ("analysis", 2),
    ("blinding", 2),
    ("exchange", 2),
    ("formats", 2),
    ("store", 2),
    ("report", 2),
    ("workbench", 3),
    ("cli", 4),
    ("app", 4),
];

/// Words that would keep something on the reader's side, or send it elsewhere.
const NOT_IN_SCREENS: [&str; 7] = [
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "BroadcastChannel",
    "XMLHttpRequest",
    "WebSocket",
    "sendBeacon",
];

/// What everybody must be able to build without.
const NOT_IN_THE_REPOSITORY: [&str; 5] =
    ["shared/data", "shared/design", "shared/reference", "/home/", "/Users/"];

/// Looks for what breaks a rule, and says all of it.
pub(crate) fn tidy() -> Outcome {
    let mut wrong = Vec::new();
    floors(&mut wrong);
    metrics(&mut wrong);
    formats(&mut wrong);
    screens(&mut wrong);
    capabilities(&mut wrong);
    stands_alone(&mut wrong);
    trials(&mut wrong);
    if wrong.is_empty() {
        shell::say("tidy");
        return Ok(());
    }
    Err(format!("not tidy:\n  {}", wrong.join("\n  ")))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

fn folders(path: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(path)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// Returns every file below `path` with one of these endings, but nothing that was installed or built.
fn files(path: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folders(path) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() {
            if !["node_modules", "dist", "target", "gen", "permissions", ".git"]
                .contains(&name.as_str())
            {
                found.extend(files(&entry, endings));
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            found.push(entry);
        }
    }
    found
}

fn shown(path: &Path) -> String {
    path.strip_prefix(shell::root()).unwrap_or(path).to_string_lossy().into_owned()
}

/// No edge goes up or sideways.
fn floors(wrong: &mut Vec<String>) {
    let floors: BTreeMap<&str, u8> = FLOORS.into_iter().collect();
    let mut manifests: Vec<(String, PathBuf)> = folders(&shell::root().join("crates"))
        .into_iter()
        .map(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (name, folder.join("Cargo.toml"))
        })
        .collect();
    manifests.push(("app".to_owned(), shell::root().join("Cargo.toml")));
    for (name, manifest) in manifests {
        let Some(&own) = floors.get(name.as_str()) else {
            wrong.push(format!(
                "{}: the crate `{name}` has no floor; give it one in tidy",
                shown(&manifest)
            ));
            continue;
        };
        for used in dependencies(&read(&manifest)) {
            if let Some(&other) = floors.get(used.as_str())
                && own <= other
            {
                wrong.push(format!(
                    "{}: `{name}` is on floor {own} and uses `{used}` of floor {other}",
                    shown(&manifest)
                ));
            }
        }
    }
}

/// Returns the names in the sections of what a crate uses; the workspace's own list is no use.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut inside = false;
    let mut found = BTreeSet::new();
    for line in manifest.lines() {
        if let Some(section) = line.strip_prefix('[') {
            inside =
                ["dependencies]", "dev-dependencies]", "build-dependencies]"].contains(&section);
        } else if inside {
            let name: String =
                line.chars().take_while(|c| c.is_alphanumeric() || *c == '-').collect();
            found.insert(name.trim_start_matches("touchstone-").to_owned());
        }
    }
    found
}

/// Every metric has a page and a golden case, and the registry is in order.
fn metrics(wrong: &mut Vec<String>) {
    let root = shell::root();
    let registry = read(&root.join("crates/metrics/src/registry.rs"));
    let names: Vec<&str> =
        registry.lines().filter_map(|line| line.trim().strip_suffix("::METRIC,")).collect();
    if names.is_empty() {
        wrong.push("crates/metrics/src/registry.rs: no line reads `name::METRIC,`".to_owned());
    }
    in_order("crates/metrics/src/registry.rs", &names, wrong);
    let golden = folders(&root.join("tests/golden/metrics"));
    for name in names {
        let page = root.join(format!("docs/metrics/{name}.md"));
        if !page.is_file() {
            wrong.push(format!("{}: the metric's page is missing", shown(&page)));
        }
        let has_case = golden.iter().any(|case| {
            let file = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
            file.split('.').next() == Some(name)
        });
        if !has_case {
            wrong
                .push(format!("tests/golden/metrics/{name}.*.json: the metric has no golden case"));
        }
    }
}

/// Every format has a page and a file with its expected reading.
fn formats(wrong: &mut Vec<String>) {
    let root = shell::root();
    for path in folders(&root.join("tests/golden/formats")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let page = root.join(format!("docs/formats/{name}.md"));
        if path.is_dir() && !page.is_file() {
            wrong.push(format!("{}: the format's page is missing", shown(&page)));
        }
    }
}

fn in_order(file: &str, names: &[&str], wrong: &mut Vec<String>) {
    for pair in names.windows(2) {
        if pair[1] < pair[0] {
            wrong.push(format!("{file}: `{}` comes before `{}`", pair[1], pair[0]));
        }
    }
}

/// Screens keep nothing in the webview and open no connection.
fn screens(wrong: &mut Vec<String>) {
    for file in files(&shell::root().join("ui/src"), &[".ts", ".tsx"]) {
        let text = read(&file);
        for word in NOT_IN_SCREENS {
            if text.contains(word) {
                wrong.push(format!("{}: screens do not use {word}", shown(&file)));
            }
        }
    }
}

/// The reader's window may do what its list says, and nothing that the coordinator's may.
fn capabilities(wrong: &mut Vec<String>) {
    const READER: [&str; 9] = [
        "allow-case-pixels",
        "allow-leave-reading",
        "allow-next-step",
        "allow-pass-step",
        "allow-save-form",
        "allow-reading",
        "allow-save-answer",
        "allow-touch",
        "allow-upcoming-slots",
    ];
    let file = shell::root().join("src-tauri/capabilities/reader.json");
    let granted: BTreeSet<String> = read(&file)
        .split('"')
        .filter(|word| word.starts_with("allow-") || word.starts_with("core:"))
        .map(str::to_owned)
        .collect();
    let allowed: BTreeSet<String> = READER.into_iter().map(str::to_owned).collect();
    if granted != allowed {
        wrong.push(format!("{}: the reader is granted {granted:?}", shown(&file)));
    }
}

/// Nothing points out of the repository.
fn stands_alone(wrong: &mut Vec<String>) {
    let endings = [".rs", ".ts", ".tsx", ".mjs", ".md", ".toml", ".json", ".css", ".html"];
    let own = shell::root().join("xtask/src/tidy.rs");
    for file in files(&shell::root(), &endings) {
        if file == own {
            continue;
        }
        let text = read(&file);
        for word in NOT_IN_THE_REPOSITORY {
            if text.contains(word) {
                wrong.push(format!("{}: points to {word}", shown(&file)));
            }
        }
    }
}

/// What is ignored runs at night, and what runs at night is there.
fn trials(wrong: &mut Vec<String>) {
    let places = TRIALS.map(|trial| format!("crates/{}/tests/{}", trial.of, trial.test));
    let within = |path: &str, place: &str| {
        path.strip_prefix(place).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    };
    // Written in two, so that this line is none.
    let ignored = concat!("#[", "ignore");
    let root = shell::root();
    for place in &places {
        if !root.join(place).is_dir() && !root.join(format!("{place}.rs")).is_file() {
            wrong.push(format!("{place}: a trial of `cargo xtask nightly` that is not there"));
        }
    }
    for path in ["crates", "tests", "src-tauri", "xtask"]
        .iter()
        .flat_map(|at| files(&root.join(at), &[".rs"]))
    {
        let name = shown(&path);
        let is_trial = places.iter().any(|place| within(&name, place));
        if !is_trial && read(&path).contains(ignored) {
            wrong.push(format!(
                "{name}: ignores a test that `cargo xtask nightly` does not run; add it to its trials"
            ));
        }
    }
}
