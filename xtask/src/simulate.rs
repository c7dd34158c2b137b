//! `cargo xtask simulate`: random worlds by the number, against the optimised engines.
//!
//! Must not know: what is simulated; the package `hisho-simulate` reads the words.

use crate::args::Args;
use crate::{Outcome, proc, setup};

/// Runs it. Gives whether every world held.
pub fn simulate(args: Args) -> Outcome<bool> {
    setup::to_build()?;
    let mut simulate = proc::cargo();
    simulate.args(["run", "--quiet", "--release", "--package", "hisho-simulate", "--"]).args(args.all());
    proc::wait(&mut simulate.spawn().map_err(|error| format!("simulate: {error}"))?)
}
