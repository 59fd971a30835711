//! Where updates are posted to: the address with its secret, and how the last deliveries went.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::request::Params;

/// A webhook in force.
#[derive(Clone, Debug)]
pub(crate) struct Webhook {
    pub(crate) url: String,
    pub(crate) host: String,
    pub(crate) path: String,
    pub(crate) address: SocketAddr,
    pub(crate) secret: Option<String>,
    pub(crate) connections_max: usize,
    /// Tells one webhook from the next at the same address.
    pub(crate) serial: u64,
    pub(crate) last_error: Option<(i64, String)>,
}

impl Webhook {
    /// Reads the parameters of `setWebhook`. `instead` is where to deliver whatever the address says.
    pub(crate) fn read(params: &Params, instead: Option<SocketAddr>, serials: &AtomicU64) -> Result<Webhook, Refusal> {
        let url = params.text("url").unwrap_or_default();
        let bad = |what: &str| Refusal::bad_request(format!("bad webhook: {what}"));
        let (scheme, rest) = url.split_once("://").ok_or_else(|| bad("invalid webhook URL specified"))?;
        let path_at = rest.find('/').unwrap_or(rest.len());
        let (host, path) = rest.split_at(path_at);
        let own = host.replace("localhost", "127.0.0.1").parse().ok().filter(|_| scheme == "http");
        let own = own.filter(|address: &SocketAddr| address.ip().is_loopback());
        let nowhere = || bad("the fake posts to http://127.0.0.1:PORT or where deliver_webhooks_to says");
        let address = instead.or(own).ok_or_else(nowhere)?;
        let secret = params.text("secret_token").filter(|secret| !secret.is_empty()).map(str::to_owned);
        let is_allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-');
        if secret.as_ref().is_some_and(|secret| secret.len() > 256 || !secret.chars().all(is_allowed)) {
            return Err(Refusal::bad_request("secret token contains unallowed characters"));
        }
        let connections = params.integer("max_connections").unwrap_or(40).clamp(1, 100);
        Ok(Webhook {
            url: url.to_owned(),
            host: host.to_owned(),
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            address,
            secret,
            connections_max: usize::try_from(connections).unwrap_or(1),
            serial: serials.fetch_add(1, Ordering::Relaxed),
            last_error: None,
        })
    }
}

/// `WebhookInfo` of the Bot API.
pub(crate) fn info(webhook: Option<&Webhook>, pending: usize, allowed: &[String]) -> Value {
    let url = webhook.map_or("", |webhook| webhook.url.as_str());
    let mut info = json!({"url": url, "has_custom_certificate": false, "pending_update_count": pending});
    let Some(fields) = info.as_object_mut() else { return info };
    if let Some(webhook) = webhook {
        fields.insert("max_connections".to_owned(), json!(webhook.connections_max));
        fields.insert("ip_address".to_owned(), json!(webhook.address.ip().to_string()));
        if let Some((at_s, message)) = &webhook.last_error {
            fields.insert("last_error_date".to_owned(), json!(at_s));
            fields.insert("last_error_message".to_owned(), json!(message));
        }
    }
    if !allowed.is_empty() {
        fields.insert("allowed_updates".to_owned(), json!(allowed));
    }
    info
}
