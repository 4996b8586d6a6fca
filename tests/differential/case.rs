//! One template with everything it can read, for both engines.

use crate::{random::Random, values};
use lambda_api_errors::velocity::{Input, Scope, Template, Value};
use std::fmt;

pub(crate) struct Case {
    pub(crate) template: String,
    pub(crate) body: String,
    pub(crate) parameters: [(&'static str, &'static str); 3],
    pub(crate) context: &'static str,
    pub(crate) stage_variables: &'static str,
}

#[derive(Debug)]
pub(crate) enum Answer {
    Text(String),
    Error(String),
}

const PLACES: [&str; 3] = ["path", "querystring", "header"];

impl Case {
    pub(crate) fn new(template: String, random: &mut Random) -> Self {
        Self {
            template,
            body: values::body(random),
            parameters: values::parameters(random),
            context: values::CONTEXT,
            stage_variables: values::STAGE_VARIABLES,
        }
    }

    /// The line that the Java side reads.
    pub(crate) fn to_json(&self) -> String {
        let text = |text: &str| serde_json::to_string(text).expect("text is JSON");
        let parameters: Vec<String> = PLACES
            .iter()
            .zip(&self.parameters)
            .map(|(place, (name, value))| format!("\"{place}\":{{{}:{}}}", text(name), text(value)))
            .collect();
        format!(
            "{{\"kind\":\"render\",\"template\":{},\"body\":{},{},\"context\":{},\"stageVariables\":{}}}",
            text(&self.template),
            text(&self.body),
            parameters.join(","),
            self.context,
            self.stage_variables,
        )
    }

    pub(crate) fn render(&self) -> Answer {
        let json = |text: &str| Value::parse_json(text).expect("the case is well-formed");
        let [path, querystring, header] = self.parameters;
        let input = Input::new(self.body.as_str())
            .path(path.0, path.1)
            .querystring(querystring.0, querystring.1)
            .header(header.0, header.1);
        let mut scope = Scope::new(input)
            .with_context(json(self.context))
            .with_stage_variables(json(self.stage_variables));
        let template = match Template::parse(&self.template) {
            Ok(template) => template,
            Err(error) => return Answer::Error(error.to_string()),
        };
        match template.render(&mut scope) {
            Ok(text) => Answer::Text(text),
            Err(error) => Answer::Error(error.to_string()),
        }
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} with {:?}", self.template, self.body)
    }
}
