//! Every language says what English says, with the same variables, and counts as its speakers do.

use std::collections::{BTreeMap, BTreeSet};

use bot::Texts;
use bot::texts::{COMMANDS, commands};
use expect_test::expect;

use crate::support::texts;

const FILES: [(&str, &str); 4] = [
    ("en", include_str!("../../../locales/en.ftl")),
    ("ru", include_str!("../../../locales/ru.ftl")),
    ("es", include_str!("../../../locales/es.ftl")),
    ("zh", include_str!("../../../locales/zh.ftl")),
];

/// Each message of a file with the variables in it.
fn variables(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in file.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|char: char| char.is_ascii_lowercase()) {
            line.split(" = ").next().unwrap().clone_into(&mut current);
            assert!(messages.insert(current.clone(), BTreeSet::new()).is_none(), "{current} twice");
        }
        for part in line.split('$').skip(1) {
            let name: String = part.chars().take_while(|char| char.is_alphanumeric()).collect();
            messages.get_mut(&current).unwrap().insert(name);
        }
    }
    messages
}

#[test]
fn every_language_has_the_texts_of_english_with_their_variables() {
    let english = variables(FILES[0].1);
    for ((code, file), texts) in FILES.into_iter().zip(Texts::all()) {
        assert_eq!(texts.language().code(), code);
        let ours = variables(file);
        let missing: Vec<_> = english.keys().filter(|id| !ours.contains_key(*id)).collect();
        let more: Vec<_> = ours.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{code}: missing {missing:?}, more {more:?}");
        for (id, names) in &english {
            assert_eq!(&ours[id], names, "{code}: {id}");
            assert!(texts.has(id), "{code}: {id} is not read");
        }
        assert!(!file.contains(['<', '&']), "{code}: texts hold no markup");
    }
}

#[test]
fn every_text_can_be_said_without_leftovers() {
    for (id, names) in variables(FILES[0].1) {
        let values: Vec<_> = names.iter().map(|name| (&*name.clone().leak(), 3.into())).collect();
        for texts in Texts::all() {
            let said = texts.say_with(&id, &values);
            assert!(!said.trim().is_empty() && !said.contains(['{', '}', '$', '\u{2068}', '\u{2069}']), "{id}: {said}");
        }
    }
}

#[test]
fn russian_counts_as_russians_do() {
    let counted = [0, 1, 2, 4, 5, 11, 12, 21, 22, 25, 101, 111].map(|count| texts("ru").days(count));
    expect!["0 дней, 1 день, 2 дня, 4 дня, 5 дней, 11 дней, 12 дней, 21 день, 22 дня, 25 дней, 101 день, 111 дней"]
        .assert_eq(&counted.join(", "));
    let ago = [0, 1, 2, 5, 21].map(|count| texts("ru").days_ago(count));
    expect!["сегодня, вчера, 2 дня назад, 5 дней назад, 21 день назад"].assert_eq(&ago.join(", "));
}

#[test]
fn times_and_dates_are_said_in_every_language() {
    let said = |code: &str| {
        let texts = texts(code);
        format!(
            "{} | {} | {} | {}",
            texts.duration(45_000),
            texts.duration(180_000),
            texts.date(20_779),
            texts.answers(1)
        )
    };
    expect![[r"
        45 s | 3 min | Nov 22 | 1 answer
        45 с | 3 мин | 22 ноя | 1 ответ
        45 s | 3 min | 22 nov | 1 respuesta
        45 秒 | 3 分钟 | 11月22日 | 1 次回答"]]
    .assert_eq(&["en", "ru", "es", "zh"].map(said).join("\n"));
}

#[test]
fn an_unknown_language_is_english_and_an_unknown_text_its_id() {
    assert_eq!(texts("tl").say("language-name"), "English");
    assert_eq!(texts("ru").say("no-such-text"), "no-such-text");
    let spoken = ["ru", "pt-BR", "zh-hans", "en_GB", "es", "eng", "", "日本"];
    let spoken = spoken.map(|code| Texts::spoken(code).map_or("–".to_owned(), |language| language.code().to_owned()));
    expect!["ru – zh en es – – –"].assert_eq(&spoken.join(" "));
}

#[test]
fn commands_have_descriptions_that_the_chat_takes() {
    for texts in Texts::all() {
        let commands = commands(texts.language());
        assert_eq!(commands.len(), COMMANDS.len());
        for (name, description) in commands {
            assert!(name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!((3..=256).contains(&description.chars().count()), "{description}");
        }
    }
}
