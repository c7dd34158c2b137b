//! Making a fresh machine able to build and test.
//!
//! Owns: the list of what is needed, and getting it once. Must not know: the commands
//! and lanes that ask for it.

use std::path::PathBuf;
use std::process::Command;

use crate::{Outcome, apt, proc, repo};

/// Packages of Debian and Ubuntu to build the desktop program, and why.
const TO_BUILD: &[(&str, &str)] = &[
    ("build-essential", "a C compiler and linker, for SQLite and for Rust"),
    ("pkg-config", "finds the libraries below"),
    ("file", "the bundler looks at files with it"),
    ("libwebkit2gtk-4.1-dev", "the web view of the window"),
    ("libayatana-appindicator3-dev", "the tray icon"),
    ("librsvg2-dev", "icons drawn as SVG"),
    ("libssl-dev", "TLS of the web view's libraries"),
    ("libxdo-dev", "keyboard shortcuts in menus"),
];

/// What the tests need besides.
const TO_TEST: &[(&str, &str)] = &[
    ("xvfb", "a display without a screen, for the desktop test"),
    ("webkit2gtk-driver", "drives the window, for the desktop test"),
    ("dbus", "a session bus of its own, for the desktop test"),
    ("chromium", "the browser test and the screenshots"),
    ("chromium-driver", "drives the browser"),
    ("fonts-noto-cjk", "Japanese letters in screenshots"),
    ("strace", "shows that a write reached the disk before it is acknowledged"),
];

/// What the tests of the crates need besides.
const TO_KEEP_KEYS: &[(&str, &str)] = &[
    ("dbus", "a session bus of its own, for the test of the keychain"),
    ("gnome-keyring", "a real keychain, for its test"),
];

/// The release of tauri-driver that speaks with Tauri 2.
const TAURI_DRIVER: &str = "2.1.0";

/// Gets what the desktop program needs to be built.
pub fn to_build() -> Outcome<()> {
    system(TO_BUILD, &["cc", "pkg-config"], &["webkit2gtk-4.1", "ayatana-appindicator3-0.1", "librsvg-2.0"])
}

/// Gets a real keychain for its test, which is left out where there can be none.
pub fn to_keep_keys() -> Outcome<()> {
    system(TO_KEEP_KEYS, &[], &[])
}

/// Gets what drives a browser.
pub fn to_browse() -> Outcome<()> {
    system(TO_TEST, &["chromedriver"], &[])
}

/// Gets what drives the real window.
pub fn to_drive_desktop() -> Outcome<()> {
    system(TO_TEST, &["Xvfb", "WebKitWebDriver"], &[])
}

fn system(packages: &[(&str, &str)], programs: &[&str], libraries: &[&str]) -> Outcome<()> {
    if cfg!(target_os = "linux") && apt::present() {
        return match apt::missing(packages) {
            missing if missing.is_empty() => Ok(()),
            missing => apt::install(&missing),
        };
    }
    let mut lacking: Vec<String> = Vec::new();
    for name in programs {
        let unix_only = ["cc", "pkg-config", "Xvfb", "WebKitWebDriver"].contains(name);
        if !(cfg!(windows) && unix_only) && proc::find(name).is_none() {
            lacking.push(format!("the program `{name}`"));
        }
    }
    if cfg!(target_os = "linux") {
        for name in libraries {
            let found = Command::new("pkg-config").args(["--exists", name]).status();
            if !found.is_ok_and(|status| status.success()) {
                lacking.push(format!("the library {name} with its headers"));
            }
        }
    }
    if lacking.is_empty() {
        return Ok(());
    }
    let advice = if cfg!(target_os = "macos") {
        "`xcode-select --install` brings the compiler; `brew install --cask chromedriver` the driver of Chrome"
    } else if cfg!(windows) {
        "`winget install Microsoft.VisualStudio.2022.BuildTools` with its C++ workload brings the compiler; \
         chromedriver must be on the PATH, of the same version as Chrome"
    } else {
        "Fedora: dnf install gcc pkgconf file webkit2gtk4.1-devel libappindicator-gtk3-devel librsvg2-devel \
         openssl-devel libxdo-devel xorg-x11-server-Xvfb webkit2gtk-driver chromium chromedriver google-noto-sans-cjk-fonts strace. \
         Arch: pacman -S base-devel file webkit2gtk-4.1 libayatana-appindicator librsvg openssl xdotool \
         xorg-server-xvfb chromium noto-fonts-cjk strace"
    };
    Err(format!("this machine lacks {}.\n{advice}", lacking.join(", ")))
}

/// Brings `node_modules` in line with `package-lock.json`.
///
/// Errors when Node is missing or too old, or npm fails.
pub fn node_modules() -> Outcome<()> {
    let version = proc::output(proc::node().arg("--version"))
        .map_err(|_| "Node 20.19 or later is needed: https://nodejs.org".to_owned())?;
    if node_version(&version).is_none_or(|found| found < (20, 19)) {
        return Err(format!("Node 20.19 or later is needed, this is {}", version.trim()));
    }
    // npm writes the first file at the end of an installation.
    let changed = |path: &str| std::fs::metadata(repo::at(path)).and_then(|file| file.modified());
    let current = match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    };
    if current {
        return Ok(());
    }
    println!("installing the UI's packages: npm ci");
    proc::run(proc::npm().args(["ci", "--no-audit", "--no-fund"]))
}

fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut parts = text.trim().strip_prefix('v')?.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

/// Installs tauri-driver once, into the build folder, and gives its path.
pub fn tauri_driver() -> Outcome<PathBuf> {
    let path = repo::tools().join("bin").join("tauri-driver").with_extension(std::env::consts::EXE_EXTENSION);
    let kept = std::fs::read_to_string(repo::tools().join(".crates.toml")).unwrap_or_default();
    if path.is_file() && kept.contains(&format!("\"tauri-driver {TAURI_DRIVER} ")) {
        return Ok(path);
    }
    println!("installing tauri-driver {TAURI_DRIVER}, which drives the window, into {}", repo::tools().display());
    let scratch = repo::tools().join("build");
    proc::run(
        proc::cargo()
            .args(["install", "tauri-driver", "--version", TAURI_DRIVER, "--locked", "--force", "--root"])
            .arg(repo::tools())
            .env("CARGO_TARGET_DIR", &scratch),
    )?;
    // Only the program is needed from here on.
    let _ = std::fs::remove_dir_all(scratch);
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_compare_by_number() {
        assert_eq!(node_version("v20.20.2\n"), Some((20, 20)));
        assert!(node_version("v20.9.0") < Some((20, 19)));
        assert_eq!(node_version("20.19"), None);
    }
}
