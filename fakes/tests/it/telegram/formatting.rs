//! Texts: their limits, and HTML read strictly.

use serde_json::{Value, json};

use super::Room;

fn html(text: &str) -> Value {
    json!({"chat_id": 7, "text": text, "parse_mode": "HTML"})
}

#[tokio::test]
async fn html_becomes_plain_text_and_entities() {
    let room = Room::open().await;
    let source = "<b>a😀</b> &lt;&amp;&#1103;&gt; <i>c <u>d</u></i><s>e</s> <tg-spoiler>f</tg-spoiler> \
                  <code>g</code> <pre><code class=\"language-rust\">h</code></pre> \
                  <a href=\"https://example.org/?a=1&amp;b=2\">i</a> <blockquote expandable>j</blockquote>";
    let sent = room.result("sendMessage", html(source)).await;
    assert_eq!(sent["text"], "a😀 <&я> c de f g h i j");
    let entities: Vec<(&str, i64, i64)> = sent["entities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["type"].as_str().unwrap(), e["offset"].as_i64().unwrap(), e["length"].as_i64().unwrap()))
        .collect();
    let expected = [
        ("bold", 0, 3),
        ("italic", 9, 3),
        ("underline", 11, 1),
        ("strikethrough", 12, 1),
        ("spoiler", 14, 1),
        ("code", 16, 1),
        ("pre", 18, 1),
        ("text_link", 20, 1),
        ("expandable_blockquote", 22, 1),
    ];
    assert_eq!(entities, expected);
    assert_eq!(sent["entities"][6]["language"], "rust");
    assert_eq!(sent["entities"][7]["url"], "https://example.org/?a=1&b=2");
    assert_eq!(room.learner.chat()[0].html, source);
    room.assert_no_violations();
}

#[tokio::test]
async fn careless_html_is_refused() {
    let room = Room::open().await;
    let cases = [
        ("<h1>big</h1>", "Unsupported start tag \"h1\" at byte offset 0"),
        ("so <b>bold", "Can't find end tag corresponding to start tag \"b\""),
        ("<b><i>x</b></i>", "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\""),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("1 < 2 > 1", "Unsupported start tag \"\" at byte offset 2"),
        ("salt & pepper", "Unescaped character & at byte offset 5"),
        ("&nbsp;", "Unescaped character & at byte offset 0"),
        ("<span class=\"red\">x</span>", "Unsupported start tag \"span\" at byte offset 0"),
        ("<a href=\"x>y</a>", "Unclosed start tag at byte offset 0"),
    ];
    for (text, why) in cases {
        let expected = (400, format!("Bad Request: can't parse entities: {why}"));
        assert_eq!(room.refusal("sendMessage", html(text)).await, expected, "{text}");
    }
    room.send("1 < 2 & <b>").await;
    assert_eq!(room.learner.chat()[0].text, "1 < 2 & <b>");
}

#[tokio::test]
async fn lengths_count_after_parsing() {
    let room = Room::open().await;
    room.result("sendMessage", html(&"<b>x</b>".repeat(4_096))).await;
    let longer = room.refusal("sendMessage", html(&"x".repeat(4_097))).await;
    assert_eq!(longer, (400, "Bad Request: message is too long".to_owned()));
    let surrogates = room.refusal("sendMessage", html(&"😀".repeat(2_049))).await;
    assert_eq!(surrogates.1, "Bad Request: message is too long");
    for empty in ["", " \n ", "<b> </b>"] {
        let refused = room.refusal("sendMessage", html(empty)).await;
        assert_eq!(refused, (400, "Bad Request: message text is empty".to_owned()));
    }
}

#[tokio::test]
async fn white_space_at_the_ends_is_dropped() {
    let room = Room::open().await;
    let sent = room.result("sendMessage", html("\n <b> x</b>y \n")).await;
    assert_eq!((&sent["text"], &sent["entities"][0]["offset"]), (&json!("xy"), &json!(0)));
    assert_eq!(sent["entities"][0]["length"], 1);
}

#[tokio::test]
async fn other_markup_is_refused() {
    let room = Room::open().await;
    let refused = room.refusal("sendMessage", json!({"chat_id": 7, "text": "x", "parse_mode": "MarkdownV2"})).await;
    assert_eq!(refused, (400, "Bad Request: unsupported parse_mode".to_owned()));
}
