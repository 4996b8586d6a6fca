//! Parameter mappings: the sources of headers, path and query parameters.

use super::{DocumentProblem, Findings, cursor::Cursor};

/// One mapping, as `responseParameters` and `requestParameters` hold them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Mapping {
    /// Its place in the document, as a JSON pointer.
    pub pointer: String,
    /// The target, as the document spells it: `method.response.header.Location`.
    pub target: String,
    /// The source of its value.
    pub source: Source,
    /// The source as the document spells it: `integration.response.body.location`.
    pub expression: String,
}

/// The source of a mapping. Where `all` is set, several values are joined with commas; otherwise the last one counts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// An expression that API Gateway refuses, which has no value here.
    Invalid,
    /// This text.
    Static(String),
    /// The member of `$context` at this path.
    Context(String),
    /// The stage variable of this name.
    StageVariable(String),
    /// A header of the request.
    MethodHeader {
        /// Its name.
        name: String,
        /// Whether all its values count.
        all: bool,
    },
    /// A query parameter of the request.
    MethodQuery {
        /// Its name.
        name: String,
        /// Whether all its values count.
        all: bool,
    },
    /// The whole path of the request, without the stage; only HTTP APIs have it.
    RequestPath,
    /// The path parameter of this name.
    MethodPath(String),
    /// The place in the request's body at this path; an empty path is the whole body.
    MethodBody(String),
    /// A header of the integration's response.
    IntegrationHeader {
        /// Its name.
        name: String,
        /// Whether all its values count.
        all: bool,
    },
    /// The place in the integration's body at this path; an empty path is the whole body.
    IntegrationBody(String),
}

impl Mapping {
    /// The name in the target: `Location` of `method.response.header.Location`.
    #[must_use]
    pub fn name(&self) -> &str {
        TARGETS
            .iter()
            .find_map(|prefix| self.target.strip_prefix(prefix))
            .unwrap_or(&self.target)
    }
}

/// The start of a target.
const TARGETS: [&str; 5] = [
    REQUEST_HEADER,
    REQUEST_PATH,
    REQUEST_QUERY,
    RESPONSE_HEADER,
    GATEWAY_HEADER,
];
pub(crate) const REQUEST_HEADER: &str = "integration.request.header.";
pub(crate) const REQUEST_PATH: &str = "integration.request.path.";
pub(crate) const REQUEST_QUERY: &str = "integration.request.querystring.";
pub(super) const RESPONSE_HEADER: &str = "method.response.header.";
pub(super) const GATEWAY_HEADER: &str = "gatewayresponse.header.";

/// Reads mappings whose keys begin with one of `prefixes`. One that is wrong is a problem; if its expression is wrong, the
/// mapping stays, without a value.
///
/// One that is not a string is only a warning of the import (`LocalStack`'s AWS-validated test
/// `test_import_rest_api_with_base_path_oas30`), whose words these are.
pub(super) fn read_all(
    parent: &Cursor<'_>,
    key: &str,
    prefixes: &[&str],
    findings: &mut Findings,
) -> Result<Vec<Mapping>, DocumentProblem> {
    let Some(mappings) = parent.get(key) else {
        return Ok(Vec::new());
    };
    let mut read = Vec::new();
    for (target, expression) in mappings.members()? {
        let is_known = prefixes
            .iter()
            .any(|prefix| target.len() > prefix.len() && target.starts_with(prefix));
        if !is_known {
            let prefixes = prefixes.join("`, `");
            findings.push(
                expression.problem(format!("the key must begin with `{prefixes}` and a name")),
            );
            continue;
        }
        let Some(text) = expression.value.as_str() else {
            findings.warn(expression.problem(format!(
                "Invalid format for '{key}'. Expected type string for property '{target}' but got '{}'; it is left out",
                expression.value
            )));
            continue;
        };
        let source = Source::read(text).unwrap_or_else(|| {
            findings
                .push(expression.problem(format!("invalid mapping expression specified: {text}")));
            Source::Invalid
        });
        read.push(Mapping {
            pointer: expression.pointer(),
            target: target.to_owned(),
            source,
            expression: text.to_owned(),
        });
    }
    Ok(read)
}

/// A source that is made from a name.
type Named = fn(String) -> Source;

impl Source {
    fn read(text: &str) -> Option<Self> {
        if let Some(value) = text
            .strip_prefix('\'')
            .and_then(|text| text.strip_suffix('\''))
        {
            return Some(Self::Static(value.to_owned()));
        }
        for (whole, make) in [
            ("method.request.body", Self::MethodBody as Named),
            ("integration.response.body", Self::IntegrationBody),
        ] {
            match text.strip_prefix(whole) {
                Some("") => return Some(make(String::new())),
                Some(rest) => return rest.strip_prefix('.').map(|path| make(path.to_owned())),
                None => {}
            }
        }
        let named: [(&str, Named); 9] = [
            ("context.", Self::Context),
            ("stageVariables.", Self::StageVariable),
            ("method.request.path.", Self::MethodPath),
            ("method.request.header.", |name| Self::MethodHeader {
                name,
                all: false,
            }),
            ("method.request.multivalueheader.", |name| {
                Self::MethodHeader { name, all: true }
            }),
            ("method.request.querystring.", |name| Self::MethodQuery {
                name,
                all: false,
            }),
            ("method.request.multivaluequerystring.", |name| {
                Self::MethodQuery { name, all: true }
            }),
            ("integration.response.header.", |name| {
                Self::IntegrationHeader { name, all: false }
            }),
            ("integration.response.multivalueheader.", |name| {
                Self::IntegrationHeader { name, all: true }
            }),
        ];
        let legal = |c: char| c.is_ascii_alphanumeric() || "._$-".contains(c);
        named.iter().find_map(|(prefix, make)| {
            let name = text.strip_prefix(prefix)?;
            (!name.is_empty() && name.chars().all(legal)).then(|| make(name.to_owned()))
        })
    }

    pub(super) fn is_of_response(&self) -> bool {
        matches!(
            self,
            Self::IntegrationHeader { .. } | Self::IntegrationBody(_)
        )
    }
}
