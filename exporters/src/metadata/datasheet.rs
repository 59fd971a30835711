//! `DATASHEET.md`: what the data are, how they came about and what they are not for, with the numbers of the release.
//!
//! The questions follow "Datasheets for Datasets" (Gebru et al. 2021, 10.1145/3458723).

use std::fmt::Write as _;

use super::Label;
use crate::cells::LEARNERS_MIN;

/// The datasheet.
pub(crate) fn datasheet(label: &Label) -> String {
    let rows = |table: &str| label.rows.get(table).copied().unwrap_or(0);
    let spec = &label.spec;
    let study = spec.study.as_deref().map_or("no study in particular".to_owned(), |study| format!("the study {study}"));
    let yes = |is: bool| if is { "yes" } else { "no" };
    let mut page = format!(
        "# Datasheet of release {}\n\n\
         As of {}, for {study}. Dates: {}; transcripts: {}; recordings: {} ({}).\n\n",
        label.release,
        label.as_of,
        yes(spec.dates),
        yes(spec.transcripts),
        yes(spec.audio),
        label.recordings
    );
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "## Why was it made?\n\n\
         To study how speaking a second language develops: who practises, how fluency, vocabulary and scores move, how\n\
         prompts and judges differ. It comes from a coach that people use to practise, not from an experiment, unless it is\n\
         of a study with arms.\n\n\
         ## What is in it?\n\n\
         {} learners who agree to research, {} answers, {} recognised words, {} pauses, {} scores, {} corrections and {}\n\
         TextGrids. {} answers do not count as growth and say why (`exclusions`). `release.json` has the rows of every\n\
         table, `codebook.md` every column. Answers whose source is `simulated` were spoken by nobody.\n\n",
        rows("learners"),
        rows("answers"),
        rows("words"),
        rows("pauses"),
        rows("scores"),
        rows("corrections"),
        label.textgrids,
        rows("exclusions"),
    );
    let _ = write!(
        page,
        "## What is missing, and why?\n\n\
         Learners who do not agree to research, withdrew, or were erased: nothing of them is here, and no number counts\n\
         them. Measures that would mislead are withheld with a reason. In the aggregates, cells of fewer than\n\
         {LEARNERS_MIN} learners are withheld, with those that they would follow from. Background is given in groups of at\n\
         least {LEARNERS_MIN}; combinations of groups may be of fewer people, so treat rows of learners as personal data.\n\n\
         ## How were the numbers made?\n\n\
         Pauses and syllables are measured in the sound; words come from a recogniser, which errs on learners' speech,\n\
         drops fillers and gives a confidence for each word; scores come from whom the column `rater` names, and those of\n\
         the offline estimate are not fitted to ratings by people. Background is what learners say of themselves.\n\n\
         ## What should it not be used for?\n\n\
         To find out who somebody is, to decide about a person, to sell or rank learners, or to train a recogniser or a\n\
         voice: nobody here agreed to that by agreeing to research. Learners chose to practise and chose when: growth in\n\
         these data is not the effect of practice without a design that makes it so.\n\n\
         ## Who keeps it up?\n\n\
         Whoever runs the installation. When a learner is erased, releases in its keeping are written again with an\n\
         `ERRATUM.md`; copies elsewhere have to be destroyed by those who have them.\n"
    );
    page
}
