//! Drafts: a secretary with a model drafts the result of the task given to them, and the person
//! takes it as a comment, as a note or as parts of the task, or puts it aside. Nothing comes of a
//! draft by itself. Must not know how a model is called or a prompt is worded.

mod material;
mod running;

use hisho_domain::comment::{self, Comment};
use hisho_domain::people::{Permission, Provider, Role};
use hisho_domain::secretary::Secretary;
use hisho_domain::settings::Language;
use hisho_domain::task::Task;
use hisho_domain::task_change::TaskChange;
use hisho_domain::task_draft::{DraftUse, TaskDraft, wish};
use hisho_domain::{Actor, ActorKind, Error, Result, Rule};
use hisho_store::{Connection, Write, comments, secretaries, settings, task_drafts, tasks, vaults};
use hisho_vault::harmless::harmless;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::input::Which;
use crate::talk::prompt::{may_read, note_files, require, role_of};
use crate::talk::words::Words;
use crate::talk::{Preview, Stopped};
use crate::vault::{CreateNote, create_note, linked};
use running::Drafting;
pub(crate) use running::recover;

/// Notes that a task names and that go along.
const NOTES_LIMIT: usize = 10;

/// A task whose result is to be drafted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Which task; whoever it is given to drafts.
    pub uid: String,
    /// What is to be regarded, or to be otherwise than in the draft before; up to 2,000 characters.
    #[serde(default)]
    pub wish: String,
}

/// What a draft is to become.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Accept {
    /// Which draft.
    pub uid: String,
    /// A comment, a note, or parts of its task.
    pub into: DraftUse,
}

/// What a draft became.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Accepted {
    /// The draft.
    pub draft: TaskDraft,
    /// The comment: the draft itself, or where its note lies.
    pub comment: Option<Comment>,
    /// The path of the note.
    pub path: Option<String>,
    /// The parts.
    pub tasks: Vec<Task>,
}

/// Puts a draft aside, or takes it up again.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutAside {
    /// Which draft.
    pub uid: String,
    /// False takes it up again, where nothing newer came into its place.
    pub aside: bool,
}

pub(crate) async fn draft(app: &App, actor: Actor, input: Draft) -> Result<TaskDraft> {
    by_person(&actor, &input.uid)?;
    let wish = wish(&input.wish)?;
    let uid = input.uid.clone();
    let (task, secretary, role, has_vault) = app
        .store()
        .read(move |connection| {
            let task = tasks::get(connection, &uid)?;
            let (secretary, role) = drafter(connection, &task)?;
            Ok((task, secretary, role, vaults::current(connection)?.is_some()))
        })
        .await?;
    let seat = app.talks().seat(&input.uid, "drafting")?;
    recover(app.store(), app.talks().owner(), app.data_dir()).await?;
    let notes = match may_read(role.as_ref()) && has_vault {
        true => linked(app, task.source_path.clone().unwrap_or_default(), task.description.clone()).await?,
        false => Vec::new(),
    };
    let paths: Vec<String> = task.source_path.into_iter().chain(notes).take(NOTES_LIMIT).collect();
    let paths = if may_read(role.as_ref()) && has_vault { paths } else { Vec::new() };
    let notes = app
        .store()
        .read(move |connection| {
            // What the task names may be gone by now, or be no note.
            Ok(paths.into_iter().filter_map(|path| note_files(connection, &[path]).ok()).flatten().collect())
        })
        .await?;
    let owner = app.talks().owner().name(app.data_dir())?;
    let (task_uid, secretary_uid) = (input.uid, secretary.uid);
    let drafter = secretary_uid.clone();
    let (run, draft, earlier) = app
        .store()
        .write(Actor::system(), move |write| {
            let earlier = task_drafts::newest(write, &task_uid)?;
            let new = task_drafts::NewDraft {
                task_uid: &task_uid,
                secretary_uid: &secretary_uid,
                owner: &owner,
                wish: &wish,
            };
            let (run, draft) = task_drafts::begin(write, &new)?;
            // Without a wish nothing is to be otherwise; it is simply drafted once more.
            let earlier = earlier.filter(|earlier| !wish.is_empty() && earlier.became.is_none());
            Ok((run, draft, earlier.map(|earlier| earlier.text).filter(|text| !text.trim().is_empty())))
        })
        .await?;
    Drafting {
        models: app.models().clone(),
        written: app.written(),
        seat,
        run,
        draft: draft.clone(),
        secretary_uid: drafter,
        earlier,
        notes,
    }
    .carry_out();
    Ok(draft)
}

/// Whoever drafts the result of a task, where they can and may.
fn drafter(connection: &Connection, task: &Task) -> hisho_store::Result<(Secretary, Option<Role>)> {
    let uid = task.assistant_uid.as_ref();
    let uid = uid.ok_or_else(|| Error::refused("nobody_drafts", json!({ "uid": task.uid })))?;
    let secretary = secretaries::get(connection, uid)?;
    let about = json!({ "name": secretary.name, "uid": secretary.uid });
    if !secretary.is_active {
        return Err(Error::refused("not_at_work", about).into());
    }
    if secretary.provider == Provider::Manual {
        return Err(Error::refused("no_model", about).into());
    }
    let role = role_of(connection, &secretary)?.1;
    require(role.as_ref(), Permission::AiOperations, &secretary)?;
    Ok((secretary, role))
}

