//! What `check` says of documents that are not what the types say, seen from the outside.

mod breaking;
mod carts;
mod deployment;
mod hostile;
mod meaning;
mod mutations;
mod published;
mod requests;
mod spellings;
