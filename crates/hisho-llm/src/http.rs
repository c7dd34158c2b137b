//! Owns the connection: the client with its proxy, one request with the key in a header, and what a broken
//! connection means. Must not know any wire's bodies, and follows no redirect.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::sync::{Arc, OnceLock};

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Client, Response};
use rustls::ClientConfig;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt;
use url::Url;

use crate::account::{Account, Wire};
use crate::failure::{Code, Failure};
use crate::fault;
use crate::limits::{Limits, Patience};

/// Through what calls leave the machine. An account on this machine is always reached directly.
#[derive(Clone, Default)]
pub enum Route {
    /// The proxy that the system or the environment names, if any.
    #[default]
    System,
    /// Straight.
    Direct,
    /// This proxy: `http`, `https`, `socks5` or `socks5h`, perhaps with name and password in the address.
    Proxy(String),
}

impl fmt::Debug for Route {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address of a proxy may hold a password.
        out.write_str(match self {
            Route::System => "System",
            Route::Direct => "Direct",
            Route::Proxy(_) => "Proxy(•••)",
        })
    }
}

/// How the network is used.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Through what.
    pub route: Route,
    /// How long.
    pub patience: Patience,
    /// How much.
    pub limits: Limits,
}

/// An open account: the client, and the headers that every call carries.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub account: Account,
    pub network: Network,
    client: Client,
    headers: HeaderMap,
}

impl Line {
    pub fn open(account: Account, network: Network) -> Result<Line, Failure> {
        let mut builder = Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .http1_only()
            .retry(reqwest::retry::never())
            .tls_backend_preconfigured(tls()?)
            .connect_timeout(network.patience.connect)
            .user_agent(concat!("Hisho/", env!("CARGO_PKG_VERSION")));
        builder = match &network.route {
            _ if account.is_local() => builder.no_proxy(),
            Route::System => builder,
            Route::Direct => builder.no_proxy(),
            Route::Proxy(address) => {
                let bad = |_| Failure::new(Code::Proxy, "the address of the proxy cannot be used");
                builder.proxy(reqwest::Proxy::all(address).map_err(bad)?)
            }
        };
        let client = builder.build().map_err(|_| Failure::new(Code::Tls, "no secure connections can be made here"))?;
        let headers = headers(&account);
        Ok(Line { account, network, client, headers })
    }

