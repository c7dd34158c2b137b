//! Writing a note that two sides keep for the first time.
//!
//! Owns the order and form in which the fields of a layout stand. Must not know what is on a disk.

use super::escape::{shielded, text_lines};
use super::sheet::{Form, Item, Layout, Section, Sheet};
use crate::splice::set_property;
use crate::tasks::fields::{self, Kind, TaskText};

/// A note that says what `sheet` says, lines ending in a line feed.
pub fn write(sheet: &Sheet, layout: &Layout) -> String {
    let mut head = Vec::new();
    let properties = layout.properties.iter().filter_map(|property| {
        let value = sheet.properties.get(property.key)?;
        Some((property.key, value.as_str()))
    });
    for (key, value) in [("uid", sheet.uid.as_str())].into_iter().chain(properties) {
        // Into a block of its own making anything can be written.
        head = set_property(&head, key, value).unwrap_or(head);
    }
    let mut text = String::from_utf8(head).unwrap_or_default();
    text.push_str(&format!("\n# {}\n", sheet.title));
    for section in &layout.sections {
        let lines = section_lines(sheet, section);
        if !lines.is_empty() || section.always {
            text.push_str(&format!("\n## {}\n", section.heading));
            if !lines.is_empty() {
                text.push_str(&format!("\n{}\n", lines.join("\n")));
            }
        }
    }
    text.push_str(&format!("\n## {}\n", layout.own));
    text
}

/// What stands under a section's heading.
pub(super) fn section_lines(sheet: &Sheet, section: &Section) -> Vec<String> {
    match section.form {
        Form::Text => text_lines(sheet.text(section.key)),
        form => sheet.list(section.key).iter().map(|item| item_line(item, form)).collect(),
    }
}

/// The line of an item that has none yet.
pub(super) fn item_line(item: &Item, form: Form) -> String {
    if form == Form::Lines {
        return format!("- {}", item.text);
    }
    let bullet = item.mark.filter(|_| form == Form::Tasks).map_or("- ".to_owned(), |mark| format!("- [{mark}] "));
    bullet + &with_fields(TaskText::default(), item, form).write()
}

/// A line's text taken apart, saying what `item` says; fields that Hisho does not know stay.
pub(super) fn with_fields(mut task: TaskText, item: &Item, form: Form) -> TaskText {
    let style = task.form().unwrap_or(fields::Form::Sign);
    task.description = shielded(&item.text);
    task.set(Kind::Due, item.due.as_deref(), style);
    if form == Form::Tasks {
        if !item.key.is_empty() {
            task.set(Kind::Id, Some(&item.key), style);
        }
        task.set(Kind::Start, item.start.as_deref(), style);
        if task.get(Kind::Priority).and_then(super::read::priority) != item.priority.as_deref() {
            task.set(Kind::Priority, item.priority.as_deref(), style);
        }
        let done = item.done.as_deref().filter(|_| item.mark == Some('x'));
        if done.is_some() || item.mark != Some('x') {
            task.set(Kind::Done, done, style);
        }
    } else if !item.key.is_empty() {
        task.block = Some(item.key.clone());
    }
    task
}
