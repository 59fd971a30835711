//! Wiring only: which view is made from which facts. Start reading here.

use differential_dataflow::VecCollection;
use serde::{Deserialize, Serialize};

use crate::events::Record;
use crate::requests::Request;
use crate::views::answers::answers;
use crate::views::consents::consents;
use crate::views::current::current;
use crate::views::due::due;
use crate::views::findings::findings;
use crate::views::measurements::measurements;
use crate::views::pauses::pauses;
use crate::views::progress::progress;
use crate::views::ready::ready;
use crate::views::scores::scores;
use crate::views::standing::standing;
use crate::views::{AnswerRow, ConsentRow, Held, MeasurementRow, PauseRow, ScoreRow};

/// One collection of the graph: rows with multiplicities, at times of the log in microseconds.
pub type Rows<'scope, D> = VecCollection<'scope, u64, D, isize>;

/// What the graph is made from: the log, shown twice.
///
/// What is outstanding follows every commit; what is known may lag behind it, so that the work of a busy moment does
/// not wait for it. Each half is exact at the time that it has been shown.
pub struct Inputs<'scope> {
    /// The log, for what is outstanding.
    pub records: Rows<'scope, Record>,
    /// The log, for what is known.
    pub settled_records: Rows<'scope, Record>,
}

/// What the graph says.
pub struct Views<'scope> {
    /// What is left to do.
    pub work: WorkViews<'scope>,
    /// What is known.
    pub known: KnownViews<'scope>,
}

/// What is left to do for every answer.
pub struct WorkViews<'scope> {
    /// Work that should start now.
    pub due: Rows<'scope, Request>,
    /// Work that waits, with its reason.
    pub held: Rows<'scope, Held>,
}

/// What is known about every answer and learner.
pub struct KnownViews<'scope> {
    /// Every answer with what became of it.
    pub answers: Rows<'scope, AnswerRow>,
    /// Every measure of every answer.
    pub measurements: Rows<'scope, MeasurementRow>,
    /// Every silent pause.
    pub pauses: Rows<'scope, PauseRow>,
    /// Every score.
    pub scores: Rows<'scope, ScoreRow>,
    /// What each learner agrees to.
    pub consents: Rows<'scope, ConsentRow>,
}

/// The whole graph.
pub fn views(inputs: Inputs<'_>) -> Views<'_> {
    let Inputs { records, settled_records } = inputs;

    let progress = progress(records.clone());
    let standing = standing(progress.clone(), records);
    let outstanding = due(ready(standing), current(progress));

    let findings = findings(settled_records);

    Views {
        work: WorkViews { due: outstanding.due, held: outstanding.held },
        known: KnownViews {
            answers: answers(findings.runs.clone()),
            measurements: measurements(findings.runs.clone()),
            pauses: pauses(findings.runs.clone()),
            scores: scores(findings.runs),
            consents: consents(findings.consents),
        },
    }
}

/// A row of any view: what leaves the graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Row {
    /// Of `due`.
    Due(Request),
    /// Of `held`.
    Held(Held),
    /// Of `answers`.
    Answer(AnswerRow),
    /// Of `measurements`.
    Measurement(MeasurementRow),
    /// Of `pauses`.
    Pause(PauseRow),
    /// Of `scores`.
    Score(ScoreRow),
    /// Of `consents`.
    Consent(ConsentRow),
}

impl<'scope> WorkViews<'scope> {
    /// All rows of these views.
    pub fn rows(self) -> Rows<'scope, Row> {
        self.due.map(Row::Due).concat(self.held.map(Row::Held))
    }
}

impl<'scope> KnownViews<'scope> {
    /// All rows of these views.
    pub fn rows(self) -> Rows<'scope, Row> {
        self.answers.map(Row::Answer).concatenate([
            self.measurements.map(Row::Measurement),
            self.pauses.map(Row::Pause),
            self.scores.map(Row::Score),
            self.consents.map(Row::Consent),
        ])
    }
}
