//! Personas: their rows, and the pictures they may have.

use hisho_domain::people::{IconType, Persona, PersonaContent};
use hisho_domain::{Action, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::{json, to_json, word};
use crate::record::{PERSONA, ROLE};
use crate::{Journalled, Result, Write, attachments, time};

const COLUMNS: &str =
    "p.uid, p.rev, p.name, p.description, p.personality, r.uid, r.name, p.icon_type, p.icon, i.uid, m.uid, p.color, \
     p.specialization, p.manner, p.shipped_key IS NOT NULL
     FROM personas p LEFT JOIN roles r ON r.id = p.role_id AND r.deleted_at IS NULL
     LEFT JOIN attachments i ON i.id = p.icon_attachment_id LEFT JOIN attachments m ON m.id = p.image_attachment_id";

fn persona(row: &Row<'_>) -> Result<Persona> {
    Ok(Persona {
        uid: row.get(0)?,
        rev: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        personality: row.get(4)?,
        role_uid: row.get(5)?,
        role_name: row.get(6)?,
        icon_type: word(row, 7, IconType::parse)?,
        icon: row.get(8)?,
        icon_attachment_uid: row.get(9)?,
        image_attachment_uid: row.get(10)?,
        color: row.get(11)?,
        specialization: json(row, 12)?,
        manner: row.get(13)?,
        is_shipped: row.get(14)?,
    })
}

/// Personas that are not in the trash.
pub fn list(connection: &Connection) -> Result<Vec<Persona>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE p.deleted_at IS NULL ORDER BY p.id"))?;
    let rows = statement.query_map([], |row| Ok(persona(row)))?;
    rows.map(|row| row?).collect()
}

/// A persona; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Persona> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE p.uid = ?1 AND p.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(persona(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(PERSONA.entity, uid))?
}

/// Adds a persona.
pub fn create(write: &Write<'_>, content: &PersonaContent) -> Result<Persona> {
    PERSONA.claim(write, &content.name, None)?;
    let uid = time::new_uid();
    write.execute(
        "INSERT INTO personas (uid, name, personality, icon, color, created_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
        (&uid, &content.name, &content.personality, &content.icon, &content.color, &write.at),
    )?;
    fill(write, write.last_insert_rowid(), content)?;
    journal(write, &uid, Action::Create, None)
}

/// Changes what stands in a persona.
pub fn save(write: &Write<'_>, uid: &str, rev: i64, content: &PersonaContent) -> Result<Persona> {
    let id = PERSONA.at(write, uid, rev)?;
    let before = get(write, uid)?;
    PERSONA.claim(write, &content.name, Some(id))?;
    fill(write, id, content)?;
    write.execute("UPDATE personas SET rev = rev + 1, updated_at = ?2 WHERE id = ?1", (id, &write.at))?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Writes the fields of a row; a reference that leads nowhere is an error.
fn fill(write: &Write<'_>, id: i64, content: &PersonaContent) -> Result<()> {
    let role = ROLE.referred(write, "role_uid", content.role_uid.as_deref())?;
    let icon = attachments::picture(write, "icon_attachment_uid", content.icon_attachment_uid.as_deref())?;
    let image = attachments::picture(write, "image_attachment_uid", content.image_attachment_uid.as_deref())?;
    write.execute(
        "UPDATE personas SET name = ?2, description = ?3, personality = ?4, role_id = ?5, icon_type = ?6, icon = ?7,
         icon_attachment_id = ?8, image_attachment_id = ?9, color = ?10, specialization = ?11, manner = ?12 WHERE id = ?1",
        (
            id,
            &content.name,
            &content.description,
            &content.personality,
            role,
            content.icon_type.as_str(),
            &content.icon,
            icon,
            image,
            &content.color,
            to_json(&content.specialization)?,
            &content.manner,
        ),
    )?;
    Ok(())
}

/// Adds a persona like another, of the person's own.
pub fn duplicate(write: &Write<'_>, uid: &str, name: Option<&str>) -> Result<Persona> {
    let original = get(write, uid)?;
    let content = PersonaContent {
        name: PERSONA.name_of_copy(write, &original.name, name)?,
        description: original.description,
        personality: original.personality,
        role_uid: original.role_uid,
        icon_type: original.icon_type,
        icon: original.icon,
        icon_attachment_uid: original.icon_attachment_uid,
        image_attachment_uid: original.image_attachment_uid,
        color: original.color,
        specialization: original.specialization,
        manner: original.manner,
    };
    create(write, &content)
}

/// Puts a persona into the trash; gives its new revision. Secretaries that have it stand without
/// one until it comes back.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    let id = PERSONA.at(write, uid, rev)?;
    let before = get(write, uid)?;
    PERSONA.trash(write, id)?;
    write.journal(
        Journalled { entity: PERSONA.entity, uid, rev: rev + 1, action: Action::Delete },
        &kept(&before),
        &(),
    )?;
    Ok(rev + 1)
}

/// Takes a persona out of the trash, under another name when one is wished for.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64, name: Option<&str>) -> Result<Persona> {
    let id = PERSONA.in_trash(write, uid, rev)?;
    PERSONA.take_out_named(write, id, name)?;
    journal(write, uid, Action::Restore, None)
}

/// As it stands in the journal: without what belongs to the role.
fn kept(persona: &Persona) -> Persona {
    Persona { role_name: None, ..persona.clone() }
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Persona>) -> Result<Persona> {
    let after = get(write, uid)?;
    let change = Journalled { entity: PERSONA.entity, uid, rev: after.rev, action };
    write.journal(change, &before.map(kept), &kept(&after))?;
    Ok(after)
}
