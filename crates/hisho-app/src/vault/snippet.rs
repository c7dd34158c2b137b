//! A line shortened around a place in it. Must not know what stands at the place.

use std::ops::Range;

/// UTF-16 units before the place.
const BEFORE: usize = 60;
/// UTF-16 units of a snippet, unless the place alone is longer.
const WIDTH: usize = 240;

/// The part of `line` around `place`, both in UTF-16 units, with the place in it. White space at
/// its ends is left out, and other control characters become spaces.
pub(super) fn around(line: &str, place: Range<usize>) -> (String, Vec<[usize; 2]>) {
    let (mut snippet, mut start, mut at) = (String::new(), None, 0);
    let from = place.start.saturating_sub(BEFORE);
    let end = place.end.max(from + WIDTH);
    for c in line.chars() {
        let here = at;
        at += c.len_utf16();
        let blank = start.is_none() && here < place.start && c.is_whitespace();
        if here < from || at > end || blank {
            continue;
        }
        start.get_or_insert(here);
        snippet.push(if c.is_control() { ' ' } else { c });
    }
    let start = start.unwrap_or(place.start);
    let within = [place.start.saturating_sub(start), place.end.min(at).saturating_sub(start)];
    let shown = snippet.trim_end().len();
    snippet.truncate(shown);
    let highlights = if within[0] < within[1] { vec![within] } else { Vec::new() };
    (snippet, highlights)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_found_again_in_the_snippet() {
        assert_eq!(around("\t- 😀 see [[x]] now  ", 9..14), ("- 😀 see [[x]] now".into(), vec![[9 - 1, 14 - 1]]));
        let long = format!("{}[[会議]]{}", "😀".repeat(200), "い".repeat(400));
        let (snippet, highlights) = around(&long, 400..406);
        let units: Vec<u16> = snippet.encode_utf16().collect();
        assert_eq!(String::from_utf16(&units[highlights[0][0]..highlights[0][1]]).expect("whole"), "[[会議]]");
        assert_eq!(units.len(), WIDTH);
        assert_eq!(around("plain", 0..0), ("plain".into(), vec![]));
    }
}
