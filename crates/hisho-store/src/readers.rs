//! A few connections that can only read, lent one at a time and kept for the next.

use std::path::PathBuf;
use std::sync::Mutex;

use hisho_domain::Error;
use rusqlite::Connection;

use crate::open::{Use, connect};
use crate::{Failure, Result};

/// More than this many idle ones are closed.
const IDLE: usize = 4;

pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Readers { path, idle: Mutex::new(Vec::new()) }
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> std::result::Result<T, Error> {
        let lent = self.idle.lock().expect("never held across a panic").pop();
        let mut connection = match lent {
            Some(connection) => connection,
            None => connect(&self.path, Use::Read)?,
        };
        // One transaction, so that several statements see the same moment.
        let transaction = connection.transaction().map_err(Failure::from)?;
        let value = read(&transaction);
        drop(transaction);
        let mut idle = self.idle.lock().expect("never held across a panic");
        if idle.len() < IDLE {
            idle.push(connection);
        }
        Ok(value?)
    }
}
