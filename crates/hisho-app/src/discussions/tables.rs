//! What this process is at: the discussions that it carries out, and those whose plan is being
//! drafted. Must not know what is done in any of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};

use hisho_domain::{Actor, Result};
use hisho_store::discussion_run::Loaded;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::AbortHandle;

use super::ask::Texts;
use super::drive::{Act, Done};

pub(super) type Asked = (Actor, Act, oneshot::Sender<Result<Done>>);

/// So many discussions are remembered as they were last seen.
const REMEMBERED: usize = 4;

/// A discussion that is carried out.
pub(super) struct Seat {
    pub(super) asks: mpsc::UnboundedSender<Asked>,
    pub(super) texts: Texts,
    pub(super) task: Option<AbortHandle>,
}

/// The discussions that this process carries out.
pub(crate) struct Tables {
    running: Mutex<HashMap<String, Seat>>,
    /// The discussions at whose plan somebody is, each with the task that carries it out.
    drafting: Mutex<HashMap<String, Option<AbortHandle>>>,
    /// Discussions as they were last seen here, the latest last.
    remembered: Mutex<Vec<Loaded>>,
    count: watch::Sender<usize>,
}

impl Default for Tables {
    fn default() -> Tables {
        Tables {
            running: Mutex::default(),
            drafting: Mutex::default(),
            remembered: Mutex::default(),
            count: watch::Sender::new(0),
        }
    }
}

impl Tables {
    /// Waits until nothing is on its way any more.
    pub(crate) async fn settled(&self) {
        let mut count = self.count.subscribe();
        // The sender lives as long as `self`.
        let _ = count.wait_for(|count| *count == 0).await;
    }

    /// Lets everything fall: what was on its way is abandoned, and found so at the next start.
    pub(crate) fn drop_all(&self) {
        self.running().values().filter_map(|seat| seat.task.as_ref()).for_each(AbortHandle::abort);
        self.drafting().values().flatten().for_each(AbortHandle::abort);
    }

    /// Remembers a discussion as it is now.
    pub(super) fn remember(&self, loaded: Loaded) {
        let mut remembered = self.remembered.lock().expect("never held across a panic");
        remembered.retain(|known| known.uid != loaded.uid);
        remembered.push(loaded);
        if remembered.len() > REMEMBERED {
            remembered.remove(0);
        }
    }

    /// A discussion as it was last seen here; whether it still is so the store knows.
    pub(super) fn remembered(&self, uid: &str) -> Option<Loaded> {
        let remembered = self.remembered.lock().expect("never held across a panic");
        remembered.iter().find(|known| known.uid == uid).cloned()
    }

    /// Begins to be at the plan of a discussion; None while somebody is.
    pub(super) fn draft(self: &Arc<Self>, uid: &str) -> Option<Drafting> {
        let mut drafting = self.drafting();
        if drafting.contains_key(uid) {
            return None;
        }
        drafting.insert(uid.to_owned(), None);
        Some(Drafting { uid: uid.to_owned(), tables: self.clone(), _counted: Counted::one(self) })
    }

    fn drafting(&self) -> MutexGuard<'_, HashMap<String, Option<AbortHandle>>> {
        self.drafting.lock().expect("never held across a panic")
    }

    /// What has come of the turns on their way; None where nothing is.
    pub(super) fn texts(&self, uid: &str) -> Option<HashMap<u64, String>> {
        let running = self.running();
        let texts = running.get(uid).map(|seat| seat.texts.clone());
        texts.map(|texts| texts.lock().expect("never held across a panic").clone())
    }

    pub(super) fn running(&self) -> MutexGuard<'_, HashMap<String, Seat>> {
        self.running.lock().expect("never held across a panic")
    }

    /// Ends a task that has nothing on its way, unless somebody asked for something meanwhile.
    pub(super) fn leave(&self, uid: &str, asks: &mpsc::UnboundedReceiver<Asked>) -> bool {
        let mut running = self.running();
        let over = asks.is_empty();
        if over {
            running.remove(uid);
        }
        over
    }
}

/// Takes the count back however the task ends.
pub(super) struct Counted(Arc<Tables>);

impl Counted {
    /// One more is on its way.
    pub(super) fn one(tables: &Arc<Tables>) -> Counted {
        tables.count.send_modify(|count| *count += 1);
        Counted(tables.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.count.send_modify(|count| *count -= 1);
    }
}

/// Somebody is at the plan of a discussion.
pub(super) struct Drafting {
    uid: String,
    tables: Arc<Tables>,
    _counted: Counted,
}

impl Drafting {
    /// A task carries it out, and falls with the application.
    pub(super) fn carried_out_by(&self, task: AbortHandle) {
        self.tables.drafting().entry(self.uid.clone()).and_modify(|known| *known = Some(task));
    }
}

impl Drop for Drafting {
    fn drop(&mut self) {
        self.tables.drafting().remove(&self.uid);
    }
}
