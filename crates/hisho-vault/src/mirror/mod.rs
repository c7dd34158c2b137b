//! Notes that two sides keep: a file in the vault and a record elsewhere.
//!
//! Owns how such a note is written and read (a [`Sheet`] of fields in a [`Layout`]), what an edit on
//! either side means, and the plan of what is to be done: a pure function of what lies on the disk,
//! what the records say and what both sides last agreed on. Must not know what a plan or a project
//! is, nor where anything is stored.

mod escape;
mod fields;
mod lines;
mod lists;
mod read;
mod sheet;
mod splice;
mod write;

pub use fields::{Conflict, Edit, Merge, Pair, Request, Side, merge};
pub use lists::{ListChange, list_changes};
pub use read::{Reading, Trouble, read};
pub use sheet::{Field, Form, Item, Layout, Property, Rule, Section, Sheet};
pub use splice::{Kept, splice};
pub use write::write;
