//! Losses that other programs shipped, each as a story. Where one rule prevents the loss, the story
//! is told again without that rule, and must be seen to lose something.

use std::sync::Arc;

use super::actors::{add, look, pass};
use super::checks::finish;
use super::guards::{ALL, Held};
use super::world::{File, Later, Race, World, changes, layout};
use hisho_vault::mirror::{Edit, Finding, read};

const NOTE: &str = "Hisho/Note.md";

/// A world with one note, at rest.
fn world(held: Held) -> World {
    let mut world = World::new(3, held);
    add(&mut world, "uid-0".into(), NOTE.into());
    for item in world.records.get_mut("uid-0").into_iter().flat_map(|record| record.sheet.lists.values_mut()) {
        item.truncate(2);
    }
    look(&mut world);
    pass(&mut world, 10_000);
    world
}

/// Tells a story with all rules, and without one.
fn needs(guard: &str, story: fn(&mut World)) {
    let mut told = world(Held::default());
    story(&mut told);
    assert_eq!(finish(&mut told), Vec::<String>::new());
    let (_, off) = ALL.iter().find(|(name, _)| *name == guard).expect("a guard");
    let mut held = Held::default();
    off(&mut held);
    let mut told = world(held);
    story(&mut told);
    assert!(!finish(&mut told).is_empty(), "nothing is lost without `{guard}`");
}

fn text(world: &World) -> String {
    String::from_utf8_lossy(&world.files[NOTE].bytes).into_owned()
}

/// The person saves the note with some words replaced, and means it.
fn person(world: &mut World, from: &str, to: &str) -> Arc<[u8]> {
    let bytes: Arc<[u8]> = text(world).replacen(from, to, 1).into_bytes().into();
    world.meant.insert(("uid-0".into(), "text objective".into()));
    bytes
}

fn in_hisho(world: &mut World, title: &str) {
    world.records.get_mut("uid-0").expect("a record").sheet.title = title.into();
}

fn twice(world: &mut World) {
    look(world);
    pass(world, 4_000);
    look(world);
    pass(world, 4_000);
}

#[test]
fn a_stale_text_is_not_written_back_when_a_network_drive_returns() {
    needs("expects", |world| {
        in_hisho(world, "Changed while the drive was away");
        let bytes = person(world, "three", "changed on the drive");
        let meant = std::mem::take(&mut world.meant);
        // The drive comes back with a newer text after the old one was read.
        world.random = fastrand::Rng::with_seed(0);
        world.race = Some(Race { path: NOTE.into(), bytes, meant });
        look(world);
    });
}

#[test]
fn a_note_is_not_emptied_after_an_outside_edit() {
    needs("suspect", |world| {
        let bytes = person(world, "three", "edited outside");
        let cut = text(world).find("three").expect("a line of a section");
        world.save(NOTE, bytes[..cut].into());
        world.later.push(Later { at: world.now + 2_000, path: NOTE.into(), bytes: Some(bytes) });
        pass(world, 500);
        look(world);
    });
}

#[test]
fn an_unreadable_disk_is_not_taken_for_a_deletion() {
    needs("folders", |world| {
        world.unreadable.insert("Hisho".into());
        twice(world);
        twice(world);
    });
}

#[test]
fn an_empty_new_file_does_not_win_because_it_is_newer() {
    let mut world = world(Held::default());
    let before = world.records["uid-0"].sheet.clone();
    world.save(NOTE, b""[..].into());
    twice(&mut world);
    in_hisho(&mut world, "Later");
    let told = look(&mut world);
    assert_eq!(told.findings, [Finding::Emptied(NOTE.into())]);
    assert_eq!(text(&world), "", "nothing is written over it either");
    assert_eq!(world.records["uid-0"].sheet.list("tasks"), before.list("tasks"));
}

#[test]
fn a_full_disk_truncates_nothing() {
    needs("beside", |world| {
        in_hisho(world, "Longer than the disk has room for");
        world.is_full = true;
        twice(world);
        twice(world);
    });
}

#[test]
fn a_vanished_folder_does_not_wipe_the_records() {
    needs("root", |world| {
        world.is_away = true;
        twice(world);
        twice(world);
    });
    needs("mass", |world| {
        for nth in 1..5 {
            add(world, format!("uid-{nth}"), format!("Hisho/Note {nth}.md"));
        }
        twice(world);
        let files = std::mem::take(&mut world.files);
        twice(world);
        twice(world);
        world.files = files;
    });
}

#[test]
fn a_deletion_does_not_come_back_as_a_ghost() {
    let mut world = world(Held::default());
    world.files.remove(NOTE);
    world.deleted.insert("uid-0".into());
    twice(&mut world);
    twice(&mut world);
    in_hisho(&mut world, "Changed after");
    twice(&mut world);
    let told = look(&mut world);
    assert!(world.files.is_empty());
    assert_eq!(told.findings, [Finding::Gone { uid: "uid-0".into(), path: NOTE.into() }]);
}

