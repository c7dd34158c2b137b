//! How a discussion goes on: a pure state machine. Events are what happened, and are the truth;
//! records are what they mean for the tables, effects what is to be done next. The same setup and
//! the same events give the same state, so that a discussion whose application was killed goes on
//! where it was. Must not know models, prompts, clocks or where anything is kept.
//!
//! What research on discussions between models shows is built in: the first positions are formed
//! blind; peers are shown without names and in shuffled order; a change of mind without a new
//! argument is marked; consensus is computed from positions and open objections, never claimed by
//! anyone; and a discussion ends when nothing new is said.

mod budget;
mod consensus;
mod event;
mod interrupt;
mod record;
mod script;
mod setup;
mod state;
mod step;
#[cfg(test)]
mod tests;
mod turns;

pub use consensus::{Standing, standing};
pub use event::{Event, Objecting, Utterance};
pub use record::{Change, Effect, Ending, Objection, PauseReason, Record, Stance, Step};
pub use script::{Phase, Task};
pub use setup::{Rules, SeatSpec, Setup, Voice};
pub use state::{Open, Phased, Seat, State};
