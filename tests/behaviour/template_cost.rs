//! What mapping templates cost: the bounds of a rendering, without a clock.

use allocation_counter::measure;
use apigw_velocity::{Cost, Input, Scope, Template};
use std::fmt::Write;

/// The most memory that a rendering may take at one time, in bytes.
const MOST_MEMORY: u64 = 400 << 20;

/// Renders a template that goes too far, and gives why it ended and the most memory that it took at one time.
fn exhausted(template: &str, body: &str) -> (String, u64) {
    let template = Template::parse(template).expect("a template");
    let input = Input::new(body);
    let mut problem = String::new();
    let memory = measure(|| {
        let rendered = template.render(&mut Scope::new(), &input);
        problem = rendered.expect_err("too much").to_string();
    });
    (problem, memory.bytes_max)
}

fn cost(template: &str, body: &str) -> Cost {
    let mut scope = Scope::new();
    let template = Template::parse(template).expect("a template");
    let rendered = template.render(&mut scope, &Input::new(body));
    rendered.expect("a rendering");
    scope.cost()
}

#[test]
fn every_hostile_template_ends_at_its_budget() {
    let work = "the template does too much work";
    let memory = "the template takes more than 256 MB of memory";
    let text = "a text has more than 10 MB";
    let twice = "#foreach($a in [1..1000])#foreach($b in [1..1000])";
    let long_text = format!("{twice}{}#end#end", "text ".repeat(800));
    let body = format!("\"{}\"", "/".repeat(2 << 20));
    let list = format!("[{}[0]]", "[1,2,3],".repeat(20_000));
    let cases = [
        (long_text.as_str(), "", text),
        ("#foreach($a in [1..200])$input.body#end", &body, text),
        (
            "#set($a = [1..999999])#set($b = [1..999999])#foreach($i in [1..1000])#if($a == $b)#end#end",
            "",
            work,
        ),
        (
            "#foreach($i in [1..1000])#if($input.path('$') == \"$input.path('$')\")#end#end",
            &body,
            work,
        ),
        (
            "#foreach($i in [1..1000])#set($x = $input.path('$..*'))#end",
            &list,
            work,
        ),
        (
            "#foreach($i in [1..1000])#set($x = $input.path('$[?(@[0] == 1 || @[1] == 2)]'))#end",
            &list,
            work,
        ),
        (
            "#foreach($i in [1..1000])#set($x = $util.parseJson($input.body))#end",
            &list,
            memory,
        ),
        (
            "#set($x = $input.body)#foreach($i in [1..1000])#set($x = $util.escapeJavaScript($x))#end",
            &body,
            text,
        ),
        (
            "#foreach($i in [1..1000])#set($x = $util.escapeJavaScript($input.body))#end",
            &body,
            work,
        ),
        (
            "#define($a)$b$b#end#define($b)$c$c#end#define($c)$d$d#end#define($d)$e$e#end\
             #define($e)$input.body.length()#foreach($i in [1..1000])$i.toString()#end#end\
             #foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = \"$a\")#end#end",
            "{}",
            work,
        ),
        (
            "#set($m = {})#foreach($i in [1..1000])#foreach($j in [1..1000])#set($m[\"$i $j\"] = $m)\
             #set($x = $m.remove(\"$i 1\"))#end#end",
            "",
            work,
        ),
    ];
    let wrong = cases.iter().filter_map(|(template, body, expected)| {
        let (problem, memory) = exhausted(template, body);
        let ends = problem.starts_with("line 1, column ") && problem.ends_with(expected);
        let shown = &template[..template.len().min(120)];
        (!ends || memory > MOST_MEMORY).then(|| format!("{shown}: {problem}, {memory} bytes"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), <[String; 0]>::default());
}

#[test]
fn steps_grow_as_the_input_does() {
    let items = |count: usize| {
        let mut body = "[".to_owned();
        for item in 0..count {
            let _ = write!(body, "{{\"id\":{item},\"name\":\"it's {item}\"}},");
        }
        body + "{}]"
    };
    for template in [
        "#foreach($i in $input.path('$'))$i.id $util.escapeJavaScript($i.name)#if($foreach.hasNext),#end#end",
        "$input.json('$')",
        "$input.path('$..name').size()",
        "#set($m = {})#foreach($i in $input.path('$'))#set($m[\"$!i.name\"] = $i)#end$m.size()",
        "$input.path('$[?(@.id > 5)]').size() $input.body.replaceAll('[a-z]', '-').length()",
    ] {
        let (one, two) = (cost(template, &items(400)), cost(template, &items(800)));
        assert!(
            two.steps < one.steps * 22 / 10,
            "{template}: {one:?}, {two:?}"
        );
        assert!(
            two.bytes < one.bytes * 22 / 10,
            "{template}: {one:?}, {two:?}"
        );
    }
}

#[test]
fn a_rendering_allocates_little() {
    let error =
        r#"{"errorMessage":"Not Found: {\"code\":\"CartNotFound\",\"id\":17}","errorType":"x"}"#;
    for (template, most) in [
        ("{\"message\": \"Internal server error\"}", 4),
        (
            "#set($m = $input.path('$.errorMessage'))#set($at = $m.indexOf('{'))$m.substring($at)",
            12,
        ),
        (
            "{\"message\": \"$util.escapeJavaScript($input.path('$.errorMessage')).replaceAll(\"\\\\'\",\"'\")\"}",
            12,
        ),
        ("$input.json('$.errorMessage')", 12),
    ] {
        let template = Template::parse(template).expect("a template");
        let input = Input::new(error);
        let allocations = measure(|| {
            let rendered = template.render(&mut Scope::new(), &input);
            std::hint::black_box(rendered).expect("a rendering");
        });
        assert!(
            allocations.count_total <= most,
            "{template:?}: {allocations:?}"
        );
    }
}
