//! Messages' HTML as a terminal shows it.
//!
//! Only the few tags that our messages have are known ([`bot::messages::html`] writes them); another one is left out and
//! its text stays. Quotes, folded or not, stand behind a line of their own: a terminal unfolds nothing.

use console::Style;

/// A stretch of text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Stretch {
    text: String,
    tags: Vec<String>,
}

/// The text in lines of at most so many columns.
pub(super) fn lines(html: &str, columns: usize) -> Vec<String> {
    let mut paragraphs: Vec<Vec<Stretch>> = vec![Vec::new()];
    for Stretch { text, tags } in stretches(html) {
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                paragraphs.push(Vec::new());
            }
            if let Some(paragraph) = paragraphs.last_mut() {
                paragraph.push(Stretch { text: part.to_owned(), tags: tags.clone() });
            }
        }
    }
    paragraphs.iter().flat_map(|paragraph| wrapped(paragraph, columns)).collect()
}

fn wrapped(paragraph: &[Stretch], columns: usize) -> Vec<String> {
    let is_quoted = paragraph.iter().any(|stretch| stretch.tags.iter().any(|tag| tag == "blockquote"));
    let styled: String = paragraph.iter().map(styled).collect();
    let margin = if is_quoted { format!("  {} ", Style::new().dim().apply_to("│")) } else { String::new() };
    let options = textwrap::Options::new(columns).initial_indent(&margin).subsequent_indent(&margin);
    textwrap::wrap(&styled, options).into_iter().map(|line| line.trim_end().to_owned()).collect()
}

fn styled(stretch: &Stretch) -> String {
    if stretch.text.is_empty() {
        return String::new();
    }
    let style = stretch.tags.iter().fold(Style::new(), |style, tag| match tag.as_str() {
        "b" => style.bold(),
        "i" => style.italic(),
        "s" => style.strikethrough(),
        "blockquote" => style.dim(),
        _ => style,
    });
    style.apply_to(&stretch.text).to_string()
}

/// The text with the tags that each part of it stands in.
fn stretches(html: &str) -> Vec<Stretch> {
    let (mut found, mut tags): (Vec<Stretch>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = html;
    while !rest.is_empty() {
        let end = rest.find('<').unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        if !text.is_empty() {
            found.push(Stretch { text: unescaped(text), tags: tags.clone() });
        }
        let Some((tag, after)) = after.strip_prefix('<').and_then(|after| after.split_once('>')) else { break };
        match tag.strip_prefix('/') {
            Some(_) => drop(tags.pop()),
            None => tags.push(tag.split(' ').next().unwrap_or_default().to_owned()),
        }
        rest = after;
    }
    found
}

fn unescaped(text: &str) -> String {
    // The sign of an entity comes last, else what it stands for would be read again.
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
