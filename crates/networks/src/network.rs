//! A network: what it takes, what it gives, and what it answers.

use std::fmt;

use rten::{
    DataType, Dimension, LoadErrorKind, Model, ModelOptions, NodeId, RunOptions, Value, ValueType,
    ValueView,
};
use rten_tensor::Layout as _;
use sha2::{Digest as _, Sha256};

use crate::look::look;
use crate::one_thread::{Pools, apart};
use crate::{Error, Result};

/// How large a file, and what it asks for, may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes that a file may have.
    pub bytes: usize,
    /// The most values that a shape in the file may hold.
    pub values: u64,
}

impl Default for Limits {
    /// 2 GiB, which is also the most that the format can hold in one file, and 2^28 values (1 GiB).
    fn default() -> Self {
        Limits { bytes: 2 << 30, values: 1 << 28 }
    }
}

/// One side of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// This many.
    Fixed(usize),
    /// Any number; the network calls it so.
    Free(String),
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Side::Fixed(side) => write!(f, "{side}"),
            Side::Free(name) => write!(f, "{name}"),
        }
    }
}

/// An input or output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Port {
    /// Its name.
    pub name: String,
    /// Its shape; nothing when the file does not say.
    pub shape: Option<Vec<Side>>,
    /// Its type, e.g. `f32`; nothing when the file does not say.
    pub kind: Option<&'static str>,
}

impl Port {
    fn written(&self) -> String {
        self.shape.as_deref().map_or_else(|| "any".to_owned(), shape_in_words)
    }
}

/// One output of one run.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The output's name.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// Its values, the last side running fastest.
    pub values: Vec<f32>,
}

/// A network, ready to be asked.
pub struct Network {
    model: Model,
    sha256: [u8; 32],
    inputs: Vec<Port>,
    outputs: Vec<Port>,
    pools: Pools,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network")
            .field("sha256", &self.sha256_in_words())
            .field("inputs", &self.inputs)
            .field("outputs", &self.outputs)
            .finish_non_exhaustive()
    }
}

impl Network {
    /// Reads a network from the bytes of an ONNX file.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`], [`Error::NotOnnx`], [`Error::Truncated`], [`Error::ExternalData`],
    /// [`Error::TooMuch`]; [`Error::Operator`] for one that is not supported; [`Error::Graph`]
    /// when parts do not fit together.
    pub fn open(bytes: Vec<u8>, limits: &Limits) -> Result<Self> {
        look(&bytes, limits)?;
        let sha256 = Sha256::digest(&bytes).into();
        let read = || -> Result<_> {
            let model = ModelOptions::with_all_ops().load(bytes).map_err(|e| load_error(&e))?;
            let ports = |ids: &[NodeId]| ids.iter().map(|&id| port(&model, id)).collect();
            let (inputs, outputs) = (ports(model.input_ids()), ports(model.output_ids()));
            Ok((model, inputs, outputs))
        };
        let (model, inputs, outputs) = apart(read).unwrap_or_else(|| {
            Err(Error::Graph { reason: "its parts contradict each other".to_owned() })
        })?;
        Ok(Network { model, sha256, inputs, outputs, pools: Pools::default() })
    }

    /// Returns the SHA-256 of the file.
    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// Returns the SHA-256 of the file as 64 hexadecimal digits.
    pub fn sha256_in_words(&self) -> String {
        let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
        self.sha256.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect()
    }

    /// Returns what it takes.
    pub fn inputs(&self) -> &[Port] {
        &self.inputs
    }

    /// Returns what it gives.
    pub fn outputs(&self) -> &[Port] {
        &self.outputs
    }

