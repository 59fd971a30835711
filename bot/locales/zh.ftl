# 聊天界面的中文文本。只有纯文本，不含标签：标签由消息自己添加。

language-name = 中文

## 聊天菜单里显示的命令。
command-start = 开始，或重新开始
command-practice = 选择题目并作答
command-progress = 查看进步（附图）
command-history = 最近的回答
command-words = 常用词和新词
command-settings = 语言、时间、提醒、反馈
command-quota = 今天还剩几次回答
command-privacy = 保存了什么，有何用途
command-export = 把您的全部数据导出为文件
command-forget = 删除您的全部数据
command-help = 这里能做什么

## 句子的组成部分。
seconds = { $count } 秒
minutes = { $count } 分钟
count-days = { $count } 天
count-answers = { $count } 次回答
count-words = { $count } 个词
days-ago = { $count ->
    [0] 今天
    [1] 昨天
   *[other] { $count } 天前
}
words-per-minute = { $count } 词/分钟
decimal-mark = .
and-more = ……还有 { $count } 个
shortened = 为放进一条消息，内容有删减。
date = { $month }{ $day }日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
yes = 是
no = 否

## 最初几步。
welcome-title = 欢迎使用 Speech Coach！
welcome = 用英语发一条语音，我会告诉您哪里说得好、哪里要改、下一步做什么。能测量的我都测量，不能测量的我会直说。
welcome-study = 这份邀请来自一项研究：{ $study }。是否参加由您决定。
welcome-language = 首先：我该用哪种语言和您交流？
languages = 我该用哪种语言和您交流？您的回答和对您英语的点评仍用英语。
consents-title = 我可以怎样使用您的回答？
consents = 按一下按钮表示同意，再按一下收回。您随时可以改变主意。练习只需要第一项。
consent-given = 已同意
consent-not-given = 未同意
consent-earlier = 同意的是旧文本
consents-renewed = 您同意之后文本有了变化。再次同意的请按 ↻，不同意的请按 ✖，然后继续。
consent-service = 为我的回答评分
consent-service-meaning = 我会录下您说的话，进行测量、识别和评分。没有这一项，什么都无法进行。
consent-audio = 保留我的录音
consent-audio-meaning = 评分之后录音仍然保留，以后可以重新评分。否则录音会被删除。
consent-research = 用于研究
consent-research-meaning = 不含姓名的数字和文字记录，可能会提供给研究人员；您关于自己的回答只以大致分组出现。
consent-models = 改进教练
consent-models-meaning = 不含姓名的录音和文字记录，可能会用来改进识别和评分。
clock-title = 您那里现在几点？
clock = 用来计算连续练习的天数，并按时提醒您。
clock-chosen = 现在您的钟应该显示 { $time }。

## 研究。
study-research = 同意即表示允许将您回答的数字和文字记录（不含姓名）用于研究（文本 { $version }）。
study-also = 您还同意：
study-taking-part = 是否参加由您决定。您可以随时在 /privacy 中退出，其他一切不受影响。
button-study-agree = 我已满 18 岁，我同意
button-study-young = 我未满 18 岁
button-study-no = 不用了，谢谢
study-joined-title = 您已参加
study-joined = 谢谢！请照常练习。您可以随时在 /privacy 中退出研究。
study-questions = 关于您的三个问题会有帮助：第一语言、年龄和学英语的年数。每个都可以不答，研究人员只看到大致的分组。
study-declined = 好的：您不参加，也不会留下任何相关记录。研究只面向 18 岁及以上的人；练习面向所有人。
study-unknown = 我不知道这项研究。链接可能不完整，请询问发给您的人。您照样可以练习。
study-not-yet = 这项研究还没有开始。请以后再用这个链接；在此之前您可以练习。
study-over = 这项研究不再接收新的参加者。您照样可以练习。
study-taking = 您已经参加了这项研究。谢谢！
study-left = 您已退出这项研究，同一项研究不能参加两次。您照样可以练习。
study-for-others = 这项研究面向其他人群，所以您不参加。感谢您的关注！您照样可以练习。
background-first = 您小时候在家最先说哪种语言？
background-age = 您多大年龄？
background-years = 您学英语多少年了？
background-optional = 答不答随您。研究人员只看到大致的分组。
background-for-study = 这项研究只面向部分人群，所以需要您的回答。别人只能看到分组。
button-about-me = 关于我
button-other-language = 其他语言
button-not-say = 不想说

