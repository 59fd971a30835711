# The texts of the chat in English. Plain text only: no tags, which the messages add themselves.
# Adding a language: copy this file, translate it, and name it in src/texts/mod.rs.

language-name = English

## The commands, as the chat's menu shows them.
command-start = Begin, or begin anew
command-practice = Choose a task and answer it
command-progress = How you are doing, with a picture
command-history = Your latest answers
command-words = The words you use most, and new ones
command-settings = Language, time, reminders, feedback
command-quota = How many answers are left today
command-privacy = What is kept, and what for
command-export = Everything about you, as a file
command-forget = Erase everything about you
command-help = What you can do here

## Parts of sentences.
seconds = { $count } s
minutes = { $count } min
count-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
count-answers = { $count ->
    [one] { $count } answer
   *[other] { $count } answers
}
count-words = { $count ->
    [one] { $count } word
   *[other] { $count } words
}
days-ago = { $count ->
    [0] today
    [one] yesterday
   *[other] { $count } days ago
}
words-per-minute = { $count } words/min
decimal-mark = .
and-more = … and { $count } more
shortened = Shortened to fit into one message.
date = { $month } { $day }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
yes = yes
no = no

## The first steps.
welcome-title = Welcome to Speech Coach!
welcome = Speak English into a voice note, and I will tell you what went well, what to fix and what to do next. I measure what I can and say so when I cannot.
welcome-study = This invitation belongs to a study: { $study }. Taking part is up to you.
welcome-language = First: in which language shall I write to you?
languages = In which language shall I write to you? Your answers and the feedback on your English stay in English.
consents-title = What may I do with your answers?
consents = Press a button to agree, and again to take it back. You can change your mind at any time. Only the first is needed to practise.
consent-given = agreed
consent-not-given = not agreed
consent-earlier = agreed to an earlier text
consents-renewed = The text has changed since you agreed. Press ↻ for what you agree to again, ✖ for what you do not; then we go on.
consent-service = Grade my answers
consent-service-meaning = I record what you say, measure it, recognise the words and score them. Nothing works without this.
consent-audio = Keep my recordings
consent-audio-meaning = Your recordings stay after they were graded, so that you can have them scored again. Otherwise they are deleted.
consent-research = Use for research
consent-research-meaning = Numbers and transcripts, without your name, may be part of what researchers get; what you say about yourself only as coarse groups.
consent-models = Make the coach better
consent-models-meaning = Recordings and transcripts, without your name, may be used to teach the recogniser and the rater.
clock-title = What time is it where you are?
clock = I use it for your days in a row and for reminders.
clock-chosen = Now your clock should show { $time }.

## Studies.
study-research = By agreeing you let numbers and transcripts of your answers, without your name, be used for research (text { $version }).
study-also = You also agree to:
study-taking-part = Taking part is up to you. You can leave at any time under /privacy, and everything else works without it.
button-study-agree = I am 18 or older and I agree
button-study-young = I am under 18
button-study-no = No, thank you
study-joined-title = You take part
study-joined = Thank you! Practise as always. You can leave the study at any time under /privacy.
study-questions = Three questions about you would help: first language, age and years of English. Each is optional, and researchers see coarse groups only.
study-declined = All right: you do not take part, and nothing about it is kept. Studies are for people of 18 or older; practice is for everybody.
study-unknown = I do not know this study. Perhaps the link was cut: please ask whoever sent it. You can practise all the same.
study-not-yet = This study has not begun. Please use the link again later; you can practise until then.
study-over = This study takes nobody new any more. You can practise all the same.
study-taking = You take part in this study already. Thank you!
study-left = You left this study, and nobody joins a study twice. You can practise all the same.
study-for-others = This study is for other groups, so you do not take part. Thank you for asking! You can practise all the same.
background-first = Which language did you speak first at home?
background-age = How old are you?
background-years = For how many years have you learnt English?
background-optional = Answer or not, as you like. Researchers see coarse groups only.
background-for-study = This study is for some groups only, so it needs your answer. Nobody sees it but as part of a group.
button-about-me = About me
button-other-language = Another one
button-not-say = I would rather not say

## The menu and the tasks.
menu-title = What would you like to do?
menu = Or just send a voice note in English.
button-practice = Practise
button-progress = Progress
button-history = My answers
button-words = My words
button-settings = Settings
button-quota = Left today
button-privacy = Privacy
button-help = Help
button-menu = Menu
button-continue = Continue
button-consents = What I agreed to
button-languages = Language
button-export = My data as a file
button-forget = Erase everything
tasks-title = Which task?
tasks = Preparation and answer time stand beside each.
task-toefl-independent = TOEFL Task 1, opinion
task-toefl-interview = TOEFL Take an Interview
task-listen-repeat = TOEFL Listen and Repeat
task-ielts-part2 = IELTS Speaking part 2
task-interview-architecture = Job interview: architecture
task-interview-backend = Job interview: backend
task-interview-frontend = Job interview: frontend
task-interview-algorithms = Job interview: algorithms
task-interview-behavioural = Job interview: behavioural
exam-toefl-old = TOEFL iBT as it was until January 2026
exam-toefl-new = TOEFL iBT since January 2026
exam-ielts = IELTS Speaking
exam-none = No exam: practice for job interviews
times-prepared = { $preparation } to prepare, { $answer } to speak
times-unprepared = no preparation, { $answer } to speak
times-topic = up to { $answer } to speak
times-repeat = once to listen, { $from }–{ $answer } s to repeat

