//! What a turn may cost at the most, and a whole discussion. Must not know what is said.

use std::collections::HashSet;

use hisho_domain::discussion::Discussion;
use hisho_domain::discussion::engine::{SeatSpec, Setup, Voice};
use hisho_domain::discussion::run::{BudgetUnit, Estimate};
use hisho_domain::people::Provider;
use hisho_domain::secretary::Secretary;
use hisho_domain::{Error, Result};
use hisho_llm::Usage;
use hisho_store::usage::Spent;
use hisho_store::{Connection, preferences, secretaries};
use serde_json::json;

use crate::models::{accounts, calls};

/// Tokens that a turn is told at the most, as they are estimated.
pub(super) const TOLD: u64 = 6_000;

/// What is known of who sits in a seat.
pub(super) struct Sitting {
    pub(super) spec: SeatSpec,
    model: Option<(Provider, Option<String>, String)>,
    tokens: u64,
    cost: Option<u64>,
}

/// Everybody who sits in a discussion now, and what a turn of theirs may cost in this unit.
pub(super) fn sitting(
    connection: &Connection,
    discussion: &Discussion,
    unit: BudgetUnit,
) -> hisho_store::Result<Vec<Sitting>> {
    let present = discussion.seats.iter().filter(|seat| seat.left_at.is_none());
    present
        .map(|seat| {
            let one = sits(connection, seat.who.secretary_uid.as_deref(), unit)?;
            let spec = SeatSpec { uid: seat.uid.clone(), role: seat.role, voice: one.spec.voice };
            Ok(Sitting { spec, ..one })
        })
        .collect()
}

/// Whose voice a secretary has, or the person; the seat itself is left open.
pub(super) fn sits(connection: &Connection, secretary: Option<&str>, unit: BudgetUnit) -> hisho_store::Result<Sitting> {
    let spec = |voice| SeatSpec { uid: String::new(), role: hisho_domain::discussion::SeatRole::Participant, voice };
    let own = || Sitting { spec: spec(Voice::Person), model: None, tokens: 0, cost: Some(0) };
    let Some(uid) = secretary else { return Ok(own()) };
    let secretary = secretaries::get(connection, uid)?;
    if !secretary.is_active {
        return Err(Error::refused("not_at_work", json!({ "name": secretary.name, "uid": uid })).into());
    }
    if secretary.provider == Provider::Manual {
        return Ok(own());
    }
    let account = accounts::address(connection, secretary.provider, secretary.credential_uid.as_deref())?;
    let model = secretary.model.clone().unwrap_or_default();
    // An estimate of tokens errs; a quarter more is what it errs by at the most.
    let input = TOLD + TOLD / 4;
    let most = Usage { input, output: longest(connection, &secretary)?, estimated: true, ..Usage::default() };
    let spent = calls::priced(connection, &account, &model, &most)?;
    let tokens = counted(&spent, BudgetUnit::Tokens).unwrap_or(u64::MAX);
    let cost = counted(&spent, BudgetUnit::Cost);
    let most = match unit {
        BudgetUnit::Tokens => tokens,
        BudgetUnit::Cost => cost.ok_or_else(|| {
            Error::refused("price_unknown", json!({ "name": secretary.name, "uid": uid, "model": model }))
        })?,
    };
    let model = Some((secretary.provider, secretary.credential_uid, model));
    Ok(Sitting { spec: spec(Voice::Model { most }), model, tokens, cost })
}

/// Tokens that an answer of a secretary may have.
pub(super) fn longest(connection: &Connection, secretary: &Secretary) -> hisho_store::Result<u64> {
    let usual = preferences::get(connection)?.ai.max_tokens;
    Ok(u64::try_from(secretary.settings.max_tokens.unwrap_or(usual)).unwrap_or(1).max(1))
}

/// What was spent, in a unit; None where that is not known.
pub(super) fn counted(spent: &Spent, unit: BudgetUnit) -> Option<u64> {
    let count = match unit {
        BudgetUnit::Tokens => Some(spent.input_tokens.saturating_add(spent.output_tokens)),
        BudgetUnit::Cost => spent.cost,
    };
    count.map(|count| u64::try_from(count).unwrap_or(0))
}

/// What a discussion with this setup may come to.
pub(super) fn estimate(setup: &Setup, sitting: &[Sitting]) -> Result<Estimate> {
    setup.check()?;
    let (least_turns, most_turns) = setup.turns();
    let dearest = |of: &dyn Fn(&Sitting) -> Option<u64>| {
        sitting.iter().map(of).try_fold(0u64, |most, one| one.map(|one| most.max(one)))
    };
    let tokens = dearest(&|one| Some(one.tokens)).unwrap_or(0);
    let models: Vec<_> = sitting.iter().filter_map(|one| one.model.as_ref()).collect();
    Ok(Estimate {
        least_turns,
        most_turns,
        most_tokens: tokens.saturating_mul(most_turns),
        most_cost: dearest(&|one| one.cost).map(|cost| cost.saturating_mul(most_turns)),
        is_one_model: models.len() > 1 && models.iter().collect::<HashSet<_>>().len() == 1,
        own_seats: sitting.iter().filter(|one| one.spec.voice == Voice::Person).count(),
    })
}
