//! One report, two pages: the same words and numbers on screen and on paper.

use crate::paper::{letters, sheets, squeezed};
use report::facts::ReportFacts;
use report::html::html;
use report::page::{Block, Page};
use report::pdf::pdf;

/// The foot of each sheet: project, date and number, which are no part of the page.
const FOOT: f64 = 70.0;

fn pages() -> Vec<Page> {
    let whole = crate::example::facts();
    let mut broken = crate::example::broken();
    // Letters from right to left are drawn in the order of the eye, which is not that of the text.
    broken.sets[1].name = "A diffusion".into();
    let mut blinded = crate::example::facts();
    let study = blinded.study.as_mut().unwrap();
    (study.calls, study.estimates) = (Vec::new(), Vec::new());
    let mut bare = crate::example::facts();
    for measure in &mut bare.measures {
        measure.sentence.clear();
    }
    let nothing = ReportFacts { title: "Nothing yet".into(), ..ReportFacts::default() };
    [whole, broken, blinded, bare, nothing].iter().map(Page::of).collect()
}

/// Returns what a reader of the HTML sees, figures left out.
fn seen(html: &str) -> String {
    let mut seen = String::new();
    let mut rest = html.split_once("<body>").unwrap().1;
    while let Some((text, tag)) = rest.split_once('<') {
        seen.push_str(text);
        rest = if tag.starts_with("svg") {
            tag.split_once("</svg>").unwrap().1
        } else {
            tag.split_once('>').unwrap().1
        };
    }
    unescaped(&seen)
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&apos;", "'").replace("&amp;", "&")
}

/// Takes the figures off a page, so that only its own words are left.
fn without_figures(page: &Page) -> Page {
    let mut page = page.clone();
    for block in page.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        match block {
            Block::Measure(measure) => measure.strip = None,
            Block::Figure(figure) => *block = Block::About(figure.caption.clone()),
            _ => {}
        }
    }
    page
}

#[test]
fn the_screen_shows_the_words_of_the_page_and_no_others() {
    for page in pages() {
        assert_eq!(squeezed(&seen(&html(&page))), squeezed(&crate::leaves::of(&page).concat()));
    }
}

#[test]
fn the_paper_shows_the_words_of_the_page_and_no_others() {
    for page in pages() {
        let page = without_figures(&page);
        let mut shown = String::new();
        for sheet in sheets(&pdf(&page).unwrap()) {
            let above = sheet.ink.iter().filter(|(_, ink)| ink.y1 < sheet.size.1 - FOOT);
            shown.extend(above.map(|(character, _)| *character));
        }
        assert_eq!(squeezed(&shown), squeezed(&crate::leaves::of(&page).concat()));
    }
}

#[test]
fn the_words_in_figures_are_on_both() {
    for page in pages() {
        let (screen, paper) = (html(&page), letters(&pdf(&page).unwrap()));
        for svg in crate::leaves::figures(&page) {
            assert!(screen.contains(svg.as_str().trim_end()));
            let texts: Vec<String> = svg
                .as_str()
                .split("<text ")
                .skip(1)
                .map(|text| text.split_once('>').unwrap().1.split_once("</text>").unwrap().0)
                .map(|text| squeezed(&unescaped(text)))
                .collect();
            assert!(!texts.is_empty());
            for text in texts {
                assert!(paper.contains(&text), "`{text}` is missing on paper");
            }
        }
    }
}
