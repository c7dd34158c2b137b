//! Random worlds for the engines. Each world comes of one seed, so that one that does not hold can be
//! looked at again alone.

pub mod conformity;
pub mod discussions;
pub mod mirror;
pub mod schedule;

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Worlds that held.
    pub held: u64,
    /// Worlds in all.
    pub of: u64,
}

/// Runs worlds one after another, the first with this seed and each next with the seed after it.
/// What does not hold is printed with its seed.
pub fn run(worlds: u64, seed: u64, mut world: impl FnMut(u64) -> Result<(), String>) -> Held {
    let mut held = 0;
    for nth in 0..worlds {
        let seed = seed.wrapping_add(nth);
        match world(seed) {
            Ok(()) => held += 1,
            Err(why) => println!("seed {seed}: {why}"),
        }
    }
    Held { held, of: worlds }
}
