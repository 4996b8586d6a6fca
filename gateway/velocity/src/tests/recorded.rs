//! Renderings that were recorded on AWS.

use super::{
    super::{Input, Scope, StatusOverride, Template},
    rendered,
};

fn check(template: &str, cases: &[(&str, &str)]) {
    for (json, expected) in cases {
        let body = format!("{{\"json\":{json}}}");
        assert_eq!(
            rendered(template, &body),
            *expected,
            "{template} with {json}"
        );
    }
}

#[test]
fn maps_print_as_java_does_and_lists_as_json() {
    check(
        "#set($result = $input.path(\"$.json\"))$result",
        &[
            (r#"{"foo":"bar"}"#, "{foo=bar}"),
            (r#"[{"foo":"bar"}]"#, r#"[{"foo":"bar"}]"#),
            (
                r#"{"foo":[{"nested":"bar"}]}"#,
                r#"{foo=[{"nested":"bar"}]}"#,
            ),
            (
                r#"{"bigger":"dict","to":"test","with":"separators"}"#,
                "{bigger=dict, to=test, with=separators}",
            ),
        ],
    );
    check(
        "#set($result = $input.path(\"$.json\"))$result.nested",
        &[
            (r#"{"nested":{"foo":"bar"}}"#, "{foo=bar}"),
            (r#"{"nested":[{"foo":"bar"}]}"#, r#"[{"foo":"bar"}]"#),
        ],
    );
    check(
        "#set($result = $input.path(\"$.json\"))$result[0]",
        &[
            (r#"[{"foo":"bar"}]"#, "{foo=bar}"),
            (r#"[[{"foo":"bar"}]]"#, r#"[{"foo":"bar"}]"#),
        ],
    );
    check(
        "#set($result = $input.path(\"$.json\"))$result.toString()",
        &[
            (r#"{"foo":"bar"}"#, "{foo=bar}"),
            (r#"{"list":[{"foo":"bar"}]}"#, r#"{list=[{"foo":"bar"}]}"#),
        ],
    );
}

#[test]
fn what_is_missing_is_null_and_the_empty_string() {
    let template = |path: &str| {
        format!(
            "#set($result = $input.path(\"{path}\")){{\"body\": $result, \"nested\": $result.nested, \"isNull\": \
             #if( $result == $null )\"true\"#else\"false\"#end, \"isEmptyString\": \
             #if( $result == \"\" )\"true\"#else\"false\"#end}}"
        )
    };
    let empty = r#"{"body": , "nested": , "isNull": "true", "isEmptyString": "true"}"#;
    assert_eq!(rendered(&template("$.nonExisting"), "{}"), empty);
    let json = template("$.json.listValue");
    assert_eq!(rendered(&json, r#"{"json":{"listValue":null}}"#), empty);
    assert_eq!(
        rendered(&json, r#"{"json":{"listValue":[]}}"#),
        r#"{"body": [], "nested": , "isNull": "false", "isEmptyString": "false"}"#
    );
}

#[test]
fn an_empty_body_reads_as_an_empty_object() {
    for (template, body, expected) in [
        ("Message=$input.body", "", "Message={}"),
        ("$input.body.testAccess", "{}", ""),
        (
            "$util.urlEncode($input.body)",
            r#"{"some": "value"}"#,
            "%7B%22some%22%3A+%22value%22%7D",
        ),
        (
            "$util.urlEncode($input.body)",
            "some raw data",
            "some+raw+data",
        ),
        ("$util.urlEncode($input.body)", "", "%7B%7D"),
        ("$util.urlEncode($input.body.testAccess)", "{}", ""),
    ] {
        assert_eq!(rendered(template, body), expected, "{template} with {body}");
    }
}

#[test]
fn a_context_goes_on_from_request_to_response() {
    let request = Template::parse(
        "#set($context.responseOverride.status = 444)#set($context.responseOverride.header.foo = \"bar\")\
         #set($context.responseOverride.custom = \"is also passed around\"){\"statusCode\": 200}",
    )
    .unwrap();
    let mut scope = Scope::new();
    let input = Input::new("");
    assert_eq!(
        request.render(&mut scope, &input).unwrap(),
        r#"{"statusCode": 200}"#
    );
    let response = Template::parse(
        "$context.responseOverride.status $context.responseOverride.header.foo $context.responseOverride.custom ",
    )
    .unwrap();
    assert_eq!(
        response.render(&mut scope, &input).unwrap(),
        "444 bar is also passed around "
    );
    let overrides = scope.overrides();
    assert_eq!(overrides.status, Some(StatusOverride::Code(444)));
    assert_eq!(
        overrides.response_headers,
        [("foo".to_owned(), "bar".to_owned())]
    );
    assert!(overrides.repeated.is_empty());
}

#[test]
fn overrides_are_set_by_name_by_index_and_by_put() {
    let template = Template::parse(
        "#set($name = 'a')#set($context.requestOverride.querystring[$name] = \"bar\")\
         $context.requestOverride.querystring.put('b', \"putBar\")\
         #set($context[\"requestOverride\"].querystring[\"c\"] = \"nestedFoo\")\
         $context.requestOverride.querystring.a $context.requestOverride.querystring.b \
         $context.requestOverride.querystring.c ",
    )
    .unwrap();
    let mut scope = Scope::new();
    let input = Input::new("");
    assert_eq!(
        template.render(&mut scope, &input).unwrap(),
        "bar putBar nestedFoo "
    );
    let names: Vec<String> = scope
        .overrides()
        .querystring
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
}

#[test]
fn what_is_overridden_twice_is_reported() {
    let template = Template::parse(
        "#set($o = $context.responseOverride)#set($o.status = 400)#set($o.status = 404)\
         #set($o.header.Once = 'x')#set($o.header.Twice = 'x')#set($o.header.Twice = 'y')",
    )
    .unwrap();
    let mut scope = Scope::new();
    let input = Input::new("");
    template.render(&mut scope, &input).unwrap();
    assert_eq!(
        scope.overrides().repeated,
        ["responseOverride.header.Twice", "responseOverride.status"]
    );
}

#[test]
fn documented_samples_render_as_documented() {
    let body = r#"{"errorMessage":"{\"key1\":\"var1\",\"key2\":{\"arr\":[1,2,3]}}","things":{"1":{},"2":{},"3":{}}}"#;
    let template = "#set ($errorMessageObj = $util.parseJson($input.path('$.errorMessage')))$errorMessageObj.key2.arr[0]";
    assert_eq!(rendered(template, body), "1");
    assert_eq!(rendered("$input.path('$.things').size()", body), "3");
}

#[test]
fn the_path_goes_before_the_query_string_and_that_before_the_headers() {
    let input = Input::new("")
        .header("a", "header")
        .header("b", "header")
        .querystring("a", "query");
    let input = input.querystring("c", "query").path("c", "path");
    let template = Template::parse(
        "$input.params('a') $input.params('b') $input.params('c') $input.params('d')|",
    )
    .unwrap();
    assert_eq!(
        template.render(&mut Scope::new(), &input).unwrap(),
        "query header path |"
    );
}
