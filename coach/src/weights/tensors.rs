//! Which tensors whisper.cpp wants, under which names, and where the CTranslate2 model keeps each.
//!
//! CTranslate2 stacks query, key and value of self-attention into one array, and key and value of cross-attention into
//! another; here they are cut apart by rows. Whisper's keys have no bias: where the model has a row for it, it must be
//! zero, else the result would be another model.

use super::WeightsError;
use super::ct2::{FLOAT16_BYTES, Model, Variable};

/// One tensor of the result.
pub(super) struct Tensor {
    name: String,
    /// Its dimensions, the slowest first.
    shape: Vec<u32>,
    /// Where its numbers come from.
    pub(super) variable: Variable,
    /// Whether the numbers are written with 32 bits.
    pub(super) wide: bool,
}

impl Tensor {
    /// What stands before the numbers.
    pub(super) fn header(&self) -> Vec<u8> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let format = if self.wide { 0 } else { 1 };
        let numbers = [count(self.shape.len()), count(self.name.len()), format];
        let sides = self.shape.iter().rev().copied();
        let mut bytes: Vec<u8> = numbers.into_iter().chain(sides).flat_map(u32::to_le_bytes).collect();
        bytes.extend_from_slice(self.name.as_bytes());
        bytes
    }
}

/// All tensors, in the order in which they are written.
///
/// # Errors
/// The model lacks one, or has one of another shape.
pub(super) fn list(model: &mut Model) -> Result<Vec<Tensor>, WeightsError> {
    let mut list = List { model, tensors: Vec::new() };
    list.positions("decoder.positional_embedding", "decoder/position_encodings/encodings")?;
    list.positions("encoder.positional_embedding", "encoder/position_encodings/encodings")?;
    list.matrix("decoder.token_embedding.weight", "decoder/embeddings/weight", 2)?;
    list.side("decoder", true)?;
    list.norm("decoder.ln", "decoder/layer_norm")?;
    list.convolution("encoder.conv1", "encoder/conv1")?;
    list.convolution("encoder.conv2", "encoder/conv2")?;
    list.side("encoder", false)?;
    list.norm("encoder.ln_post", "encoder/layer_norm")?;
    Ok(list.tensors)
}

/// The tensors so far.
struct List<'a> {
    model: &'a mut Model,
    tensors: Vec<Tensor>,
}

