//! An attempt: one call, or two where the second is what the first one's answer asks for; each counted with its cost.

use reqwest::RequestBuilder;
use serde::de::DeserializeOwned;

use super::classify::{Failed, of_status, of_transport};
use super::exchange::{Broken, Reply, exchange};
use super::{Ability, Call, CallFailed, CallMade, FailedClass, Found, Server, Usage, Why};
use crate::recogniser::Cancel;

/// Largest answers, in bytes.
fn bytes_max(call: Call) -> usize {
    match call {
        Call::Models | Call::Assess => 1 << 20,
        Call::Transcribe => 4 << 20,
        Call::Speak => 8 << 20,
    }
}

/// Calls to one server for one purpose.
pub(crate) struct Attempt<'a> {
    server: &'a Server,
    call: Call,
    model: &'a str,
    made: Vec<CallMade>,
}

impl<'a> Attempt<'a> {
    pub(crate) fn to(server: &'a Server, call: Call, model: &'a str) -> Self {
        Attempt { server, call, model, made: Vec::new() }
    }

    /// Makes one call. `estimate` is what it uses as far as can be told from what is sent; it stands until
    /// [`Attempt::used`] says better.
    pub(crate) fn send(
        &mut self,
        request: RequestBuilder,
        estimate: impl FnOnce() -> Usage,
        cancel: &Cancel,
    ) -> Result<Reply, CallFailed> {
        self.made.push(self.server.made(self.call, self.model));
        let bytes_max = bytes_max(self.call);
        let outcome = self.server.runtime.block_on(exchange(request, bytes_max, cancel));
        match outcome {
            Ok(reply) if reply.status == 200 => {
                self.set_usage(estimate(), true);
                Ok(reply)
            }
            Ok(reply) => Err(self.fail_with(of_status(&reply))),
            Err(broken) => {
                let failed = of_transport(&broken, self.server.time_max_ms(self.call), bytes_max);
                // Nobody knows what a server charges whose answer did not come.
                if !matches!(broken, Broken::Unreachable) {
                    self.set_usage(estimate(), true);
                }
                Err(self.fail_with(failed))
            }
        }
    }

    /// Makes one call for a form that not every server has; a second one without it, if the first is told so.
    pub(crate) fn send_in_form<E: FnOnce() -> Usage>(
        &mut self,
        form: &Found,
        request: impl Fn(bool) -> (RequestBuilder, E),
        cancel: &Cancel,
    ) -> Result<Reply, CallFailed> {
        let is_asked = form.get() != Ability::No;
        let (first, estimate) = request(is_asked);
        match self.send(first, estimate, cancel) {
            Err(failed) if is_asked && failed.class == FailedClass::Unsupported => {
                form.set(false);
                self.made = failed.calls;
                let (second, estimate) = request(false);
                self.send(second, estimate, cancel)
            }
            other => other,
        }
    }

    /// What the last call used, as the server says.
    pub(crate) fn used(&mut self, usage: Usage) {
        self.set_usage(usage, false);
    }

    fn set_usage(&mut self, usage: Usage, is_estimated: bool) {
        let micro_usd = self.server.micro_usd(self.model, &usage);
        if let Some(last) = self.made.last_mut() {
            (last.usage, last.micro_usd, last.is_estimated) = (usage, micro_usd, is_estimated);
        }
    }

    /// The JSON of an answer.
    pub(crate) fn read<T: DeserializeOwned>(&mut self, reply: &Reply) -> Result<T, CallFailed> {
        serde_json::from_slice(&reply.body).map_err(|error| {
            let why = if error.is_data() { Why::OtherForm } else { Why::NoJson };
            self.fail(FailedClass::Transient, why, Some(reply.status))
        })
    }

    /// The failure of what was asked for, with every call so far; a later one counts from none.
    pub(crate) fn fail(&mut self, class: FailedClass, why: Why, status: Option<u16>) -> CallFailed {
        self.server.failed(self.call, class, why, status, std::mem::take(&mut self.made))
    }

    fn fail_with(&mut self, failed: Failed) -> CallFailed {
        let retry_after = failed.retry_after;
        CallFailed { retry_after, ..self.fail(failed.class, failed.why, failed.status) }
    }

    /// Every call that was made.
    pub(crate) fn done(self) -> Vec<CallMade> {
        self.made
    }
}
