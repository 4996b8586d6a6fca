//! Hostile templates end, with an error that says why.

use super::{
    super::{Input, LONGEST_TEMPLATE, Scope, Template},
    problem, problem_with, rendered,
};

#[test]
fn nesting_is_bounded() {
    for (start, open) in [
        ("", "#if(true)"),
        ("", "#foreach($a in [1])"),
        ("", "$a.b("),
        ("", "$a["),
        ("#set($a = ", "("),
        ("#set($a = ", "["),
        ("#set($a = ", "{1:"),
    ] {
        let problem = problem(&[start, &open.repeat(1000)].concat());
        assert!(
            problem.ends_with("nested more than 100 levels deep"),
            "{open}: {problem}"
        );
    }
}

#[test]
fn long_chains_need_no_nesting() {
    let long = |part: &str| part.repeat(20_000);
    assert_eq!(
        rendered(&format!("#set($a = 1{})$a ", long(" + 1")), ""),
        "20001 "
    );
    assert_eq!(
        rendered(&format!("#if(true{})x#end", long(" && true")), ""),
        "x"
    );
    assert_eq!(rendered(&format!("#if({}true)x#end", long("!")), ""), "x");
    assert_eq!(rendered(&format!("#set($a = 0)$a{} ", long(".b")), ""), " ");
    assert_eq!(
        rendered(
            &format!("#if(false)a{}#{{else}}x#end", long("#elseif(false)b")),
            ""
        ),
        "x"
    );
}

#[test]
fn templates_are_at_most_300_kilobytes() {
    assert!(Template::parse(&"a".repeat(LONGEST_TEMPLATE)).is_ok());
    let problem = problem(&"a".repeat(LONGEST_TEMPLATE + 1));
    assert_eq!(
        problem,
        "line 1, column 1: the template has 307201 bytes, and may have 307200"
    );
}

#[test]
fn loops_end_after_1000_iterations() {
    assert_eq!(
        rendered(
            "#foreach($i in [1..5000])#set($last = $foreach.count)#end$last ",
            ""
        ),
        "1000 "
    );
}

#[test]
fn work_is_bounded() {
    let nested =
        "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])$a#end#end#end";
    assert!(problem(nested).ends_with("the template does too much work"));
}

#[test]
fn texts_and_lists_are_bounded() {
    for (template, expected) in [
        (
            "#set($a = 'aaaa')#foreach($i in [1..99])#set($a = \"$a$a\")#end",
            "a text has more than 10 MB",
        ),
        (
            "#set($a = 'aaaa')#foreach($i in [1..99])#set($a = $a + $a)#end",
            "a text has more than 10 MB",
        ),
        (
            "#set($a = 'aaaa')$a.repeat(2147483647)",
            "`repeat` failed: a text has more than 10 MB",
        ),
        (
            "#set($a = [1])#foreach($i in [1..99])#set($a = [$a, $a])#end$a ",
            "a text has more than 10 MB",
        ),
        (
            "#set($a = [1..2000000])",
            "a range has more than 1000000 elements",
        ),
        (
            "#set($a = [1..999999])$a.add(1)$a.add(1)",
            "`add` failed: a list has more than 1000000 elements",
        ),
    ] {
        let problem = problem(template);
        assert!(problem.ends_with(expected), "{template}: {problem}");
    }
}

#[test]
fn values_that_contain_themselves_are_no_endless_texts() {
    assert_eq!(
        rendered("#set($a = [1])$a.add($a) $a ", ""),
        "true [1, (this Collection)] "
    );
    assert_eq!(
        rendered("#set($a = {'b': 1})#set($a.c = $a)$a ", ""),
        "{b=1, c=(this Map)} "
    );
    let through_another = problem("#set($a = [])#set($b = [$a])$a.add($b)$a ");
    assert!(
        through_another.ends_with("nested more than 256 levels deep, or contains itself"),
        "{through_another}"
    );
}

#[test]
fn deep_values_are_dropped_without_recursion() {
    let template = "#set($a = [])#foreach($i in [1..1000])#foreach($j in [1..200])#set($a = [$a])#end#end$a.size()";
    assert_eq!(rendered(template, ""), "1");
}

#[test]
fn slow_patterns_end() {
    let many = "#set($a = $input.body)";
    for (pattern, call) in [
        ("(?!b)(a|aa)+(?<!a)b", "matches('PATTERN')"),
        ("(?:(?=a)a|a)*b", "replaceAll('PATTERN', '')"),
        ("a(?:.*b)?", "replaceAll('PATTERN', '-').length()"),
        ("a(?=.*b|)", "split('PATTERN').size()"),
    ] {
        let template = format!("{many}$a.{}", call.replace("PATTERN", pattern));
        let problem = problem_with(&template, &"a".repeat(20_000));
        assert!(
            problem.contains("takes too many steps on this text"),
            "{pattern}: {problem}"
        );
    }
}

