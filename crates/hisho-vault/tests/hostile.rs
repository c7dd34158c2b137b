//! Texts made to hurt: any text is taken, and twice the text costs about twice the time.

mod clock;

use hisho_vault::metadata::parse;

type Make = Box<dyn Fn(usize) -> String>;

/// Texts of which each, `n` times as large, must cost `n` times as much.
fn families() -> Vec<(&'static str, Make)> {
    let repeat = |unit: &'static str| -> Make { Box::new(move |n| unit.repeat(n)) };
    let around = |head: &'static str, unit: &'static str, tail: &'static str| -> Make {
        Box::new(move |n| format!("{head}{}{tail}", unit.repeat(n)))
    };
    vec![
        ("open brackets", repeat("[")),
        ("closed brackets", repeat("]")),
        ("nested brackets", Box::new(|n| format!("{}a{}", "[".repeat(n), "]".repeat(n)))),
        ("nested brackets with a definition", Box::new(|n| format!("[a]: b\n\n{}a{}", "[".repeat(n), "]".repeat(n)))),
        ("labels", around("[a]: b\n\n", "[a][a", "")),
        ("nested links", Box::new(|n| format!("{}a{}", "[".repeat(n), "](b)".repeat(n)))),
        ("nested images", Box::new(|n| format!("{}a{}", "![".repeat(n), "](b)".repeat(n)))),
        ("open targets", repeat("[a](")),
        ("open targets with brackets", repeat("[a](<b")),
        ("open targets with titles", repeat("[a](b \"c")),
        ("open targets with parentheses", repeat("[a](b (c")),
        ("open wikilinks", repeat("[[")),
        ("open wikilinks with names", repeat("[[a")),
        ("half closed wikilinks", repeat("[[a]")),
        ("nested wikilinks", Box::new(|n| format!("{}a{}", "[[".repeat(n), "]]".repeat(n)))),
        ("open embeds", repeat("![[a|")),
        ("footnote marks", repeat("[^a")),
        (
            "backticks of growing length",
            Box::new(|n| {
                let lengths = (1..).take_while(|k| k * (k + 1) / 2 < n);
                lengths.map(|k| "`".repeat(k) + " ").collect()
            }),
        ),
        ("backticks", repeat("`")),
        ("backticks with text", repeat("`a``")),
        ("stars", repeat("*")),
        ("open emphasis", repeat("*a ")),
        ("emphasis around tags", repeat("*#a _#b ~~#c ==#d ")),
        ("open formulas", repeat("$a ")),
        ("double formulas", repeat("$$")),
        ("open formula blocks", repeat("$$a\n")),
        ("open formula blocks apart", repeat("$$ a\n\n")),
        ("comments", repeat("%%")),
        ("comment blocks", repeat("%% a\n")),
        ("angles", repeat("<")),
        ("open tags", repeat("<a b=\"")),
        ("open tags in text", around("x ", "<a b='c ", "")),
        ("attributes", around("x <a", " b", "")),
        ("open comments in text", around("x ", "<!-- ", "")),
        ("open instructions in text", around("x ", "<? ", "")),
        ("open declarations in text", around("x ", "<!A ", "")),
        ("open data in text", around("x ", "<![CDATA[ ", "")),
        ("open addresses", repeat("<a:b")),
        ("open mail addresses", repeat("<a@b.")),
        ("quotes in one line", repeat("> ")),
        ("quotes in one line without blanks", repeat(">")),
        ("quoted lines", repeat("> a\n")),
        ("deep quotes and lazy lines", Box::new(|n| format!("{}a\n{}", "> ".repeat(n), "b\n".repeat(n)))),
        ("deep quotes and blank lines", Box::new(|n| format!("{}a\n{}", "> ".repeat(n), "\n".repeat(n)))),
        ("lists in one line", repeat("- ")),
        ("lists in one line with text", around("", "- ", "a")),
        ("stars as lists in one line", around("", "* ", "a")),
        ("numbers in one line", repeat("1. ")),
        ("checkboxes in one line", repeat("- [ ] ")),
        ("deep lists and blank lines", Box::new(|n| format!("{}a\n{}", "- ".repeat(n), "\n".repeat(n)))),
        ("deep lists and lazy lines", Box::new(|n| format!("{}a\n{}", "- ".repeat(n), "b\n".repeat(n)))),
        ("deep lists and quotes", repeat("- > ")),
        ("deep lists and quotes and blank lines", Box::new(|n| format!("{}a\n{}", "- > ".repeat(n), "\n".repeat(n)))),
        ("list lines", repeat("- a\n")),
        ("loose list lines", repeat("- a\n\n")),
        ("empty list lines", repeat("-\n")),
        ("lists of changing marks", repeat("- a\n* b\n")),
        (
            "lists that nest by the line",
            Box::new(|n| {
                let depth = (n as f64).sqrt() as usize;
                (0..depth).map(|at| format!("{}- a\n", "  ".repeat(at))).collect()
            }),
        ),
        ("definitions", repeat("[a]: b\n")),
        ("open definitions", repeat("[a]: b \"c\n")),
        ("different definitions", Box::new(|n| (0..n / 4).map(|at| format!("[{at}]: b\n")).collect())),
        ("definitions behind a paragraph", repeat("[a]:\n")),
        ("table rows", around("|a|b|\n|-|-|\n", "|a|b|\n", "")),
        ("wide table", Box::new(|n| format!("{}\n{}\n{}", "|a".repeat(n), "|-".repeat(n), "|b".repeat(n)))),
        ("lines under a table's head", repeat("|-|-|\n")),
        ("underlines", repeat("a\n=\n")),
        ("one line", repeat("a")),
        ("one line of tags", repeat("計#a #b ")),
        ("one tag", around("#", "a", "")),
        ("hashes", repeat("#")),
        ("escapes", repeat("\\[")),
        ("entities", around("[a](", "&amp", ")")),
        ("carets", repeat("^a ")),
        ("block ids", repeat("a ^b\n\n^c\n\n")),
        ("blank lines", repeat("\n")),
        ("carriage returns", repeat("\r\n")),
        ("tabs", repeat("\t")),
        ("tabbed lists", repeat("\t- a\n")),
        ("fences", repeat("```\n")),
        ("open fences of different kinds", repeat("```\n~~~\n")),
        ("properties never closed", around("---\n", "a: b\n", "")),
        ("wide characters", repeat("📅[[é]] ")),
    ]
}

