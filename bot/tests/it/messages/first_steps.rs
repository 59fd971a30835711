//! The first steps, the menu and the prompts.

use std::collections::BTreeMap;

use bot::messages::{PromptText, Standing, clock, consents, help, menu, prompt, tasks, welcome};
use dataflow::events::{Purpose, StudyId, Task};
use expect_test::expect;

use crate::support::samples::{self, NOW_MS};
use crate::support::{shown, texts};

#[test]
fn a_greeting_names_the_study_and_asks_for_the_language() {
    expect![[r#"
        <b>Welcome to Speech Coach!</b>

        Speak English into a voice note, and I will tell you what went well, what to fix and what to do next. I measure what I can and say so when I cannot.

        This invitation belongs to a study: Pauses &amp; &lt;breath&gt;. Taking part is up to you.

        First: in which language shall I write to you?
        [English → language:en:7] [Русский → language:ru:7]
        [Español → language:es:7] [中文 → language:zh:7]
    "#]].assert_eq(&shown(&welcome(texts("en"), Some((StudyId(7), "Pauses & <breath>")))));
}

#[test]
fn consents_are_asked_one_by_one() {
    let given = BTreeMap::from([(Purpose::Service, Standing::Given), (Purpose::Research, Standing::NotGiven)]);
    expect![[r#"
        <b>What may I do with your answers?</b>
        Press a button to agree, and again to take it back. You can change your mind at any time. Only the first is needed to practise.

        ✅ <b>Grade my answers</b> (agreed)
        I record what you say, measure it, recognise the words and score them. Nothing works without this.

        ☐ <b>Keep my recordings</b> (not agreed)
        Your recordings stay after they were graded, so that you can have them scored again. Otherwise they are deleted.

        ☐ <b>Use for research</b> (not agreed)
        Numbers and transcripts, without your name, may be part of what researchers get; what you say about yourself only as coarse groups.

        ☐ <b>Make the coach better</b> (not agreed)
        Recordings and transcripts, without your name, may be used to teach the recogniser and the rater.
        [✅ Grade my answers → consent:service:0]
        [☐ Keep my recordings → consent:audio:1]
        [☐ Use for research → consent:research:1]
        [☐ Make the coach better → consent:models:1]
        [Continue → clock]
    "#]].assert_eq(&shown(&consents(texts("en"), &given)));
}

#[test]
fn a_clock_offers_the_time_that_each_offset_would_mean() {
    expect![[r#"
        <b>What time is it where you are?</b>
        I use it for your days in a row and for reminders.

        Now your clock should show 19:35.
        [02:05 (UTC−12) → offset:-720] [03:05 (UTC−11) → offset:-660]
        [04:05 (UTC−10) → offset:-600] [05:05 (UTC−9) → offset:-540]
        [06:05 (UTC−8) → offset:-480] [07:05 (UTC−7) → offset:-420]
        [08:05 (UTC−6) → offset:-360] [09:05 (UTC−5) → offset:-300]
        [10:05 (UTC−4) → offset:-240] [10:35 (UTC−3:30) → offset:-210]
        [11:05 (UTC−3) → offset:-180] [12:05 (UTC−2) → offset:-120]
        [13:05 (UTC−1) → offset:-60] [14:05 (UTC+0) → offset:0]
        [15:05 (UTC+1) → offset:60] [16:05 (UTC+2) → offset:120]
        [17:05 (UTC+3) → offset:180] [17:35 (UTC+3:30) → offset:210]
        [18:05 (UTC+4) → offset:240] [18:35 (UTC+4:30) → offset:270]
        [19:05 (UTC+5) → offset:300] [✓ 19:35 (UTC+5:30) → offset:330]
        [19:50 (UTC+5:45) → offset:345] [20:05 (UTC+6) → offset:360]
        [20:35 (UTC+6:30) → offset:390] [21:05 (UTC+7) → offset:420]
        [22:05 (UTC+8) → offset:480] [23:05 (UTC+9) → offset:540]
        [23:35 (UTC+9:30) → offset:570] [00:05 (UTC+10) → offset:600]
        [01:05 (UTC+11) → offset:660] [02:05 (UTC+12) → offset:720]
        [03:05 (UTC+13) → offset:780] [04:05 (UTC+14) → offset:840]
        [Menu → menu]
    "#]]
    .assert_eq(&shown(&clock(texts("en"), NOW_MS, Some(330))));
}

#[test]
fn a_menu_and_help_say_what_can_be_done() {
    expect![[r#"
        <b>What would you like to do?</b>
        Or just send a voice note in English.
        [Practise → tasks]
        [Progress → progress] [My answers → history]
        [My words → words] [Left today → quota]
        [Settings → settings] [Help → help]
    "#]]
    .assert_eq(&shown(&menu(texts("en"))));
    expect![[r#"
        <b>How it works</b>
        · Choose a task with /practice, read or hear it, and answer with a voice note.
        · A voice note sent as a reply to an older question counts for that question.
        · Within moments you get a score, one strength, one thing to fix and one next step; touch the quote to unfold the rest.
        · If I misheard you, press “I didn’t say that”, and I score anew.
        · Scores are estimates for practice, not exam results.

        /start – Begin, or begin anew
        /practice – Choose a task and answer it
        /progress – How you are doing, with a picture
        /history – Your latest answers
        /words – The words you use most, and new ones
        /settings – Language, time, reminders, feedback
        /quota – How many answers are left today
        /privacy – What is kept, and what for
        /export – Everything about you, as a file
        /forget – Erase everything about you
        /help – What you can do here
        [Practise → tasks] [Menu → menu]
    "#]].assert_eq(&shown(&help(texts("en"))));
}

#[test]
fn tasks_stand_under_their_exams_with_their_times() {
    expect![[r#"
        <b>Which task?</b>
        Preparation and answer time stand beside each.

        <b>TOEFL iBT as it was until January 2026</b>
        · TOEFL Task 1, opinion – 15 s to prepare, 45 s to speak

        <b>TOEFL iBT since January 2026</b>
        · TOEFL Take an Interview – no preparation, 45 s to speak
        · TOEFL Listen and Repeat – once to listen, 8–12 s to repeat

        <b>IELTS Speaking</b>
        · IELTS Speaking part 2 – 1 min to prepare, 2 min to speak

        <b>No exam: practice for job interviews</b>
        · Job interview: architecture – up to 3 min to speak
        · Job interview: backend – up to 3 min to speak
        · Job interview: frontend – up to 3 min to speak
        · Job interview: algorithms – up to 3 min to speak
        · Job interview: behavioural – up to 3 min to speak
        [TOEFL Task 1, opinion → prompt:toefl-independent]
        [TOEFL Take an Interview → prompt:toefl-interview]
        [TOEFL Listen and Repeat → prompt:listen-repeat]
        [IELTS Speaking part 2 → prompt:ielts-part2]
        [Job interview: architecture → prompt:interview-architecture]
        [Job interview: backend → prompt:interview-backend]
        [Job interview: frontend → prompt:interview-frontend]
        [Job interview: algorithms → prompt:interview-algorithms]
        [Job interview: behavioural → prompt:interview-behavioural]
    "#]]
    .assert_eq(&shown(&tasks(texts("en"))));
}

#[test]
fn a_prompt_says_its_exam_and_its_times() {
    expect![[r#"
        <b>TOEFL Task 1, opinion</b>
        <i>TOEFL iBT as it was until January 2026</i>
        ⏱ 15 s to prepare, 45 s to speak

        <blockquote>Some people like to plan; others &lt;decide&gt; on the spot. Which do you prefer &amp; why?</blockquote>

        Answer with a voice note.
        Speaking longer is fine: everything is kept, the first 45 s are graded.
        [Another one → prompt:toefl-independent] [Practise → tasks]
    "#]].assert_eq(&shown(&prompt(texts("en"), &samples::prompt(Task::ToeflIndependent))));
}

#[test]
fn a_prompt_of_a_situation_says_its_place_and_when_it_was_seen() {
    let sample = PromptText {
        situation: Some(samples::situation()),
        seen_days_ago: Some(12),
        ..samples::prompt(Task::ToeflInterview)
    };
    expect![[r#"
        <b>TOEFL Take an Interview</b>
        <i>TOEFL iBT since January 2026</i>
        ⏱ no preparation, 45 s to speak

        <b>City life, part 2 of 4</b>
        A researcher asks about living in a city.

        <blockquote>Some people like to plan; others &lt;decide&gt; on the spot. Which do you prefer &amp; why?</blockquote>

        <i>You have had this one before, 12 days ago: there is none left that is new to you.</i>

        Answer with a voice note.
        Speaking longer is fine: everything is kept, the first 45 s are graded.
        [Another one → prompt:toefl-interview] [Practise → tasks]
    "#]].assert_eq(&shown(&prompt(texts("en"), &sample)));
}

#[test]
fn a_long_turn_lists_its_points() {
    let points = vec!["who the person is".to_owned(), "and explain why".to_owned()];
    let sample = PromptText { points, ..samples::prompt(Task::IeltsPartTwo) };
    expect![[r#"
        <b>IELTS Speaking part 2</b>
        <i>IELTS Speaking</i>
        ⏱ 1 min to prepare, 2 min to speak

        <blockquote>Some people like to plan; others &lt;decide&gt; on the spot. Which do you prefer &amp; why?
        You should say:
        • who the person is
        • and explain why</blockquote>

        Answer with a voice note.
        Speaking longer is fine: everything is kept, the first 2 min are graded.
        [Another one → prompt:ielts-part2] [Practise → tasks]
    "#]]
    .assert_eq(&shown(&prompt(texts("en"), &sample)));
}

#[test]
fn a_sentence_to_repeat_is_heard_and_not_read() {
    let message = prompt(texts("en"), &samples::prompt(Task::ListenRepeat));
    assert!(!message.html.contains("plan"));
    expect![[r#"
        <b>TOEFL Listen and Repeat</b>
        <i>TOEFL iBT since January 2026</i>
        ⏱ once to listen, 8–12 s to repeat

        Listen to the voice note once, then say the same sentence, word for word.

        Send the sentence back as a voice note.
        [Another one → prompt:listen-repeat] [Practise → tasks]
    "#]]
    .assert_eq(&shown(&message));
}
