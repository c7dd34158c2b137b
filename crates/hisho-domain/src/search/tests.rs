//! What queries mean, on texts made for it.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Map, Value as Json, json};

use super::node::{Area, How, Node, Term, Value};
use super::pattern::Pattern;
use super::*;

fn query(typed: &str) -> Query {
    Query::parse(typed).unwrap_or_else(|error| panic!("{typed}: {error:?}")).unwrap_or_else(|| panic!("{typed}: empty"))
}

fn finds(typed: &str, text: &str) -> bool {
    query(typed).matches(&Sheet { body: text, ..Sheet::default() })
}

#[test]
fn the_definition_of_found() {
    assert!(finds("会", "今日の会議"));
    assert!(finds("会議", "今日の会議"));
    assert!(finds("ミーティング", "みーてぃんぐ"));
    assert!(finds("plan", "Planning the move"));
    assert!(!finds("lan", "Planning the move"));
    assert!(finds("\"lanning the\"", "Planning the move"));
    assert!(finds("AI秘書", "秘書とAI"));
    assert!(!finds("会議室", "会議 室内"));
    for nothing in [" 、。\"\" ", "", "- () ! )", "line:、"] {
        assert_eq!(Query::parse(nothing), Ok(None), "{nothing}");
    }
}

#[test]
fn signs_are_found_as_in_quotes() {
    let text = "Move → Kyoto 👩\u{200D}🔬 ☀\u{FE0F} 3×4 25℃";
    for (typed, found) in [
        ("→", true),
        ("←", false),
        ("move 😀", false),
        ("move →", true),
        ("move→", true),
        ("👩\u{200D}🔬", true),
        ("☀", true),
        ("3×4", true),
        ("3÷4", false),
        ("25℃", true),
        ("move -😀", true),
        ("move -→", false),
        ("move … 、「", true),
        ("move -> + kyoto", true),
    ] {
        assert_eq!(finds(typed, text), found, "{typed}");
    }
}

#[test]
fn scripts_without_spaces_are_found_anywhere() {
    for (typed, text) in
        [("ประชุม", "การประชุมวันนี้"), ("ທີ່ປະຊຸມ", "ຫ້ອງທີ່ປະຊຸມໃຫຍ່"), ("ប្រជុំ", "ការប្រជុំថ្ងៃនេះ"), ("အစည်း", "ယနေ့အစည်းအဝေး")]
    {
        assert!(finds(typed, text) && !finds(text, typed), "{typed}");
        assert!(query(typed).index_decides(), "{typed}");
    }
    // Marks belong to the word they are in, and digits to none.
    assert!(finds("๒๕", "ปี ๒๕๖๙") && !finds("๖๙", "ปี ๒๕๖๙"));
}

#[test]
fn words_are_joined_as_in_obsidian() {
    let text = "Apple pie\nbanana bread";
    for (typed, found) in [
        ("apple banana", true),
        ("apple cherry", false),
        ("apple OR cherry", true),
        ("cherry OR plum", false),
        ("apple or cherry", false),
        ("apple -cherry", true),
        ("apple -banana", false),
        ("-(cherry OR plum)", true),
        ("-(apple OR plum)", false),
        ("--apple", true),
        ("apple cherry OR banana", true),
        ("apple (cherry OR banana)", true),
        ("apple (cherry OR plum)", false),
        ("line:(apple pie)", true),
        ("line:(apple banana)", false),
        ("line:(apple -banana)", true),
        ("-line:(apple banana)", true),
        ("match-case:Apple", true),
        ("match-case:apple", false),
        ("match-case:(apple OR ignore-case:APPLE)", true),
        ("/^ban.*d$/", true),
        ("/APPLE/", true),
        ("match-case:/APPLE/", false),
        ("line:/pie banana/", false),
        ("/pie\\sbanana/", true),
        ("content:apple", true),
        ("unknown:apple", false),
        ("apple: pie)", true),
        ("\"pie banana\"", false),
        ("\"apple pie", true),
    ] {
        assert_eq!(finds(typed, text), found, "{typed}");
    }
    assert!(finds("\"say \\\"hi\\\"\"", "they say \"hi\"") && finds("match-case:データ", "データ"));
    assert!(!finds("match-case:データ", "でーた") && finds("match-case:が", "か\u{3099}"));
}

