//! What Hisho does in a world: the gate's steps and the store's, in memory, so that the program can
//! end between any two.

use std::collections::BTreeMap;
use std::sync::Arc;

use hisho_vault::gate::Expect;
use hisho_vault::mirror::{
    Disk, Edit, Is, Item, ListChange, Plan, Refused, Row, Seen, Sides, Wanted, Wrote, hash_of, list_changes,
    plan_guarded, uid,
};

use super::world::{OWN, World, changes, layout};

impl Sides for World {
    type Error = String;

    fn look(&mut self) -> Result<(Vec<Wanted>, Vec<Row>, Disk), String> {
        self.step("look")?;
        let wanted: Vec<Wanted> = self
            .records
            .iter()
            .map(|(uid, record)| Wanted {
                uid: uid.clone(),
                layout: layout(),
                sheet: record.sheet.clone(),
                settled: BTreeMap::new(),
            })
            .collect();
        let rows: Vec<Row> = self.rows.values().cloned().collect();
        let mut disk = Disk { now_ms: self.now, is_there: !self.is_away, ..Disk::default() };
        if self.is_away {
            return Ok((wanted, rows, disk));
        }
        let mut read_now = Vec::new();
        disk.unreadable = self.unreadable.iter().cloned().collect();
        for (path, file) in &self.files {
            if self.unreadable.iter().any(|folder| path.starts_with(&format!("{folder}/"))) {
                continue;
            }
            let quiet_ms = self.now - file.changed_at;
            let is = if file.in_cloud {
                Is::Placeholder
            } else if file.locked {
                Is::Unreadable
            } else {
                let owner = uid(&file.bytes);
                let is_ours = |row: &Row| {
                    owner.as_ref() == Some(&row.uid) || (owner.is_none() && row.path == *path && row.base.is_some())
                };
                if quiet_ms >= 300 && rows.iter().any(is_ours) {
                    read_now.push(hash_of(&file.bytes));
                }
                Is::Note { bytes: file.bytes.clone(), writable: !file.read_only }
            };
            disk.seen.push(Seen { path: path.clone(), is, file_id: Some(file.id), quiet_ms });
        }
        self.owed_next = read_now;
        // In no order that anybody could rely on.
        self.random.shuffle(&mut disk.seen);
        Ok((wanted, rows, disk))
    }

    fn plan(&self, wanted: &[Wanted], rows: &[Row], disk: &Disk) -> Plan {
        plan_guarded(wanted, rows, disk, &self.limits(), &self.held.rules)
    }

    fn keep(&mut self, _: &str, bytes: &[u8]) -> Result<(), String> {
        self.step("keep")?;
        self.archive(bytes);
        self.count("step keep");
        Ok(())
    }

    fn take(&mut self, edits: &[Edit], row: &Row) -> Result<Option<Refused>, String> {
        self.step("take")?;
        if self.failing && !edits.is_empty() && self.random.u8(0..6) == 0 {
            self.count("refused by the record");
            let edit = self.random.usize(0..edits.len());
            return Ok(Some(Refused { edit, line: self.a_line(&edits[edit]), why: "refused".into() }));
        }
        for edit in edits {
            self.count(format!(
                "take {}",
                changes(edit).first().map_or("nothing", |what| what.split(' ').next().unwrap_or(""))
            ));
            self.apply(&row.uid, edit);
        }
        self.remember(row);
        Ok(None)
    }

    fn record(&mut self, row: &Row) -> Result<(), String> {
        self.step("record")?;
        self.count("step record");
        self.remember(row);
        Ok(())
    }