## A prompt.
prompt-situation = { $title }, part { $place } of { $of }
prompt-listen = Listen to the voice note once, then say the same sentence, word for word.
prompt-points = You should say:
prompt-how = Answer with a voice note.
prompt-how-repeat = Send the sentence back as a voice note.
prompt-seen = You have had this one before, { $ago }: there is none left that is new to you.
prompt-late = Speaking longer is fine: everything is kept, the first { $answer } are graded.
button-another = Another one

## While an answer is worked on.
stage-heard = Heard you. Listening…
stage-stored = Got your recording. Measuring pace and pauses…
stage-measured = Measured. Recognising your words…
stage-transcribed = I have your words. Looking at your English…
stage-scoring = Scoring…

## The card.
card-score = Score { $score } of { $max }
card-no-score = No score
card-interval = { $label }, probably between { $low } and { $high }
card-label-offline = offline estimate
card-rests-on = Rests on { $speech } of speech and { $words }.
card-strength = Went well
card-fix = To fix
card-next = Next
card-earlier = Your try before ({ $ago }):
card-earlier-score = score { $before } → { $after }
card-earlier-pace = { $before } → { $after } words/min
card-earlier-within = The difference in score lies within what the estimate cannot tell apart.
card-transcript = What you said
card-transcript-key = ‖1.2s‖ is a pause, (?) a word that I am not sure I heard right
card-no-words = I could not recognise any words.
card-time-up = [time is up; what follows is kept and not graded]
card-corrections = Say it like this
card-leave-out = leave it out
card-measures = Measured
card-typical = typical { $low }–{ $high }
card-withheld = Not measured, { $reason }: { $measures }
button-again = Try again
button-next = Next task
button-better = Hear a better version
button-why = Why this score?
button-doubts = I didn’t say that
measure-phonation_ms = speech without pauses
measure-words_per_minute = words per minute
measure-articulation_rate_syl_per_s = syllables per second of speech
measure-phonation_ratio = share of time speaking
measure-mean_run_syl = syllables between pauses
measure-pauses_per_minute = pauses per minute
measure-mean_pause_ms = mean pause
measure-mtld = variety of words (MTLD)
measure-f0_median_hz = pitch, Hz
measure-f0_range_semitones = pitch range, semitones
measure-snr_db = speech over background, dB
measure-mean_confidence = how sure the recogniser is
withheld-too_little_speech = less than 20 s of speech without the pauses
withheld-too_short = less than 1 s of speech
withheld-not_transcribed = the words are not recognised yet
withheld-no_words = no words were recognised
withheld-too_few_words = too few words (50 are needed)
withheld-no_pauses = there was no pause
withheld-unvoiced = too little voice to tell the pitch
withheld-no_background = no silence to compare with
withheld-not_for_this_task = the words of this task were given

## Why a score, a better version, words heard wrongly.
why-title = Why this score
why-rubric = Rubric: { $rubric }
why-withheld = There is no score, so there is nothing to explain but this:
why-interval = { $name }: { $score } of { $max } (between { $low } and { $high })
better-title = A better version
better-nothing = I found nothing to say otherwise. Well done!
better-how = Your answer, said better. Listen, then say it again yourself.
better-read = Your answer, said better. Read it aloud once, then try again.
doubts-title = Which word did you not say?
doubts = The words I am least sure of come first. Press one and I take it out and score anew.
doubts-out = Taken out so far:
doubts-none = There is no word to take out.
button-earlier-words = ◀ Before
button-later-words = More ▶

## An answer without a score.
not-graded-title = I could not grade this answer
not-graded-empty = The recording is empty. Please record it again.
not-graded-too-large = The file has { $size } MB; I can take { $limit } MB. Please send a shorter recording.
not-graded-too-long = The recording is longer than { $limit }. Please send a shorter one.
not-graded-not-audio = I cannot read this file as sound. A voice note always works; so do OGG, WAV, FLAC, MP3 and M4A.
not-graded-no-speech = I hear nobody speaking. Check that the microphone is not covered, and record it again.
not-graded-not-english = I hear speech, but no English words that I recognise. Come closer to the microphone and answer in English.
not-graded-no-prompt = I do not know which question this answers. Choose a task, or send your voice note as a reply to the question.
not-graded-no-consent = You have not agreed that I record and grade your answers, so I did not listen. You can agree here.
not-graded-quota = You have used { $count ->
    [one] the one answer
   *[other] all { $count } answers
} of today. More come tomorrow; until then, reading your feedback again is worth it.
not-graded-unavailable = The chat no longer has this recording. Please send it again.
not-graded-store = I could not fetch your recording, though I tried several times. Please send it again in a while.
not-graded-measure = Measuring your recording did not work. That is our fault, not yours.
not-graded-transcribe = Recognising your words did not work. That is our fault, not yours.
not-graded-assess = Scoring did not work. That is our fault, not yours.
not-graded-deliver = Your answer is graded, but putting the feedback together did not work. That is our fault, not yours.
not-graded-later = Please try again in a while.
not-graded-refunded = It does not count towards your answers of today.
ready = Your feedback is ready: see above.

