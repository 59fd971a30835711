//! The form of a judgement, as a JSON schema for strict output: every property required, none besides.

use serde_json::{Map, Value, json};

use crate::rubrics::{CriterionRule, Rubric};

/// Kinds of corrections.
pub(super) const KINDS: [&str; 9] =
    ["agreement", "article", "number", "preposition", "tense", "verb form", "word choice", "word order", "other"];
/// Most corrections.
pub(super) const CORRECTIONS_MAX: usize = 8;
/// Most quotes for a criterion.
pub(super) const QUOTES_MAX: usize = 3;

/// The criteria that a reader can judge: all but those that rest on the sound alone.
pub(super) fn asked(rubric: &Rubric) -> impl Iterator<Item = &CriterionRule> {
    rubric.criteria.iter().filter(|rule| rule.sound_percent() < 100)
}

/// The schema of a judgement under a rubric.
pub(super) fn schema(rubric: &Rubric) -> Value {
    let criterion = |rule: &CriterionRule| {
        let quotes = json!({ "type": "array", "items": text(), "maxItems": QUOTES_MAX });
        let score = json!({ "type": "integer", "minimum": 0, "maximum": rule.max });
        (rule.name.clone(), object([("score", score), ("evidence", quotes)]))
    };
    let criteria: Map<String, Value> = asked(rubric).map(criterion).collect();
    let names: Vec<&String> = criteria.keys().collect();
    let criteria = json!({
        "type": "object", "properties": criteria, "required": names, "additionalProperties": false,
    });
    let kind = json!({ "type": "string", "enum": KINDS });
    let correction = object([("said", text()), ("better", text()), ("reason", text()), ("kind", kind)]);
    object([
        ("criteria", criteria),
        ("corrections", json!({ "type": "array", "items": correction, "maxItems": CORRECTIONS_MAX })),
        ("strength", text()),
        ("fix", text()),
        ("next", text()),
        ("better_version", text()),
    ])
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn object<const N: usize>(properties: [(&str, Value); N]) -> Value {
    let required: Vec<&str> = properties.iter().map(|(name, _)| *name).collect();
    let properties: Map<String, Value> =
        properties.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}
