//! A Lambda authorizer in Node.js in front of another function: it allows, denies, throws and takes too long, and its answer is kept.

use crate::{server::Server, support::file};
use std::{fs, process::Command};

const TEMPLATE: &str = "
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: nodejs22.x, CodeUri: ., Timeout: 1}}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      Auth: {DefaultAuthorizer: Guard, Authorizers: {Guard: {FunctionArn: !GetAtt Guard.Arn, Identity: {ReauthorizeEvery: 300}}}}
  Guard: {Type: AWS::Serverless::Function, Properties: {Handler: guard.handler}}
  Greet:
    Type: AWS::Serverless::Function
    Properties:
      Handler: greet.handler
      Events: {Get: {Type: Api, Properties: {Path: '/{name}', Method: get, RestApiId: !Ref Api}}}
";
const GUARD: &str = "
exports.handler = async ({ authorizationToken, methodArn }) => {
  console.log('asked about', authorizationToken);
  if (authorizationToken === 'unknown') throw new Error('Unauthorized');
  if (authorizationToken === 'throws') throw new Error('the key server 10.0.0.7 is away');
  if (authorizationToken === 'hangs') return new Promise(() => setInterval(() => {}, 1000));
  const statement = { Effect: authorizationToken === 'denied' ? 'Deny' : 'Allow', Action: 'execute-api:Invoke', Resource: '*' };
  return { principalId: 'Ada', policyDocument: { Version: '2012-10-17', Statement: [statement] }, context: { role: 'cook' } };
};
";
const GREET: &str = "
exports.handler = async ({ requestContext, pathParameters }) => (
  { statusCode: 200, body: `${pathParameters.name} ${requestContext.authorizer.principalId} ${requestContext.authorizer.role}` }
);
";

/// The status and the body for a request with this token.
fn ask(server: &Server, path: &str, token: &str) -> String {
    let answer = Command::new("curl")
        .args(["--silent", "--write-out", " %{http_code}", "--header"])
        .arg(format!("Authorization: {token}"))
        .arg(format!("http://{}{path}", server.address()))
        .output()
        .unwrap();
    String::from_utf8(answer.stdout).unwrap()
}

#[test]
fn an_authorizer_allows_denies_throws_and_takes_too_long() {
    let template = file("authorizer.yaml", TEMPLATE);
    fs::write(template.with_file_name("guard.js"), GUARD).unwrap();
    fs::write(template.with_file_name("greet.js"), GREET).unwrap();
    let server = Server::start(&[template.to_str().unwrap()]);
    assert_eq!(ask(&server, "/one", "allowed"), "one Ada cook 200");
    // The policy is kept for the token, and holds for the other path.
    assert_eq!(ask(&server, "/two", "allowed"), "two Ada cook 200");
    let explicit =
        r#"{"Message":"User is not authorized to access this resource with an explicit deny"} 403"#;
    assert_eq!(ask(&server, "/one", "denied"), explicit);
    assert_eq!(
        ask(&server, "/one", "unknown"),
        r#"{"message":"Unauthorized"} 401"#
    );
    assert_eq!(ask(&server, "/one", "throws"), r#"{"message":null} 500"#);
    assert_eq!(ask(&server, "/one", "hangs"), r#"{"message":null} 500"#);
    let log = server.log_until("GET /one 500, gateway response AUTHORIZER_CONFIGURATION_ERROR");
    let log =
        log + &server.log_until("GET /one 500, gateway response AUTHORIZER_CONFIGURATION_ERROR");
    assert_eq!(log.matches("asked about allowed").count(), 1, "{log}");
    assert_eq!(log.matches("asked about denied").count(), 1, "{log}");
    let reason = "the key server 10.0.0.7 is away";
    if !log.contains(reason) {
        // What the function writes to its standard error comes by another way than its answer.
        server.log_until(reason);
    }
}
