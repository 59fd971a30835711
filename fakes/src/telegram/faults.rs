//! Faults by script: which calls they meet, and what happens to those.

use std::time::Duration;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The method takes effect, then the socket is closed without an answer.
    LostReply,
    /// The socket is closed before anything happens.
    CutConnection,
    /// An error of this status; nothing happens unless the fault is [`Fault::after_effect`].
    Status {
        /// HTTP status.
        code: u16,
        /// Seconds to wait, with 429.
        retry_after: Option<u64>,
    },
    /// The method takes effect at once, the answer comes so much later.
    Slow(Duration),
    /// The method takes effect; the answer has status 200 and is a web page.
    HtmlInsteadOfJson,
    /// The method takes effect; half of its answer comes, as if it were whole.
    TruncatedJson,
    /// `getFile` tells a `file_size` that is this much too large (or too small).
    WrongFileSize(i64),
    /// `getFile` tells this `file_path` instead of the true one.
    FilePath(String),
    /// Download: 404.
    FileMissing,
    /// Download: so many bytes of rubbish without a length announced; `None` never ends.
    FileEndless(Option<u64>),
    /// Download: the true bytes, a few at a time.
    FileDrip {
        /// Bytes sent together.
        chunk: usize,
        /// Time before each.
        every: Duration,
    },
    /// Download: 302 to this address.
    FileRedirect(String),
}

/// A fault with the calls it applies to: all calls of its method unless narrowed.
#[derive(Clone, Debug)]
pub struct Fault {
    method: String,
    chat: Option<i64>,
    chosen: Chosen,
    times_left: Option<u32>,
    kind: FaultKind,
    after_effect: bool,
    seen: u32,
}

#[derive(Clone, Copy, Debug)]
enum Chosen {
    Every,
    Nth(u32),
    PerMille { share: u32, state: u64 },
}

/// What a call met.
#[derive(Clone, Debug)]
pub(crate) struct Met {
    pub(crate) kind: FaultKind,
    pub(crate) after_effect: bool,
}

impl Fault {
    /// A fault of this method, in any case of letters; `*` is every method but not downloads.
    pub fn on(method: &str, kind: FaultKind) -> Fault {
        let method = method.to_ascii_lowercase();
        Fault { method, chat: None, chosen: Chosen::Every, times_left: None, kind, after_effect: false, seen: 0 }
    }

    /// A fault of downloads.
    pub fn on_file(kind: FaultKind) -> Fault {
        Fault::on("file", kind)
    }

    /// Only calls about this chat.
    pub fn chat(self, chat: i64) -> Fault {
        Fault { chat: Some(chat), ..self }
    }

    /// Only the `nth` call that applies, counted from 1.
    pub fn nth(self, nth: u32) -> Fault {
        Fault { chosen: Chosen::Nth(nth), ..self }
    }

    /// So many of a thousand calls, drawn from this seed.
    pub fn per_mille(self, share: u32, seed: u64) -> Fault {
        Fault { chosen: Chosen::PerMille { share, state: seed }, ..self }
    }

    /// At most so often.
    pub fn times(self, times: u32) -> Fault {
        Fault { times_left: Some(times), ..self }
    }

    /// A [`FaultKind::Status`] is answered after the method took effect, as a failing gateway would.
    pub fn after_effect(self) -> Fault {
        Fault { after_effect: true, ..self }
    }

    /// Whether this call is met; counts it if it applies.
    fn meet(&mut self, method: &str, chat: Option<i64>) -> bool {
        let applies = self.method == method || self.method == "*" && method != "file";
        if !applies || self.chat.is_some() && self.chat != chat || self.times_left == Some(0) {
            return false;
        }
        self.seen += 1;
        let met = match &mut self.chosen {
            Chosen::Every => true,
            Chosen::Nth(nth) => *nth == self.seen,
            Chosen::PerMille { share, state } => draw(state) % 1_000 < u64::from(*share),
        };
        if met {
            self.times_left = self.times_left.map(|left| left - 1);
        }
        met
    }
}

/// The first fault that meets this call. Those after it do not count it: one call meets one fault.
pub(crate) fn meet(faults: &mut [Fault], method: &str, chat: Option<i64>) -> Option<Met> {
    let met = faults.iter_mut().find_map(|fault| fault.meet(method, chat).then_some(&*fault));
    met.map(|fault| Met { kind: fault.kind.clone(), after_effect: fault.after_effect })
}

/// SplitMix64: the next number of the seed's sequence.
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
