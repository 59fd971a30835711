//! The mel filters that a ggml file carries, which the CTranslate2 model leaves to its caller.
//!
//! Triangles on Slaney's scale (linear to 1 kHz, logarithmic above), each normalised to the width of its band: 80 of
//! them over the 201 bins of a 400-sample spectrum at 16 kHz. Computed in `f64` and rounded once, so that every
//! machine writes the same bytes.

/// Filters.
pub(super) const BANDS: u16 = 80;

/// Bins of the spectrum.
pub(super) const BINS: u16 = 201;

/// Upper end of the spectrum, in hertz.
const NYQUIST_HZ: f64 = 8_000.0;

/// Where the scale turns from linear to logarithmic, in hertz and in mels.
const BREAK_HZ: f64 = 1_000.0;
const BREAK_MEL: f64 = 15.0;

/// Width of a mel below the break.
const HZ_PER_MEL: f64 = 200.0 / 3.0;

/// Natural logarithm of the ratio between neighbouring mels above the break: 27 of them make 6.4.
fn log_step() -> f64 {
    6.4_f64.ln() / 27.0
}

/// Hertz of a point on the scale.
fn hz_of_mel(mel: f64) -> f64 {
    match mel >= BREAK_MEL {
        true => BREAK_HZ * (log_step() * (mel - BREAK_MEL)).exp(),
        false => mel * HZ_PER_MEL,
    }
}

/// The filters, one band after the other, [`BINS`] weights each.
pub(super) fn filters() -> Vec<f32> {
    let top_mel = BREAK_MEL + (NYQUIST_HZ / BREAK_HZ).ln() / log_step();
    let edges_hz: Vec<f64> =
        (0..BANDS + 2).map(|index| hz_of_mel(f64::from(index) * top_mel / f64::from(BANDS + 1))).collect();
    let mut weights = Vec::with_capacity(usize::from(BANDS) * usize::from(BINS));
    for edges in edges_hz.windows(3) {
        let &[low, middle, high] = edges else { continue };
        let height = 2.0 / (high - low);
        for bin in 0..BINS {
            let hz = f64::from(bin) * NYQUIST_HZ / f64::from(BINS - 1);
            let rising = (hz - low) / (middle - low);
            let falling = (high - hz) / (high - middle);
            weights.push(rounded(rising.min(falling).max(0.0) * height));
        }
    }
    weights
}

/// To the nearest 32-bit number.
#[expect(clippy::cast_possible_truncation, reason = "the file's numbers are that coarse")]
fn rounded(weight: f64) -> f32 {
    weight as f32
}
