//! What a command is: a name, an effect, typed input and output, and one function behind it.
//! Every host runs the same list, so none can lack or bend a command.
//! Must not know any single command, or how a host carries it.

use std::future::Future;
use std::pin::Pin;

use hisho_domain::{Actor, Error, ErrorCode, Result, Rule, vocabulary};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::App;

vocabulary! {
    /// What running a command can do.
    pub enum Effect {
        /// Changes nothing.
        Read = "read",
        /// Changes the database or, through the gate, the vault.
        Write = "write",
        /// Something only the person may decide; needs a gesture.
        Decide = "decide",
    }
}

type Running<'a> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>>;

/// One command of the list.
pub struct Command {
    /// Area and verb, `plans.approve`.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub doc: &'static str,
    /// What running it can do.
    pub effect: Effect,
    /// The shape of its input and output.
    pub(crate) schemas: fn(&mut SchemaGenerator) -> (Schema, Schema),
    pub(crate) run: for<'a> fn(&'a App, Actor, Value) -> Running<'a>,
}

/// Reads a command's input. What does not fit is named with its field: a word that is not in a
/// closed list breaks that field's rule; anything else is not of the command's shape.
pub(crate) fn input<T: DeserializeOwned>(command: &str, value: Value) -> Result<T> {
    // No input and an empty object are the same.
    let value = if value.is_null() { json!({}) } else { value };
    serde_path_to_error::deserialize(value).map_err(|e| {
        let detail = e.inner().to_string();
        // A field is named as its rules name it: without the object around it or its place in a list.
        let path = e.path().to_string();
        let field = path.split('[').next().and_then(|path| path.rsplit('.').next()).unwrap_or_default();
        if detail.starts_with("unknown variant") && !field.is_empty() {
            return Error::invalid(field, Rule::UnknownValue);
        }
        Error::new(
            ErrorCode::BadInput,
            format!("{command}: {path}: {detail}"),
            json!({ "command": command, "detail": detail, "field": field }),
        )
    })
}

/// Writes a command's output.
pub(crate) fn output<T: Serialize>(value: T) -> Result<Value> {
    serde_json::to_value(value).map_err(Error::internal)
}

/// The schemas of a command's input and output.
pub(crate) fn schemas<I: JsonSchema, O: JsonSchema>(generator: &mut SchemaGenerator) -> (Schema, Schema) {
    (generator.subschema_for::<I>(), generator.subschema_for::<O>())
}

/// Declares the list: each command once, with its name, effect, input and function.
macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $effect:ident $name:literal ($input:ty) -> $output:ty = $run:path;)+) => {
        /// Every command, in the order of the declaration.
        pub const COMMANDS: &[$crate::command::Command] = &[$(
            $crate::command::Command {
                name: $name,
                doc: concat!($($doc),+),
                effect: $crate::command::Effect::$effect,
                schemas: $crate::command::schemas::<$input, $output>,
                run: |app, actor, value| Box::pin(async move {
                    let input: $input = $crate::command::input($name, value)?;
                    let output: $output = $run(app, actor, input).await?;
                    $crate::command::output(output)
                }),
            }
        ),+];
    };
}
pub(crate) use commands;

/// The input of a command that takes none.
#[derive(Debug, Clone, Default, serde::Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Everything a host or a generator of types needs to know about the list: the commands with
/// their schemas, and the schemas of events and errors, all pointing into one set of definitions.
pub fn describe(commands: &[Command]) -> Value {
    let mut generator = SchemaGenerator::default();
    let listed: Vec<Value> = commands
        .iter()
        .map(|command| {
            let (input, output) = (command.schemas)(&mut generator);
            json!({
                "name": command.name,
                "doc": command.doc.trim(),
                "effect": command.effect,
                "input": input,
                "output": output,
            })
        })
        .collect();
    let events = generator.subschema_for::<crate::events::Event>();
    let error = generator.subschema_for::<Error>();
    json!({ "commands": listed, "events": events, "error": error, "$defs": generator.take_definitions(true) })
}
