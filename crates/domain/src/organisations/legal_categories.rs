//! The legal categories of INSEE (nomenclature of September 2022, level III) whose bodies belong to
//! the social and solidarity economy by their statute (loi 2014-856 art. 1 II 1°).

/// The families named by the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EssFamily {
    /// Associations (loi of 1901, local law of Alsace-Moselle).
    Association,
    /// Cooperatives (loi 47-1775).
    Cooperative,
    /// Foundations (loi 87-571).
    Foundation,
    /// Mutuals and mutual insurers (code de la mutualité, code des assurances).
    Mutual,
}

/// The family of a category, or `None` when the code alone does not make its body part of the
/// ESS: a cooperative SAS is plain 5710, and a SCIC has no code of its own.
pub fn ess_family(code: &str) -> Option<EssFamily> {
    ESS_CATEGORIES
        .binary_search_by(|(candidate, _)| (*candidate).cmp(code))
        .ok()
        .map(|at| ESS_CATEGORIES[at].1)
}

/// The categories that [`ess_family`] knows.
pub fn ess_categories() -> impl Iterator<Item = &'static str> {
    ESS_CATEGORIES.iter().map(|(code, _)| *code)
}

/// Sorted by code.
const ESS_CATEGORIES: &[(&str, EssFamily)] = &[
    // Société de caution mutuelle
    ("5191", EssFamily::Cooperative),
    // Société coopérative de banque populaire
    ("5192", EssFamily::Cooperative),
    // Caisse de crédit maritime mutuel
    ("5193", EssFamily::Cooperative),
    // Caisse (fédérale) de crédit mutuel
    ("5194", EssFamily::Cooperative),
    // Association coopérative inscrite (droit local Alsace Moselle)
    ("5195", EssFamily::Cooperative),
    // Caisse d'épargne et de prévoyance à forme coopérative
    ("5196", EssFamily::Cooperative),
    // Société en nom collectif coopérative
    ("5203", EssFamily::Cooperative),
    // Société en commandite simple coopérative
    ("5307", EssFamily::Cooperative),
    // Société en commandite par actions coopérative
    ("5309", EssFamily::Cooperative),
    // SARL coopérative de construction
    ("5443", EssFamily::Cooperative),
    // SARL coopérative de consommation
    ("5451", EssFamily::Cooperative),
    // SARL coopérative artisanale
    ("5453", EssFamily::Cooperative),
    // SARL coopérative d'intérêt maritime
    ("5454", EssFamily::Cooperative),
    // SARL coopérative de transport
    ("5455", EssFamily::Cooperative),
    // SARL coopérative de production (SCOP)
    ("5458", EssFamily::Cooperative),
    // SARL union de sociétés coopératives
    ("5459", EssFamily::Cooperative),
    // Autre SARL coopérative
    ("5460", EssFamily::Cooperative),
    // SA coopérative de construction à conseil d'administration
    ("5543", EssFamily::Cooperative),
    // SA coopérative de production de HLM à conseil d'administration
    ("5547", EssFamily::Cooperative),
    // SA coopérative de consommation à conseil d'administration
    ("5551", EssFamily::Cooperative),
    // SA coopérative de commerçants-détaillants à conseil d'administration
    ("5552", EssFamily::Cooperative),
    // SA coopérative artisanale à conseil d'administration
    ("5553", EssFamily::Cooperative),
    // SA coopérative (d'intérêt) maritime à conseil d'administration
    ("5554", EssFamily::Cooperative),
    // SA coopérative de transport à conseil d'administration
    ("5555", EssFamily::Cooperative),
    // SA coopérative de production (SCOP) à conseil d'administration
    ("5558", EssFamily::Cooperative),
    // SA union de sociétés coopératives à conseil d'administration
    ("5559", EssFamily::Cooperative),
    // Autre SA coopérative à conseil d'administration
    ("5560", EssFamily::Cooperative),
    // SA coopérative de construction à directoire
    ("5643", EssFamily::Cooperative),
    // Société coopérative de production de HLM anonyme à directoire
    ("5647", EssFamily::Cooperative),
    // SA coopérative de consommation à directoire
    ("5651", EssFamily::Cooperative),
    // SA coopérative de commerçants-détaillants à directoire
    ("5652", EssFamily::Cooperative),
    // SA coopérative artisanale à directoire
    ("5653", EssFamily::Cooperative),
    // SA coopérative d'intérêt maritime à directoire
    ("5654", EssFamily::Cooperative),
    // SA coopérative de transport à directoire
    ("5655", EssFamily::Cooperative),
    // SA coopérative de production (SCOP) à directoire
    ("5658", EssFamily::Cooperative),
    // SA union de sociétés coopératives à directoire
    ("5659", EssFamily::Cooperative),
    // Autre SA coopérative à directoire
    ("5660", EssFamily::Cooperative),
    // Coopérative d'utilisation de matériel agricole en commun (CUMA)
    ("6316", EssFamily::Cooperative),
    // Société coopérative agricole
    ("6317", EssFamily::Cooperative),
    // Union de sociétés coopératives agricoles
    ("6318", EssFamily::Cooperative),
    // Société d'assurance à forme mutuelle
    ("6411", EssFamily::Mutual),
    // Société civile coopérative de construction
    ("6543", EssFamily::Cooperative),
    // Société civile coopérative de consommation
    ("6551", EssFamily::Cooperative),
    // Société civile coopérative d'intérêt maritime
    ("6554", EssFamily::Cooperative),
    // Société civile coopérative entre médecins
    ("6558", EssFamily::Cooperative),
    // Autre société civile coopérative
    ("6560", EssFamily::Cooperative),
    // Caisse locale de crédit mutuel
    ("6595", EssFamily::Cooperative),
    // Caisse de crédit agricole mutuel
    ("6596", EssFamily::Cooperative),
    // Mutuelle
    ("8210", EssFamily::Mutual),
    // Assurance mutuelle agricole
    ("8250", EssFamily::Mutual),
    // Autre organisme mutualiste
    ("8290", EssFamily::Mutual),
    // Association non déclarée
    ("9210", EssFamily::Association),
    // Association déclarée
    ("9220", EssFamily::Association),
    // Association déclarée d'insertion par l'économique
    ("9221", EssFamily::Association),
    // Association intermédiaire
    ("9222", EssFamily::Association),
    // Groupement d'employeurs
    ("9223", EssFamily::Association),
    // Association d'avocats à responsabilité professionnelle individuelle
    ("9224", EssFamily::Association),
    // Association déclarée, reconnue d'utilité publique
    ("9230", EssFamily::Association),
    // Congrégation
    ("9240", EssFamily::Association),
    // Association de droit local (Bas-Rhin, Haut-Rhin et Moselle)
    ("9260", EssFamily::Association),
    // Fondation
    ("9300", EssFamily::Foundation),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_categories_are_sorted_so_that_every_one_is_found() {
        assert!(ESS_CATEGORIES.is_sorted_by(|left, right| left.0 < right.0));
        for (code, family) in ESS_CATEGORIES {
            assert_eq!(ess_family(code), Some(*family));
        }
    }

    #[test]
    fn a_plain_company_is_not_of_the_ess_by_its_code() {
        assert_eq!(ess_family("5710"), None);
        assert_eq!(ess_family("5499"), None);
    }
}