## 菜单和题目。
menu-title = 想做什么？
menu = 也可以直接发一条英语语音。
button-practice = 练习
button-progress = 进步
button-history = 我的回答
button-words = 我的词汇
button-settings = 设置
button-quota = 今天剩余
button-privacy = 隐私
button-help = 帮助
button-menu = 菜单
button-continue = 继续
button-consents = 我同意的事项
button-languages = 语言
button-export = 导出我的数据
button-forget = 全部删除
tasks-title = 选哪种题目？
tasks = 旁边是准备时间和作答时间。
task-toefl-independent = 托福 Task 1 观点题
task-toefl-interview = 托福 Take an Interview
task-listen-repeat = 托福 Listen and Repeat
task-ielts-part2 = 雅思口语第二部分
task-interview-architecture = 面试：架构
task-interview-backend = 面试：后端
task-interview-frontend = 面试：前端
task-interview-algorithms = 面试：算法
task-interview-behavioural = 面试：行为问题
exam-toefl-old = 2026 年 1 月以前的托福网考
exam-toefl-new = 2026 年 1 月起的托福网考
exam-ielts = 雅思口语
exam-none = 不是考试：求职面试练习
times-prepared = 准备 { $preparation }，作答 { $answer }
times-unprepared = 无准备时间，作答 { $answer }
times-topic = 作答最多 { $answer }
times-repeat = 听一遍，用 { $from }–{ $answer } 秒复述

## 题目。
prompt-situation = { $title }，第 { $place } 部分，共 { $of } 部分
prompt-listen = 语音只听一遍，然后一字不差地说出同一句话。
prompt-points = 您应该谈到：
prompt-how = 请用语音回答。
prompt-how-repeat = 请用语音把这句话说回来。
prompt-seen = 这道题您{ $ago }做过：没有您没见过的题了。
prompt-late = 说得更长也没关系：全部保留，只对前 { $answer } 评分。
button-another = 换一题

## 处理回答的过程中。
stage-heard = 收到，正在听……
stage-stored = 录音已保存，正在测量语速和停顿……
stage-measured = 测量完毕，正在识别您的话……
stage-transcribed = 识别完毕，正在看您的英语……
stage-scoring = 正在评分……

## 反馈。
card-score = 得分：{ $score } / { $max }
card-no-score = 没有得分
card-interval = { $label }，大概在 { $low } 到 { $high } 之间
card-label-offline = 离线估计
card-rests-on = 依据：{ $speech }的语音和 { $words }。
card-strength = 做得好
card-fix = 要改进
card-next = 下一步
card-earlier = 上一次（{ $ago }）：
card-earlier-score = 得分 { $before } → { $after }
card-earlier-pace = { $before } → { $after } 词/分钟
card-earlier-within = 得分的差别在估计误差之内。
card-transcript = 您说的话
card-transcript-key = ‖1.2s‖ 表示停顿，(?) 表示不确定是否听对的词
card-no-words = 没有识别出任何词。
card-time-up = [时间到；后面的内容保留但不评分]
card-corrections = 可以这样说
card-leave-out = 去掉
card-measures = 测量结果
card-typical = 常见 { $low }–{ $high }
card-withheld = 未测量，{ $reason }：{ $measures }
button-again = 再试一次
button-next = 下一题
button-better = 听听更好的说法
button-why = 为什么是这个分数？
button-doubts = 我没这么说
measure-phonation_ms = 不含停顿的语音
measure-words_per_minute = 每分钟词数
measure-articulation_rate_syl_per_s = 每秒音节数
measure-phonation_ratio = 说话时间比例
measure-mean_run_syl = 两次停顿间的音节
measure-pauses_per_minute = 每分钟停顿
measure-mean_pause_ms = 平均停顿
measure-mtld = 词汇多样性 (MTLD)
measure-f0_median_hz = 音高（Hz）
measure-f0_range_semitones = 音高范围（半音）
measure-snr_db = 语音高出背景（dB）
measure-mean_confidence = 识别的把握
withheld-too_little_speech = 除去停顿，语音不足 20 秒
withheld-too_short = 语音不足 1 秒
withheld-not_transcribed = 尚未识别出文字
withheld-no_words = 没有识别出词
withheld-too_few_words = 词数太少（需要 50 个）
withheld-no_pauses = 没有停顿
withheld-unvoiced = 浊音太少，无法判断音高
withheld-no_background = 没有可比较的静音
withheld-not_for_this_task = 这类题目的词是给定的

