//! Where each node of the group listens.

use crate::raft::NodeId;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

/// The nodes of a group and their addresses: given once, or in a file that is read anew for each connection, so that a
/// node may come back elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directory {
    /// `1=127.0.0.1:7001,2=127.0.0.1:7002`
    Fixed(BTreeMap<NodeId, String>),
    /// `@FILE`, with one `id=host:port` a line. A port of 0 is not known yet.
    File(PathBuf),
}

/// Why nobody knows where a node is.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The file cannot be read.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// This is no node with its address.
    #[error("{0:?} is no node: write id=host:port, with an id from 1")]
    Form(String),
    /// A node stands there twice.
    #[error("node {0} stands there twice")]
    Twice(NodeId),
    /// There is no such node.
    #[error("there is no node {0} in the directory")]
    Unknown(NodeId),
}

impl Directory {
    /// All nodes.
    pub fn nodes(&self) -> Result<BTreeMap<NodeId, String>, DirectoryError> {
        match self {
            Self::Fixed(nodes) => Ok(nodes.clone()),
            Self::File(path) => {
                let text = std::fs::read_to_string(path);
                let text = text.map_err(|error| DirectoryError::File { path: path.clone(), error })?;
                parse(text.lines().filter(|line| !line.trim().is_empty()))
            }
        }
    }

    /// Where a node listens.
    pub fn address(&self, node: NodeId) -> Result<String, DirectoryError> {
        self.nodes()?.remove(&node).ok_or(DirectoryError::Unknown(node))
    }
}

impl FromStr for Directory {
    type Err = DirectoryError;

    fn from_str(text: &str) -> Result<Self, DirectoryError> {
        match text.strip_prefix('@') {
            Some(path) => Ok(Self::File(path.into())),
            None => Ok(Self::Fixed(parse(text.split(','))?)),
        }
    }
}

fn parse<'a>(nodes: impl Iterator<Item = &'a str>) -> Result<BTreeMap<NodeId, String>, DirectoryError> {
    let mut known = BTreeMap::new();
    for text in nodes {
        let form = || DirectoryError::Form(text.to_owned());
        let (id, address) = text.trim().split_once('=').ok_or_else(form)?;
        let id = id.parse::<NodeId>().ok().filter(|id| *id > 0).ok_or_else(form)?;
        let port = address.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port.parse::<u16>());
        port.and_then(Result::ok).ok_or_else(form)?;
        if known.insert(id, address.to_owned()).is_some() {
            return Err(DirectoryError::Twice(id));
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_read() {
        let directory: Directory = "1=127.0.0.1:7001, 2=desk.example:7002".parse().expect("it is one");
        assert_eq!(directory.address(2).expect("it is known"), "desk.example:7002");
        assert_eq!(directory.address(3).expect_err("nobody").to_string(), "there is no node 3 in the directory");
    }

    #[test]
    fn what_is_no_node_is_refused() {
        for text in ["", "1", "1=", "1=host", "1=host:", "1=:7", "0=host:7", "x=host:7", "1=host:70000", "1=a:1,1=b:2"]
        {
            text.parse::<Directory>().expect_err(text);
        }
    }
}
