//! How many instructions the answer of a failure takes, beside peers: `cargo bench -p lambda-api-errors-tests --bench instructions`.
//!
//! They are counted by valgrind's callgrind, so they are the same on a machine that does other things too. Without valgrind nothing is
//! measured. It fails where ours takes more than its goal, which is a multiple of the peer's. `cargo bench … --bench instructions -- count WORK CALLS` makes one of the calls, for a profile.

#[path = "peers/invocations.rs"]
mod invocations;
#[path = "peers/messages.rs"]
mod messages;

use invocations::{CUSTOM, PROXIES, by_api, by_api_with_middleware, by_hand, by_lambda_http};
use lambda_api_errors::{axum::response::IntoResponse, callback};
use messages::{Case, Failure, by_axum, by_serde};
use std::{env, hint::black_box, io, process::Command};

type Call = Box<dyn FnMut()>;

/// A name, and what prepares calls that are alike.
type Work = (String, Box<dyn FnOnce() -> Call>);

fn work<C: FnMut() -> R + 'static, R>(
    name: impl Into<String>,
    prepare: impl FnOnce() -> C + 'static,
) -> Work {
    let prepare = move || {
        let mut call = prepare();
        let call: Call = Box::new(move || {
            black_box(call());
        });
        call
    };
    (name.into(), Box::new(prepare))
}

/// Work of ours, its peer, and how many hundredths of the peer's instructions ours may take.
struct Pair {
    ours: Work,
    peer: Work,
    goal: u64,
}

fn pairs() -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (index, case) in Case::all().into_iter().enumerate() {
        let (ours, peers) = (
            format!("message: {}", case.name),
            format!("serde: {}", case.name),
        );
        let peer = move || {
            // Its fields are borrowed from it.
            let case: &'static Case = Box::leak(Box::new(Case::all().swap_remove(index)));
            let (fields, mut buffer) = (case.fields(), Vec::new());
            move || by_serde(&mut buffer, &case.failure, &fields)
        };
        pairs.push(Pair {
            ours: work(ours, move || move || callback::encode(&case.failure)),
            peer: work(peers, peer),
            goal: 110,
        });
    }
    pairs.push(Pair {
        ours: work("response: small", || {
            || Failure::NotFound { id: 7 }.into_response()
        }),
        peer: work("axum and serde: small", || {
            || by_axum(&Failure::NotFound { id: 7 }, &[])
        }),
        goal: 120,
    });
    for event in PROXIES {
        let peer = format!("axum on lambda_http: {event}");
        let with_middleware = format!("with middleware: {event}");
        pairs.push(Pair {
            ours: work(format!("invocation: {event}"), move || by_api(event)),
            peer: work(&peer, move || by_lambda_http(event)),
            goal: 70,
        });
        pairs.push(Pair {
            ours: work(with_middleware, move || by_api_with_middleware(event)),
            peer: work(&peer, move || by_lambda_http(event)),
            goal: 100,
        });
    }
    pairs.push(Pair {
        ours: work("invocation: custom", || by_api(CUSTOM)),
        peer: work("axum fed by hand", by_hand),
        goal: 100,
    });
    pairs
}

fn main() -> io::Result<()> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    if let [command, name, calls] = &arguments[..]
        && command == "count"
    {
        let mut works = pairs().into_iter().flat_map(|pair| [pair.ours, pair.peer]);
        let (_, prepare) = works.find(|(work, _)| work == name).expect("a known work");
        let mut call = prepare();
        for _ in 0..calls.parse().expect("a number") {
            call();
        }
        return Ok(());
    }
    println!(
        "{:<34}{:<34}{:>12}{:>12}{:>8}",
        "work", "peer", "peer's", "ours", "ratio"
    );
    let mut missed = Vec::new();
    for pair in pairs() {
        let (ours, peer) = (pair.ours.0, pair.peer.0);
        let (Some(ours_count), Some(peer_count)) = (instructions(&ours)?, instructions(&peer)?)
        else {
            println!("valgrind is not there, so nothing is counted");
            return Ok(());
        };
        let percent = ours_count * 100 / peer_count.max(1);
        println!(
            "{ours:<34}{peer:<34}{peer_count:>12}{ours_count:>12}{:>5}.{:02}",
            percent / 100,
            percent % 100
        );
        if percent > pair.goal {
            missed.push(format!(
                "`{ours}`: {percent} %, the goal is {} %",
                pair.goal
            ));
        }
    }
    if missed.is_empty() {
        return Ok(());
    }
    Err(io::Error::other(missed.join("; ")))
}

/// How many instructions one call takes, once what the first ones prepare is there.
fn instructions(work: &str) -> io::Result<Option<u64>> {
    const FEW: u64 = 10;
    const MANY: u64 = 210;
    let (Some(few), Some(many)) = (counted(work, FEW)?, counted(work, MANY)?) else {
        return Ok(None);
    };
    Ok(Some((many - few) / (MANY - FEW)))
}

/// What callgrind counts for the whole process.
fn counted(work: &str, calls: u64) -> io::Result<Option<u64>> {
    let process = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(["count", work, &calls.to_string()])
        .output();
    let output = match process {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        output => output?,
    };
    let report = String::from_utf8_lossy(&output.stderr);
    let count = report
        .lines()
        .find_map(|line| line.split_once("Collected : "));
    let (_, count) =
        count.ok_or_else(|| io::Error::other(format!("callgrind counted nothing: {report}")))?;
    count.trim().parse().map(Some).map_err(io::Error::other)
}
