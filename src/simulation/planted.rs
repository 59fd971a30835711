//! What is planted: every parameter of the model, and what an analysis should find.
//!
//! `docs/simulation.md` says the same in formulas; change one with the other. Scores are in points of the rubric (0 to
//! 4), time in weeks since the learner joined the study, rates in syllables per second.

use serde::Serialize;

/// Mean true score of an answer in the first week, in points.
pub(crate) const START_POINTS: f64 = 1.6;
/// Spread of the learners' true scores at the start: standard deviation, in points.
pub(crate) const ABILITY_SD_POINTS: f64 = 0.35;
/// What everybody gains, in points per week.
pub(crate) const GROWTH_POINTS_PER_WEEK: f64 = 0.03;
/// What arm 1 gains beyond that, in points per week. The named effect.
pub(crate) const ARM_POINTS_PER_WEEK: f64 = 0.04;
/// Spread of the learners' own growth: standard deviation, in points per week.
pub(crate) const GROWTH_SD_POINTS_PER_WEEK: f64 = 0.02;
/// Spread of the prompts' difficulty: standard deviation, in points.
pub(crate) const PROMPT_SD_POINTS: f64 = 0.2;

/// How much more the judge of record gives than the truth, in points.
pub(crate) const JUDGE_BIAS_POINTS: f64 = 0.2;
/// Noise of the judge: standard deviation, in points.
pub(crate) const JUDGE_SD_POINTS: f64 = 0.3;
/// How much less each person gives than the truth, in points. They sum to 0.
pub(crate) const SEVERITY_POINTS: [f64; 6] = [-0.3, -0.1, -0.05, 0.05, 0.1, 0.3];
/// Noise of a person, before whole points are made of it: standard deviation, in points.
pub(crate) const PERSON_SD_POINTS: f64 = 0.35;
/// Share of the answers that two persons rate.
pub(crate) const RATED_SHARE: f64 = 0.3;

/// Mean articulation rate at the start, in syllables per second of phonation.
pub(crate) const ARTICULATION_SYL_PER_S: f64 = 3.8;
/// Spread over learners: standard deviation, in syllables per second.
pub(crate) const ARTICULATION_SD: f64 = 0.35;
/// Correlation of a learner's articulation rate with the ability.
pub(crate) const ARTICULATION_ABILITY_CORRELATION: f64 = 0.6;
/// Spread over the answers of one learner: standard deviation, in syllables per second.
pub(crate) const ARTICULATION_NOISE_SD: f64 = 0.2;
/// What everybody gains, in syllables per second and week; the arms do not differ.
pub(crate) const ARTICULATION_GROWTH: f64 = 0.01;

/// The shortest silence that is a pause, in milliseconds.
pub(crate) const PAUSE_MS_MIN: f64 = 200.0;
/// Mean of what a pause has beyond the shortest, for a learner of mean ability, in milliseconds.
pub(crate) const PAUSE_EXCESS_MS: f64 = 300.0;
/// The logarithm of that mean falls by this much with each standard deviation of ability.
pub(crate) const PAUSE_PER_SD: f64 = 0.25;
/// The longest threshold at which measures are exported, in milliseconds.
const PAUSE_LONG_MS: f64 = 350.0;

/// Of the answers after a learner's first: share that is to a prompt answered before.
pub(crate) const REPEAT_SHARE: f64 = 0.05;
/// Share that follows the sample answer.
pub(crate) const COPY_SHARE: f64 = 0.03;
/// Share that an operator excludes.
pub(crate) const OPERATOR_SHARE: f64 = 0.02;
/// Share with too little speech for its measures and its score.
pub(crate) const SHORT_SHARE: f64 = 0.02;
/// What a repeat gains by practice, in points.
pub(crate) const REPEAT_POINTS: f64 = 0.15;
/// What a copy gains by its text, in points.
pub(crate) const COPY_POINTS: f64 = 0.5;

/// Logarithm of the weekly hazard of a learner of mean ability to stop for good: 3 % a week. The arms do not differ.
pub(crate) const STOP_LOG_HAZARD: f64 = -3.5;
/// It falls by this much with each standard deviation of ability.
pub(crate) const STOP_PER_SD: f64 = 0.3;
/// Share of the learners whose data may leave for research.
pub(crate) const RESEARCH_SHARE: f64 = 0.95;

