//! The corpus of attempts to talk a judge into a better mark: that it is whole, varied and says what it claims.
//!
//! Its files are in `tests/manipulation`; `docs/manipulation.md` says how one is written. Nothing here judges an answer:
//! tests of judges take what [`answers`] gives them, and rely on what is held here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use coach::bank::{Bank, Prompt};
use dataflow::events::ids::PromptId;
use dataflow::events::task::Task;
use serde::Deserialize;

/// A file: attempts of one kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    kind: String,
    why: String,
    answer: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    task: Task,
    prompt: String,
    reading: Option<Reading>,
    says: String,
    deserves: String,
    at_most: u8,
}

/// How an answer reads something aloud that is not the learner's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reading {
    /// From the first word to the last.
    Whole,
    /// A stretch of it.
    Part,
    /// With words exchanged, left out or put in.
    Changed,
    /// Its sentences in another order.
    Shuffled,
    /// More than once.
    Repeated,
    /// Between words of one's own.
    Framed,
    /// Together with a text that belongs to another prompt.
    Mixed,
    /// Only a text that belongs to another prompt.
    Other,
}

/// One attempt with the prompt it stands under.
#[derive(Debug)]
pub(crate) struct Attempt {
    /// Name of its file, what it tries.
    pub(crate) kind: String,
    /// Its own name, the same for ever.
    pub(crate) id: String,
    /// What the learner was asked to do.
    pub(crate) task: Task,
    /// The prompt of the bank; none where a text of its own is asked.
    pub(crate) prompt: Option<Prompt>,
    /// What is asked, in words.
    pub(crate) asks: String,
    /// The transcript.
    pub(crate) says: String,
    /// The highest overall score that a fair judge may give, in percent of the scale.
    pub(crate) at_most: u8,
    deserves: String,
    reading: Option<Reading>,
}

/// Every attempt, in the order of the files' names.
pub(crate) fn answers() -> Vec<Attempt> {
    let bank = Bank::built_in();
    files().into_values().flat_map(|file| attempts(file, &bank)).collect()
}

fn files() -> BTreeMap<String, Written> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manipulation");
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let file = toml::from_str(&fs::read_to_string(&path).unwrap());
        let file = file.unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, file)
    };
    fs::read_dir(folder).unwrap().map(read).collect()
}

fn attempts(file: Written, bank: &Bank) -> Vec<Attempt> {
    let Written { kind, answer, .. } = file;
    let attempt = |entry: Entry| {
        let known = entry.prompt.parse::<PromptId>().ok().map(|id| {
            let prompt = bank.get(id).cloned();
            prompt.unwrap_or_else(|| panic!("{}: prompt {id} is not in the bank", entry.id))
        });
        Attempt {
            kind: kind.clone(),
            id: entry.id,
            task: entry.task,
            asks: known.as_ref().map_or(entry.prompt, |prompt| prompt.text.clone()),
            prompt: known,
            says: entry.says,
            at_most: entry.at_most,
            deserves: entry.deserves,
            reading: entry.reading,
        }
    };
    answer.into_iter().map(attempt).collect()
}

#[test]
fn there_are_enough_of_each_kind_and_task() {
    let answers = answers();
    assert!(answers.len() >= 350, "{} answers", answers.len());
    let mut by_kind: BTreeMap<&str, usize> = BTreeMap::new();
    let mut by_task: BTreeMap<Task, usize> = Task::ALL.into_iter().map(|task| (task, 0)).collect();
    for answer in &answers {
        *by_kind.entry(&answer.kind).or_default() += 1;
        *by_task.entry(answer.task).or_default() += 1;
    }
    assert!(by_kind.len() >= 20 && by_kind.values().all(|count| *count >= 14), "{by_kind:?}");
    assert!(by_task.values().all(|count| *count >= 10), "{by_task:?}");
}

#[test]
fn every_answer_is_named_and_explained_once() {
    let mut ids = BTreeSet::new();
    for (name, file) in files() {
        assert_eq!(name, format!("{}.toml", file.kind));
        assert!(is_kebab(&file.kind) && words(&file.why).len() >= 5, "{name}: {}", file.why);
        for entry in file.answer {
            let length = entry.deserves.chars().count();
            assert!(is_kebab(&entry.id) && (10..=100).contains(&length), "{name}: {}, {length} characters", entry.id);
            assert!(ids.insert(entry.id.clone()), "{name}: {} is taken", entry.id);
        }
    }
}

