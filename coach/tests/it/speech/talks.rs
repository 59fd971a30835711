//! Real voice notes, where they are at hand: the folder beside the project that its README names.

use std::path::PathBuf;

use coach::audio::decode;
use coach::speech::measure;
use dataflow::measures::{PAUSE_MS_MIN, pauses};

/// Says how many of the joins between sentences are pauses; none where the folder is absent.
#[test]
fn figures_joins_of_real_talks_are_pauses() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/voice");
    let Ok(index) = std::fs::read(folder.join("index.json")) else { return };
    let index: serde_json::Value = serde_json::from_slice(&index).unwrap();
    let (mut found, mut all) = (0, 0);
    for talk in index.as_array().unwrap().iter().filter(|entry| entry["kind"] == "talk") {
        let recording = decode(&std::fs::read(folder.join(talk["file"].as_str().unwrap())).unwrap()).unwrap();
        let measured = measure(&recording, u32::MAX).unwrap();
        let pauses = pauses(&measured.runs, PAUSE_MS_MIN);
        let number = |value: &serde_json::Value| u32::try_from(value.as_u64().unwrap()).unwrap();
        let parts = talk["parts"].as_array().unwrap();
        let joins = parts.windows(2).map(|pair| {
            let start_ms = number(&pair[0]["at_ms"]) + number(&pair[0]["ms"]);
            (start_ms, number(&pair[1]["at_ms"]))
        });
        for (start_ms, end_ms) in joins {
            let covers = |start: u32, end: u32| end.min(end_ms).saturating_sub(start.max(start_ms));
            let is_found =
                pauses.iter().any(|pause| 10 * covers(pause.start_ms, pause.end_ms) >= 8 * (end_ms - start_ms));
            found += usize::from(is_found);
            all += 1;
        }
    }
    eprintln!("joins of real talks: {found} of {all} found");
    assert!(10 * found >= 9 * all);
}
