//! Those who change things: the person in their editor and in Hisho, sync tools, the disk itself.

use std::sync::Arc;

use fastrand::Rng;
use hisho_vault::mirror::{Edit, Finding, Item, Kept, Plan, Reading, Row, Sheet, read, settle, splice};

use super::faults;
use super::world::{File, Later, Race, Record, Typing, World, changes, layout};

/// One thing that happens. Its seed decides the rest, so that leaving another out changes nothing
/// in it.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    pub what: u8,
    pub seed: u64,
    /// Milliseconds that pass before it.
    pub after: u64,
}

/// A story, from its seed.
pub fn story(random: &mut Rng) -> Vec<Act> {
    (0..random.usize(10..60))
        .map(|_| Act {
            what: random.u8(0..100),
            seed: random.u64(..),
            after: match random.u8(0..6) {
                0 => random.u64(0..200),
                1..=3 => random.u64(200..2_500),
                _ => random.u64(2_500..8_000),
            },
        })
        .collect()
}

pub fn act(world: &mut World, act: Act) {
    pass(world, act.after);
    world.random = Rng::with_seed(act.seed);
    world.tell(|| format!("act {}", act.what));
    match act.what {
        0..=29 => drop(look(world)),
        30..=44 => in_hisho(world),
        45..=64 => edit(world, |_| {}),
        65..=67 => type_on(world),
        68..=70 => race(world),
        71..=73 => save_by_rename(world),
        74..=76 => save_in_pieces(world),
        77..=78 => faults::move_note(world),
        79..=80 => faults::delete(world),
        81..=82 => faults::copy(world),
        83..=85 => faults::spoil(world),
        86..=87 => faults::drive(world),
        88..=89 => faults::folder(world),
        90..=91 => faults::cloud(world),
        92 => faults::read_only(world),
        93 => faults::wipe(world),
        94 => world.is_full = !world.is_full,
        95 => world.failing = !world.failing,
        96 => world.dies_in = Some(world.random.u32(0..12)),
        97 => killed_at_first(world),
        _ => request(world),
    }
}

/// Time passes, and what was begun goes on.
pub fn pass(world: &mut World, ms: u64) {
    let until = world.now + ms;
    loop {
        let later = world.later.iter().map(|later| later.at).min();
        let typed = world.typing.iter().map(|typing| typing.next).min();
        let Some(next) = later.into_iter().chain(typed).chain(world.due).min().filter(|at| *at <= until) else { break };
        world.now = world.now.max(next);
        if world.due.is_some_and(|at| at <= next) {
            look(world);
        } else if let Some(nth) = world.later.iter().position(|later| later.at <= next) {
            let later = world.later.remove(nth);
            match later.bytes {
                Some(bytes) => world.save(&later.path, bytes),
                None => drop(world.files.remove(&later.path)),
            }
        } else if let Some(nth) = world.typing.iter().position(|typing| typing.next <= next) {
            let mut typing = world.typing.remove(nth);
            if world.files.contains_key(&typing.path) {
                typing.text = changed(world, &typing.text.clone(), |_| {});
                // The editor does not look at what lies there by now.
                world.save(&typing.path.clone(), typing.text.clone());
                typing.saves -= 1;
                typing.next = next + world.random.u64(600..2_400);
                if typing.saves > 0 {
                    world.typing.push(typing);
                }
            }
        }
    }
    world.now = until;
}

/// Hisho looks, and brings both sides in step.
pub fn look(world: &mut World) -> Plan {
    world.dead = false;
    // A start finds what the last end left.
    for left in std::mem::take(&mut world.leftovers) {
        world.history.insert(hisho_vault::mirror::hash_of(&left));
    }
    world.owed_next.clear();
    let found = settle(world);
    if !world.dead && !world.failing {
        for hash in std::mem::take(&mut world.owed_next) {
            world.owed.insert(hash, "observed");
        }
    }
    if world.dead {
        world.dies_in = None;
    }
    world.due = None;
    let Ok(plan) = found else { return Plan::default() };
    world.due = plan.again_ms.map(|ms| world.now + ms.max(50));
    for finding in &plan.findings {
        let said = format!("{finding:?}");
        let mut words = said.split(|c: char| !c.is_alphanumeric());
        let name = words.next().unwrap_or("").to_owned();
        let inner = said.split("trouble: ").nth(1).and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
        world.count(format!("told {name}{}", inner.map(|inner| format!(" {inner}")).unwrap_or_default()));
        if let Finding::Taken { uid, .. } = finding {
            let number = world.number();
            let row = world.rows.get_mut(uid).expect("a row was planned for");
            row.path = format!("Hisho/Another {number}.md");
        }
    }
    plan
}

