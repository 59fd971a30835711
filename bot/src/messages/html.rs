//! Text of a message as it grows: escaped on the way in, counted as the reader sees it.
//!
//! The only way from a text to the chat leads through here, ours as well as that of people and models. What can be cut
//! is cut before it is escaped, so that no cut falls inside a tag or an entity; a tag is opened and closed by one call.

use std::fmt::Write as _;

use crate::message::{Button, Message};

/// Most formatted stretches of a message: the chat drops what goes beyond.
pub const TAGS_MAX: usize = 100;

/// Escaped text with its visible length.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html {
    html: String,
    visible: usize,
    tags: usize,
}

impl Html {
    /// Nothing yet.
    pub fn new() -> Self {
        Html::default()
    }

    /// Plain text.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        let clean = clean(text);
        self.visible += visible_len(&clean);
        escape_into(&mut self.html, &clean);
        self
    }

    /// Bold text.
    #[must_use]
    pub fn bold(self, text: &str) -> Self {
        self.within("b", "b", Html::new().text(text))
    }

    /// Slanted text.
    #[must_use]
    pub fn italic(self, text: &str) -> Self {
        self.within("i", "i", Html::new().text(text))
    }

    /// Text that is struck out.
    #[must_use]
    pub fn struck(self, text: &str) -> Self {
        self.within("s", "s", Html::new().text(text))
    }

    /// A quote that the reader unfolds.
    #[must_use]
    pub fn folded(self, inside: Html) -> Self {
        if inside.is_empty() { self } else { self.within("blockquote expandable", "blockquote", inside) }
    }

    /// A quote.
    #[must_use]
    pub fn quote(self, inside: Html) -> Self {
        if inside.is_empty() { self } else { self.within("blockquote", "blockquote", inside) }
    }

    /// What is there already, behind this.
    #[must_use]
    pub fn then(mut self, more: Html) -> Self {
        self.html.push_str(&more.html);
        self.visible += more.visible;
        self.tags += more.tags;
        self
    }

    /// On a line of its own.
    #[must_use]
    pub fn line(self, line: Html) -> Self {
        self.behind("\n", line)
    }

    /// After an empty line.
    #[must_use]
    pub fn paragraph(self, paragraph: Html) -> Self {
        self.behind("\n\n", paragraph)
    }

    /// Characters that the reader sees, as the chat counts them.
    pub fn visible(&self) -> usize {
        self.visible
    }

    /// Formatted stretches.
    pub fn tags(&self) -> usize {
        self.tags
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.visible == 0
    }

    /// The message without a file.
    pub fn message(self, buttons: Vec<Vec<Button>>) -> Message {
        Message { html: self.html, buttons, ..Message::default() }
    }

    fn behind(self, gap: &str, more: Html) -> Self {
        match (self.is_empty(), more.is_empty()) {
            (_, true) => self,
            (true, false) => more,
            (false, false) => self.text(gap).then(more),
        }
    }

    fn within(mut self, open: &str, close: &str, inside: Html) -> Self {
        // Writing to a string cannot fail.
        let _ = write!(self.html, "<{open}>{}</{close}>", inside.html);
        self.visible += inside.visible;
        self.tags += inside.tags + 1;
        self
    }
}

/// Escapes what the Bot API reads as markup.
fn escape_into(html: &mut String, text: &str) {
    for char in text.chars() {
        match char {
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '&' => html.push_str("&amp;"),
            '"' => html.push_str("&quot;"),
            _ => html.push(char),
        }
    }
}

/// Text without what steers its display: characters of control become spaces but for the end of a line, marks that turn
/// directions or are not to be seen go. Letters of every script stay, and what joins them.
pub fn clean(text: &str) -> String {
    let shown = text.chars().filter(|char| !is_invisible(*char));
    shown.map(|char| if is_control(char) { ' ' } else { char }).collect()
}

/// At most so many characters as the chat counts them, with a mark where something was cut.
pub fn cut(text: &str, visible_max: usize) -> String {
    let text = clean(text);
    if visible_len(&text) <= visible_max {
        return text;
    }
    let mut left = visible_max.saturating_sub(1);
    let mut kept = String::new();
    for char in text.chars() {
        let Some(rest) = left.checked_sub(char.len_utf16()) else { break };
        left = rest;
        kept.push(char);
    }
    kept.push('…');
    kept
}

/// Characters as the chat counts them: units of UTF-16.
pub fn visible_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

fn is_control(char: char) -> bool {
    char != '\n' && char.is_control() || matches!(char, '\u{2028}' | '\u{2029}')
}

/// Marks of direction, and characters without width that join nothing.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// A button. Its label is plain text of at most 60 characters.
pub(super) fn button(label: impl AsRef<str>, press: crate::press::Press) -> Button {
    Button { label: cut(label.as_ref(), 60), press }
}
