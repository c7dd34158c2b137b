//! A few connections that can only read, lent one at a time. When all are lent, one waits.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};

use hisho_domain::Error;
use rusqlite::Connection;

use crate::open::{Use, connect};
use crate::{Failure, Result};

/// There are never more.
const MOST: usize = 4;

pub(crate) struct Readers {
    path: PathBuf,
    shelf: Mutex<Shelf>,
    returned: Condvar,
}

#[derive(Default)]
struct Shelf {
    idle: Vec<Connection>,
    lent: usize,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Readers { path, shelf: Mutex::default(), returned: Condvar::new() }
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> std::result::Result<T, Error> {
        let mut lent = self.borrow()?;
        // One transaction, so that several statements see the same moment.
        let transaction = lent.connection().transaction().map_err(Failure::from)?;
        Ok(read(&transaction)?)
    }

    fn borrow(&self) -> std::result::Result<Lent<'_>, Error> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        while shelf.lent >= MOST {
            shelf = self.returned.wait(shelf).unwrap_or_else(PoisonError::into_inner);
        }
        shelf.lent += 1;
        let idle = shelf.idle.pop();
        drop(shelf);
        let mut lent = Lent { readers: self, connection: idle };
        if lent.connection.is_none() {
            lent.connection = Some(connect(&self.path, Use::Read)?);
        }
        Ok(lent)
    }
}

/// A connection that goes back when it is dropped, after a panic as well.
struct Lent<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Lent<'_> {
    fn connection(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("connected when it was lent")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut shelf = self.readers.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.lent -= 1;
        shelf.idle.extend(self.connection.take());
        self.readers.returned.notify_one();
    }
}
