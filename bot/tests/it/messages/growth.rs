//! Progress, history, words, settings, data, and what the owner reads.

use bot::messages::{
    Decided, OutstandingLine, Receipt, export_ready, forget_question, forgotten, history, notice, ordered, outstanding,
    privacy, progress, quota, reminder, reminder_hours, settings, words,
};
use dataflow::events::{Order, Step};
use expect_test::expect;

use crate::support::reader::visible;
use crate::support::samples::{self, ANSWER};
use crate::support::{all, shown, texts};

#[test]
fn progress_is_three_sentences() {
    expect![[r#"
        <b>Your progress</b>
        In the last 28 days you gave 12 answers, 31 min in all. You have practised 3 days in a row; your longest run is 11 days.
        Your mean score is 62 % of the maximum and moves by +9.7 ± 1.2 percent points a week.
        Your pace moves by +6.3 ± 5.6 words a minute each week. This may still be chance.
        [My answers → history] [My words → words] [Practise → tasks]
    "#]]
    .assert_eq(&shown(&progress(texts("en"), &samples::progress())));
}

#[test]
fn progress_claims_nothing_from_too_little() {
    let mut input = samples::progress();
    (input.trends, input.month) = (Vec::new(), None);
    input.today += 9;
    expect![[r#"
        <b>Your progress</b>
        You have not practised in the last 28 days; one voice note is enough to begin again. Your longest run is 11 days.
        No answer has a score that counts yet.
        Your pace has no trend yet: that takes 5 longer answers within 28 days.
        [My answers → history] [My words → words] [Practise → tasks]
    "#]].assert_eq(&shown(&progress(texts("en"), &input)));
    input.latest.truncate(1);
    expect![[r#"
        <b>Your progress</b>
        There is not enough to draw yet: 1 answer measured, 3 are needed. One voice note at a time!
        [Practise → tasks]
    "#]]
    .assert_eq(&shown(&progress(texts("en"), &input)));
}

#[test]
fn history_has_a_line_for_each_answer() {
    expect![[r#"
        <b>Your latest answers</b>
        <b>Nov 22</b> · TOEFL Task 1, opinion · 75 % · 112 words/min
        <b>Nov 21</b> · IELTS Speaking part 2 · 61 % · 98 words/min
        <b>Oct 23</b> · TOEFL Listen and Repeat · no score
        [Nov 22 · Why this score? → why:00abcdef01234567]
        [Nov 21 · Why this score? → why:00abcdef01234567]
        [Progress → progress] [Menu → menu]
    "#]]
    .assert_eq(&shown(&history(texts("en"), &samples::history())));
}

#[test]
fn words_are_the_used_and_the_new() {
    let active: Vec<(String, u32)> = (0..45).map(|index| (format!("word{index}"), 90 - index)).collect();
    expect![[r#"
        <b>Your words</b>

        <b>Used most in 30 days</b>
        word0 90, word1 89, word2 88, word3 87, word4 86, word5 85, word6 84, word7 83, word8 82, word9 81, word10 80, word11 79, word12 78, word13 77, word14 76, word15 75, word16 74, word17 73, word18 72, word19 71, word20 70, word21 69, word22 68, word23 67, word24 66, word25 65, word26 64, word27 63, word28 62, word29 61, word30 60, word31 59, word32 58, word33 57, word34 56, word35 55, word36 54, word37 53, word38 52, word39 51 … and 5 more

        <b>New in the last 7 days</b>
        serendipity
        [Progress → progress] [Menu → menu]
    "#]].assert_eq(&shown(&words(texts("en"), &active, &["serendipity".to_owned()])));
}

#[test]
fn settings_show_each_choice_and_turn_it() {
    expect![[r#"
        <b>Settings</b>
        · Language: English
        · Time: UTC+5:30
        · Reminder on days without practice: 19:00
        · Feedback: full
        · Tell me when feedback is ready: yes
        [Language: English → languages]
        [Time: UTC+5:30 → clock]
        [Reminder on days without practice: 19:00 → hours]
        [Feedback: full → short:1]
        [Tell me when feedback is ready: yes → notice:0]
        [About me → about:first]
        [What I agreed to → consents] [Privacy → privacy]
        [Menu → menu]
    "#]]
    .assert_eq(&shown(&settings(texts("en"), &all::choices(texts("en")), &Decided::default())));
    expect![[r#"
        <b>When shall I remind you?</b>
        Only on days on which you have not practised. Hours are those of your clock.
        [0:00 → hour:0] [1:00 → hour:1] [2:00 → hour:2] [3:00 → hour:3] [4:00 → hour:4] [5:00 → hour:5]
        [6:00 → hour:6] [7:00 → hour:7] [8:00 → hour:8] [9:00 → hour:9] [10:00 → hour:10] [11:00 → hour:11]
        [12:00 → hour:12] [13:00 → hour:13] [14:00 → hour:14] [15:00 → hour:15] [16:00 → hour:16] [17:00 → hour:17]
        [18:00 → hour:18] [19:00 → hour:19] [20:00 → hour:20] [21:00 → hour:21] [22:00 → hour:22] [23:00 → hour:23]
        [No reminder → hour:none] [Settings → settings]
    "#]]
    .assert_eq(&shown(&reminder_hours(texts("en"))));
}

#[test]
fn a_quota_says_what_is_left() {
    let said = [0, 19, 20, 25].map(|used| visible(&quota(texts("en"), used, 20)).lines().nth(1).unwrap().to_owned());
    expect![[r#"
        20 left of 20 today.
        One left of 20 today.
        None left of 20 today. It starts anew at midnight of your clock.
        None left of 20 today. It starts anew at midnight of your clock."#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn data_can_be_taken_along_and_erased() {
    expect![[r#"
        <b>Privacy</b>
        · Kept: numbers about your speech under a random name, and beside them your transcripts and feedback, so that you can see how you grow.
        · Recordings are deleted after grading, unless you agreed to keep them.
        · What the chat sends us is deleted after 7 days.
        · Your name and your chat’s number lie apart from everything else.
        · Used for anything else only if you agreed to it, and only until you take it back.
        · You can have everything as a file, or have everything erased.
        [What I agreed to → consents] [My data as a file → export]
        [Erase everything → forget?] [Menu → menu]
    "#]].assert_eq(&shown(&privacy(texts("en"), &[], &[])));
    expect![[r#"
        <b>Erase everything?</b>
        Your answers, recordings, transcripts, scores and settings will be gone. This cannot be undone. You may want your data as a file first.
        [My data as a file → export]
        [No, keep it → menu]
        [Yes, erase everything → forget]
    "#]].assert_eq(&shown(&forget_question(texts("en"))));
    let receipt = Receipt {
        answers: 1,
        documents: 4,
        bytes: 1_234_567,
        facts: 312,
        letters: 9,
        releases: 2,
        number: 3,
        digest: "0123456789abcdef".repeat(4),
    };
    expect![[r#"
        <b>Everything is erased</b>
        Erased: 1 answer, 4 files with what you said and what was said of it.
        Facts destroyed: 312. Size of the files: 1235 kB. Messages still kept: 9. Releases made anew without you: 2.
        Receipt 3, with a check number of what is left in your place:
        0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef

        Thank you for practising. If you ever come back, just say /start.
    "#]]
    .assert_eq(&shown(&forgotten(texts("en"), &receipt)));
    expect![[r#"
        Everything about you, as a file. It holds what you said, so keep it where only you can read it.
    "#]]
    .assert_eq(&shown(&export_ready(texts("en"), "me.json", Vec::new())));
}

#[test]
fn what_comes_unasked_is_short() {
    expect![[r#"
        No practice yet today. One voice note keeps your run of 5 days alive.
        [Practise → tasks] [When shall I remind you? → hours]
    "#]]
    .assert_eq(&shown(&reminder(texts("en"), 5)));
    expect![[r#"
        Tonight &lt;we&gt; rest.
    "#]]
    .assert_eq(&shown(&notice("Tonight <we> rest.")));
}

#[test]
fn the_owner_sees_what_waits_and_what_was_done() {
    let line = OutstandingLine { answer: ANSWER, step: Step::Transcribe, reason: "backing off: <timeout>".to_owned() };
    expect![[r#"
        <b>Outstanding: 1</b>
        00abcdef01234567 transcribe: backing off: &lt;timeout&gt;
        [Replay 00abcd… → replay:00abcdef01234567] [Cancel 00abcd… → cancel:00abcdef01234567]
        [Pause → pause] [Resume → resume] [Refresh → outstanding]
    "#]]
    .assert_eq(&shown(&outstanding(&[line])));
    expect![[r#"
        <b>Quota: 30 answers a day</b>: done
        [Outstanding → outstanding]
    "#]]
    .assert_eq(&shown(&ordered(Order::Quota(30), "done")));
}
