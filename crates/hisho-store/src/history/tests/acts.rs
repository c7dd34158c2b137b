//! What happens in the stories: the commands of the store, and rows that have no record of their
//! own, each named by three numbers.

use hisho_domain::people::SecretaryKind;
use hisho_domain::plan::{PlanContent, PlanMove};
use hisho_domain::project::ProjectChange;
use hisho_domain::settings::{Language, Settings, Theme};
use hisho_domain::task::{Priority, TaskStatus};
use hisho_domain::{Action, Entity};
use serde_json::json;

use crate::{Journalled, Result, Write, history, people, plans, projects, secretaries, settings, tasks, time, trash};

/// What is done, to which of the things there are, and how.
pub(super) type Op = (u8, u8, u8);

/// One of the things a statement finds, with its revision.
fn pick(write: &Write<'_>, sql: &str, which: u8) -> Option<(String, i64)> {
    let mut statement = write.prepare_cached(sql).expect("sql");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("rows");
    let mut all = rows.collect::<rusqlite::Result<Vec<_>>>().expect("rows");
    if all.is_empty() { None } else { Some(all.swap_remove(usize::from(which) % all.len())) }
}

const TASK: &str = "SELECT uid, rev FROM tasks WHERE deleted_at IS NULL ORDER BY id";
const PLAN: &str = "SELECT uid, rev FROM plans WHERE deleted_at IS NULL ORDER BY id";
const PROJECT: &str = "SELECT uid, rev FROM workflows WHERE deleted_at IS NULL ORDER BY id";
const SECRETARY: &str = "SELECT uid, rev FROM ai_assistants WHERE deleted_at IS NULL ORDER BY id";

fn content(title: &str) -> PlanContent {
    serde_json::from_value(json!({
        "title": title, "objective": "It is done", "scope": "", "start_on": null, "due_on": "2027-03-31",
        "milestones": [], "criteria": ["It is done"],
    }))
    .expect("content")
}

/// Does something as whoever writes, or finds nothing to do it to.
pub(super) fn act(write: &Write<'_>, (what, which, how): Op) -> Result<()> {
    let some = |sql: &str| pick(write, sql, which);
    match what % 16 {
        0 | 1 => {
            let project = pick(write, PROJECT, which).filter(|_| how % 4 > 0);
            let project_uid = project.as_ref().map(|(uid, _)| uid.as_str());
            let title = format!("Task {how}");
            let fields = tasks::TaskChange { title: Some(title), priority: Some(Priority::Low), ..Default::default() };
            let new = tasks::NewTask { project_uid, fields, ..Default::default() };
            tasks::create(write, &new).map(drop)
        }
        2 | 3 => some(TASK).map_or(Ok(()), |(uid, rev)| {
            let status = TaskStatus::ALL[usize::from(how) % TaskStatus::ALL.len()];
            let change = tasks::TaskChange {
                title: (how % 3 == 0).then(|| format!("Title {how}")),
                status: Some(status),
                due_on: (how % 5 == 0).then(|| Some("2027-01-31".to_owned())),
                ..Default::default()
            };
            tasks::update(write, &uid, Some(rev), &change).map(drop)
        }),
        4 => {
            let title = ["Move", "Book", "引っ越し"][usize::from(how) % 3];
            let new = ProjectChange { title: Some(title.to_owned()), ..Default::default() };
            match some(PROJECT).filter(|_| how % 4 == 0) {
                Some((uid, _)) => projects::update(write, &uid, None, &new),
                None => projects::create(write, None, &new).map(drop),
            }
        }
        5 => plans::create(write, &content(&format!("Plan {how}"))).map(drop),
        6 => some(PLAN).map_or(Ok(()), |(uid, rev)| {
            plans::save(write, &uid, rev, &content(&format!("Saved {how}")), None).map(drop)
        }),
        7 => some(PLAN).map_or(Ok(()), |(uid, rev)| {
            let step = [PlanMove::Submit, PlanMove::StartReview, PlanMove::Withdraw][usize::from(how) % 3];
            plans::set_status(write, &uid, rev, step).map(drop)
        }),
        8 => {
            let (entity, sql) = [
                (Entity::Task, TASK),
                (Entity::Project, PROJECT),
                (Entity::Plan, PLAN),
                (Entity::Secretary, SECRETARY),
                (Entity::Persona, "SELECT uid, rev FROM personas WHERE deleted_at IS NULL ORDER BY id"),
                (Entity::Label, "SELECT uid, rev FROM labels WHERE deleted_at IS NULL ORDER BY id"),
            ][usize::from(how) % 6];
            some(sql).map_or(Ok(()), |(uid, rev)| trash::put(write, entity, &uid, rev).map(drop))
        }
        9 | 10 => {
            let items = trash::list(write)?.items;
            if items.is_empty() {
                return Ok(());
            }
            let item = &items[usize::from(which) % items.len()];
            let name = (how % 4 == 0 && matches!(item.entity, Entity::Secretary | Entity::Label))
                .then(|| format!("Other {how}"));
            trash::restore(write, item.entity, &item.uid, item.rev, name.as_deref()).map(drop)
        }
        11 => {
            let (persona, _) =
                some("SELECT uid, rev FROM personas WHERE deleted_at IS NULL ORDER BY id").unwrap_or_default();
            let team = pick(write, "SELECT uid, rev FROM teams ORDER BY id", how);
            let team_uid = team.as_ref().map(|(uid, _)| uid.as_str()).filter(|_| how % 2 == 0);
            let name = format!("S{}", how % 4);
            let content = serde_json::from_value(json!({ "name": name, "persona_uid": persona })).expect("content");
            secretaries::create(write, SecretaryKind::Secretary, &content, team_uid).map(drop)
        }
        12 => {
            let theme = Theme::ALL[usize::from(how) % Theme::ALL.len()];
            let language = Language::ALL[usize::from(which) % Language::ALL.len()];
            let new = Settings { theme, language: Some(language), ..settings::get(write)? };
            settings::update(write, &new)?;
            people::ship(write, language)
        }
        13 => label(write, which, how),
        14 => under(write, which, how),
        _ => depend(write, which, how),
    }
}

