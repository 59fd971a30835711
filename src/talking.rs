//! An engine with a chat: whoever talks through it, and whatever server stands on the other side.
//!
//! Only wiring. What differs between Telegram and a terminal is the [`ChatServer`] and the way in which updates arrive.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use bot::ChatServer;
use coach::bank::Bank;
use dataflow::engine::Extent;
use dataflow::events::{AnswerRun, Event, Rule, SystemFact};
use ingest::{DataFolder, EngineLock, FolderBlobs, Store, now_ms};

use crate::engine::RunningEngine;
use crate::executors::Executors;
use crate::executors::archive::Archive;
use crate::executors::chat::Chat;
use crate::providing::Providing;

/// A running engine that sends messages.
pub struct Talking {
    /// The log, the graph and what stops them.
    pub engine: RunningEngine,
    executors: Executors,
}

impl Talking {
    /// Takes the data folder over and goes on with what is outstanding in it. `cores` recordings are recognised here at
    /// once; `tap` is told which runs ended.
    ///
    /// # Errors
    /// Another engine works on the folder, or its log fails.
    pub async fn start(
        data: &Path,
        server: Arc<dyn ChatServer>,
        providing: Providing,
        cores: usize,
        tap: impl FnMut(&[AnswerRun]) + Send + 'static,
    ) -> anyhow::Result<Self> {
        let folder = DataFolder::open(data)?;
        let lock = EngineLock::try_acquire(&folder)?;
        let lock = lock.with_context(|| format!("another engine works on {}; stop it first", data.display()))?;
        let mut store = Store::open(&folder).await?;
        let archive = Arc::new(Archive::new(Store::open(&folder).await?, FolderBlobs::open(&folder)?));
        let names = Store::open(&folder).await?;
        let chat =
            Arc::new(Chat::new(server, Arc::clone(&archive), names, Bank::load(data)?, providing.voices.clone()));
        let executors = Executors::real(&archive, &providing, cores, Some(Arc::clone(&chat)));
        let news = providing.news(&mut store).await?;
        store.append(news).await?;
        let engine = RunningEngine::start(&folder, lock, executors.clone(), Extent::Whole, tap).await?;
        chat.connect(engine.log(), engine.questions());
        Ok(Talking { engine, executors })
    }

    /// Sends at most so many messages a second over all chats, and one in each; 0 for no limit.
    ///
    /// # Errors
    /// The log fails.
    pub async fn set_pace(&self, per_second: u16) -> anyhow::Result<()> {
        let rule = Rule::MessagesPerSecond(per_second);
        let ordered = SystemFact::Ordered { occurred_at_ms: now_ms(), rule };
        self.engine.log().append(vec![Event::System(ordered)]).await?;
        Ok(())
    }

    /// Whether everything that was taken in before has been answered.
    ///
    /// # Errors
    /// The graph has stopped.
    pub async fn is_quiet(&self) -> anyhow::Result<bool> {
        let is_done = self.engine.questions().ask(self.engine.log(), |known| {
            known.agenda.due().next().is_none() && known.agenda.held().next().is_none()
        });
        // Whoever is forgotten is told so when no view holds anything of them any more.
        Ok(is_done.await? && self.executors.are_idle())
    }
}
