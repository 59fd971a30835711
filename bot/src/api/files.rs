//! Fetching files: bounded in size and time, from the server we know and from nowhere else.

use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::json;

use super::{ANSWER_TIME_MAX, Api, ApiError, FILE_TIME_MAX, lost};

/// Longest path of a file that is taken.
const PATH_CHARS_MAX: usize = 300;

#[derive(Deserialize)]
struct FilePlace {
    file_path: Option<String>,
}

impl Api {
    /// The bytes of a file, at most so many.
    ///
    /// # Errors
    /// [`ApiError::NoFile`] where trying again is pointless; else as every call.
    pub async fn file(&self, file_id: &str, bytes_max: u64) -> Result<Vec<u8>, ApiError> {
        let body = json!({ "file_id": file_id });
        let request = self.client.post(self.method("GetFile")).json(&body).timeout(ANSWER_TIME_MAX);
        let place: FilePlace = match self.post("GetFile", request).await {
            Err(ApiError::Wrong(_)) => return Err(ApiError::NoFile("the chat no longer has it")),
            place => place?,
        };
        let path = place.file_path.ok_or(ApiError::NoFile("the chat does not say where it is"))?;
        if !is_sound(&path) {
            return Err(ApiError::NoFile("its path is none"));
        }
        let url = format!("{}/file/bot{}/{path}", self.base, self.token);
        let response = self.client.get(url).timeout(FILE_TIME_MAX).send().await.map_err(lost)?;
        let status = response.status().as_u16();
        match status {
            200 => {}
            404 | 410 => return Err(ApiError::NoFile("the chat no longer has it")),
            300..400 => return Err(ApiError::NoFile("it is said to be somewhere else")),
            _ => return Err(ApiError::Ambiguous(format!("status {status}"))),
        }
        let mut bytes = Vec::new();
        let mut parts = response.bytes_stream();
        while let Some(part) = parts.next().await {
            bytes.extend_from_slice(&part.map_err(lost)?);
            if bytes.len() as u64 > bytes_max {
                return Err(ApiError::NoFile("it is larger than the chat said"));
            }
        }
        Ok(bytes)
    }
}

/// A path of plain names that stays where it is.
fn is_sound(path: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '-');
    !path.is_empty()
        && path.len() <= PATH_CHARS_MAX
        && path.chars().all(is_plain)
        && !path.starts_with('/')
        && !path.split('/').any(|part| part == ".." || part == ".")
}
