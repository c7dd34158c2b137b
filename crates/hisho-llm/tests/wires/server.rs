//! A server on loopback that sends exactly the bytes of its script and keeps what it received.
//! Owns the socket only; what the bytes mean is the business of the test.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use hisho_llm::{Account, Key, Network, Patience, Remote, Wire};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The key that must not appear anywhere.
pub const CANARY: &str = "sk-canary-7f3a9c51e0d2b846";

/// One thing the server does.
#[derive(Clone)]
pub enum Act {
    /// Sends bytes.
    Send(Vec<u8>),
    /// Waits.
    Pause(Duration),
    /// Sends the same bytes until the other side is gone.
    Flood(Vec<u8>),
    /// Says nothing and waits until the other side is gone.
    Hang,
    /// Breaks the connection off with a reset.
    Reset,
}

/// What the server received and saw.
#[derive(Default)]
pub struct Seen {
    /// Head and body of each request.
    pub requests: Vec<(String, String)>,
    /// How many connections the other side closed while the server still had something to do.
    pub hung_up: usize,
    /// Bytes sent by floods.
    pub flooded: usize,
}

/// A running server; each connection plays the next script, the last one over and over.
pub struct Server {
    pub address: String,
    pub seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub async fn start(scripts: Vec<Vec<Act>>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = seen.clone();
        let task = tokio::spawn(async move {
            for turn in 0.. {
                let Ok((socket, _)) = listener.accept().await else { return };
                socket.set_nodelay(true).unwrap();
                let script = scripts[turn.min(scripts.len() - 1)].clone();
                tokio::spawn(play(socket, script, shared.clone()));
            }
        });
        Server { address, seen, task }
    }

    /// An account of `wire` at this server, with the canary as its key and little patience.
    pub fn remote(&self, wire: Wire) -> Remote {
        self.remote_with(wire, quick())
    }

    pub fn remote_with(&self, wire: Wire, network: Network) -> Remote {
        Remote::open(Account::new(wire, Some(&self.address), Key::new(CANARY)).unwrap(), network).unwrap()
    }

    pub fn received(&self) -> Vec<(String, String)> {
        self.seen.lock().unwrap().requests.clone()
    }

    /// Waits until a request came.
    pub async fn asked(&self) {
        for _ in 0..500 {
            if !self.received().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("no request came");
    }

    /// Waits until the other side hung up `times`.
    pub async fn hung_up(&self, times: usize) {
        for _ in 0..500 {
            if self.seen.lock().unwrap().hung_up >= times {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the connection was not closed");
    }
}

/// Little patience, so that tests of silence are short.
pub fn quick() -> Network {
    let patience = Patience {
        connect: Duration::from_secs(5),
        first: Duration::from_secs(4),
        idle: Duration::from_secs(1),
        tries: 3,
        pause: Duration::from_millis(10),
        longest_pause: Duration::from_secs(2),
    };
    Network { patience, ..Network::default() }
}

async fn play(mut socket: TcpStream, script: Vec<Act>, seen: Arc<Mutex<Seen>>) {
    let Some(request) = read(&mut socket).await else { return };
    seen.lock().unwrap().requests.push(request);
    for act in script {
        let gone = match act {
            Act::Send(bytes) => socket.write_all(&bytes).await.is_err(),
            Act::Pause(time) => {
                let mut nothing = [0; 16];
                matches!(tokio::time::timeout(time, socket.read(&mut nothing)).await, Ok(Ok(0) | Err(_)))
            }
            Act::Flood(bytes) => {
                while socket.write_all(&bytes).await.is_ok() {
                    seen.lock().unwrap().flooded += bytes.len();
                }
                true
            }
            Act::Hang => {
                let mut nothing = [0; 16];
                while matches!(socket.read(&mut nothing).await, Ok(read) if read > 0) {}
                true
            }
            Act::Reset => {
                let _ = socket.set_zero_linger();
                return;
            }
        };
        if gone {
            seen.lock().unwrap().hung_up += 1;
            return;
        }
    }
    let _ = socket.shutdown().await;
}

async fn read(socket: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    loop {
        let mut piece = [0; 16 << 10];
        let read = socket.read(&mut piece).await.ok().filter(|read| *read > 0)?;
        bytes.extend_from_slice(&piece[..read]);
        let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
        let lower = text.to_lowercase();
        let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.parse().unwrap());
        if bytes.len() >= head + 4 + length {
            return Some((text, String::from_utf8_lossy(&bytes[head + 4..]).into_owned()));
        }
    }
}

/// The head of an answer whose body ends with the connection.
pub fn head(status: u16, headers: &str) -> Act {
    Act::Send(format!("HTTP/1.1 {status} said\r\nConnection: close\r\n{headers}\r\n").into_bytes())
}

/// An answer whose body is sent at once.
pub fn reply(status: u16, headers: &str, body: &str) -> Vec<Act> {
    vec![head(status, headers), Act::Send(body.as_bytes().to_vec())]
}

/// A stream of these events, sent at once.
pub fn events(events: &[&str]) -> Vec<Act> {
    let body: String = events.iter().map(|data| format!("data: {data}\n\n")).collect();
    reply(200, "Content-Type: text/event-stream\r\n", &body)
}
