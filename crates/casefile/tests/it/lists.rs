//! Lists and search: what is shown without loading a document.
