//! Overrides, as recorded on AWS.

use super::{ask, custom, document, operation, post};
use http::Request;

const SET: &str = r#"#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = "bar")#set($context.responseOverride.custom = "is also passed around"){"statusCode": 200}"#;

#[tokio::test]
async fn a_request_template_can_override_the_response() {
    let read = r#"{"statusOverride":"$context.responseOverride.status","fooHeader":"$context.responseOverride.header.foo","custom":"$context.responseOverride.custom"}"#;
    for (template, body) in [
        (
            format!(", responseTemplates: {{application/json: '{read}'}}"),
            r#"{"statusOverride":"444","fooHeader":"bar","custom":"is also passed around"}"#,
        ),
        (String::new(), ""),
    ] {
        let document = operation(
            "mock",
            "200",
            &format!(
                "requestTemplates: {{application/json: '{SET}'}}\nresponses: {{'2\\d{{2}}': {{statusCode: 200{template}}}}}"
            ),
        );
        let answered = ask(document, None, post("")).await;
        assert_eq!((answered.status(), answered.body()), (444, body));
        assert_eq!(answered.header("foo"), Some("bar"));
    }
}

#[tokio::test]
async fn a_response_template_reads_request_overrides() {
    let paths = r#"  /x/{testPath}:
    get:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates:
          application/json: |
            #set($body = $util.base64Decode($input.params('testPath')))
            #set($context.requestOverride.path.body = $body)
            {"statusCode": 200}
        responses:
          '2\d{2}':
            statusCode: 200
            responseTemplates:
              application/json: |
                #set($body = $util.parseJson($context.requestOverride.path.body))
                #if($body.message == "path1")
                path was path one
                #elseif($body.message == "path2")
                path was path two
                #else
                this is the else clause
                #end
"#;
    for (encoded, body) in [
        ("eyJtZXNzYWdlIjoicGF0aDEifQ==", "path was path one"),
        ("eyJtZXNzYWdlIjoicGF0aDIifQ==", "path was path two"),
        ("eyJtZXNzYWdlIjoieCJ9", "this is the else clause"),
    ] {
        let request = Request::get(format!("/x/{encoded}")).body("").unwrap();
        let answered = ask(document(paths), None, request).await;
        assert_eq!(answered.body().trim(), body);
    }
}

#[tokio::test]
async fn maps_take_brackets_put_and_string_keys() {
    let document = operation(
        "mock",
        "200",
        r#"requestTemplates:
  application/json: |
    #set($paramName = "foo")
    #set($context.requestOverride.querystring[$paramName] = "bar")
    #set($p = "put")
    $context.requestOverride.querystring.put($p, "putBar")
    #set($context["requestOverride"].querystring["nestedfoo"] = "nestedFoo")
    {"statusCode": 200}
responses:
  default:
    statusCode: 200
    responseTemplates:
      application/json: '$context.requestOverride.querystring.foo $context.requestOverride.querystring.put $context.requestOverride.querystring.nestedfoo'"#,
    );
    let answered = ask(document, None, post("")).await;
    assert_eq!(answered.body(), "bar putBar nestedFoo");
}

/// AWS's sample of a status override, and its recorded answers; 202 is not declared.
#[tokio::test]
async fn a_response_template_overrides_the_status() {
    let template = r#"#set($inputRoot = $input.path("$"))$input.json("$")#if($inputRoot.toString().contains("customerror"))#set($context.responseOverride.status = 400)#else#set($context.responseOverride.status = 202)#end"#;
    for (body, status) in [
        (r#"{"statusCode":200,"body":"noerror"}"#, 202),
        (r#"{"statusCode":200,"body":"customerror"}"#, 400),
    ] {
        let document = custom(
            "200 400",
            &format!(
                "responses: {{default: {{statusCode: 200, responseTemplates: {{application/json: '{template}'}}}}}}"
            ),
        );
        let answered = ask(document, None, post(body)).await;
        assert_eq!((answered.status(), answered.body()), (status, body));
    }
}

#[tokio::test]
async fn setting_an_override_twice_is_a_500() {
    for template in [
        "#set($context.responseOverride.status = 400)#set($context.responseOverride.status = 401)",
        "#set($context.responseOverride.header.a = \"1\")#set($context.responseOverride.header.a = \"2\")",
    ] {
        let document = custom(
            "200",
            &format!(
                "responses: {{default: {{statusCode: 200, responseTemplates: {{application/json: '{template}'}}}}}}"
            ),
        );
        let answered = ask(document, None, post("{}")).await;
        assert_eq!(answered.status(), 500, "{template}");
        assert!(answered.trace.to_string().contains("more than once"));
    }
}

#[tokio::test]
async fn a_status_that_is_none_is_ignored() {
    for value in ["\"404\"", "99", "600", "true"] {
        let document = custom(
            "200",
            &format!(
                "responses: {{default: {{statusCode: 200, responseTemplates: {{application/json: '#set($context.responseOverride.status = {value})'}}}}}}"
            ),
        );
        let answered = ask(document, None, post("{}")).await;
        assert_eq!(answered.status(), 200, "{value}");
        assert!(answered.is_unverified());
    }
}

#[tokio::test]
async fn an_overridden_header_replaces_a_mapped_one() {
    let paths = "  /x:
    post:
      responses: {200: {description: d, headers: {A: {}}}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: URI
        responses:
          default:
            statusCode: 200
            responseParameters: {method.response.header.A: \"'mapped'\"}
            responseTemplates: {application/json: '#set($context.responseOverride.header[\"A\"] = \"overridden\")x'}
";
    let answered = ask(document(paths), None, post("{}")).await;
    assert_eq!(answered.header("a"), Some("overridden"));
    assert_eq!(answered.body(), "x");
}
