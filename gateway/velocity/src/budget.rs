//! What one rendering may cost. It is counted, not timed, so that a rendering ends alike on every machine.

use apigw_java_regex::StepBudget;
use std::borrow::Cow;

/// Why something cannot be done, without its place in the template.
pub(crate) type Fault = Cow<'static, str>;

/// The steps of one rendering, its patterns included. A step takes some nanoseconds, tens at most.
const MOST_STEPS: u64 = 10_000_000;

/// The bytes that one rendering may write: its texts and values, with those that it no longer uses.
const MOST_BYTES: u64 = 256 << 20;

/// How many bytes of a text are read in the time of one step.
const BYTES_A_STEP: usize = 16;

/// How many bytes a text may have: what API Gateway lets through.
pub(crate) const MAX_TEXT: usize = 10 << 20;

pub(crate) const TOO_LARGE: Fault = Cow::Borrowed("a text has more than 10 MB");
pub(crate) const TOO_MUCH_WORK: Fault = Cow::Borrowed("the template does too much work");
const TOO_MUCH_MEMORY: Fault = Cow::Borrowed("the template takes more than 256 MB of memory");

/// What a rendering cost.
///
/// ```
/// # use apigw_velocity::{Input, Scope, Template};
/// let template = Template::parse("#foreach($i in [1..10])$i#end").unwrap();
/// let mut scope = Scope::new();
/// template.render(&mut scope, &Input::new("")).unwrap();
/// assert!(scope.cost().steps < 100);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Its steps: one for each construct, value and 16 bytes of text that it comes by. It ends at 10 million.
    pub steps: u64,
    /// The bytes of the texts and values that it made. It ends at 256 MB.
    pub bytes: u64,
}

/// What is left for a rendering. Each loop, copy and comparison takes from it.
#[derive(Debug, Clone)]
pub(crate) struct Budget {
    pub(crate) steps: StepBudget,
    /// What a rendering without a limit of its own would have more.
    beyond_limit: u64,
    bytes: u64,
    /// Which of the template's patterns and paths were used.
    used: Vec<bool>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of_steps(MOST_STEPS)
    }
}

impl Budget {
    /// A budget of this number of steps, or of all that a rendering may take.
    pub(crate) fn of_steps(steps: u64) -> Self {
        let limit = steps.min(MOST_STEPS);
        Self {
            steps: StepBudget::steps(limit),
            beyond_limit: MOST_STEPS - limit,
            bytes: MOST_BYTES,
            used: Vec::new(),
        }
    }

    pub(crate) fn cost(&self) -> Cost {
        Cost {
            steps: MOST_STEPS - self.beyond_limit - self.steps.left(),
            bytes: MOST_BYTES - self.bytes,
        }
    }

    #[inline]
    pub(crate) fn charge(&mut self, steps: usize) -> Result<(), Fault> {
        self.charge_steps(u64::try_from(steps).unwrap_or(u64::MAX))
    }

    #[inline]
    pub(crate) fn charge_steps(&mut self, steps: u64) -> Result<(), Fault> {
        self.steps.charge(steps).map_err(|_| TOO_MUCH_WORK)
    }

    /// Charges for what an earlier rendering has compiled, as if this one did. A limit is to end what takes long, so the steps come from
    /// beyond it as long as there are some.
    pub(crate) fn charge_compiled(&mut self, steps: u64) -> Result<(), Fault> {
        if let Some(left) = self.beyond_limit.checked_sub(steps) {
            self.beyond_limit = left;
            return Ok(());
        }
        self.charge_steps(steps)
    }

    /// Charges for the name of a member, which is looked up, in addition to the step of the look-up.
    #[inline]
    pub(crate) fn look_up(&mut self, name: usize) -> Result<(), Fault> {
        if name < BYTES_A_STEP {
            return Ok(());
        }
        self.charge(name / BYTES_A_STEP)
    }

    /// Whether the pattern or path with this number is used for the first time.
    pub(crate) fn is_first_use(&mut self, index: usize) -> bool {
        if self.used.len() <= index {
            self.used.resize(index + 1, false);
        }
        !std::mem::replace(&mut self.used[index], true)
    }

    /// Charges for a text that is read once.
    #[inline]
    pub(crate) fn read(&mut self, bytes: usize) -> Result<(), Fault> {
        self.charge(1 + bytes / BYTES_A_STEP)
    }

    /// Charges for memory that is taken.
    #[inline]
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), Fault> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let left = self.bytes.checked_sub(bytes);
        self.bytes = left.unwrap_or_default();
        left.map(drop).ok_or(TOO_MUCH_MEMORY)
    }

    /// Charges for `text`, which is about to be written to the end of `out`, and refuses what gets too long.
    #[inline]
    pub(crate) fn write(&mut self, out: &str, text: usize) -> Result<(), Fault> {
        self.read(text)?;
        self.take(text)?;
        if out.len() + text > MAX_TEXT {
            return Err(TOO_LARGE);
        }
        Ok(())
    }
}
