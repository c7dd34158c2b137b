//! The name of exactly what a version says: the hash to which a decision is bound. A content that
//! could be written before a field existed keeps the name it had then.
//! Must not know what the fields mean.

use serde::Serialize;

use super::content::{Cost, PlanContent, Resources, Risk};

/// A milestone as it was at first.
#[derive(Serialize)]
struct FirstMilestone<'a> {
    uid: &'a str,
    title: &'a str,
    due_on: &'a Option<String>,
}

/// The fields that a content had at first.
#[derive(Serialize)]
struct FirstFields<'a> {
    title: &'a str,
    objective: &'a str,
    scope: &'a str,
    start_on: &'a Option<String>,
    due_on: &'a Option<String>,
    milestones: Vec<FirstMilestone<'a>>,
    criteria: &'a [String],
}

/// What a plan needs, as it was before people had a list of their own.
#[derive(Serialize)]
struct SecondResources<'a> {
    cost: &'a Option<Cost>,
    needs: &'a [String],
    dependencies: &'a [String],
}

/// The fields that a content had before milestones waited for one another.
#[derive(Serialize)]
struct SecondFields<'a> {
    #[serde(flatten)]
    first: FirstFields<'a>,
    description: &'a str,
    resources: SecondResources<'a>,
    risks: &'a [Risk],
}

impl PlanContent {
    /// The name of exactly this content: BLAKE3 over its JSON in field order, as hex. A decision
    /// is bound to it.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let json = if !self.has_third_fields() && !self.has_second_fields() {
            hasher.update(b"hisho plan content 1\n");
            serde_json::to_string(&self.first_fields())
        } else if !self.has_third_fields() {
            hasher.update(b"hisho plan content 2\n");
            let Resources { cost, needs, dependencies, .. } = &self.resources;
            serde_json::to_string(&SecondFields {
                first: self.first_fields(),
                description: &self.description,
                resources: SecondResources { cost, needs, dependencies },
                risks: &self.risks,
            })
        } else {
            hasher.update(b"hisho plan content 3\n");
            serde_json::to_string(self)
        };
        hasher.update(json.expect("plain data").as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    fn first_fields(&self) -> FirstFields<'_> {
        FirstFields {
            title: &self.title,
            objective: &self.objective,
            scope: &self.scope,
            start_on: &self.start_on,
            due_on: &self.due_on,
            milestones: self
                .milestones
                .iter()
                .map(|m| FirstMilestone { uid: &m.uid, title: &m.title, due_on: &m.due_on })
                .collect(),
            criteria: &self.criteria,
        }
    }

    fn has_second_fields(&self) -> bool {
        !self.description.is_empty() || self.resources != Resources::default() || !self.risks.is_empty()
    }

    fn has_third_fields(&self) -> bool {
        !self.notes.is_empty()
            || !self.resources.people.is_empty()
            || self.milestones.iter().any(|milestone| !milestone.depends_on.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::content::{Level, Milestone};
    use super::*;

    fn content() -> PlanContent {
        PlanContent {
            title: "引っ越し".into(),
            objective: "新しい部屋で春を迎える".into(),
            milestones: vec![Milestone { uid: "a".into(), title: "決める".into(), ..Milestone::default() }],
            criteria: vec!["荷ほどきが終わっている".into()],
            ..PlanContent::default()
        }
    }

    #[test]
    fn the_hash_names_the_content() {
        let one = content();
        let hash = |change: fn(&mut PlanContent)| {
            let mut content = content();
            change(&mut content);
            content.hash()
        };
        assert_eq!(one.hash(), hash(|_| ()));
        let others = [
            hash(|c| c.criteria.push("もう一つ".into())),
            hash(|c| c.description = "なぜ".into()),
            hash(|c| c.resources.needs.push("車".into())),
            hash(|c| c.resources.people.push("車".into())),
            hash(|c| c.notes.push("車".into())),
            hash(|c| c.milestones[0].depends_on.push("b".into())),
            hash(|c| {
                c.risks.push(Risk {
                    title: "雨".into(),
                    likelihood: Level::Low,
                    impact: Level::High,
                    response: String::new(),
                });
            }),
        ];
        let all: HashSet<String> = others.iter().cloned().chain([one.hash()]).collect();
        assert_eq!(all.len(), 8);
    }

    #[test]
    fn a_content_without_the_later_fields_keeps_the_hash_it_had() {
        let first = r#"{"title":"T","objective":"O","scope":"","start_on":null,"due_on":null,"milestones":[{"uid":"a","title":"M","due_on":null}],"criteria":["c"]}"#;
        let second = r#"{"title":"T","objective":"O","scope":"","start_on":null,"due_on":null,"milestones":[{"uid":"a","title":"M","due_on":null}],"criteria":["c"],"description":"D","resources":{"cost":null,"needs":["n"],"dependencies":[]},"risks":[]}"#;
        for (form, stored) in [(1, first), (2, second)] {
            let content: PlanContent = serde_json::from_str(stored).expect("still read");
            let mut hasher = blake3::Hasher::new();
            hasher.update(format!("hisho plan content {form}\n{stored}").as_bytes());
            assert_eq!(content.hash(), hasher.finalize().to_hex().to_string(), "form {form}");
        }
    }
}
