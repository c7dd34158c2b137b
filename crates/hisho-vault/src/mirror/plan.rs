//! The plan: what is to be done so that disk and records agree.
//!
//! Owns every rule by which a note is read, written, left alone or asked about; a pure function of
//! the trees. Must not know how anything is carried out, nor remember anything itself.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fields::{Conflict, Edit, Pair, Request, merge};
use super::guards::Guards;
use super::identity::{Where, find};
use super::lists::in_order;
use super::read::{Trouble, read, uid};
use super::sheet::{Layout, Rule};
use super::splice::splice;
use super::trees::{Disk, Is, Limits, Missing, Row, Seen, Wanted, hash_of};
use super::write::write;
use crate::gate::Expect;

/// From so many notes on, more than half of all going at once is asked about.
const FEW: usize = 3;
/// So many looks in a row must find a note nowhere: programs that save by putting the old file away
/// first leave none there for a moment, and may do so again at the next look.
const LOOKS: u32 = 3;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A text that was seen goes to the history before anything is concluded from it.
    Keep { uid: String, path: String, bytes: Arc<[u8]> },
    /// The record takes over what the person changed; `row` is remembered in the same transaction.
    /// `was` is what both agreed on before.
    Take { edits: Vec<Edit>, row: Box<Row>, was: Option<Box<Pair>> },
    /// The note is written. `intent` is remembered before, `done` after.
    Write { expect: Expect, bytes: Vec<u8>, intent: Box<Row>, done: Box<Row> },
    /// How the note stands is remembered.
    Record(Box<Row>),
}

/// Something the person is told of, and asked where it says so. Nothing is blocked meanwhile but
/// the note itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// The vault is not there, or is another one.
    Away,
    /// So many notes are gone at once that it is not believed: asks.
    ManyGone(Vec<String>),
    /// A note was deleted: asks whether to write it again.
    Gone { uid: String, path: String },
    /// Several notes claim to be the same one: asks which.
    Doubles { uid: String, paths: Vec<String> },
    /// A file that is there only in the cloud.
    InTheCloud(String),
    /// A file or folder that could not be read.
    Unreadable(String),
    /// A file that may not be written.
    ReadOnly(String),
    /// A name for a new note that somebody else's file has.
    Taken { uid: String, path: String },
    /// A second version that a sync tool put beside a note.
    SyncCopy(String),
    /// A note that became empty.
    Emptied(String),
    /// Something in a note that was not understood.
    Trouble { path: String, trouble: Trouble },
    /// Both sides changed the same.
    Conflict { uid: String, conflict: Conflict },
    /// The person changed what is only shown.
    Request { uid: String, request: Request },
    /// The record refused an edit, or a step failed; it is tried again.
    Failed { path: String, message: String },
}

/// What is to be done now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// In this order; those of one note stand together.
    pub steps: Vec<Step>,
    /// What stands in the way, all of it, each time.
    pub findings: Vec<Finding>,
    /// After how many milliseconds to look again, where something was too fresh.
    pub again_ms: Option<u64>,
}

impl Plan {
    fn wait(&mut self, ms: u64) {
        self.again_ms = Some(self.again_ms.map_or(ms, |known| known.min(ms)));
    }
}

/// Plans. `rows` has one for everything in `wanted`, new ones with nothing but a free path.
pub fn plan(wanted: &[Wanted], rows: &[Row], disk: &Disk, limits: &Limits) -> Plan {
    with_guards(wanted, rows, disk, limits, &Guards::default())
}

/// As [`plan`], with rules taken away: for a simulation that shows what each is good for.
#[cfg(feature = "guards")]
pub fn plan_guarded(wanted: &[Wanted], rows: &[Row], disk: &Disk, limits: &Limits, guards: &Guards) -> Plan {
    with_guards(wanted, rows, disk, limits, guards)
}

fn with_guards(wanted: &[Wanted], rows: &[Row], disk: &Disk, limits: &Limits, guards: &Guards) -> Plan {
    let mut plan = Plan::default();
    if !disk.is_there && guards.root {
        plan.findings.push(Finding::Away);
        return plan;
    }
    let known: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.uid.as_str(), row)).collect();
    let pairs: Vec<(&Wanted, &Row)> =
        wanted.iter().filter_map(|wanted| Some((wanted, *known.get(wanted.uid.as_str())?))).collect();
    let places = find(&pairs, disk, guards, &mut plan.findings);
    keep_claims(&pairs, &places, disk, guards, &mut plan);
    let is_linked = |row: &Row| row.base.is_some() && !row.unlinked;
    let recently = |row: &Row| {
        let gone = row.missing.is_some_and(|missing| disk.now_ms - missing.since < limits.at_once_ms);
        row.unlinked && gone
    };
    let gone: Vec<&Row> = pairs
        .iter()
        .zip(&places)
        .filter(|((_, row), place)| matches!(place, Where::Gone) && (is_linked(row) || recently(row)))
        .map(|((_, row), _)| *row)
        .collect();
    let all = pairs.iter().filter(|(_, row)| is_linked(row) || recently(row)).count();
    let brake = guards.mass && !limits.accept_gone && gone.len() >= FEW && gone.len() * 2 > all;
    if brake {
        plan.findings.push(Finding::ManyGone(gone.iter().map(|row| row.path.clone()).collect()));
    }
    for ((wanted, row), place) in pairs.into_iter().zip(places) {
        let mut note = Note { wanted, row, disk, limits, guards, plan: &mut plan };
        match place {
            Where::At(seen) => note.is_there(seen),
            Where::Gone => note.is_gone(brake),
            Where::Free => note.create(),
            Where::Hidden => {}
        }
    }
    plan
}

