//! Studies in a chat: invitations, joining, what was agreed to, and what an arm changes.
//!
//! Whether somebody may join is looked up when they press. Joining is said in the log once; done again it says the same.

use std::collections::BTreeMap;

use bot::Message;
use bot::messages::{self, Agreed, NotTaken, Standing, StudyOffer};
use coach::rubrics::{Rubric, Rubrics};
use coach::studies::Study;
use dataflow::calendar::local_day;
use dataflow::events::{
    BackgroundQuestion, Consent, Event, LearnerFact, LearnerId, Purpose, Record, StudyCreated, StudyId, StudyJoined,
};
use dataflow::views::ProfileRow;
use ingest::hashing::arm_of;

use super::{Chat, Talk};
use crate::executors::Failure;
use crate::people::Terms;
use crate::studies;
use bot::facts::CONSENT_VERSION;

/// A study that a learner may join now.
struct Open {
    created: StudyCreated,
    study: Study,
    profile: Option<ProfileRow>,
    /// The question that the learner would not answer when they pressed.
    would_not_say: Option<BackgroundQuestion>,
}

impl Chat {
    /// A greeting that knows of a study; whoever is no stranger reads about the study at once.
    pub(super) async fn invitation(&self, talk: &Talk, study: StudyId, at_ms: u64) -> Result<Message, Failure> {
        let learner = talk.learner;
        let is_stranger = self.ask(move |known| known.people.consents(learner).is_empty()).await?;
        match self.open(talk, study, at_ms).await? {
            Ok(open) if is_stranger => {
                let title = open.study.text(talk.texts.language()).title;
                Ok(messages::welcome(talk.texts, Some((study, &title))))
            }
            Ok(open) => Ok(messages::study_offer(talk.texts, &offer(talk, study, &open))),
            Err(why) => Ok(messages::study_not_taken(talk.texts, why)),
        }
    }

    /// A study with its text, or why nobody can join it.
    pub(super) async fn study(&self, talk: &Talk, study: StudyId, at_ms: u64) -> Result<Message, Failure> {
        Ok(match self.open(talk, study, at_ms).await? {
            Ok(open) => messages::study_offer(talk.texts, &offer(talk, study, &open)),
            Err(why) => messages::study_not_taken(talk.texts, why),
        })
    }

    /// Joins a study, once everything is known that it wants to know.
    pub(super) async fn join(&self, talk: &Talk, study: StudyId, at_ms: u64) -> Result<Message, Failure> {
        let learner = talk.learner;
        let joined = self.ask(move |known| known.people.studies_of(learner)).await?;
        if joined.iter().any(|row| row.study == study && row.joined_at_ms == at_ms) {
            return Ok(messages::study_joined(talk.texts));
        }
        let open = match self.open(talk, study, at_ms).await? {
            Ok(open) => open,
            Err(why) => return Ok(messages::study_not_taken(talk.texts, why)),
        };
        match fits(&open) {
            Fit::Yes => {}
            Fit::No => return Ok(messages::study_not_taken(talk.texts, NotTaken::ForOthers)),
            Fit::Asks(asks) => return Ok(messages::background(talk.texts, asks, Some(study))),
        }
        let about = |fact| Event::Learner { learner: talk.learner, fact };
        let gives =
            |purpose, version| about(LearnerFact::ConsentGiven(Consent { purpose, version, occurred_at_ms: at_ms }));
        let arm = arm_of(&open.created, talk.learner);
        let mut events = vec![gives(Purpose::Research, open.created.text_version)];
        events.extend(open.study.purposes.iter().map(|purpose| gives(*purpose, CONSENT_VERSION)));
        events.push(about(LearnerFact::StudyJoined(StudyJoined { study, arm, occurred_at_ms: at_ms })));
        self.append(events).await?;
        Ok(messages::study_joined(talk.texts))
    }

    /// The study, if this learner can join it at that time.
    async fn open(&self, talk: &Talk, study: StudyId, at_ms: u64) -> Result<Result<Open, NotTaken>, Failure> {
        let learner = talk.learner;
        let (created, profile, is_in) = self
            .ask(move |known| {
                let people = known.people;
                let is_in = people.studies_of(learner).iter().any(|row| row.study == study);
                (people.study(study).cloned(), people.profile(learner), is_in)
            })
            .await?;
        let Some(created) = created else { return Ok(Err(NotTaken::Unknown)) };
        if is_in {
            return Ok(Err(NotTaken::Taking));
        }
        let records = self.facts_about(learner).await?;
        let facts = || records.iter().filter_map(learner_fact);
        let has_joined = facts().any(|fact| matches!(fact, LearnerFact::StudyJoined(joined) if joined.study == study));
        if has_joined {
            return Ok(Err(NotTaken::Left));
        }
        if at_ms < created.opens_at_ms {
            return Ok(Err(NotTaken::NotYet));
        }
        if created.closes_at_ms.is_some_and(|closes_at_ms| at_ms >= closes_at_ms) {
            return Ok(Err(NotTaken::Over));
        }
        let found = self.file(study)?;
        // The answer came with the press that asks for this.
        let would_not_say = facts().find_map(|fact| match fact {
            LearnerFact::BackgroundTold(told) if told.occurred_at_ms == at_ms => Some(told.background.question()),
            _ => None,
        });
        Ok(found.map(|study| Open { created, study, profile, would_not_say }).ok_or(NotTaken::Unknown))
    }

