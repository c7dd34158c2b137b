//! What a discussion may cost: the worst case is reserved before a turn is given out, and nothing
//! is given out that could go beyond. Must not know prices; the units are the setup's.

use super::setup::Voice;
use super::state::State;
use crate::error::{Error, Result, Rule};

impl State {
    /// What must be reserved for a turn of this seat; None when it could go beyond the budget.
    pub(super) fn affordable(&self, seat: usize) -> Option<u64> {
        let most = match self.seats[seat].spec.voice {
            Voice::Model { most } => most,
            Voice::Person => 0,
        };
        let worst = self.spent.checked_add(self.reserved)?.checked_add(most)?;
        (worst <= self.budget || most == 0).then_some(most)
    }

    /// Gives back what was reserved for a turn, and charges what it cost.
    pub(super) fn charge(&mut self, reserved: u64, cost: u64) {
        self.reserved -= reserved;
        self.spent = self.spent.saturating_add(cost);
    }

    pub(super) fn set_budget(&mut self, budget: u64) -> Result<()> {
        if budget < self.spent.saturating_add(self.reserved) {
            return Err(Error::invalid("budget", Rule::Unexpected));
        }
        self.budget = budget;
        Ok(())
    }
}
