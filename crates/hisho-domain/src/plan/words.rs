//! How two texts differ by words, and which entries of two lists are the same. A word is what
//! Unicode's rules of segmentation say, so that Japanese differs by characters.
//! Must not know plans.

use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::diff::{DiffKind, DiffRun};

/// More words than this on either side of a changed passage are not compared with one another:
/// the time grows with their product, and nobody reads such a difference word by word.
const WORDS: usize = 4000;
/// Two entries of which at least this part is the same are one that was changed.
const ALIKE: f64 = 0.5;

/// Which entries belong together, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pair {
    /// In both.
    Both(usize, usize),
    /// Only in the earlier.
    Gone(usize),
    /// Only in the later.
    New(usize),
}

/// The pieces of both texts in reading order. Joined without what was removed they are `after`,
/// joined without what was added `before`.
pub(super) fn compare(before: &str, after: &str) -> Vec<DiffRun> {
    let (old, new): (Vec<&str>, Vec<&str>) = (lines(before), lines(after));
    let mut runs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (a, b) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        match op.tag() {
            DiffTag::Equal => push(&mut runs, DiffKind::Equal, &a),
            _ => by_words(&mut runs, &a, &b),
        }
    }
    runs
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

fn by_words(runs: &mut Vec<DiffRun>, before: &str, after: &str) {
    let old: Vec<&str> = before.split_word_bounds().collect();
    let new: Vec<&str> = after.split_word_bounds().collect();
    if old.len() > WORDS || new.len() > WORDS {
        push(runs, DiffKind::Removed, before);
        push(runs, DiffKind::Added, after);
        return;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let last = ops.len().saturating_sub(1);
    let (mut gone, mut come) = (String::new(), String::new());
    for (at, op) in ops.iter().enumerate() {
        let (a, b) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        // A space alone between two changes would only tear them apart.
        let gap = at > 0 && at < last && a.trim().is_empty() && !a.contains('\n');
        if op.tag() == DiffTag::Equal && !gap {
            push(runs, DiffKind::Removed, &std::mem::take(&mut gone));
            push(runs, DiffKind::Added, &std::mem::take(&mut come));
            push(runs, DiffKind::Equal, &a);
        } else {
            gone.push_str(&a);
            come.push_str(&b);
        }
    }
    push(runs, DiffKind::Removed, &gone);
    push(runs, DiffKind::Added, &come);
}

fn push(runs: &mut Vec<DiffRun>, kind: DiffKind, text: &str) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => runs.push(DiffRun { kind, text: text.to_owned() }),
    }
}

/// Pairs entries that say the same, and where some were replaced, those that are alike.
pub(super) fn pair(before: &[String], after: &[String]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        let (old, new) = (op.old_range(), op.new_range());
        if op.tag() == DiffTag::Equal {
            pairs.extend(old.zip(new).map(|(a, b)| Pair::Both(a, b)));
            continue;
        }
        let mut left = old.clone();
        for b in new {
            match left.clone().find(|a| alike(&before[*a], &after[b])) {
                Some(a) => {
                    pairs.extend((left.start..a).map(Pair::Gone));
                    pairs.push(Pair::Both(a, b));
                    left.start = a + 1;
                }
                None => pairs.push(Pair::New(b)),
            }
        }
        pairs.extend(left.map(Pair::Gone));
    }
    pairs
}

fn alike(before: &str, after: &str) -> bool {
    let same: usize =
        compare(before, after).iter().filter(|run| run.kind == DiffKind::Equal).map(|run| run.text.len()).sum();
    let longer = before.len().max(after.len());
    longer > 0 && same as f64 >= ALIKE * longer as f64
}

/// Pairs entries by their identities, and tells which of those that stayed changed their place.
pub(super) fn by_identity(before: &[String], after: &[String]) -> Vec<(Pair, bool)> {
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        let in_step = op.tag() == DiffTag::Equal;
        if !in_step {
            pairs.extend(op.old_range().filter(|a| !after.contains(&before[*a])).map(|a| (Pair::Gone(a), false)));
        }
        for b in op.new_range() {
            match before.iter().position(|uid| *uid == after[b]) {
                Some(a) => pairs.push((Pair::Both(a, b), !in_step)),
                None => pairs.push((Pair::New(b), false)),
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(runs: &[DiffRun], without: DiffKind) -> String {
        runs.iter().filter(|run| run.kind != without).map(|run| run.text.as_str()).collect()
    }

    #[test]
    fn changes_beside_one_another_are_one_change() {
        let runs = compare("move the old office now", "move a bigger office now");
        let told: Vec<(&str, &str)> = runs.iter().map(|run| (run.kind.as_str(), run.text.as_str())).collect();
        assert_eq!(told, [("equal", "move "), ("removed", "the old"), ("added", "a bigger"), ("equal", " office now")]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(13), ..ProptestConfig::default() })]

        /// Whatever the texts, nothing of either is lost or invented.
        #[test]
        fn the_pieces_are_both_texts(before in "[春夏秋 ab\n\u{e9}\u{1f600}]{0,60}", after in "[春夏秋 ab\n\u{e9}\u{1f600}]{0,60}") {
            let runs = compare(&before, &after);
            prop_assert_eq!(joined(&runs, DiffKind::Added), before.as_str());
            prop_assert_eq!(joined(&runs, DiffKind::Removed), after.as_str());
            prop_assert_eq!(runs.iter().any(|run| run.kind != DiffKind::Equal), before != after);
        }

        /// Every entry of both lists is there once, the later ones in their order.
        #[test]
        fn no_entry_is_lost(before in prop::collection::vec("[ab]{1,3}", 0..8), after in prop::collection::vec("[ab]{1,3}", 0..8)) {
            let pairs = pair(&before, &after);
            let old: Vec<usize> = pairs.iter().filter_map(|p| match p { Pair::Both(a, _) | Pair::Gone(a) => Some(*a), Pair::New(_) => None }).collect();
            let new: Vec<usize> = pairs.iter().filter_map(|p| match p { Pair::Both(_, b) | Pair::New(b) => Some(*b), Pair::Gone(_) => None }).collect();
            prop_assert_eq!(old, (0..before.len()).collect::<Vec<_>>());
            prop_assert_eq!(new, (0..after.len()).collect::<Vec<_>>());
        }
    }
}
