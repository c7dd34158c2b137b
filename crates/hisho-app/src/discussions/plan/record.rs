//! The record of a discussion that has ended: everything that was said, how it came out, and the plan
//! that follows from it without anybody's words but those. Must not know models or prompts' order.

use hisho_domain::discussion::engine::standing;
use hisho_domain::discussion::{Discussion, DiscussionStatus, Outcome, Said};
use hisho_domain::plan::{Citation, Level, PlanContent, PlanPart, Risk, TITLE_LIMIT};
use hisho_domain::{Error, Result};
use hisho_store::discussion_run::{self, Loaded};
use hisho_store::{Connection, discussions, time};
use serde_json::json;

use super::draft::Settled;
use crate::discussions::form::cut;
use crate::discussions::words::PLAN;

/// Longest title of a risk, in characters.
const RISK: usize = 500;
/// Most risks of a plan that the record alone gives.
const RISKS: usize = 50;

/// Everything that a plan can rest on.
pub(super) struct Record {
    pub(super) discussion: Discussion,
    pub(super) loaded: Loaded,
    pub(super) said: Vec<Said>,
}

/// An objection that nobody met, or a position that was not the one most held, and the message it is in.
pub(super) struct Against {
    pub(super) text: String,
    pub(super) message: u64,
}

impl Record {
    /// Reads it; a discussion that has not ended is refused.
    pub(super) fn read(connection: &Connection, uid: &str) -> hisho_store::Result<Record> {
        let discussion = discussions::get(connection, uid)?;
        let (loaded, said) = discussion_run::with_said(connection, uid)?;
        let status = loaded.state.status;
        if !matches!(status, DiscussionStatus::Completed | DiscussionStatus::Terminated) {
            return Err(Error::refused("not_ended", json!({ "from": status })).into());
        }
        Ok(Record { discussion, loaded, said })
    }

    pub(super) fn outcome(&self) -> Outcome {
        let state = &self.loaded.state;
        state.ending.as_ref().map_or_else(|| standing(state).outcome, |ending| ending.outcome)
    }

    /// The answer that most hold.
    pub(super) fn leading(&self) -> Option<&str> {
        let state = &self.loaded.state;
        let agreed = matches!(self.outcome(), Outcome::Consensus | Outcome::Majority);
        let option = standing(state).leading.filter(|_| agreed)?;
        state.options.get(option).map(String::as_str).filter(|text| !text.trim().is_empty())
    }

    /// The positions of those who hold something else.
    pub(super) fn dissent(&self) -> Vec<Against> {
        let state = &self.loaded.state;
        let now = standing(state);
        let held = now.dissenters.iter().filter_map(|seat| state.counted(*seat));
        held.map(|stance| Against { text: stance.text.clone(), message: stance.message }).collect()
    }

    /// The objections that nobody has met.
    pub(super) fn objections(&self) -> Vec<Against> {
        let state = &self.loaded.state;
        let open = standing(state).objections.into_iter().map(|nth| &state.objections[nth]);
        open.filter_map(|objection| {
            let mut by = self.said.iter().filter(|said| said.seat == Some(objection.by));
            let message = by.find(|said| said.quoted(&objection.text).is_some())?.number;
            Some(Against { text: objection.text.clone(), message })
        })
        .collect()
    }

    /// The plan that the record alone gives: the question, what most hold, and the objections that are left.
    pub(super) fn alone(&self) -> Result<Settled> {
        let state = &self.loaded.state;
        let language = self.loaded.arranged.language;
        let title = cut(self.loaded.state.topic.trim(), TITLE_LIMIT);
        let leading = self.leading();
        let mut content = PlanContent {
            title,
            objective: leading.unwrap_or(&state.topic).trim().to_owned(),
            description: self.discussion.consensus_summary.clone().unwrap_or_default(),
            ..PlanContent::default()
        };
        let mut citations = Vec::new();
        let cite = |part, words: &str, message, quote: &str| Citation {
            part,
            milestone_uid: None,
            words: words.to_owned(),
            message,
            quote: quote.to_owned(),
        };
        // Whoever first put it so; a person's own option may be nobody's words.
        if let Some(leading) = leading {
            let first = state.stances.iter().find(|stance| stance.text.trim() == leading.trim());
            let quote = first.and_then(|stance| {
                let said = self.said.iter().find(|said| said.number == stance.message)?;
                Some((said.number, said.quoted(&stance.text)?.to_owned()))
            });
            if let Some((message, quote)) = quote {
                citations.push(cite(PlanPart::Objective, &content.objective, message, &quote));
            }
        }
        for objection in self.objections() {
            let text = objection.text.replace(char::is_control, " ");
            let title = cut(text.trim(), RISK).trim().to_owned();
            if title.is_empty() || content.risks.iter().any(|risk| risk.title == title) {
                continue;
            }
            citations.push(cite(PlanPart::Risk, &title, objection.message, &objection.text));
            let response = PLAN.say(language, "risk_response", &[]);
            content.risks.push(Risk { title, likelihood: Level::Medium, impact: Level::Medium, response });
        }
        content.risks.truncate(RISKS);
        citations.retain(|citation| content.holds(citation.part, None, &citation.words));
        Ok(Settled { content: content.checked(time::new_uid)?, citations, left_out: Vec::new() })
    }
}
