//! Commands as forms to fill in: an input that is taken, and the faults it is refused for. Each
//! fault must be answered with its field and rule, and nothing may be written by it.

use hisho_domain::{Error, ErrorCode};
use serde_json::Value;

use crate::{Desk, Home};

/// An identity that nobody has.
pub const NOBODY: &str = "00000000-0000-7000-8000-000000000000";

/// A command, an input it takes, and what it refuses: a field, the fault put there, and the answer.
pub struct Form {
    /// The command.
    pub command: &'static str,
    /// An input it takes.
    pub input: Value,
    /// The path of a field, what is put there, and the answer as [`told`] words it.
    pub faults: Vec<(&'static str, Value, &'static str)>,
}

/// One character more than allowed.
pub fn long(limit: usize) -> Value {
    "あ".repeat(limit + 1).into()
}

/// One entry more than allowed.
pub fn many(entries: usize) -> Value {
    (0..=entries).map(|n| Value::from(format!("entry {n}"))).collect()
}

/// The answer in a line: `invalid name too_long`, `refused name_taken`, `stale role`.
pub fn told(error: &Error) -> String {
    let param = |name: &str| error.params.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
    match error.code {
        ErrorCode::Invalid => format!("invalid {} {}", param("field"), param("rule")),
        ErrorCode::Refused => format!("refused {}", param("reason")),
        ErrorCode::Stale => format!("stale {}", param("entity")),
        ErrorCode::NotFound => format!("not_found {}", param("entity")),
        ErrorCode::BadInput => format!("bad_input {}", param("field")),
        code => format!("{code:?}"),
    }
}

/// Puts a value at a path of names and places.
fn put(input: &mut Value, path: &str, value: Value) {
    let mut at = input;
    for name in path.split('.') {
        at = match name.parse::<usize>() {
            Ok(place) => &mut at[place],
            Err(_) => &mut at[name],
        };
    }
    *at = value;
}

/// Tries every fault of every form, and then the input without a fault. Gives how many faults
/// there were. `decides` names the commands that need a gesture.
pub async fn try_out(home: &Home, desk: &Desk, forms: &[Form], decides: &[&str]) -> usize {
    // Counts what others commit: the same number twice means that nothing was.
    let watch = rusqlite::Connection::open(home.data().join("hisho.db")).expect("the database");
    let version = || watch.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0)).expect("data_version");
    let mut faults = 0;
    for Form { command, input, faults: listed } in forms {
        for (path, fault, answer) in listed {
            let mut faulty = input.clone();
            put(&mut faulty, path, fault.clone());
            let before = version();
            let result = match decides.contains(command) {
                true => desk.decide(command, faulty).await,
                false => desk.call(command, faulty).await,
            };
            let shown: String = fault.to_string().chars().take(60).collect();
            let error = result.err().unwrap_or_else(|| panic!("{command} took {path}: {shown}"));
            assert_eq!(told(&error), *answer, "{command} {path}: {shown}");
            assert_eq!(version(), before, "{command} {path}: {shown} wrote something");
            faults += 1;
        }
        match decides.contains(command) {
            true => desk.decide(command, input.clone()).await,
            false => desk.call(command, input.clone()).await,
        }
        .unwrap_or_else(|e| panic!("{command} without a fault: {e:?}"));
    }
    faults
}
