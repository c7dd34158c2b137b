//! The properties of notes that have any. Must not know what a property means.

use serde_json::{Map, Value};

use crate::journal::to_json;
use crate::{Result, Write};

pub(super) fn put(write: &Write<'_>, note: i64, properties: &Map<String, Value>) -> Result<()> {
    write
        .prepare_cached("INSERT INTO vault_properties (note_id, properties) VALUES (?1, ?2)")?
        .execute((note, to_json(properties)?))?;
    Ok(())
}
