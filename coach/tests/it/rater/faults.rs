//! The rater is no constant: a planted fault lowers the criterion concerned, the more the stronger it is, and leaves
//! the others within one step. Two base answers, five faults, six strengths: 60 synthesised answers.

use dataflow::events::task::Task;

use super::{Answer, FLUENT, Manner, STUDY, STUDY_PROMPT};

const PARK_PROMPT: &str = "Describe a place in your city that you like to visit, and explain why.";

const PARK: [&str; 6] = [
    "I would like to talk about the old park near the river in my city.",
    "I go there on weekends because it keeps me calm and the trees give shade in summer.",
    "For example, I took a long walk there last month, and I watched the boats from a small bridge.",
    "There are many cafés on that street where visitors drink coffee and listen to music.",
    "The park is crowded on holidays, but it feels like the countryside early in the morning.",
    "So it is the best place to rest after a busy week in traffic and noise.",
];

/// What is said, and what a learner might say instead.
const STUDY_ERRORS: [(&str, &str); 8] = [
    ("I could not understand", "I didn't understood"),
    ("faster, cheaper", "more faster, cheaper"),
    ("chemistry homework", "chemistry homeworks"),
    ("that I know what", "that I am know what"),
    ("I prefer to study", "I enjoy to study"),
    ("my friends open their", "my friends has open their"),
    ("keeps me motivated", "makes me to stay motivated"),
    ("I should do", "I should to do"),
];
const PARK_ERRORS: [(&str, &str); 8] = [
    ("There are many", "There is many"),
    ("I took a", "I have took a"),
    ("it feels like", "it feel like"),
    ("on weekends", "in weekends"),
    ("listen to music", "listen music"),
    ("it is the best place", "it is best place"),
    ("it keeps me", "it keep me"),
    ("I would like to talk", "I should to talk"),
];
const OFF_TOPIC: [&str; 5] = [
    "Volcanoes sleep for centuries because molten rock rises slowly below them.",
    "For example, last winter whales sang low notes that carried across whole oceans.",
    "However, silver was heavier than iron, so ancient sailors avoided it.",
    "Another reason is that dinosaurs laid enormous eggs in warm sand.",
    "When lightning strikes a tower, the copper wire leads it underground.",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Pauses,
    Rate,
    Grammar,
    OffTopic,
    Repetition,
}

impl Fault {
    const ALL: [Fault; 5] = [Fault::Pauses, Fault::Rate, Fault::Grammar, Fault::OffTopic, Fault::Repetition];

    fn criterion(self) -> &'static str {
        match self {
            Fault::Pauses | Fault::Rate => "delivery",
            Fault::Grammar => "language_use",
            Fault::OffTopic | Fault::Repetition => "topic_development",
        }
    }
}

