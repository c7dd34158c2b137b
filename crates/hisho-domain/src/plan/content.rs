//! What a version of a plan says, and the limits of it.
//! Must not know where a version stands.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check;
use crate::error::{Error, Result, Rule};
use crate::vocabulary;

use super::order;

vocabulary! {
    /// How likely or how grave something is.
    pub enum Level {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
}

/// A point on the way that can be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Milestone {
    /// Its identity through all versions; empty for a new one, which is then given one.
    pub uid: String,
    /// What is reached.
    pub title: String,
    /// By which local day, `YYYY-MM-DD`.
    pub due_on: Option<String>,
    /// The milestones that have to be reached before, by their identity.
    #[serde(default)]
    pub depends_on: Vec<String>,
}

/// What something costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cost {
    /// In the smallest unit of the currency: yen, cents.
    pub amount: i64,
    /// Three capital letters, `JPY`.
    pub currency: String,
}

impl Cost {
    /// The currencies without a smaller unit that are asked for most, as ISO 4217 lists them.
    const WHOLE: &[&str] = &["JPY", "KRW", "VND", "CLP", "ISK"];

    /// Whether the smallest unit is a hundredth of what is spoken of.
    pub fn has_hundredths(&self) -> bool {
        !Cost::WHOLE.contains(&self.currency.as_str())
    }

    /// The amount as it is read: `300000 JPY`, `12.50 EUR`.
    pub fn shown(&self) -> String {
        if self.has_hundredths() {
            return format!("{}.{:02} {}", self.amount / 100, self.amount % 100, self.currency);
        }
        format!("{} {}", self.amount, self.currency)
    }
}

/// What a plan needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Resources {
    /// What it may cost in all.
    pub cost: Option<Cost>,
    /// Who is needed, each with what for.
    pub people: Vec<String>,
    /// Things that are needed.
    pub needs: Vec<String>,
    /// What has to be there, or done, before.
    pub dependencies: Vec<String>,
}

/// Something that may go wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Risk {
    /// What may happen.
    pub title: String,
    /// How likely it is.
    pub likelihood: Level,
    /// How much it would do.
    pub impact: Level,
    /// What is done about it.
    pub response: String,
}

/// What a version says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlanContent {
    /// Its name, 1 to 200 characters.
    pub title: String,
    /// What is to be achieved, Markdown.
    pub objective: String,
    /// What belongs to it and what does not, Markdown.
    pub scope: String,
    /// First local day.
    pub start_on: Option<String>,
    /// Last local day.
    pub due_on: Option<String>,
    /// In the person's order.
    pub milestones: Vec<Milestone>,
    /// How one will see that it succeeded.
    pub criteria: Vec<String>,
    /// How it came about and what is to be known of it, Markdown.
    #[serde(default)]
    pub description: String,
    /// What it needs.
    #[serde(default)]
    pub resources: Resources,
    /// What may go wrong.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// Notes of the vault that it builds on, as a link names them.
    #[serde(default)]
    pub notes: Vec<String>,
}

/// Longest title, in characters.
pub const TITLE_LIMIT: usize = 200;
const PROSE_LIMIT: usize = 20_000;
const LIST_LIMIT: usize = 100;
const LINE_LIMIT: usize = 500;
const COST_LIMIT: i64 = 1_000_000_000_000_000;