## 评分理由、更好的说法、听错的词。
why-title = 为什么是这个分数
why-rubric = 评分标准：{ $rubric }
why-withheld = 没有得分，能说明的只有这一点：
why-interval = { $name }：{ $score } / { $max }（{ $low } 到 { $high } 之间）
better-title = 更好的说法
better-nothing = 没有发现需要改的地方。很棒！
better-how = 您的回答，说得更好的版本。先听，再自己说一遍。
better-read = 您的回答，说得更好的版本。朗读一遍，再试一次。
doubts-title = 哪个词您没有说？
doubts = 最没把握的词排在前面。按一下，我就去掉它并重新评分。
doubts-out = 已经去掉：
doubts-none = 没有可以去掉的词。
button-earlier-words = ◀ 前面
button-later-words = 更多 ▶

## 没有得分的回答。
not-graded-title = 这次回答无法评分
not-graded-empty = 录音是空的，请重新录一次。
not-graded-too-large = 文件有 { $size } MB，最多能收 { $limit } MB。请发一段短一些的录音。
not-graded-too-long = 录音超过了 { $limit }。请发一段短一些的。
not-graded-not-audio = 这个文件无法当作声音读取。语音消息总是可以的，OGG、WAV、FLAC、MP3 和 M4A 也行。
not-graded-no-speech = 没有听到有人说话。请检查麦克风是否被挡住，再录一次。
not-graded-not-english = 听到了说话声，但没有识别出英语单词。请靠近麦克风，用英语回答。
not-graded-no-prompt = 不知道这是在回答哪道题。请选择题目，或者以回复题目的方式发语音。
not-graded-no-consent = 您还没有同意录音和评分，所以我没有听。可以在这里同意。
not-graded-quota = 今天的 { $count } 次回答已经用完，明天继续。晚上可以重读一下反馈。
not-graded-unavailable = 聊天里已经没有这段录音了，请再发一次。
not-graded-store = 试了几次都没能取到您的录音，请过一会儿再发一次。
not-graded-measure = 测量录音时出了问题。这是我们的错，不是您的。
not-graded-transcribe = 识别文字时出了问题。这是我们的错，不是您的。
not-graded-assess = 评分时出了问题。这是我们的错，不是您的。
not-graded-deliver = 已经评了分，但整理反馈时出了问题。这是我们的错，不是您的。
not-graded-later = 请过一会儿再试。
not-graded-refunded = 这次不计入今天的回答次数。
ready = 反馈好了：请看上面。

## 进步、历史、词汇。
progress-title = 您的进步
progress-too-few = 现在还画不出图：已测量 { $answers }，需要 { $needed } 次。一条语音一条语音地来！
progress-practice = 最近 28 天您有 { $answers }，共 { $minutes } 分钟。
progress-no-practice = 最近 28 天没有练习；发一条语音就能重新开始。
progress-streak = 您已连续练习 { $days }；最长连续 { $longest }。
progress-no-streak = 您最长连续练习过 { $longest }。
progress-score-none = 还没有计入的得分。
progress-score = 平均得分是满分的 { $mean }%。
progress-score-trend = 平均得分是满分的 { $mean }%，每周变化 { $change } ± { $error } 个百分点。
progress-pace-none = 语速还看不出趋势：28 天内需要 { $needed } 次较长的回答。
progress-pace-trend = 语速每周变化 { $change } ± { $error } 词/分钟。
progress-unclear = 目前还可能只是偶然。
chart-title = 您的进步
chart-score = 得分（满分的百分比）
chart-pace = 每分钟词数
chart-trend = 趋势 ± 标准误差
chart-calendar = 最近 12 周的练习
chart-calendar-key = 每天分钟数
chart-words = 最常用的词
chart-no-words = 还没有词
chart-no-values = 还没有数据
chart-monday = 周一
chart-wednesday = 周三
chart-friday = 周五
history-title = 最近的回答
history-none = 还没有回答。选一道题，发出第一条语音吧！
history-no-score = 没有得分
words-title = 您的词汇
words-active = 30 天内最常用
words-new = 最近 7 天的新词
words-none = 还没有词：它们来自您的回答。

