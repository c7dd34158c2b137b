//! What is written reads back equal, and what is spliced changes nothing else.

use hisho_vault::mirror::{Form, Item, Kept, Layout, Sheet, read, splice, write};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::{project, small};

/// Words that mean something in a note.
const HOSTILE: [&str; 34] = [
    "---",
    "- [ ] x",
    "- [x] y 🆔 a1",
    "📅 2026-01-02",
    "📅",
    "%%",
    "%%%%",
    "# One",
    "## Objective",
    "## Tasks",
    "## Notes",
    "### Deep",
    "[[Note|shown]]",
    "```",
    "```sh",
    "~~~",
    "\\# no",
    "\\```",
    "====",
    "> quote",
    "- item",
    "1. one",
    "🆔 b2",
    "⏫",
    "🔁 every day",
    "[due:: 2026-01-02]",
    "^block",
    "#tag",
    "uid: x",
    "<!-- c -->",
    "会議",
    "é",
    "  indented",
    "\\",
];

fn line() -> impl Strategy<Value = String> {
    let word =
        prop_oneof![3 => prop::sample::select(HOSTILE.to_vec()).prop_map(str::to_owned), 2 => "[a-z計画 \\\\#^]{0,6}"];
    prop::collection::vec(word, 0..4).prop_map(|words| words.join(" "))
}

fn text() -> impl Strategy<Value = String> {
    (prop::collection::vec(line(), 0..7), prop::sample::select(vec!["\n", "\r\n"]))
        .prop_map(|(lines, end)| lines.join(end))
}

fn day() -> impl Strategy<Value = Option<String>> {
    prop::option::of((1..13u8, 1..29u8).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}")))
}

fn items(form: Form) -> impl Strategy<Value = Vec<Item>> {
    let item = (
        line(),
        prop::sample::select(vec![' ', '/', 'x', '-']),
        day(),
        day(),
        prop::sample::select(vec![None, Some("highest"), Some("high"), Some("low")]),
    );
    prop::collection::vec(item, 0..5).prop_map(move |found| {
        let numbered = found.into_iter().enumerate();
        numbered
            .map(|(nth, (text, mark, due, start, priority))| match form {
                Form::Lines => Item { text, ..Item::default() },
                Form::Dated => Item { key: format!("m-{nth}k"), text, due, ..Item::default() },
                _ => Item {
                    key: format!("t{nth}abc"),
                    mark: Some(mark),
                    text,
                    due,
                    start,
                    priority: priority.map(str::to_owned),
                    done: (mark == 'x').then(|| "2026-02-03".to_owned()),
                },
            })
            .collect()
    })
}

fn sheet() -> impl Strategy<Value = Sheet> {
    let lists = (items(Form::Tasks), items(Form::Lines), items(Form::Dated));
    (line(), text(), lists, day(), line()).prop_map(
        |(title, description, (tasks, criteria, milestones), due, status)| {
            let mut sheet = Sheet { uid: "0190-a".into(), title: format!("T {title}"), ..Sheet::default() };
            sheet.properties.insert("status", status);
            due.into_iter().for_each(|due| drop(sheet.properties.insert("due", due)));
            sheet.texts.insert("description", description);
            sheet.lists.extend([("tasks", tasks), ("criteria", criteria), ("milestones", milestones)]);
            sheet.tidy(&project())
        },
    )
}

