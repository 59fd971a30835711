//! From the CTranslate2 directory of `tiny.en` to the whisper.cpp file.
//!
//! The same numbers under other names: attention's fused arrays are cut apart, matrices stay in 16-bit floats, biases
//! and positions become 32-bit ones, and the mel filters are added. Only one chunk is in memory at a time. The result
//! appears under its name whole or not at all.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::ct2::{Model, Variable};
use super::source::{self, Source};
use super::{FILE_BYTES, FILE_NAME, FILE_SHA256, Place, WeightsError, ggml, mel, tensors, vocabulary};

/// Size of the CTranslate2 model file.
const MODEL_BYTES: u64 = 75_537_502;

/// SHA-256 of the CTranslate2 model file.
const MODEL_SHA256: &str = "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a";

/// How the header says that matrices are 16-bit floats.
const FORMAT_FLOAT16: u32 = 1;

/// How much is copied at once, in bytes; even, so that no number is cut.
const COPY_BYTES: u64 = 1 << 20;

/// Where the result is written.
type Output<'a> = BufWriter<&'a mut dyn Write>;

/// Makes the known weights from the known model and puts them into a folder; gives the file's path.
///
/// Done before: nothing is written and nothing of the input is read.
///
/// # Errors
/// The input is missing, cut off or another one; the folder cannot be written; the result is not the known file.
pub fn install(ct2_dir: &Path, into: &Path) -> Result<PathBuf, WeightsError> {
    let place = Place { path: into.join(FILE_NAME), known: true };
    if super::verify(&place).is_ok() {
        return Ok(place.path);
    }
    let model = ct2_dir.join("model.bin");
    let bytes = source::size(&model)?;
    if bytes < MODEL_BYTES {
        return Err(WeightsError::Truncated { path: model, bytes, bytes_expected: MODEL_BYTES });
    }
    source::demand_hash(&model, MODEL_SHA256)?;

    fs::create_dir_all(into).map_err(|source| WeightsError::write(into, source))?;
    // The process number keeps two that install at once from writing into one file.
    let unfinished = into.join(format!("{FILE_NAME}.{}.unfinished", std::process::id()));
    let finished = write_verified(ct2_dir, &unfinished)
        .and_then(|()| fs::rename(&unfinished, &place.path).map_err(|source| WeightsError::write(&place.path, source)));
    if let Err(error) = finished {
        // The first error is the one to tell; a leftover that cannot be removed harms nothing.
        let _ = fs::remove_file(&unfinished);
        return Err(error);
    }
    // The rename is durable once its folder is.
    File::open(into).and_then(|folder| folder.sync_all()).map_err(|source| WeightsError::write(into, source))?;
    Ok(place.path)
}

/// Converts into a file, makes it durable, and compares it with the known one.
fn write_verified(ct2_dir: &Path, path: &Path) -> Result<(), WeightsError> {
    let failed = |source| WeightsError::write(path, source);
    let mut file = File::create(path).map_err(failed)?;
    convert(ct2_dir, path, &mut file)?;
    file.sync_all().map_err(failed)?;
    let bytes = source::size(path)?;
    if bytes != FILE_BYTES {
        return Err(WeightsError::malformed(ct2_dir, format!("it gives {bytes} bytes, expected {FILE_BYTES}")));
    }
    source::demand_hash(path, FILE_SHA256).map(drop)
}

/// Converts any CTranslate2 Whisper model of 16-bit floats (`model.bin` and `vocabulary.txt`), known or not.
///
/// `path` names the output in errors.
///
/// # Errors
/// The input is missing, cut off or malformed; the output cannot be written.
pub fn convert(ct2_dir: &Path, path: &Path, output: &mut dyn Write) -> Result<(), WeightsError> {
    let mut model = Model::open(&ct2_dir.join("model.bin"))?;
    let tokens = vocabulary::read(&ct2_dir.join("vocabulary.txt"))?;
    let mut output: Output<'_> = BufWriter::with_capacity(1 << 20, output);
    let mut put = |bytes: &[u8]| output.write_all(bytes).map_err(|source| WeightsError::write(path, source));

    for number in header(&mut model)? {
        put(&number.to_le_bytes())?;
    }
    for weight in mel::filters() {
        put(&weight.to_le_bytes())?;
    }
    put(&length(tokens.len()))?;
    for token in &tokens {
        put(&length(token.len()))?;
        put(token)?;
    }
    for tensor in tensors::list(&mut model)? {
        put(&tensor.header())?;
        copy(&mut model.source, &tensor.variable, tensor.wide, &mut put)?;
    }
    output.flush().map_err(|source| WeightsError::write(path, source))
}

/// The numbers before the mel filters, their two sizes included.
fn header(model: &mut Model) -> Result<[u32; 14], WeightsError> {
    let side = |variable: &Variable, index: usize| variable.shape.get(index).copied().unwrap_or_default();
    let embeddings = model.floats("decoder/embeddings/weight", 2)?;
    let width = side(&embeddings, 1);
    let audio_positions = model.floats("encoder/position_encodings/encodings", 2)?;
    let text_positions = model.floats("decoder/position_encodings/encodings", 2)?;
    Ok([
        ggml::MAGIC,
        side(&embeddings, 0),
        side(&audio_positions, 0),
        width,
        model.number("encoder/num_heads")?,
        model.layers("encoder"),
        side(&text_positions, 0),
        width,
        model.number("decoder/num_heads")?,
        model.layers("decoder"),
        u32::from(mel::BANDS),
        FORMAT_FLOAT16,
        u32::from(mel::BANDS),
        u32::from(mel::BINS),
    ])
}

/// A length as the file writes it.
fn length(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}

/// Copies the numbers of a variable, widened to 32 bits where the file has them so.
fn copy(
    source: &mut Source,
    variable: &Variable,
    wide: bool,
    put: &mut impl FnMut(&[u8]) -> Result<(), WeightsError>,
) -> Result<(), WeightsError> {
    source.go_to(variable.at)?;
    let mut left = variable.bytes;
    while left > 0 {
        let chunk = source.bytes(left.min(COPY_BYTES))?;
        left = left.saturating_sub(COPY_BYTES);
        match wide {
            false => put(&chunk)?,
            true => {
                let (numbers, _) = chunk.as_chunks::<2>();
                let widened: Vec<u8> =
                    numbers.iter().flat_map(|half| widen(u16::from_le_bytes(*half)).to_le_bytes()).collect();
                put(&widened)?;
            }
        }
    }
    Ok(())
}

/// A 16-bit float as a 32-bit one, exactly.
fn widen(half: u16) -> f32 {
    let sign = if half & 0x8000 == 0 { 1.0 } else { -1.0 };
    let exponent = i32::from((half >> 10) & 0x1f);
    let fraction = f32::from(half & 0x3ff);
    match (exponent, half & 0x3ff) {
        (0, _) => sign * fraction * 2.0_f32.powi(-24),
        (31, 0) => sign * f32::INFINITY,
        (31, _) => f32::NAN,
        _ => sign * (1_024.0 + fraction) * 2.0_f32.powi(exponent - 25),
    }
}
