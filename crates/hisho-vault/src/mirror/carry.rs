//! Carrying a plan out.
//!
//! Owns the order in which steps are taken and remembered, so that an end between any two leaves a
//! state that explains itself. Must not know how a file is written or a row stored: that is the
//! sides'.

use super::fields::Edit;
use super::plan::{Finding, Plan, Step};
use super::sheet::Item;
use super::trees::{Disk, Row, Wanted};
use crate::gate::Expect;

/// How often it is looked and planned again, before the rest waits for the next time. A note needs
/// two rounds when its edits are taken over and it is written after.
const ROUNDS: usize = 6;

/// What became of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrote {
    /// The note holds the new bytes, and they are on the disk.
    Done,
    /// Something else than expected was there; it stands, and what was meant is in the history.
    Changed,
}

/// An edit that the record does not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Which of the edits, counted from 0.
    pub edit: usize,
    /// Of an edit of a list, the one line that is not taken, as the edit's `now` has it, or its `was`
    /// where the edit takes it away; None for the whole edit.
    pub line: Option<Item>,
    /// Why, for the person.
    pub why: String,
}

/// Both sides of the mirror, as the one that brings them in step needs them.
pub trait Sides {
    /// Why a step failed, for the person.
    type Error: std::fmt::Display;

    /// What the records say, what is remembered and what lies on the disk, all of now.
    fn look(&mut self) -> Result<(Vec<Wanted>, Vec<Row>, Disk), Self::Error>;
    /// Plans.
    fn plan(&self, wanted: &[Wanted], rows: &[Row], disk: &Disk) -> Plan;
    /// Puts a text into the history; done when it returns.
    fn keep(&mut self, path: &str, bytes: &[u8]) -> Result<(), Self::Error>;
    /// Changes a record and remembers the row, both or neither. Where the record refuses an edit,
    /// nothing is done.
    fn take(&mut self, edits: &[Edit], row: &Row) -> Result<Option<Refused>, Self::Error>;
    /// Remembers a row.
    fn record(&mut self, row: &Row) -> Result<(), Self::Error>;
    /// Writes a note, through the gate.
    fn write(&mut self, path: &str, expect: Expect, bytes: &[u8]) -> Result<Wrote, Self::Error>;
    /// False when everything is to be left as it is now.
    fn goes_on(&self) -> bool;
}

/// Brings both sides in step as far as that goes now. Gives what stands in the way, and when to look
/// again.
pub fn settle<S: Sides>(sides: &mut S) -> Result<Plan, S::Error> {
    let mut failed: Vec<Finding> = Vec::new();
    let mut stuck: Vec<String> = Vec::new();
    let mut last = Plan::default();
    for _ in 0..ROUNDS {
        let (wanted, rows, disk) = sides.look()?;
        let mut plan = sides.plan(&wanted, &rows, &disk);
        let mut moved = false;
        for step in std::mem::take(&mut plan.steps) {
            let uid = uid_of(&step).to_owned();
            if stuck.contains(&uid) && !matches!(step, Step::Keep { .. }) {
                continue;
            }
            if !sides.goes_on() {
                return Ok(plan);
            }
            let path = path_of(&step).to_owned();
            moved |= !matches!(step, Step::Keep { .. });
            let trouble = match carry(sides, step) {
                Ok(None) => continue,
                Ok(Some(refused)) => refused,
                Err(error) => vec![error.to_string()],
            };
            stuck.push(uid);
            failed.extend(trouble.into_iter().map(|message| Finding::Failed { path: path.clone(), message }));
        }
        last = plan;
        if !moved {
            break;
        }
    }
    last.findings.extend(failed);
    Ok(last)
}

/// One step. Gives what was refused, if anything was.
fn carry<S: Sides>(sides: &mut S, step: Step) -> Result<Option<Vec<String>>, S::Error> {
    match step {
        Step::Keep { path, bytes, .. } => sides.keep(&path, &bytes)?,
        Step::Take { mut edits, mut row, was } => {
            let mut refused = Vec::new();
            while let Some(Refused { edit, line, why }) = sides.take(&edits, &row)? {
                refused.push(why);
                // What the record does not take is not agreed on; the others are.
                let (Some(was), Some(base)) = (&was, &mut row.base) else { return Ok(Some(refused)) };
                let whole = edits.remove(edit);
                match (&whole, &line) {
                    (Edit::List { section, .. }, Some(line)) => {
                        base.forget_line(section, line, was);
                        if let Some(rest) = whole.without_line(line) {
                            edits.insert(edit, rest);
                        }
                    }
                    _ => base.forget(&whole, was),
                }
            }
            return Ok(Some(refused).filter(|refused| !refused.is_empty()));
        }
        Step::Record(row) => sides.record(&row)?,
        Step::Write { expect, bytes, intent, done } => {
            sides.record(&intent)?;
            if sides.goes_on() && sides.write(&done.path, expect, &bytes)? == Wrote::Done && sides.goes_on() {
                sides.record(&done)?;
            }
        }
    }
    Ok(None)
}

fn uid_of(step: &Step) -> &str {
    match step {
        Step::Keep { uid, .. } => uid,
        Step::Take { row, .. } | Step::Record(row) => &row.uid,
        Step::Write { done, .. } => &done.uid,
    }
}

fn path_of(step: &Step) -> &str {
    match step {
        Step::Keep { path, .. } => path,
        Step::Take { row, .. } | Step::Record(row) => &row.path,
        Step::Write { done, .. } => &done.path,
    }
}
