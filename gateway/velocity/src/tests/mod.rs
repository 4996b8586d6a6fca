//! What is recorded of AWS, the messages of errors, and the limits. That every rule is Velocity's is the
//! differential test's to show.

mod errors;
mod limits;
mod paths;
mod recorded;

use super::{Input, Scope, Template};

/// What a template renders for a body.
fn rendered(template: &str, body: &str) -> String {
    Template::parse(template)
        .unwrap()
        .render(&mut Scope::new(), &Input::new(body))
        .unwrap()
}

/// Why a template does not render.
fn problem(template: &str) -> String {
    problem_with(template, "{}")
}

/// Why a template does not render for a body.
fn problem_with(template: &str, body: &str) -> String {
    match Template::parse(template) {
        Err(error) => error.to_string(),
        Ok(template) => template
            .render(&mut Scope::new(), &Input::new(body))
            .unwrap_err()
            .to_string(),
    }
}
