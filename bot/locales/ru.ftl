# Тексты чата по-русски. Только текст, без тегов: их добавляют сами сообщения.

language-name = Русский

## Команды, как их показывает меню чата.
command-start = Начать или начать заново
command-practice = Выбрать задание и ответить
command-progress = Ваши успехи, с картинкой
command-history = Последние ответы
command-words = Частые и новые слова
command-settings = Язык, время, напоминания, отзывы
command-quota = Сколько ответов осталось сегодня
command-privacy = Что хранится и зачем
command-export = Всё о вас одним файлом
command-forget = Стереть всё о вас
command-help = Что здесь можно делать

## Части предложений.
seconds = { $count } с
minutes = { $count } мин
count-days = { $count ->
    [one] { $count } день
    [few] { $count } дня
   *[other] { $count } дней
}
count-answers = { $count ->
    [one] { $count } ответ
    [few] { $count } ответа
   *[other] { $count } ответов
}
count-words = { $count ->
    [one] { $count } слово
    [few] { $count } слова
   *[other] { $count } слов
}
days-ago = { $count ->
    [0] сегодня
    [1] вчера
    [one] { $count } день назад
    [few] { $count } дня назад
   *[other] { $count } дней назад
}
words-per-minute = { $count } сл./мин
decimal-mark = ,
and-more = … и ещё { $count }
shortened = Сокращено, чтобы уместиться в одно сообщение.
date = { $day } { $month }
month-1 = янв
month-2 = фев
month-3 = мар
month-4 = апр
month-5 = мая
month-6 = июн
month-7 = июл
month-8 = авг
month-9 = сен
month-10 = окт
month-11 = ноя
month-12 = дек
yes = да
no = нет

## Первые шаги.
welcome-title = Добро пожаловать в Speech Coach!
welcome = Запишите голосовое сообщение на английском, и я скажу, что получилось, что исправить и что делать дальше. Что могу, я измеряю, а чего не могу — так и говорю.
welcome-study = Это приглашение в исследование: { $study }. Участвовать или нет, решаете вы.
welcome-language = Для начала: на каком языке мне писать?
languages = На каком языке мне писать? Ваши ответы и замечания к вашему английскому останутся на английском.
consents-title = Что мне можно делать с вашими ответами?
consents = Нажмите кнопку, чтобы согласиться, и ещё раз, чтобы отозвать согласие. Передумать можно в любой момент. Для занятий нужно только первое.
consent-given = согласие есть
consent-not-given = согласия нет
consent-earlier = согласие с прежним текстом
consents-renewed = Текст изменился с тех пор, как вы согласились. Нажмите ↻ там, где согласны снова, и ✖ там, где нет; затем продолжим.
consent-service = Оценивать мои ответы
consent-service-meaning = Я записываю, что вы говорите, измеряю, распознаю слова и ставлю оценку. Без этого ничего не работает.
consent-audio = Хранить мои записи
consent-audio-meaning = Записи остаются и после оценки, чтобы их можно было оценить ещё раз. Иначе они удаляются.
consent-research = Использовать для исследований
consent-research-meaning = Числа и расшифровки без вашего имени могут войти в данные для исследователей; то, что вы говорите о себе, – только крупными группами.
consent-models = Улучшать тренера
consent-models-meaning = На записях и расшифровках без вашего имени могут учиться распознавание и оценка.
clock-title = Сколько у вас сейчас времени?
clock = Это нужно, чтобы считать дни подряд и напоминать вовремя.
clock-chosen = Сейчас на ваших часах должно быть { $time }.

