//! One template with everything it can read, for both engines.

use crate::values;
use apigw_velocity::{Data, Input, Scope, Template};
use lambda_api_errors_tests::{jvm::line, random::Random};
use serde::Serialize;
use serde_json::value::RawValue;
use std::{collections::BTreeMap, fmt};

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

#[derive(Serialize)]
struct Line<'a> {
    kind: &'a str,
    template: &'a str,
    body: &'a str,
    #[serde(flatten)]
    parameters: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
    context: &'a RawValue,
    #[serde(rename = "stageVariables")]
    stage_variables: &'a RawValue,
}

impl Answer {
    /// Reads what the Java side answers.
    pub(crate) fn parse(line: &str) -> Self {
        let answer: serde_json::Value = serde_json::from_str(line).expect("the answer is JSON");
        match answer["ok"].as_str() {
            Some(text) => Self::Text(text.to_owned()),
            None => Self::Error(answer["error"].to_string()),
        }
    }
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

    /// The line that the Java side reads. The members of the context keep their order, for both sides.
    pub(crate) fn line(&self) -> Vec<u8> {
        let parameters = PLACES
            .iter()
            .zip(&self.parameters)
            .map(|(place, (name, value))| (*place, BTreeMap::from([(*name, *value)])));
        line(&Line {
            kind: "render",
            template: &self.template,
            body: &self.body,
            parameters: parameters.collect(),
            context: serde_json::from_str(self.context).expect("JSON"),
            stage_variables: serde_json::from_str(self.stage_variables).expect("JSON"),
        })
    }

    pub(crate) fn render(&self) -> Answer {
        let [path, querystring, header] = self.parameters;
        let input = Input::new(self.body.as_str())
            .path(path.0, path.1)
            .querystring(querystring.0, querystring.1)
            .header(header.0, header.1)
            .with_context(Data::json(self.context))
            .with_stage_variables(Data::json(self.stage_variables));
        let template = match Template::parse(&self.template) {
            Ok(template) => template,
            Err(error) => return Answer::Error(error.to_string()),
        };
        match template.render(&mut Scope::new(), &input) {
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
