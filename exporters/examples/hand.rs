//! scratch
use std::convert::Infallible;
use dataflow::documents::*;
use dataflow::events::*;
use dataflow::graph::Row;
use dataflow::measures::*;
use dataflow::read_model::Tables;
use dataflow::views::*;
fn main() {
    let n: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let out = std::env::args().nth(1).unwrap();
    let mut rows = Vec::new();
    for a in 0..n {
        let learner = LearnerId(a % 50 + 1);
        let of = AnswerRun { answer: AnswerId(a.wrapping_mul(0x9e3779b97f4a7c15)), run: 0 };
        let status = match a % 5 { 0 => Status::Rejected(Rejection::NoSpeech), 1 => Status::Outstanding, _ => Status::Delivered };
        rows.push(Row::Answer(AnswerRow { answer: of.answer, learner, run: 0, occurred_at_ms: 1_750_000_000_123 + a * 1000, source: Source::Command, task: Task::ToeflInterview, prompt: (a % 2 == 0).then_some(PromptId(a)), bytes: 100_000 + a, status }));
        for p in 0..15u32 { rows.push(Row::Pause(PauseRow { learner, of, start_ms: p * 3000, end_ms: p * 3000 + 300 + (a % 7) as u32 })); }
        for name in MeasureName::ALL { 
            for t in if name.depends_on_threshold() { vec![Some(200), Some(250), Some(350)] } else { vec![None] } {
            let w = *name == MeasureName::Hdd;
            rows.push(Row::Measurement(MeasurementRow { learner, of, measure: Measure { name: *name, pause_ms_min: t, value_milli: (!w).then_some(1000 + a as i64 * 7), withheld: w.then_some(Withheld::TooFewWords) } })); } }
        for c in ["overall", "delivery", "language"] { rows.push(Row::Score(ScoreRow { learner, of, rater: "offline-estimate-1".into(), rubric: "toefl-independent-2019".into(), revision: 1, criterion: c.into(), score_centi: (a % 9 != 0).then_some(287), low_centi: Some(200), high_centi: Some(337), max_centi: 400 })); }
    }
    for l in 1..=50u64 { if l % 2 == 0 { rows.push(Row::Consent(ConsentRow { learner: LearnerId(l), purpose: Purpose::Research, is_given: l % 4 == 0, version: 1, since_ms: 5 })); } }
    let mut tables = Tables::default();
    tables.apply(1_760_000_000_000_000 + n, rows.into_iter().map(|r| (r, 1)).collect());
    let say = |of: AnswerRun| {
        let words: Vec<Word> = (0..100).map(|i| Word { word: if i == 3 { "\u{202e}\"x\"\nمرحبا,".into() } else { format!("w{}", (of.answer.0 >> 7) % (i + 900)) }, start_ms: i as u32 * 400, end_ms: i as u32 * 400 + 300, confidence: 0.83 }).collect();
        Ok::<_, Infallible>(Some(Transcript { text: "it said \"hello\"\n, مرحبا".into(), words }))
    };
    let t = std::fs::read_to_string("/proc/uptime").unwrap();
    let m0 = std::fs::read_to_string("/proc/self/status").unwrap();
    let r = exporters::release(&tables, say, std::path::Path::new(&out)).unwrap();
    let u = std::fs::read_to_string("/proc/uptime").unwrap();
    let f = |s: &str| s.split(' ').next().unwrap().parse::<f64>().unwrap();
    let total: u64 = r.tables.iter().map(|t| t.1).sum();
    let m1 = std::fs::read_to_string("/proc/self/status").unwrap();
    let hwm = |s: &str| s.lines().find(|l| l.starts_with("VmHWM")).unwrap().to_string();
    println!("{r:?} {total} rows {:.2} s; {} before, {} after", f(&u) - f(&t), hwm(&m0), hwm(&m1));
}