#[test]
fn facts_of_notes() {
    let properties = json!({
        "status": "In Progress", "count": 5, "day": "2026-11-20", "empty": null, "none": "", "list": ["a b", "会議"],
        "done": true, "my key": "x", "a:b": 1,
    });
    let tags = ["仕事/会議".to_owned(), "Home".to_owned()];
    let facts = NoteFacts {
        path: "日記/2026 Notes/Plan.md",
        tags: &tags,
        properties: properties.as_object().expect("an object"),
    };
    let sheet = Sheet { title: "Plan", body: "text", note: Some(facts), ..Sheet::default() };
    for (typed, found) in [
        ("path:日記", true),
        ("path:\"2026 notes/pl\"", true),
        ("path:lan", true),
        ("file:plan.md", true),
        ("file:日記", false),
        ("path:(日記 -plan)", false),
        ("file:/^p.an\\.md$/", true),
        ("tag:#home", true),
        ("tag:ho", false),
        ("tag:仕事", true),
        ("tag:#仕事/会議", true),
        ("tag:会議", false),
        ("tag:(#home OR #x)", true),
        ("tag:(#home #x)", false),
        ("-tag:x", true),
        ("tag:#", true),
        ("[status]", true),
        ("[STATUS:progress]", true),
        ("[status:done OR progress]", true),
        ("[status:(done OR waiting)]", false),
        ("[status:\"in progress\"]", true),
        ("[status:/^in/]", true),
        ("[status:match-case:in]", false),
        ("[list:会議]", true),
        ("[list:(a 会議)]", true),
        ("[list:-会議]", false),
        ("[count:5]", true),
        ("[count:>4]", true),
        ("[count:>5]", false),
        ("[day:<2026-12-01]", true),
        ("[day:>2026-12-01]", false),
        ("[done:true]", true),
        ("[empty]", true),
        ("[empty:null]", true),
        ("[none:null]", true),
        ("[status:null]", false),
        ("[missing:null]", false),
        ("[missing]", false),
        ("[my key:x]", true),
        ("[\"a:b\":1]", true),
        ("-[missing]", true),
    ] {
        let query = query(typed);
        assert_eq!(query.matches(&sheet), found, "{typed}");
        assert_eq!(query.decided(&facts), Some(found), "{typed}: known without the text");
        assert!(query.is_about_notes(), "{typed}");
        assert_eq!(query.matches(&Sheet { note: None, ..sheet }), typed.starts_with('-'), "{typed}: no note");
    }
    assert_eq!(query("path:日記 \"ex\"").decided(&facts), None);
    assert_eq!(query("path:x \"ex\"").decided(&facts), Some(false));
    assert_eq!(query("path:日記 OR \"ex\"").decided(&facts), Some(true));
    assert_eq!(query("path:日記 text").decided(&facts), Some(true), "the index decides the rest");
}

