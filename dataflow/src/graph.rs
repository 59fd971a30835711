//! Wiring only: which view is made from which facts. Start reading here.

mod known;

use differential_dataflow::VecCollection;
use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::read_model::chats::{ChatRow, ChatViews};
use crate::read_model::core::{CoreRow, CoreViews};
use crate::read_model::everyone::{EveryoneRow, EveryoneViews};
use crate::read_model::learners::{LearnerRow, LearnerViews};
use crate::read_model::operations::{OperationsRow, OperationsViews};
use crate::read_model::prompts::{PromptGroupRow, PromptViews};
use crate::records::Records;
use crate::requests::Request;
use crate::views::active::{Seen, active, seen_days, seen_in};
use crate::views::answered_prompts::answered_prompts;
use crate::views::arms::arms;
use crate::views::attempts::attempts;
use crate::views::bests::bests;
use crate::views::chains::{ChainRow, chains};
use crate::views::chats::chats;
use crate::views::choices::choices;
use crate::views::criteria::criteria;
use crate::views::current::current;
use crate::views::details::details;
use crate::views::difficulty::difficulty;
use crate::views::distribution::distribution;
use crate::views::due::due;
use crate::views::efforts::efforts;
use crate::views::exclusions::exclusions;
use crate::views::failures::failures;
use crate::views::fluency::fluency;
use crate::views::joined::{Joined, joined};
use crate::views::latencies::latencies;
use crate::views::latest::latest;
use crate::views::new_words::new_words;
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
use crate::views::season::season;
use crate::views::seen_prompts::seen_prompts;
use crate::views::settings::settings;
use crate::views::spend::spend;
use crate::views::spent::spent;
use crate::views::spoken::{SpokenAnswer, spoken};
use crate::views::standing::standing;
use crate::views::streaks::streaks;
use crate::views::strengths::strengths;
use crate::views::trends::trends;
use crate::views::words::words;
use crate::views::{
    AnswerRow, AnsweredPromptRow, ConsentRow, Held, MeasurementRow, ParticipantRow, PauseRow, Practice, PracticeRow,
    ProfileRow, Reminding, ScoreRow, StudyRow, Wake,
};

pub use known::{KnownViews, known};

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
pub fn work<'scope>(records: &Records<'scope>) -> WorkViews<'scope> {
    let progress = progress(records);
    let standing = standing(progress.clone(), records);
    let rules = rules(records);
    let spent = spent(records, rules.clone());
    let choices = choices(records, spent.clone());
    let outstanding = due(ready(standing), current(progress), records, rules, choices, spent);
    let reminders = reminders(records);
    let reminded = reminders.clone().flat_map(Reminding::request);
    let later = reminders.flat_map(Reminding::wake);
    WorkViews { due: outstanding.due.concat(reminded), held: outstanding.held, wakes: outstanding.wakes.concat(later) }
}

/// What everybody looks at first about growth.
pub fn core<'scope>(records: &Records<'scope>) -> CoreViews<'scope> {
    let spoken = spoken(records);
    let practised = spoken.clone().map(|answer| Practice::of(&answer));
    core_of(spoken.clone(), practised, seen_days(spoken))
}

/// What a chat is made from.
pub fn chat<'scope>(records: &Records<'scope>) -> ChatViews<'scope> {
    let chats = chats(records);
    ChatViews {
        answered_prompts: answered_prompts(chats.clone()),
        settings: settings(chats.clone()),
        quotas: quotas(chats.clone()),
        seen_prompts: seen_prompts(chats),
        rules: rules(records),
    }
}

/// Which prompt each voice note of a chat answers, for whoever needs nothing else of chats.
pub fn prompted<'scope>(records: &Records<'scope>) -> Rows<'scope, AnsweredPromptRow> {
    answered_prompts(chats(records))
}

/// The log as views read it that know nothing of chats: a voice note is an answer to the prompt that it answers.
pub fn with_prompts<'scope>(
    records: Records<'scope>,
    answered_prompts: Rows<'scope, AnsweredPromptRow>,
) -> Records<'scope> {
    records.with(answered_prompts.map(AnsweredPromptRow::record))
}

/// Everything that is known about growth.
pub fn growth<'scope>(records: &Records<'scope>) -> GrowthViews<'scope> {
    let joined = joined(records);
    let spoken = spoken(records);
    let chains = chains(spoken.clone());
    let exclusions = exclusions(chains.clone());
    let counted = chains.clone().flat_map(ChainRow::counted);
    let practised = chains.clone().flat_map(ChainRow::practised);
    let practice_days = practice_days(spoken.clone());
    let details = details(records, exclusions.clone());
    let said = said(details.clone());
    let criteria = criteria(details);
    let seen_days = seen_days(spoken.clone());
    let core = core_of(spoken, practised.clone(), seen_days.clone());

    GrowthViews {
        everyone: everyone(seen_days, core.practice.clone(), joined),
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
    seen_days: Rows<'scope, Seen>,
    practice: Rows<'scope, PracticeRow>,
    joined: Rows<'scope, Joined>,
) -> EveryoneViews<'scope> {
    let seen_weeks = seen_in(Period::Week, seen_days.clone());
    EveryoneViews {
        active_weeks: active(seen_weeks.clone(), Period::Week),
        active_months: active(seen_in(Period::Month, seen_days), Period::Month),
        retention: retention(seen_weeks),
        distribution: distribution(practice.clone()),
        arms: arms(joined, practice),
    }
}

/// How the system itself is doing.
pub fn operations<'scope>(records: &Records<'scope>) -> OperationsViews<'scope> {
    let efforts = efforts(records);
    OperationsViews {
        latencies: latencies(efforts.clone()),
        failures: failures(efforts.clone()),
        spend: spend(efforts),
    }
}

fn core_of<'scope>(
    spoken: Rows<'scope, SpokenAnswer>,
    practised: Rows<'scope, Practice>,
    seen_days: Rows<'scope, Seen>,
) -> CoreViews<'scope> {
    CoreViews {
        practice: practice(practised),
        latest: latest(spoken.clone()),
        prompts: prompts(spoken),
        active_days: active(seen_days, Period::Day),
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
    /// Of `profiles`.
    Profile(ProfileRow),
    /// Of `participants`.
    Participant(ParticipantRow),
    /// Of `studies`.
    Study(StudyRow),
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
