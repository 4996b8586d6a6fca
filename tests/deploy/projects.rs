//! Small projects of other people's tools: what each tool makes of them is served, and asked with curl.

use crate::{
    served::Served,
    tools::{node_modules, npm_tool, run, tool, workspace},
};
use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::Command,
};

/// A copy of `tests/deploy/projects/NAME`, in which a tool may leave what it makes.
pub(crate) struct Project(PathBuf);

impl Project {
    pub(crate) fn of(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .join("projects")
            .join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("the last run's copy goes");
        }
        copy(
            &workspace().join("tests/deploy/projects").join(name),
            &folder,
        );
        Self(folder)
    }

    pub(crate) fn with_npm(self, packages: &str) -> Self {
        symlink(node_modules(packages), self.0.join("node_modules")).expect("a link");
        self
    }

    #[track_caller]
    pub(crate) fn run(&self, command: &mut Command) -> String {
        run(command.current_dir(&self.0))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let copied = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &copied);
        } else {
            fs::copy(entry.path(), copied).expect("a copy");
        }
    }
}

const MISSING: &str = "Not Found: there is no missing";

/// What the linter finds where the pattern is `Not Found: .*` and everything else is a success.
fn usual_defects(operation: &str) -> [(&str, &str, usize); 2] {
    [
        "line-break-defeats-pattern",
        "platform-failure-answered-2xx",
    ]
    .map(|rule| (operation, rule, 1))
}