#[test]
fn parts_of_notes() {
    let body = "# One\napple\n\n- [ ] buy milk\n- [x] sell apple\n\n# Two\npear\n";
    let at = |part: &str| {
        let start = body.find(part).expect("there");
        start..start + part.len()
    };
    let parts = Parts {
        blocks: ["# One", "apple", "- [ ] buy milk", "- [x] sell apple", "# Two", "pear"].map(at).to_vec(),
        headings: vec![0, at("# Two").start],
        tasks: vec![(at("- [ ] buy milk"), ' '), (at("- [x] sell apple"), 'x')],
    };
    let properties = Map::new();
    let facts = NoteFacts { path: "a.md", tags: &[], properties: &properties };
    let sheet = Sheet { body, note: Some(facts), parts: Some(&parts), ..Sheet::default() };
    for (typed, found) in [
        ("section:(apple milk)", true),
        ("section:(apple pear)", false),
        ("block:(buy milk)", true),
        ("block:(apple milk)", false),
        ("task:apple", true),
        ("task:pear", false),
        ("task-todo:milk", true),
        ("task-todo:apple", false),
        ("task-done:apple", true),
        ("task-done:\"\"", true),
        ("task-todo:(-milk)", false),
        ("section:(pear line:Two)", true),
        ("section:(milk line:Two)", false),
    ] {
        assert_eq!(query(typed).matches(&sheet), found, "{typed}");
    }
    let shown = query("task-done:apple").found(&sheet, 0, 40).expect("found");
    assert_eq!(shown.line, Some(4), "not the apple that is no task");
}

#[test]
fn operators_within_one_another_come_to_an_end() {
    // Sections that touch, and quotes of which each holds an item: two ways at every step.
    let body = "# Apple\n> quote\n> - item\n".repeat(30);
    let every = |part: &str| {
        body.match_indices(part).map(|(start, part)| start..start + part.len()).collect::<Vec<Range<usize>>>()
    };
    let (quotes, items) = (every("> quote\n> - item\n"), every("- item\n"));
    let mut blocks = [quotes, items.clone()].concat();
    blocks.sort_by_key(|block| block.start);
    let parts = Parts {
        blocks,
        headings: every("# ").into_iter().map(|heading| heading.start).collect(),
        tasks: items.into_iter().map(|item| (item, ' ')).collect(),
    };
    let properties = Map::new();
    let facts = NoteFacts { path: "a.md", tags: &[], properties: &properties };
    let sheet = Sheet { body: &body, note: Some(facts), parts: Some(&parts), ..Sheet::default() };
    for (operators, inner, found) in [
        (&["section"][..], "(item apple)", true),
        (&["section"], "(-apple -item)", true),
        (&["section"], "pear", false),
        (&["block", "line"], "quote", true),
        (&["block", "line"], "pear", false),
        (&["section", "block", "task", "line"], "item", true),
        (&["section", "block", "task", "line"], "apple", false),
        (&["section", "block", "task", "line"], "(-apple)", true),
    ] {
        let mut typed = inner.to_owned();
        for operator in operators.iter().rev().cycle().take(40) {
            typed = format!("{operator}:{typed}");
        }
        let query = query(&typed);
        assert_eq!(query.matches(&sheet), found, "{operators:?} {inner}");
        assert_eq!(query.found(&sheet, 10, 40).is_some(), found, "{operators:?} {inner}: shown");
    }
    let twice = query("section:(section:(-item -apple))");
    assert!(twice.matches(&sheet), "nothing stands before the first heading");
    let behind = Parts { headings: parts.headings[1..].to_vec(), ..parts.clone() };
    assert!(!twice.matches(&Sheet { parts: Some(&behind), ..sheet }), "the end of a neighbour is no section");
}

#[test]
fn what_is_wrong_is_named() {
    for (typed, fault, part) in [
        ("a (b", Fault::Unclosed, "(b"),
        ("a [b", Fault::Unclosed, "[b"),
        ("[b:(c]", Fault::Unclosed, "(c]"),
        ("a OR", Fault::NoValue, "OR"),
        ("OR a", Fault::NoValue, "OR"),
        ("a OR OR b", Fault::NoValue, "OR"),
        ("会議 tag:", Fault::NoValue, "tag:"),
        ("(path: )", Fault::NoValue, "path:"),
        ("path:(tag:x)", Fault::Misplaced, "tag:"),
        ("/a(b/", Fault::BadPattern, "/a(b/"),
        ("x /(\\w{200}){200}/ y", Fault::PatternTooBig, "/(\\w{200}){200}/"),
    ] {
        let error = Query::parse(typed).expect_err(typed);
        assert_eq!((error.fault, error.part.as_str()), (fault, part), "{typed}");
        let units: Vec<u16> = typed.encode_utf16().collect();
        let named = String::from_utf16_lossy(&units[error.at[0]..error.at[1]]);
        assert_eq!(named.trim_end(), part, "{typed}");
        let told = crate::Error::from(error);
        assert_eq!((&told.params["field"], &told.params["part"]), (&json!("query"), &json!(part)));
    }
    let deep = format!("{}a{}", "(".repeat(500), ")".repeat(500));
    assert_eq!(Query::parse(&deep).expect_err("deep").fault, Fault::TooDeep);
    for plain in ["[[Note]]", "- [ ] x", "/usr/bin", "http://x", "C++", "f(x)", "a)", ":-) x", "a- b", "foo:bar"] {
        assert!(Query::parse(plain).is_ok_and(|query| query.is_some_and(|query| !query.is_about_notes())), "{plain}");
    }
}

