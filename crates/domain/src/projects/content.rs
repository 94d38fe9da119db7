//! What a project says of itself, and how it is checked.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    communes::CommuneCode,
    ids::{self, BudgetLineId, MilestoneId, Mint, NeedId, kinds},
    moderation::{FieldChange, changes},
    organisations::distinct,
    values::{
        ActivityDomain, Faults, Label, Markdown, Money, Problem, ProblemCode, Quantity, Summary,
        Title, Unit, Visibility, gather, text_enum,
    },
};

text_enum! {
    /// What a project can look for.
    pub enum NeedKind {
        /// An organisation to work with.
        Partner = "PARTNER",
        /// Know-how.
        Skill = "SKILL",
        /// Working time of somebody's employee.
        StaffTime = "STAFF_TIME",
        /// Rooms, desks, land.
        Space = "SPACE",
        /// Machines, tools, vehicles.
        Equipment = "EQUIPMENT",
        /// Goods and materials.
        Material = "MATERIAL",
        /// Money.
        Funding = "FUNDING",
        /// Somewhere to sell or give.
        Outlet = "OUTLET",
    }
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NeedContent {
    /// Its id, the same through all revisions.
    pub id: NeedId,
    /// Of what kind.
    pub kind: NeedKind,
    /// In a few words.
    pub label: Label,
    /// In more words.
    pub description: Option<Summary>,
    /// How much.
    pub quantity: Option<Quantity>,
}

/// A dated step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Its id.
    pub id: MilestoneId,
    /// In a few words.
    pub label: Label,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// When it was reached.
    pub done_on: Option<NaiveDate>,
}

text_enum! {
    /// The side of a budget a line stands on.
    pub enum BudgetSide {
        /// An expected cost.
        Expense = "EXPENSE",
        /// Expected money.
        Funding = "FUNDING",
        /// Given otherwise than in money, valued apart.
        InKind = "IN_KIND",
    }
}

/// One line of a budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Its id.
    pub id: BudgetLineId,
    /// Calendar year.
    pub year: i32,
    /// Cost, funding or in kind.
    pub side: BudgetSide,
    /// What for.
    pub label: Label,
    /// How much.
    pub amount: Money,
    /// From whom, for funding.
    pub source: Option<Label>,
}

/// What a project says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProjectContent {
    /// Title.
    pub title: Title,
    /// One or two sentences.
    pub summary: Summary,
    /// Long text.
    pub description: Markdown,
    /// Fields of activity.
    pub themes: Vec<ActivityDomain>,
    /// Who reads it once published.
    pub visibility: Visibility,
    /// Where it takes place.
    pub commune: Option<CommuneCode>,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// What it looks for.
    pub needs: Vec<NeedContent>,
    /// Dated steps.
    pub milestones: Vec<Milestone>,
    /// Budget.
    pub budget: Vec<BudgetLine>,
}

/// A project as typed by somebody, not yet checked.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "each field is documented on `ProjectContent`")]
pub struct ProjectDraft {
    pub title: String,
    pub summary: String,
    pub description: String,
    pub themes: Vec<ActivityDomain>,
    pub visibility: Option<Visibility>,
    pub commune: Option<String>,
    pub starts_on: Option<NaiveDate>,
    pub ends_on: Option<NaiveDate>,
    pub needs: Vec<NeedDraft>,
    pub milestones: Vec<MilestoneDraft>,
    pub budget: Vec<BudgetLineDraft>,
}

/// A need as typed: with the id of one that exists, or none for a new one.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `NeedContent`")]
pub struct NeedDraft {
    pub id: Option<String>,
    pub kind: NeedKind,
    pub label: String,
    pub description: Option<String>,
    pub quantity: Option<(String, Unit)>,
}

/// A milestone as typed: with the id of one that exists, or none for a new one.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Milestone`")]
pub struct MilestoneDraft {
    pub id: Option<String>,
    pub label: String,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
}

/// A budget line as typed: amount and currency as text, the id as for needs.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `BudgetLine`")]
pub struct BudgetLineDraft {
    pub id: Option<String>,
    pub year: i32,
    pub side: BudgetSide,
    pub label: String,
    pub amount: (String, String),
    pub source: Option<String>,
}

/// Most needs, milestones or budget lines in one project.
const MOST: usize = 100;

