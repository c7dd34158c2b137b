//! What lies in the trash. Must not know how it came there, or how it goes.

use std::collections::HashMap;

use hisho_domain::Entity;
use hisho_domain::trash::{Trash, TrashItem};
use rusqlite::Connection;

use super::{BINS, Bin};
use crate::{Result, settings, time};

/// What lies in the trash, the latest first; what went with another thing counts as its own.
pub fn list(connection: &Connection) -> Result<Trash> {
    let days = settings::get(connection)?.trash_days;
    let (mut items, mut sizes) = (Vec::new(), HashMap::<String, i64>::new());
    for bin in BINS {
        let mut statement = connection.prepare_cached(&sql(bin))?;
        let rows = statement.query_map([], |row| {
            let deleted_at: String = row.get(3)?;
            let item = TrashItem {
                entity: bin.entity,
                uid: row.get(0)?,
                rev: row.get(1)?,
                title: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
                purge_at: time::days_later(&deleted_at, days),
                deleted_at,
                belongings: 0,
            };
            Ok((item, row.get::<_, String>(4)?, row.get::<_, bool>(5)?))
        })?;
        for row in rows {
            let (item, batch, went_along) = row?;
            *sizes.entry(batch.clone()).or_default() += 1;
            if !went_along {
                items.push((item, batch));
            }
        }
    }
    items.sort_by(|(a, _), (b, _)| b.deleted_at.cmp(&a.deleted_at));
    let whole = |(item, batch): (TrashItem, String)| TrashItem { belongings: sizes[&batch] - 1, ..item };
    Ok(Trash { days, items: items.into_iter().map(whole).collect() })
}

/// Things in the trash, each standing for its belongings too; only what went there before a time
/// where one is given.
pub fn heads(connection: &Connection, before: Option<&str>) -> Result<Vec<(Entity, String)>> {
    let items =
        list(connection)?.items.into_iter().filter(|item| before.is_none_or(|at| item.deleted_at.as_str() < at));
    Ok(items.map(|item| (item.entity, item.uid)).collect())
}

/// SQL for what lies in a bin: uid, revision, title, time, batch, and whether it went along.
pub(super) fn sql(bin: &Bin) -> String {
    let table = format!("{} t", bin.table);
    format!(
        "SELECT t.uid, t.rev, {}, t.deleted_at, coalesce(t.deleted_batch, t.uid), {} FROM {} WHERE t.deleted_at > ''
         ORDER BY t.deleted_at DESC, t.id DESC",
        bin.title,
        went_along(bin),
        bin.lying.unwrap_or(&table),
    )
}

/// SQL that tells whether a row `t` in the trash went there with what it belongs to.
fn went_along(bin: &Bin) -> String {
    let with = |(column, entity): &(&str, Entity)| {
        let table = BINS.iter().find(|bin| bin.entity == *entity).map_or("", |bin| bin.table);
        format!("EXISTS (SELECT 1 FROM {table} h WHERE h.id = t.{column} AND h.deleted_batch = t.deleted_batch)")
    };
    bin.holders.iter().map(with).reduce(|a, b| format!("{a} OR {b}")).unwrap_or_else(|| "0".into())
}