struct Base {
    prompt: &'static str,
    sentences: [&'static str; 6],
    errors: [(&'static str, &'static str); 8],
}

const BASES: [Base; 2] = [
    Base { prompt: STUDY_PROMPT, sentences: STUDY, errors: STUDY_ERRORS },
    Base { prompt: PARK_PROMPT, sentences: PARK, errors: PARK_ERRORS },
];
const STRENGTHS: usize = 6;

fn answer(base: &Base, fault: Fault, strength: usize) -> Answer {
    let mut sentences: Vec<String> = base.sentences.iter().map(|sentence| (*sentence).to_owned()).collect();
    let mut manner = FLUENT;
    match fault {
        Fault::Pauses => manner = Manner { halts: [0, 4, 8, 14, 22, 32][strength], ..FLUENT },
        Fault::Rate => manner = Manner { rate: [3.6, 3.2, 2.8, 2.4, 2.0, 1.7][strength], ..FLUENT },
        Fault::Grammar => {
            let text = sentences.join("\n");
            let planted = base.errors.iter().take([0, 1, 2, 4, 6, 8][strength]).fold(text, |text, (right, wrong)| {
                assert!(text.contains(right), "{right} is not in the base");
                text.replacen(right, wrong, 1)
            });
            sentences = planted.split('\n').map(str::to_owned).collect();
        }
        Fault::OffTopic => {
            for (n, beside) in OFF_TOPIC.iter().take(strength).enumerate() {
                sentences[n + 1] = (*beside).to_owned();
            }
        }
        Fault::Repetition => {
            for n in 0..strength {
                sentences[5 - n] = base.sentences[0].to_owned();
            }
        }
    }
    Answer::spoken(Task::ToeflIndependent, Some(base.prompt), &sentences.join(" "), manner)
}

/// Ranks from 1, ties sharing their mean.
fn ranks(values: &[f64]) -> Vec<f64> {
    let rank = |value: &f64| {
        let below = values.iter().filter(|other| *other < value).count();
        let same = values.iter().filter(|other| *other == value).count();
        below as f64 + (same as f64 + 1.0) / 2.0
    };
    values.iter().map(rank).collect()
}

fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (ranks(a), ranks(b));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let (mean_a, mean_b) = (mean(&a), mean(&b));
    let product: f64 = a.iter().zip(&b).map(|(x, y)| (x - mean_a) * (y - mean_b)).sum();
    let square = |values: &[f64], mean: f64| values.iter().map(|x| (x - mean).powi(2)).sum::<f64>();
    let size = (square(&a, mean_a) * square(&b, mean_b)).sqrt();
    if size == 0.0 { 0.0 } else { product / size }
}

#[test]
fn spearman_is_that_of_the_textbook() {
    assert!((spearman(&[1.0, 2.0, 3.0], &[2.0, 4.0, 9.0]) - 1.0).abs() < 1e-9);
    let iq = [106.0, 100.0, 86.0, 101.0, 99.0, 103.0, 97.0, 113.0, 112.0, 110.0];
    let hours = [7.0, 27.0, 2.0, 50.0, 28.0, 29.0, 20.0, 12.0, 6.0, 17.0];
    assert!((spearman(&iq, &hours) + 29.0 / 165.0).abs() < 1e-9);
    assert_eq!(spearman(&[1.0, 2.0], &[3.0, 3.0]), 0.0);
}

#[test]
fn each_fault_lowers_its_criterion_and_leaves_the_others() {
    let mut wrong = Vec::new();
    for (n, base) in BASES.iter().enumerate() {
        for fault in Fault::ALL {
            let answers: Vec<Answer> = (0..STRENGTHS).map(|strength| answer(base, fault, strength)).collect();
            let values = |name: &str| -> Vec<f64> {
                let value =
                    |answer: &Answer| answer.values().into_iter().find(|value| value.name == name).unwrap().value_milli;
                answers.iter().map(|answer| f64::from(value(answer))).collect()
            };
            let strengths: Vec<f64> = (0..STRENGTHS).map(|strength| strength as f64).collect();
            let falling = values(fault.criterion());
            let correlation = spearman(&strengths, &falling);
            eprintln!("base {n} {fault:?}: {} {falling:?} spearman {correlation:.2}", fault.criterion());
            if correlation > -0.9 {
                wrong.push(format!("base {n} {fault:?}: {falling:?} gives {correlation:.2}"));
            }
            let scores = answers.iter().map(|answer| answer.judged().assessment.criteria).collect::<Vec<_>>();
            for (at, criterion) in scores[0].iter().enumerate() {
                let row: Vec<u16> = scores.iter().map(|criteria| criteria[at].score).collect();
                let moved = row.iter().map(|score| score.abs_diff(criterion.score)).max().unwrap();
                eprintln!("    {} {row:?}", criterion.name);
                if criterion.name != fault.criterion() && moved > 1 {
                    wrong.push(format!("base {n} {fault:?}: {} moves by {moved}: {row:?}", criterion.name));
                }
                if criterion.name == fault.criterion() && row[0] < row[STRENGTHS - 1] + 2 {
                    wrong.push(format!("base {n} {fault:?}: {} hardly falls: {row:?}", criterion.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
