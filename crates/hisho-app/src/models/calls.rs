//! The one way in which a model is asked: held by the budgets before, counted after, whatever
//! became of it. Must not know what is asked, or what an answer is used for.

use std::time::Instant;

use futures_util::StreamExt;
use hisho_domain::{Actor, Error, Result};
use hisho_llm::{Answer, Chat, Cost, Prices, Provider, Stop, Usage};
use hisho_store::usage::{Made, Planned, Spent, Unsettled};
use hisho_store::{Connection, Write, budgets, prices, time, usage};
use tokio::sync::mpsc;

use super::Models;
use super::accounts::{self, Line};
use crate::Event;

/// Tokens that an answer may have where nobody set a limit.
const MOST_TOKENS: u32 = 4_096;

/// The most of anything that is believed of one call, a million dollars or 10^14 tokens: whatever a
/// service claims, sums of calls can still be made.
const MOST_COUNTED: i64 = 100_000_000_000_000;

/// For whom a model is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asker {
    pub(crate) run: Option<i64>,
    pub(crate) secretary_uid: Option<String>,
    pub(crate) project_uid: Option<String>,
}

impl Models {
    /// Asks, tells `told` what comes, and gives what it came to. A call that a budget does not
    /// allow is refused before anything is sent.
    pub(crate) async fn ask(
        &self,
        line: &Line,
        asker: Asker,
        mut chat: Chat,
        stop: Stop,
        told: mpsc::UnboundedSender<hisho_llm::Event>,
    ) -> Result<Answer> {
        let longest = *chat.max_tokens.get_or_insert(MOST_TOKENS);
        let account = line.remote.account().clone();
        let model = chat.model.clone();
        let planned = Planned {
            run: asker.run,
            secretary_uid: asker.secretary_uid,
            project_uid: asker.project_uid,
            account_uid: line.account_uid.clone(),
            provider: line.service.as_str(),
            model: model.clone(),
        };
        let guess = Usage { input: chat.estimate(), output: longest.into(), estimated: true, ..Usage::default() };
        let (record, before) = {
            let (planned, account) = (planned.clone(), account.clone());
            self.store
                .write(Actor::system(), move |write| {
                    let most = spent(&table(write)?, &account, &planned.model, &guess);
                    budgets::admit(write, &planned, &most)?;
                    let before = held(write, &planned)?;
                    Ok((usage::reserve(write, &planned, &most)?, before))
                })
                .await?
        };
        let begun = Instant::now();
        let mut events = line.remote.stream(chat, stop);
        let mut answer = None;
        while let Some(event) = events.next().await {
            match event {
                hisho_llm::Event::Done(done) => answer = Some(*done),
                // Nobody listening is no reason to stop: what was asked is paid for.
                event => drop(told.send(event)),
            }
        }
        let answer = answer.ok_or_else(|| Error::internal("a call ended without its end"))?;
        let latency_ms = i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX);
        let (used, success) = (answer.usage.clone(), answer.complete);
        let after = self
            .store
            .write(Actor::system(), move |write| {
                // Nothing was sent that anybody could charge for.
                let used = used.unwrap_or_default();
                let spent = spent(&table(write)?, &account, &model, &used);
                usage::settle(write, record, &Made { spent, latency_ms, success })?;
                held(write, &planned)
            })
            .await?;
        for budget in budgets::reached(&before, &after) {
            // Nobody listening is no failure.
            let _ = self.events.send(Event::Budget { budget: Box::new(budget) });
        }
        Ok(answer)
    }
}

fn held(connection: &Connection, planned: &Planned) -> hisho_store::Result<Vec<hisho_domain::spending::Budget>> {
    budgets::holding(connection, planned.secretary_uid.as_deref(), planned.project_uid.as_deref())
}

/// What a call that nobody saw the end of came to, by what was sent and what is left of its answer.
fn guessed(connection: &Connection, call: &Unsettled, received: u64) -> hisho_store::Result<Spent> {
    let input = u64::try_from(call.input_tokens).unwrap_or_default();
    let used = Usage { input, output: received, estimated: true, ..Usage::default() };
    let account = accounts::address(connection, call.provider, call.account_uid.as_deref())?;
    Ok(spent(&table(connection)?, &account, &call.model, &used))
}

/// Settles the calls of a run that nobody saw the end of, by what is left of their answers in tokens.
pub(crate) fn settle_unseen(write: &Write<'_>, run: i64, received: u64) -> hisho_store::Result<()> {
    for call in usage::unsettled(write, run)? {
        let spent = guessed(write, &call, received)?;
        usage::settle(write, call.record, &Made { spent, latency_ms: 0, success: false })?;
    }
    Ok(())
}

/// What tokens of a model come to there today.
pub(crate) fn priced(
    connection: &Connection,
    account: &hisho_llm::Account,
    model: &str,
    used: &Usage,
) -> hisho_store::Result<Spent> {
    Ok(spent(&table(connection)?, account, model, used))
}

/// The table that ships with the person's own prices before it.
fn table(connection: &Connection) -> hisho_store::Result<Prices> {
    let own = serde_json::to_string(&prices::own(connection)?).map_err(Error::internal)?;
    Ok(Prices::shipped().changed_by(&Prices::parse(&own).map_err(Error::internal)?))
}

/// What tokens cost today, as the database keeps it.
fn spent(prices: &Prices, account: &hisho_llm::Account, model: &str, used: &Usage) -> Spent {
    let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX).min(MOST_COUNTED);
    let cost = match prices.cost(account, model, &time::local_day(), used) {
        // From 10^-9 to 10^-8 dollars, never less than it was.
        Cost::Known { nano_usd, .. } => Some(count(nano_usd.div_ceil(10))),
        Cost::Unknown => None,
    };
    Spent {
        input_tokens: count(used.whole_input()),
        cached_tokens: count(used.cache_read),
        output_tokens: count(used.whole_output()),
        cost,
        is_estimate: used.estimated,
    }
}
