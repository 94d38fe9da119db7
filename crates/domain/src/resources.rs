//! What organisations share with one another: what it says of itself, when it is open, who may have
//! it for how long, what is still free, what it costs, in which quantities it is counted.

mod alternatives;
mod calendar;
mod conditions;
mod content;
mod hours;
mod local;
mod pricing;
mod resource;
mod rules;
mod series;
mod span;
mod usage;

pub use self::{
    calendar::{Calendar, Step},
    conditions::{Conditions, ConditionsDraft},
    content::{ResourceContent, ResourceDraft, ResourceKind},
    hours::{Closure, ClosureDraft, DayHours, DayHoursDraft, Hours, HoursDraft, OpeningDraft},
    local::{LocalSpan, LocalTime, Weekday},
    pricing::{AmountDraft, CostShare, Per, Price, PriceKind, Terms, TermsDraft},
    resource::{Resource, ResourceAction},
    rules::{Approval, Cancellation, Percent, Rules, RulesDraft, parse_units},
    series::{Frequency, Recurrence, Series, SeriesDraft, SeriesEnd},
    span::{Minutes, Span, in_this_century},
    usage::{Taken, Usage},
};

pub(crate) use self::{
    local::{begins, ends},
    pricing::share_of_an_hour,
    span::minute_after,
};

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
