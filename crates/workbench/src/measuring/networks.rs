//! Networks that the user names, as metrics ask them.

use std::path::Path;
use std::sync::Arc;

use networks::{Limits, Network, Side};

use super::AskedNetwork;
use crate::bench::name_of;
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
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(|error| Error::File {
            name: name_of(path),
            tried: "read",
            why: error.to_string(),
        })?;
        let network = Network::open(bytes, &Limits::default())?;
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
        Ok(AskedNetwork { sha256, network: Ok(Arc::new(network)) })
    }

    /// Reads a network again that was named before; one that is gone, or another by now, gives its reason.
    pub(crate) fn again(sha256: &str, place: Option<&Path>) -> Self {
        let gone = || Error::NetworkGone { sha256: sha256.to_owned() };
        let network = place
            .ok_or_else(gone)
            .and_then(|path| NamedNetwork::open(path).map_err(|_| gone()))
            .and_then(|network| if network.sha256 == sha256 { Ok(network) } else { Err(gone()) });
        AskedNetwork { sha256: sha256.to_owned(), network: network.map(Arc::new) }
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
