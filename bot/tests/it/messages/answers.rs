//! What is said of an answer: on the way, its card, why, better, doubts, and why there is no score.

use std::collections::BTreeSet;

use bot::messages::{
    CardContext, Earlier, Reason, Stage, better, better_version, card, doubts, not_graded, stage, why,
};
use dataflow::documents::Correction;
use dataflow::events::Step;
use expect_test::expect;

use crate::support::all::{REJECTIONS, STEPS};
use crate::support::reader::visible;
use crate::support::samples::{self, ANSWER, PROMPT};
use crate::support::{shown, texts};

#[test]
fn stages_are_one_line_each() {
    let lines = Stage::ALL.map(|at| visible(&stage(texts("en"), at)));
    expect![[r#"
        👂 Heard you. Listening…
        📥 Got your recording. Measuring pace and pauses…
        📏 Measured. Recognising your words…
        📝 I have your words. Looking at your English…
        ⚖️ Scoring…"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_card_says_first_what_matters() {
    expect![[r#"
        <b>Score 3 of 4</b>
        <i>offline estimate, probably between 2 and 4</i>
        delivery 3/4 · language use 3/4 · topic development 2/4
        Rests on 34 s of speech and 84 words.

        👍 <b>Went well:</b> You answer the question in your first sentence.
        🔧 <b>To fix:</b> Give one example: the reason “they saves money” stands alone.
        ➡️ <b>Next:</b> Say it again and add a sentence that begins with “For example”.

        <blockquote expandable><b>What you said</b>
        <i>‖1.2s‖ is a pause, (?) a word that I am not sure I heard right</i>
        I think ‖0.5s‖ that student(?) should live at home, because ‖1.2s‖ they saves money and the the food is better.

        <b>Say it like this</b>
        · <s>they saves</s> <b>they save</b> – After “they” the verb has no -s.
        · <s>the</s> <i>leave it out</i> – The word is said twice.

        <b>Measured</b>
        · speech without pauses: 34.2 s
        · words per minute: 112 (typical 85–150)
        · syllables per second of speech: 3.61 (typical 3–4.6)
        · share of time speaking: 0.78 (typical 0.65–0.85)
        · mean pause: 0.6 s (typical 0.45–0.95)
        · how sure the recogniser is: 0.91
        <i>· Not measured, too few words (50 are needed): variety of words (MTLD)</i></blockquote>
        [Try again → again:fedcba9876543210] [Next task → prompt:toefl-independent]
        [Hear a better version → better:00abcdef01234567]
        [Why this score? → why:00abcdef01234567] [I didn’t say that → doubts:00abcdef01234567:0]
    "#]]
    .assert_eq(&shown(&card(texts("en"), &samples::card(), &samples::context())));
}

#[test]
fn a_short_card_compares_with_the_try_before_and_folds_the_words_alone() {
    let context = CardContext {
        is_short: true,
        can_hear: false,
        prompt: None,
        previous: Some(samples::earlier()),
        ..samples::context()
    };
    expect![[r#"
        <b>Score 3 of 4</b>
        <i>offline estimate, probably between 2 and 4</i>
        delivery 3/4 · language use 3/4 · topic development 2/4
        Rests on 34 s of speech and 84 words.

        👍 <b>Went well:</b> You answer the question in your first sentence.
        🔧 <b>To fix:</b> Give one example: the reason “they saves money” stands alone.
        ➡️ <b>Next:</b> Say it again and add a sentence that begins with “For example”.

        <b>Your try before (2 days ago):</b> score 2 → 3, 96 → 112 words/min
        <i>The difference in score lies within what the estimate cannot tell apart.</i>

        <blockquote expandable><b>What you said</b>
        <i>‖1.2s‖ is a pause, (?) a word that I am not sure I heard right</i>
        I think ‖0.5s‖ that student(?) should live at home, because ‖1.2s‖ they saves money and the the food is better.</blockquote>
        [Next task → prompt:toefl-independent]
        [Why this score? → why:00abcdef01234567] [I didn’t say that → doubts:00abcdef01234567:0]
    "#]].assert_eq(&shown(&card(texts("en"), &samples::card(), &context)));
}

#[test]
fn scores_of_two_scales_are_not_compared() {
    let earlier = Earlier { max: 5.0, words_per_minute: None, ..samples::earlier() };
    let context = CardContext { previous: Some(earlier), ..samples::context() };
    assert!(!visible(&card(texts("en"), &samples::card(), &context)).contains("try before"));
}

#[test]
fn a_withheld_score_says_why() {
    expect![[r#"
        <b>No score</b>
        Rests on 4 s of speech and 12 words.
        12 words are too few to score; a full answer has about 90

        👍 <b>Went well:</b> You answer the question in your first sentence.
        🔧 <b>To fix:</b> Give one example: the reason “they saves money” stands alone.
        ➡️ <b>Next:</b> Say it again and add a sentence that begins with “For example”.

        <blockquote expandable><b>What you said</b>
        <i>‖1.2s‖ is a pause, (?) a word that I am not sure I heard right</i>
        I think ‖0.5s‖ that student(?) should live at home, because ‖1.2s‖ they saves money and the the food is better.

        <b>Say it like this</b>
        · <s>they saves</s> <b>they save</b> – After “they” the verb has no -s.
        · <s>the</s> <i>leave it out</i> – The word is said twice.

        <b>Measured</b>
        · speech without pauses: 4.1 s
        <i>· Not measured, less than 20 s of speech without the pauses: words per minute, mean pause</i></blockquote>
        [Try again → again:fedcba9876543210] [Next task → prompt:toefl-independent]
        [Hear a better version → better:00abcdef01234567]
        [Why this score? → why:00abcdef01234567] [I didn’t say that → doubts:00abcdef01234567:0]
    "#]]
    .assert_eq(&shown(&card(texts("en"), &samples::withheld_card(), &samples::context())));
}

#[test]
fn a_card_in_russian_keeps_the_feedback_in_english() {
    let context = CardContext { previous: Some(samples::earlier()), ..samples::context() };
    expect![[r#"
        <b>Оценка: 3 из 4</b>
        <i>расчёт без экзаменатора, вероятно от 2 до 4</i>
        delivery 3/4 · language use 3/4 · topic development 2/4
        Основа: 34 с речи и 84 слова.

        👍 <b>Получилось:</b> You answer the question in your first sentence.
        🔧 <b>Исправить:</b> Give one example: the reason “they saves money” stands alone.
        ➡️ <b>Дальше:</b> Say it again and add a sentence that begins with “For example”.

        <b>Прошлая попытка (2 дня назад):</b> оценка 2 → 3, 96 → 112 сл./мин
        <i>Разница в оценке лежит в пределах точности расчёта.</i>

        <blockquote expandable><b>Что вы сказали</b>
        <i>‖1.2s‖ — пауза, (?) — слово, в котором я не уверен</i>
        I think ‖0.5s‖ that student(?) should live at home, because ‖1.2s‖ they saves money and the the food is better.

        <b>Лучше сказать так</b>
        · <s>they saves</s> <b>they save</b> – After “they” the verb has no -s.
        · <s>the</s> <i>пропустите</i> – The word is said twice.

        <b>Измерено</b>
        · речь без пауз: 34,2 с
        · слов в минуту: 112 (обычно 85–150)
        · слогов в секунду речи: 3,61 (обычно 3–4,6)
        · доля времени с речью: 0,78 (обычно 0,65–0,85)
        · средняя пауза: 0,6 с (обычно 0,45–0,95)
        · уверенность распознавания: 0,91
        <i>· Не измерено, слишком мало слов (нужно 50): разнообразие слов (MTLD)</i></blockquote>
        [Ещё раз → again:fedcba9876543210] [Следующее задание → prompt:toefl-independent]
        [Послушать, как лучше → better:00abcdef01234567]
        [Почему такая оценка? → why:00abcdef01234567] [Я этого не говорил(а) → doubts:00abcdef01234567:0]
    "#]]
    .assert_eq(&shown(&card(texts("ru"), &samples::card(), &context)));
}

#[test]
fn why_gives_the_evidence_of_each_criterion() {
    expect![[r#"
        <b>Why this score</b>
        <i>offline estimate</i>
        Rubric: toefl-independent-2019

        <b>delivery: 3 of 4 (between 2 and 4)</b>
        · 112 words per minute (typical 85–150)
        · 18 pauses per minute

        <b>language use: 3 of 4 (between 2 and 4)</b>
        · 2 corrections in 84 words: “they saves”

        <b>topic development: 2 of 4 (between 1 and 3)</b>
        · you give a reason; no sign of an example
        [I didn’t say that → doubts:00abcdef01234567:0] [Menu → menu]
    "#]]
    .assert_eq(&shown(&why(texts("en"), &samples::card(), ANSWER)));
    expect![[r#"
        <b>Why this score</b>
        <i>offline estimate</i>
        Rubric: toefl-independent-2019

        There is no score, so there is nothing to explain but this:
        12 words are too few to score; a full answer has about 90
        [I didn’t say that → doubts:00abcdef01234567:0] [Menu → menu]
    "#]]
    .assert_eq(&shown(&why(texts("en"), &samples::withheld_card(), ANSWER)));
}

#[test]
fn a_better_version_is_the_words_with_their_corrections() {
    expect![[r#"
        <b>A better version</b>
        Your answer, said better. Listen, then say it again yourself.

        <blockquote>I think that student should live at home, because they save money and the food is better.</blockquote>
    "#]].assert_eq(&shown(&better(texts("en"), &samples::card(), true)));
    let mut faultless = samples::card();
    faultless.assessment.corrections.clear();
    assert_eq!(better_version(&faultless), None);
    expect![[r#"
        <b>A better version</b>
        I found nothing to say otherwise. Well done!
    "#]]
    .assert_eq(&shown(&better(texts("en"), &faultless, true)));
}

#[test]
fn corrections_that_overlap_or_lie_outside_change_nothing_twice() {
    let mut sample = samples::card();
    let first = sample.assessment.corrections[0].clone();
    let outside = Correction { first_word: 500, end_word: 501, ..first.clone() };
    let empty = Correction { first_word: 3, end_word: 3, ..first.clone() };
    sample.assessment.corrections.extend([first, outside, empty]);
    assert_eq!(better_version(&sample), better_version(&samples::card()));
}

#[test]
fn a_sentence_keeps_its_ends_when_words_are_left_out() {
    let mut sample = samples::card();
    sample.transcript.words = samples::words("Well the food is good yeah. I like it.");
    let out = |word| Correction { first_word: word, end_word: word + 1, ..Correction::default() };
    sample.assessment.corrections = vec![out(0), out(5)];
    assert_eq!(better_version(&sample).as_deref(), Some("The food is good. I like it."));
}

#[test]
fn doubts_begin_with_the_unsure_word() {
    let message = doubts(texts("en"), &samples::card().transcript, ANSWER, 0, &BTreeSet::from([9]));
    expect![[r#"
        <b>Which word did you not say?</b>
        The words I am least sure of come first. Press one and I take it out and score anew.

        Taken out so far: “they”
        [that “student” (?) should → dispute:00abcdef01234567:3]
        [“I” think → dispute:00abcdef01234567:0]
        [I “think” that → dispute:00abcdef01234567:1]
        [think “that” student → dispute:00abcdef01234567:2]
        [student “should” live → dispute:00abcdef01234567:4]
        [should “live” at → dispute:00abcdef01234567:5]
        [live “at” home, → dispute:00abcdef01234567:6]
        [at “home,” because → dispute:00abcdef01234567:7]
        [More ▶ → doubts:00abcdef01234567:8]
    "#]]
    .assert_eq(&shown(&message));
}

#[test]
fn doubts_turn_pages() {
    let message = doubts(texts("en"), &samples::card().transcript, ANSWER, 16, &BTreeSet::new());
    expect![[r#"
        <b>Which word did you not say?</b>
        The words I am least sure of come first. Press one and I take it out and score anew.
        [food “is” better. → dispute:00abcdef01234567:16]
        [is “better.” → dispute:00abcdef01234567:17]
        [◀ Before → doubts:00abcdef01234567:8]
    "#]]
    .assert_eq(&shown(&message));
}

#[test]
fn every_rejection_says_what_to_do() {
    let said = REJECTIONS.map(|rejection| {
        let message = not_graded(texts("en"), &Reason::Rejected(&rejection), Some(PROMPT), false);
        visible(&message).lines().last().unwrap().to_owned()
    });
    expect![[r#"
        The recording is empty. Please record it again.
        The file has 29 MB; I can take 20 MB. Please send a shorter recording.
        The recording is longer than 15 min. Please send a shorter one.
        I cannot read this file as sound. A voice note always works; so do OGG, WAV, FLAC, MP3 and M4A.
        I hear nobody speaking. Check that the microphone is not covered, and record it again.
        I hear speech, but no English words that I recognise. Come closer to the microphone and answer in English.
        I do not know which question this answers. Choose a task, or send your voice note as a reply to the question.
        You have not agreed that I record and grade your answers, so I did not listen. You can agree here.
        You have used all 20 answers of today. More come tomorrow; until then, reading your feedback again is worth it.
        The chat no longer has this recording. Please send it again."#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn our_own_failures_are_said_to_be_ours_and_do_not_count() {
    let said = STEPS.map(|step| {
        let message = not_graded(texts("en"), &Reason::GivenUp(step), Some(PROMPT), true);
        visible(&message).lines().skip(2).collect::<Vec<_>>().join(" / ")
    });
    expect![[r#"
        I could not fetch your recording, though I tried several times. Please send it again in a while. / It does not count towards your answers of today.
        I could not fetch your recording, though I tried several times. Please send it again in a while. / It does not count towards your answers of today.
        Measuring your recording did not work. That is our fault, not yours. Please try again in a while. / It does not count towards your answers of today.
        Recognising your words did not work. That is our fault, not yours. Please try again in a while. / It does not count towards your answers of today.
        Scoring did not work. That is our fault, not yours. Please try again in a while. / It does not count towards your answers of today.
        Your answer is graded, but putting the feedback together did not work. That is our fault, not yours. Please try again in a while. / It does not count towards your answers of today.
        Your answer is graded, but putting the feedback together did not work. That is our fault, not yours. Please try again in a while. / It does not count towards your answers of today."#]].assert_eq(&said.join("\n"));
    expect![[r#"
        <b>I could not grade this answer</b>

        Scoring did not work. That is our fault, not yours. Please try again in a while.
        It does not count towards your answers of today.
        [Try again → again:fedcba9876543210] [Menu → menu]
    "#]]
    .assert_eq(&shown(&not_graded(texts("en"), &Reason::GivenUp(Step::Assess), Some(PROMPT), true)));
}
