//! What an edit of a note means.

use std::collections::BTreeMap;

use hisho_vault::mirror::{
    Edit, Field, Item, Layout, ListChange, Merge, Pair, Rule, Sheet, Side, Trouble, list_changes, merge, read, splice,
    write,
};

use super::{project, small, task};

/// A note both sides agree on, what the record says now, and how the person edited it.
fn edited(layout: &Layout, app: &Sheet, edit: impl Fn(&str) -> String) -> (Merge, String) {
    let before = small();
    let base = Pair { app: before.clone(), disk: before.clone() };
    merged(layout, Some(&base), app, &edit(&write(&before, layout)))
}

fn merged(layout: &Layout, base: Option<&Pair>, app: &Sheet, note: &str) -> (Merge, String) {
    let reading = read(note.as_bytes(), layout).expect("readable");
    let merge = merge(base, app, &reading, layout, &BTreeMap::new());
    let (bytes, _) = splice(&reading, &merge.target, layout, &merge.kept);
    (merge, String::from_utf8(bytes).expect("text"))
}

/// What the record takes over of the task lines.
fn tasks(merge: &Merge) -> Vec<ListChange> {
    match merge.edits.as_slice() {
        [] => Vec::new(),
        [Edit::List { section: "tasks", was, now }] => list_changes(was, now),
        other => panic!("{other:?}"),
    }
}

fn person(edit: impl Fn(&str) -> String) -> (Merge, String, String) {
    let note = edit(&write(&small(), &project()));
    let (merge, after) = edited(&project(), &small(), |_| note.clone());
    (merge, note, after)
}

#[test]
fn retitling_and_rewording_change_the_record_and_not_the_note() {
    let (merge, note, after) = person(|note| {
        note.replace("# Move", "# Move house")
            .replace("With a balcony.", "With a garden.")
            .replace("due: 2026-12-24", "due: 2027-01-05")
    });
    let expected = [
        Edit::Title("Move house".into()),
        Edit::Property("due", Some("2027-01-05".into())),
        Edit::Text("description", "A new flat by spring.\n\nWith a garden.".into()),
    ];
    assert_eq!((merge.edits.as_slice(), after), (expected.as_slice(), note));
}

#[test]
fn a_task_line_is_ticked_dated_prioritised_reworded_moved_added_and_deleted() {
    let tasks = |edit: &dyn Fn(&str) -> String| tasks(&person(edit).0);
    let (flat, pack) = (small().list("tasks")[0].clone(), small().list("tasks")[1].clone());
    let change = |was: &Item, now: Item| vec![ListChange::Change { was: was.clone(), now }];
    let flat_line = "- [ ] Find a flat 🆔 a1";
    assert_eq!(
        tasks(&|note| note.replace("[ ] Find", "[X] Find").replace("🆔 a1", "🆔 a1 ✅ 2026-03-01")),
        change(&flat, Item { mark: Some('x'), done: Some("2026-03-01".into()), ..flat.clone() })
    );
    assert_eq!(
        tasks(&|note| note.replace(flat_line, "- [ ] Find a house 🆔 a1 🔼 🗓️ 2026-04-01")),
        change(&flat, Item { text: "Find a house".into(), due: Some("2026-04-01".into()), ..flat.clone() })
    );
    assert_eq!(
        tasks(&|note| note.replace("⏫", "⏬")),
        change(&pack, Item { priority: Some("low".into()), ..pack.clone() })
    );
    assert_eq!(tasks(&|note| note.replace(&format!("{flat_line}\n"), "")), [ListChange::Remove(flat.clone())]);
    let pack_line = "- [ ] Pack 🆔 b2 ⏫ 📅 2026-12-01\n";
    assert_eq!(
        tasks(&|note| note.replace(pack_line, "").replace(flat_line, &format!("{pack_line}{flat_line}"))),
        [ListChange::Order(vec!["b2".into(), "a1".into()])]
    );
    let (merge, _, _) = person(|note| note.replace(flat_line, &format!("{flat_line}\n- [ ] Call Ken 📅 2026-05-01")));
    let new = Item { due: Some("2026-05-01".into()), ..task("", ' ', "Call Ken") };
    assert_eq!(self::tasks(&merge), [ListChange::Add { item: new.clone(), behind: Some("a1".into()) }]);

    // Once the record has it, its line gets its identity and nothing else changes.
    let mut app = small();
    app.lists.get_mut("tasks").unwrap().insert(1, Item { key: "c3".into(), ..new });
    let note = write(&small(), &project()).replace(flat_line, &format!("{flat_line}\n* [ ] Call Ken 📅 2026-05-01"));
    let (merge, after) = merged(&project(), Some(&merge.taken), &app, &note);
    assert_eq!((merge.edits, after), (vec![], note.replace("Call Ken 📅", "Call Ken 🆔 c3 📅")));
}

