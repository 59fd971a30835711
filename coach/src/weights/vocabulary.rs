//! The vocabulary of Whisper's text tokens: one a line, each byte written as a character.
//!
//! The list must survive as a text file, so bytes that are no printable Latin-1 characters are written as characters
//! from U+0100 on, in the order of the bytes. whisper.cpp wants the bytes themselves, and adds the tokens that are not
//! text on its own.

use std::path::Path;

use super::WeightsError;
use super::source::Source;

/// Tokens of text in a vocabulary of English alone.
const TOKENS: usize = 50_257;

/// Largest file that is taken.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// The tokens in their order, as bytes.
///
/// # Errors
/// Missing, too large, too short, or with characters that stand for no byte.
pub(super) fn read(path: &Path) -> Result<Vec<Vec<u8>>, WeightsError> {
    let bytes = super::source::size(path)?;
    if bytes > FILE_BYTES_MAX {
        return Err(WeightsError::malformed(path, format!("it has {bytes} bytes, limit is {FILE_BYTES_MAX}")));
    }
    let text = String::from_utf8(Source::open(path)?.bytes(bytes)?)
        .map_err(|_| WeightsError::malformed(path, "it is not UTF-8"))?;
    let tokens = text.split('\n').take(TOKENS).map(token).collect::<Option<Vec<Vec<u8>>>>();
    match tokens {
        Some(tokens) if tokens.len() == TOKENS => Ok(tokens),
        Some(tokens) => {
            Err(WeightsError::malformed(path, format!("it has {} tokens, expected {TOKENS}", tokens.len())))
        }
        None => Err(WeightsError::malformed(path, "a character in it stands for no byte")),
    }
}

/// The bytes of a token. Marks such as the end of a text are themselves.
fn token(line: &str) -> Option<Vec<u8>> {
    match line.starts_with("<|") {
        true => Some(line.as_bytes().to_vec()),
        false => line.chars().map(byte).collect(),
    }
}

/// The byte that a character stands for.
fn byte(character: char) -> Option<u8> {
    let code = u32::from(character);
    let value = match code {
        0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff => code,
        // The bytes left out above, in their order: controls and space, delete to no-break space, soft hyphen.
        0x100..=0x120 => code - 0x100,
        0x121..=0x142 => code - 0x121 + 0x7f,
        0x143 => 0xad,
        _ => return None,
    };
    u8::try_from(value).ok()
}
