//! Random work and calendars, scheduled by the app's engine and by an oracle that knows nothing of it:
//! it walks a table of days minute by minute and looks for the longest way by trying every step back.

use std::collections::BTreeSet;

use fastrand::Rng;
use hisho_domain::schedule::{DayException, Slot, Work, WorkCalendar, delayed_by, schedule};
use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The largest graph.
const MOST: usize = 2_000;

/// One random graph. The error says what differs.
pub fn holds(seed: u64) -> Result<(), String> {
    let mut random = Rng::with_seed(seed);
    let calendar = calendar(&mut random);
    let from = date(2026, 1, 1) + random.i32(0..800).days();
    // Most graphs are small, so that many shapes are seen; some reach the limit.
    let size = match random.u8(0..20) {
        0 => random.usize(500..=MOST),
        1..=4 => random.usize(50..500),
        _ => random.usize(1..50),
    };
    let work = work(&mut random, size, from);
    let oracle = Oracle::new(&work, &calendar, from);
    let laid = schedule(&work, &calendar, from).map_err(|error| format!("refused: {error}"))?;
    for (place, slot) in laid.slots.iter().enumerate() {
        let expected = oracle.slot(place);
        if *slot != expected {
            return Err(format!("{place} of {size}: {slot:?} instead of {expected:?}"));
        }
    }
    if laid.finish_on != oracle.finish_on() {
        return Err(format!("ends on {} instead of {}", laid.finish_on, oracle.finish_on()));
    }
    delays_hold(&mut random, &work, &calendar, from, &oracle)?;
    a_ring_is_refused(&mut random, work, &calendar, from)
}

fn calendar(random: &mut Rng) -> WorkCalendar {
    let mut week = [0; 7];
    for minutes in &mut week {
        *minutes = [0, 60, 240, 480, 480, 480, 1_440][random.usize(0..7)];
    }
    // A week without work is refused, which the domain's own tests show.
    week[random.usize(0..7)] = 480;
    let days: BTreeSet<i32> = (0..random.usize(0..60)).map(|_| random.i32(-60..1_500)).collect();
    let exceptions = days.into_iter().map(|day| DayException {
        day: (date(2026, 1, 1) + day.days()).to_string(),
        minutes: if random.bool() { 0 } else { random.i64(0..=1_440) },
        name: String::new(),
    });
    WorkCalendar { week, exceptions: exceptions.collect() }
}

/// Work without rings. Everything has a place in one line; a whole covers a stretch of it, with itself
/// first; and a piece waits only for what ends before it begins there. Which piece stands where is shuffled.
fn work(random: &mut Rng, size: usize, from: Date) -> Vec<Work> {
    let mut stands: Vec<usize> = (0..size).collect();
    random.shuffle(&mut stands);
    let mut wholes = vec![None; size];
    let mut open: Vec<usize> = Vec::new();
    for (nth, whole) in wholes.iter_mut().enumerate() {
        while !open.is_empty() && random.u8(0..5) == 0 {
            open.pop();
        }
        *whole = open.last().copied();
        if open.len() < 3 && random.u8(0..6) == 0 {
            open.push(nth);
        }
    }
    let mut last: Vec<usize> = (0..size).collect();
    for nth in (0..size).rev() {
        if let Some(whole) = wholes[nth] {
            last[whole] = last[whole].max(last[nth]);
        }
    }
    let day = |random: &mut Rng| from + random.i32(-30..400).days();
    let mut work = vec![Work::default(); size];
    for nth in 0..size {
        let piece = &mut work[stands[nth]];
        piece.minutes = match random.u8(0..6) {
            0 => 0,
            1 => random.i64(1..60),
            _ => random.i64(60..3_000),
        };
        piece.not_before = (random.u8(0..6) == 0).then(|| day(random));
        piece.due = (random.u8(0..4) == 0).then(|| day(random));
        piece.part_of = wholes[nth].map(|whole| stands[whole]);
        for _ in 0..if nth == 0 { 0 } else { random.usize(0..4) } {
            let earlier = random.usize(nth.saturating_sub(40)..nth);
            if last[earlier] < nth {
                piece.after.push(stands[earlier]);
            }
        }
    }
    work
}

