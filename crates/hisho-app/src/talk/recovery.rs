//! What becomes of runs whose process is gone. Must not know how a run is carried out.

use std::path::Path;

use hisho_domain::conversation::MESSAGE_LIMIT;
use hisho_domain::talk::{RunStatus, TalkStep};
use hisho_domain::{Actor, Error, Result};
use hisho_llm::estimate_tokens;
use hisho_store::{Store, Write, messages, runs};
use serde_json::json;

use super::Talks;
use crate::models::calls;

/// Marks the runs of processes that are gone as interrupted; what had come of them becomes
/// messages, and their calls are counted by it.
pub(crate) async fn recover(store: &Store, talks: &Talks, data_dir: &Path) -> Result<()> {
    let open = store.read(runs::open).await?;
    for run in open.into_iter().filter(|run| !talks.owner.lives(data_dir, &run.owner)) {
        store.write(Actor::system(), move |write| interrupted(write, &run)).await?;
    }
    Ok(())
}

fn interrupted(write: &Write<'_>, run: &runs::OpenRun) -> hisho_store::Result<()> {
    let mut received = 0;
    for (position, step) in runs::steps(write, run.id)?.into_iter().enumerate() {
        if step.status.is_over() || step.status == RunStatus::Waiting {
            continue;
        }
        if !step.text.trim().is_empty() {
            received += estimate_tokens(&step.text);
            let text: String = step.text.chars().take(MESSAGE_LIMIT).collect();
            messages::answered(write, &run.conversation_uid, &step.message_uid, &step.secretary_uid, &text, true)?;
        }
        let error = Some(Error::refused("interrupted", json!({ "uid": step.message_uid })));
        runs::set_step(write, run.id, position, &TalkStep { status: RunStatus::Failed, error, ..step })?;
    }
    calls::settle_unseen(write, run.id, received)?;
    runs::finish(write, run.id)?;
    Ok(())
}
