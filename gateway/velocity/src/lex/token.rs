//! Token kinds and the lexical states they are read in.

/// What a token is; the order decides between rules that match equally much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Kind {
    End,
    OpenIndex,
    CloseIndex,
    OpenBracket,
    CloseBracket,
    Comma,
    DoubleDot,
    Colon,
    OpenBrace,
    CloseBrace,
    OpenParen,
    CloseParen,
    CloseCall,
    EscapedDirective,
    Set,
    Dollar,
    DollarBang,
    OpenTextblock,
    OpenFormalComment,
    OpenComment,
    Hash,
    LineComment,
    DoubleEscape,
    Escape,
    Text,
    LineCommentEnd,
    FormalCommentEnd,
    CommentEnd,
    Textblock,
    CommentCharacter,
    TextblockCharacter,
    Whitespace,
    String,
    True,
    False,
    Minus,
    Plus,
    Multiply,
    Divide,
    Modulo,
    And,
    Or,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Not,
    Assign,
    EndDirective,
    If,
    ElseIf,
    Else,
    Integer,
    Float,
    Word,
    BracketedWord,
    Identifier,
    Dot,
    OpenReference,
    CloseReference,
    ReferenceTerminator,
    DirectiveTerminator,
    EmptyIndex,
}

impl Kind {
    /// How an error message calls it.
    pub(in super::super) fn describe(self) -> &'static str {
        match self {
            Self::End => "the end of the template",
            Self::CloseIndex | Self::CloseBracket => "`]`",
            Self::OpenIndex | Self::OpenBracket => "`[`",
            Self::OpenParen => "`(`",
            Self::CloseParen | Self::CloseCall => "`)`",
            Self::Colon => "`:`",
            Self::CloseBrace | Self::CloseReference => "`}`",
            Self::Assign => "`=`",
            Self::EndDirective => "`#end`",
            Self::Identifier => "a name",
            _ => "a token",
        }
    }
}

/// The lexical state decides which rules can match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Text,
    Reference,
    AfterDot,
    Index,
    Call,
    AfterHash,
    Directive,
    Textblock,
    Comment,
    FormalComment,
    LineComment,
}

/// One token: `start..end` of the source. Special text is what the lexer skipped in front of it.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Token {
    pub(in super::super) kind: Kind,
    pub(in super::super) start: usize,
    pub(in super::super) end: usize,
    pub(in super::super) first_special: usize,
    pub(in super::super) end_special: usize,
}
