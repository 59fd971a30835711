# Los textos del chat en español. Solo texto, sin etiquetas: las añaden los mensajes.

language-name = Español

## Las órdenes, como las muestra el menú del chat.
command-start = Empezar, o empezar de nuevo
command-practice = Elegir una tarea y responder
command-progress = Cómo vas, con una imagen
command-history = Tus últimas respuestas
command-words = Las palabras que más usas y las nuevas
command-settings = Idioma, hora, recordatorios, comentarios
command-quota = Cuántas respuestas te quedan hoy
command-privacy = Qué se guarda y para qué
command-export = Todo sobre ti, en un archivo
command-forget = Borrar todo sobre ti
command-help = Qué puedes hacer aquí

## Partes de frases.
seconds = { $count } s
minutes = { $count } min
count-days = { $count ->
    [one] { $count } día
   *[other] { $count } días
}
count-answers = { $count ->
    [one] { $count } respuesta
   *[other] { $count } respuestas
}
count-words = { $count ->
    [one] { $count } palabra
   *[other] { $count } palabras
}
days-ago = { $count ->
    [0] hoy
    [one] ayer
   *[other] hace { $count } días
}
words-per-minute = { $count } pal./min
decimal-mark = ,
and-more = … y { $count } más
shortened = Abreviado para que quepa en un mensaje.
date = { $day } { $month }
month-1 = ene
month-2 = feb
month-3 = mar
month-4 = abr
month-5 = may
month-6 = jun
month-7 = jul
month-8 = ago
month-9 = sep
month-10 = oct
month-11 = nov
month-12 = dic
yes = sí
no = no

## Los primeros pasos.
welcome-title = ¡Te damos la bienvenida a Speech Coach!
welcome = Habla en inglés en una nota de voz y te diré qué salió bien, qué corregir y qué hacer después. Mido lo que puedo, y lo que no puedo, lo digo.
welcome-study = Esta invitación pertenece a un estudio: { $study }. Participar o no es decisión tuya.
welcome-language = Primero: ¿en qué idioma te escribo?
languages = ¿En qué idioma te escribo? Tus respuestas y los comentarios sobre tu inglés siguen en inglés.
consents-title = ¿Qué puedo hacer con tus respuestas?
consents = Pulsa un botón para aceptar y otra vez para retirarlo. Puedes cambiar de idea cuando quieras. Para practicar solo hace falta lo primero.
consent-given = aceptado
consent-not-given = no aceptado
consent-earlier = aceptaste un texto anterior
consents-renewed = El texto ha cambiado desde que aceptaste. Pulsa ↻ en lo que aceptas de nuevo y ✖ en lo que no; después seguimos.
consent-service = Evaluar mis respuestas
consent-service-meaning = Grabo lo que dices, lo mido, reconozco las palabras y las puntúo. Sin esto no funciona nada.
consent-audio = Guardar mis grabaciones
consent-audio-meaning = Tus grabaciones se quedan después de la evaluación, para poder puntuarlas de nuevo. Si no, se borran.
consent-research = Usar para investigación
consent-research-meaning = Números y transcripciones, sin tu nombre, pueden formar parte de lo que reciben los investigadores; lo que digas de ti, solo en grupos amplios.
consent-models = Mejorar el entrenador
consent-models-meaning = Con grabaciones y transcripciones, sin tu nombre, pueden aprender el reconocimiento y la evaluación.
clock-title = ¿Qué hora es donde estás?
clock = La uso para contar tus días seguidos y para los recordatorios.
clock-chosen = Ahora tu reloj debería marcar las { $time }.

