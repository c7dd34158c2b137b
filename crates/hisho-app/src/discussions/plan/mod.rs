//! From a discussion to a plan: one author drafts it, the others review it once, and each part of it
//! names the words it rests on. Without an author the record alone makes the draft.
//! Must not know what a plan becomes.

mod draft;
mod record;
mod review;
mod told;

use hisho_domain::discussion::{Seat, SeatRole};
use hisho_domain::people::Provider;
use hisho_domain::plan::{PlanDetail, Provenance};
use hisho_domain::talk::RunStatus;
use hisho_domain::{Actor, Error, Result, Rule};
use hisho_llm::{Answer, Code, Failure, Stop, Turn, extract};
use hisho_store::discussion_run::{self, Carried};
use hisho_store::plan_drafts::{self, Drafted};
use hisho_store::{Connection, plans, preferences, secretaries};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::mpsc;

pub use draft::LeftOut;
use draft::{Draft, Settled};
use record::Record;
pub(super) use review::resume;
use told::{Listener, Telling};

use super::ask::{Question, person, put};
use super::cost::longest;
use super::recovery::claim;
use super::words::PLAN;
use crate::App;
use crate::input::Which;
use crate::models::calls::Asker;
use crate::models::{Models, unanswered};
use crate::talk::prompt::role_of;

/// Whose plan is wanted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftPlan {
    /// Which discussion; it has ended.
    pub uid: String,
    /// Who drafts it: a secretary with a model who sits there. Left out, the record alone makes the draft.
    pub secretary_uid: Option<String>,
}

/// A plan that was drafted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DraftedPlan {
    /// The plan. What the others advise comes after it.
    pub plan: PlanDetail,
    /// Parts that were left out, because they rested on words that nobody said.
    pub left_out: Vec<LeftOut>,
    /// The author had to be asked again.
    pub is_mended: bool,
}

pub(crate) async fn draft_plan(app: &App, actor: Actor, input: DraftPlan) -> Result<DraftedPlan> {
    claim(app, &input.uid).await?;
    let uid = input.uid.clone();
    let record = app.store().read(move |connection| Record::read(connection, &uid)).await?;
    let Some(drafting) = app.tables().draft(&input.uid) else {
        return Err(Error::refused("being_drafted", json!({ "uid": input.uid })));
    };
    let Some(author) = input.secretary_uid else {
        let settled = record.alone()?;
        let plan = keep(app.models(), actor, &record, &settled, "", false).await?;
        return Ok(DraftedPlan { plan, left_out: Vec::new(), is_mended: false });
    };
    let uid = input.uid.clone();
    let left = app.store().read(move |connection| plan_drafts::unreviewed(connection, &uid)).await?;
    if let Some(left) = left {
        // Whoever asks again gets what was begun, and it goes on where it was left.
        let plan_uid = left.plan_uid.clone();
        let plan = app.store().read(move |connection| plans::get(connection, &plan_uid)).await?;
        if plan.newest.author.secretary_uid.as_deref() == Some(author.as_str()) {
            review::begin(app, drafting, record, left.plan_uid)?;
            return Ok(DraftedPlan { plan, left_out: Vec::new(), is_mended: false });
        }
    }
    let seat = seated(&record, &author)?;
    let owner = app.talks().owner().name(app.data_dir())?;
    let run = begin_run(app.models(), &input.uid, &owner).await?;
    let written = write(app.models(), &record, seat, run).await;
    let status = if written.is_ok() { RunStatus::Completed } else { RunStatus::Failed };
    app.store().write(Actor::system(), move |write| discussion_run::finish_run(write, run, status)).await?;
    let (settled, is_mended) = written?;
    let prompts = PLAN.version(record.loaded.arranged.language);
    let others = review::others(&record, &author);
    let plan = keep(app.models(), Actor::secretary(author), &record, &settled, &prompts, !others.is_empty()).await?;
    if !others.is_empty() {
        review::begin(app, drafting, record, plan.uid.clone())?;
    }
    Ok(DraftedPlan { plan, left_out: settled.left_out, is_mended })
}

pub(crate) async fn provenance(app: &App, _: Actor, input: Which) -> Result<Vec<Provenance>> {
    app.store().read(move |connection| plan_drafts::provenance(connection, &input.uid)).await
}

/// The place of a secretary at the table.
fn seated(record: &Record, secretary_uid: &str) -> Result<usize> {
    let is = |seat: &&Seat| seat.left_at.is_none() && seat.who.secretary_uid.as_deref() == Some(secretary_uid);
    let seat = record.discussion.seats.iter().find(is);
    let place = seat.and_then(|seat| record.loaded.state.seats.iter().position(|known| known.spec.uid == seat.uid));
    place.ok_or_else(|| Error::refused("not_seated", json!({ "field": "secretary_uid" })))
}

async fn begin_run(models: &Models, uid: &str, owner: &str) -> Result<i64> {
    let (uid, owner) = (uid.to_owned(), owner.to_owned());
    let begin = move |write: &hisho_store::Write<'_>| discussion_run::begin_run(write, &uid, Carried::Plan, &owner);
    models.store.write(Actor::system(), begin).await
}