#[test]
fn all_patterns_of_a_rendering_share_one_effort() {
    let once = "$input.body.replaceAll('a(?!b)', 'b').length() ";
    let body = "a".repeat(40_000);
    assert_eq!(rendered(once, &body), "40000 ");
    let often = ["#foreach($i in [1..100])", once, "#end"].concat();
    let problem = problem_with(&often, &body);
    assert!(problem.contains("too many steps"), "{problem}");
}

#[test]
fn many_different_patterns_are_bounded() {
    let template = "#foreach($i in [1..1000])#foreach($j in [1..1000])$input.body.matches(\"a{$i}b{$j}\")#end#end";
    let problem = problem_with(template, "a");
    assert!(problem.contains("too many steps"), "{problem}");
}

#[test]
fn huge_patterns_are_refused() {
    for pattern in [
        "a".repeat(200_000),
        "(?=a)".to_owned() + "(\\p{L}{100}){999}",
    ] {
        let problem = problem_with("$input.body.matches($input.body)", &pattern);
        let refused = ["is not supported here", "too many steps to be compiled"];
        assert!(
            refused.iter().any(|reason| problem.contains(reason)),
            "{problem}"
        );
        assert!(problem.len() < 300, "{problem}");
    }
}

#[test]
fn replacements_are_bounded() {
    let template =
        "#set($a = $input.body)#foreach($i in [1..99])#set($a = $a.replaceAll('a', $a))#end";
    let problem = problem_with(template, "aaaa");
    assert!(
        problem.contains("the result has more than 10 MB"),
        "{problem}"
    );
}

/// Each case reads some hundred thousand times 16 bytes, beyond the few steps of its constructs.
#[test]
fn long_texts_take_steps_where_they_are_read() {
    let long = "k".repeat(64_000);
    let hundred = |template: &str| format!("#foreach($i in [1..100]){template}#end");
    let maps = format!("#set($m = {{\"{long}\": 1}})#set($n = {{\"{long}\": 1}})");
    let names: Vec<_> = (0..1000).map(|n| format!("'n{n}'")).collect();
    let names = names.join(",");
    let many = "#set($m = {})#foreach($i in [1..40])#set($x = $m.put(\"$i$input.body\", 1))#end";
    let items = format!(
        r#"{{"x": "{long}", "l": [{}1]}}"#,
        r#"{"a": "z"},"#.repeat(100)
    );
    for (what, template, body) in [
        (
            "a property",
            maps.clone() + &hundred(&format!("#set($x = $m.{long})")),
            "",
        ),
        (
            "a property that is set",
            maps.clone() + &hundred(&format!("#set($m.{long} = 1)")),
            "",
        ),
        (
            "an entry",
            format!(
                "{maps}#foreach($e in $m.entrySet()){}#end",
                hundred("#set($x = $e.value)")
            ),
            "",
        ),
        (
            "equal maps",
            maps.clone() + &hundred("#if($m == $n)#end"),
            "",
        ),
        (
            "a map that is searched anew",
            many.to_owned() + &hundred("#set($x = $m.put('a', 1))#set($x = $m.remove('a'))"),
            &long[..2000],
        ),
        (
            "a filter",
            "#set($x = $input.path('$.l[?(@.a == $.x)]'))".to_owned(),
            &items,
        ),
        (
            "a path with a long name",
            format!("#set($x = $input.path('$.l[*].{long}'))"),
            &items,
        ),
        (
            "a path with many names",
            hundred(&format!(
                "#set($x = $input.path(\"$.l[0,1,2,3][{names}]\"))"
            )),
            &items,
        ),
    ] {
        let mut scope = Scope::new();
        let parsed = Template::parse(&template).unwrap();
        let rendered = parsed.render(&mut scope, &Input::new(body));
        assert!(rendered.is_ok(), "{what}: {rendered:?}");
        let steps = scope.cost().steps;
        assert!(steps > 380_000, "{what}: {steps}");
    }
}

#[test]
fn each_parameter_that_is_looked_at_takes_steps() {
    let input = (0..100).fold(Input::new(""), |input, n| {
        input.header(format!("h{n}"), "v")
    });
    let template = "#foreach($i in [1..100])$input.params('none')#end";
    let mut scope = Scope::new();
    let parsed = Template::parse(template).unwrap();
    parsed.render(&mut scope, &input).unwrap();
    assert!(scope.cost().steps > 40_000, "{:?}", scope.cost());
}

