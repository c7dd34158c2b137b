//! What a link says.
//!
//! Owns reading the inside of a link: its target, what is shown, and whether it leads out of the
//! vault. Must not know where it stands.

/// The target and the shown text of `[[inner]]`.
pub(crate) fn wiki(inner: &str) -> (String, String) {
    match inner.find('|') {
        // In a table the bar is escaped, and the escape stays behind.
        Some(bar) if bar > 0 => {
            let link = inner[..bar].strip_suffix('\\').unwrap_or(&inner[..bar]).trim();
            (link.to_owned(), inner[bar + 1..].trim().to_owned())
        }
        _ => (inner.trim().to_owned(), shown(inner)),
    }
}

/// What is shown of a target that says nothing else: its parts with `>` between.
fn shown(link: &str) -> String {
    let parts: Vec<&str> = link.split('#').map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(" > ")
}

/// A Markdown link's target within the vault, percent signs decoded; none when it leads out of it
/// or nowhere.
pub(crate) fn inside(target: &str) -> Option<String> {
    if target.is_empty() || is_outside(target) {
        return None;
    }
    Some(decoded(target))
}

/// Whether a target names a protocol. One letter and a colon is rather a drive.
fn is_outside(target: &str) -> bool {
    let Some((scheme, _)) = target.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'))
}

/// Without percent signs; as it is when they make no text.
fn decoded(target: &str) -> String {
    if !target.contains('%') {
        return target.to_owned();
    }
    let bytes = target.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
        if bytes[at] == b'%'
            && let (Some(high), Some(low)) = (digit(at + 1), digit(at + 2))
        {
            out.push((high * 16 + low) as u8);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| target.to_owned())
}
