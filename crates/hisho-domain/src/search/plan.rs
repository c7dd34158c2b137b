//! What the index can say about a query: an expression that gives every candidate, and whether it
//! already decides. Must not know the index's tables.

use unicode_normalization::char::is_combining_mark;

use super::node::{How, Node};
use super::pattern::Needs;
use crate::text::{Script, cjk_expression, runs};

/// What to ask the full-text index. It never leaves out what is to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Candidates match this; everything is one where it is None.
    pub expression: Option<String>,
    /// Candidates do not match this.
    pub except: Option<String>,
}

/// What the index says of one node.
struct Reach {
    /// None: nothing can be left out.
    expression: Option<String>,
    /// Exactly what matches the expression is found.
    decides: bool,
}

impl Reach {
    const EVERYTHING: Reach = Reach { expression: None, decides: false };

    fn undecided(self) -> Self {
        Reach { decides: false, ..self }
    }
}

/// The plan of parts that must all hold, and those of them that it does not decide.
pub(super) fn plan(parts: &[Node]) -> (Plan, Vec<Node>) {
    let (mut with, mut without, mut undecided) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        let decides = match part {
            Node::Not(node) => {
                let reach = reach(node, false);
                if reach.decides {
                    without.extend(reach.expression);
                }
                reach.decides
            }
            node => {
                let reach = reach(node, false);
                with.extend(reach.expression);
                reach.decides
            }
        };
        if !decides {
            undecided.push(part.clone());
        }
    }
    (Plan { expression: joined(with, " AND "), except: joined(without, " OR ") }, undecided)
}

fn joined(mut parts: Vec<String>, between: &str) -> Option<String> {
    match parts.len() {
        0 | 1 => parts.pop(),
        _ => Some(parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(between)),
    }
}

fn reach(node: &Node, exact: bool) -> Reach {
    match node {
        Node::Term(term) => {
            let expression = match term.how {
                How::Begins => Some(format!("\"{}\"*", term.text)),
                How::Part => part(&term.text),
                How::Tag => None,
            };
            // A run in a script without spaces is found in the index exactly where it is in the text.
            let is_run = runs(&term.text)
                .next()
                .is_some_and(|(script, range)| script == Script::Cjk && range == (0..term.text.len()));
            Reach { expression, decides: !exact && (term.how == How::Begins || term.how == How::Part && is_run) }
        }
        Node::Pattern(pattern) => Reach { expression: needed(pattern.needs()), decides: false },
        Node::All(parts) => {
            let parts: Vec<Reach> = parts.iter().map(|part| reach(part, exact)).collect();
            let decides = parts.iter().all(|part| part.decides);
            Reach {
                expression: joined(parts.into_iter().filter_map(|part| part.expression).collect(), " AND "),
                decides,
            }
        }
        Node::Any(parts) => {
            let parts: Vec<Reach> = parts.iter().map(|part| reach(part, exact)).collect();
            let decides = parts.iter().all(|part| part.decides);
            let expressions: Option<Vec<String>> = parts.into_iter().map(|part| part.expression).collect();
            Reach { expression: expressions.and_then(|parts| joined(parts, " OR ")), decides }
        }
        Node::Case(exact, node) => reach(node, *exact),
        Node::In(area, node) if area.is_text() => reach(node, exact).undecided(),
        // What a property holds stands in the text, but perhaps written otherwise.
        Node::In(..) | Node::Property(..) | Node::Not(_) | Node::Anything => Reach::EVERYTHING,
    }
}

/// What a text that may begin and end anywhere says for sure: its runs without spaces, and its
/// words but for the end of a word it may begin with.
fn part(text: &str) -> Option<String> {
    let sure = runs(text).filter_map(|(script, range)| match script {
        Script::Cjk => Some(cjk_expression(&text[range])),
        // Marks at the beginning belong to a letter outside.
        Script::Word if text[..range.start].chars().all(is_combining_mark) => None,
        Script::Word if range.end == text.len() => Some(format!("\"{}\"*", &text[range])),
        Script::Word => Some(format!("\"{}\"", &text[range])),
    });
    joined(sure.collect(), " AND ")
}

fn needed(needs: &Needs) -> Option<String> {
    match needs {
        Needs::Nothing => None,
        Needs::Text(text) => part(text),
        Needs::All(parts) => joined(parts.iter().filter_map(needed).collect(), " AND "),
        Needs::Any(parts) => parts.iter().map(needed).collect::<Option<Vec<_>>>().and_then(|all| joined(all, " OR ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::search::Query;

    #[test]
    fn expressions_for_the_index() {
        let expression =
            |query: &str| Query::parse(query).expect("a query").expect("something").plan().expression.clone();
        assert_eq!(expression("会").as_deref(), Some("\"会\"*"));
        assert_eq!(expression("会議室 Plan").as_deref(), Some("(\"会議 議室\") AND (\"plan\"*)"));
        assert_eq!(expression("\"lan\""), None);
        assert_eq!(expression("\"lan the mo\"").as_deref(), Some("(\"the\") AND (\"mo\"*)"));
        assert_eq!(expression("\"x会議\"").as_deref(), Some("\"会議\""));
        assert_eq!(expression("/(?:会議|打合せ)室?/").as_deref(), Some("(\"会議\") OR (\"打合 合せ\")"));
        assert_eq!(expression("line:(会議 -夜)").as_deref(), Some("\"会議\""));
        assert_eq!(expression("会議 OR path:x"), None);
    }

    #[test]
    fn the_index_alone_decides_where_it_can() {
        let decided = |query: &str| Query::parse(query).expect("a query").expect("something").index_decides();
        for query in ["会", "plan 会議", "\"会議室\"", "(a OR 会議) -夜", "-夜", "ignore-case:Plan"] {
            assert!(decided(query), "{query}");
        }
        for query in ["\"plan\"", "match-case:Plan", "line:会議", "/会議/", "path:x", "a OR -b", "\"会議 室\""] {
            assert!(!decided(query), "{query}");
        }
    }
}
