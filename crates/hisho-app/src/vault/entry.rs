//! What one file becomes in the index: from its text to the rows that the store keeps. Must not
//! read files, nor write rows.

use hisho_domain::note::{LinkKind, NoteKind, Urgency};
use hisho_store::notes::links::Link;
use hisho_store::notes::tasks::Checkbox;
use hisho_store::notes::{Indexed, Known};
use hisho_store::search::Tokens;
use hisho_vault::note::{NoteLink, RefKind, TaskLine, parse};
use hisho_vault::path::name_key;

use super::title;

/// A note of this text, and the words it is found by.
pub(super) fn note(path: &str, known: Known, text: &str) -> (Indexed, Tokens) {
    let parsed = parse(text);
    let title = title(path);
    let extra = [parsed.aliases.join("\n"), parsed.tags.join("\n"), parsed.headings.join("\n")].join("\n");
    let tokens = Tokens::new(title, &extra, text);
    let uid = parsed.properties.as_ref().and_then(|p| p.get("uid")).and_then(|uid| uid.as_str()).map(str::to_owned);
    let note = Indexed {
        kind: NoteKind::Note,
        path: path.to_owned(),
        title: title.to_owned(),
        name_key: name_key(path),
        known,
        tags: parsed.tags,
        aliases: parsed.aliases,
        uid,
        properties: parsed.properties,
        warning: parsed.properties_error,
        links: parsed.links.into_iter().map(link).collect(),
        tasks: parsed.tasks.into_iter().map(checkbox).collect(),
    };
    (note, tokens)
}

fn link(link: NoteLink) -> Link {
    let kind = match link.kind {
        RefKind::Link => LinkKind::Link,
        RefKind::Embed => LinkKind::Embed,
        RefKind::Property => LinkKind::Property,
    };
    let (target, subpath) = match link.link.find('#') {
        Some(at) => (&link.link[..at], Some(link.link[at..].to_owned())),
        None => (link.link.as_str(), None),
    };
    let target = target.trim();
    Link { kind, line: line(link.line), name_key: name_key(target), target: target.to_owned(), subpath }
}

fn checkbox(task: TaskLine) -> Checkbox {
    Checkbox {
        line: line(task.line),
        mark: task.mark,
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
