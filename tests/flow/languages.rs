//! The report in each of its languages: other words, the same numbers, the same bytes each time.

use std::fs;
use std::path::Path;

use serde_json::Value;
use workbench::wire::{ExportRequest, ReportLanguage};

use crate::analysing::{project, unblinded};
use crate::exporting::on_paper;

const LANGUAGES: [(ReportLanguage, &str); 4] = [
    (ReportLanguage::En, "en"),
    (ReportLanguage::Pt, "pt"),
    (ReportLanguage::Es, "es"),
    (ReportLanguage::De, "de"),
];

fn request(language: ReportLanguage) -> ExportRequest {
    ExportRequest { study: Some(1), language, ..ExportRequest::default() }
}

/// Returns the cells of numbers of a page that hold a digit, in order.
fn numbers(page: &str) -> Vec<String> {
    let cells = page.split("<td class=\"number\">").skip(1);
    let cells = cells.map(|rest| rest.split_once("</td>").unwrap().0.to_owned());
    cells.filter(|cell| cell.bytes().any(|byte| byte.is_ascii_digit())).collect()
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("report.html")).unwrap()
}

#[test]
fn a_report_has_the_same_numbers_in_every_language_and_its_own_words() {
    let (folder, project) = project(Some("records-short"));
    let desk = unblinded(&project);
    let mut pages = Vec::new();
    for (language, tag) in LANGUAGES {
        let to = folder.path().join(tag);
        let (files, sound) = desk.report(&request(language), &to).unwrap();
        assert!(sound && files.len() == 2);
        assert!(100 < on_paper(&to), "{tag}");
        let page = page(&to);
        assert!(page.contains(&format!("<html lang=\"{tag}\">")));
        for unfilled in ["{{", "analysis:", "report:", "app:", "stats:", "common:"] {
            assert!(!page.contains(unfilled), "{unfilled} in {tag}");
        }
        pages.push(page);
    }
    let english = numbers(&pages[0]);
    assert!(100 < english.len(), "{}", english.len());
    // What the claim is called, and what no report can say, by people who write these languages.
    let words = [
        ["Balanced accuracy", "nothing of diversity"],
        ["Exatidão balanceada", "diversidade"],
        ["Exactitud balanceada", "diversidad"],
        ["Balancierte Genauigkeit", "Vielfalt"],
    ];
    for (page, own) in pages.iter().zip(words) {
        assert_eq!(numbers(page), english);
        assert!(own.iter().all(|word| page.contains(word)), "{own:?}");
    }
    // The plan is quoted as it was written; what the audit said is not.
    for english in [
        "Balanced accuracy",
        "Answers that are the same",
        "How the numbers were made",
        "nothing could have been",
        "Write the cells",
        "Length of the name",
    ] {
        assert!(pages[0].contains(english), "{english}");
        for page in &pages[1..] {
            assert!(!page.contains(english), "{english}");
        }
    }
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let (folder, project) = project(Some("records-short"));
    let desk = unblinded(&project);
    let made = |name: &str| {
        let to = folder.path().join(name);
        desk.report(&request(ReportLanguage::De), &to).unwrap();
        ["report.html", "report.pdf"].map(|file| fs::read(to.join(file)).unwrap())
    };
    assert_eq!(made("one"), made("two"));
}

#[test]
fn what_machines_read_is_in_one_language() {
    let (_folder, project) = project(Some("records-short"));
    let desk = unblinded(&project);
    let analysis = |language| {
        let request = ExportRequest { with_truth: true, ..request(language) };
        let (folder, view) = desk.export(&request).unwrap();
        assert!(view.left_out.is_empty(), "{:?}", view.left_out);
        let text = fs::read(folder.join("analysis.json")).unwrap();
        serde_json::from_slice::<Value>(&text).unwrap()
    };
    assert_eq!(analysis(ReportLanguage::En), analysis(ReportLanguage::Es));
}
