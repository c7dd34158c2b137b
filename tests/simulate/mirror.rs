//! Random worlds for the mirror: a file system, a clock, a person on both sides, sync tools and
//! faults, all out of one seed. What Hisho does in them is the real planner, carried out by the real
//! code; what must hold is checked in [`checks`].

mod actors;
mod checks;
mod faults;
mod guards;
#[cfg(test)]
mod losses;
mod sides;
mod world;

use std::collections::BTreeMap;

use fastrand::Rng;

use crate::Held;
use actors::{Act, act, begin, story};
use world::World;

/// What has to come about in two thousand worlds, or the worlds are too tame.
const EXPECTED: [&str; 46] = [
    "a line refused by the record",
    "disk full",
    "emptied",
    "io error: keep",
    "io error: look",
    "io error: record",
    "io error: take",
    "io error: write",
    "killed: archived",
    "killed: beside",
    "killed: exchanged",
    "killed: keep",
    "killed: look",
    "killed: record",
    "killed: take",
    "killed: write",
    "raced, and put back",
    "refused by the record",
    "saved by rename",
    "saved in the middle of a write",
    "something else was there",
    "step keep",
    "step record",
    "step write",
    "take criteria",
    "take property",
    "take tasks",
    "take text",
    "take title",
    "told Away",
    "told Conflict",
    "told Doubles",
    "told Emptied",
    "told Failed",
    "told Gone",
    "told InTheCloud",
    "told ManyGone",
    "told ReadOnly",
    "told Request",
    "told SyncCopy",
    "told Taken",
    "told Trouble NoProperties",
    "told Trouble NoSection",
    "told Trouble TwoSections",
    "told Unreadable",
    "wiped",
];

/// How often everything that can come about did.
#[derive(Default)]
pub struct Seen(BTreeMap<String, u64>);

impl Seen {
    /// What never came about and should have.
    pub fn missing(&self) -> Vec<&'static str> {
        EXPECTED.into_iter().filter(|name| !self.0.contains_key(*name)).collect()
    }
}

impl std::fmt::Display for Seen {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|(what, times)| writeln!(to, "{times:>9}  {what}"))
    }
}

/// One world of a seed: what does not hold in it.
fn play(seed: u64, acts: &[Act], held: guards::Held, seen: &mut Seen) -> Vec<String> {
    played(World::new(seed, held), acts, seen)
}

fn played(mut world: World, acts: &[Act], seen: &mut Seen) -> Vec<String> {
    begin(&mut world);
    for one in acts {
        act(&mut world, *one);
        if !world.violations.is_empty() {
            return world.violations;
        }
    }
    let wrong = checks::finish(&mut world);
    for (what, times) in world.seen {
        *seen.0.entry(what).or_default() += times;
    }
    wrong
}

fn acts(seed: u64) -> Vec<Act> {
    story(&mut Rng::with_seed(seed ^ 0x9e37_79b9_7f4a_7c15))
}

/// Leaves out what is not needed for the world not to hold.
fn shrunk(seed: u64, mut acts: Vec<Act>, held: guards::Held) -> Vec<Act> {
    let mut width = acts.len() / 2;
    while width > 0 {
        let mut at = 0;
        while at < acts.len() {
            let mut fewer = acts.clone();
            fewer.drain(at..(at + width).min(acts.len()));
            if play(seed, &fewer, held, &mut Seen::default()).is_empty() {
                at += width;
            } else {
                acts = fewer;
            }
        }
        width /= 2;
    }
    acts
}

/// Runs worlds, the first with this seed and each next with the seed after it. What does not hold is
/// printed with its seed and the shortest story that shows it.
pub fn run(scenarios: u64, seed: u64, without: Option<&str>) -> Result<Held, String> {
    let mut held = guards::Held::default();
    if let Some(name) = without {
        let guard = guards::ALL.iter().find(|(known, _)| *known == name);
        guard.ok_or_else(|| format!("there is no guard called {name}"))?.1(&mut held);
    }
    let mut seen = Seen::default();
    let mut shown = 0;
    let held = crate::run(scenarios, seed, |seed| {
        let story = acts(seed);
        let wrong = play(seed, &story, held, &mut seen);
        if wrong.is_empty() {
            return Ok(());
        }
        shown += 1;
        if shown > 3 {
            return Err(wrong.join("; "));
        }
        let story = shrunk(seed, story, held);
        let mut world = World::new(seed, held);
        world.tells = true;
        let wrong = played(world, &story, &mut Seen::default());
        Err(format!("{} in {story:?}", wrong.join("; ")))
    });
    println!("{seen}");
    let missing = seen.missing();
    if without.is_none() && scenarios >= 2_000 && !missing.is_empty() {
        println!("never came about: {missing:?}");
        return Ok(Held { held: 0, ..held });
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_worlds_hold() {
        assert_eq!(run(100, 1, None), Ok(Held { held: 100, of: 100 }));
    }

    #[test]
    fn a_seed_plays_the_same_world_again() {
        let once = |seed| {
            let mut seen = Seen::default();
            (play(seed, &acts(seed), guards::Held::default(), &mut seen), seen.to_string())
        };
        (1..20).for_each(|seed| assert_eq!(once(seed), once(seed)));
    }

    #[test]
    fn every_guard_is_needed() {
        for (name, off) in guards::ALL {
            let mut held = guards::Held::default();
            off(&mut held);
            let fails = |seed| !play(seed, &acts(seed), held, &mut Seen::default()).is_empty();
            assert!((1..=2_000).any(fails), "nothing is lost without `{name}`");
        }
    }
}
