//! Compares parameters and answers with the Bot API. Each finding names the place and what is wrong there.

use serde_json::Value;

use super::spec::{Fields, Kind, Method, Shape, Spec};
use crate::request::{Params, is_false, is_true};

impl Spec {
    /// What is wrong with the parameters of a method.
    pub(crate) fn check_params(&self, method: &Method, params: &Params) -> Vec<String> {
        let mut findings = Vec::new();
        let name = &method.name;
        for (param, value) in &params.values {
            let wrong = match method.params.get(param) {
                None => Some("unknown parameter".to_owned()),
                Some(field) if params.is_text => self.check_spelled(&field.kinds, value, params),
                Some(field) => self.check(&field.kinds, value, ""),
            };
            findings.extend(wrong.map(|wrong| format!("{name}.{param}: {wrong}")));
        }
        for part in params.uploads.keys() {
            let takes_file = method.params.get(part).is_some_and(|field| field.kinds.contains(&Kind::File));
            if !takes_file && !params.is_attachment(part) {
                findings.push(format!("{name}.{part}: takes no file"));
            }
        }
        let missing = method.params.iter().filter(|(_, field)| field.is_required);
        let missing =
            missing.filter(|(param, _)| !params.values.contains_key(*param) && !params.uploads.contains_key(*param));
        findings.extend(missing.map(|(param, _)| format!("{name}.{param}: required parameter is missing")));
        findings
    }

    /// What is wrong with a method's result.
    pub(crate) fn check_result(&self, method: &Method, result: &Value) -> Option<String> {
        self.check(&method.returns, result, "").map(|wrong| format!("{} answer: {wrong}", method.name))
    }

    /// What is wrong with a value of a named type.
    pub(crate) fn check_type(&self, name: &str, value: &Value) -> Option<String> {
        self.check(&[Kind::Named(name.to_owned())], value, "").map(|wrong| format!("{name}: {wrong}"))
    }

    /// A value that came as text: it stands for whatever it can be read as.
    fn check_spelled(&self, kinds: &[Kind], value: &Value, params: &Params) -> Option<String> {
        let text = value.as_str().unwrap_or_default();
        let reasons: Vec<String> = kinds.iter().map_while(|kind| self.misspelled(kind, text, params)).collect();
        if reasons.len() < kinds.len() { None } else { Some(reasons.join("; ")) }
    }

    fn misspelled(&self, kind: &Kind, text: &str, params: &Params) -> Option<String> {
        let is_right = match kind {
            Kind::Text => true,
            Kind::Integer => text.parse::<i64>().is_ok(),
            Kind::Float => text.parse::<f64>().is_ok(),
            Kind::Boolean => is_true(text) || is_false(text),
            Kind::File => text.strip_prefix("attach://").is_some_and(|part| params.uploads.contains_key(part)),
            Kind::List(_) | Kind::Named(_) => {
                return match serde_json::from_str(text) {
                    Ok(value) => self.mismatch(kind, &value, ""),
                    Err(error) => Some(format!("no JSON: {error}")),
                };
            }
        };
        (!is_right).then(|| format!("{text:?} is no {kind:?}"))
    }

    fn check(&self, kinds: &[Kind], value: &Value, path: &str) -> Option<String> {
        let reasons: Vec<String> = kinds.iter().map_while(|kind| self.mismatch(kind, value, path)).collect();
        if reasons.len() < kinds.len() { None } else { Some(reasons.join("; ")) }
    }

    fn mismatch(&self, kind: &Kind, value: &Value, path: &str) -> Option<String> {
        let is_right = match kind {
            Kind::Integer => value.is_i64() || value.is_u64(),
            Kind::Float => value.is_number(),
            Kind::Boolean => value.is_boolean(),
            Kind::Text => value.is_string(),
            Kind::File => false,
            Kind::List(of) => {
                let Some(items) = value.as_array() else { return Some(format!("{path} is no array")) };
                let mut items = items.iter().enumerate();
                return items.find_map(|(index, item)| self.mismatch(of, item, &format!("{path}[{index}]")));
            }
            Kind::Named(name) => {
                return match self.types.get(name) {
                    None => Some(format!("{path} is of the unknown type {name}")),
                    Some(Shape::OneOf(kinds)) => self.check(kinds, value, path),
                    Some(Shape::Object(fields)) => self.misfit(name, fields, value, path),
                };
            }
        };
        (!is_right).then(|| format!("{path} is no {kind:?}"))
    }

    /// What keeps an object from being of a type.
    fn misfit(&self, name: &str, fields: &Fields, value: &Value, path: &str) -> Option<String> {
        let Some(object) = value.as_object() else { return Some(format!("{path} is no {name}")) };
        let mut required = fields.iter().filter(|(_, field)| field.is_required);
        if let Some((missing, _)) = required.find(|(field, _)| !object.contains_key(*field)) {
            return Some(format!("{path} lacks {name}.{missing}"));
        }
        object.iter().find_map(|(key, value)| match fields.get(key) {
            None => Some(format!("{path} has {key}, unknown in {name}")),
            Some(field) => self.check(&field.kinds, value, &format!("{path}.{key}")),
        })
    }
}
