//! Wiring only: which view is made from which facts. Start reading here.

use differential_dataflow::VecCollection;
use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::events::Record;
use crate::read_model::chats::{ChatRow, ChatViews};
use crate::read_model::core::{CoreRow, CoreViews};
use crate::read_model::everyone::{EveryoneRow, EveryoneViews};
use crate::read_model::learners::{LearnerRow, LearnerViews};
use crate::read_model::operations::{OperationsRow, OperationsViews};
use crate::read_model::prompts::{PromptGroupRow, PromptViews};
use crate::requests::Request;
use crate::views::active::{active, seen};
use crate::views::answered_prompts::answered_prompts;
use crate::views::answers::answers;
use crate::views::arms::arms;
use crate::views::attempts::attempts;
use crate::views::bests::bests;
use crate::views::chains::chains;
use crate::views::chats::chats;
use crate::views::consents::consents;
use crate::views::criteria::criteria;
use crate::views::current::current;
use crate::views::details::details;
use crate::views::difficulty::difficulty;
use crate::views::distribution::distribution;
use crate::views::due::due;
use crate::views::efforts::efforts;
use crate::views::exclusions::exclusions;
use crate::views::failures::failures;
use crate::views::findings::findings;
use crate::views::fluency::fluency;
use crate::views::joined::{Joined, joined};
use crate::views::latencies::latencies;
use crate::views::latest::latest;
use crate::views::measurements::measurements;
use crate::views::new_words::new_words;
use crate::views::pauses::pauses;
use crate::views::practice::practice;
use crate::views::practice_days::practice_days;
use crate::views::progress::progress;
use crate::views::prompts::prompts;
use crate::views::quotas::quotas;
use crate::views::ready::ready;
use crate::views::reminders::reminders;
use crate::views::retention::retention;
use crate::views::rules::rules;
use crate::views::said::said;
use crate::views::scores::scores;
use crate::views::season::season;
use crate::views::seen_prompts::seen_prompts;
use crate::views::settings::settings;
use crate::views::spend::spend;
use crate::views::spoken::{SpokenAnswer, spoken};
use crate::views::standing::standing;
use crate::views::streaks::streaks;
use crate::views::strengths::strengths;
use crate::views::trends::trends;
use crate::views::words::words;
use crate::views::{
    AnswerRow, AnsweredPromptRow, ConsentRow, Held, MeasurementRow, PauseRow, Practice, PracticeRow, Reminding,
    ScoreRow, Wake,
};

/// One collection of the graph: rows with multiplicities, at times of the log in microseconds.
pub type Rows<'scope, D> = VecCollection<'scope, u64, D, isize>;

/// What is left to do for every answer.
pub struct WorkViews<'scope> {
    /// Work that should start now.
    pub due: Rows<'scope, Request>,
    /// Work that waits, with its reason.
    pub held: Rows<'scope, Held>,
    /// When to look again though nothing has come.
    pub wakes: Rows<'scope, Wake>,
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

/// What is known about growth.
pub struct GrowthViews<'scope> {
    /// What everybody looks at first.
    pub core: CoreViews<'scope>,
    /// Each learner.
    pub learners: LearnerViews<'scope>,
    /// Each prompt.
    pub prompts: PromptViews<'scope>,
    /// Everyone together.
    pub everyone: EveryoneViews<'scope>,
}

