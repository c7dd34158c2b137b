//! A model service on loopback that speaks Chat Completions as the test tells it to, and keeps what
//! it was sent. What a real service sends is tested where the wires are.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How the service answers one call.
#[derive(Clone, Debug)]
pub enum Reply {
    /// These pieces, and the tokens in and out that it counts.
    Says(Vec<&'static str>, u64, u64),
    /// This text in one piece.
    Tells(String),
    /// These pieces, and then nothing until the other side is gone.
    Hangs(Vec<&'static str>),
    /// These pieces, and then the connection breaks.
    Breaks(Vec<&'static str>),
    /// A status and a body.
    Refuses(u16, String),
}

/// A running service.
pub struct Service {
    pub url: String,
    seen: Arc<Mutex<Seen>>,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Default)]
struct Seen {
    heads: Vec<String>,
    bodies: Vec<Value>,
    hung_up: usize,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Service {
    /// Answers call by call as told, the last way over and over.
    pub async fn start(replies: Vec<Reply>) -> Service {
        let turn = AtomicUsize::new(0);
        let next = move |_: &Value| replies[turn.fetch_add(1, Ordering::SeqCst).min(replies.len() - 1)].clone();
        Service::answering(next).await
    }

    /// Answers each call by what it asks.
    pub async fn answering(reply: impl Fn(&Value) -> Reply + Send + Sync + 'static) -> Service {
        let reply: Arc<dyn Fn(&Value) -> Reply + Send + Sync> = Arc::new(reply);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, reply.clone(), shared.clone()));
            }
        });
        Service { url, seen, task }
    }

    /// The bodies of all requests so far.
    pub fn bodies(&self) -> Vec<Value> {
        self.seen.lock().expect("sound").bodies.clone()
    }

    /// Their heads.
    pub fn heads(&self) -> Vec<String> {
        self.seen.lock().expect("sound").heads.clone()
    }

    /// Waits until the other side left in the middle of an answer.
    pub async fn left(&self) {
        for _ in 0..1_000 {
            if self.seen.lock().expect("sound").hung_up > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("nobody left");
    }
}

async fn serve(mut socket: TcpStream, reply: Arc<dyn Fn(&Value) -> Reply + Send + Sync>, seen: Arc<Mutex<Seen>>) {
    let Some((head, body)) = request(&mut socket).await else { return };
    let reply = reply(&body);
    {
        let mut seen = seen.lock().expect("sound");
        seen.heads.push(head);
        seen.bodies.push(body);
    }
    let opening = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    let over = |sent: u64, received: u64| {
        let stop = json!({ "choices": [{ "index": 0, "delta": {}, "finish_reason": "stop" }] });
        let usage = json!({ "choices": [], "usage": { "prompt_tokens": sent, "completion_tokens": received } });
        format!("data: {stop}\n\ndata: {usage}\n\ndata: [DONE]\n\n")
    };
    let (pieces, end): (Vec<&str>, String) = match &reply {
        Reply::Refuses(status, body) => {
            let whole =
                format!("HTTP/1.1 {status} no\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{body}");
            let _ = socket.write_all(whole.as_bytes()).await;
            return;
        }
        Reply::Says(pieces, sent, received) => (pieces.clone(), over(*sent, *received)),
        Reply::Tells(text) => (vec![text], over(100, 20)),
        Reply::Hangs(pieces) | Reply::Breaks(pieces) => (pieces.clone(), String::new()),
    };
    let _ = socket.write_all(opening.as_bytes()).await;
    for (at, piece) in pieces.iter().enumerate() {
        if at > 0 {
            // Longer than a picture is on the screen, so that each piece is announced by itself.
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        let chunk = json!({ "id": "1", "model": "small", "choices": [{ "index": 0, "delta": { "content": piece } }] });
        let _ = socket.write_all(format!("data: {chunk}\n\n").as_bytes()).await;
    }
    let _ = socket.write_all(end.as_bytes()).await;
    if matches!(reply, Reply::Hangs(_)) {
        let mut nothing = [0; 8];
        let _ = socket.read(&mut nothing).await;
        seen.lock().expect("sound").hung_up += 1;
    }
}

async fn request(socket: &mut TcpStream) -> Option<(String, Value)> {
    let mut text = String::new();
    let mut piece = [0; 4096];
    loop {
        let read = socket.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        text.push_str(&String::from_utf8_lossy(&piece[..read]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some((head.to_owned(), serde_json::from_str(body).unwrap_or_default()));
        }
    }
}
