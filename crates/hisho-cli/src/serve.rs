//! `hisho serve`: the app in a real browser, for development and tests. Loopback only, and every
//! request needs the token of this run. Never part of a release.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Args;
use hisho_app::{App, Caller, Options};
use hisho_domain::{Error, ErrorCode, Origin, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use tower_http::services::ServeDir;

use crate::stop::asked_to_stop;

/// What the window allows, less Tauri's own channel; `{nonce}` is that of the page.
const CSP: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; worker-src 'self'; \
     connect-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'";
/// The empty element of the page that hands its nonce to the libraries which add styles.
const NONCE_ELEMENT: &str = "<style id=\"nonce\"";

#[derive(Args)]
pub struct Arguments {
    /// The port; a free one when left out.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// The built UI.
    #[arg(long, default_value = "ui/dist", value_name = "DIR")]
    assets: PathBuf,
}

#[derive(Clone)]
struct Served {
    app: App,
    token: Arc<str>,
    page: Arc<std::path::Path>,
    /// Turns true when the server stops, so that open web sockets do not hold it.
    stopping: watch::Receiver<bool>,
}

pub async fn run(data_dir: PathBuf, arguments: Arguments) -> Result<()> {
    let io = |what: &'static str| move |e: std::io::Error| Error::io(what, None, e);
    let app = App::open(Options { data_dir, background: true }).await?;
    let page = arguments.assets.join("index.html");
    let (stop, stopping) = watch::channel(false);
    let served = Served { app, token: uuid::Uuid::new_v4().to_string().into(), page: page.into(), stopping };
    let router = Router::new()
        .route("/rpc/{command}", post(rpc))
        .route("/gesture", post(gesture))
        .layer(from_fn_with_state(served.clone(), with_token))
        .route("/events", get(events))
        .route("/", get(page_with_nonce))
        .route("/index.html", get(page_with_nonce))
        .fallback_service(ServeDir::new(&arguments.assets).append_index_html_on_directories(false))
        .with_state(served.clone());
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, arguments.port)))
        .await
        .map_err(io("port"))?;
    let address = listener.local_addr().map_err(io("port"))?;
    println!("listening http://{address}/#token={}", served.token);
    let shutdown = async move {
        asked_to_stop().await;
        // Nobody listening is no failure.
        let _ = stop.send(true);
    };
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await.map_err(io("serve"))
}

async fn with_token(State(served): State<Served>, request: Request, next: Next) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if given.and_then(|value| value.strip_prefix("Bearer ")) != Some(&*served.token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    next.run(request).await
}

/// The page with a fresh nonce in it and in its policy, as the window has it.
async fn page_with_nonce(State(served): State<Served>) -> Response {
    let Ok(page) = tokio::fs::read_to_string(&served.page).await else {
        return (StatusCode::NOT_FOUND, "the UI is not built").into_response();
    };
    let nonce = uuid::Uuid::new_v4().to_string();
    let page = page.replace(NONCE_ELEMENT, &format!("{NONCE_ELEMENT} nonce=\"{nonce}\""));
    let policy = CSP.replace("{nonce}", &nonce);
    ([(header::CONTENT_SECURITY_POLICY, policy)], Html(page)).into_response()
}

#[derive(Deserialize)]
struct Call {
    #[serde(default)]
    input: Value,
    gesture: Option<String>,
}

async fn rpc(State(served): State<Served>, Path(command): Path<String>, Json(call): Json<Call>) -> Response {
    let caller = Caller { gesture: call.gesture, ..Caller::person(Origin::Browser) };
    respond(served.app.call(caller, &command, call.input).await)
}

#[derive(Deserialize)]
struct Gesture {
    command: String,
    #[serde(default)]
    input: Value,
}

async fn gesture(State(served): State<Served>, Json(gesture): Json<Gesture>) -> Response {
    respond(served.app.gesture(&gesture.command, &gesture.input).map(|token| json!({ "token": token })))
}

fn respond(outcome: Result<Value>) -> Response {
    match outcome {
        Ok(value) => Json(value).into_response(),
        Err(error) => {
            let status = match error.code {
                ErrorCode::Internal | ErrorCode::Io => StatusCode::INTERNAL_SERVER_ERROR,
                ErrorCode::NotFound | ErrorCode::UnknownCommand => StatusCode::NOT_FOUND,
                ErrorCode::PersonOnly => StatusCode::FORBIDDEN,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            (status, Json(error)).into_response()
        }
    }
}

#[derive(Deserialize)]
struct Token {
    token: String,
}

/// A browser cannot set headers on a web socket, so the token comes in the address.
async fn events(State(served): State<Served>, Query(given): Query<Token>, upgrade: WebSocketUpgrade) -> Response {
    if *given.token != *served.token {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    upgrade.on_upgrade(move |socket| announce(socket, served))
}

async fn announce(mut socket: WebSocket, mut served: Served) {
    let mut events = served.app.events();
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = served.stopping.changed() => return,
        };
        // The browser connects anew after falling behind, and reads everything again.
        let Ok(event) = event else { return };
        let text = serde_json::to_string(&event).expect("plain data");
        if socket.send(Message::Text(text.into())).await.is_err() {
            return;
        }
    }
}
