//! Notes made with known links, tags, tasks and headings: what is parsed is what was put in.

use hisho_vault::metadata::{Position, parse, property_tags};
use hisho_vault::note;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// A piece of a line.
#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Tag(String),
    Wiki {
        target: String,
        heading: Option<String>,
        shown: Option<String>,
        embed: bool,
    },
    Markdown {
        shown: String,
        target: String,
    },
    /// Looks like something and is nothing.
    Decoy(&'static str),
}

#[derive(Debug, Clone)]
enum Block {
    Heading(u8, Vec<Piece>),
    /// Lines, and whether an id stands at the end.
    Paragraph(Vec<Vec<Piece>>, bool),
    /// How items begin and how deeper ones are put in; items by depth, mark of the checkbox and text.
    List(&'static str, &'static str, Vec<(usize, Option<char>, Vec<Piece>)>),
    Quote(Vec<Piece>, Option<char>),
    /// Holds what would be links, tags and tasks elsewhere.
    Hidden(&'static str),
}

/// A line, and from which column to which.
type Spot = (usize, usize, usize);

/// What stands in a note. A place is a line, and columns in UTF-16 units.
#[derive(Debug, Default, PartialEq)]
struct Known {
    /// Target, what is shown, whether it is an embed, and the place.
    links: Vec<(String, String, bool, Spot)>,
    tags: Vec<(String, Spot)>,
    /// What stands in the checkbox, the line, and the parent as Obsidian gives it.
    items: Vec<(Option<char>, usize, i64)>,
    headings: Vec<(u8, String, Spot)>,
    /// Ids of blocks, each with its first and its last line.
    ids: Vec<(String, usize, usize)>,
    property_tags: Vec<String>,
    aliases: Vec<String>,
    property_links: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
struct Properties {
    tags: Vec<String>,
    aliases: Vec<String>,
    link: Option<String>,
}

fn properties() -> impl Strategy<Value = Properties> {
    let names = || prop::collection::vec("[a-z]{1,6}(/[一-三]{1,2})?", 0..3);
    (names(), prop::collection::vec(words(), 0..3), prop::option::of(words()))
        .prop_map(|(tags, aliases, link)| Properties { tags, aliases, link })
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[A-Z][a-z]{0,5}",
        "[ぁ-ん]{1,4}",
        "[一-三]{2}",
        Just("会議📅".to_owned()),
        Just("naïve".to_owned())
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
}

fn piece() -> impl Strategy<Value = Piece> {
    let decoys = vec![
        "`#code [[code]]`",
        "a#b",
        "\\#escaped",
        "<!-- #no [[no]] -->",
        "[outside](https://example.org/#x)",
        "#123",
        "$x #y$",
        "[]()",
        "[[]]",
        "<https://example.org/#z>",
        "<b title=\"#t [[u]]\">",
    ];
    prop_oneof![
        4 => words().prop_map(Piece::Words),
        2 => ("[a-z]{1,5}", prop::option::of("[一-三0-9_-]{1,3}"))
            .prop_map(|(a, b)| Piece::Tag(b.map_or(a.clone(), |b| format!("{a}/{b}")))),
        3 => (words(), prop::option::of(words()), prop::option::of(words()), any::<bool>())
            .prop_map(|(target, heading, shown, embed)| Piece::Wiki { target, heading, shown, embed }),
        2 => (words(), words()).prop_map(|(shown, target)| Piece::Markdown { shown, target }),
        2 => prop::sample::select(decoys).prop_map(Piece::Decoy),
    ]
}

fn pieces() -> impl Strategy<Value = Vec<Piece>> {
    prop::collection::vec(piece(), 1..5)
}

fn block() -> impl Strategy<Value = Block> {
    let mark = || prop::option::of(prop::sample::select(vec![' ', 'x', '/', '-', '>', '計']));
    let hidden = vec![
        "```\n- [ ] #no [[no]]\n# no\n```",
        "~~~~ js\n```\n[[no]]\n~~~~",
        "    - [ ] #no [[no]]",
        "<!--\n- [ ] #no\n\n[[no]]\n-->",
        "%%\n- [ ] #no [[no]]\n%%",
        "$$\n#no\n$$",
        "<div>\n#no [[no]]\n</div>",
    ];
    prop_oneof![
        (1..=6u8, pieces()).prop_map(|(level, pieces)| Block::Heading(level, pieces)),
        (prop::collection::vec(pieces(), 1..4), any::<bool>()).prop_map(|(lines, id)| Block::Paragraph(lines, id)),
        (
            prop::sample::select(vec![("- ", "  "), ("* ", "\t"), ("+ ", "    "), ("1. ", "   "), ("1) ", "\t")]),
            prop::collection::vec((0..3usize, mark(), pieces()), 1..6)
        )
            .prop_map(|((bullet, deeper), items)| Block::List(bullet, deeper, items)),
        (pieces(), mark()).prop_map(|(pieces, mark)| Block::Quote(pieces, mark)),
        prop::sample::select(hidden).prop_map(Block::Hidden),
    ]
}

/// Writes a note and what is in it.
struct Writer {
    text: String,
    line: usize,
    eol: &'static str,
    known: Known,
}

impl Writer {
    fn end(&mut self) {
        self.text.push_str(self.eol);
        self.line += 1;
    }