    fn write(&mut self, path: &str, expect: Expect, bytes: &[u8]) -> Result<Wrote, String> {
        self.step("write")?;
        if self.is_away {
            return Err("away".into());
        }
        if self.random.bool() {
            self.let_others(path);
        }
        let old = self.files.get(path).map(|file| file.bytes.clone());
        let is_expected = match (expect, &old) {
            (Expect::Absent, None) => true,
            (Expect::Hash(hash), Some(old)) => hash_of(old) == hash,
            _ => false,
        };
        if !is_expected && self.held.expects {
            self.count("something else was there");
            return Ok(Wrote::Changed);
        }
        if expect == Expect::Absent && self.rows.values().any(|row| row.path == path && row.base.is_some()) {
            self.violated(format!("{path} came back like a ghost"));
        }
        let new: Arc<[u8]> = Arc::from(bytes);
        if let Some(old) = &old {
            self.must_leave_the_rest(path, old, bytes);
            if !self.history.contains(&hash_of(old)) {
                self.violated(format!("{path}: what nobody had read was overwritten"));
            }
            self.archive(old);
        }
        self.step("archived")?;
        if !self.held.beside {
            // What a program does that writes straight into the file.
            self.save(path, Arc::from(&bytes[..bytes.len() / 3]));
            self.step("half written")?;
        }
        if self.is_full {
            self.count("disk full");
            if self.files.get(path).map(|file| &file.bytes) != old.as_ref() {
                self.violated(format!("{path} was cut short"));
            }
            return Err("no space left".into());
        }
        if self.held.beside {
            self.let_others(path);
        }
        self.step("beside")?;
        let displaced = self.files.get(path).map(|file| file.bytes.clone()).filter(|_| self.held.beside);
        if self.held.beside {
            self.files.remove(path);
        }
        self.save(path, new);
        if let Some(displaced) = displaced {
            self.owed.insert(hash_of(&displaced), "displaced");
            self.leftovers.push(displaced.clone());
            self.step("exchanged")?;
            self.leftovers.pop();
            if old.as_ref() != Some(&displaced) && self.held.looks_back {
                self.archive(&displaced);
                self.archive(bytes);
                self.save(path, displaced);
                self.count("raced, and put back");
                return Ok(Wrote::Changed);
            }
        }
        self.step("exchanged")?;
        self.count("step write");
        Ok(Wrote::Done)
    }

    fn goes_on(&self) -> bool {
        !self.dead
    }
}

impl World {
    /// A line that an edit of a list changes, adds or takes away; or none, for the whole edit.
    fn a_line(&mut self, edit: &Edit) -> Option<Item> {
        let Edit::List { was, now, .. } = edit else { return None };
        let lines: Vec<Item> = list_changes(was, now)
            .into_iter()
            .filter_map(|change| match change {
                ListChange::Add { item, .. } | ListChange::Change { now: item, .. } | ListChange::Remove(item) => {
                    Some(item)
                }
                ListChange::Order(_) => None,
            })
            .collect();
        let nth = self.random.usize(0..lines.len() + 1);
        let line = lines.get(nth).cloned();
        if line.is_some() {
            self.count("a line refused by the record");
        }
        line
    }

    /// What is not Hisho's in a note does not change by a write.
    fn must_leave_the_rest(&mut self, path: &str, old: &[u8], new: &[u8]) {
        if self.files.get(path).is_some_and(|file| file.read_only) {
            self.violated(format!("{path} was written, and may not be"));
        }
        let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
        let own = |text: &str| text.find(OWN).map(|at| text[at + OWN.len()..].trim_end().to_owned());
        let (before, after) = (own(&old), own(&new));
        if before.is_some() && before != after {
            self.violated(format!("{path}: the person's own section changed from {before:?} to {after:?}"));
        }
        for line in old.lines().filter(|line| line.starts_with("mine:") || line.contains("stray")) {
            if !new.contains(line) {
                self.violated(format!("{path}: `{line}` is gone"));
            }
        }
        if new.matches("\nuid: ").count() > 1 && old.matches("\nuid: ").count() < 2 {
            self.violated(format!("{path} has a second block of properties"));
        }
        let mixed = |text: &str| text.contains("\r\n") && text.replace("\r\n", "").contains('\n');
        if mixed(&new) && !mixed(&old) && old.contains("\r\n") {
            self.violated(format!("{path}: its line endings are mixed now"));
        }
    }
}
