//! Networks in ONNX files that the user names, and what they answer.
//!
//! Nothing is downloaded and nothing is learnt: the weights are the file's, and its SHA-256
//! stands with every value that comes of it. A file is looked through before it is read
//! ([`Network::open`]), because it may be anything: it is refused when it is cut short, keeps
//! weights elsewhere, holds graphs within its graph, or asks for more memory than its [`Limits`]
//! allow as far as that can be seen. What a network answers depends on the file, the input and
//! the processor, never on the number of threads.

mod error;
mod field;
mod look;
mod network;
mod one_thread;

pub use error::{Error, Result};
pub use network::{Answer, Limits, Network, Port, Side};
