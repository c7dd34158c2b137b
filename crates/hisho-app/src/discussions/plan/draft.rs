//! A plan as a model drafts it: its form, reading it, and which of its citations hold. What rests on
//! words that nobody said does not become part of a plan. Must not know how a model is asked.

use std::collections::HashSet;

use hisho_domain::discussion::Said;
use hisho_domain::plan::{Citation, Level, Milestone, PlanContent, PlanPart, QUOTE_LIMIT, Risk, TITLE_LIMIT};
use hisho_domain::{Result, check};
use hisho_llm::Form;
use hisho_store::time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::discussions::form::{cut, object, one_line};

/// Longest prose and line of a part, most entries of a list, and most citations of a part.
const PROSE: usize = 20_000;
const LINE: usize = 500;
const ENTRIES: usize = 50;
const CITES: usize = 10;

/// A part of a draft that was left out, because it rested on words that nobody said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// Which part.
    pub part: PlanPart,
    /// What it said.
    pub words: String,
}

/// Words that are said to stand in a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cite {
    pub(super) message: i64,
    pub(super) quote: String,
}

/// A part and what it is said to rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) part: PlanPart,
    pub(super) words: String,
    pub(super) cites: Vec<Cite>,
    more: More,
}

/// What a part has beside its words.
#[derive(Debug, Clone, PartialEq, Eq)]
enum More {
    Nothing,
    Milestone { due_on: Option<String>, after: Vec<usize>, place: usize },
    Risk { likelihood: Level, impact: Level, response: String },
}

/// A draft as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) parts: Vec<Part>,
}

/// What is wrong with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault<'a> {
    /// It names no message.
    Nothing(&'a Part),
    /// It names one that is not there.
    Message(&'a Part, i64),
    /// The message says something else.
    Quote(&'a Part, &'a Cite),
}

/// A draft of which only what holds is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Settled {
    pub(super) content: PlanContent,
    pub(super) citations: Vec<Citation>,
    pub(super) left_out: Vec<LeftOut>,
}

/// The form that is asked for.
pub(super) fn form() -> Form {
    let text = json!({ "type": "string" });
    let list = |of: Value| json!({ "type": "array", "items": of });
    let cites = list(object(json!({ "message": { "type": "integer" }, "quote": text })));
    let level = json!({ "type": "string", "enum": Level::ALL });
    let prose = object(json!({ "text": text, "cites": cites }));
    let milestone = object(json!({
        "title": text, "due_on": { "type": ["string", "null"] }, "after": list(json!({ "type": "integer" })), "cites": cites,
    }));
    let risk = object(json!({ "title": text, "likelihood": level, "impact": level, "response": text, "cites": cites }));
    let schema = object(json!({
        "title": text, "objective": prose, "scope": prose, "milestones": list(milestone),
        "criteria": list(prose.clone()), "risks": list(risk),
    }));
    Form { name: "plan".into(), schema }
}

/// A draft of an answer that fits the form. What is empty or there twice is not there.
pub(super) fn read(value: &Value) -> Draft {
    let mut parts = Vec::new();
    let prose = |part, value: &Value| Part {
        part,
        words: cut(value["text"].as_str().unwrap_or_default().trim(), PROSE).trim_end().to_owned(),
        cites: cites(value),
        more: More::Nothing,
    };
    parts.push(prose(PlanPart::Objective, &value["objective"]));
    parts.push(prose(PlanPart::Scope, &value["scope"]));
    let entries = |name: &str| value[name].as_array().into_iter().flatten().take(ENTRIES).enumerate();
    for (place, entry) in entries("milestones") {
        let day = entry["due_on"].as_str().filter(|day| check::day("due_on", day).is_ok());
        let after = entry["after"].as_array().into_iter().flatten();
        let after = after.filter_map(|at| usize::try_from(at.as_u64()?).ok()).filter(|at| *at < place).collect();
        let more = More::Milestone { due_on: day.map(str::to_owned), after, place };
        parts.push(titled(PlanPart::Milestone, entry, "title", TITLE_LIMIT, more));
    }
    for (_, entry) in entries("criteria") {
        parts.push(titled(PlanPart::Criterion, entry, "text", LINE, More::Nothing));
    }
    for (_, entry) in entries("risks") {
        let level = |name: &str| entry[name].as_str().and_then(Level::parse).unwrap_or(Level::Medium);
        let response = line(&entry["response"], LINE);
        let more = More::Risk { likelihood: level("likelihood"), impact: level("impact"), response };
        parts.push(titled(PlanPart::Risk, entry, "title", LINE, more));
    }
    let mut seen = HashSet::new();
    parts.retain(|part| !part.words.is_empty() && seen.insert((part.part, part.words.clone())));
    Draft { title: line(&value["title"], TITLE_LIMIT), parts }
}

