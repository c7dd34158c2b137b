//! Who might do a task: what secretaries can do against what the task says, and how much they have to
//! do already. A proposal with its reason; nobody is given anything. Must not know how either is kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::secretary::Skill;
use crate::text::fold;

/// Most suggestions at once.
const SHOWN: usize = 5;
/// Minutes of open work that cost as much as one level of a skill: two usual days.
const LOAD: i64 = 960;
/// What an open task that nobody estimated counts as.
const UNESTIMATED: i64 = 480;

/// A secretary who might do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Their identity.
    pub assistant_uid: String,
    /// What they can do.
    pub skills: Vec<Skill>,
    /// How many open tasks they have.
    pub open_tasks: i64,
    /// How much of these is left, as far as it is estimated.
    pub open_minutes: i64,
    /// How many of these are not estimated.
    pub unestimated_tasks: i64,
    /// They take part in the task's project.
    pub takes_part: bool,
}

/// What speaks for a secretary, and against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Reason {
    /// The skills of theirs of which the task speaks, the best first.
    pub skills: Vec<MatchedSkill>,
    /// How many open tasks they have.
    pub open_tasks: i64,
    /// How much of these is left, as far as it is estimated.
    pub open_minutes: i64,
    /// They take part in the task's project.
    pub takes_part: bool,
}

/// A skill of which the task speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatchedSkill {
    /// As it is called.
    pub name: String,
    /// 1 to 10.
    pub level: i64,
}

/// A secretary who might do the task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// Which secretary.
    pub assistant_uid: String,
    /// How well they fit, for comparing; more is better.
    pub score: i64,
    /// Why.
    pub reason: Reason,
}

/// Who might do a task that says this, the fittest first. `texts` are its title, its labels, its
/// description. A secretary who can do nothing of it and takes no part in its project is not named.
pub fn suggest<'a>(texts: impl IntoIterator<Item = &'a str>, candidates: &[Candidate]) -> Vec<Suggestion> {
    let said = texts.into_iter().map(fold).collect::<Vec<_>>().join("\n");
    let mut suggested: Vec<Suggestion> = candidates.iter().filter_map(|candidate| fit(&said, candidate)).collect();
    // Of equals, who has been there longer.
    suggested.sort_by_key(|suggestion| std::cmp::Reverse(suggestion.score));
    suggested.truncate(SHOWN);
    suggested
}

fn fit(said: &str, candidate: &Candidate) -> Option<Suggestion> {
    let speaks_of = |skill: &&Skill| {
        let name = fold(&skill.name);
        !name.is_empty() && said.contains(&name)
    };
    let mut skills: Vec<MatchedSkill> = candidate
        .skills
        .iter()
        .filter(speaks_of)
        .map(|skill| MatchedSkill { name: skill.name.clone(), level: skill.level })
        .collect();
    skills.sort_by_key(|skill| std::cmp::Reverse(skill.level));
    if skills.is_empty() && !candidate.takes_part {
        return None;
    }
    // The best skill counts whole and each further one a little; taking part as much as a little skill.
    let best = skills.first().map_or(0, |skill| skill.level * 10);
    let further = i64::try_from(skills.len().saturating_sub(1)).unwrap_or(0) * 5;
    let load = (candidate.open_minutes + candidate.unestimated_tasks * UNESTIMATED) * 10 / LOAD;
    Some(Suggestion {
        assistant_uid: candidate.assistant_uid.clone(),
        score: best + further + if candidate.takes_part { 20 } else { 0 } - load,
        reason: Reason {
            skills,
            open_tasks: candidate.open_tasks,
            open_minutes: candidate.open_minutes,
            takes_part: candidate.takes_part,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(uid: &str, skill: &str, level: i64) -> Candidate {
        Candidate {
            assistant_uid: uid.into(),
            skills: vec![Skill { name: skill.into(), level, description: String::new() }],
            open_tasks: 0,
            open_minutes: 0,
            unestimated_tasks: 0,
            takes_part: false,
        }
    }

    fn names(suggested: &[Suggestion]) -> Vec<&str> {
        suggested.iter().map(|suggestion| suggestion.assistant_uid.as_str()).collect()
    }

    #[test]
    fn who_can_do_it_best_comes_first_and_who_cannot_is_not_named() {
        let all = [candidate("a", "デザイン", 4), candidate("b", "デザイン", 9), candidate("c", "経理", 10)];
        let suggested = suggest(["ポスターのﾃﾞｻﾞｲﾝ", ""], &all);
        assert_eq!(names(&suggested), ["b", "a"]);
        assert_eq!(suggested[0].reason.skills, [MatchedSkill { name: "デザイン".into(), level: 9 }]);
    }

    #[test]
    fn who_has_much_to_do_gives_way() {
        let mut all = [candidate("a", "writing", 6), candidate("b", "writing", 7)];
        all[1].open_minutes = 3 * LOAD;
        assert_eq!(names(&suggest(["Writing a letter"], &all)), ["a", "b"]);
        all[1].open_minutes = 0;
        all[1].unestimated_tasks = 5;
        assert_eq!(names(&suggest(["Writing a letter"], &all)), ["a", "b"]);
    }

    #[test]
    fn who_takes_part_is_named_without_the_skill_behind_those_who_have_it() {
        let mut all = [candidate("a", "law", 9), candidate("b", "writing", 3)];
        all[0].takes_part = true;
        assert_eq!(names(&suggest(["Writing"], &all)), ["b", "a"]);
        assert_eq!(suggest(["Writing"], &all)[1].reason.skills, []);
    }
}
