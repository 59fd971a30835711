//! `CITATION.cff`: how a release is cited. `ERRATUM.md`: what is not in it any more.

use super::{Label, date};
use crate::release::Erratum;

/// How to cite it, in the Citation File Format 1.2.0.
pub(crate) fn citation(label: &Label) -> String {
    let day = date(label.spec.as_of_us / 1_000);
    let study = label.spec.study.as_deref().map(|study| format!(", study {study}")).unwrap_or_default();
    format!(
        "cff-version: 1.2.0\n\
         message: If you use these data, cite them with the release, which names the contents.\n\
         type: dataset\n\
         title: \"Speech Coach: answers of learners of spoken English{study}\"\n\
         version: \"{}\"\n\
         date-released: {day}\n\
         authors:\n  \
           - name: \"Keepers of this Speech Coach installation\"\n\
         keywords:\n  \
           - second language acquisition\n  \
           - speaking\n  \
           - fluency\n",
        label.release
    )
}

/// What a release that was written again lacks: numbers only, because who is gone is not to be told.
pub(crate) fn erratum(label: &Label, erratum: &Erratum) -> String {
    let before: u64 = erratum.rows_before.values().sum();
    let now: u64 = label.rows.values().sum();
    let title = "# Erratum\n";
    let earlier = if erratum.earlier.starts_with(title) { erratum.earlier.as_str() } else { title };
    format!(
        "{earlier}\n\
         Release {} was written again on {}, because somebody is not to be in it any more. It has {} rows less; \
         cells of aggregates may be withheld that were not. Use this one instead of any earlier copy, and destroy those: \
         whoever is gone asked for that.\n",
        label.release,
        erratum.day,
        before.saturating_sub(now)
    )
}
