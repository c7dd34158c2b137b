//! What a note is taken apart into.

use hisho_vault::note::parse;
use proptest::prelude::*;
use serde_json::json;

#[test]
fn a_whole_note() {
    let text = "---\r\nz: 1\r\ntags: [案件, '#Work']\r\naliases:\r\n  - 別名\r\na: 2026-01-02\r\n---\r\n# 計画 #\r\nSee #work and #案件/東京.\r\n## Tasks\r\n- [ ] 送る 🆔 t1 📅 2026-01-05\r\n\t- [x] nested `#no`\r\n";
    let note = parse(text);
    let properties = note.properties.unwrap();
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["z", "tags", "aliases", "a"]);
    assert_eq!(properties["a"], json!("2026-01-02"));
    assert!(text[note.body_offset..].starts_with("# 計画"));
    assert_eq!(note.title_heading.as_deref(), Some("計画"));
    assert_eq!(note.headings, ["計画", "Tasks"]);
    assert_eq!(note.tags, ["案件", "Work", "案件/東京"]);
    assert_eq!(note.aliases, ["別名"]);
    let tasks: Vec<_> = note.tasks.iter().map(|t| (t.line, t.mark, t.description.as_str())).collect();
    assert_eq!(tasks, [(10, ' ', "送る"), (11, 'x', "nested `#no`")]);
    assert_eq!(note.tasks[0].id.as_deref(), Some("t1"));
    assert_eq!(note.tasks[0].due.as_deref(), Some("2026-01-05"));
    assert_eq!(&text[note.tasks[1].mark_range.clone()], "x");
}

#[test]
fn properties_as_obsidian_takes_them() {
    assert!(parse("---\n---\n#a").properties.is_none());
    assert_eq!(parse("---\n---\n#a").body_offset, 0);
    assert!(parse("---\na: 1\n").properties.is_none(), "never closed");
    assert!(parse(" ---\na: 1\n---\n").properties.is_none(), "not at the very start");
    assert_eq!(parse("\u{FEFF}---\na: 1\n---\nx").properties.unwrap()["a"], json!(1));
    let nested = parse("---\na: {b: [1, null]}\n---\n").properties.unwrap();
    assert_eq!(nested["a"], json!({"b": [1, null]}));
    let broken = parse("---\na: [\n---\n# T\n#tag");
    assert!(broken.properties.is_none() && broken.properties_error.is_some());
    assert_eq!((broken.title_heading.as_deref(), broken.tags.as_slice()), (Some("T"), &["tag".to_owned()][..]));
}

#[test]
fn tags_by_the_rules() {
    for (text, tags) in [
        ("#a #B #b", vec!["a", "B"]),
        ("x#a (#b) \\#c # d ##e", vec![]),
        ("#2024 #2024a #a/b-c_d", vec!["2024a", "a/b-c_d"]),
        ("#a,#b #c.", vec!["a", "c"]),
        ("#日本語。 #絵📚", vec!["日本語。", "絵📚"]),
        ("#a…b", vec!["a"]),
        ("`#a` ``#b`` #c", vec!["c"]),
        ("```\n#a\n```\nx <!-- #b --> %% #c %%", vec!["c"]),
        ("%%\n#a\n%%\n#b", vec!["b"]),
        ("[[Note #a]] #b [[open #c", vec!["b", "c"]),
        ("\\[#a\\] \\#b \\\\#c", vec!["a", "c"]),
        ("---\ntag: x\n---\n", vec![]),
        ("- #a\n> #b\n## #c", vec!["a", "b", "c"]),
        ("---\ntags: a, b\n---\n", vec![]),
        ("---\ntags: one\n---\n", vec!["one"]),
        ("---\ntags:\n  - 2024\n  - '#x'\n  - a b\n---\n", vec!["x"]),
    ] {
        assert_eq!(parse(text).tags, tags, "{text:?}");
    }
}

#[test]
fn tasks_outside_code_and_comments_only() {
    let text = "- [ ] a\n```\n- [ ] b\n```\n<!--\n- [ ] c\n-->\n%%\n- [ ] d\n%%\n> [!todo]\n> - [/] e\n>     - [ ] f\n";
    let found: Vec<_> = parse(text).tasks.iter().map(|t| (t.line, t.text.clone())).collect();
    let texts: Vec<_> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(texts, [(0, "a"), (11, "e"), (12, "f")]);
    assert!(parse("para\n\n    - [ ] in indented code\n").tasks.is_empty());
}

#[test]
fn headings_as_written() {
    let note = parse("#no\n   ## In `code` [[x]] ##\n    # code\n###### six\n####### seven\n# C#\n#\n");
    assert_eq!(note.headings, ["In `code` [[x]]", "six", "C#", ""]);
    assert_eq!(note.title_heading.as_deref(), Some("C#"));
}

proptest! {
    #[test]
    fn nothing_panics_and_places_are_places(text in "[-a#`>\\[\\] x📅🆔:%<!\n\r\té]{0,200}") {
        let note = parse(&text);
        prop_assert!(text.is_char_boundary(note.body_offset));
        for task in note.tasks {
            prop_assert_eq!(&text[task.mark_range], task.mark.to_string());
        }
    }

    #[test]
    fn any_text_is_taken(text in any::<String>()) {
        parse(&text);
    }
}
