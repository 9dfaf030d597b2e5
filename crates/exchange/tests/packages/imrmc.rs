//! `study.imrmc`, by the user manual of iMRMC: every expected line is written by hand.

use exchange::imrmc::{Naming, imrmc};
use exchange::{AnswerRow, CaseRow};

fn case(id: &str, source: &str) -> CaseRow {
    CaseRow { case_id: id.to_owned(), source: source.to_owned(), ..CaseRow::default() }
}

fn call(reader: &str, case: &str, score: f64) -> AnswerRow {
    AnswerRow {
        reader: reader.to_owned(),
        round: 1,
        stimulus_a: case.to_owned(),
        question_id: "b1".to_owned(),
        answer_type: "source".to_owned(),
        value: score.to_string(),
        value_num: Some(score),
        ..AnswerRow::default()
    }
}

fn text(answers: &[AnswerRow], cases: &[CaseRow], naming: Naming) -> String {
    String::from_utf8(imrmc("Study", answers, cases, naming).unwrap().unwrap()).unwrap()
}

/// What follows the free header: the four numbers, and the data.
fn data(text: &str) -> &str {
    &text[text.find("NR: ").unwrap()..]
}

#[test]
fn calls_that_count_are_lines_and_the_others_are_counted() {
    let cases = [case("c1", "real"), case("c2", "synthetic"), case("c3", "real")];
    let answers = [
        call("ada", "c1", 2.0),
        call("ada", "c2", 5.0),
        AnswerRow { is_repeat: true, ..call("ada", "c2", 6.0) },
        AnswerRow { round: 2, ..call("ada", "c2", 4.0) },
        AnswerRow { is_training: true, ..call("ada", "c3", 1.0) },
        AnswerRow { is_catch: true, ..call("ada", "c3", 1.0) },
        AnswerRow {
            excluded: true,
            exclusion_reason: Some("after unblinding".to_owned()),
            ..call("ada", "c3", 1.0)
        },
        AnswerRow { value_num: None, ..call("ada", "c3", 1.0) },
        AnswerRow { answer_type: "likert".to_owned(), ..call("ada", "c3", 1.0) },
        AnswerRow { stimulus_b: Some("c1".to_owned()), ..call("ada", "c3", 1.0) },
        call("ada", "elsewhere", 1.0),
    ];
    let text = text(&answers, &cases, Naming::Words);
    assert_eq!(
        data(&text),
        "NR: 1\nN0: 1\nN1: 1\nNM: 3\nBEGIN DATA:\ntruth,c1,truth,0\ntruth,c2,truth,1\n\
         ada,c1,b1,2\nada,c2,b1,5\nada,c2,b1-repeat,6\nada,c2,b1-round2,4\n"
    );
    for why in [
        "1 (training)",
        "1 (checks attention)",
        "1 (after unblinding)",
        "1 (no answer)",
        "1 (of more than one case)",
        "1 (no known truth)",
    ] {
        assert!(text.contains(&format!("left out: {why}\n")), "{why} in {text}");
    }
}

#[test]
fn names_that_the_format_cannot_hold_are_told_in_its_header() {
    let cases = [case("a,b", "real"), case("a b", "synthetic"), case("a_b", "real")];
    let answers = [
        call("truth", "a,b", 1.0),
        call("Truth", "a b", 2.0),
        call("\"x\"\nBEGIN DATA:", "a_b", 3.0),
        call("漢", "a_b", 3.5),
    ];
    let text = text(&answers, &cases, Naming::Words);
    assert_eq!(text.matches("BEGIN DATA").count(), 1);
    let body = text.split("BEGIN DATA:\n").nth(1).unwrap();
    for line in body.lines() {
        assert_eq!(line.split(',').count(), 4, "{line}");
    }
    // What can stay as it is stays: `a_b` is the third case, and the other two had to change.
    assert!(body.contains(",a_b,b1,3\n"), "{body}");
    assert!(text.contains("case a_b_2 is \"a b\"\n"), "{text}");
    assert!(text.contains("case a_b_3 is \"a,b\"\n"), "{text}");
    assert!(text.contains("reader reader is \"漢\"\n"), "{text}");
    assert!(!body.contains("truth,a_b_3,b1"), "no reader is called truth: {body}");
}

#[test]
fn each_of_two_generators_is_a_condition_with_all_real_cases() {
    let made = |id: &str, generator: &str| CaseRow {
        generator: Some(generator.to_owned()),
        ..case(id, "synthetic")
    };
    let cases = [case("c1", "real"), made("c2", "gan"), made("c3", "vae")];
    let answers = [
        call("ada", "c1", 2.0),
        call("ada", "c2", 5.0),
        call("ada", "c3", 3.0),
        AnswerRow { is_repeat: true, ..call("ada", "c2", 6.0) },
    ];
    let text = text(&answers, &cases, Naming::Words);
    assert_eq!(
        data(&text),
        "NR: 1\nN0: 1\nN1: 2\nNM: 4\nBEGIN DATA:\ntruth,c1,truth,0\ntruth,c2,truth,1\ntruth,c3,truth,1\n\
         ada,c1,b1,2\nada,c2,b1,5\nada,c3,b1,3\nada,c2,b1-repeat,6\n\
         ada,c1,b1-gan,2\nada,c2,b1-gan,5\nada,c1,b1-vae,2\nada,c3,b1-vae,3\n"
    );
}

#[test]
fn rjafroc_gets_whole_numbers() {
    let cases = [case("c1", "real"), case("c2", "synthetic")];
    let answers = [call("ada", "c1", 1.5), call("bob", "c2", 2.0)];
    let text = text(&answers, &cases, Naming::Numbers);
    assert_eq!(
        data(&text),
        "NR: 2\nN0: 1\nN1: 1\nNM: 1\nBEGIN DATA:\ntruth,1,truth,0\ntruth,2,truth,1\n1,1,1,1.5\n2,2,1,2\n"
    );
    assert!(text.contains("reader 2 is \"bob\"\n"), "{text}");
}

#[test]
fn without_a_call_there_is_no_file() {
    assert_eq!(imrmc("Study", &[], &[case("c1", "real")], Naming::Words), Ok(None));
}
