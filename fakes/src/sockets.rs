//! Sockets: connections that are served until the fake is dropped, or closed by script.

use std::fmt;
use std::sync::Arc;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::body::AnswerBody;

/// The connection is to be closed without an answer.
#[derive(Debug)]
pub(crate) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("cut by script")
    }
}

impl std::error::Error for Cut {}

/// An answer, or none.
pub(crate) type Reply = Result<Response<AnswerBody>, Cut>;

/// Serves until dropped, and all its connections with it.
pub(crate) async fn serve<S, F>(
    listener: TcpListener,
    shared: Arc<S>,
    route: impl Fn(Arc<S>, Request<Incoming>) -> F + Copy + Send + 'static,
) where
    S: Send + Sync + 'static,
    F: Future<Output = Reply> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                let Ok((socket, _)) = accepted else { continue };
                // Small answers at once: Nagle's algorithm would add 40 ms to each.
                drop(socket.set_nodelay(true));
                let shared = Arc::clone(&shared);
                let service = service_fn(move |request| route(Arc::clone(&shared), request));
                let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), service);
                connections.spawn(connection);
            }
            Some(_) = connections.join_next() => {}
        }
    }
}
