//! Where the two engines differ, and why. Nothing else may differ, and each of these must.

use crate::{
    case::{Answer, Case},
    values,
};

/// One difference.
pub(crate) struct Listed {
    /// What the answer tells by which the difference is known: the error of one side, or the text of the other.
    telling: &'static str,
    pub(crate) reason: &'static str,
    /// A template that shows it, with its body.
    example: (&'static str, &'static str),
}

pub(crate) const LISTED: [Listed; 15] = [
    Listed {
        telling: "method 'put",
        reason: "a map that is its own key overflows Java's stack",
        example: ("#set($m = {})$m.put($m, 'x')$m.put($m, 'y')$m.size()", ""),
    },
    Listed {
        telling: "StackOverflowError",
        reason: "`#if` prints a value to see whether it is there; Java's stack ends at one that contains itself",
        example: ("#set($l = $input.path('$'))$l.add($l)#if($l)b#end ", "[]"),
    },
    Listed {
        telling: "IllegalAccessError",
        reason: "`#if` prints a value to see whether it is there; json-smart cannot write the entry of a map",
        example: (
            "#set($l = $input.path('$.l'))#foreach($e in $input.path('$.m').entrySet())$l.add($e)#end#if($l)b#end ",
            "{\"l\":[],\"m\":{\"a\":1}}",
        ),
    },
    Listed {
        telling: "too many digits to compute with",
        reason: "numbers of more than 38 digits, and long fractions, are not computed with",
        example: (
            "#set($n = $input.path('$'))#set($m = $n * $n)$m ",
            "99999999999999999999999999999999999999",
        ),
    },
    Listed {
        telling: "a range has more than",
        reason: "a range of millions of elements is refused",
        example: ("#set($l = [1..2000000])$l.size()", ""),
    },
    Listed {
        telling: "expected `#foreach($item in $list)`",
        reason: "a loop without `in` renders nothing in Velocity, and is surely meant otherwise",
        example: ("a#foreach($i $l)x#end", ""),
    },
    Listed {
        telling: "[Ljava.lang.String;@",
        reason: "an array prints its address in Java's memory",
        example: ("$input.body.split(',') ", "a,b"),
    },
    Listed {
        telling: "the name of the template, which AWS does not tell",
        reason: "`$foreach.info` prints the name of the template",
        example: ("#foreach($i in [1])$foreach.info#end", ""),
    },
    Listed {
        telling: "is used in itself more than twice",
        reason: "Velocity prints the reference's source where a block is used in itself more than twice",
        example: ("#define($d)a$d#end$d ", ""),
    },
    Listed {
        telling: "Java has it, but it is not supported here",
        reason: "a method that no template needs",
        example: ("$input.body.intern()", "a"),
    },
    Listed {
        telling: "` is not supported here: ",
        reason: "a pattern that cannot be had as Java has it is refused with the reason",
        example: ("$input.body.replaceAll('\\p{javaLowerCase}', '-')", "a"),
    },
    Listed {
        telling: "Java takes a character beyond U+FFFF for two here",
        reason: "Java finds places between the halves of a character beyond U+FFFF",
        example: ("$input.body.replaceAll('', '-')", "\u{1F600}"),
    },
    Listed {
        telling: "Java's versions disagree on what `\\b` means",
        reason: "what `\\b` finds beside letters beyond ASCII depends on the version of Java",
        example: ("$input.body.replaceAll('\\b', '-')", "é"),
    },
    Listed {
        telling: "Java may find something else in it",
        reason: "what a group holds after a failed attempt is not reported",
        example: ("$input.body.replaceAll('(?:(?=(a))b|a)', '[$1]')", "a"),
    },
    Listed {
        telling: "the pattern takes too many steps",
        reason: "a pattern that goes back and forth for long is given up",
        example: (
            "$input.body.matches('(?:(?=a)a|a)*b')",
            "aaaaaaaaaaaaaaaaaaaaaaaaa!",
        ),
    },
];

impl Listed {
    pub(crate) fn case(&self) -> Case {
        let (template, body) = self.example;
        Case {
            template: template.to_owned(),
            body: body.to_owned(),
            parameters: [("id", "1"), ("page", "2"), ("Accept", "3")],
            context: values::CONTEXT,
            stage_variables: values::STAGE_VARIABLES,
        }
    }
}

/// Which of the listed differences it is.
pub(crate) fn position(expected: &Answer, found: &Answer) -> Option<usize> {
    let telling = match (expected, found) {
        (Answer::Error(error), Answer::Text(_)) | (Answer::Text(_), Answer::Error(error)) => error,
        (Answer::Text(expected), _) => expected,
        (Answer::Error(_), Answer::Error(_)) => return None,
    };
    LISTED
        .iter()
        .position(|listed| telling.contains(listed.telling))
}
