//! Studies: what a learner reads before taking part, and what is asked of participants.

use dataflow::events::{
    AgeBand, Background, BackgroundQuestion, FIRST_LANGUAGES, Language, Purpose, StudyId, YearsBand,
};

use super::html::{Html, button, cut};
use crate::message::{Button, Message};
use crate::press::{Press, purpose_name};
use crate::texts::Texts;

/// Longest text of a study that is shown, as the chat counts it; ours stands around it in one message.
const CONSENT_VISIBLE_MAX: usize = 2_900;
/// Longest title within a sentence or on a button.
pub(super) const TITLE_VISIBLE_MAX: usize = 120;

/// A study that a learner may join.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudyOffer {
    /// Which.
    pub study: StudyId,
    /// What it is called.
    pub title: String,
    /// What participants agree to.
    pub consent: String,
    /// Version of that text.
    pub version: u16,
    /// What they agree to besides research.
    pub purposes: Vec<Purpose>,
}

/// A study with its text, to agree to or not. One who is under 18 presses the same as one who does not want to.
pub fn study_offer(texts: &Texts, offer: &StudyOffer) -> Message {
    let plain = |id: &str| Html::new().text(&texts.say(id));
    let research = texts.say_with("study-research", &[("version", offer.version.into())]);
    let mut html = Html::new().bold(&cut(&offer.title, TITLE_VISIBLE_MAX));
    html = html.paragraph(Html::new().text(&cut(&offer.consent, CONSENT_VISIBLE_MAX)));
    html = html.paragraph(Html::new().text(&research));
    if !offer.purposes.is_empty() {
        html = html.paragraph(plain("study-also"));
        for purpose in &offer.purposes {
            html = html
                .line(Html::new().text(&format!("· {}", texts.say(&format!("consent-{}", purpose_name(*purpose))))));
        }
    }
    html.paragraph(plain("study-taking-part")).message(vec![
        vec![button(texts.say("button-study-agree"), Press::StudyJoin(offer.study))],
        vec![button(texts.say("button-study-young"), Press::StudyDecline)],
        vec![button(texts.say("button-study-no"), Press::StudyDecline)],
    ])
}

/// The learner takes part from now on.
pub fn study_joined(texts: &Texts) -> Message {
    let html = Html::new().bold(&texts.say("study-joined-title")).line(Html::new().text(&texts.say("study-joined")));
    html.paragraph(Html::new().text(&texts.say("study-questions"))).message(vec![
        vec![button(texts.say("button-about-me"), Press::Background(BackgroundQuestion::FirstLanguage))],
        vec![button(texts.say("button-continue"), Press::Menu)],
    ])
}

/// Why somebody does not take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTaken {
    /// They do not want to, or may not.
    Declined,
    /// Nobody knows the study.
    Unknown,
    /// It has not opened.
    NotYet,
    /// It takes nobody any more.
    Over,
    /// They do already.
    Taking,
    /// They did and left.
    Left,
    /// It is for others.
    ForOthers,
}

impl NotTaken {
    /// Every reason.
    pub const ALL: [NotTaken; 7] = [
        NotTaken::Declined,
        NotTaken::Unknown,
        NotTaken::NotYet,
        NotTaken::Over,
        NotTaken::Taking,
        NotTaken::Left,
        NotTaken::ForOthers,
    ];

    fn id(self) -> &'static str {
        match self {
            NotTaken::Declined => "study-declined",
            NotTaken::Unknown => "study-unknown",
            NotTaken::NotYet => "study-not-yet",
            NotTaken::Over => "study-over",
            NotTaken::Taking => "study-taking",
            NotTaken::Left => "study-left",
            NotTaken::ForOthers => "study-for-others",
        }
    }
}

/// That somebody does not join, why, and that practice is for everybody.
pub fn study_not_taken(texts: &Texts, why: NotTaken) -> Message {
    Html::new().text(&texts.say(why.id())).message(vec![vec![
        button(texts.say("button-languages"), Press::Languages),
        button(texts.say("button-continue"), Press::Menu),
    ]])
}

/// A question about the learner; with a study, the one that has to know the answer.
pub fn background(texts: &Texts, asks: BackgroundQuestion, study: Option<StudyId>) -> Message {
    let (id, per_row) = match asks {
        BackgroundQuestion::FirstLanguage => ("background-first", 3),
        BackgroundQuestion::Age => ("background-age", 2),
        BackgroundQuestion::EnglishYears => ("background-years", 2),
    };
    let why = if study.is_some() { "background-for-study" } else { "background-optional" };
    let html = Html::new().bold(&texts.say(id)).line(Html::new().text(&texts.say(why)));
    let offered: Vec<Button> =
        offered(texts, asks).into_iter().map(|(label, told)| button(label, Press::Told(told, study))).collect();
    let mut buttons: Vec<Vec<Button>> = offered.chunks(per_row).map(<[Button]>::to_vec).collect();
    let silent = match asks {
        BackgroundQuestion::FirstLanguage => Background::FirstLanguage(None),
        BackgroundQuestion::Age => Background::Age(None),
        BackgroundQuestion::EnglishYears => Background::EnglishYears(None),
    };
    buttons.push(vec![button(texts.say("button-not-say"), Press::Told(silent, study))]);
    buttons.push(vec![button(texts.say("button-menu"), Press::Menu)]);
    html.message(buttons)
}

/// The answers to choose from with their labels.
fn offered(texts: &Texts, asks: BackgroundQuestion) -> Vec<(String, Background)> {
    let band = |name: &str| name.replace('-', "–");
    match asks {
        BackgroundQuestion::FirstLanguage => {
            let known = FIRST_LANGUAGES.iter().zip(NAMES).filter_map(|(code, name)| {
                Some((name.to_owned(), Background::FirstLanguage(Some(code.parse().ok()?))))
            });
            let other = (texts.say("button-other-language"), Background::FirstLanguage(Some(Language::OTHER)));
            known.chain([other]).collect()
        }
        BackgroundQuestion::Age => AgeBand::ALL.map(|age| (band(age.name()), Background::Age(Some(age)))).to_vec(),
        BackgroundQuestion::EnglishYears => {
            YearsBand::ALL.map(|years| (band(years.name()), Background::EnglishYears(Some(years)))).to_vec()
        }
    }
}

/// What the languages call themselves, in the order of [`FIRST_LANGUAGES`].
const NAMES: [&str; FIRST_LANGUAGES.len()] = [
    "العربية",
    "বাংলা",
    "Deutsch",
    "Español",
    "فارسی",
    "Français",
    "हिन्दी",
    "Bahasa Indonesia",
    "Italiano",
    "日本語",
    "Қазақша",
    "한국어",
    "Кыргызча",
    "Polski",
    "Português",
    "Русский",
    "Türkçe",
    "Українська",
    "Tiếng Việt",
    "中文",
];
