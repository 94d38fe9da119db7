//! Value types: what is parsed once at the border and right from then on.

mod amounts;
mod due;
mod faults;
mod folding;
mod month;
mod text_enum;
mod texts;

pub use self::{
    amounts::{Money, Quantity, Unit},
    due::{Credit, Due},
    faults::{Fault, Faults, Problem, ProblemCode},
    folding::fold,
    month::{Month, beginning},
    text_enum::TextEnum,
    texts::{
        AltText, EmailAddress, Label, Markdown, Name, Phone, Reason, Slug, Summary, Title, Url,
        turns,
    },
};
pub(crate) use self::{faults::gather, text_enum::text_enum, texts::text_value};

text_enum! {
    /// Languages of the platform (BCP 47).
    pub enum Language {
        /// French, the first language of the pages.
        French = "fr",
        /// English.
        English = "en",
    }
}

text_enum! {
    /// Who sees published content.
    pub enum Visibility {
        /// Everyone, signed in or not.
        Public = "PUBLIC",
        /// The active members of its hub.
        Hub = "HUB",
        /// The organisations that take part.
        Parties = "PARTIES",
    }
}

text_enum! {
    /// Fields of activity, for organisations and for the themes of projects.
    pub enum ActivityDomain {
        /// Food.
        Food = "FOOD",
        /// Agriculture.
        Agriculture = "AGRICULTURE",
        /// Catering.
        Catering = "CATERING",
        /// Reuse, recycling and circular economy.
        Reuse = "REUSE",
        /// Environment.
        Environment = "ENVIRONMENT",
        /// Energy.
        Energy = "ENERGY",
        /// Building and materials.
        Construction = "CONSTRUCTION",
        /// Housing.
        Housing = "HOUSING",
        /// Mobility and logistics.
        Mobility = "MOBILITY",
        /// Industry and crafts.
        Industry = "INDUSTRY",
        /// Textile.
        Textile = "TEXTILE",
        /// Digital.
        Digital = "DIGITAL",
        /// Culture and media.
        Culture = "CULTURE",
        /// Tourism and events.
        TourismEvents = "TOURISM_EVENTS",
        /// Training and education.
        Training = "TRAINING",
        /// Research, studies and innovation.
        Research = "RESEARCH",
        /// Health.
        Health = "HEALTH",
        /// Work integration and employment.
        SocialInclusion = "SOCIAL_INCLUSION",
        /// Solidarity and social action.
        Solidarity = "SOLIDARITY",
        /// Finance and insurance.
        Finance = "FINANCE",
        /// Local currency.
        LocalCurrency = "LOCAL_CURRENCY",
        /// Support and advice.
        Advisory = "ADVISORY",
        /// Shared places.
        SharedPlaces = "SHARED_PLACES",
        /// Citizenship and public debate.
        Citizenship = "CITIZENSHIP",
        /// Networks, hubs and representation.
        Network = "NETWORK",
        /// Public action.
        PublicService = "PUBLIC_SERVICE",
    }
}