## Исследования.
study-research = Соглашаясь, вы разрешаете использовать для исследования числа и расшифровки ваших ответов без вашего имени (текст { $version }).
study-also = Вы также соглашаетесь на:
study-taking-part = Участвовать или нет, решаете вы. Выйти можно в любой момент в разделе /privacy, а всё остальное работает и без участия.
button-study-agree = Мне есть 18 лет, я согласен (согласна)
button-study-young = Мне меньше 18 лет
button-study-no = Нет, спасибо
study-joined-title = Вы участвуете
study-joined = Спасибо! Занимайтесь как обычно. Выйти из исследования можно в любой момент в разделе /privacy.
study-questions = Помогли бы три вопроса о вас: первый язык, возраст и сколько лет вы учите английский. На каждый можно не отвечать, а исследователи видят только крупные группы.
study-declined = Хорошо: вы не участвуете, и об этом ничего не хранится. Исследования для тех, кому есть 18 лет; заниматься может каждый.
study-unknown = Я не знаю такого исследования. Возможно, ссылка обрезана: спросите того, кто её прислал. Заниматься можно и так.
study-not-yet = Это исследование ещё не началось. Откройте ссылку позже; до тех пор можно заниматься.
study-over = Это исследование больше не принимает участников. Заниматься можно и так.
study-taking = Вы уже участвуете в этом исследовании. Спасибо!
study-left = Вы вышли из этого исследования, а дважды в одно не входят. Заниматься можно и так.
study-for-others = Это исследование для других групп, поэтому вы не участвуете. Спасибо за интерес! Заниматься можно и так.
background-first = На каком языке вы впервые заговорили дома?
background-age = Сколько вам лет?
background-years = Сколько лет вы учите английский?
background-optional = Отвечайте или нет, как хотите. Исследователи видят только крупные группы.
background-for-study = Это исследование только для некоторых групп, поэтому ему нужен ваш ответ. Его увидят только как часть группы.
button-about-me = Обо мне
button-other-language = Другой
button-not-say = Не хочу отвечать

## Меню и задания.
menu-title = Чем займёмся?
menu = Или просто пришлите голосовое сообщение на английском.
button-practice = Заниматься
button-progress = Успехи
button-history = Мои ответы
button-words = Мои слова
button-settings = Настройки
button-quota = Осталось сегодня
button-privacy = Приватность
button-help = Помощь
button-menu = Меню
button-continue = Дальше
button-consents = Мои согласия
button-languages = Язык
button-export = Мои данные файлом
button-forget = Стереть всё
tasks-title = Какое задание?
tasks = Рядом указано время на подготовку и на ответ.
task-toefl-independent = TOEFL, задание 1, мнение
task-toefl-interview = TOEFL Take an Interview
task-listen-repeat = TOEFL Listen and Repeat
task-ielts-part2 = IELTS Speaking, часть 2
task-interview-architecture = Собеседование: архитектура
task-interview-backend = Собеседование: бэкенд
task-interview-frontend = Собеседование: фронтенд
task-interview-algorithms = Собеседование: алгоритмы
task-interview-behavioural = Собеседование: поведение
exam-toefl-old = TOEFL iBT, каким он был до января 2026 года
exam-toefl-new = TOEFL iBT с января 2026 года
exam-ielts = IELTS Speaking
exam-none = Не экзамен: подготовка к собеседованию
times-prepared = { $preparation } на подготовку, { $answer } на ответ
times-unprepared = без подготовки, { $answer } на ответ
times-topic = до { $answer } на ответ
times-repeat = прослушать один раз, { $from }–{ $answer } с на повтор

## Задание.
prompt-situation = { $title }, часть { $place } из { $of }
prompt-listen = Прослушайте голосовое сообщение один раз и повторите то же предложение слово в слово.
prompt-points = О чём сказать:
prompt-how = Ответьте голосовым сообщением.
prompt-how-repeat = Пришлите это предложение голосовым сообщением.
prompt-seen = Это задание у вас уже было ({ $ago }): новых больше не осталось.
prompt-late = Можно говорить и дольше: сохранится всё, оцениваются первые { $answer }.
button-another = Другое задание

