//! What follows from an approval: the project begins, or follows the new version. What the person
//! made of a task since stands; what still is as the version before said becomes what the new one
//! says. Must not know notes.

use std::collections::HashMap;

use hisho_domain::plan::{Decision, Milestone, PlanContent, PlanDetail, PlanVersion, TITLE_LIMIT};
use hisho_domain::project::{ProjectChange, ProjectMove};
use hisho_domain::task::TaskStatus;
use hisho_domain::task_change::{REASON_LIMIT, TaskChange};
use hisho_store::{Result, Write, plans, projects, tasks};

/// Carries out the approval that was just recorded; `previous` was in force until then.
pub(super) fn carry_out(write: &Write<'_>, plan: &PlanDetail, previous: Option<&PlanVersion>) -> Result<()> {
    let content = &plan.newest.content;
    let previous = previous.map(|version| &version.content);
    let decision = plan.decisions.first();
    let reason = decision.and_then(|decision| decision.comment.clone());
    let project_uid = project(write, plan)?;
    let tasks = milestones(write, &project_uid, content, previous, reason.as_deref())?;
    order(write, &tasks, content, previous, reason.as_deref())?;
    if let Some(decision) = decision {
        conditions(write, &project_uid, decision)?;
    }
    Ok(())
}

/// The project, as the approved version describes it.
fn project(write: &Write<'_>, plan: &PlanDetail) -> Result<String> {
    let content = &plan.newest.content;
    let change = ProjectChange {
        title: Some(content.title.clone()),
        description: Some(content.objective.clone()),
        start_on: Some(content.start_on.clone()),
        due_on: Some(content.due_on.clone()),
        criteria: Some(content.criteria.clone()),
        ..Default::default()
    };
    if let Some(project) = &plan.project {
        projects::update(write, &project.uid, None, &change)?;
        return Ok(project.uid.clone());
    }
    let uid = projects::create(write, None, &change)?;
    projects::set_status(write, &uid, None, ProjectMove::Start, None)?;
    plans::link_project(write, &plan.uid, &uid)?;
    Ok(uid)
}

/// Makes a task of each milestone that has none, and brings those along that still say what the
/// version before said. Gives the tasks by their milestones, without those in the trash.
fn milestones(
    write: &Write<'_>,
    project_uid: &str,
    content: &PlanContent,
    previous: Option<&PlanContent>,
    reason: Option<&str>,
) -> Result<HashMap<String, String>> {
    let mut known = tasks::by_milestone(write, project_uid)?;
    for milestone in &content.milestones {
        let old = previous.and_then(|previous| find(previous, &milestone.uid));
        match (known.get(&milestone.uid), old) {
            (None, _) => {
                let fields = TaskChange {
                    title: Some(milestone.title.clone()),
                    due_on: Some(milestone.due_on.clone()),
                    ..Default::default()
                };
                let milestone_uid = Some(milestone.uid.as_str());
                let new =
                    tasks::NewTask { project_uid: Some(project_uid), milestone_uid, fields, ..Default::default() };
                let task = tasks::create(write, &new)?;
                known.insert(milestone.uid.clone(), Some(task.uid));
            }
            (Some(Some(task)), Some(old)) => bring_along(write, task, old, milestone, reason)?,
            _ => {}
        }
    }
    for dropped in previous.into_iter().flat_map(|previous| &previous.milestones) {
        if let (None, Some(Some(task))) = (find(content, &dropped.uid), known.get(&dropped.uid)) {
            drop_task(write, task, reason)?;
        }
    }
    Ok(known.into_iter().filter_map(|(milestone, task)| Some((milestone, task?))).collect())
}

fn find<'a>(content: &'a PlanContent, uid: &str) -> Option<&'a Milestone> {
    content.milestones.iter().find(|milestone| milestone.uid == uid)
}

fn bring_along(write: &Write<'_>, uid: &str, old: &Milestone, new: &Milestone, reason: Option<&str>) -> Result<()> {
    let task = tasks::get(write, uid)?;
    let title = (old.title != new.title && task.title == old.title).then(|| new.title.clone());
    // A task that the person lets begin later than the new day keeps its own days.
    let fits = match (&task.start_on, &new.due_on) {
        (Some(start), Some(due)) => start <= due,
        _ => true,
    };
    let due_on = (old.due_on != new.due_on && task.due_on == old.due_on && fits).then(|| new.due_on.clone());
    if title.is_none() && due_on.is_none() {
        return Ok(());
    }
    let change = TaskChange { title, due_on, reason: reason.map(line), ..Default::default() };
    tasks::update(write, uid, None, &change).map(drop)
}

/// What was not begun is not begun any more; what was, is for the person to end.
fn drop_task(write: &Write<'_>, uid: &str, reason: Option<&str>) -> Result<()> {
    let task = tasks::get(write, uid)?;
    if !matches!(task.status, TaskStatus::Pending | TaskStatus::Assigned) {
        return Ok(());
    }
    let change = TaskChange { status: Some(TaskStatus::Cancelled), reason: reason.map(line), ..Default::default() };
    tasks::update(write, uid, None, &change).map(drop)
}

/// Lets tasks wait for one another as their milestones do. What the person added to that, or took
/// away, stays.
fn order(
    write: &Write<'_>,
    tasks: &HashMap<String, String>,
    content: &PlanContent,
    previous: Option<&PlanContent>,
    reason: Option<&str>,
) -> Result<()> {
    // First what goes, so that an order that was turned round is no circle on the way.
    for adding in [false, true] {
        for milestone in &content.milestones {
            let Some(uid) = tasks.get(&milestone.uid) else { continue };
            let old = previous.and_then(|previous| find(previous, &milestone.uid));
            let old = old.map_or(&[][..], |old| &old.depends_on);
            let only_in = |these: &[String], those: &[String]| -> Vec<String> {
                these.iter().filter(|m| !those.contains(m)).filter_map(|m| tasks.get(m).cloned()).collect()
            };
            let (come, gone) = (only_in(&milestone.depends_on, old), only_in(old, &milestone.depends_on));
            let mut depends_on = tasks::get(write, uid)?.depends_on;
            let before = depends_on.len();
            if adding {
                let new: Vec<String> = come.into_iter().filter(|task| !depends_on.contains(task)).collect();
                depends_on.extend(new);
            } else {
                depends_on.retain(|task| !gone.contains(task));
            }
            if depends_on.len() != before {
                let change =
                    TaskChange { depends_on: Some(depends_on), reason: reason.map(line), ..Default::default() };
                tasks::update(write, uid, None, &change)?;
            }
        }
    }
    Ok(())
}

/// Each condition is something to be done.
fn conditions(write: &Write<'_>, project_uid: &str, decision: &Decision) -> Result<()> {
    for condition in &decision.conditions {
        let title: String = condition.chars().take(TITLE_LIMIT).collect();
        let description = (title != *condition).then(|| condition.clone());
        let fields = TaskChange { title: Some(title), description, ..Default::default() };
        let approval_uid = Some(decision.uid.as_str());
        let new = tasks::NewTask { project_uid: Some(project_uid), approval_uid, fields, ..Default::default() };
        tasks::create(write, &new)?;
    }
    Ok(())
}

/// A comment as the reason of a change, which is a line.
fn line(comment: &str) -> String {
    comment.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(REASON_LIMIT).collect()
}
