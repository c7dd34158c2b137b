//! The vaults a person has used (table `obsidian_integration_settings`), one of them current.
//! Must not know files.

use std::collections::HashSet;

use hisho_domain::note::{Problem, StandingProblem, Writing};
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;

use crate::journal::{json, to_json, word};
use crate::{Journalled, Result, Write, time};

/// More problems than this are not listed one by one.
pub const MOST_PROBLEMS: usize = 200;

/// A vault's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vault {
    /// The row, to which notes refer.
    #[serde(skip)]
    pub id: i64,
    /// Its identity.
    pub uid: String,
    /// Grows with every change of these settings.
    pub rev: i64,
    /// Its folder.
    pub path: String,
    /// Folders left alone.
    pub excluded_folders: Vec<String>,
    /// Whether Hisho writes here.
    pub writing: Writing,
    /// Where notes of plans go.
    pub plans_folder: String,
    /// Where notes of projects go.
    pub projects_folder: String,
    /// Folders that Hisho made, the outermost first.
    pub made_folders: Vec<String>,
    /// When the last scan ended that found something.
    pub last_scan_at: Option<String>,
    /// Kept in step by itself.
    pub auto_sync: bool,
    /// A whole look is due after so many minutes.
    pub sync_interval_minutes: i64,
    /// Endings of notes, without the dot.
    pub file_extensions: Vec<String>,
    /// Where templates lie.
    pub template_folder: String,
    /// A changed file is read so many milliseconds after its last change.
    pub quiet_ms: i64,
    /// A note is written when nobody changed it for so many milliseconds.
    pub write_quiet_ms: i64,
}

/// How a vault is to be kept in step from now on; None leaves a setting as it is.
#[derive(Debug, Clone, Default)]
pub struct VaultChange {
    /// By itself.
    pub auto_sync: Option<bool>,
    /// A whole look after so many minutes.
    pub sync_interval_minutes: Option<i64>,
    /// Endings of notes.
    pub file_extensions: Option<Vec<String>>,
    /// Folders left alone.
    pub excluded_folders: Option<Vec<String>>,
    /// Where templates lie.
    pub template_folder: Option<String>,
    /// How long a changed file is left alone before it is read, in milliseconds.
    pub quiet_ms: Option<i64>,
    /// How long a note is left alone before it is written, in milliseconds.
    pub write_quiet_ms: Option<i64>,
}

const VAULT: &str = "id, uid, vault_path, excluded_folders, writing, plans_folder, projects_folder, last_scan_at, \
     rev, auto_sync, sync_interval_minutes, file_extensions, template_folder, made_folders,
     quiet_ms, write_quiet_ms FROM obsidian_integration_settings";

fn vault(row: &Row<'_>) -> Result<Vault> {
    Ok(Vault {
        id: row.get(0)?,
        uid: row.get(1)?,
        path: row.get(2)?,
        excluded_folders: json(row, 3)?,
        writing: word(row, 4, Writing::parse)?,
        plans_folder: row.get(5)?,
        projects_folder: row.get(6)?,
        last_scan_at: row.get(7)?,
        rev: row.get(8)?,
        auto_sync: row.get(9)?,
        sync_interval_minutes: row.get(10)?,
        file_extensions: json(row, 11)?,
        template_folder: row.get(12)?,
        made_folders: json(row, 13)?,
        quiet_ms: row.get(14)?,
        write_quiet_ms: row.get(15)?,
    })
}

/// The vault in use, if one was chosen.
pub fn current(connection: &Connection) -> Result<Option<Vault>> {
    connection
        .prepare_cached(&format!("SELECT {VAULT} WHERE is_current = 1"))?
        .query_row([], |row| Ok(vault(row)))
        .optional()?
        .transpose()
}

/// Makes the folder the vault in use. What was known of it, if it was used before, is kept,
/// the index of its notes as well.
pub fn choose(write: &Write<'_>, path: &str, excluded: &[String], folders: (&str, &str)) -> Result<Vault> {
    let before = current(write)?;
    write.execute(
        "UPDATE obsidian_integration_settings SET is_current = 0 WHERE is_current = 1 AND vault_path <> ?1",
        [path],
    )?;
    write.execute(
        "INSERT INTO obsidian_integration_settings
           (uid, vault_path, is_current, excluded_folders, plans_folder, projects_folder, created_at, updated_at)
         VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?6)
         ON CONFLICT (vault_path) DO UPDATE SET is_current = 1, excluded_folders = excluded.excluded_folders,
           rev = rev + 1, updated_at = excluded.updated_at",
        (time::new_uid(), path, to_json(&excluded)?, folders.0, folders.1, &write.at),
    )?;
    journal(write, before)
}

/// The row and folder of every vault that was ever used.
pub fn all(connection: &Connection) -> Result<Vec<(i64, String)>> {
    let mut statement = connection.prepare_cached("SELECT id, vault_path FROM obsidian_integration_settings")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
}

/// Notes that a vault lies in another folder now; to be followed by [`choose`].
pub fn moved(write: &Write<'_>, vault: i64, path: &str) -> Result<()> {
    write.execute("UPDATE obsidian_integration_settings SET vault_path = ?2 WHERE id = ?1", (vault, path))?;
    Ok(())
}

