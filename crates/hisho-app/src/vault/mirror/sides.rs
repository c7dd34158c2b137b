//! Both sides of the mirror: the files through the gate, the records and what is remembered of each
//! note in the database. Must not know what is to be done with them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hisho_domain::note::VersionReason;
use hisho_domain::{Actor, Entity, Error, Result};
use hisho_store::files;
use hisho_store::mirror::{self as table, Looks, Mirror};
use hisho_store::vaults::{self, Source, Vault};
use hisho_store::{Connection, Store, Write, notes};
use hisho_vault::gate::{Expect, Gate, GateError};
use hisho_vault::mirror::{
    self, Disk, Edit, Field, Layout, Limits, Missing, Pair, Plan, Refused, Row, Sheet, Side, Sides, Wanted, Wrote, uid,
};

use super::disk::{self, Known};
use super::taking::{self, Place};
use super::{Kept, Said, fold, free_path, gate, kept, layout, paths, sheet};

/// Notes that went within this time went at once.
const AT_ONCE_MS: u64 = 60_000;

/// One vault and the records whose notes it keeps.
pub(super) struct TwoSides<'a> {
    store: &'a Store,
    vault: &'a Vault,
    gate: Gate,
    said: Said<'a>,
    stopping: &'a AtomicBool,
    /// What was last looked at, by the identity of what the notes are about.
    rows: HashMap<String, Mirror>,
    /// What the records said then.
    says: HashMap<String, Sheet>,
    /// What each note said when both sides last agreed.
    agreed: HashMap<String, Sheet>,
}

impl<'a> TwoSides<'a> {
    pub(super) fn new(store: &'a Store, vault: &'a Vault, said: Said<'a>, stopping: &'a AtomicBool) -> Self {
        let gate = gate(store, vault);
        TwoSides {
            store,
            vault,
            gate,
            said,
            stopping,
            rows: HashMap::new(),
            says: HashMap::new(),
            agreed: HashMap::new(),
        }
    }

    /// Where the note of something lies, or would.
    pub(super) fn path_of(&self, uid: &str) -> String {
        self.rows.get(uid).map_or_else(String::new, |row| row.path.clone())
    }

    /// What the record of something said when it was last looked at.
    pub(super) fn says(&self, uid: &str) -> Option<&Sheet> {
        self.says.get(uid)
    }

    /// Gives notes that were never written a name that nobody has, before the first is written, since
    /// they link to one another.
    fn name_new(&self) -> Result<Vec<Mirror>> {
        let root = Path::new(&self.vault.path);
        let mut all = self.store.read_blocking(|connection| kept(connection, self.vault))?;
        let known = self.store.read_blocking(|connection| table::list(connection, self.vault.id))?;
        let mut new = Vec::new();
        let is_new = |row: &Mirror| row.base.is_none() && row.pending.is_none() && row.disk.is_none();
        let mut taken: Vec<String> = all.iter().map(|kept| fold(&kept.row.path)).collect();
        for Kept { row, title } in all.iter_mut().filter(|kept| is_new(&kept.row)) {
            let there = |path: &str| root.join(path).symlink_metadata().is_ok();
            let is_ours = || {
                hisho_vault::read::read(root, &row.path).is_ok_and(|file| uid(&file.bytes).as_ref() == Some(&row.uid))
            };
            if there(&row.path) && !is_ours() {
                let folder = row.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
                row.path = free_path(&folder, title, row.language, |path| there(path) || taken.contains(&fold(path)));
                taken.push(fold(&row.path));
            }
            if !known.contains(row) {
                new.push(row.clone());
            }
        }
        if !new.is_empty() {
            let vault = self.vault.id;
            self.store.write_blocking(Actor::system(), move |write| {
                new.iter().try_for_each(|row| table::put(write, vault, row))
            })?;
        }
        Ok(all.into_iter().map(|kept| kept.row).collect())
    }

