//! Fields of related words, so that an answer about `homework` is about `studying`.
//!
//! Word overlap alone calls a good answer irrelevant when it says things in its own words. A field is a handful of
//! words that are used about one subject; a prompt touches the fields of its words. Stems are compared (see
//! [`stem`]), so each word stands for its forms. The fields cover the usual subjects of speaking tasks; a subject that
//! is in none is judged by overlap alone.

const FIELDS: [&str; 20] = [
    "study school university college student teacher class lesson homework exam test learn education course subject campus \
     library professor lecture grade pupil knowledge textbook classroom degree essay",
    "work job office boss colleague company employ salary career meeting project task business manager team profession \
     deadline experience workplace remote employee customer",
    "home house flat apartment room kitchen garden furniture rent neighbour neighbourhood neighbor live",
    "family mother father parent brother sister child children son daughter grandmother grandfather relative cousin wife \
     husband kid baby uncle aunt",
    "friend friendship together company party meet relationship people share trust social talk chat support",
    "travel trip journey visit country abroad tourist holiday vacation hotel flight plane airport beach passport culture \
     sightseeing ticket explore place",
    "city town village street building traffic transport bus train metro car road station park countryside noise crowd \
     public hometown rural urban river bridge café cafe square corner shade tree quiet crowded walk",
    "food eat cook meal restaurant dish breakfast lunch dinner taste vegetable fruit meat kitchen recipe delicious hungry \
     drink coffee tea",
    "health doctor hospital exercise diet sleep sick illness medicine fit weight stress body smoke mental gym healthy",
    "sport football basketball tennis team match player play win game swim run training coach stadium competition exercise \
     gym",
    "film movie cinema actor theatre television series show watch director scene story character screen",
    "book read novel author library story page writer magazine newspaper literature chapter poem",
    "music song sing instrument guitar piano concert band listen dance singer melody rhythm",
    "phone computer internet online technology device screen app software website message email social media video laptop \
     digital robot machine smartphone network information",
    "money buy price cheap expensive shop pay cost save bank spend market product budget sale clothes store afford",
    "environment nature pollution climate plastic recycle energy forest animal river sea air waste planet water tree",
    "government law country society citizen tax vote public rule rights policy police economy",
    "time day morning evening weekend early late schedule plan routine free hobby relax leisure busy organise habit",
    "server database service request cache queue api data system architecture latency scale load microservice message \
     storage query index consistency replica deploy monitor backend frontend browser component state render test bug code \
     algorithm complexity array list tree graph hash sort search memory loop function team production incident",
    "conflict disagree team colleague manager feedback mistake fail failure challenge pressure decision leader \
     responsible solve problem difficult learn result goal deadline situation",
];

/// Words too general to show what a text is about.
const GENERAL: &str = "about above after again against all almost also always am an and another any anybody anyone anything \
    are around as ask at away back bad be because become been before began being believe best better between big both but by \
    call came can cannot come could day did different do does doing done down each either else enough even ever every \
    everybody everyone everything example explain fact far feel few find first for from gave get give go going gone good got \
    great had happen happy has have having he her here him his how however i idea if important in instance into is it its just keep \
    kind knew know last least less let life like little long look lot made main make many may maybe me mean might mine more most \
    much must my myself need never new next no not nothing now of off often oh ok okay old on once one only opinion or other our out \
    over own part people person personally point prefer probably put question quite rather really reason right said same saw say \
    second see seem she should show since so some somebody someone something sometimes soon still such sure take talk tell than \
    thank that the their them then there therefore these they thing think third this those though through time to too took true try two \
    under until up us use usually very want was way we well went were what when where whether which while who why will with \
    without would yeah year yes yet you your describe agree disagree statement following choose support using reasons examples \
    details answer advantage disadvantage";

/// Whether the word is too general to be about anything.
pub(crate) fn is_general(word: &str) -> bool {
    let head = word.split('\'').next().unwrap_or(word);
    head.chars().count() < 3
        || GENERAL.split_whitespace().any(|general| general == head)
        || head.chars().all(|c| c.is_ascii_digit())
}

/// The word without its common endings; not a word, only something to compare.
pub(crate) fn stem(word: &str) -> String {
    let head = word.split('\'').next().unwrap_or(word);
    let endings = [
        "ational", "ation", "tion", "ment", "ness", "ings", "ing", "ies", "ied", "ers", "er", "ed", "es", "ly", "al",
        "s", "y", "e",
    ];
    let stripped = endings.iter().find_map(|ending| head.strip_suffix(ending).filter(|rest| rest.chars().count() >= 3));
    let mut stem: Vec<char> = stripped.unwrap_or(head).chars().collect();
    if let [.., a, b] = stem.as_slice()
        && a == b
        && !matches!(a, 's' | 'l' | 'e' | 'o')
    {
        stem.pop();
    }
    if stem.len() > 3 && matches!(stem.last(), Some('i' | 'y' | 'e')) {
        stem.pop();
    }
    stem.into_iter().collect()
}

/// Stems of the fields that one of the words touches.
pub(crate) fn related<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let stems: Vec<String> = words.map(stem).collect();
    let fields = FIELDS.map(|field| field.split_whitespace().map(stem).collect::<Vec<String>>());
    let touched = fields.into_iter().filter(|field| field.iter().any(|word| stems.contains(word)));
    touched.flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{is_general, related, stem};

    #[test]
    fn forms_of_a_word_share_a_stem() {
        assert_eq!(stem("studying"), stem("study"));
        assert_eq!(stem("studies"), stem("studied"));
        assert_eq!(stem("travelled"), stem("travelling"));
        assert_eq!(stem("stopped"), stem("stop"));
        assert_ne!(stem("school"), stem("scholar"));
    }

    #[test]
    fn related_words_come_from_the_fields_that_are_touched() {
        let related = related(["studies"].into_iter());
        assert!(related.contains(&stem("homework")) && !related.contains(&stem("guitar")));
        assert!(is_general("people") && !is_general("homework"));
    }
}
