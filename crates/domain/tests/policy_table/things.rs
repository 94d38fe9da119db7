//! The things of the table, of organisations and people that [`super::personas`] knows.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{Booking, BookingState},
    clock::Act,
    content::ContentState as S,
    hubs::{Hub, HubContent, HubDraft},
    ids::{BookingId, Mint, PersonId, PhotoId, ReservationId, StaffLoanId, StatementId, Uuid},
    materials::{
        Amount, Lot, LotCondition, LotContent, LotDraft, MaterialQuantity, Reservation,
        ReservationState, ReuseStatus,
    },
    memberships::{MemberCategory, Membership, MembershipState as M},
    moderation::ActiveMember,
    organisations::{
        ContactVisibility as C, LegalForm, Organisation, OrganisationContent, OrganisationDraft,
        Source,
    },
    photos::ShownPhoto,
    projects::{Project, ProjectContent, ProjectDraft},
    resources::{
        PriceKind, Resource, ResourceContent, ResourceDraft, ResourceKind, Span, TermsDraft,
    },
    staff::{Papers, StaffLoan, StaffLoanState},
    statements::Statement,
    values::{AltText, Due, Label, Money, Slug, Unit, Visibility as V},
};

use super::personas::{here, neighbour, owner};

pub(super) struct Counting(AtomicU64);