/// What claims to be a note, and is not taken for it, goes to the history all the same.
fn keep_claims(pairs: &[(&Wanted, &Row)], places: &[Where<'_>], disk: &Disk, guards: &Guards, plan: &mut Plan) {
    for seen in &disk.seen {
        let Is::Note { bytes, .. } = &seen.is else { continue };
        let is_taken = places.iter().any(|place| matches!(place, Where::At(at) if at.path == seen.path));
        let claimed = uid(bytes);
        let is_it = |row: &Row| claimed.as_ref().map_or(row.path == seen.path, |uid| row.uid == *uid);
        if !is_taken
            && let Some((_, row)) = pairs.iter().find(|(_, row)| is_it(row))
            && guards.keep
        {
            let (uid, path) = (row.uid.clone(), seen.path.clone());
            plan.steps.push(Step::Keep { uid, path, bytes: bytes.clone() });
        }
    }
}

/// One note and its plan.
struct Note<'a> {
    wanted: &'a Wanted,
    row: &'a Row,
    disk: &'a Disk,
    limits: &'a Limits,
    guards: &'a Guards,
    plan: &'a mut Plan,
}

impl Note<'_> {
    fn tell(&mut self, finding: Finding) {
        self.plan.findings.push(finding);
    }

    fn record(&mut self, row: Row) {
        if row != *self.row {
            self.plan.steps.push(Step::Record(Box::new(row)));
        }
    }

    /// There is no such note, and its place is free.
    fn create(&mut self) {
        let pair = Pair { app: self.wanted.sheet.clone(), disk: self.wanted.sheet.clone() };
        let bytes = write(&self.wanted.sheet, &self.wanted.layout).into_bytes();
        self.write(self.row.clone(), Expect::Absent, bytes, pair);
    }

    fn write(&mut self, row: Row, expect: Expect, bytes: Vec<u8>, pair: Pair) {
        let hash = hash_of(&bytes);
        let pending = self.guards.intent.then(|| (hash, pair.clone()));
        let intent = Row { pending, wrote: Some(hash), ..row.clone() };
        let disk = Some((hash, Arc::from(bytes.as_slice())));
        let done = Row { base: Some(pair), disk, file_id: None, wrote: Some(hash), pending: None, ..row };
        self.plan.steps.push(Step::Write { expect, bytes, intent: Box::new(intent), done: Box::new(done) });
    }

    /// The note is nowhere. Only when that stays so, and most others are there, was it deleted.
    fn is_gone(&mut self, brake: bool) {
        if self.row.unlinked {
            self.tell(Finding::Gone { uid: self.row.uid.clone(), path: self.row.path.clone() });
            return;
        }
        if brake {
            return;
        }
        let now = self.disk.now_ms;
        let apart = self.limits.write_quiet_ms / (u64::from(LOOKS) - 1);
        let mut missing = self.row.missing.unwrap_or(Missing { since: now, last: now, looks: 1 });
        if now >= missing.last + apart && self.row.missing.is_some() {
            (missing.last, missing.looks) = (now, missing.looks + 1);
        }
        let believed = missing.looks >= LOOKS || !self.guards.two_looks;
        let row = Row { missing: Some(missing), moved: None, unlinked: believed, ..self.row.clone() };
        if believed {
            self.tell(Finding::Gone { uid: row.uid.clone(), path: row.path.clone() });
        } else {
            self.plan.wait((missing.last + apart).saturating_sub(now));
        }
        self.record(row);
    }

    fn is_there(&mut self, seen: &Seen) {
        let Is::Note { bytes, writable } = &seen.is else { return };
        let hash = hash_of(bytes);
        let mut row = Row { path: seen.path.clone(), missing: None, unlinked: false, ..self.row.clone() };
        let is_own = row.wrote == Some(hash);
        if !is_own && seen.quiet_ms < self.limits.quiet_ms {
            self.plan.wait(self.limits.quiet_ms - seen.quiet_ms);
            return;
        }
        let is_news = row.disk.as_ref().is_none_or(|(known, _)| *known != hash);
        if is_news && !is_own && self.guards.keep {
            self.plan.steps.push(Step::Keep { uid: row.uid.clone(), path: seen.path.clone(), bytes: bytes.clone() });
        }
        if seen.path != self.row.path && self.row.base.is_some() && self.guards.two_looks {
            // An editor may have put the note aside for a moment, and this be a copy of it.
            let now = self.disk.now_ms;
            let known = self.row.moved.as_ref().filter(|(path, _)| *path == seen.path);
            let since = known.map_or(now, |(_, since)| *since);
            let left = (since + self.limits.write_quiet_ms).saturating_sub(now);
            if left > 0 {
                self.plan.wait(left);
                self.record(Row { missing: None, moved: Some((seen.path.clone(), since)), ..self.row.clone() });
                return;
            }
        }
        row.moved = None;
        match &row.pending {
            Some((written, pair)) if *written == hash => {
                // A write that was cut short after the exchange: it is done but for the record.
                (row.base, row.disk) = (Some(pair.clone()), Some((hash, bytes.clone())));
                row.pending = None;
                self.record(row);
                return;
            }
            // It lies there, so the first write did happen; what differs came after it.
            Some((_, pair)) if row.base.is_none() => row.base = Some(pair.clone()),
            _ => {}
        }
        if is_news && self.is_cut_short(bytes) && !self.stays(&mut row, hash) {
            self.record(row);
            return;
        }
        let layout = self.layout();
        let reading = match read(bytes, &layout) {
            Ok(reading) => reading,
            Err(trouble) => {
                let path = seen.path.clone();
                let is_empty = bytes.iter().all(u8::is_ascii_whitespace);
                self.tell(if is_empty { Finding::Emptied(path) } else { Finding::Trouble { path, trouble } });
                // Nothing of it is read, but where it lies.
                let (path, suspect) = (row.path, row.suspect);
                self.record(Row { path, suspect, missing: None, moved: None, unlinked: false, ..self.row.clone() });
                return;
            }
        };
        if let Some((_, pair)) = row.pending.take()
            && row.base.as_ref().is_some_and(|base| pair.disk.was_written(&base.disk, &reading.sheet))
        {
            // The write was cut short after the exchange too, and somebody saved on top of it.
            row.base = Some(pair);
        }
        let mut merged = merge(row.base.as_ref(), &self.wanted.sheet, &reading, &layout, &self.wanted.settled);
        if !self.guards.agreement && !merged.conflicts.is_empty() {
            merged.taken = Pair { app: self.wanted.sheet.clone(), disk: reading.sheet.clone() };
        }
        for trouble in std::mem::take(&mut merged.troubles) {
            self.tell(Finding::Trouble { path: seen.path.clone(), trouble });
        }
        for conflict in std::mem::take(&mut merged.conflicts) {
            self.tell(Finding::Conflict { uid: row.uid.clone(), conflict });
        }
        for request in std::mem::take(&mut merged.requests) {
            self.tell(Finding::Request { uid: row.uid.clone(), request });
        }
        row.suspect = None;
        (row.disk, row.file_id) = (Some((hash, bytes.clone())), seen.file_id);
        if !merged.edits.is_empty() {
            let was = row.base.replace(merged.taken).map(Box::new);
            let row = Box::new(row);
            self.plan.steps.push(Step::Take { edits: merged.edits, row, was });
            return;
        }
        let (new, troubles) = splice(&reading, &merged.target, &layout, &merged.kept);
        for trouble in troubles {
            self.tell(Finding::Trouble { path: seen.path.clone(), trouble });
        }
        if new == **bytes {
            row.base = Some(merged.taken);
            self.record(row);
        } else if !writable && self.guards.read_only {
            self.tell(Finding::ReadOnly(seen.path.clone()));
        } else if !is_own && seen.quiet_ms < self.limits.write_quiet_ms && self.guards.quiet {
            self.plan.wait(self.limits.write_quiet_ms - seen.quiet_ms);
        } else {
            // What lines there are that cannot be read decides where others can stand.
            match read(&new, &layout) {
                Ok(after) => in_order(&mut merged.written.disk, &after.sheet),
                Err(trouble) => {
                    self.tell(Finding::Trouble { path: seen.path.clone(), trouble });
                    return;
                }
            }
            self.write(row, Expect::Hash(hash), new, merged.written);
        }
    }

    /// The heading of the person's own section is gone, which stands behind everything that is read:
    /// somebody may still be writing the file.
    fn is_cut_short(&self, bytes: &[u8]) -> bool {
        let end = format!("## {}", self.wanted.layout.own);
        let has_end = |bytes: &[u8]| memchr::memmem::find(bytes, end.as_bytes()).is_some();
        self.guards.suspect && !has_end(bytes) && self.row.disk.as_ref().is_some_and(|(_, known)| has_end(known))
    }

    /// It has looked so for long enough; else that is noted down.
    fn stays(&mut self, row: &mut Row, hash: super::trees::Hash) -> bool {
        let now = self.disk.now_ms;
        let since = row.suspect.filter(|(known, _)| *known == hash).map_or(now, |(_, since)| since);
        row.suspect = Some((hash, since));
        let left = (since + self.limits.write_quiet_ms).saturating_sub(now);
        if left > 0 {
            self.plan.wait(left);
        }
        left == 0
    }

    fn layout(&self) -> Layout {
        let mut layout = self.wanted.layout.clone();
        if !self.guards.decisions {
            layout.properties.iter_mut().for_each(|property| property.rule = Rule::Read);
        }
        layout
    }
}
