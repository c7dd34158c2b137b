//! Comments on tasks, projects, plans and discussions. Must not know those beyond their rows.

use hisho_domain::comment::{Comment, Passage, Subject};
use hisho_domain::plan::PlanStatus;
use hisho_domain::{Action, ActorKind, Author, Entity, Error, Rule};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::journal::word;
use crate::{Failure, Journalled, Result, Write, people, plans, speaking, time, trash};

/// The columns of a comment, in the order in which [`comment`] reads them.
const COMMENT: &str = "c.uid, c.rev,
  CASE WHEN c.task_id IS NOT NULL THEN 'task' WHEN c.workflow_id IS NOT NULL THEN 'project'
       WHEN c.plan_id IS NOT NULL THEN 'plan' ELSE 'discussion' END,
  coalesce((SELECT uid FROM tasks WHERE id = c.task_id), (SELECT uid FROM workflows WHERE id = c.workflow_id),
    (SELECT uid FROM plans WHERE id = c.plan_id), (SELECT uid FROM ai_discussions WHERE id = c.discussion_id)),
  c.author_kind, a.uid, a.name, c.body, c.created_at, c.edited_at,
  v.version_number, c.quote
  FROM comments c LEFT JOIN ai_assistants a ON a.id = c.assistant_id LEFT JOIN plan_versions v ON v.id = c.version_id";

/// Where comments on a kind of thing lie: its table, its column in `comments`, and its entity.
const fn place(subject: Subject) -> (&'static str, &'static str, Entity) {
    match subject {
        Subject::Task => ("tasks", "task_id", Entity::Task),
        Subject::Project => ("workflows", "workflow_id", Entity::Project),
        Subject::Plan => ("plans", "plan_id", Entity::Plan),
        Subject::Discussion => ("ai_discussions", "discussion_id", Entity::Discussion),
    }
}

fn comment(row: &Row<'_>) -> Result<Comment> {
    Ok(Comment {
        uid: row.get(0)?,
        rev: row.get(1)?,
        subject: word(row, 2, Subject::parse)?,
        subject_uid: row.get(3)?,
        by: Author { kind: word(row, 4, ActorKind::parse)?, secretary_uid: row.get(5)?, name: row.get(6)? },
        body: row.get(7)?,
        created_at: row.get(8)?,
        edited_at: row.get(9)?,
        passage: row.get::<_, Option<i64>>(10)?.zip(row.get(11)?).map(|(version, quote)| Passage { version, quote }),
    })
}

/// What was said about a thing, the oldest first.
pub fn list(connection: &Connection, subject: Subject, uid: &str) -> Result<Vec<Comment>> {
    let id = find(connection, subject, uid)?;
    let (_, column, _) = place(subject);
    let mut statement = connection
        .prepare_cached(&format!("SELECT {COMMENT} WHERE c.{column} = ?1 AND c.deleted_at IS NULL ORDER BY c.id"))?;
    let rows = statement.query_map([id], |row| Ok(comment(row)))?;
    rows.map(|row| row?).collect()
}

/// A comment; one in the trash is not found.
pub fn get(connection: &Connection, uid: &str) -> Result<Comment> {
    connection
        .prepare_cached(&format!("SELECT {COMMENT} WHERE c.uid = ?1 AND c.deleted_at IS NULL"))?
        .query_row([uid], |row| Ok(comment(row)))
        .optional()?
        .ok_or_else(|| Error::not_found(Entity::Comment, uid))?
}

fn find(connection: &Connection, subject: Subject, uid: &str) -> Result<i64> {
    let (table, _, entity) = place(subject);
    connection
        .prepare_cached(&format!("SELECT id FROM {table} WHERE uid = ?1 AND deleted_at IS NULL"))?
        .query_row([uid], |row| row.get(0))
        .optional()?
        .ok_or_else(|| Failure::Domain(Error::not_found(entity, uid)))
}

/// What is said about a thing.
#[derive(Debug, Clone)]
pub struct NewComment {
    /// What kind of thing.
    pub subject: Subject,
    /// Which one.
    pub subject_uid: String,
    /// What it says.
    pub body: String,
    /// The passage of a plan it is about.
    pub passage: Option<Passage>,
    /// The secretary for whom it is said; who writes says it when there is none.
    pub secretary_uid: Option<String>,
}