impl Mint for Counting {
    fn uuid(&self) -> Uuid {
        Uuid::from_u128((1 << 64) | u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

pub(super) static MINT: Counting = Counting(AtomicU64::new(1));

pub(super) fn act() -> Act<'static> {
    Act::new(
        DateTime::<Utc>::UNIX_EPOCH,
        Some(PersonId::from_uuid(Uuid::from_u128(4))),
        &MINT,
    )
}

pub(super) fn hub() -> Hub {
    let draft = HubDraft {
        name: "Le pôle".into(),
        summary: "Coopérer.".into(),
        description: "Coopérer.".into(),
        territory: vec![],
        time_zone: "Europe/Paris".into(),
    };
    let content = HubContent::parse(draft).expect("a hub");
    let mut hub = Hub::create(&act(), Slug::parse("pole").expect("a slug"), content, false);
    hub.id = here();
    hub
}

pub(super) fn organisation(state: S, membership: Option<M>, contact: C) -> Organisation {
    let draft = OrganisationDraft {
        name: "La propriétaire".into(),
        legal_form: Some(LegalForm::Association),
        contact_visibility: Some(contact),
        ..OrganisationDraft::default()
    };
    let content = OrganisationContent::parse(draft).expect("an organisation");
    let mut one = Organisation::create(&act(), content, Source::Organisation);
    one.id = owner();
    one.state = state;
    one.hubs.extend(membership.map(|_| here()));
    let active = membership.filter(|state| *state == M::Active);
    one.member_of.extend(active.map(|_| here()));
    one.published_at = (state != S::Draft).then(|| act().at);
    one
}

pub(super) fn membership(state: M) -> Membership {
    let mut one = Membership::invite(&act(), here(), owner(), MemberCategory::Founder, None);
    one.state = state;
    one
}

pub(super) fn project(state: S, visibility: V) -> Project {
    let draft = ProjectDraft {
        title: "Un projet".into(),
        summary: "Un projet.".into(),
        description: "Un projet.".into(),
        visibility: Some(visibility),
        ..ProjectDraft::default()
    };
    let content = ProjectContent::parse(draft, None, &MINT).expect("a project");
    let mut one =
        Project::create(&act(), here(), owner(), content, ActiveMember::Yes).expect("a project");
    one.state = state;
    one
}

pub(super) fn shown(photo: PhotoId) -> ShownPhoto {
    ShownPhoto {
        photo,
        description: AltText::parse("La salle.").expect("words"),
        width: 1_600,
        height: 1_200,
    }
}

pub(super) fn resource(state: S, visibility: V) -> Resource {
    let draft = ResourceDraft {
        kind: ResourceKind::Space,
        title: "Une salle".into(),
        summary: "Une salle.".into(),
        description: "Une salle.".into(),
        commune: None,
        address: None,
        location: None,
        photos: Vec::new(),
        terms: TermsDraft {
            kind: PriceKind::Free,
            per: None,
            amounts: Vec::new(),
            others: None,
            barter: None,
            costs: None,
            deposit: None,
            note: None,
        },
        visibility: Some(V::Public),
        shared_with: Vec::new(),
        parties: Vec::new(),
    };
    let content = ResourceContent::parse(draft, &[]).expect("a resource");
    let mut one =
        Resource::create(&act(), here(), owner(), content, ActiveMember::Yes).expect("a resource");
    one.content.visibility = visibility;
    one.state = state;
    one
}

pub(super) fn lot(resource: &Resource) -> Lot {
    let draft = LotDraft {
        label: "Des portes".into(),
        condition: LotCondition::Good,
        status: ReuseStatus::Reuse,
        dimensions: None,
        origin_site: None,
        origin_on: None,
        available_until: None,
        weight: None,
        hold: None,
    };
    let content = LotContent::parse(&draft, Unit::Piece).expect("a lot");
    let mut material = resource.clone();
    material.content.kind = ResourceKind::Material;
    material.state = S::Draft;
    let quantity = MaterialQuantity::parse("12", Unit::Piece).expect("a quantity");
    Lot::create(&act(), &material, content, quantity).expect("a lot")
}

pub(super) fn reservation() -> Reservation {
    let lot = lot(&resource(S::Published, V::Public));
    let free = Money { cents: 0 };
    Reservation {
        id: ReservationId::from_uuid(Uuid::from_u128(1)),
        lot: lot.id,
        resource: lot.resource,
        hub: here(),
        owner: owner(),
        borrower: neighbour(),
        project: None,
        purpose: None,
        amount: Amount::of_thousandths(2_000),
        unit: lot.unit,
        until: act().at,
        price_of_one: free,
        deposit_of_one: free,
        state: ReservationState::Held,
        reason: None,
        cancelled_by: None,
        collected_at: None,
        taken: Amount::ZERO,
        weight: None,
        brought_back: Amount::ZERO,
        passed_on: Amount::ZERO,
        created_at: act().at,
        updated_at: act().at,
        version: 1,
        events: maillage_domain::events::Pending::default(),
    }
}

pub(super) fn booking() -> Booking {
    let hour = |hour: u32| {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).expect("a day");
        day.and_hms_opt(hour, 0, 0).expect("an hour").and_utc()
    };
    Booking {
        id: BookingId::from_uuid(Uuid::from_u128(1)),
        hub: here(),
        owner: owner(),
        borrower: neighbour(),
        project: None,
        series: None,
        span: Span::parse(hour(8), hour(10)).expect("two hours"),
        lines: vec![],
        purpose: None,
        work: None,
        state: BookingState::Requested,
        reason: None,
        cancelled_by: None,
        owed: Due::NOTHING,
        handed_over_at: None,
        returned_at: None,
        condition_before: None,
        condition_after: None,
        late: false,
        created_at: act().at,
        updated_at: act().at,
        version: 1,
        events: maillage_domain::events::Pending::default(),
    }
}

pub(super) fn statement() -> Statement {
    Statement {
        id: StatementId::from_uuid(Uuid::from_u128(1)),
        hub: here(),
        month: "2026-10".parse().expect("a month"),
        debtor: neighbour(),
        creditor: owner(),
        total: Due::NOTHING,
        charges: 0,
    }
}

/// An employee of the owner who may work for the neighbour.
pub(super) fn staff_loan() -> StaffLoan {
    let day = |day| chrono::NaiveDate::from_ymd_opt(2026, 11, day).expect("a day");
    StaffLoan {
        id: StaffLoanId::from_uuid(Uuid::from_u128(1)),
        resource: resource(S::Published, V::Public).id,
        lender: owner(),
        borrower: neighbour(),
        papers: Papers {
            convention: Label::parse("Mise à disposition").expect("a label"),
            signed_on: day(1),
            agreed_on: day(1),
            from: day(2),
            until: day(30),
        },
        state: StaffLoanState::Recorded,
        reason: None,
        confirmed_at: None,
        ended_on: None,
        created_at: act().at,
        updated_at: act().at,
        version: 1,
        events: maillage_domain::events::Pending::default(),
    }
}
