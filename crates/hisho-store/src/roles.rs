//! Roles: their rows. Those that ship with Hisho are protected.

use hisho_domain::people::{Permission, Role, RoleContent};
use hisho_domain::{Action, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, to_json};
use crate::record::ROLE;
use crate::{Journalled, Result, Write, time};

const COLUMNS: &str = "uid, rev, name, description, category, subcategory, permissions, is_system FROM roles";

fn role(row: &Row<'_>) -> Result<Role> {
    Ok(Role {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        category: row.get(4)?,
        subcategory: row.get(5)?,
        permissions: json::<Vec<Permission>>(row, 6)?,
        is_system: row.get(7)?,
    })
}

/// Roles that are not in the trash.
pub fn list(connection: &Connection) -> Result<Vec<Role>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE deleted_at IS NULL ORDER BY id"))?;
    let rows = statement.query_map([], |row| Ok(role(row)))?;
    rows.map(|row| row?).collect()
}

/// A role; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Role> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE uid = ?1 AND deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(role(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(ROLE.entity, uid))?
}

/// Adds a role.
pub fn create(write: &Write<'_>, content: &RoleContent) -> Result<Role> {
    ROLE.claim(write, &content.name, None)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO roles (uid, name, description, category, subcategory, permissions, created_at, updated_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)",
        (
            &uid,
            &content.name,
            &content.description,
            &content.category,
            &content.subcategory,
            to_json(&content.permissions)?,
            &write.at,
        ),
    )?;
    journal(write, &uid, Action::Create, None)
}

/// Changes what stands in a role. A protected one is refused.
pub fn save(write: &Write<'_>, uid: &str, rev: i64, content: &RoleContent) -> Result<Role> {
    let id = ROLE.at(write, uid, rev)?;
    let before = unprotected(write, uid)?;
    ROLE.claim(write, &content.name, Some(id))?;
    write.execute(
        "UPDATE roles SET name = ?2, description = ?3, category = ?4, subcategory = ?5, permissions = ?6,
         rev = rev + 1, updated_at = ?7 WHERE id = ?1",
        (
            id,
            &content.name,
            &content.description,
            &content.category,
            &content.subcategory,
            to_json(&content.permissions)?,
            &write.at,
        ),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Adds a role like another, of the person's own and unprotected.
pub fn duplicate(write: &Write<'_>, uid: &str, name: Option<&str>) -> Result<Role> {
    let original = get(write, uid)?;
    let content = RoleContent {
        name: ROLE.name_of_copy(write, &original.name, name)?,
        description: original.description,
        category: original.category,
        subcategory: original.subcategory,
        permissions: original.permissions,
    };
    create(write, &content)
}

/// Puts a role into the trash; gives its new revision. A protected one is refused. Personas that
/// have it stand without a role until it comes back.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let id = ROLE.at(write, uid, rev)?;
    let before = unprotected(write, uid)?;
    ROLE.trash(write, id)?;
    write.journal(Journalled { entity: ROLE.entity, uid, rev: rev + 1, action: Action::Delete }, &before, &())?;
    Ok(rev + 1)
}

/// Takes a role out of the trash, under another name when one is wished for.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64, name: Option<&str>) -> Result<Role> {
    let id = ROLE.in_trash(write, uid, rev)?;
    ROLE.take_out_named(write, id, name)?;
    journal(write, uid, Action::Restore, None)
}

fn unprotected(connection: &Connection, uid: &str) -> Result<Role> {
    let role = get(connection, uid)?;
    match role.is_system {
        true => {
            Err(Error::refused("protected", serde_json::json!({ "entity": ROLE.entity, "name": role.name })).into())
        }
        false => Ok(role),
    }
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Role>) -> Result<Role> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: ROLE.entity, uid, rev: after.rev, action }, &before, &after)?;
    Ok(after)
}
