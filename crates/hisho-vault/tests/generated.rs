//! Notes made with known links, tags, tasks and headings: what is parsed is what was put in.

use hisho_vault::metadata::parse;
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
    Paragraph(Vec<Vec<Piece>>),
    /// Items by depth, mark of the checkbox and text.
    List(Vec<(usize, Option<char>, Vec<Piece>)>),
    Quote(Vec<Piece>, Option<char>),
    /// Holds what would be links, tags and tasks elsewhere.
    Hidden(&'static str),
}

#[derive(Debug, Default, PartialEq)]
struct Known {
    /// Target, what is shown, whether it is an embed, and the line.
    links: Vec<(String, String, bool, usize)>,
    tags: Vec<(String, usize)>,
    tasks: Vec<(char, usize)>,
    headings: Vec<(u8, String, usize)>,
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
        prop::collection::vec(pieces(), 1..4).prop_map(Block::Paragraph),
        prop::collection::vec((0..3usize, mark(), pieces()), 1..6).prop_map(Block::List),
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

    fn pieces(&mut self, pieces: &[Piece]) -> String {
        let start = self.text.len();
        // A word first, so that no piece begins a block of its own.
        self.text.push_str("so");
        for piece in pieces {
            self.text.push(' ');
            match piece {
                Piece::Words(words) => self.text.push_str(words),
                Piece::Tag(name) => {
                    self.text.push_str(&format!("#{name}"));
                    self.known.tags.push((format!("#{name}"), self.line));
                }
                Piece::Wiki { target, heading, shown, embed } => {
                    let link = heading.as_ref().map_or(target.clone(), |heading| format!("{target}#{heading}"));
                    let bar = shown.as_ref().map_or(String::new(), |shown| format!("|{shown}"));
                    self.text.push_str(&format!("{}[[{link}{bar}]]", if *embed { "!" } else { "" }));
                    let shown = shown.clone().unwrap_or_else(|| link.replace('#', " > "));
                    self.known.links.push((link, shown, *embed, self.line));
                }
                Piece::Markdown { shown, target } => {
                    self.text.push_str(&format!("[{shown}]({}.md)", target.replace(' ', "%20")));
                    self.known.links.push((format!("{target}.md"), shown.clone(), false, self.line));
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
                self.known.headings.push((*level, written, self.line));
                self.end();
            }
            Block::Paragraph(lines) => {
                for pieces in lines {
                    self.pieces(pieces);
                    self.end();
                }
            }
            Block::List(items) => {
                let mut depth = 0;
                for (index, (wanted, mark, pieces)) in items.iter().enumerate() {
                    depth = if index == 0 { 0 } else { (*wanted).min(depth + 1) };
                    self.text.push_str(&format!("{}- ", "  ".repeat(depth)));
                    self.mark(*mark);
                    self.pieces(pieces);
                    self.end();
                }
            }
            Block::Quote(pieces, mark) => {
                self.text.push_str("> [!note]");
                self.end();
                self.text.push_str("> - ");
                self.mark(*mark);
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

    fn mark(&mut self, mark: Option<char>) {
        if let Some(mark) = mark {
            self.text.push_str(&format!("[{mark}] "));
            self.known.tasks.push((mark, self.line));
        }
    }
}

fn found(text: &str) -> Known {
    let metadata = parse(text);
    let line = |link: &hisho_vault::metadata::Link| link.position.start.line;
    let links = metadata.links.iter().map(|link| (link, false));
    let embeds = metadata.embeds.iter().map(|link| (link, true));
    let mut links: Vec<_> = links.chain(embeds).collect();
    links.sort_by_key(|(link, _)| link.position.start.offset);
    Known {
        links: links.iter().map(|(l, embed)| (l.link.clone(), l.display_text.clone(), *embed, line(l))).collect(),
        tags: metadata.tags.iter().map(|tag| (tag.tag.clone(), tag.position.start.line)).collect(),
        tasks: metadata.list_items.iter().filter_map(|i| Some((i.task?, i.position.start.line))).collect(),
        headings: metadata.headings.iter().map(|h| (h.level, h.heading.clone(), h.position.start.line)).collect(),
    }
}

#[test]
fn the_parse_is_what_was_generated() {
    let config = Config { cases: 2000, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[42; 32]));
    let notes = (prop::collection::vec(block(), 1..8), any::<bool>(), any::<bool>());
    let outcome = runner.run(&notes, |(blocks, windows, properties)| {
        let eol = if windows { "\r\n" } else { "\n" };
        let mut writer = Writer { text: String::new(), line: 0, eol, known: Known::default() };
        if properties {
            for line in ["---", "tags: [known]", "---"] {
                writer.text.push_str(line);
                writer.end();
            }
        }
        blocks.iter().for_each(|block| writer.block(block));
        let Writer { text, known, .. } = writer;
        prop_assert_eq!(&found(&text), &known, "{}", text);
        let note = note::parse(&text);
        let tasks: Vec<_> = note.tasks.iter().map(|task| (task.mark, task.line)).collect();
        prop_assert_eq!(tasks, known.tasks, "{}", text);
        Ok(())
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}
