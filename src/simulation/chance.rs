//! Chance that is the same every time: what is drawn depends on the seed and on what it is drawn for.
//!
//! Each learner and each part of the model has a stream of its own, so that more learners or more weeks leave what was
//! drawn for others as it is. The generator is SplitMix64 (Steele, Lea & Flood 2014, 10.1145/2714064.2660195); it is
//! quick and good enough for a model, and no secret may ever come from it.

/// A stream of numbers.
pub(crate) struct Chance(u64);

/// Mixes all bits of a number.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ bits >> 31
}

/// One number for all of these, never 0, so that it can be an id.
pub(crate) fn hash(seed: u64, of: &[u64]) -> u64 {
    let step = |state: u64, part: &u64| mix(state.wrapping_add(0x9e37_79b9_7f4a_7c15) ^ mix(part.wrapping_add(1)));
    of.iter().fold(mix(seed), step).max(1)
}

/// The nearest whole number; 0 for what is negative or no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast saturates and the value is not negative"
)]
pub(crate) fn whole(value: f64) -> u32 {
    value.max(0.0).round() as u32
}

impl Chance {
    /// The stream that belongs to these.
    pub(crate) fn of(seed: u64, of: &[u64]) -> Self {
        Chance(hash(seed, of))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// Less than `end`, which is at least 1.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap_or(0)
    }

    /// From 0 to 1, without 1.
    pub(crate) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// True with this probability.
    pub(crate) fn is(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// From a normal distribution of mean 0 and standard deviation 1 (Box & Muller 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.share()).cos()
    }

    /// From an exponential distribution of this mean.
    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    /// One of the places below `end`, in a random order of all of them.
    pub(crate) fn order(&mut self, end: u32) -> Vec<u32> {
        let mut order: Vec<u32> = (0..end).collect();
        for (place, left) in (0..order.len()).zip((1..=end).rev()) {
            let other = place + self.below(left) as usize;
            order.swap(place, other);
        }
        order
    }
}
