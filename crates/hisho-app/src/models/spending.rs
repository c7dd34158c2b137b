//! What calls cost: the summary, the budgets, and the table of prices.
//! Must not know how a call is made.

use hisho_domain::spending::{Budget, BudgetContent, ModelPrice, PriceTable, UsageBy, UsageSummary};
use hisho_domain::{Actor, Error, ErrorCode, Result, Rule, check};
use hisho_llm::Prices;
use hisho_store::{budgets, prices, usage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::App;
use crate::command::Nothing;
use crate::input::AtRev;

/// Most prices that the person can write.
const PRICES_LIMIT: usize = 1_000;

/// Which calls are summed up, and how.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The first local day, `YYYY-MM-DD`.
    pub from: String,
    /// The last one.
    pub to: String,
    /// A line for each of these.
    pub by: UsageBy,
}

/// The person's own prices.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPrices {
    /// All of them; they come before those that ship.
    pub own: Vec<ModelPrice>,
}

/// A budget that is gone.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RemovedBudget {
    /// Which one.
    pub uid: String,
}

pub(crate) async fn summary(app: &App, _: Actor, input: Summary) -> Result<UsageSummary> {
    check::day("from", &input.from)?;
    check::day("to", &input.to)?;
    check::span("to", Some(&input.from), Some(&input.to))?;
    app.store().read(move |connection| usage::summary(connection, &input.from, &input.to, input.by)).await
}

pub(crate) async fn budgets(app: &App, _: Actor, _: Nothing) -> Result<Vec<Budget>> {
    app.store().read(budgets::list).await
}

pub(crate) async fn set_budget(app: &App, actor: Actor, input: BudgetContent) -> Result<Budget> {
    let content = input.checked()?;
    app.store().write(actor, move |write| budgets::set(write, &content, false)).await
}

pub(crate) async fn raise_budget(app: &App, actor: Actor, input: BudgetContent) -> Result<Budget> {
    let content = input.checked()?;
    app.store().write(actor, move |write| budgets::set(write, &content, true)).await
}

pub(crate) async fn remove_budget(app: &App, actor: Actor, input: AtRev) -> Result<RemovedBudget> {
    let gone = app.store().write(actor, move |write| budgets::remove(write, &input.uid, input.rev)).await?;
    Ok(RemovedBudget { uid: gone.uid })
}

pub(crate) async fn prices(app: &App, _: Actor, _: Nothing) -> Result<PriceTable> {
    let own = app.store().read(prices::own).await?;
    let shipped = serde_json::to_value(Prices::shipped()).and_then(serde_json::from_value);
    Ok(PriceTable { own, shipped: shipped.map_err(Error::internal)? })
}

pub(crate) async fn set_prices(app: &App, actor: Actor, input: SetPrices) -> Result<PriceTable> {
    if input.own.len() > PRICES_LIMIT {
        return Err(Error::invalid("own", Rule::TooLong(PRICES_LIMIT)));
    }
    let text = serde_json::to_string(&input.own).map_err(Error::internal)?;
    if let Err(detail) = Prices::parse(&text) {
        let params = json!({ "field": "own", "rule": "format", "detail": detail });
        return Err(Error::new(ErrorCode::Invalid, format!("own: {detail}"), params));
    }
    app.store().write(actor, move |write| prices::set(write, &input.own)).await?;
    prices(app, Actor::system(), Nothing::default()).await
}
