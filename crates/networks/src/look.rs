//! A look through a file before anything is made of it.
//!
//! The numbers of the fields are those of `onnx.proto3`. What is checked here is what the
//! runtime leaves open: it takes a file without a graph for an empty network, follows graphs
//! within graphs as deep as they go, and gives whatever memory is asked for.

use std::collections::BTreeSet;

use crate::field::{Fields, Held, packed};
use crate::{Error, Limits, Result};

/// The first version of the format whose operators are known here.
const OLDEST_OPERATORS: u64 = 7;
/// A shape has few sides; a longer list of numbers is something else.
const MOST_SIDES: usize = 8;
/// A larger factor to resize by is as good as this one.
const MOST_FACTOR: f64 = 1e9;

/// Checks a whole file.
///
/// # Errors
///
/// [`Error::TooLarge`], [`Error::NotOnnx`], [`Error::Truncated`], [`Error::ExternalData`],
/// [`Error::Operator`] for graphs within the graph, [`Error::TooMuch`].
pub(crate) fn look(file: &[u8], limits: &Limits) -> Result<()> {
    if limits.bytes < file.len() {
        return Err(Error::TooLarge { given: file.len(), most: limits.bytes });
    }
    let not_onnx = |reason: &str| Err(Error::NotOnnx { reason: reason.to_owned() });
    let (mut graph, mut version, mut n_operators) = (None, None, 0);
    for field in Fields::of(file) {
        match field? {
            (1, Held::Number(number)) => version = Some(number),
            (7, Held::Bytes(bytes)) if graph.is_none() => graph = Some(bytes),
            (7, Held::Bytes(_)) => return not_onnx("it has more than one graph"),
            (8, Held::Bytes(bytes)) => n_operators = n_operators.max(operators_of(bytes)?),
            _ => {}
        }
    }
    // Without these two, any file of chance bytes could pass for a network.
    if version.is_none() {
        return not_onnx("it states no version of the format");
    }
    let Some(graph) = graph else { return not_onnx("it has no graph") };
    if n_operators < OLDEST_OPERATORS {
        return not_onnx("it states no version of the operators from 7 on");
    }
    graph_fits(graph, limits)
}

/// Returns the version of a set of operators when it is ONNX's own.
fn operators_of(import: &[u8]) -> Result<u64> {
    let (mut own, mut version) = (true, 0);
    for field in Fields::of(import) {
        match field? {
            (1, name @ Held::Bytes(_)) => own = matches!(name.bytes(), b"" | b"ai.onnx"),
            (2, Held::Number(number)) => version = number,
            _ => {}
        }
    }
    Ok(if own { version } else { 0 })
}

