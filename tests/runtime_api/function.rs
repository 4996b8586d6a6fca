//! A function that answers, fails, panics and waits as its events ask for.

use futures_util::{Stream, stream};
use lambda_api_errors::{
    Api, Error, EventContext, Json, JsonLines, Metrics, Octets, Streamed, api_errors,
    lambda_endpoint,
    lambda_runtime::{BoxFuture, SnapStartResource, tracing},
};
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, sync::Arc};
use tokio::{io::AsyncReadExt, net::TcpStream, task::yield_now};

#[derive(Deserialize)]
struct Task {
    number: usize,
    #[serde(default)]
    end: End,
    /// Where to connect, and to wait for a byte.
    wait: Option<SocketAddr>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum End {
    #[default]
    Success,
    Missing,
    Hidden,
    Panic,
    Never,
}

#[derive(Serialize)]
struct Done {
    number: usize,
    request: String,
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum TaskError {
    /// The client sees which.
    #[error("number {number} is missing")]
    #[api(status = 404)]
    Missing {
        #[api(extension)]
        number: usize,
    },
    /// The log has which.
    #[error("number {0} is hidden")]
    #[api(status = 500)]
    Hidden(usize),
}

/// Does what it is asked to.
#[lambda_endpoint(POST, "/work")]
async fn work(context: EventContext, Json(task): Json<Task>) -> Result<Json<Done>, TaskError> {
    let number = task.number;
    if let Some(address) = task.wait {
        let mut signal = TcpStream::connect(address).await.expect("a listener");
        signal.read_u8().await.expect("a signal");
    }
    for _ in 0..number % 7 {
        yield_now().await;
    }
    match task.end {
        End::Success => Ok(Json(Done {
            number,
            request: context.request_id().to_owned(),
        })),
        End::Missing => Err(TaskError::Missing { number }),
        End::Hidden => Err(TaskError::Hidden(number)),
        End::Panic => panic!("number {number} panics"),
        End::Never => std::future::pending().await,
    }
}

/// A stream that is asked for.
#[derive(Deserialize)]
struct Plan {
    count: usize,
    /// The length of each piece.
    length: usize,
    /// Which piece is an end instead.
    fails_at: Option<usize>,
    #[serde(default)]
    end: End,
    /// Where to connect before the second piece, and to wait for a byte.
    wait: Option<SocketAddr>,
}

fn pieces(plan: Plan) -> impl Stream<Item = Result<String, TaskError>> + Send {
    stream::unfold((0, plan), |(number, plan)| async move {
        if number == plan.count {
            return None;
        }
        if let Some(address) = plan.wait.filter(|_| number == 1) {
            let mut signal = TcpStream::connect(address).await.expect("a listener");
            signal.read_u8().await.expect("a signal");
        }
        let piece = if plan.fails_at == Some(number) {
            match plan.end {
                End::Missing => Err(TaskError::Missing { number }),
                End::Hidden => Err(TaskError::Hidden(number)),
                _ => panic!("number {number} panics"),
            }
        } else {
            Ok("x".repeat(plan.length))
        };
        Some((piece, (number + 1, plan)))
    })
}

/// Sends lines.
#[lambda_endpoint(POST, "/lines")]
async fn lines(Json(plan): Json<Plan>) -> Result<Streamed<JsonLines>, TaskError> {
    Ok(Streamed::lines(pieces(plan)))
}

/// Sends bytes.
#[lambda_endpoint(POST, "/bytes")]
async fn bytes(Json(plan): Json<Plan>) -> Result<Streamed<Octets>, TaskError> {
    Ok(Streamed::new(pieces(plan)))
}

/// Says when it is asked to close what it holds, and to open it again.
struct Connections;

impl SnapStartResource for Connections {
    fn before_snapshot(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async {
            tracing::info!("closed before the snapshot");
            Ok(())
        })
    }

    fn after_restore(&self) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async {
            tracing::info!("opened after the restore");
            Ok(())
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let metrics = Metrics::namespace("Workers").dimension("service", "worker");
    let api = Api::new("worker", "1")
        .endpoint::<work>()
        .snapstart_resource(Arc::new(Connections))
        .correlation_header("X-Correlation-Id")
        .metrics(metrics.by_operation());
    api.endpoint::<lines>().endpoint::<bytes>().run().await
}