    /// Sends one request, a POST where there is a body, and waits for the head of the answer. A status other
    /// than success becomes a failure, with as much of its body as the limits allow.
    pub async fn send(&self, url: Url, body: Option<Vec<u8>>, stream: bool) -> Result<Response, Failure> {
        let request = match body {
            Some(body) => self.client.post(url.clone()).header(CONTENT_TYPE, "application/json").body(body),
            None => self.client.get(url.clone()),
        };
        let accept = if stream { "text/event-stream, application/x-ndjson" } else { "application/json" };
        let sent = request.headers(self.headers.clone()).header(ACCEPT, accept).send();
        let first = self.network.patience.first;
        let response = match tokio::time::timeout(first, sent).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(self.broken(&error)),
            Err(_) => return Err(silent("no answer began", first)),
        };
        let status = response.status();
        if status.is_success() {
            return Ok(response);
        }
        if status.is_redirection() {
            return Err(redirected(&url, &response));
        }
        let headers = response.headers().clone();
        let body = self.read_some(response).await;
        Err(self.clean(fault::of_status(status.as_u16(), &headers, &body)))
    }

    /// Reads a whole body of at most `limits.event` bytes.
    pub async fn read(&self, mut response: Response) -> Result<Vec<u8>, Failure> {
        let bound = self.network.limits.event;
        let mut body = Vec::new();
        let first = self.network.patience.first;
        loop {
            match tokio::time::timeout(first, response.chunk()).await {
                Ok(Ok(Some(bytes))) if body.len() + bytes.len() > bound => {
                    return Err(Failure::new(Code::TooLarge, format!("the answer is longer than {bound} bytes")));
                }
                Ok(Ok(Some(bytes))) => body.extend_from_slice(&bytes),
                Ok(Ok(None)) => return Ok(body),
                Ok(Err(error)) => return Err(self.broken(&error)),
                Err(_) => return Err(silent("the answer stopped", first)),
            }
        }
    }

    /// The beginning of an error's body; whatever stops it from coming, what came is enough.
    async fn read_some(&self, mut response: Response) -> Vec<u8> {
        let bound = self.network.limits.error;
        let mut body = Vec::new();
        let reading = async {
            while let Ok(Some(bytes)) = response.chunk().await {
                body.extend_from_slice(&bytes[..bytes.len().min(bound - body.len())]);
                if body.len() == bound {
                    break;
                }
            }
        };
        let _ = tokio::time::timeout(self.network.patience.connect, reading).await;
        body
    }

    /// A failure without the key: a service may repeat what it was sent.
    pub fn clean(&self, mut failure: Failure) -> Failure {
        failure.message = self.account.mask(&failure.message);
        failure.kind = failure.kind.map(|kind| self.account.mask(&kind));
        failure.request_id = failure.request_id.map(|id| self.account.mask(&id));
        failure
    }

    /// What a broken connection means. The words are ours: those of the libraries may name addresses.
    pub fn broken(&self, error: &reqwest::Error) -> Failure {
        let host = self.account.at("").authority().to_owned();
        let mut kinds = Vec::new();
        let mut words = String::new();
        let mut cause = error.source();
        while let Some(inner) = cause {
            if let Some(error) = inner.downcast_ref::<io::Error>() {
                kinds.push(error.kind());
            }
            if let Some(tls) = tls_error(inner) {
                return Failure::new(Code::Tls, format!("no secure connection to {host}: {tls}"));
            }
            words.push_str(&inner.to_string().to_lowercase());
            words.push(' ');
            cause = inner.source();
        }
        let proxied = matches!(self.network.route, Route::Proxy(_)) && !self.account.is_local();
        if error.is_connect() {
            return if words.contains("proxy") || words.contains("tunnel") || words.contains("socks") || proxied {
                Failure::new(Code::Proxy, format!("the proxy does not connect to {host}"))
            } else if words.contains("tls") || words.contains("handshake") || words.contains("certificate") {
                Failure::new(Code::Tls, format!("no secure connection to {host}"))
            } else if error.is_timeout() {
                Failure::new(Code::Unreachable, format!("no connection to {host} came about in time"))
            } else if kinds.contains(&io::ErrorKind::ConnectionRefused) {
                Failure::new(Code::Unreachable, format!("nothing answers at {host}: the connection is refused"))
            } else if words.contains("dns") || words.contains("lookup") {
                Failure::new(Code::Unreachable, format!("{host} is not a known host"))
            } else {
                Failure::new(Code::Unreachable, format!("{host} cannot be reached"))
            };
        }
        if words.contains("header")
            || words.contains("message head")
            || words.contains("parse")
            || words.contains("invalid http")
        {
            return Failure::garbage(format!("{host} does not speak HTTP as expected"));
        }
        Failure::new(Code::Broken, format!("the connection to {host} broke"))
    }
}

/// How connections are secured: by the certificates that the system trusts, which take a while to read and are
/// the same for every account.
fn tls() -> Result<ClientConfig, Failure> {
    static TLS: OnceLock<Option<ClientConfig>> = OnceLock::new();
    let made = TLS.get_or_init(|| {
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().ok()?;
        Some(builder.with_platform_verifier().ok()?.with_no_client_auth())
    });
    made.clone().ok_or_else(|| Failure::new(Code::Tls, "the system's certificates cannot be read"))
}

/// The TLS error that `error` is or wraps. Wrapped in an `io::Error`, perhaps twice, it is no `source` of it.
fn tls_error<'a>(error: &'a (dyn std::error::Error + 'static)) -> Option<&'a rustls::Error> {
    match error.downcast_ref::<io::Error>() {
        Some(wrapper) => tls_error(wrapper.get_ref()?),
        None => error.downcast_ref(),
    }
}

pub(crate) fn silent(what: &str, after: std::time::Duration) -> Failure {
    Failure::new(Code::Silent, format!("{what} within {} s", after.as_secs_f32()))
}

fn redirected(from: &Url, response: &Response) -> Failure {
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let target = location.and_then(|text| from.join(text).ok()).map(|url| url.origin().ascii_serialization());
    let target = target.unwrap_or_else(|| "another place".into());
    let mut failure = Failure::new(Code::Redirected, format!("the service points to {target}, which was not followed"));
    failure.status = Some(response.status().as_u16());
    failure
}

fn headers(account: &Account) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let (name, prefix) = match account.wire() {
        Wire::Anthropic => ("x-api-key", ""),
        Wire::Gemini => ("x-goog-api-key", ""),
        _ => ("authorization", "Bearer "),
    };
    if let Some(key) = account.key() {
        headers.insert(HeaderName::from_static(name), key.header(prefix));
    }
    if account.wire() == Wire::Anthropic {
        headers.insert("anthropic-version", HeaderValue::from_static("2023-06-01"));
    }
    headers
}
