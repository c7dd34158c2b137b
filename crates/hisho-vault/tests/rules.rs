//! General rules of notes, one test for each, beyond what the goldens happen to show. Where they are
//! CommonMark's or seen in Obsidian they are settled; readings that are not are in `unsettled.rs`.

use hisho_vault::metadata::{Metadata, parse, property_tags};
use hisho_vault::note;
use serde_json::json;

fn sections(metadata: &Metadata) -> Vec<(&str, usize, usize)> {
    metadata.sections.iter().map(|s| (s.kind, s.position.start.line, s.position.end.line)).collect()
}

/// What stands in the checkbox, the line, the parent.
fn items(text: &str) -> Vec<(Option<char>, usize, i64)> {
    parse(text).list_items.iter().map(|item| (item.task, item.position.start.line, item.parent)).collect()
}

fn tags(text: &str) -> Vec<String> {
    parse(text).tags.into_iter().map(|tag| tag.tag).collect()
}

fn links(text: &str) -> Vec<(String, String)> {
    parse(text).links.into_iter().map(|link| (link.link, link.display_text)).collect()
}

/// Ids with the first and last line of what they name.
fn ids(text: &str) -> Vec<(String, u64, u64)> {
    let line = |block: &serde_json::Value, side: &str| block["position"][side]["line"].as_u64().unwrap();
    parse(text).blocks.iter().map(|(id, block)| (id.clone(), line(block, "start"), line(block, "end"))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

#[test]
fn a_callout_holds_tags_and_tasks_and_may_be_nested() {
    let text = "> [!note]- Title #a\n> body\n>\n> - [ ] one\n>   - [x] two\n> > [!tip]\n> > - [/] three\n";
    assert_eq!(sections(&parse(text)), [("callout", 0, 6)]);
    assert_eq!(items(text), [(Some(' '), 3, -3), (Some('x'), 4, 3), (Some('/'), 6, -6)]);
    assert_eq!(tags(text), ["#a"]);
    assert_eq!(sections(&parse("> quote\n> [!note]\n")), [("blockquote", 0, 1)], "only its first line makes a callout");
}

#[test]
fn lists_nest_by_tabs_and_by_blanks() {
    let expected = [(None, 0, -1), (None, 1, 0), (Some(' '), 2, 1), (None, 3, -1)];
    assert_eq!(items("- a\n\t- b\n\t\t- [ ] c\n- d\n"), expected);
    assert_eq!(items("- a\n    - b\n        - [ ] c\n- d\n"), expected);
    assert_eq!(items("1. a\n   1) b\n      + [ ] c\n2. d\n"), expected);
    assert_eq!(items("- a\r\n\t- b\r\n\t\t- [ ] c\r\n- d\r\n"), expected);
}

#[test]
fn only_a_number_one_begins_a_list_within_a_paragraph() {
    assert_eq!(sections(&parse("text\n2. no\n")), [("paragraph", 0, 1)]);
    assert_eq!(sections(&parse("text\n1. yes\n")), [("paragraph", 0, 0), ("list", 1, 1)]);
    assert_eq!(sections(&parse("text\n\n2. yes\n")), [("paragraph", 0, 0), ("list", 2, 2)]);
}

#[test]
fn another_mark_begins_another_list() {
    let text = "- a\n* b\n+ c\n1. d\n1) e\n";
    assert_eq!(sections(&parse(text)).len(), 5);
    assert_eq!(items(text).iter().map(|item| item.2).collect::<Vec<_>>(), [-1, -1, -2, -3, -4]);
}

#[test]
fn an_id_names_what_it_ends_or_what_stands_before_it() {
    let id = |id: &str, from, to| (id.to_owned(), from, to);
    assert_eq!(ids("- a ^one\n- b\n  c ^two\n"), [id("one", 0, 0), id("two", 1, 2)]);
    assert_eq!(ids("|a|\n|-|\n|b|\n\n^t\n"), [id("t", 0, 2)]);
    assert_eq!(ids("> a\n> b\n\n^q\n"), [id("q", 0, 1)]);
    assert_eq!(ids("```\na\n```\n\n^c\n"), [id("c", 0, 2)]);
    assert_eq!(ids("- a\n- b\n\n^l\n"), [id("l", 0, 1)]);
    assert_eq!(ids("$$\na\n$$\n\n^m\n"), [id("m", 0, 2)]);
    assert_eq!(ids("a ^b c\n\nd^e\n\nf ^g_h\n\n# i ^j\n"), [], "not at the end, not apart, not its letters");
}

#[test]
fn a_heading_is_shown_without_its_marks() {
    let headings = |text: &str| parse(text).headings.into_iter().map(|h| (h.level, h.heading)).collect::<Vec<_>>();
    assert_eq!(headings("# a #b [[c]] ##\n"), [(1, "a #b [[c]]".to_owned())]);
    assert_eq!(headings("## C#\n"), [(2, "C#".to_owned())]);
    assert_eq!(headings("#\n###### \n####### no\n#no\n    # no\n"), [(1, String::new()), (6, String::new())]);
    assert_eq!(headings("one\ntwo\n===\nthree\n---\n"), [(1, "one\ntwo".to_owned()), (2, "three".to_owned())]);
    assert_eq!(headings("> # in a quote\n- # in an item\n").len(), 2);
}

#[test]
fn a_tag_ends_at_punctuation_but_not_at_that_of_japanese() {
    assert_eq!(tags("#a.b #c(d) #e…f #g—h #i'j"), ["#a", "#c", "#e", "#g", "#i"]);
    assert_eq!(tags("#会議、資料 #済。 #全角！"), ["#会議、資料", "#済。", "#全角！"]);
    assert_eq!(tags("＃全角 #🎉 #a🎉b #日本/東京 #a\u{3000}b #c\u{FEFF}d"), ["#🎉", "#a🎉b", "#日本/東京", "#a", "#c"]);
    assert_eq!(tags("#123 #1a #1/2 a#b (#c) \"#d\""), ["#1a", "#1/2"]);
}

#[test]
fn code_html_and_formulas_hide_what_is_in_them() {
    assert!(tags("    #a\n\n```\n#b\n```\n\n`#c` <b title=\"#d\"> $#e$\n\n<div>\n#f\n</div>\n").is_empty());
    assert_eq!(tags("a\n    #b\n"), ["#b"], "a line of a paragraph is no code, however deep");
    assert_eq!(tags("<b>x</b> #a\n\n<details>\n\n#b\n\n</details>\n"), ["#a", "#b"], "HTML ends at a blank line");
}

#[test]
fn links_of_either_kind_are_read_whole() {
    assert_eq!(
        links("[[a#b|c]] [[#d]] [[e#^f]] [[g|h|i]]"),
        pairs(&[("a#b", "c"), ("#d", "d"), ("e#^f", "e > ^f"), ("g", "h|i")])
    );
    assert_eq!(
        links("[a](b%20c.md#d) [e](<f g.md>) [h](#i)"),
        pairs(&[("b c.md#d", "a"), ("f g.md", "e"), ("#i", "h")])
    );
    assert!(links("[a](b c.md) [d](https://e.f) [g](mailto:h) [i](obsidian://j) \\[[k]] [[l\nm]] [[ ]]").is_empty());
    assert_eq!(links("[see [[a]] here](b.md)"), pairs(&[("b.md", "see [[a]] here"), ("a", "a")]), "in their order");
}

#[test]
fn embeds_have_sizes_and_parts() {
    let embeds = |text: &str| parse(text).embeds.into_iter().map(|e| (e.link, e.display_text)).collect::<Vec<_>>();
    assert_eq!(
        embeds("![[i.png|100]] ![[i.png|100x145]] ![[d.pdf#page=3]] ![250](a%20b.png) ![[n#h]]"),
        pairs(&[
            ("i.png", "100"),
            ("i.png", "100x145"),
            ("d.pdf#page=3", "d.pdf > page=3"),
            ("a b.png", "250"),
            ("n#h", "n > h"),
        ])
    );
}

#[test]
fn footnotes_hold_text_of_their_own() {
    let text = "a[^1] b[^note]\n\n[^1]: c #d\n    [[e]]\n\n[^note]: f\n\n    - [ ] g\n";
    let metadata = parse(text);
    let marks: Vec<&str> = metadata.footnote_refs.iter().map(|mark| mark.id.as_str()).collect();
    let notes: Vec<_> = metadata.footnotes.iter().map(|f| (f.id.as_str(), f.position.end.line)).collect();
    assert_eq!((marks, notes), (vec!["1", "note"], vec![("1", 3), ("note", 7)]));
    assert_eq!((tags(text), links(text)), (vec!["#d".to_owned()], pairs(&[("e", "e")])));
    assert_eq!(items(text), [(Some(' '), 7, -7)]);
}

#[test]
fn properties_are_read_as_yaml() {
    let read = |yaml: &str| parse(&format!("---\n{yaml}\n---\n#body\n")).frontmatter.map(|map| json!(map));
    assert_eq!(
        read("a: 2026-01-02\nb: 2026-01-02T10:00\nc: 12:30"),
        Some(json!({"a": "2026-01-02", "b": "2026-01-02T10:00", "c": "12:30"}))
    );
    assert_eq!(
        read("a: yes\nb: true\nc: ~\nd:\ne: 1.0\nf: 1e3\ng: .5"),
        Some(json!({"a": "yes", "b": true, "c": null, "d": null, "e": 1, "f": 1000, "g": 0.5}))
    );
    assert_eq!(read("a: |\n  b\n  ---\nc: >-\n  d\n  e"), Some(json!({"a": "b\n---\n", "c": "d e"})));
    assert_eq!(
        read("a: {b: [1, {c: d}]}\ne: &f [g]\nh: *f"),
        Some(json!({"a": {"b": [1, {"c": "d"}]}, "e": ["g"], "h": ["g"]}))
    );
    for broken in ["a: 1\na: 2", "a:\n\tb: 1", "a: b: c", "a: @b", "- a", "text", "a: ["] {
        let metadata = parse(&format!("---\n{broken}\n---\n#body\n"));
        assert_eq!((metadata.frontmatter.is_none(), metadata.tags.len()), (true, 1), "{broken}");
        assert_eq!(metadata.sections[0].kind, "yaml");
        assert!(note::parse(&format!("---\n{broken}\n---\n")).properties_error.is_some(), "{broken}");
    }
    for none in ["----\na: 1\n---\n", "\n---\na: 1\n---\n", "---\na: 1\n", "---\na: 1\n...\n", "x\n---\na: 1\n---\n"] {
        assert!(parse(none).frontmatter.is_none(), "{none}");
    }
}

#[test]
fn tags_of_properties_come_in_every_form() {
    let read = |yaml: &str| property_tags(parse(&format!("---\n{yaml}\n---\n")).frontmatter.as_ref());
    let some = |tags: &[&str]| Some(tags.iter().map(|tag| (*tag).to_owned()).collect());
    assert_eq!(read("tags: a"), some(&["#a"]));
    assert_eq!(read("tags: '#a'"), some(&["#a"]));
    assert_eq!(read("Tags: [a, a/b, 日本]"), some(&["#a", "#a/b", "#日本"]));
    assert_eq!(read("tags:\n  - a\n  - '#b'\n  - c d\n  - 3"), some(&["#a", "#b"]));
    assert_eq!((read("tags: []"), read("tags:"), read("other: a")), (some(&[]), None, None));
}

#[test]
fn links_stand_in_properties_and_in_lists_of_them() {
    let text = "---\na: '[[b|c]]'\nd:\n  - '[[e#f]]'\n  - '[g](h%20i.md)'\n  - see [[no]]\nj: [[k]]\n---\n";
    let found = parse(text).frontmatter_links.unwrap();
    let found: Vec<_> = found.iter().map(|l| (l.key.as_str(), l.link.as_str(), l.display_text.as_str())).collect();
    assert_eq!(found, [("a", "b", "c"), ("d.0", "e#f", "e > f"), ("d.1", "h i.md", "g")]);
}

#[test]
fn comments_hide_blocks_but_not_what_is_in_a_line() {
    assert_eq!(sections(&parse("%%\n# a\n\n- [ ] b\n%% c\n# d\n")), [("comment", 0, 4), ("heading", 5, 5)]);
    assert_eq!(items("%%\n- [ ] a\n%%\n- [ ] b\n"), [(Some(' '), 3, -3)]);
    assert_eq!(tags("a %% #b %% #c"), ["#b", "#c"]);
    assert!(tags("<!-- #a\n\n#b -->\n").is_empty());
}
