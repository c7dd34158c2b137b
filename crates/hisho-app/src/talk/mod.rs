//! Talking with secretaries: the commands, and who is spoken to. Must not know how a model is called or a prompt is worded.

pub(crate) mod asking;
mod compaction;
pub(crate) mod enclosed;
mod files;
mod orders;
mod preview;
pub(crate) mod prompt;
mod recovery;
mod running;
pub(crate) mod words;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use hisho_domain::conversation::{ATTACHMENTS_LIMIT, Attachment, Conversation, Message, MessageKind, checked_message};
use hisho_domain::people::Permission;
use hisho_domain::talk::{
    CONTEXT_LIMIT, Order, RunStatus, TalkBegun, TalkMoment, TalkState, TalkStep, addressed, order_of,
};
use hisho_domain::{Actor, ActorKind, Entity, Error, Result, Rule, check};
use hisho_llm::Stop;
use hisho_store::{Connection, attachments, messages, runs, secretaries, time};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::{Notify, watch};

use crate::models::Models;
use crate::owner::Owner;
use crate::{App, Event};
pub(crate) use orders::{Made, Ordered, order};
pub(crate) use preview::{Preview, preview, recorded};
use prompt::{NoteFile, note_files, require, role_of};
pub(crate) use recovery::recover;
use running::Run;

/// Why nothing is asked while an answer comes.
const TALKING: &str = "talking";

/// Something said to secretaries.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Say {
    /// The conversation.
    pub conversation_uid: String,
    /// Up to 100,000 characters.
    pub text: String,
    /// Who is to answer; when left out those named by `@name`, or else everybody at work.
    #[serde(default)]
    pub to: Vec<String>,
    /// Paths of notes in the vault that go along, up to 20.
    #[serde(default)]
    pub context: Vec<String>,
    /// Files that go along, up to 20.
    #[serde(default)]
    pub attachments: Vec<String>,
}

/// Names a conversation.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Where {
    /// The conversation.
    pub conversation_uid: String,
}

/// Names an answer.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// The conversation.
    pub conversation_uid: String,
    /// The message that the answer is, or was to become.
    pub message_uid: String,
}

/// What the person says in the place of a secretary without a model.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The conversation.
    pub conversation_uid: String,
    /// The message that the answer becomes.
    pub message_uid: String,
    /// Up to 100,000 characters.
    pub text: String,
}

/// Whether there was something to stop.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Stopped {
    /// An answer was on its way, or waited.
    pub stopped: bool,
}

/// The runs of this process.
pub(crate) struct Talks {
    owner: Arc<Owner>,
    running: Mutex<HashMap<String, Stop>>,
    count: watch::Sender<usize>,
}

impl Default for Talks {
    fn default() -> Talks {
        Talks { owner: Arc::default(), running: Mutex::default(), count: watch::Sender::new(0) }
    }
}

/// A conversation, or a task, for which something comes; free again when it drops.
pub(crate) struct Seat {
    talks: Arc<Talks>,
    uid: String,
    pub(crate) stop: Stop,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.talks.running().remove(&self.uid);
        self.talks.count.send_modify(|count| *count -= 1);
    }
}

impl Talks {
    /// This process, as the one that carries runs out.
    pub(crate) fn owner(&self) -> &Arc<Owner> {
        &self.owner
    }

    /// Waits until nothing is coming any more.
    pub(crate) async fn settled(&self) {
        let mut count = self.count.subscribe();
        // The sender lives as long as `self`.
        let _ = count.wait_for(|count| *count == 0).await;
    }

    /// Stops whatever is coming.
    pub(crate) fn stop_all(&self) {
        self.running().values().for_each(Stop::stop);
    }

    fn running(&self) -> MutexGuard<'_, HashMap<String, Stop>> {
        self.running.lock().expect("never held across a panic")
    }

    /// Stops what is coming for a conversation or a task; gives whether there was something.
    pub(crate) fn stop(&self, uid: &str) -> bool {
        let running = self.running();
        let coming = running.get(uid);
        coming.inspect(|stop| stop.stop()).is_some()
    }

    /// Takes the one place that a conversation or a task has; where something is coming already, the
    /// refusal gives that as its reason.
    pub(crate) fn seat(self: &Arc<Self>, uid: &str, reason: &str) -> Result<Seat> {
        let mut running = self.running();
        if running.contains_key(uid) {
            return Err(Error::refused(reason, json!({ "uid": uid })));
        }
        let stop = Stop::default();
        running.insert(uid.to_owned(), stop.clone());
        self.count.send_modify(|count| *count += 1);
        Ok(Seat { talks: self.clone(), uid: uid.to_owned(), stop })
    }
}

/// What a run needs of the application, without holding it open.
struct Begun {
    models: Models,
    written: Arc<Notify>,
    seat: Seat,
    run: i64,
    before: Option<i64>,
    context: Vec<NoteFile>,
    data_dir: PathBuf,
    steps: Vec<TalkStep>,
}

