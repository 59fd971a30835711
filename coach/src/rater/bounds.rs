//! The most that an answer can be given, whoever rates it and whatever it says.
//!
//! A rater that reads words can be talked to. What cannot be talked to is counting: how many words are the learner's
//! own, about the prompt, English, in sentences, and correct as far as the checker sees. Each count allows at most so
//! much of a criterion; the lowest bound holds and names itself. Bounds are wide where counting is a poor judge: an
//! ordinary honest answer meets none of them.

use super::AssessInput;
use super::overlap::{followed, marked};
use super::score::{AGAIN_SHARE, COPIED_SHARE};
use super::signals::{Signals, share, whole};
use super::talk::{are_sentences, english_share, judge_talk};
use crate::rubrics::{CriterionRule, Rubric, measure_curves};

/// Share of words from a sample from which the answer counts as read.
const SAMPLE_SHARE: f64 = 0.5;
/// Share of English words under which an answer is in another language, and under which it is mixed.
const ENGLISH_SHARE_MIN: f64 = 0.45;
const ENGLISH_SHARE_MIXED: f64 = 0.62;
/// Share of relevant sentences under which a longer answer counts as beside the topic.
const OFF_TOPIC_SHARE: f64 = 0.12;
/// Share of relevant sentences from which the whole answer counts as about the topic.
const MOSTLY_RELEVANT: f64 = 0.6;
/// How far the overall share may lie over what the words about the prompt allow, if everything else is at the top.
const OVER_TOPIC: f64 = 0.25;
/// Sentences from which that can be told.
const OFF_TOPIC_SENTENCES_MIN: usize = 3;
/// Share of the words that speak to the judge from which they are what the answer is.
const JUDGE_TALK_SHARE: f64 = 0.4;

/// What limits a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// What it is, as in `length`.
    pub name: &'static str,
    /// Most of the scale, from 0 to 1.
    pub share_max: f64,
    /// Why, in a sentence with the number.
    pub says: String,
}

/// The bounds of one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Bounds {
    /// Of each criterion of the rubric, in its order; none where it rests on the sound alone.
    pub criteria: Vec<Option<Bound>>,
    /// Of the overall score; none where the criteria decide alone.
    pub overall: Option<Bound>,
}

/// The bounds of an answer under a rubric.
pub fn bounds(input: &AssessInput<'_>, rubric: &Rubric) -> Bounds {
    Counted::of(input, &Signals::of(input), rubric).bounds(rubric)
}

/// What is counted for the bounds.
pub(super) struct Counted {
    own_words: u32,
    topic_words: u32,
    full_words: u32,
    findings_per_100: f64,
    whole_answer: Vec<Bound>,
}

impl Counted {
    pub(super) fn of(input: &AssessInput<'_>, signals: &Signals<'_>, rubric: &Rubric) -> Self {
        let tokens = &signals.tokens;
        let from_sample =
            input.background.sample.map_or_else(|| vec![false; tokens.len()], |text| followed(tokens, text));
        let from_prompt = input.prompt.map_or_else(|| vec![false; tokens.len()], |text| followed(tokens, text));
        let to_judge = judge_talk(tokens, input.prompt.unwrap_or_default());
        let foreign = from_sample.iter().zip(&from_prompt).zip(&to_judge);
        let borrowed = foreign.filter(|((sample, prompt), judge)| **sample || **prompt || **judge).count();
        let own_words = signals.own_words.min(whole(tokens.len().saturating_sub(borrowed)));
        let relevant = signals.relevance.as_ref().map_or(1.0, |found| found.share);
        let sample_share = share(marked(&from_sample), tokens.len())
            .max(input.transcribed.sample_overlap_milli.map_or(0.0, |milli| f64::from(milli) / 1_000.0));
        let shares = Shares {
            sample: sample_share,
            prompt: signals.copied_share.max(share(marked(&from_prompt), tokens.len())),
            judge: share(marked(&to_judge), tokens.len()),
            english: english_share(tokens),
            are_sentences: are_sentences(tokens),
        };
        Counted {
            own_words: crate::language::round_u32(f64::from(own_words) * shares.english),
            // Where most of the sentences touch the prompt, the others may well be about it too.
            topic_words: crate::language::round_u32(f64::from(own_words) * (relevant / MOSTLY_RELEVANT).min(1.0)),
            full_words: rubric.full_words,
            findings_per_100: signals.findings_per_100(),
            whole_answer: whole_answer(&shares, signals),
        }
    }

