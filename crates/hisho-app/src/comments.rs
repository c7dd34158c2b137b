//! Comments.

use hisho_domain::comment::{self, Comment, Passage, Subject};
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_store::comments::{self, NewComment};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;
use crate::input::{AtRev, Deleted};

/// What the comments are about.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// What kind of thing.
    pub subject: Subject,
    /// Which one.
    pub subject_uid: String,
}

/// A new comment.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Create {
    /// What kind of thing it is about.
    pub subject: Subject,
    /// Which one.
    pub subject_uid: String,
    /// What it says, Markdown, 1 to 10,000 characters.
    pub body: String,
    /// The passage it is about; only plans have them.
    #[serde(default)]
    pub passage: Option<Passage>,
    /// Who says it: a secretary without a model, for whom the person speaks, or the one who calls.
    #[serde(default)]
    pub secretary_uid: Option<String>,
}

/// A comment in other words.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// Which comment.
    pub uid: String,
    /// The revision that was read.
    pub rev: i64,
    /// What it says, Markdown, 1 to 10,000 characters.
    pub body: String,
}

pub(crate) async fn list(app: &App, _: Actor, input: About) -> Result<Vec<Comment>> {
    app.store().read(move |connection| comments::list(connection, input.subject, &input.subject_uid)).await
}

pub(crate) async fn create(app: &App, actor: Actor, input: Create) -> Result<Comment> {
    let new = NewComment {
        subject: input.subject,
        subject_uid: input.subject_uid,
        body: comment::body(&input.body)?,
        passage: input.passage.map(Passage::checked).transpose()?,
        secretary_uid: input.secretary_uid,
    };
    if new.passage.is_some() && new.subject != Subject::Plan {
        return Err(Error::invalid("passage", Rule::Unexpected));
    }
    app.store().write(actor, move |write| comments::create(write, &new)).await
}

pub(crate) async fn update(app: &App, actor: Actor, input: Update) -> Result<Comment> {
    let body = comment::body(&input.body)?;
    app.store().write(actor, move |write| comments::update(write, &input.uid, input.rev, &body)).await
}

pub(crate) async fn delete(app: &App, actor: Actor, input: AtRev) -> Result<Deleted> {
    app.store()
        .write(actor, move |write| {
            let rev = comments::delete(write, &input.uid, input.rev)?;
            Ok(Deleted { uid: input.uid, rev })
        })
        .await
}

pub(crate) async fn restore(app: &App, actor: Actor, input: AtRev) -> Result<Comment> {
    app.store().write(actor, move |write| comments::restore(write, &input.uid, input.rev)).await
}
