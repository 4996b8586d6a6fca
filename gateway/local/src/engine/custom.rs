//! Custom and mock integrations: request template, function, selection, response template.

use super::{Exchange, failure::Failure, headers, media, values::IntegrationAnswer};
use crate::{
    document::{IntegrationResponse, Operation, Passthrough, ResponseType},
    function::{Invocation, Outcome},
    template::{Template, View},
    trace::Step,
};
use apigw_velocity as velocity;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::{Value, json};

impl Exchange<'_> {
    pub(super) async fn run_custom(
        &mut self,
        operation: &Operation,
        function: &str,
    ) -> Result<Response<Bytes>, Failure> {
        let payload = self.integration_request(operation)?;
        let function = self.function_name(function)?;
        let outcome = self.invoke(operation, function, payload).await?;
        let text = self.selected_text(&outcome);
        let response = self.select(&operation.integration.responses, &text)?;
        let function_error = matches!(outcome, Outcome::FunctionError(_));
        let answer = IntegrationAnswer {
            body: outcome.body().to_owned(),
            of_lambda: true,
            function_error,
        };
        let mut response = self.respond(operation, response, &answer)?;
        if let Ok(id) = HeaderValue::from_str(&self.incoming.trace_id()) {
            response.headers_mut().insert("x-amzn-trace-id", id);
        }
        Ok(response)
    }

    pub(super) fn run_mock(&mut self, operation: &Operation) -> Result<Response<Bytes>, Failure> {
        let request = self.integration_request(operation)?;
        let status = serde_json::from_str::<Value>(&request)
            .ok()
            .and_then(|request| request.get("statusCode")?.as_u64());
        let Some(status) = status else {
            return Err(Failure::configuration(format!(
                "a mock needs a request template that renders {{\"statusCode\": …}}, not {request:?}"
            )));
        };
        self.trace.add(Step::Outcome(format!("mock {status}")));
        let response = self.select(&operation.integration.responses, &status.to_string())?;
        self.respond(operation, response, &IntegrationAnswer::default())
    }

    /// What is sent to the integration.
    fn integration_request(&mut self, operation: &Operation) -> Result<String, Failure> {
        let integration = &operation.integration;
        for mapping in &integration.request_parameters {
            let name = mapping
                .target
                .trim_start_matches("integration.request.header.");
            if headers::FORBIDDEN_IN_REQUESTS.contains(&name.to_ascii_lowercase().as_str()) {
                return Err(Failure::configuration(format!(
                    "a mapping cannot set the request header `{name}`"
                )));
            }
            self.mapped(mapping, None);
        }
        let content_type = self.incoming.content_type();
        let templates = &integration.request_templates;
        let body = self.request_text(integration.content_handling)?;
        if let Some((media_type, template)) = media::exact(templates, &content_type) {
            self.chose("request", media_type, templates);
            if let Some(rendered) = self.render(template, &body) {
                return rendered;
            }
        } else {
            let refused = match integration.passthrough {
                Passthrough::WhenNoMatch => false,
                Passthrough::WhenNoTemplates => !templates.is_empty(),
                Passthrough::Never => true,
            };
            if refused {
                return Err(Failure::new(
                    ResponseType::UnsupportedMediaType,
                    "Unsupported Media Type",
                    format!("there is no request template for `{content_type}`"),
                ));
            }
        }
        self.trace.add(Step::PassedThrough { of: "request" });
        Ok(body)
    }

    fn chose(&mut self, of: &'static str, media_type: &str, templates: &[(String, Template)]) {
        self.trace.add(Step::Template {
            of,
            media_type: media_type.to_owned(),
            among: templates.iter().map(|(key, _)| key.clone()).collect(),
        });
    }

    fn render(&mut self, template: &Template, body: &str) -> Option<Result<String, Failure>> {
        let view = View {
            body,
            incoming: &self.incoming,
            stage_variables: &self.gateway.stage_variables,
            context: &self.context,
        };
        let rendered = template.render(&view, &mut self.templates)?;
        if let Some(repeated) = self.templates.overrides.repeated.first() {
            return Some(Err(Failure::configuration(format!(
                "`$context.{repeated}` was set more than once"
            ))));
        }
        Some(rendered.map_err(|error| {
            self.trace
                .unverified("a mapping template that fails is answered with a 500");
            Failure::configuration(format!("the mapping template: {error}"))
        }))
    }

    /// Invokes the function with `payload`, within the integration's time.
    pub(super) async fn invoke(
        &mut self,
        operation: &Operation,
        function: String,
        payload: String,
    ) -> Result<Outcome, Failure> {
        self.trace.add(Step::Event {
            function: function.clone(),
            payload: payload.clone(),
        });
        let payload = if payload.trim().is_empty() {
            self.trace.unverified("an empty event is sent as `{}`");
            "{}".to_owned()
        } else {
            payload
        };
        if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&payload) {
            let message = format!("Could not parse request body into json: {error}");
            let refusal = json!({"Type": "User", "message": message}).to_string();
            self.trace.add(Step::Outcome(refusal.clone()));
            return Ok(Outcome::Payload(refusal));
        }
        let invocation = Invocation {
            function,
            request_id: self.incoming.request_id.clone(),
            payload,
        };
        let running = self.gateway.function.invoke(invocation);
        let timeout = operation.integration.timeout;
        let Ok(outcome) = tokio::time::timeout(timeout, running).await else {
            return Err(Failure::new(
                ResponseType::IntegrationTimeout,
                "Endpoint request timed out",
                format!("the integration took longer than {timeout:?}"),
            ));
        };
        let outcome = outcome.limited();
        self.trace.add(Step::Outcome(outcome.to_string()));
        match outcome {
            Outcome::NotInvoked(reason) => Err(Failure::integration(500, reason)),
            outcome => Ok(outcome),
        }
    }

    /// What the selection patterns look at: the message of a function error, and nothing of a success.
    fn selected_text(&mut self, outcome: &Outcome) -> String {
        let Outcome::FunctionError(error) = outcome else {
            return String::new();
        };
        let error = serde_json::from_str::<Value>(error).unwrap_or_default();
        match error.get("errorMessage") {
            Some(Value::String(message)) => message.clone(),
            None | Some(Value::Null) => String::new(),
            Some(_) => {
                self.trace
                    .unverified("an `errorMessage` that is no string counts as an empty one");
                String::new()
            }
        }
    }

    /// Makes the selected response.
    fn respond(
        &mut self,
        operation: &Operation,
        selected: &IntegrationResponse,
        answer: &IntegrationAnswer,
    ) -> Result<Response<Bytes>, Failure> {
        if !operation.responses.contains_key(&selected.status) {
            return Err(Failure::configuration(format!(
                "Output mapping refers to an invalid method response: {}",
                selected.status
            )));
        }
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(selected.status)
            .map_err(|error| Failure::configuration(error.to_string()))?;
        response.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        );
        for mapping in &selected.headers {
            if let Some(value) = self.mapped(mapping, Some(answer)) {
                let name = mapping.target.trim_start_matches("method.response.header.");
                headers::set(response.headers_mut(), name, &value, &mut self.trace);
            }
        }
        let body = self.response_body(selected, answer)?;
        *response.body_mut() = self.response_bytes(selected.content_handling, body)?;
        self.apply_overrides(&mut response);
        Ok(response)
    }

    fn response_body(
        &mut self,
        selected: &IntegrationResponse,
        answer: &IntegrationAnswer,
    ) -> Result<String, Failure> {
        let accept = self.incoming.accept();
        if let Some((media_type, template)) = media::closest(&selected.templates, &accept) {
            self.chose("response", media_type, &selected.templates);
            if !media_type.starts_with("application/json") {
                self.trace.unverified(
                    "the key of the template does not become the Content-Type, which stays JSON unless it is mapped",
                );
            }
            if let Some(rendered) = self.render(template, &answer.body) {
                return rendered;
            }
        }
        self.trace.add(Step::PassedThrough { of: "response" });
        Ok(answer.body.clone())
    }

    /// Applies what the templates wrote to `$context.responseOverride`.
    fn apply_overrides(&mut self, response: &mut Response<Bytes>) {
        let overrides = std::mem::take(&mut self.templates.overrides);
        if let Some(status) = overrides.status {
            let code = match &status {
                velocity::Value::Number(_) => status.to_text().ok(),
                _ => None,
            };
            let code = code
                .and_then(|text| text.parse().ok())
                .filter(|status| (100..600).contains(status))
                .and_then(|status| StatusCode::from_u16(status).ok());
            if let Some(code) = code {
                *response.status_mut() = code;
                self.overridden("the status", code.as_str());
            } else {
                self.trace.unverified(
                    "an override of the status that is no whole number from 100 to 599 is ignored",
                );
            }
        }
        for (name, value) in overrides.response_headers {
            self.overridden(&format!("the header {name}"), &value);
            let before = self.trace.steps.len();
            headers::set(response.headers_mut(), &name, &value, &mut self.trace);
            if self.trace.steps.len() > before {
                self.trace
                    .unverified("an overridden header is renamed as a mapped one is");
            }
        }
    }

    fn overridden(&mut self, target: &str, value: &str) {
        self.trace.add(Step::Overridden {
            target: target.to_owned(),
            value: value.to_owned(),
        });
    }
}
