//! Bytes that are not what we wrote: refused with a reason, and the document is as it was.