pub(super) fn any_note(world: &mut World) -> Option<String> {
    let busy: Vec<&String> = world.typing.iter().map(|t| &t.path).chain(world.later.iter().map(|l| &l.path)).collect();
    let free = |path: &&String, file: &File| !busy.contains(path) && !file.in_cloud && !file.read_only && !file.locked;
    let paths: Vec<String> =
        world.files.iter().filter(|(path, file)| free(path, file)).map(|(path, _)| path.clone()).collect();
    let can_write = !world.is_away && !paths.is_empty();
    can_write.then(|| paths[world.random.usize(0..paths.len())].clone())
}

/// The person changes a record in Hisho, or makes a new one.
pub(super) fn in_hisho(world: &mut World) {
    if world.random.u8(0..8) == 0 && world.records.len() < 8 {
        let number = world.number();
        let path = format!("Hisho/New {number}.md");
        if world.random.u8(0..4) == 0 {
            world.save(&path, b"somebody's words\n"[..].into());
        }
        add(world, format!("uid-n{number}"), path);
        return;
    }
    let uids: Vec<String> = world.records.keys().cloned().collect();
    let uid = &uids[world.random.usize(0..uids.len())];
    let mut record = world.records[uid].clone();
    if let Some(draft) = record.draft.take_if(|_| world.random.bool()) {
        record.sheet.texts.insert("scope", draft);
    } else {
        vary(world, &mut record.sheet);
        if world.random.u8(0..4) == 0 {
            record
                .sheet
                .properties
                .insert("status", ["active", "paused", "completed"][world.random.usize(0..3)].into());
        }
    }
    for item in record.sheet.lists.entry("tasks").or_default().iter_mut().filter(|item| item.key.is_empty()) {
        item.key = format!("k{}", world.number());
    }
    record.sheet = record.sheet.tidy(&layout());
    world.tell(|| format!("in Hisho {:?}", record.sheet));
    world.records.insert(uid.clone(), record);
}

/// Changes one thing of what a note says.
fn vary(world: &mut World, sheet: &mut Sheet) {
    let number = world.number();
    let tasks = sheet.lists.get("tasks").map_or(0, Vec::len);
    let at = if tasks > 0 { world.random.usize(0..tasks) } else { 0 };
    match world.random.u8(0..12) {
        0 => sheet.title = format!("Title {number}"),
        1 => drop(sheet.properties.insert("due", format!("2026-{:02}-{:02}", number % 12 + 1, number % 28 + 1))),
        2 => drop(sheet.properties.remove("due")),
        3..=4 => {
            let mut lines: Vec<String> = sheet.text("objective").split('\n').map(str::to_owned).collect();
            let at = world.random.usize(0..lines.len());
            lines[at] = format!("line {number} --- - [ ] # %%");
            sheet.texts.insert("objective", lines.join("\n"));
        }
        5 => drop(sheet.texts.insert("scope", format!("scope {number}\n\n## of it"))),
        6 => {
            let item = Item { text: format!("criterion {number}"), ..Item::default() };
            sheet.lists.entry("criteria").or_default().push(item);
        }
        7 if tasks > 0 => drop(sheet.lists.get_mut("tasks").map(|tasks| tasks.remove(at))),
        8 if tasks > 0 => {
            if let Some(tasks) = sheet.lists.get_mut("tasks") {
                tasks[at].mark = Some(if tasks[at].mark == Some(' ') { 'x' } else { ' ' });
            }
        }
        9 if tasks > 0 => {
            if let Some(tasks) = sheet.lists.get_mut("tasks") {
                (tasks[at].text, tasks[at].priority) = (format!("reworded {number}"), Some("high".into()));
            }
        }
        10 if tasks > 1 => {
            if let Some(tasks) = sheet.lists.get_mut("tasks") {
                tasks.rotate_left(1);
            }
        }
        _ => {
            let item = Item { mark: Some(' '), text: format!("task {number}"), ..Item::default() };
            sheet.lists.entry("tasks").or_default().insert(at, item);
        }
    }
}

