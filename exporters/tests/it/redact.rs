//! What is taken out of the words before they leave.

use dataflow::events::Purpose;

use crate::support::{OCTOBER_MS, World, agrees, delivered, read};

fn words(said: &str) -> (Vec<String>, Vec<String>, String) {
    let mut world = World::default();
    world.add([agrees(1, Purpose::Research)]);
    world.add(delivered(1, 10, OCTOBER_MS));
    world.said.insert(10, said.split(' ').map(str::to_owned).collect());
    let mut spec = world.spec();
    spec.transcripts = true;
    let out = tempfile::tempdir().unwrap();
    let release = world.try_release(&spec, out.path()).unwrap();
    let words = read(&release, "words");
    let text = read(&release, "transcripts").column("text").remove(0);
    (words.column("word"), words.column("is_redacted"), text)
}

#[test]
fn names_numbers_and_addresses_are_taken_out_and_flagged() {
    let said = "Good morning. I met Gulnara in the library. John's number is 5551234567, \
                or john@example.org. In English, ahmed. Zebra.";
    let (words, flags, text) = words(said);
    let expected = "Good morning. I met [name] in the library. [name] number is [number] or [address] In English, \
                    [name] [name]";
    assert_eq!(text, expected);
    assert_eq!(words.join(" "), expected);
    assert_eq!(flags.iter().filter(|flag| *flag == "true").count(), 6);
}

#[test]
fn without_transcripts_there_are_times_and_bands_and_no_text() {
    let mut world = World::default();
    world.add([agrees(1, Purpose::Research)]);
    world.add(delivered(1, 10, OCTOBER_MS));
    world.said.insert(10, vec!["library".to_owned(), "the".to_owned(), "Zanzibar".to_owned()]);
    let out = tempfile::tempdir().unwrap();
    let release = world.release(out.path());
    let words = read(&release, "words");
    assert_eq!(words.column("word"), ["-", "-", "-"]);
    assert_eq!(words.column("is_redacted"), ["-", "-", "-"]);
    assert_eq!(words.column("frequency_band"), ["1", "0", "3"]);
    assert_eq!(words.column("start_ms"), ["0", "500", "1000"]);
    assert_eq!(read(&release, "transcripts").rows(), 0);
    assert_eq!(read(&release, "corrections").column("said"), ["-"]);
    for (path, bytes) in crate::support::everything(&release.path) {
        assert!(!bytes.windows(8).any(|bytes| bytes == b"Zanzibar"), "{path:?} has a word");
    }
}