/// With one piece more that closes a way into a ring, the work is refused, and those named form one.
fn a_ring_is_refused(random: &mut Rng, mut work: Vec<Work>, calendar: &WorkCalendar, from: Date) -> Result<(), String> {
    let waiting: Vec<usize> = (0..work.len()).filter(|place| !work[*place].after.is_empty()).collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let mut at = waiting[random.usize(0..waiting.len())];
    let first = at;
    for _ in 0..random.usize(1..6) {
        if work[at].after.is_empty() {
            break;
        }
        at = work[at].after[random.usize(0..work[at].after.len())];
    }
    work[at].after.push(first);
    match schedule(&work, calendar, from) {
        Ok(_) => Err(format!("{first} and {at} wait for each other, and it was not refused")),
        Err(error) if error.params["rule"] == "cycle" => match error.params["places"].as_array() {
            Some(ring) if !ring.is_empty() => Ok(()),
            _ => Err("the ring is not named".into()),
        },
        Err(error) => Err(format!("refused for another reason: {error}")),
    }
}

/// What would be earlier if one late piece were in time, against laying everything out again.
fn delays_hold(
    random: &mut Rng,
    work: &[Work],
    calendar: &WorkCalendar,
    from: Date,
    oracle: &Oracle<'_>,
) -> Result<(), String> {
    let late: Vec<usize> = (0..work.len()).filter(|place| work[*place].due.is_some()).collect();
    if late.is_empty() {
        return Ok(());
    }
    let late = late[random.usize(0..late.len())];
    let told = delayed_by(work, calendar, from, late).map_err(|error| format!("refused: {error}"))?;
    let in_time = Oracle::with(work, calendar, from, Some(late));
    for place in 0..work.len() {
        let parts = std::iter::successors(work[place].part_of, |above| work[*above].part_of);
        let expected = oracle.ready[place] - in_time.ready[place];
        let own = place == late || parts.into_iter().any(|above| above == late);
        let expected = (expected > 0 && !own).then_some(expected);
        if told.get(&place).copied() != expected {
            return Err(format!("{late} delays {place} by {:?} instead of {expected:?}", told.get(&place)));
        }
    }
    Ok(())
}

/// The slow way. Times are working minutes from the first day.
struct Oracle<'a> {
    work: &'a [Work],
    from: Date,
    /// Minutes of each day from the first.
    days: Vec<i64>,
    /// Minutes of each day before the first, backwards.
    past: Vec<i64>,
    parts: Vec<Vec<usize>>,
    waiters: Vec<Vec<usize>>,
    /// When each piece may begin.
    ready: Vec<i64>,
    /// When each piece is done.
    done: Vec<i64>,
    end: i64,
    late_done: Vec<Option<i64>>,
}

impl<'a> Oracle<'a> {
    fn new(work: &'a [Work], calendar: &WorkCalendar, from: Date) -> Self {
        let mut oracle = Self::with(work, calendar, from, None);
        for place in 0..work.len() {
            oracle.late(place);
        }
        oracle
    }