#[test]
fn what_the_cdk_synthesises_is_served() {
    let project = Project::of("cdk").with_npm("examples/deploy/cdk");
    project.run(npm_tool("examples/deploy/cdk", "cdk").args(["synth", "--quiet", "--no-notices"]));

    let custom = Served::new(&project.read("cdk.out/custom.template.json"), None);
    let put = |path: &str, body: &str| {
        custom.ask(&[
            "-X",
            "PUT",
            "-d",
            body,
            "-H",
            "Content-Type: application/json",
            path,
        ])
    };
    assert_eq!(
        put("/carts/7", r#"{"sku": "a"}"#).shown(&[]),
        r#"200 {"saved": "7"}"#
    );
    assert_eq!(
        put("/carts/missing", r#"{"sku": "a"}"#).shown(&["x-stage"]),
        format!(r#"404 x-stage: live {{"error": "{MISSING}"}}"#)
    );
    assert_eq!(
        put("/carts/7", "{}").shown(&[]),
        r#"400 {"message":"Invalid request body"}"#
    );
    assert_eq!(
        custom.ask(&["-X", "OPTIONS", "/carts/7"]).shown(&[
            "access-control-allow-origin",
            "access-control-allow-methods",
            "access-control-max-age"
        ]),
        "204 access-control-allow-origin: https://shop.example access-control-allow-methods: PUT access-control-max-age: 300 "
    );

    custom.has_findings(&usual_defects("PUT /carts/{id}"));

    let spec = Served::new(&project.read("cdk.out/spec.template.json"), None);
    spec.has_findings(&usual_defects("GET /carts/{id}"));
    assert_eq!(spec.ask(&["/carts/7"]).shown(&[]), r#"200 {"id":"7"}"#);
    assert_eq!(spec.ask(&["/carts/missing"]).status, 404);

    let two = project.read("cdk.out/two.template.json");
    let open = Served::new(&two, Some("Open"));
    assert_eq!(open.ask(&["/a/b"]).shown(&[]), "200 /a/b");
    open.has_findings(&[]);
    let guarded = Served::new(&two, Some("Guarded"));
    guarded.has_findings(&[]);
    assert_eq!(guarded.ask(&["/"]).shown(&[]), r#"403 {"denied": true}"#);
    assert_eq!(
        guarded.ask(&["-H", "Authorization: x", "/"]).shown(&[]),
        "200 /"
    );
}

fn packaged(name: &str) -> Served {
    let project = Project::of(&format!("serverless/{name}")).with_npm("examples/deploy/serverless");
    project.run(tool("python3").args(["-m", "zipfile", "-c", "../code.zip", "serverless.yml"]));
    project.run(npm_tool("examples/deploy/serverless", "osls").arg("package"));
    let template = ".serverless/cloudformation-template-update-stack.json";
    Served::new(&project.read(template), None)
}

#[test]
fn what_serverless_packages_is_served() {
    let templates = packaged("templates");
    assert_eq!(
        templates.ask(&["/carts/7"]).shown(&["content-type"]),
        "200 content-type: application/json 7"
    );
    assert_eq!(
        templates
            .ask(&["/carts/missing"])
            .shown(&["content-type", "access-control-allow-origin"]),
        format!(
            r#"404 content-type: application/problem+json access-control-allow-origin: * {{"gone": "{MISSING}"}}"#
        )
    );
    assert_eq!(
        templates
            .ask(&["-X", "OPTIONS", "/carts/7"])
            .shown(&["access-control-allow-methods"]),
        "200 access-control-allow-methods: OPTIONS,GET "
    );

    templates.has_findings(&usual_defects("GET /carts/{id}"));

    let proxies = packaged("proxies");
    proxies.has_findings(&[]);
    assert_eq!(
        proxies.ask(&["-X", "DELETE", "/carts/a/b"]).shown(&[]),
        "200 /carts/a/b"
    );
    assert_eq!(proxies.ask(&["/private"]).status, 403);
    assert_eq!(proxies.ask(&["-H", "x-api-key: x", "/private"]).status, 200);
    assert_eq!(
        proxies.ask(&["-X", "POST", "/orders"]).shown(&[]),
        "200 /orders"
    );

    let resources = packaged("resources");
    resources.has_findings(&[
        ("POST /orders", "line-break-defeats-pattern", 1),
        ("POST /orders", "overlapping-patterns", 7),
        ("POST /orders", "platform-failure-answered-2xx", 1),
        ("POST /orders", "text-selects-pattern", 8),
    ]);
    let post = |arguments: &[&str]| {
        let common = [
            "-X",
            "POST",
            "-H",
            "Content-Type: application/json",
            "/orders",
        ];
        resources.ask(&[common.as_slice(), arguments].concat())
    };
    assert_eq!(post(&["-d", "{}"]).shown(&[]), r#"401 {"denied": true}"#);
    assert_eq!(
        post(&["-H", "X-Token: x", "-d", "{}"]).shown(&[]),
        r#"400 {"message":"Invalid request body"}"#
    );
    assert_eq!(
        post(&["-H", "X-Token: x", "-d", r#"{"sku":"a"}"#]).status,
        200
    );
}

/// The template itself and what SAM renders of it answer alike.
#[track_caller]
fn both_served(name: &str, requests: &[(&[&str], &str)], findings: &[(&str, &str, usize)]) {
    let project = Project::of(&format!("sam/{name}"));
    let script = workspace().join("tests/deploy/render_sam.py");
    let rendered = project.run(tool("python3").arg(script).arg("template.yaml"));
    for template in [project.read("template.yaml"), rendered] {
        let served = Served::new(&template, None);
        served.has_findings(findings);
        for (request, expected) in requests {
            let headers = [
                "access-control-allow-origin",
                "access-control-allow-methods",
                "x-why",
            ];
            assert_eq!(
                served.ask(request).shown(&headers),
                *expected,
                "{request:?}"
            );
        }
    }
}

#[test]
fn a_template_of_sam_is_served_as_sam_renders_it() {
    both_served(
        "implicit",
        &[
            (&["/carts/7"], "200 /carts/7"),
            (&["-X", "PUT", "/carts/7"], r#"403 {"message":"Forbidden"}"#),
            (
                &["-X", "PUT", "-H", "x-api-key: x", "/carts/7"],
                "200 /carts/7",
            ),
            (&["-X", "PATCH", "/files/a/b"], "200 /files/a/b"),
            (
                &["-X", "OPTIONS", "/carts/7"],
                "200 access-control-allow-origin: https://shop.example access-control-allow-methods: GET,OPTIONS,PUT {}\n",
            ),
            (
                &["-X", "OPTIONS", "/files/a"],
                "200 access-control-allow-origin: https://shop.example access-control-allow-methods: DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT {}\n",
            ),
        ],
        &[],
    );
    let order = r#"{"sku": "a"}"#;
    let post = |rest: &[&'static str]| {
        [
            &["-X", "POST", "-H", "Content-Type: application/json"],
            rest,
        ]
        .concat()
    };
    both_served(
        "explicit",
        &[
            (&["/open"], "200 /open"),
            (
                &post(&["-d", order, "/orders?page=1"]),
                r#"403 x-why: no token {"denied": true}"#,
            ),
            (
                &post(&["-H", "X-Token: x", "-d", order, "/orders"]),
                r#"400 {"message":"Missing required request parameters: [page]"}"#,
            ),
            (
                &post(&["-H", "X-Token: x", "-d", "{}", "/orders?page=1"]),
                r#"400 {"message":"Invalid request body"}"#,
            ),
            (
                &post(&["-H", "X-Token: x", "-d", order, "/orders?page=1"]),
                "200 /orders",
            ),
            (
                &["-X", "OPTIONS", "/orders"],
                r#"403 x-why: no token {"denied": true}"#,
            ),
            (
                &["-X", "OPTIONS", "-H", "X-Token: x", "/orders"],
                "200 access-control-allow-origin: * access-control-allow-methods: OPTIONS,POST {}\n",
            ),
            (
                &["/gone"],
                r#"403 {"message":"Missing Authentication Token"}"#,
            ),
        ],
        &[],
    );
    both_served(
        "definition",
        &[
            (&["/carts/7"], r#"200 {"id":"7"}"#),
            (
                &["/carts/missing"],
                r#"404 {"gone": "Not Found: there is no missing"}"#,
            ),
        ],
        &usual_defects("GET /carts/{id}"),
    );
}