## Progress, history, words.
progress-title = Your progress
progress-too-few = There is not enough to draw yet: { $answers } measured, { $needed } are needed. One voice note at a time!
progress-practice = In the last 28 days you gave { $answers }, { $minutes } min in all.
progress-no-practice = You have not practised in the last 28 days; one voice note is enough to begin again.
progress-streak = You have practised { $days } in a row; your longest run is { $longest }.
progress-no-streak = Your longest run is { $longest }.
progress-score-none = No answer has a score that counts yet.
progress-score = Your mean score is { $mean } % of the maximum.
progress-score-trend = Your mean score is { $mean } % of the maximum and moves by { $change } ± { $error } percent points a week.
progress-pace-none = Your pace has no trend yet: that takes { $needed } longer answers within 28 days.
progress-pace-trend = Your pace moves by { $change } ± { $error } words a minute each week.
progress-unclear = This may still be chance.
chart-title = Your progress
chart-score = Score, % of maximum
chart-pace = Words per minute
chart-trend = trend ± standard error
chart-calendar = Practice, last 12 weeks
chart-calendar-key = minutes a day
chart-words = Words you use most
chart-no-words = No words yet
chart-no-values = No values yet
chart-monday = Mon
chart-wednesday = Wed
chart-friday = Fri
history-title = Your latest answers
history-none = No answers yet. Choose a task and send your first voice note!
history-no-score = no score
words-title = Your words
words-active = Used most in 30 days
words-new = New in the last 7 days
words-none = No words yet: they come from your answers.

## Settings.
settings-title = Settings
settings-language = Language: { $value }
settings-clock = Time: { $value }
settings-clock-unknown = not set
settings-reminder = Reminder on days without practice: { $value }
settings-reminder-off = off
settings-feedback = Feedback: { $value }
settings-short = short
settings-long = full
settings-notice = Tell me when feedback is ready: { $value }
settings-study-feedback = While you take part in a study, it decides the length of feedback: { $value }. Your own choice waits.
settings-study-reminders = While you take part in a study, it sends no reminders. Your own choice waits.
reminder-hours-title = When shall I remind you?
reminder-hours = Only on days on which you have not practised. Hours are those of your clock.
button-no-reminder = No reminder
quota-title = Answers today
quota-left = { $left ->
    [0] None left of { $of } today. It starts anew at midnight of your clock.
    [one] One left of { $of } today.
   *[other] { $left } left of { $of } today.
}
quota-refund = An answer that I fail to grade does not count.
privacy-title = Privacy
privacy-kept = Kept: numbers about your speech under a random name, and beside them your transcripts and feedback, so that you can see how you grow.
privacy-audio = Recordings are deleted after grading, unless you agreed to keep them.
privacy-raw = What the chat sends us is deleted after 7 days.
privacy-name = Your name and your chat’s number lie apart from everything else.
privacy-use = Used for anything else only if you agreed to it, and only until you take it back.
privacy-rights = You can have everything as a file, or have everything erased.
privacy-agreed = Agreed on { $date }: { $purpose } (text { $version })
privacy-study = You take part in a study: { $study }
button-leave-study = Leave “{ $study }”
export-ready = Everything about you, as a file. It holds what you said, so keep it where only you can read it.
forget-title = Erase everything?
forget = Your answers, recordings, transcripts, scores and settings will be gone. This cannot be undone. You may want your data as a file first.
button-forget-yes = Yes, erase everything
button-forget-no = No, keep it
forgotten-title = Everything is erased
forgotten = Erased: { $answers }, { $documents ->
    [one] { $documents } file
   *[other] { $documents } files
} with what you said and what was said of it.
forgotten-counts = Facts destroyed: { $facts }. Size of the files: { $kilobytes } kB. Messages still kept: { $letters }. Releases made anew without you: { $releases }.
forgotten-receipt = Receipt { $number }, with a check number of what is left in your place:
forgotten-end = Thank you for practising. If you ever come back, just say /start.

## Help and everything else.
help-title = How it works
help-practise = Choose a task with /practice, read or hear it, and answer with a voice note.
help-reply = A voice note sent as a reply to an older question counts for that question.
help-feedback = Within moments you get a score, one strength, one thing to fix and one next step; touch the quote to unfold the rest.
help-wrong = If I misheard you, press “I didn’t say that”, and I score anew.
help-estimate = Scores are estimates for practice, not exam results.
not-understood = I did not understand that. Send a voice note, or choose here.
reminder = No practice yet today. One voice note takes two minutes.
reminder-streak = No practice yet today. One voice note keeps your run of { $days } alive.
ask-to-start = Before I can listen, I need your agreement that I record and grade what you say.
offer-prompt = I heard a voice note but know no question for it. Choose a task first; then I can say how well you answered it.
