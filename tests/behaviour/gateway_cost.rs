//! What an answer of the local gateway costs, without a clock.

use allocation_counter::measure;
use lambda_api_errors::{
    Integration,
    axum::body::Bytes,
    http::Request,
    local::{Document, LocalGateway, LocalServer, ServiceFunction},
};
use std::{
    future::pending,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

fn gateway(integration: Integration) -> LocalGateway {
    let service = carts::api().integration(integration).service();
    let service = service.expect("an API");
    let document = service.openapi().document().expect("a document").to_json();
    let document = Document::read(&document).expect("a document that can be run");
    let function = ServiceFunction::new(service, Duration::from_secs(29));
    LocalGateway::new(document, function)
}

/// How often memory is allocated for one answer of 404, from the request to the response with its trace.
fn allocations(integration: Integration, path: &str) -> u64 {
    let gateway = gateway(integration);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let mut counted = 0;
    // The first answer also pays for what is made once.
    for _ in 0..2 {
        let request = Request::get(path)
            .header("accept", "application/json")
            .header("user-agent", "test")
            .body(Bytes::new())
            .expect("a request");
        let allocations = measure(|| {
            let (response, trace) = runtime.block_on(gateway.answer(request));
            assert_eq!(response.status(), 404, "{trace}");
        });
        counted = allocations.count_total;
    }
    counted
}

#[test]
fn an_answer_allocates_little() {
    let wrong = [
        ("custom", Integration::Custom, "/carts/999999", 195),
        ("proxy", Integration::Proxy, "/carts/999999", 130),
        ("mock", Integration::Custom, "/nowhere", 52),
    ]
    .into_iter()
    .filter_map(|(name, integration, path, most)| {
        let counted = allocations(integration, path);
        (counted > most).then(|| format!("{name}: {counted}, not {most}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), <[String; 0]>::default());
}

/// The status of the answer to a request.
fn ask(address: SocketAddr, method: &str, path: &str, body: &str) -> u16 {
    let mut client = TcpStream::connect(address).expect("a connection");
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    );
    client.write_all(request.as_bytes()).expect("a request");
    let mut answer = String::new();
    client.read_to_string(&mut answer).expect("an answer");
    let status = answer.split(' ').nth(1).expect("a status line");
    status.parse().expect("a status")
}

/// Templates, patterns and models of usual size are run where the connection is served. To hand them to another thread takes longer
/// than they do.
#[test]
fn a_usual_answer_needs_no_other_thread() {
    const WORKERS: usize = 2;
    let long = "x".repeat(500);
    let order = format!(r#"{{"customer":"{long}"}}"#);
    for integration in [Integration::Custom, Integration::Proxy] {
        let threads = Arc::new(AtomicUsize::new(0));
        let started = Arc::clone(&threads);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(WORKERS)
            .thread_keep_alive(Duration::ZERO)
            .enable_all()
            .on_thread_start(move || {
                started.fetch_add(1, Ordering::Relaxed);
            })
            .build()
            .expect("a runtime");
        // They may begin late.
        while threads.load(Ordering::Relaxed) < WORKERS {
            std::thread::yield_now();
        }
        let gateway = gateway(integration);
        let server = runtime.block_on(LocalServer::bind(gateway, 0));
        let server = server.expect("a port");
        let address = server.address().expect("an address");
        runtime.spawn(server.run_until(pending()));
        let requests = [
            ("POST", "/carts", r#"{"customer":"Ada"}"#, 201),
            ("GET", "/carts/1", "", 200),
            ("GET", "/carts/999999", "", 404),
            ("GET", "/carts/one", "", 400),
            ("POST", "/carts", "{", 400),
            ("POST", "/carts", &order, 400),
            ("POST", "/reminders?at_least=1", "{}", 404),
            ("GET", "/nowhere", "", 404),
        ];
        // The first answers also compile what the templates spell out.
        for (method, path, body, status) in requests {
            let answered = ask(address, method, path, body);
            assert_eq!(answered, status, "{integration:?}: {method} {path}");
        }
        let before = threads.load(Ordering::Relaxed);
        for (method, path, body, _) in requests {
            ask(address, method, path, body);
            let after = threads.load(Ordering::Relaxed);
            assert_eq!(after, before, "{integration:?}: {method} {path}");
        }
    }
}
