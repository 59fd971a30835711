//! What chats are made from, and who is to be reminded.

use std::collections::{BTreeMap, BTreeSet};

use super::erased;
use crate::events::{
    AnswerFact, AnswerId, AnswerReceived, AnswerRun, Event, FailureClass, LearnerFact, LearnerId, PromptId, PromptSent,
    Record, Rejection, Rule, Setting, Source, SystemFact, VoiceReceived, Wanted,
};
use crate::graph::Row;
use crate::read_model::chats::ChatRow;
use crate::requests::{RemindRequest, Request};
use crate::views::{AnsweredPromptRow, QuotaRow, RuleRow, SeenPromptRow, SettingsRow, Wake};

pub(super) fn rows(records: &[Record]) -> BTreeSet<Row> {
    let mut rows: BTreeSet<Row> = BTreeSet::new();
    for (learner, chat) in chats(records) {
        rows.extend(chat.answered(learner).into_iter().map(|row| Row::Chat(ChatRow::AnsweredPrompt(row))));
        rows.extend(chat.settings(learner).map(|row| Row::Chat(ChatRow::Settings(row))));
        rows.extend(chat.quotas(learner).into_iter().map(|row| Row::Chat(ChatRow::Quota(row))));
        rows.extend(chat.seen(learner).into_iter().map(|row| Row::Chat(ChatRow::SeenPrompt(row))));
    }
    let mut rules: BTreeMap<u8, RuleRow> = BTreeMap::new();
    for rule in rules_in_order(records) {
        rules.insert(rule.number(), RuleRow { rule });
    }
    rows.extend(rules.into_values().map(|row| Row::Chat(ChatRow::Rule(row))));
    rows
}

/// The log with each voice note that answers a prompt as the receipt of an answer.
pub(super) fn with_prompts(records: &[Record]) -> Vec<Record> {
    let mut all = records.to_vec();
    for (learner, chat) in chats(records) {
        for row in chat.answered(learner) {
            let receipt = AnswerReceived {
                occurred_at_ms: row.occurred_at_ms,
                utc_offset_min: row.utc_offset_min,
                source: Source::Chat,
                task: row.task,
                prompt: Some(row.prompt),
                bytes: row.bytes,
                in_flight_max: 1,
            };
            let (of, fact) = (AnswerRun { answer: row.answer, run: row.run }, AnswerFact::Received(receipt));
            all.push(Record { pos: 0, at_us: 0, event: Event::Answer { learner, of, fact } });
        }
    }
    all
}

fn rules_in_order(records: &[Record]) -> Vec<Rule> {
    let mut rules: Vec<(u64, Rule)> = Vec::new();
    for record in records {
        if let Event::System(SystemFact::Ordered { rule, .. }) = record.event {
            rules.push((record.pos, rule));
        }
    }
    rules.sort();
    rules.into_iter().map(|(_, rule)| rule).collect()
}

/// What the last rule says of those that say anything about it.
pub(super) fn last_rule<T>(records: &[Record], says: impl Fn(Rule) -> Option<T>) -> Option<T> {
    rules_in_order(records).into_iter().rev().find_map(says)
}

/// Everything that one learner's chat says.
#[derive(Default)]
struct Chat {
    language: Option<crate::events::Language>,
    is_known: bool,
    chosen: Vec<(u64, Setting)>,
    prompts: Vec<PromptSent>,
    voices: Vec<(VoiceReceived, AnswerRun)>,
    refunded: BTreeSet<AnswerRun>,
}

fn chats(records: &[Record]) -> BTreeMap<LearnerId, Chat> {
    let erased = erased(records);
    let mut chats: BTreeMap<LearnerId, Chat> = BTreeMap::new();
    let mut registered = Vec::new();
    for record in records {
        let Some(learner) = record.event.learner().filter(|learner| !erased.contains(learner)) else { continue };
        let chat = chats.entry(learner).or_default();
        match &record.event {
            Event::Answer { of, fact, .. } => match fact {
                AnswerFact::PromptSent(sent) => chat.prompts.push(*sent),
                AnswerFact::VoiceReceived(voice) => chat.voices.push((*voice, *of)),
                AnswerFact::GivenUp(_) | AnswerFact::Cancelled => chat.refunded.extend([*of]),
                AnswerFact::Rejected(rejected) if is_free(&rejected.reason) => chat.refunded.extend([*of]),
                _ => {}
            },
            Event::Learner { fact: LearnerFact::Registered(fact), .. } => {
                chat.is_known = true;
                registered.push((learner, *fact));
            }
            Event::Learner { fact: LearnerFact::SettingChanged(changed), .. } => {
                chat.is_known = true;
                chat.chosen.push((changed.occurred_at_ms, changed.setting));
            }
            _ => {}
        }
    }
    registered.sort();
    for (learner, fact) in registered {
        if let Some(chat) = chats.get_mut(&learner) {
            chat.language = chat.language.or(fact.language);
        }
    }
    for chat in chats.values_mut() {
        chat.chosen.sort();
        chat.prompts.sort();
        chat.voices.sort();
    }
    chats
}

fn is_free(reason: &Rejection) -> bool {
    let is_work = matches!(
        reason,
        Rejection::TooLong { .. } | Rejection::NotAudio { .. } | Rejection::NoSpeech | Rejection::NotEnglish
    );
    !is_work
}

impl Chat {
    fn offsets(&self) -> impl DoubleEndedIterator<Item = (u64, i16)> {
        self.chosen.iter().filter_map(|(at_ms, setting)| match setting {
            Setting::UtcOffsetMin(offset_min) => Some((*at_ms, *offset_min)),
            _ => None,
        })
    }

