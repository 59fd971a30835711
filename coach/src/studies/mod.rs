//! Studies as files: what is compared, who may take part, and the text that participants agree to.
//!
//! A file is checked when it is read and then means the same for ever: the program keeps it as it was. Nothing here
//! knows who takes part.

mod check;
mod error;
mod file;

use std::collections::{BTreeMap, BTreeSet};

use dataflow::events::{AgeBand, Language, Purpose, StudyArm, StudyCreated, StudyId};

pub use self::error::{StudyError, StudyFault};
use crate::rubrics::{Rubric, Rubrics};

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 200_000;

/// A study.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Its short name: small letters, digits and dashes.
    pub name: String,
    /// Version of the text.
    pub text_version: u16,
    /// From when on learners may join, in milliseconds since the Unix epoch.
    pub opens_at_ms: u64,
    /// Until when; none for always.
    pub closes_at_ms: Option<u64>,
    /// What participants agree to besides research.
    pub purposes: Vec<Purpose>,
    /// First languages of those who may take part; empty for everybody.
    pub first_languages: BTreeSet<Language>,
    /// Ages of those who may take part; empty for everybody from 18 on.
    pub ages: BTreeSet<AgeBand>,
    /// What is compared.
    pub arms: Vec<StudyArm>,
    /// Rubrics of the study's own.
    pub rubrics: Vec<Rubric>,
    /// Title and text by language; English is always there.
    pub texts: BTreeMap<Language, StudyText>,
}

/// What a learner reads before they agree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyText {
    /// What the study is called, in one line.
    pub title: String,
    /// What participants agree to.
    pub consent: String,
}

impl Study {
    /// Reads a file, whose name is for messages.
    ///
    /// # Errors
    /// The text is no study, or breaks a rule.
    pub fn parse(text: &str, file: &str) -> Result<Self, StudyError> {
        let study = file::parse(text, file)?;
        check::study(&study).map_err(|fault| StudyError::Unsound { file: file.to_owned(), fault })?;
        Ok(study)
    }

    /// The text in that language, or in English.
    pub fn text(&self, language: Language) -> StudyText {
        let found = self.texts.get(&language).or_else(|| self.texts.get(&Language::ENGLISH));
        found.cloned().unwrap_or_default()
    }

    /// The rubric that an arm scores by, if it has one: the study's own, or a built-in one.
    pub fn rubric(&self, arm: u16) -> Option<Rubric> {
        let name = self.arms.get(usize::from(arm))?.rubric.as_deref()?;
        let own = self.rubrics.iter().find(|rubric| rubric.name() == name);
        own.or_else(|| BUILT_IN.named(name)).cloned()
    }

    /// The fact that it is there.
    pub fn created(&self, study: StudyId, occurred_at_ms: u64) -> StudyCreated {
        StudyCreated {
            study,
            occurred_at_ms,
            name: self.name.clone(),
            opens_at_ms: self.opens_at_ms,
            closes_at_ms: self.closes_at_ms,
            text_version: self.text_version,
            arms: self.arms.clone(),
        }
    }
}

static BUILT_IN: std::sync::LazyLock<std::sync::Arc<Rubrics>> = std::sync::LazyLock::new(Rubrics::built_in);
