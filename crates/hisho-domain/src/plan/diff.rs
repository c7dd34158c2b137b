//! What differs between two contents of a plan: field by field, entry by entry, word by word.
//! Entries with an identity are told by it, others by what they say. Must not know versions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::content::{Cost, Milestone, PlanContent, Risk};
use super::words::{self, Pair};
use crate::vocabulary;

vocabulary! {
    /// A part of what a plan says.
    pub enum PlanField {
        Title = "title",
        Objective = "objective",
        Scope = "scope",
        Description = "description",
        StartOn = "start_on",
        DueOn = "due_on",
        Milestones = "milestones",
        Criteria = "criteria",
        Cost = "cost",
        People = "people",
        Needs = "needs",
        Dependencies = "dependencies",
        Risks = "risks",
        Notes = "notes",
    }
}

vocabulary! {
    /// Whether a piece of text is in both, only in the later, or only in the earlier.
    pub enum DiffKind {
        Equal = "equal",
        Added = "added",
        Removed = "removed",
    }
}

vocabulary! {
    /// What of an entry, beside its words, can differ.
    pub enum FactKind {
        DueOn = "due_on",
        DependsOn = "depends_on",
        Likelihood = "likelihood",
        Impact = "impact",
        Response = "response",
    }
}

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DiffRun {
    /// In which of the two it is.
    pub kind: DiffKind,
    /// What it says.
    pub text: String,
}

/// Something about an entry that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Fact {
    /// What it is about.
    pub fact: FactKind,
    /// What it was: a day, a level, titles; empty for nothing.
    pub before: Vec<String>,
    /// What it is.
    pub after: Vec<String>,
}

/// An entry of a list, or the whole of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RowDiff {
    /// Its words; those of an entry that is only in one are all of one kind.
    pub runs: Vec<DiffRun>,
    /// What else of it differs.
    pub facts: Vec<Fact>,
    /// Whether it stands at another place among those that stayed.
    pub moved: bool,
}

/// A field that differs, with all of its entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FieldDiff {
    /// Which.
    pub field: PlanField,
    /// In the order of the later content, with what was removed where it stood.
    pub rows: Vec<RowDiff>,
}

/// What differs between two versions of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanDiff {
    /// The number of the earlier one.
    pub from: i64,
    /// The number of the later one.
    pub to: i64,
    /// The fields that differ, in the order in which a plan is read.
    pub fields: Vec<FieldDiff>,
}

impl RowDiff {
    fn of(runs: Vec<DiffRun>) -> RowDiff {
        RowDiff { runs, facts: Vec::new(), moved: false }
    }

    fn whole(kind: DiffKind, text: &str) -> RowDiff {
        RowDiff::of(vec![DiffRun { kind, text: text.to_owned() }])
    }

    fn differs(&self) -> bool {
        self.moved || !self.facts.is_empty() || self.runs.iter().any(|run| run.kind != DiffKind::Equal)
    }
}

/// The fields in which `after` differs from `before`.
pub fn compare(before: &PlanContent, after: &PlanContent) -> Vec<FieldDiff> {
    use PlanField as F;
    let text = |a: &str, b: &str| vec![RowDiff::of(words::compare(a, b))];
    let day = |day: &Option<String>| day.clone().unwrap_or_default();
    let (old, new) = (&before.resources, &after.resources);
    let fields = [
        (F::Title, text(&before.title, &after.title)),
        (F::Objective, text(&before.objective, &after.objective)),
        (F::Scope, text(&before.scope, &after.scope)),
        (F::Description, text(&before.description, &after.description)),
        (F::StartOn, swapped(day(&before.start_on), day(&after.start_on))),
        (F::DueOn, swapped(day(&before.due_on), day(&after.due_on))),
        (F::Milestones, milestones(&before.milestones, &after.milestones)),
        (F::Criteria, lines(&before.criteria, &after.criteria)),
        (F::Cost, swapped(cost(&old.cost), cost(&new.cost))),
        (F::People, lines(&old.people, &new.people)),
        (F::Needs, lines(&old.needs, &new.needs)),
        (F::Dependencies, lines(&old.dependencies, &new.dependencies)),
        (F::Risks, risks(&before.risks, &after.risks)),
        (F::Notes, lines(&before.notes, &after.notes)),
    ];
    let differing = fields.into_iter().filter(|(_, rows)| rows.iter().any(RowDiff::differs));
    differing.map(|(field, rows)| FieldDiff { field, rows }).collect()
}

