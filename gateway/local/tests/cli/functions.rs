//! `apigw-local serve` with functions that it starts: here the custom runtime of AWS's tutorial, a shell script with curl.

use crate::{
    server::{Server, get},
    support::{DOCUMENT, file},
};
use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

/// Greets with the number of its process, fails for Bob, and never ends for Eve.
const FUNCTION: &str = r#"
api=http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation
while :; do
    answer=$(curl --silent --show-error --include "$api/next" | tr -d '\r') || exit 1
    id=$(printf '%s\n' "$answer" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
    event=$(printf '%s\n' "$answer" | tail -n 1)
    echo "has $event"
    case $event in
        *Bob*) curl --silent --data '{"errorMessage":"Not Found: Bob"}' "$api/$id/error" ;;
        *Eve*) echo "process $$"; sleep 1000 ;;
        *) curl --silent --data "\"greeting $$\"" "$api/$id/response" ;;
    esac
done
"#;

fn start(name: &str, arguments: &[&str]) -> (Server, std::path::PathBuf) {
    let document = file(&format!("{name}.yaml"), DOCUMENT);
    let script = document.with_file_name("bootstrap.sh");
    fs::write(&script, FUNCTION).unwrap();
    let command = format!("greet=sh '{}'", script.to_str().unwrap());
    let given = [
        document.to_str().unwrap(),
        "--function",
        &command,
        "--function-timeout",
        "600",
    ];
    (Server::start(&[&given, arguments].concat()), script)
}

/// Asks for Eve: the number of the process that has the request and does not end.
fn hang(server: &Server) -> String {
    use std::io::Write;
    let mut stream = server.connect();
    let request = b"GET /greeting/Eve HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream.write_all(request).unwrap();
    let log = server.log_until("| process ");
    let (_, process) = log.rsplit_once("| process ").unwrap();
    // The client stays until the process ends, with this test.
    std::mem::forget(stream);
    process.trim().to_owned()
}

fn until_gone(process: &str) {
    let started = Instant::now();
    let is_alive = || Command::new("kill").args(["-0", process]).output();
    while is_alive().unwrap().status.success() {
        let waited = started.elapsed();
        assert!(waited < Duration::from_secs(20), "{process} is left");
    }
}

#[test]
fn a_function_is_started_and_its_lines_stand_in_the_log() {
    let (server, _) = start("started", &[]);
    let mut stream = server.connect();
    let (status, greeting) = get(&mut stream, "/greeting/Ada");
    assert_eq!(status, "HTTP/1.1 200 OK");
    assert!(greeting.starts_with("\"greeting "), "{greeting}");
    let (status, _) = get(&mut stream, "/greeting/Bob");
    assert_eq!(status, "HTTP/1.1 404 Not Found");
    let log = server.log_until("GET /greeting/Bob 404, pattern 2 of 3 Not Found: .*");
    assert!(log.contains(r#"| has {"name": "Ada"}"#), "{log}");
    let (_, again) = get(&mut stream, "/greeting/Ada");
    assert_eq!(again, greeting, "the process stays");
}

#[test]
fn an_interrupt_ends_a_function_that_hangs_within_a_second() {
    let (server, _) = start("interrupted", &[]);
    let process = hang(&server);
    let interrupted = Instant::now();
    server.interrupt();
    let (status, _) = server.end();
    let took = interrupted.elapsed();
    assert!(status.success());
    assert!(took < Duration::from_secs(3), "{took:?}");
    until_gone(&process);
}

#[test]
fn a_gateway_that_is_killed_leaves_no_process() {
    let (mut server, _) = start("killed", &[]);
    let process = hang(&server);
    server.kill();
    until_gone(&process);
}

#[test]
fn code_that_changes_runs_with_the_next_request() {
    let (server, script) = start("changed", &["--watch"]);
    let mut stream = server.connect();
    assert!(get(&mut stream, "/greeting/Ada").1.contains("greeting"));
    fs::write(&script, FUNCTION.replace("greeting", "welcome")).unwrap();
    server.log_until("code of the functions changed");
    assert!(get(&mut stream, "/greeting/Ada").1.contains("welcome"));
}

#[test]
fn a_command_that_does_not_exist_is_a_wrong_argument() {
    let document = file("no-command.yaml", DOCUMENT);
    let document = document.to_str().unwrap();
    for (command, problem) in [
        (
            "greet=no-such-program app",
            "there is no program `no-such-program` on the PATH",
        ),
        ("./no-such-file", "there is no file `"),
        ("greet=node 'app.js", "is not a command: "),
        ("greet=", "the command is empty"),
    ] {
        let (status, _, error) = crate::run(&["serve", document, "--function", command]);
        assert_eq!(status, 2, "{error}");
        assert!(error.contains(problem), "{error}");
    }
}

#[test]
fn the_functions_of_a_template_are_started_and_an_authorizer_is_asked() {
    use std::os::unix::fs::PermissionsExt;
    const TEMPLATE: &str = "
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: provided.al2023, Handler: bootstrap, Timeout: 20, Environment: {Variables: {WORD: hello}}}}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties: {StageName: prod, Auth: {DefaultAuthorizer: Guard, Authorizers: {Guard: {FunctionArn: !GetAtt Guard.Arn}}}}
  Guard: {Type: AWS::Serverless::Function, Properties: {CodeUri: guard}}
  Greet:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: greet
      Events: {Get: {Type: Api, Properties: {Path: '/greeting', Method: get, RestApiId: !Ref Api}}}
  Built:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: built
      Events: {Get: {Type: Api, Properties: {Path: '/built', Method: get, RestApiId: !Ref Api}}}
";
    let template = file("started-template.yaml", TEMPLATE);
    let bootstrap = |folder: &str, answer: &str| {
        let folder = template.with_file_name(folder);
        fs::create_dir_all(&folder).unwrap();
        let (start, _) = FUNCTION.split_once("    echo").unwrap();
        let script = format!(
            "#!/bin/sh\n{start}    curl --silent --data \"{answer}\" \"$api/$id/response\"\ndone\n"
        );
        let program = folder.join("bootstrap");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    };
    bootstrap("greet", r#"{\"statusCode\":200,\"body\":\"$WORD\"}"#);
    let allow = r#"{\"principalId\":\"Ada\",\"policyDocument\":{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}}}"#;
    bootstrap("guard", allow);
    fs::create_dir_all(template.with_file_name("built")).unwrap();
    let server = Server::start(&[template.to_str().unwrap()]);
    let log = server.log_until("has no program `bootstrap`");
    assert!(log.contains("`Greet` runs as `./bootstrap` in "), "{log}");
    assert!(log.contains("20s for each invocation"), "{log}");
    let mut stream = server.connect();
    assert_eq!(get(&mut stream, "/greeting").0, "HTTP/1.1 401 Unauthorized");
    let answer = Command::new("curl")
        .args(["--silent", "--header", "Authorization: me"])
        .arg(format!("http://{}/greeting", server.address()))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(answer.stdout).unwrap(), "hello");
}
