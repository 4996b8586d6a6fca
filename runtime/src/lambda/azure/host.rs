//! What the host sends: `host.json` and each `function.json`, with what the app's settings change in them.
//!
//! Names are compared without case, as the host's configuration does. A setting of the app is an environment variable,
//! `AzureFunctionsJobHost__extensions__http__routePrefix`:
//! [override host.json values](https://learn.microsoft.com/azure/azure-functions/functions-host-json#override-hostjson-values).

use crate::Error;
use serde_json::Value;
use std::{collections::HashMap, env, fs, io::ErrorKind, path::Path};

/// Where the host finds `host.json`, if that is not where it starts the program.
const ROOT: &str = "AzureWebJobsScriptRoot";

/// The prefix of the settings that stand for members of `host.json`.
const SETTINGS: &str = "azurefunctionsjobhost";

/// The name that Microsoft's samples give to the answer.
const USUAL_OUTPUT: &str = "res";

/// How the host is configured.
#[derive(Debug)]
pub(super) struct Host {
    /// Whether it sends the client's request itself, and not a payload with the request inside.
    pub(super) forwards: bool,
    /// What stands in front of each path, without slashes around it.
    pub(super) route_prefix: String,
    /// The name of the binding that takes the answer, by function.
    outputs: HashMap<String, String>,
}

impl Host {
    /// As the files around this process say.
    pub(super) fn of_this_process() -> Result<Self, Error> {
        let root = match env::var_os(ROOT) {
            Some(root) => root.into(),
            None => env::current_dir()?,
        };
        let settings = env::vars_os().filter_map(|(name, value)| {
            let name = name.into_string().ok()?.to_ascii_lowercase();
            let name = name.strip_prefix(SETTINGS)?.strip_prefix("__")?;
            Some((name.to_owned(), value.into_string().ok()?))
        });
        Self::read(&root, &settings.collect())
    }

    /// As the files in `root` say, and the `settings` instead of them. Without `host.json` the host forwards requests.
    fn read(root: &Path, settings: &HashMap<String, String>) -> Result<Self, Error> {
        let file = read(&root.join("host.json"))?;
        let setting = |place: &[&str]| {
            let name = place.join("__").to_ascii_lowercase();
            let text = settings.get(&name).map(|text| Value::from(text.as_str()));
            text.or_else(|| {
                let file = file.as_ref()?;
                let found = place
                    .iter()
                    .try_fold(file, |value, name| member(value, name));
                found.cloned()
            })
        };
        let is_on = |name| match setting(&["customHandler", name]) {
            Some(Value::Bool(is_on)) => is_on,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let forwards = file.is_none()
            || is_on("enableForwardingHttpRequest")
            || is_on("enableProxyingHttpRequest");
        let route_prefix = match setting(&["extensions", "http", "routePrefix"]) {
            Some(Value::String(prefix)) => prefix.trim_matches('/').to_owned(),
            _ => "api".to_owned(),
        };
        Ok(Self {
            forwards,
            route_prefix,
            outputs: outputs(root)?,
        })
    }

    /// The name of the binding that takes the answer of `function`.
    pub(super) fn output(&self, function: &str) -> &str {
        self.outputs
            .get(function)
            .map_or(USUAL_OUTPUT, String::as_str)
    }
}

/// The member of this name, in any case.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let mut members = value.as_object()?.iter();
    let found = members.find(|(other, _)| other.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value)
}

/// The JSON of a file; `None` if there is no such file.
fn read(path: &Path) -> Result<Option<Value>, Error> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(format!("`{}` cannot be read: {error}", path.display()).into()),
    };
    let json = serde_json::from_str(text.trim_start_matches('\u{feff}'));
    json.map(Some)
        .map_err(|error| format!("`{}` is not JSON: {error}", path.display()).into())
}

