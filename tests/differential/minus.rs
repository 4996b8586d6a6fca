//! A sign and a number in every place: whether it is arithmetic or a negative number is a matter of the lexer's state.

use crate::case::Case;
use lambda_api_errors_tests::random::Random;

const OPERANDS: [&str; 11] = [
    "$n",
    "${n}",
    "$!n",
    "$!{n}",
    "$b.length()",
    "${b.length()}",
    "$l[0]",
    "$o.n",
    "7",
    "($n)",
    "'a'",
];

const OPERATIONS: [&str; 16] = [
    "-2", " -2", "- 2", " - 2", "-2 ", "--2", "- -2", "-2.5", "-.5", "-2-2", "-2 - 2", "+2", "+-2",
    "*-2", "-$n", "==-2",
];

/// Where an expression or a value stands; `@` is its place.
const PLACES: [&str; 14] = [
    "#set($x = @)$x ",
    "#set($x=@)$x ",
    "#set ( $x = @ )$x ",
    "#set($x = (@))$x ",
    "#set($x = (@)-1)$x ",
    "#set($x = [@])$x ",
    "#set($x = [@..3])$x ",
    "#set($x = {'a': @})$x.a ",
    "#if(@ == 3)yes#{else}no#end",
    "#if( (@) > 0 && @ < 9)yes#{else}no#end",
    "$b.substring(@)",
    "$l[@]",
    "\"@\"#set($x = \"@\")$x ",
    "#foreach($i in [1..@])$i#end",
];

/// What each operand reads.
const VALUES: &str = "#set($n = 5)#set($b = 'abcdef')#set($l = [3, 4])#set($o = $input.path('$'))";

pub(crate) fn cases(random: &mut Random) -> Vec<Case> {
    let mut cases = Vec::new();
    for place in PLACES {
        for operand in OPERANDS {
            for operation in OPERATIONS {
                let expression = format!("{operand}{operation}");
                let template = format!("{VALUES}{}", place.replace('@', &expression));
                cases.push(Case {
                    body: r#"{"n":4}"#.to_owned(),
                    ..Case::new(template, random)
                });
            }
        }
    }
    cases
}
