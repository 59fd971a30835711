//! `consents`: whether each learner who ever answered agrees to each purpose, at the closed time of the release.

use std::collections::BTreeSet;

use dataflow::events::{LearnerId, Purpose};
use dataflow::read_model::Tables;

use super::shared;
use crate::column::{Column, Value};
use crate::table::Table;

const PURPOSES: [Purpose; 1] = [Purpose::Research];

/// Where a learner stands on one purpose.
pub(crate) struct Standing {
    pub(crate) learner: LearnerId,
    pub(crate) purpose: Purpose,
    pub(crate) is_given: bool,
}

pub(crate) static TABLE: Table<Standing> = Table {
    name: "consents",
    description: "one row per learner with an answer, and purpose",
    sorted_by: &["learner", "purpose"],
    columns: &[
        Column {
            name: "learner",
            description: shared::LEARNER,
            unit: "",
            null: None,
            value: Value::Id(|row| Some(row.learner.0)),
        },
        Column {
            name: "purpose",
            description: "what for: research (words and transcripts may leave in releases)",
            unit: "",
            null: None,
            value: Value::Name(|row| Some(purpose(row.purpose))),
        },
        Column {
            name: "is_given",
            description: "whether the learner agreed when the release was made; who never decided does not agree",
            unit: "",
            null: None,
            value: Value::Flag(|row| Some(row.is_given)),
        },
    ],
};

/// One lookup per learner, whatever the number of their answers.
pub(crate) fn rows(tables: &Tables) -> Vec<Standing> {
    let learners: BTreeSet<LearnerId> = tables.answers().map(|row| row.learner).collect();
    let standing = |learner, purpose| {
        let is_given = tables.has_consent(learner, purpose);
        Standing { learner, purpose, is_given }
    };
    learners.into_iter().flat_map(|learner| PURPOSES.map(|purpose| standing(learner, purpose))).collect()
}

fn purpose(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Research => "research",
        Purpose::Service => "service",
        Purpose::AudioRetention => "audio_retention",
        Purpose::ModelImprovement => "model_improvement",
    }
}
