//! `cargo xtask pack`: installers for the system that this runs on, with both programs in them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::build;
use crate::shell::{self, Outcome};

/// Where the terminal's program waits for the bundler, beside what cargo builds.
const WAITING: &str = "pack";
/// Tauri's bundler, as the lock file of the screens pins it.
const BUNDLER: &str = "ui/node_modules/@tauri-apps/cli/tauri.js";
/// Larger than this, and an installer has something in it that the program does not need.
const MOST_BYTES: u64 = 60_000_000;

/// Builds both programs as they are shipped, and packs them; `bundles` names the kinds of installers.
pub(crate) fn pack(bundles: Option<&str>) -> Outcome {
    build::screens()?;
    let began = Instant::now();
    shell::run("cargo", &["build", "--release", "--locked", "--package", "touchstone-cli"])?;
    let terminal = set_out()?;
    let config = format!(r#"{{"bundle":{{"externalBin":["{}"]}}}}"#, slashes(&terminal));
    let mut words = vec![BUNDLER, "build", "--config", &config];
    let kinds = bundles.or(cfg!(target_os = "linux").then_some("deb,rpm"));
    if let Some(kinds) = kinds {
        words.extend(["--bundles", kinds]);
    }
    words.extend(["--", "--locked"]);
    shell::run("node", &words)?;
    shell::say(&format!("built and packed in {} s", began.elapsed().as_secs()));
    weigh()
}

/// Puts the terminal's program where the bundler looks for it: under the name of the system it runs on.
fn set_out() -> Result<PathBuf, String> {
    let told =
        |error: std::io::Error| format!("the terminal's program could not be set out: {error}");
    let folder = build::target().join(WAITING);
    fs::create_dir_all(&folder).map_err(told)?;
    let ending = std::env::consts::EXE_SUFFIX;
    let built = build::target().join("release").join(format!("touchstone{ending}"));
    let name = folder.join("touchstone");
    let named = format!("{}-{}{ending}", name.to_string_lossy(), host()?);
    fs::copy(built, named).map_err(told)?;
    Ok(name)
}

/// Returns the compiler's name for this system.
fn host() -> Result<String, String> {
    let told = shell::answer("rustc", &["-vV"])?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say what system this is".to_owned())
}

/// A path as JSON takes it on every system.
fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// Says how large the programs and the installers are, and fails for one that is too large.
fn weigh() -> Outcome {
    let release = build::target().join("release");
    let ending = std::env::consts::EXE_SUFFIX;
    let programs = ["touchstone-desktop", "touchstone"];
    for program in programs.map(|name| release.join(format!("{name}{ending}"))) {
        shell::say(&line(&program));
    }
    let laid_out = build::target().join("installers");
    let told = |error: std::io::Error| format!("the installers could not be laid out: {error}");
    fs::create_dir_all(&laid_out).map_err(told)?;
    let mut heavy = vec![];
    for installer in installers(&release.join("bundle")) {
        shell::say(&line(&installer));
        let name = installer.file_name().unwrap_or_default();
        fs::copy(&installer, laid_out.join(name)).map_err(told)?;
        // These carry a webview for machines that have none and no network.
        let carries = cfg!(windows) || installer.extension().is_some_and(|end| end == "AppImage");
        if size(&installer) > MOST_BYTES && !carries {
            heavy.push(line(&installer));
        }
    }
    if heavy.is_empty() { Ok(()) } else { Err(format!("over 60 MB: {}", heavy.join(", "))) }
}

/// Returns the files that the bundler wrote for people to install.
fn installers(bundle: &Path) -> Vec<PathBuf> {
    const ENDINGS: [&str; 6] = ["deb", "rpm", "AppImage", "exe", "msi", "dmg"];
    let inside = |folder: &Path| {
        fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path())
    };
    let mut found: Vec<PathBuf> = inside(bundle)
        .flat_map(|kind| inside(&kind).collect::<Vec<_>>())
        .filter(|file| {
            file.extension().is_some_and(|end| ENDINGS.iter().any(|known| end == *known))
        })
        .collect();
    found.sort();
    found
}

fn size(file: &Path) -> u64 {
    fs::metadata(file).map_or(0, |told| told.len())
}

#[expect(clippy::cast_precision_loss, reason = "megabytes with one decimal")]
fn line(file: &Path) -> String {
    format!("{:6.1} MB  {}", size(file) as f64 / 1e6, file.display())
}
