//! Reading the journal.

use hisho_domain::{Actor, Change, Entity, Result};
use hisho_store::journal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::App;

/// At most this many rows at a time.
const MOST: i64 = 1000;

/// Which rows are asked for.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct List {
    /// Only those after this sequence.
    pub after: Option<i64>,
    /// Only about this kind of thing.
    pub entity: Option<Entity>,
    /// Only about this thing.
    pub uid: Option<String>,
    /// At most so many; 1,000 at the most.
    pub limit: Option<i64>,
}

pub(crate) async fn list(app: &App, _: Actor, input: List) -> Result<Vec<Change>> {
    let filter = journal::Filter {
        after: input.after.unwrap_or(0),
        entity: input.entity,
        uid: input.uid,
        limit: input.limit.unwrap_or(MOST).clamp(1, MOST),
    };
    app.store().read(move |connection| journal::list(connection, &filter)).await
}
