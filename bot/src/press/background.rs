//! Questions about a learner and their answers, as data of buttons: a word for the question, a value for the answer.

use dataflow::events::{AgeBand, Background, BackgroundQuestion, FIRST_LANGUAGES, Language, YearsBand};

/// Stands where the learner would not say.
const NONE: &str = "none";
const QUESTIONS: [BackgroundQuestion; 3] =
    [BackgroundQuestion::FirstLanguage, BackgroundQuestion::Age, BackgroundQuestion::EnglishYears];

/// The word of a question.
pub(super) fn word(asks: BackgroundQuestion) -> &'static str {
    match asks {
        BackgroundQuestion::FirstLanguage => "first",
        BackgroundQuestion::Age => "age",
        BackgroundQuestion::EnglishYears => "years",
    }
}

/// The question of a word.
pub(super) fn question(text: &str) -> Option<BackgroundQuestion> {
    QUESTIONS.into_iter().find(|asks| word(*asks) == text)
}

/// An answer as data.
pub(super) fn data(told: &Background) -> String {
    let value = match told {
        Background::FirstLanguage(said) => said.as_ref().map(Language::code),
        Background::Age(said) => said.map(AgeBand::name),
        Background::EnglishYears(said) => said.map(YearsBand::name),
    };
    format!("{}:{}", word(told.question()), value.unwrap_or(NONE))
}

/// Reads an answer; none if it is not one that was offered.
pub(super) fn read(text: &str, value: &str) -> Option<Background> {
    let is_none = value == NONE;
    Some(match question(text)? {
        BackgroundQuestion::FirstLanguage if is_none => Background::FirstLanguage(None),
        BackgroundQuestion::FirstLanguage => {
            let is_offered = FIRST_LANGUAGES.contains(&value) || value == Language::OTHER.code();
            Background::FirstLanguage(Some(value.parse().ok().filter(|_| is_offered)?))
        }
        BackgroundQuestion::Age if is_none => Background::Age(None),
        BackgroundQuestion::Age => Background::Age(Some(AgeBand::ALL.into_iter().find(|band| band.name() == value)?)),
        BackgroundQuestion::EnglishYears if is_none => Background::EnglishYears(None),
        BackgroundQuestion::EnglishYears => {
            Background::EnglishYears(Some(YearsBand::ALL.into_iter().find(|band| band.name() == value)?))
        }
    })
}
