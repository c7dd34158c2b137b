//! What `cargo xtask test` is made of.
//!
//! Owns: each lane's set-up and the program that does its work. Must not know: in what
//! order a person asks for them.

use std::process::Command;

use crate::count::{Count, Runner, count};
use crate::{Outcome, audit, bindings, build, local_model, macos, proc, repo, setup, windows};

/// A named part of the tests.
pub struct Lane {
    pub name: &'static str,
    pub what: &'static str,
    /// Left out unless asked for.
    pub slow: bool,
    pub run: fn() -> Outcome<Count>,
}

/// Cheap ones first, so that a slip shows early; what needs a build comes after it.
pub const LANES: &[Lane] = &[
    Lane { name: "fmt", what: "Rust is formatted", slow: false, run: fmt },
    Lane { name: "ui", what: "the UI's types, rules and unit tests", slow: false, run: ui },
    Lane { name: "ui-build", what: "the UI builds for release", slow: false, run: ui_build },
    Lane { name: "unit", what: "unit and scenario tests of the crates", slow: false, run: unit },
    Lane { name: "clippy", what: "no warning in any crate, the desktop program included", slow: false, run: clippy },
    Lane { name: "bindings", what: "the TypeScript types are those of the commands", slow: false, run: types },
    Lane {
        name: "audit",
        what: "licences of everything we build on, and known advisories",
        slow: false,
        run: audit::audit,
    },
    Lane {
        name: "local-model",
        what: "the wires and a conversation against a real model on this machine",
        slow: false,
        run: local_model::lane,
    },
    Lane {
        name: "browser",
        what: "the journey, the places and a conversation with a real model in Chromium",
        slow: false,
        run: browser,
    },
    Lane {
        name: "desktop",
        what: "the journey and a conversation with a real model in the real window",
        slow: false,
        run: desktop,
    },
    Lane {
        name: "windows",
        what: "everything built for Windows and tested under Wine",
        slow: false,
        run: windows::windows,
    },
    Lane { name: "macos", what: "everything type-checked for macOS", slow: true, run: macos::macos },
    Lane { name: "long", what: "property tests with many cases, kill tests with many rounds", slow: true, run: long },
];

fn fmt() -> Outcome<Count> {
    check(proc::cargo().args(["fmt", "--all", "--check"]))
}

fn ui() -> Outcome<Count> {
    setup::node_modules()?;
    let mut sum = check(proc::npm().args(["run", "--silent", "check"]))?;
    sum += tests(Runner::Vitest, proc::npm().args(["run", "--silent", "test"]))?;
    Ok(sum)
}

fn ui_build() -> Outcome<Count> {
    build::ui().map(|_| Count::check(true))
}

fn unit() -> Outcome<Count> {
    setup::to_build()?;
    setup::to_keep_keys()?;
    let mut command = proc::cargo();
    command.args(["test", "--no-fail-fast"]).args(build::FEATURES);
    if cfg!(windows) {
        // What is left out under Wine holds on Windows itself.
        command.args(["--", "--include-ignored"]);
    }
    let mut sum = tests(Runner::Cargo, &mut command)?;
    sum += tests(Runner::Cargo, proc::cargo().args(["test", "--package", "xtask"]))?;
    Ok(sum)
}

fn clippy() -> Outcome<Count> {
    setup::to_build()?;
    // The shell's build takes the UI into itself, so it must be there to be checked.
    build::ui()?;
    let mut command = proc::cargo();
    command.args(["clippy", "--workspace", "--all-targets"]).args(build::FEATURES);
    check(command.args(["--", "-D", "warnings"]))
}

fn types() -> Outcome<Count> {
    bindings::current().map(Count::check)
}

fn browser() -> Outcome<Count> {
    setup::to_browse()?;
    let (assets, hisho) = (build::ui()?, build::headless()?);
    let mut command = node_test("tests/e2e/browser.test.mjs");
    command.env("HISHO_BIN", hisho).env("HISHO_ASSETS", assets);
    // It answers as long as this lives.
    let model = local_model::offered()?;
    command.env("HISHO_LLM_URL", model.as_ref().map_or("", local_model::Server::url));
    tests(Runner::Node, &mut command)
}

fn desktop() -> Outcome<Count> {
    if cfg!(target_os = "macos") {
        println!("left out: the web view of macOS cannot be driven by WebDriver");
        return Ok(Count::default());
    }
    setup::to_drive_desktop()?;
    let driver = setup::tauri_driver()?;
    let (window, hisho) = (build::desktop()?, build::headless()?);
    let mut command = node_test("tests/e2e/desktop.test.mjs");
    command.env("HISHO_BIN", hisho).env("HISHO_DESKTOP_BIN", window).env("HISHO_TAURI_DRIVER", driver);
    // It answers as long as this lives.
    let model = local_model::offered()?;
    command.env("HISHO_LLM_URL", model.as_ref().map_or("", local_model::Server::url));
    tests(Runner::Node, &mut command)
}

fn long() -> Outcome<Count> {
    setup::to_build()?;
    let mut command = proc::cargo();
    command.args(["test", "--no-fail-fast"]).args(build::FEATURES);
    tests(Runner::Cargo, command.env("PROPTEST_CASES", "2048").env("HISHO_KILL_ROUNDS", "1000"))
}

fn node_test(file: &str) -> Command {
    let mut command = proc::node();
    command.args(["--test", "--test-reporter=spec"]).arg(repo::at(file));
    command
}

fn check(command: &mut Command) -> Outcome<Count> {
    proc::tee(command).map(|(well, _)| Count::check(well))
}

fn tests(runner: Runner, command: &mut Command) -> Outcome<Count> {
    let (well, said) = proc::tee(command)?;
    Ok(count(runner, well, &said))
}
