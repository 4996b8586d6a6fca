//! Parameter mappings: what a header, a path or a query parameter is made from.

use super::{DocumentProblem, cursor::Cursor};

/// One mapping, as `responseParameters` and `requestParameters` hold them.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    pub(crate) target: String,
    pub(crate) source: Source,
    pub(crate) expression: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Static(String),
    Context(String),
    StageVariable(String),
    MethodHeader { name: String, all: bool },
    MethodQuery { name: String, all: bool },
    MethodPath(String),
    MethodBody(String),
    IntegrationHeader { name: String, all: bool },
    IntegrationBody(String),
}

/// Reads mappings whose keys begin with one of `prefixes`.
pub(super) fn read_all(
    parent: &Cursor<'_>,
    key: &str,
    prefixes: &[&str],
) -> Result<Vec<Mapping>, DocumentProblem> {
    let Some(mappings) = parent.get(key) else {
        return Ok(Vec::new());
    };
    mappings
        .members()?
        .map(|(target, expression)| {
            let known = prefixes
                .iter()
                .any(|prefix| target.len() > prefix.len() && target.starts_with(prefix));
            if !known {
                let prefixes = prefixes.join("`, `");
                return Err(
                    expression.problem(format!("the key must begin with `{prefixes}` and a name"))
                );
            }
            let text = expression.text()?;
            let source = Source::read(text).ok_or_else(|| {
                expression.problem(format!("invalid mapping expression specified: {text}"))
            })?;
            Ok(Mapping {
                target: target.to_owned(),
                source,
                expression: text.to_owned(),
            })
        })
        .collect()
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
