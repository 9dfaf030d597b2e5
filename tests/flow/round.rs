//! The whole way of a study: the demo's images, three readers at desks of their own, home again, and what
//! came of it on paper, where every number is looked up in the tables beside it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::tempdir;
use workbench::Desk;
use workbench::wire::{Arm, ExportRequest, Modality, StudyRequest};

use crate::exporting::on_paper;
use crate::packs::{codes, packed, read_elsewhere};
use crate::place::Place;

const READERS: [&str; 3] = ["N1", "N2", "N3"];

/// Makes a study of the demo's images, has it read at three desks, and brings the answers home.
fn read_at_three_desks(folder: &Path) -> (Place, PathBuf, u32) {
    let place = Place::new();
    place.workbench.open_demo().unwrap();
    let project = place.folder.path().join("documents/Touchstone demo");
    let sets = place.workbench.sets().unwrap();
    place.workbench.close_project();
    let set = |arm: Arm| {
        let of = sets.iter().filter(move |set| set.modality == Modality::Image && set.arm == arm);
        of.map(|set| set.id)
    };
    let desk = Desk::open(&project).unwrap();
    let view = desk
        .create_study(&StudyRequest {
            name: "Slices".to_owned(),
            real: set(Arm::Real).next().unwrap(),
            synthetic: set(Arm::Synthetic).take(1).collect(),
            n_real: 8,
            n_synthetic: 8,
            readers: READERS.map(str::to_owned).to_vec(),
            protocol: Some("images-short".to_owned()),
            language: Some("en".to_owned()),
            seed: Some(11),
            ..StudyRequest::default()
        })
        .unwrap();
    let study = view.id;
    drop(desk);
    let pack = packed(&project, study, &folder.join("out"));
    let sealed: Vec<PathBuf> = READERS
        .iter()
        .map(|reader| read_elsewhere(&pack, &folder.join(reader), reader, usize::MAX))
        .collect();
    let (complaints, n_new) = codes(&project, study, &sealed);
    assert!(complaints.is_empty() && 0 < n_new, "{complaints:?}");
    (place, project, study)
}

/// Returns the numbers of a text as they are written: digits with a point, and the sign before them. What
/// hangs on letters is a name: AC1.
fn numbers(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let before = |at: usize| at.checked_sub(1).map(|before| letters[before]);
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let first = at;
        while is_digit(at) || (first < at && letters.get(at) == Some(&'.') && is_digit(at + 1)) {
            at += 1;
        }
        if first == at {
            at += 1;
            continue;
        }
        if before(first).is_some_and(char::is_alphabetic) {
            continue;
        }
        let number: String = letters[first..at].iter().collect();
        let minus = before(first).is_some_and(|sign| ['\u{2212}', '-'].contains(&sign));
        let power = power(&letters[at..]);
        if !power.is_empty() {
            // Over ` · 10` and its digits, which are as many as behind the e.
            at += 5 + power.chars().count() - 1;
        }
        let number = format!("{number}{power}");
        found.push(if minus { format!("-{number}") } else { number });
    }
    found
}

/// Returns the power of ten behind a number, as computers write it: ` · 10⁻⁵` is e-5.
fn power(behind: &[char]) -> String {
    let Some(raised) = behind.strip_prefix(&[' ', '·', ' ', '1', '0']) else {
        return String::new();
    };
    let plain = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip('0'..='9').chain([('⁻', '-')]);
    let plain: BTreeMap<char, char> = plain.collect();
    let digits: String = raised.iter().map_while(|digit| plain.get(digit)).collect();
    format!("e{digits}")
}

#[test]
fn numbers_are_read_as_they_are_written() {
    let read = numbers("AC1 0.52 [\u{2212}0.10, 1.00], p = 0.041; 12 of 48. ICC2 3; 6.67 · 10⁻⁵");
    assert_eq!(read, ["0.52", "-0.10", "1.00", "0.041", "12", "48", "3", "6.67e-5"]);
}

/// Whether a number that is written is one of these, rounded as it is.
fn is_one_of(written: &str, known: &[f64]) -> bool {
    let decimals = written.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let value: f64 = written.parse().unwrap();
    if written.contains('e') {
        return known.iter().any(|one| (one - value).abs() <= 5e-3 * value.abs());
    }
    // Half a unit of the last digit, and what three digits leave of a large number.
    let reach = 0.5 * 10_f64.powi(-i32::try_from(decimals).unwrap()) + 1e-9;
    known.iter().any(|one| {
        (one - value).abs() <= reach.max(5e-3 * one.abs() * f64::from(u8::from(1000.0 < one.abs())))
    })
}

