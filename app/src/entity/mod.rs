//! What a document holds, field by field: each bound to the document, with its conflict under it if there is one.

pub mod case_name;
pub mod case_tab;
pub mod conflict;
pub mod control;
pub mod earlier;
pub mod field;
pub mod form;
pub mod item;
pub mod packs;
pub mod people_here;
pub mod pickers;
pub mod put_away;
pub mod reading;
pub mod reference;
pub mod screens;
pub mod section;
pub mod sitting;
pub mod third;
pub mod value;
