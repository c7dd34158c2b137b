//! `cargo xtask bundle`: the package that people install.
//!
//! Owns: which package each system gets. Must not know: what is in it, which
//! `tauri.conf.json` says.

use crate::args::Args;
use crate::{Outcome, build, proc, repo, setup};

/// Builds the release package. On Linux that is a Debian package: it needs nothing but
/// what is here, while an AppImage downloads its parts.
pub fn bundle(args: Args) -> Outcome<()> {
    args.nothing_more()?;
    setup::to_build()?;
    build::ui()?;
    let kinds = if cfg!(target_os = "linux") {
        "deb"
    } else if cfg!(target_os = "macos") {
        "app,dmg"
    } else {
        "nsis"
    };
    proc::run(proc::npm().args(["exec", "--", "tauri", "build", "--bundles", kinds]))?;
    println!("the package lies below {}", repo::target().join("release").join("bundle").display());
    Ok(())
}
