//! What harper-core adds: its grammar rules, and its part-of-speech tags for the syntax counts.
//!
//! Only rules about grammar that can be heard are switched on: spelling, capitals, punctuation, compounds and style
//! belong to the recogniser or to taste. harper-core is held at 0.54, the last version without a tensor library; its
//! rule about `looking forward to` prints on standard output there and stays off (ours covers it). Text goes in as
//! plain words: anything else would only cost time and might upset a parser made for prose.

use harper_core::linting::{LintGroup, Linter, Suggestion};
use harper_core::spell::FstDictionary;
use harper_core::{Dialect, Document, TokenKind};

/// Rules that are switched on. The others about grammar (`AnA`, `HavePronoun`, `HowTo`, `NounCountability`,
/// `PronounInflectionBe`, `PronounKnew`) were tried on 12,000 sentences of documentation and corrected right English.
const RULES: [&str; 10] = [
    "AdjectiveDoubleDegree",
    "AmountsFor",
    "AskNoPreposition",
    "DespiteOf",
    "Discuss",
    "DoubleModal",
    "LessWorse",
    "NominalWants",
    "SinceDuration",
    "TheMy",
];

/// A finding over characters of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spotted {
    /// First character concerned.
    pub(crate) start: usize,
    /// Character behind the last one concerned.
    pub(crate) end: usize,
    /// What to write there instead.
    pub(crate) better: String,
    /// Why.
    pub(crate) reason: String,
}

/// harper-core with the rules that are switched on. Making one takes some 10 ms, the first one of a process longer.
pub(crate) struct Checker {
    group: LintGroup,
}

impl Checker {
    pub(crate) fn new() -> Self {
        let mut group = LintGroup::new_curated(FstDictionary::curated(), Dialect::American);
        group.set_all_rules_to(Some(false));
        for rule in RULES {
            group.config.set_rule_enabled(rule, true);
        }
        Self { group }
    }

    /// Findings in a text. Those without a suggestion are left out: a learner could do nothing with them.
    pub(crate) fn findings(&mut self, text: &str) -> Vec<Spotted> {
        let document = Document::new_plain_english(text, &FstDictionary::curated());
        let lints = self.group.lint(&document);
        let spotted = lints.into_iter().filter_map(|lint| {
            let said = document.get_span_content_str(&lint.span);
            let better = match lint.suggestions.first()? {
                Suggestion::ReplaceWith(chars) => chars.iter().collect(),
                Suggestion::InsertAfter(chars) => said + &chars.iter().collect::<String>(),
                Suggestion::Remove => String::new(),
            };
            Some(Spotted { start: lint.span.start, end: lint.span.end, better, reason: lint.message.replace('`', "") })
        });
        spotted.collect()
    }
}

/// What a word is tagged as, as far as clauses are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    /// A verb, auxiliaries included.
    Verb,
    /// An adverb, pronoun or particle, which may stand inside a verb group: `did you really not know`.
    Between,
    /// Anything else.
    Other,
}

/// Words of a text in lower case with their tags.
pub(crate) fn tags(text: &str) -> Vec<(String, Tag)> {
    let dictionary = FstDictionary::curated();
    let document = Document::new_plain_english(text, &dictionary);
    let words = document.tokens().filter_map(|token| {
        let TokenKind::Word(metadata) = &token.kind else { return None };
        let tag = metadata.as_ref().and_then(|metadata| metadata.pos_tag);
        let tag = match tag.as_ref().map(AsRef::as_ref) {
            Some("VERB" | "AUX") => Tag::Verb,
            Some("ADV" | "PRON" | "PART") => Tag::Between,
            _ => Tag::Other,
        };
        Some((document.get_span_content_str(&token.span).to_lowercase(), tag))
    });
    words.collect()
}
