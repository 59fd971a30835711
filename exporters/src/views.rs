//! The views of growth as tables: of each learner, and of all learners of the release together.

use std::collections::BTreeMap;

use dataflow::events::{AnswerId, LearnerId, PromptId};
use dataflow::read_model::Board;
use dataflow::views::{ActiveRow, ArmSums, RetentionRow, SpokenAnswer};

use crate::cells::{Cell, LEARNERS_MIN, Rule};
use crate::shard::{Context, Days, Place};
use crate::table::{About, Written, write_table};
use crate::tables::Of;
use crate::tables::aggregates::{self, Active, ArmKey, CohortKey, PeriodKey, PromptKey};
use crate::tables::growth::{self, PracticeDay, Streak, Window};
use crate::tables::progress::{self, Attempts, Best, Latest};
use crate::{ExportError, shard};

/// Milliseconds of an hour, and of the 28 days that the view `prompts` is about.
const HOUR_MS: u64 = 3_600_000;
const MONTH_MS: u64 = 28 * 24 * HOUR_MS;

/// What the rows of single learners have left for the tables of views.
#[derive(Default)]
pub(crate) struct Left {
    pub(crate) names: BTreeMap<LearnerId, u64>,
    days: BTreeMap<LearnerId, Days>,
    places: BTreeMap<AnswerId, Place>,
    /// Of each prompt that was answered in the window: learners, and their answers.
    prompts: BTreeMap<PromptId, (u64, i64)>,
}

impl Left {
    /// Takes in what the rows of some learners leave.
    pub(crate) fn take(&mut self, rows: &mut shard::Rows, as_of_us: u64) {
        self.days.extend(rows.days.drain(..));
        self.places.extend(rows.places.drain(..));
        let mut counts: BTreeMap<(PromptId, LearnerId), i64> = BTreeMap::new();
        for SpokenAnswer { prompt, learner, occurred_at_ms, .. } in rows.spoken.drain(..) {
            let Some(prompt) = prompt else { continue };
            let leaves_ms = occurred_at_ms.saturating_add(MONTH_MS).div_ceil(HOUR_MS).saturating_mul(HOUR_MS);
            if as_of_us < leaves_ms.saturating_mul(1_000) {
                *counts.entry((prompt, learner)).or_default() += 1;
            }
        }
        for ((prompt, _), answers) in counts {
            let known = self.prompts.entry(prompt).or_default();
            *known = (known.0 + 1, known.1 + answers);
        }
    }

    fn of<R, T>(
        &self,
        rows: Vec<R>,
        learner: impl Fn(&R) -> LearnerId,
        told: impl Fn(&Self, R) -> Option<T>,
    ) -> Vec<Of<T>> {
        let named = rows.into_iter().filter_map(|row| {
            let learner = *self.names.get(&learner(&row))?;
            told(self, row).map(|row| Of { learner, row })
        });
        let mut named: Vec<_> = named.collect();
        // Rows of one learner stay in the order of the view.
        named.sort_by_key(|of| of.learner);
        named
    }

    fn answer(&self, answer: AnswerId) -> Option<Place> {
        self.places.get(&answer).copied()
    }
}

/// Writes the tables of single learners.
pub(crate) fn write_learners(
    board: &Board,
    left: &Left,
    context: &Context<'_>,
    about: About<'_>,
    folder: &std::path::Path,
) -> Result<Vec<Written>, ExportError> {
    let learners = &board.learners;
    let days = left.of(
        learners.practice_days.sorted(),
        |row| row.learner,
        |left, row| {
            let day = left.days.get(&row.learner)?.of(row.day);
            Some(PracticeDay { day, date: context.spec.dates.then_some(row.day), sums: row.sums })
        },
    );
    let streaks = left.of(
        learners.streaks.sorted(),
        |row| row.learner,
        |left, row| {
            let last_day = left.days.get(&row.learner)?.of(row.last_day);
            Some(Streak { last_day, days: row.days, longest_days: row.longest_days })
        },
    );
    let bests = left.of(
        learners.bests.sorted(),
        |row| row.learner,
        |left, row| {
            let Place { name, day } = left.answer(row.answer)?;
            Some(Best { answer: name, day, row })
        },
    );
    let attempts = left.of(
        learners.attempts.sorted(),
        |row| row.learner,
        |left, row| {
            let (first, latest) = (left.answer(row.first)?.name, left.answer(row.latest)?.name);
            Some(Attempts { prompt: context.prompt(row.prompt), first, latest, row })
        },
    );
    let latest = left.of(
        board.core.latest.sorted(),
        |row| row.learner,
        |left, row| {
            let Place { name, day } = left.answer(row.answer)?;
            Some(Latest { answer: name, day, row })
        },
    );
    let (mut attempts, mut latest) = (attempts, latest);
    attempts.sort_by_key(|of| (of.learner, of.row.prompt));
    latest.sort_by_key(|of| (of.learner, of.row.answer));
    Ok(vec![
        write_table(&growth::PRACTICE, about, folder, practice(board, left))?,
        write_table(&growth::FLUENCY, about, folder, fluency(board, left))?,
        write_table(&growth::PRACTICE_DAYS, about, folder, days)?,
        write_table(&growth::STREAKS, about, folder, streaks)?,
        write_table(&progress::BESTS, about, folder, bests)?,
        write_table(&progress::TRENDS, about, folder, left.of(learners.trends.sorted(), |row| row.learner, same))?,
        write_table(&progress::ATTEMPTS, about, folder, attempts)?,
        write_table(&progress::CRITERIA, about, folder, left.of(learners.criteria.sorted(), |row| row.learner, same))?,
        write_table(
            &progress::STRENGTHS,
            about,
            folder,
            left.of(learners.strengths.sorted(), |row| row.learner, same),
        )?,
        write_table(&progress::LATEST, about, folder, latest)?,
    ])
}

