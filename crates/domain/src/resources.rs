//! What organisations share with one another: when it is open, who may have it for how long, what
//! is still free, what it costs, in which quantities it is counted.

mod hours;
mod local;
mod span;

pub use self::{
    hours::{Closure, ClosureDraft, DayHours, DayHoursDraft, Hours, HoursDraft, OpeningDraft},
    local::{LocalSpan, LocalTime, Weekday},
    span::{Minutes, Span},
};

#[cfg(test)]
mod testing;
