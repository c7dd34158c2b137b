//! Reading the person's ticks back from a project's note, and putting ours into it, mark by mark.
//! Must not know files.

use std::collections::HashMap;

use hisho_domain::task::{Task, TaskStatus};
use hisho_vault::note::{ParsedNote, parse};
use hisho_vault::splice::{append_task_line, set_mark, set_property};

use super::render::{Page, line_id};

/// Tasks that the person ticked or unticked in the note since both sides last agreed, with the
/// status that this means. A mark without a meaning here stays in the note and changes nothing.
pub(crate) fn ticked(tasks: &[Task], base: &str, disk: &str) -> Vec<(String, TaskStatus)> {
    let (was, is) = (marks(&parse(base)), marks(&parse(disk)));
    tasks
        .iter()
        .filter_map(|task| {
            let id = line_id(&task.uid);
            let mark = *is.get(&id)?;
            if was.get(&id) == Some(&mark) {
                return None;
            }
            let status = task.status.read_mark(mark)?;
            (status != task.status).then(|| (task.uid.clone(), status))
        })
        .collect()
}

/// Marks by the field 🆔. An id that stands twice is nobody's.
fn marks(note: &ParsedNote) -> HashMap<String, char> {
    let mut found: HashMap<String, Option<char>> = HashMap::new();
    for task in &note.tasks {
        if let Some(id) = &task.id {
            found.entry(id.clone()).and_modify(|mark| *mark = None).or_insert(Some(task.mark));
        }
    }
    found.into_iter().filter_map(|(id, mark)| Some((id, mark?))).collect()
}

/// The base after the person's ticks were taken over: both sides now agree on these marks.
pub(crate) fn agreed(page: &Page, base: &[u8], disk: &[u8]) -> Vec<u8> {
    let (was, is) = (marks(&parse_bytes(base)), marks(&parse_bytes(disk)));
    let mut agreed = base.to_owned();
    for line in &page.lines {
        if is.get(&line.id) == Some(&line.mark) && was.get(&line.id).is_some_and(|was| *was != line.mark) {
            agreed = set_mark(&agreed, &line.id, line.mark).unwrap_or(agreed);
        }
    }
    agreed
}

/// Puts what changed in our single values (marks, new lines, properties) into both the base and
/// the text on disk, where the person did not change the same value. What is left to merge by
/// lines is then prose, and a reworded line still gets its tick.
pub(crate) fn splice(page: &Page, base: &mut Vec<u8>, disk: &mut Vec<u8>) {
    let (was, is) = (parse_bytes(base), parse_bytes(disk));
    let (was_marks, is_marks) = (marks(&was), marks(&is));
    for line in &page.lines {
        match (was_marks.get(&line.id), is_marks.get(&line.id)) {
            (Some(was), Some(is)) if was == is && *was != line.mark => {
                both(base, disk, |bytes| set_mark(bytes, &line.id, line.mark));
            }
            (None, None) => both(base, disk, |bytes| append_task_line(bytes, page.tasks_heading, &line.text).ok()),
            _ => {}
        }
    }
    for (key, value) in &page.properties {
        let (was, is) = (property(&was, key), property(&is, key));
        if was.is_some() && was == is && was.as_ref() != Some(value) {
            both(base, disk, |bytes| set_property(bytes, key, value).ok());
        }
    }
}

/// Edits both texts or neither.
fn both(base: &mut Vec<u8>, disk: &mut Vec<u8>, edit: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    if let (Some(new_base), Some(new_disk)) = (edit(base), edit(disk)) {
        (*base, *disk) = (new_base, new_disk);
    }
}

fn parse_bytes(bytes: &[u8]) -> ParsedNote {
    parse(&String::from_utf8_lossy(bytes))
}

fn property(note: &ParsedNote, key: &str) -> Option<String> {
    match note.properties.as_ref()?.get(key)? {
        serde_json::Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
