//! A call's parameters, whichever way they came: query, JSON, form or multipart.

use std::collections::BTreeMap;

use hyper::body::Bytes;
use memchr::memmem;
use serde_json::{Map, Value, json};

/// A file in a multipart body.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) name: Option<String>,
    pub(crate) mime: Option<String>,
    pub(crate) bytes: Bytes,
}

/// Parameters by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Params {
    pub(crate) values: BTreeMap<String, Value>,
    pub(crate) uploads: BTreeMap<String, Upload>,
    /// Whether the values came as text (query, form, multipart) and stand for what they spell.
    pub(crate) is_text: bool,
}

impl Params {
    /// Reads query and body. The error says what is wrong with the body.
    pub(crate) fn read(query: &str, content_type: &str, body: &Bytes) -> Result<Params, String> {
        let mut params = Params { is_text: true, ..Params::default() };
        params.add_form(query.as_bytes());
        let (kind, rest) = content_type.split_once(';').unwrap_or((content_type, ""));
        match kind.trim().to_ascii_lowercase().as_str() {
            _ if body.is_empty() => {}
            "application/json" => {
                let json: Map<String, Value> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
                params.is_text = false;
                params.values.extend(json.into_iter().filter(|(_, value)| !value.is_null()));
            }
            "application/x-www-form-urlencoded" => params.add_form(body),
            "multipart/form-data" => {
                let boundary = parameter(rest, "boundary").ok_or("multipart without a boundary")?;
                params.add_multipart(boundary, body).ok_or("broken multipart body")?;
            }
            other => return Err(format!("unknown content type {other}")),
        }
        Ok(params)
    }

    fn add_form(&mut self, form: &[u8]) {
        let pairs = form_urlencoded::parse(form);
        self.values.extend(pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))));
    }

    fn add_multipart(&mut self, boundary: &str, body: &Bytes) -> Option<()> {
        let first = format!("--{boundary}");
        let between = format!("\r\n--{boundary}");
        let mut at = memmem::find(body, first.as_bytes())? + first.len();
        loop {
            let rest = body.get(at..)?;
            if rest.starts_with(b"--") {
                return Some(());
            }
            let end = at + memmem::find(rest, between.as_bytes())?;
            // After the boundary stands a line break, which belongs to neither.
            self.add_part(&body.slice(at + 2..end))?;
            at = end + between.len();
        }
    }

    fn add_part(&mut self, part: &Bytes) -> Option<()> {
        let head_end = memmem::find(part, b"\r\n\r\n")?;
        let head = std::str::from_utf8(part.get(..head_end)?).ok()?;
        let bytes = part.slice(head_end + 4..);
        let header = |wanted: &str| {
            let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
            lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim())
        };
        let disposition = header("content-disposition")?;
        let name = parameter(disposition, "name")?.to_owned();
        let file_name = parameter(disposition, "filename").map(str::to_owned);
        let mime = header("content-type").map(str::to_owned);
        match (&file_name, std::str::from_utf8(&bytes)) {
            (None, Ok(text)) => drop(self.values.insert(name, Value::String(text.to_owned()))),
            _ => drop(self.uploads.insert(name, Upload { name: file_name, mime, bytes })),
        }
        Some(())
    }

    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        let value = self.values.get(name)?;
        value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.as_str()
    }

    /// False where it is missing.
    pub(crate) fn flag(&self, name: &str) -> bool {
        let value = self.values.get(name);
        value.is_some_and(|value| value.as_bool().unwrap_or_else(|| value.as_str().is_some_and(is_true)))
    }

    /// An object or array; Telegram also takes JSON in a string.
    pub(crate) fn json(&self, name: &str) -> Option<Value> {
        let value = self.values.get(name)?;
        match value.as_str() {
            Some(text) => serde_json::from_str(text).ok(),
            None => Some(value.clone()),
        }
    }

    /// The file given under this name, or elsewhere in the body and named here by `attach://`.
    pub(crate) fn upload(&self, name: &str) -> Option<&Upload> {
        self.uploads.get(name).or_else(|| self.uploads.get(self.text(name)?.strip_prefix("attach://")?))
    }

    /// Parts that only serve a parameter which names them by `attach://`.
    pub(crate) fn is_attachment(&self, part: &str) -> bool {
        let reference = format!("attach://{part}");
        self.values.values().any(|value| value.as_str().is_some_and(|text| text.contains(&reference)))
    }

    /// For the transcript: files only by name and length.
    pub(crate) fn logged(&self) -> Value {
        let values = self.values.iter().map(|(name, value)| (name.clone(), value.clone()));
        let uploads = self.uploads.iter();
        let uploads = uploads.map(|(name, file)| (name.clone(), json!({"file": file.name, "bytes": file.bytes.len()})));
        Value::Object(values.chain(uploads).collect())
    }
}

pub(crate) fn is_true(text: &str) -> bool {
    matches!(text, "true" | "True" | "1")
}

pub(crate) fn is_false(text: &str) -> bool {
    matches!(text, "false" | "False" | "0")
}

/// `name=value` or `name="value"` in a header.
fn parameter<'a>(header: &'a str, wanted: &str) -> Option<&'a str> {
    let mut parts = header.split(';').filter_map(|part| part.trim().split_once('='));
    parts.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim_matches('"'))
}
