//! One change made to many tasks: all of them, or none. Must not know what a change of one does.

use std::collections::{HashMap, HashSet};

use hisho_domain::task::Task;
use hisho_domain::task_change::TaskChange;
use serde_json::json;

use crate::{Failure, Result, Write, tasks};

/// What is to become of each.
#[derive(Debug, Clone, Default)]
pub struct BatchChange {
    /// What is the same for all; its labels are not looked at.
    pub change: TaskChange,
    /// Labels that each shall have.
    pub add_labels: Vec<String>,
    /// Labels that none shall have.
    pub remove_labels: Vec<String>,
}

/// Changes every one of these tasks; gives them in their order. An error names the task it is about.
pub fn update_many(write: &Write<'_>, uids: &[String], batch: &BatchChange) -> Result<Vec<Task>> {
    let before = uids.iter().map(|uid| tasks::get(write, uid)).collect::<Result<Vec<_>>>()?;
    let mut changed: HashMap<&str, Task> = HashMap::new();
    for place in in_turn(&before) {
        let task = &before[place];
        let named = |failure| match failure {
            Failure::Domain(mut error) => {
                error.params.insert("task".into(), json!(task.key));
                Failure::Domain(error)
            }
            other => other,
        };
        let change = one(task, batch).checked().map_err(Failure::Domain).map_err(named)?;
        let after = tasks::update(write, &task.uid, None, &change).map_err(named)?;
        changed.insert(&task.uid, after);
    }
    Ok(uids.iter().filter_map(|uid| changed.remove(uid.as_str())).collect())
}

fn one(task: &Task, batch: &BatchChange) -> TaskChange {
    let mut change = batch.change.clone();
    change.labels = None;
    if !batch.add_labels.is_empty() || !batch.remove_labels.is_empty() {
        let kept = task.labels.iter().filter(|uid| !batch.remove_labels.contains(uid));
        let added = batch.add_labels.iter().filter(|uid| !task.labels.contains(uid));
        change.labels = Some(kept.chain(added).cloned().collect());
    }
    change
}

/// The places of the tasks, each after those of them that come before it: what is completed together
/// does not wait for one another.
fn in_turn(tasks: &[Task]) -> Vec<usize> {
    let places: HashMap<&str, usize> =
        tasks.iter().enumerate().map(|(place, task)| (task.uid.as_str(), place)).collect();
    let (mut order, mut seen) = (Vec::with_capacity(tasks.len()), HashSet::new());
    for first in 0..tasks.len() {
        // A place comes up again, as `true`, once everything before it is in the order.
        let mut open = vec![(first, false)];
        while let Some((place, is_ready)) = open.pop() {
            if is_ready {
                order.push(place);
            } else if seen.insert(place) {
                open.push((place, true));
                let earlier = tasks[place].depends_on.iter().filter_map(|uid| places.get(uid.as_str()));
                open.extend(earlier.map(|place| (*place, false)));
            }
        }
    }
    order
}
