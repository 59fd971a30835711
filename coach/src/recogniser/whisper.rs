//! Whisper on this machine, by whisper.cpp.
//!
//! The weights are loaded once and shared; each call has a state of its own, so calls may run side by side, each on one
//! thread: whisper.cpp's threads wait by spinning, and two of them take three times the time of one. A recording is
//! recognised window by window, each with an encoder no longer than the window and without the text before it, so
//! memory does not grow with the recording and an error does not spread. The same recording always gives the same
//! words: where decoding is random at all, it starts from a fixed seed.
//!
//! whisper.cpp prints what it thinks to stderr; that is turned off for the whole process.

use std::ops::Range;

use dataflow::documents::{Transcript, Word};
use whisper_rs::{
    DtwMode, DtwModelPreset, DtwParameters, FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters,
    WhisperState,
};

use super::windows::{SAMPLES_PER_MS, windows};
use super::words::Token;
use super::{Audio, Cancel, Heard, Transcribe, TranscribeError, Transcribed, guards, timing, words};
use crate::audio::Recording;
use crate::speech::{Span, speech_spans};
use crate::weights::{Shape, Weights};

/// Samples of one step of the encoder's context: 20 ms.
const STEP_SAMPLES: usize = 20 * SAMPLES_PER_MS;

/// The encoder's whole context: 30 s.
const STEPS_MAX: usize = 1_500;

/// Steps of silence that the encoder hears behind a window. Without them it tends to repeat the end.
const MARGIN_STEPS: usize = 128;

/// Contexts are rounded up to this many steps, so that matrices have sizes the kernels like.
const STEPS_MULTIPLE: usize = 64;

/// By how much the temperature rises when a decoding is bad. Three tries instead of the usual six bound the cost.
const TEMPERATURE_STEP: f32 = 0.4;

/// Memory for the alignment, in bytes; only what is used is ever touched.
const ALIGNMENT_BYTES: usize = 128 << 20;

/// The recogniser that runs on this machine.
#[derive(Debug)]
pub struct Whisper {
    context: WhisperContext,
    model: String,
    end_of_text: i32,
}

impl Whisper {
    /// Loads weights that [`crate::weights::verify`] has looked at.
    ///
    /// # Errors
    /// whisper.cpp does not take them.
    pub fn load(weights: &Weights) -> Result<Self, TranscribeError> {
        whisper_rs::install_logging_hooks();
        let mut parameters = WhisperContextParameters::default();
        parameters
            .use_gpu(false)
            .flash_attn(false)
            .dtw_parameters(DtwParameters { mode: alignment(&weights.shape), dtw_mem_size: ALIGNMENT_BYTES });
        let context = WhisperContext::new_with_params(&weights.path, parameters)
            .map_err(|_| TranscribeError::Load { model: weights.model.clone() })?;
        let end_of_text = context.token_eot();
        Ok(Self { context, model: format!("whisper.cpp/{}", weights.model), end_of_text })
    }

    /// The words of one window, as recognised.
    fn window(
        &self,
        state: &mut WhisperState,
        samples: &[f32],
        window: &Range<usize>,
        cancel: &Cancel,
    ) -> Result<Vec<Word>, TranscribeError> {
        let heard = samples.get(window.clone()).unwrap_or_default();
        if heard.is_empty() {
            return Ok(Vec::new());
        }
        let outcome = state.full(parameters(heard.len(), cancel), heard);
        if cancel.is_cancelled() {
            return Err(TranscribeError::Cancelled);
        }
        outcome.map_err(|error| TranscribeError::Failed { reason: error.to_string() })?;
        let start_ms = u32::try_from(window.start / SAMPLES_PER_MS).unwrap_or(u32::MAX);
        Ok(words::words(&self.tokens(state, start_ms)?, start_ms))
    }

    /// The tokens of text that the state holds.
    fn tokens(&self, state: &WhisperState, start_ms: u32) -> Result<Vec<Token>, TranscribeError> {
        let mut tokens = Vec::new();
        for segment in state.as_iter() {
            for token in (0..segment.n_tokens()).filter_map(|index| segment.get_token(index)) {
                let data = token.token_data();
                if data.id >= self.end_of_text {
                    continue;
                }
                let bytes = token.to_bytes().map_err(|error| TranscribeError::Failed { reason: error.to_string() })?;
                // Centiseconds from the start of the window; -1 where the alignment gave none.
                let end_ms = u32::try_from(data.t_dtw).ok().map(|end_cs| start_ms.saturating_add(end_cs * 10));
                tokens.push(Token { bytes: bytes.to_vec(), probability: data.p, end_ms });
            }
        }
        Ok(tokens)
    }
}

