//! What goes wrong with notes: moved, deleted, copied, spoilt, out of sight, wiped.

use std::collections::BTreeMap;

use hisho_vault::mirror::{read, uid};

use super::actors::{any_note, changed, in_hisho, look, mean, pass, repaired};
use super::world::{File, Later, World, layout};

pub fn move_note(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let number = world.number();
    let file = world.files.remove(&path).expect("it was there");
    let folder = if world.random.bool() { "Hisho" } else { "Elsewhere" };
    let kind = if path.contains("Copy") || path.contains("sync-conflict") { "Moved Copy" } else { "Moved" };
    world.files.insert(format!("{folder}/{kind} {number}.md"), file);
}

pub fn delete(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let file = world.files.remove(&path).expect("it was there");
    let owner =
        uid(&file.bytes).or_else(|| world.rows.values().find(|row| row.path == path).map(|row| row.uid.clone()));
    world.deleted.extend(owner);
    if world.random.u8(0..3) == 0 {
        // Out of the bin again, later.
        let at = world.now + world.random.u64(4_000..20_000);
        world.later.push(Later { at, path, bytes: Some(file.bytes) });
    }
}

/// A second note with the same identity; the person edits the copy.
pub fn copy(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let text = world.files[&path].bytes.clone();
    let number = world.number();
    let name = if world.random.bool() {
        format!("Hisho/Copy {number}.md")
    } else {
        format!("Hisho/Note.sync-conflict-20260102-030405-A{number}.md")
    };
    let meant = std::mem::take(&mut world.meant);
    let text = changed(world, &text, |_| {});
    // Meant for the copy, not for the note.
    world.meant = meant;
    world.save(&name, text);
    if world.random.bool() {
        // It is thrown away again.
        let at = world.now + world.random.u64(3_000..9_000);
        world.later.push(Later { at, path: name, bytes: None });
    }
}

/// A note is made such that it cannot be read, or not all of it.
pub fn spoil(world: &mut World) {
    let Some(path) = any_note(world) else { return };
    let bytes = world.files[&path].bytes.clone();
    let Ok(before) = read(&bytes, &layout()) else {
        let text = repaired(world, &bytes);
        world.save(&path, text);
        return;
    };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let first = before.sheet.list("tasks").first().cloned().unwrap_or_default();
    let line = format!("🆔 {}", first.key);
    let text = match world.random.u8(0..9) {
        0 => String::new(),
        1 => text.replacen("---\n", "---\nuid [broken\n", 1),
        2 => format!("{text}<<<<<<< mine\nmy own half\n>>>>>>> theirs\n"),
        3 => text.replacen("## Objective", "## Objective\n\n## Objective", 1),
        4 => text.replacen("## Objective", "## Otherwise", 1),
        5 => text.replacen(&format!(" {line}"), "", 1),
        6 => text.replacen("## Tasks\n", &format!("## Tasks\n\n- [x] twice {line}\n"), 1),
        7 => text.replacen("- [ ]", "- [!]", 1),
        _ => text.replacen("## Tasks\n", "## Tasks\n\nstray words of the person\n", 1),
    };
    // The person put the lines there, whatever becomes of them.
    mean(world, &before, text.as_bytes());
    if text.is_empty() {
        world.count("emptied");
    }
    world.save(&path, text.into_bytes().into());
}

/// The drive goes, or comes back.
pub fn drive(world: &mut World) {
    world.is_away = !world.is_away;
    if world.is_away {
        look(world);
        pass(world, 4_000);
        look(world);
    }
}

pub fn folder(world: &mut World) {
    if !world.unreadable.remove("Hisho") {
        world.unreadable.insert("Hisho".into());
        look(world);
        pass(world, 4_000);
        look(world);
    }
}

/// The system takes a file's bytes off the disk, or brings them back.
pub fn cloud(world: &mut World) {
    if let Some(file) = world.files.values_mut().find(|file| file.in_cloud) {
        file.in_cloud = false;
    } else if let Some(path) = any_note(world)
        && let Some(file) = world.files.get_mut(&path)
    {
        file.in_cloud = true;
    }
    look(world);
    pass(world, 4_000);
    look(world);
}

/// A file may not be written any more, or another program keeps it to itself; or not any longer.
pub fn read_only(world: &mut World) {
    let locks = world.random.bool();
    if let Some(file) = world.files.values_mut().find(|file| file.read_only || file.locked) {
        (file.read_only, file.locked) = (false, false);
    } else if let Some(path) = any_note(world)
        && let Some(file) = world.files.get_mut(&path)
    {
        (file.read_only, file.locked) = (!locks, locks);
    }
    in_hisho(world);
    pass(world, 4_000);
    look(world);
}

/// A sync tool that went wrong removes every note, and brings them back later.
pub fn wipe(world: &mut World) {
    let linked = world.rows.values().filter(|row| row.base.is_some() && !row.unlinked).count();
    // What Hisho would write anew meanwhile, and the tool then replace by its old text, is an edit.
    let unsettled = world.rows.values().any(|row| row.pending.is_some());
    if unsettled || linked < 3 || world.is_away || !world.later.is_empty() || !world.typing.is_empty() {
        return;
    }
    let gone: BTreeMap<String, File> = std::mem::take(&mut world.files);
    world.count("wiped");
    look(world);
    pass(world, 4_000);
    look(world);
    world.files.extend(gone);
}
