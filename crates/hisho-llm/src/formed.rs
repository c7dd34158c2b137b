//! Owns answers that must have a form: asked for by schema where the wire has it, in words elsewhere, taken out
//! of the text, mended once, and otherwise taken as plain text that says so.
//! Must not know what the forms are for.

use serde_json::Value;

use crate::account::Wire;
use crate::answer::{Answer, Finish};
use crate::call::Stop;
use crate::chat::{Chat, Form, Turn};
use crate::failure::Code;
use crate::provider::Provider;
use crate::schema;

/// What came of asking for a form.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A value that fits the schema.
    Fits(Value),
    /// Text without the form: a plain contribution, to be marked as unstructured. Empty where nothing came.
    Plain(String),
}

/// An answer with a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Formed {
    /// The value, or the text it is not.
    pub shape: Shape,
    /// Every call that was made for it, in order: each costs. The last has the error, if it failed.
    pub answers: Vec<Answer>,
}

/// Asks `provider` for an answer to `chat` in the form `form`: one call, one more if the service knows no
/// schemas, and one more to mend what does not fit.
pub async fn formed(provider: &dyn Provider, mut chat: Chat, form: &Form, stop: Stop) -> Formed {
    let mut answers = Vec::new();
    chat.form = Some(form.clone());
    let mut answer = provider.answer(chat.clone(), stop.clone()).await;
    if knows_no_schemas(&answer) {
        answers.push(answer);
        chat.form = None;
        chat.system = [chat.system.as_str(), &in_words(form)].join("\n\n").trim().to_owned();
        answer = provider.answer(chat.clone(), stop.clone()).await;
    }
    let why = match extract(form, &answer.text) {
        Ok(value) => return done(Shape::Fits(value), answers, answer),
        Err(why) => why,
    };
    if !mendable(provider, &answer) {
        let text = answer.text.clone();
        return done(Shape::Plain(text), answers, answer);
    }
    let first = answer.text.clone();
    chat.turns.push(Turn::answered(&answer));
    chat.turns.push(Turn::said(format!(
        "That does not have the demanded form: {why}. Say the same again as one JSON value that fits this schema, \
         with nothing before or after it:\n{}",
        form.schema
    )));
    answers.push(answer);
    let mended = provider.answer(chat, stop).await;
    let shape = match extract(form, &mended.text) {
        Ok(value) => Shape::Fits(value),
        // The first attempt said what it had to say without being told to say it in another way.
        Err(_) => Shape::Plain(first),
    };
    done(shape, answers, mended)
}

fn done(shape: Shape, mut answers: Vec<Answer>, last: Answer) -> Formed {
    answers.push(last);
    Formed { shape, answers }
}

/// Whether a service refused the question because of the schema itself: it is to be asked in words.
pub fn knows_no_schemas(answer: &Answer) -> bool {
    let words =
        ["response_format", "json_schema", "output_config", "responsejsonschema", "text.format", "schema", "format"];
    answer.error.as_ref().is_some_and(|error| {
        let lower = error.message.to_lowercase();
        error.code == Code::BadRequest && words.iter().any(|word| lower.contains(word))
    })
}

/// Whether asking again can help: not where nothing was said, the person spoke, or the service held back.
fn mendable(provider: &dyn Provider, answer: &Answer) -> bool {
    let held_back = matches!(answer.finish, Some(Finish::Refusal | Finish::Filtered | Finish::ToolCalls));
    answer.complete
        && provider.wire() != Wire::Manual
        && !held_back
        && answer.refusal.is_none()
        && !answer.text.trim().is_empty()
}

/// Asks for a form in words, for services that know no schemas.
pub fn in_words(form: &Form) -> String {
    format!(
        "Answer with exactly one JSON value that fits the following schema, and with nothing before or after it.\n{}",
        form.schema
    )
}

/// Takes the value of `form` out of `text`: the whole text, or the first JSON in it that fits, fenced or not.
/// The error says why nothing fits.
pub fn extract(form: &Form, text: &str) -> Result<Value, String> {
    let mut why = None;
    let mut from = 0;
    // The start of a value is looked for a bounded number of times: text may be full of brackets.
    for _ in 0..64 {
        let Some(start) = text[from..].find(['{', '[']).map(|at| from + at) else { break };
        let mut values = serde_json::Deserializer::from_str(&text[start..]).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => match schema::check(&form.schema, &value) {
                Ok(()) => return Ok(value),
                Err(error) => {
                    why.get_or_insert(error);
                    from = start + values.byte_offset();
                }
            },
            Some(Err(error)) => {
                why.get_or_insert(if error.is_eof() { "the JSON is cut off".into() } else { format!("{error}") });
                from = start + 1;
            }
            None => break,
        }
    }
    // A bare string or number can be what the schema wants.
    if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
        match schema::check(&form.schema, &value) {
            Ok(()) => return Ok(value),
            Err(error) => why = why.or(Some(error)),
        }
    }
    Err(why.unwrap_or_else(|| "there is no JSON in it".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> Form {
        let schema = json!({ "type": "object", "properties": { "n": { "type": "integer" } }, "required": ["n"] });
        Form { name: "count".into(), schema }
    }

    #[test]
    fn json_is_found_where_models_put_it() {
        for text in [
            "{\"n\":1}",
            " \n{\"n\": 1}\n",
            "```json\n{\"n\": 1}\n```",
            "Here you are: {\"n\": 1}. Anything else?",
            "<think>maybe {x} or [1]</think>{\"n\":1}",
            "{\"m\":2}\n{\"n\":1}",
        ] {
            assert_eq!(extract(&form(), text), Ok(json!({ "n": 1 })), "{text}");
        }
        assert_eq!(extract(&form(), "{\"n\": 1").unwrap_err(), "the JSON is cut off");
        assert!(extract(&form(), "{\"n\": \"x\"}").unwrap_err().contains("must be of type"));
        assert_eq!(extract(&form(), "no").unwrap_err(), "there is no JSON in it");
        let bare = Form { name: "s".into(), schema: json!({ "type": "string" }) };
        assert_eq!(extract(&bare, " \"x\" "), Ok(json!("x")));
    }

    #[test]
    fn text_full_of_brackets_is_left_soon() {
        assert!(extract(&form(), &"[".repeat(1_000_000)).is_err());
        assert!(extract(&form(), &"{\"a\":".repeat(100_000)).is_err());
    }
}
