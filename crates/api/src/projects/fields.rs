//! The columns that a selection on a project asks for.

use async_graphql::{Lookahead, SelectionField};
use maillage_usecases::projects::ProjectFields as F;

/// The columns of all the fields selected.
pub(super) fn fields_of(look: &Lookahead<'_>) -> F {
    let selected = look.selection_fields();
    let fields = selected.iter().flat_map(SelectionField::selection_set);
    fields.fold(F::empty(), |all, field| all | columns(field.name()))
}

/// The columns of one field.
fn columns(field: &str) -> F {
    match field {
        // What belongs to others, and the private side, is read on its own.
        "id" | "__typename" | "availableActions" | "revision" | "statement" | "reviews"
        | "activity" | "needs" | "participants" => F::empty(),
        "leadOrganisation" => F::LEAD,
        "hub" => F::HUB,
        "title" => F::TITLE,
        "summary" => F::SUMMARY,
        "description" => F::DESCRIPTION,
        "themes" => F::THEMES,
        "visibility" => F::VISIBILITY,
        "commune" => F::COMMUNE,
        "startsOn" | "endsOn" => F::DATES,
        "milestones" => F::MILESTONES,
        "budget" => F::BUDGET,
        "stage" | "abandonedBecause" => F::STAGE,
        "state" => F::STATE,
        "createdAt" | "updatedAt" | "publishedAt" => F::TIMES,
        "version" => F::VERSION,
        // A field not named here costs a wider row, never a wrong answer.
        _ => F::OWN,
    }
}