fn titled(part: PlanPart, entry: &Value, name: &str, limit: usize, more: More) -> Part {
    Part { part, words: line(&entry[name], limit), cites: cites(entry), more }
}

fn line(value: &Value, limit: usize) -> String {
    // As a plan keeps its lines.
    let text = value.as_str().unwrap_or_default().replace(char::is_control, " ");
    cut(&one_line(&text), limit).trim().to_owned()
}

fn cites(value: &Value) -> Vec<Cite> {
    let one = |entry: &Value| {
        Some(Cite { message: entry["message"].as_i64()?, quote: entry["quote"].as_str()?.trim().to_owned() })
    };
    value["cites"].as_array().into_iter().flatten().filter_map(one).take(CITES).collect()
}

fn said_in(said: &[Said], message: i64) -> Option<&Said> {
    let number = u64::try_from(message).ok()?;
    said.iter().find(|said| said.number == number)
}

/// The words of a message that a citation names, where they stand there.
fn quoted<'a>(said: &'a [Said], cite: &Cite) -> Option<&'a str> {
    let quote = said_in(said, cite.message)?.quoted(&cite.quote)?;
    (quote.chars().count() <= QUOTE_LIMIT).then_some(quote)
}

/// Everything that is wrong with the citations of a draft.
pub(super) fn faults<'a>(draft: &'a Draft, said: &[Said]) -> Vec<Fault<'a>> {
    let mut faults = Vec::new();
    for part in &draft.parts {
        if part.cites.is_empty() {
            faults.push(Fault::Nothing(part));
        }
        for cite in part.cites.iter().filter(|cite| quoted(said, cite).is_none()) {
            faults.push(match said_in(said, cite.message) {
                None => Fault::Message(part, cite.message),
                Some(_) => Fault::Quote(part, cite),
            });
        }
    }
    faults
}