/// Says something about a thing. The text has been checked; the passage is looked for.
pub fn create(write: &Write<'_>, new: &NewComment) -> Result<Comment> {
    let version = new.passage.as_ref().map(|passage| version_of(write, &new.subject_uid, passage)).transpose()?;
    let (kind, secretary) = match &new.secretary_uid {
        Some(secretary) => {
            speaking::may_speak_for(write, secretary)?;
            (ActorKind::Secretary, Some(secretary.as_str()))
        }
        None => (write.actor.kind, write.actor.secretary.as_deref()),
    };
    insert(write, new, version, kind, secretary)
}

/// Puts what a secretary drafted under a task in their name, as whoever writes accepts it; in the
/// writer's own where they are gone. The text has been checked.
pub fn accepted(write: &Write<'_>, task_uid: &str, secretary_uid: Option<&str>, body: &str) -> Result<Comment> {
    let new = NewComment {
        subject: Subject::Task,
        subject_uid: task_uid.to_owned(),
        body: body.to_owned(),
        passage: None,
        secretary_uid: None,
    };
    let kind = secretary_uid.map_or(write.actor.kind, |_| ActorKind::Secretary);
    insert(write, &new, None, kind, secretary_uid)
}

fn insert(
    write: &Write<'_>,
    new: &NewComment,
    version: Option<i64>,
    kind: ActorKind,
    secretary: Option<&str>,
) -> Result<Comment> {
    let id = find(write, new.subject, &new.subject_uid)?;
    let (_, column, _) = place(new.subject);
    let assistant = people::assistant_id(write, secretary)?;
    let uid = time::new_uid();
    let quote = new.passage.as_ref().map(|passage| &passage.quote);
    write
        .prepare_cached(&format!(
            "INSERT INTO comments (uid, {column}, author_kind, assistant_id, body, created_at, updated_at, version_id, quote)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7, ?8)"
        ))?
        .execute((&uid, id, kind.as_str(), assistant, &new.body, &write.at, version, quote))?;
    journal(write, &uid, Action::Create, None)
}

/// The row of the version in which the passage stands.
fn version_of(connection: &Connection, plan_uid: &str, passage: &Passage) -> Result<i64> {
    let plan = plans::get(connection, plan_uid)?;
    let version = plan.versions.iter().find(|version| version.number == passage.version);
    let version = version.ok_or_else(|| Error::invalid("version", Rule::UnknownValue))?;
    if version.status == PlanStatus::Draft {
        return Err(Error::refused("not_submitted", serde_json::json!({ "from": version.status })).into());
    }
    if !version.content.says(&passage.quote) {
        return Err(Error::invalid("quote", Rule::UnknownValue).into());
    }
    Ok(connection
        .prepare_cached(
            "SELECT v.id FROM plan_versions v JOIN plans p ON p.id = v.plan_id WHERE p.uid = ?1 AND v.version_number = ?2",
        )?
        .query_row((plan_uid, passage.version), |row| row.get(0))?)
}

/// Says it in other words. A comment is changed by who wrote it.
pub fn update(write: &Write<'_>, uid: &str, rev: i64, body: &str) -> Result<Comment> {
    let before = opened(write, uid, rev)?;
    if (before.by.kind, &before.by.secretary_uid) != (write.actor.kind, &write.actor.secretary) {
        return Err(Error::refused("not_the_author", serde_json::json!({})).into());
    }
    if before.body == body {
        return Ok(before);
    }
    write.execute(
        "UPDATE comments SET body = ?2, edited_at = ?3, rev = rev + 1, updated_at = ?3 WHERE uid = ?1",
        (uid, body, &write.at),
    )?;
    journal(write, uid, Action::Update, Some(&before))
}

/// Puts it into the trash; gives its new revision.
pub fn delete(write: &Write<'_>, uid: &str, rev: i64) -> Result<i64> {
    trash::put(write, Entity::Comment, uid, rev)
}

/// Takes it out of the trash; what it is about must be out of it too.
pub fn restore(write: &Write<'_>, uid: &str, rev: i64) -> Result<Comment> {
    trash::restore(write, Entity::Comment, uid, rev, None)?;
    get(write, uid)
}

fn opened(connection: &Connection, uid: &str, rev: i64) -> Result<Comment> {
    let before = get(connection, uid)?;
    if before.rev != rev {
        return Err(Error::stale(Entity::Comment).into());
    }
    Ok(before)
}

fn journal(write: &Write<'_>, uid: &str, action: Action, before: Option<&Comment>) -> Result<Comment> {
    let after = get(write, uid)?;
    write.journal(Journalled { entity: Entity::Comment, uid, rev: after.rev, action }, &before, &after)?;
    Ok(after)
}
