//! Finding a pattern in a text, as `Matcher.find`, `String.replaceAll` and `String.split` do.

use super::{
    MatchError, PatternError,
    budget::StepBudget,
    engine::{self, Engine},
    parse, shape,
};
use std::{collections::HashMap, ops::Range};

/// A Java pattern that is looked for in texts.
///
/// ```
/// use apigw_java_regex::{StepBudget, Search};
///
/// let budget = &mut StepBudget::default();
/// let search = Search::new(r"(\w+)=(?<value>\w+)").unwrap();
/// let found = search.find_all("a=1, b=2", budget).next().unwrap().unwrap();
/// assert_eq!((found.range(), found.group(2)), (0..3, Some("1")));
/// assert_eq!(search.replace("a=1, b=2", "${value}=$1", None, budget).unwrap(), "1=a, 2=b");
/// assert_eq!(Search::new(",").unwrap().split("a,b,,", 0, budget).unwrap(), ["a", "b"]);
/// ```
///
/// A group inside of a look-around, of `(?>…)` or of a repetition can hold something else in Java: a replacement cannot
/// ask for it. The group that is itself repeated can be asked for, if it cannot be empty.
#[derive(Debug, Clone)]
pub struct Search {
    finder: Finder,
    names: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
enum Finder {
    /// One text, which need not be compiled.
    Literal(String),
    Engine(Box<Engine>),
}

/// One place where a pattern was found.
#[derive(Debug, Clone)]
pub struct Found<'t> {
    text: &'t str,
    groups: Vec<Option<Range<usize>>>,
}

impl Search {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When Java refuses the pattern, or when this engine cannot do what Java would.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        Self::new_within(pattern, &mut StepBudget::steps(u64::MAX))
    }

    /// Reads one of many patterns, within the steps that are left in `budget` for all of them.
    ///
    /// ```
    /// use apigw_java_regex::{Search, StepBudget};
    ///
    /// let mut budget = StepBudget::steps(100_000);
    /// assert!(Search::new_within(r"\s+", &mut budget).is_ok());
    /// assert!(Search::new_within(r"(?:[a-z]{90},){9}", &mut budget).is_err());
    /// assert_eq!(budget.left(), 0);
    /// ```
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and when compiling the pattern takes more steps than are left.
    pub fn new_within(pattern: &str, budget: &mut StepBudget) -> Result<Self, PatternError> {
        let parsed = parse::parse_within(pattern, budget)?;
        if let Some(at) = parsed.continues_at {
            return Err(PatternError::unsupported(at, "`\\G` in a search"));
        }
        let literal = parsed.node.literal();
        Ok(Self {
            finder: match literal.filter(|text| !text.is_empty() && !shape::has_supplementary(text))
            {
                Some(text) => Finder::Literal(text),
                None => Finder::Engine(Box::new(Engine::of_anywhere(&parsed)?)),
            },
            names: parsed.names,
        })
    }

    /// Each place where the pattern is found, from left to right; after an empty one it goes on at the next character.
    pub fn find_all<'s, 't>(
        &'s self,
        text: &'t str,
        budget: &'s mut StepBudget,
    ) -> FindAll<'s, 't> {
        FindAll {
            search: self,
            text,
            budget,
            from: Some(0),
        }
    }

    /// The parts of the text between the places where the pattern is found: at most `limit` parts if it is positive,
    /// without empty parts at the end if it is 0.
    ///
    /// # Errors
    ///
    /// When the search fails.
    pub fn split<'t>(
        &self,
        text: &'t str,
        limit: i32,
        budget: &mut StepBudget,
    ) -> Result<Vec<&'t str>, MatchError> {
        let most = usize::try_from(limit).ok().filter(|&most| most > 0);
        let mut parts = Vec::new();
        let mut start = 0;
        for found in self.find_all(text, budget) {
            let Range { start: begin, end } = found?.range();
            if most.is_some_and(|most| parts.len() + 1 >= most) {
                break;
            }
            if end > 0 {
                parts.push(&text[start..begin]);
                start = end;
            }
        }
        let found_nothing = parts.is_empty();
        parts.push(&text[start..]);
        while limit == 0 && !found_nothing && parts.last().is_some_and(|part| part.is_empty()) {
            parts.pop();
        }
        Ok(parts)
    }

    /// The number of the group with this name.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        self.names.get(name).copied()
    }

    /// The number of groups of the pattern, without group 0.
    #[must_use]
    pub fn group_count(&self) -> usize {
        self.reliable_groups().len()
    }

    /// Whether a group has the same text after a match as in Java.
    #[must_use]
    pub fn group_is_reliable(&self, group: usize) -> bool {
        group == 0 || self.reliable_groups().get(group - 1) == Some(&true)
    }

    fn reliable_groups(&self) -> &[bool] {
        match &self.finder {
            Finder::Literal(_) => &[],
            Finder::Engine(engine) => &engine.shape.reliable_groups,
        }
    }
}

impl<'t> Found<'t> {
    /// Where it was found, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.groups.first().cloned().flatten().unwrap_or_default()
    }

    /// Where a group was found.
    #[must_use]
    pub fn group_range(&self, group: usize) -> Option<Range<usize>> {
        self.groups.get(group).cloned().flatten()
    }

    /// The text of a group; group 0 is the whole match.
    #[must_use]
    pub fn group(&self, group: usize) -> Option<&'t str> {
        self.group_range(group).map(|range| &self.text[range])
    }
}

/// The places that [`Search::find_all`] finds.
#[derive(Debug)]
pub struct FindAll<'s, 't> {
    search: &'s Search,
    text: &'t str,
    budget: &'s mut StepBudget,
    from: Option<usize>,
}

impl<'t> Iterator for FindAll<'_, 't> {
    type Item = Result<Found<'t>, MatchError>;

    fn next(&mut self) -> Option<Self::Item> {
        let from = self.from.take()?;
        let found = self.find(from);
        if let Ok(Some(found)) = &found {
            let Range { start, end } = found.range();
            let next = self.text[end..].chars().next();
            self.from = match next {
                _ if end > start => Some(end),
                Some(c) if shape::is_supplementary(c) => {
                    return Some(Err(MatchError::HalfCharacter));
                }
                Some(c) => Some(end + c.len_utf8()),
                None => None,
            };
        }
        found.transpose()
    }
}

impl<'t> FindAll<'_, 't> {
    fn find(&mut self, from: usize) -> Result<Option<Found<'t>>, MatchError> {
        let groups = match &self.search.finder {
            Finder::Literal(literal) => {
                let ahead = &self.text[from..];
                let start = ahead.find(literal).map(|at| from + at);
                let end = start.map(|start| start + literal.len());
                let read = end.unwrap_or(self.text.len()) - from;
                self.budget.charge(1 + engine::steps(read))?;
                start.map(|start| vec![Some(start..start + literal.len())])
            }
            Finder::Engine(engine) => {
                if from == 0 {
                    engine.check_search(self.text)?;
                }
                engine.find(self.text, from, self.budget)?
            }
        };
        Ok(groups.map(|groups| Found {
            text: self.text,
            groups,
        }))
    }
}
