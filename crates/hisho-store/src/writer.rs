//! The one writer: a thread that owns the only connection which may write, and runs each write
//! as one transaction. Acknowledged means on the disk.

use std::cell::Cell;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread::JoinHandle;

use hisho_domain::{Action, Actor, ActorKind, Entity, Error};
use rusqlite::{Connection, TransactionBehavior};
use serde::Serialize;
use tokio::sync::oneshot;

use crate::recorder::Recorder;
use crate::{Failure, Result, history, journal, notes, time};

/// What the thread of the writer owns.
pub(crate) struct Pen {
    pub(crate) connection: Connection,
    /// Installed before the first write of the person.
    pub(crate) recorder: Option<Recorder>,
}

type Job = Box<dyn FnOnce(&mut Pen) + Send>;

pub(crate) struct Writer {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(crate) fn start(connection: Connection) -> Self {
        let mut pen = Pen::new(connection);
        let (jobs, queue) = mpsc::channel::<Job>();
        let thread = std::thread::Builder::new()
            .name("hisho-writer".into())
            .spawn(move || {
                for job in queue {
                    job(&mut pen);
                }
                // The planner's figures are cheap to keep fresh at the end.
                if let Err(error) = pen.connection.execute_batch("PRAGMA optimize") {
                    tracing::debug!("optimize: {error}");
                }
            })
            .expect("a thread can be started");
        Writer { jobs: Some(jobs), thread: Some(thread) }
    }

    pub(crate) async fn write<T, F>(&self, actor: Actor, write: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Write<'_>) -> Result<T> + Send + 'static,
    {
        self.submit(actor, write)?.await.map_err(|_| Error::internal("the writer stopped"))?
    }

    pub(crate) fn write_blocking<T, F>(&self, actor: Actor, write: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Write<'_>) -> Result<T> + Send + 'static,
    {
        self.submit(actor, write)?.blocking_recv().map_err(|_| Error::internal("the writer stopped"))?
    }

    fn submit<T, F>(
        &self,
        actor: Actor,
        write: F,
    ) -> std::result::Result<oneshot::Receiver<std::result::Result<T, Error>>, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Write<'_>) -> Result<T> + Send + 'static,
    {
        let (done, result) = oneshot::channel();
        let job: Job = Box::new(move |pen| {
            // A panic must not take the writer with it; the transaction is rolled back as it drops.
            let outcome = catch_unwind(AssertUnwindSafe(|| pen.transact(actor, write)))
                .unwrap_or_else(|_| Err(Error::internal("a write panicked")));
            // Nobody waits any more when the caller was cancelled; the write stands all the same.
            let _ = done.send(outcome);
        });
        let jobs = self.jobs.as_ref().ok_or_else(|| Error::internal("the writer stopped"))?;
        jobs.send(job).map_err(|_| Error::internal("the writer stopped"))?;
        Ok(result)
    }
}

impl Writer {
    /// Runs something on the writer's connection outside of a transaction, in turn with writes.
    pub(crate) fn in_turn<T, F>(&self, act: F) -> std::result::Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> std::result::Result<T, Error> + Send + 'static,
    {
        let (done, result) = oneshot::channel();
        let job: Job = Box::new(move |pen| {
            let outcome = catch_unwind(AssertUnwindSafe(|| act(&mut pen.connection)))
                .unwrap_or_else(|_| Err(Error::internal("maintenance panicked")));
            let _ = done.send(outcome);
        });
        let jobs = self.jobs.as_ref().ok_or_else(|| Error::internal("the writer stopped"))?;
        jobs.send(job).map_err(|_| Error::internal("the writer stopped"))?;
        result.blocking_recv().map_err(|_| Error::internal("the writer stopped"))?
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != std::thread::current().id()
        {
            // Waits until the last write is on the disk.
            let _ = thread.join();
        }
    }
}

impl Pen {
    pub(crate) fn new(connection: Connection) -> Self {
        Pen { connection, recorder: None }
    }

    pub(crate) fn transact<T>(
        &mut self,
        actor: Actor,
        write: impl FnOnce(&Write<'_>) -> Result<T>,
    ) -> std::result::Result<T, Error> {
        let by_person = actor.kind == ActorKind::Person;
        if by_person && self.recorder.is_none() {
            self.recorder = Some(Recorder::install(&self.connection)?);
        }
        let recorder = self.recorder.as_ref();
        // Immediate, so that two processes wait at the start instead of failing at the end.
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(Failure::from)?;
        if let Some(recorder) = recorder {
            recorder.begin(&transaction, by_person && !actor.decides)?;
        }
        let since = if by_person { journal::last_seq(&transaction)? } else { 0 };
        let write_in = Write { recorder, since, passing: Cell::new(false), ..Write::new(&transaction, actor) };
        let value = write(&write_in)?;
        notes::advance(&write_in)?;
        if by_person {
            history::keep(&write_in)?;
        }
        transaction.commit().map_err(Failure::from)?;
        Ok(value)
    }
}

/// A transaction in the name of somebody. Everything it changes it also journals.
pub struct Write<'a> {
    connection: &'a Connection,
    /// In whose name.
    pub actor: Actor,
    /// The one time of everything in this transaction.
    pub at: String,
    /// Notes the rows that are touched; there whenever the person writes.
    pub(crate) recorder: Option<&'a Recorder>,
    /// The newest journal row before this transaction, when the person writes.
    pub(crate) since: i64,
    /// It adds nothing to the history: it turns what stands there, or cannot be turned.
    pub(crate) passing: Cell<bool>,
    /// Which files a vault's index holds, or what they are called, is different afterwards.
    pub(crate) renamed: Cell<bool>,
    /// What some of them link to is different afterwards.
    pub(crate) relinked: Cell<bool>,
}

impl Deref for Write<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl<'a> Write<'a> {
    /// A write on a connection whose transaction is another's business.
    pub(crate) fn new(connection: &'a Connection, actor: Actor) -> Self {
        Write {
            connection,
            actor,
            at: time::now(),
            recorder: None,
            since: 0,
            passing: Cell::new(true),
            renamed: Cell::default(),
            relinked: Cell::default(),
        }
    }

    /// Adds a row to the journal: what was done to which thing, before and after. A thing that
    /// was not there before, or is no longer, is `&()`.
    pub fn journal(&self, change: Journalled<'_>, before: &impl Serialize, after: &impl Serialize) -> Result<()> {
        self.journal_because(change, None, before, after)
    }

    /// As [`Write::journal`], with the reason in the words of who did it.
    pub fn journal_because(
        &self,
        change: Journalled<'_>,
        reason: Option<&str>,
        before: &impl Serialize,
        after: &impl Serialize,
    ) -> Result<()> {
        let json = |value: serde_json::Result<String>| value.map_err(|e| Failure::Domain(Error::internal(e)));
        self.prepare_cached(
            "INSERT INTO changes (at, actor_kind, secretary_uid, origin, entity, entity_uid, rev, action, before, after, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            &self.at,
            self.actor.kind.as_str(),
            &self.actor.secretary,
            self.actor.origin.as_str(),
            change.entity.as_str(),
            change.uid,
            change.rev,
            change.action.as_str(),
            json(serde_json::to_string(before))?,
            json(serde_json::to_string(after))?,
            reason,
        ))?;
        Ok(())
    }
}

/// Which thing a journal row speaks of.
#[derive(Debug, Clone, Copy)]
pub struct Journalled<'a> {
    /// What kind of thing.
    pub entity: Entity,
    /// Which one.
    pub uid: &'a str,
    /// Its revision after the change; 0 for things without one.
    pub rev: i64,
    /// What was done.
    pub action: Action,
}
