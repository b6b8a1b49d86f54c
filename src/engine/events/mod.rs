//! Events: a file for each family. A handler says what an event asks for and refuses what makes no sense; what follows
//! from it are ways and acts.

mod agents;
mod chats;
mod ends;
mod requests;
mod setup;
mod zones;

pub(crate) use zones::MAX_ZONES;