impl ProjectContent {
    /// Checks everything that somebody typed. Ids of needs, milestones and budget lines must be
    /// among those of `before`, so that nobody takes over another project's.
    ///
    /// # Errors
    /// Every fault, each with its path.
    pub fn parse(
        draft: ProjectDraft,
        before: Option<&Self>,
        mint: &dyn Mint,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let title = faults.take("title", Title::parse(&draft.title));
        let summary = faults.take("summary", Summary::parse(&draft.summary));
        let description = faults.take("description", Markdown::parse(&draft.description));
        let themes = faults.take("themes", distinct(draft.themes, 6));
        let visibility = Some(draft.visibility.unwrap_or(Visibility::Public));
        let commune = faults.take(
            "commune",
            draft
                .commune
                .as_deref()
                .filter(|code| !code.trim().is_empty())
                .map(CommuneCode::parse)
                .transpose(),
        );
        let starts_on = Some(draft.starts_on);
        let ends_on = match (draft.starts_on, draft.ends_on) {
            (Some(from), Some(until)) if until < from => {
                faults.note(
                    "endsOn",
                    Problem::new(ProblemCode::Inconsistent).with("with", "startsOn"),
                );
                None
            }
            (_, until) => Some(until),
        };
        for (field, length) in [
            ("needs", draft.needs.len()),
            ("milestones", draft.milestones.len()),
            ("budget", draft.budget.len()),
        ] {
            if length > MOST {
                faults.note(
                    field,
                    Problem::new(ProblemCode::TooLong)
                        .with("max", MOST)
                        .with("length", length),
                );
                return Err(faults);
            }
        }
        let known = |id: &ids::Uuid, of: fn(&Self) -> Vec<ids::Uuid>| {
            before.is_some_and(|before| of(before).contains(id))
        };
        let needs = faults.each("needs", draft.needs, |need| {
            parse_need(need, mint, |id| {
                known(id, |content| {
                    content.needs.iter().map(|need| need.id.uuid()).collect()
                })
            })
        });
        let milestones = faults.each("milestones", draft.milestones, |milestone| {
            parse_milestone(milestone, mint, |id| {
                known(id, |content| {
                    content.milestones.iter().map(|one| one.id.uuid()).collect()
                })
            })
        });
        let budget = faults.each("budget", draft.budget, |line| {
            parse_budget_line(line, mint, |id| {
                known(id, |content| {
                    content.budget.iter().map(|one| one.id.uuid()).collect()
                })
            })
        });
        once(&mut faults, "needs", needs.as_deref(), |need| {
            need.id.uuid()
        });
        once(&mut faults, "milestones", milestones.as_deref(), |one| {
            one.id.uuid()
        });
        once(&mut faults, "budget", budget.as_deref(), |line| {
            line.id.uuid()
        });
        gather!(faults => Self {
            title, summary, description, themes, visibility, commune, starts_on, ends_on, needs, milestones, budget,
        })
    }

    /// The fields in which `after` differs, as text for people to compare.
    pub fn changes(&self, after: &Self) -> Vec<FieldChange> {
        Self::compare(Some(self), after)
    }

    /// All that it says, as if nothing had been there before.
    pub fn whole(&self) -> Vec<FieldChange> {
        Self::compare(None, self)
    }

