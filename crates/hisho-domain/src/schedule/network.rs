//! What waits for what, as a network without rings. A piece with parts is two points, where it
//! begins and where it ends, with its parts between them. Must not know calendars or days.

use super::{MINUTES_LIMIT, WORK_LIMIT, Work, cycle};
use crate::{Error, Result, Rule};

/// The points of a network and their order.
pub(super) struct Network {
    /// Minutes between the begin and the end of each point.
    pub(super) minutes: Vec<i64>,
    /// What each point waits for.
    pub(super) before: Vec<Vec<usize>>,
    /// What waits for each point.
    pub(super) after: Vec<Vec<usize>>,
    /// Every point after all that it waits for.
    pub(super) order: Vec<usize>,
    /// The point where a piece with parts ends; itself for any other.
    ends: Vec<usize>,
}

impl Network {
    /// Builds the network. Refuses places that are not in the list, durations out of bounds and rings.
    pub(super) fn of(work: &[Work]) -> Result<Network> {
        if work.len() > WORK_LIMIT {
            return Err(Error::invalid("work", Rule::TooLong(WORK_LIMIT)));
        }
        let mut has_parts = vec![false; work.len()];
        for piece in work {
            if piece.after.iter().chain(&piece.part_of).any(|place| *place >= work.len()) {
                return Err(Error::invalid("depends_on", Rule::UnknownValue));
            }
            if !(0..=MINUTES_LIMIT).contains(&piece.minutes) {
                return Err(Error::invalid("estimated_minutes", Rule::Range(0, MINUTES_LIMIT)));
            }
            if let Some(whole) = piece.part_of {
                has_parts[whole] = true;
            }
        }
        let mut minutes: Vec<i64> =
            work.iter().zip(&has_parts).map(|(piece, whole)| if *whole { 0 } else { piece.minutes }).collect();
        let mut ends: Vec<usize> = (0..work.len()).collect();
        for (piece, _) in has_parts.iter().enumerate().filter(|(_, whole)| **whole) {
            ends[piece] = minutes.len();
            minutes.push(0);
        }
        let mut before = vec![Vec::new(); minutes.len()];
        for (place, piece) in work.iter().enumerate() {
            before[place].extend(piece.after.iter().map(|earlier| ends[*earlier]));
            if let Some(whole) = piece.part_of {
                before[place].push(whole);
                before[ends[whole]].push(ends[place]);
            }
            if ends[place] != place {
                before[ends[place]].push(place);
            }
        }
        let mut after = vec![Vec::new(); minutes.len()];
        for (point, earlier) in before.iter_mut().enumerate() {
            earlier.sort_unstable();
            earlier.dedup();
            earlier.iter().for_each(|earlier| after[*earlier].push(point));
        }
        let order = ordered(&before, &after).map_err(|ring| {
            let mut pieces: Vec<usize> = ring.into_iter().map(|point| piece_of(point, &ends, work.len())).collect();
            pieces.sort_unstable();
            pieces.dedup();
            cycle(pieces)
        })?;
        Ok(Network { minutes, before, after, order, ends })
    }

    /// The point where a piece begins.
    pub(super) fn begins(&self, piece: usize) -> usize {
        piece
    }

    /// The point where a piece ends.
    pub(super) fn ends(&self, piece: usize) -> usize {
        self.ends[piece]
    }
}

/// Whether a piece is a part of another, however far below; the list is free of rings.
pub(super) fn is_part_of(work: &[Work], piece: usize, whole: usize) -> bool {
    std::iter::successors(work[piece].part_of, |above| work[*above].part_of).any(|above| above == whole)
}

fn piece_of(point: usize, ends: &[usize], pieces: usize) -> usize {
    if point < pieces { point } else { ends.iter().position(|end| *end == point).unwrap_or(point) }
}

/// Every point after all that it waits for; or the points of one ring.
fn ordered(before: &[Vec<usize>], after: &[Vec<usize>]) -> std::result::Result<Vec<usize>, Vec<usize>> {
    let mut open: Vec<usize> = before.iter().map(Vec::len).collect();
    let mut order: Vec<usize> = (0..open.len()).filter(|point| open[*point] == 0).collect();
    let mut next = 0;
    while let Some(point) = order.get(next).copied() {
        next += 1;
        for later in &after[point] {
            open[*later] -= 1;
            if open[*later] == 0 {
                order.push(*later);
            }
        }
    }
    if order.len() == open.len() {
        return Ok(order);
    }
    // What is left waits for something that is left: going back from any of it runs into a ring.
    let mut at = open.iter().position(|waits| *waits > 0).unwrap_or_default();
    let mut trail = Vec::new();
    let mut place = vec![usize::MAX; open.len()];
    while place[at] == usize::MAX {
        place[at] = trail.len();
        trail.push(at);
        at = before[at].iter().copied().find(|earlier| open[*earlier] > 0).unwrap_or(at);
    }
    Err(trail.split_off(place[at]))
}
