//! For the owner, in English: what is outstanding and why, and that an order was carried out.

use dataflow::events::{AnswerId, Order, Step};

use super::html::{Html, button, cut};
use crate::message::{MESSAGE_CHARS_MAX, Message};
use crate::press::Press;

/// Most answers with buttons of their own.
const BUTTONS_MAX: usize = 8;
/// Room for the line that counts the rest.
const RESERVE_CHARS: usize = 40;

/// A step that is not done yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutstandingLine {
    /// Of which answer.
    pub answer: AnswerId,
    /// Which step.
    pub step: Step,
    /// Why it waits, as in `failed, to be tried again`.
    pub reason: String,
}

/// What is outstanding, with buttons to do an answer again or to withdraw it.
pub fn outstanding(lines: &[OutstandingLine]) -> Message {
    let mut html = Html::new().bold(&format!("Outstanding: {}", lines.len()));
    let mut shown = 0;
    for line in lines {
        let OutstandingLine { answer, step, reason } = line;
        let text = format!("{answer} {}: {}", step.name(), cut(reason, 120));
        let longer = html.clone().line(Html::new().text(&text));
        if longer.visible() > MESSAGE_CHARS_MAX - RESERVE_CHARS {
            break;
        }
        html = longer;
        shown += 1;
    }
    if shown < lines.len() {
        html = html.line(Html::new().text(&format!("… and {} more", lines.len() - shown)));
    }
    let of_answer = |line: &OutstandingLine| {
        let short: String = line.answer.to_string().chars().take(6).collect();
        vec![
            button(format!("Replay {short}…"), Press::Order(Order::Replay(line.answer))),
            button(format!("Cancel {short}…"), Press::Order(Order::Cancel(line.answer))),
        ]
    };
    let mut buttons: Vec<_> = lines.iter().take(BUTTONS_MAX).map(of_answer).collect();
    buttons.push(vec![
        button("Pause", Press::Order(Order::Pause)),
        button("Resume", Press::Order(Order::Resume)),
        button("Refresh", Press::Outstanding),
    ]);
    html.message(buttons)
}

/// An order was carried out. `outcome` is a fragment such as `done` or `no such answer`.
pub fn ordered(order: Order, outcome: &str) -> Message {
    let what = match order {
        Order::Replay(answer) => format!("Replay {answer}"),
        Order::Cancel(answer) => format!("Cancel {answer}"),
        Order::Pause => "Pause".to_owned(),
        Order::Resume => "Resume".to_owned(),
        Order::Quota(per_day) => format!("Quota: {per_day} answers a day"),
        Order::Broadcast(update) => format!("Broadcast of update {update}"),
    };
    let html = Html::new().bold(&what).text(&format!(": {}", cut(outcome, 300)));
    html.message(vec![vec![button("Outstanding", Press::Outstanding)]])
}