    /// The column, on the line that is being written.
    fn col(&self) -> usize {
        self.text.rsplit('\n').next().unwrap_or_default().encode_utf16().count()
    }

    /// Writes something, and gives its place.
    fn put(&mut self, text: &str) -> Spot {
        let start = self.col();
        self.text.push_str(text);
        (self.line, start, self.col())
    }

    fn pieces(&mut self, pieces: &[Piece]) -> String {
        let start = self.text.len();
        // A word first, so that no piece begins a block of its own.
        self.text.push_str("so");
        for piece in pieces {
            self.text.push(' ');
            match piece {
                Piece::Words(words) => self.text.push_str(words),
                Piece::Tag(name) => {
                    let place = self.put(&format!("#{name}"));
                    self.known.tags.push((format!("#{name}"), place));
                }
                Piece::Wiki { target, heading, shown, embed } => {
                    let link = heading.as_ref().map_or(target.clone(), |heading| format!("{target}#{heading}"));
                    let bar = shown.as_ref().map_or(String::new(), |shown| format!("|{shown}"));
                    let place = self.put(&format!("{}[[{link}{bar}]]", if *embed { "!" } else { "" }));
                    let shown = shown.clone().unwrap_or_else(|| link.replace('#', " > "));
                    self.known.links.push((link, shown, *embed, place));
                }
                Piece::Markdown { shown, target } => {
                    let place = self.put(&format!("[{shown}]({}.md)", target.replace(' ', "%20")));
                    self.known.links.push((format!("{target}.md"), shown.clone(), false, place));
                }
                Piece::Decoy(text) => self.text.push_str(text),
            }
        }
        self.text[start..].to_owned()
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, pieces) => {
                self.text.push_str(&"#".repeat(usize::from(*level)));
                self.text.push(' ');
                let written = self.pieces(pieces);
                self.known.headings.push((*level, written, (self.line, 0, self.col())));
                self.end();
            }
            Block::Paragraph(lines, id) => {
                let first = self.line;
                for (at, pieces) in lines.iter().enumerate() {
                    self.pieces(pieces);
                    if *id && at + 1 == lines.len() {
                        let id = format!("id-{}", self.line);
                        self.text.push_str(&format!(" ^{id}"));
                        self.known.ids.push((id, first, self.line));
                    }
                    self.end();
                }
            }
            Block::List(bullet, deeper, items) => {
                let list = self.line;
                // The lines of the items that the next one may be within.
                let mut above: Vec<usize> = Vec::new();
                for (wanted, mark, pieces) in items {
                    above.truncate(*wanted);
                    self.text.push_str(&format!("{}{bullet}", deeper.repeat(above.len())));
                    let parent = above.last().map_or(-(list.max(1) as i64), |line| *line as i64);
                    above.push(self.line);
                    self.mark(*mark, parent);
                    self.pieces(pieces);
                    self.end();
                }
            }
            Block::Quote(pieces, mark) => {
                self.text.push_str("> [!note]");
                self.end();
                self.text.push_str("> - ");
                self.mark(*mark, -(self.line as i64));
                self.pieces(pieces);
                self.end();
            }
            Block::Hidden(text) => {
                for line in text.split('\n') {
                    self.text.push_str(line);
                    self.end();
                }
            }
        }
        // Blocks that nothing parts would run into one another.
        self.text.push_str("so");
        self.text.insert_str(self.text.len() - 2, self.eol);
        self.line += 1;
        self.end();
        self.end();
    }