#[test]
fn snippets_show_the_place_in_utf16_units() {
    let behind = |typed: &str, body: &str, begins, width| {
        query(typed).found(&Sheet { body, ..Sheet::default() }, begins, width).expect("found")
    };
    let show = |typed: &str, body: &str, width| behind(typed, body, 0, width);
    let shown = show("会議", "🎉 今日\nの会議です", 40);
    assert_eq!((shown.snippet.as_str(), shown.line), ("🎉 今日 の会議です", Some(1)));
    assert_eq!(shown.highlights, vec![[7, 9]]);
    let long = format!("{}会議{}", "あ".repeat(200), "い".repeat(200));
    let shown = show("会議", &long, 80);
    assert_eq!((shown.snippet.chars().count(), shown.highlights), (80, vec![[20, 22]]));
    let shown = show("/い+/", &long, 80);
    assert_eq!(shown.highlights, vec![[20, 80]], "as far as it is shown");
    assert_eq!(show("が", "x か\u{3099}く", 40).highlights, vec![[2, 4]]);
    assert_eq!(show("デ", "ﾃﾞｰﾀ", 40).highlights, vec![[0, 2]]);
    assert_eq!(show("-x", "会議", 40), Shown { snippet: "会議".into(), ..Shown::default() });
    assert_eq!(behind("会議", "---\nk: 会議\n---\n会議", 17, 40).line, Some(3));
    assert_eq!(behind("会議", "---\nk: 会議\n---\nx", 17, 40).line, Some(1));
}

