//! Errors as metrics of `CloudWatch`.

/// How an API counts its failed answers: feature `emf`.
///
/// For each failed answer, of a status of 400 and above, the function writes one line of the
/// [embedded metric format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html),
/// from which `CloudWatch` makes the metric `errors` (unit: count) with the dimension `code`, the error code:
///
/// ```json
/// {"_aws":{"CloudWatchMetrics":[{"Dimensions":[["service","code"]],"Metrics":[{"Name":"errors","Unit":"Count"}],"Namespace":"Shop"}],"Timestamp":1764158400000},
///  "service":"carts","code":"PaymentDeclined","errors":1,"operation":"checkout","status":402,"request_id":"7f3a","correlation_id":"b81c"}
/// ```
///
/// It is one line in the log. The members that are not dimensions cost nothing, and Logs Insights finds them. `CloudWatch` bills each
/// combination of values of the dimensions as a metric of its own, so there are as many as there are codes, times the
/// operations where [`by_operation`](Self::by_operation) asks for them. A caller chooses none of the values.
///
/// Where middleware answers by itself, the code is the status: `403`. In a code or an operation, characters other than ASCII are `?`,
/// since `CloudWatch` takes no others. A stream that fails after its first byte is counted too, with the code of the failure.
///
/// Lines are written where the function answers a platform or a port: in Lambda, in Azure Functions, by `Api::serve`. Calls of
/// `ApiService::invoke`, and the local gateway with the API in its process, write none.
///
/// ```
/// use lambda_api_errors::{Api, Metrics};
///
/// let api: Api = Api::new("carts", "1.0.0").metrics(Metrics::namespace("Shop").dimension("service", "carts"));
/// assert!(api.service().is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Metrics {
    pub(crate) namespace: String,
    pub(crate) dimensions: Vec<(String, String)>,
    pub(crate) by_operation: bool,
}

/// The members of a line that are not the user's.
const OWN: [&str; 7] = [
    "_aws",
    "code",
    "errors",
    "operation",
    "status",
    "request_id",
    "correlation_id",
];

/// The most dimensions of a metric, ours among them.
const MOST_DIMENSIONS: usize = 30;

impl Metrics {
    /// Metrics in this namespace of `CloudWatch`: letters, digits, spaces and `.`, `-`, `_`, `/`, `#`, `:`, at most 255.
    pub fn namespace(namespace: impl Into<String>) -> Self {
        Self {
            namespace: namespace.into(),
            dimensions: Vec::new(),
            by_operation: false,
        }
    }

    /// Adds a dimension with one value for all of the API, such as `service` or `stage`.
    pub fn dimension(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.dimensions.push((name.into(), value.into()));
        self
    }

    /// Adds the dimension `operation`. An answer that belongs to no endpoint has no such dimension.
    pub fn by_operation(mut self) -> Self {
        self.by_operation = true;
        self
    }

    /// What `CloudWatch` would refuse, by its limits:
    /// [concepts](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html).
    pub(crate) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        let namespace = &self.namespace;
        let is_name = |c: char| c.is_ascii_alphanumeric() || " .-_/#:".contains(c);
        if !(1..=255).contains(&namespace.len())
            || namespace.trim().is_empty()
            || namespace.starts_with(':')
            || namespace.starts_with("AWS/")
            || !namespace.chars().all(is_name)
        {
            problems.push(format!(
                "CloudWatch takes no namespace `{}`: write 1 to 255 letters, digits, spaces or `.-_/#:`, and begin with neither `:` nor `AWS/`",
                namespace.escape_debug()
            ));
        }
        let is_text = |text: &str, most| {
            (1..=most).contains(&text.len())
                && !text.trim().is_empty()
                && text.chars().all(|c| matches!(c, ' '..='~'))
        };
        for (index, (name, value)) in self.dimensions.iter().enumerate() {
            let shown = name.escape_debug();
            if !is_text(name, 250) || name.starts_with(':') {
                problems.push(format!(
                    "CloudWatch takes no dimension `{shown}`: write 1 to 250 characters of ASCII, and begin with no `:`"
                ));
            } else if OWN.contains(&name.as_str()) {
                problems.push(format!(
                    "the metrics have a member `{shown}` already: give the dimension another name"
                ));
            } else if self.dimensions[..index]
                .iter()
                .any(|(other, _)| other == name)
            {
                problems.push(format!("the metrics have the dimension `{shown}` twice"));
            }
            if !is_text(value, 1024) {
                problems.push(format!(
                    "CloudWatch takes no value `{}` of the dimension `{shown}`: write 1 to 1024 characters of ASCII",
                    value.escape_debug()
                ));
            }
        }
        let most = MOST_DIMENSIONS - 1 - usize::from(self.by_operation);
        if self.dimensions.len() > most {
            problems.push(format!(
                "the metrics have {} dimensions of their own, and CloudWatch takes {most} next to those of the API",
                self.dimensions.len()
            ));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cloudwatch_refuses_is_found_when_the_api_starts() {
        let fine = Metrics::namespace("Shop/Carts #1").dimension("service", "carts");
        assert_eq!(fine.by_operation().problems(), [""; 0]);
        let long = "a".repeat(256);
        for namespace in ["", " ", "AWS/Lambda", ":a", "a\nb", "é", &long] {
            let problems = Metrics::namespace(namespace).problems();
            assert_eq!(problems.len(), 1, "{namespace:?}: {problems:?}");
        }
        let shop = || Metrics::namespace("Shop");
        let many = (0..30).fold(shop(), |metrics, index| {
            metrics.dimension(format!("d{index}"), "v")
        });
        for (metrics, expected) in [
            (shop().dimension("code", "a"), "a member `code` already"),
            (shop().dimension("a\n", "a"), "no dimension `a\\n`"),
            (
                shop().dimension("a", ""),
                "no value `` of the dimension `a`",
            ),
            (shop().dimension("a", "1").dimension("a", "2"), "`a` twice"),
            (many, "30 dimensions of their own"),
        ] {
            let problems = metrics.problems();
            assert!(
                problems.len() == 1 && problems[0].contains(expected),
                "{expected}: {problems:?}"
            );
        }
    }
}