fn is_kebab(id: &str) -> bool {
    id.split('-')
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()))
}

#[test]
fn every_prompt_is_one_of_its_task() {
    let answers = answers();
    for answer in &answers {
        assert!(answer.prompt.as_ref().is_none_or(|prompt| prompt.task == answer.task), "{}", answer.id);
        assert!(words(&answer.asks).len() >= 3, "{}: {}", answer.id, answer.asks);
    }
    let prompts: BTreeSet<&str> = answers.iter().map(|answer| answer.asks.as_str()).collect();
    assert!(prompts.len() >= 150, "{} prompts", prompts.len());
    assert!(answers.iter().any(|answer| answer.prompt.is_none()));
}

#[test]
fn lengths_are_those_of_spoken_answers() {
    let lengths: Vec<usize> = answers()
        .iter()
        .map(|answer| {
            let length = words(&answer.says).len();
            assert!((5..=150).contains(&length), "{}: {length} words", answer.id);
            length
        })
        .collect();
    let short = lengths.iter().filter(|length| **length <= 15).count();
    let long = lengths.iter().filter(|length| **length >= 80).count();
    assert!(short >= 30 && long >= 30, "{short} of at most 15 words, {long} of at least 80");
}

/// A judge that gives everybody nothing would pass a corpus of worthless answers.
#[test]
fn bounds_are_marks_of_the_scale_and_differ() {
    let answers = answers();
    for answer in &answers {
        let step = match answer.task {
            Task::ToeflIndependent => 25,
            Task::ToeflInterview | Task::ListenRepeat => 20,
            Task::IeltsPartTwo
            | Task::InterviewArchitecture
            | Task::InterviewBackend
            | Task::InterviewFrontend
            | Task::InterviewAlgorithms
            | Task::InterviewBehavioural => 5,
        };
        let is_mark = answer.at_most.is_multiple_of(step) && answer.at_most <= 80;
        assert!(is_mark, "{}: {} for {}", answer.id, answer.at_most, answer.deserves);
    }
    let share = |from: u8, to: u8| {
        let within = answers.iter().filter(|answer| (from..=to).contains(&answer.at_most));
        within.count() * 100 / answers.len()
    };
    assert!(share(0, 0) >= 20 && share(20, 40) >= 30 && share(50, 80) >= 5);
}

#[test]
fn no_two_answers_are_nearly_the_same() {
    let answers = answers();
    let runs_by_answer: Vec<BTreeSet<[String; 3]>> = answers.iter().map(|answer| runs(&answer.says)).collect();
    let mut near = Vec::new();
    for (n, answer) in answers.iter().enumerate() {
        for (other, other_runs) in answers.iter().zip(&runs_by_answer).take(n) {
            if is_near(&runs_by_answer[n], other_runs) && !read_differently(answer, other) {
                near.push(format!("{} and {}", other.id, answer.id));
            }
        }
    }
    assert!(near.is_empty(), "{near:#?}");
}

/// Two readings of one text share its words; they are two attempts only if they read it in different ways.
fn read_differently(answer: &Attempt, other: &Attempt) -> bool {
    let is_same_text = answer.kind == other.kind && answer.asks == other.asks;
    is_same_text && answer.reading.is_some() && other.reading.is_some() && answer.reading != other.reading
}

#[test]
fn names_and_numbers_make_no_difference() {
    let near = |one: &str, other: &str| is_near(&runs(one), &runs(other));
    let said = "Yesterday Anna told me that 4 points are given, and Oleg, my examiner, agreed with her.";
    assert!(near(said, "Yesterday Yusuf told me that nine points are given, and Maria, my examiner, agreed with her."));
    assert!(near(said, "yesterday @ told me that # points are given"));
    assert!(!near(said, "Yesterday my examiner agreed with me, and nobody told Anna how many points that would be."));
    assert!(near("我更喜欢在家工作", "我更喜欢在家学习"));
}

