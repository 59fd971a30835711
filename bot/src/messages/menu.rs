//! The menu, the tasks, and what is said when something else came than expected.

use dataflow::events::Task;

use super::html::{Html, button};
use super::prompt::times;
use crate::message::{Button, Message};
use crate::press::Press;
use crate::texts::Texts;

/// What can be done here.
pub fn menu(texts: &Texts) -> Message {
    let html = Html::new().bold(&texts.say("menu-title")).line(Html::new().text(&texts.say("menu")));
    html.message(menu_buttons(texts))
}

/// That something was not understood, with the menu.
pub fn not_understood(texts: &Texts) -> Message {
    Html::new().text(&texts.say("not-understood")).message(menu_buttons(texts))
}

fn menu_buttons(texts: &Texts) -> Vec<Vec<Button>> {
    let say = |id: &str, press: Press| button(texts.say(id), press);
    vec![
        vec![say("button-practice", Press::Tasks)],
        vec![say("button-progress", Press::Progress), say("button-history", Press::History)],
        vec![say("button-words", Press::Words), say("button-quota", Press::Quota)],
        vec![say("button-settings", Press::Settings), say("button-help", Press::Help)],
    ]
}

/// The tasks to choose from, each with its times.
pub fn tasks(texts: &Texts) -> Message {
    let mut html = Html::new().bold(&texts.say("tasks-title")).line(Html::new().text(&texts.say("tasks")));
    let mut exam_before = "";
    let mut exam_lines = Html::new();
    for task in Task::ALL {
        let exam = exam(task);
        if exam != exam_before {
            html = html.paragraph(exam_lines);
            exam_lines = Html::new().bold(&texts.say(exam));
            exam_before = exam;
        }
        exam_lines = exam_lines.line(Html::new().text(&format!("· {} – {}", title(texts, task), times(texts, task))));
    }
    html.paragraph(exam_lines).message(task_buttons(texts))
}

/// A button for each task.
pub(super) fn task_buttons(texts: &Texts) -> Vec<Vec<Button>> {
    Task::ALL.into_iter().map(|task| vec![button(title(texts, task), Press::Prompt(task))]).collect()
}

/// What the task is called.
pub(super) fn title(texts: &Texts, task: Task) -> String {
    texts.say(&format!("task-{task}"))
}

/// The id of the text that names the exam a task belongs to.
pub(super) fn exam(task: Task) -> &'static str {
    match task {
        Task::ToeflIndependent => "exam-toefl-old",
        Task::ToeflInterview | Task::ListenRepeat => "exam-toefl-new",
        Task::IeltsPartTwo => "exam-ielts",
        Task::InterviewArchitecture
        | Task::InterviewBackend
        | Task::InterviewFrontend
        | Task::InterviewAlgorithms
        | Task::InterviewBehavioural => "exam-none",
    }
}

/// What can be said to the bot.
pub fn help(texts: &Texts) -> Message {
    let mut html = Html::new().bold(&texts.say("help-title"));
    for id in ["help-practise", "help-reply", "help-feedback", "help-wrong", "help-estimate"] {
        html = html.line(Html::new().text(&format!("· {}", texts.say(id))));
    }
    let mut commands = Html::new();
    for (name, description) in crate::texts::commands(texts.language()) {
        commands = commands.line(Html::new().text(&format!("/{name} – {description}")));
    }
    html.paragraph(commands).message(vec![vec![
        button(texts.say("button-practice"), Press::Tasks),
        button(texts.say("button-menu"), Press::Menu),
    ]])
}

/// A voice note came from somebody who has not agreed to being graded.
pub fn ask_to_start(texts: &Texts) -> Message {
    let buttons = vec![vec![button(texts.say("button-consents"), Press::Consents)]];
    Html::new().text(&texts.say("ask-to-start")).message(buttons)
}

/// A voice note came without a prompt that it could answer.
pub fn offer_prompt(texts: &Texts) -> Message {
    Html::new().text(&texts.say("offer-prompt")).message(task_buttons(texts))
}
