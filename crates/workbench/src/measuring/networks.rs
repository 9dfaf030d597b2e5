//! Networks that the user names, as metrics ask them.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use networks::{Limits, Network, Side};

use super::AskedNetwork;
use crate::names::name_of;
use crate::{Error, Result};

/// A network, with the hash of the file that it came from.
#[derive(Debug)]
pub(crate) struct NamedNetwork {
    network: Network,
    pub(crate) sha256: String,
}

impl NamedNetwork {
    /// Reads a network from a file.
    ///
    /// # Errors
    ///
    /// [`Error::Network`], and those of reading the file.
    fn open(path: &Path) -> Result<Self> {
        let limits = Limits::default();
        let failed = |why: String| Error::File { name: name_of(path), tried: "read", why };
        let file = std::fs::metadata(path).map_err(|error| failed(error.to_string()))?;
        if !file.is_file() {
            return Err(failed(words::say("app:network.noFile", &[])));
        }
        // Looked at before it is read: a file may be larger than memory.
        let given = usize::try_from(file.len()).unwrap_or(usize::MAX);
        if limits.bytes < given {
            return Err(networks::Error::TooLarge { given, most: limits.bytes }.into());
        }
        let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        let network = Network::open(bytes, &limits)?;
        Ok(NamedNetwork { sha256: network.sha256_in_words(), network })
    }
}

impl AskedNetwork {
    /// Reads a network from the file that the user names.
    ///
    /// # Errors
    ///
    /// Those of [`NamedNetwork::open`].
    pub(crate) fn named(path: &Path) -> Result<Self> {
        let network = NamedNetwork::open(path)?;
        let sha256 = network.sha256.clone();
        Ok(AskedNetwork { sha256, place: None, network: Arc::new(OnceLock::from(Ok(network))) })
    }

    /// Names a network again; its file is read when it is first asked.
    pub(crate) fn again(sha256: &str, place: Option<PathBuf>) -> Self {
        AskedNetwork { sha256: sha256.to_owned(), place, network: Arc::new(OnceLock::new()) }
    }

    /// Returns the network.
    ///
    /// # Errors
    ///
    /// [`Error::NetworkGone`] when its file is gone, or another by now.
    pub(crate) fn network(&self) -> Result<&NamedNetwork> {
        let gone = || Error::NetworkGone { sha256: self.sha256.clone() };
        let read = || {
            let path = self.place.as_ref().ok_or_else(gone)?;
            let network = NamedNetwork::open(path).map_err(|_| gone())?;
            if network.sha256 == self.sha256 { Ok(network) } else { Err(gone()) }
        };
        self.network.get_or_init(read).as_ref().map_err(Clone::clone)
    }
}

impl metrics::Network for NamedNetwork {
    fn sides(&self, input: &str) -> metrics::Result<Vec<Option<usize>>> {
        let unfit = |reason: String| metrics::Error::Network { reason };
        let port = match self.network.inputs() {
            [port] if port.name == input => port,
            others => {
                let names: Vec<&str> = others.iter().map(|port| port.name.as_str()).collect();
                let names = names.join(", ");
                return Err(unfit(format!("its inputs are `{names}`, wanted is `{input}` alone")));
            }
        };
        let shape = port.shape.as_ref();
        let shape = shape.ok_or_else(|| unfit(format!("its input `{input}` has no shape")))?;
        let length = |side: &Side| match side {
            Side::Fixed(length) => Some(*length),
            Side::Free(_) => None,
        };
        Ok(shape.iter().map(length).collect())
    }

    fn answer(
        &self,
        input: &str,
        shape: &[usize],
        values: &[f32],
    ) -> metrics::Result<Vec<(String, Vec<f32>)>> {
        let answers = self.network.run(input, shape, values);
        let answers =
            answers.map_err(|error| metrics::Error::Network { reason: error.to_string() })?;
        Ok(answers.into_iter().map(|answer| (answer.name, answer.values)).collect())
    }
}
