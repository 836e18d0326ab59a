//! FHIR R4 (<https://hl7.org/fhir/R4/>): published wordings come in as a Questionnaire, answers go out as a
//! QuestionnaireResponse.

mod questionnaire;
mod response;

pub use questionnaire::{Loaded, ReadError, read};
pub use response::{Told, response};

/// LOINC, as FHIR names it.
const LOINC: &str = "http://loinc.org";
