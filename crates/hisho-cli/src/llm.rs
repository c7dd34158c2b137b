//! `hisho llm`: one question to a model service, as the app would put it. Needs no data folder and keeps nothing.
//! Must not know any wire, nor where the app keeps its keys: the key comes from the environment.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use futures_util::StreamExt;
use hisho_app::unanswered;
use hisho_domain::{Error, ErrorCode, Result, Rule};
use hisho_llm::{Account, Answer, Chat, Event, Form, Key, Network, Provider, Remote, Stop, Wire, extract};
use serde_json::{Value, json};

#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Asks a model once and prints what comes, as it comes; ends with 0 only for a complete answer.
    Complete(Complete),
}

#[derive(Args)]
struct Complete {
    /// How the service is spoken to: openai-responses, openai-chat, anthropic, gemini or ollama.
    #[arg(long, value_parser = remote_wire)]
    wire: Wire,
    /// The service's address; the vendor's own when left out.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The service's name of the model.
    #[arg(long)]
    model: String,
    /// The environment variable that holds the key. A key has no argument of its own, because
    /// every program on the machine can read arguments.
    #[arg(long, value_name = "VAR")]
    key_env: Option<String>,
    /// A file with the JSON Schema that the answer must fit.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Who the model is to be.
    #[arg(long, value_name = "TEXT", default_value = "")]
    system: String,
    /// The most tokens to write.
    #[arg(long, value_name = "N")]
    max_tokens: Option<u32>,
    /// Asks for the answer in one piece.
    #[arg(long)]
    whole: bool,
    /// The question.
    prompt: String,
    /// Prints each event as a line of JSON; the last is {"done": …}.
    #[arg(long)]
    json: bool,
}

fn remote_wire(name: &str) -> std::result::Result<Wire, String> {
    Wire::named(name).filter(|wire| wire.home().is_some()).ok_or_else(|| {
        let names: Vec<&str> = Wire::ALL.into_iter().filter(|wire| wire.home().is_some()).map(Wire::name).collect();
        format!("the wires are {}", names.join(", "))
    })
}

pub async fn run(arguments: Arguments) -> Result<()> {
    match arguments.command {
        Command::Complete(complete) => ask(complete).await,
    }
}

async fn ask(asked: Complete) -> Result<()> {
    let form = asked.schema.as_deref().map(form).transpose()?;
    let key = asked.key_env.as_deref().map(key).transpose()?;
    let opened = Account::new(asked.wire, asked.base_url.as_deref(), key);
    let account = opened.map_err(|failure| unanswered(&failure))?;
    if account.exposes_key() {
        tracing::warn!("the key travels unencrypted to {}", account.origin());
    }
    let remote = Remote::open(account, Network::default()).map_err(|failure| unanswered(&failure))?;
    let chat = Chat {
        system: asked.system,
        form: form.clone(),
        max_tokens: asked.max_tokens,
        ..Chat::ask(asked.model, asked.prompt)
    };
    let stop = Stop::default();
    let interrupted = tokio::spawn({
        let stop = stop.clone();
        async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.stop();
            }
        }
    });
    let mut events = if asked.whole {
        let answer = remote.answer(chat, stop);
        futures_util::stream::once(async move { Event::Done(Box::new(answer.await)) }).boxed()
    } else {
        remote.stream(chat, stop)
    };
    let mut out = Out { json: asked.json, begun: false };
    let mut outcome = Err(Error::internal("the call ended without an answer"));
    while let Some(event) = events.next().await {
        out.event(&event, form.as_ref())?;
        if let Event::Done(answer) = event {
            outcome = match &answer.error {
                None => Ok(()),
                Some(failure) => Err(unanswered(failure)),
            };
        }
    }
    interrupted.abort();
    outcome
}

/// Where the events go.
struct Out {
    json: bool,
    /// Some of the text was printed.
    begun: bool,
}

impl Out {
    fn event(&mut self, event: &Event, form: Option<&Form>) -> Result<()> {
        let printed = match (self.json, event) {
            (true, Event::Done(answer)) => format!("{}\n", json!({ "done": done(answer, form) })),
            (true, event) => format!("{}\n", serde_json::to_string(event).map_err(Error::internal)?),
            (false, Event::Text(text) | Event::Refusal(text)) => {
                self.begun = true;
                text.clone()
            }
            (false, Event::Done(answer)) if self.begun => "\n".repeat(usize::from(!answer.text.ends_with('\n'))),
            (false, Event::Done(answer)) => format!("{}\n", answer.refusal.as_ref().unwrap_or(&answer.text)),
            (false, Event::Retrying { wait, failure }) => {
                tracing::warn!("{failure}; again in {} ms", wait.as_millis());
                return Ok(());
            }
            (false, _) => return Ok(()),
        };
        crate::out::print(&printed)
    }
}

/// The answer without what only its own service understands; with a schema, the value that fits it
/// as `value`, null where none does.
fn done(answer: &Answer, form: Option<&Form>) -> Value {
    let mut done = serde_json::to_value(answer).expect("plain data");
    if let Some(fields) = done.as_object_mut() {
        fields.remove("replay");
        if let Some(form) = form {
            fields.insert("value".into(), extract(form, &answer.text).unwrap_or(Value::Null));
        }
    }
    done
}

fn form(file: &Path) -> Result<Form> {
    let text = std::fs::read_to_string(file).map_err(|error| Error::io("reading", file.to_str(), error))?;
    let schema: Value = serde_json::from_str(&text).map_err(|error| {
        let detail = error.to_string();
        Error::new(ErrorCode::BadInput, format!("the schema is not JSON: {detail}"), json!({ "detail": detail }))
    })?;
    Ok(Form { name: "answer".into(), schema })
}

fn key(variable: &str) -> Result<Key> {
    let text = std::env::var(variable).map_err(|_| Error::invalid("key_env", Rule::Required))?;
    Key::new(&text).ok_or_else(|| Error::invalid("key_env", Rule::Format))
}
