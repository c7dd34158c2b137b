//! Building the parts that run.
//!
//! Owns: which packages and features make the programs, and that nothing is built
//! twice in one call. Must not know: what they are built for.

use std::path::PathBuf;
use std::sync::Mutex;

use crate::{Outcome, proc, repo, setup};

/// Cargo features under which everything is built, checked and tested, so that cargo
/// compiles what the crates share only once.
pub const FEATURES: [&str; 2] = ["--features", "hisho-cli/serve"];

/// A part built in this call already.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Ui,
    Headless,
    Desktop,
}

static DONE: Mutex<Vec<Part>> = Mutex::new(Vec::new());

/// Builds a part unless this call did already.
fn once(part: Part, build: impl FnOnce() -> Outcome<()>) -> Outcome<()> {
    let done = |parts: &Vec<Part>| parts.contains(&part);
    if DONE.lock().is_ok_and(|parts| done(&parts)) {
        return Ok(());
    }
    build()?;
    if let Ok(mut parts) = DONE.lock() {
        parts.push(part);
    }
    Ok(())
}

/// Builds the UI into `ui/dist`, and gives that folder.
pub fn ui() -> Outcome<PathBuf> {
    once(Part::Ui, || {
        setup::node_modules()?;
        println!("building the UI");
        // The messages are compiled first: the build imports what comes of them.
        proc::run(proc::npm().args(["run", "--silent", "messages"]))?;
        proc::run(proc::npm().args(["run", "--silent", "build"]))
    })?;
    Ok(repo::at("ui/dist"))
}

/// Builds the headless program with its loopback server, and gives its path.
pub fn headless() -> Outcome<PathBuf> {
    once(Part::Headless, || {
        println!("building hisho");
        proc::run(proc::cargo().args(["build", "--package", "hisho-cli"]).args(FEATURES))
    })?;
    Ok(repo::built("hisho"))
}

/// Builds the desktop program with the UI in it, and gives its path.
pub fn desktop() -> Outcome<PathBuf> {
    once(Part::Desktop, || {
        setup::to_build()?;
        ui()?;
        println!("building hisho-desktop");
        proc::run(proc::cargo().args(["build", "--package", "hisho-desktop"]))
    })?;
    Ok(repo::built("hisho-desktop"))
}