/// A text with one thing changed as the person would, and that noted down as meant.
pub(super) fn changed(world: &mut World, text: &Arc<[u8]>, more: impl Fn(&mut Sheet)) -> Arc<[u8]> {
    let Ok(before) = read(text, &layout()) else { return repaired(world, text) };
    let mut sheet = before.sheet.clone();
    vary(world, &mut sheet);
    more(&mut sheet);
    let (mut bytes, _) = splice(&before, &sheet.tidy(&layout()), &layout(), &Kept::new());
    if world.random.u8(0..5) == 0 {
        bytes.extend_from_slice(format!("my own words {}\n", world.numbers).as_bytes());
    }
    if world.random.u8(0..20) == 0 {
        bytes = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\n', "\r\n").into_bytes();
    }
    mean(world, &before, &bytes);
    bytes.into()
}

/// Notes down what the person changed.
pub(super) fn mean(world: &mut World, before: &Reading, bytes: &[u8]) {
    let Ok(after) = read(bytes, &layout()) else { return };
    let uid = after.sheet.uid.clone();
    for edit in differences(&before.sheet, &after.sheet) {
        // A line without an identity is named by what it says.
        let plain = |what: String| match (what.find('~'), what.find('|')) {
            (Some(from), Some(to)) if from < to => format!("{}{}", &what[..from], &what[to..]),
            _ => what,
        };
        world.meant.extend(changes(&edit).into_iter().map(|what| (uid.clone(), plain(what))));
    }
}

/// What of one sheet is otherwise in another.
fn differences(was: &Sheet, now: &Sheet) -> Vec<Edit> {
    let mut edits = Vec::new();
    if was.title != now.title {
        edits.push(Edit::Title(now.title.clone()));
    }
    for key in ["due", "status"] {
        if was.properties.get(key) != now.properties.get(key) {
            edits.push(Edit::Property(key, now.properties.get(key).cloned()));
        }
    }
    for key in ["objective", "scope"] {
        if was.text(key) != now.text(key) {
            edits.push(Edit::Text(key, now.text(key).to_owned()));
        }
    }
    for section in ["tasks", "criteria"] {
        let named = |sheet: &Sheet| -> Vec<Item> {
            let name = |item: &Item| if item.key.is_empty() { format!("~{}", item.text) } else { item.key.clone() };
            sheet.list(section).iter().map(|item| Item { key: name(item), ..item.clone() }).collect()
        };
        let (was, now) = (named(was), named(now));
        edits.push(Edit::List { section, was, now });
    }
    edits
}

/// The person puts a note right that nobody could read: from what they have of it.
pub(super) fn repaired(world: &mut World, text: &Arc<[u8]>) -> Arc<[u8]> {
    let said = String::from_utf8_lossy(text).into_owned();
    let fixed = said.replace("uid [broken\n", "").replace("<<<<<<< mine\n", "").replace(">>>>>>> theirs\n", "");
    if fixed == said {
        // Emptied: the last version that Hisho knows, out of its history.
        let emptied = |row: &&Row| world.files.get(&row.path).is_some_and(|file| file.bytes == *text);
        let rows: Vec<&Row> = world.rows.values().filter(emptied).collect();
        let [row] = rows.as_slice() else { return text.clone() };
        return row.disk.as_ref().map_or_else(|| text.clone(), |(_, bytes)| bytes.clone());
    }
    fixed.into_bytes().into()
}