    /// With one piece done no later than its due day.
    fn with(work: &'a [Work], calendar: &WorkCalendar, from: Date, in_time: Option<usize>) -> Self {
        let minutes = |day: Date| {
            let exception = calendar.exceptions.iter().find(|exception| exception.day == day.to_string());
            let week = calendar.week[usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0)];
            exception.map_or(week, |exception| exception.minutes)
        };
        let total: i64 = work.iter().map(|piece| piece.minutes).sum();
        let mut days = Vec::new();
        let mut sum = 0;
        // Long enough for all the work after the last day that anything waits for.
        while sum <= total || days.len() < 500 {
            let day = minutes(from + i64::try_from(days.len()).unwrap_or(0).days());
            sum += if days.len() < 500 { 0 } else { day };
            days.push(day);
        }
        let past = (1..60).map(|back: i64| minutes(from - back.days())).collect();
        let mut parts = vec![Vec::new(); work.len()];
        let mut waiters = vec![Vec::new(); work.len()];
        for (place, piece) in work.iter().enumerate() {
            if let Some(whole) = piece.part_of {
                parts[whole].push(place);
            }
            piece.after.iter().for_each(|earlier| waiters[*earlier].push(place));
        }
        let mut oracle = Oracle {
            work,
            from,
            days,
            past,
            parts,
            waiters,
            ready: vec![-1; work.len()],
            done: vec![i64::MIN; work.len()],
            end: 0,
            late_done: vec![None; work.len()],
        };
        let held = in_time.and_then(|place| Some((place, oracle.end_of(work[place].due?))));
        for place in 0..work.len() {
            oracle.end = oracle.end.max(oracle.done(place, held));
            oracle.ready(place, held);
        }
        oracle
    }

    fn ready(&mut self, place: usize, held: Option<(usize, i64)>) -> i64 {
        if self.ready[place] < 0 {
            let piece = &self.work[place];
            let mut ready = piece.not_before.map_or(0, |day| self.begin_of(day)).max(0);
            for earlier in piece.after.clone() {
                ready = ready.max(self.done(earlier, held));
            }
            if let Some(whole) = piece.part_of {
                ready = ready.max(self.ready(whole, held));
            }
            self.ready[place] = ready;
        }
        self.ready[place]
    }

    fn done(&mut self, place: usize, held: Option<(usize, i64)>) -> i64 {
        if self.done[place] == i64::MIN {
            let own = self.ready(place, held) + if self.parts[place].is_empty() { self.work[place].minutes } else { 0 };
            let mut done = own;
            for part in self.parts[place].clone() {
                done = done.max(self.done(part, held));
            }
            self.done[place] = match held {
                Some((late, by)) if late == place => done.min(by),
                _ => done,
            };
        }
        self.done[place]
    }

    /// The latest a piece may be done: before everything that waits for it or for what it is a part of.
    fn late(&mut self, place: usize) -> i64 {
        if let Some(late) = self.late_done[place] {
            return late;
        }
        let mut late = self.work[place].part_of.map_or(self.end, |whole| self.late(whole));
        for waiter in self.waiters[place].clone() {
            late = late.min(self.late_begin(waiter));
        }
        self.late_done[place] = Some(late);
        late
    }

    fn late_begin(&mut self, place: usize) -> i64 {
        if self.parts[place].is_empty() {
            return self.late(place) - self.work[place].minutes;
        }
        let own = self.late(place);
        self.parts[place].clone().into_iter().map(|part| self.late_begin(part)).fold(own, i64::min)
    }

    fn slot(&self, place: usize) -> Slot {
        let piece = &self.work[place];
        let (done, late) = (self.done[place], self.late_done[place].unwrap_or(self.end));
        let (start_on, finish_on) = self.days_of(piece, self.first(place, &|leaf| self.ready[leaf]), done);
        let leaf_late = |leaf: usize| self.late_done[leaf].unwrap_or(self.end) - self.work[leaf].minutes;
        let (latest_start_on, latest_finish_on) = self.days_of(piece, self.first(place, &leaf_late), late);
        let nexts = self.waiters[place].iter().map(|waiter| self.ready[*waiter]);
        let next = nexts.chain(piece.part_of.map(|whole| self.done[whole])).min().unwrap_or(self.end);
        Slot {
            start_on,
            finish_on,
            latest_start_on,
            latest_finish_on,
            total_slack: late - done,
            free_slack: next - done,
            is_critical: late == done,
            late_by: piece.due.map_or(0, |due| (done - self.end_of(due)).max(0)),
        }
    }

    /// The first begin among the pieces without parts under a piece.
    fn first(&self, place: usize, begin: &dyn Fn(usize) -> i64) -> i64 {
        match self.parts[place].iter().map(|part| self.first(*part, begin)).min() {
            Some(first) => first,
            None => begin(place),
        }
    }

    fn days_of(&self, piece: &Work, start: i64, finish: i64) -> (Date, Date) {
        if start < finish {
            return (self.day_with(start), self.day_with(finish - 1));
        }
        let ended = if start == 0 { self.from } else { self.day_with(start - 1) };
        let day =
            piece.not_before.filter(|day| self.begin_of(*day).max(0) == start).map_or(ended, |day| day.max(ended));
        (day, day)
    }

    /// The day in which the minute after this one lies.
    fn day_with(&self, minute: i64) -> Date {
        let mut left = minute;
        let mut day = 0;
        while left >= self.days[day] {
            left -= self.days[day];
            day += 1;
        }
        self.from + i64::try_from(day).unwrap_or(0).days()
    }

    fn finish_on(&self) -> Date {
        if self.end == 0 { self.from } else { self.day_with(self.end - 1) }
    }

    /// Minutes before a day begins; below zero for days before the first.
    fn begin_of(&self, day: Date) -> i64 {
        let nth = i64::from((day - self.from).get_days());
        match usize::try_from(nth) {
            Ok(nth) => self.days[..nth].iter().sum(),
            Err(_) => -self.past[..usize::try_from(-nth).unwrap_or(0)].iter().sum::<i64>(),
        }
    }

    fn end_of(&self, day: Date) -> i64 {
        self.begin_of(day + 1.days())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn two_hundred_graphs_hold() {
        assert_eq!(crate::run(200, 1, super::holds), crate::Held { held: 200, of: 200 });
    }
}
