//! `cargo xtask windows`: everything built for Windows, and its tests run under Wine.
//!
//! Owns: what is built for Windows, which tests run there, and telling which do not. Must not
//! know: how this machine comes to build for it.

use std::path::Path;
use std::process::Command;

use crate::count::{Count, Runner, count};
use crate::foreign::{self, Foreign, System};
use crate::{Outcome, build, left_out, proc};

const WINDOWS: System = System {
    folder: "windows",
    targets: &["x86_64-pc-windows-gnu"],
    programs: &["x86_64-w64-mingw32-gcc", "wine"],
    variables: &[
        ("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", "x86_64-w64-mingw32-gcc"),
        ("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine"),
        ("WINEDEBUG", "-all"),
    ],
};

/// This tool is no part of the product.
const EVERYTHING: [&str; 3] = ["--workspace", "--exclude", "xtask"];

/// Starting a program is slow under Wine, and so is a transaction: long tests make fewer rounds.
/// What they look for they look for on this system, where they make all.
const FEWER: [(&str, &str); 4] =
    [("HISHO_KILL_ROUNDS", "8"), ("HISHO_ROUNDS_PERCENT", "10"), ("HISHO_SEQUENCES", "500"), ("PROPTEST_CASES", "32")];

/// Builds and tests; where that cannot be done, says why and counts nothing.
pub fn windows() -> Outcome<Count> {
    if cfg!(windows) {
        println!("left out: this is Windows, where `cargo xtask test` builds and tests the same");
        return Ok(Count::default());
    }
    let foreign = match foreign::find(&WINDOWS)? {
        Ok(foreign) => foreign,
        Err(why) => {
            println!("left out: {why}; nothing was built for Windows");
            return Ok(Count::default());
        }
    };
    // The window's build takes the UI into itself.
    build::ui()?;
    let mut tests = foreign.cargo("test");
    tests.args(EVERYTHING).args(build::FEATURES).arg("--no-fail-fast");
    // Not those in documentation, of which there are none: each crate would be searched for them.
    tests.arg("--tests");
    let (well, said) = proc::tee(under_wine(&mut tests, &foreign))?;
    let mut sum = count(Runner::Cargo, well, &said);
    left_out::tell("Windows", left_out::Not::Windows, &said)?;

    sum += desktop_is_whole(&foreign)?;
    // What a person gets: without the loopback server. By way of a test, so that cargo builds the
    // crates below with the features they were just built with, and not all of them again.
    let mut released = foreign.cargo("test");
    released.args(EVERYTHING).args(["--no-run", "--test", "cli"]);
    let (well, _) = proc::tee(&mut released)?;
    sum += Count::check(well);
    println!("on Windows: {} passed, {} failed", sum.passed, sum.failed);
    Ok(sum)
}

/// The programs are there, and the loader that the window needs beside its own.
fn desktop_is_whole(foreign: &Foreign) -> Outcome<Count> {
    let mut sum = Count::default();
    for name in ["hisho.exe", "hisho-desktop.exe", "WebView2Loader.dll"] {
        let there = foreign.built().join(name).is_file();
        if !there {
            eprintln!("{name} was not built");
        }
        sum += Count::check(there);
    }
    Ok(sum)
}

fn under_wine<'a>(command: &'a mut Command, foreign: &Foreign) -> &'a mut Command {
    command
        // Wine keeps names on the disk in the locale's encoding; ours are Japanese.
        .env("LC_ALL", "C.UTF-8")
        .envs(FEWER)
        // Nobody is there to close a window.
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY");
    // A library that this Wine lacks, for programs wherever they lie.
    if let Some(folder) = foreign.variable("WINE_SHIM").and_then(|shim| Path::new(shim).parent()) {
        command.env("WINEPATH", folder);
    }
    command
}
