//! What an edit in a project's note means for the project and its tasks. Must not know the note.

use std::collections::HashSet;

use hisho_domain::project::ProjectChange;
use hisho_domain::task::{Priority, Task, TaskStatus};
use hisho_domain::{Error, ErrorCode, Result as Checked};
use hisho_store::task_moves::{self, TaskMove};
use hisho_store::tasks::{self, NewTask, TaskChange};
use hisho_store::{Failure, Result, Write, projects};
use hisho_vault::mirror::{Edit, Item, ListChange, list_changes};

use super::super::render::line_id;
use super::taking::Place;

pub(super) fn take(write: &Write<'_>, uid: &str, edits: &[Edit], place: &mut Place) -> Result<()> {
    for (nth, edit) in edits.iter().enumerate() {
        *place = Place { edit: nth, line: None };
        if let Edit::List { section: "tasks", was, now } = edit {
            Tasks { write, project: uid, now }.take(was, place)?;
        } else {
            projects::update(write, uid, None, &change(edit)?.checked()?)?;
        }
    }
    Ok(())
}

/// An edit of the project itself.
fn change(edit: &Edit) -> Checked<ProjectChange> {
    let none = ProjectChange::default();
    Ok(match edit {
        Edit::Title(title) => ProjectChange { title: Some(title.clone()), ..none },
        Edit::Property("start", day) => ProjectChange { start_on: Some(day.clone()), ..none },
        Edit::Property("due", day) => ProjectChange { due_on: Some(day.clone()), ..none },
        Edit::Text("objective", text) => ProjectChange { description: Some(text.clone()), ..none },
        Edit::List { section: "criteria", now, .. } => {
            ProjectChange { criteria: Some(now.iter().map(|item| item.text.clone()).collect()), ..none }
        }
        other => return Err(Error::internal(format!("a project has no field for {other:?}"))),
    })
}

/// The task lines of one note.
struct Tasks<'a> {
    write: &'a Write<'a>,
    project: &'a str,
    now: &'a [Item],
}

impl Tasks<'_> {
    fn take(&self, was: &[Item], place: &mut Place) -> Result<()> {
        let mut added: Option<(Option<String>, String)> = None;
        for change in list_changes(was, self.now) {
            match change {
                ListChange::Remove(item) => {
                    place.line = Some(item.clone());
                    self.remove(&item)?;
                }
                ListChange::Change { was, now } => {
                    place.line = Some(now.clone());
                    self.change(&was, &now)?;
                }
                ListChange::Order(keys) => {
                    place.line = None;
                    self.order(&keys)?;
                }
                ListChange::Add { item, behind } => {
                    place.line = Some(item.clone());
                    // Those that stand one behind the other come one behind the other.
                    let after = match added.take() {
                        Some((same, uid)) if same == behind => Some(uid),
                        _ => behind.as_deref().map(|key| Ok::<_, Failure>(self.find(key)?.uid)).transpose()?,
                    };
                    added = Some((behind, self.add(&item, after)?));
                }
            }
        }
        Ok(())
    }

    fn find(&self, key: &str) -> Result<Task> {
        let tasks = tasks::of_project(self.write, self.project)?;
        let found = tasks.into_iter().find(|task| line_id(&task.uid) == key);
        Ok(found.ok_or_else(|| Error::not_found(hisho_domain::Entity::Task, key))?)
    }

    /// A line that is gone. What is a part of its task and has a line of its own stays.
    fn remove(&self, item: &Item) -> Result<()> {
        let task = match self.find(&item.key) {
            Ok(task) => task,
            // It went together with what it is a part of.
            Err(Failure::Domain(error)) if error.code == ErrorCode::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for part in tasks::of_project(self.write, self.project)? {
            let has_line = self.now.iter().any(|item| item.key == line_id(&part.uid));
            if part.parent_uid.as_deref() == Some(&task.uid) && has_line {
                let alone = TaskChange { parent_uid: Some(None), ..TaskChange::default() };
                tasks::update(self.write, &part.uid, None, &alone)?;
            }
        }
        tasks::delete(self.write, &task.uid, task.rev).map(drop)
    }

    fn change(&self, was: &Item, now: &Item) -> Result<()> {
        let task = self.find(&now.key)?;
        let status = now.mark.filter(|_| was.mark != now.mark).and_then(|mark| task.status.read_mark(mark));
        let change = TaskChange {
            title: (was.text != now.text).then(|| now.text.clone()),
            due_on: (was.due != now.due).then(|| now.due.clone()),
            start_on: (was.start != now.start).then(|| now.start.clone()),
            priority: (was.priority != now.priority).then(|| Priority::of_note(now.priority.as_deref())),
            status,
            ..TaskChange::default()
        };
        tasks::update(self.write, &task.uid, None, &change.checked()?).map(drop)
    }

    /// Makes the task of a new line; gives its identity.
    fn add(&self, item: &Item, after: Option<String>) -> Result<String> {
        let fields = TaskChange {
            title: Some(item.text.clone()),
            due_on: Some(item.due.clone()),
            start_on: Some(item.start.clone()),
            priority: Some(Priority::of_note(item.priority.as_deref())),
            ..TaskChange::default()
        };
        let new = NewTask { project_uid: Some(self.project), fields: fields.checked()?, ..NewTask::default() };
        let mut task = tasks::create(self.write, &new)?;
        let status = item.mark.and_then(|mark| TaskStatus::Pending.read_mark(mark));
        if let Some(status) = status.filter(|status| *status != task.status) {
            let change = TaskChange { status: Some(status), ..TaskChange::default() };
            task = tasks::update(self.write, &task.uid, None, &change)?;
        }
        let place = self.now.iter().position(|other| std::ptr::eq(other, item) || other == item).unwrap_or(0);
        // It was made behind all others.
        if self.now[place..].iter().any(|other| !other.key.is_empty()) {
            let to = TaskMove { column_uid: None, after_uid: Some(after) };
            task_moves::move_to(self.write, &task.uid, task.rev, &to)?;
        }
        Ok(task.uid)
    }

    /// Puts the tasks with these keys into that order, touching few of them.
    fn order(&self, keys: &[String]) -> Result<()> {
        let tasks = tasks::of_project(self.write, self.project)?;
        let mut now: Vec<String> =
            tasks.iter().map(|task| line_id(&task.uid)).filter(|key| keys.contains(key)).collect();
        let mut moved = HashSet::new();
        let mut at = 0;
        while at < now.len().min(keys.len()) {
            if now[at] == keys[at] {
                at += 1;
                continue;
            }
            // Where one was taken away from here, that one moves and not all the others.
            let left = now.get(at + 1) == Some(&keys[at]) && moved.insert(now[at].clone());
            let key = if left { now[at].clone() } else { keys[at].clone() };
            let place = keys.iter().position(|other| *other == key).unwrap_or(0);
            let behind = place.checked_sub(1).map(|before| self.find(&keys[before])).transpose()?;
            let task = self.find(&key)?;
            let to = TaskMove { column_uid: None, after_uid: Some(behind.map(|task| task.uid)) };
            task_moves::move_to(self.write, &task.uid, task.rev, &to)?;
            now.retain(|other| *other != key);
            let before = place.checked_sub(1).and_then(|before| now.iter().position(|other| *other == keys[before]));
            now.insert(before.map_or(0, |before| before + 1), key);
        }
        Ok(())
    }
}
