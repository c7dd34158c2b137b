//! Asking the search index: which rows match, in which order they are shown, and what each of them
//! is. Rows of notes and rows of records are kept apart by their numbers, so that counting notes
//! reads nothing but the index. Must not know where texts lie.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use hisho_domain::note::NoteKind;
use hisho_domain::search::{HitKind, Plan};
use hisho_domain::text::fold;
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value};

use super::gather::{Matches, gathered};
use crate::journal::{json, word};
use crate::notes::{self, FIRST_NOTE};
use crate::{Result, time, vaults};

/// So many matches are ranked by their words; where there are more, what stands in the title comes
/// first and the latest changed next, because looking at every place would take too long.
const RANKED: usize = 1500;

/// Something that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its row in the index.
    pub row: i64,
    /// What it is.
    pub kind: HitKind,
    /// A note's path, or a uid.
    pub id: String,
}

/// What the index knows of a note besides its words.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Without `#`.
    pub tags: Vec<String>,
    /// As written.
    pub properties: Map<String, Value>,
}

/// In which order matches are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The best first, and of equals the latest changed.
    Rank,
    /// The latest changed first.
    Modified,
    /// By name.
    Name,
}

/// A plan made ready to be asked.
#[derive(Debug, Clone)]
pub struct Wanted {
    expression: Option<String>,
    /// The same of titles alone.
    titled: Option<String>,
    /// Only where there is no expression to take it from.
    except: Option<String>,
    /// The rows of the vault's files, where any are meant.
    notes: Option<RangeInclusive<i64>>,
    /// Which of them are; None for all.
    only: Option<HitKind>,
    /// The records' kinds that are meant, as JSON; None for none.
    records: Option<String>,
}

/// What matches.
#[derive(Debug, Clone, Default)]
pub struct Found {
    rows: Rows,
    /// With what they score; None where they are not ranked by that.
    scored: Option<Vec<(f64, i64)>>,
}

impl Found {
    /// How many things match.
    pub fn count(&self) -> usize {
        self.rows.len()
    }
}

/// Rows that match, each list in rising order.
#[derive(Debug, Clone, Default)]
struct Rows {
    notes: Vec<i64>,
    records: Vec<i64>,
}

impl Rows {
    fn len(&self) -> usize {
        self.notes.len() + self.records.len()
    }

    fn has(&self, row: i64) -> bool {
        let rows = if row < FIRST_NOTE { &self.records } else { &self.notes };
        rows.binary_search(&row).is_ok()
    }

    fn without(&self, others: &Rows) -> Rows {
        let left = |rows: &[i64]| rows.iter().copied().filter(|&row| !others.has(row)).collect();
        Rows { notes: left(&self.notes), records: left(&self.records) }
    }
}

impl Wanted {
    /// Things of these kinds, of the vault in use.
    pub fn new(connection: &Connection, plan: &Plan, kinds: &[HitKind]) -> Result<Self> {
        let only = match (kinds.contains(&HitKind::Note), kinds.contains(&HitKind::Canvas)) {
            (true, false) => Some(HitKind::Note),
            (false, true) => Some(HitKind::Canvas),
            _ => None,
        };
        let vault = if kinds.iter().any(|kind| kind.is_file()) { vaults::current(connection)? } else { None };
        let records: Vec<HitKind> = kinds.iter().copied().filter(|kind| !kind.is_file()).collect();
        let without = |with: String| match &plan.except {
            Some(without) => format!("({with}) NOT ({without})"),
            None => with,
        };
        let except = if plan.expression.is_none() { plan.except.clone() } else { None };
        Ok(Wanted {
            expression: plan.expression.clone().map(&without),
            titled: plan.expression.as_ref().map(|with| without(format!("title : ({with})"))),
            except,
            notes: vault.map(|vault| notes::rows(vault.id)),
            only,
            records: (!records.is_empty()).then(|| serde_json::to_string(&records).expect("words")),
        })
    }