## Пока ответ в работе.
stage-heard = Слышу вас. Слушаю…
stage-stored = Запись у меня. Измеряю темп и паузы…
stage-measured = Измерено. Распознаю слова…
stage-transcribed = Слова есть. Смотрю на ваш английский…
stage-scoring = Ставлю оценку…

## Отзыв.
card-score = Оценка: { $score } из { $max }
card-no-score = Без оценки
card-interval = { $label }, вероятно от { $low } до { $high }
card-label-offline = расчёт без экзаменатора
card-rests-on = Основа: { $speech } речи и { $words }.
card-strength = Получилось
card-fix = Исправить
card-next = Дальше
card-earlier = Прошлая попытка ({ $ago }):
card-earlier-score = оценка { $before } → { $after }
card-earlier-pace = { $before } → { $after } сл./мин
card-earlier-within = Разница в оценке лежит в пределах точности расчёта.
card-transcript = Что вы сказали
card-transcript-key = ‖1.2s‖ — пауза, (?) — слово, в котором я не уверен
card-no-words = Я не смог распознать ни одного слова.
card-time-up = [время вышло; дальше сохранено, но не оценено]
card-corrections = Лучше сказать так
card-leave-out = пропустите
card-measures = Измерено
card-typical = обычно { $low }–{ $high }
card-withheld = Не измерено, { $reason }: { $measures }
button-again = Ещё раз
button-next = Следующее задание
button-better = Послушать, как лучше
button-why = Почему такая оценка?
button-doubts = Я этого не говорил(а)
measure-phonation_ms = речь без пауз
measure-words_per_minute = слов в минуту
measure-articulation_rate_syl_per_s = слогов в секунду речи
measure-phonation_ratio = доля времени с речью
measure-mean_run_syl = слогов между паузами
measure-pauses_per_minute = пауз в минуту
measure-mean_pause_ms = средняя пауза
measure-mtld = разнообразие слов (MTLD)
measure-f0_median_hz = высота голоса, Гц
measure-f0_range_semitones = диапазон голоса, полутонов
measure-snr_db = речь над фоном, дБ
measure-mean_confidence = уверенность распознавания
withheld-too_little_speech = меньше 20 с речи без пауз
withheld-too_short = меньше 1 с речи
withheld-not_transcribed = слова ещё не распознаны
withheld-no_words = слов не распознано
withheld-too_few_words = слишком мало слов (нужно 50)
withheld-no_pauses = пауз не было
withheld-unvoiced = слишком мало голоса, чтобы судить о высоте
withheld-no_background = нет тишины для сравнения
withheld-not_for_this_task = слова этого задания были даны

## Почему такая оценка, как лучше, ослышки.
why-title = Почему такая оценка
why-rubric = Критерии: { $rubric }
why-withheld = Оценки нет, поэтому объяснить можно только это:
why-interval = { $name }: { $score } из { $max } (от { $low } до { $high })
better-title = Как сказать лучше
better-nothing = Исправлять нечего. Отлично!
better-how = Ваш ответ, сказанный лучше. Послушайте, а потом скажите сами.
better-read = Ваш ответ, сказанный лучше. Прочитайте вслух и попробуйте ещё раз.
doubts-title = Какого слова вы не говорили?
doubts = Сначала те слова, в которых я уверен меньше всего. Нажмите на слово, и я уберу его и оценю заново.
doubts-out = Уже убрано:
doubts-none = Убирать нечего.
button-earlier-words = ◀ Назад
button-later-words = Ещё ▶

