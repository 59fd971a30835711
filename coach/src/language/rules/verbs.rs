//! Forms of frequent verbs, so that the rules can tell `go`, `goes`, `went`, `gone` and `going` apart.
//!
//! A closed list: a verb that is not in it is never corrected. Irregular verbs are written out; regular ones are
//! inflected by spelling rules. `be` is left out on purpose, the rules name its forms themselves.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The five forms of a verb.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Verb {
    pub(crate) base: String,
    pub(crate) third: String,
    pub(crate) past: String,
    pub(crate) participle: String,
    pub(crate) ing: String,
}

/// Base, past, participle of irregular verbs; the other forms follow the spelling rules.
const IRREGULAR: [[&str; 3]; 74] = [
    ["become", "became", "become"],
    ["begin", "began", "begun"],
    ["break", "broke", "broken"],
    ["bring", "brought", "brought"],
    ["build", "built", "built"],
    ["buy", "bought", "bought"],
    ["catch", "caught", "caught"],
    ["choose", "chose", "chosen"],
    ["come", "came", "come"],
    ["cost", "cost", "cost"],
    ["cut", "cut", "cut"],
    ["do", "did", "done"],
    ["draw", "drew", "drawn"],
    ["drink", "drank", "drunk"],
    ["drive", "drove", "driven"],
    ["eat", "ate", "eaten"],
    ["fall", "fell", "fallen"],
    ["feel", "felt", "felt"],
    ["fight", "fought", "fought"],
    ["find", "found", "found"],
    ["fly", "flew", "flown"],
    ["forget", "forgot", "forgotten"],
    ["get", "got", "got"],
    ["give", "gave", "given"],
    ["go", "went", "gone"],
    ["grow", "grew", "grown"],
    ["have", "had", "had"],
    ["hear", "heard", "heard"],
    ["hide", "hid", "hidden"],
    ["hit", "hit", "hit"],
    ["hold", "held", "held"],
    ["hurt", "hurt", "hurt"],
    ["keep", "kept", "kept"],
    ["know", "knew", "known"],
    ["lead", "led", "led"],
    ["leave", "left", "left"],
    ["lend", "lent", "lent"],
    ["let", "let", "let"],
    ["lose", "lost", "lost"],
    ["make", "made", "made"],
    ["mean", "meant", "meant"],
    ["meet", "met", "met"],
    ["pay", "paid", "paid"],
    ["put", "put", "put"],
    ["read", "read", "read"],
    ["ride", "rode", "ridden"],
    ["ring", "rang", "rung"],
    ["rise", "rose", "risen"],
    ["run", "ran", "run"],
    ["say", "said", "said"],
    ["see", "saw", "seen"],
    ["sell", "sold", "sold"],
    ["send", "sent", "sent"],
    ["set", "set", "set"],
    ["show", "showed", "shown"],
    ["shut", "shut", "shut"],
    ["sing", "sang", "sung"],
    ["sit", "sat", "sat"],
    ["sleep", "slept", "slept"],
    ["speak", "spoke", "spoken"],
    ["spend", "spent", "spent"],
    ["stand", "stood", "stood"],
    ["steal", "stole", "stolen"],
    ["swim", "swam", "swum"],
    ["take", "took", "taken"],
    ["teach", "taught", "taught"],
    ["tell", "told", "told"],
    ["think", "thought", "thought"],
    ["throw", "threw", "thrown"],
    ["understand", "understood", "understood"],
    ["wake", "woke", "woken"],
    ["wear", "wore", "worn"],
    ["win", "won", "won"],
    ["write", "wrote", "written"],
];

/// Regular verbs of everyday speech.
const REGULAR: &str = "accept add affect agree allow apply arrive ask believe belong borrow brush call care carry \
    cause celebrate change check clean close collect communicate compare complain consider contain continue cook copy \
    cover create cry dance decide depend describe design develop die disagree discuss dislike earn encourage enjoy \
    enter exist expect explain fail finish follow graduate happen hate help hope imagine improve include increase \
    inform invite involve join jump kill laugh learn like listen live look love manage marry miss move need notice \
    offer open order organise pass play practice practise prefer prepare prevent produce promise protect prove provide \
    pull push reach realise realize receive recommend reduce relax remain remember remind repeat require rest return \
    save seem serve share smile smoke solve sound start stay stop study succeed suffer suggest support surprise talk \
    taste thank touch travel treat trust try turn use visit wait walk want warn wash waste watch wish work worry";

