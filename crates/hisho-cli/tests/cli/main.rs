//! The headless program, run as a person or a script would run it.

mod bad_input;
mod durability;
mod indexing;
mod journey;
mod kills;
mod rescue;
mod search;

/// The program under test.
const HISHO: &str = env!("CARGO_BIN_EXE_hisho");