impl List<'_> {
    fn push(&mut self, name: String, shape: Vec<u32>, variable: Variable, wide: bool) {
        self.tensors.push(Tensor { name, shape, variable, wide });
    }

    /// The layers of a side; the decoder's also attend to the encoder.
    fn side(&mut self, side: &str, cross: bool) -> Result<(), WeightsError> {
        for layer in 0..self.model.layers(side) {
            let from = format!("{side}/layer_{layer}");
            let to = format!("{side}.blocks.{layer}");
            self.norm(&format!("{to}.mlp_ln"), &format!("{from}/ffn/layer_norm"))?;
            self.linear(&format!("{to}.mlp.0"), &format!("{from}/ffn/linear_0"))?;
            self.linear(&format!("{to}.mlp.2"), &format!("{from}/ffn/linear_1"))?;
            self.norm(&format!("{to}.attn_ln"), &format!("{from}/self_attention/layer_norm"))?;
            let attention = format!("{to}.attn");
            self.stacked(&attention, &format!("{from}/self_attention/linear_0"), &["query", "key", "value"])?;
            self.linear(&format!("{attention}.out"), &format!("{from}/self_attention/linear_1"))?;
            if cross {
                let attention = format!("{to}.cross_attn");
                self.norm(&format!("{to}.cross_attn_ln"), &format!("{from}/attention/layer_norm"))?;
                self.linear(&format!("{attention}.query"), &format!("{from}/attention/linear_0"))?;
                self.stacked(&attention, &format!("{from}/attention/linear_1"), &["key", "value"])?;
                self.linear(&format!("{attention}.out"), &format!("{from}/attention/linear_2"))?;
            }
        }
        Ok(())
    }

    fn positions(&mut self, to: &str, from: &str) -> Result<(), WeightsError> {
        let variable = self.model.floats(from, 2)?;
        self.push(to.to_owned(), variable.shape.clone(), variable, true);
        Ok(())
    }

    fn matrix(&mut self, to: &str, from: &str, rank: usize) -> Result<(), WeightsError> {
        let variable = self.model.floats(from, rank)?;
        self.push(to.to_owned(), variable.shape.clone(), variable, false);
        Ok(())
    }

    fn vector(&mut self, to: String, from: String) -> Result<(), WeightsError> {
        let variable = self.model.floats(&from, 1)?;
        self.push(to, variable.shape.clone(), variable, true);
        Ok(())
    }

    fn norm(&mut self, to: &str, from: &str) -> Result<(), WeightsError> {
        self.vector(format!("{to}.weight"), format!("{from}/gamma"))?;
        self.vector(format!("{to}.bias"), format!("{from}/beta"))
    }

    fn linear(&mut self, to: &str, from: &str) -> Result<(), WeightsError> {
        self.matrix(&format!("{to}.weight"), &format!("{from}/weight"), 2)?;
        self.vector(format!("{to}.bias"), format!("{from}/bias"))
    }

    /// A convolution, whose bias has a second dimension of 1 in the result.
    fn convolution(&mut self, to: &str, from: &str) -> Result<(), WeightsError> {
        self.matrix(&format!("{to}.weight"), &format!("{from}/weight"), 3)?;
        let bias = self.model.floats(&format!("{from}/bias"), 1)?;
        let shape = bias.shape.iter().copied().chain([1]).collect();
        self.push(format!("{to}.bias"), shape, bias, true);
        Ok(())
    }

    /// Cuts an array of several projections into one for each.
    fn stacked(&mut self, to: &str, from: &str, parts: &[&str]) -> Result<(), WeightsError> {
        let weights = self.model.floats(&format!("{from}/weight"), 2)?;
        let biases = self.model.floats(&format!("{from}/bias"), 1)?;
        let &[rows, columns] = weights.shape.as_slice() else {
            return Err(self.model.source.malformed(format!("{from}/weight is no matrix")));
        };
        let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
        if rows % count != 0 || biases.shape != [rows] {
            return Err(self.model.source.malformed(format!("{from} does not divide into {count} projections")));
        }
        for (part, index) in parts.iter().zip(0..) {
            let part_rows = rows / count;
            let weight = slice(&weights, &[part_rows, columns], index);
            let bias = slice(&biases, &[part_rows], index);
            self.push(format!("{to}.{part}.weight"), weight.shape.clone(), weight, false);
            match *part == "key" {
                true => self.demand_zero(from, &bias)?,
                false => self.push(format!("{to}.{part}.bias"), bias.shape.clone(), bias, true),
            }
        }
        Ok(())
    }

    /// Makes sure that a bias which is left out says nothing.
    fn demand_zero(&mut self, from: &str, bias: &Variable) -> Result<(), WeightsError> {
        self.model.source.go_to(bias.at)?;
        match self.model.source.bytes(bias.bytes)?.iter().all(|&byte| byte == 0) {
            true => Ok(()),
            false => Err(self.model.source.malformed(format!("{from} has a bias for its keys"))),
        }
    }
}

/// The part of an array with a given index, where every part has the given shape.
fn slice(whole: &Variable, shape: &[u32], index: u64) -> Variable {
    let bytes = shape.iter().fold(FLOAT16_BYTES, |bytes, &side| bytes.saturating_mul(u64::from(side)));
    Variable { shape: shape.to_vec(), at: whole.at.saturating_add(index.saturating_mul(bytes)), bytes, ..whole.clone() }
}
