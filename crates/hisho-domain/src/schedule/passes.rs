//! The two passes over a network: forward for the earliest times, backward for the latest, and the
//! slack between. Times are minutes on the calendar's line. Must not know where a network comes from.

use super::Work;
use super::calendar::Axis;
use super::network::Network;

/// The times of one piece of work.
pub(super) struct Times {
    pub(super) early_start: i64,
    pub(super) early_finish: i64,
    pub(super) late_start: i64,
    pub(super) late_finish: i64,
    pub(super) total_slack: i64,
    pub(super) free_slack: i64,
}

/// Both passes; the times of each piece of work, in their order. A piece with parts begins with the
/// first of them.
pub(super) fn run(network: &Network, work: &[Work], axis: &Axis) -> Vec<Times> {
    let early = forward(network, work, axis, None);
    let end = early.iter().map(|(_, finish)| *finish).max().unwrap_or(0);
    let late_finish = backward(network, end);
    let early_start = of_parts(network, work, |piece| early[piece].0);
    let late_start = of_parts(network, work, |piece| late_finish[piece] - network.minutes[piece]);
    (0..work.len())
        .map(|piece| {
            let ends = network.ends(piece);
            let next = network.after[ends].iter().map(|later| early[*later].0).min().unwrap_or(end);
            Times {
                early_start: early_start[piece],
                early_finish: early[ends].1,
                late_start: late_start[piece],
                late_finish: late_finish[ends],
                total_slack: late_finish[ends] - early[ends].1,
                free_slack: next - early[ends].1,
            }
        })
        .collect()
}

/// The start of each piece: its own, or the first of its parts'.
fn of_parts(network: &Network, work: &[Work], own: impl Fn(usize) -> i64) -> Vec<i64> {
    let whole = |piece: usize| network.ends(piece) != piece;
    let mut starts: Vec<i64> = (0..work.len()).map(|piece| if whole(piece) { i64::MAX } else { own(piece) }).collect();
    // A whole stands before its parts in the order, so that backwards they come first.
    for &point in network.order.iter().rev() {
        if let Some(above) = work.get(point).and_then(|piece| piece.part_of) {
            starts[above] = starts[above].min(starts[point]);
        }
    }
    starts
}

/// Earliest start and finish of every point. `done` holds one piece to an end no later than the
/// minute given, as if it had been done by then.
pub(super) fn forward(network: &Network, work: &[Work], axis: &Axis, done: Option<(usize, i64)>) -> Vec<(i64, i64)> {
    let mut early = vec![(0, 0); network.minutes.len()];
    for &point in &network.order {
        let waited = network.before[point].iter().map(|earlier| early[*earlier].1).max().unwrap_or(0);
        let told = work.get(point).and_then(|piece| piece.not_before).map_or(0, |day| axis.at(day));
        // What was done before the first day holds up nothing.
        let start = waited.max(told).max(0);
        let mut finish = start + network.minutes[point];
        if let Some((piece, by)) = done
            && network.ends(piece) == point
        {
            finish = finish.min(by);
        }
        early[point] = (start, finish);
    }
    early
}

/// Latest finish of every point when everything ends at `end`.
fn backward(network: &Network, end: i64) -> Vec<i64> {
    let mut late = vec![end; network.minutes.len()];
    for &point in network.order.iter().rev() {
        if let Some(next) = network.after[point].iter().map(|later| late[*later] - network.minutes[*later]).min() {
            late[point] = next;
        }
    }
    late
}
