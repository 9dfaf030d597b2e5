//! The page as a whole: complete, still, closed to the outside, and harmless.

use crate::example::facts;
use report::facts::{ReportFacts, TrailState};
use report::html::html;
use report::page::Page;

fn report(facts: &ReportFacts) -> String {
    html(&Page::of(facts))
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(report(&facts()), report(&facts()));
}

#[test]
fn every_part_is_on_the_page_in_its_order() {
    let page = report(&facts());
    let mut at = 0;
    for part in [
        "<!doctype html>",
        "Three generators of chest radiographs against 1204 real ones</h1>",
        "Project Chest X-ray generators, pilot · as of 2025-05-01 09:30 UTC · Touchstone 0.1.0",
        "ffffffff",
        "11111111",
        "22222222",
        "eeeeeeee",
        "412 records",
        "6YxlP8j2=",
        ">What was found</h2>",
        ">The sets</h2>",
        "611</td>",
        "3 files were truncated and left out<br>2 exact copies were found",
        "not known</td>",
        ">What the measures say</h2>",
        "A looks like the real set; B does not.</h4>",
        "real against real [0.78, 0.86] · intervals 95 %, subjects resampled",
        "0.81 [0.77, 0.85]</td>",
        "<code class=\"short\">value-301</code>",
        "in dB",
        "31.2 [30.1, 32.4]</td>",
        "∞</td>",
        "the set has no pairs",
        ">Figures</h2>",
        "Figure 1.",
        "Figure 2.",
        ">The blinded study</h2>",
        "701 of 720",
        "52 of 80",
        "0.62 [0.55, 0.69]</td>",
        "p = 0.012</td>",
        "Obuchowski–Rockette</td>",
        "fewer than 20 calls in each quartile",
        "19 answers of R3",
        ">How the numbers were made</h2>",
        "Kynkäänniemi",
        ">What was left out</h2>",
        "site C (n 11)",
        ">The way back to the data</h2>",
        "aaaaaaaa",
        "touchstone+c74f20a3+ARpc2QcU",
        "Failing to tell real from synthetic says nothing of diversity, usefulness or privacy.",
        "</html>",
    ] {
        let found = page[at..].find(part);
        assert!(found.is_some(), "`{part}` is missing, or stands before what it should follow");
        at += found.unwrap();
    }
}

#[test]
fn the_page_asks_nothing_of_the_outside() {
    let page = report(&facts());
    assert!(
        page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    );
    let outside = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
    for word in [
        "<script", "<link", "<iframe", "<object", "@import", "url(", "http:", "https:", " src=",
        " href=", " on",
    ] {
        let hit = outside.find(word).map(|at| &outside[at.saturating_sub(20)..at + 20]);
        // "on" is also an English word: an attribute has an equals sign behind it.
        let hit = if word == " on" {
            hit.filter(|text| text.contains('=') && text.contains('<'))
        } else {
            hit
        };
        assert_eq!(hit, None, "{word}");
    }
}

#[test]
fn each_element_that_opens_closes() {
    let page = report(&facts());
    for tag in [
        "html",
        "head",
        "body",
        "header",
        "main",
        "section",
        "article",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "p",
        "ul",
        "li",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "span",
        "code",
        "svg",
        "title",
        "desc",
        "text",
        "style",
        "b",
    ] {
        let opened =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        let closed = page.matches(&format!("</{tag}>")).count();
        assert_eq!(opened, closed, "<{tag}>");
    }
}

#[test]
fn a_blinded_study_shows_no_source_and_no_hit() {
    let mut facts = facts();
    let study = facts.study.as_mut().unwrap();
    study.is_open = false;
    study.calls.clear();
    study.estimates.clear();
    for reader in &mut study.readers {
        reader.right = None;
    }
    let page = report(&facts);
    assert!(page.contains("still blinded"));
    assert!(!page.contains("Right calls") && !page.contains("certainly real"));
}

#[test]
fn a_study_that_shows_its_sources_is_not_called_blinded() {
    let mut facts = facts();
    facts.study.as_mut().unwrap().estimates.clear();
    let page = report(&facts);
    assert!(page.contains("certainly real") && page.contains("The answers were not analysed."));
    assert!(!page.contains("still blinded"));
}

#[test]
fn a_broken_trail_is_the_first_thing_on_the_page() {
    let with = |state: TrailState| {
        let mut facts = facts();
        facts.trail.as_mut().unwrap().state = state;
        report(&facts)
    };
    let holds = with(TrailState::Holds);
    assert!(holds.contains("412 records; the chain was checked from its first record and holds"));
    let unchecked = with(TrailState::NotChecked);
    assert!(unchecked.contains("412 records; the chain was not checked for this report"));
    for page in [holds, unchecked] {
        assert!(!page.contains("alarm\"") && !page.contains("broken\""));
    }
    let broken = with(TrailState::Broken { at: Some(17), n_answers: 2, n_studies: 1 });
    let body = &broken[broken.find("<body>").unwrap()..];
    assert!(body.starts_with("<body>\n<div class=\"alarm\" role=\"alert\">"), "before all else");
    for words in
        ["broken at record 17", "2 records of the trail hold other answers", "1 study is not"]
    {
        assert!(body.find(words).unwrap() < body.find("<h1>").unwrap(), "{words}");
    }
    assert!(body.contains("412 records; <b class=\"broken\">"));
    assert!(!broken.contains("was not checked") && !broken.contains("first record and holds"));
    let answers = with(TrailState::Broken { at: None, n_answers: 1, n_studies: 0 });
    assert!(
        answers.contains("1 record of the trail holds") && !answers.contains("broken at record")
    );
}

#[test]
fn a_report_of_nothing_says_so() {
    let page = report(&ReportFacts::default());
    assert!(page.contains("Nothing was measured") && page.contains("No measure was taken"));
    assert!(page.contains("says nothing of diversity"));
}

#[test]
fn every_word_of_the_page_is_in_the_catalogue() {
    let page = report(&facts());
    for namespace in ["report:", "common:"] {
        assert!(!page.contains(namespace), "a key without words came through");
    }
    assert!(!page.contains("{{"), "a place without its parameter came through");
}