impl Whisper {
    /// Recogniser and weights, as results name them.
    pub fn model(&self) -> &str {
        &self.model
    }

    /// The words of a recording.
    ///
    /// # Errors
    /// See [`Transcribe::transcribe`].
    pub fn recognise(&self, recording: &Recording, cancel: &Cancel) -> Result<Transcript, TranscribeError> {
        self.words(recording, &speech_spans(recording), cancel)
    }

    fn words(&self, recording: &Recording, spans: &[Span], cancel: &Cancel) -> Result<Transcript, TranscribeError> {
        let windows = windows(&recording.samples, spans);
        if windows.is_empty() {
            return Ok(Transcript::default());
        }
        let mut state = self.context.create_state().map_err(|_| TranscribeError::Memory)?;
        let mut words = Vec::new();
        for window in &windows {
            let mut heard = self.window(&mut state, &recording.samples, window, cancel)?;
            guards::drop_repetitions(&mut heard);
            words.append(&mut heard);
        }
        timing::settle(&mut words, spans, recording.duration_ms());
        guards::drop_words_in_silence(&mut words, spans);
        let text = words.iter().map(|word| word.word.as_str()).collect::<Vec<&str>>().join(" ");
        Ok(Transcript { text, words })
    }
}

impl Transcribe for Whisper {
    fn transcribe(&self, audio: &Audio<'_>, cancel: &Cancel) -> Result<Transcribed, TranscribeError> {
        let heard = audio.heard().ok().map(|Heard { recording, spans }| self.words(recording, spans, cancel));
        let transcript = heard.transpose()?.unwrap_or_default();
        Ok(Transcribed { transcript, model: self.model.clone(), calls: Vec::new() })
    }
}

/// How a window of so many samples is recognised.
fn parameters(samples: usize, cancel: &Cancel) -> FullParams<'static, 'static> {
    let mut parameters = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    parameters.set_n_threads(1);
    parameters.set_language(Some("en"));
    parameters.set_no_context(true);
    parameters.set_single_segment(true);
    parameters.set_temperature_inc(TEMPERATURE_STEP);
    parameters.set_print_special(false);
    parameters.set_print_progress(false);
    parameters.set_print_realtime(false);
    parameters.set_print_timestamps(false);
    parameters.set_audio_ctx(context_steps(samples));
    // The library calls the closure through the type that it was given, but keeps it as a boxed trait object: only for
    // this very type are the two the same. It never frees it, which costs some hundred bytes for each window.
    let cancel = cancel.clone();
    let is_cancelled: Box<dyn FnMut() -> bool> = Box::new(move || cancel.is_cancelled());
    parameters.set_abort_callback_safe(is_cancelled);
    parameters
}

/// Steps of context for a window of so many samples. Never fewer than the window has: whisper.cpp ends the process
/// when the alignment does not fit into the context.
fn context_steps(samples: usize) -> i32 {
    let steps = samples.div_ceil(STEP_SAMPLES) + MARGIN_STEPS;
    i32::try_from(steps.next_multiple_of(STEPS_MULTIPLE).min(STEPS_MAX)).unwrap_or_default()
}

/// The attention heads that align tokens with time, known for the published models.
fn alignment(shape: &Shape) -> DtwMode<'static> {
    let preset = match (shape.vocabulary, shape.encoder_layers, shape.decoder_layers) {
        (51_864, 4, 4) => DtwModelPreset::TinyEn,
        (51_864, 6, 6) => DtwModelPreset::BaseEn,
        (51_864, 12, 12) => DtwModelPreset::SmallEn,
        (51_864, 24, 24) => DtwModelPreset::MediumEn,
        (51_865, 4, 4) => DtwModelPreset::Tiny,
        (51_865, 6, 6) => DtwModelPreset::Base,
        (51_865, 12, 12) => DtwModelPreset::Small,
        (51_865, 24, 24) => DtwModelPreset::Medium,
        (51_865, 32, 32) => DtwModelPreset::LargeV2,
        (51_866, 32, 32) => DtwModelPreset::LargeV3,
        (51_866, 32, 4) => DtwModelPreset::LargeV3Turbo,
        _ => return DtwMode::TopMost { n_top: 1 },
    };
    DtwMode::ModelPreset { model_preset: preset }
}