## Estudios.
study-research = Al aceptar permites que los números y las transcripciones de tus respuestas, sin tu nombre, se usen para investigar (texto { $version }).
study-also = También aceptas:
study-taking-part = Participar o no es decisión tuya. Puedes dejarlo cuando quieras en /privacy, y todo lo demás funciona sin ello.
button-study-agree = Tengo 18 años o más y acepto
button-study-young = Tengo menos de 18 años
button-study-no = No, gracias
study-joined-title = Participas
study-joined = ¡Gracias! Practica como siempre. Puedes dejar el estudio cuando quieras en /privacy.
study-questions = Tres preguntas sobre ti ayudarían: primera lengua, edad y años de inglés. Todas son opcionales, y los investigadores solo ven grupos amplios.
study-declined = De acuerdo: no participas, y no se guarda nada de ello. Los estudios son para mayores de 18 años; practicar es para todos.
study-unknown = No conozco este estudio. Quizá el enlace se cortó: pregunta a quien te lo envió. Puedes practicar igualmente.
study-not-yet = Este estudio no ha empezado. Usa el enlace más adelante; hasta entonces puedes practicar.
study-over = Este estudio ya no admite a nadie más. Puedes practicar igualmente.
study-taking = Ya participas en este estudio. ¡Gracias!
study-left = Dejaste este estudio, y nadie entra dos veces en uno. Puedes practicar igualmente.
study-for-others = Este estudio es para otros grupos, así que no participas. ¡Gracias por tu interés! Puedes practicar igualmente.
background-first = ¿Qué lengua hablaste primero en casa?
background-age = ¿Cuántos años tienes?
background-years = ¿Cuántos años llevas aprendiendo inglés?
background-optional = Responde o no, como quieras. Los investigadores solo ven grupos amplios.
background-for-study = Este estudio es solo para algunos grupos, así que necesita tu respuesta. Nadie la ve sino como parte de un grupo.
button-about-me = Sobre mí
button-other-language = Otra
button-not-say = Prefiero no decirlo

## El menú y las tareas.
menu-title = ¿Qué te apetece hacer?
menu = O simplemente envía una nota de voz en inglés.
button-practice = Practicar
button-progress = Progreso
button-history = Mis respuestas
button-words = Mis palabras
button-settings = Ajustes
button-quota = Me quedan hoy
button-privacy = Privacidad
button-help = Ayuda
button-menu = Menú
button-continue = Continuar
button-consents = Lo que he aceptado
button-languages = Idioma
button-export = Mis datos en un archivo
button-forget = Borrar todo
tasks-title = ¿Qué tarea?
tasks = Al lado están los tiempos de preparación y de respuesta.
task-toefl-independent = TOEFL tarea 1, opinión
task-toefl-interview = TOEFL Take an Interview
task-listen-repeat = TOEFL Listen and Repeat
task-ielts-part2 = IELTS Speaking, parte 2
task-interview-architecture = Entrevista: arquitectura
task-interview-backend = Entrevista: backend
task-interview-frontend = Entrevista: frontend
task-interview-algorithms = Entrevista: algoritmos
task-interview-behavioural = Entrevista: comportamiento
exam-toefl-old = TOEFL iBT tal como era hasta enero de 2026
exam-toefl-new = TOEFL iBT desde enero de 2026
exam-ielts = IELTS Speaking
exam-none = No es un examen: práctica para entrevistas de trabajo
times-prepared = { $preparation } para preparar, { $answer } para hablar
times-unprepared = sin preparación, { $answer } para hablar
times-topic = hasta { $answer } para hablar
times-repeat = se escucha una vez, { $from }–{ $answer } s para repetir

## Una pregunta.
prompt-situation = { $title }, parte { $place } de { $of }
prompt-listen = Escucha la nota de voz una vez y di la misma frase, palabra por palabra.
prompt-points = Deberías decir:
prompt-how = Responde con una nota de voz.
prompt-how-repeat = Devuelve la frase en una nota de voz.
prompt-seen = Esta ya te tocó ({ $ago }): no queda ninguna nueva para ti.
prompt-late = Puedes hablar más: se guarda todo y se evalúan los primeros { $answer }.
button-another = Otra pregunta

