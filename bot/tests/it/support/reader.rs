//! Reads a message as the chat does, and fails where the chat would refuse it or drop a part.

use bot::message::{CAPTION_CHARS_MAX, MESSAGE_CHARS_MAX};
use bot::{Message, Press};

/// Checks everything that the chat demands, and returns the text with its tags.
pub(crate) fn checked(message: &Message) -> String {
    let read = read(&message.html);
    let chars_max = if message.attachment.is_some() { CAPTION_CHARS_MAX } else { MESSAGE_CHARS_MAX };
    let visible = read.visible.encode_utf16().count();
    assert!(visible <= chars_max, "{visible} characters, limit is {chars_max}");
    assert!(read.tags <= 100, "{} formatted stretches", read.tags);
    assert!(!read.visible.trim().is_empty(), "an empty message");
    let buttons: Vec<_> = message.buttons.iter().flatten().collect();
    assert!(buttons.len() <= 100, "{} buttons", buttons.len());
    for row in &message.buttons {
        assert!((1..=8).contains(&row.len()), "{} buttons in a row", row.len());
    }
    for button in buttons {
        let data = button.press.data();
        assert!((1..=64).contains(&data.len()), "{data}");
        assert_eq!(Press::read(&data), Some(button.press), "{data}");
        assert!((1..=64).contains(&button.label.chars().count()), "{:?}", button.label);
        assert!(!has_marks(&button.label), "{:?}", button.label);
    }
    assert!(!has_marks(&read.visible), "{:?}", read.visible);
    message.html.clone()
}

/// The text without its tags.
pub(crate) fn visible(message: &Message) -> String {
    read(&message.html).visible
}

/// Marks that turn directions, and what controls a display.
fn has_marks(text: &str) -> bool {
    let is_mark = |char: char| matches!(char, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().any(|char| is_mark(char) || (char.is_control() && char != '\n'))
}

struct Read {
    visible: String,
    tags: usize,
}

fn read(html: &str) -> Read {
    let (mut visible, mut open, mut tags) = (String::new(), Vec::<&str>::new(), 0);
    let mut rest = html;
    while let Some(char) = rest.chars().next() {
        match char {
            '<' => {
                let (tag, behind) = rest[1..].split_once('>').expect("a tag ends");
                rest = behind;
                if let Some(name) = tag.strip_prefix('/') {
                    assert_eq!(open.pop(), Some(name), "tags close in their order in {html}");
                } else {
                    let name = if tag == "blockquote expandable" { "blockquote" } else { tag };
                    assert!(["b", "i", "s", "u", "code", "blockquote"].contains(&name), "<{tag}>");
                    assert!(name != "blockquote" || !open.contains(&name), "a quote within a quote");
                    open.push(name);
                    tags += 1;
                }
            }
            '&' => {
                let (entity, behind) = rest[1..].split_once(';').expect("an entity ends");
                visible.push(match entity {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    _ => panic!("&{entity}; in {html}"),
                });
                rest = behind;
            }
            '>' | '"' => panic!("{char} is not escaped in {html}"),
            _ => {
                visible.push(char);
                rest = &rest[char.len_utf8()..];
            }
        }
    }
    assert!(open.is_empty(), "{open:?} stays open in {html}");
    Read { visible, tags }
}
