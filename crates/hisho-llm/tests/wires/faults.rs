//! Faults of networks and services: each a failure with its own code, what came is kept, and what is sent again is
//! shown by what the server received.

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt;
use hisho_llm::{Account, Answer, Chat, Code, Event, Network, Provider, Remote, Route, Stop, Wire};
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use crate::server::{Act, CANARY, Server, events, head, quick, reply};

const TEXT: &str = r#"{"choices":[{"index":0,"delta":{"content":"half"}}]}"#;
const END: &str = r#"{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#;

fn question() -> Chat {
    Chat::ask("m", "q")
}

/// The answer, the waits before further tries, and how many requests the server received.
async fn ask(scripts: Vec<Vec<Act>>) -> (Answer, Vec<Duration>, usize) {
    let server = Server::start(scripts).await;
    let all: Vec<Event> = server.remote(Wire::OpenaiChat).stream(question(), Stop::default()).collect().await;
    let waits = all.iter().filter_map(|event| match event {
        Event::Retrying { wait, .. } => Some(*wait),
        _ => None,
    });
    let waits = waits.collect();
    let Some(Event::Done(answer)) = all.last() else { panic!("no end") };
    let received = server.received();
    assert!(received.windows(2).all(|two| two[0] == two[1]), "a retry differs");
    ((**answer).clone(), waits, received.len())
}

fn code(answer: &Answer) -> Code {
    assert!(!answer.complete);
    let error = answer.error.as_ref().unwrap();
    assert!(!error.message.is_empty() && !format!("{answer:?}").contains(CANARY));
    error.code
}

async fn at(address: &str, network: Network) -> Answer {
    let account = Account::new(Wire::OpenaiChat, Some(address), None).unwrap();
    Remote::open(account, network).unwrap().answer(question(), Stop::default()).await
}

#[tokio::test]
async fn nobody_there() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let answer = at(&address, quick()).await;
    assert_eq!((code(&answer), answer.usage), (Code::Unreachable, None));
    assert_eq!(code(&at("http://no-such-host.invalid", quick()).await), Code::Unreachable);
}

/// Serves one connection after another with `serve`, and gives the address for https.
async fn secure<F: Future<Output = ()> + Send>(serve: impl Fn(TcpStream) -> F + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://localhost:{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            serve(socket).await;
        }
    });
    address
}

