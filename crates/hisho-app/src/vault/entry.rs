//! What one file becomes in the index: from its text to the rows that the store keeps. Must not
//! read files, nor write rows.

use hisho_domain::note::{LinkKind, NoteKind, Urgency};
use hisho_store::notes::links::{Link, Written};
use hisho_store::notes::tasks::Checkbox;
use hisho_store::notes::{Indexed, Known};
use hisho_vault::canvas::{self, Canvas, Card};
use hisho_vault::note::{ParsedNote, RefKind, TaskLine, parse};
use hisho_vault::path::{fold, name_key};
use hisho_vault::references::references;
use hisho_vault::tasks::status::TaskStyle;

use super::title;

/// What a file is found by beside its text and its name, and what of its text is found.
pub(super) struct Words {
    /// Ranks between title and text: aliases, tags, headings; the labels of groups.
    pub(super) extra: String,
    /// The cards of a canvas; None where it is the whole text.
    pub(super) body: Option<String>,
}

/// A file of this text, as it goes into the index, and what else it is found by. `style` says which
/// checkboxes are open.
pub(super) fn entry(kind: NoteKind, path: &str, known: Known, text: &str, style: &TaskStyle) -> (Indexed, Words) {
    match kind {
        NoteKind::Note => note(path, known, text, style),
        NoteKind::Canvas => canvas(path, known, text),
    }
}

/// What a file is found by, without the rest of its entry.
pub(super) fn words(kind: NoteKind, text: &str) -> Words {
    match kind {
        NoteKind::Note => note_words(&parse(text)),
        NoteKind::Canvas => canvas_words(&canvas::read(text)),
    }
}

/// The text of a canvas as it is found: its cards, then the labels of its groups.
pub(crate) fn canvas_text(text: &str) -> String {
    let words = words(NoteKind::Canvas, text);
    [words.body.unwrap_or_default(), words.extra].join("\n\n")
}

fn note(path: &str, known: Known, text: &str, style: &TaskStyle) -> (Indexed, Words) {
    let parsed = parse(text);
    let words = note_words(&parsed);
    let uid = parsed.properties.as_ref().and_then(|p| p.get("uid")).and_then(|uid| uid.as_str()).map(str::to_owned);
    let note = Indexed {
        tags: parsed.tags,
        aliases: parsed.aliases,
        uid,
        properties: parsed.properties,
        links: written(parsed.links.into_iter().map(|l| link(l.kind, l.line, &l.link))),
        tasks: parsed.tasks.into_iter().map(|task| checkbox(task, style)).collect(),
        ..bare(NoteKind::Note, path, known)
    };
    (note, words)
}

fn note_words(note: &ParsedNote) -> Words {
    let extra = [note.aliases.join("\n"), note.tags.join("\n"), note.headings.join("\n")].join("\n");
    Words { extra, body: None }
}

/// A canvas has the tags and links of its texts, and its files are embeds.
fn canvas(path: &str, known: Known, text: &str) -> (Indexed, Words) {
    let canvas = canvas::read(text);
    let mut tags: Vec<String> = Vec::new();
    for card in &canvas.cards {
        if let Card::Text(text) = card {
            for tag in parse(text).tags {
                if !tags.iter().any(|known| fold(known) == fold(&tag)) {
                    tags.push(tag);
                }
            }
        }
    }
    let links = written(references(path, text).into_iter().map(|r| link(r.kind, 0, &r.target)));
    let note = Indexed { tags, links, ..bare(NoteKind::Canvas, path, known) };
    (note, canvas_words(&canvas))
}

fn canvas_words(canvas: &Canvas) -> Words {
    let (mut extra, mut body) = (Vec::new(), Vec::new());
    for card in &canvas.cards {
        match card {
            Card::Text(text) | Card::Address(text) => body.push(text.as_str()),
            Card::Group(label) => extra.push(label.as_str()),
            Card::File { path, .. } => body.push(path.as_str()),
        }
    }
    Words { extra: extra.join("\n"), body: Some(body.join("\n\n")) }
}

/// An entry with what its path says.
fn bare(kind: NoteKind, path: &str, known: Known) -> Indexed {
    Indexed {
        kind,
        path: path.to_owned(),
        title: title(path).to_owned(),
        name_key: name_key(path),
        known,
        tags: Vec::new(),
        aliases: Vec::new(),
        uid: None,
        properties: None,
        links: Written::default(),
        tasks: Vec::new(),
    }
}

fn written(links: impl Iterator<Item = Link>) -> Written {
    Written::new(&links.collect::<Vec<_>>())
}

fn link(kind: RefKind, at: usize, link: &str) -> Link {
    let kind = match kind {
        RefKind::Link => LinkKind::Link,
        RefKind::Embed => LinkKind::Embed,
        RefKind::Property => LinkKind::Property,
    };
    let (target, subpath) = match link.find('#') {
        Some(at) => (&link[..at], Some(link[at..].to_owned())),
        None => (link, None),
    };
    let target = target.trim();
    Link { kind, line: line(at), name_key: name_key(target), target: target.to_owned(), subpath }
}

fn checkbox(task: TaskLine, style: &TaskStyle) -> Checkbox {
    Checkbox {
        line: line(task.line),
        mark: task.mark,
        open: style.is_open(task.mark),
        text: task.description,
        due: task.due,
        scheduled: task.scheduled,
        start: task.start,
        priority: task.priority.as_deref().and_then(Urgency::parse),
    }
}

/// A note has fewer lines than this can count.
fn line(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}