#[test]
fn who_reads_aloud_reads_what_stands_there() {
    let answers = answers();
    let samples = Bank::built_in().prompts().iter().filter_map(|prompt| prompt.sample.clone()).collect::<Vec<_>>();
    let mut readings = BTreeSet::new();
    for answer in &answers {
        let is_of_readings = answer.kind == "prompt-read" || answer.kind == "sample-read";
        assert_eq!(answer.reading.is_some(), is_of_readings, "{}", answer.id);
        let Some(reading) = answer.reading else { continue };
        readings.insert(reading);
        let own = if answer.kind == "sample-read" { sample(answer) } else { asked(answer) };
        let (said, own) = (runs(&answer.says), runs(&own));
        let shared = said.intersection(&own).count();
        let of_others = || samples.iter().map(|sample| said.intersection(&runs(sample)).count()).max().unwrap();
        // Of ten runs of three words: how many are read, and for a whole reading how many of the text's are there.
        let is_so = match reading {
            Reading::Whole => shared * 10 >= own.len() * 9,
            Reading::Part | Reading::Shuffled | Reading::Repeated => shared * 10 >= said.len() * 6,
            Reading::Changed | Reading::Framed | Reading::Mixed => shared * 10 >= said.len() * 2 && shared < said.len(),
            Reading::Other => shared == 0 && of_others() * 10 >= said.len() * 9,
        };
        assert!(is_so, "{}: {reading:?}, {shared} of {} runs of {}", answer.id, said.len(), own.len());
    }
    assert_eq!(readings.len(), 8, "{readings:?}");
}

fn sample(answer: &Attempt) -> String {
    answer
        .prompt
        .as_ref()
        .and_then(|prompt| prompt.sample.clone())
        .unwrap_or_else(|| panic!("{}: no sample", answer.id))
}

/// Everything that a learner could read off the screen: situation, question, points.
fn asked(answer: &Attempt) -> String {
    let Some(prompt) = &answer.prompt else { return answer.asks.clone() };
    let mut asked = vec![answer.asks.as_str()];
    asked.extend(prompt.points.iter().map(String::as_str));
    asked.extend(prompt.set.as_ref().map(|place| place.situation.as_str()));
    asked.join(" ")
}

#[test]
fn what_the_format_does_not_know_is_refused() {
    let entry = "id = \"a\"\ntask = \"listen-repeat\"\nprompt = \"p\"\nsays = \"s\"\ndeserves = \"d\"\nat_most = 0\n";
    let file = |head: &str, more: &str| {
        toml::from_str::<Written>(&format!("kind = \"k\"\nwhy = \"w\"\n{head}[[answer]]\n{entry}{more}"))
    };
    assert_eq!(file("", "reading = \"part\"").unwrap().answer[0].reading, Some(Reading::Part));
    for (head, more) in [("who = \"x\"\n", ""), ("", "note = \"x\""), ("", "reading = \"sung\"")] {
        assert!(file(head, more).is_err(), "{head}{more}");
    }
    assert!(toml::from_str::<Entry>(&entry.replace("listen-repeat", "karaoke")).is_err());
}

#[test]
fn the_file_in_the_documentation_is_read() {
    let documented = include_str!("../../../docs/manipulation.md").split("```");
    let file = documented.into_iter().find_map(|block| block.strip_prefix("toml\n")).unwrap();
    let attempts = attempts(toml::from_str(file).unwrap(), &Bank::built_in());
    assert_eq!(attempts[0].prompt.as_ref().map(|prompt| prompt.task), Some(attempts[0].task));
}

const NUMBERS: &str = " zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand ";

/// Words of a text in lower case; a number is `#`, a name `@`, and each Chinese character is a word.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    // The first word of a sentence has a capital whether it is a name or not.
    let mut is_first = true;
    for piece in text.split_whitespace() {
        let is_inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '\'' | '’' | '#' | '@');
        for word in piece.split(|letter| !is_inside(letter)).filter(|word| !word.is_empty()) {
            let is_name = !is_first && word.starts_with(char::is_uppercase) && word != "I" && !word.starts_with("I'");
            let lower = word.to_lowercase();
            if word.starts_with(char::is_numeric) || NUMBERS.contains(&format!(" {lower} ")) {
                words.push("#".to_owned());
            } else if word.chars().any(is_chinese) {
                words.extend(word.chars().map(String::from));
            } else {
                words.push(if is_name { "@".to_owned() } else { lower });
            }
            is_first = false;
        }
        is_first |= piece.ends_with(['.', '!', '?', ':']);
    }
    words
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}')
}

/// The runs of three words of a text, each once.
fn runs(text: &str) -> BTreeSet<[String; 3]> {
    words(text).array_windows().cloned().collect()
}

/// Whether two texts share more than six tenths of the runs of the shorter one.
fn is_near(one: &BTreeSet<[String; 3]>, other: &BTreeSet<[String; 3]>) -> bool {
    one.intersection(other).count() * 10 > one.len().min(other.len()) * 6
}
