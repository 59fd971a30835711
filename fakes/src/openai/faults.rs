//! What goes wrong with a call.

/// A fault. One about contents changes only answers that have such contents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// No answer, ever.
    NoAnswer,
    /// 401.
    Unauthorized,
    /// 403.
    Forbidden,
    /// 404 about the model.
    NoModel,
    /// 429 with `Retry-After: 7`.
    RateLimitedFor7S,
    /// 429 without saying how long.
    RateLimited,
    /// 429 with the code `insufficient_quota`.
    QuotaSpent,
    /// 500 with JSON.
    ServerError,
    /// 503 while a model is being loaded, with `Retry-After: 3`.
    Loading,
    /// 200 with a web page.
    Html,
    /// 200 with half of the JSON.
    TruncatedJson,
    /// 200 with JSON of another form: in the judgement, where there is one, else in the answer.
    WrongSchema,
    /// The answer without `usage`.
    NoUsage,
    /// The transcription with `"words": null`.
    NullWords,
    /// The transcription with an empty text and no words.
    EmptyText,
    /// The true answer, a byte at a time.
    Drip,
    /// The socket is closed without an answer.
    Closed,
    /// A refusal instead of a judgement.
    Refusal,
    /// Half a judgement, and `finish_reason` is `length`.
    CutOff,
    /// 200 with a body that does not end.
    Oversized,
    /// 302 to another address.
    Redirect,
    /// 400 whose message repeats the key and everything that was sent.
    Echo,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Fault; 22] = [
        Fault::NoAnswer,
        Fault::Unauthorized,
        Fault::Forbidden,
        Fault::NoModel,
        Fault::RateLimitedFor7S,
        Fault::RateLimited,
        Fault::QuotaSpent,
        Fault::ServerError,
        Fault::Loading,
        Fault::Html,
        Fault::TruncatedJson,
        Fault::WrongSchema,
        Fault::NoUsage,
        Fault::NullWords,
        Fault::EmptyText,
        Fault::Drip,
        Fault::Closed,
        Fault::Refusal,
        Fault::CutOff,
        Fault::Oversized,
        Fault::Redirect,
        Fault::Echo,
    ];
}
