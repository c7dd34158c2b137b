//! What the notes of plans and projects say, field by field: a pure function of the records. How that
//! stands in Markdown is the vault's business. Must not know what is on disk.

use std::collections::BTreeMap;

use hisho_domain::Entity;
use hisho_domain::plan::{DecisionAction, Level, PlanContent, PlanDetail, PlanVersion};
use hisho_domain::project::ProjectDetail;
use hisho_domain::settings::Language;
use hisho_domain::task::{Task, TaskStatus};
use hisho_vault::mirror::{Form, Item, Layout, Property, Rule, Section, Sheet};

/// The headings of notes, in one language.
pub(crate) struct Words {
    pub(crate) objective: &'static str,
    pub(crate) scope: &'static str,
    pub(crate) description: &'static str,
    pub(crate) milestones: &'static str,
    pub(crate) criteria: &'static str,
    pub(crate) cost: &'static str,
    pub(crate) people: &'static str,
    pub(crate) needs: &'static str,
    pub(crate) dependencies: &'static str,
    pub(crate) risks: &'static str,
    /// The notes a plan builds on.
    pub(crate) linked: &'static str,
    tasks: &'static str,
    /// The person's own section.
    notes: &'static str,
    /// How likely or grave a risk is, from low to high.
    pub(crate) levels: [&'static str; 3],
    likelihood: &'static str,
    impact: &'static str,
}

/// The headings in a language.
pub(crate) const fn words(language: Language) -> Words {
    match language {
        Language::Ja => Words {
            objective: "目的",
            scope: "範囲",
            description: "背景",
            milestones: "マイルストーン",
            criteria: "成功の条件",
            cost: "費用",
            people: "人員",
            needs: "必要なもの",
            dependencies: "前提条件",
            risks: "リスク",
            linked: "参考ノート",
            levels: ["低", "中", "高"],
            likelihood: "可能性",
            impact: "影響",
            tasks: "タスク",
            notes: "メモ",
        },
        Language::En => Words {
            objective: "Objective",
            scope: "Scope",
            description: "Background",
            milestones: "Milestones",
            criteria: "Success criteria",
            cost: "Cost",
            people: "People",
            needs: "Things needed",
            dependencies: "Prerequisites",
            risks: "Risks",
            linked: "Related notes",
            levels: ["low", "medium", "high"],
            likelihood: "likelihood",
            impact: "impact",
            tasks: "Tasks",
            notes: "Notes",
        },
    }
}

/// The field 🆔 of a task's line: the random end of its identity, as short as the plugin's own.
pub(crate) fn line_id(uid: &str) -> String {
    uid[uid.len() - 8..].to_owned()
}

/// What the note of a plan consists of. Its version in force never changes, so an edit of what that
/// says goes into the next draft; where the plan stands is only shown.
pub(crate) fn plan_layout(language: Language) -> Layout {
    let words = words(language);
    let shown = |key| Property { key, rule: Rule::Shown };
    let draft = |key| Property { key, rule: Rule::Draft };
    let section = |key, heading, form| Section { key, heading, form, rule: Rule::Draft, always: false };
    Layout {
        properties: vec![
            shown("hisho"),
            shown("status"),
            shown("version"),
            shown("approved"),
            draft("start"),
            draft("due"),
            shown("project"),
        ],
        title: Rule::Draft,
        sections: vec![
            Section { always: true, ..section("objective", words.objective, Form::Text) },
            section("scope", words.scope, Form::Text),
            section("description", words.description, Form::Text),
            section("milestones", words.milestones, Form::Dated),
            section("criteria", words.criteria, Form::Lines),
            Section { rule: Rule::Shown, ..section("cost", words.cost, Form::Text) },
            section("people", words.people, Form::Lines),
            section("needs", words.needs, Form::Lines),
            section("dependencies", words.dependencies, Form::Lines),
            Section { rule: Rule::Shown, ..section("risks", words.risks, Form::Lines) },
            section("notes", words.linked, Form::Lines),
        ],
        own: words.notes,
    }
}

/// What the note of a project consists of. Tasks come before prose, as one looks for them first.
pub(crate) fn project_layout(language: Language) -> Layout {
    let words = words(language);
    let property = |key, rule| Property { key, rule };
    let section = |key, heading, form| Section { key, heading, form, rule: Rule::Read, always: form == Form::Tasks };
    Layout {
        properties: vec![
            property("hisho", Rule::Shown),
            property("key", Rule::Shown),
            property("status", Rule::Shown),
            property("start", Rule::Read),
            property("due", Rule::Read),
            property("plan", Rule::Shown),
        ],
        title: Rule::Read,
        sections: vec![
            section("tasks", words.tasks, Form::Tasks),
            section("objective", words.objective, Form::Text),
            section("criteria", words.criteria, Form::Lines),
        ],
        own: words.notes,
    }
}

/// What the note of a plan says: a version of it. `project_path` is where its project's note lies.
pub(crate) fn plan(plan: &PlanDetail, version: &PlanVersion, language: Language, project_path: Option<&str>) -> Sheet {
    let words = words(language);
    let content = &version.content;
    let approved = plan.decisions.iter().find(|d| d.version == version.number && d.action == DecisionAction::Approve);
    let project = plan.project.as_ref().zip(project_path);
    let mut sheet = Sheet { uid: plan.uid.clone(), title: content.title.clone(), ..Sheet::default() };
    sheet.properties = BTreeMap::from([
        ("hisho", Entity::Plan.as_str().to_owned()),
        ("status", version.status.as_str().to_owned()),
        ("version", version.number.to_string()),
        ("approved", approved.map(|decision| local_day(&decision.at)).unwrap_or_default()),
        ("project", project.map(|(project, path)| link(path, &project.title)).unwrap_or_default()),
    ]);
    let level = |level: Level| words.levels[level as usize];
    let risks = content.risks.iter().map(|risk| {
        let (likelihood, impact) = (level(risk.likelihood), level(risk.impact));
        let rated = format!("{} ({} {likelihood}, {} {impact})", risk.title, words.likelihood, words.impact);
        if risk.response.is_empty() { rated } else { format!("{rated}: {}", risk.response) }
    });
    sheet.lists.insert("risks", lines(&risks.collect::<Vec<_>>()));
    sheet.texts.extend(content.resources.cost.as_ref().map(|cost| ("cost", cost.shown())));
    put_content(&mut sheet, content);
    sheet.tidy(&plan_layout(language))
}

/// Puts what an edit of a note can change of a plan's content into a sheet.
pub(crate) fn put_content(sheet: &mut Sheet, content: &PlanContent) {
    sheet.title.clone_from(&content.title);
    for (key, day) in [("start", &content.start_on), ("due", &content.due_on)] {
        sheet.properties.insert(key, day.clone().unwrap_or_default());
    }
    for (key, text) in
        [("objective", &content.objective), ("scope", &content.scope), ("description", &content.description)]
    {
        sheet.texts.insert(key, text.clone());
    }
    let milestones = content.milestones.iter().map(|milestone| Item {
        key: line_id(&milestone.uid),
        text: milestone.title.clone(),
        due: milestone.due_on.clone(),
        ..Item::default()
    });
    sheet.lists.insert("milestones", milestones.collect());
    let needed = &content.resources;
    for (key, said) in [
        ("criteria", &content.criteria),
        ("people", &needed.people),
        ("needs", &needed.needs),
        ("dependencies", &needed.dependencies),
    ] {
        sheet.lists.insert(key, lines(said));
    }
    let notes: Vec<String> = content.notes.iter().map(|note| format!("[[{note}]]")).collect();
    sheet.lists.insert("notes", lines(&notes));
}

/// What the note of a project says, with its tasks. `plan_path` is where its plan's note lies.
pub(crate) fn project(project: &ProjectDetail, language: Language, plan_path: Option<&str>) -> Sheet {
    let summary = &project.summary;
    let mut sheet = Sheet { uid: summary.uid.clone(), title: summary.title.clone(), ..Sheet::default() };
    sheet.properties = BTreeMap::from([
        ("hisho", Entity::Project.as_str().to_owned()),
        ("key", summary.key.clone()),
        ("status", summary.status.as_str().to_owned()),
        ("start", summary.start_on.clone().unwrap_or_default()),
        ("due", summary.due_on.clone().unwrap_or_default()),
        ("plan", plan_path.map(|path| link(path, &summary.title)).unwrap_or_default()),
    ]);
    sheet.texts.insert("objective", project.description.clone());
    sheet.lists.insert("tasks", project.task_list.iter().map(task).collect());
    sheet.lists.insert("criteria", lines(&project.criteria));
    sheet.tidy(&project_layout(language))
}

/// A task's line.
fn task(task: &Task) -> Item {
    Item {
        key: line_id(&task.uid),
        mark: Some(task.status.mark()),
        text: task.title.clone(),
        due: task.due_on.clone(),
        start: task.start_on.clone(),
        priority: task.priority.in_note().map(str::to_owned),
        done: task.completed_at.as_deref().filter(|_| task.status == TaskStatus::Completed).map(local_day),
    }
}

fn lines(said: &[String]) -> Vec<Item> {
    said.iter().map(|text| Item { text: text.clone(), ..Item::default() }).collect()
}

/// The local day of a stored time, as the plugin writes it.
fn local_day(at: &str) -> String {
    let zoned = at.parse::<jiff::Timestamp>().map(|at| at.to_zoned(jiff::tz::TimeZone::system()));
    zoned.map_or_else(|_| at[..10].to_owned(), |at| at.date().to_string())
}

/// A wikilink to a note by its whole path, so that equal names elsewhere do not matter.
fn link(path: &str, title: &str) -> String {
    let target = path.strip_suffix(".md").unwrap_or(path);
    let shown: String = title.chars().map(|c| if matches!(c, '[' | ']' | '|') { ' ' } else { c }).collect();
    format!("[[{target}|{}]]", shown.trim())
}
