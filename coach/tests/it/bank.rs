//! The bank of prompts: what comes with the program, and what is refused of files that do not.

use std::collections::{BTreeMap, BTreeSet};

use coach::bank::{Bank, Level, Prompt, content_words};
use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;
use expect_test::expect;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const IDS: &str = include_str!("../../prompts/ids.txt");

#[test]
fn every_task_has_its_prompts() {
    let bank = Bank::built_in();
    let counts: Vec<String> = Task::ALL.iter().map(|task| format!("{task} {}", bank.of(*task).count())).collect();
    expect![[r#"
        toefl-independent 60
        toefl-interview 32
        listen-repeat 70
        ielts-part2 40
        interview-architecture 40
        interview-backend 40
        interview-frontend 40
        interview-algorithms 40
        interview-behavioural 40"#]]
    .assert_eq(&counts.join("\n"));
    assert_eq!(bank.prompts().len(), Task::ALL.iter().map(|task| bank.of(*task).count()).sum::<usize>());
    for prompt in bank.prompts() {
        assert_eq!(bank.get(prompt.id), Some(prompt));
    }
    assert_eq!(bank.get(PromptId(0)), None);
}

#[test]
fn sets_are_whole_and_in_order() {
    let bank = Bank::built_in();
    for (task, sets, size) in [(Task::ToeflInterview, 8, 4), (Task::ListenRepeat, 10, 7)] {
        let prompts: Vec<&Prompt> = bank.of(task).collect();
        let ids: BTreeSet<&str> = prompts.iter().map(|prompt| prompt.set.as_ref().unwrap().set.as_str()).collect();
        assert_eq!(ids.len(), sets, "{task}");
        for set in prompts.chunks(size) {
            let places = set.iter().map(|prompt| prompt.set.as_ref().unwrap());
            assert!(places.clone().all(|place| place.set == places.clone().next().unwrap().set));
            assert!((1..).zip(places).all(|(n, place)| place.place == n && usize::from(place.of) == size));
            assert!(set.is_sorted_by_key(|prompt| prompt.level), "{set:#?}");
        }
    }
    let alone = bank.prompts().iter().filter(|prompt| prompt.set.is_none());
    assert!(alone.clone().all(|prompt| !matches!(prompt.task, Task::ToeflInterview | Task::ListenRepeat)));
    assert_eq!(alone.map(|prompt| prompt.level).collect::<BTreeSet<Level>>().len(), 4);
}

#[test]
fn sentences_to_repeat_grow_within_a_set() {
    let bank = Bank::built_in();
    let sentences: Vec<&Prompt> = bank.of(Task::ListenRepeat).collect();
    for set in sentences.chunks(7) {
        let words: Vec<usize> = set.iter().map(|prompt| prompt.text.split_whitespace().count()).collect();
        assert!(words.is_sorted_by(|a, b| a < b), "{words:?} {}", set[0].text);
        assert!((4..=5).contains(&words[0]) && (18..=20).contains(&words[6]), "{words:?} {}", set[0].text);
    }
}

#[test]
fn cards_have_three_points_and_a_closing_one() {
    for card in Bank::built_in().of(Task::IeltsPartTwo) {
        assert!(card.text.starts_with("Describe ") && card.points.len() == 4, "{card:#?}");
        assert!(card.points[3].starts_with("and explain "), "{card:#?}");
    }
}

#[test]
fn samples_fill_their_time() {
    let bank = Bank::built_in();
    for prompt in bank.of(Task::ToeflIndependent) {
        let words = prompt.sample.as_ref().unwrap().split_whitespace().count();
        assert!((70..=100).contains(&words), "{words} words: {}", prompt.text);
    }
}

/// Stricter than the bank is with files of others: here the rule also holds for the shortest sentences.
#[test]
fn no_two_prompts_share_over_half_of_their_content_words() {
    let bank = Bank::built_in();
    let texts: Vec<(&str, BTreeSet<String>)> =
        bank.prompts().iter().map(|prompt| (prompt.text.as_str(), content_words(&prompt.text))).collect();
    let mut close = Vec::new();
    for (n, (text, words)) in texts.iter().enumerate() {
        assert!(words.len() >= 2, "{text}");
        for (other, other_words) in &texts[..n] {
            let shared: Vec<&String> = words.intersection(other_words).collect();
            if shared.len() * 2 > words.len().min(other_words.len()) {
                close.push(format!("{text}\n{other}\n    {shared:?}"));
            }
        }
    }
    assert!(close.is_empty(), "{} pairs\n{}", close.len(), close.join("\n"));
}

/// An answer in the log says which prompt it is about by id alone.
#[test]
fn an_id_stands_for_one_text() {
    let listed: BTreeMap<&str, &str> =
        IDS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(' ')).collect();
    let bank = Bank::built_in();
    let mut faults = Vec::new();
    for prompt in bank.prompts() {
        let (id, hash) = (prompt.id.to_string(), text_hash(prompt));
        match listed.get(id.as_str()) {
            None => faults.push(format!("new prompt of {}; add the line: {id} {hash}", prompt.task)),
            Some(&known) if known != hash => faults.push(format!("text or points of {id} changed; give it a new id")),
            Some(_) => {}
        }
    }
    let is_gone = |id: &&&str| id.parse().ok().and_then(|id| bank.get(id)).is_none();
    faults.extend(listed.keys().filter(is_gone).map(|id| format!("prompt {id} is gone")));
    assert!(faults.is_empty(), "see coach/prompts/ids.txt\n{}", faults.join("\n"));
}

fn text_hash(prompt: &Prompt) -> String {
    let mut said = vec![prompt.text.as_str()];
    said.extend(prompt.points.iter().map(String::as_str));
    let digest = Sha256::digest(said.join("\n").as_bytes());
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

const HEAD: &str = "task = \"toefl-independent\"\n";

/// A prompt as written in a file, with one line in place of another.
fn written(instead_of: &str, line: &str) -> String {
    let lines = [
        "id = \"00000000000000a1\"",
        "level = \"B1\"",
        "topic = \"sea\"",
        "tags = [\"sea\"]",
        "text = \"Would you sail round the world by yourself?\"",
    ];
    let replaced = lines.map(|known| if known.starts_with(instead_of) { line } else { known });
    format!("[[prompt]]\n{}\n", replaced.join("\n"))
}

fn refused(text: &str) -> String {
    Bank::read(text, "mine.toml").expect_err("must be refused").to_string()
}

#[test]
fn a_file_of_ones_own_goes_behind_the_built_in_prompts() {
    let file = format!("{HEAD}{}", written("topic", "topic = \"sea\"\npoints = [\" why \", \"for how long\"]"));
    let extra = Bank::read(&file, "mine.toml").unwrap();
    assert_eq!(extra[0].points, ["why", "for how long"]);
    let id = extra[0].id;
    let bank = Bank::built_in().with(extra.clone(), "mine.toml").unwrap();
    assert_eq!(bank.of(Task::ToeflIndependent).last().map(|prompt| prompt.id), Some(id));
    let again = bank.with(extra, "mine.toml").unwrap_err().to_string();
    expect!["mine.toml, prompt 00000000000000a1: id is taken by an earlier prompt"].assert_eq(&again);
}

#[test]
fn the_files_in_the_documentation_are_read() {
    let documented = include_str!("../../../docs/prompts.md").split("```");
    let files: Vec<&str> = documented.filter_map(|block| block.strip_prefix("toml\n")).collect();
    assert_eq!(files.len(), 2);
    for file in files {
        Bank::built_in().with(Bank::read(file, "docs").unwrap(), "docs").unwrap();
    }
}

#[test]
fn what_another_prompt_asks_is_not_taken_again() {
    let built_in = Bank::built_in();
    let known = built_in.of(Task::InterviewAlgorithms).next().unwrap().text.clone();
    let same = format!("{HEAD}{}", written("text", &format!("text = {:?}", known.to_uppercase())));
    let near = format!("{HEAD}{}", written("text", "text = \"Explain to a child how binary search looks up a word.\""));
    let short = format!("{HEAD}{}", written("text", "text = \"Do you like dictionaries?\""));
    let with = |text: &str| {
        let bank = Bank::built_in().with(Bank::read(text, "mine.toml").unwrap(), "mine.toml");
        bank.map_or_else(|error| error.to_string(), |_| "taken".to_owned())
    };
    expect![[r#"
        mine.toml, prompt 00000000000000a1: text is that of prompt 5d63f29848d8d61e
        mine.toml, prompt 00000000000000a1: text is too close to prompt 5d63f29848d8d61e: 5 of 5 content words are shared, limit is half (binary, child, look, search, word)
        taken"#]].assert_eq(&[with(&same), with(&near), with(&short)].join("\n"));
    let one_id = format!("{HEAD}{}{}", written("~", ""), written("text", "text = \"Another question altogether?\""));
    let one_text = format!("{HEAD}{}{}", written("~", ""), written("id", "id = \"00000000000000a2\""));
    expect![[r#"
        mine.toml, prompt 00000000000000a1: id is taken by an earlier prompt
        mine.toml, prompt 00000000000000a2: text is that of prompt 00000000000000a1"#]]
    .assert_eq(&[refused(&one_id), refused(&one_text)].join("\n"));
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_limit() {
    let long = |field: &str, chars| format!("{field} = \"{}\"", "w".repeat(chars));
    let text = |text: &str| written("text", text);
    let cases = [
        written("id", "id = \"a1\""),
        written("id", "id = \"00000000000000A1\""),
        written("id", "id = \"\\u001b[31m\""),
        written("level", "level = \"D7\""),
        written("level", "levle = \"B1\""),
        written("level", ""),
        written("level", "level = 4"),
        written("topic", "topic = \"The Sea\""),
        written("tags", "tags = []"),
        written("tags", "tags = [\"a\", \"b\", \"c\", \"d\"]"),
        written("tags", "tags = [\"Sea\"]"),
        text("text = \"\""),
        text("text = \" ?! \""),
        text(&long("text", 2_001)),
        text("text = \"two\\nlines\""),
        text("text = \"turned \\u202E round\""),
        text("text = \"Why?\"\nsample = \"\\u0007\""),
        text(&format!("text = \"Why?\"\n{}", long("sample", 2_001))),
        text("text = \"Why?\"\npoints = [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\"]"),
        text("text = \"Why?\"\npoints = [\"\"]"),
        text("text = \"unclosed"),
    ];
    let messages: Vec<String> = cases.iter().map(|case| refused(&format!("{HEAD}{case}"))).collect();
    expect![[r#"
        mine.toml: prompt id "a1" is not 16 lower-case hex digits
        mine.toml: prompt id "00000000000000A1" is not 16 lower-case hex digits
        mine.toml: prompt id "\u{1b}[31m" is not 16 lower-case hex digits
        mine.toml, prompt 00000000000000a1: level "D7" is not known; the levels are A2, B1, B2, C1
        mine.toml, line 4: unknown field `levle`, expected one of `id`, `level`, `topic`, `tags`, `text`, `points`, `sample`
        mine.toml, line 2: missing field `level`
        mine.toml, line 4: invalid type: integer `4`, expected a string
        mine.toml, prompt 00000000000000a1: topic "The Sea" is not lower-case letters and digits with single spaces between words
        mine.toml, prompt 00000000000000a1: 0 tags, must be 1 to 3
        mine.toml, prompt 00000000000000a1: 4 tags, must be 1 to 3
        mine.toml, prompt 00000000000000a1: tag "Sea" is not lower-case letters and digits with single spaces between words
        mine.toml, prompt 00000000000000a1: text has no words
        mine.toml, prompt 00000000000000a1: text has no words
        mine.toml, prompt 00000000000000a1: text is 2001 characters, limit is 2000
        mine.toml, prompt 00000000000000a1: text has the control character U+000A
        mine.toml, prompt 00000000000000a1: text has the control character U+202E
        mine.toml, prompt 00000000000000a1: sample has the control character U+0007
        mine.toml, prompt 00000000000000a1: sample is 2001 characters, limit is 2000
        mine.toml, prompt 00000000000000a1: 7 points, must be 0 to 6
        mine.toml, prompt 00000000000000a1: point has no words
        mine.toml, line 7: invalid basic string, expected `"`"#]].assert_eq(&messages.join("\n"));
}

#[test]
fn a_file_is_for_one_task_and_of_bounded_size() {
    let many: String =
        (0..5_001).map(|n| written("id", &format!("id = \"{n:016x}\"")).replace("sail", &format!("sail{n}"))).collect();
    let cases = [
        String::new(),
        HEAD.to_owned(),
        format!("task = \"karaoke\"\n{}", written("~", "")),
        format!("{HEAD}author = \"me\"\n{}", written("~", "")),
        format!("{HEAD}{many}"),
        format!("{HEAD}# {}", "x".repeat(4_000_000)),
        format!("{HEAD}prompt = {}", "[".repeat(100_000)),
    ];
    let messages: Vec<String> = cases.iter().map(|case| refused(case)).collect();
    expect![[r#"
        mine.toml, line 1: missing field `task`
        mine.toml has no prompts
        mine.toml: task "karaoke" is not known; the tasks are toefl-independent, toefl-interview, listen-repeat, ielts-part2, interview-architecture, interview-backend, interview-frontend, interview-algorithms, interview-behavioural
        mine.toml, line 2: unknown field `author`, expected one of `task`, `prompt`, `set`
        mine.toml has 5001 prompts, limit is 5000
        mine.toml is 4000029 bytes, limit is 4000000
        mine.toml, line 2: cannot recurse further; max recursion depth met"#]].assert_eq(&messages.join("\n"));
}

#[test]
fn sets_have_limits_of_their_own() {
    let set = |id: &str, title: &str, prompts: usize| {
        let prompt = |n| format!("[[set.prompt]]\nid = \"{n:016x}\"\nlevel = \"B1\"\ntext = \"Word{n} thing{n}?\"\n");
        let head = format!("[[set]]\nid = \"{id}\"\ntitle = \"{title}\"\nsituation = \"Here.\"\n");
        let topics = "topic = \"sea\"\ntags = [\"sea\"]\n";
        format!("{head}{topics}{}", (0..prompts).map(prompt).collect::<String>())
    };
    let cases = [
        set("a-b", "T", 0),
        set("a-b", "T", 21),
        set("A b", "T", 1),
        set("a-b", "", 1),
        set("a-b", "T", 1) + &set("a-b", "T", 1),
        set("a-b", "T", 1) + "points = [3]",
        set("a-b", "T", 1) + "topic = \"sea\"",
    ];
    let messages: Vec<String> = cases.iter().map(|case| refused(&format!("{HEAD}{case}"))).collect();
    expect![[r#"
        mine.toml, set "a-b": 0 prompts, must be 1 to 20
        mine.toml, set "a-b": 21 prompts, must be 1 to 20
        mine.toml, set "A b": set id "A b" is not lower-case letters and digits with single hyphens between words
        mine.toml, set "a-b": title has no words
        mine.toml, set "a-b": id is taken by an earlier set
        mine.toml, line 12: invalid type: integer `3`, expected a string
        mine.toml, line 12: unknown field `topic`, expected one of `id`, `level`, `text`, `points`, `sample`"#]]
    .assert_eq(&messages.join("\n"));
}

#[test]
fn a_set_that_was_taken_apart_is_refused() {
    let bank = Bank::built_in();
    let mut set: Vec<Prompt> = bank.of(Task::ListenRepeat).take(7).cloned().collect();
    assert!(Bank::default().with(set.clone(), "rows").is_ok());
    let broken = |prompts: &[Prompt]| Bank::default().with(prompts.to_vec(), "rows").unwrap_err().to_string();
    let cut = [broken(&set[..6]), broken(&set[1..])];
    set.swap(2, 3);
    expect![[r#"
        rows, set "library-tour": prompts do not stand together from first to last
        rows, set "library-tour": prompts do not stand together from first to last
        rows, set "library-tour": prompts do not stand together from first to last"#]]
    .assert_eq(&[&cut[0], &cut[1], &broken(&set)].map(String::as_str).join("\n"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_panics(text in "(?s).{0,400}", value in "(?s).{0,60}") {
        let _ = Bank::read(&text, "any.toml");
        for line in ["id", "level", "topic", "tags", "text"] {
            let _ = Bank::read(&format!("{HEAD}{}", written(line, &format!("{line} = {value:?}"))), "any.toml");
            let _ = Bank::read(&format!("{HEAD}{}", written(line, &value)), "any.toml");
        }
    }
}
