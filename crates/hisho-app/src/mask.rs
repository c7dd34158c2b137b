//! Keeping secrets out of the log: what looks like a key, or stands where one is given, is
//! replaced before it is written. Must not know where the log lies.

/// What stands in a secret's place.
const MASK: &str = "•••";
/// Words that begin keys of the providers and of others whose keys are often at hand.
const STARTS: &[&str] =
    &["sk-", "sk_", "AIza", "xai-", "gsk_", "ghp_", "gho_", "github_pat_", "xoxb-", "eyJ", "hf_", "AKIA"];
/// A word that begins so is a key from this length on.
const LEAST_KEY: usize = 12;
/// What stands before a secret.
const LABELS: &[&str] = &[
    "bearer",
    "basic",
    "authorization",
    "api_key",
    "apikey",
    "api-key",
    "access_token",
    "refresh_token",
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "credential",
];
/// A word after a label is a secret from this length on.
const LEAST_LABELLED: usize = 6;

/// The text without its secrets.
pub(crate) fn mask(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(of_a_word) {
        let (between, from) = rest.split_at(start);
        masked.push_str(between);
        let end = from.find(|c| !of_a_word(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        masked.push_str(if is_secret(&masked, word) { MASK } else { word });
        rest = after;
    }
    masked.push_str(rest);
    masked
}

/// Characters of keys and tokens.
fn of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '+' | '/' | '~')
}

fn is_secret(before: &str, word: &str) -> bool {
    // A key may hang on a path or an address.
    let last = word.rsplit('/').next().unwrap_or(word);
    if last.len() >= LEAST_KEY && STARTS.iter().any(|start| last.starts_with(start)) {
        return true;
    }
    if word.len() < LEAST_LABELLED || LABELS.contains(&word.to_ascii_lowercase().as_str()) {
        return false;
    }
    let label = before.trim_end_matches([' ', '=', ':', '"', '\'', '\\', '(', '[', '{', '>', '%', '\t']);
    // Without anything between them it is one word.
    if label.len() == before.len() {
        return false;
    }
    let from =
        label.rfind(|c: char| !of_a_word(c)).map_or(0, |at| at + label[at..].chars().next().map_or(1, char::len_utf8));
    let name = label[from..].to_ascii_lowercase();
    let given = before[label.len()..].contains(['=', ':']);
    LABELS.iter().any(|label| name == *label || (given && name.ends_with(label))) || (name.ends_with("key") && given)
}

#[cfg(test)]
mod tests {
    use super::mask;

    const CANARY: &str = "cAnArY0123456789abcdefXYZ";

    #[test]
    fn no_form_of_a_key_gets_through() {
        for text in [
            format!("Authorization: Bearer {CANARY}"),
            format!("authorization: Basic {CANARY}=="),
            format!("{{\"api_key\":\"{CANARY}\",\"model\":\"m\"}}"),
            format!("{{\\\"apiKey\\\": \\\"{CANARY}\\\"}}"),
            format!("x-api-key: {CANARY}"),
            format!("x-goog-api-key: {CANARY}"),
            format!("https://example.com/v1/models?key={CANARY}&alt=json"),
            format!("request to https://example.com/?access_token={CANARY} failed"),
            format!("password = '{CANARY}'"),
            format!("OPENAI_API_KEY={CANARY}"),
            format!("sk-proj-{CANARY}"),
            format!("error: invalid key \"sk-ant-api03-{CANARY}\", check it"),
            format!("AIza{CANARY} と鍵"),
            format!("token: {CANARY}"),
            format!("Some(Credential {{ secret: \"{CANARY}\" }})"),
        ] {
            let masked = mask(&text);
            assert!(!masked.contains(CANARY), "{text} became {masked}");
            assert!(masked.contains("•••"), "{text} became {masked}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "looking through the vault: /home/x/notes/sk/計画.md: Permission denied",
            "the key HIS-12 was given to another project",
            "plans.approve {\"uid\":\"01a1f793-82c4-74a5-848a-e5cc914d5850\",\"version\":1}",
            "2026-01-31T09:15:00.123Z WARN hisho_app: reading the journal: database is locked",
            "",
            "一行",
        ] {
            assert_eq!(mask(text), text);
        }
        let masked = mask("Bearer cAnArY0123456789 to https://example.com/v1/chat answered 401");
        assert_eq!(masked, "Bearer ••• to https://example.com/v1/chat answered 401");
    }
}
