//! The engine of frontdesk as the state machine of a Raft group: three processes, one log, one order.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`entry`] | what an entry of the log holds, and what its application answers |
//! | [`machine`] | the state that all replicas agree on, and its snapshots |
//! | [`store`] | log, vote and snapshot on disk |
//! | [`net`] | messages between nodes, and between a client and a node |
//! | [`node`] | one process of the group |
//! | [`client`] | finds the leader, and asks again under the same key |
//! | [`trial`] | kills, stops and wipes the processes of a group, and judges what they did |

pub mod client;
pub mod entry;
pub mod machine;
pub mod net;
pub mod node;
pub mod raft;
pub mod store;
pub mod trial;