/// Makes a label, or puts one on a task or takes it off, as rows without a record of their own.
fn label(write: &Write<'_>, which: u8, how: u8) -> Result<()> {
    let label = pick(write, "SELECT uid, rev FROM labels WHERE deleted_at IS NULL ORDER BY id", which);
    let (Some((label, rev)), Some((task, _)), false) = (label, pick(write, TASK, how), how.is_multiple_of(4)) else {
        let (uid, name) = (time::new_uid(), format!("L{}", how % 3));
        write.execute(
            "INSERT INTO labels (uid, name, created_at, updated_at) VALUES (?1, ?2, ?3, ?3)",
            (&uid, &name, &write.at),
        )?;
        return write.journal(
            Journalled { entity: Entity::Label, uid: &uid, rev: 1, action: Action::Create },
            &(),
            &json!({ "name": name }),
        );
    };
    let pair = "(SELECT id FROM tasks WHERE uid = ?1), (SELECT id FROM labels WHERE uid = ?2)";
    if write.execute(&format!("DELETE FROM task_labels WHERE (task_id, label_id) = ({pair})"), (&task, &label))? == 0 {
        write.execute(&format!("INSERT INTO task_labels (task_id, label_id) VALUES ({pair})"), (&task, &label))?;
    }
    let record = history::newest_record(write, Entity::Label, &label)?;
    write.journal(Journalled { entity: Entity::Label, uid: &label, rev, action: Action::Update }, &record, &record)
}

/// Puts a task under another of the same project.
fn under(write: &Write<'_>, which: u8, how: u8) -> Result<()> {
    let (Some((one, _)), Some((other, _))) = (pick(write, TASK, which), pick(write, TASK, how)) else { return Ok(()) };
    let changed = write.execute(
        "UPDATE tasks SET parent_task_id = (SELECT id FROM tasks WHERE uid = ?2), rev = rev + 1, updated_at = ?3
         WHERE uid = ?1 AND id > (SELECT id FROM tasks WHERE uid = ?2)
           AND workflow_id IS (SELECT workflow_id FROM tasks WHERE uid = ?2)",
        (&one, &other, &write.at),
    )?;
    if changed == 0 { Ok(()) } else { task_changed(write, &one) }
}

/// Lets a task wait for another, or wait no longer. A cycle is refused by the table.
fn depend(write: &Write<'_>, which: u8, how: u8) -> Result<()> {
    let (Some((one, _)), Some((other, _))) = (pick(write, TASK, which), pick(write, TASK, how)) else { return Ok(()) };
    let pair = "(SELECT id FROM tasks WHERE uid = ?1), (SELECT id FROM tasks WHERE uid = ?2)";
    if write
        .execute(&format!("DELETE FROM task_dependencies WHERE (task_id, depends_on_id) = ({pair})"), (&one, &other))?
        == 0
    {
        write.execute(
            &format!("INSERT INTO task_dependencies (task_id, depends_on_id) VALUES ({pair})"),
            (&one, &other),
        )?;
    }
    write.execute("UPDATE tasks SET rev = rev + 1, updated_at = ?2 WHERE uid = ?1", (&one, &write.at))?;
    task_changed(write, &one)
}

fn task_changed(write: &Write<'_>, uid: &str) -> Result<()> {
    let (before, after) = (history::newest_record(write, Entity::Task, uid)?, tasks::get(write, uid)?);
    write.journal(Journalled { entity: Entity::Task, uid, rev: after.rev, action: Action::Update }, &before, &after)
}