    pub(super) fn bounds(&self, rubric: &Rubric) -> Bounds {
        let mut overall = self.whole_answer.clone();
        // Good sound and good language do not carry an answer that hardly says anything to the prompt.
        let topic = self.topic();
        if topic.share_max + OVER_TOPIC < 1.0 {
            overall.push(Bound { share_max: topic.share_max + OVER_TOPIC, ..topic });
        }
        Bounds {
            criteria: rubric.criteria.iter().map(|rule| self.of_criterion(rule)).collect(),
            overall: lowest(overall),
        }
    }

    /// What the words about the prompt allow.
    fn topic(&self) -> Bound {
        let of_full = f64::from(self.topic_words) / f64::from(self.full_words.max(1));
        let (words, full) = (self.topic_words, self.full_words);
        Bound {
            name: "length",
            share_max: measure_curves().bound_topic.at(of_full),
            says: format!("{words} words of your own are about the prompt; a full answer has about {full}"),
        }
    }

    /// The lowest bound of a criterion; none where it rests on the sound alone.
    fn of_criterion(&self, rule: &CriterionRule) -> Option<Bound> {
        if rule.sound_percent() == 100 {
            return None;
        }
        let curves = measure_curves();
        let mut bounds = self.whole_answer.clone();
        if rule.is_about_topic {
            bounds.push(self.topic());
        } else {
            bounds.push(Bound {
                name: "length",
                share_max: curves.bound_language.at(f64::from(self.own_words)),
                says: format!("only {} English words of your own show your language", self.own_words),
            });
            bounds.push(Bound {
                name: "findings",
                share_max: curves.bound_findings.at(self.findings_per_100),
                says: format!("{:.0} grammar findings per 100 words", self.findings_per_100),
            });
        }
        lowest(bounds)
    }
}

/// Shares of the words, each from 0 to 1.
struct Shares {
    sample: f64,
    prompt: f64,
    judge: f64,
    english: f64,
    are_sentences: bool,
}

/// What holds for everything but the sound.
fn whole_answer(shares: &Shares, signals: &Signals<'_>) -> Vec<Bound> {
    let mut bounds = Vec::new();
    let mut add = |name, share_max, says| bounds.push(Bound { name, share_max, says });
    let percent = |share: f64| format!("{:.0} %", share * 100.0);
    if shares.prompt >= COPIED_SHARE {
        add("prompt", 0.2, format!("{} of the words are the prompt itself", percent(shares.prompt)));
    }
    if shares.sample >= SAMPLE_SHARE {
        add("sample", 0.2, format!("{} of the words follow the sample answer", percent(shares.sample)));
    }
    if signals.again_share >= AGAIN_SHARE {
        add("repetition", 0.25, format!("{} of the words repeat something already said", percent(signals.again_share)));
    }
    if shares.english < ENGLISH_SHARE_MIN {
        add("language", 0.1, format!("only {} of the words are English", percent(shares.english)));
    } else if shares.english < ENGLISH_SHARE_MIXED {
        add("language", 0.35, format!("only {} of the words are English", percent(shares.english)));
    }
    if !shares.are_sentences {
        add("sentences", 0.2, "the words do not form sentences".to_owned());
    }
    if shares.judge >= JUDGE_TALK_SHARE {
        add("not an answer", 0.2, format!("{} of the words are about the score", percent(shares.judge)));
    }
    if let Some(found) = &signals.relevance
        && found.sentences >= OFF_TOPIC_SENTENCES_MIN
        && found.share <= OFF_TOPIC_SHARE
    {
        let says = format!("{} of {} sentences are about the prompt", found.about, found.sentences);
        add("relevance", 0.25, says);
    }
    bounds
}

fn lowest(bounds: Vec<Bound>) -> Option<Bound> {
    bounds.into_iter().min_by(|a, b| a.share_max.total_cmp(&b.share_max))
}