#[test]
#[cfg_attr(windows, ignore = "the time it takes under Wine is partly that of Wine; on Windows itself it is measured")]
fn twice_the_text_takes_about_twice_the_time() {
    let mut slow = Vec::new();
    for (name, make) in families() {
        let ratio = clock::ratio_of_doubling(&make, 10_000);
        if std::env::var_os("HISHO_SHOW_RATIOS").is_some() {
            println!("{name}: {ratio:.2}, {:?}", clock::time(&make(10_000), 1));
        }
        if ratio >= 2.3 {
            slow.push(format!("{name}: {ratio:.2}"));
        }
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn a_text_of_50_megabytes() {
    let prose = "A long line of plain text about nothing at all, 長い文章がここに続く。".repeat(200);
    let note = format!("- [ ] 送る [[計画|案]] #仕事\r\n\r\n{prose}\r\n\r\n");
    let count = 50_000_000 / note.len() + 1;
    let metadata = parse(&note.repeat(count));
    assert_eq!((metadata.links.len(), metadata.tags.len(), metadata.list_items.len()), (count, count, count));
    let line = parse(&format!("{} [[a]] #b", "長い行 ".repeat(5_000_000)));
    assert_eq!((line.links[0].position.start.col, line.tags.len()), (20_000_001, 1));
}

#[test]
fn broken_beginnings() {
    let places =
        |text: &str| parse(text).sections.iter().map(|s| (s.kind, s.position.start.offset)).collect::<Vec<_>>();
    assert_eq!(places("---\na: [\n---\n# b\n"), [("yaml", 0), ("heading", 13)]);
    assert!(parse("---\na: [\n---\n# b\n").frontmatter.is_none());
    assert_eq!(places("\u{FEFF}---\na: 1\n---\n# b\n"), [("yaml", 0), ("heading", 13)]);
    assert_eq!(places("\u{FEFF}# b\n"), [("heading", 0)]);
    assert_eq!(places("---\r\na: 1\r\n---\r\n# b\r\n- c\n- d\r\n"), [("yaml", 0), ("heading", 16), ("list", 21)]);
    assert_eq!(parse("# b\r\n- [x] c\r\n").headings[0].heading, "b");
    assert_eq!(parse("# b\r\n- [x] c\r\n").list_items[0].position.end.col, 7);
}
