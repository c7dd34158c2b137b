//! Owns what tokens cost: a dated table, what the person changed in it, and the cost of a call.
//! Must not know budgets, and guesses nothing: a price that is not in the table is unknown, not 0.

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::usage::Usage;

/// The table that Hisho ships, as the person can see and edit it.
const SHIPPED: &str = include_str!("../prices.json");

/// The price of one model at one service, in US dollars for a million tokens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// The origin of the service, such as `https://api.openai.com`: the same model has another price elsewhere.
    pub at: String,
    /// The model; a dated release of it, `model-2025-01-31` or `model-20250131`, has the same price.
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
    /// Tokens read from the cache; where it is not known they count as tokens sent, which is never too little.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_read: Option<f64>,
    /// Tokens written to the cache; where it is not known they count as tokens sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache_write: Option<f64>,
    /// Other prices for the whole call where more was sent than a bound.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub long: Option<Long>,
}

/// Prices of a call with a long prompt.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Long {
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

/// What a call cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// By a price of the table.
    Known {
        /// Billionths of a US dollar, rounded up.
        nano_usd: u64,
        /// Whether the tokens were estimated, and so the cost is.
        estimated: bool,
        /// The day of the price.
        as_of: String,
    },
    /// The table has no price.
    Unknown,
}

/// A table of prices.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prices(Vec<Price>);

impl Prices {
    /// The table that Hisho ships.
    pub fn shipped() -> Prices {
        Prices::parse(SHIPPED).expect("the shipped table is checked by a test")
    }

    /// Reads a table: a JSON array of prices. The error says what is wrong and where, for the person who edits.
    pub fn parse(text: &str) -> Result<Prices, String> {
        let prices: Vec<Price> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        for price in &prices {
            let name = &price.model;
            let long = price.long.iter().flat_map(|long| [Some(long.input), Some(long.output), long.cache_read]);
            let amounts = [Some(price.input), Some(price.output), price.cache_read, price.cache_write];
            let sound = |amount: f64| amount.is_finite() && (0.0..=100_000.0).contains(&amount);
            if !amounts.into_iter().chain(long).flatten().all(sound) {
                return Err(format!("{name}: a price is not an amount of dollars"));
            }
            if name.is_empty() || !std::iter::once(&price.as_of).chain(&price.until).all(|day| is_day(day)) {
                return Err(format!("{name}: model and day (YYYY-MM-DD) must be given"));
            }
        }
        Ok(Prices(prices))
    }

    /// This table with the person's own prices before it.
    pub fn changed_by(&self, own: &Prices) -> Prices {
        Prices(own.0.iter().chain(&self.0).cloned().collect())
    }

    /// All prices, the person's own first.
    pub fn all(&self) -> &[Price] {
        &self.0
    }

    /// The price of `model` at `account`'s service on `day` (`YYYY-MM-DD`).
    pub fn of(&self, account: &Account, model: &str, day: &str) -> Option<&Price> {
        let at = account.origin();
        let model = model.trim_start_matches("models/");
        let holds = |price: &&Price| {
            price.at.trim_end_matches('/') == at
                && is_release_of(model, &price.model)
                && price.until.as_deref().is_none_or(|until| day <= until)
        };
        // An exact name is more telling than the family of a release, whoever wrote it.
        let exact = self.0.iter().filter(holds).find(|price| price.model == model);
        exact.or_else(|| self.0.iter().find(holds))
    }

    /// What `usage` cost.
    pub fn cost(&self, account: &Account, model: &str, day: &str, usage: &Usage) -> Cost {
        let Some(price) = self.of(account, model, day) else { return Cost::Unknown };
        let long = price.long.filter(|long| usage.whole_input() > long.above);
        let (input, output, read) = match long {
            Some(long) => (long.input, long.output, long.cache_read.unwrap_or(long.input)),
            None => (price.input, price.output, price.cache_read.unwrap_or(price.input)),
        };
        // A long prompt's cache is written at the higher of the prices that are known.
        let write = price.cache_write.unwrap_or(input).max(if long.is_some() { input } else { 0.0 });
        let parts = [
            (usage.fresh_input(), input),
            (usage.cache_read, read),
            (usage.cache_write, write),
            (usage.whole_output(), output),
        ];
        // A dollar for a million tokens is a million picodollars for one.
        let pico: u128 = parts.iter().map(|(tokens, usd)| u128::from(*tokens) * (usd * 1e6).round() as u128).sum();
        let nano_usd = u64::try_from(pico.div_ceil(1_000)).unwrap_or(u64::MAX);
        Cost::Known { nano_usd, estimated: usage.estimated, as_of: price.as_of.clone() }
    }
}

fn is_day(text: &str) -> bool {
    text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() })
}

