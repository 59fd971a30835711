//! The structure of a whisper.cpp file, walked without loading it.
//!
//! Header, mel filters, vocabulary, then tensors to the end, each with a small header. whisper.cpp believes what a
//! file says and ends the process where it is wrong, so everything that it would believe is compared with bounds here
//! first. The numbers in the tensors are not looked at.

use std::path::Path;

use super::source::Source;
use super::{Shape, WeightsError};

/// What such a file begins with.
pub(super) const MAGIC: u32 = 0x6767_6d6c;

/// Longest entry of the vocabulary, in bytes.
const TOKEN_BYTES_MAX: u64 = 1_024;

/// Longest name of a tensor, in bytes.
const NAME_BYTES_MAX: u32 = 128;

/// Entries of a model of English alone; models of all languages have one or two more.
pub(super) const VOCABULARY_MIN: u32 = 51_864;

/// Entries of the largest vocabulary.
const VOCABULARY_MAX: u32 = 51_866;

/// Audio context of every Whisper: 30 s in steps of 20 ms.
const AUDIO_CONTEXT: u32 = 1_500;

/// Text context of every Whisper, in tokens.
const TEXT_CONTEXT: u32 = 448;

/// Walks a file and says how large its model is.
///
/// # Errors
/// Missing, cut off, or not such a file.
pub(super) fn read_shape(path: &Path) -> Result<Shape, WeightsError> {
    let mut source = Source::open(path)?;
    if source.u32()? != MAGIC {
        return Err(source.malformed("it is not a ggml file of whisper.cpp"));
    }
    let vocabulary = source.u32_within("vocabulary", VOCABULARY_MIN, VOCABULARY_MAX)?;
    source.u32_within("audio context", AUDIO_CONTEXT, AUDIO_CONTEXT)?;
    let width = source.u32_within("encoder width", 384, 1_280)?;
    source.u32_within("encoder heads", 6, 20)?;
    let encoder_layers = source.u32_within("encoder layers", 4, 32)?;
    source.u32_within("text context", TEXT_CONTEXT, TEXT_CONTEXT)?;
    source.u32_within("decoder width", width, width)?;
    source.u32_within("decoder heads", 6, 20)?;
    let decoder_layers = source.u32_within("decoder layers", 2, 32)?;
    let bands = source.u32_within("mel bands", 80, 128)?;
    source.u32_within("number format", 0, 2_999)?;
    source.u32_within("mel filters", bands, bands)?;
    let bins = source.u32_within("bins of the mel filters", 201, 201)?;
    source.skip(4 * u64::from(bands) * u64::from(bins))?;
    for _ in 0..source.u32_within("vocabulary entries", 50_000, vocabulary)? {
        let length = u64::from(source.u32()?);
        if length > TOKEN_BYTES_MAX {
            return Err(source.malformed(format!("a vocabulary entry has {length} bytes, limit is {TOKEN_BYTES_MAX}")));
        }
        source.skip(length)?;
    }
    let tensors_min = 15 * encoder_layers + 24 * decoder_layers;
    let tensors = skip_tensors(&mut source, tensors_min)?;
    match tensors < tensors_min {
        true => Err(source.malformed(format!("it has {tensors} tensors, expected at least {tensors_min}"))),
        false => Ok(Shape { vocabulary, encoder_layers, decoder_layers }),
    }
}

/// Walks the tensors to the end of the file and counts them.
fn skip_tensors(source: &mut Source, tensors_min: u32) -> Result<u32, WeightsError> {
    let tensors_max = tensors_min.saturating_add(1_000);
    let mut tensors = 0;
    while !source.is_at_end() && tensors < tensors_max {
        let rank = source.u32_within("dimensions of a tensor", 1, 4)?;
        let name_bytes = source.u32_within("length of a tensor's name", 1, NAME_BYTES_MAX)?;
        let kind = source.u32()?;
        let mut numbers = 1_u64;
        for _ in 0..rank {
            numbers = numbers.saturating_mul(u64::from(source.u32_within("side of a tensor", 1, 1 << 20)?));
        }
        source.skip(u64::from(name_bytes))?;
        let (block, block_bytes) =
            block_of(kind).ok_or_else(|| source.malformed(format!("number format {kind} of a tensor is not known")))?;
        source.skip((numbers / block).saturating_mul(block_bytes))?;
        tensors += 1;
    }
    Ok(tensors)
}

/// Numbers in a block of a format, and the bytes of the block.
fn block_of(kind: u32) -> Option<(u64, u64)> {
    match kind {
        0 => Some((1, 4)),
        1 => Some((1, 2)),
        2 => Some((32, 18)),
        3 => Some((32, 20)),
        6 => Some((32, 22)),
        7 => Some((32, 24)),
        8 => Some((32, 34)),
        10 => Some((256, 84)),
        11 => Some((256, 110)),
        12 => Some((256, 144)),
        13 => Some((256, 176)),
        14 => Some((256, 210)),
        _ => None,
    }
}
