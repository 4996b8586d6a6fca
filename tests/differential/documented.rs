//! The kinds of templates that AWS's documentation shows, in our own words.

use crate::{case::Case, values};

const ORDER: &str = r#"{"store":"S 1","items":[{"sku":"tea","price":1.10,"tags":["hot","dry"]},{"sku":"it's","price":20}],
"totals":{"net":21.1,"tax":0},"note":"say \"hi\" / bye","errorMessage":"{\"code\":\"E1\",\"detail\":{\"list\":[1,2,3]}}"}"#;

const TEMPLATES: [&str; 24] = [
    // The body as it came, and parts of it.
    "$input.body",
    "$input.json('$')",
    "{\"first\": $input.json('$.items[0]'), \"names\": $input.json('$.items[*].sku')}",
    "{\"store\": \"$input.path('$.store')\", \"note\": \"$util.escapeJavaScript($input.path('$.note'))\"}",
    "$input.path('$.items').size() $input.path('$.totals').size()",
    // A list made into another one.
    "#set($order = $input.path('$'))\n{\n  \"lines\": [\n#foreach($item in $order.items)\n    {\n      \"name\": \
     \"$item.sku\",\n      \"price\": $item.price\n    }#if($foreach.hasNext),#end\n\n#end\n  ]\n}",
    "#set($order = $input.path('$'))[#foreach($item in $order.items)\"$foreach.index:$item.sku\"#if($foreach.hasNext), #end#end]",
    "#foreach($key in $input.path('$.totals').keySet())$key=$input.path('$.totals').get($key);#end",
    // All parameters.
    "#set($all = $input.params())\n{\n#foreach($place in $all.keySet())\n  #set($params = $all.get($place))\n\"$place\" : {\n  \
     #foreach($name in $params.keySet())\n  \"$name\" : \"$util.escapeJavaScript($params.get($name))\"\n  \
     #if($foreach.hasNext),#end\n  #end\n}\n#if($foreach.hasNext),#end\n#end\n}",
    "{\"id\": \"$input.params('id')\", \"accept\": \"$input.params().header.get('Accept')\"}",
    // Context and stage variables.
    "{\"stage\": \"$context.stage\", \"ip\": \"$context.identity.sourceIp\", \"agent\": \
     \"$util.escapeJavaScript($context.identity.userAgent)\", \"user\": \"$context.authorizer.principalId\"}",
    "{\"table\": \"$stageVariables.name\", \"same\": \"$stageVariables['name']\", \"again\": \"${stageVariables.name}\"}",
    "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
    // Errors of a function.
    "#set($error = $util.parseJson($input.path('$.errorMessage')))\n{\"code\": \"$error.code\", \"first\": $error.detail.list[0]}",
    "#set ($error = $util.parseJson($input.path('$.errorMessage')))$error.detail.list.size()",
    "#set($root = $input.path('$'))\n$input.json(\"$\")\n#if($root.toString().contains(\"error\"))\n\
     #set($context.responseOverride.status = 400)\n#end\n$context.responseOverride.status",
    // Overrides.
    "#set($context.requestOverride.header.stage = \"$context.stage\")$context.requestOverride.header.stage",
    "#set($name = 'X-Id')#set($context.responseOverride.header[$name] = $input.params('id'))$context.responseOverride.header",
    "#set($context.requestOverride.path.id = $util.base64Encode('a/b'))$context.requestOverride",
    "$context.requestOverride.querystring.put('page', '2')$context.requestOverride.querystring.page",
    // Optional values.
    "#if(\"$!input.path('$.missing')\" != \"\")there#{else}not there#end",
    "#if($input.path('$.missing') == $null)none#end #if($input.path('$.missing') == '')empty#end",
    "#if($input.params('none') == '')no parameter#elseif($context.stage == 'prod')prod#{else}other#end",
    "$util.escapeJavaScript($input.json('$')).replaceAll(\"\\\\'\",\"'\")",
];

pub(crate) fn cases() -> Vec<Case> {
    let case = |template: &&str, body: &str| Case {
        template: (*template).to_owned(),
        body: body.to_owned(),
        parameters: [
            ("id", "17"),
            ("page", "a b"),
            ("Accept", "application/json"),
        ],
        context: values::CONTEXT,
        stage_variables: values::STAGE_VARIABLES,
    };
    let bodies = [ORDER, "", r#"{"items":[],"totals":{},"errorMessage":"{}"}"#];
    bodies
        .iter()
        .flat_map(|body| TEMPLATES.iter().map(|template| case(template, body)))
        .collect()
}