    /// All that match.
    pub fn find(&self, connection: &Connection, order: Order) -> Result<Found> {
        let Some(expression) = &self.expression else {
            return Ok(Found { rows: self.unnamed(connection)?, scored: None });
        };
        let (rows, scored) = self.matching(connection, expression, if order == Order::Rank { RANKED } else { 0 })?;
        let is_ranked = order == Order::Rank && rows.len() <= RANKED;
        Ok(Found { rows, scored: is_ranked.then_some(scored) })
    }

    /// What matches an expression, and what the first of it score.
    fn matching(&self, connection: &Connection, expression: &str, most: usize) -> Result<(Rows, Vec<(f64, i64)>)> {
        let (mut rows, mut scored) = (Rows::default(), Vec::new());
        if let Some(notes) = &self.notes {
            let Matches { rows: found, scores, .. } = gathered(
                connection,
                "SELECT 1 FROM search_index
                 WHERE search_index MATCH ?2 AND rowid BETWEEN ?3 AND ?4 AND hisho_gather(search_index, ?1)",
                most,
                &[&expression, notes.start(), notes.end()],
            )?;
            scored.extend(scores.into_iter().zip(found.iter().copied()));
            rows.notes = found;
            if let Some(only) = self.only {
                let canvas = canvas_rows(connection, notes)?;
                let is_meant = |row: i64| canvas.binary_search(&row).is_ok() == (only == HitKind::Canvas);
                rows.notes.retain(|row| is_meant(*row));
                scored.retain(|(_, row)| is_meant(*row));
            }
        }
        if let Some(kinds) = &self.records {
            let Matches { rows: found, scores, .. } = gathered(
                connection,
                "SELECT 1 FROM search_index i CROSS JOIN search_entries e
                 WHERE search_index MATCH ?2 AND i.rowid < (1 << 32) AND e.id = i.rowid
                 AND hisho_gather(search_index, ?1, e.kind IN (SELECT value FROM json_each(?3)))",
                most,
                &[&expression, kinds],
            )?;
            scored.extend(scores.into_iter().zip(found.iter().copied()));
            rows.records = found;
        }
        Ok((rows, scored))
    }

    /// What matches where there is no expression: everything, but for what must not match.
    fn unnamed(&self, connection: &Connection) -> Result<Rows> {
        let mut rows = Rows::default();
        if let Some(notes) = &self.notes {
            let mut statement = connection.prepare_cached(match self.except {
                Some(_) => {
                    "SELECT id FROM vault_notes WHERE id BETWEEN ?1 AND ?2
                     AND id NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH ?3) ORDER BY id"
                }
                None => "SELECT id FROM vault_notes WHERE id BETWEEN ?1 AND ?2 AND ?3 IS NULL ORDER BY id",
            })?;
            let found = statement.query_map((notes.start(), notes.end(), &self.except), |row| row.get(0))?;
            rows.notes = found.collect::<rusqlite::Result<_>>()?;
            if let Some(only) = self.only {
                let canvas = canvas_rows(connection, notes)?;
                rows.notes.retain(|row| canvas.binary_search(row).is_ok() == (only == HitKind::Canvas));
            }
        }
        if let Some(kinds) = &self.records {
            let mut statement = connection.prepare_cached(match self.except {
                Some(_) => {
                    "SELECT id FROM search_entries WHERE kind IN (SELECT value FROM json_each(?1))
                     AND id NOT IN (SELECT rowid FROM search_index WHERE search_index MATCH ?2) ORDER BY id"
                }
                None => {
                    "SELECT id FROM search_entries
                     WHERE kind IN (SELECT value FROM json_each(?1)) AND ?2 IS NULL ORDER BY id"
                }
            })?;
            let found = statement.query_map((kinds, &self.except), |row| row.get(0))?;
            rows.records = found.collect::<rusqlite::Result<_>>()?;
        }
        Ok(rows)
    }

    /// The rows of the first `most` of what was found, in an order.
    pub fn sorted(&self, connection: &Connection, found: &Found, order: Order, most: usize) -> Result<Vec<i64>> {
        match (order, &found.scored, &self.titled) {
            (Order::Name, ..) => by_name(connection, &found.rows, most),
            (Order::Rank, Some(scored), _) => best(connection, scored.clone(), most),
            (Order::Rank, None, Some(titled)) => {
                let (titled, _) = self.matching(connection, titled, 0)?;
                let mut first = latest(connection, &titled, most)?;
                if first.len() < most {
                    first.extend(latest(connection, &found.rows.without(&titled), most - first.len())?);
                }
                Ok(first)
            }
            (Order::Rank | Order::Modified, ..) => latest(connection, &found.rows, most),
        }
    }
}

