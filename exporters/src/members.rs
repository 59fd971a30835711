//! Who is in a release: decided once, from consents and studies as of its moment and as they are now.
//!
//! Who agreed then and agrees no longer is left out, and so is who was erased since: a withdrawal takes effect in every
//! release that is written after it, whatever moment it is about.

use std::collections::{BTreeMap, BTreeSet};

use dataflow::events::{Event, LearnerFact, LearnerId, Purpose, Record, StudyCreated, StudyId};
use dataflow::known_at::known_at;
use dataflow::read_model::Tables;
use dataflow::views::{ConsentRow, ParticipantRow, ProfileRow};

use crate::cells::LEARNERS_MIN;
use crate::pseudonyms::Pseudonyms;
use crate::{ExportError, Spec};

/// A learner of the release.
pub(crate) struct Member {
    pub(crate) id: LearnerId,
    /// The pseudonym.
    pub(crate) name: u64,
    pub(crate) consents: Vec<ConsentRow>,
    pub(crate) participations: Vec<ParticipantRow>,
    pub(crate) background: Background,
    /// Whether recordings may leave.
    pub(crate) keeps_audio: bool,
}

/// What a learner said of themselves, as far as enough others said the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Background {
    pub(crate) first_language: Option<String>,
    pub(crate) age: Option<&'static str>,
    pub(crate) english_years: Option<&'static str>,
}

/// Everybody in the release, in the order of the pseudonyms, and the studies that it tells of.
pub(crate) struct Members {
    pub(crate) list: Vec<Member>,
    pub(crate) studies: BTreeMap<StudyId, StudyCreated>,
}

impl Members {
    /// Decides from the facts about learners.
    pub(crate) fn of(spec: &Spec, records: Vec<Record>, names: &Pseudonyms) -> Result<Self, ExportError> {
        let is_known = |record: &Record| record.at_us <= spec.as_of_us || is_erasure(record);
        let last_us = records.last().map_or(0, |record| record.at_us).max(spec.as_of_us);
        let then = known_at(records.iter().filter(|record| is_known(record)).cloned().collect(), spec.as_of_us).tables;
        let now = known_at(records, last_us).tables;
        let all: BTreeMap<StudyId, StudyCreated> =
            then.studies().map(|row| (row.created.study, row.created.clone())).collect();
        let study = spec.study.as_deref().map(|name| named(&all, name)).transpose()?;
        let mut agree = both(&then, &now, |tables| agreeing(tables, Purpose::Research));
        if let Some(study) = study {
            let takes_part = both(&then, &now, |tables| {
                tables.participants().filter(|row| row.study == study).map(|row| row.learner).collect()
            });
            agree = &agree & &takes_part;
        }
        let audio = both(&then, &now, |tables| agreeing(tables, Purpose::AudioRetention));
        let is_told =
            |row: &&ParticipantRow| all.contains_key(&row.study) && study.is_none_or(|only| row.study == only);
        let participations = by_learner(then.participants().filter(is_told).copied(), |row| row.learner);
        let consents = by_learner(then.consents().copied(), |row| row.learner);
        let backgrounds = backgrounds(then.profiles().filter(|row| agree.contains(&row.learner)));
        let member = |id: LearnerId| Member {
            id,
            name: names.learner(id),
            consents: consents.get(&id).cloned().unwrap_or_default(),
            participations: participations.get(&id).cloned().unwrap_or_default(),
            background: backgrounds.get(&id).cloned().unwrap_or_default(),
            keeps_audio: audio.contains(&id),
        };
        let mut list: Vec<Member> = agree.into_iter().map(member).collect();
        list.sort_by_key(|member| (member.name, member.id));
        let told: BTreeSet<StudyId> =
            list.iter().flat_map(|member| member.participations.iter().map(|row| row.study)).chain(study).collect();
        let studies = all.into_iter().filter(|(id, _)| told.contains(id)).collect();
        Ok(Members { list, studies })
    }
}

fn is_erasure(record: &Record) -> bool {
    matches!(record.event, Event::Learner { fact: LearnerFact::Erased, .. })
}

fn named(studies: &BTreeMap<StudyId, StudyCreated>, name: &str) -> Result<StudyId, ExportError> {
    let found = studies.values().find(|study| study.name == name).map(|study| study.study);
    found.ok_or_else(|| {
        let known: Vec<_> = studies.values().map(|study| study.name.as_str()).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        ExportError::UnknownStudy { name: name.chars().take(60).collect(), known }
    })
}

/// Who was among some then, and is now.
fn both(then: &Tables, now: &Tables, who: impl Fn(&Tables) -> BTreeSet<LearnerId>) -> BTreeSet<LearnerId> {
    &who(then) & &who(now)
}

fn agreeing(tables: &Tables, purpose: Purpose) -> BTreeSet<LearnerId> {
    tables.consents().filter(|row| row.purpose == purpose && row.is_given).map(|row| row.learner).collect()
}

fn by_learner<R>(rows: impl Iterator<Item = R>, learner: fn(&R) -> LearnerId) -> BTreeMap<LearnerId, Vec<R>> {
    let mut by_learner: BTreeMap<LearnerId, Vec<R>> = BTreeMap::new();
    for row in rows {
        by_learner.entry(learner(&row)).or_default().push(row);
    }
    by_learner
}

/// What is told of the learners with these profiles: nothing that fewer than [`LEARNERS_MIN`] of them say.
fn backgrounds<'a>(profiles: impl Iterator<Item = &'a ProfileRow>) -> BTreeMap<LearnerId, Background> {
    let told = |profile: &ProfileRow| Background {
        first_language: profile.first_language.map(|language| language.code().to_owned()),
        age: profile.age.map(|age| age.name()),
        english_years: profile.english_years.map(|years| years.name()),
    };
    let mut all: BTreeMap<LearnerId, Background> = profiles.map(|profile| (profile.learner, told(profile))).collect();
    let languages = frequent(all.values().filter_map(|background| background.first_language.clone()));
    let ages = frequent(all.values().filter_map(|background| background.age));
    let years = frequent(all.values().filter_map(|background| background.english_years));
    for background in all.values_mut() {
        background.first_language = background.first_language.take().filter(|language| languages.contains(language));
        background.age = background.age.filter(|age| ages.contains(age));
        background.english_years = background.english_years.filter(|band| years.contains(band));
    }
    all
}

fn frequent<T: Ord>(said: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut counts: BTreeMap<T, u64> = BTreeMap::new();
    for said in said {
        *counts.entry(said).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count >= LEARNERS_MIN).map(|(said, _)| said).collect()
}
