//! What goes into one commit, and who waits for it.

use std::collections::HashMap;

use dataflow::events::LearnerId;
use tokio::sync::oneshot;

use crate::appender::{Append, COMMIT_EVENTS_MAX, Receive};
use crate::inbox::Mail;
use crate::journal::Journal;
use crate::store::{Commit, Draft};
use crate::{Appended, IngestError};

/// The events of one commit with the mail beside them.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) mail: Mail,
    replies: Vec<Reply>,
    /// Pseudonyms of this commit, by name.
    drawn: HashMap<String, LearnerId>,
}

/// Who waits for the next so many events.
struct Reply {
    events: usize,
    to: ReplyTo,
}

enum ReplyTo {
    Append(oneshot::Sender<Result<Vec<Appended>, IngestError>>),
    Receive(oneshot::Sender<Result<bool, IngestError>>),
}

impl Batch {
    /// Whether so many events fit; whatever is first does.
    pub(crate) fn has_room_for(&self, events: usize) -> bool {
        self.drafts.is_empty() || self.drafts.len() + events <= COMMIT_EVENTS_MAX
    }

    pub(crate) fn append(&mut self, append: Append) {
        self.replies.push(Reply { events: append.drafts.len(), to: ReplyTo::Append(append.reply) });
        self.drafts.extend(append.drafts);
    }

    /// Reads a letter and takes in what it says; one that was taken before says nothing new.
    pub(crate) async fn receive(&mut self, store: &mut impl Journal, receive: Receive) {
        let Receive { letter, name, read, reply } = receive;
        match self.read(store, letter.update_id, name.as_deref(), read).await {
            Ok(Some((learner, drafts))) => {
                self.replies.push(Reply { events: drafts.len(), to: ReplyTo::Receive(reply) });
                self.drafts.extend(drafts);
                self.mail.letters.push((letter, learner));
            }
            // Whoever asked may have gone; then nobody needs to know.
            Ok(None) => drop(reply.send(Ok(false))),
            Err(error) => drop(reply.send(Err(error))),
        }
    }

    async fn read(
        &mut self,
        store: &mut impl Journal,
        update_id: u64,
        name: Option<&str>,
        read: crate::Reading,
    ) -> Result<Option<(Option<LearnerId>, Vec<Draft>)>, IngestError> {
        let is_here = self.mail.letters.iter().any(|(letter, _)| letter.update_id == update_id);
        if is_here || store.has_letter(update_id).await? {
            return Ok(None);
        }
        let learner = match name {
            Some(name) => Some(self.pseudonym(store, name).await?),
            None => None,
        };
        let events = read(learner.unwrap_or_default());
        Ok(Some((learner, Draft::all(events)?)))
    }

    /// The pseudonym of a name, drawn if it has none; it is kept with the commit.
    async fn pseudonym(&mut self, store: &mut impl Journal, name: &str) -> Result<LearnerId, IngestError> {
        if let Some(drawn) = self.drawn.get(name) {
            return Ok(*drawn);
        }
        if let Some(known) = store.pseudonym(name).await? {
            return Ok(known);
        }
        let drawn = crate::identities::draw()?;
        self.drawn.insert(name.to_owned(), drawn);
        self.mail.identities.push((name.to_owned(), drawn));
        Ok(drawn)
    }

    /// Tells everybody who waits what became of their events, and gives the events back.
    pub(crate) fn tell(self, committed: &Result<Commit, IngestError>) -> Vec<Draft> {
        let mut places = committed.as_ref().map(|commit| commit.appended.iter().copied());
        for Reply { events, to } in self.replies {
            let places: Result<Vec<Appended>, IngestError> = match &mut places {
                Ok(places) => Ok(places.by_ref().take(events).collect()),
                Err(error) => Err(IngestError::clone(error)),
            };
            // Whoever asked may have gone; the events are in the log all the same.
            match to {
                ReplyTo::Append(reply) => drop(reply.send(places)),
                ReplyTo::Receive(reply) => drop(reply.send(places.map(|_| true))),
            }
        }
        self.drafts
    }
}
