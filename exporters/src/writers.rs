//! The tables of single learners, being written together.

use std::path::Path;

use dataflow::measures::Measure;
use dataflow::views::Exclusion;

use crate::ExportError;
use crate::shard::{Context, Rows};
use crate::table::{About, TableWriter, Written, write_table};
use crate::tables::answers::{ANSWERS, Answer, EXCLUSIONS};
use crate::tables::learners::{CONSENTS, Consent, LEARNERS, Learner};
use crate::tables::prompts::{PROMPTS, Prompt};
use crate::tables::scores::{SCORES, Score};
use crate::tables::speech::{MEASURES, PAUSES, Pause};
use crate::tables::studies::{PARTICIPATIONS, Participation, STUDIES, STUDY_ARMS, Study, StudyArm};
use crate::tables::{Of, Released};

/// The tables of single learners.
pub(crate) struct Writers<'a> {
    about: About<'a>,
    folder: &'a Path,
    learners: TableWriter<Of<Learner>>,
    consents: TableWriter<Of<Consent>>,
    participations: TableWriter<Of<Participation>>,
    answers: TableWriter<Released<Answer>>,
    pauses: TableWriter<Released<Pause>>,
    measures: TableWriter<Released<Measure>>,
    scores: TableWriter<Released<Score>>,
    exclusions: TableWriter<Released<Exclusion>>,
    prompts: std::collections::BTreeSet<u64>,
}

impl<'a> Writers<'a> {
    pub(crate) fn create(about: About<'a>, folder: &'a Path) -> Result<Self, ExportError> {
        Ok(Writers {
            about,
            folder,
            learners: TableWriter::create(&LEARNERS, about, folder)?,
            consents: TableWriter::create(&CONSENTS, about, folder)?,
            participations: TableWriter::create(&PARTICIPATIONS, about, folder)?,
            answers: TableWriter::create(&ANSWERS, about, folder)?,
            pauses: TableWriter::create(&PAUSES, about, folder)?,
            measures: TableWriter::create(&MEASURES, about, folder)?,
            scores: TableWriter::create(&SCORES, about, folder)?,
            exclusions: TableWriter::create(&EXCLUSIONS, about, folder)?,
            prompts: std::collections::BTreeSet::new(),
        })
    }

    /// Writes the rows of a few learners.
    pub(crate) fn write(&mut self, rows: &mut Rows) -> Result<(), ExportError> {
        self.prompts.extend(rows.answers.iter().filter_map(|row| row.row.prompt));
        self.learners.extend(rows.learners.drain(..))?;
        self.consents.extend(rows.consents.drain(..))?;
        self.participations.extend(rows.participations.drain(..))?;
        self.answers.extend(rows.answers.drain(..))?;
        self.pauses.extend(rows.pauses.drain(..))?;
        self.measures.extend(rows.measures.drain(..))?;
        self.scores.extend(rows.scores.drain(..))?;
        self.exclusions.extend(rows.exclusions.drain(..))
    }

    /// Ends these tables, with what they refer to.
    pub(crate) fn finish(self, context: &Context<'_>) -> Result<Vec<Written>, ExportError> {
        let Writers { about, folder, .. } = self;
        let in_bank = context.bank.values().map(|text| Prompt { id: text.id.0, text: Some(text.clone()) });
        let named = self.prompts.iter().filter(|id| !context.bank.contains_key(&dataflow::events::PromptId(**id)));
        let mut prompts: Vec<Prompt> = in_bank.chain(named.map(|id| Prompt { id: *id, text: None })).collect();
        prompts.sort_by_key(|prompt| prompt.id);
        let mut studies: Vec<_> = context.studies.values().collect();
        studies.sort_by(|one, other| one.name.cmp(&other.name));
        let arms = studies.iter().flat_map(|study| {
            let arm = |(index, arm): (i64, &dataflow::events::StudyArm)| StudyArm {
                study: study.name.clone(),
                index,
                arm: arm.clone(),
            };
            (0..).zip(&study.arms).map(arm)
        });
        let has_dates = context.spec.dates;
        let study = |study: &&dataflow::events::StudyCreated| Study {
            name: study.name.clone(),
            text_version: study.text_version,
            opens_at_ms: has_dates.then_some(study.opens_at_ms),
            closes_at_ms: study.closes_at_ms.filter(|_| has_dates),
        };
        Ok(vec![
            self.learners.finish()?,
            self.consents.finish()?,
            write_table(&STUDIES, about, folder, studies.iter().map(study).collect::<Vec<_>>())?,
            write_table(&STUDY_ARMS, about, folder, arms.collect::<Vec<_>>())?,
            self.participations.finish()?,
            write_table(&PROMPTS, about, folder, prompts)?,
            self.answers.finish()?,
            self.pauses.finish()?,
            self.measures.finish()?,
            self.scores.finish()?,
            self.exclusions.finish()?,
        ])
    }
}
