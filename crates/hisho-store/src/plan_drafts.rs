//! Plans that came of a discussion, and on whose words each part of them rests. What was not said
//! is never kept as a source. Must not know who drafts, or models.

use hisho_domain::discussion::Said;
use hisho_domain::plan::{Citation, PlanContent, PlanDetail, PlanPart, Provenance, QUOTE_LIMIT};
use hisho_domain::{Action, ActorKind, Author, Error};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::discussions::{journal, opened, touch};
use crate::journal::word;
use crate::{Result, Write, plans};

/// A draft that came of a discussion.
#[derive(Debug)]
pub struct Drafted<'a> {
    /// The discussion.
    pub discussion_uid: &'a str,
    /// What the plan says; it has been checked.
    pub content: &'a PlanContent,
    /// On which words its parts rest.
    pub citations: &'a [Citation],
    /// Everything that was said in the discussion, by number.
    pub said: &'a [Said],
    /// Names exactly the prompts it was written with; empty where no model was asked.
    pub prompts: &'a str,
    /// Others are still to look at it.
    pub to_review: bool,
}

/// A draft that others are still to look at.
#[derive(Debug, Clone)]
pub struct Unreviewed {
    /// The plan.
    pub plan_uid: String,
    /// The discussion it came of.
    pub discussion_uid: String,
}

/// Begins a plan with a draft that came of a discussion, in the name of whoever drafted it. A citation
/// of words that nobody said, or of a part that is not in the plan, is an error of the program:
/// nothing is written then.
pub fn create(write: &Write<'_>, drafted: &Drafted<'_>) -> Result<PlanDetail> {
    // What came of a discussion is not undone; the person can put the plan into the trash.
    write.passing.set(true);
    let (discussion, before) = opened(write, drafted.discussion_uid, None)?;
    let plan = plans::create(write, drafted.content)?;
    let id: i64 = write.query_row("SELECT id FROM plans WHERE uid = ?1", [&plan.uid], |row| row.get(0))?;
    let reviewed_at = (!drafted.to_review).then_some(&write.at);
    write.execute(
        "INSERT INTO plan_drafts (plan_id, discussion_id, prompts, reviewed_at, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        (id, discussion, drafted.prompts, reviewed_at, &write.at),
    )?;
    for citation in drafted.citations {
        cite(write, id, discussion, drafted, citation)?;
    }
    // One that was held about another plan stays with that.
    if before.plan_uid.is_none() {
        write.execute("UPDATE ai_discussions SET plan_id = ?2 WHERE id = ?1", (discussion, id))?;
        touch(write, discussion)?;
        journal(write, drafted.discussion_uid, Action::Update, Some(&before))?;
    }
    plans::get(write, &plan.uid)
}

fn cite(write: &Write<'_>, plan: i64, discussion: i64, drafted: &Drafted<'_>, citation: &Citation) -> Result<()> {
    let said = drafted.said.iter().find(|said| said.number == citation.message);
    let quote = said.and_then(|said| said.quoted(&citation.quote));
    let held = drafted.content.holds(citation.part, citation.milestone_uid.as_deref(), &citation.words);
    let Some(quote) = quote.filter(|quote| held && quote.chars().count() <= QUOTE_LIMIT) else {
        return Err(Error::internal(format!("a wrong citation of message {}", citation.message)).into());
    };
    let written = write
        .prepare_cached(
            "INSERT INTO plan_provenance (plan_id, part, milestone_uid, words, message_id, quote)
             SELECT ?1, ?2, ?3, ?4, m.id, ?5 FROM discussion_messages m WHERE m.discussion_id = ?6 AND m.number = ?7",
        )?
        .execute(rusqlite::params![
            plan,
            citation.part.as_str(),
            citation.milestone_uid,
            citation.words,
            quote,
            discussion,
            i64::try_from(citation.message).unwrap_or(i64::MAX),
        ])?;
    if written == 1 { Ok(()) } else { Err(Error::internal("a message that was said has no row").into()) }
}

/// The newest plan of a discussion that is not in the trash and that others are still to look at.
pub fn unreviewed(connection: &Connection, discussion_uid: &str) -> Result<Option<Unreviewed>> {
    Ok(connection
        .prepare_cached(
            "SELECT p.uid, d.uid FROM ai_discussions d JOIN plan_drafts o ON o.discussion_id = d.id
             JOIN plans p ON p.id = o.plan_id WHERE d.uid = ?1 AND o.reviewed_at IS NULL AND p.deleted_at IS NULL
             ORDER BY o.id DESC LIMIT 1",
        )?
        .query_row([discussion_uid], left)
        .optional()?)
}

/// Every draft that others are still to look at, and at which nobody is.
pub fn all_unreviewed(connection: &Connection) -> Result<Vec<Unreviewed>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.uid, d.uid FROM plan_drafts o JOIN plans p ON p.id = o.plan_id JOIN ai_discussions d ON d.id = o.discussion_id
         WHERE o.reviewed_at IS NULL AND p.deleted_at IS NULL AND d.deleted_at IS NULL
           AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.discussion_id = d.id AND r.status = 'running') ORDER BY o.id",
    )?;
    let rows = statement.query_map([], left)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn left(row: &Row<'_>) -> rusqlite::Result<Unreviewed> {
    Ok(Unreviewed { plan_uid: row.get(0)?, discussion_uid: row.get(1)? })
}

/// Everybody who was to look at a draft has been asked.
pub fn reviewed(write: &Write<'_>, plan_uid: &str) -> Result<()> {
    write.passing.set(true);
    write.execute(
        "UPDATE plan_drafts SET reviewed_at = ?2 WHERE reviewed_at IS NULL AND plan_id = (SELECT id FROM plans WHERE uid = ?1)",
        (plan_uid, &write.at),
    )?;
    Ok(())
}

/// On whose words the parts of a plan rest, in the order of its parts; nothing for one that came of no
/// discussion, or of one in the trash.
pub fn provenance(connection: &Connection, plan_uid: &str) -> Result<Vec<Provenance>> {
    let plan = plans::get(connection, plan_uid)?;
    let mut statement = connection.prepare_cached(
        "SELECT o.part, o.milestone_uid, o.words, d.uid, m.uid, m.number, s.uid, s.kind, a.uid, a.name, o.quote
         FROM plans p JOIN plan_provenance o ON o.plan_id = p.id JOIN discussion_messages m ON m.id = o.message_id
         JOIN ai_discussions d ON d.id = m.discussion_id JOIN discussion_participants s ON s.id = m.participant_id
         LEFT JOIN ai_assistants a ON a.id = s.assistant_id
         WHERE p.uid = ?1 AND d.deleted_at IS NULL ORDER BY o.id",
    )?;
    let rows = statement.query_map([plan_uid], |row| Ok(one(row, &plan.newest.content)))?;
    rows.map(|row| row?).collect()
}

fn one(row: &Row<'_>, content: &PlanContent) -> Result<Provenance> {
    let part = word(row, 0, PlanPart::parse)?;
    let (milestone_uid, words): (Option<String>, String) = (row.get(1)?, row.get(2)?);
    Ok(Provenance {
        part,
        stands: content.holds(part, milestone_uid.as_deref(), &words),
        milestone_uid,
        words,
        discussion_uid: row.get(3)?,
        message_uid: row.get(4)?,
        message: row.get(5)?,
        seat_uid: row.get(6)?,
        who: Author { kind: word(row, 7, ActorKind::parse)?, secretary_uid: row.get(8)?, name: row.get(9)? },
        quote: row.get(10)?,
    })
}