#[test]
fn two_different_files_are_not_paired_as_a_rename() {
    needs("identity", |world| {
        // One note moves, and another takes its place at the same moment.
        let file = world.files.remove(NOTE).expect("a note");
        world.files.insert("Elsewhere/Note.md".into(), file);
        world.save(NOTE, b"---\nuid: somebody-else\n---\n# Another\n"[..].into());
        twice(world);
        twice(world);
    });
    needs("doubles", |world| {
        let bytes: Arc<[u8]> = text(world).replacen("three", "in the other", 1).into_bytes().into();
        let file = world.files.remove(NOTE).expect("a note");
        world.files.insert("Elsewhere/A.md".into(), File { bytes, ..file.clone() });
        world.files.insert("Elsewhere/B.md".into(), file);
        twice(world);
        twice(world);
    });
}

#[test]
fn no_second_block_of_properties_is_put_before_the_first() {
    let mut world = world(Held::default());
    let broken = text(&world).replacen("status:", "status: [", 1);
    world.save(NOTE, broken.clone().into_bytes().into());
    world.records.get_mut("uid-0").expect("a record").sheet.properties.insert("due", "2026-05-05".into());
    twice(&mut world);
    twice(&mut world);
    assert_eq!(text(&world), broken);
}

#[test]
fn an_editor_that_saves_by_rename_does_not_lose_the_note() {
    needs("two looks", |world| {
        let bytes = person(world, "three", "saved by rename");
        world.files.remove(NOTE);
        world.later.push(Later { at: world.now + 800, path: NOTE.into(), bytes: Some(bytes) });
        look(world);
        pass(world, 4_000);
    });
}

#[test]
fn what_was_read_is_not_written_again_and_again() {
    let mut world = world(Held::default());
    let odd = text(&world)
        .replace("- [ ]", "*   [X]")
        .replace("## Objective\n\n", "## Objective\n\n\n\n")
        .replace("status: active", "status:   'active'  # mine")
        .replace('\n', "\r\n");
    world.save(NOTE, format!("\u{FEFF}{odd}").into_bytes().into());
    let before = world.files[NOTE].bytes.clone();
    let base = read(&before, &layout()).expect("readable").sheet;
    let was = world.records["uid-0"].sheet.list("tasks").to_vec();
    let ticked = changes(&Edit::List { section: "tasks", was, now: base.list("tasks").to_vec() });
    world.meant.extend(ticked.into_iter().map(|what| ("uid-0".to_owned(), what)));
    twice(&mut world);
    twice(&mut world);
    assert!(world.files[NOTE].bytes == before, "{}", text(&world));
    assert_eq!(finish(&mut world), Vec::<String>::new());
}

#[test]
fn no_line_vanishes_while_somebody_types() {
    needs("quiet", |world| {
        let first = person(world, "three", "typing");
        world.save(NOTE, first);
        let then = person(world, "typing", "typing on");
        in_hisho(world, "Changed meanwhile");
        pass(world, 500);
        look(world);
        // The editor saves what it holds, and does not look at the file.
        world.save(NOTE, then);
        world.meant.insert(("uid-0".into(), "text objective".into()));
        pass(world, 4_000);
    });
}

#[test]
fn a_file_in_the_cloud_is_neither_opened_nor_missing() {
    needs("placeholders", |world| {
        world.files.get_mut(NOTE).expect("a note").in_cloud = true;
        twice(world);
        let told = look(world);
        assert!(!world.held.rules.placeholders || told.findings == [Finding::InTheCloud(NOTE.into())]);
        twice(world);
    });
}

/// Killed at any step of a write, with somebody saving on top of what lies there then: Hisho's own words
/// are not taken for an edit of theirs, so that the next change of the record meets no conflict.
#[test]
fn an_own_write_that_was_cut_short_is_no_edit_of_the_person() {
    for dies_in in 0..12 {
        let mut told = world(Held::default());
        in_hisho(&mut told, "Second");
        told.dies_in = Some(dies_in);
        look(&mut told);
        let on_top = text(&told) + "\na line of their own\n";
        told.save(NOTE, on_top.into_bytes().into());
        in_hisho(&mut told, "Third");
        pass(&mut told, 10_000);
        let plan = look(&mut told);
        let is_conflict = |finding: &Finding| matches!(finding, Finding::Conflict { .. });
        assert!(!plan.findings.iter().any(is_conflict), "killed at step {dies_in}: {:?}", plan.findings);
        assert_eq!(finish(&mut told), Vec::<String>::new());
        let now = text(&told);
        assert!(now.contains("# Third\n") && now.contains("a line of their own"), "killed at step {dies_in}: {now}");
    }
}
