//! `cargo xtask macos`: everything type-checked for both kinds of Mac.
//!
//! Owns: what is checked. Must not know: how this machine comes to check it. Nothing is linked or
//! run: that takes a Mac.

use crate::count::Count;
use crate::foreign::{self, System};
use crate::{Outcome, build, left_out, proc};

const MACOS: System = System {
    folder: "macos",
    targets: &["aarch64-apple-darwin", "x86_64-apple-darwin"],
    // Without Apple's compiler the C parts cannot even be configured.
    programs: &["xcrun"],
    variables: &[],
};

/// Checks; where that cannot be done, says why and counts nothing.
pub fn macos() -> Outcome<Count> {
    if cfg!(target_os = "macos") {
        println!("left out: this is a Mac, where `cargo xtask test` builds and tests the same");
        return Ok(Count::default());
    }
    let foreign = match foreign::find(&MACOS)? {
        Ok(foreign) => foreign,
        Err(why) => {
            println!("left out: {why}; nothing was checked for macOS");
            return Ok(Count::default());
        }
    };
    build::ui()?;
    let mut check = foreign.cargo("check");
    let (well, _) = proc::tee(check.args(["--workspace", "--all-targets"]).args(build::FEATURES))?;
    left_out::tell("macOS", left_out::Not::MacOs, "")?;
    Ok(Count::check(well))
}