/// Keeps a draft as a plan, with what it rests on.
async fn keep(
    models: &Models,
    actor: Actor,
    record: &Record,
    settled: &Settled,
    prompts: &str,
    to_review: bool,
) -> Result<PlanDetail> {
    let (discussion_uid, said) = (record.discussion.summary.uid.clone(), record.said.clone());
    let (settled, prompts) = (settled.clone(), prompts.to_owned());
    models
        .store
        .write(actor, move |write| {
            let drafted = Drafted {
                discussion_uid: &discussion_uid,
                content: &settled.content,
                citations: &settled.citations,
                said: &said,
                prompts: &prompts,
                to_review,
            };
            plan_drafts::create(write, &drafted)
        })
        .await
}

/// Lets the author write; gives what holds of the draft, and whether they were asked again.
async fn write(models: &Models, record: &Record, seat: usize, run: i64) -> Result<(Settled, bool)> {
    let form = draft::form();
    let voice = Voice::of(models, record, seat, run).await?;
    let telling = Telling { record, listener: &voice.listener };
    let mut turns = vec![Turn::said(telling.draft())];
    let first = voice.answer(models, &telling, &form, turns.clone()).await?;
    let read = |answer: &Answer| extract(&form, &answer.text).map(|value| draft::read(&value));
    let begun = read(&first);
    let fault = match &begun {
        Err(why) => telling.formless(why),
        Ok(draft) => match draft::faults(draft, &record.said)[..] {
            [] => return Ok((settled(begun.ok(), record)?, false)),
            ref faults => telling.again(faults),
        },
    };
    turns.push(Turn::answered(&first));
    turns.push(Turn::said(fault));
    // What holds of the first stands where the second cannot be had.
    let again = match voice.answer(models, &telling, &form, turns).await {
        Ok(second) => read(&second).ok(),
        Err(error) if begun.is_err() => return Err(error),
        Err(error) => {
            tracing::warn!("a plan that was to be written again: {error}");
            None
        }
    };
    Ok((settled(again.or(begun.ok()), record)?, true))
}

fn settled(draft: Option<Draft>, record: &Record) -> Result<Settled> {
    let formless = || unanswered(&Failure::new(Code::Incomplete, "the answer is no plan"));
    draft::settle(draft.ok_or_else(formless)?, &record.said, record.alone()?)
}

/// A secretary with a model, to be asked about a record.
struct Voice {
    listener: Listener,
    temperature: f64,
    most: u64,
    asker: Asker,
}

impl Voice {
    async fn of(models: &Models, record: &Record, seat: usize, run: i64) -> Result<Voice> {
        let uid = &record.loaded.state.seats[seat].spec.uid;
        let sits = record.discussion.seats.iter().find(|seat| seat.uid == *uid);
        let secretary = sits.and_then(|seat| seat.who.secretary_uid.clone());
        let secretary = secretary.ok_or_else(|| Error::invalid("secretary_uid", Rule::UnknownValue))?;
        let language = record.loaded.arranged.language;
        let (listener, temperature, most) = models
            .store
            .read(move |connection: &Connection| {
                let secretary = secretaries::get(connection, &secretary)?;
                if secretary.provider == Provider::Manual {
                    return Err(Error::refused("speaks_for_themselves", json!({ "uid": secretary.uid })).into());
                }
                if !secretary.is_active {
                    let params = json!({ "name": secretary.name, "uid": secretary.uid });
                    return Err(Error::refused("not_at_work", params).into());
                }
                let (persona, role) = role_of(connection, &secretary)?;
                let usual = preferences::get(connection)?.ai.temperature;
                let temperature = secretary.settings.temperature.unwrap_or(usual);
                let most = longest(connection, &secretary)?;
                let person = person(connection, language)?;
                Ok((Listener { secretary, persona, role, person, seat }, temperature, most))
            })
            .await?;
        let asker = Asker {
            run: Some(run),
            secretary_uid: Some(listener.secretary.uid.clone()),
            project_uid: record.discussion.project_uid.clone(),
        };
        Ok(Voice { listener, temperature, most, asker })
    }

    /// A whole answer in a form, or at least one that could have been.
    async fn answer(
        &self,
        models: &Models,
        telling: &Telling<'_>,
        form: &hisho_llm::Form,
        turns: Vec<Turn>,
    ) -> Result<Answer> {
        let secretary = &self.listener.secretary;
        let line = models.line(secretary.provider, secretary.credential_uid.as_deref()).await?;
        let question = Question {
            system: telling.system(),
            turns,
            form: form.clone(),
            temperature: self.temperature,
            most: u32::try_from(self.most).unwrap_or(u32::MAX),
            told: told::TOLD,
        };
        // Nobody watches it come.
        let (telling, _) = mpsc::unbounded_channel();
        let model = secretary.model.clone().unwrap_or_default();
        let stop = Stop::default();
        let (answer, _) = put(models, &line, self.asker.clone(), &model, &question, &stop, telling).await?;
        match &answer.error {
            Some(failure) => Err(unanswered(failure)),
            None => Ok(answer),
        }
    }
}

/// Whether a seat's words weigh in what a plan says: an observer's do not.
fn weighs(seat: &Seat) -> bool {
    seat.left_at.is_none() && seat.role != SeatRole::Observer
}
