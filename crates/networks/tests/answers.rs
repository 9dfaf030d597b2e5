//! Networks answer as other programs do, and on any number of threads alike.

use std::fs;
use std::path::PathBuf;

use networks::{Error, Limits, Network, Side};
use serde_json::Value;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/networks")
}

fn bytes(name: &str) -> Vec<u8> {
    fs::read(folder().join(format!("{name}.onnx"))).expect("a file of the folder")
}

fn open(name: &str) -> Result<Network, Error> {
    Network::open(bytes(name), &Limits::default())
}

fn cases() -> Vec<(String, Value)> {
    let text = fs::read_to_string(folder().join("answers.json")).expect("the answers");
    let cases: Value = serde_json::from_str(&text).expect("JSON");
    cases.as_object().expect("cases").clone().into_iter().collect()
}

#[expect(clippy::cast_possible_truncation, reason = "written from 32-bit numbers")]
fn floats(list: &Value) -> Vec<f32> {
    list.as_array().expect("a list").iter().map(|n| n.as_f64().expect("a number") as f32).collect()
}

fn sides(list: &Value) -> Vec<usize> {
    let side = |n: &Value| usize::try_from(n.as_u64().expect("a side")).expect("a small side");
    list.as_array().expect("a list").iter().map(side).collect()
}

#[test]
fn answers_are_those_of_the_reference_evaluator_within_1e_5() {
    let cases = cases();
    assert_eq!(cases.len(), 5);
    for (name, case) in cases {
        let network = open(&name).expect("a network");
        let answers =
            network.run("image", &sides(&case["shape"]), &floats(&case["image"])).expect(&name);
        let expected = case["outputs"].as_object().expect("outputs");
        assert_eq!(answers.len(), expected.len(), "{name}");
        for answer in answers {
            let expected = &expected[&answer.name];
            assert_eq!(answer.shape, sides(&expected["shape"]), "{name} {}", answer.name);
            let expected = floats(&expected["values"]);
            assert_eq!(answer.values.len(), expected.len());
            for (got, expected) in answer.values.iter().zip(expected) {
                let off = (got - expected).abs();
                assert!(off <= 1e-5 * expected.abs().max(1.0), "{name}: {got}, not {expected}");
            }
        }
    }
}

#[test]
fn a_network_says_what_it_takes_and_gives() {
    let network = open("clip").unwrap();
    let [input] = network.inputs() else { panic!("one input") };
    assert_eq!((input.name.as_str(), input.kind), ("image", Some("f32")));
    assert_eq!(input.shape, Some([1, 3, 32, 32].map(Side::Fixed).to_vec()));
    let outputs: Vec<&str> = network.outputs().iter().map(|port| port.name.as_str()).collect();
    assert_eq!(outputs, ["embedding", "prompts"]);
    let free = open("clip_free").unwrap();
    let shape = free.inputs()[0].shape.clone().unwrap();
    assert_eq!(shape[2..], [Side::Free("rows".to_owned()), Side::Free("columns".to_owned())]);
}

#[test]
fn the_hash_is_that_of_the_file() {
    // sha256sum plain.onnx
    let hash = open("plain").unwrap().sha256_in_words();
    assert_eq!(hash, "9c9b54c1dcbb88810f3222da488065746d38637358f6630f5e4c60045fff8176");
}

#[test]
fn many_at_once_get_the_same_bits_as_one_alone() {
    let network = open("clip_free").unwrap();
    let shape = [1, 3, 128, 96];
    let image: Vec<f32> = (0..3 * 128 * 96_u16).map(|i| f32::from(i % 251) / 251.0).collect();
    let bits = || -> Vec<u32> {
        let answers = network.run("image", &shape, &image).unwrap();
        answers.iter().flat_map(|answer| answer.values.iter().map(|v| v.to_bits())).collect()
    };
    let alone = bits();
    for n in [2, 8] {
        let together: Vec<Vec<u32>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..n).map(|_| scope.spawn(bits)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(together.iter().all(|bits| *bits == alone), "{n} at once");
    }
}

#[test]
fn a_shape_that_the_network_does_not_state_is_a_reason() {
    let fixed = open("plain").unwrap();
    for shape in [&[3, 16, 16][..], &[1, 3, 16, 15], &[2, 3, 16, 16]] {
        let values = vec![0.0; shape.iter().product()];
        let error = fixed.run("image", shape, &values).unwrap_err();
        assert!(matches!(&error, Error::Shape { stated, .. } if stated == "[1, 3, 16, 16]"));
    }
    let error = fixed.run("image", &[1, 3, 16, 16], &[0.0; 7]).unwrap_err();
    assert!(matches!(&error, Error::Shape { given, .. } if given.starts_with("7 values")));
    assert!(matches!(fixed.run("picture", &[1], &[0.0]), Err(Error::Inputs { .. })));
    let free = open("clip_free").unwrap();
    assert!(matches!(free.run("image", &[1, 3, 0, 9], &[]), Err(Error::Shape { .. })));
    // As small as this, nothing is left after the strides: the network itself stops.
    let tiny = free.run("image", &[1, 3, 1, 1], &[0.0; 3]);
    assert!(matches!(tiny, Err(Error::Run { .. })), "{tiny:?}");
}

#[test]
fn what_is_no_network_is_told_apart() {
    let limits = Limits::default();
    let of = |bytes: &[u8]| Network::open(bytes.to_vec(), &limits).unwrap_err();
    assert!(matches!(of(b""), Error::NotOnnx { .. }));
    assert!(matches!(
        of(b"\x89PNG\r\n\x1a\n and so on"),
        Error::NotOnnx { .. } | Error::Truncated { .. }
    ));
    assert!(matches!(of(&[0; 64]), Error::NotOnnx { .. }));
    let whole = bytes("plain");
    assert!(matches!(of(&whole[..whole.len() / 2]), Error::Truncated { .. }));
    let small = Limits { bytes: 100, ..limits };
    let error = Network::open(whole.clone(), &small).unwrap_err();
    assert_eq!(error, Error::TooLarge { given: whole.len(), most: 100 });
    assert_eq!(open("external").unwrap_err(), Error::ExternalData { weights: "far".to_owned() });
    let unknown = open("unknown").unwrap_err();
    assert!(
        matches!(&unknown, Error::Operator { operator, .. } if operator == "Frobnicate"),
        "{unknown:?}"
    );
    assert!(matches!(open("nested"), Err(Error::Operator { operator, .. }) if operator == "If"));
    assert!(matches!(open("huge"), Err(Error::TooMuch { wanted, .. }) if wanted == 1 << 50));
    let integers = open("integers").unwrap();
    let answer = integers.run("image", &[4], &[0.0; 4]);
    assert_eq!(answer, Err(Error::NotFloats { port: "place".to_owned() }));
}