impl Begun {
    fn carry_out(self) {
        tokio::spawn(async move {
            let run = Run {
                models: self.models,
                written: self.written,
                conversation_uid: self.seat.uid.clone(),
                run: self.run,
                before: self.before,
                context: self.context,
                data_dir: self.data_dir,
                stop: self.seat.stop.clone(),
            };
            let last = run.carry_out(self.steps).await;
            drop(self.seat);
            if let Some((step, moment)) = last {
                run.announce(&step, moment);
            }
        });
    }
}

pub(crate) async fn send(app: &App, actor: Actor, input: Say) -> Result<TalkBegun> {
    let (input, to, context) = checked(app, input).await?;
    let seat = app.talks().seat(&input.conversation_uid, TALKING)?;
    let owner = app.talks().owner.name(app.data_dir())?;
    let message = {
        let input = input.clone();
        app.store()
            .write(actor, move |write| {
                let new = messages::NewMessage {
                    conversation_uid: &input.conversation_uid,
                    secretary_uid: None,
                    message_type: kind_of(&input.text, &attached(write, &input.attachments)?),
                    content: &input.text,
                    attachments: &input.attachments,
                    context: &input.context,
                };
                messages::send(write, &new)
            })
            .await?
    };
    let asked: Vec<(String, String)> = to.into_iter().map(|secretary| (time::new_uid(), secretary)).collect();
    let (run, steps) = begin(app, &owner, &input.conversation_uid, &input.context, asked).await?;
    let begun = Begun {
        models: app.models().clone(),
        written: app.written(),
        seat,
        run,
        before: None,
        context,
        data_dir: app.data_dir().to_owned(),
        steps: steps.clone(),
    };
    begun.carry_out();
    Ok(TalkBegun { message, steps })
}

pub(crate) async fn retry(app: &App, _: Actor, input: Which) -> Result<TalkState> {
    let seat = app.talks().seat(&input.conversation_uid, TALKING)?;
    let owner = app.talks().owner.name(app.data_dir())?;
    let (conversation, message) = (input.conversation_uid.clone(), input.message_uid.clone());
    let (secretary, paths, before, context) = app
        .store()
        .read(move |connection| {
            let present = writable(connection, &conversation)?;
            let known = runs::asked(connection, &conversation, &message)?;
            let said = messages::get(connection, &message).ok().filter(|said| said.conversation_uid == conversation);
            let (secretary, paths) = match (known, said.as_ref().and_then(|said| said.secretary_uid.clone())) {
                (Some(known), _) => known,
                (None, Some(secretary)) => (secretary, Vec::new()),
                (None, None) => return Err(Error::not_found(Entity::Message, &message).into()),
            };
            at_work(connection, &present, std::slice::from_ref(&secretary))?;
            let context = note_files(connection, &paths)?;
            Ok((secretary, paths, said.map(|said| said.position), context))
        })
        .await?;
    let asked = vec![(input.message_uid.clone(), secretary)];
    let (run, steps) = begin(app, &owner, &input.conversation_uid, &paths, asked).await?;
    let begun = Begun {
        models: app.models().clone(),
        written: app.written(),
        seat,
        run,
        before,
        context,
        data_dir: app.data_dir().to_owned(),
        steps: steps.clone(),
    };
    begun.carry_out();
    Ok(TalkState { is_running: true, steps })
}

pub(crate) async fn stop(app: &App, _: Actor, input: Where) -> Result<Stopped> {
    if app.talks().stop(&input.conversation_uid) {
        return Ok(Stopped { stopped: true });
    }
    let uid = input.conversation_uid.clone();
    let waited = app
        .store()
        .write(Actor::system(), move |write| {
            let waiting = runs::newest(write, &uid)?.steps;
            Ok((runs::pass_over(write, &uid)?, waiting))
        })
        .await?;
    for step in waited.1.into_iter().filter(|step| step.status == RunStatus::Waiting) {
        // Nobody listening is no failure.
        let _ = app.models().events.send(Event::Talk {
            conversation_uid: input.conversation_uid.clone(),
            message_uid: step.message_uid,
            secretary_uid: step.secretary_uid,
            moment: TalkMoment::Stopped,
        });
    }
    Ok(Stopped { stopped: waited.0 > 0 })
}

pub(crate) async fn state(app: &App, _: Actor, input: Where) -> Result<TalkState> {
    app.store().read(move |connection| runs::newest(connection, &input.conversation_uid)).await
}

