//! Broken lines: how a measured number becomes a value from 0 to 1, and a value a share of the points.

use std::sync::LazyLock;

use serde::Deserialize;

use super::error::Fault;

/// Corners of a broken line, by rising abscissa; level beyond its ends.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Curve(Vec<(f64, f64)>);

/// How the measures of an answer become values. The files of rubrics say what of it a criterion rests on.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureCurves {
    /// Of syllables per second of phonation.
    pub pace: Curve,
    /// Of the share of the time that is speech.
    pub phonation: Curve,
    /// Of silent pauses per minute.
    pub pauses: Curve,
    /// Of syllables between pauses.
    pub run: Curve,
    /// Of grammar findings per 100 sure words.
    pub findings: Curve,
    /// Of MTLD in words.
    pub mtld: Curve,
    /// Of HD-D.
    pub hdd: Curve,
    /// Of the share of words beyond the 2,000 most frequent.
    pub uncommon: Curve,
    /// Of clauses per sentence.
    pub clauses: Curve,
    /// Of own words over those of a full answer.
    pub length: Curve,
    /// Of the share of words inside groups of three that were said before.
    pub said_again: Curve,
    /// Of the share of the sentences that are about the prompt.
    pub relevant: Curve,
    /// Bound of what is about the topic, of own words about the prompt over those of a full answer.
    pub bound_topic: Curve,
    /// Bound of language, of own clearly heard English words in sentences.
    pub bound_language: Curve,
    /// Bound of language, of grammar findings per 100 sure words.
    pub bound_findings: Curve,
}

static CURVES: LazyLock<MeasureCurves> = LazyLock::new(|| {
    let curves: MeasureCurves = match toml::from_str(include_str!("../../rubrics/measures.toml")) {
        Ok(curves) => curves,
        Err(error) => panic!("the built-in curves are no TOML of this form: {error}"),
    };
    if let Err(fault) = curves.all().into_iter().try_for_each(|curve| curve.check()) {
        panic!("the built-in curves are not sound: {fault}");
    }
    curves
});

/// The curves that come with the program.
///
/// # Panics
/// Where the file breaks its own rules; it is compiled in, and a test reads it.
pub fn measure_curves() -> &'static MeasureCurves {
    &CURVES
}

impl MeasureCurves {
    fn all(&self) -> [&Curve; 15] {
        let MeasureCurves { pace, phonation, pauses, run, findings, mtld, hdd, uncommon, clauses, .. } = self;
        let MeasureCurves { length, said_again, relevant, bound_topic, bound_language, bound_findings, .. } = self;
        [
            pace,
            phonation,
            pauses,
            run,
            findings,
            mtld,
            hdd,
            uncommon,
            clauses,
            length,
            said_again,
            relevant,
            bound_topic,
            bound_language,
            bound_findings,
        ]
    }
}

impl Curve {
    /// Its value at `x`; 0 of one without corners.
    pub fn at(&self, x: f64) -> f64 {
        let Some(&(first_x, first_y)) = self.0.first() else { return 0.0 };
        let mut before = (first_x, first_y);
        for &(corner_x, corner_y) in &self.0 {
            if x < corner_x {
                let (x0, y0) = before;
                return if corner_x > x0 {
                    y0 + (corner_y - y0) * ((x - x0) / (corner_x - x0)).clamp(0.0, 1.0)
                } else {
                    corner_y
                };
            }
            before = (corner_x, corner_y);
        }
        before.1
    }

    /// Whether it has corners, by rising abscissa, with values from 0 to 1.
    pub(super) fn check(&self) -> Result<(), Fault> {
        let is_value = |(x, y): &(f64, f64)| x.is_finite() && (0.0..=1.0).contains(y);
        let rises = |pair: &[(f64, f64)]| matches!(pair, [(x0, _), (x1, _)] if x0 < x1);
        if self.0.len() >= 2 && self.0.iter().all(is_value) && self.0.windows(2).all(rises) {
            return Ok(());
        }
        Err(Fault::Curve)
    }

    /// Whether it never falls.
    pub(super) fn is_rising(&self) -> bool {
        self.0.windows(2).all(|pair| matches!(pair, [(_, y0), (_, y1)] if y0 <= y1))
    }
}
