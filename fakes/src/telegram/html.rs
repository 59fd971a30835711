//! Telegram's HTML, strictly: plain text and entities, or the reason why it is refused.
//!
//! Offsets and lengths of entities count UTF-16 units, as everywhere in the Bot API. White space at both ends of the
//! text is dropped, as Telegram does. A bare `&` is refused, which Telegram would let pass.

use serde_json::{Value, json};

/// The text a reader sees and its entities as the Bot API writes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
}

/// A start tag that waits for its end.
struct Open {
    name: String,
    /// What the entity will be; `None` for a tag that formats nothing.
    entity: Option<Value>,
    offset: usize,
}

#[derive(Default)]
struct Reading {
    text: String,
    units: usize,
    open: Vec<Open>,
    entities: Vec<(usize, usize, Value)>,
}

/// Text without formatting, trimmed.
pub(crate) fn plain(text: &str) -> Formatted {
    Formatted { text: text.trim().to_owned(), entities: Vec::new() }
}

/// Reads HTML. The error is what Telegram says after `can't parse entities: `.
pub(crate) fn parse(html: &str) -> Result<Formatted, String> {
    let mut reading = Reading::default();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        reading.push(before);
        let offset = html.len() - from.len();
        let used = if from.starts_with('&') {
            let (char, used) = character(from).ok_or(format!("Unescaped character & at byte offset {offset}"))?;
            reading.push(char.encode_utf8(&mut [0; 4]));
            used
        } else {
            let end = tag_end(from).ok_or(format!("Unclosed start tag at byte offset {offset}"))?;
            reading.tag(from.get(1..end).unwrap_or(""), offset)?;
            end + 1
        };
        rest = from.get(used..).unwrap_or("");
    }
    reading.push(rest);
    match reading.open.pop() {
        Some(open) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.name)),
        None => Ok(reading.trimmed()),
    }
}

impl Reading {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.units += text.encode_utf16().count();
    }

    /// What stands between `<` and `>`.
    fn tag(&mut self, inside: &str, offset: usize) -> Result<(), String> {
        if let Some(name) = inside.strip_prefix('/') {
            let name = name.trim().to_ascii_lowercase();
            let open = self.open.pop().ok_or(format!("Unexpected end tag at byte offset {offset}"))?;
            if open.name != name {
                let (expected, found) = (&open.name, &name);
                return Err(format!(
                    "Unmatched end tag at byte offset {offset}, expected \"</{expected}>\", found \"</{found}>\""
                ));
            }
            let length = self.units - open.offset;
            self.entities.extend(open.entity.filter(|_| length > 0).map(|entity| (open.offset, length, entity)));
            return Ok(());
        }
        let (name, attributes) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let name = name.to_ascii_lowercase();
        let is_inside_pre = self.open.last().is_some_and(|open| open.name == "pre" && open.offset == self.units);
        let entity = entity(&name, attributes, is_inside_pre)
            .ok_or(format!("Unsupported start tag \"{name}\" at byte offset {offset}"))?;
        let language = language(attributes).filter(|_| is_inside_pre && name == "code");
        let outer = self.open.last_mut().and_then(|open| open.entity.as_mut()?.as_object_mut());
        if let (Some(language), Some(outer)) = (language, outer) {
            outer.insert("language".to_owned(), json!(language));
        }
        self.open.push(Open { name, entity, offset: self.units });
        Ok(())
    }

    fn trimmed(mut self) -> Formatted {
        let text = self.text.trim();
        let dropped = self.text.find(text).unwrap_or(0);
        let before = self.text.get(..dropped).unwrap_or("").encode_utf16().count();
        let units = text.encode_utf16().count();
        self.entities.sort_by_key(|&(offset, length, _)| (offset, std::cmp::Reverse(length)));
        let kept = self.entities.into_iter().filter_map(|(offset, length, mut entity)| {
            let begin = offset.saturating_sub(before);
            let end = (offset + length).saturating_sub(before).min(units);
            let fields = entity.as_object_mut().filter(|_| end > begin)?;
            fields.insert("offset".to_owned(), json!(begin));
            fields.insert("length".to_owned(), json!(end - begin));
            Some(entity)
        });
        Formatted { entities: kept.collect(), text: text.to_owned() }
    }
}

/// The entity of a tag, `Some(None)` if the tag is allowed and formats nothing, `None` if it is not allowed.
fn entity(name: &str, attributes: &str, is_inside_pre: bool) -> Option<Option<Value>> {
    let of_type = |kind: &str| Some(Some(json!({"type": kind})));
    match name {
        "b" | "strong" => of_type("bold"),
        "i" | "em" => of_type("italic"),
        "u" | "ins" => of_type("underline"),
        "s" | "strike" | "del" => of_type("strikethrough"),
        "tg-spoiler" => of_type("spoiler"),
        "span" => (attribute(attributes, "class")? == "tg-spoiler").then(|| Some(json!({"type": "spoiler"}))),
        "code" if is_inside_pre => Some(None),
        "code" => of_type("code"),
        "pre" => of_type("pre"),
        "blockquote" if attribute(attributes, "expandable").is_some() => of_type("expandable_blockquote"),
        "blockquote" => of_type("blockquote"),
        "a" => {
            let url = attribute(attributes, "href").filter(|url| !url.is_empty());
            Some(url.map(|url| json!({"type": "text_link", "url": url})))
        }
        "tg-emoji" => {
            let id = attribute(attributes, "emoji-id")?;
            Some(Some(json!({"type": "custom_emoji", "custom_emoji_id": id})))
        }
        _ => None,
    }
}

fn language(attributes: &str) -> Option<String> {
    attribute(attributes, "class")?.strip_prefix("language-").map(str::to_owned)
}

/// The value of an attribute, empty if it has none.
fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes.trim_start();
    while !rest.is_empty() {
        let name_end = rest.find(|char: char| char == '=' || char.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            Some(after) => value(after.trim_start()),
            None => ("", after),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(unescaped(value));
        }
        // A value that begins with `=` has no name before it: without a step ahead this would never end.
        rest = after.get(usize::from(name.is_empty() && value.is_empty() && !after.is_empty())..).unwrap_or("");
        rest = rest.trim_start();
    }
    None
}

fn value(from: &str) -> (&str, &str) {
    let quote = from.chars().next().filter(|char| matches!(char, '"' | '\''));
    match quote.and_then(|quote| from.get(1..)?.split_once(quote)) {
        Some(parts) => parts,
        None => from.split_at(from.find(char::is_whitespace).unwrap_or(from.len())),
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (char, used) = character(from).unwrap_or(('&', 1));
        out.push(char);
        rest = from.get(used..).unwrap_or("");
    }
    out + rest
}

/// The character that a text beginning with `&` stands for, and how many bytes say so.
fn character(from: &str) -> Option<(char, usize)> {
    let end = from.find(';').filter(|&end| end <= 10)?;
    let name = from.get(1..end)?;
    let char = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(code).filter(|&char| char != '\0')?
        }
    };
    Some((char, end + 1))
}

/// Where the tag that `from` begins with ends: the `>` outside of quotes.
fn tag_end(from: &str) -> Option<usize> {
    let mut quote = None;
    for (at, char) in from.char_indices() {
        match (quote, char) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
    }
    None
}
