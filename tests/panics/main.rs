//! Panics as records of the log. They have a process of their own, since a panic hook belongs to the whole process.

use lambda_api_errors::{
    Api, CustomEvent, NoContent, lambda_endpoint, lambda_runtime::Context, log_panics,
};
use std::{
    convert::Infallible,
    io,
    panic::take_hook,
    sync::{Arc, Mutex},
    thread,
};

#[lambda_endpoint(GET, "/boom")]
async fn boom() -> Result<NoContent, Infallible> {
    panic!("boom\r\nERROR forged \u{1b}[31m\"");
}

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic while writing").extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a program logs that calls `log_panics`, is invoked once, and has a thread of its own that panics.
fn logged(json: bool) -> String {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone());
    let subscriber: tracing::Dispatch = if json {
        subscriber.json().finish().into()
    } else {
        subscriber.finish().into()
    };
    let in_thread = subscriber.clone();
    tracing::dispatcher::with_default(&subscriber, || {
        log_panics();
        let service = Api::new("boom", "1").endpoint::<boom>().service();
        let event = serde_json::to_vec(&CustomEvent::new("boom")).expect("an event");
        let mut context = Context::default();
        context.request_id = "request-7".into();
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let failure = runtime
            .expect("a runtime")
            .block_on(service.expect("an API").invoke(&event, context))
            .expect_err("a failure");
        let thread = thread::spawn(move || {
            tracing::dispatcher::with_default(&in_thread, || panic!("elsewhere\n"));
        });
        let ended = thread.join();
        drop(take_hook());
        assert_eq!(failure.error_type, "InternalServerError");
        ended.expect_err("a panic");
    });
    let bytes = written.0.lock().expect("no panic while writing");
    String::from_utf8(bytes.clone()).expect("a text")
}

#[test]
fn a_panic_is_one_record_in_the_format_that_is_set() {
    let text = logged(false);
    let lines: Vec<_> = text.lines().collect();
    let [request, elsewhere] = &lines[..] else {
        panic!("two lines: {text}")
    };
    for part in [
        r#"ERROR request{correlation_id="request-7" cold_start=true}: lambda_api_errors::log::panics: panicked request_id="request-7" operation="boom""#,
        r#" code="InternalServerError" status=500 error="boom\r\nERROR forged \u{1b}[31m\"""#,
        r#" location="tests/panics/main.rs:"#,
    ] {
        assert!(request.contains(part), "{part} in {request}");
    }
    assert!(
        elsewhere.contains(r#"panicked error="elsewhere\n" location="tests/panics/main.rs:"#),
        "{elsewhere}"
    );
    assert!(!text.contains('\u{1b}'), "{text}");

    let lines = logged(true);
    let records: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let [request, elsewhere] = &records[..] else {
        panic!("two records: {lines}")
    };
    let fields = &request["fields"];
    assert_eq!(fields["error"], "boom\r\nERROR forged \u{1b}[31m\"");
    assert_eq!(
        (&fields["operation"], &fields["status"]),
        (&"boom".into(), &500.into())
    );
    assert!(elsewhere["fields"]["request_id"].is_null(), "{elsewhere}");
}
