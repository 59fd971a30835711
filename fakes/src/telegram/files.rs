//! Files: their ids, their paths for download, and how the Bot API describes them.

use std::collections::HashMap;

use hyper::body::Bytes;
use serde_json::{Map, Value, json};

use super::message::{Attachment, AttachmentKind, Media};

/// What bots may download.
pub(crate) const DOWNLOAD_BYTES_MAX: usize = 20 << 20;

/// One file.
#[derive(Clone, Debug)]
pub(crate) struct StoredFile {
    pub(crate) bytes: Bytes,
    pub(crate) unique_id: String,
    pub(crate) path: String,
    pub(crate) chat: i64,
}

/// What is known of a file when it arrives.
pub(crate) struct NewFile<'a> {
    pub(crate) kind: AttachmentKind,
    pub(crate) bytes: Bytes,
    pub(crate) chat: i64,
    pub(crate) name: Option<&'a str>,
    pub(crate) mime: Option<&'a str>,
    pub(crate) duration_s: i64,
}

/// All files by `file_id`, and the paths that `getFile` gave out.
#[derive(Debug, Default)]
pub(crate) struct Files {
    by_id: HashMap<String, StoredFile>,
    id_by_path: HashMap<String, String>,
}

impl Files {
    pub(crate) fn get(&self, file_id: &str) -> Option<&StoredFile> {
        self.by_id.get(file_id)
    }

    /// A file whose path was given out.
    pub(crate) fn at_path(&self, path: &str) -> Option<&StoredFile> {
        self.by_id.get(self.id_by_path.get(path)?)
    }

    /// Gives out the path of a file.
    pub(crate) fn open(&mut self, file_id: &str) -> Option<StoredFile> {
        let file = self.by_id.get(file_id)?.clone();
        self.id_by_path.insert(file.path.clone(), file_id.to_owned());
        Some(file)
    }

    /// Keeps a file and describes it as the Bot API does.
    pub(crate) fn add(&mut self, file: NewFile<'_>) -> Media {
        let number = self.by_id.len() + 1;
        let (prefix, folder, ending) = match file.kind {
            AttachmentKind::Voice => ("AwACAgIAAxk", "voice", "oga"),
            AttachmentKind::Photo => ("AgACAgIAAxk", "photos", "jpg"),
            AttachmentKind::Document => ("BQACAgIAAxk", "documents", "dat"),
            AttachmentKind::Audio => ("CQACAgIAAxk", "music", "mp3"),
        };
        let file_id = format!("{prefix}-{number}");
        let unique_id = format!("AgAD-{number}");
        let path = format!("{folder}/file_{number}.{ending}");
        let json = describe(&file, &file_id, &unique_id);
        let file_name = file.name.map(str::to_owned);
        let attachment = Attachment { kind: file.kind, bytes: file.bytes.clone(), file_name, file_id: file_id.clone() };
        self.by_id.insert(file_id, StoredFile { bytes: file.bytes, unique_id, path, chat: file.chat });
        Media { attachment, json }
    }
}

fn describe(file: &NewFile<'_>, file_id: &str, unique_id: &str) -> Value {
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    put("file_id", json!(file_id));
    put("file_unique_id", json!(unique_id));
    put("file_size", json!(file.bytes.len()));
    match file.kind {
        AttachmentKind::Photo => {
            let (width, height) = dimensions(&file.bytes).unwrap_or((1, 1));
            put("width", json!(width));
            put("height", json!(height));
            return json!([fields]);
        }
        AttachmentKind::Voice => {
            put("duration", json!(file.duration_s));
            put("mime_type", json!(file.mime.unwrap_or("audio/ogg")));
        }
        AttachmentKind::Audio => {
            put("duration", json!(file.duration_s));
            put("mime_type", json!(file.mime.unwrap_or("audio/mpeg")));
        }
        AttachmentKind::Document => put("mime_type", json!(file.mime.unwrap_or("application/octet-stream"))),
    }
    if let (Some(name), AttachmentKind::Audio | AttachmentKind::Document) = (file.name, file.kind) {
        put("file_name", json!(name));
    }
    Value::Object(fields)
}

/// Width and height of a picture: read from a PNG, made up for a JPEG, `None` for anything else.
pub(crate) fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        return Some((800, 600));
    }
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    let number = |at: usize| Some(u32::from_be_bytes(header.get(at..at + 4)?.try_into().ok()?));
    Some((number(8)?, number(12)?))
}
