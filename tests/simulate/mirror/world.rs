//! A world in memory: a file system with its faults, a clock, records, and what Hisho remembers. It
//! does what the gate and the store do, step by step, so that anything can end between two.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use fastrand::Rng;
use hisho_vault::mirror::{
    Edit, Form, Hash, Layout, Limits, ListChange, Property, Row, Rule, Section, Sheet, hash_of, list_changes, uid,
};

use super::guards::Held;

/// The own section's heading.
pub const OWN: &str = "## Notes";

/// What the notes of this world consist of: one field of every kind.
pub fn layout() -> Layout {
    let section = |key, heading, form, rule| Section { key, heading, form, rule, always: form == Form::Tasks };
    Layout {
        properties: vec![Property { key: "status", rule: Rule::Shown }, Property { key: "due", rule: Rule::Read }],
        title: Rule::Read,
        sections: vec![
            section("tasks", "Tasks", Form::Tasks, Rule::Read),
            section("objective", "Objective", Form::Text, Rule::Read),
            section("scope", "Scope", Form::Text, Rule::Draft),
            section("criteria", "Criteria", Form::Lines, Rule::Read),
        ],
        own: "Notes",
    }
}

/// A file.
#[derive(Clone)]
pub struct File {
    pub bytes: Arc<[u8]>,
    pub changed_at: u64,
    pub in_cloud: bool,
    pub read_only: bool,
    /// Another program has it open and lets nobody else at it.
    pub locked: bool,
    /// The file system's number for it.
    pub id: u64,
}

/// A record and the draft that edits of its note opened.
#[derive(Clone)]
pub struct Record {
    pub sheet: Sheet,
    pub draft: Option<String>,
}

/// What another program will do a little later.
pub struct Later {
    pub at: u64,
    pub path: String,
    /// The file's new bytes; None takes it away.
    pub bytes: Option<Arc<[u8]>>,
}

/// A person in the middle of typing: the editor saves its own text again and again.
pub struct Typing {
    pub path: String,
    pub text: Arc<[u8]>,
    pub saves: u32,
    pub next: u64,
}

/// A save that falls into the middle of a write.
pub struct Race {
    pub path: String,
    pub bytes: Arc<[u8]>,
    pub meant: HashSet<(String, String)>,
}

/// Everything there is.
pub struct World {
    pub random: Rng,
    pub held: Held,
    pub now: u64,
    pub files: BTreeMap<String, File>,
    /// Temporary files that an end left beside the notes.
    pub leftovers: Vec<Arc<[u8]>>,
    pub history: HashSet<Hash>,
    pub rows: BTreeMap<String, Row>,
    pub records: BTreeMap<String, Record>,
    pub is_away: bool,
    pub unreadable: BTreeSet<String>,
    pub is_full: bool,
    pub accept_gone: bool,
    /// Steps until the program is killed.
    pub dies_in: Option<u32>,
    pub dead: bool,
    pub failing: bool,
    pub later: Vec<Later>,
    pub typing: Vec<Typing>,
    /// While Hisho is at work: what the person saves in the next moment.
    pub race: Option<Race>,
    /// When Hisho wants to look again.
    pub due: Option<u64>,
    /// What must be recoverable, and why.
    pub owed: BTreeMap<Hash, &'static str>,
    /// What was read just now, and is owed once Hisho is done with it.
    pub owed_next: Vec<Hash>,
    /// What the person meant to change and Hisho has not taken yet.
    pub meant: HashSet<(String, String)>,
    pub deleted: BTreeSet<String>,
    pub violations: Vec<String>,
    pub seen: BTreeMap<String, u64>,
    pub numbers: u64,
    /// Tells what happens, line by line.
    pub tells: bool,
}

impl World {
    pub fn count(&mut self, what: impl Into<String>) {
        *self.seen.entry(what.into()).or_default() += 1;
    }

    pub fn violated(&mut self, why: String) {
        self.violations.push(why);
    }

    pub fn tell(&self, what: impl FnOnce() -> String) {
        if self.tells {
            println!("  {:>8} {}", self.now - 1_000_000, what());
        }
    }

    pub fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    pub fn save(&mut self, path: &str, bytes: Arc<[u8]>) {
        self.tell(|| format!("{path} now holds {:?}", String::from_utf8_lossy(&bytes)));
        let (now, id) = (self.now, self.number());
        let file = self.files.entry(path.to_owned()).or_insert_with(|| File {
            bytes: bytes.clone(),
            changed_at: now,
            in_cloud: false,
            read_only: false,
            locked: false,
            id,
        });
        (file.bytes, file.changed_at) = (bytes, now);
    }

    /// Whether a text can still be had from anywhere.
    pub fn recovers(&self, hash: &Hash) -> bool {
        let same = |bytes: &Arc<[u8]>| hash_of(bytes) == *hash;
        self.history.contains(hash)
            || self.files.values().any(|file| same(&file.bytes))
            || self.leftovers.iter().any(same)
            || self.later.iter().filter_map(|later| later.bytes.as_ref()).any(same)
    }

    pub fn limits(&self) -> Limits {
        Limits { quiet_ms: 300, write_quiet_ms: 3_000, at_once_ms: 60_000, accept_gone: self.accept_gone }
    }