/// Verbs that double their last letter.
const DOUBLED: [&str; 12] =
    ["begin", "cut", "forget", "get", "hit", "let", "prefer", "put", "run", "set", "stop", "swim"];

static VERBS: LazyLock<Vec<Verb>> = LazyLock::new(|| {
    let irregular = IRREGULAR.iter().map(|[base, past, participle]| inflect(base, Some((past, participle))));
    irregular.chain(REGULAR.split_whitespace().map(|base| inflect(base, None))).collect()
});

type ByForm = BTreeMap<String, &'static Verb>;

fn by_form(form: impl Fn(&Verb) -> &String) -> ByForm {
    VERBS.iter().map(|verb| (form(verb).clone(), verb)).collect()
}

static BY_BASE: LazyLock<ByForm> = LazyLock::new(|| by_form(|verb| &verb.base));
static BY_THIRD: LazyLock<ByForm> = LazyLock::new(|| by_form(|verb| &verb.third));
static BY_PAST: LazyLock<ByForm> = LazyLock::new(|| by_form(|verb| &verb.past));

/// The verb whose base form this is.
pub(crate) fn base(word: &str) -> Option<&'static Verb> {
    BY_BASE.get(word).copied()
}

/// The verb whose third person singular this is.
pub(crate) fn third(word: &str) -> Option<&'static Verb> {
    BY_THIRD.get(word).copied()
}

/// The verb whose past this is and nothing else: `put`, `read` and the like are left out.
pub(crate) fn past(word: &str) -> Option<&'static Verb> {
    BY_PAST.get(word).copied().filter(|verb| verb.past != verb.base)
}

/// The verb whose past, but not its participle, this is: `went`, `ate`.
pub(crate) fn past_only(word: &str) -> Option<&'static Verb> {
    past(word).filter(|verb| verb.past != verb.participle)
}

fn inflect(base: &str, irregular: Option<(&str, &str)>) -> Verb {
    let stem = if DOUBLED.contains(&base) {
        base.chars().chain(base.chars().last()).collect::<String>()
    } else if base == "travel" {
        "travell".to_owned()
    } else {
        base.to_owned()
    };
    let is_y_after_consonant = base.ends_with('y') && !["ay", "ey", "oy", "uy"].iter().any(|end| base.ends_with(end));
    let without_y = base.trim_end_matches('y');
    let third = match base {
        "have" => "has".to_owned(),
        _ if is_y_after_consonant => format!("{without_y}ies"),
        _ if ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| base.ends_with(end)) => format!("{base}es"),
        _ => format!("{base}s"),
    };
    let ing = match base.strip_suffix('e') {
        Some("di") => "dying".to_owned(),
        Some(short) if !base.ends_with("ee") => format!("{short}ing"),
        _ => format!("{stem}ing"),
    };
    let past = match base {
        _ if base.ends_with('e') => format!("{base}d"),
        _ if is_y_after_consonant => format!("{without_y}ied"),
        _ => format!("{stem}ed"),
    };
    let (past, participle) = match irregular {
        Some((past, participle)) => (past.to_owned(), participle.to_owned()),
        None => (past.clone(), past),
    };
    Verb { base: base.to_owned(), third, past, participle, ing }
}

#[cfg(test)]
mod tests {
    use super::{base, past, past_only, third};

    #[test]
    fn forms_are_spelled_right() {
        let go = base("go").unwrap();
        assert_eq!((go.third.as_str(), go.ing.as_str(), go.past.as_str()), ("goes", "going", "went"));
        let forms = |word| base(word).map(|verb| (verb.third.as_str(), verb.past.as_str(), verb.ing.as_str())).unwrap();
        assert_eq!(forms("study"), ("studies", "studied", "studying"));
        assert_eq!(forms("play"), ("plays", "played", "playing"));
        assert_eq!(forms("stop"), ("stops", "stopped", "stopping"));
        assert_eq!(forms("have"), ("has", "had", "having"));
        assert_eq!(forms("agree"), ("agrees", "agreed", "agreeing"));
        assert!(third("watches").is_some() && past("put").is_none());
        assert!(past_only("went").is_some() && past_only("bought").is_none());
    }
}