/// Lets Hisho write into these folders of the vault in use. `made` names those it has to make.
pub fn allow_writing(write: &Write<'_>, plans: &str, projects: &str, made: &[String]) -> Result<Vault> {
    let before = current(write)?;
    write.execute(
        "UPDATE obsidian_integration_settings SET writing = 'allowed', plans_folder = ?1, projects_folder = ?2,
         made_folders = ?3, rev = rev + 1, updated_at = ?4 WHERE is_current = 1",
        (plans, projects, to_json(&made)?, &write.at),
    )?;
    journal(write, before)
}

/// Lets Hisho write nothing more into the vault in use.
pub fn stop_writing(write: &Write<'_>) -> Result<Vault> {
    let before = current(write)?;
    write.execute(
        "UPDATE obsidian_integration_settings SET writing = 'off', rev = rev + 1, updated_at = ?1 WHERE is_current = 1",
        [&write.at],
    )?;
    journal(write, before)
}

/// Changes how the vault in use is kept in step; `rev` is the one that was read. None without a
/// vault.
pub fn configure(write: &Write<'_>, rev: i64, change: &VaultChange) -> Result<Option<Vault>> {
    let Some(before) = current(write)? else { return Ok(None) };
    if before.rev != rev {
        return Err(Error::stale(Entity::Vault).into());
    }
    let list = |list: &Option<Vec<String>>| list.as_ref().map(to_json).transpose();
    write.execute(
        "UPDATE obsidian_integration_settings SET auto_sync = coalesce(?1, auto_sync),
         sync_interval_minutes = coalesce(?2, sync_interval_minutes), file_extensions = coalesce(?3, file_extensions),
         excluded_folders = coalesce(?4, excluded_folders), template_folder = coalesce(?5, template_folder),
         quiet_ms = coalesce(?6, quiet_ms), write_quiet_ms = coalesce(?7, write_quiet_ms),
         rev = rev + 1, updated_at = ?8 WHERE is_current = 1",
        (
            change.auto_sync,
            change.sync_interval_minutes,
            list(&change.file_extensions)?,
            list(&change.excluded_folders)?,
            &change.template_folder,
            change.quiet_ms,
            change.write_quiet_ms,
            &write.at,
        ),
    )?;
    journal(write, Some(before)).map(Some)
}

fn journal(write: &Write<'_>, before: Option<Vault>) -> Result<Vault> {
    let after = current(write)?.ok_or_else(|| Error::internal("no vault is current"))?;
    let change = Journalled { entity: Entity::Vault, uid: &after.uid, rev: after.rev, action: Action::Update };
    write.journal(change, &before, &after)?;
    Ok(after)
}

/// Who met a problem, and so is the one to find it mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A look at the files.
    Scan,
    /// The keeping of Hisho's own notes.
    Mirror,
}

impl Source {
    fn as_str(self) -> &'static str {
        match self {
            Source::Scan => "scan",
            Source::Mirror => "mirror",
        }
    }
}

/// Records that a scan ended and what it could not read.
pub fn scanned(write: &Write<'_>, vault: i64, problems: &[Problem]) -> Result<()> {
    write.execute("UPDATE obsidian_integration_settings SET last_scan_at = ?2 WHERE id = ?1", (vault, &write.at))?;
    set_problems(write, vault, Source::Scan, problems)
}

/// Records all that stands in the way of this source now, one for each path; what others met stays.
/// What stood in its way before, for the same reason, keeps its time.
pub fn set_problems(write: &Write<'_>, vault: i64, source: Source, problems: &[Problem]) -> Result<()> {
    let standing: HashSet<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    let known = problems_of(write, vault, source)?;
    let mut remove =
        write.prepare_cached("DELETE FROM vault_problems WHERE vault_id = ?1 AND path = ?2 AND source = ?3")?;
    for mended in known.iter().filter(|known| !standing.contains(known.path.as_str())) {
        remove.execute((vault, &mended.path, source.as_str()))?;
    }
    let mut put = write.prepare_cached(
        "INSERT INTO vault_problems (vault_id, path, source, reason, since) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (vault_id, path, source) DO UPDATE SET reason = excluded.reason, since = excluded.since
         WHERE reason <> excluded.reason",
    )?;
    for problem in problems {
        put.execute((vault, &problem.path, source.as_str(), &problem.reason, &write.at))?;
    }
    Ok(())
}

/// What stands in the way of this source, ordered by path.
pub fn problems_of(connection: &Connection, vault: i64, source: Source) -> Result<Vec<Problem>> {
    let mut statement = connection
        .prepare_cached("SELECT path, reason FROM vault_problems WHERE vault_id = ?1 AND source = ?2 ORDER BY path")?;
    let rows =
        statement.query_map((vault, source.as_str()), |row| Ok(Problem { path: row.get(0)?, reason: row.get(1)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What could not be read or kept, one for each path and ordered by it. Why a file cannot be read
/// explains why it cannot be kept.
pub fn problems(connection: &Connection, vault: i64) -> Result<Vec<StandingProblem>> {
    // The other columns are those of the row with the highest source, 'scan' where both have one.
    let mut statement = connection.prepare_cached(
        "SELECT path, reason, since, max(source) FROM vault_problems WHERE vault_id = ?1 GROUP BY path ORDER BY path",
    )?;
    let rows = statement.query_map([vault], |row| {
        Ok(StandingProblem { problem: Problem { path: row.get(0)?, reason: row.get(1)? }, since: row.get(2)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
