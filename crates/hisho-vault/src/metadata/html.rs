//! HTML inside Markdown.
//!
//! Owns recognising where blocks and pieces of HTML begin and end. Must not know lists, quotes or
//! links. Every search here is bounded by the line or remembered by the caller.

/// How a block of HTML ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    /// With the line that holds one of these, compared without case.
    With(&'static [&'static str]),
    /// Before the next blank line.
    AtBlank,
}

const RAW: [&str; 4] = ["pre", "script", "style", "textarea"];
const RAW_ENDS: &[&str] = &["</pre>", "</script>", "</style>", "</textarea>"];

/// Elements that open a block by their tag alone, in order.
const BLOCKS: [&str; 62] = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
];

/// Whether `line`, from its `<` on, begins a block of HTML. `in_paragraph` when it would cut one
/// short, which a lone tag of another kind cannot.
pub(crate) fn block(line: &str, in_paragraph: bool) -> Option<Ends> {
    let rest = line.strip_prefix('<')?;
    if rest.starts_with("!--") {
        return Some(Ends::With(&["-->"]));
    }
    if rest.starts_with('?') {
        return Some(Ends::With(&["?>"]));
    }
    if rest.starts_with("![CDATA[") {
        return Some(Ends::With(&["]]>"]));
    }
    if rest.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Some(Ends::With(&[">"]));
    }
    let closing = rest.starts_with('/');
    let name_start = usize::from(closing);
    let len = rest[name_start..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'-').count();
    // Longer than any name in the lists, so that no copy of an endless one is made.
    if (1..=16).contains(&len) {
        let name = rest[name_start..name_start + len].to_ascii_lowercase();
        let after = &rest[name_start + len..];
        let ended = after.is_empty() || after.starts_with([' ', '\t', '>']);
        if !closing && ended && RAW.contains(&name.as_str()) {
            return Some(Ends::With(RAW_ENDS));
        }
        if (ended || after.starts_with("/>")) && BLOCKS.binary_search(&name.as_str()).is_ok() {
            return Some(Ends::AtBlank);
        }
    }
    if in_paragraph {
        return None;
    }
    let end = tag(line.as_bytes(), 0, line.len(), &mut Missing::default())?;
    line[end..].trim_matches([' ', '\t']).is_empty().then_some(Ends::AtBlank)
}

/// Whether a block that ends so ends with this line.
pub(crate) fn ends(how: Ends, line: &str) -> bool {
    let Ends::With(marks) = how else { return false };
    let bytes = line.as_bytes();
    marks.iter().any(|mark| {
        let mark = mark.as_bytes();
        memchr::memchr_iter(mark[0], bytes)
            .any(|at| bytes.get(at..at + mark.len()).is_some_and(|found| found.eq_ignore_ascii_case(mark)))
    })
}

/// What was searched for in vain, so that no text is searched twice for it.
#[derive(Debug, Default)]
pub(crate) struct Missing {
    quote: [bool; 2],
    comment: bool,
    instruction: bool,
    cdata: bool,
    declaration: bool,
}

/// Where a piece of HTML within text ends that begins with the `<` at `at`: a tag, a comment, an
/// instruction, a declaration or CDATA.
pub(crate) fn inline(text: &[u8], at: usize, to: usize, missing: &mut Missing) -> Option<usize> {
    let rest = &text[at..to];
    let until = |from: usize, mark: &[u8], gone: &mut bool| {
        if *gone {
            return None;
        }
        let found = rest.get(from..).and_then(|rest| memchr::memmem::find(rest, mark));
        *gone = found.is_none();
        found.map(|found| at + from + found + mark.len())
    };
    if rest.starts_with(b"<!--") {
        return match rest {
            [_, _, _, _, b'>', ..] => Some(at + 5),
            [_, _, _, _, b'-', b'>', ..] => Some(at + 6),
            _ => until(4, b"-->", &mut missing.comment),
        };
    }
    match rest.get(1)? {
        b'?' => until(2, b"?>", &mut missing.instruction),
        b'!' if rest.starts_with(b"<![CDATA[") => until(9, b"]]>", &mut missing.cdata),
        b'!' if rest.get(2).is_some_and(u8::is_ascii_alphabetic) => until(2, b">", &mut missing.declaration),
        b'!' => None,
        _ => tag(text, at, to, missing),
    }
}

/// Where an opening or closing tag ends.
fn tag(text: &[u8], at: usize, to: usize, missing: &mut Missing) -> Option<usize> {
    let text = &text[..to];
    let byte = |at: usize| text.get(at).copied();
    let space = |mut at: usize| {
        while byte(at).is_some_and(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        at
    };
    let closing = byte(at + 1) == Some(b'/');
    let mut at = at + 1 + usize::from(closing);
    if !byte(at)?.is_ascii_alphabetic() {
        return None;
    }
    while byte(at).is_some_and(|b| b.is_ascii_alphanumeric() || b == b'-') {
        at += 1;
    }
    if closing {
        at = space(at);
        return (byte(at)? == b'>').then_some(at + 1);
    }
    loop {
        let next = space(at);
        match byte(next)? {
            b'>' => return Some(next + 1),
            b'/' => return (byte(next + 1)? == b'>').then_some(next + 2),
            b if next > at && (b.is_ascii_alphabetic() || matches!(b, b'_' | b':')) => {}
            _ => return None,
        }
        at = next;
        while byte(at).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-')) {
            at += 1;
        }
        let equals = space(at);
        if byte(equals) != Some(b'=') {
            continue;
        }
        at = space(equals + 1);
        let quote = byte(at)?;
        if matches!(quote, b'"' | b'\'') {
            let gone = &mut missing.quote[usize::from(quote == b'"')];
            if *gone {
                return None;
            }
            let Some(len) = memchr::memchr(quote, &text[at + 1..]) else {
                *gone = true;
                return None;
            };
            at += len + 2;
        } else {
            let start = at;
            while byte(at).is_some_and(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b'=' | b'<' | b'>' | b'`')) {
                at += 1;
            }
            if at == start {
                return None;
            }
        }
    }
}

/// Where an address in angle brackets ends that begins with the `<` at `at`.
pub(crate) fn autolink(text: &[u8], at: usize, to: usize) -> Option<usize> {
    let inner = &text[at + 1..to];
    let scheme = inner.iter().take(33).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-')).count();
    if (2..=32).contains(&scheme) && inner[0].is_ascii_alphabetic() && inner.get(scheme) == Some(&b':') {
        let len = inner.iter().position(|b| *b <= b' ' || matches!(b, b'<' | b'>'))?;
        return (inner[len] == b'>').then_some(at + len + 2);
    }
    let local = inner.iter().position(|b| !(b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(b)))?;
    if local == 0 || inner[local] != b'@' {
        return None;
    }
    let host = &inner[local + 1..];
    let len = host.iter().position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.')))?;
    let label = |label: &[u8]| (1..=63).contains(&label.len()) && label[0] != b'-' && label[label.len() - 1] != b'-';
    (host[len] == b'>' && host[..len].split(|b| *b == b'.').all(label)).then_some(at + local + len + 3)
}