    /// What the person decided about fields of this note.
    fn settled(&self, uid: &str) -> BTreeMap<Field, Side> {
        self.said.settled.and_then(|settled| settled.get(uid)).cloned().unwrap_or_default()
    }

    /// A row of the planner's as it is stored, and the contents that it names.
    fn stored(&self, row: &Row) -> Result<Stored> {
        let known = self.rows.get(&row.uid).ok_or_else(|| Error::internal(format!("{} is not kept", row.uid)))?;
        let contents: Vec<Vec<u8>> = [
            row.base.as_ref().map(Pair::to_bytes),
            row.pending.as_ref().map(|(_, pair)| pair.to_bytes()),
            row.disk.as_ref().map(|(_, bytes)| bytes.to_vec()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let hash = |pair: &Pair| mirror::hash_of(&pair.to_bytes());
        let looks = |missing: Missing| Looks { since: missing.since, last: missing.last, count: missing.looks };
        let went = row.unlinked && !known.unlinked;
        Ok(Stored {
            vault: self.vault.id,
            contents,
            gone: row.disk.as_ref().filter(|_| went).map(|(_, bytes)| bytes.to_vec()),
            row: Mirror {
                path: row.path.clone(),
                base: row.base.as_ref().map(hash),
                disk: row.disk.as_ref().map(|(hash, _)| *hash),
                wrote: row.wrote,
                pending: row.pending.as_ref().map(|(_, pair)| hash(pair)),
                file_id: row.file_id,
                missing: row.missing.map(looks),
                moved: row.moved.clone(),
                unlinked: row.unlinked,
                suspect: row.suspect,
                ..known.clone()
            },
        })
    }
}

/// A row with everything that it names.
struct Stored {
    vault: i64,
    row: Mirror,
    contents: Vec<Vec<u8>>,
    /// What a note said that is gone now.
    gone: Option<Vec<u8>>,
}

impl Stored {
    fn put(&self, write: &Write<'_>) -> hisho_store::Result<()> {
        for bytes in &self.contents {
            files::put(write, bytes)?;
        }
        if let Some(bytes) = &self.gone {
            files::keep(write, self.vault, &self.row.path, bytes, VersionReason::Gone)?;
        }
        table::put(write, self.vault, &self.row)
    }
}

/// A stored row as the planner goes by it. What is named and not there any more counts as unknown.
fn planned(connection: &Connection, row: &Mirror, layout: &Layout) -> hisho_store::Result<Row> {
    let pair = |hash: Option<[u8; 32]>| -> hisho_store::Result<Option<Pair>> {
        let bytes = hash.map(|hash| files::bytes(connection, &hash)).transpose()?.flatten();
        Ok(bytes.and_then(|bytes| Pair::from_bytes(&bytes, layout).ok()))
    };
    let disk = row.disk.map(|hash| Ok::<_, hisho_store::Failure>((hash, files::bytes(connection, &hash)?)));
    Ok(Row {
        uid: row.uid.clone(),
        path: row.path.clone(),
        base: pair(row.base)?,
        disk: disk.transpose()?.and_then(|(hash, bytes)| Some((hash, Arc::from(bytes?)))),
        file_id: row.file_id,
        wrote: row.wrote,
        pending: row.wrote.zip(pair(row.pending)?),
        missing: row.missing.map(|looks| Missing { since: looks.since, last: looks.last, looks: looks.count }),
        moved: row.moved.clone(),
        unlinked: row.unlinked,
        suspect: row.suspect,
    })
}

impl Sides for TwoSides<'_> {
    type Error = Error;

    fn look(&mut self) -> Result<(Vec<Wanted>, Vec<Row>, Disk)> {
        let rows = self.name_new()?;
        let vault = self.vault;
        let (wanted, planned, known) = self.store.read_blocking(|connection| {
            let all = kept(connection, vault)?;
            let paths = paths(&all);
            let (mut wanted, mut remembered) = (Vec::new(), Vec::new());
            for row in &rows {
                let layout = layout(row);
                remembered.push(planned(connection, row, &layout)?);
                let sheet = sheet(connection, row, &paths)?;
                wanted.push(Wanted { uid: row.uid.clone(), layout, sheet, settled: self.settled(&row.uid) });
            }
            let known = Known {
                with_uid: notes::with_uid(connection, vault.id)?,
                paths: notes::paths(connection, vault.id)?.into_iter().collect(),
                problems: vaults::problems_of(connection, vault.id, Source::Scan)?,
            };
            Ok((wanted, remembered, known))
        })?;
        let mut disk = disk::look(Path::new(&vault.path), &rows, &known);
        for seen in disk.seen.iter_mut().filter(|seen| self.said.done_with.contains(&seen.path)) {
            seen.quiet_ms = u64::MAX;
        }
        let agreed = |row: &Row| Some((row.uid.clone(), row.base.as_ref()?.disk.clone()));
        self.says = wanted.iter().map(|wanted| (wanted.uid.clone(), wanted.sheet.clone())).collect();
        self.agreed = planned.iter().filter_map(agreed).collect();
        self.rows = rows.into_iter().map(|row| (row.uid.clone(), row)).collect();
        Ok((wanted, planned, disk))
    }

    fn plan(&self, wanted: &[Wanted], rows: &[Row], disk: &Disk) -> Plan {
        let millis = |setting: i64| u64::try_from(setting).unwrap_or_default();
        let limits = Limits {
            quiet_ms: millis(self.vault.quiet_ms),
            write_quiet_ms: millis(self.vault.write_quiet_ms),
            at_once_ms: AT_ONCE_MS,
            accept_gone: self.said.accept_gone,
        };
        mirror::plan(wanted, rows, disk, &limits)
    }

    fn keep(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        let (vault, path, bytes) = (self.vault.id, path.to_owned(), bytes.to_owned());
        let keep = move |write: &Write<'_>| files::keep(write, vault, &path, &bytes, VersionReason::Seen);
        self.store.write_blocking(Actor::system(), keep).map(drop)
    }

    fn take(&mut self, edits: &[Edit], row: &Row) -> Result<Option<Refused>> {
        let stored = self.stored(row)?;
        let (edits, agreed) = (edits.to_vec(), self.agreed.get(&row.uid).cloned());
        let (entity, uid): (Entity, String) = (stored.row.entity, row.uid.clone());
        // The transaction is taken back where an edit is refused; at which is told past it.
        let refused = Arc::new(Mutex::new(None));
        let told = refused.clone();
        let done = self.store.write_blocking(Actor::person_in_vault(), move |write| {
            let mut place = Place::default();
            let taken = taking::take(write, entity, &uid, &edits, agreed.as_ref(), &mut place);
            if let Some(why) = taken.as_ref().err().and_then(taking::refusal) {
                let refused = Refused { edit: place.edit, line: place.line, why };
                *told.lock().unwrap_or_else(PoisonError::into_inner) = Some(refused);
            }
            taken?;
            stored.put(write)
        });
        match refused.lock().unwrap_or_else(PoisonError::into_inner).take() {
            Some(refused) => Ok(Some(refused)),
            None => done.map(|()| None),
        }
    }

    fn record(&mut self, row: &Row) -> Result<()> {
        let stored = self.stored(row)?;
        self.store.write_blocking(Actor::system(), move |write| stored.put(write))
    }

    fn write(&mut self, path: &str, expect: Expect, bytes: &[u8]) -> Result<Wrote> {
        match self.gate.write(path, expect, bytes) {
            Ok(_) => Ok(Wrote::Done),
            Err(GateError::Changed { .. } | GateError::Raced { .. }) => Ok(Wrote::Changed),
            Err(error) => Err(Error::io("mirror", Some(path), error)),
        }
    }

    fn goes_on(&self) -> bool {
        !self.stopping.load(Ordering::Relaxed)
    }
}
