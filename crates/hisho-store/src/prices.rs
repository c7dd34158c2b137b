//! The prices that the person wrote, a list under one key of `settings`.
//! Must not know the table that ships, nor what a call costs.

use hisho_domain::spending::ModelPrice;
use rusqlite::Connection;

use crate::{Result, Write, settings};

const PRICES: &str = "prices";

/// The person's own prices.
pub fn own(connection: &Connection) -> Result<Vec<ModelPrice>> {
    Ok(settings::value(connection, PRICES)?.unwrap_or_default())
}

/// Makes these the person's own prices.
pub fn set(write: &Write<'_>, new: &[ModelPrice]) -> Result<()> {
    let old = own(write)?;
    if old == new { Ok(()) } else { settings::put(write, PRICES, &old, &new) }
}
