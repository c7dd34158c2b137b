//! In which order milestones are reached: what each waits for, no circles, and whether their days
//! agree with that. Must not know tasks, which have an order of their own.

use std::collections::{HashMap, HashSet};

use super::content::{Milestone, PlanContent};
use crate::error::{Error, Result, Rule};

const FIELD: &str = "milestone_depends_on";

/// Refuses to wait for what is no milestone of the plan, for itself, or in a circle; what is named
/// twice is named once. Expects that each milestone has an identity of its own.
pub(super) fn checked(milestones: &mut [Milestone]) -> Result<()> {
    let known: HashSet<String> = milestones.iter().map(|milestone| milestone.uid.clone()).collect();
    for milestone in milestones.iter_mut() {
        let mut seen = HashSet::new();
        milestone.depends_on.retain(|uid| seen.insert(uid.clone()));
        if !milestone.depends_on.iter().all(|uid| known.contains(uid)) {
            return Err(Error::invalid(FIELD, Rule::UnknownValue));
        }
    }
    // What waits for nothing is taken away until nothing is left, or only circles.
    let mut waiting: HashMap<&str, Vec<&str>> = milestones
        .iter()
        .map(|milestone| (milestone.uid.as_str(), milestone.depends_on.iter().map(String::as_str).collect()))
        .collect();
    while !waiting.is_empty() {
        let open: HashSet<&str> = waiting.keys().copied().collect();
        waiting.retain(|_, before| before.iter().any(|uid| open.contains(uid)));
        if waiting.len() == open.len() {
            return Err(Error::invalid(FIELD, Rule::Cycle));
        }
    }
    Ok(())
}

impl PlanContent {
    /// Refuses what a draft may say on the way but nobody can decide on: a milestone on a day
    /// outside of the plan's own, or before one that it waits for.
    pub fn ready(&self) -> Result<()> {
        let days: HashMap<&str, &str> = self
            .milestones
            .iter()
            .filter_map(|milestone| Some((milestone.uid.as_str(), milestone.due_on.as_deref()?)))
            .collect();
        for milestone in &self.milestones {
            let Some(day) = milestone.due_on.as_deref() else { continue };
            let early = self.start_on.as_deref().is_some_and(|start| day < start);
            let late = self.due_on.as_deref().is_some_and(|due| day > due);
            if early || late {
                return Err(out_of("outside_period", milestone));
            }
            if milestone.depends_on.iter().filter_map(|uid| days.get(uid.as_str())).any(|before| day < *before) {
                return Err(out_of("before_prerequisite", milestone));
            }
        }
        Ok(())
    }
}

fn out_of(reason: &str, milestone: &Milestone) -> Error {
    let params =
        serde_json::json!({ "field": "milestone_due_on", "milestone_uid": milestone.uid, "title": milestone.title });
    Error::refused(reason, params)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn milestone(uid: usize, depends_on: &[usize]) -> Milestone {
        Milestone {
            uid: uid.to_string(),
            title: format!("M{uid}"),
            due_on: None,
            depends_on: depends_on.iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn circles_and_strangers_are_refused_and_what_is_said_twice_is_said_once() {
        let rule = |milestones: &mut [Milestone]| checked(milestones).expect_err("refused").params["rule"].clone();
        assert_eq!(rule(&mut [milestone(1, &[1])]), "cycle");
        assert_eq!(rule(&mut [milestone(1, &[2]), milestone(2, &[3]), milestone(3, &[1])]), "cycle");
        assert_eq!(rule(&mut [milestone(1, &[9])]), "unknown_value");
        let mut twice = [milestone(1, &[]), milestone(2, &[1, 1])];
        checked(&mut twice).expect("fine");
        assert_eq!(twice[1].depends_on, ["1"]);
    }

    #[test]
    fn days_agree_with_the_period_and_with_what_comes_before() {
        let day = |milestone: Milestone, day: &str| Milestone { due_on: Some(day.into()), ..milestone };
        let plan = |first: &str, second: &str| PlanContent {
            start_on: Some("2027-01-10".into()),
            due_on: Some("2027-03-31".into()),
            milestones: vec![day(milestone(1, &[]), first), day(milestone(2, &[1]), second)],
            ..PlanContent::default()
        };
        let reason = |plan: PlanContent| plan.ready().expect_err("refused").params["reason"].clone();
        assert!(plan("2027-02-01", "2027-02-01").ready().is_ok());
        assert_eq!(reason(plan("2027-01-09", "2027-02-01")), "outside_period");
        assert_eq!(reason(plan("2027-02-01", "2027-04-01")), "outside_period");
        assert_eq!(reason(plan("2027-02-02", "2027-02-01")), "before_prerequisite");
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(12), ..ProptestConfig::default() })]

        /// Edges that all lead from later to earlier are no circle, and one that closes the way
        /// back always is.
        #[test]
        fn a_circle_is_found_wherever_it_is(edges in prop::collection::vec((0..12usize, 0..12usize), 1..30)) {
            let forward: Vec<(usize, usize)> = edges.iter().filter(|(a, b)| a > b).copied().collect();
            let build = |edges: &[(usize, usize)]| -> Vec<Milestone> {
                (0..12).map(|n| {
                    let before: Vec<usize> = edges.iter().filter(|(a, _)| *a == n).map(|(_, b)| *b).collect();
                    milestone(n, &before)
                }).collect()
            };
            prop_assert!(checked(&mut build(&forward)).is_ok());
            if let Some((later, earlier)) = forward.first().copied() {
                let mut closed = forward.clone();
                closed.push((earlier, later));
                prop_assert!(checked(&mut build(&closed)).is_err());
            }
        }
    }
}