    fn mark(&mut self, mark: Option<char>, parent: i64) {
        if let Some(mark) = mark {
            self.text.push_str(&format!("[{mark}] "));
        }
        self.known.items.push((mark, self.line, parent));
    }

    fn properties(&mut self, properties: &Properties) {
        let mut lines = vec!["---".to_owned(), "tags:".to_owned()];
        lines.extend(properties.tags.iter().map(|tag| format!("  - {tag}")));
        lines.push(format!("aliases: {}", serde_json::to_string(&properties.aliases).unwrap()));
        if let Some(link) = &properties.link {
            lines.push(format!("up: [\"[[{link}]]\", plain]"));
            self.known.property_links.push(("up.0".to_owned(), link.clone()));
        }
        lines.push("---".to_owned());
        for line in lines {
            self.text.push_str(&line);
            self.end();
        }
        self.known.property_tags.extend(properties.tags.iter().map(|tag| format!("#{tag}")));
        self.known.aliases.clone_from(&properties.aliases);
    }
}

fn found(text: &str) -> Known {
    let metadata = parse(text);
    let place = |at: Position| {
        assert_eq!(at.start.line, at.end.line, "{text}");
        (at.start.line, at.start.col, at.end.col)
    };
    let ids = metadata.blocks.iter().map(|(id, block)| {
        let line = |side: &str| block["position"][side]["line"].as_u64().unwrap() as usize;
        (id.clone(), line("start"), line("end"))
    });
    let property_links = metadata.frontmatter_links.iter().flatten();
    let links = metadata.links.iter().map(|link| (link, false));
    let embeds = metadata.embeds.iter().map(|link| (link, true));
    let mut links: Vec<_> = links.chain(embeds).collect();
    links.sort_by_key(|(link, _)| link.position.start.offset);
    Known {
        links: links
            .iter()
            .map(|(l, embed)| (l.link.clone(), l.display_text.clone(), *embed, place(l.position)))
            .collect(),
        tags: metadata.tags.iter().map(|tag| (tag.tag.clone(), place(tag.position))).collect(),
        items: metadata.list_items.iter().map(|i| (i.task, i.position.start.line, i.parent)).collect(),
        headings: metadata.headings.iter().map(|h| (h.level, h.heading.clone(), place(h.position))).collect(),
        ids: ids.collect(),
        property_tags: property_tags(metadata.frontmatter.as_ref()).unwrap_or_default(),
        aliases: note::parse(text).aliases,
        property_links: property_links.map(|link| (link.key.clone(), link.link.clone())).collect(),
    }
}

#[test]
fn the_parse_is_what_was_generated() {
    let config = Config { cases: Config::default().cases * 2, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[42; 32]));
    let notes = (prop::collection::vec(block(), 1..8), any::<bool>(), prop::option::of(properties()));
    let outcome = runner.run(&notes, |(blocks, windows, properties)| {
        let eol = if windows { "\r\n" } else { "\n" };
        let mut writer = Writer { text: String::new(), line: 0, eol, known: Known::default() };
        if let Some(properties) = &properties {
            writer.properties(properties);
        }
        blocks.iter().for_each(|block| writer.block(block));
        let Writer { text, known, .. } = writer;
        prop_assert_eq!(&found(&text), &known, "{}", text);
        let note = note::parse(&text);
        let tasks: Vec<_> = note.tasks.iter().map(|task| (task.mark, task.line)).collect();
        let known: Vec<_> = known.items.iter().filter_map(|(mark, line, _)| Some(((*mark)?, *line))).collect();
        prop_assert_eq!(tasks, known, "{}", text);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
