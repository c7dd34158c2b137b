//! Random texts: real notes cut up and put together anew, and pieces of Markdown in any order. No
//! text may end in a panic, and whatever is found must stand where it is said to stand.
//!
//! `cargo xtask fuzz` runs this for minutes (`HISHO_FUZZ_SECONDS`, from the seed
//! `HISHO_FUZZ_SEED`); without, a fixed number of texts from a fixed seed is tried.

mod clock;

use std::collections::HashMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use clock::ratio_of_doubling;
use hisho_vault::files;
use hisho_vault::links::Resolver;
use hisho_vault::metadata::{Metadata, Place, Position, parse};
use hisho_vault::note;
use hisho_vault::table::Table;
use proptest::prelude::{Rng, RngExt};
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Texts that are tried where nobody says for how long.
const TEXTS: usize = 20_000;
/// No text grows beyond so many bytes.
const LONGEST: usize = 4_000;
/// What is repeated to see whether it grows in proportion is repeated up to so many bytes.
const REPEATED: usize = 60_000;

/// What Markdown is made of.
const PIECES: &[&str] = &[
    "- ",
    "* ",
    "+ ",
    "1. ",
    "2) ",
    "10. ",
    "> ",
    ">",
    "    ",
    "  ",
    "\t",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    " ",
    "# ",
    "## ",
    " #",
    "#",
    "#a/b ",
    "a",
    "計",
    "📅",
    "é",
    "e\u{301}",
    "　",
    "[",
    "]",
    "[[",
    "]]",
    "![[",
    "![",
    "](",
    "(",
    ")",
    "<",
    ">",
    "|",
    "\\",
    "`",
    "``",
    "```",
    "~~~",
    "$",
    "$$",
    "$$\n",
    "%%",
    "%%\n",
    "*",
    "**",
    "_",
    "~~",
    "==",
    "^",
    " ^id",
    "\n^id\n",
    "[^",
    "[^1]: ",
    "]:",
    ": ",
    "---",
    "---\n",
    "===\n",
    "***\n",
    "|-|",
    "|a|b|\n",
    "|-|-|\n",
    "<!--",
    "-->",
    "<a ",
    "<div>\n",
    "</div>\n",
    "<script>",
    "\"",
    "'",
    "[ ] ",
    "[x] ",
    "[/] ",
    "[ ]",
    "> [!note]- ",
    "&amp;",
    "&#35;",
    "http://",
    "https://a.b/c",
    "%20",
    ".md",
    "---\na: ",
    "tags: ",
    "aliases: [",
    "- \"[[a]]\"\n",
    "a: &b\n",
    "*b",
    "? ",
    "!!",
    "{",
    "}",
    "\u{FEFF}",
    "\0",
    "\u{200B}",
    "\u{FE0F}",
    "🔺",
    "📅 2026-01-02",
    "🔁 every day",
    "[due:: 2026-01-02]",
    "\u{2028}",
    "\u{85}",
];

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The notes that real texts are made of.
fn corpus() -> Vec<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data");
    let demo = data.join("Tasks-Demo");
    let mut texts: Vec<String> = files::list(&demo)
        .expect("the test data is there")
        .iter()
        .filter(|path| path.ends_with(".md"))
        .filter_map(|path| fs::read_to_string(demo.join(path)).ok())
        .collect();
    let mut goldens: Vec<_> = fs::read_dir(data.join("obsidian-goldens")).expect("there").flatten().collect();
    goldens.sort_by_key(|entry| entry.file_name());
    for golden in goldens {
        let golden = fs::read(golden.path()).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let text = golden.and_then(|golden: serde_json::Value| Some(golden["fileContents"].as_str()?.to_owned()));
        texts.extend(text);
    }
    let examples = fs::read(data.join("commonmark/examples.json")).ok().and_then(|b| serde_json::from_slice(&b).ok());
    for example in examples.iter().flat_map(|all: &serde_json::Value| all.as_array()).flatten() {
        texts.extend(example["markdown"].as_str().map(str::to_owned));
    }
    texts
}

