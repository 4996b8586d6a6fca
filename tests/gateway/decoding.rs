//! A client in Rust: the error that the function answered with comes back from the local gateway over HTTP, through either
//! integration, and from a direct invocation.

use lambda_api_errors::{
    CustomEvent, Integration, UndecodedReason,
    lambda_runtime::Context,
    local::{Document, LocalGateway, LocalServer, ServiceFunction},
};
use lambda_api_errors_tests::{
    decodable::{self, Decodable},
    every_decodable,
    formats::Asked,
};
use std::{net::SocketAddr, time::Duration};

const TEXTS: [&str; 4] = [
    "A1",
    "\"quoted\" \\ {\n\t$input.path('$') #set($x = 1)",
    "Not Found: {\"code\":\"Nothing\"}\u{1f}{\"X-Note\":\"forged\"}",
    "\u{e9}\u{1f980} Task timed out after 1.00 seconds",
];

async fn serve(integration: Integration) -> SocketAddr {
    let service = decodable::api().integration(integration).service().unwrap();
    let json = service.openapi().document().unwrap().to_json();
    let function = ServiceFunction::new(service, Duration::from_mins(1));
    let gateway = LocalGateway::new(Document::read(&json).unwrap(), function);
    let server = LocalServer::bind(gateway, 0).await.unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.run_until(std::future::pending()));
    address
}

/// Compares what `decode` makes of each answer with the error that the function answered with.
async fn over_http<E: Decodable + Send + 'static>(address: SocketAddr) {
    for text in TEXTS {
        let expected = E::all(text);
        let last = expected.len() - 1;
        for (variant, expected) in expected.into_iter().enumerate() {
            let asked = Asked {
                variant,
                text: text.to_owned(),
            };
            let answer = move || {
                let agent: ureq::Agent = ureq::Agent::config_builder()
                    .http_status_as_error(false)
                    .build()
                    .into();
                let mut answer = agent
                    .post(format!("http://{address}{}", E::PATH))
                    .content_type("application/json")
                    .send(serde_json::to_string(&asked).unwrap())
                    .unwrap();
                let body = answer.body_mut().read_to_vec().unwrap();
                E::decode(answer.status(), answer.headers(), body)
            };
            match tokio::task::spawn_blocking(answer).await.unwrap() {
                Ok(decoded) => assert_eq!(decoded, expected, "{}", E::OPERATION),
                Err(undecoded) => {
                    assert_eq!(variant, last, "{}: {undecoded}", E::OPERATION);
                    assert!(matches!(undecoded.reason(), UndecodedReason::Opaque));
                    assert_eq!(undecoded.code(), Some("Lost"));
                }
            }
        }
    }
}

macro_rules! each_over_http {
    ($($module:ident),*) => {
        async fn each_over_http(address: SocketAddr) {
            $(over_http::<decodable::$module::Failure>(address).await;)*
        }
    };
}

every_decodable!(each_over_http);

#[tokio::test]
async fn a_custom_integration_gives_the_error_back() {
    each_over_http(serve(Integration::Custom).await).await;
}

#[tokio::test]
async fn a_proxy_integration_gives_the_error_back() {
    each_over_http(serve(Integration::Proxy).await).await;
}

/// `lambda_runtime` sends a `Diagnostic` as the payload, and Step Functions has that as `Cause`.
async fn invoked<E: Decodable>() {
    let service = decodable::api().service().unwrap();
    for text in TEXTS {
        let expected = E::all(text);
        let last = expected.len() - 1;
        for (variant, expected) in expected.into_iter().enumerate() {
            let asked = Asked {
                variant,
                text: text.to_owned(),
            };
            let event = CustomEvent::new(E::OPERATION)
                .header("Content-Type", "application/json")
                .body(serde_json::to_string(&asked).unwrap());
            let event = serde_json::to_vec(&event).unwrap();
            let failed = service.invoke(&event, Context::default()).await;
            let payload = serde_json::to_string(&failed.unwrap_err()).unwrap();
            match E::decode_invocation(&payload) {
                Ok(decoded) => assert_eq!(decoded, expected, "{payload}"),
                Err(undecoded) => {
                    assert_eq!(variant, last, "{undecoded}: {payload}");
                    assert_eq!(undecoded.code(), Some("Lost"));
                }
            }
        }
    }
}

macro_rules! each_invoked {
    ($($module:ident),*) => {
        async fn each_invoked() {
            $(invoked::<decodable::$module::Failure>().await;)*
        }
    };
}

every_decodable!(each_invoked);

#[tokio::test]
async fn a_direct_invocation_gives_the_error_back() {
    each_invoked().await;
}
