//! What the notes of plans and projects say: Markdown that reads well in Obsidian, with tasks as
//! the Tasks plugin writes them. A pure function of the records.
//! Must not know what is on disk.

use std::fmt::Write;

use hisho_domain::Entity;
use hisho_domain::plan::{DecisionAction, Level, PlanContent, PlanDetail, PlanVersion};
use hisho_domain::project::ProjectDetail;
use hisho_domain::settings::Language;
use hisho_domain::task::{Task, TaskStatus};

/// A note as Hisho would write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The whole text.
    pub(crate) text: String,
    /// Single values of its frontmatter, as they are written.
    pub(crate) properties: Vec<(&'static str, String)>,
    /// Its task lines.
    pub(crate) lines: Vec<Line>,
    /// The heading they stand under.
    pub(crate) tasks_heading: &'static str,
}

/// A task's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its field 🆔.
    pub(crate) id: String,
    /// The character between its brackets.
    pub(crate) mark: char,
    /// The line without an ending.
    pub(crate) text: String,
}

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

/// The note of a plan: the version in force. `project_path` is where its project's note lies.
pub(crate) fn plan(plan: &PlanDetail, version: &PlanVersion, language: Language, project_path: Option<&str>) -> Page {
    let words = words(language);
    let content = &version.content;
    let approved = plan.decisions.iter().find(|d| d.version == version.number && d.action == DecisionAction::Approve);
    let mut properties = vec![
        ("uid", plan.uid.clone()),
        ("hisho", Entity::Plan.as_str().to_owned()),
        ("status", version.status.as_str().to_owned()),
        ("version", version.number.to_string()),
    ];
    properties.extend(approved.map(|decision| ("approved", local_day(&decision.at))));
    properties.extend(content.start_on.clone().map(|day| ("start", day)));
    properties.extend(content.due_on.clone().map(|day| ("due", day)));
    let project = plan.project.as_ref().zip(project_path);
    let mut text = head(&properties, project.map(|(project, path)| ("project", link(path, &project.title))));
    let _ = writeln!(text, "# {}\n\n## {}\n\n{}", content.title, words.objective, content.objective.trim());
    if !content.scope.trim().is_empty() {
        let _ = writeln!(text, "\n## {}\n\n{}", words.scope, content.scope.trim());
    }
    if !content.description.trim().is_empty() {
        let _ = writeln!(text, "\n## {}\n\n{}", words.description, content.description.trim());
    }
    if !content.milestones.is_empty() {
        let _ = writeln!(text, "\n## {}\n", words.milestones);
        for milestone in &content.milestones {
            match &milestone.due_on {
                Some(day) => drop(writeln!(text, "- {} 📅 {day}", milestone.title)),
                None => drop(writeln!(text, "- {}", milestone.title)),
            }
        }
    }
    list(&mut text, words.criteria, &content.criteria);
    resources(&mut text, &words, content);
    own_section(&mut text, &words);
    Page { text, properties, lines: Vec::new(), tasks_heading: words.tasks }
}

/// The note of a project with its tasks. `plan_path` is where its plan's note lies.
pub(crate) fn project(project: &ProjectDetail, language: Language, plan_path: Option<&str>) -> Page {
    let words = words(language);
    let summary = &project.summary;
    let mut properties = vec![
        ("uid", summary.uid.clone()),
        ("hisho", Entity::Project.as_str().to_owned()),
        ("key", summary.key.clone()),
        ("status", summary.status.as_str().to_owned()),
    ];
    properties.extend(summary.start_on.clone().map(|day| ("start", day)));
    properties.extend(summary.due_on.clone().map(|day| ("due", day)));
    let mut text = head(&properties, plan_path.map(|path| ("plan", link(path, &summary.title))));
    // Tasks come before prose: an open fence in the prose must not swallow them.
    let _ = writeln!(text, "# {}\n\n## {}\n", summary.title, words.tasks);
    let lines: Vec<Line> = project.task_list.iter().map(line).collect();
    for line in &lines {
        let _ = writeln!(text, "{}", line.text);
    }
    if !project.description.trim().is_empty() {
        let _ = writeln!(text, "\n## {}\n\n{}", words.objective, project.description.trim());
    }
    list(&mut text, words.criteria, &project.criteria);
    own_section(&mut text, &words);
    Page { text, properties, lines, tasks_heading: words.tasks }
}

/// The order of fields is the Tasks plugin's own.
fn line(task: &Task) -> Line {
    let (id, mark) = (line_id(&task.uid), task.status.mark());
    let mut text = format!("- [{mark}] {} 🆔 {id}", task.title);
    if let Some(sign) = task.priority.sign() {
        let _ = write!(text, " {sign}");
    }
    if let Some(day) = &task.due_on {
        let _ = write!(text, " 📅 {day}");
    }
    if let (TaskStatus::Completed, Some(at)) = (task.status, &task.completed_at) {
        let _ = write!(text, " ✅ {}", local_day(at));
    }
    Line { id, mark, text }
}

/// The local day of a stored time, as the plugin writes it.
fn local_day(at: &str) -> String {
    let zoned = at.parse::<jiff::Timestamp>().map(|at| at.to_zoned(jiff::tz::TimeZone::system()));
    zoned.map_or_else(|_| at[..10].to_owned(), |at| at.date().to_string())
}

fn head(properties: &[(&'static str, String)], related: Option<(&str, String)>) -> String {
    let mut text = String::from("---\n");
    for (key, value) in properties {
        let _ = writeln!(text, "{key}: {value}");
    }
    if let Some((key, link)) = related {
        // A JSON string is a YAML string in double quotes.
        let _ = writeln!(text, "{key}: {}", serde_json::Value::String(link));
    }
    text.push_str("---\n\n");
    text
}

/// A wikilink to a note by its whole path, so that equal names elsewhere do not matter.
fn link(path: &str, title: &str) -> String {
    let target = path.strip_suffix(".md").unwrap_or(path);
    let shown: String = title.chars().map(|c| if matches!(c, '[' | ']' | '|') { ' ' } else { c }).collect();
    format!("[[{target}|{}]]", shown.trim())
}

fn list(text: &mut String, heading: &str, items: &[String]) {
    if !items.is_empty() {
        let _ = writeln!(text, "\n## {heading}\n");
        for item in items {
            let _ = writeln!(text, "- {item}");
        }
    }
}

/// What a plan needs, what may go wrong, and what it builds on.
fn resources(text: &mut String, words: &Words, content: &PlanContent) {
    let needed = &content.resources;
    if let Some(cost) = &needed.cost {
        let _ = writeln!(text, "\n## {}\n\n{}", words.cost, cost.shown());
    }
    list(text, words.people, &needed.people);
    list(text, words.needs, &needed.needs);
    list(text, words.dependencies, &needed.dependencies);
    let level = |level: Level| words.levels[level as usize];
    let risks = content.risks.iter().map(|risk| {
        let (likelihood, impact) = (level(risk.likelihood), level(risk.impact));
        let rated = format!("{} ({} {likelihood}, {} {impact})", risk.title, words.likelihood, words.impact);
        if risk.response.is_empty() { rated } else { format!("{rated}: {}", risk.response) }
    });
    list(text, words.risks, &risks.collect::<Vec<_>>());
    let linked: Vec<String> = content.notes.iter().map(|note| format!("[[{note}]]")).collect();
    list(text, words.linked, &linked);
}

/// A place of the person's own at the end; what they write there is theirs.
fn own_section(text: &mut String, words: &Words) {
    let _ = writeln!(text, "\n## {}", words.notes);
}
