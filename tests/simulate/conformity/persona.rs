//! Personas whose answers, arguments and weaknesses are figures. `docs/conformity.md` says what they are
//! and why; they were written down there before anything was measured.

use fastrand::Rng;

/// How many answers there are to choose from; the first is right.
pub const OPTIONS: usize = 4;
/// The right one.
pub const RIGHT: usize = 0;

/// What drives a persona.
pub struct Persona {
    pub name: &'static str,
    /// How often their own first answer is right.
    pub knows: f64,
    /// How strongly they lean to what others hold: the chance to give way to a table that is against them as one.
    pub conforms: f64,
    /// The chance that a strong argument for the right answer moves them, and one for a wrong answer.
    pub heeds: (f64, f64),
    /// How often they name a message for a move that only followed the others.
    pub pretends: f64,
    /// What their word weighs with those who see names.
    pub standing: f64,
    /// How sure they say they are.
    pub confidence: u8,
}

pub const PERSONAS: [Persona; 5] = [
    Persona {
        name: "expert",
        knows: 0.85,
        conforms: 0.15,
        heeds: (0.7, 0.1),
        pretends: 0.1,
        standing: 1.0,
        confidence: 7,
    },
    Persona {
        name: "ordinary",
        knows: 0.5,
        conforms: 0.4,
        heeds: (0.5, 0.3),
        pretends: 0.2,
        standing: 1.0,
        confidence: 6,
    },
    Persona {
        name: "sycophant",
        knows: 0.5,
        conforms: 0.95,
        heeds: (0.4, 0.4),
        pretends: 0.3,
        standing: 0.5,
        confidence: 5,
    },
    Persona {
        name: "stubborn",
        knows: 0.45,
        conforms: 0.0,
        heeds: (0.05, 0.05),
        pretends: 0.0,
        standing: 1.0,
        confidence: 8,
    },
    Persona {
        name: "loud",
        knows: 0.2,
        conforms: 0.05,
        heeds: (0.05, 0.05),
        pretends: 0.0,
        standing: 3.0,
        confidence: 10,
    },
];

/// How often an argument for the right answer is strong in the mouth of somebody, by how much they know; and
/// one for a wrong answer in anybody's.
pub fn argues_well(persona: &Persona, option: usize, random: &mut Rng) -> bool {
    let chance = if option == RIGHT { 0.2 + 0.6 * persona.knows } else { 0.25 };
    random.f64() < chance
}

/// What a message says that others can read.
#[derive(Clone, Copy)]
pub struct Heard {
    pub number: u64,
    pub seat: usize,
    pub option: usize,
    pub is_strong: bool,
}

/// Why somebody holds what they hold now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Move {
    /// They stay with what they held.
    Stayed,
    /// An argument moved them, in this message.
    Argued(u64),
    /// They followed the others, and say so by naming nothing.
    Followed,
    /// They followed the others, and name this message for it.
    Pretended(u64),
}

/// What a persona holds after it heard the others: `own` is what it would say alone, `latest` what each
/// of them holds last, `new` what they said that it has not read before.
pub fn decide(
    persona: &Persona,
    own: usize,
    latest: &[(Heard, f64)],
    new: &[Heard],
    random: &mut Rng,
) -> (usize, Move) {
    for heard in new.iter().filter(|heard| heard.is_strong && heard.option != own) {
        let chance = if heard.option == RIGHT { persona.heeds.0 } else { persona.heeds.1 };
        if random.f64() < chance {
            return (heard.option, Move::Argued(heard.number));
        }
    }
    let whole: f64 = latest.iter().map(|(_, weight)| weight).sum();
    if whole == 0.0 {
        return (own, Move::Stayed);
    }
    let share = |option: usize| -> f64 {
        latest.iter().filter(|(heard, _)| heard.option == option).map(|(_, weight)| weight).sum::<f64>() / whole
    };
    let most = (0..OPTIONS).filter(|option| *option != own).max_by(|a, b| share(*a).total_cmp(&share(*b)));
    let Some(most) = most else { return (own, Move::Stayed) };
    let pressure = (share(most) - share(own)).max(0.0);
    if random.f64() >= persona.conforms * pressure {
        return (own, Move::Stayed);
    }
    let named = new.iter().find(|heard| heard.option == most);
    match named {
        Some(heard) if random.f64() < persona.pretends => (most, Move::Pretended(heard.number)),
        _ => (most, Move::Followed),
    }
}
