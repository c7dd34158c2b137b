//! Accounts of model services: their rows (table `credentials`). A key is never among them, only
//! the name under which the keychain has it and its last characters.
//! Must not know keychains or models.

use hisho_domain::account::{Account, AccountContent, AccountWire};
use hisho_domain::people::Provider;
use hisho_domain::{Action, Entity, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::record::ACCOUNT;
use crate::{Journalled, Result, Write, time};

const COLUMNS: &str = "uid, rev, provider, name, base_url, default_model, hint, keychain_ref FROM credentials";

/// A row, and under which name the keychain has its key.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The account as far as the database knows it.
    pub account: Account,
    /// The name of the key; null when it has none there.
    pub keychain_ref: Option<String>,
}

fn stored(row: &Row<'_>) -> Result<Stored> {
    let provider = word(row, 2, Provider::parse)?;
    let wire = AccountWire::of(provider).ok_or_else(|| Error::internal("an account of no wire"))?;
    let keychain_ref: Option<String> = row.get(7)?;
    let account = Account {
        uid: row.get(0)?,
        rev: row.get(1)?,
        wire,
        provider,
        name: row.get(3)?,
        base_url: row.get(4)?,
        default_model: row.get(5)?,
        hint: row.get(6)?,
        has_key: keychain_ref.is_some(),
        session_only: false,
    };
    Ok(Stored { account, keychain_ref })
}

/// Every account, in the order in which they were made.
pub fn list(connection: &Connection) -> Result<Vec<Stored>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE deleted_at IS NULL ORDER BY id"))?;
    let rows = statement.query_map([], |row| Ok(stored(row)))?;
    rows.map(|row| row?).collect()
}

/// An account.
pub fn get(connection: &Connection, uid: &str) -> Result<Stored> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE uid = ?1 AND deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(stored(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Account, uid))?
}

/// Adds an account, without a key.
pub fn create(write: &Write<'_>, wire: AccountWire, content: &AccountContent) -> Result<Stored> {
    set_apart(write);
    claim(write, wire, &content.name, None)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO credentials (uid, provider, name, base_url, default_model, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        (&uid, wire.provider().as_str(), &content.name, &content.base_url, &content.default_model, &write.at),
    )?;
    journal(write, &uid, Action::Create, None)
}

/// Changes an account; with `drop_key` it has none any more.
pub fn save(write: &Write<'_>, uid: &str, rev: i64, content: &AccountContent, drop_key: bool) -> Result<Stored> {
    set_apart(write);
    let id = ACCOUNT.at(write, uid, rev)?;
    let before = get(write, uid)?;
    claim(write, before.account.wire, &content.name, Some(id))?;
    write.execute(
        "UPDATE credentials SET name = ?2, base_url = ?3, default_model = ?4,
           hint = CASE WHEN ?5 THEN NULL ELSE hint END, keychain_ref = CASE WHEN ?5 THEN NULL ELSE keychain_ref END,
           rev = rev + 1, updated_at = ?6 WHERE id = ?1",
        (id, &content.name, &content.base_url, &content.default_model, drop_key, &write.at),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Says under which name the keychain has the key, and how it ends; neither when it has none.
pub fn set_key(write: &Write<'_>, uid: &str, keychain_ref: Option<&str>, hint: Option<&str>) -> Result<Stored> {
    set_apart(write);
    let id = ACCOUNT.live(write, uid)?;
    let before = get(write, uid)?;
    write.execute(
        "UPDATE credentials SET keychain_ref = ?2, hint = ?3, rev = rev + 1, updated_at = ?4 WHERE id = ?1",
        (id, keychain_ref, hint, &write.at),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Removes an account for good: its key goes with it, and without that it is of no use. Secretaries
/// who spoke through it need another.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<Stored> {
    set_apart(write);
    let id = ACCOUNT.at(write, uid, rev)?;
    let before = get(write, uid)?;
    write.execute("DELETE FROM credentials WHERE id = ?1", [id])?;
    let change = Journalled { entity: Entity::Account, uid, rev: rev + 1, action: Action::Delete };
    write.journal(change, &before.account, &())?;
    Ok(before)
}

/// Undo leaves accounts alone: no row brings a key back into a keychain.
fn set_apart(write: &Write<'_>) {
    write.passing.set(true);
}

fn claim(connection: &Connection, wire: AccountWire, name: &str, except: Option<i64>) -> Result<()> {
    let taken: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM credentials WHERE provider = ?1 AND name = ?2 AND deleted_at IS NULL AND id IS NOT ?3)",
        (wire.provider().as_str(), name, except),
        |row| row.get(0),
    )?;
    if taken { Err(Error::name_taken(name).into()) } else { Ok(()) }
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Stored>) -> Result<Stored> {
    let after = get(write, uid)?;
    let change = Journalled { entity: Entity::Account, uid, rev: after.account.rev, action };
    write.journal(change, &before.map(|before| &before.account), &after.account)?;
    Ok(after)
}
