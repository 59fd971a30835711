//! The files of studies, kept beside the log as they were: `studies/<number>.toml`.

use coach::studies::{BYTES_MAX, Study};
use dataflow::events::StudyId;
use ingest::{BlobKey, Blobs, IngestError};

/// Keeps the text of a study's file.
///
/// # Errors
/// The blobs fail.
pub fn keep(blobs: &dyn Blobs, study: StudyId, text: &str) -> Result<(), IngestError> {
    blobs.put(&key(study)?, text.as_bytes())
}

/// The text of a study's file, if it is kept.
///
/// # Errors
/// The blobs fail.
pub fn kept(blobs: &dyn Blobs, study: StudyId) -> Result<Option<String>, IngestError> {
    let bytes = blobs.get(&key(study)?, BYTES_MAX as u64)?;
    Ok(bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
}

/// A study from its file; none where no file is kept, or one that is no study.
///
/// # Errors
/// The blobs fail.
pub fn read(blobs: &dyn Blobs, study: StudyId) -> Result<Option<Study>, IngestError> {
    let text = kept(blobs, study)?;
    Ok(text.and_then(|text| Study::parse(&text, key(study).ok()?.as_str()).ok()))
}

fn key(study: StudyId) -> Result<BlobKey, IngestError> {
    BlobKey::new(format!("studies/{}.toml", study.0))
}
