//! Receiving: what the chat's server sends becomes durable before anybody is told that it arrived.
//!
//! [`webhook`] is a route that the server calls, [`polling`] a loop that asks it; both do the same with an update, and an
//! update that comes twice is taken once. Neither keeps anything: several processes may receive for one log.

pub mod polling;
pub mod webhook;

use std::collections::BTreeSet;
use std::sync::Arc;

use dataflow::events::{Event, SystemFact};
use ingest::{IngestError, Letter, Log, now_ms};
use tracing::warn;

use crate::server::ChatServer;
use crate::update;

/// Where updates go.
#[derive(Clone)]
pub struct Receiver {
    log: Log,
    server: Arc<dyn ChatServer>,
    owners: Arc<BTreeSet<u64>>,
    bot: u64,
}

impl Receiver {
    /// Receives for the bot of that number into the log; `owners` are the users whose orders count.
    pub fn new(log: Log, server: Arc<dyn ChatServer>, owners: BTreeSet<u64>, bot: u64) -> Self {
        Receiver { log, server, owners: Arc::new(owners), bot }
    }

    /// Takes an update in. When this returns it is durable, or was so before.
    ///
    /// # Errors
    /// The log fails; then the server has to send it again.
    pub async fn take(&self, body: String) -> Result<(), IngestError> {
        let received_at_ms = now_ms();
        let Some(incoming) = update::read(&body, &self.owners) else {
            return self.quarantine(body, received_at_ms).await;
        };
        let (update_id, name, bot) = (incoming.update_id, incoming.name(), self.bot);
        let press_id = incoming.press_id.clone();
        let letter = Letter { update_id, received_at_ms, body };
        let read = Box::new(move |learner| incoming.events(bot, learner, received_at_ms));
        self.log.receive(letter, name, read).await?;
        if let Some(press_id) = press_id {
            // Only ends the little clock on the button: nobody waits for it, and nothing is lost without it.
            let server = Arc::clone(&self.server);
            tokio::spawn(async move { drop(server.answer_press(&press_id).await) });
        }
        Ok(())
    }

    /// Keeps what cannot be read, and says so.
    async fn quarantine(&self, body: String, received_at_ms: u64) -> Result<(), IngestError> {
        let number =
            serde_json::from_str::<serde_json::Value>(&body).ok().and_then(|value| value.get("update_id")?.as_u64());
        let update_id = number.unwrap_or_else(|| ingest::hashing::letter_number(&body));
        warn!(update_id, "update cannot be read, it stays in the inbox");
        let letter = Letter { update_id, received_at_ms, body };
        let read = Box::new(move |_nobody| vec![Event::System(SystemFact::UpdateQuarantined { update_id })]);
        self.log.receive(letter, None, read).await?;
        Ok(())
    }
}