/// Whether `model` is `family` itself or a dated release of it. Any other suffix is another model.
fn is_release_of(model: &str, family: &str) -> bool {
    let Some(rest) = model.strip_prefix(family) else { return false };
    rest.is_empty()
        || rest
            .strip_prefix('-')
            .is_some_and(|date| is_day(date) || (date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Wire;
    use crate::usage::Counting;

    fn account(wire: Wire, base: Option<&str>) -> Account {
        Account::new(wire, base, None).unwrap()
    }

    #[test]
    fn the_shipped_table_is_sound() {
        let prices = Prices::shipped();
        assert!(prices.all().len() > 20);
        for (at, price) in prices.all().iter().enumerate() {
            let same =
                |other: &&Price| (&other.at, &other.model, &other.until) == (&price.at, &price.model, &price.until);
            let twin = prices.all()[..at].iter().find(same);
            assert_eq!(twin, None);
            assert!(price.cache_read.is_none_or(|read| read <= price.input), "{}", price.model);
        }
    }

    #[test]
    fn an_unknown_price_is_unknown() {
        let prices = Prices::shipped();
        let usage = Usage { input: 1_000_000, output: 1_000_000, ..Usage::default() };
        let openai = account(Wire::OpenaiChat, None);
        for model in ["gpt-4o-audio-preview", "gpt-99", "", "gpt-4o-2024"] {
            assert_eq!(prices.cost(&openai, model, "2026-11-20", &usage), Cost::Unknown, "{model}");
        }
        let elsewhere = account(Wire::OpenaiChat, Some("http://127.0.0.1:8080"));
        assert_eq!(prices.cost(&elsewhere, "gpt-4o", "2026-11-20", &usage), Cost::Unknown);
    }

    #[test]
    fn costs_are_exact_and_carry_their_label() {
        let prices = Prices::shipped();
        let usage = Usage { input: 1_000, cache_read: 600, output: 10, ..Usage::default() };
        let cost = prices.cost(&account(Wire::OpenaiChat, None), "gpt-4o-mini-2024-07-18", "2026-11-20", &usage);
        let Cost::Known { nano_usd, estimated, .. } = cost else { panic!("{cost:?}") };
        // 400 × 0.15 + 600 × 0.075 + 10 × 0.60 dollars for a million tokens.
        assert_eq!((nano_usd, estimated), (111_000, false));
        let claude = account(Wire::Anthropic, None);
        let usage = Usage { counting: Counting::CacheBeside, estimated: true, ..usage };
        let cost = prices.cost(&claude, "claude-haiku-4-5-20251001", "2026-11-20", &usage);
        let Cost::Known { nano_usd, estimated, .. } = cost else { panic!("{cost:?}") };
        assert_eq!((nano_usd, estimated), (1_000_000 + 60_000 + 50_000, true));
    }

    #[test]
    fn long_prompts_and_ended_offers() {
        let prices = Prices::shipped();
        let gemini = account(Wire::Gemini, None);
        let nano = |input| {
            let usage = Usage { input, counting: Counting::ReasoningBeside, reasoning: 1_000, ..Usage::default() };
            match prices.cost(&gemini, "gemini-2.5-pro", "2026-11-20", &usage) {
                Cost::Known { nano_usd, .. } => nano_usd,
                Cost::Unknown => panic!(),
            }
        };
        assert_eq!(nano(200_000), 250_000_000 + 10_000_000);
        assert_eq!(nano(300_000), 750_000_000 + 15_000_000);
        assert!(prices.of(&gemini, "gemini-3.8-flash", "2026-12-31").is_some());
        assert_eq!(prices.of(&gemini, "gemini-3.8-flash", "2027-01-01").map(|price| price.input), Some(1.5));
    }

    #[test]
    fn the_persons_prices_come_first() {
        let own = r#"[{"at":"http://127.0.0.1:8080","model":"local","as_of":"2026-11-20","input":0,"output":0},
            {"at":"https://api.openai.com","model":"gpt-4o","as_of":"2026-11-20","input":1,"output":2}]"#;
        let prices = Prices::shipped().changed_by(&Prices::parse(own).unwrap());
        let local = account(Wire::OpenaiChat, Some("http://127.0.0.1:8080"));
        let free = prices.cost(&local, "local", "2026-11-20", &Usage { input: 5, ..Usage::default() });
        assert!(matches!(free, Cost::Known { nano_usd: 0, .. }));
        assert_eq!(prices.of(&account(Wire::OpenaiChat, None), "gpt-4o", "2026-11-20").unwrap().input, 1.0);
        for bad in [
            "{}",
            r#"[{"at":"a","model":"m","as_of":"today","input":0,"output":0}]"#,
            r#"[{"at":"a","model":"m","as_of":"2026-11-20","input":-1,"output":0}]"#,
        ] {
            assert!(Prices::parse(bad).is_err(), "{bad}");
        }
    }
}