## 设置。
settings-title = 设置
settings-language = 语言：{ $value }
settings-clock = 时间：{ $value }
settings-clock-unknown = 未设置
settings-reminder = 没练习的日子提醒我：{ $value }
settings-reminder-off = 关闭
settings-feedback = 反馈：{ $value }
settings-short = 简短
settings-long = 完整
settings-notice = 反馈好了通知我：{ $value }
settings-study-feedback = 您参加研究期间，反馈的长短由研究决定：{ $value }。您自己的选择会保留。
settings-study-reminders = 您参加研究期间不发提醒。您自己的选择会保留。
reminder-hours-title = 什么时候提醒您？
reminder-hours = 只在当天还没有练习时提醒。时间以您的钟为准。
button-no-reminder = 不提醒
quota-title = 今天的回答
quota-left = { $left ->
    [0] 今天的 { $of } 次已经用完。到您的钟的午夜重新开始。
   *[other] 今天共 { $of } 次，还剩 { $left } 次。
}
quota-refund = 我没能评分的回答不计入次数。
privacy-title = 隐私
privacy-kept = 保存的内容：以随机代号记录的语音数字，以及旁边的文字记录和反馈，好让您看到自己的进步。
privacy-audio = 录音在评分后删除，除非您同意保留。
privacy-raw = 聊天平台发来的原始内容在 7 天后删除。
privacy-name = 您的姓名和聊天编号与其他内容分开存放。
privacy-use = 只有您同意了才会用于其他目的，收回同意后即停止。
privacy-rights = 您可以把一切导出为文件，也可以全部删除。
privacy-agreed = { $date } 同意：{ $purpose }（文本 { $version }）
privacy-study = 您正在参加一项研究：{ $study }
button-leave-study = 退出“{ $study }”
export-ready = 您的全部数据都在这个文件里。里面有您说过的话，请存放在只有您能看到的地方。
forget-title = 全部删除？
forget = 您的回答、录音、文字记录、得分和设置都会消失，无法恢复。也许您想先把数据导出为文件。
button-forget-yes = 是的，全部删除
button-forget-no = 不，保留
forgotten-title = 已全部删除
forgotten = 已删除：{ $answers }，以及 { $documents } 个记录您的话和评语的文件。
forgotten-counts = 销毁的记录：{ $facts }。文件大小：{ $kilobytes } kB。仍保留的消息：{ $letters }。去掉您之后重新发布的数据集：{ $releases }。
forgotten-receipt = 回执 { $number }，附您原位置所留内容的校验码：
forgotten-end = 感谢您的练习。如果想回来，发 /start 就行。

## 帮助及其他。
help-title = 使用方法
help-practise = 用 /practice 选择题目，读题或听题，然后用语音回答。
help-reply = 以回复方式发给旧题目的语音，算作那道题的回答。
help-feedback = 片刻之后您会收到得分、一个优点、一个要改的地方和下一步；点开引用可以看到其余内容。
help-wrong = 如果我听错了，请按“我没这么说”，我会重新评分。
help-estimate = 得分是练习用的估计，不是考试成绩。
not-understood = 我没有看懂。请发一条语音，或在这里选择。
reminder = 今天还没有练习。一条语音只要两分钟。
reminder-streak = 今天还没有练习。发一条语音，{ $days }的连续记录就不会中断。
ask-to-start = 在我听之前，需要您同意我录下您说的话并评分。
offer-prompt = 收到一条语音，但不知道它回答的是哪道题。请先选择题目，我才能说您答得怎么样。