#[tokio::test]
async fn no_secure_connection() {
    let plain = secure(|mut socket| async move {
        let _ = socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_no_client_auth().with_single_cert(vec![made.cert.der().clone()], key).unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    // A certificate that nobody vouches for.
    let unknown = secure(move |socket| {
        let acceptor = acceptor.clone();
        async move {
            assert!(acceptor.accept(socket).await.is_err(), "the certificate was taken");
        }
    });
    for address in [plain.await, unknown.await] {
        let answer = at(&address, quick()).await;
        assert_eq!((code(&answer), &answer.usage), (Code::Tls, &None), "{answer:?}");
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_work_is_named_and_its_password_is_not() {
    let route = Route::Proxy("http://me:proxy-secret@127.0.0.1:9".into());
    let network = Network { route, ..quick() };
    assert!(!format!("{network:?}").contains("proxy-secret"));
    let answer = at("http://192.0.2.1/v1", network).await;
    assert_eq!(code(&answer), Code::Proxy);
    assert!(!format!("{answer:?}").contains("proxy-secret"));
}

#[tokio::test]
async fn a_proxy_carries_the_call() {
    let server = Server::start(vec![events(&[TEXT, END, "[DONE]"])]).await;
    let network = Network { route: Route::Proxy(server.address.clone()), ..quick() };
    let account = Account::new(Wire::OpenaiChat, Some("http://models.example/v1"), None).unwrap();
    let remote = Remote::open(account, network).unwrap();
    let events: Vec<Event> = remote.stream(question(), Stop::default()).collect().await;
    assert!(matches!(events.last(), Some(Event::Done(answer)) if answer.complete));
    assert!(server.received()[0].0.starts_with("POST http://models.example/v1/chat/completions "));
}

#[tokio::test]
async fn a_reset_before_and_after_the_first_token() {
    let (answer, waits, received) = ask(vec![vec![Act::Reset]]).await;
    assert_eq!((code(&answer), waits.len(), received), (Code::Broken, 0, 1));
    let script = vec![
        head(200, "Content-Length: 9999\r\n"),
        Act::Send(format!("data: {TEXT}\n\n").into_bytes()),
        Act::Pause(Duration::from_millis(100)),
        Act::Reset,
    ];
    let (answer, _, received) = ask(vec![script]).await;
    assert_eq!((code(&answer), answer.text.as_str(), received), (Code::Broken, "half", 1));
    assert!(answer.usage.unwrap().estimated);
}

#[tokio::test]
async fn silence_before_the_head_and_in_the_stream() {
    let (answer, _, received) = ask(vec![vec![Act::Hang]]).await;
    assert_eq!((code(&answer), received), (Code::Silent, 1));
    let mut script = events(&[TEXT]);
    script.push(Act::Hang);
    let from = Instant::now();
    let (answer, _, _) = ask(vec![script]).await;
    assert_eq!((code(&answer), answer.text.as_str()), (Code::Silent, "half"));
    assert!(from.elapsed() < Duration::from_secs(3), "the idle time after the first token is the short one");
}

#[tokio::test]
async fn a_slow_drip_does_not_hold_a_call_forever() {
    let mut script = events(&[TEXT]);
    for _ in 0..200 {
        script.push(Act::Send(b"x".to_vec()));
        script.push(Act::Pause(Duration::from_millis(50)));
    }
    let from = Instant::now();
    let (answer, _, _) = ask(vec![script]).await;
    assert_eq!(code(&answer), Code::Silent);
    assert!(from.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn too_many_calls_in_every_form() {
    let good = || events(&[TEXT, END, "[DONE]"]);
    let limited = r#"{"error":{"message":"slow down","type":"requests","code":"rate_limit_exceeded"}}"#;
    for (header, wait) in [
        ("retry-after-ms: 40\r\n", Some(40)),
        ("retry-after: 0.05\r\n", Some(50)),
        ("retry-after: 30ms\r\n", Some(30)),
        ("retry-after: Fri, 20 Nov 2020 00:00:00 GMT\r\n", Some(0)),
        ("retry-after: soon\r\n", None),
        ("", None),
    ] {
        let (answer, waits, received) = ask(vec![reply(429, header, limited), good()]).await;
        assert!(answer.complete, "{header}");
        assert_eq!((waits.len(), received), (1, 2), "{header}");
        let waited = waits[0].as_millis();
        assert!(wait.map_or((10..=13).contains(&waited), |wait| waited == wait), "{header}: {waited}");
    }
    // As the command line prints it.
    let server = Server::start(vec![reply(429, "retry-after: 0.05\r\n", limited), good()]).await;
    let all: Vec<Event> = server.remote(Wire::OpenaiChat).stream(question(), Stop::default()).collect().await;
    let lines: Vec<Value> = all.iter().map(|event| serde_json::to_value(event).unwrap()).collect();
    assert_eq!(lines[0]["retrying"]["wait_ms"], 50);
    assert_eq!(lines[0]["retrying"]["failure"]["code"], "rate_limited");
    assert_eq!((&lines[2], &lines[3]["done"]["finish"]), (&json!({ "text": "half" }), &json!("stop")));
    // Longer than is sat out: the person is told how long.
    let (answer, waits, received) = ask(vec![reply(429, "retry-after: 6m0s\r\n", limited)]).await;
    assert_eq!((code(&answer), waits.len(), received), (Code::RateLimited, 0, 1));
    assert_eq!(answer.error.unwrap().retry_after, Some(Duration::from_secs(360)));
    // No money left: waiting does not help.
    let spent = r#"{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}"#;
    let (answer, _, received) = ask(vec![reply(429, "retry-after: 0\r\n", spent)]).await;
    assert_eq!((code(&answer), received), (Code::QuotaSpent, 1));
    // The service's own word.
    let (answer, _, received) = ask(vec![reply(429, "x-should-retry: false\r\n", limited)]).await;
    assert_eq!((code(&answer), received), (Code::RateLimited, 1));
    let (answer, _, received) = ask(vec![reply(409, "x-should-retry: true\r\n", "{}"), good()]).await;
    assert!(answer.complete && received == 2);
    // And it ends some time.
    let (answer, waits, received) = ask(vec![reply(429, "retry-after: 0\r\n", limited)]).await;
    assert_eq!((code(&answer), waits.len(), received), (Code::RateLimited, 2, 3));
    assert_eq!(answer.usage, None);
}

#[tokio::test]
async fn failures_of_the_service() {
    let failed = r#"{"error":{"message":"m","type":"server_error"}}"#;
    for (status, body, said, requests) in [
        (500, "", Code::ServiceFailed, 1),
        (500, failed, Code::ServiceFailed, 3),
        (503, "<html>away</html>", Code::ServiceFailed, 3),
        (529, r#"{"type":"error","error":{"type":"overloaded_error","message":"m"}}"#, Code::Overloaded, 3),
        (400, r#"{"error":{"message":"m","type":"invalid_request_error"}}"#, Code::BadRequest, 1),
        (401, "{}", Code::Unauthorized, 1),
        (403, "", Code::Forbidden, 1),
        (404, "nothing here", Code::NotFound, 1),
    ] {
        let (answer, _, received) = ask(vec![reply(status, "", body)]).await;
        assert_eq!((code(&answer), received), (said, requests), "{status}");
        assert_eq!(answer.error.unwrap().status, Some(status));
    }
}

#[tokio::test]
async fn an_overload_in_the_stream_is_asked_again_only_before_the_first_token() {
    let error = r#"{"error":{"message":"m","type":"overloaded_error"}}"#;
    let began = r#"{"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#;
    let (answer, waits, received) = ask(vec![events(&[began, error]), events(&[TEXT, END, "[DONE]"])]).await;
    assert_eq!((answer.complete, answer.text.as_str(), waits.len(), received), (true, "half", 1, 2));
    let (answer, _, received) = ask(vec![events(&[TEXT, error])]).await;
    assert_eq!((code(&answer), answer.text.as_str(), received), (Code::Overloaded, "half", 1));
}

#[tokio::test]
async fn garbage_of_every_kind() {
    for body in [
        "<html><body>Log in to the network</body></html>",
        "",
        "data: nonsense\n\n",
        "\u{0}\u{1}\u{2}",
        "{\"hello\":1}",
    ] {
        let (answer, _, received) = ask(vec![reply(200, "", body)]).await;
        assert_eq!((code(&answer), received), (Code::Garbage, 1), "{body:?}");
    }
    let (answer, _, _) = ask(vec![vec![Act::Send(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())]]).await;
    assert!(matches!(code(&answer), Code::Garbage | Code::Broken), "{answer:?}");
}

#[tokio::test]
async fn stopping_keeps_the_text_and_closes_the_socket() {
    let mut script = events(&[TEXT]);
    script.push(Act::Hang);
    let server = Server::start(vec![script]).await;
    let stop = Stop::default();
    let mut stream = server.remote(Wire::OpenaiChat).stream(question(), stop.clone());
    while !matches!(stream.next().await, Some(Event::Text(_))) {}
    stop.stop();
    let Some(Event::Done(answer)) = stream.next().await else { panic!() };
    assert_eq!((code(&answer), answer.text.as_str()), (Code::Stopped, "half"));
    let usage = answer.usage.unwrap();
    assert!(usage.estimated && usage.output >= 1 && usage.input >= 1);
    assert!(stream.next().await.is_none());
    server.hung_up(1).await;
}

#[tokio::test]
async fn stopping_works_before_the_answer_and_between_tries() {
    for script in [vec![Act::Hang], reply(429, "retry-after: 2\r\n", "{}")] {
        let server = Server::start(vec![script]).await;
        let stop = Stop::default();
        let answer = tokio::spawn(server.remote(Wire::OpenaiChat).answer(question(), stop.clone()));
        server.asked().await;
        stop.stop();
        let answer = tokio::time::timeout(Duration::from_millis(1_500), answer).await.unwrap().unwrap();
        assert_eq!(code(&answer), Code::Stopped);
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn dropping_the_stream_closes_the_socket() {
    let mut script = events(&[TEXT]);
    script.push(Act::Hang);
    let server = Server::start(vec![script]).await;
    let mut stream = server.remote(Wire::OpenaiChat).stream(question(), Stop::default());
    while !matches!(stream.next().await, Some(Event::Text(_))) {}
    drop(stream);
    server.hung_up(1).await;
}

#[tokio::test]
async fn a_whole_answer_that_is_cut_is_not_taken_for_one() {
    let server = Server::start(vec![reply(200, "Content-Length: 500\r\n", r#"{"choices":[{"index":0,"#)]).await;
    let answer = server.remote(Wire::OpenaiChat).answer(question(), Stop::default()).await;
    assert_eq!(code(&answer), Code::Broken);
    let server = Server::start(vec![reply(200, "", r#"{"choices":[{"index":0,"#)]).await;
    let answer = server.remote(Wire::OpenaiChat).answer(question(), Stop::default()).await;
    assert_eq!(code(&answer), Code::Garbage);
}
