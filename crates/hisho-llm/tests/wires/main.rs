//! The clients against servers on loopback: recorded exchanges of the real services, and everything that a
//! broken or hostile service does.

mod edges;
mod faults;
mod hostile;
mod local;
mod recordings;
mod requests;
mod server;
