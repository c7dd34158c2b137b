//! What the engine's rules are good for: tables of personas whose conformity is fixed, each table once with all
//! rules, once without each of them, and once without any. The figures, losses included, are in
//! `docs/conformity.md`.

mod persona;
mod table;

use crate::Held;
use table::{Came, With};

/// Which rules hold, by name.
const WITHS: [(&str, With); 6] = [
    ("all rules", With { names: false, ..With::ALL }),
    ("first round not blind", With { blind: false, ..With::ALL }),
    ("names are shown", With { names: true, ..With::ALL }),
    ("any change counts", With { arguments_only: false, ..With::ALL }),
    ("no early stop", With { stop_early: false, ..With::ALL }),
    ("none of them", With { blind: false, names: true, arguments_only: false, stop_early: false }),
];

/// What tables came to in sum.
#[derive(Default)]
struct Sum {
    right: u64,
    wrong: u64,
    turns: u64,
    to_right: u64,
    to_wrong: u64,
    followed: u64,
    marked: u64,
    /// Where it is right and all rules are not, and the other way round.
    better: u64,
    worse: u64,
}

impl Sum {
    fn add(&mut self, came: &Came, whole: &Came) {
        self.right += u64::from(came.is_right());
        self.wrong += u64::from(came.is_wrong());
        self.turns += came.turns;
        self.to_right += came.to_right;
        self.to_wrong += came.to_wrong;
        self.followed += came.followed;
        self.marked += came.marked;
        self.better += u64::from(came.is_right() && !whole.is_right());
        self.worse += u64::from(!came.is_right() && whole.is_right());
    }

    fn row(&self, name: &str, of: u64) -> String {
        let percent = |count: u64, of: u64| {
            if of == 0 { "–".to_owned() } else { format!("{:.1} %", 100.0 * count as f64 / of as f64) }
        };
        format!(
            "| {name} | {} | {} | {} | {:.1} | {} | {} | {} | {} / {} |",
            percent(self.right, of),
            percent(self.wrong, of),
            percent(of - self.right - self.wrong, of),
            self.turns as f64 / of.max(1) as f64,
            self.to_right,
            self.to_wrong,
            percent(self.marked, self.followed),
            self.better,
            self.worse,
        )
    }
}

/// Seats so many tables, prints what came of each set of rules, and gives at how many tables everything held
/// that must hold under any rules.
pub fn run(tables: u64, seed: u64) -> Held {
    let mut sums: Vec<Sum> = WITHS.iter().map(|_| Sum::default()).collect();
    let (mut one, mut vote) = (Sum::default(), Sum::default());
    let held = crate::run(tables, seed, |seed| {
        let whole = table::discuss(seed, With::ALL)?;
        for (sum, (_, with)) in sums.iter_mut().zip(WITHS) {
            sum.add(&table::discuss(seed, with)?, &whole);
        }
        one.add(&table::one(seed), &whole);
        vote.add(&table::vote(seed), &whole);
        Ok(())
    });
    println!("| | right | wrong | open | turns | wrong→right | right→wrong | marked | better / worse |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    println!("{}", one.row("one secretary", tables));
    println!("{}", vote.row("a vote", tables));
    for (sum, (name, _)) in sums.iter().zip(WITHS) {
        println!("{}", sum.row(name, tables));
    }
    held
}

#[cfg(test)]
mod tests {
    /// Every change that only followed the others and names nothing is marked, dissent stands in the ending, and
    /// it stops when nothing new is said: at any table, under any rules.
    #[test]
    fn what_must_hold_under_any_rules_holds() {
        assert_eq!(super::run(300, 1), crate::Held { held: 300, of: 300 });
    }
}
