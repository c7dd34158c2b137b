//! What stands in the way of a kept note, as it is listed: one reason for each path, by a word that
//! the UI knows, and behind a colon what it is about. Must not know how it came about.

use std::collections::BTreeMap;

use hisho_domain::note::Problem;
use hisho_vault::mirror::{Finding, Trouble};

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
