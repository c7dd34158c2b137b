//! Telling a listener of every statement that is run, for those who look at query plans.
//! Nobody listens in a release unless something asks to.

use std::sync::OnceLock;

use hisho_domain::{Error, Result};
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};

static LISTENER: OnceLock<fn(&str)> = OnceLock::new();

/// Tells `listener` the text of every statement that connections opened from now on run, with
/// its parameters unbound. Once for the whole process.
pub fn listen(listener: fn(&str)) -> Result<()> {
    LISTENER.set(listener).map_err(|_| Error::internal("somebody listens already"))
}

/// Called for every new connection.
pub(crate) fn attach(connection: &mut Connection) {
    if LISTENER.get().is_some()
        && let Err(error) = connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(tell))
    {
        tracing::warn!("statements cannot be told: {error}");
    }
}

fn tell(event: TraceEvent<'_>) {
    // What a trigger runs is told as a comment, after the statement that set it off.
    if let (TraceEvent::Stmt(_, text), Some(listener)) = (event, LISTENER.get())
        && !text.starts_with("--")
    {
        listener(text);
    }
}