/// The output bindings of the type `http`, by function: a function is a folder with `function.json`.
fn outputs(root: &Path) -> Result<HashMap<String, String>, Error> {
    let mut outputs = HashMap::new();
    let Ok(folders) = fs::read_dir(root) else {
        return Ok(outputs);
    };
    for folder in folders.filter_map(Result::ok) {
        let path = folder.path();
        if !path.is_dir() {
            continue;
        }
        let Some(function) = read(&path.join("function.json"))? else {
            continue;
        };
        let bindings = member(&function, "bindings").and_then(Value::as_array);
        let output = bindings.into_iter().flatten().find(|binding| {
            let is = |name, value: &str| {
                let text = member(binding, name).and_then(Value::as_str);
                text.is_some_and(|text| text.eq_ignore_ascii_case(value))
            };
            is("type", "http") && is("direction", "out")
        });
        let name = output.and_then(|output| member(output, "name")?.as_str());
        if let (Ok(folder), Some(name)) = (folder.file_name().into_string(), name) {
            outputs.insert(folder, name.to_owned());
        }
    }
    Ok(outputs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// A folder with these files; dropped, it is gone.
    struct Root(PathBuf);

    impl Root {
        fn with(files: &[(&str, &str)]) -> Self {
            static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
            let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let name = format!("azure-host-{}-{count}", std::process::id());
            let root = env::temp_dir().join(name);
            for (name, text) in files {
                let path = root.join(name);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            fs::create_dir_all(&root).unwrap();
            Self(root)
        }

        fn host(&self, settings: &[(&str, &str)]) -> Result<Host, Error> {
            let settings = settings.iter();
            let settings = settings.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
            Host::read(&self.0, &settings.collect())
        }
    }

    impl Drop for Root {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn shape(host: &Host) -> (bool, &str) {
        (host.forwards, &host.route_prefix)
    }

    #[test]
    fn without_files_requests_are_forwarded_with_the_hosts_own_prefix() {
        assert_eq!(shape(&Root::with(&[]).host(&[]).unwrap()), (true, "api"));
    }

    #[test]
    fn each_of_both_settings_forwards_and_without_them_there_is_a_payload() {
        for (handler, forwards) in [
            ("{}", false),
            (r#"{"enableForwardingHttpRequest": true}"#, true),
            (r#"{"EnableProxyingHttpRequest": "True"}"#, true),
            (r#"{"enableForwardingHttpRequest": false}"#, false),
        ] {
            let text = format!("\u{feff}{{\"CustomHandler\": {handler}}}");
            let host = Root::with(&[("host.json", &text)]).host(&[]).unwrap();
            assert_eq!(shape(&host), (forwards, "api"), "{handler}");
        }
    }

    #[test]
    fn a_setting_of_the_app_wins() {
        let text = r#"{"extensions": {"http": {"routePrefix": "v1/"}}}"#;
        let root = Root::with(&[("host.json", text)]);
        assert_eq!(shape(&root.host(&[]).unwrap()), (false, "v1"));
        let settings = [
            ("extensions__http__routeprefix", ""),
            ("customhandler__enableforwardinghttprequest", "true"),
        ];
        assert_eq!(shape(&root.host(&settings).unwrap()), (true, ""));
    }

    #[test]
    fn the_answers_binding_is_that_of_the_function() {
        let bindings = r#"{"bindings": [
            {"type": "httpTrigger", "direction": "in", "name": "request"},
            {"type": "queue", "direction": "out", "name": "message"},
            {"type": "http", "direction": "out", "name": "$return"}]}"#;
        let root = Root::with(&[("orders/function.json", bindings), ("other/file", "")]);
        let host = root.host(&[]).unwrap();
        assert_eq!(
            (host.output("orders"), host.output("other")),
            ("$return", "res")
        );
    }

    #[test]
    fn a_file_that_is_not_json_is_named() {
        let root = Root::with(&[("host.json", "{ // no")]);
        let error = root.host(&[]).unwrap_err().to_string();
        assert!(error.contains("host.json` is not JSON: "), "{error}");
    }
}
