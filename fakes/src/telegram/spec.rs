//! The machine-readable Bot API: methods with their parameters, types with their fields.
//!
//! It is read from a file beside the project. Where there is none, the fake checks only what it needs itself.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Integer,
    Float,
    Boolean,
    Text,
    File,
    List(Box<Kind>),
    Named(String),
}

/// A parameter or a field.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) is_required: bool,
}

pub(crate) type Fields = BTreeMap<String, Field>;

#[derive(Clone, Debug)]
pub(crate) struct Method {
    /// As the documentation spells it.
    pub(crate) name: String,
    pub(crate) params: Fields,
    pub(crate) returns: Vec<Kind>,
}

#[derive(Clone, Debug)]
pub(crate) enum Shape {
    Object(Fields),
    OneOf(Vec<Kind>),
}

/// The whole Bot API.
#[derive(Clone, Debug)]
pub(crate) struct Spec {
    /// By name in lower case.
    pub(crate) methods: BTreeMap<String, Method>,
    pub(crate) types: BTreeMap<String, Shape>,
}

impl Spec {
    /// Reads the file named by `TELEGRAM_API_JSON`, else the one beside the project, if there is one.
    pub(crate) fn load() -> Option<Spec> {
        let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/telegram/api.json");
        let path = std::env::var_os("TELEGRAM_API_JSON").map_or(beside, PathBuf::from);
        let json: Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        let methods = json.get("methods")?.as_object()?.iter();
        let methods = methods.map(|(name, method)| {
            let returns = kinds(method.get("returns"));
            (name.to_ascii_lowercase(), Method { name: name.clone(), params: fields(method), returns })
        });
        let types = json.get("types")?.as_object()?.iter();
        let types = types.map(|(name, shape)| match shape.get("subtypes") {
            Some(subtypes) => (name.clone(), Shape::OneOf(kinds(Some(subtypes)))),
            None => (name.clone(), Shape::Object(fields(shape))),
        });
        Some(Spec { methods: methods.collect(), types: types.collect() })
    }
}

fn fields(owner: &Value) -> Fields {
    let fields = owner.get("fields").and_then(Value::as_array).into_iter().flatten();
    let field = |field: &Value| {
        let name = field.get("name")?.as_str()?.to_owned();
        let is_required = field.get("required").and_then(Value::as_bool).unwrap_or(false);
        Some((name, Field { kinds: kinds(field.get("types")), is_required }))
    };
    fields.filter_map(field).collect()
}

fn kinds(names: Option<&Value>) -> Vec<Kind> {
    let names = names.and_then(Value::as_array).into_iter().flatten();
    names.filter_map(Value::as_str).map(kind).collect()
}

fn kind(name: &str) -> Kind {
    match name {
        "Integer" => Kind::Integer,
        "Float" => Kind::Float,
        "Boolean" | "True" => Kind::Boolean,
        "String" => Kind::Text,
        "InputFile" => Kind::File,
        _ => match name.strip_prefix("Array of ") {
            Some(of) => Kind::List(Box::new(kind(of))),
            None => Kind::Named(name.to_owned()),
        },
    }
}
