//! The places that lists are filtered by, from the official list.

use maillage_domain::{
    Problem, ProblemCode,
    communes::{self, Commune, CommuneCode},
};

use crate::error::Error;

/// The code of a commune of the official list, to filter by.
///
/// # Errors
/// `Invalid` on `commune`.
pub fn code(code: &str) -> Result<CommuneCode, Error> {
    CommuneCode::parse(code).map_err(|problem| Error::invalid("commune", problem))
}

/// A commune of the official list, to filter by.
///
/// # Errors
/// `Invalid` on `commune`.
pub fn commune(code: &str) -> Result<Commune, Error> {
    let code = self::code(code)?;
    let unknown = || Problem::new(ProblemCode::Unknown).with("given", &code);
    let commune = code.commune();
    commune.ok_or_else(|| Error::invalid("commune", unknown()))
}

/// The code of a department of the official list, to filter by.
///
/// # Errors
/// `Invalid` on `department`.
pub fn department(code: &str) -> Result<String, Error> {
    let code = code.trim().to_uppercase();
    if communes::all().any(|commune| commune.department == code) {
        return Ok(code);
    }
    let unknown = Problem::new(ProblemCode::Unknown).with("given", &code);
    Err(Error::invalid("department", unknown))
}
