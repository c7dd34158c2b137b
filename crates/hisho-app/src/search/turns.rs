//! Whose turn it is: a new search of a stream ends the one before. A search also ends when it takes
//! too long. Must not know what is searched.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hisho_domain::{Error, Result};
use serde_json::json;

/// No search takes longer; one that would is refused rather than answered in part.
const LONGEST: Duration = Duration::from_secs(30);

/// The searches that run, the latest of each stream.
#[derive(Clone, Default)]
pub(crate) struct Turns {
    latest: Arc<Mutex<HashMap<String, u64>>>,
}

/// One search that runs. Where its stream has no name, nothing but time ends it.
pub(super) struct Turn {
    turns: Turns,
    stream: String,
    number: u64,
    until: Instant,
}

impl Turns {
    /// Begins a search, and ends the one before of its stream.
    pub(super) fn begin(&self, stream: &str) -> Turn {
        let mut number = 0;
        if !stream.is_empty() {
            let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
            // Above all that run, for a number that was given back could be taken for another's.
            number = latest.values().max().map_or(1, |last| last + 1);
            latest.insert(stream.to_owned(), number);
        }
        Turn { turns: self.clone(), stream: stream.to_owned(), number, until: Instant::now() + LONGEST }
    }
}

impl Turn {
    /// Says why it must not go on, if so.
    pub(super) fn goes_on(&self) -> Result<()> {
        if Instant::now() > self.until {
            return Err(Error::refused("search_too_long", json!({ "seconds": LONGEST.as_secs() })));
        }
        if self.number > 0 {
            let latest = self.turns.latest.lock().unwrap_or_else(PoisonError::into_inner);
            if latest.get(&self.stream) != Some(&self.number) {
                return Err(Error::refused("superseded", json!({ "stream": self.stream })));
            }
        }
        Ok(())
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.number > 0 {
            let mut latest = self.turns.latest.lock().unwrap_or_else(PoisonError::into_inner);
            if latest.get(&self.stream) == Some(&self.number) {
                latest.remove(&self.stream);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_search_ends_the_one_before_of_its_stream_alone() {
        let turns = Turns::default();
        let (first, other, nameless) = (turns.begin("field"), turns.begin("palette"), turns.begin(""));
        let second = turns.begin("field");
        let ended = first.goes_on().expect_err("ended");
        assert_eq!(ended.params["reason"], "superseded");
        assert!(second.goes_on().is_ok() && other.goes_on().is_ok() && nameless.goes_on().is_ok());
        drop(second);
        assert!(first.goes_on().is_err(), "it stays ended");
        drop((first, other, nameless));
        assert!(turns.latest.lock().expect("free").is_empty(), "nothing is left behind");
    }
}