/// A value that is one thing and no text: the whole of it differs or nothing.
fn swapped(before: String, after: String) -> Vec<RowDiff> {
    if before == after {
        return Vec::new();
    }
    let runs = [(DiffKind::Removed, before), (DiffKind::Added, after)].into_iter().filter(|(_, text)| !text.is_empty());
    vec![RowDiff::of(runs.map(|(kind, text)| DiffRun { kind, text }).collect())]
}

fn cost(cost: &Option<Cost>) -> String {
    cost.as_ref().map(Cost::shown).unwrap_or_default()
}

fn lines(before: &[String], after: &[String]) -> Vec<RowDiff> {
    words::pair(before, after)
        .into_iter()
        .map(|pair| match pair {
            Pair::Both(a, b) => RowDiff::of(words::compare(&before[a], &after[b])),
            Pair::Gone(a) => RowDiff::whole(DiffKind::Removed, &before[a]),
            Pair::New(b) => RowDiff::whole(DiffKind::Added, &after[b]),
        })
        .collect()
}

fn risks(before: &[Risk], after: &[Risk]) -> Vec<RowDiff> {
    let titles = |risks: &[Risk]| risks.iter().map(|risk| risk.title.clone()).collect::<Vec<_>>();
    let fact = |fact, before: &str, after: &str| {
        (before != after).then(|| Fact { fact, before: said(before), after: said(after) })
    };
    words::pair(&titles(before), &titles(after))
        .into_iter()
        .map(|pair| match pair {
            Pair::Both(a, b) => {
                let (a, b) = (&before[a], &after[b]);
                let facts = [
                    fact(FactKind::Likelihood, a.likelihood.as_str(), b.likelihood.as_str()),
                    fact(FactKind::Impact, a.impact.as_str(), b.impact.as_str()),
                    fact(FactKind::Response, &a.response, &b.response),
                ];
                RowDiff {
                    facts: facts.into_iter().flatten().collect(),
                    ..RowDiff::of(words::compare(&a.title, &b.title))
                }
            }
            Pair::Gone(a) => RowDiff::whole(DiffKind::Removed, &before[a].title),
            Pair::New(b) => RowDiff::whole(DiffKind::Added, &after[b].title),
        })
        .collect()
}

fn milestones(before: &[Milestone], after: &[Milestone]) -> Vec<RowDiff> {
    let uids = |milestones: &[Milestone]| milestones.iter().map(|m| m.uid.clone()).collect::<Vec<_>>();
    let titles = |all: &[Milestone], uids: &[String]| -> Vec<String> {
        uids.iter().filter_map(|uid| all.iter().find(|m| m.uid == *uid)).map(|m| m.title.clone()).collect()
    };
    words::by_identity(&uids(before), &uids(after))
        .into_iter()
        .map(|(pair, moved)| match pair {
            Pair::Both(a, b) => {
                let (a, b) = (&before[a], &after[b]);
                let mut facts = Vec::new();
                if a.due_on != b.due_on {
                    let day = |day: &Option<String>| day.iter().cloned().collect();
                    facts.push(Fact { fact: FactKind::DueOn, before: day(&a.due_on), after: day(&b.due_on) });
                }
                if a.depends_on != b.depends_on {
                    let (before, after) = (titles(before, &a.depends_on), titles(after, &b.depends_on));
                    facts.push(Fact { fact: FactKind::DependsOn, before, after });
                }
                RowDiff { facts, moved, ..RowDiff::of(words::compare(&a.title, &b.title)) }
            }
            Pair::Gone(a) => RowDiff::whole(DiffKind::Removed, &before[a].title),
            Pair::New(b) => RowDiff::whole(DiffKind::Added, &after[b].title),
        })
        .collect()
}

