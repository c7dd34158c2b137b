//! Owns whether a value fits a JSON schema, as far as the schemas of Hisho's own forms go.
//! Must not know where the value comes from. Keywords it does not know say nothing.

use serde_json::{Map, Value};

/// How deep references and values are followed.
const DEPTH: usize = 64;

/// Whether `value` fits `schema`; the error names the place and the reason, for a model to mend it.
pub(crate) fn check(schema: &Value, value: &Value) -> Result<(), String> {
    at(schema, schema, value, "the answer", DEPTH)
}

fn at(root: &Value, schema: &Value, value: &Value, place: &str, depth: usize) -> Result<(), String> {
    let Some(deeper) = depth.checked_sub(1) else { return Err(format!("{place} is nested too deeply")) };
    let schema = match schema {
        Value::Bool(true) => return Ok(()),
        Value::Bool(false) => return Err(format!("{place} must not be there")),
        Value::Object(fields) => fields,
        _ => return Ok(()),
    };
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let found = target.strip_prefix('#').and_then(|path| root.pointer(path));
        if let Some(found) = found {
            at(root, found, value, place, deeper)?;
        }
    }
    kind(schema, value, place)?;
    if let Some(all) = schema.get("allOf").and_then(Value::as_array) {
        all.iter().try_for_each(|part| at(root, part, value, place, deeper))?;
    }
    for name in ["anyOf", "oneOf"] {
        let Some(choices) = schema.get(name).and_then(Value::as_array) else { continue };
        let fitting = choices.iter().filter(|choice| at(root, choice, value, place, deeper).is_ok()).count();
        if fitting == 0 || (name == "oneOf" && fitting > 1) {
            return Err(format!("{place} fits {fitting} of the alternatives"));
        }
    }
    match value {
        Value::Object(fields) => object(root, schema, fields, place, deeper),
        Value::Array(items) => {
            bounds(schema, items.len(), "minItems", "maxItems", place)?;
            let Some(item) = schema.get("items") else { return Ok(()) };
            let each = |(nth, value): (usize, &Value)| at(root, item, value, &format!("{place}[{nth}]"), deeper);
            items.iter().enumerate().try_for_each(each)
        }
        Value::String(text) => bounds(schema, text.chars().count(), "minLength", "maxLength", place),
        Value::Number(number) => {
            let number = number.as_f64().unwrap_or_default();
            let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
            let low = bound("minimum").is_some_and(|least| number < least);
            let high = bound("maximum").is_some_and(|most| number > most);
            if low || high { Err(format!("{place} is out of range")) } else { Ok(()) }
        }
        _ => Ok(()),
    }
}

fn kind(schema: &Map<String, Value>, value: &Value, place: &str) -> Result<(), String> {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => true,
    };
    let fits = match schema.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    if !fits {
        return Err(format!("{place} must be of type {}", schema["type"]));
    }
    if schema.get("enum").and_then(Value::as_array).is_some_and(|allowed| !allowed.contains(value)) {
        return Err(format!("{place} must be one of {}", schema["enum"]));
    }
    match schema.get("const") {
        Some(only) if only != value => Err(format!("{place} must be {only}")),
        _ => Ok(()),
    }
}

fn object(
    root: &Value,
    schema: &Map<String, Value>,
    fields: &Map<String, Value>,
    place: &str,
    depth: usize,
) -> Result<(), String> {
    let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if let Some(missing) = required.iter().filter_map(Value::as_str).find(|name| !fields.contains_key(*name)) {
        return Err(format!("{place} lacks {missing:?}"));
    }
    let known = schema.get("properties").and_then(Value::as_object);
    for (name, value) in fields {
        let inner = format!("{place}.{name}");
        match known.and_then(|known| known.get(name)).or_else(|| schema.get("additionalProperties")) {
            Some(Value::Bool(false)) => return Err(format!("{place} must not have {name:?}")),
            Some(schema) => at(root, schema, value, &inner, depth)?,
            None => {}
        }
    }
    Ok(())
}

fn bounds(schema: &Map<String, Value>, size: usize, least: &str, most: &str, place: &str) -> Result<(), String> {
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    let size = size as u64;
    if bound(least).is_some_and(|least| size < least) || bound(most).is_some_and(|most| size > most) {
        return Err(format!("{place} is too short or too long"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_fits_and_what_does_not() {
        let schema = json!({
            "type": "object",
            "properties": {
                "stance": { "enum": ["for", "against"] },
                "confidence": { "type": "integer", "minimum": 0, "maximum": 100 },
                "evidence": { "type": "array", "items": { "$ref": "#/$defs/link" }, "maxItems": 2 },
                "note": { "anyOf": [{ "type": "string", "minLength": 1 }, { "type": "null" }] },
            },
            "required": ["stance", "confidence"],
            "additionalProperties": false,
            "$defs": { "link": { "type": "object", "required": ["to"] } },
        });
        let fits = |value: Value| check(&schema, &value);
        assert_eq!(
            fits(json!({ "stance": "for", "confidence": 3, "evidence": [{ "to": "a" }], "note": null })),
            Ok(())
        );
        for (value, said) in [
            (json!([]), "the answer must be of type"),
            (json!({ "stance": "for" }), "lacks \"confidence\""),
            (json!({ "stance": "maybe", "confidence": 1 }), "must be one of"),
            (json!({ "stance": "for", "confidence": 1.5 }), "must be of type"),
            (json!({ "stance": "for", "confidence": 101 }), "out of range"),
            (json!({ "stance": "for", "confidence": 1, "x": 1 }), "must not have \"x\""),
            (json!({ "stance": "for", "confidence": 1, "evidence": [{}] }), "evidence[0] lacks"),
            (json!({ "stance": "for", "confidence": 1, "evidence": [1, 2, 3] }), "too short or too long"),
            (json!({ "stance": "for", "confidence": 1, "note": "" }), "fits 0 of"),
        ] {
            let error = fits(value.clone()).unwrap_err();
            assert!(error.contains(said), "{value}: {error}");
        }
    }

    #[test]
    fn a_schema_that_refers_to_itself_ends() {
        let schema = json!({ "$ref": "#" });
        assert!(check(&schema, &json!(1)).is_err());
    }
}