    fn answered(&self, learner: LearnerId) -> Vec<AnsweredPromptRow> {
        let mut rows = Vec::new();
        for (voice, of) in &self.voices {
            let replied = self.prompts.iter().rfind(|prompt| voice.reply_to_message_id == Some(prompt.message_id));
            let before = self.prompts.iter().rfind(|prompt| prompt.occurred_at_ms <= voice.occurred_at_ms);
            let Some(prompt) = replied.or(before) else { continue };
            let then = self.offsets().rfind(|(at_ms, _)| *at_ms <= voice.occurred_at_ms);
            rows.push(AnsweredPromptRow {
                learner,
                answer: of.answer,
                run: of.run,
                prompt: prompt.prompt,
                task: prompt.task,
                is_reply: replied.is_some(),
                utc_offset_min: then.or(self.offsets().next()).map(|(_, offset_min)| offset_min),
                occurred_at_ms: voice.occurred_at_ms,
                bytes: voice.bytes,
            });
        }
        rows
    }

    fn settings(&self, learner: LearnerId) -> Option<SettingsRow> {
        let mut row = SettingsRow { learner, language: self.language, ..SettingsRow::default() };
        for (_, setting) in &self.chosen {
            match *setting {
                Setting::Language(language) => row.language = Some(language),
                Setting::UtcOffsetMin(offset_min) => row.utc_offset_min = Some(offset_min),
                Setting::ReminderHour(hour) => row.reminder_hour = hour,
                Setting::ShortFeedback(is_short) => row.is_short = is_short,
                Setting::ReadyNotice(tells_ready) => row.tells_ready = tells_ready,
            }
        }
        self.is_known.then_some(row)
    }

    fn quotas(&self, learner: LearnerId) -> Vec<QuotaRow> {
        let offset_min = self.offsets().next_back().map_or(0, |(_, offset_min)| offset_min);
        let mut days: BTreeMap<u32, Vec<AnswerId>> = BTreeMap::new();
        for (voice, of) in &self.voices {
            if !self.refunded.contains(of) {
                days.entry(day_of(voice.occurred_at_ms, offset_min)).or_default().push(of.answer);
            }
        }
        days.into_iter().map(|(day, used)| QuotaRow { learner, day, used }).collect()
    }

    fn seen(&self, learner: LearnerId) -> Vec<SeenPromptRow> {
        let mut seen: BTreeMap<PromptId, SeenPromptRow> = BTreeMap::new();
        let sent: BTreeSet<&PromptSent> = self.prompts.iter().collect();
        for sent in sent {
            let new = SeenPromptRow { learner, prompt: sent.prompt, last_sent_ms: 0, times: 0 };
            let row = seen.entry(sent.prompt).or_insert(new);
            row.last_sent_ms = row.last_sent_ms.max(sent.occurred_at_ms);
            row.times += 1;
        }
        seen.into_values().collect()
    }
}

fn day_of(time_ms: u64, offset_min: i16) -> u32 {
    let local_ms = time_ms.saturating_add_signed(i64::from(offset_min) * 60_000);
    u32::try_from(local_ms / 86_400_000).unwrap_or(u32::MAX)
}

/// Whom to remind now, and when to look again at whoever wants to be reminded.
pub(super) fn reminders(records: &[Record], now_us: u64) -> Vec<Row> {
    const DAY_MS: u64 = 86_400_000;
    let mut rows = Vec::new();
    for (learner, chat) in chats(records) {
        let mut hours = chat.chosen.iter().filter_map(|(at_ms, setting)| match setting {
            Setting::ReminderHour(hour) => Some((*hour, *at_ms)),
            _ => None,
        });
        let Some((Some(hour), chosen_at_ms)) = hours.next_back() else { continue };
        let (heard, refused, reminded) = contacts(records, learner);
        if refused > heard {
            continue;
        }
        let offset_min = chat.offsets().next_back().map_or(0, |(_, offset_min)| offset_min);
        let now_ms = now_us / 1_000;
        let today = day_of(now_ms, offset_min);
        let at_ms = |day: u32| {
            let local_ms = u64::from(day) * DAY_MS + u64::from(hour) * 3_600_000;
            local_ms.saturating_add_signed(-i64::from(offset_min) * 60_000)
        };
        let has_practised = chat.voices.iter().any(|(voice, _)| day_of(voice.occurred_at_ms, offset_min) == today);
        let was_reminded = reminded.is_some_and(|day| day >= today);
        if at_ms(today) <= now_ms && at_ms(today) > chosen_at_ms && !has_practised && !was_reminded {
            rows.push(Row::Due(Request::Remind(RemindRequest { learner, day: today })));
        }
        let next_ms = if at_ms(today) > now_ms { at_ms(today) } else { at_ms(today + 1) };
        rows.push(Row::Wake(Wake { date_us: next_ms * 1_000, learner: Some(learner) }));
    }
    rows
}

/// Where a learner was heard last and refused last, and the last day of a reminder.
fn contacts(records: &[Record], of: LearnerId) -> (u64, u64, Option<u32>) {
    let (mut heard, mut refused, mut reminded) = (0, 0, None);
    for record in records {
        let Event::Answer { learner, fact, .. } = &record.event else { continue };
        if *learner != of {
            continue;
        }
        match fact {
            AnswerFact::MessageRequested(message) => match message.wanted {
                Wanted::Reminder { day } => reminded = reminded.max(Some(day)),
                Wanted::Notice { .. } => {}
                _ => heard = record.pos.max(heard),
            },
            AnswerFact::VoiceReceived(_) => heard = record.pos.max(heard),
            AnswerFact::AttemptFailed(failure) if failure.class == FailureClass::Refused => {
                refused = record.pos.max(refused);
            }
            _ => {}
        }
    }
    (heard, refused, reminded)
}
