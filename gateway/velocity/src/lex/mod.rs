//! Template text → tokens, with the lexical states of Velocity 1.7.
//!
//! Velocity's white space and escapes come out of its token rules, so these are reproduced rule by rule:
//! the longest match wins, and among equally long ones the rule that is listed first. The parser moves
//! the lexer between states, so a token is read only when the parser asks for it.

mod rules;
mod states;
mod token;

pub(super) use states::Lexer;
pub(super) use token::{Kind, Token};