## Mientras se trabaja en una respuesta.
stage-heard = Te oigo. Escuchando…
stage-stored = Tengo tu grabación. Midiendo ritmo y pausas…
stage-measured = Medido. Reconociendo tus palabras…
stage-transcribed = Tengo tus palabras. Mirando tu inglés…
stage-scoring = Puntuando…

## La tarjeta.
card-score = Puntuación: { $score } de { $max }
card-no-score = Sin puntuación
card-interval = { $label }, probablemente entre { $low } y { $high }
card-label-offline = estimación sin examinador
card-rests-on = Se basa en { $speech } de habla y { $words }.
card-strength = Salió bien
card-fix = Por corregir
card-next = Ahora
card-earlier = Tu intento anterior ({ $ago }):
card-earlier-score = puntuación { $before } → { $after }
card-earlier-pace = { $before } → { $after } pal./min
card-earlier-within = La diferencia de puntuación cae dentro de lo que la estimación no puede distinguir.
card-transcript = Lo que dijiste
card-transcript-key = ‖1.2s‖ es una pausa, (?) una palabra que no sé si oí bien
card-no-words = No pude reconocer ninguna palabra.
card-time-up = [se acabó el tiempo; lo que sigue se guarda y no se evalúa]
card-corrections = Dilo así
card-leave-out = sobra
card-measures = Medido
card-typical = lo habitual: { $low }–{ $high }
card-withheld = No medido, { $reason }: { $measures }
button-again = Otra vez
button-next = Siguiente tarea
button-better = Oír una versión mejor
button-why = ¿Por qué esta puntuación?
button-doubts = Eso no lo dije
measure-phonation_ms = habla sin pausas
measure-words_per_minute = palabras por minuto
measure-articulation_rate_syl_per_s = sílabas por segundo de habla
measure-phonation_ratio = parte del tiempo hablando
measure-mean_run_syl = sílabas entre pausas
measure-pauses_per_minute = pausas por minuto
measure-mean_pause_ms = pausa media
measure-mtld = variedad de palabras (MTLD)
measure-f0_median_hz = tono, Hz
measure-f0_range_semitones = amplitud del tono, semitonos
measure-snr_db = voz sobre el fondo, dB
measure-mean_confidence = seguridad del reconocimiento
withheld-too_little_speech = menos de 20 s de habla sin las pausas
withheld-too_short = menos de 1 s de habla
withheld-not_transcribed = las palabras aún no están reconocidas
withheld-no_words = no se reconoció ninguna palabra
withheld-too_few_words = muy pocas palabras (hacen falta 50)
withheld-no_pauses = no hubo pausas
withheld-unvoiced = muy poca voz para saber el tono
withheld-no_background = no hay silencio con que comparar
withheld-not_for_this_task = las palabras de esta tarea estaban dadas

## Por qué una puntuación, una versión mejor, palabras mal oídas.
why-title = Por qué esta puntuación
why-rubric = Criterios: { $rubric }
why-withheld = No hay puntuación, así que solo hay esto que explicar:
why-interval = { $name }: { $score } de { $max } (entre { $low } y { $high })
better-title = Una versión mejor
better-nothing = No encontré nada que decir de otra manera. ¡Muy bien!
better-how = Tu respuesta, mejor dicha. Escúchala y luego dila tú.
better-read = Tu respuesta, mejor dicha. Léela en voz alta y vuelve a intentarlo.
doubts-title = ¿Qué palabra no dijiste?
doubts = Primero van las palabras de las que menos me fío. Pulsa una y la quito y puntúo de nuevo.
doubts-out = Ya quitadas:
doubts-none = No hay ninguna palabra que quitar.
button-earlier-words = ◀ Antes
button-later-words = Más ▶

