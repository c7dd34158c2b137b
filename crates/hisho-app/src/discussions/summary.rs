//! How a discussion ended, in words that are made from the record: who holds what, who dissents,
//! and which objections nobody met. Must not know what anybody would like it to say.

use hisho_domain::discussion::Outcome;
use hisho_domain::discussion::engine::{Change, State, standing};
use hisho_domain::settings::Language;

use super::words::say;

/// The summary, Markdown. `names` are those of the seats by place; empty for the person.
pub(super) fn summary(language: Language, person: &str, state: &State, names: &[String]) -> String {
    let own = say(language, "you", &[("person", person)]);
    let name = |seat: usize| names.get(seat).filter(|name| !name.is_empty()).map_or(own.clone(), Clone::clone);
    let now = standing(state);
    let outcome = state.ending.as_ref().map_or(now.outcome, |ending| ending.outcome);
    let leading = now.leading.and_then(|option| state.options.get(option)).cloned().unwrap_or_default();
    let mut parts = Vec::new();
    parts.push(match outcome {
        Outcome::Consensus => say(language, "summary_consensus", &[("leading", &leading)]),
        Outcome::Majority => say(language, "summary_majority", &[("leading", &leading)]),
        Outcome::Deadlock => say(language, "summary_deadlock", &[]),
        Outcome::Insufficient => say(language, "summary_insufficient", &[]),
    });
    let nothing = say(language, "summary_nothing", &[]);
    let held = |seat: usize| {
        let stance = state.counted(seat).map_or(nothing.as_str(), |stance| stance.text.as_str());
        say(language, "summary_held", &[("who", &name(seat)), ("stance", stance)])
    };
    let with: Vec<String> =
        now.leading.and_then(|option| now.held.get(&option)).into_iter().flatten().map(|seat| held(*seat)).collect();
    if !with.is_empty() {
        parts.push(with.join("\n"));
    }
    if !now.dissenters.is_empty() {
        parts.push(say(language, "summary_dissent", &[]));
        parts.push(now.dissenters.iter().map(|seat| held(*seat)).collect::<Vec<_>>().join("\n"));
    }
    if !now.objections.is_empty() {
        parts.push(say(language, "summary_objections", &[]));
        let one = |nth: &usize| {
            let objection = &state.objections[*nth];
            say(language, "summary_objection", &[("who", &name(objection.by)), ("text", &objection.text)])
        };
        parts.push(now.objections.iter().map(one).collect::<Vec<_>>().join("\n"));
    }
    let moved: Vec<String> = state
        .stances
        .iter()
        .filter(|stance| stance.change == Change::Unexplained && stance.round >= state.topic_round)
        .map(|stance| name(stance.seat))
        .collect();
    if !moved.is_empty() {
        parts.push(say(language, "summary_moved", &[("list", &moved.join(", "))]));
    }
    parts.join("\n\n")
}
