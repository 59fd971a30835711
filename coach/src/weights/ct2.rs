//! What a CTranslate2 model file holds: the list of its variables and where the bytes of each lie.
//!
//! The file is a version, a name, and then the variables one after the other, each with its own small header; only
//! those headers are read. Every count is compared with a bound and every length with the file before it is used, so
//! that a hostile file costs no more than its own size.

use std::collections::BTreeMap;
use std::path::Path;

use super::WeightsError;
use super::source::Source;

/// Version of the format that is understood.
const FORMAT_VERSION: u32 = 6;

/// Name of the kind of model that is understood.
const SPECIFICATION: &str = "WhisperSpec";

/// Most variables: the largest Whisper has a tenth of it.
const VARIABLES_MAX: u32 = 10_000;

/// Longest name of a variable, in bytes.
const NAME_BYTES_MAX: u64 = 256;

/// Most dimensions.
const RANK_MAX: u8 = 4;

/// How the format numbers 16-bit floats.
const FLOAT16: u8 = 4;

/// Bytes of a 16-bit float.
pub(super) const FLOAT16_BYTES: u64 = 2;

/// One array of the file.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    /// Its dimensions, the slowest first.
    pub(super) shape: Vec<u32>,
    /// How its numbers are stored.
    pub(super) kind: u8,
    /// Where its bytes start.
    pub(super) at: u64,
    /// How many they are.
    pub(super) bytes: u64,
}

/// A model file with its variables by name.
pub(super) struct Model {
    /// The file, for reading the variables' bytes.
    pub(super) source: Source,
    variables: BTreeMap<String, Variable>,
}

impl Model {
    /// Reads the list of variables.
    ///
    /// # Errors
    /// Missing, cut off, or not a Whisper model in this format.
    pub(super) fn open(path: &Path) -> Result<Self, WeightsError> {
        let mut source = Source::open(path)?;
        if source.u32()? != FORMAT_VERSION || name(&mut source)? != SPECIFICATION {
            return Err(source.malformed("it is not a CTranslate2 Whisper model of format version 6"));
        }
        let _revision = source.u32()?;
        let count = source.u32_within("number of variables", 1, VARIABLES_MAX)?;
        let mut variables = BTreeMap::new();
        for _ in 0..count {
            let name = name(&mut source)?;
            let variable = variable(&mut source)?;
            source.skip(variable.bytes)?;
            variables.insert(name, variable);
        }
        Ok(Self { source, variables })
    }

    /// How many layers a side (`encoder`, `decoder`) has.
    pub(super) fn layers(&self, side: &str) -> u32 {
        let has = |layer: &u32| self.variables.contains_key(&format!("{side}/layer_{layer}/ffn/linear_0/weight"));
        (0..VARIABLES_MAX).find(|layer| !has(layer)).unwrap_or_default()
    }

    /// An array of 16-bit floats with a given number of dimensions.
    ///
    /// # Errors
    /// It is not there, or of another kind.
    pub(super) fn floats(&self, name: &str, rank: usize) -> Result<Variable, WeightsError> {
        let variable = self.find(name)?;
        let size = variable.shape.iter().try_fold(FLOAT16_BYTES, |size, &side| size.checked_mul(u64::from(side)));
        let fits = variable.kind == FLOAT16 && variable.shape.len() == rank && size == Some(variable.bytes);
        match fits {
            true => Ok(variable.clone()),
            false => Err(self.source.malformed(format!("{name} is no array of 16-bit floats of {rank} dimensions"))),
        }
    }

    /// A small number that the file keeps as a variable.
    ///
    /// # Errors
    /// It is not there.
    pub(super) fn number(&mut self, name: &str) -> Result<u32, WeightsError> {
        let variable = self.find(name)?.clone();
        self.source.go_to(variable.at)?;
        match variable.bytes {
            1 => self.source.u8().map(u32::from),
            2 => self.source.u16().map(u32::from),
            4 => self.source.u32(),
            bytes => Err(self.source.malformed(format!("{name} is a number of {bytes} bytes"))),
        }
    }

    fn find(&self, name: &str) -> Result<&Variable, WeightsError> {
        self.variables.get(name).ok_or_else(|| self.source.malformed(format!("{name} is missing")))
    }
}

/// A name with its length before it and a zero behind it.
fn name(source: &mut Source) -> Result<String, WeightsError> {
    let length = u64::from(source.u16()?);
    if length > NAME_BYTES_MAX {
        return Err(source.malformed(format!("a name has {length} bytes, limit is {NAME_BYTES_MAX}")));
    }
    let bytes = source.bytes(length)?;
    let text = String::from_utf8(bytes).map_err(|_| source.malformed("a name is not UTF-8"))?;
    Ok(text.trim_end_matches('\0').to_owned())
}

/// The header of a variable; its bytes come next.
fn variable(source: &mut Source) -> Result<Variable, WeightsError> {
    let rank = source.u8()?;
    if rank > RANK_MAX {
        return Err(source.malformed(format!("an array has {rank} dimensions, limit is {RANK_MAX}")));
    }
    let shape = (0..rank).map(|_| source.u32()).collect::<Result<Vec<u32>, WeightsError>>()?;
    let kind = source.u8()?;
    let bytes = u64::from(source.u32()?);
    Ok(Variable { shape, kind, at: source.at(), bytes })
}
