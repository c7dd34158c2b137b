//! The headless program, run as a person or a script would run it.

mod bad_input;
mod bin;
mod durability;
mod indexing;
mod journey;
mod kills;
mod llm;
mod mirror_kills;
mod rescue;
mod search;
mod watch;

/// The program under test.
const HISHO: &str = env!("CARGO_BIN_EXE_hisho");
