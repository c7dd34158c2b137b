//! Notes that two sides keep: a file in the vault and a record elsewhere.
//!
//! Owns how such a note is written and read (a [`Sheet`] of fields in a [`Layout`]), what an edit on
//! either side means, and the plan of what is to be done: a pure function of what lies on the disk,
//! what the records say and what both sides last agreed on. Must not know what a plan or a project
//! is, nor where anything is stored.

mod carry;
mod escape;
mod fields;
mod guards;
mod identity;
mod lines;
mod lists;
mod plan;
mod read;
mod sheet;
mod splice;
mod stored;
mod trees;
mod write;

pub use carry::{Refused, Sides, Wrote, settle};
pub use fields::{Conflict, Edit, Merge, Pair, Request, Side, merge};
pub use guards::Guards;
pub use lists::{ListChange, list_changes};
pub use plan::{Finding, Plan, Step, plan};
pub use read::{Reading, Trouble, read, uid};
pub use sheet::{Field, Form, Item, Layout, Property, Rule, Section, Sheet};
pub use splice::{Kept, splice};
pub use trees::{Disk, Hash, Is, Limits, Missing, Row, Seen, Wanted, hash_of};
pub use write::write;

#[cfg(feature = "guards")]
pub use plan::plan_guarded;