fn same<R>(_left: &Left, row: R) -> Option<R> {
    Some(row)
}

fn practice(board: &Board, left: &Left) -> Vec<Of<Window<dataflow::views::PracticeSums>>> {
    let short = board.core.practice.sorted().into_iter();
    let short = short.flat_map(|row| [(row.learner, 7, row.week), (row.learner, 28, row.month)]);
    let long = board.learners.season.sorted().into_iter().map(|row| (row.learner, 90, row.season));
    let rows = short.chain(long).filter(|(_, _, sums)| sums.answers > 0).collect();
    let mut rows = left.of(rows, |(learner, _, _)| *learner, |_, (_, days, sums)| Some(Window { days, sums }));
    rows.sort_by_key(|of| (of.learner, of.row.days));
    rows
}

fn fluency(board: &Board, left: &Left) -> Vec<Of<Window<dataflow::views::FluencySums>>> {
    let rows = board.learners.fluency.sorted().into_iter();
    let rows =
        rows.flat_map(|row| [(row.learner, 7, row.week), (row.learner, 28, row.month), (row.learner, 90, row.season)]);
    let rows = rows.filter(|(_, _, sums)| sums.answers > 0).collect();
    left.of(rows, |(learner, _, _)| *learner, |_, (_, days, sums)| Some(Window { days, sums }))
}

/// Writes what is known of all learners together, small cells withheld.
pub(crate) fn write_everyone(
    board: &Board,
    left: &Left,
    context: &Context<'_>,
    rule: &mut Rule<'_>,
    about: About<'_>,
    folder: &std::path::Path,
) -> Result<Vec<Written>, ExportError> {
    let mut written = prompts(board, left, context, rule, about, folder)?;
    let everyone = &board.everyone;
    for (table, name, rows) in [
        (&aggregates::ACTIVE_DAYS, "active_days", board.core.active_days.sorted()),
        (&aggregates::ACTIVE_WEEKS, "active_weeks", everyone.active_weeks.sorted()),
        (&aggregates::ACTIVE_MONTHS, "active_months", everyone.active_months.sorted()),
    ] {
        let cells = active(name, rows, context, rule);
        written.push(write_table(table, about, folder, cells)?);
    }
    written.push(write_table(&aggregates::RETENTION, about, folder, retention(board, context, rule))?);
    let buckets = everyone.distribution.sorted().into_iter();
    let mut buckets: Vec<_> = buckets.map(|row| Cell::new(row.from_milli, row.learners, ())).collect();
    rule.apply(&mut buckets, |from| format!("distribution/{from}"), |_| None, |_| Some(()));
    written.push(write_table(&aggregates::DISTRIBUTION, about, folder, buckets)?);
    written.push(write_table(&aggregates::ARMS, about, folder, arms(board, context, rule))?);
    Ok(written)
}

