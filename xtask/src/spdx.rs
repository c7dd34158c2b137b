//! Licence expressions: `MIT OR (Apache-2.0 WITH LLVM-exception AND Zlib)`.
//!
//! Owns: reading an expression and deciding whether a list of licences satisfies it.
//! Must not know: whose licence it is, or which licences we allow.

/// Whether `expression` can be met with the licences that `allowed` accepts; a licence
/// with an exception is asked about as one name, `Apache-2.0 WITH LLVM-exception`.
///
/// The old way of writing a choice, `MIT/Apache-2.0`, is read as well. An expression
/// that cannot be read is not met.
pub fn met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    either(&mut rest, allowed) == Some(true) && rest.is_empty()
}

fn either(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut found = both(rest, allowed)?;
    while take(rest, "OR") {
        found |= both(rest, allowed)?;
    }
    Some(found)
}

fn both(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut found = one(rest, allowed)?;
    while take(rest, "AND") {
        found &= one(rest, allowed)?;
    }
    Some(found)
}

fn one(rest: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    if take(rest, "(") {
        let found = either(rest, allowed)?;
        return take(rest, ")").then_some(found);
    }
    let name = next(rest)?;
    if ["OR", "AND", "WITH", ")"].contains(&name) {
        return None;
    }
    if !take(rest, "WITH") {
        return Some(allowed(name));
    }
    let exception = next(rest)?;
    Some(allowed(&format!("{name} WITH {exception}")))
}

fn take(rest: &mut &[&str], word: &str) -> bool {
    let found = rest.first() == Some(&word);
    if found {
        *rest = &rest[1..];
    }
    found
}

fn next<'a>(rest: &mut &[&'a str]) -> Option<&'a str> {
    let (first, others) = rest.split_first()?;
    *rest = others;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expression: &str, expected: bool) {
        let allowed = |name: &str| ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"].contains(&name);
        assert_eq!(met(expression, &allowed), expected, "{expression}");
    }

    #[test]
    fn a_choice_needs_one_and_a_sum_needs_all() {
        check("MIT", true);
        check("GPL-3.0-only", false);
        check("GPL-3.0-only OR MIT", true);
        check("GPL-3.0-only AND MIT", false);
        check("MIT/GPL-3.0-only", true);
        check("Zlib AND MIT OR GPL-3.0-only", true);
        check("MIT AND (GPL-3.0-only OR Zlib)", true);
        check("(MIT OR GPL-3.0-only) AND GPL-2.0-only", false);
    }

    #[test]
    fn an_exception_belongs_to_its_licence() {
        check("Apache-2.0 WITH LLVM-exception", true);
        check("Apache-2.0", false);
        check("Apache-2.0 WITH Classpath-exception-2.0", false);
    }

    #[test]
    fn what_cannot_be_read_is_not_met() {
        for expression in ["", "MIT OR", "(MIT", "MIT)", "MIT MIT", "AND", "MIT WITH"] {
            check(expression, false);
        }
    }
}
