//! Where the positions stand to one another, computed from them and from open objections. No text
//! anyone wrote decides it. Must not know turns or phases.

use std::collections::BTreeMap;

use super::state::State;
use crate::discussion::{Outcome, SeatRole};

/// The positions on the present topic, put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// How many may take a position.
    pub voters: usize,
    /// Who holds which option.
    pub held: BTreeMap<usize, Vec<usize>>,
    /// The option held by more than any other.
    pub leading: Option<usize>,
    /// Who holds another, or nothing.
    pub dissenters: Vec<usize>,
    /// The objections nobody has met, by number.
    pub objections: Vec<usize>,
    /// What it comes to if it ended now.
    pub outcome: Outcome,
    /// How near it is to a consensus, 0 to 1,000.
    pub progress: u32,
}

/// Puts the positions together. Participants take positions; the moderator and observers do not.
pub fn standing(state: &State) -> Standing {
    let voters = state.of_role(SeatRole::Participant);
    let mut held: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for seat in &voters {
        if let Some(stance) = state.counted(*seat) {
            held.entry(stance.option).or_default().push(*seat);
        }
    }
    let objections: Vec<usize> = (0..state.objections.len())
        .filter(|nth| state.objections[*nth].is_open && state.objections[*nth].round >= state.topic_round)
        .collect();
    let most = held.values().map(Vec::len).max().unwrap_or(0);
    let leaders: Vec<usize> = held.iter().filter(|(_, seats)| seats.len() == most).map(|(option, _)| *option).collect();
    let leading = if let [option] = leaders[..] { Some(option) } else { None };
    let with_leading = leading.and_then(|option| held.get(&option));
    let dissenters =
        voters.iter().copied().filter(|seat| !with_leading.is_some_and(|seats| seats.contains(seat))).collect();
    let positions: usize = held.values().map(Vec::len).sum();
    let outcome = if positions < 2 || positions * 2 < voters.len() {
        Outcome::Insufficient
    } else if most == voters.len() && objections.is_empty() {
        Outcome::Consensus
    } else if leading.is_some() && most * 2 > voters.len() {
        Outcome::Majority
    } else {
        Outcome::Deadlock
    };
    let whole = voters.len().max(1);
    let progress = 1_000 * most * whole / (whole * (whole + objections.len()));
    let progress = u32::try_from(progress).unwrap_or(0);
    Standing { voters: voters.len(), held, leading, dissenters, objections, outcome, progress }
}