## Una respuesta sin puntuación.
not-graded-title = No pude evaluar esta respuesta
not-graded-empty = La grabación está vacía. Grábala otra vez, por favor.
not-graded-too-large = El archivo tiene { $size } MB y puedo recibir { $limit } MB. Envía una grabación más corta, por favor.
not-graded-too-long = La grabación dura más de { $limit }. Envía una más corta, por favor.
not-graded-not-audio = No puedo leer este archivo como sonido. Una nota de voz siempre sirve; también OGG, WAV, FLAC, MP3 y M4A.
not-graded-no-speech = No oigo hablar a nadie. Comprueba que el micrófono no esté tapado y graba otra vez.
not-graded-not-english = Oigo hablar, pero no reconozco palabras en inglés. Acércate al micrófono y responde en inglés.
not-graded-no-prompt = No sé a qué pregunta responde esto. Elige una tarea o envía la nota de voz como respuesta a la pregunta.
not-graded-no-consent = No has aceptado que grabe y evalúe tus respuestas, así que no escuché. Puedes aceptarlo aquí.
not-graded-quota = Hoy ya has usado { $count ->
    [one] tu única respuesta
   *[other] tus { $count } respuestas
}. Mañana seguimos; releer tus comentarios es un buen plan para esta noche.
not-graded-unavailable = El chat ya no tiene esta grabación. Envíala otra vez, por favor.
not-graded-store = No pude recibir tu grabación, aunque lo intenté varias veces. Envíala otra vez dentro de un rato, por favor.
not-graded-measure = No se pudo medir tu grabación. Es culpa nuestra, no tuya.
not-graded-transcribe = No se pudieron reconocer tus palabras. Es culpa nuestra, no tuya.
not-graded-assess = No se pudo puntuar. Es culpa nuestra, no tuya.
not-graded-deliver = Tu respuesta está evaluada, pero no se pudieron reunir los comentarios. Es culpa nuestra, no tuya.
not-graded-later = Inténtalo otra vez dentro de un rato, por favor.
not-graded-refunded = No cuenta entre tus respuestas de hoy.
ready = Tus comentarios están listos: míralos arriba.

## Progreso, respuestas, palabras.
progress-title = Tu progreso
progress-too-few = Aún no hay bastante para dibujar: { $answers } con medidas, y hacen falta { $needed }. ¡De nota en nota!
progress-practice = En los últimos 28 días diste { $answers }, { $minutes } min en total.
progress-no-practice = No has practicado en los últimos 28 días; con una nota de voz basta para volver.
progress-streak = Llevas { $days } de racha; tu racha más larga es de { $longest }.
progress-no-streak = Tu racha más larga es de { $longest }.
progress-score-none = Ninguna respuesta tiene todavía una puntuación que cuente.
progress-score = Tu puntuación media es el { $mean } % del máximo.
progress-score-trend = Tu puntuación media es el { $mean } % del máximo y cambia { $change } ± { $error } puntos porcentuales por semana.
progress-pace-none = Tu ritmo aún no tiene tendencia: hacen falta { $needed } respuestas largas en 28 días.
progress-pace-trend = Tu ritmo cambia { $change } ± { $error } palabras por minuto cada semana.
progress-unclear = Todavía puede ser casualidad.
chart-title = Tu progreso
chart-score = Puntuación, % del máximo
chart-pace = Palabras por minuto
chart-trend = tendencia ± error estándar
chart-calendar = Práctica, 12 semanas
chart-calendar-key = minutos al día
chart-words = Palabras que más usas
chart-no-words = Aún no hay palabras
chart-no-values = Aún no hay datos
chart-monday = lun
chart-wednesday = mié
chart-friday = vie
history-title = Tus últimas respuestas
history-none = Aún no hay respuestas. ¡Elige una tarea y envía tu primera nota de voz!
history-no-score = sin puntuación
words-title = Tus palabras
words-active = Las más usadas en 30 días
words-new = Nuevas en los últimos 7 días
words-none = Aún no hay palabras: salen de tus respuestas.

