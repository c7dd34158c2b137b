//! Showing exactly what would be sent, before it is. Must not send anything, nor need a key.

use hisho_domain::conversation::{Message, MessageKind};
use hisho_domain::people::{Provider, Secretary};
use hisho_domain::{Actor, ActorKind, Error, Result};
use hisho_llm::{Part, Turn};
use hisho_store::runs;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::asking::Terms;
use super::prompt::{Material, Told, read_notes};
use super::{Say, Which, attached, checked};
use crate::App;
use crate::models::{Models, accounts};

/// One turn, as a model is told it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct ToldTurn {
    /// The secretary's own words from before; else what is said to them.
    pub own: bool,
    /// The text.
    pub text: String,
    /// How many pictures go along with it.
    pub pictures: usize,
}

/// Exactly what one secretary would be told.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Preview {
    /// Who.
    pub secretary_uid: String,
    /// Through what they speak.
    pub provider: Provider,
    /// Where it goes; null for the person's own desk.
    pub address: Option<String>,
    /// The model.
    pub model: Option<String>,
    /// Who they are told to be.
    pub system: String,
    /// What was said, and what is.
    pub turns: Vec<ToldTurn>,
    /// How many earlier messages do not go along for lack of room.
    pub left_out: usize,
    /// Roughly how many tokens it is.
    pub tokens: u64,
    /// The most tokens the answer may have.
    pub max_tokens: u32,
    /// From 0 to 2.
    pub temperature: f64,
}

pub(crate) async fn preview(app: &App, _: Actor, input: Say) -> Result<Vec<Preview>> {
    let (input, to, context) = checked(app, input).await?;
    let notes = tokio::task::spawn_blocking(move || read_notes(&context)).await.map_err(Error::internal)??;
    let uids = input.attachments.clone();
    let files = app.store().read(move |connection| attached(connection, &uids)).await?;
    let said = Message {
        uid: String::new(),
        rev: 1,
        position: i64::MAX,
        conversation_uid: input.conversation_uid.clone(),
        sender: ActorKind::Person,
        secretary_uid: None,
        message_type: MessageKind::File,
        content: input.text,
        attachments: files,
        context: Vec::new(),
        is_partial: false,
        is_edited: false,
        edited_at: None,
        created_at: String::new(),
    };
    let mut previews = Vec::with_capacity(to.len());
    for secretary in to {
        let (conversation, said, notes) = (input.conversation_uid.clone(), said.clone(), notes.clone());
        let material = app
            .store()
            .read(move |connection| Material::gather(connection, &conversation, &secretary, None, Some(&said), notes))
            .await?;
        let data_dir = app.data_dir().to_owned();
        let material =
            tokio::task::spawn_blocking(move || material.with_files(&data_dir)).await.map_err(Error::internal)?;
        previews.push(previewed(app.models(), &material).await?);
    }
    Ok(previews)
}

async fn previewed(models: &Models, material: &Material) -> Result<Preview> {
    let about = &material.secretary;
    let account = match about.provider {
        Provider::Manual => None,
        // Where it would go is known without the key.
        provider => {
            let uid = about.credential_uid.clone();
            Some(models.store.read(move |connection| accounts::address(connection, provider, uid.as_deref())).await?)
        }
    };
    let is_local = account.as_ref().is_none_or(hisho_llm::Account::is_local);
    let told = material.told(Terms::at_first(is_local), material.summary.as_ref());
    let address = account.map(|account| account.base().to_owned());
    Ok(Preview::of(about, material.temperature, &told, address))
}

impl Preview {
    /// What a secretary is told, as the person can look at it.
    pub(crate) fn of(about: &Secretary, temperature: f64, told: &Told, address: Option<String>) -> Preview {
        Preview {
            secretary_uid: about.uid.clone(),
            provider: about.provider,
            address,
            model: about.model.clone(),
            turns: told.chat.turns.iter().map(turn).collect(),
            left_out: told.left_out,
            tokens: told.chat.estimate(),
            max_tokens: told.chat.max_tokens.unwrap_or_default(),
            temperature,
            system: told.chat.system.clone(),
        }
    }
}

fn turn(turn: &Turn) -> ToldTurn {
    match turn {
        Turn::Said(parts) => {
            let texts = parts.iter().filter_map(|part| match part {
                Part::Text(text) => Some(text.as_str()),
                Part::Image(_) => None,
            });
            let pictures = parts.iter().filter(|part| matches!(part, Part::Image(_))).count();
            ToldTurn { own: false, text: texts.collect::<Vec<_>>().join("\n"), pictures }
        }
        Turn::Answered { text, .. } => ToldTurn { own: true, text: text.clone(), pictures: 0 },
        Turn::Results(_) => ToldTurn { own: false, text: String::new(), pictures: 0 },
    }
}

/// What was sent for an answer; null where nothing was, as when the person spoke themselves.
pub(crate) async fn recorded(app: &App, _: Actor, input: Which) -> Result<Option<Preview>> {
    let told =
        app.store().read(move |connection| runs::told(connection, &input.conversation_uid, &input.message_uid)).await?;
    told.map(|told| serde_json::from_str(&told).map_err(Error::internal)).transpose()
}