fn prompts(
    board: &Board,
    left: &Left,
    context: &Context<'_>,
    rule: &mut Rule<'_>,
    about: About<'_>,
    folder: &std::path::Path,
) -> Result<Vec<Written>, ExportError> {
    let mut means = Vec::new();
    for row in board.core.prompts.sorted() {
        let (learners, answers) = left.prompts.get(&row.prompt).copied().unwrap_or_default();
        if answers != row.month.answers {
            return Err(ExportError::Inconsistent { what: "the answers to a prompt do not add up to its view" });
        }
        means.push(Cell::new(row.prompt, learners, row.month));
    }
    let difficulty = board.prompts.difficulty.sorted().into_iter();
    let mut difficulty: Vec<_> =
        difficulty.map(|row| Cell::new(row.prompt, u64::try_from(row.learners).unwrap_or(0), row)).collect();
    // Earlier releases are compared by the prompt itself, which no pseudonym tells.
    rule.apply(&mut means, |prompt| format!("prompt_means/{prompt}"), |_| None, |_| Some(()));
    rule.apply(&mut difficulty, |prompt| format!("difficulty/{prompt}"), |_| None, |_| Some(()));
    Ok(vec![
        write_table(&aggregates::PROMPT_MEANS, about, folder, named(means, context))?,
        write_table(&aggregates::DIFFICULTY, about, folder, named(difficulty, context))?,
    ])
}

fn named<V>(cells: Vec<Cell<PromptId, V>>, context: &Context<'_>) -> Vec<Cell<PromptKey, V>> {
    let named = |cell: Cell<PromptId, V>| Cell {
        key: PromptKey(context.prompt(cell.key)),
        learners: cell.learners,
        value: cell.value,
        is_withheld: cell.is_withheld,
    };
    let mut cells: Vec<_> = cells.into_iter().map(named).collect();
    cells.sort_by_key(|cell| cell.key);
    cells
}

fn active(name: &str, rows: Vec<ActiveRow>, context: &Context<'_>, rule: &mut Rule<'_>) -> Vec<Active> {
    let first_day = rows.iter().map(|row| row.start_day).min().unwrap_or(0);
    let cell = |row: ActiveRow| {
        let key = PeriodKey { day: row.start_day - first_day, start_date: context.spec.dates.then_some(row.start_day) };
        Cell::new(key, row.learners, ())
    };
    let mut cells: Vec<_> = rows.into_iter().map(cell).collect();
    cells.sort_by_key(|cell| cell.key);
    rule.apply(&mut cells, |key| format!("{name}/{}", key.day + first_day), |_| None, |_| None::<()>);
    cells
}

fn retention(board: &Board, context: &Context<'_>, rule: &mut Rule<'_>) -> Vec<aggregates::Retention> {
    let rows = board.everyone.retention.sorted();
    let first_day = rows.iter().map(|row| row.cohort_day).min().unwrap_or(0);
    let began: BTreeMap<u32, u64> =
        rows.iter().filter(|row| row.weeks_since == 0).map(|row| (row.cohort_day - first_day, row.learners)).collect();
    let cell = |row: RetentionRow| {
        let date = context.spec.dates.then_some(row.cohort_day);
        let key = CohortKey { day: row.cohort_day - first_day, weeks_since: row.weeks_since, date };
        Cell::new(key, row.learners, ())
    };
    let mut cells: Vec<_> = rows.into_iter().map(cell).collect();
    cells.sort_by_key(|cell| cell.key);
    rule.apply(
        &mut cells,
        |key| format!("retention/{}/{}", key.day + first_day, key.weeks_since),
        |cell| began.get(&cell.key.day).map(|began| began.saturating_sub(cell.learners)),
        |key| (key.weeks_since == 0).then_some(()),
    );
    cells
}

fn arms(board: &Board, context: &Context<'_>, rule: &mut Rule<'_>) -> Vec<aggregates::Arm> {
    let cell = |row: dataflow::views::ArmRow| {
        let study = context.studies.get(&row.arm.study)?;
        let index = row.arm.arm;
        let arm = study.arms.get(usize::from(index)).map_or_else(|| index.to_string(), |arm| arm.name.clone());
        let key = ArmKey { study: study.name.clone(), index, arm };
        Some(Cell::new(key, u64::try_from(row.sums.learners).unwrap_or(0), row.sums))
    };
    let mut cells: Vec<_> = board.everyone.arms.sorted().into_iter().filter_map(cell).collect();
    cells.sort_by(|one, other| one.key.cmp(&other.key));
    let rest = |cell: &Cell<ArmKey, ArmSums>| {
        let ArmSums { learners, active_learners, .. } = cell.value;
        let parts = [active_learners, learners - active_learners].map(|part| u64::try_from(part).unwrap_or(0));
        parts.into_iter().find(|part| (1..LEARNERS_MIN).contains(part))
    };
    rule.apply(&mut cells, |key| format!("arms/{}/{}", key.study, key.index), rest, |key| Some(key.study.clone()));
    cells
}
