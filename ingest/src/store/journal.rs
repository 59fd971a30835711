//! The log on SQLite as a [`Journal`].

use std::path::Path;

use dataflow::events::LearnerId;

use super::{Commit, Draft, Page, Store};
use crate::journal::{Journal, Moment};
use crate::{IngestError, Mail};

impl Journal for Store {
    async fn commit(&mut self, drafts: &[Draft], mail: &Mail, shown_us: u64) -> Result<Commit, IngestError> {
        self.append_drafts(drafts, mail, shown_us).await
    }

    async fn pseudonym(&mut self, name: &str) -> Result<Option<LearnerId>, IngestError> {
        self.find_learner(name).await
    }

    async fn has_letter(&mut self, update_id: u64) -> Result<bool, IngestError> {
        Ok(self.letter(update_id).await?.is_some())
    }

    async fn moment(&mut self) -> Result<Moment, IngestError> {
        let locked = self.begin().await;
        let now_us = self.clock_us();
        self.roll_back().await;
        Ok(Moment { head: locked?, now_us })
    }

    async fn read_after(&mut self, pos: u64, limit: u32) -> Result<Page, IngestError> {
        self.read_shown(pos, limit).await
    }

    async fn foreign_mark(&mut self) -> Result<i64, IngestError> {
        self.data_version().await
    }

    fn now_us(&self) -> u64 {
        self.clock_us()
    }

    fn epoch(&self) -> Option<u32> {
        Store::epoch(self)
    }

    fn place(&self) -> &Path {
        &self.path
    }

    async fn close(self) -> Result<(), IngestError> {
        Store::close(self).await
    }
}