pub(crate) async fn state(app: &App, _: Actor, input: Which) -> Result<Option<TaskDraft>> {
    let newest = app.store().read(move |connection| task_drafts::newest(connection, &input.uid)).await?;
    Ok(newest.filter(|draft| draft.became.is_none()))
}

pub(crate) async fn told(app: &App, _: Actor, input: Which) -> Result<Option<Preview>> {
    let told = app.store().read(move |connection| task_drafts::told(connection, &input.uid)).await?;
    told.map(|told| serde_json::from_str(&told).map_err(Error::internal)).transpose()
}

pub(crate) async fn stop(app: &App, _: Actor, input: Which) -> Result<Stopped> {
    let stopped = app.talks().stop(&input.uid);
    app.store().read(move |connection| tasks::get(connection, &input.uid)).await?;
    Ok(Stopped { stopped })
}

pub(crate) async fn accept(app: &App, actor: Actor, input: Accept) -> Result<Accepted> {
    by_person(&actor, &input.uid)?;
    let uid = input.uid.clone();
    let into = input.into;
    let (draft, task, language) = app
        .store()
        .read(move |connection| {
            let draft = task_drafts::open(connection, &uid)?;
            may_become(connection, &draft, into)?;
            let task = tasks::get(connection, &draft.task_uid)?;
            Ok((draft, task, settings::get(connection)?.language.unwrap_or(Language::En)))
        })
        .await?;
    if draft.text.trim().is_empty() {
        return Err(Error::refused("nothing_drafted", json!({ "uid": draft.uid })));
    }
    match into {
        DraftUse::Comment => {
            let body = comment::body(&draft.text)?;
            app.store().write(actor, move |write| said(write, &draft, into, &body, None)).await
        }
        DraftUse::Tasks => app.store().write(actor, move |write| parts(write, &draft, &task)).await,
        DraftUse::Note => {
            let note = CreateNote {
                folder: String::new(),
                from: Some(task.source_path.unwrap_or_default()),
                title: task.title,
                template: None,
                text: Some(harmless(&draft.text)),
            };
            let path = create_note(app, actor.clone(), note).await?.path;
            let body = Words::of(language).draft("in_note", &[("path", path.trim_end_matches(".md"))]);
            app.store().write(actor, move |write| said(write, &draft, into, &body, Some(path))).await
        }
        DraftUse::Nothing => Err(Error::invalid("into", Rule::UnknownValue)),
    }
}

/// Refuses what the role of whoever drafted does not allow. Of somebody who is gone nobody knows it.
fn may_become(connection: &Connection, draft: &TaskDraft, into: DraftUse) -> hisho_store::Result<()> {
    let permission = match into {
        DraftUse::Note => Permission::Write,
        DraftUse::Tasks => Permission::WorkflowManagement,
        DraftUse::Comment | DraftUse::Nothing => return Ok(()),
    };
    let Some(uid) = &draft.secretary_uid else {
        return Err(Error::refused("not_permitted", json!({ "permission": permission, "name": "" })).into());
    };
    let secretary = secretaries::get(connection, uid)?;
    Ok(require(role_of(connection, &secretary)?.1.as_ref(), permission, &secretary)?)
}

fn said(
    write: &Write<'_>,
    draft: &TaskDraft,
    into: DraftUse,
    body: &str,
    path: Option<String>,
) -> hisho_store::Result<Accepted> {
    let used = task_drafts::use_up(write, &draft.uid, into)?;
    let comment = comments::accepted(write, &draft.task_uid, draft.secretary_uid.as_deref(), body)?;
    Ok(Accepted { draft: used, comment: Some(comment), path, tasks: Vec::new() })
}

/// Makes each step of the draft a part of its task.
fn parts(write: &Write<'_>, draft: &TaskDraft, task: &Task) -> hisho_store::Result<Accepted> {
    if draft.steps.is_empty() {
        return Err(Error::refused("no_steps", json!({ "uid": draft.uid })).into());
    }
    let used = task_drafts::use_up(write, &draft.uid, DraftUse::Tasks)?;
    let mut made = Vec::with_capacity(draft.steps.len());
    for title in draft.steps.iter().cloned() {
        let fields =
            TaskChange { title: Some(title), parent_uid: Some(Some(task.uid.clone())), ..TaskChange::default() };
        let new = tasks::NewTask {
            project_uid: task.project_uid.as_deref(),
            fields: fields.checked()?,
            ..Default::default()
        };
        made.push(tasks::create(write, &new)?);
    }
    Ok(Accepted { draft: used, comment: None, path: None, tasks: made })
}

pub(crate) async fn put_aside(app: &App, actor: Actor, input: PutAside) -> Result<TaskDraft> {
    by_person(&actor, &input.uid)?;
    app.store()
        .write(Actor::system(), move |write| match input.aside {
            true => task_drafts::use_up(write, &input.uid, DraftUse::Nothing),
            false => task_drafts::take_up(write, &input.uid),
        })
        .await
}

/// What becomes of a task is the person's word alone.
fn by_person(actor: &Actor, uid: &str) -> Result<()> {
    match actor.kind {
        ActorKind::Person => Ok(()),
        _ => Err(Error::refused("speaks_for_themselves", json!({ "uid": uid }))),
    }
}
