//! Orders in a conversation: a word behind a slash that makes a task, a plan or a note, and a line of
//! Hisho's own that says what came of it. What is ordered is the person's own act; no model reaches it.
//! Must not know how what is ordered is carried out.

use hisho_domain::conversation::{Message, MessageKind, checked_message};
use hisho_domain::people::Permission;
use hisho_domain::plan::PlanContent;
use hisho_domain::settings::Language;
use hisho_domain::talk::{Order, order_of};
use hisho_domain::task_change::TaskChange;
use hisho_domain::{Actor, ActorKind, Entity, Error, Result, Rule};
use hisho_store::{Connection, Write, messages, plans, projects, secretaries, settings, tasks, time};
use hisho_vault::harmless::harmless;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::prompt::{require, role_of};
use super::words::Words;
use super::{renamed, writable};
use crate::App;
use crate::vault::{CreateNote, create_note};

/// Messages that are looked through for the last answer.
const LOOKED_AT: i64 = 50;

/// An order.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ordered {
    /// The conversation.
    pub conversation_uid: String,
    /// `/task`, `/plan` or `/note`, and what it is to be called.
    pub text: String,
}

/// What was made.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Made {
    /// What kind of thing.
    pub entity: Entity,
    /// Its identity, or the path of a note.
    pub uid: String,
    /// What Hisho says of it in the conversation.
    pub said: Message,
}

pub(crate) async fn order(app: &App, actor: Actor, input: Ordered) -> Result<Made> {
    if actor.kind != ActorKind::Person {
        return Err(Error::refused("speaks_for_themselves", json!({ "uid": input.conversation_uid })));
    }
    let text = checked_message(MessageKind::Command, &input.text, 0).map_err(|error| renamed(error, "text"))?;
    let (order, title) = order_of(&text).ok_or_else(|| Error::invalid("text", Rule::UnknownValue))?;
    if title.is_empty() {
        return Err(Error::invalid("text", Rule::Required));
    }
    let (title, uid) = (title.to_owned(), input.conversation_uid);
    match order {
        Order::Task => app.store().write(actor, move |write| task(write, &uid, &text, title)).await,
        Order::Plan => app.store().write(actor, move |write| plan(write, &uid, &text, title)).await,
        Order::Note => note(app, actor, uid, text, title).await,
        // That one is said to secretaries.
        Order::Summarise => Err(Error::invalid("text", Rule::UnknownValue)),
    }
}

fn task(write: &Write<'_>, uid: &str, text: &str, title: String) -> hisho_store::Result<Made> {
    let conversation = writable(write, uid)?;
    let about = conversation.task_uid.as_deref().map(|task| tasks::get(write, task)).transpose()?;
    let project = conversation.project_uid.or(about.and_then(|task| task.project_uid));
    let fields = TaskChange { title: Some(title), ..TaskChange::default() }.checked()?;
    let new = tasks::NewTask { project_uid: project.as_deref(), fields, ..Default::default() };
    let made = tasks::create(write, &new)?;
    let link = match &made.project_uid {
        Some(project) => format!("project/{project}"),
        None => format!("task/{}", made.uid),
    };
    let project = match &made.project_uid {
        Some(project) => projects::without_tasks(write, project)?.summary.title,
        None => String::new(),
    };
    let name = if made.project_uid.is_some() { "made_task_in" } else { "made_task" };
    let said = [("title", made.title.as_str()), ("link", &link), ("project", &project)];
    Ok(Made { entity: Entity::Task, uid: made.uid.clone(), said: tell(write, uid, text, name, &said)? })
}

fn plan(write: &Write<'_>, uid: &str, text: &str, title: String) -> hisho_store::Result<Made> {
    writable(write, uid)?;
    // The first line names it; what stands below is what it is for, or else its name says that too.
    let (title, objective) = title.split_once('\n').unwrap_or((&title, &title));
    let content = PlanContent { title: title.to_owned(), objective: objective.to_owned(), ..PlanContent::default() };
    let made = plans::create(write, &content.checked(time::new_uid)?)?;
    let link = format!("plan/{}", made.uid);
    let said = [("title", made.newest.content.title.as_str()), ("link", &link)];
    Ok(Made { entity: Entity::Plan, uid: made.uid.clone(), said: tell(write, uid, text, "made_plan", &said)? })
}

async fn note(app: &App, actor: Actor, uid: String, text: String, title: String) -> Result<Made> {
    let of = uid.clone();
    let body = app
        .store()
        .read(move |connection| {
            writable(connection, &of)?;
            let Some(said) = last_answer(connection, &of)? else { return Ok(String::new()) };
            may_be_noted(connection, &said)?;
            Ok(said.content)
        })
        .await?;
    let input = CreateNote { folder: String::new(), from: None, title, template: None, text: Some(harmless(&body)) };
    let path = create_note(app, actor.clone(), input).await?.path;
    app.store()
        .write(actor, move |write| {
            let said = tell(write, &uid, &text, "made_note", &[("path", &path)])?;
            Ok(Made { entity: Entity::Note, uid: path, said })
        })
        .await
}

/// What a secretary said last.
fn last_answer(connection: &Connection, uid: &str) -> hisho_store::Result<Option<Message>> {
    let said = messages::page(connection, uid, None, None, LOOKED_AT)?.messages;
    Ok(said.into_iter().rev().find(|message| message.sender == ActorKind::Secretary))
}

/// Requires that whoever said this may have it written down; of somebody who is gone nobody knows it.
fn may_be_noted(connection: &Connection, said: &Message) -> hisho_store::Result<()> {
    let Some(uid) = &said.secretary_uid else { return Ok(()) };
    let Some(secretary) = secretaries::get(connection, uid).ok() else { return Ok(()) };
    Ok(require(role_of(connection, &secretary)?.1.as_ref(), Permission::Write, &secretary)?)
}

/// Puts the order and what came of it into the conversation; gives the latter.
fn tell(
    write: &Write<'_>,
    uid: &str,
    order: &str,
    name: &str,
    values: &[(&str, &str)],
) -> hisho_store::Result<Message> {
    let new = messages::NewMessage {
        conversation_uid: uid,
        secretary_uid: None,
        message_type: MessageKind::Command,
        content: order,
        attachments: &[],
        context: &[],
    };
    messages::send(write, &new)?;
    let language = settings::get(write)?.language.unwrap_or(Language::En);
    let values: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, plain(name, value))).collect();
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    messages::told_by_hisho(write, uid, &Words::of(language).say(name, &values))
}

/// A name as it stands in Markdown without meaning anything there; links and paths stay.
fn plain(name: &str, value: &str) -> String {
    if matches!(name, "link" | "path") {
        return value.to_owned();
    }
    value.chars().fold(String::new(), |mut said, letter| {
        if letter.is_ascii_punctuation() {
            said.push('\\');
        }
        said.push(letter);
        said
    })
}
