//! Where things lie in this checkout.
//!
//! Owns: the paths. Must not know: what is done with them.

use std::path::{Path, PathBuf};

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the checkout").to_path_buf()
}

/// A path below the top, written with `/`.
pub fn at(path: &str) -> PathBuf {
    root().join(path)
}

/// Where cargo builds to: `CARGO_TARGET_DIR`, or `target` in the checkout.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(elsewhere) => root().join(elsewhere),
        None => at("target"),
    }
}

/// Programs that only tests need, installed by this tool and not for the whole system.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// A program built in the development profile.
pub fn built(program: &str) -> PathBuf {
    target().join("debug").join(program).with_extension(std::env::consts::EXE_EXTENSION)
}
