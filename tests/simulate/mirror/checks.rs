//! What must hold in the end: everything comes to rest, both sides say the same, and nothing is lost.

use std::collections::BTreeSet;

use hisho_vault::mirror::{Field, Finding, Plan, Trouble, hash_of, read, uid};

use super::actors::{look, pass};
use super::world::{World, layout};

/// How many looks a world at rest may need.
const LOOKS: usize = 12;

/// Lets all faults end and the world come to rest, and says what does not hold.
pub fn finish(world: &mut World) -> Vec<String> {
    (world.is_away, world.is_full, world.failing, world.dies_in, world.race) = (false, false, false, None, None);
    world.unreadable.clear();
    for file in world.files.values_mut() {
        (file.in_cloud, file.read_only, file.locked) = (false, false, false);
    }
    pass(world, 60_000);
    let mut plan = rest(world);
    if plan.findings.iter().any(|finding| matches!(finding, Finding::ManyGone(_))) {
        // Whoever deleted them says so now.
        world.accept_gone = true;
        plan = rest(world);
    }
    for (hash, why) in world.owed.clone() {
        if !world.recovers(&hash) {
            world.violated(format!("a text that was {why} is nowhere any more"));
        }
    }
    for uid in world.records.keys().cloned().collect::<Vec<_>>() {
        same(world, &uid, &plan);
    }
    std::mem::take(&mut world.violations)
}

fn rest(world: &mut World) -> Plan {
    let state = |world: &World| {
        let files: Vec<_> = world.files.iter().map(|(path, file)| (path.clone(), hash_of(&file.bytes))).collect();
        let records: Vec<_> =
            world.records.values().map(|record| (record.sheet.clone(), record.draft.clone())).collect();
        (files, records, world.rows.clone())
    };
    for _ in 0..LOOKS {
        let before = state(world);
        let plan = look(world);
        if state(world) == before && plan.again_ms.is_none() {
            return plan;
        }
        pass(world, 4_000);
    }
    world.violated(format!("no rest after {LOOKS} looks"));
    look(world)
}

/// A note and its record say the same, but for what the person was told of.
fn same(world: &mut World, of: &str, plan: &Plan) {
    let row = world.rows[of].clone();
    let told = |finding: &Finding| match finding {
        Finding::Doubles { uid, .. } | Finding::Taken { uid, .. } | Finding::Gone { uid, .. } => *uid == row.uid,
        Finding::Emptied(path) => *path == row.path,
        Finding::Trouble { path, trouble } => {
            *path == row.path && matches!(trouble, Trouble::NoProperties | Trouble::Unmerged | Trouble::NotText)
        }
        _ => false,
    };
    if plan.findings.iter().any(told) {
        return;
    }
    let claims =
        world.files.iter().filter(|(path, file)| uid(&file.bytes).as_deref() == Some(of) && **path == row.path);
    let Some(file) = claims.map(|(_, file)| file.clone()).next() else {
        world.violated(format!("{} has no note, and nobody was told", row.path));
        return;
    };
    let Ok(reading) = read(&file.bytes, &layout()) else {
        world.violated(format!("{} cannot be read, and nobody was told", row.path));
        return;
    };
    let mut excused: BTreeSet<&'static str> = BTreeSet::new();
    for finding in &plan.findings {
        match finding {
            Finding::Conflict { uid, conflict } if *uid == row.uid => excused.insert(name(&conflict.field)),
            Finding::Request { uid, request } if *uid == row.uid => excused.insert(name(&request.field)),
            Finding::Trouble { path, trouble } if *path == row.path => excused.insert(match trouble {
                Trouble::NoTitle => "title",
                Trouble::TwoSections(key)
                | Trouble::NoSection(key)
                | Trouble::NotOneValue(key)
                | Trouble::Unwritable(key) => key,
                _ => "tasks",
            }),
            _ => false,
        };
    }
    let (record, disk) = (world.records[of].clone(), &reading.sheet);
    let mut differs = Vec::new();
    let mut compare = |key: &'static str, is_same: bool| {
        if !is_same && !excused.contains(key) {
            differs.push(key);
        }
    };
    let app = &record.sheet;
    compare("title", app.title == disk.title);
    compare("status", app.properties.get("status") == disk.properties.get("status"));
    compare("due", app.properties.get("due") == disk.properties.get("due"));
    compare("objective", app.text("objective") == disk.text("objective"));
    let drafted = record.draft.as_deref().is_some_and(|draft| draft == disk.text("scope"));
    compare("scope", drafted || app.text("scope") == disk.text("scope"));
    let lines = |list: &[hisho_vault::mirror::Item]| -> Vec<String> {
        list.iter().map(|item| format!("{} {:?} {} {:?}", item.key, item.mark, item.text, item.priority)).collect()
    };
    compare("tasks", lines(app.list("tasks")) == lines(disk.list("tasks")));
    let sorted = |list| {
        let mut lines = lines(list);
        lines.sort();
        lines
    };
    compare("criteria", sorted(app.list("criteria")) == sorted(disk.list("criteria")));
    if !differs.is_empty() {
        world.violated(format!(
            "{}: the note and the record differ in {differs:?}, and nobody was told: {app:?} {disk:?}",
            row.path
        ));
    }
}

fn name(field: &Field) -> &'static str {
    match field {
        Field::Title => "title",
        Field::Property(key) | Field::Section(key) | Field::Line(key, _) => key,
    }
}
