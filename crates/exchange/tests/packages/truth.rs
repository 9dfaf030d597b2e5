//! Before unblinding no file says which case is what.

use exchange::AnswerRow;

use crate::file;
use crate::study::{Study, files, packed, study};

/// The same study with the truth exchanged: real for synthetic, left for right.
fn exchanged() -> Study {
    let mut study = study();
    for case in &mut study.cases {
        let source = if case.source == "real" { "synthetic" } else { "real" };
        source.clone_into(&mut case.source);
        case.generator = Some("another".to_owned());
    }
    for row in &mut study.answers {
        if row.side_synthetic.is_some() {
            row.side_synthetic = Some("left".to_owned());
        }
    }
    study
}

#[test]
fn whatever_the_truth_is_the_blinded_files_are_the_same() {
    let (one, other) = (files(&study(), false), files(&exchanged(), false));
    assert_eq!(one, other);
    let named = |name: &str| one.iter().any(|(known, _)| known == name);
    assert!(!named("cases.csv") && !named("study.imrmc"));
    assert!(named("answers.csv") && named("answers.parquet") && named("study.xlsx"));
}

#[test]
fn the_truth_would_be_seen_if_it_were_there() {
    let (one, other) = (files(&study(), true), files(&exchanged(), true));
    for name in ["answers.csv", "answers.parquet", "cases.csv", "study.imrmc", "study.xlsx"] {
        assert_ne!(file(&one, name), file(&other, name), "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_made_is_left_out_alone() {
    let mut study = study();
    let odd = AnswerRow { answered_at_utc: "noon".to_owned(), ..study.answers[0].clone() };
    study.answers.push(odd);
    let packed = packed(&study, true);
    let left_out: Vec<&str> = packed.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left_out, ["answers.parquet"]);
    assert!(packed.files.iter().any(|(name, _)| name == "answers.csv"));
}
