//! What the bot says, in the learner's language: Fluent files, compiled in.
//!
//! Texts are plain: they hold no tags, and the messages escape them like everything else, so no translation can break
//! a message. What a language does not say is said in English. What is said about the learner's English itself, a
//! strength, a correction, comes from raters in English and is not translated.
//!
//! To add a language, put its file beside the others and name it in `LOCALES`; a test holds it to what English has.

mod calendar;
mod commands;

use std::sync::LazyLock;

use dataflow::events::Language;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

pub use commands::{COMMANDS, commands};
pub use fluent_bundle::FluentValue as Value;

/// The languages in the order in which they are offered, with their files. English is the first: it stands in for the
/// others.
const LOCALES: [(&str, &str); 4] = [
    ("en", include_str!("../../locales/en.ftl")),
    ("ru", include_str!("../../locales/ru.ftl")),
    ("es", include_str!("../../locales/es.ftl")),
    ("zh", include_str!("../../locales/zh.ftl")),
];

static ALL: LazyLock<Vec<Texts>> =
    LazyLock::new(|| LOCALES.iter().map(|(code, file)| Texts::new(code, file)).collect());

/// The texts of one language.
pub struct Texts {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Texts {
    /// Every language that we speak, English first.
    pub fn all() -> &'static [Texts] {
        &ALL
    }

    /// The texts of a language; those of English where we do not speak it.
    pub fn of(language: Language) -> &'static Texts {
        static NONE: LazyLock<Texts> = LazyLock::new(|| Texts::new("en", ""));
        let spoken = ALL.iter().find(|texts| texts.language == language);
        spoken.or_else(|| ALL.first()).unwrap_or_else(|| LazyLock::force(&NONE))
    }

    /// What a chat program says of its language, as in `pt-BR`, as a language that we speak.
    pub fn spoken(code: &str) -> Option<Language> {
        let language: Language = code.get(..2)?.to_ascii_lowercase().parse().ok()?;
        let is_whole = code.get(2..).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']));
        ALL.iter().map(|texts| texts.language).find(|spoken| is_whole && *spoken == language)
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The text with this id; the id itself where not even English has it.
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The text with this id, with values for its variables.
    pub fn say_with(&self, id: &str, values: &[(&'static str, Value<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        self.format(id, &args)
            .or_else(|| Texts::of(Language::ENGLISH).format(id, &args))
            .unwrap_or_else(|| id.to_owned())
    }

    /// Whether this language itself has the text.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id)
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        // What cannot be formatted stands in the text as `{$name}`; the tests let no file come to that.
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }

    fn new(code: &str, file: &str) -> Self {
        let locale: LanguageIdentifier = code.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The marks that keep directions apart would be copied along with a word and take part in limits.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new(file.to_owned()).unwrap_or_else(|(readable, _)| readable);
        bundle.add_resource_overriding(resource);
        Texts { language: code.parse().unwrap_or(Language::ENGLISH), bundle }
    }
}
