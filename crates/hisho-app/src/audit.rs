//! The journal as a trail.

use hisho_domain::audit::{AuditFilter, AuditPage};
use hisho_domain::{Actor, Error, Result, Rule, check};
use hisho_store::audit;

use crate::App;

const PAGE: i64 = 100;
const MOST: i64 = 500;

pub(crate) async fn list(app: &App, _: Actor, input: AuditFilter) -> Result<AuditPage> {
    let limit = check::within("limit", input.limit.unwrap_or(PAGE), 1, MOST)?;
    if input.uid.is_some() && input.entity.is_none() {
        return Err(Error::invalid("entity", Rule::Required));
    }
    for (field, time) in [("from", &input.from), ("to", &input.to)] {
        if time.as_ref().is_some_and(|time| time.parse::<jiff::Timestamp>().is_err()) {
            return Err(Error::invalid(field, Rule::Format));
        }
    }
    app.store().read(move |connection| audit::page(connection, &input, limit)).await
}