    fn file(&self, study: StudyId) -> Result<Option<Study>, Failure> {
        studies::read(self.archive.blobs(), study).map_err(|error| Failure::Fatal(error.into()))
    }

    /// The rubric that a study has this learner scored by, if one does.
    pub(crate) async fn rubric(&self, learner: LearnerId) -> Result<Option<Rubric>, Failure> {
        let Some((study, arm)) = self.terms(learner).await?.rubric else { return Ok(None) };
        let file = self.file(study)?;
        // Scored by another rubric, the answer would belong to another arm.
        let file = file.ok_or_else(|| Failure::permanent(format!("the file of study {} cannot be read", study.0)))?;
        Ok(file.rubric(arm))
    }

    /// The rubric of that name: of a study that the learner ever joined, or a built-in one.
    pub(super) async fn rubric_named(&self, learner: LearnerId, name: &str) -> Result<Option<Rubric>, Failure> {
        for record in self.facts_about(learner).await? {
            if let Some(LearnerFact::StudyJoined(joined)) = learner_fact(&record)
                && let Some(study) = self.file(joined.study)?
                && let Some(rubric) = study.rubrics.into_iter().find(|rubric| rubric.name() == name)
            {
                return Ok(Some(rubric));
            }
        }
        Ok(Rubrics::built_in().named(name).cloned())
    }

    async fn facts_about(&self, learner: LearnerId) -> Result<Vec<Record>, Failure> {
        let records = self.names.lock().await.read_learner(learner, 0).await;
        records.map_err(|error| Failure::Fatal(error.into()))
    }

    /// What a study decides for a learner.
    pub(crate) async fn terms(&self, learner: LearnerId) -> Result<Terms, Failure> {
        self.ask(move |known| known.people.terms(learner)).await
    }

    /// Whether a learner who wants reminders is sent them.
    pub(crate) async fn reminds(&self, learner: LearnerId) -> anyhow::Result<bool> {
        Ok(self.terms(learner).await.map_err(super::follows::anyhow_of)?.has_reminders != Some(false))
    }

    /// What is kept, what was agreed to and when, and the studies that can be left.
    pub(super) async fn privacy(&self, talk: &Talk) -> Result<Message, Failure> {
        let learner = talk.learner;
        let (consents, studies) =
            self.ask(move |known| (known.people.consents(learner), known.people.studies_of(learner))).await?;
        let offset_min = talk.settings.utc_offset_min.unwrap_or(0);
        let agreed: Vec<Agreed> = consents
            .into_iter()
            .filter(|row| row.is_given)
            .map(|row| Agreed { purpose: row.purpose, version: row.version, day: local_day(row.since_ms, offset_min) })
            .collect();
        let mut titles = Vec::new();
        for row in studies {
            let title = self.file(row.study)?.map(|study| study.text(talk.texts.language()).title);
            titles.push((row.study, title.unwrap_or_else(|| row.study.0.to_string())));
        }
        Ok(messages::privacy(talk.texts, &agreed, &titles))
    }

    /// Where a learner stands on each purpose.
    pub(super) async fn standings(&self, learner: LearnerId) -> Result<BTreeMap<Purpose, Standing>, Failure> {
        self.ask(move |known| {
            let standing = |row: dataflow::views::ConsentRow| {
                let standing = match row.is_given {
                    false => Standing::NotGiven,
                    true if known.people.is_outdated(&row) => Standing::Earlier,
                    true => Standing::Given,
                };
                (row.purpose, standing)
            };
            known.people.consents(learner).into_iter().map(standing).collect()
        })
        .await
    }

    /// Whether a text has changed since the learner agreed to it, so that practice waits for another answer.
    pub(super) async fn is_outdated(&self, learner: LearnerId) -> Result<bool, Failure> {
        self.ask(move |known| known.people.consents(learner).iter().any(|row| known.people.is_outdated(row))).await
    }
}

fn offer(talk: &Talk, study: StudyId, open: &Open) -> StudyOffer {
    let text = open.study.text(talk.texts.language());
    StudyOffer {
        study,
        title: text.title,
        consent: text.consent,
        version: open.created.text_version,
        purposes: open.study.purposes.clone(),
    }
}

/// Whether a study is for somebody.
enum Fit {
    Yes,
    No,
    /// This has to be known first.
    Asks(BackgroundQuestion),
}

/// One who just would not say is not known to belong to those whom the study is for.
fn fits(open: &Open) -> Fit {
    let Open { study, profile, .. } = open;
    let wants = [
        (
            BackgroundQuestion::FirstLanguage,
            !study.first_languages.is_empty(),
            profile.and_then(|profile| profile.first_language).map(|said| study.first_languages.contains(&said)),
        ),
        (
            BackgroundQuestion::Age,
            !study.ages.is_empty(),
            profile.and_then(|profile| profile.age).map(|said| study.ages.contains(&said)),
        ),
    ];
    for (asks, is_wanted, is_in) in wants {
        match is_in {
            Some(false) if is_wanted => return Fit::No,
            None if is_wanted && open.would_not_say == Some(asks) => return Fit::No,
            None if is_wanted => return Fit::Asks(asks),
            Some(_) | None => {}
        }
    }
    Fit::Yes
}

/// What is in a record, if it is about a learner.
fn learner_fact(record: &Record) -> Option<&LearnerFact> {
    match &record.event {
        Event::Learner { fact, .. } => Some(fact),
        Event::Answer { .. } | Event::System(_) => None,
    }
}
