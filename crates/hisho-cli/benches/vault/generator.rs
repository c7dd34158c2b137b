//! Vaults as people have them, from a seed: Japanese and English with the frequencies of words in
//! real text, mixed scripts and widths, names as macOS writes them, links, duplicates, tags, tasks
//! and properties. Must not know what is measured.

use std::fs;
use std::io;
use std::path::Path;

/// The same numbers for the same seed.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Rng(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, end: usize) -> usize {
        ((self.next() >> 33) as usize * end) >> 31
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// From 0 to 1.
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A rank below `end` whose chance is one in its number, as words have it.
    fn zipf(&mut self, end: usize) -> usize {
        ((end as f64).powf(self.unit()) - 1.0) as usize
    }
}

const PARTICLES: &[&str] = &[
    "の",
    "に",
    "を",
    "は",
    "が",
    "で",
    "と",
    "も",
    "から",
    "まで",
    "より",
    "への",
    "では",
    "には",
    "とは",
    "について",
    "による",
    "ので",
    "けれど",
    "ながら",
];
const ENDINGS: &[&str] = &[
    "する",
    "した",
    "して",
    "します",
    "しました",
    "である",
    "です",
    "ます",
    "ない",
    "られる",
    "させる",
    "だろう",
    "している",
    "できる",
    "という",
    "ている",
];
const SYLLABLES: &[&str] = &[
    "an", "ber", "con", "de", "er", "for", "gra", "in", "ing", "ist", "lo", "ma", "men", "no", "or", "pre", "re",
    "sta", "ter", "tion", "u", "ver", "wa", "ex", "pro", "al",
];
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "in", "is", "that", "for", "it", "with", "as", "on", "are", "this", "be", "or", "by",
    "an",
];

/// What text is made of.
pub struct Language {
    japanese: Vec<String>,
    english: Vec<String>,
}

impl Language {
    pub fn new(rng: &mut Rng) -> Self {
        let kanji: Vec<char> = (0..2100).filter_map(|at| char::from_u32(0x4E00 + (at * 1597 + 311) % 0x4F00)).collect();
        let katakana: Vec<char> = ('ア'..='ン').collect();
        let japanese = (0..30_000)
            .map(|_| match rng.below(10) {
                0..=5 => (0..2 + rng.below(2)).map(|_| kanji[rng.zipf(kanji.len())]).collect(),
                6 => {
                    let mut word = String::from(kanji[rng.zipf(kanji.len())]);
                    word.push_str(ENDINGS[rng.below(ENDINGS.len())]);
                    word
                }
                7 => (0..2 + rng.below(3)).filter_map(|_| char::from_u32('あ' as u32 + rng.below(80) as u32)).collect(),
                _ => {
                    let mut word: String = (0..2 + rng.below(4)).map(|_| katakana[rng.below(katakana.len())]).collect();
                    if rng.chance(40) {
                        word.push('ー');
                    }
                    word
                }
            })
            .collect();
        let english = COMMON
            .iter()
            .map(|word| (*word).to_owned())
            .chain((0..12_000).map(|_| (0..1 + rng.below(4)).map(|_| SYLLABLES[rng.below(SYLLABLES.len())]).collect()))
            .collect();
        Language { japanese, english }
    }

    fn word(&self, rng: &mut Rng) -> &str {
        &self.japanese[rng.zipf(self.japanese.len())]
    }

    fn sentence(&self, rng: &mut Rng, into: &mut String) {
        for _ in 0..3 + rng.below(9) {
            match rng.below(100) {
                0..=3 => into.push_str(&self.english[rng.zipf(self.english.len())]),
                4 => into.push_str(&full_width(&self.english[rng.zipf(self.english.len())])),
                5 => into.push_str(["ﾃﾞｰﾀ", "ｶﾞｲﾄﾞ", "ﾐｰﾃｨﾝｸﾞ"][rng.below(3)]),
                6 => into.push_str(&format!("{}", rng.below(3000))),
                _ => into.push_str(self.word(rng)),
            }
            into.push_str(PARTICLES[rng.zipf(PARTICLES.len())]);
            if rng.chance(8) {
                into.push('、');
            }
        }
        into.push_str(self.word(rng));
        into.push_str(ENDINGS[rng.below(ENDINGS.len())]);
        into.push('。');
    }

    fn english(&self, rng: &mut Rng, into: &mut String) {
        for at in 0..5 + rng.below(14) {
            if at > 0 {
                into.push(' ');
            }
            into.push_str(&self.english[rng.zipf(self.english.len())]);
        }
        into.push_str(". ");
    }

    fn name(&self, rng: &mut Rng) -> String {
        match rng.below(4) {
            0 => format!("{} {}", self.english[rng.below(4000)], self.english[rng.below(4000)]),
            1 => format!("{}の{}", self.japanese[rng.below(4000)], self.word(rng)),
            2 => format!("2026-{:02}-{:02} {}", 1 + rng.below(12), 1 + rng.below(28), self.word(rng)),
            _ => format!("{}{}", self.japanese[rng.below(9000)], self.japanese[rng.below(9000)]),
        }
    }
}

fn full_width(word: &str) -> String {
    word.chars().filter_map(|c| char::from_u32(c as u32 + 0xFEE0)).collect()
}