/// The person edits a note and saves.
fn edit(world: &mut World, more: impl Fn(&mut Sheet)) {
    let Some(path) = any_note(world) else { return };
    let text = world.files[&path].bytes.clone();
    let text = changed(world, &text, more);
    world.save(&path, text);
}

/// The program is killed while it writes a note for the first time; what it is about changes before the next
/// start.
fn killed_at_first(world: &mut World) {
    if world.records.len() > 8 || world.is_away {
        return;
    }
    let number = world.number();
    let uid = format!("uid-n{number}");
    add(world, uid.clone(), format!("Hisho/First {number}.md"));
    pass(world, 4_000);
    world.dies_in = Some(world.random.u32(3..9));
    look(world);
    if let Some(record) = world.records.get_mut(&uid) {
        record.sheet.title = format!("Title {number}");
    }
}

/// The person changes what is only shown.
fn request(world: &mut World) {
    edit(world, |sheet| drop(sheet.properties.insert("status", "approved".into())));
}

fn type_on(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let text = world.files[&path].bytes.clone();
    let text = changed(world, &text, |_| {});
    world.save(&path, text.clone());
    let next = world.now + world.random.u64(600..2_400);
    let saves = world.random.u32(2..5);
    world.typing.push(Typing { path, text, saves, next });
}

/// The person saves at the very moment in which Hisho writes.
fn race(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let text = world.files[&path].bytes.clone();
    let meant = std::mem::take(&mut world.meant);
    let bytes = changed(world, &text, |_| {});
    let meant = std::mem::replace(&mut world.meant, meant);
    in_hisho(world);
    pass(world, 4_000);
    world.race = Some(Race { path, bytes, meant });
    look(world);
    world.race = None;
}

/// An editor moves the old file away and puts the new one there a moment later.
fn save_by_rename(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let text = world.files[&path].bytes.clone();
    let text = changed(world, &text, |_| {});
    world.files.remove(&path);
    let at = world.now + world.random.u64(50..1_500);
    world.later.push(Later { at, path, bytes: Some(text) });
    world.count("saved by rename");
    if world.random.bool() {
        look(world);
    }
}

/// A program writes a file slowly, straight into it.
fn save_in_pieces(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let text = world.files[&path].bytes.clone();
    let text = changed(world, &text, |_| {});
    let cut = world.random.usize(0..=text.len());
    world.save(&path, text[..cut].into());
    let wait = world.random.u64(400..2_400);
    let at = world.now + wait;
    world.later.push(Later { at, path, bytes: Some(text) });
    pass(world, wait.min(350));
    look(world);
}

/// A record that has no note yet.
pub(super) fn add(world: &mut World, uid: String, path: String) {
    let mut sheet = Sheet { uid: uid.clone(), title: format!("About {uid}"), ..Sheet::default() };
    sheet.properties.insert("status", "active".into());
    sheet.texts.insert("objective", "one\ntwo\nthree\nfour\nfive".into());
    sheet.texts.insert("scope", "all of it".into());
    let tasks = (0..world.random.usize(0..4)).map(|nth| Item {
        key: format!("{}x{nth}", uid.replace('-', "")),
        mark: Some(' '),
        text: format!("do {nth} of {uid}"),
        ..Item::default()
    });
    sheet.lists.insert("tasks", tasks.collect());
    world.records.insert(uid.clone(), Record { sheet: sheet.tidy(&layout()), draft: None });
    world.rows.insert(uid.clone(), Row { uid, path, ..Row::default() });
}

/// A world before its story: a few records with their notes, in which the person has words of their
/// own.
pub fn begin(world: &mut World) {
    for nth in 0..world.random.usize(1..6) {
        add(world, format!("uid-{nth}"), format!("Hisho/Note {nth}.md"));
    }
    look(world);
    for path in world.files.keys().cloned().collect::<Vec<_>>() {
        let text = String::from_utf8_lossy(&world.files[&path].bytes).replacen("---\n", "---\nmine:  'x' # why\n", 1);
        world.save(&path, (text + "\n- [ ] my own 🆔 t00\n").into_bytes().into());
    }
}