    /// Returns every output for one input; runs of several threads go on side by side.
    ///
    /// # Value
    ///
    /// The outputs in the order of the file. The same bits for the same input on any number of
    /// threads; another kind of processor may differ in the last digits.
    ///
    /// # Errors
    ///
    /// [`Error::Inputs`] unless `input` is its only one; [`Error::Shape`] when the shape is not
    /// the one it states or not that of the values; [`Error::NotFloats`]; [`Error::Run`].
    pub fn run(&self, input: &str, shape: &[usize], values: &[f32]) -> Result<Vec<Answer>> {
        let [port] = &self.inputs[..] else { return Err(self.other_inputs(input)) };
        if port.name != input {
            return Err(self.other_inputs(input));
        }
        if port.kind.is_some_and(|kind| kind != "f32") {
            return Err(Error::NotFloats { port: port.name.clone() });
        }
        if !fits(port, shape) {
            return Err(wrong_shape(port, format!("{shape:?}")));
        }
        let wanted = shape.iter().try_fold(1_usize, |n, &side| n.checked_mul(side));
        if wanted != Some(values.len()) {
            return Err(wrong_shape(port, format!("{} values for {shape:?}", values.len())));
        }
        let view = ValueView::from_shape(shape, values)
            .map_err(|_| wrong_shape(port, format!("{shape:?}")))?;
        let given = vec![(self.model.input_ids()[0], view.into())];
        let run = |pool| {
            let options = RunOptions::default().with_thread_pool(Some(pool));
            self.model.run(given, self.model.output_ids(), Some(options))
        };
        let values = self
            .pools
            .with(|pool| apart(|| run(pool)))
            .ok_or_else(|| Error::Run { reason: "its parts contradict each other".to_owned() })?
            .map_err(|error| Error::Run { reason: error.to_string() })?;
        self.outputs.iter().zip(values).map(|(port, value)| answer(port, value)).collect()
    }

    fn other_inputs(&self, wanted: &str) -> Error {
        let names: Vec<&str> = self.inputs.iter().map(|port| port.name.as_str()).collect();
        Error::Inputs { inputs: names.join(", "), wanted: wanted.to_owned() }
    }
}

/// Returns whether `shape` is one that `port` states.
fn fits(port: &Port, shape: &[usize]) -> bool {
    let Some(stated) = &port.shape else { return true };
    let side_fits = |(side, &given): (&Side, &usize)| match side {
        Side::Fixed(side) => *side == given,
        Side::Free(_) => 0 < given,
    };
    stated.len() == shape.len() && stated.iter().zip(shape).all(side_fits)
}

fn wrong_shape(port: &Port, given: String) -> Error {
    Error::Shape { input: port.name.clone(), stated: port.written(), given }
}

fn shape_in_words(shape: &[Side]) -> String {
    let sides: Vec<String> = shape.iter().map(Side::to_string).collect();
    format!("[{}]", sides.join(", "))
}

fn answer(port: &Port, value: Value) -> Result<Answer> {
    let not_floats = || Error::NotFloats { port: port.name.clone() };
    let tensor = value.into_tensor::<f32>().ok_or_else(not_floats)?;
    let shape = tensor.shape().to_vec();
    Ok(Answer { name: port.name.clone(), shape, values: tensor.into_data() })
}

fn port(model: &Model, id: NodeId) -> Port {
    let Some(info) = model.node_info(id) else {
        return Port { name: String::new(), shape: None, kind: None };
    };
    let side = |dimension| match dimension {
        Dimension::Fixed(side) => Side::Fixed(side),
        Dimension::Symbolic(name) => Side::Free(name),
    };
    let kind = info.dtype().map(|kind| match kind {
        ValueType::Tensor(DataType::Float) => "f32",
        ValueType::Tensor(DataType::Int32) => "i32",
        ValueType::Tensor(DataType::Int8) => "i8",
        ValueType::Tensor(DataType::UInt8) => "u8",
        _ => "other",
    });
    Port {
        name: info.name().unwrap_or_default().to_owned(),
        shape: info.shape().map(|shape| shape.into_iter().map(side).collect()),
        kind,
    }
}

fn load_error(error: &rten::LoadError) -> Error {
    let reason = error.to_string();
    match error.kind() {
        LoadErrorKind::OperatorInvalid => {
            let operator = operator_in(&reason).or(error.node()).unwrap_or("without a name");
            Error::Operator { operator: operator.to_owned(), reason }
        }
        LoadErrorKind::ParseError | LoadErrorKind::UnknownFileType => Error::NotOnnx { reason },
        LoadErrorKind::ExternalDataError => Error::ExternalData { weights: reason },
        _ => Error::Graph { reason },
    }
}

/// Finds the name of the operator in the runtime's words, e.g.
/// `operator error: Frobnicate operator not supported or not enabled`.
fn operator_in(reason: &str) -> Option<&str> {
    let before = [" operator not ", " operator uses "].iter().find_map(|w| reason.split_once(w));
    before?.0.rsplit(' ').next()
}
