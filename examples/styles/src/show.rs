//! The print of `cargo run -p styles`.

use crate::{
    Style, proxy, styles,
    trial::{Trial, trial},
};
use lambda_api_errors::{ApiService, Error, callback::Answer, http::header::CONTENT_TYPE};
use serde_json::Value;
use std::fmt::Write;

/// Every style with its requests, and what becomes of them.
///
/// # Errors
///
/// When a style does not fit the API.
pub async fn show(service: &ApiService) -> Result<String, Error> {
    let mut text = String::new();
    for (number, style) in (1..).zip(styles()) {
        heading(&mut text, number, style.title)?;
        writeln!(
            text,
            "Published pattern: {}  for {}\n",
            style.pattern, style.status
        )?;
        for (what, body) in &style.requests {
            let trial = trial(service, &style, body).await?;
            request(&mut text, what, body, &style, &trial)?;
        }
    }
    heading(&mut text, styles().len() + 1, proxy::TITLE)?;
    for (what, body) in proxy::requests() {
        let answer = proxy::answer(service, &body).await?;
        writeln!(text, "{what}\n  request    {body}\n  answer     {answer}\n")?;
    }
    Ok(text)
}

fn heading(text: &mut String, number: usize, title: &str) -> std::fmt::Result {
    let line = format!("{number}. {title}");
    writeln!(text, "{line}\n{}", "=".repeat(line.chars().count()))
}

fn request(
    text: &mut String,
    what: &str,
    body: &Value,
    style: &Style,
    trial: &Trial,
) -> std::fmt::Result {
    let Trial {
        message,
        published,
        from_contract,
        answer,
    } = trial;
    writeln!(text, "{what}\n  request    {body}")?;
    match message {
        None => writeln!(text, "  message    none, the invocation succeeds")?,
        Some(message) => writeln!(
            text,
            "  message    {message}\n  published  {}",
            verdict(*published, style.status, answer)
        )?,
    }
    for (status, pattern) in from_contract {
        writeln!(text, "  contract   {status}, by {pattern}")?;
    }
    let media_type = answer.headers.get(CONTENT_TYPE);
    let media_type = media_type
        .and_then(|value| value.to_str().ok())
        .unwrap_or("no media type");
    writeln!(
        text,
        "  answer     {}, {media_type}\n  body       {}\n",
        answer.status.as_u16(),
        answer.body
    )
}

/// What the published pattern makes of a message whose status is that of `answer`.
fn verdict(matches: bool, status: u16, answer: &Answer) -> String {
    let meant = answer.status.as_u16();
    match (matches, meant == status) {
        (true, true) => format!("{status}"),
        (true, false) => format!("{status}: a misfire, {meant} is meant"),
        (false, true) => format!("no match, although {meant} is meant"),
        (false, false) => format!("no match; {meant} needs a pattern of its own"),
    }
}