/// As macOS writes names of files: voiced kana in two characters.
fn decomposed(name: &str) -> String {
    name.chars()
        .flat_map(|c| match c {
            'が' | 'ぎ' | 'ぐ' | 'げ' | 'ご' | 'ガ' | 'ギ' | 'グ' | 'ゲ' | 'ゴ' | 'ザ' | 'ジ' | 'ダ' | 'デ' | 'ド' =>
            {
                vec![char::from_u32(c as u32 - 1).unwrap_or(c), '\u{3099}']
            }
            c => vec![c],
        })
        .collect()
}

/// Writes a vault of so many notes and gives their vault paths. The mean note has 2.3 kB.
pub fn write(root: &Path, notes: usize, seed: u64) -> io::Result<Vec<String>> {
    let mut rng = Rng::new(seed);
    let language = Language::new(&mut rng);
    let folders: Vec<String> = (0..(notes / 120).max(4))
        .map(|at| match at % 3 {
            0 => format!("{}{at}", language.word(&mut rng)),
            1 => format!("Projects/{}{at}", language.english[20 + rng.below(3000)]),
            _ => format!("資料/{}/{}{at}", language.word(&mut rng), language.word(&mut rng)),
        })
        .collect();
    for folder in &folders {
        fs::create_dir_all(root.join(folder))?;
    }
    let mut names: Vec<String> = Vec::with_capacity(notes);
    let mut paths: Vec<String> = Vec::with_capacity(notes);
    let mut last = String::new();
    for at in 0..notes {
        // Some names are given again in another folder.
        let name = match names.len() {
            0..10 => language.name(&mut rng),
            known if rng.chance(2) => names[rng.below(known)].clone(),
            _ => format!("{} {at}", language.name(&mut rng)),
        };
        let on_disk = if rng.chance(4) { decomposed(&name) } else { name.clone() };
        let path = format!("{}/{on_disk}.md", folders[rng.below(folders.len())]);
        names.push(name);
        if !rng.chance(2) || last.is_empty() {
            last = text(&language, &mut rng, &names, at);
        }
        fs::write(root.join(&path), &last)?;
        paths.push(path);
        if rng.chance(3) {
            fs::write(
                root.join(format!("{}/図{at}.png", folders[rng.below(folders.len())])),
                [0x89, b'P', b'N', b'G'],
            )?;
        }
        if at % 1000 == 999 {
            let card = serde_json::json!({ "nodes": [
                { "id": "1", "type": "text", "text": last.lines().last(), "x": 0, "y": 0, "width": 9, "height": 9 },
                { "id": "2", "type": "file", "file": paths[rng.below(at)] },
            ], "edges": [] });
            fs::write(root.join(format!("板{at}.canvas")), card.to_string())?;
        }
    }
    paths.sort();
    paths.dedup();
    Ok(paths)
}

fn text(language: &Language, rng: &mut Rng, names: &[String], at: usize) -> String {
    // Most notes are short, a few are long.
    let length = (160.0 * (1.0 - rng.unit()).powf(-0.62)).min(90_000.0) as usize * 5;
    let mut text = String::with_capacity(length + 400);
    if rng.chance(60) {
        text.push_str("---\n");
        text.push_str(&format!("created: 2026-{:02}-{:02}\n", 1 + rng.below(12), 1 + rng.below(28)));
        if rng.chance(50) {
            text.push_str(&format!("tags: [{}, area/{}]\n", language.word(rng), language.english[20 + rng.below(60)]));
        }
        if rng.chance(20) {
            text.push_str(&format!("aliases:\n  - {}\n", language.name(rng)));
        }
        if rng.chance(15) {
            text.push_str(&format!("up: \"[[{}]]\"\n", names[rng.below(names.len())]));
        }
        text.push_str("---\n");
    }
    text.push_str(&format!("# {}\n\n", names[at]));
    while text.len() < length {
        match rng.below(24) {
            0 | 1 => text.push_str(&format!("\n## {}\n\n", language.name(rng))),
            2 => text.push_str(&format!("[[{}]]を参照。", names[rng.below(names.len())])),
            3 => text.push_str(&format!("![[図{}.png]]\n", rng.below(names.len()))),
            4 => text.push_str(&format!("#{} ", language.japanese[rng.below(200)])),
            5 => text.push_str(&format!(
                "\n- [{}] {} 📅 2026-{:02}-{:02}\n",
                if rng.chance(50) { ' ' } else { 'x' },
                language.name(rng),
                1 + rng.below(12),
                1 + rng.below(28)
            )),
            6 => text.push_str(&format!("\n```rust\nlet x = {};\n```\n\n", rng.below(900))),
            7 => text.push_str(&format!(
                "\n| {} | {} |\n|---|---|\n| 1 | 2 |\n\n",
                language.word(rng),
                language.word(rng)
            )),
            8 | 9 => {
                text.push_str("\n- ");
                language.sentence(rng, &mut text);
                text.push('\n');
            }
            10 | 11 => language.english(rng, &mut text),
            12 => text.push_str("\n\n"),
            _ => language.sentence(rng, &mut text),
        }
    }
    text
}
