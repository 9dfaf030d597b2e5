//! Why there is no network, or no answer of it.

/// Why a file gives no network, or a network no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// The file is larger than allowed.
    #[error("the file has {given} bytes, at most {most} are read")]
    TooLarge {
        /// How many it has.
        given: usize,
        /// The most that are read.
        most: usize,
    },
    /// The file is no ONNX file.
    #[error("this is no ONNX file: {reason}")]
    NotOnnx {
        /// What was looked for in vain.
        reason: String,
    },
    /// The file ends before what it announces.
    #[error("the file is cut short or damaged: a part of {wanted} bytes has {given}")]
    Truncated {
        /// How many bytes were announced.
        wanted: u64,
        /// How many there are.
        given: usize,
    },
    /// Weights lie in another file.
    #[error("the weights `{weights}` lie in another file; only a file that holds all is read")]
    ExternalData {
        /// The name of the weights.
        weights: String,
    },
    /// An operator is not known, or not in this form.
    #[error("the operator {operator} is not supported: {reason}")]
    Operator {
        /// Its name in ONNX.
        operator: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A shape in the file is larger than allowed.
    #[error("`{place}` asks for {wanted} values at once, at most {most} are allowed")]
    TooMuch {
        /// Where the file asks for it.
        place: String,
        /// How many values it asks for; the largest number there is when there are more.
        wanted: u64,
        /// The most that are allowed.
        most: u64,
    },
    /// The graph makes no sense.
    #[error("the network cannot be read: {reason}")]
    Graph {
        /// What is wrong with it.
        reason: String,
    },
    /// There is no input of that name, or there is more than one.
    #[error("the network has the inputs {inputs}, one input `{wanted}` is needed")]
    Inputs {
        /// The inputs there are.
        inputs: String,
        /// The one that is needed.
        wanted: String,
    },
    /// An input has another shape than the network states.
    #[error("the input `{input}` has the shape {stated}, given was {given}")]
    Shape {
        /// Its name.
        input: String,
        /// The shape that the network states.
        stated: String,
        /// The shape that was given, or how many values there were.
        given: String,
    },
    /// An input or output does not hold floating-point numbers.
    #[error("`{port}` does not hold 32-bit floating-point numbers")]
    NotFloats {
        /// Its name.
        port: String,
    },
    /// The network stopped half way.
    #[error("the network stopped: {reason}")]
    Run {
        /// At which operator, and why.
        reason: String,
    },
}

impl Error {
    /// Returns the stable code that picks the words.
    pub fn code(&self) -> &'static str {
        match self {
            Error::TooLarge { .. } => "networks.too_large",
            Error::NotOnnx { .. } => "networks.not_onnx",
            Error::Truncated { .. } => "networks.truncated",
            Error::ExternalData { .. } => "networks.external_data",
            Error::Operator { .. } => "networks.operator",
            Error::TooMuch { .. } => "networks.too_much",
            Error::Graph { .. } => "networks.graph",
            Error::Inputs { .. } => "networks.inputs",
            Error::Shape { .. } => "networks.shape",
            Error::NotFloats { .. } => "networks.not_floats",
            Error::Run { .. } => "networks.run",
        }
    }

    /// Returns the values that the words name.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::TooLarge { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            Error::NotOnnx { reason } | Error::Graph { reason } | Error::Run { reason } => {
                vec![("reason", reason.clone())]
            }
            Error::Truncated { wanted, given } => {
                vec![("wanted", wanted.to_string()), ("given", given.to_string())]
            }
            Error::ExternalData { weights } => vec![("weights", weights.clone())],
            Error::Operator { operator, reason } => {
                vec![("operator", operator.clone()), ("reason", reason.clone())]
            }
            Error::TooMuch { place, wanted, most } => vec![
                ("place", place.clone()),
                ("wanted", wanted.to_string()),
                ("most", most.to_string()),
            ],
            Error::Inputs { inputs, wanted } => {
                vec![("inputs", inputs.clone()), ("wanted", wanted.clone())]
            }
            Error::Shape { input, stated, given } => {
                vec![("input", input.clone()), ("stated", stated.clone()), ("given", given.clone())]
            }
            Error::NotFloats { port } => vec![("port", port.clone())],
        }
    }
}

/// A network or an answer, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;
