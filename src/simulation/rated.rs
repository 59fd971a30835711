//! Scores of one answer: by the judge of record, and by people.

use dataflow::events::{AnswerAssessed, AnswerFact, RatedBy, RatingGiven};

use super::chance::{Chance, whole};
use super::planted::{JUDGE_BIAS_POINTS, JUDGE_SD_POINTS, PERSON_SD_POINTS, SEVERITY_POINTS};

/// Most points of the rubric.
const POINTS_MAX: f64 = 4.0;
/// The same, in hundredths.
const POINTS_CENTI_MAX: u32 = 400;
/// Half of the interval that the judge gives, in hundredths of a point: 90 % of its noise.
const JUDGE_HALF_CENTI: u32 = 49;
const RUBRIC: &str = "toefl-independent-2019";
/// People rate one, two or three days later, in milliseconds.
const RATED_DAY_MS: u64 = 86_400_000;

/// What the judge of record says of an answer that is worth so many points; withheld where nobody can say.
pub(crate) fn assessed(points: Option<f64>, chance: &mut Chance) -> AnswerAssessed {
    let noise = JUDGE_SD_POINTS * chance.normal();
    let score_centi = points.map(|points| centi(points + JUDGE_BIAS_POINTS + noise));
    AnswerAssessed {
        rater: "simulated-judge-1".to_owned(),
        rubric: RUBRIC.to_owned(),
        revision: 0,
        criteria: Vec::new(),
        score_centi,
        low_centi: score_centi.map(|score| score.saturating_sub(JUDGE_HALF_CENTI)),
        high_centi: score_centi.map(|score| (score + JUDGE_HALF_CENTI).min(POINTS_CENTI_MAX)),
        max_centi: POINTS_CENTI_MAX,
    }
}

/// What two different people say of it, in whole points.
pub(crate) fn ratings(points: f64, spoken_at_ms: u64, chance: &mut Chance) -> Vec<(u64, AnswerFact)> {
    let mut people = chance.order(u32::try_from(SEVERITY_POINTS.len()).unwrap_or(0));
    people.truncate(2);
    let rating = |person: u32| {
        let severity = SEVERITY_POINTS.get(person as usize).copied().unwrap_or(0.0);
        let score_centi = 100 * (centi(points - severity + PERSON_SD_POINTS * chance.normal()) + 50).div_euclid(100);
        let after_ms = RATED_DAY_MS * u64::from(1 + chance.below(3));
        let scores = AnswerAssessed {
            rater: format!("simulated-person-{}", person + 1),
            rubric: RUBRIC.to_owned(),
            revision: 0,
            criteria: Vec::new(),
            score_centi: Some(score_centi),
            low_centi: None,
            high_centi: None,
            max_centi: POINTS_CENTI_MAX,
        };
        let given = RatingGiven { by: RatedBy::Person, occurred_at_ms: spoken_at_ms + after_ms, scores };
        (after_ms, AnswerFact::RatingGiven(given))
    };
    people.into_iter().map(rating).collect()
}

/// Points of the rubric, in hundredths.
fn centi(points: f64) -> u32 {
    whole(points.clamp(0.0, POINTS_MAX) * 100.0)
}
