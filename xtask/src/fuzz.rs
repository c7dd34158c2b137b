//! `cargo xtask fuzz`: random notes for the parser, for as long as a person likes.
//!
//! Owns: for how long and from which seed. Must not know: how texts are made, or what must
//! hold of what is read in them.

use crate::args::Args;
use crate::{Outcome, proc};

const MINUTES: u64 = 20;

/// Runs the parser's random texts on a release build; the last line says how many there were.
///
/// Errors when a text broke it, which is then printed in its shortest form with its seed.
pub fn fuzz(mut args: Args) -> Outcome<()> {
    let minutes = number(&mut args, "--minutes")?.unwrap_or(MINUTES);
    let seed = number(&mut args, "--seed")?;
    args.nothing_more()?;
    let mut command = proc::cargo();
    command.args(["test", "--release", "--package", "hisho-vault", "--test", "fuzz", "--", "--nocapture"]);
    command.env("HISHO_FUZZ_SECONDS", (minutes * 60).to_string());
    if let Some(seed) = seed {
        command.env("HISHO_FUZZ_SEED", seed.to_string());
    }
    proc::run(&mut command)
}

fn number(args: &mut Args, name: &str) -> Outcome<Option<u64>> {
    let parse = |text: String| text.parse().map_err(|_| format!("`{name}` needs a whole number, not `{text}`"));
    args.value(name)?.map(parse).transpose()
}