## Ответ без оценки.
not-graded-title = Я не смог оценить этот ответ
not-graded-empty = Запись пуста. Запишите, пожалуйста, ещё раз.
not-graded-too-large = В файле { $size } МБ, а я беру не больше { $limit } МБ. Пришлите, пожалуйста, запись покороче.
not-graded-too-long = Запись длиннее, чем { $limit }. Пришлите, пожалуйста, покороче.
not-graded-not-audio = Этот файл не читается как звук. Голосовое сообщение подойдёт всегда, а также OGG, WAV, FLAC, MP3 и M4A.
not-graded-no-speech = Не слышу, чтобы кто-то говорил. Проверьте, не закрыт ли микрофон, и запишите ещё раз.
not-graded-not-english = Речь слышна, но английских слов я не узнал. Говорите ближе к микрофону и по-английски.
not-graded-no-prompt = Не знаю, на какой вопрос это ответ. Выберите задание или пришлите голосовое сообщение ответом на вопрос.
not-graded-no-consent = Вы не согласились, чтобы я записывал и оценивал ваши ответы, поэтому я не слушал. Согласиться можно здесь.
not-graded-quota = Сегодня вы использовали { $count ->
    [one] { $count } ответ
    [few] все { $count } ответа
   *[other] все { $count } ответов
}, больше до завтра нет. Хороший повод перечитать отзывы.
not-graded-unavailable = В чате этой записи уже нет. Пришлите её, пожалуйста, ещё раз.
not-graded-store = Я несколько раз пытался получить запись, но не вышло. Пришлите её, пожалуйста, чуть позже.
not-graded-measure = Не получилось измерить запись. Это наша вина, не ваша.
not-graded-transcribe = Не получилось распознать слова. Это наша вина, не ваша.
not-graded-assess = Не получилось поставить оценку. Это наша вина, не ваша.
not-graded-deliver = Ответ оценён, но составить отзыв не получилось. Это наша вина, не ваша.
not-graded-later = Попробуйте, пожалуйста, чуть позже.
not-graded-refunded = В сегодняшние ответы он не засчитан.
ready = Отзыв готов: он выше.

## Успехи, ответы, слова.
progress-title = Ваши успехи
progress-too-few = Пока рисовать нечего: измерено { $answers }, а нужно { $needed }. По одному голосовому за раз!
progress-practice = За последние 28 дней — { $answers }, всего { $minutes } мин.
progress-no-practice = За последние 28 дней занятий не было; чтобы вернуться, хватит одного голосового сообщения.
progress-streak = Вы занимаетесь { $days } подряд; самый длинный ряд — { $longest }.
progress-no-streak = Самый длинный ряд дней — { $longest }.
progress-score-none = Пока нет ответа с оценкой, которая идёт в счёт.
progress-score = Средняя оценка — { $mean } % от максимума.
progress-score-trend = Средняя оценка — { $mean } % от максимума, за неделю меняется на { $change } ± { $error } процентного пункта.
progress-pace-none = О темпе судить рано: для этого нужно не меньше { $needed } длинных ответов за 28 дней.
progress-pace-trend = Темп меняется за неделю на { $change } ± { $error } слова в минуту.
progress-unclear = Пока это может быть и случайностью.
chart-title = Ваши успехи
chart-score = Оценка, % от максимума
chart-pace = Слов в минуту
chart-trend = тренд ± стандартная ошибка
chart-calendar = Занятия за 12 недель
chart-calendar-key = минут в день
chart-words = Частые слова
chart-no-words = Слов пока нет
chart-no-values = Данных пока нет
chart-monday = пн
chart-wednesday = ср
chart-friday = пт
history-title = Последние ответы
history-none = Ответов пока нет. Выберите задание и пришлите первое голосовое сообщение!
history-no-score = без оценки
words-title = Ваши слова
words-active = Самые частые за 30 дней
words-new = Новые за последние 7 дней
words-none = Слов пока нет: они появятся из ваших ответов.

