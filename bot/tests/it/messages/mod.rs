//! What the messages say, in English; and what must hold of each in every language.

mod answers;
mod first_steps;
mod growth;
mod limits;
mod studies;
