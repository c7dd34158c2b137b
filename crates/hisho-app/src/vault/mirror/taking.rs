//! Taking over what the person changed in a note.
//!
//! Owns which record an edit belongs to, and which refusals are the record's own. Must not know how
//! a note is read or written.

use hisho_domain::{Entity, ErrorCode};
use hisho_store::{Failure, Result, Write};
use hisho_vault::mirror::{Edit, Item, Sheet};

use super::{plan, project};

/// Where taking over stands, so that a refusal can be told of.
#[derive(Debug, Default)]
pub(super) struct Place {
    /// Which edit.
    pub(super) edit: usize,
    /// Which line of its list.
    pub(super) line: Option<Item>,
}

/// Changes the record. `agreed` is what the note said when both sides last agreed. Where it fails,
/// `place` says at what.
pub(super) fn take(
    write: &Write<'_>,
    entity: Entity,
    uid: &str,
    edits: &[Edit],
    agreed: Option<&Sheet>,
    place: &mut Place,
) -> Result<()> {
    if entity == Entity::Plan {
        plan::take(write, uid, edits, agreed, place)
    } else {
        project::take(write, uid, edits, place)
    }
}

/// Why the record does not take an edit, by its word for it or the field that it is about; None where
/// something else failed.
pub(super) fn refusal(failure: &Failure) -> Option<String> {
    match failure {
        Failure::Domain(error)
            if matches!(error.code, ErrorCode::Refused | ErrorCode::Invalid | ErrorCode::NotFound) =>
        {
            let word = ["reason", "field"].into_iter().find_map(|name| error.params.get(name)?.as_str());
            Some(format!("refused: {}", word.unwrap_or("not_found")))
        }
        _ => None,
    }
}
