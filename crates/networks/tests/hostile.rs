//! No file makes the program stop: it gives a network, or a reason.

use std::fs;
use std::path::Path;

use networks::{Limits, Network, Side};

/// Damage is drawn by this, so that every run tries the same files.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        // Knuth's MMIX generator; the high half is good enough to choose places by.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n
    }
}

fn files() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/networks");
    ["plain", "resize", "transformer", "clip", "clip_free"]
        .iter()
        .map(|name| fs::read(folder.join(format!("{name}.onnx"))).expect("a file of the folder"))
        .collect()
}

/// Opens and runs; returns whether there was an answer.
fn answered(bytes: Vec<u8>) -> bool {
    let limits = Limits { bytes: 1 << 20, values: 1 << 22 };
    let Ok(network) = Network::open(bytes, &limits) else { return false };
    let [input] = network.inputs() else { return false };
    let Some(shape) = &input.shape else { return false };
    let side = |side: &Side| match side {
        Side::Fixed(side) => *side,
        Side::Free(_) => 16,
    };
    let shape: Vec<usize> = shape.iter().map(side).collect();
    let n = shape.iter().try_fold(1_usize, |n, &side| n.checked_mul(side));
    let Some(n) = n.filter(|&n| n <= 1 << 20) else { return false };
    network.run(&input.name.clone(), &shape, &vec![0.5; n]).is_ok()
}

#[test]
fn a_file_cut_anywhere_gives_a_reason() {
    for whole in files() {
        assert!(answered(whole.clone()), "the whole file has an answer");
        let step = 1 + whole.len() / 400;
        for end in (0..whole.len()).step_by(step) {
            // Where a cut falls between two fields, what is before it may be a network.
            answered(whole[..end].to_vec());
        }
    }
}

#[test]
fn flipped_bits_give_a_reason_or_an_answer() {
    let mut chance = Chance(1);
    let (mut n_answers, mut n_reasons) = (0, 0);
    for whole in files() {
        for _ in 0..400 {
            let mut bytes = whole.clone();
            for _ in 0..=chance.below(4) {
                let at = chance.below(bytes.len());
                bytes[at] ^= 1 << chance.below(8);
            }
            if answered(bytes) { n_answers += 1 } else { n_reasons += 1 }
        }
    }
    assert!(100 < n_answers && 100 < n_reasons, "{n_answers} answers, {n_reasons} reasons");
}

#[test]
fn bytes_of_the_graph_put_elsewhere_give_a_reason_or_an_answer() {
    let mut chance = Chance(2);
    for whole in files() {
        for _ in 0..200 {
            let mut bytes = whole.clone();
            let n = 1 + chance.below(8);
            let (from, to) = (chance.below(bytes.len() - n), chance.below(bytes.len() - n));
            bytes.copy_within(from..from + n, to);
            answered(bytes);
        }
    }
}

#[test]
fn graphs_within_graphs_are_not_followed() {
    // Each layer wraps the last as the graph of an attribute of an operator of a graph.
    let wrap = |key: u8, inner: &[u8]| {
        let mut message = vec![key << 3 | 2];
        let mut n = inner.len();
        while 127 < n {
            message.push(u8::try_from(n & 127).expect("7 bits") | 128);
            n >>= 7;
        }
        message.push(u8::try_from(n).expect("7 bits"));
        [&message[..], inner].concat()
    };
    let mut graph = wrap(1, &wrap(4, b"Relu"));
    for _ in 0..2000 {
        graph = wrap(1, &wrap(5, &wrap(6, &graph)));
    }
    let operators = [0x42, 0x02, 0x10, 0x11];
    let file = [&[0x08, 0x08][..], &operators, &wrap(7, &graph)].concat();
    let error = Network::open(file, &Limits::default()).unwrap_err();
    assert!(error.to_string().contains("a graph within the graph"), "{error}");
}
