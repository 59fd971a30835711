//! One learner: who that is, what was said about them on joining, and when they speak.

use dataflow::events::{
    AgeBand, Background, BackgroundTold, Consent, Event, Language, LearnerFact, LearnerId, LearnerRegistered, Purpose,
    StudyJoined, YearsBand,
};

use super::chance::{Chance, hash};
use super::planted::{
    ABILITY_SD_POINTS, ARM_POINTS_PER_WEEK, ARTICULATION_ABILITY_CORRELATION, ARTICULATION_SD, ARTICULATION_SYL_PER_S,
    GROWTH_POINTS_PER_WEEK, GROWTH_SD_POINTS_PER_WEEK, RESEARCH_SHARE, STOP_LOG_HAZARD, STOP_PER_SD,
};
use super::{Dated, Shape, part};

/// Milliseconds of an hour and of a day.
const HOUR_MS: u64 = 3_600_000;
const DAY_MS: u64 = 24 * HOUR_MS;
/// The study opens on Monday, 2025-01-06 in UTC.
pub(super) const OPENS_AT_MS: u64 = 1_736_121_600_000;
/// Learners join within so many days.
const JOINING_DAYS: u32 = 3;
/// Answers of a week: at least this many, and each of so many more with even chance.
const ANSWERS_PER_WEEK: [u32; 2] = [2, 4];
/// First languages with their shares in tenths, as codes of ISO 639-1.
const FIRST_LANGUAGES: [(&str, u32); 3] = [("es", 4), ("zh", 3), ("ru", 3)];
/// Version of the texts that are agreed to.
const TEXT_VERSION: u16 = 1;

/// Somebody who does not exist.
#[derive(Clone, Debug)]
pub(crate) struct Learner {
    pub(crate) id: LearnerId,
    number: u64,
    /// 0 or 1.
    arm: u16,
    /// In standard deviations.
    pub(crate) ability: f64,
    /// Points that a week adds.
    growth: f64,
    /// Syllables per second at the start.
    pub(crate) syllables_per_s: f64,
    pub(crate) pitch_hz: f64,
    joined_at_ms: u64,
    /// Weeks of practice, at least 1.
    weeks: u32,
}

/// When a learner speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    /// In milliseconds since the Unix epoch.
    pub(crate) at_ms: u64,
    /// Whole days since joining, in weeks.
    pub(crate) week: f64,
}

impl Learner {
    pub(crate) fn new(shape: Shape, number: u64) -> Self {
        let mut chance = Chance::of(shape.seed, &[part::LEARNER, number]);
        let ability = chance.normal();
        let arm = u16::from(chance.is(0.5));
        let own = (1.0 - ARTICULATION_ABILITY_CORRELATION * ARTICULATION_ABILITY_CORRELATION).sqrt();
        let articulation = ARTICULATION_ABILITY_CORRELATION * ability + own * chance.normal();
        let growth =
            GROWTH_POINTS_PER_WEEK + ARM_POINTS_PER_WEEK * f64::from(arm) + GROWTH_SD_POINTS_PER_WEEK * chance.normal();
        let weekly_hazard = (STOP_LOG_HAZARD - STOP_PER_SD * ability).exp();
        let stays = |chance: &mut Chance| chance.is((-weekly_hazard).exp());
        let weeks = 1
            + (1..shape.weeks).take_while(|_| stays(&mut chance)).zip(1..).map(|(_, weeks)| weeks).last().unwrap_or(0);
        Learner {
            id: LearnerId(hash(shape.seed, &[part::LEARNER_ID, number])),
            number,
            arm,
            ability,
            growth,
            syllables_per_s: ARTICULATION_SYL_PER_S + ARTICULATION_SD * articulation,
            pitch_hz: if chance.is(0.5) { 120.0 } else { 205.0 } + 15.0 * chance.normal(),
            joined_at_ms: OPENS_AT_MS + u64::from(chance.below(JOINING_DAYS)) * DAY_MS + 6 * HOUR_MS,
            weeks,
        }
    }

    /// What is true of an answer, before its prompt and its kind: ability and growth, in points beyond the mean start.
    pub(crate) fn points(&self, week: f64) -> f64 {
        ABILITY_SD_POINTS * self.ability + self.growth * week
    }

    /// The moments at which this learner speaks, in order.
    pub(crate) fn moments(&self, seed: u64) -> Vec<Moment> {
        let mut chance = Chance::of(seed, &[part::MOMENTS, self.number]);
        let mut moments = Vec::new();
        for week in 0..self.weeks {
            let [least, more] = ANSWERS_PER_WEEK;
            let answers = least + (0..more).map(|_| u32::from(chance.is(0.5))).sum::<u32>();
            for _ in 0..answers {
                let day = week * 7 + chance.below(7);
                // From 7 to 22 o'clock: an hour after joining at the earliest, and on that day of the calendar.
                let at_ms = self.joined_at_ms + u64::from(day) * DAY_MS + HOUR_MS + u64::from(chance.below(54_000_000));
                moments.push(Moment { at_ms, week: f64::from(day) / 7.0 });
            }
        }
        moments.sort_unstable_by_key(|moment| moment.at_ms);
        moments
    }

    /// What is said when the learner joins.
    pub(crate) fn facts(&self, seed: u64) -> Vec<Dated> {
        let mut chance = Chance::of(seed, &[part::BACKGROUND, self.number]);
        let language = first_language(&mut chance);
        let mut facts =
            vec![LearnerFact::Registered(LearnerRegistered { occurred_at_ms: self.joined_at_ms, language })];
        let consent = |purpose| {
            LearnerFact::ConsentGiven(Consent { purpose, version: TEXT_VERSION, occurred_at_ms: self.joined_at_ms })
        };
        facts.push(consent(Purpose::Service));
        facts.extend(chance.is(RESEARCH_SHARE).then(|| consent(Purpose::Research)));
        facts.extend(chance.is(0.5).then(|| consent(Purpose::AudioRetention)));
        facts.extend(chance.is(0.5).then(|| consent(Purpose::ModelImprovement)));
        let joined = StudyJoined { study: super::STUDY, arm: self.arm, occurred_at_ms: self.joined_at_ms };
        facts.push(LearnerFact::StudyJoined(joined));
        for background in told(language, &mut chance) {
            facts.push(LearnerFact::BackgroundTold(BackgroundTold { occurred_at_ms: self.joined_at_ms, background }));
        }
        let dated = |fact| Dated { at_us: self.joined_at_ms * 1_000, event: Event::Learner { learner: self.id, fact } };
        facts.into_iter().map(dated).collect()
    }
}

fn first_language(chance: &mut Chance) -> Option<Language> {
    let draw = chance.below(FIRST_LANGUAGES.iter().map(|(_, share)| share).sum());
    let mut sum = 0;
    let language = FIRST_LANGUAGES.iter().find(|(_, share)| {
        sum += share;
        draw < sum
    });
    language.and_then(|(code, _)| code.parse().ok())
}

/// A tenth of the learners leaves each question open.
fn told(language: Option<Language>, chance: &mut Chance) -> [Background; 3] {
    let mut kept = |yes| if chance.is(0.9) { yes } else { None };
    let language = kept(language);
    let (age, years) = (AgeBand::ALL, YearsBand::ALL);
    let (says_age, says_years) = (chance.is(0.9), chance.is(0.9));
    let age = age.get(chance.below(4) as usize).copied().filter(|_| says_age);
    let years = years.get(chance.below(4) as usize).copied().filter(|_| says_years);
    [Background::FirstLanguage(language), Background::Age(age), Background::EnglishYears(years)]
}