fn graph_fits(graph: &[u8], limits: &Limits) -> Result<()> {
    let (mut n_nodes, mut roles) = (0, Roles::default());
    for field in Fields::of(graph) {
        if let (1, Held::Bytes(node)) = field? {
            n_nodes += 1;
            node_fits(node, &mut roles, limits)?;
        }
    }
    if n_nodes == 0 {
        return Err(Error::NotOnnx { reason: "its graph has no operator".to_owned() });
    }
    for field in Fields::of(graph) {
        match field? {
            (5, Held::Bytes(weights)) => weights_fit(weights, &roles, limits)?,
            (11..=13, Held::Bytes(port)) => port_fits(port)?,
            (15, Held::Bytes(_)) => {
                let reason = "weights are kept as sparse".to_owned();
                return Err(Error::Operator { operator: "SparseTensor".to_owned(), reason });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Inputs and outputs are tensors: types within types are as deep as a file likes.
fn port_fits(port: &[u8]) -> Result<()> {
    for field in Fields::of(port) {
        let (2, Held::Bytes(kind)) = field? else { continue };
        for field in Fields::of(kind) {
            if let (4 | 5 | 8 | 9, Held::Bytes(_)) = field? {
                return Err(Error::Graph { reason: "a value is no tensor".to_owned() });
            }
        }
    }
    Ok(())
}

/// The names of weights whose numbers mean something special.
#[derive(Default)]
struct Roles {
    /// Factors to resize by.
    factors: BTreeSet<String>,
    /// From where to where something is cut out: the largest numbers mean "to the end".
    cuts: BTreeSet<String>,
}

/// Checks an operator, and notes what its weights are for.
fn node_fits(node: &[u8], roles: &mut Roles, limits: &Limits) -> Result<()> {
    let (mut operator, mut inputs, mut attributes) = (String::new(), Vec::new(), Vec::new());
    for field in Fields::of(node) {
        match field? {
            (1, name @ Held::Bytes(_)) => inputs.push(name.text()),
            (4, name @ Held::Bytes(_)) => operator = name.text(),
            (5, Held::Bytes(attribute)) => attributes.push(attribute),
            _ => {}
        }
    }
    let cuts = operator == "Slice";
    for attribute in attributes {
        let mut numbers = Vec::new();
        for field in Fields::of(attribute) {
            match field? {
                (3 | 8, Held::Number(number)) => numbers.push(number),
                (8, Held::Bytes(bytes)) => numbers.extend(packed(bytes).take(MOST_SIDES + 1)),
                (5 | 10, Held::Bytes(weights)) => weights_fit(weights, &Roles::default(), limits)?,
                (6 | 11, Held::Bytes(_)) => {
                    let reason = "it holds a graph within the graph".to_owned();
                    return Err(Error::Operator { operator, reason });
                }
                _ => {}
            }
        }
        if !cuts {
            numbers_fit(&operator, &numbers, limits)?;
        }
    }
    match operator.as_str() {
        "Resize" | "Upsample" => roles.factors.extend(inputs),
        "Slice" => roles.cuts.extend(inputs),
        _ => {}
    }
    Ok(())
}

/// Weights lie in the file itself, and short lists of whole numbers, which may be shapes, are no
/// shapes of something enormous.
fn weights_fit(weights: &[u8], roles: &Roles, limits: &Limits) -> Result<()> {
    let (mut name, mut numbers, mut raw, mut kind) = (String::new(), Vec::new(), &[][..], 0);
    let (mut sides, mut external) = (Vec::new(), false);
    for field in Fields::of(weights) {
        match field? {
            (1, Held::Number(side)) => sides.push(side),
            (1, Held::Bytes(bytes)) => sides.extend(packed(bytes).take(MOST_SIDES + 1)),
            (2, Held::Number(number)) => kind = number,
            (7, Held::Number(number)) => numbers.push(number),
            (7, Held::Bytes(bytes)) => numbers.extend(packed(bytes).take(MOST_SIDES + 1)),
            (8, text @ Held::Bytes(_)) => name = text.text(),
            (9, Held::Bytes(bytes)) => raw = bytes,
            (13, _) | (14, Held::Number(1..)) => external = true,
            _ => {}
        }
    }
    if external {
        return Err(Error::ExternalData { weights: name });
    }
    // Kind 7 is int64, the kind of shapes; kind 1 is float, the kind of factors to resize by.
    if kind == 7 && raw.len() <= 8 * MOST_SIDES {
        numbers.extend(raw.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)));
    }
    if kind == 1 && raw.len() <= 4 * MOST_SIDES && roles.factors.contains(&name) {
        let factor =
            |bytes: &[u8; 4]| f64::from(f32::from_le_bytes(*bytes)).clamp(1.0, MOST_FACTOR);
        numbers.extend(raw.as_chunks().0.iter().map(|bytes| whole(factor(bytes))));
    }
    if !roles.cuts.contains(&name) {
        numbers_fit(&name, &numbers, limits)?;
    }
    numbers_fit(&name, &sides, limits)
}

/// Rounds up a factor of at least 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and the largest factor"
)]
fn whole(factor: f64) -> u64 {
    factor.ceil() as u64
}

/// Multiplies the sides that a list of numbers might be.
fn numbers_fit(place: &str, numbers: &[u64], limits: &Limits) -> Result<()> {
    if MOST_SIDES < numbers.len() {
        return Ok(());
    }
    // Below 0 stands what is to be found out, or counted from the end.
    let sides = numbers.iter().copied().filter(|number| 0 < number.cast_signed());
    let wanted = sides.fold(1, u64::saturating_mul);
    if limits.values < wanted {
        return Err(Error::TooMuch { place: place.to_owned(), wanted, most: limits.values });
    }
    Ok(())
}