/// The plan that is left when every part with a wrong citation is taken away. `alone` is what the record
/// itself says, for what a plan cannot do without.
pub(super) fn settle(draft: Draft, said: &[Said], alone: Settled) -> Result<Settled> {
    let wrong: HashSet<(PlanPart, String)> = faults(&draft, said)
        .into_iter()
        .map(|fault| match fault {
            Fault::Nothing(part) | Fault::Message(part, _) | Fault::Quote(part, _) => (part.part, part.words.clone()),
        })
        .collect();
    let (held, refused): (Vec<Part>, Vec<Part>) =
        draft.parts.into_iter().partition(|part| !wrong.contains(&(part.part, part.words.clone())));
    let left_out = refused.into_iter().map(|part| LeftOut { part: part.part, words: part.words }).collect();
    let mut content = PlanContent { description: alone.content.description, ..PlanContent::default() };
    content.title = if draft.title.is_empty() { alone.content.title } else { draft.title };
    let mut citations = Vec::new();
    if !held.iter().any(|part| part.part == PlanPart::Objective) {
        content.objective = alone.content.objective;
        citations.extend(alone.citations.into_iter().filter(|citation| citation.part == PlanPart::Objective));
    }
    // By their places in the draft, for those that wait for them.
    let mut uids: Vec<(usize, String)> = Vec::new();
    for Part { part, words, cites, more } in held {
        let mut milestone_uid = None;
        match (part, more) {
            (PlanPart::Objective, _) => content.objective = words.clone(),
            (PlanPart::Scope, _) => content.scope = words.clone(),
            (PlanPart::Criterion, _) => content.criteria.push(words.clone()),
            (_, More::Risk { likelihood, impact, response }) => {
                content.risks.push(Risk { title: words.clone(), likelihood, impact, response });
            }
            (_, More::Milestone { due_on, after, place }) => {
                let uid = time::new_uid();
                let before = uids.iter().filter(|(place, _)| after.contains(place));
                let depends_on = before.map(|(_, uid)| uid.clone()).collect();
                content.milestones.push(Milestone { uid: uid.clone(), title: words.clone(), due_on, depends_on });
                uids.push((place, uid.clone()));
                milestone_uid = Some(uid);
            }
            (PlanPart::Milestone | PlanPart::Risk, More::Nothing) => continue,
        }
        for cite in cites {
            let Some(quote) = quoted(said, &cite) else { continue };
            citations.push(Citation {
                part,
                milestone_uid: milestone_uid.clone(),
                words: words.clone(),
                message: u64::try_from(cite.message).unwrap_or_default(),
                quote: quote.to_owned(),
            });
        }
    }
    Ok(Settled { content: content.checked(time::new_uid)?, citations, left_out })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(number: u64, text: &str) -> Said {
        let objections = vec!["Autumn is dear".to_owned()];
        Said { number, seat: Some(0), text: text.into(), reasoning: String::new(), stance: None, objections }
    }

    fn alone() -> Settled {
        let content = PlanContent { title: "When?".into(), objective: "Spring".into(), ..PlanContent::default() };
        Settled { content, citations: Vec::new(), left_out: Vec::new() }
    }

    fn answer(cites: Value) -> Value {
        json!({
            "title": " The move ",
            "objective": { "text": "Move in spring", "cites": [{ "message": 0, "quote": "We move in spring" }] },
            "scope": { "text": "", "cites": [] },
            "milestones": [
                { "title": "Find", "due_on": "2027-02-30", "after": [0, 7], "cites": [{ "message": 1, "quote": "find a place" }] },
                { "title": "Pack", "due_on": "2027-02-20", "after": [0, 1], "cites": cites },
            ],
            "criteria": [],
            "risks": [{ "title": "It is dear", "likelihood": "high", "impact": "low", "response": "", "cites": [{ "message": 1, "quote": "Autumn is dear" }] }],
        })
    }

    #[test]
    fn a_draft_with_right_citations_becomes_a_plan_as_it_is() {
        let record = [said(0, "We move in spring."), said(1, "First find a place, then pack.")];
        let value = answer(json!([{ "message": 1, "quote": "then pack" }]));
        assert!(hisho_llm::extract(&form(), &value.to_string()).is_ok());
        let draft = read(&value);
        assert_eq!(faults(&draft, &record), []);
        let Settled { content, citations, left_out } = settle(draft, &record, alone()).expect("fits");
        assert_eq!((content.title.as_str(), content.objective.as_str()), ("The move", "Move in spring"));
        let [find, pack] = &content.milestones[..] else { panic!("{:?}", content.milestones) };
        assert_eq!((&find.due_on, find.depends_on.len()), (&None, 0));
        assert_eq!((pack.due_on.as_deref(), &pack.depends_on), (Some("2027-02-20"), &vec![find.uid.clone()]));
        assert_eq!((citations.len(), left_out.len()), (4, 0));
        assert!(citations.iter().all(|c| content.holds(c.part, c.milestone_uid.as_deref(), &c.words)));
    }

    #[test]
    fn what_rests_on_words_that_nobody_said_is_left_out_and_named() {
        let record = [said(0, "We move in spring."), said(1, "First find a place, then pack.")];
        for (cites, fault) in [
            (json!([]), "nothing"),
            (json!([{ "message": 9, "quote": "then pack" }]), "message"),
            (json!([{ "message": -1, "quote": "then pack" }]), "message"),
            (json!([{ "message": 0, "quote": "then pack" }]), "quote"),
            (json!([{ "message": 1, "quote": "then pack" }, { "message": 1, "quote": "and leave" }]), "quote"),
        ] {
            let draft = read(&answer(cites));
            let found = faults(&draft, &record);
            let kind = match found[..] {
                [Fault::Nothing(_)] => "nothing",
                [Fault::Message(..)] => "message",
                [Fault::Quote(..)] => "quote",
                _ => "else",
            };
            assert_eq!(kind, fault, "{found:?}");
            let settled = settle(draft, &record, alone()).expect("fits");
            assert_eq!(settled.left_out, [LeftOut { part: PlanPart::Milestone, words: "Pack".into() }]);
            assert_eq!((settled.content.milestones.len(), settled.citations.len()), (1, 3));
        }
    }

    #[test]
    fn without_an_objective_that_holds_it_is_what_the_record_says() {
        let settled = settle(read(&answer(json!([]))), &[], alone()).expect("fits");
        assert_eq!((settled.content.objective.as_str(), settled.left_out.len()), ("Spring", 4));
        assert!(settled.citations.is_empty() && settled.content.risks.is_empty());
    }
}
