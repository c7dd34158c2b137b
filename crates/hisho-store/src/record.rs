//! What every record of the person's has in common: an identity, a revision, and the way into
//! the trash and out of it; and for those with a name, that it is given once.
//! Must not know what stands in a record.

use hisho_domain::{Entity, Error, Rule, text};
use rusqlite::{Connection, OptionalExtension};

use crate::{Result, Write, time};

/// A kind of record and the table it lies in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    pub(crate) entity: Entity,
    pub(crate) table: &'static str,
}

pub(crate) const ROLE: Kind = Kind { entity: Entity::Role, table: "roles" };
pub(crate) const PERSONA: Kind = Kind { entity: Entity::Persona, table: "personas" };
pub(crate) const TEAM: Kind = Kind { entity: Entity::Team, table: "teams" };
pub(crate) const SECRETARY: Kind = Kind { entity: Entity::Secretary, table: "ai_assistants" };
pub(crate) const CONVERSATION: Kind = Kind { entity: Entity::Conversation, table: "conversations" };
pub(crate) const MESSAGE: Kind = Kind { entity: Entity::Message, table: "messages" };
pub(crate) const ACCOUNT: Kind = Kind { entity: Entity::Account, table: "credentials" };
pub(crate) const TASK: Kind = Kind { entity: Entity::Task, table: "tasks" };
pub(crate) const PROJECT: Kind = Kind { entity: Entity::Project, table: "workflows" };

impl Kind {
    /// The row of a record that is not in the trash.
    pub(crate) fn find(self, connection: &Connection, uid: &str) -> Result<Option<i64>> {
        let sql = format!("SELECT id FROM {} WHERE uid = ?1 AND deleted_at IS NULL", self.table);
        Ok(connection.prepare_cached(&sql)?.query_row([uid], |row| row.get(0)).optional()?)
    }

    /// As [`Kind::find`]; nobody there is an error.
    pub(crate) fn live(self, connection: &Connection, uid: &str) -> Result<i64> {
        self.find(connection, uid)?.ok_or_else(|| Error::not_found(self.entity, uid).into())
    }

    /// The row of a record that a field refers to; a uid that leads nowhere breaks the field's rule.
    pub(crate) fn referred(self, connection: &Connection, field: &str, uid: Option<&str>) -> Result<Option<i64>> {
        let Some(uid) = uid else { return Ok(None) };
        match self.find(connection, uid)? {
            Some(id) => Ok(Some(id)),
            None => Err(Error::invalid(field, Rule::UnknownValue).into()),
        }
    }

    /// The row of a record at the revision that was read.
    pub(crate) fn at(self, connection: &Connection, uid: &str, rev: i64) -> Result<i64> {
        let sql = format!("SELECT id, rev FROM {} WHERE uid = ?1 AND deleted_at IS NULL", self.table);
        let found: Option<(i64, i64)> =
            connection.prepare_cached(&sql)?.query_row([uid], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        match found {
            Some((id, found)) if found == rev => Ok(id),
            Some(_) => Err(Error::stale(self.entity).into()),
            None => Err(Error::not_found(self.entity, uid).into()),
        }
    }

    /// Whether another living record has this name, whatever its width, case or kana. Such tables
    /// hold tens of rows, so each is looked at.
    pub(crate) fn is_taken(self, connection: &Connection, name: &str, except: Option<i64>) -> Result<bool> {
        let sql = format!("SELECT name FROM {} WHERE deleted_at IS NULL AND id IS NOT ?1", self.table);
        let mut statement = connection.prepare_cached(&sql)?;
        let names =
            statement.query_map([except], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let name = text::fold(name);
        Ok(names.iter().any(|other| text::fold(other) == name))
    }

    /// Requires that no other living record has this name.
    pub(crate) fn claim(self, connection: &Connection, name: &str, except: Option<i64>) -> Result<()> {
        if self.is_taken(connection, name, except)? { Err(Error::name_taken(name).into()) } else { Ok(()) }
    }

    /// The name of a copy: the one that is wished for, else the first like the original's that is free.
    pub(crate) fn name_of_copy(self, connection: &Connection, original: &str, wished: Option<&str>) -> Result<String> {
        if let Some(name) = wished {
            self.claim(connection, name, None)?;
            return Ok(name.to_owned());
        }
        let sql = format!("SELECT name FROM {} WHERE deleted_at IS NULL", self.table);
        let mut statement = connection.prepare_cached(&sql)?;
        let names = statement
            .query_map([], |row| row.get::<_, String>(0))?
            .map(|name| name.map(|name| text::fold(&name)))
            .collect::<rusqlite::Result<std::collections::HashSet<_>>>()?;
        Ok(hisho_domain::people::free_name(original, |name| names.contains(&text::fold(name))))
    }

    /// Puts a record into the trash; the caller has checked its revision.
    pub(crate) fn trash(self, write: &Write<'_>, id: i64) -> Result<()> {
        let sql = format!(
            "UPDATE {} SET deleted_at = ?2, deleted_batch = ?3, rev = rev + 1, updated_at = ?2 WHERE id = ?1",
            self.table
        );
        write.prepare_cached(&sql)?.execute((id, &write.at, time::new_uid()))?;
        Ok(())
    }

    /// The row of a record that lies in the trash at this revision.
    pub(crate) fn in_trash(self, write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
        let sql = format!("SELECT id, rev, deleted_at IS NOT NULL FROM {} WHERE uid = ?1", self.table);
        let found: Option<(i64, i64, bool)> = write
            .prepare_cached(&sql)?
            .query_row([uid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        match found {
            Some((id, found, true)) if found == rev => Ok(id),
            Some(_) => Err(Error::stale(self.entity).into()),
            None => Err(Error::not_found(self.entity, uid).into()),
        }
    }

    /// Takes a record out of the trash.
    pub(crate) fn take_out(self, write: &Write<'_>, id: i64) -> Result<()> {
        let sql = format!(
            "UPDATE {} SET deleted_at = NULL, deleted_batch = NULL, rev = rev + 1, updated_at = ?2 WHERE id = ?1",
            self.table
        );
        write.prepare_cached(&sql)?.execute((id, &write.at))?;
        Ok(())
    }

    /// As [`Kind::take_out`], for a record with a name: under another name when one is wished for;
    /// a name that is taken by now is an error.
    pub(crate) fn take_out_named(self, write: &Write<'_>, id: i64, name: Option<&str>) -> Result<()> {
        let sql = format!("UPDATE {} SET name = coalesce(?2, name) WHERE id = ?1 RETURNING name", self.table);
        let name: String = write.prepare_cached(&sql)?.query_row((id, name), |row| row.get(0))?;
        self.claim(write, &name, Some(id))?;
        self.take_out(write, id)
    }
}
