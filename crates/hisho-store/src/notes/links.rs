//! What notes and canvas files link to, as written: who reads it resolves it. One row a file, found
//! by the names it links to. Must not know how a link is resolved.

use std::collections::HashSet;

use hisho_domain::note::LinkKind;
use rusqlite::{Connection, OptionalExtension};
use serde::Deserialize;

use crate::journal::json;
use crate::{Result, Write};

/// A link as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// How it refers.
    pub kind: LinkKind,
    /// The line it begins in, from 0; 0 in a canvas.
    pub line: u32,
    /// The file it names, as written and decoded, without heading and block; empty for the file
    /// the link stands in.
    pub target: String,
    /// What of the file: `#Heading#Sub` or `#^block`.
    pub subpath: Option<String>,
    /// The name as links compare it; empty for the file itself.
    pub name_key: String,
}

/// The links of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The file's path.
    pub path: String,
    /// Its links, in its order.
    pub links: Vec<Link>,
}

/// A link as it is kept: short, because there is one for each link of the vault.
#[derive(Deserialize)]
struct Kept(LinkKind, u32, String, Option<String>, String);

/// Keys stand between these, and none holds one.
const BORDER: char = '\n';

/// The links of one file in the form in which they are kept, made apart from the writer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    keys: String,
    links: String,
}

impl Written {
    /// Writes down links, in the order of the file.
    pub fn new(links: &[Link]) -> Written {
        if links.is_empty() {
            return Written::default();
        }
        let mut keys = String::from(BORDER);
        let mut seen = HashSet::new();
        for key in links.iter().flat_map(Link::keys).filter(|key| seen.insert(*key)) {
            keys.push_str(key);
            keys.push(BORDER);
        }
        // In the order of `Kept`.
        let kept: Vec<_> = links.iter().map(|l| (l.kind, l.line, &l.target, &l.subpath, &l.name_key)).collect();
        Written { keys, links: serde_json::to_string(&kept).expect("texts and numbers") }
    }

    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty()
    }
}

pub(super) fn put(write: &Write<'_>, note: i64, written: &Written) -> Result<()> {
    if written.is_empty() {
        return Ok(());
    }
    write.prepare_cached("INSERT INTO vault_links (note_id, keys, links) VALUES (?1, ?2, ?3)")?.execute((
        note,
        &written.keys,
        &written.links,
    ))?;
    Ok(())
}

/// What is kept of a file's links, to be compared only.
pub(super) fn kept(connection: &Connection, note: i64) -> Result<Option<String>> {
    Ok(connection
        .prepare_cached("SELECT links FROM vault_links WHERE note_id = ?1")?
        .query_row([note], |row| row.get(0))
        .optional()?)
}

impl Link {
    /// The names of files it may mean: with a `^`, also the name before it.
    fn keys(&self) -> impl Iterator<Item = &str> {
        let before = self.name_key.split_once('^').map(|(before, _)| before.trim_end());
        std::iter::once(self.name_key.as_str()).chain(before).filter(|key| !key.is_empty())
    }
}

/// Every file that links to something of this name, with all its links. Reads what each file links
/// to, which is quicker than to keep every link apart.
pub fn to_name(connection: &Connection, vault: i64, name_key: &str) -> Result<Vec<Source>> {
    let rows = super::rows(vault);
    let mut statement = connection.prepare_cached(
        "SELECT n.path, l.links FROM vault_links l JOIN vault_notes n ON n.id = l.note_id
         WHERE l.note_id BETWEEN ?1 AND ?2 AND instr(l.keys, ?3) > 0 ORDER BY n.path",
    )?;
    let found = statement
        .query_map((rows.start(), rows.end(), format!("{BORDER}{name_key}{BORDER}")), |row| Ok(source(row)))?;
    found.map(|row| row?).collect()
}

/// Every file that links to anything, with its links.
pub fn all(connection: &Connection, vault: i64) -> Result<Vec<Source>> {
    let rows = super::rows(vault);
    let mut statement = connection.prepare_cached(
        "SELECT n.path, l.links FROM vault_links l JOIN vault_notes n ON n.id = l.note_id
         WHERE l.note_id BETWEEN ?1 AND ?2",
    )?;
    let found = statement.query_map((rows.start(), rows.end()), |row| Ok(source(row)))?;
    found.map(|row| row?).collect()
}

fn source(row: &rusqlite::Row<'_>) -> Result<Source> {
    let links: Vec<Kept> = json(row, 1)?;
    Ok(Source { path: row.get(0)?, links: links.into_iter().map(link).collect() })
}

fn link(Kept(kind, line, target, subpath, name_key): Kept) -> Link {
    Link { kind, line, target, subpath, name_key }
}