impl PlanContent {
    /// Trims what may be trimmed, drops empty lines of lists, gives new milestones an identity
    /// from `new_uid`, and refuses what breaks a limit.
    pub fn checked(mut self, mut new_uid: impl FnMut() -> String) -> Result<PlanContent> {
        self.title = check::line("title", &self.title, TITLE_LIMIT)?;
        check::required("objective", &self.objective, PROSE_LIMIT)?;
        check::at_most("scope", &self.scope, PROSE_LIMIT)?;
        check::at_most("description", &self.description, PROSE_LIMIT)?;
        for (field, day) in [("start_on", &self.start_on), ("due_on", &self.due_on)] {
            if let Some(day) = day {
                check::day(field, day)?;
            }
        }
        check::span("due_on", self.start_on.as_deref(), self.due_on.as_deref())?;
        self.milestones.retain(|milestone| !milestone.title.trim().is_empty() || milestone.due_on.is_some());
        self.risks.retain(|risk| !risk.title.trim().is_empty() || !risk.response.trim().is_empty());
        for (field, length) in [("milestones", self.milestones.len()), ("risks", self.risks.len())] {
            if length > LIST_LIMIT {
                return Err(Error::invalid(field, Rule::TooLong(LIST_LIMIT)));
            }
        }
        let mut seen = HashSet::new();
        for milestone in &mut self.milestones {
            milestone.title = check::line("milestone", &milestone.title, TITLE_LIMIT)?;
            if let Some(day) = &milestone.due_on {
                check::day("milestone_due_on", day)?;
            }
            // A line that was copied must not share its identity with the first.
            if uuid::Uuid::parse_str(&milestone.uid).is_err() || !seen.insert(milestone.uid.clone()) {
                milestone.uid = new_uid();
                seen.insert(milestone.uid.clone());
            }
        }
        order::checked(&mut self.milestones)?;
        for risk in &mut self.risks {
            risk.title = check::line("risk", &risk.title, LINE_LIMIT)?;
            check::at_most("risk_response", &risk.response, LINE_LIMIT)?;
        }
        let Resources { people, needs, dependencies, .. } = &mut self.resources;
        for (field, lines) in [
            ("criteria", &mut self.criteria),
            ("people", people),
            ("needs", needs),
            ("dependencies", dependencies),
            ("notes", &mut self.notes),
        ] {
            // Rows that nobody has written in yet.
            lines.retain(|line| !line.trim().is_empty());
            *lines = check::some_lines(field, lines, LIST_LIMIT, LINE_LIMIT)?;
        }
        if let Some(cost) = &self.resources.cost {
            check::within("cost", cost.amount, 0, COST_LIMIT)?;
            if cost.currency.len() != 3 || !cost.currency.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(Error::invalid("currency", Rule::Format));
            }
        }
        Ok(self)
    }

    /// Whether these words stand in it. They are taken from the screen, where Markdown's marks and
    /// line breaks are not seen, so only letters and digits count.
    pub fn says(&self, quote: &str) -> bool {
        let seen = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let words = seen(quote);
        !words.is_empty() && seen(&format!("{}\n{}", self.title, self.prose())).contains(&words)
    }

    /// Everything it says but its title, line by line, as search reads it.
    pub fn prose(&self) -> String {
        let resources = &self.resources;
        let lines = [&self.objective, &self.scope, &self.description]
            .into_iter()
            .chain(self.milestones.iter().map(|milestone| &milestone.title))
            .chain(&self.criteria)
            .chain(&resources.people)
            .chain(&resources.needs)
            .chain(&resources.dependencies)
            .chain(self.risks.iter().flat_map(|risk| [&risk.title, &risk.response]));
        lines.filter(|line| !line.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> PlanContent {
        PlanContent {
            title: " 引っ越し ".into(),
            objective: "新しい部屋で春を迎える".into(),
            start_on: Some("2026-12-01".into()),
            due_on: Some("2027-03-31".into()),
            milestones: vec![
                Milestone {
                    uid: String::new(),
                    title: "部屋を決める".into(),
                    due_on: Some("2027-01-31".into()),
                    depends_on: Vec::new(),
                },
                Milestone { uid: String::new(), title: " ".into(), due_on: None, depends_on: Vec::new() },
            ],
            criteria: vec!["荷ほどきが終わっている".into(), "".into()],
            ..PlanContent::default()
        }
    }

    fn numbered() -> impl FnMut() -> String {
        let mut next = 0u128;
        move || {
            next += 1;
            uuid::Uuid::from_u128(next).to_string()
        }
    }

    fn risk(title: &str) -> Risk {
        Risk { title: title.into(), likelihood: Level::Low, impact: Level::High, response: String::new() }
    }

    #[test]
    fn checking_trims_and_names_new_milestones() {
        let checked = content().checked(numbered()).expect("valid");
        assert_eq!(checked.title, "引っ越し");
        assert_eq!(checked.milestones.len(), 1);
        assert_eq!(checked.milestones[0].uid.len(), 36);
        assert_eq!(checked.criteria.len(), 1);
        assert_eq!(checked.clone().checked(numbered()).expect("still valid"), checked);
    }

    #[test]
    fn what_breaks_a_rule_is_named() {
        let refused = |change: fn(&mut PlanContent)| {
            let mut content = content();
            change(&mut content);
            let error = content.checked(numbered()).expect_err("must be refused");
            let word = |key: &str| error.params[key].as_str().unwrap_or_default().to_owned();
            format!("{} {}", word("field"), word("rule"))
        };
        assert_eq!(refused(|c| c.objective = " \n".into()), "objective required");
        assert_eq!(refused(|c| c.title = "あ".repeat(201)), "title too_long");
        assert_eq!(refused(|c| c.scope = "あ".repeat(20_001)), "scope too_long");
        assert_eq!(refused(|c| c.description = "あ".repeat(20_001)), "description too_long");
        assert_eq!(refused(|c| c.due_on = Some("2027-02-30".into())), "due_on format");
        assert_eq!(refused(|c| c.due_on = Some("2026-11-30".into())), "due_on before_start");
        assert_eq!(refused(|c| c.milestones[1].due_on = Some("2027-01-01".into())), "milestone required");
        assert_eq!(refused(|c| c.milestones = vec![c.milestones[0].clone(); 101]), "milestones too_long");
        assert_eq!(refused(|c| c.criteria = vec!["x".into(); 101]), "criteria too_long");
        assert_eq!(refused(|c| c.resources.people = vec!["x".into(); 101]), "people too_long");
        assert_eq!(refused(|c| c.notes = vec!["x".repeat(501)]), "notes too_long");
        assert_eq!(
            refused(|c| c.milestones[0].depends_on = vec!["nobody".into()]),
            "milestone_depends_on unknown_value"
        );
        assert_eq!(refused(|c| c.risks = vec![risk("x"); 101]), "risks too_long");
        assert_eq!(refused(|c| c.risks = vec![risk(&"x".repeat(501))]), "risk too_long");
        assert_eq!(refused(|c| c.risks = vec![Risk { response: "x".into(), ..risk("") }]), "risk required");
        assert_eq!(refused(|c| c.resources.needs = vec!["x".repeat(501)]), "needs too_long");
        assert_eq!(refused(|c| c.resources.dependencies = vec!["x".into(); 101]), "dependencies too_long");
        let cost = |amount, currency: &str| Some(Cost { amount, currency: currency.into() });
        assert_eq!(refused(|c| c.resources.cost = Some(Cost { amount: -1, currency: "JPY".into() })), "cost range");
        assert_eq!(refused(|c| c.resources.cost = Some(Cost { amount: 1, currency: "円".into() })), "currency format");
        let mut fine = content();
        fine.resources.cost = cost(300_000, "JPY");
        assert!(fine.checked(numbered()).is_ok());
    }
}