/// Nodes as a query can hold them, with the word `OR` and signs that mean something among them.
fn node() -> impl Strategy<Value = Node> {
    let written =
        "[a-zA-Z会議データ\"\\\\ ()\\[\\]:/#*-]{1,6}".prop_filter("it says something", |text| !text.trim().is_empty());
    let word = prop_oneof!["[a-z]{1,4}", Just("OR".to_owned()), Just("tag".to_owned())];
    let run = "[会議デー夜]{1,3}".prop_map(|text| Node::Term(Term::new(How::Part, &text)));
    let text = prop_oneof![
        word.prop_map(|text| Node::Term(Term::new(How::Begins, &text))),
        written.prop_map(|text| Node::Term(Term::new(How::Part, &text))),
        run,
        "[a-z]{1,3}[.+*]?".prop_map(|text| Node::Pattern(Pattern::new(&text).expect("a pattern"))),
        Just(Node::Anything),
    ]
    .boxed();
    let name = "[a-z会/]{1,5}".prop_map(|text| Node::tag(&text));
    let value = prop_oneof![
        Just(Value::Any),
        Just(Value::Nothing),
        "[0-9]{1,3}".prop_map(Value::Below),
        Just(Value::Above("2026-11-20".into())),
        "[a-z会]{1,4}".prop_map(|text| Value::Is(Box::new(Node::Term(Term::new(How::Part, &text))))),
    ];
    let leaf = prop_oneof![
        4 => text,
        1 => name.prop_map(|tag| Node::In(Area::Tag, Box::new(tag))),
        1 => "[a-z/ 会]{1,5}".prop_filter("it says something", |text| !text.trim().is_empty())
            .prop_map(|text| Node::In(Area::Path, Box::new(Node::Term(Term::new(How::Part, &text))))),
        1 => ("[a-z :\\]]{0,3}[a-z]", value).prop_map(|(key, value)| Node::Property(key.trim().to_owned(), value)),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| Node::all(parts).expect("some")),
            prop::collection::vec(inner.clone(), 2..4).prop_map(|parts| Node::any(parts).expect("some")),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            (any::<bool>(), inner.clone()).prop_map(|(exact, node)| Node::Case(exact, Box::new(node))),
            inner.prop_map(|node| Node::In(Area::TaskTodo, Box::new(node))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(11), cases: 700, ..ProptestConfig::default() })]

    #[test]
    fn a_query_written_down_means_the_same(node in node()) {
        let written = node.to_string();
        prop_assert_eq!(parse::parse(&written), Ok(Some(node)), "{}", written);
    }

    #[test]
    fn nothing_typed_is_too_much(typed in "([a-c会デ→😀☀กิ่データ ()\\[\\]:\"/\\\\<>#*OR-]|line:|tag:|path:|match-case:|\u{3099}|ﾞ|＃){0,24}", text in "[a-cA-C会デﾃ→😀☀กิ่\u{3099}\n #:]{0,16}") {
        if let Ok(Some(query)) = Query::parse(&typed) {
            let again = Query::parse(&query.to_string());
            prop_assert_eq!(again.as_ref(), Ok(&Some(query.clone())), "{}", query);
            let properties: Map<String, Json> = Map::new();
            let facts = NoteFacts { path: &text, tags: std::slice::from_ref(&text), properties: &properties };
            let parts = Parts::default();
            let sheet = Sheet { title: &text, body: &text, note: Some(facts), parts: Some(&parts), ..Sheet::default() };
            let found = query.matches(&sheet);
            prop_assert!(query.undecided_agrees(&sheet, found));
            let shown = query.found(&sheet, 0, 8);
            prop_assert_eq!(shown.is_some(), found);
            let shown = shown.unwrap_or_default();
            let units = shown.snippet.encode_utf16().count();
            prop_assert!(shown.highlights.iter().all(|at| at[0] < at[1] && at[1] <= units), "{:?}", shown);
        }
    }

    #[test]
    fn whatever_is_found_has_what_the_pattern_needs(pattern in "(会議|カ|[ab]|x?|a+|ﾃﾞ|σ|É|\\(b\\|σ\\)|.){1,4}", text in "[会議カかabxAσςÉéE\u{301}テデﾃﾞ]{0,10}") {
        let Ok(made) = Pattern::new(&pattern) else { return Ok(()) };
        let normal = crate::text::Folded::normal(&text);
        if made.regex(false).is_match(&normal.text) {
            prop_assert!(has(made.needs(), &crate::text::fold(&text)), "{} in {}: {:?}", pattern, text, made.needs());
        }
    }
}

fn has(needs: &pattern::Needs, folded: &str) -> bool {
    match needs {
        pattern::Needs::Nothing => true,
        pattern::Needs::Text(text) => folded.contains(text.as_str()),
        pattern::Needs::All(parts) => parts.iter().all(|part| has(part, folded)),
        pattern::Needs::Any(parts) => parts.iter().any(|part| has(part, folded)),
    }
}

impl Query {
    /// What is known without the text is what the text says, where the index decides nothing.
    fn undecided_agrees(&self, sheet: &Sheet<'_>, found: bool) -> bool {
        let facts = sheet.note.expect("a note");
        let known = self.decided(&facts);
        // Parts that the index decides may fail, so only a denial, or all of it, says something.
        match known {
            Some(false) => !found,
            Some(true) => found || self.plan() != &Plan::default(),
            None => true,
        }
    }
}
