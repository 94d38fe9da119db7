//! Mandates, and the invitations to hold one.

mod inputs;
mod lists;
mod types;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use maillage_domain::values::EmailAddress;
use maillage_usecases::{Error, mandates};

use self::inputs::{
    AcceptInvitationInput, AppointRepresentativeInput, ChangeMandateRoleInput, EndMandateInput,
    InviteToOrganisationInput, RevokeInvitationInput,
};
pub(crate) use self::{
    lists::{invitations_of, of_organisation},
    types::{Invitation, InvitationConnection, Mandate, MandateConnection},
};
use crate::{
    context::ContextExt,
    ids::{self, kinds},
    nullable::{Nullable, nullable},
    payload::{mutate, payloads},
};

/// Reading mandates.
#[derive(Default)]
pub(crate) struct MandatesQuery;

#[Object]
impl MandatesQuery {
    /// A mandate by its id; null when there is none that the viewer may see.
    async fn mandate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Nullable<Mandate> {
        nullable(async {
            let id = ids::argument::<kinds::Mandate>(&id)?;
            Ok(mandates::find(ctx.platform(), ctx.actor(), id)
                .await?
                .map(Mandate::from))
        })
        .await
    }
}

payloads! {
    /// The invitation.
    InviteToOrganisationPayload { invitation: Invitation }
    /// The mandate that the invitation gave.
    AcceptInvitationPayload { mandate: Mandate }
    /// The invitation as taken back.
    RevokeInvitationPayload { invitation: Invitation }
    /// The mandate with its new role.
    ChangeMandateRolePayload { mandate: Mandate }
    /// The mandate as ended.
    EndMandatePayload { mandate: Mandate }
    /// The invitation.
    AppointRepresentativePayload { invitation: Invitation }
}

/// Writing mandates.
#[derive(Default)]
pub(crate) struct MandatesMutation;

#[Object]
impl MandatesMutation {
    /// Invites somebody by e-mail to act for an organisation. The mail has a code that is good for
    /// fourteen days; an invitation still open for the same address is replaced. Representatives
    /// may.
    async fn invite_to_organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation, the address and the role.")]
        input: InviteToOrganisationInput,
    ) -> Nullable<InviteToOrganisationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            let email = email(&input.email.0)?;
            mandates::invite(platform, actor, acting_for, email, input.role.0).await
        })
        .await
    }

    /// Takes an invitation up with the code of the mail. A lesser mandate held already is raised.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code.")] input: AcceptInvitationInput,
    ) -> Nullable<AcceptInvitationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let (mandate, actor) = mandates::accept(platform, actor, &input.code).await?;
            Ok(Mandate::seen_by(mandate, Arc::new(actor)))
        })
        .await
    }

    /// Takes an invitation back before it is taken up. Representatives may.
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation.")] input: RevokeInvitationInput,
    ) -> Nullable<RevokeInvitationPayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let id = ids::read::<kinds::Invitation>("id", &input.id)?;
            let acting_for = ids::read::<kinds::Organisation>("actingFor", &input.acting_for)?;
            mandates::revoke_invitation(platform, actor, id, acting_for, input.expected_version)
                .await
        })
        .await
    }

    /// Gives a mandate another role; an organisation keeps at least one representative.
    /// Representatives may.
    async fn change_mandate_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mandate and its role.")] input: ChangeMandateRoleInput,
    ) -> Nullable<ChangeMandateRolePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            mandates::change_role(platform, actor, input.target()?, input.role.0).await
        })
        .await
    }

    /// Ends a mandate; an organisation keeps at least one representative. Representatives may end
    /// anybody's, everybody their own: that is leaving. It counts from the next request on.
    async fn end_mandate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The mandate.")] input: EndMandateInput,
    ) -> Nullable<EndMandatePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            mandates::end(platform, actor, input.target()?).await
        })
        .await
    }

    /// Names a representative of an organisation that has none left: invites somebody by e-mail.
    /// Coordinators of a hub that the organisation applied to or belongs to may.
    async fn appoint_representative(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organisation and the address.")] input: AppointRepresentativeInput,
    ) -> Nullable<AppointRepresentativePayload> {
        mutate(ctx, input.dry_run, async |platform, actor| {
            let organisation =
                ids::read::<kinds::Organisation>("organisation", &input.organisation)?;
            let email = email(&input.email.0)?;
            mandates::appoint_representative(platform, actor, organisation, email).await
        })
        .await
    }
}

fn email(text: &str) -> std::result::Result<EmailAddress, Error> {
    EmailAddress::parse(text).map_err(|problem| Error::invalid("email", problem))
}