/// Returns the numbers of JSON that are numbers, and none that stand in words.
fn leaves(of: &Value, into: &mut Vec<f64>) {
    match of {
        Value::Number(number) => into.extend(number.as_f64()),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, into)),
        Value::Object(fields) => fields.values().for_each(|value| leaves(value, into)),
        _ => {}
    }
}

fn untagged(html: &str) -> String {
    let mut text = String::new();
    let mut within = false;
    for character in html.chars() {
        match character {
            '<' => within = true,
            '>' => within = false,
            _ if !within => text.push(character),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&quot;", "\"").replace("&amp;", "&")
}

/// Returns the rows of the table of estimates: the number that each goes by, and its cells.
fn rows(page: &str) -> BTreeMap<String, Vec<String>> {
    let tables = page.split("<table class=\"estimates\">").skip(1);
    let tables = tables.map(|rest| rest.split_once("</table>").unwrap().0);
    tables
        .flat_map(|table| table.split("<tr>").skip(2))
        .map(|row| {
            let cells = row.replace("</th>", "</td>");
            let cells: Vec<String> = cells.split("</td>").map(untagged).collect();
            let at = cells.iter().rposition(|cell| !cell.trim().is_empty()).unwrap();
            (cells[at].trim().to_owned(), cells[..at].to_vec())
        })
        .collect()
}

#[test]
fn three_readers_at_three_desks_come_home_to_a_report_of_which_every_number_is_in_the_tables() {
    let folder = tempdir().unwrap();
    let (_place, project, study) = read_at_three_desks(folder.path());
    let desk = Desk::open(&project).unwrap();
    for state in ["sealed", "database-locked", "unblinded"] {
        desk.advance(study, state, "all have read").unwrap();
    }
    let request =
        ExportRequest { study: Some(study), with_truth: true, ..ExportRequest::default() };
    let (export, view) = desk.export(&request).unwrap();
    assert!(view.left_out.is_empty() && view.trouble.is_none(), "{:?}", view.left_out);
    assert!(100 < on_paper(&export), "every number of the page is on paper, too");
    let page = fs::read_to_string(export.join("report.html")).unwrap();
    let read = |name: &str| -> Value {
        serde_json::from_slice(&fs::read(export.join(name)).unwrap()).unwrap()
    };
    let analysis = read("analysis.json");

    let findings = analysis["findings"].as_array().unwrap();
    rows_are_findings(&page, findings);
    sentences_are_of_findings(&page, analysis["sentences"].as_array().unwrap(), findings);
    the_table_is_the_same(&export, findings);
    flow_and_shares_are_those_counted(&export, &page, &analysis);
}

/// Each row of the tables of the page, by the number that it goes by.
fn rows_are_findings(page: &str, findings: &[Value]) {
    let rows = rows(page);
    assert_eq!(rows.len(), findings.len());
    let mut n_numbers = 0;
    for entry in findings {
        let (number, finding) = (entry["number"].as_str().unwrap(), &entry["finding"]);
        let cells = &rows[number];
        let mut known = Vec::new();
        leaves(finding, &mut known);
        let ends = [&finding["interval"]["low"], &finding["interval"]["high"]];
        known.extend(ends.iter().filter_map(|end| Some(shown_within(finding, end.as_f64()?))));
        // Value, p, and how many of what.
        for cell in [&cells[2], &cells[3], &cells[5]] {
            for written in numbers(cell) {
                let tiny = written == "0.001" && cell.contains("p <");
                assert!(tiny || is_one_of(&written, &known), "{number}: {written} of `{cell}`");
                n_numbers += 1;
            }
        }
    }
    assert!(300 < n_numbers, "{n_numbers}");
}

/// Returns the value before a bracket, and the two ends within it.
fn three_around(text: &str, bracket: usize) -> [String; 3] {
    let value = numbers(&text[..bracket]).pop().unwrap();
    let ends = numbers(text[bracket..].split_once(']').unwrap().0);
    let [low, high] = ends.as_slice() else { panic!("{text}") };
    [value, low.clone(), high.clone()]
}

/// Returns the end of an interval as it is shown: no area is beyond 0 and 1.
fn shown_within(finding: &Value, end: f64) -> f64 {
    match finding["quantity"].as_str().unwrap() {
        "auc" | "balanced_accuracy" => end.clamp(0.0, 1.0),
        "auc_difference" | "diagnosed_difference" => end.clamp(-1.0, 1.0),
        _ => end,
    }
}

/// Whether a value with its interval is that of a finding: as it is, turned, as odds, or as tested for
/// equivalence.
fn is_of(finding: &Value, [value, low, high]: &[String; 3]) -> bool {
    let is = |of: [Option<f64>; 3]| {
        let odds = of.map(|number| number.map(f64::exp));
        [of, odds].into_iter().any(|of| {
            let mut both = [value, low, high].into_iter().zip(of);
            both.all(|(written, of)| of.is_some_and(|of| is_one_of(written, &[of])))
        })
    };
    let within = |end: Option<f64>| end.map(|end| shown_within(finding, end));
    let ends = |of: &Value| {
        [finding["value"].as_f64(), within(of["low"].as_f64()), within(of["high"].as_f64())]
    };
    let turned = |of: &Value| {
        let [value, low, high] = ends(of).map(|number| number.map(|number| -number));
        [value, high, low]
    };
    let (own, within) = (&finding["interval"], &finding["equivalence"]["interval"]);
    is(ends(own)) || is(ends(within)) || is(turned(own))
}

/// The numbers that a sentence may have, which is of these findings: theirs, as they are, as odds and in
/// percent, the ends of the margin, chance, the levels of intervals, and how many metrics there are.
fn may_have(findings: &[&Value]) -> Vec<f64> {
    let mut known = Vec::new();
    let mut metrics: Vec<&str> = Vec::new();
    for finding in findings {
        leaves(finding, &mut known);
        let of = &finding["equivalence"];
        if let (Some(centre), Some(margin)) = (of["centre"].as_f64(), of["margin"].as_f64()) {
            known.extend([centre - margin, centre + margin]);
        }
        let id = finding["id"].as_str().unwrap();
        metrics.extend(id.split_once("/metric=").map(|(_, metric)| metric));
    }
    metrics.sort_unstable();
    metrics.dedup();
    let odds = known.iter().map(|log| log.exp());
    let percent = known.iter().map(|share| 100.0 * share);
    let said = [0.5, 90.0, 95.0, metrics.len() as f64];
    odds.chain(percent).chain(known.iter().copied()).chain(said).collect()
}

/// Each sentence: every interval is that of one finding, and every other number belongs to the findings
/// of the same question in the same section.
fn sentences_are_of_findings(page: &str, sentences: &[Value], findings: &[Value]) {
    let all: Vec<&Value> = findings.iter().map(|entry| &entry["finding"]).collect();
    let mut n_narrow = 0;
    for sentence in sentences {
        let text = sentence["text"].as_str().unwrap();
        let mut of: Vec<&Value> = Vec::new();
        for (at, _) in text.match_indices('[') {
            let written = three_around(text, at);
            let own: Vec<&Value> =
                all.iter().filter(|finding| is_of(finding, &written)).copied().collect();
            assert!(!own.is_empty(), "{written:?} of `{text}`");
            of.extend(own);
        }
        // What stands in quotes is the question.
        let parts: Vec<&str> = text.split(['\u{201c}', '\u{201d}']).collect();
        let asked: Vec<&str> = parts.iter().skip(1).step_by(2).copied().collect();
        of.retain(|finding| {
            asked.is_empty() || asked.iter().any(|text| finding["questionText"] == *text)
        });
        let is_beside = |finding: &&&Value| {
            let alike = |own: &Value, part: &str| own[part] == finding[part];
            let is_near =
                |own: &Value| ["method", "quantity", "of"].iter().any(|part| alike(own, part));
            of.iter().any(|own| alike(own, "question") && is_near(own))
        };
        let beside: Vec<&Value> = all.iter().filter(is_beside).copied().collect();
        n_narrow += usize::from(!beside.is_empty());
        let known = may_have(if beside.is_empty() { &all } else { &beside });
        let unquoted: String = parts.into_iter().step_by(2).collect();
        for written in numbers(&unquoted) {
            let tiny = written == "0.001" && text.contains("p <");
            assert!(tiny || is_one_of(&written, &known), "{written} of `{text}`");
        }
        assert!(untagged(page).contains(text), "{text}");
    }
    assert!(3 < n_narrow, "{n_narrow} sentences tell an interval");
}

/// The table of findings, for whoever reads no JSON.
fn the_table_is_the_same(export: &Path, findings: &[Value]) {
    let listed = csv::Reader::from_path(export.join("findings.csv")).unwrap().into_deserialize();
    let listed: Vec<BTreeMap<String, String>> = listed.map(std::result::Result::unwrap).collect();
    assert_eq!(listed.len(), findings.len());
    for (row, entry) in listed.iter().zip(findings) {
        let finding = &entry["finding"];
        assert_eq!(row["number"], entry["number"].as_str().unwrap());
        assert_eq!(row["finding_id"], finding["id"].as_str().unwrap());
        assert_eq!(row["value"].parse().ok(), finding["value"].as_f64(), "{}", row["number"]);
        assert_eq!(row["low"].parse().ok(), finding["interval"]["low"].as_f64());
        assert_eq!(row["p"].parse().ok(), finding["test"]["p"].as_f64());
    }
}

/// The flow and each reader's share of right calls, from the tables alone.
fn flow_and_shares_are_those_counted(export: &Path, page: &str, analysis: &Value) {
    let findings = analysis["findings"].as_array().unwrap();
    let table = |name: &str| -> Vec<BTreeMap<String, String>> {
        let mut reader = csv::Reader::from_path(export.join(name)).unwrap();
        reader.deserialize().map(std::result::Result::unwrap).collect()
    };
    let no = |row: &BTreeMap<String, String>, name: &str| row[name] == "false";
    let (answers, shown, cases) =
        (table("answers.csv"), table("presentations.csv"), table("cases.csv"));
    let shown: Vec<_> = shown.iter().filter(|row| no(row, "is_example")).collect();
    let given: Vec<_> = answers.iter().filter(|row| !row["value"].is_empty()).collect();
    let flow = &analysis["flow"];
    let sum = |name: &str| -> u64 {
        flow["readers"].as_array().unwrap().iter().map(|own| own[name].as_u64().unwrap()).sum()
    };
    assert_eq!(sum("nAnswers"), given.len() as u64);
    assert_eq!(sum("nDue"), shown.len() as u64);
    assert_eq!(flow["readers"].as_array().unwrap().len(), READERS.len());
    // The cases that count: what only trained readers stands aside.
    let counted: BTreeMap<&str, bool> = shown
        .iter()
        .filter(|row| no(row, "is_training"))
        .flat_map(|row| row["case_id"].split('+').map(|case| (case, row["is_catch"] == "true")))
        .collect();
    let source: BTreeMap<&str, &str> =
        cases.iter().map(|case| (case["case_id"].as_str(), case["source"].as_str())).collect();
    let of = |wanted: &str| {
        let own = counted.iter().filter(|(case, catch)| !**catch && source[*case] == wanted);
        Some(own.count() as u64)
    };
    assert_eq!(
        [&flow["nReal"], &flow["nSynthetic"]].map(Value::as_u64),
        ["real", "synthetic"].map(of)
    );
    let n_catches = counted.values().filter(|catch| **catch).count() as u64;
    assert_eq!(flow["nCatches"].as_u64(), Some(n_catches));
    for count in [format!("{} answers", given.len()), format!("{} readings", shown.len())] {
        assert!(page.contains(&count), "{count} is in the diagram");
    }
    // Each reader's share of right calls, counted anew.
    for reader in READERS {
        let own: Vec<bool> = given
            .iter()
            .filter(|row| row["reader"] == reader && row["answer_type"] == "source")
            .filter(|row| ["is_repeat", "is_catch", "is_training"].iter().all(|name| no(row, name)))
            .filter_map(|row| Some((row, row["value_num"].parse::<f64>().ok()?)))
            .filter(|(row, _)| !row["case_id"].contains('+'))
            .map(|(row, point)| (3.5 < point) == (source[row["case_id"].as_str()] == "synthetic"))
            .collect();
        let counted = own.iter().filter(|right| **right).count() as f64 / own.len() as f64;
        let finding = findings.iter().map(|entry| &entry["finding"]).find(|finding| {
            let id = finding["id"].as_str().unwrap();
            id.ends_with(&format!("/accuracy/wilson/reader={reader}"))
        });
        let value = finding.unwrap()["value"].as_f64().unwrap();
        assert!((value - counted).abs() < 1e-12, "{reader}: {value} and {counted}");
    }
}
