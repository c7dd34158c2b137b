//! Merging a note that two sides changed.
//!
//! Owns the three-way merge by lines: what Hisho would write, what is on disk, and what Hisho would
//! have written when both last agreed. Where both changed the same lines the text on disk stands.
//! Must not know what the lines mean.

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The bytes that should be on disk.
    pub bytes: Vec<u8>,
    /// Somewhere both sides changed the same lines, and the disk's stand.
    pub contested: bool,
}

/// Merges what changed between `base` and `ours` into `disk`. Lines are compared without their
/// endings; lines that are taken from `ours` get the ending that is usual on disk. A byte order
/// mark on disk stays.
pub fn merge(base: &[u8], ours: &[u8], disk: &[u8]) -> Merged {
    let mark = if disk.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let (base_lines, our_lines, disk_lines) = (lines(base), lines(ours), lines(&disk[mark..]));
    let ending: &[u8] = if usual_is_crlf(&disk_lines) { b"\r\n" } else { b"\n" };
    let in_ours = kept(&base_lines, &our_lines);
    let on_disk = kept(&base_lines, &disk_lines);

    let mut merged = Merged { bytes: disk[..mark].to_vec(), contested: false };
    let push = |bytes: &mut Vec<u8>, line: &[u8], end: &[u8]| {
        // A line that was the last one lacks an ending; before another it needs one.
        if bytes.len() > mark && !bytes.ends_with(b"\n") {
            bytes.extend_from_slice(ending);
        }
        bytes.extend_from_slice(line);
        bytes.extend_from_slice(end);
    };
    let (mut b, mut o, mut d) = (0, 0, 0);
    loop {
        // The next line of the base that both sides kept ends the stretch that starts here.
        let anchor = (b..base_lines.len()).find_map(|at| Some((at, in_ours[at]?, on_disk[at]?)));
        let (next_b, next_o, next_d) = anchor.unwrap_or((base_lines.len(), our_lines.len(), disk_lines.len()));
        let (was, mine, theirs) = (&base_lines[b..next_b], &our_lines[o..next_o], &disk_lines[d..next_d]);
        if same(was, theirs) && !same(was, mine) {
            for line in mine {
                let end = if line.ends_with(b"\n") { ending } else { b"" };
                push(&mut merged.bytes, bare(line), end);
            }
        } else {
            merged.contested |= !same(was, mine) && !same(mine, theirs) && !same(was, theirs);
            theirs.iter().for_each(|line| push(&mut merged.bytes, line, b""));
        }
        let Some((at_b, at_o, at_d)) = anchor else { break };
        push(&mut merged.bytes, disk_lines[at_d], b"");
        (b, o, d) = (at_b + 1, at_o + 1, at_d + 1);
    }
    merged
}

/// Lines with their endings.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|&byte| byte == b'\n').collect()
}

fn bare(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

fn same(one: &[&[u8]], other: &[&[u8]]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| bare(a) == bare(b))
}

fn usual_is_crlf(lines: &[&[u8]]) -> bool {
    let crlf = lines.iter().filter(|line| line.ends_with(b"\r\n")).count();
    crlf * 2 > lines.len()
}

/// For every line of the base where it stands on the other side, if it was kept.
fn kept(base: &[&[u8]], other: &[&[u8]]) -> Vec<Option<usize>> {
    let base_bare: Vec<&[u8]> = base.iter().map(|line| bare(line)).collect();
    let other_bare: Vec<&[u8]> = other.iter().map(|line| bare(line)).collect();
    let mut places = vec![None; base.len()];
    for op in capture_diff_slices(Algorithm::Myers, &base_bare, &other_bare) {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            for (at, place) in from.zip(to) {
                places[at] = Some(place);
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn merged(base: &str, ours: &str, disk: &str) -> (String, bool) {
        let merged = merge(base.as_bytes(), ours.as_bytes(), disk.as_bytes());
        (String::from_utf8(merged.bytes).expect("text"), merged.contested)
    }

    #[test]
    fn each_side_keeps_its_changes() {
        let base = "a\nb\nc\nd\n";
        assert_eq!(merged(base, "a\nB\nc\nd\n", "a\nb\nc\nd\nmine\n"), ("a\nB\nc\nd\nmine\n".into(), false));
        assert_eq!(merged(base, "b\nc\nd\n", "a\nb\nc\nD\n"), ("b\nc\nD\n".into(), false));
    }

    #[test]
    fn the_disk_stands_where_both_changed() {
        assert_eq!(merged("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n"), ("a\ntheirs\nc\n".into(), true));
        assert_eq!(merged("a\nb\n", "a\nsame\n", "a\nsame\n"), ("a\nsame\n".into(), false));
    }

    #[test]
    fn endings_and_byte_order_mark_stay() {
        assert_eq!(
            merged("a\nb\nc\n", "a\nB\nc\n", "\u{FEFF}a\r\nb\r\nc\r\nmine\r\n"),
            ("\u{FEFF}a\r\nB\r\nc\r\nmine\r\n".into(), false)
        );
        assert_eq!(merged("a\nb\n", "a\nb\nc\n", "a\nb"), ("a\nb\nc\n".into(), false));
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec("[abc]", 0..8).prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(5), ..ProptestConfig::default() })]

        #[test]
        fn one_side_alone_wins(base in text(), changed in text()) {
            prop_assert_eq!(merged(&base, &changed, &base), (changed.clone(), false));
            prop_assert_eq!(merged(&base, &base, &changed), (changed, false));
        }

        #[test]
        fn lines_the_person_added_are_never_lost(base in text(), ours in text(), at in 0usize..9) {
            let mut lines: Vec<String> = base.split_inclusive('\n').map(str::to_owned).collect();
            lines.insert(at.min(lines.len()), "the person's own line\n".to_owned());
            let (text, _) = merged(&base, &ours, &lines.concat());
            prop_assert!(text.contains("the person's own line\n"));
        }
    }
}
