//! The others look at a draft once, each by themselves and without the others' words: advice, as
//! secretaries give on any plan. Whoever was asked before the application was closed is not asked
//! again. Must not know how the draft was written.

use futures_util::future::join_all;
use hisho_domain::plan::{DecisionAction, PlanDetail, PlanStatus};
use hisho_domain::talk::RunStatus;
use hisho_domain::{Actor, ErrorCode, Result};
use hisho_llm::{Form, Turn, extract};
use hisho_store::plan_drafts::{self, Unreviewed};
use hisho_store::plans::Verdict;
use hisho_store::{discussion_run, plans};
use serde_json::{Value, json};

use super::record::Record;
use super::told::Telling;
use super::{Voice, begin_run, seated, weighs};
use crate::App;
use crate::discussions::form::{cut, object, one_line};
use crate::discussions::tables::Drafting;
use crate::models::Models;

/// Longest comment, most conditions, and longest of them.
const COMMENT: usize = 5_000;
const CONDITIONS: usize = 20;
const LINE: usize = 500;

/// What somebody makes of a draft.
struct Opinion {
    action: DecisionAction,
    comment: Option<String>,
    conditions: Vec<String>,
}

fn form() -> Form {
    let text = json!({ "type": "string" });
    let schema = object(json!({
        "action": { "type": "string", "enum": DecisionAction::ALL }, "comment": text,
        "conditions": { "type": "array", "items": text },
    }));
    Form { name: "review".into(), schema }
}

/// An opinion of an answer; None where it says nothing that could be one.
fn opinion(text: &str) -> Option<Opinion> {
    let value: Value = extract(&form(), text).ok()?;
    let action = DecisionAction::parse(value["action"].as_str()?)?;
    let comment = cut(value["comment"].as_str()?.trim(), COMMENT);
    let comment = Some(comment.trim().to_owned()).filter(|comment| !comment.is_empty());
    // Only an approval goes without a reason, and only it has conditions.
    if action != DecisionAction::Approve && comment.is_none() {
        return None;
    }
    let mut conditions: Vec<String> = Vec::new();
    for line in value["conditions"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let line = cut(&one_line(&line.replace(char::is_control, " ")), LINE);
        if action == DecisionAction::Approve && !line.is_empty() && !conditions.contains(&line) {
            conditions.push(line);
        }
    }
    conditions.truncate(CONDITIONS);
    Some(Opinion { action, comment, conditions })
}

/// The secretaries with a model who sit there beside the author.
pub(super) fn others(record: &Record, author: &str) -> Vec<String> {
    let seats = record.discussion.seats.iter().filter(|seat| weighs(seat));
    let with_model = seats.filter(|seat| {
        let known = record.loaded.state.seats.iter().position(|known| known.spec.uid == seat.uid);
        known.is_some_and(|place| !record.loaded.state.is_own(place))
    });
    with_model.filter_map(|seat| seat.who.secretary_uid.clone()).filter(|uid| uid != author).collect()
}

/// Lets the others begin to review a draft; nobody waits for it.
pub(super) fn begin(app: &App, drafting: Drafting, record: Record, plan_uid: String) -> Result<()> {
    let (models, written) = (app.models().clone(), app.written());
    let owner = app.talks().owner().name(app.data_dir())?;
    let (begun, begins) = tokio::sync::oneshot::channel::<Drafting>();
    let task = tokio::spawn(async move {
        let Ok(_drafting) = begins.await else { return };
        if let Err(error) = carry_out(&models, &record, &plan_uid, &owner).await {
            tracing::warn!("the reviews of a draft: {error}");
        }
        written.notify_one();
    });
    drafting.carried_out_by(task.abort_handle());
    // The task lives until it has been told.
    let _ = begun.send(drafting);
    Ok(())
}

/// Goes on with the drafts that others were still to look at when the application was closed.
pub(in crate::discussions) async fn resume(app: &App) -> Result<()> {
    let left = app.store().read(plan_drafts::all_unreviewed).await?;
    for Unreviewed { plan_uid, discussion_uid } in left {
        let uid = discussion_uid.clone();
        let record = app.store().read(move |connection| Record::read(connection, &uid)).await?;
        if let Some(drafting) = app.tables().draft(&discussion_uid) {
            begin(app, drafting, record, plan_uid)?;
        }
    }
    Ok(())
}

async fn carry_out(models: &Models, record: &Record, plan_uid: &str, owner: &str) -> Result<()> {
    let uid = plan_uid.to_owned();
    let plan = models.store.read(move |connection| plans::get(connection, &uid)).await?;
    let author = plan.newest.author.secretary_uid.clone().unwrap_or_default();
    // What is no draft any more is for the person.
    let asked = if plan.newest.status == PlanStatus::Draft { others(record, &author) } else { Vec::new() };
    let has_spoken = |uid: &str| plan.advice.iter().any(|advice| advice.by.secretary_uid.as_deref() == Some(uid));
    let run = begin_run(models, &record.discussion.summary.uid, owner).await?;
    let due = asked.into_iter().filter(|uid| !has_spoken(uid));
    let reviews = join_all(due.map(|uid| {
        let plan = &plan;
        async move {
            // Whoever cannot be asked says nothing; the plan is there without them.
            if let Err(error) = review(models, record, plan, &uid, run).await {
                tracing::warn!("a review of a draft: {error}");
            }
        }
    }));
    reviews.await;
    let uid = plan_uid.to_owned();
    models
        .store
        .write(Actor::system(), move |write| {
            plan_drafts::reviewed(write, &uid)?;
            discussion_run::finish_run(write, run, RunStatus::Completed)
        })
        .await
}

async fn review(models: &Models, record: &Record, plan: &PlanDetail, secretary: &str, run: i64) -> Result<()> {
    let voice = Voice::of(models, record, seated(record, secretary)?, run).await?;
    let telling = Telling { record, listener: &voice.listener };
    let turns = vec![Turn::said(telling.review(&plan.newest.content))];
    let answer = voice.answer(models, &telling, &form(), turns).await?;
    let Some(opinion) = opinion(&answer.text) else {
        tracing::warn!("a review of a draft had not the form");
        return Ok(());
    };
    let (uid, number, hash) = (plan.uid.clone(), plan.newest.number, plan.newest.content_hash.clone());
    let kept = models
        .store
        .write(Actor::secretary(secretary), move |write| {
            let verdict = Verdict {
                version: number,
                content_hash: &hash,
                action: opinion.action,
                comment: opinion.comment.as_deref(),
                conditions: &opinion.conditions,
            };
            plans::review(write, &uid, &verdict).map(drop)
        })
        .await;
    match kept {
        // The person has changed the draft meanwhile: it would be advice on something else.
        Err(error) if error.code == ErrorCode::Refused => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_opinion_is_what_fits_the_form_and_has_a_reason() {
        let said = |action: &str, comment: &str| {
            opinion(&json!({ "action": action, "comment": comment, "conditions": ["a", " ", "a"] }).to_string())
        };
        let approved = said("approve", "").expect("an opinion");
        assert_eq!((approved.comment, approved.conditions), (None, vec!["a".to_owned()]));
        let revise = said("request_revision", " later ").expect("an opinion");
        assert_eq!((revise.comment.as_deref(), revise.conditions.len()), (Some("later"), 0));
        assert!(said("reject", " ").is_none() && said("decide", "x").is_none() && opinion("I approve").is_none());
    }
}