/// A place of a text between two characters.
fn at(rng: &mut TestRng, text: &str) -> usize {
    let mut at = rng.random_range(0..=text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A part of a text, short ones more often.
fn part<'a>(rng: &mut TestRng, text: &'a str) -> &'a str {
    let start = at(rng, text);
    let most = 1_usize << rng.random_range(1..10);
    let mut end = (start + rng.random_range(0..=most)).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[start..end.max(start)]
}

fn pieces(rng: &mut TestRng) -> String {
    (0..rng.random_range(0..60)).map(|_| PIECES[rng.random_range(0..PIECES.len())]).collect()
}

/// Changes a text somewhere.
fn mutate(rng: &mut TestRng, text: &mut String, corpus: &[String]) {
    let place = at(rng, text);
    match rng.random_range(0..10) {
        0 => text.insert_str(place, PIECES[rng.random_range(0..PIECES.len())]),
        1 => text.insert_str(place, &pieces(rng)),
        2 => {
            let other = &corpus[rng.random_range(0..corpus.len())];
            text.insert_str(place, part(rng, other));
        }
        3 => text.truncate(place),
        4 => drop(text.drain(..place)),
        5 => {
            let gone = part(rng, text).to_owned();
            *text = text.replacen(&gone, "", 1);
        }
        6 => {
            let again = part(rng, text).repeat(rng.random_range(1..6));
            text.insert_str(place, &again);
        }
        7 => {
            // Every line deeper in something.
            let before = ["> ", "- ", "\t", "    ", " ", "1. ", "  "][rng.random_range(0..7)];
            *text = text.split('\n').map(|line| format!("{before}{line}")).collect::<Vec<_>>().join("\n");
        }
        8 => {
            let mut lines: Vec<&str> = text.split('\n').collect();
            let (one, two) = (rng.random_range(0..lines.len()), rng.random_range(0..lines.len()));
            lines.swap(one, two);
            *text = lines.join("\n");
        }
        _ => {
            let letter = char::from_u32(rng.next_u32() % 0x11_0000).unwrap_or('\u{FFFD}');
            text.insert(place, letter);
        }
    }
    if text.len() > LONGEST {
        let mut end = LONGEST;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
}

fn text(rng: &mut TestRng, corpus: &[String]) -> String {
    if rng.random_range(0..3) == 0 {
        return pieces(rng);
    }
    let source = &corpus[rng.random_range(0..corpus.len())];
    // A part of a long note says as much as the whole, and takes less time.
    let mut text = if source.len() > LONGEST { part(rng, source).to_owned() } else { source.clone() };
    for _ in 0..rng.random_range(1..6) {
        mutate(rng, &mut text, corpus);
    }
    text
}

/// The text in UTF-16 units and where its lines begin, counted without the parser's help.
struct Counted {
    units: Vec<u16>,
    lines: Vec<usize>,
}

impl Counted {
    fn new(text: &str) -> Self {
        let units: Vec<u16> = text.strip_prefix('\u{FEFF}').unwrap_or(text).encode_utf16().collect();
        let behind = |(at, unit): (usize, &u16)| (*unit == u16::from(b'\n')).then_some(at + 1);
        let lines = std::iter::once(0).chain(units.iter().enumerate().filter_map(behind)).collect();
        Self { units, lines }
    }

    fn holds(&self, place: Place) {
        assert!(place.offset <= self.units.len(), "an offset behind the end");
        assert!(place.line < self.lines.len(), "a line behind the end");
        let line = self.lines.partition_point(|start| *start <= place.offset) - 1;
        assert_eq!((place.line, place.col), (line, place.offset - self.lines[line]), "line and column of an offset");
    }

    fn at(&self, position: Position) -> String {
        self.holds(position.start);
        self.holds(position.end);
        assert!(position.start.offset <= position.end.offset, "an end before its start");
        String::from_utf16(&self.units[position.start.offset..position.end.offset]).expect("whole characters")
    }

    fn ordered(&self, positions: impl Iterator<Item = Position>, apart: bool) {
        let mut before: Option<Position> = None;
        for position in positions {
            self.at(position);
            if let Some(before) = before {
                assert!(before.start.offset <= position.start.offset, "not in the order of the text");
                assert!(!apart || before.end.offset <= position.start.offset, "one within the other");
            }
            before = Some(position);
        }
    }
}

/// Sees that what was found stands where it is said to stand.
fn holds_together(text: &str, metadata: &Metadata) {
    let counted = Counted::new(text);
    counted.ordered(metadata.sections.iter().map(|section| section.position), true);
    counted.ordered(metadata.headings.iter().map(|heading| heading.position), true);
    counted.ordered(metadata.links.iter().map(|link| link.position), false);
    counted.ordered(metadata.embeds.iter().map(|embed| embed.position), false);
    counted.ordered(metadata.tags.iter().map(|tag| tag.position), true);
    counted.ordered(metadata.list_items.iter().map(|item| item.position), false);
    for tag in &metadata.tags {
        assert_eq!(counted.at(tag.position), tag.tag);
    }
    for link in metadata.links.iter().chain(&metadata.embeds) {
        let written = counted.at(link.position);
        // In a quote or a list a link over two lines is written without what begins the second.
        if !written.contains('\n') {
            assert_eq!(written, link.original);
        }
    }
    let mut items: HashMap<i64, usize> = HashMap::new();
    for item in &metadata.list_items {
        let line = item.position.start.line as i64;
        assert!(
            item.parent < 0 || items.contains_key(&item.parent) && item.parent <= line,
            "a parent that is no item above: {item:?}"
        );
        items.insert(line, item.position.end.offset);
    }
    if let Some(position) = metadata.frontmatter_position {
        counted.at(position);
    }
}

/// Reads a text in every way there is.
fn take(text: &str) {
    let metadata = parse(text);
    holds_together(text, &metadata);
    let note = note::parse(text);
    assert_eq!(note.tasks.len(), metadata.list_items.iter().filter(|item| item.task.is_some()).count());
    assert_eq!(note.headings.len(), metadata.headings.len());
    for task in note.tasks {
        assert_eq!(&text[task.mark_range], task.mark.to_string());
    }
    let resolver = Resolver::new(["a.md", "b/a.md"].into_iter());
    Table::default().add(&resolver, "a.md", text);
}

/// The shortest text found that fails as this one does, so that a person can see why.
fn shortest(text: &str) -> String {
    let fails = |text: &str| catch_unwind(AssertUnwindSafe(|| take(text))).is_err();
    // Each try that fails would tell its story anew.
    std::panic::set_hook(Box::new(|_| {}));
    let mut chars: Vec<char> = text.chars().collect();
    let mut step = chars.len() / 2;
    while step > 0 {
        let mut start = 0;
        while start < chars.len() {
            let end = (start + step).min(chars.len());
            let less: String = chars[..start].iter().chain(&chars[end..]).collect();
            if fails(&less) {
                chars.drain(start..end);
            } else {
                start = end;
            }
        }
        step /= 2;
    }
    drop(std::panic::take_hook());
    chars.into_iter().collect()
}

#[test]
fn no_text_is_too_much() {
    let seed = variable("HISHO_FUZZ_SEED").unwrap_or(7);
    let long = variable("HISHO_FUZZ_SECONDS").map(Duration::from_secs);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let mut rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let corpus = corpus();
    let (started, mut tried, mut repeated, mut dearest) = (Instant::now(), 0, 0, 0.0);
    while long.map_or(tried < TEXTS, |long| started.elapsed() < long) {
        let text = text(&mut rng, &corpus);
        let begun = clock::now();
        if catch_unwind(AssertUnwindSafe(|| take(&text))).is_err() {
            panic!("text {tried} of seed {seed} fails; the shortest that does: {:?}", shortest(&text));
        }
        let cost = (clock::now() - begun).as_secs_f64() / (text.len() + 200) as f64;
        tried += 1;
        // What costs more a byte than nearly all others may cost more the more there is of it.
        if long.is_some() && !text.is_empty() && (cost > dearest || tried % 2_000 == 0) {
            dearest = cost.max(dearest);
            repeated += 1;
            let times = REPEATED / text.len();
            // What is small may be slow by chance; what is not linear is so at every size.
            let slow = [1, 4, 2, 8].iter().all(|by| ratio_of_doubling(|n| text.repeat(n), times.max(1) * by) >= 2.3);
            assert!(!slow, "twice of this takes more than 2.3 times as long: {text:?}");
        }
    }
    println!("{tried} texts, {repeated} of them repeated and doubled, seed {seed}");
}
