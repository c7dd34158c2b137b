//! Notes that two sides keep: writing, reading, splicing and merging them.

mod merging;
mod round_trip;

use hisho_vault::mirror::{Form, Item, Layout, Property, Rule, Section, Sheet};

/// A note like a project's.
pub fn project() -> Layout {
    let section = |key, heading, form| Section { key, heading, form, rule: Rule::Read, always: form == Form::Tasks };
    Layout {
        properties: vec![
            Property { key: "status", rule: Rule::Shown },
            Property { key: "start", rule: Rule::Read },
            Property { key: "due", rule: Rule::Read },
        ],
        title: Rule::Read,
        sections: vec![
            section("tasks", "Tasks", Form::Tasks),
            section("description", "Objective", Form::Text),
            section("criteria", "Success criteria", Form::Lines),
            section("milestones", "Milestones", Form::Dated),
        ],
        own: "Notes",
    }
}

pub fn task(key: &str, mark: char, text: &str) -> Item {
    Item { key: key.into(), mark: Some(mark), text: text.into(), ..Item::default() }
}

/// A small project.
pub fn small() -> Sheet {
    let mut sheet = Sheet { uid: "0190-a".into(), title: "Move".into(), ..Sheet::default() };
    sheet.properties.insert("status", "active".into());
    sheet.properties.insert("due", "2026-12-24".into());
    let pack = Item { due: Some("2026-12-01".into()), priority: Some("high".into()), ..task("b2", ' ', "Pack") };
    sheet.lists.insert("tasks", vec![task("a1", ' ', "Find a flat"), pack]);
    sheet.texts.insert("description", "A new flat by spring.\n\nWith a balcony.".into());
    let line = |text: &str| Item { text: text.into(), ..Item::default() };
    sheet.lists.insert("criteria", vec![line("Boxes are unpacked"), line("The dog sleeps")]);
    sheet.tidy(&project())
}