fn said(text: &str) -> Vec<String> {
    if text.is_empty() { Vec::new() } else { vec![text.to_owned()] }
}

#[cfg(test)]
mod tests {
    use super::super::content::Level;
    use super::*;

    fn milestone(uid: &str, title: &str, day: Option<&str>) -> Milestone {
        Milestone { uid: uid.into(), title: title.into(), due_on: day.map(Into::into), depends_on: Vec::new() }
    }

    fn content() -> PlanContent {
        PlanContent {
            title: "店舗の改装".into(),
            objective: "春までに店を新しくする".into(),
            milestones: vec![milestone("a", "図面", Some("2027-01-31")), milestone("b", "工事", None)],
            criteria: vec!["客席が増えている".into(), "予算に収まる".into()],
            ..PlanContent::default()
        }
    }

    /// A row as marks: `+` added, `-` removed.
    fn marks(row: &RowDiff) -> String {
        row.runs
            .iter()
            .map(|run| match run.kind {
                DiffKind::Equal => run.text.clone(),
                DiffKind::Added => format!("+{}+", run.text),
                DiffKind::Removed => format!("-{}-", run.text),
            })
            .collect()
    }

    #[test]
    fn nothing_differs_from_itself() {
        assert_eq!(compare(&content(), &content()), []);
    }

    #[test]
    fn each_field_is_told_by_its_words() {
        let mut later = content();
        later.objective = "夏までに店を新しくする".into();
        later.start_on = Some("2027-01-10".into());
        later.criteria = vec!["客席が五つ増えている".into(), "苦情がない".into(), "予算に収まる".into()];
        let fields = compare(&content(), &later);
        let names: Vec<&str> = fields.iter().map(|field| field.field.as_str()).collect();
        assert_eq!(names, ["objective", "start_on", "criteria"]);
        assert_eq!(marks(&fields[0].rows[0]), "-春-+夏+までに店を新しくする");
        assert_eq!(marks(&fields[1].rows[0]), "+2027-01-10+");
        let criteria: Vec<String> = fields[2].rows.iter().map(marks).collect();
        assert_eq!(criteria, ["客席が+五つ+増えている", "+苦情がない+", "予算に収まる"]);
    }

    #[test]
    fn a_milestone_is_the_same_under_another_name_day_and_place() {
        let mut later = content();
        later.milestones = vec![
            Milestone { depends_on: vec!["a".into()], ..milestone("b", "内装工事", None) },
            milestone("a", "図面", Some("2027-02-15")),
            milestone("c", "開店", None),
        ];
        let fields = compare(&content(), &later);
        assert_eq!(fields.len(), 1);
        let rows = &fields[0].rows;
        assert_eq!(rows.iter().map(marks).collect::<Vec<_>>(), ["+内装+工事", "図面", "+開店+"]);
        assert_eq!(rows.iter().filter(|row| row.moved).count(), 1);
        let depends = Fact { fact: FactKind::DependsOn, before: vec![], after: vec!["図面".into()] };
        assert_eq!(rows[0].facts, [depends]);
        let day = Fact { fact: FactKind::DueOn, before: vec!["2027-01-31".into()], after: vec!["2027-02-15".into()] };
        assert_eq!(rows[1].facts, [day]);
    }

    #[test]
    fn a_risk_tells_what_of_it_changed() {
        let risk = |impact, response: &str| Risk {
            title: "雨".into(),
            likelihood: Level::Low,
            impact,
            response: response.into(),
        };
        let before = PlanContent { risks: vec![risk(Level::Low, "")], ..content() };
        let after = PlanContent { risks: vec![risk(Level::High, "屋内で行う")], ..content() };
        let facts = &compare(&before, &after)[0].rows[0].facts;
        assert_eq!(facts.iter().map(|fact| fact.fact.as_str()).collect::<Vec<_>>(), ["impact", "response"]);
        assert_eq!((facts[1].before.len(), facts[1].after[0].as_str()), (0, "屋内で行う"));
    }
}
