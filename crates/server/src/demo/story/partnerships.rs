//! What becomes of partnerships.

use chrono::{DateTime, Days, Duration, Months, NaiveDate, Utc};
use maillage_domain::partnerships::PartnershipState;

use super::{Act, Story, hour};
use crate::demo::data::Partnership;

impl<'a> Story<'a> {
    /// One that was begun some days before the demo is loaded: proposed two days after, signed on the third.
    pub(super) fn partnership(&mut self, one: &'a Partnership, today: NaiveDate) {
        use PartnershipState as S;
        let begun = today - Days::new(one.days_before);
        let on = |days: u64, at: u32| -> DateTime<Utc> { hour(begun + Days::new(days), at) };
        let starts_on = begun + Days::new(one.starts_after);
        self.tell(on(0, 9), Act::DraftPartnership(one, starts_on));
        if one.comment.is_some() {
            self.tell(on(1, 9), Act::CommentPartnership(one));
        }
        if one.state == S::Draft {
            return;
        }
        self.tell(on(2, 9), Act::ProposePartnership(one));
        for (number, party) in (0..).zip(&one.parties) {
            let signs = |signed_by: &Vec<String>| signed_by.contains(&party.organisation);
            if one.signed_by.as_ref().is_none_or(signs) {
                let at = on(3, 9) + Duration::minutes(20 * number);
                self.tell(at, Act::SignPartnership(one, party));
            }
        }
        for owed in &one.commitments {
            if let Some(delivery) = &owed.delivered {
                let day = delivery.after_days;
                self.tell(on(day, 10), Act::DeliverCommitment(one, owed));
                if delivery.confirmed_by.is_some() {
                    self.tell(on(day + 1, 10), Act::ConfirmDelivery(one, owed));
                }
            }
        }
        if let Some(suspended) = &one.suspended {
            self.tell(on(suspended.after_days, 9), Act::SuspendPartnership(one));
        }
        if let Some(days) = one.amended_after {
            self.tell(on(days, 9), Act::AmendPartnership(one, starts_on));
        }
        if one.state == S::Ended {
            let after = starts_on + Months::new(one.months);
            self.tell(hour(after, 9), Act::LetTimePass(one));
        }
    }
}