## Настройки.
settings-title = Настройки
settings-language = Язык: { $value }
settings-clock = Время: { $value }
settings-clock-unknown = не указано
settings-reminder = Напоминание в дни без занятий: { $value }
settings-reminder-off = выключено
settings-feedback = Отзыв: { $value }
settings-short = краткий
settings-long = полный
settings-notice = Сообщать, что отзыв готов: { $value }
settings-study-feedback = Пока вы участвуете в исследовании, длину отзыва решает оно: { $value }. Ваш выбор подождёт.
settings-study-reminders = Пока вы участвуете в исследовании, напоминаний нет. Ваш выбор подождёт.
reminder-hours-title = Когда напоминать?
reminder-hours = Только в те дни, когда вы ещё не занимались. Часы — по вашему времени.
button-no-reminder = Не напоминать
quota-title = Ответы на сегодня
quota-left = { $left ->
    [0] Из { $of } на сегодня ничего не осталось. В полночь по вашим часам счёт начнётся заново.
    [one] Остался { $left } ответ из { $of } на сегодня.
    [few] Осталось { $left } ответа из { $of } на сегодня.
   *[other] Осталось { $left } ответов из { $of } на сегодня.
}
quota-refund = Ответ, который я не сумел оценить, не засчитывается.
privacy-title = Приватность
privacy-kept = Хранятся числа о вашей речи под случайным именем, а рядом — расшифровки и отзывы, чтобы вы видели, как растёте.
privacy-audio = Записи удаляются после оценки, если вы не согласились их хранить.
privacy-raw = То, что присылает нам чат, удаляется через 7 дней.
privacy-name = Ваше имя и номер чата лежат отдельно от всего остального.
privacy-use = Для другого всё это используется только с вашего согласия и только пока вы его не отозвали.
privacy-rights = Можно получить всё одним файлом, а можно всё стереть.
privacy-agreed = Согласие от { $date }: { $purpose } (текст { $version })
privacy-study = Вы участвуете в исследовании: { $study }
button-leave-study = Выйти из «{ $study }»
export-ready = Всё о вас одним файлом. В нём то, что вы говорили: храните его там, где прочтёте только вы.
forget-title = Стереть всё?
forget = Исчезнут ответы, записи, расшифровки, оценки и настройки. Вернуть их будет нельзя. Возможно, сначала стоит получить данные файлом.
button-forget-yes = Да, стереть всё
button-forget-no = Нет, оставить
forgotten-title = Всё стёрто
forgotten = Стёрто: { $answers }, { $documents ->
    [one] { $documents } файл
    [few] { $documents } файла
   *[other] { $documents } файлов
} с вашими словами и отзывами.
forgotten-counts = Уничтожено фактов: { $facts }. Размер файлов: { $kilobytes } кБ. Ещё хранившихся сообщений: { $letters }. Выпусков данных, сделанных заново без вас: { $releases }.
forgotten-receipt = Квитанция { $number } с контрольным числом того, что осталось на вашем месте:
forgotten-end = Спасибо, что занимались. Захотите вернуться — скажите /start.

## Помощь и прочее.
help-title = Как это устроено
help-practise = Выберите задание командой /practice, прочитайте или прослушайте его и ответьте голосовым сообщением.
help-reply = Голосовое сообщение, посланное ответом на старый вопрос, засчитывается как ответ на него.
help-feedback = Через несколько мгновений придут оценка, одна удача, одно исправление и один следующий шаг; коснитесь цитаты, чтобы увидеть остальное.
help-wrong = Если я ослышался, нажмите «Я этого не говорил(а)», и я оценю заново.
help-estimate = Оценки — расчёт для занятий, а не результат экзамена.
not-understood = Я этого не понял. Пришлите голосовое сообщение или выберите здесь.
reminder = Сегодня вы ещё не занимались. Одно голосовое сообщение — это две минуты.
reminder-streak = Сегодня вы ещё не занимались. Одно голосовое сообщение сохранит ваш ряд: { $days }.
ask-to-start = Прежде чем слушать, мне нужно ваше согласие на запись и оценку того, что вы говорите.
offer-prompt = Голосовое сообщение пришло, но вопроса к нему нет. Выберите сначала задание, тогда я скажу, насколько хорошо вы на него ответили.
