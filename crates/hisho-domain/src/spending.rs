//! What calls to models cost, summed up, and the budgets that stop them. Money is in units of
//! 10^-8 US dollars, days are local.
//! Must not know prices of models or how a call is made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Error, Result, Rule, check, vocabulary};

/// From so many percent of a budget on the person is warned.
pub const WARN_PERCENT: i64 = 80;
/// The most of anything that can be counted here: ten billion dollars, and far more tokens than
/// are ever used.
pub const COUNT_LIMIT: i64 = 1_000_000_000_000_000_000;

vocabulary! {
    /// Whose calls a budget holds.
    pub enum BudgetScope {
        All = "all",
        Secretary = "secretary",
        Project = "project",
    }
}

vocabulary! {
    /// How long a budget lasts before it begins anew.
    pub enum BudgetPeriod {
        Day = "day",
        Month = "month",
    }
}

vocabulary! {
    /// By what calls are summed up.
    pub enum UsageBy {
        Day = "day",
        Month = "month",
        Secretary = "secretary",
        Project = "project",
        Account = "account",
        Model = "model",
    }
}

/// What a budget is for, and how much it allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BudgetContent {
    /// Whose calls.
    pub scope: BudgetScope,
    /// The secretary or project; none for all.
    #[serde(default)]
    pub subject_uid: Option<String>,
    /// For how long.
    pub period: BudgetPeriod,
    /// Money, in 10^-8 US dollars, for calls whose price is known.
    pub limit_cost: i64,
    /// Tokens in and out, for calls whose price is not known.
    pub limit_tokens: i64,
}

impl BudgetContent {
    /// Checks every field; whether the subject exists is known to the store.
    pub fn checked(self) -> Result<Self> {
        match (self.scope, &self.subject_uid) {
            (BudgetScope::All, Some(_)) => return Err(Error::invalid("subject_uid", Rule::Unexpected)),
            (BudgetScope::Secretary | BudgetScope::Project, None) => {
                return Err(Error::invalid("subject_uid", Rule::Required));
            }
            _ => {}
        }
        check::within("limit_cost", self.limit_cost, 0, COUNT_LIMIT)?;
        check::within("limit_tokens", self.limit_tokens, 0, COUNT_LIMIT)?;
        Ok(self)
    }
}

/// A budget, and how much of it is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Budget {
    /// Its identity.
    pub uid: String,
    /// Grows with every write.
    pub rev: i64,
    /// What it is for and allows.
    #[serde(flatten)]
    pub content: BudgetContent,
    /// Money of this period, in 10^-8 US dollars, with what calls that are on their way may cost.
    pub used_cost: i64,
    /// Tokens of this period at unknown prices, likewise.
    pub used_tokens: i64,
    /// How much of it is used: the greater of both measures, in whole percent.
    pub percent: i64,
}

/// So much of so much in whole percent, rounded down. Of nothing, nothing is none and anything is all.
pub fn percent(used: i64, limit: i64) -> i64 {
    match limit {
        0 => i64::from(used > 0) * 100,
        _ => i64::try_from(i128::from(used) * 100 / i128::from(limit)).unwrap_or(i64::MAX),
    }
}

/// What calls came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Usage {
    /// How many calls.
    pub calls: i64,
    /// How many of them gave no whole answer.
    pub failed: i64,
    /// Tokens the models read, from their caches or not.
    pub input_tokens: i64,
    /// Tokens of those that came from a cache.
    pub cached_tokens: i64,
    /// Tokens the models wrote.
    pub output_tokens: i64,
    /// In 10^-8 US dollars, where the price is known.
    pub cost: i64,
    /// Calls at unknown prices, which are not in `cost`.
    pub unpriced_calls: i64,
    /// Their tokens.
    pub unpriced_tokens: i64,
    /// Calls whose tokens are our estimate, because the service gave no count.
    pub estimated_calls: i64,
    /// Milliseconds that the calls took together.
    pub latency_ms: i64,
}

/// One line of a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsageLine {
    /// The day, month, model, or the uid of the secretary, project or account; null for calls of none.
    pub key: Option<String>,
    /// What they came to.
    #[serde(flatten)]
    pub usage: Usage,
}

/// Calls of some days, summed up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UsageSummary {
    /// By what was asked for.
    pub lines: Vec<UsageLine>,
    /// All of them.
    pub total: Usage,
}

/// Other prices for the whole call where more was sent than a bound, in US dollars for a million tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LongPrice {
    /// Tokens sent, cached or not, above which these hold.
    pub above: u64,
    /// Tokens sent.
    pub input: f64,
    /// Tokens received.
    pub output: f64,
    /// Tokens read from the cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_read: Option<f64>,
}

/// The price of one model at one service, in US dollars for a million tokens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModelPrice {
    /// The origin of the service, `https://api.openai.com`.
    pub at: String,
    /// The model; its dated releases have the same price.
    pub model: String,
    /// The day this was true, `YYYY-MM-DD`.
    pub as_of: String,
    /// The last day it holds, where the service named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Tokens sent.
    pub input: f64,
    /// Tokens received, reasoning included.
    pub output: f64,
    /// Tokens read from the cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_read: Option<f64>,
    /// Tokens written to the cache.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<f64>,
    /// Other prices for long calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<LongPrice>,
}

/// The table of prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PriceTable {
    /// What the person wrote; it comes first.
    pub own: Vec<ModelPrice>,
    /// What Hisho ships, each with its day.
    pub shipped: Vec<ModelPrice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_nothing_is_all_of_it() {
        assert_eq!((percent(0, 0), percent(1, 0)), (0, 100));
        assert_eq!((percent(79, 100), percent(4, 5), percent(COUNT_LIMIT, 1)), (79, 80, i64::MAX));
    }
}
