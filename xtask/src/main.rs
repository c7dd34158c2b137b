//! `cargo xtask`: every chore of this repository as one command, set-up included.
//!
//! Owns: which commands there are and what they are called. Must not know: how any of
//! them works, which is each module's own affair.

mod apt;
mod args;
mod audit;
mod bench;
mod bindings;
mod build;
mod bundle;
mod count;
mod foreign;
mod fuzz;
mod lanes;
mod left_out;
mod local_model;
mod macos;
mod proc;
mod repo;
mod run;
mod sample;
mod screenshots;
mod setup;
mod simulate;
mod spdx;
mod test;
mod windows;

use std::process::ExitCode;

use args::Args;

const HELP: &str = "\
cargo xtask COMMAND

  run [--sample [ja|en]] [--port N]   build Hisho and open it; without a display, serve it to a browser
  test [--all] [LANE…]                check and test everything, or the lanes named
  bench [store|vault|discussions]     measure what has a budget; the figures are kept in docs/benchmarks.md
  simulate NAME [--… N] [--seed S]    random worlds for an engine: schedule --graphs N, discussions --sequences N,
                                         conformity --tables N,
                                         mirror --scenarios N [--without GUARD]
  fuzz [--minutes N] [--seed N]       read random notes for so long (20), to find one that breaks the parser
  bindings [--check]                  write the TypeScript types of the commands, or see that they are current
  local-model [--context N]           serve a small real model to try Hisho with; needs Python
  screenshots                         picture every screen, in ja and en, light and dark, into target/screenshots
  windows                             build for Windows and run the tests under Wine, where this machine can
  macos                               type-check for both kinds of Mac, where this machine can
  bundle                              build the release package of this system

  run --sample   opens a throw-away copy of a small vault with a team, in the language named (en)
  test --list    names the lanes; --all adds the slow ones
  bench vault --notes N,…   vaults of so many notes (1000,26000); takes minutes for 100000
";

/// What a command ends in: an error is a sentence for the person at the terminal.
type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    proc::stop_on_signal();
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let done = dispatch(&command, Args::new(words.collect()));
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

/// Gives whether the command found everything in order.
fn dispatch(command: &str, args: Args) -> Outcome<bool> {
    match command {
        "run" => run::run(args).map(|()| true),
        "test" => test::test(args),
        "bench" => bench::bench(args),
        "simulate" => simulate::simulate(args),
        "fuzz" => fuzz::fuzz(args).map(|()| true),
        "bindings" => bindings::bindings(args),
        "local-model" => local_model::local_model(args),
        "screenshots" => screenshots::screenshots(args).map(|()| true),
        "windows" => alone(args, windows::windows),
        "macos" => alone(args, macos::macos),
        "bundle" => bundle::bundle(args).map(|()| true),
        "" | "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(true)
        }
        other => Err(format!("there is no command `{other}`\n\n{HELP}")),
    }
}

/// Runs a lane by itself.
fn alone(args: Args, lane: fn() -> Outcome<count::Count>) -> Outcome<bool> {
    args.nothing_more()?;
    lane().map(|count| count.failed == 0)
}