/// What is left to do, from the log as it is now.
pub fn work(records: Rows<'_, Record>) -> WorkViews<'_> {
    let progress = progress(records.clone());
    let standing = standing(progress.clone(), records.clone());
    let rules = rules(records.clone());
    let outstanding = due(ready(standing), current(progress), records.clone(), rules);
    let reminders = reminders(records);
    let reminded = reminders.clone().flat_map(Reminding::request);
    let later = reminders.flat_map(Reminding::wake);
    WorkViews { due: outstanding.due.concat(reminded), held: outstanding.held, wakes: outstanding.wakes.concat(later) }
}

/// What is known about each answer, from the log as far as it has been shown.
pub fn known(records: Rows<'_, Record>) -> KnownViews<'_> {
    let findings = findings(records);
    KnownViews {
        answers: answers(findings.runs.clone()),
        measurements: measurements(findings.runs.clone()),
        pauses: pauses(findings.runs.clone()),
        scores: scores(findings.runs),
        consents: consents(findings.consents),
    }
}

/// What everybody looks at first about growth.
pub fn core(records: Rows<'_, Record>) -> CoreViews<'_> {
    let spoken = spoken(records);
    let practised = spoken.clone().map(|answer| Practice::of(&answer));
    core_of(spoken, practised)
}

/// What a chat is made from.
pub fn chat(records: Rows<'_, Record>) -> ChatViews<'_> {
    let chats = chats(records.clone());
    ChatViews {
        answered_prompts: answered_prompts(chats.clone()),
        settings: settings(chats.clone()),
        quotas: quotas(chats.clone()),
        seen_prompts: seen_prompts(chats),
        rules: rules(records),
    }
}

/// The log as views read it that know nothing of chats: a voice note is an answer to the prompt that it answers.
pub fn with_prompts<'scope>(
    records: Rows<'scope, Record>,
    answered_prompts: Rows<'scope, AnsweredPromptRow>,
) -> Rows<'scope, Record> {
    records.concat(answered_prompts.map(AnsweredPromptRow::record))
}

/// Everything that is known about growth.
pub fn growth(records: Rows<'_, Record>) -> GrowthViews<'_> {
    let joined = joined(records.clone());
    let spoken = spoken(records.clone());
    let chains = chains(spoken.clone());
    let exclusions = exclusions(chains.clone());
    let counted = spoken.clone().concat(exclusions.clone().map(|row| row.answer).negate());
    let not_growth = exclusions.clone().map(|row| Practice::growth(&row.answer));
    let practised = spoken.clone().map(|answer| Practice::of(&answer)).concat(not_growth.negate());
    let practice_days = practice_days(spoken.clone());
    let details = details(records, exclusions.clone());
    let said = said(details.clone());
    let criteria = criteria(details);
    let core = core_of(spoken.clone(), practised.clone());

    GrowthViews {
        everyone: everyone(spoken, core.practice.clone(), joined),
        core,
        learners: LearnerViews {
            season: season(practised),
            fluency: fluency(counted.clone()),
            streaks: streaks(practice_days.clone()),
            practice_days,
            bests: bests(counted.clone()),
            trends: trends(counted.clone()),
            attempts: attempts(chains),
            exclusions,
            words: words(said.clone()),
            new_words: new_words(said),
            strengths: strengths(criteria.clone()),
            criteria,
        },
        prompts: PromptViews { difficulty: difficulty(counted) },
    }
}

/// Everyone together.
fn everyone<'scope>(
    spoken: Rows<'scope, SpokenAnswer>,
    practice: Rows<'scope, PracticeRow>,
    joined: Rows<'scope, Joined>,
) -> EveryoneViews<'scope> {
    let seen_weeks = seen(spoken.clone(), Period::Week);
    EveryoneViews {
        active_weeks: active(seen_weeks.clone(), Period::Week),
        active_months: active(seen(spoken, Period::Month), Period::Month),
        retention: retention(seen_weeks),
        distribution: distribution(practice.clone()),
        arms: arms(joined, practice),
    }
}

/// How the system itself is doing.
pub fn operations(records: Rows<'_, Record>) -> OperationsViews<'_> {
    let efforts = efforts(records);
    OperationsViews {
        latencies: latencies(efforts.clone()),
        failures: failures(efforts.clone()),
        spend: spend(efforts),
    }
}

fn core_of<'scope>(spoken: Rows<'scope, SpokenAnswer>, practised: Rows<'scope, Practice>) -> CoreViews<'scope> {
    CoreViews {
        practice: practice(practised),
        latest: latest(spoken.clone()),
        prompts: prompts(spoken.clone()),
        active_days: active(seen(spoken, Period::Day), Period::Day),
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
    /// Of what everybody looks at first about growth.
    Core(CoreRow),
    /// Of what is known about each learner.
    Learner(LearnerRow),
    /// Of what is known about each prompt.
    Prompt(PromptGroupRow),
    /// Of what is known about everyone together.
    Everyone(EveryoneRow),
    /// Of how the system itself is doing.
    Operations(OperationsRow),
    /// Of what a chat is made from.
    Chat(ChatRow),
    /// Of when to look again.
    Wake(Wake),
}

impl<'scope> WorkViews<'scope> {
    /// All rows of these views.
    pub fn rows(self) -> Rows<'scope, Row> {
        self.due.map(Row::Due).concatenate([self.held.map(Row::Held), self.wakes.map(Row::Wake)])
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