pub(crate) async fn answer(app: &App, actor: Actor, input: Answer) -> Result<Message> {
    if actor.kind != ActorKind::Person {
        return Err(Error::refused("speaks_for_themselves", json!({ "uid": input.message_uid })));
    }
    let text = checked_message(MessageKind::Text, &input.text, 0).map_err(|error| renamed(error, "text"))?;
    app.store()
        .write(actor, move |write| {
            writable(write, &input.conversation_uid)?;
            let waiting = runs::waiting(write, &input.conversation_uid, &input.message_uid)?;
            let (run, position, step) =
                waiting.ok_or_else(|| Error::refused("not_waiting", json!({ "uid": input.message_uid })))?;
            let said = messages::answered(
                write,
                &input.conversation_uid,
                &step.message_uid,
                &step.secretary_uid,
                &text,
                false,
            )?;
            let over = TalkStep { status: RunStatus::Completed, text, ..step };
            runs::set_step(write, run, position, &over)?;
            runs::finish_waiting(write, run)?;
            Ok(said)
        })
        .await
}

/// Checks what is to be said; gives it with who is to answer and the notes that go along.
async fn checked(app: &App, input: Say) -> Result<(Say, Vec<String>, Vec<NoteFile>)> {
    let kind = if input.attachments.is_empty() { MessageKind::Text } else { MessageKind::File };
    let text = checked_message(kind, &input.text, input.attachments.len()).map_err(|error| renamed(error, "text"))?;
    check::references("attachments", &input.attachments, ATTACHMENTS_LIMIT)?;
    check::references("to", &input.to, hisho_domain::conversation::PARTICIPANTS_LIMIT)?;
    check::references("context", &input.context, CONTEXT_LIMIT)?;
    let input = Say { text, ..input };
    app.store()
        .read(move |connection| {
            let conversation = writable(connection, &input.conversation_uid)?;
            let to = answering(connection, &conversation, &input)?;
            attached(connection, &input.attachments)?;
            let context = note_files(connection, &input.context)?;
            for uid in to.iter().filter(|_| !context.is_empty()) {
                let secretary = secretaries::get(connection, uid)?;
                require(role_of(connection, &secretary)?.1.as_ref(), Permission::Read, &secretary)?;
            }
            Ok((input, to, context))
        })
        .await
}

/// The conversation, out of the trash and the archive.
fn writable(connection: &Connection, uid: &str) -> hisho_store::Result<Conversation> {
    messages::writable(connection, uid)
}

/// The files of these identities, in their order.
fn attached(connection: &Connection, uids: &[String]) -> hisho_store::Result<Vec<Attachment>> {
    let one = |uid: &String| {
        attachments::get(connection, uid).map_err(|_| Error::invalid("attachments", Rule::UnknownValue).into())
    };
    uids.iter().map(one).collect()
}

/// What a message of this text with these files is.
fn kind_of(text: &str, files: &[Attachment]) -> MessageKind {
    match files.iter().all(|file| file.mime.starts_with("image/")) {
        _ if files.is_empty() && matches!(order_of(text), Some((Order::Summarise, _))) => MessageKind::Command,
        _ if files.is_empty() => MessageKind::Text,
        true => MessageKind::Image,
        false => MessageKind::File,
    }
}

/// Who is to answer.
fn answering(connection: &Connection, conversation: &Conversation, input: &Say) -> hisho_store::Result<Vec<String>> {
    if !input.to.is_empty() {
        at_work(connection, conversation, &input.to)?;
        return Ok(input.to.clone());
    }
    let mut present = Vec::new();
    for uid in &conversation.participants {
        let secretary = secretaries::get(connection, uid)?;
        if secretary.is_active {
            present.push((secretary.uid, secretary.name));
        }
    }
    if present.is_empty() {
        return Err(Error::refused("nobody_to_answer", json!({ "uid": conversation.uid })).into());
    }
    Ok(addressed(&input.text, &present))
}

/// Requires that these take part and are at work.
fn at_work(connection: &Connection, conversation: &Conversation, uids: &[String]) -> hisho_store::Result<()> {
    for uid in uids {
        if !conversation.participants.contains(uid) {
            return Err(Error::invalid("to", Rule::UnknownValue).into());
        }
        let secretary = secretaries::get(connection, uid)?;
        if !secretary.is_active {
            return Err(Error::refused("not_at_work", json!({ "name": secretary.name, "uid": uid })).into());
        }
    }
    Ok(())
}

/// A fault of a message's text under the name that the field has here.
fn renamed(mut error: Error, field: &str) -> Error {
    if error.params["field"] == "content" {
        error.params.insert("field".into(), json!(field));
    }
    error
}

/// Writes a run down; what waited for the person in this conversation is passed over.
async fn begin(
    app: &App,
    owner: &str,
    conversation_uid: &str,
    context: &[String],
    asked: Vec<(String, String)>,
) -> Result<(i64, Vec<TalkStep>)> {
    let (owner, conversation_uid, context) = (owner.to_owned(), conversation_uid.to_owned(), context.to_vec());
    app.store()
        .write(Actor::system(), move |write| {
            runs::pass_over(write, &conversation_uid)?;
            let new =
                runs::NewRun { conversation_uid: &conversation_uid, owner: &owner, context: &context, steps: &asked };
            let run = runs::begin(write, &new)?;
            Ok((run, runs::steps(write, run)?))
        })
        .await
}