/// What kind of truth a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// There is an effect: an interval should exclude 0.
    Effect,
    /// There is none: an interval should hold 0.
    Null,
    /// A size, which nobody would test against 0.
    Size,
}

/// What an analysis should find.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Parameter {
    /// The name under which a notebook writes its estimate.
    pub name: &'static str,
    /// What is true.
    pub value: f64,
    /// What kind of truth.
    pub kind: Kind,
    /// Its unit; empty for a plain number.
    pub unit: &'static str,
}

/// Every parameter that the notebooks estimate.
pub fn parameters() -> Vec<Parameter> {
    let parameter = |name, value, kind, unit| Parameter { name, value, kind, unit };
    let severity = SEVERITY_POINTS.iter().fold(0.0_f64, |most, severity| most.max(severity.abs()));
    vec![
        parameter("growth_per_week", GROWTH_POINTS_PER_WEEK, Kind::Effect, "points/week"),
        parameter("arm_growth_per_week", ARM_POINTS_PER_WEEK, Kind::Effect, "points/week"),
        parameter("arm_articulation", 0.0, Kind::Null, "syl/s per week"),
        parameter("arm_attrition", 0.0, Kind::Null, "log hazard ratio"),
        parameter("group_judge_gap", 0.0, Kind::Null, "points"),
        parameter("judge_bias", JUDGE_BIAS_POINTS, Kind::Effect, "points"),
        parameter("severity_range", 2.0 * severity, Kind::Effect, "points"),
        parameter("difficulty_sd", PROMPT_SD_POINTS, Kind::Effect, "points"),
        parameter("articulation_icc", articulation_icc(), Kind::Size, ""),
        parameter("articulation_per_point", articulation_per_point(), Kind::Effect, "syl/s per point"),
        parameter("log_pause_per_point", -PAUSE_PER_SD / ABILITY_SD_POINTS, Kind::Effect, "log ms per point"),
        parameter("long_pause_share", long_pause_share(), Kind::Size, ""),
        parameter("repeat_share", REPEAT_SHARE, Kind::Size, ""),
        parameter("copy_share", COPY_SHARE, Kind::Size, ""),
        parameter("operator_share", OPERATOR_SHARE, Kind::Size, ""),
        parameter("short_share", SHORT_SHARE, Kind::Size, ""),
    ]
}

/// Difficulties of so many prompts in points: normal quantiles, spread so that their standard deviation is exact.
pub(crate) fn difficulties(prompts: u32) -> Vec<f64> {
    let share = |place: u32| (f64::from(place) + 0.5) / f64::from(prompts.max(1));
    // The logistic quantile is close enough to the normal one in shape, and in closed form.
    let raw: Vec<f64> = (0..prompts).map(|place| (share(place) / (1.0 - share(place))).ln()).collect();
    let squares: f64 = raw.iter().map(|value| value * value).sum();
    let sd = (squares / f64::from(prompts.saturating_sub(1).max(1))).sqrt();
    raw.iter().map(|value| value * PROMPT_SD_POINTS / sd.max(f64::MIN_POSITIVE)).collect()
}

/// Mean of what a learner's pauses have beyond the shortest, in milliseconds. `ability` is in standard deviations.
pub(crate) fn pause_excess_ms(ability: f64) -> f64 {
    PAUSE_EXCESS_MS * (-PAUSE_PER_SD * ability).exp()
}

fn articulation_icc() -> f64 {
    let between = ARTICULATION_SD * ARTICULATION_SD;
    between / (between + ARTICULATION_NOISE_SD * ARTICULATION_NOISE_SD)
}

fn articulation_per_point() -> f64 {
    ARTICULATION_ABILITY_CORRELATION * ARTICULATION_SD / ABILITY_SD_POINTS
}

/// Of the pauses of 200 ms and more of a learner, the share of 350 ms and more; the mean over learners.
///
/// Pauses are whole milliseconds, rounded, hence the half.
fn long_pause_share() -> f64 {
    const STEPS: i32 = 1_600;
    let beyond_ms = PAUSE_LONG_MS - PAUSE_MS_MIN - 0.5;
    let (mut sum, mut weights) = (0.0, 0.0);
    for step in -STEPS..=STEPS {
        let ability = f64::from(step) / 200.0;
        let weight = (-ability * ability / 2.0).exp();
        sum += weight * (-beyond_ms / pause_excess_ms(ability)).exp();
        weights += weight;
    }
    sum / weights
}
