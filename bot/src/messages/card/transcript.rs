//! The words as said, with a mark for each pause, for each unsure word and for the end of the time.

use dataflow::documents::{Card, Silence, Word};

use crate::messages::html::cut;
use crate::texts::Texts;

/// Most characters of one word: what is longer is no word.
const WORD_CHARS_MAX: usize = 60;

/// The words and marks in their order, to be joined by spaces.
pub(super) fn marked(texts: &Texts, card: &Card) -> Vec<String> {
    let mut marked: Vec<String> = Vec::new();
    let mut waiting = card.pauses.iter().peekable();
    let mut is_graded = true;
    for word in &card.transcript.words {
        // The recogniser's times are less exact than the pauses: a pause stands before the word in whose first half it
        // ends.
        let middle_ms = word.start_ms.midpoint(word.end_ms);
        while let Some(pause) = waiting.next_if(|pause| pause.start_ms.midpoint(pause.end_ms) <= middle_ms) {
            marked.push(pause_mark(*pause));
        }
        if is_graded && word.start_ms >= card.graded_ms {
            is_graded = false;
            marked.push(texts.say("card-time-up"));
        }
        marked.push(shown(word));
    }
    marked
}

fn pause_mark(pause: Silence) -> String {
    let tenths = pause.end_ms.saturating_sub(pause.start_ms).saturating_add(50) / 100;
    format!("‖{}.{}s‖", tenths / 10, tenths % 10)
}

fn shown(word: &Word) -> String {
    let text = cut(&word.word, WORD_CHARS_MAX);
    if word.is_unsure() { format!("{text}(?)") } else { text }
}