    fn compare(before: Option<&Self>, after: &Self) -> Vec<FieldChange> {
        fn text<T: ToString>(value: Option<&T>) -> Option<String> {
            value.map(ToString::to_string)
        }
        fn list<T>(items: &[T], line: impl Fn(&T) -> String) -> Option<String> {
            (!items.is_empty()).then(|| items.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
        let field = |name, of: fn(&Self) -> Option<String>| (name, before.and_then(of), of(after));
        changes([
            field("title", |content| text(Some(&content.title))),
            field("summary", |content| text(Some(&content.summary))),
            field("description", |content| text(Some(&content.description))),
            field("themes", |content| {
                list(&content.themes, ToString::to_string)
            }),
            field("visibility", |content| text(Some(&content.visibility))),
            field("commune", |content| text(content.commune.as_ref())),
            field("startsOn", |content| text(content.starts_on.as_ref())),
            field("endsOn", |content| text(content.ends_on.as_ref())),
            field("needs", |content| list(&content.needs, describe_need)),
            field("milestones", |content| {
                list(&content.milestones, describe_milestone)
            }),
            field("budget", |content| {
                list(&content.budget, describe_budget_line)
            }),
        ])
    }
}

/// Notes every element whose id stands before it in the list already.
fn once<T>(faults: &mut Faults, field: &str, items: Option<&[T]>, id: impl Fn(&T) -> ids::Uuid) {
    let mut seen = std::collections::HashSet::new();
    let twice = items
        .unwrap_or_default()
        .iter()
        .enumerate()
        .filter(|(_, item)| !seen.insert(id(item)));
    for (position, _) in twice {
        let mut at = Faults::new();
        let fault = Faults::one("id", Problem::new(ProblemCode::Duplicate));
        at.nest::<()>(&position.to_string(), Err(fault));
        faults.nest::<()>(field, Err(at));
    }
}

fn describe_need(need: &NeedContent) -> String {
    let quantity = need
        .quantity
        .map(|quantity| format!(" ({} {})", quantity.value, quantity.unit))
        .unwrap_or_default();
    let description = need
        .description
        .as_ref()
        .map(|text| format!(" — {text}"))
        .unwrap_or_default();
    format!("{}: {}{quantity}{description}", need.kind, need.label)
}

fn describe_milestone(milestone: &Milestone) -> String {
    let due = milestone
        .due_on
        .map(|day| format!(" — {day}"))
        .unwrap_or_default();
    let done = milestone
        .done_on
        .map(|day| format!(" ✓ {day}"))
        .unwrap_or_default();
    format!("{}{due}{done}", milestone.label)
}

fn describe_budget_line(line: &BudgetLine) -> String {
    let source = line
        .source
        .as_ref()
        .map(|source| format!(" ({source})"))
        .unwrap_or_default();
    format!(
        "{} {}: {} — {} {}{source}",
        line.year,
        line.side,
        line.label,
        line.amount.amount(),
        Money::CURRENCY
    )
}

/// The id given, if it belongs to this project, or a new one.
fn own_id<T: type_safe_id::StaticType>(
    faults: &mut Faults,
    given: Option<&str>,
    mint: &dyn Mint,
    is_known: impl Fn(&ids::Uuid) -> bool,
) -> Option<type_safe_id::TypeSafeId<T>> {
    let Some(given) = given else {
        return Some(ids::mint(mint));
    };
    let id = faults.take("id", ids::parse::<T>(given))?;
    if is_known(&id.uuid()) {
        Some(id)
    } else {
        faults.note(
            "id",
            Problem::new(ProblemCode::Unknown).with("given", given),
        );
        None
    }
}

fn parse_need(
    draft: NeedDraft,
    mint: &dyn Mint,
    is_known: impl Fn(&ids::Uuid) -> bool,
) -> Result<NeedContent, Faults> {
    let mut faults = Faults::new();
    let id = own_id::<kinds::Need>(&mut faults, draft.id.as_deref(), mint, is_known);
    let kind = Some(draft.kind);
    let label = faults.take("label", Label::parse(&draft.label));
    let description = faults.take(
        "description",
        Summary::parse_optional(draft.description.as_deref()),
    );
    let quantity = faults.take(
        "quantity",
        draft
            .quantity
            .map(|(value, unit)| Quantity::parse(&value, unit))
            .transpose(),
    );
    gather!(faults => NeedContent { id, kind, label, description, quantity })
}

fn parse_milestone(
    draft: MilestoneDraft,
    mint: &dyn Mint,
    is_known: impl Fn(&ids::Uuid) -> bool,
) -> Result<Milestone, Faults> {
    let MilestoneDraft {
        id,
        label,
        due_on,
        done_on,
    } = draft;
    let mut faults = Faults::new();
    let id = own_id::<kinds::Milestone>(&mut faults, id.as_deref(), mint, is_known);
    let label = faults.take("label", Label::parse(&label));
    let (due_on, done_on) = (Some(due_on), Some(done_on));
    gather!(faults => Milestone { id, label, due_on, done_on })
}

fn parse_budget_line(
    draft: BudgetLineDraft,
    mint: &dyn Mint,
    is_known: impl Fn(&ids::Uuid) -> bool,
) -> Result<BudgetLine, Faults> {
    let BudgetLineDraft {
        id,
        year,
        side,
        label,
        amount: (amount, currency),
        source,
    } = draft;
    let mut faults = Faults::new();
    let id = own_id::<kinds::BudgetLine>(&mut faults, id.as_deref(), mint, is_known);
    let year = faults.take(
        "year",
        if (1900..=2100).contains(&year) {
            Ok(year)
        } else {
            Err(Problem::new(ProblemCode::OutOfRange)
                .with("min", 1900)
                .with("max", 2100))
        },
    );
    let side = Some(side);
    let label = faults.take("label", Label::parse(&label));
    let amount = faults.take("amount", Money::parse(&amount, &currency));
    let source = faults.take("source", Label::parse_optional(source.as_deref()));
    gather!(faults => BudgetLine { id, year, side, label, amount, source })
}

#[cfg(test)]
mod tests;
