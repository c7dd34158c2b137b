//! What the person has to settle in the notes that Hisho keeps (table `mirror_conflicts`). Must not
//! know how it comes about, nor what settling it does.

use hisho_domain::note::{ConflictKind, MirrorKind, NoteConflict};
use rusqlite::{Connection, Row};

use crate::journal::word;
use crate::{Result, Write, time};

/// Something that is to be settled now.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// Whose note it is.
    pub about_uid: String,
    /// What it is.
    pub kind: ConflictKind,
    /// Which field of the note.
    pub field: String,
    /// What both last agreed on.
    pub base: Option<String>,
    /// What the record says.
    pub ours: Option<String>,
    /// What the note says.
    pub theirs: Option<String>,
}

const CONFLICT: &str = "c.uid, c.kind, m.path, m.entity, m.entity_uid, c.field, c.base, c.ours, c.theirs, c.since
     FROM mirror_conflicts c JOIN mirror_notes m ON m.id = c.mirror_id";

fn conflict(row: &Row<'_>) -> Result<NoteConflict> {
    Ok(NoteConflict {
        uid: row.get(0)?,
        kind: word(row, 1, ConflictKind::parse)?,
        path: row.get(2)?,
        about: word(row, 3, MirrorKind::parse)?,
        about_uid: row.get(4)?,
        field: row.get(5)?,
        base: row.get(6)?,
        ours: row.get(7)?,
        theirs: row.get(8)?,
        since: row.get(9)?,
    })
}

/// Everything that is to be settled in a vault, by path.
pub fn list(connection: &Connection, vault: i64) -> Result<Vec<NoteConflict>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {CONFLICT} WHERE m.vault_id = ?1 ORDER BY m.path, c.field"))?;
    let rows = statement.query_map([vault], |row| Ok(conflict(row)))?;
    rows.map(|row| row?).collect()
}

/// Makes `open` all that is to be settled in a vault. What was open before, and says the same, keeps
/// its identity and its time. Gives whether anything is otherwise now.
pub fn set(write: &Write<'_>, vault: i64, open: &[Open]) -> Result<bool> {
    let known = list(write, vault)?;
    let is_same = |one: &NoteConflict, open: &Open| {
        (&one.about_uid, one.kind, &one.field) == (&open.about_uid, open.kind, &open.field)
            && (&one.base, &one.ours, &one.theirs) == (&open.base, &open.ours, &open.theirs)
    };
    let mut is_news = false;
    for gone in known.iter().filter(|known| !open.iter().any(|open| is_same(known, open))) {
        write.execute("DELETE FROM mirror_conflicts WHERE uid = ?1", [&gone.uid])?;
        is_news = true;
    }
    for new in open.iter().filter(|open| !known.iter().any(|known| is_same(known, open))) {
        write
            .prepare_cached(
                "INSERT INTO mirror_conflicts (uid, mirror_id, kind, field, base, ours, theirs, since)
                 SELECT ?1, id, ?4, ?5, ?6, ?7, ?8, ?9 FROM mirror_notes WHERE vault_id = ?2 AND entity_uid = ?3",
            )?
            .execute(rusqlite::params![
                time::new_uid(),
                vault,
                &new.about_uid,
                new.kind.as_str(),
                &new.field,
                &new.base,
                &new.ours,
                &new.theirs,
                &write.at
            ])?;
        is_news = true;
    }
    Ok(is_news)
}