## Ajustes.
settings-title = Ajustes
settings-language = Idioma: { $value }
settings-clock = Hora: { $value }
settings-clock-unknown = sin indicar
settings-reminder = Recordatorio en días sin práctica: { $value }
settings-reminder-off = no
settings-feedback = Comentarios: { $value }
settings-short = breves
settings-long = completos
settings-notice = Avisar cuando estén listos los comentarios: { $value }
settings-study-feedback = Mientras participas en un estudio, él decide la extensión de los comentarios: { $value }. Tu elección espera.
settings-study-reminders = Mientras participas en un estudio, no envía recordatorios. Tu elección espera.
reminder-hours-title = ¿Cuándo te lo recuerdo?
reminder-hours = Solo los días en que no hayas practicado. Las horas son las de tu reloj.
button-no-reminder = Sin recordatorio
quota-title = Respuestas de hoy
quota-left = { $left ->
    [0] No te queda ninguna de las { $of } de hoy. A medianoche de tu reloj se empieza de nuevo.
    [one] Te queda una de { $of } para hoy.
   *[other] Te quedan { $left } de { $of } para hoy.
}
quota-refund = Una respuesta que no logro evaluar no cuenta.
privacy-title = Privacidad
privacy-kept = Se guardan números sobre tu habla bajo un nombre al azar y, al lado, tus transcripciones y comentarios, para que veas cómo avanzas.
privacy-audio = Las grabaciones se borran tras la evaluación, salvo que hayas aceptado guardarlas.
privacy-raw = Lo que nos envía el chat se borra a los 7 días.
privacy-name = Tu nombre y el número de tu chat están aparte de todo lo demás.
privacy-use = Para otra cosa se usa solo si lo aceptaste, y solo hasta que lo retires.
privacy-rights = Puedes recibirlo todo en un archivo o hacer que se borre todo.
privacy-agreed = Aceptado el { $date }: { $purpose } (texto { $version })
privacy-study = Participas en un estudio: { $study }
button-leave-study = Dejar «{ $study }»
export-ready = Todo sobre ti, en un archivo. Contiene lo que dijiste: guárdalo donde solo tú puedas leerlo.
forget-title = ¿Borrar todo?
forget = Desaparecerán tus respuestas, grabaciones, transcripciones, puntuaciones y ajustes. No se puede deshacer. Quizá quieras antes tus datos en un archivo.
button-forget-yes = Sí, borrar todo
button-forget-no = No, conservarlo
forgotten-title = Todo está borrado
forgotten = Borrado: { $answers }, { $documents ->
    [one] { $documents } archivo
   *[other] { $documents } archivos
} con lo que dijiste y lo que se dijo de ello.
forgotten-counts = Datos destruidos: { $facts }. Tamaño de los archivos: { $kilobytes } kB. Mensajes aún guardados: { $letters }. Publicaciones rehechas sin ti: { $releases }.
forgotten-receipt = Recibo { $number }, con un número de control de lo que queda en tu lugar:
forgotten-end = Gracias por practicar. Si vuelves algún día, escribe /start.

## Ayuda y lo demás.
help-title = Cómo funciona
help-practise = Elige una tarea con /practice, léela o escúchala y responde con una nota de voz.
help-reply = Una nota de voz enviada como respuesta a una pregunta anterior cuenta para esa pregunta.
help-feedback = En unos momentos recibes una puntuación, un acierto, algo que corregir y un paso siguiente; toca la cita para ver el resto.
help-wrong = Si te oí mal, pulsa «Eso no lo dije» y puntúo de nuevo.
help-estimate = Las puntuaciones son estimaciones para practicar, no resultados de examen.
not-understood = No entendí eso. Envía una nota de voz o elige aquí.
reminder = Hoy aún no has practicado. Una nota de voz lleva dos minutos.
reminder-streak = Hoy aún no has practicado. Con una nota de voz sigue viva tu racha de { $days }.
ask-to-start = Antes de escuchar necesito que aceptes que grabe y evalúe lo que dices.
offer-prompt = Recibí una nota de voz, pero no sé a qué pregunta responde. Elige antes una tarea y podré decirte qué tal la respondiste.