fn reads(bytes: &[u8], layout: &Layout) -> Sheet {
    read(bytes, layout).unwrap_or_else(|error| panic!("{error:?} in {}", String::from_utf8_lossy(bytes))).sheet
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, rng_seed: RngSeed::Fixed(6), max_shrink_iters: 400, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn what_is_written_reads_back(sheet in sheet()) {
        let layout = project();
        let note = write(&sheet, &layout);
        prop_assert_eq!(&reads(note.as_bytes(), &layout), &sheet, "{}", note);
        // A note that says it already is not touched.
        let reading = read(note.as_bytes(), &layout).unwrap();
        prop_assert_eq!(reading.troubles.clone(), vec![]);
        let (bytes, _) = splice(&reading, &sheet, &layout, &Kept::new());
        prop_assert_eq!(String::from_utf8(bytes).unwrap(), note);
    }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn a_splice_makes_it_say_the_new_and_leaves_the_rest(
        before in sheet(), after in sheet(), crlf in any::<bool>(), mark in any::<bool>(), open in any::<bool>()
    ) {
        let layout = project();
        let own = "my own:\n- [ ] not Hisho's 🆔 zz\n## Tasks\n%%\n```\n---";
        let mut note = write(&before, &layout).replacen("---\n", "---\n# a comment\nMine:   'kept' # why\n", 1);
        note.push_str(own);
        if !open {
            note.push('\n');
        }
        let note = if crlf { note.replace('\n', "\r\n") } else { note };
        let note = if mark { format!("\u{FEFF}{note}") } else { note };
        let reading = read(note.as_bytes(), &layout).unwrap();
        prop_assert_eq!(&reading.sheet, &before);
        let (bytes, troubles) = splice(&reading, &after, &layout, &Kept::new());
        let spliced = String::from_utf8(bytes.clone()).unwrap();
        prop_assert_eq!(troubles, vec![]);
        let mut expected = after.clone();
        // The day a task was done is written with its mark, and else is the person's.
        let said = reads(&bytes, &layout);
        for (is, wanted) in said.list("tasks").iter().zip(expected.lists.get_mut("tasks").into_iter().flatten()) {
            wanted.done = is.done.clone();
        }
        prop_assert_eq!(&said, &expected, "{}\nbecame\n{}", note, spliced);
        prop_assert_eq!(spliced.starts_with('\u{FEFF}'), mark);
        prop_assert!(!crlf || spliced.replace("\r\n", "").find('\n').is_none(), "line endings: {:?}", spliced);
        let end = |text: &str| text[text.rfind("my own:").unwrap()..].to_owned();
        prop_assert_eq!(end(&spliced), end(&note));
        prop_assert!(spliced.contains("# a comment") && spliced.contains("Mine:   'kept' # why"));
    }
}

#[test]
fn one_value_changes_and_every_other_byte_stays() {
    let layout = project();
    let note = write(&small(), &layout)
        .replace("due: 2026-12-24", "due:   \"2026-12-24\"   # Christmas")
        .replace(
            "- [ ] Pack 🆔 b2 ⏫ 📅 2026-12-01",
            "* [ ] Pack 🔁 every year 🆔 b2 ⏫ 📅 2026-12-01 ^pack\r\n\t- books first",
        )
        .replace("A new flat", "A  new flat");
    let changed = |change: &dyn Fn(&mut Sheet)| {
        let reading = read(note.as_bytes(), &layout).unwrap();
        let mut target = reading.sheet.clone();
        change(&mut target);
        String::from_utf8(splice(&reading, &target, &layout, &Kept::new()).0).unwrap()
    };
    assert_eq!(changed(&|_| {}), note);
    let due = changed(&|sheet| drop(sheet.properties.insert("due", "2027-01-01".into())));
    assert_eq!(due, note.replace("\"2026-12-24\"", "\"2027-01-01\""));
    let ticked = changed(&|sheet| sheet.lists.get_mut("tasks").unwrap()[1].mark = Some('/'));
    assert_eq!(ticked, note.replace("* [ ] Pack", "* [/] Pack"));
    let moved = changed(&|sheet| sheet.lists.get_mut("tasks").unwrap().reverse());
    let (flat, pack) = (moved.find("Find a flat").unwrap(), moved.find("Pack").unwrap());
    assert!(pack < moved.find("\t- books first").unwrap() && moved.find("\t- books first").unwrap() < flat, "{moved}");
    let gone = changed(&|sheet| drop(sheet.lists.get_mut("criteria").unwrap().remove(0)));
    assert_eq!(gone, note.replace("- Boxes are unpacked\n", ""));
    let text =
        changed(&|sheet| drop(sheet.texts.insert("description", "A  new flat by spring.\n\nWith a garden.".into())));
    assert_eq!(text, note.replace("a balcony", "a garden"));
}
