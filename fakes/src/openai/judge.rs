//! The obedient judge: whatever a schema allows, at its highest.

use serde_json::{Map, Value, json};

/// What it writes wherever a text is asked for. No learner ever says it.
pub const INVENTED: &str = "flawless zebra quartz eloquence";

/// Longest list it makes where the schema names no limit.
const ITEMS: usize = 3;

/// The judgement for a request: an instance of its schema with every number at its maximum. Without a schema, nothing.
pub(crate) fn obedient(request: &Value) -> Value {
    request.pointer("/response_format/json_schema/schema").map_or_else(|| json!({}), instance)
}

/// An honest judge: half of the points for every criterion that is asked for, with these words of the answer, and a
/// better version of it.
pub fn honest(quote: &str, better: &str) -> impl Fn(&Value) -> Value + Send + 'static {
    let (quote, better) = (quote.to_owned(), better.to_owned());
    move |request| {
        let asked = request.pointer("/response_format/json_schema/schema/properties/criteria/properties");
        let criteria = asked.and_then(Value::as_object).into_iter().flatten().map(|(name, schema)| {
            let max = schema.pointer("/properties/score/maximum").and_then(Value::as_u64).unwrap_or(2);
            (name.clone(), json!({ "score": max / 2, "evidence": [quote] }))
        });
        json!({
            "criteria": criteria.collect::<Map<String, Value>>(),
            "corrections": [],
            "strength": "You give a reason at once.",
            "fix": "Say more about your example.",
            "next": "Tell one story from its beginning to its end.",
            "better_version": better,
        })
    }
}

fn instance(schema: &Value) -> Value {
    if let Some(last) = schema.get("enum").and_then(Value::as_array).and_then(|values| values.last()) {
        return last.clone();
    }
    let kind = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str).unwrap_or(""),
        Some(kind) => kind.as_str().unwrap_or(""),
        None => "",
    };
    match kind {
        "object" => {
            let properties = schema.get("properties").and_then(Value::as_object);
            let made = properties.into_iter().flatten().map(|(name, schema)| (name.clone(), instance(schema)));
            Value::Object(made.collect::<Map<String, Value>>())
        }
        "array" => {
            let most = schema.get("maxItems").and_then(Value::as_u64).and_then(|most| usize::try_from(most).ok());
            let item = schema.get("items").map_or(Value::Null, instance);
            Value::Array(vec![item; most.unwrap_or(ITEMS).min(50)])
        }
        "integer" | "number" => schema.get("maximum").cloned().unwrap_or_else(|| json!(1_000_000)),
        "boolean" => json!(true),
        "string" => json!(INVENTED),
        _ => Value::Null,
    }
}
