//! Files: sending them, and getting the path of one.

use serde_json::json;

use super::super::files::{self, DOWNLOAD_BYTES_MAX, NewFile};
use super::super::message::{AttachmentKind, Media};
use super::super::refusal::{Answer, Refusal};
use super::super::state::State;
use crate::request::{Params, Upload};

const PHOTO_BYTES_MAX: usize = 10 << 20;
const FILE_BYTES_MAX: usize = 50 << 20;
const SIDES_MAX: u32 = 10_000;

pub(super) fn send(state: &mut State, method: &str, params: &Params) -> Answer {
    state.addressed(params)?;
    let (content, raw) = super::send::caption(params)?;
    let (field, kind) = match method {
        "sendvoice" => ("voice", AttachmentKind::Voice),
        "sendphoto" => ("photo", AttachmentKind::Photo),
        "sendaudio" => ("audio", AttachmentKind::Audio),
        _ => ("document", AttachmentKind::Document),
    };
    let media = media(state, params, field, kind)?;
    super::send::post(state, params, content, raw, Some(media))
}

/// The file of a call: uploaded, or sent before and named by its id.
fn media(state: &mut State, params: &Params, field: &str, kind: AttachmentKind) -> Result<Media, Refusal> {
    let chat = params.integer("chat_id").unwrap_or(0);
    let upload = match (params.upload(field), params.text(field)) {
        (Some(upload), _) => upload.clone(),
        (None, Some(file_id)) => {
            let wrong = || Refusal::bad_request("wrong file identifier/HTTP URL specified");
            let known = state.files.get(file_id).ok_or_else(wrong)?;
            Upload { name: None, mime: None, bytes: known.bytes.clone() }
        }
        (None, None) => return Err(Refusal::bad_request(format!("there is no {field} in the request"))),
    };
    let kind = accepted(kind, &upload.bytes)?;
    let duration_s = params.integer("duration").unwrap_or(0);
    let (name, mime) = (upload.name.as_deref(), upload.mime.as_deref());
    Ok(state.files.add(NewFile { kind, bytes: upload.bytes, chat, name, mime, duration_s }))
}

/// What a file arrives as.
fn accepted(kind: AttachmentKind, bytes: &[u8]) -> Result<AttachmentKind, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::bad_request("file must be non-empty"));
    }
    if bytes.len() > FILE_BYTES_MAX {
        return Err(Refusal::new(413, "Request Entity Too Large"));
    }
    match kind {
        AttachmentKind::Photo if bytes.len() > PHOTO_BYTES_MAX => {
            Err(Refusal::bad_request("file is too big for a photo"))
        }
        AttachmentKind::Photo => match files::dimensions(bytes) {
            None => Err(Refusal::bad_request("IMAGE_PROCESS_FAILED")),
            Some((width, height)) if width == 0 || height == 0 || width.saturating_add(height) > SIDES_MAX => {
                Err(Refusal::bad_request("PHOTO_INVALID_DIMENSIONS"))
            }
            Some(_) => Ok(AttachmentKind::Photo),
        },
        AttachmentKind::Voice if !bytes.starts_with(b"OggS") => Ok(AttachmentKind::Document),
        AttachmentKind::Voice | AttachmentKind::Document | AttachmentKind::Audio => Ok(kind),
    }
}

pub(super) fn get_file(state: &mut State, params: &Params) -> Answer {
    let file_id = params.text("file_id").unwrap_or_default();
    let size = state.files.get(file_id).map(|file| file.bytes.len());
    let invalid = || Refusal::bad_request("wrong file_id or the file is temporarily unavailable");
    if size.ok_or_else(invalid)? > DOWNLOAD_BYTES_MAX {
        return Err(Refusal::bad_request("file is too big"));
    }
    let file = state.files.open(file_id).ok_or_else(invalid)?;
    Ok(json!({
        "file_id": file_id,
        "file_unique_id": file.unique_id,
        "file_size": file.bytes.len(),
        "file_path": file.path,
    }))
}