#[test]
fn patterns_take_steps_to_be_compiled_once_in_each_rendering() {
    for template in [
        "#foreach($i in [1..9])$input.path('$[?(@.a =~ /[a-z]{200}/)]')#end",
        "$input.path(\"$[?(@.a =~ /[a-z]{200}/)]$x\")",
        "#foreach($i in [1..9])#set($y = $input.body.matches('[a-z]{200}'))#end",
        "#set($x = $input.body.replaceAll(\"[a-z]{200}$x\", ''))",
    ] {
        let parsed = Template::parse(&["#set($x = '')", template].concat()).unwrap();
        let steps = || {
            let mut scope = Scope::new();
            let rendered = parsed.render(&mut scope, &Input::new("[]"));
            assert!(rendered.is_ok(), "{template}: {rendered:?}");
            scope.cost().steps
        };
        let first = steps();
        assert!((200_000..300_000).contains(&first), "{template}: {first}");
        assert_eq!(first, steps(), "{template}");
    }
    let loops = "#foreach($i in [1..1000])$input.path(\"$[?(@.a =~ /[a-z]{200}$i/)]\")#end";
    assert!(problem_with(loops, "[]").contains("too many steps"));
}

#[test]
fn what_is_compiled_takes_no_steps_of_a_limit_but_of_the_whole() {
    let template = |patterns: usize| {
        let calls =
            (0..patterns).map(|pattern| format!("$input.body.replaceAll('x{pattern}', '')"));
        let source = calls.collect::<Vec<_>>().concat();
        Template::parse(&source).unwrap()
    };
    let render = |template: &Template, limit: Option<u64>| {
        let mut scope = Scope::new();
        if let Some(limit) = limit {
            scope.limit_steps(limit);
        }
        let rendered = template.render(&mut scope, &Input::new("a"));
        (rendered.is_ok(), scope.cost().steps)
    };
    let few = template(100);
    assert!(!render(&few, Some(5_000)).0);
    let (is_rendered, steps) = render(&few, None);
    assert!(is_rendered && steps > 1_000_000, "{steps}");
    assert_eq!(render(&few, Some(5_000)), (true, steps));
    let many = template(1_000);
    for limit in [None, Some(5_000), Some(500_000), None] {
        assert!(!render(&many, limit).0, "{limit:?}");
    }
}

#[test]
fn groups_take_steps_at_each_place_where_they_are_found() {
    let groups = "(b)?".repeat(50);
    let template = format!("$input.body.replaceAll('{groups}a', '').length()");
    let mut scope = Scope::new();
    let parsed = Template::parse(&template).unwrap();
    let input = Input::new("a".repeat(1000));
    assert_eq!(parsed.render(&mut scope, &input).unwrap(), "0");
    assert!(scope.cost().steps > 800_000, "{:?}", scope.cost());
}

#[test]
fn errors_show_the_beginning_of_a_long_text() {
    let long = "x".repeat(100_000);
    for template in [
        "#set($i = 1)$i.parseInt($input.body)",
        "$input.body.matches(\"($input.body\")",
        "$input.path(\"$[$input.body]\")",
        "$input.path(\"$[?(@.a == $input.body)].b.. c\")",
    ] {
        let problem = problem_with(template, &long);
        assert!(problem.contains("xxx…`"), "{problem}");
        assert!(problem.len() < 500, "{problem}");
    }
}

#[test]
fn values_that_double_are_bounded_in_bytes() {
    for template in [
        "#set($m = {'a': 1})#foreach($i in [1..99])#set($m = {'a': $m, 'b': $m})#end$m ",
        "#set($l = [1])#foreach($i in [1..99])#set($x = $l.addAll($l))#end",
        "#foreach($i in [1..1000])#set($a = [1..1000000])#set($x = $input.path('$').add($a))#end",
        "#foreach($i in [1..1000])#set($a = $input.body.repeat(1000000))#set($x = $input.path('$').add($a))#end",
    ] {
        let problem = problem_with(template, "[1, 2, 3]");
        let bounded = ["more than", "too much work"];
        assert!(
            bounded.iter().any(|bound| problem.contains(bound)),
            "{template}: {problem}"
        );
    }
}

#[test]
fn the_longest_templates_parse_and_render() {
    for part in [
        "$a",
        "#",
        "$",
        "\\",
        "#set($a=1)",
        "#if(true)a#end",
        "$a.b(1)[0]",
        "\"'",
        "#[[a]]#",
        "##\n",
        "#*a*#",
        "${",
        "#foreach($i in [1])$i#end",
    ] {
        let template = part.repeat(LONGEST_TEMPLATE / part.len());
        if let Ok(template) = Template::parse(&template) {
            let scope = &mut Scope::new();
            assert!(template.render(scope, &Input::new("")).is_ok(), "{part}");
        }
    }
}