    /// A world in which nothing happened yet.
    pub fn new(seed: u64, held: Held) -> World {
        World {
            random: Rng::with_seed(seed),
            held,
            now: 1_000_000,
            files: BTreeMap::new(),
            leftovers: Vec::new(),
            history: HashSet::new(),
            rows: BTreeMap::new(),
            records: BTreeMap::new(),
            is_away: false,
            unreadable: BTreeSet::new(),
            is_full: false,
            accept_gone: false,
            dies_in: None,
            dead: false,
            failing: false,
            later: Vec::new(),
            typing: Vec::new(),
            race: None,
            due: None,
            owed: BTreeMap::new(),
            owed_next: Vec::new(),
            meant: HashSet::new(),
            deleted: BTreeSet::new(),
            violations: Vec::new(),
            seen: BTreeMap::new(),
            numbers: 0,
            tells: false,
        }
    }

    /// One step of the program: it may be killed here, or fail.
    pub(super) fn step(&mut self, what: &str) -> Result<(), String> {
        if self.dead {
            return Err("dead".into());
        }
        if let Some(left) = &mut self.dies_in {
            if *left == 0 {
                self.dead = true;
                self.count(format!("killed: {what}"));
                return Err("dead".into());
            }
            *left -= 1;
        }
        if self.failing && self.random.u8(0..6) == 0 {
            self.count(format!("io error: {what}"));
            return Err(format!("{what} failed"));
        }
        Ok(())
    }

    /// The person's save that falls between two steps of a write.
    pub(super) fn let_others(&mut self, path: &str) {
        if let Some(race) = self.race.take_if(|race| race.path == path && self.files.contains_key(path)) {
            self.save(&race.path, race.bytes);
            self.meant.extend(race.meant);
            self.count("saved in the middle of a write");
        }
    }

    pub(super) fn archive(&mut self, bytes: &[u8]) {
        self.history.insert(hash_of(bytes));
    }

    pub(super) fn remember(&mut self, row: &Row) {
        self.tell(|| {
            format!(
                "remembered {} unlinked {} missing {:?} pending {}",
                row.path,
                row.unlinked,
                row.missing,
                row.pending.is_some()
            )
        });
        if let Some((hash, _)) = &row.disk {
            // Rows name contents of the history.
            self.history.insert(*hash);
        }
        let was = self.rows.insert(row.uid.clone(), row.clone());
        if row.unlinked && !was.is_some_and(|was| was.unlinked) && !self.deleted.contains(&row.uid) {
            self.violated(format!("{} was taken for deleted, and nobody had", row.path));
        }
    }

    /// An edit that reaches a record must be one that the person made.
    fn must_be_meant(&mut self, uid: &str, what: String) {
        // The person's line may not have had its identity yet, or have been reworded since.
        let nameless =
            what.split_once('|').map(|(key, text)| format!("{} |{text}", &key[..key.rfind(' ').unwrap_or(0)]));
        let key = what.split('|').next().unwrap_or(&what);
        let is_it = |(of, meant): &(String, String)| {
            of == uid && (*meant == what || meant.split('|').next() == Some(key) || Some(meant) == nameless.as_ref())
        };
        let found = self.meant.iter().find(|meant| is_it(meant)).cloned();
        // A copy is the note once it is the only one.
        let claims: Vec<&String> = self
            .files
            .iter()
            .filter(|(_, file)| self::uid(&file.bytes).as_deref() == Some(uid))
            .map(|(path, _)| path)
            .collect();
        let is_copy = claims.len() == 1 && claims[0].contains("Copy");
        match found {
            Some(found) => drop(self.meant.remove(&found)),
            None if is_copy => {}
            None => self.violated(format!("{uid}: the record took `{what}`, and nobody had changed that")),
        }
    }

    pub(super) fn apply(&mut self, uid: &str, edit: &Edit) {
        self.tell(|| format!("{uid} takes {:?}", changes(edit)));
        let mut record = self.records[uid].clone();
        changes(edit).into_iter().for_each(|what| self.must_be_meant(uid, what));
        if matches!(edit, Edit::Property("status", _)) {
            self.violated(format!("{uid}: a decision was read from the note"));
        }
        match edit {
            Edit::Title(title) => record.sheet.title.clone_from(title),
            Edit::Property(key, Some(value)) => drop(record.sheet.properties.insert(key, value.clone())),
            Edit::Property(key, None) => drop(record.sheet.properties.remove(key)),
            Edit::Text("scope", text) => record.draft = Some(text.clone()),
            Edit::Text(key, text) => drop(record.sheet.texts.insert(key, text.clone())),
            Edit::List { section, now, .. } => {
                let mut now = now.clone();
                for item in now.iter_mut().filter(|item| item.key.is_empty()) {
                    item.key = format!("k{}", self.number());
                }
                record.sheet.lists.insert(section, now);
            }
        }
        record.sheet = record.sheet.tidy(&layout());
        self.records.insert(uid.to_owned(), record);
    }
}

/// What an edit changes, by names that can be compared.
pub fn changes(edit: &Edit) -> Vec<String> {
    match edit {
        Edit::Title(_) => vec!["title".into()],
        Edit::Property(key, _) => vec![format!("property {key}")],
        Edit::Text(key, _) => vec![format!("text {key}")],
        Edit::List { section, was, now } => list_changes(was, now)
            .into_iter()
            .map(|change| match change {
                ListChange::Add { item, .. } => format!("{section} add {}", item.text),
                ListChange::Change { was, .. } => format!("{section} change {}|{}", was.key, was.text),
                ListChange::Remove(item) => format!("{section} remove {}|{}", item.key, item.text),
                ListChange::Order(_) => format!("{section} order"),
            })
            .collect(),
    }
}
