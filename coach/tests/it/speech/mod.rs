//! Tests of what is measured in the sound.

mod answers;
pub(crate) mod compose;
mod figures;
mod nobody;
mod talks;