/// The first rows of those that score most, and of equals the latest changed.
fn best(connection: &Connection, mut scored: Vec<(f64, i64)>, most: usize) -> Result<Vec<i64>> {
    let mut first = Vec::with_capacity(scored.len().min(most));
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    // The time is asked only where it decides.
    for equals in scored.chunk_by(|a, b| a.0 == b.0) {
        let equals: Vec<i64> = equals.iter().map(|(_, row)| *row).collect();
        match equals[..] {
            [one] => first.push(one),
            _ => first.extend(latest(connection, &apart(equals), most)?),
        }
        if first.len() >= most {
            break;
        }
    }
    first.truncate(most);
    Ok(first)
}

/// The rows of canvas files, of which a vault has few.
fn canvas_rows(connection: &Connection, rows: &RangeInclusive<i64>) -> Result<Vec<i64>> {
    let mut statement = connection
        .prepare_cached("SELECT id FROM vault_notes WHERE kind = 'canvas' AND vault_id = ?1 >> 32 ORDER BY id")?;
    Ok(statement.query_map([rows.start()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}

fn apart(mut rows: Vec<i64>) -> Rows {
    rows.sort_unstable();
    let notes = rows.split_off(rows.partition_point(|&row| row < FIRST_NOTE));
    Rows { notes, records: rows }
}

/// What each of some rows is; what is gone meanwhile is left out.
pub fn candidates(connection: &Connection, rows: &[i64]) -> Result<Vec<Candidate>> {
    let mut notes = connection.prepare_cached("SELECT path, kind FROM vault_notes WHERE id = ?1")?;
    let mut records = connection.prepare_cached("SELECT kind, ref FROM search_entries WHERE id = ?1")?;
    let mut found = Vec::with_capacity(rows.len());
    for &row in rows {
        if row >= FIRST_NOTE {
            let file = notes.query_row([row], |at| Ok((at.get(0)?, word(at, 1, NoteKind::parse)))).optional()?;
            if let Some((id, kind)) = file {
                let kind = match kind? {
                    NoteKind::Note => HitKind::Note,
                    NoteKind::Canvas => HitKind::Canvas,
                };
                found.push(Candidate { row, kind, id });
            }
        } else {
            let record = records.query_row([row], |at| Ok((word(at, 0, HitKind::parse), at.get(1)?))).optional()?;
            if let Some((kind, id)) = record {
                found.push(Candidate { row, kind: kind?, id });
            }
        }
    }
    Ok(found)
}

/// What the index knows of the note in a row.
pub fn facts(connection: &Connection, row: i64) -> Result<Option<Facts>> {
    connection
        .prepare_cached(
            "SELECT n.tags, coalesce(p.properties, '{}') FROM vault_notes n
             LEFT JOIN vault_properties p ON p.note_id = n.id WHERE n.id = ?1",
        )?
        .query_row([row], |row| Ok((|| Ok(Facts { tags: json(row, 0)?, properties: json(row, 1)? }))()))
        .optional()?
        .transpose()
}

/// The first rows of those changed latest. Many are taken from the notes in the order of their
/// times; a few are asked for theirs.
fn latest(connection: &Connection, rows: &Rows, most: usize) -> Result<Vec<i64>> {
    const FEW: usize = 500;
    let mut notes: Vec<(i64, i64)> = Vec::new();
    if rows.notes.len() <= FEW {
        let mut time = connection.prepare_cached("SELECT modified_ns FROM vault_notes WHERE id = ?1")?;
        for &row in &rows.notes {
            let nanos: Option<i64> = time.query_row([row], |row| row.get(0)).optional()?;
            notes.extend(nanos.map(|nanos| (nanos, row)));
        }
        notes.sort_unstable_by_key(|&newest| Reverse(newest));
        notes.truncate(most);
    } else if let Some(first) = rows.notes.first() {
        let mut statement = connection
            .prepare_cached("SELECT modified_ns, id FROM vault_notes WHERE vault_id = ?1 ORDER BY modified_ns DESC")?;
        let mut found = statement.query([first >> 32])?;
        while notes.len() < most
            && let Some(row) = found.next()?
        {
            let (nanos, id) = (row.get(0)?, row.get(1)?);
            if rows.has(id) {
                notes.push((nanos, id));
            }
        }
    }
    if rows.records.is_empty() {
        return Ok(notes.into_iter().map(|(_, row)| row).collect());
    }
    let mut dated: Vec<(String, i64)> =
        notes.into_iter().map(|(nanos, row)| (time::instant_of_nanos(nanos), row)).collect();
    let mut record = connection.prepare_cached(RECORD)?;
    for &row in &rows.records {
        let changed = record.query_row([row], |row| row.get::<_, Option<String>>(1)).optional()?.flatten();
        dated.extend(changed.map(|changed| (changed, row)));
    }
    dated.sort_by_cached_key(|(changed, row)| Reverse((changed.clone(), *row)));
    dated.truncate(most);
    Ok(dated.into_iter().map(|(_, row)| row).collect())
}

fn by_name(connection: &Connection, rows: &Rows, most: usize) -> Result<Vec<i64>> {
    let mut named: Vec<(String, String, i64)> = Vec::with_capacity(rows.len());
    if let (Some(first), Some(last)) = (rows.notes.first(), rows.notes.last()) {
        let mut statement =
            connection.prepare_cached("SELECT title, path, id FROM vault_notes WHERE id BETWEEN ?1 AND ?2")?;
        let mut found = statement.query((first, last))?;
        while let Some(row) = found.next()? {
            let id = row.get(2)?;
            if rows.has(id) {
                named.push((fold(&row.get::<_, String>(0)?), row.get(1)?, id));
            }
        }
    }
    let mut record = connection.prepare_cached(RECORD)?;
    for &row in &rows.records {
        let name = record.query_row([row], |row| row.get::<_, Option<String>>(0)).optional()?.flatten();
        named.extend(name.map(|name| (fold(&name), String::new(), row)));
    }
    named.sort();
    named.truncate(most);
    Ok(named.into_iter().map(|(_, _, row)| row).collect())
}

/// The name of a record and when it was changed.
const RECORD: &str = "SELECT
  CASE e.kind
    WHEN 'plan' THEN (SELECT v.title FROM plans p JOIN plan_versions v ON v.id = p.newest_version_id WHERE p.uid = e.ref)
    WHEN 'project' THEN (SELECT name FROM workflows WHERE uid = e.ref)
    WHEN 'task' THEN (SELECT name FROM tasks WHERE uid = e.ref)
    WHEN 'conversation' THEN (SELECT title FROM conversations WHERE uid = e.ref)
    WHEN 'message' THEN (SELECT content FROM messages WHERE uid = e.ref) END,
  CASE e.kind
    WHEN 'plan' THEN (SELECT updated_at FROM plans WHERE uid = e.ref)
    WHEN 'project' THEN (SELECT updated_at FROM workflows WHERE uid = e.ref)
    WHEN 'task' THEN (SELECT updated_at FROM tasks WHERE uid = e.ref)
    WHEN 'conversation' THEN (SELECT updated_at FROM conversations WHERE uid = e.ref)
    WHEN 'message' THEN (SELECT updated_at FROM messages WHERE uid = e.ref) END
  FROM search_entries e WHERE e.id = ?1";
