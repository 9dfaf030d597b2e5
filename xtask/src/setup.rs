//! Installs what the machine lacks, and says what it does.

use std::process::{Command, Stdio};

use crate::shell::{self, Outcome};

/// What is needed to build and open the workbench.
const TO_RUN: &[&str] = &[
    "build-essential",
    "ca-certificates",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "perl",
    "pkg-config",
];

/// What the tests need besides: a virtual display, a driver for the window, keys and screenshots.
const TO_TEST: &[&str] = &[
    "adwaita-icon-theme",
    "dbus",
    "fonts-dejavu-core",
    "imagemagick",
    "libgl1-mesa-dri",
    "procps",
    "strace",
    "util-linux",
    "webkit2gtk-driver",
    "x11-utils",
    "xauth",
    "xdotool",
    "xvfb",
];

/// How much of the machine is wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    Running,
    Testing,
}

/// Installs the system packages and the packages of the screens that are missing.
pub(crate) fn setup(purpose: For) -> Outcome {
    system_packages(purpose)?;
    screen_packages()
}

fn system_packages(purpose: For) -> Outcome {
    if !cfg!(target_os = "linux") {
        shell::say("not Linux: the system's own webview is used, nothing to install");
        return Ok(());
    }
    let wanted: Vec<&str> = match purpose {
        For::Running => TO_RUN.to_vec(),
        For::Testing => TO_RUN.iter().chain(TO_TEST).copied().collect(),
    };
    if !shell::exists("dpkg-query") {
        shell::say(&format!(
            "this is not Debian or Ubuntu; make sure that these, or what they are called here, are installed:\n  {}",
            wanted.join(" ")
        ));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.into_iter().filter(|package| !installed(package)).collect();
    if missing.is_empty() {
        shell::say("system packages: all there");
        return Ok(());
    }
    shell::say(&format!("installing {} system packages: {}", missing.len(), missing.join(" ")));
    let lead = if is_root() { vec![] } else { vec!["sudo", "-n"] };
    let by_hand = || {
        format!(
            "could not install the system packages; run this once, then try again:\n  sudo apt-get install -y {}",
            missing.join(" ")
        )
    };
    let apt = |words: &[&str]| {
        let line: Vec<&str> = lead
            .iter()
            .chain(&["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"])
            .chain(words)
            .copied()
            .collect();
        Command::new(line[0])
            .args(&line[1..])
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    if !apt(&["update"]) {
        return Err(by_hand());
    }
    let mut install = vec!["install", "-y", "--no-install-recommends"];
    install.extend(&missing);
    if apt(&install) { Ok(()) } else { Err(by_hand()) }
}

fn installed(package: &str) -> bool {
    Command::new("dpkg-query")
        .args(["-W", "-f=${db:Status-Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|answer| answer.stdout == b"installed")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|answer| answer.stdout.starts_with(b"0\n"))
}

fn screen_packages() -> Outcome {
    packages("ui")
}

/// Fetches the packages of a folder from its lock file, when that is newer than what is there.
pub(crate) fn packages(folder: &str) -> Outcome {
    let lock = shell::root().join(folder).join("package-lock.json");
    let stamp = shell::root().join(folder).join("node_modules/.package-lock.json");
    let written = |path: &std::path::Path| std::fs::metadata(path).and_then(|m| m.modified()).ok();
    if written(&stamp).is_some_and(|there| written(&lock).is_some_and(|asked| asked <= there)) {
        shell::say(&format!("packages of {folder}: all there"));
        return Ok(());
    }
    if !shell::exists("npm") {
        return Err("npm is missing; install Node.js 20 or newer, then try again".to_owned());
    }
    shell::say(&format!("fetching the packages of {folder} from the lock file"));
    shell::run("npm", &["--prefix", folder, "ci", "--no-audit", "--no-fund", "--loglevel=error"])
}
