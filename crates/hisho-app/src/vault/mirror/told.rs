//! What stands in the way of a kept note, as it is listed: one reason for each path, by a word that
//! the UI knows, and behind a colon what it is about. Must not know how it came about.

use std::collections::BTreeMap;

use hisho_domain::note::{ConflictKind, Problem};
use hisho_store::mirror_conflicts::Open;
use hisho_vault::mirror::{Field, Finding, Layout, Sheet, Trouble};

/// Lists findings, ordered by path. Of several about one path, the one that keeps most from being
/// done.
pub(super) fn problems(findings: &[Finding], path_of: impl Fn(&str) -> String) -> Vec<Problem> {
    let mut worst: BTreeMap<String, (u8, String)> = BTreeMap::new();
    let mut tell = |path: String, weight: u8, reason: String| {
        let known = worst.entry(path).or_insert((0, String::new()));
        if known.0 < weight {
            *known = (weight, reason);
        }
    };
    for finding in findings {
        match finding {
            // The state of the vault says that.
            Finding::Away => {}
            Finding::ManyGone(paths) => paths.iter().for_each(|path| tell(path.clone(), 9, "many_gone".into())),
            Finding::Gone { path, .. } => tell(path.clone(), 9, "gone".into()),
            Finding::Doubles { paths, .. } => paths.iter().for_each(|path| tell(path.clone(), 9, "doubles".into())),
            Finding::InTheCloud(path) => tell(path.clone(), 9, "placeholder".into()),
            Finding::Unreadable(path) => tell(path.clone(), 9, "unreadable".into()),
            Finding::Taken { path, .. } => tell(path.clone(), 8, "taken".into()),
            Finding::Emptied(path) => tell(path.clone(), 8, "emptied".into()),
            Finding::ReadOnly(path) => tell(path.clone(), 7, "read_only".into()),
            Finding::Failed { path, message } => tell(path.clone(), 6, message.clone()),
            Finding::Conflict { uid, .. } => tell(path_of(uid), 5, "contested".into()),
            Finding::Trouble { path, trouble } => {
                let (weight, reason) = worded(trouble);
                tell(path.clone(), weight, reason);
            }
            Finding::SyncCopy(path) => tell(path.clone(), 3, "sync_copy".into()),
            Finding::Request { uid, .. } => tell(path_of(uid), 1, "request".into()),
        }
    }
    worst.into_iter().map(|(path, (_, reason))| Problem { path, reason }).collect()
}

/// What is to be settled, in the order of what it is about. `says` gives what the record says.
pub(super) fn open<'a>(findings: &[Finding], says: impl Fn(&str) -> Option<&'a Sheet>) -> Vec<Open> {
    let of = |finding: &Finding| match finding {
        Finding::Conflict { uid, conflict } => Some(Open {
            about_uid: uid.clone(),
            kind: ConflictKind::Conflict,
            field: field_word(&conflict.field),
            base: conflict.base.clone(),
            ours: conflict.ours.clone(),
            theirs: conflict.theirs.clone(),
        }),
        Finding::Request { uid, request } => Some(Open {
            about_uid: uid.clone(),
            kind: ConflictKind::Request,
            field: field_word(&request.field),
            base: None,
            ours: says(uid).and_then(|sheet| value(sheet, &request.field)),
            theirs: request.wanted.clone(),
        }),
        _ => None,
    };
    let mut open: Vec<Open> = findings.iter().filter_map(of).collect();
    open.sort();
    open.dedup_by(|one, other| (&one.about_uid, one.kind, &one.field) == (&other.about_uid, other.kind, &other.field));
    open
}

/// A field by the word that crosses hosts.
fn field_word(field: &Field) -> String {
    match field {
        Field::Title => "title".to_owned(),
        Field::Property(key) => format!("property.{key}"),
        Field::Section(key) => format!("section.{key}"),
        Field::Line(key, id) => format!("line.{key}.{id}"),
    }
}

/// The field of a layout that such a word stands for.
pub(crate) fn field_of(word: &str, layout: &Layout) -> Option<Field> {
    let section = |key: &str| layout.section(key).map(|section| section.key);
    match word.split_once('.') {
        None => (word == "title").then_some(Field::Title),
        Some(("property", key)) => {
            layout.properties.iter().find(|property| property.key == key).map(|property| Field::Property(property.key))
        }
        Some(("section", key)) => section(key).map(Field::Section),
        Some((_, rest)) => {
            let (key, id) = rest.split_once('.')?;
            Some(Field::Line(section(key)?, id.to_owned()))
        }
    }
}

fn value(sheet: &Sheet, field: &Field) -> Option<String> {
    match field {
        Field::Title => Some(sheet.title.clone()),
        Field::Property(key) => sheet.properties.get(key).cloned(),
        Field::Section(key) => sheet.texts.get(key).cloned(),
        Field::Line(key, id) => sheet.list(key).iter().find(|item| item.key == *id).map(|item| item.text.clone()),
    }
}

/// What was not understood: the whole note, or something in it.
fn worded(trouble: &Trouble) -> (u8, String) {
    let about = |word: &str, what: &str| (4, format!("{word}: {what}"));
    match trouble {
        Trouble::NotText => (8, "not_text".into()),
        Trouble::NoProperties => (8, "no_properties".into()),
        Trouble::Unmerged => (8, "unmerged".into()),
        Trouble::NoTitle => (4, "no_title".into()),
        Trouble::TwoSections(key) => about("two_sections", key),
        Trouble::NoSection(key) => about("no_section", key),
        Trouble::NotOneValue(key) => about("not_one_value", key),
        Trouble::SameId(id) => about("same_id", id),
        Trouble::SameLine(text) => about("same_line", text),
        Trouble::UnknownMark(text) => about("unknown_mark", text),
        Trouble::Misplaced(id) => about("misplaced", id),
        Trouble::Unwritable(key) => about("unwritable", key),
    }
}