#[test]
fn a_status_or_an_approval_in_the_note_is_a_request_and_never_read() {
    let (merge, note, after) = person(|note| note.replace("status: active", "status: completed"));
    assert_eq!((merge.edits.len(), after), (0, note));
    assert_eq!(
        (&merge.requests[0].field, merge.requests[0].wanted.as_deref()),
        (&Field::Property("status"), Some("completed"))
    );
    assert_eq!(merge.taken.app.properties["status"], "active");
}

#[test]
fn an_edit_of_what_was_approved_opens_a_draft_and_stands_in_the_note() {
    let mut layout = project();
    layout.sections.iter_mut().for_each(|section| section.rule = Rule::Draft);
    let (first, note) = edited(&layout, &small(), |note| note.replace("Boxes are unpacked", "Every box is unpacked"));
    let says = |merge: &Merge| match merge.edits.as_slice() {
        [Edit::List { section: "criteria", now, .. }] => now.iter().map(|item| item.text.clone()).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    assert_eq!(says(&first), ["Every box is unpacked", "The dog sleeps"]);
    // The approved version still says the old; the note is not put back, and the draft not made twice.
    let (again, after) = merged(&layout, Some(&first.taken), &small(), &note);
    assert_eq!((again.edits.len(), &after), (0, &note));
    // A second edit keeps the first.
    let (second, _) = merged(&layout, Some(&first.taken), &small(), &note.replace("The dog sleeps", "The cat sleeps"));
    assert_eq!(says(&second), ["Every box is unpacked", "The cat sleeps"]);
    // Another version comes into force: it is what the note shows then.
    let mut approved = small();
    approved.lists.get_mut("criteria").unwrap()[0].text = "No box is left".into();
    let (_, after) = merged(&layout, Some(&first.taken), &approved.tidy(&layout), &note);
    assert!(after.contains("No box is left"), "{after}");
}

#[test]
fn both_sides_change_different_things_and_both_stand() {
    let mut app = small();
    app.texts.insert("description", "A new flat by summer.\n\nWith a balcony.".into());
    app.lists.get_mut("tasks").unwrap()[1].mark = Some('x');
    let (merge, _) =
        edited(&project(), &app, |note| note.replace("a balcony", "two balconies").replace("Pack", "Pack books"));
    assert_eq!(merge.conflicts, vec![]);
    let text = Edit::Text("description", "A new flat by summer.\n\nWith two balconies.".into());
    assert!(merge.edits.contains(&text), "{:?}", merge.edits);
    assert!(merge.target.list("tasks")[1].same(&Item { text: "Pack books".into(), ..app.list("tasks")[1].clone() }));
}

#[test]
fn the_same_changed_on_both_sides_is_listed_with_all_three_and_the_note_stands() {
    let mut app = small();
    app.title = "Relocation".into();
    app.lists.get_mut("tasks").unwrap().remove(0);
    let edit = |note: &str| note.replace("# Move", "# Our move").replace("Find a flat", "Find a house");
    let (merge, after) = edited(&project(), &app, edit);
    let title = &merge.conflicts[0];
    assert_eq!(
        (title.base.as_deref(), title.ours.as_deref(), title.theirs.as_deref()),
        (Some("Move"), Some("Relocation"), Some("Our move"))
    );
    assert_eq!(
        (merge.conflicts[1].field.clone(), merge.conflicts[1].ours.clone()),
        (Field::Line("tasks", "a1".into()), None)
    );
    assert!(after.contains("# Our move") && after.contains("Find a house") && merge.edits.is_empty());
    assert_eq!(merge.taken.app.title, "Move", "the base moves on agreement alone");

    let note = edit(&write(&small(), &project()));
    let reading = read(note.as_bytes(), &project()).unwrap();
    let base = Pair { app: small(), disk: small() };
    let settle =
        |side| super::merging::merge(Some(&base), &app, &reading, &project(), &BTreeMap::from([(Field::Title, side)]));
    assert_eq!(settle(Side::Ours).target.title, "Relocation");
    assert_eq!(settle(Side::Theirs).edits, [Edit::Title("Our move".into())]);
}

#[test]
fn what_is_ambiguous_is_told_and_left_alone() {
    for (edit, trouble) in [
        ("- [ ] Find a flat 🆔 a1\n- [x] Find a flat again 🆔 a1", Trouble::SameId("a1".into())),
        ("- [ ] Call\n- [x] Call\n- [ ] Find a flat 🆔 a1", Trouble::SameLine("Call".into())),
        ("- [!] Find a flat 🆔 a1", Trouble::UnknownMark("Find a flat".into())),
        ("> - [ ] Find a flat 🆔 a1", Trouble::Misplaced("a1".into())),
        ("- [ ] Find a flat 🆔 a1\n- [ ] Not known here 🆔 qqq", Trouble::Misplaced("qqq".into())),
    ] {
        let (merge, note, after) = person(|note| note.replace("- [ ] Find a flat 🆔 a1", edit));
        assert_eq!((merge.troubles.as_slice(), merge.edits.len()), ([trouble].as_slice(), 0), "{edit}");
        assert_eq!(after, note);
    }
    for (from, to, trouble) in [
        ("## Success criteria", "## How we will know", Trouble::NoSection("criteria")),
        ("## Notes", "## Objective\n\nAgain.\n\n## Notes", Trouble::TwoSections("description")),
        ("# Move\n", "Move\n", Trouble::NoTitle),
        ("due: 2026-12-24", "due: [2026-12-24, 2027-01-01]", Trouble::NotOneValue("due")),
    ] {
        let (merge, note, after) = person(|note| note.replace(from, to));
        assert_eq!((merge.troubles.as_slice(), merge.edits.len()), ([trouble].as_slice(), 0), "{to}");
        assert_eq!(after, note);
    }
    for (note, trouble) in [
        ("---\nuid: [\n---\n# Move\n", Trouble::NoProperties),
        ("# Move\n", Trouble::NoProperties),
        ("", Trouble::NoProperties),
        ("---\nuid: x\n---\n<<<<<<< mine\n# Move\n=======\n# Ours\n>>>>>>> theirs\n", Trouble::Unmerged),
    ] {
        assert_eq!(read(note.as_bytes(), &project()).err(), Some(trouble));
    }
    assert_eq!(read(b"---\nuid: \xFF\n---\n", &project()).err(), Some(Trouble::NotText));
}

#[test]
fn a_line_that_lost_its_identity_is_known_by_what_it_says() {
    let (merge, note, after) = person(|note| note.replace(" 🆔 a1", ""));
    assert_eq!((merge.edits.len(), after), (0, note.replace("Find a flat", "Find a flat 🆔 a1")));
}

#[test]
fn where_nobody_remembers_the_note_stands_and_nothing_is_deleted() {
    let mut app = small();
    app.texts.insert("description", "Something older.".into());
    app.lists.get_mut("tasks").unwrap().push(task("c3", ' ', "Only here"));
    let (merge, after) = merged(&project(), None, &app, &write(&small(), &project()));
    assert_eq!(merge.edits, [Edit::Text("description", small().texts["description"].clone())]);
    assert!(after.contains("- [ ] Only here 🆔 c3"), "{after}");
}
