//! Bodies of answers: whole, without an end, or a few bytes at a time.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::time::Interval;

const RUBBISH: [u8; 16 << 10] = [b'x'; 16 << 10];

/// What an answer carries.
#[derive(Debug)]
pub(crate) enum AnswerBody {
    Whole(Option<Bytes>),
    /// Rubbish; so many bytes are left, `None` for ever.
    Endless(Option<u64>),
    Drip {
        left: Bytes,
        chunk: usize,
        every: Interval,
    },
}

impl AnswerBody {
    pub(crate) fn whole(bytes: impl Into<Bytes>) -> AnswerBody {
        AnswerBody::Whole(Some(bytes.into()))
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let bytes = match &mut *self {
            AnswerBody::Whole(bytes) => bytes.take(),
            AnswerBody::Endless(Some(0)) => None,
            AnswerBody::Endless(left) => {
                let full = RUBBISH.len();
                let length = left.map_or(full, |left| usize::try_from(left).unwrap_or(full).min(full));
                *left = left.map(|left| left.saturating_sub(length as u64));
                Some(Bytes::from_static(&RUBBISH).slice(..length))
            }
            AnswerBody::Drip { left, .. } if left.is_empty() => None,
            AnswerBody::Drip { left, chunk, every } => {
                ready!(every.poll_tick(context));
                let length = left.len().min((*chunk).max(1));
                Some(left.split_to(length))
            }
        };
        Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            AnswerBody::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            AnswerBody::Drip { left, .. } => SizeHint::with_exact(left.len() as u64),
            AnswerBody::Endless(_) => SizeHint::default(),
        }
    }
}
