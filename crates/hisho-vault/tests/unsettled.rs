//! Where nobody has seen what Obsidian does: the reading chosen, one test for each. Whoever sees
//! it changes the test and the one place in the code.

use hisho_vault::links::Resolver;
use hisho_vault::metadata::{Metadata, parse, property_tags};
use serde_json::json;

fn tags(text: &str) -> Vec<String> {
    parse(text).tags.into_iter().map(|tag| tag.tag).collect()
}

fn kinds(metadata: &Metadata) -> Vec<(&str, Option<&str>)> {
    metadata.sections.iter().map(|section| (section.kind, section.id.as_deref())).collect()
}

#[test]
fn unsettled_a_leading_slash_means_the_root_only() {
    let resolver = Resolver::new(["a/Note.md"].into_iter());
    assert_eq!(resolver.resolve("b.md", "/Note"), None);
    assert_eq!(resolver.resolve("b.md", "/a/Note"), Some("a/Note.md"));
}

#[test]
fn unsettled_tags_in_one_text_with_a_comma_are_an_empty_list_and_not_none() {
    assert_eq!(property_tags(parse("---\ntags: a, b\n---\n").frontmatter.as_ref()), Some(vec![]));
    assert_eq!(property_tags(parse("---\ntags:\n---\n").frontmatter.as_ref()), None);
}

#[test]
fn unsettled_nothing_in_a_block_comment_counts_and_all_in_a_comment_within_text_does() {
    assert!(tags("%%\n#a [[b]]\n%%").is_empty());
    assert!(tags("%% #a %%").is_empty(), "alone on its line it is a block");
    assert_eq!(tags("x %% #a %%"), ["#a"]);
    assert!(tags("%% never closed\n\n#a").is_empty());
}

#[test]
fn unsettled_a_tag_may_begin_right_behind_code_a_link_or_an_opened_emphasis() {
    assert_eq!(tags("`x`#a [[x]]#b **#c** ==#d== 2*#e"), ["#a", "#b", "#c", "#d"]);
    assert_eq!(tags("[#a](x.md)"), ["#a"]);
}

#[test]
fn unsettled_a_formula_hides_tags() {
    assert_eq!(tags("$a #b$ $5 #c and $6"), ["#c"]);
}

#[test]
fn unsettled_a_checkbox_may_be_empty_behind() {
    let items = parse("- [ ]\n- [x] \n- []\n").list_items;
    assert_eq!(items.iter().map(|item| item.task).collect::<Vec<_>>(), [Some(' '), Some('x'), None]);
}

#[test]
fn unsettled_an_item_that_begins_with_a_list_keeps_its_whole_end() {
    let items = parse("- [ ] 1. a\n").list_items;
    assert_eq!((items[0].position.end.col, items[1].position.start.col, items[1].parent), (10, 6, 0));
}

#[test]
fn unsettled_an_id_alone_belongs_to_the_section_before() {
    let metadata = parse("- a\n- b\n\n^one\n\nc ^Two\n\n> d\n> ^three\n");
    let expected =
        [("list", Some("one")), ("paragraph", None), ("paragraph", Some("Two")), ("blockquote", Some("three"))];
    assert_eq!(kinds(&metadata), expected);
    assert_eq!(metadata.blocks.keys().collect::<Vec<_>>(), ["one", "two", "three"]);
    assert_eq!(metadata.blocks["two"]["id"], json!("Two"));
}

#[test]
fn unsettled_labels_link_by_their_definition_and_not_by_their_use() {
    let metadata = parse("[a][x] and [x]\n\n[x]: b%20c.md\n[y]: https://example.org\n");
    assert!(metadata.links.is_empty());
    assert_eq!(metadata.reference_links.len(), 1);
    assert_eq!((metadata.reference_links[0].id.as_str(), metadata.reference_links[0].link.as_str()), ("x", "b c.md"));
    assert_eq!(kinds(&metadata)[1..], [("definition", None), ("definition", None)]);
}

#[test]
fn unsettled_what_is_shown_of_a_markdown_link_is_its_text_as_written() {
    assert_eq!(parse("[**a** `b`](c.md)").links[0].display_text, "**a** `b`");
}

#[test]
fn unsettled_nothing_in_the_text_of_an_embed_counts() {
    let metadata = parse("![#a [b](c.md)](d.png)");
    assert!(metadata.tags.is_empty() && metadata.links.is_empty());
    assert_eq!(metadata.embeds[0].link, "d.png");
    let linked = parse("[![a](b.png)](c.md)");
    assert_eq!((linked.links.len(), linked.embeds.len()), (1, 1));
}

#[test]
fn unsettled_a_property_is_a_link_only_as_a_whole() {
    let metadata = parse("---\na: \"see [[b]]\"\nc: {d: [\"[[e|f]]\", \"[g](h.md)\"]}\n---\n");
    let links = metadata.frontmatter_links.unwrap();
    assert_eq!(
        links.iter().map(|l| (l.key.as_str(), l.link.as_str())).collect::<Vec<_>>(),
        [("c.d.0", "e"), ("c.d.1", "h.md")]
    );
}

#[test]
fn unsettled_blanks_around_a_target_do_not_count() {
    let link = &parse("[[ a | b ]]").links[0];
    assert_eq!((link.link.as_str(), link.display_text.as_str()), ("a", "b"));
}

#[test]
fn unsettled_a_file_on_a_canvas_is_a_link_to_it() {
    let resolver = Resolver::new(["a.md", "b/a.md"].into_iter());
    let mut table = hisho_vault::table::Table::default();
    table.add(
        &resolver,
        "c.canvas",
        r#"{"nodes":[{"type":"file","file":"b/a.md"},{"type":"text","text":"[[a]] [[z]]"}]}"#,
    );
    assert_eq!(json!(table.resolved), json!({"c.canvas": {"a.md": 1, "b/a.md": 1}}));
    assert_eq!(json!(table.unresolved), json!({"c.canvas": {"z": 1}}));
}

#[test]
fn unsettled_a_table_begins_its_block_and_a_formula_block_must_be_closed() {
    assert_eq!(kinds(&parse("|a|\n|-|\n|b|\n")), [("table", None)]);
    assert_eq!(kinds(&parse("|a|\n|-|\n|b|\n^id\n")), [("table", Some("id")), ("paragraph", None)]);
    assert_eq!(kinds(&parse("x\n|a|\n|-|\n")), [("paragraph", None)]);
    assert_eq!(kinds(&parse("$$\na\n$$\n\n$$ b\n")), [("math", None), ("paragraph", None)]);
}
