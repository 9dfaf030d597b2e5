//! The page as one HTML file that carries everything it shows.

mod blocks;

use crate::escape::escape;
use crate::page::{Alarm, Page};

/// What a page may do: nothing but show itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Returns the page as one HTML file: styles and figures inside, no script, nothing to fetch.
///
/// The same page gives the same bytes. Text is escaped wherever it stands.
pub fn html(page: &Page) -> String {
    let mut sheet = Sheet::default();
    let lang = escape(page.lang);
    sheet.raw(&format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n"
    ));
    sheet.raw(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"));
    sheet.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    sheet.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    sheet.element("title", "", &page.title);
    sheet.raw(&format!("<style>\n{}</style>\n</head>\n<body>\n", include_str!("page.css")));
    if let Some(found) = &page.alarm {
        alarm(&mut sheet, found);
    }
    sheet.raw("<header>\n");
    sheet.element("p", "kind", &page.kind);
    sheet.element("h1", "", &page.title);
    sheet.element("p", "line", &page.line);
    if let Some(identity) = &page.identity {
        blocks::pairs(&mut sheet, identity);
    }
    sheet.raw("</header>\n<main>\n");
    for section in &page.sections {
        let id = section.key.replace('_', "-");
        let title = escape(&section.title);
        sheet.raw(&format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n"));
        for block in &section.blocks {
            blocks::block(&mut sheet, block);
        }
        sheet.raw("</section>\n");
    }
    sheet.raw("</main>\n<footer>\n");
    sheet.element("p", "honest", &page.honest);
    sheet.element("p", "", &page.foot);
    sheet.raw("</footer>\n</body>\n</html>\n");
    sheet.0
}

fn alarm(sheet: &mut Sheet, alarm: &Alarm) {
    sheet.raw("<div class=\"alarm\" role=\"alert\">\n");
    sheet.element("p", "", &alarm.lead);
    sheet.list("", &alarm.lines);
    sheet.raw("</div>\n");
}

/// A page as it grows. Text of others enters by [`escape`] only.
#[derive(Default)]
struct Sheet(String);

impl Sheet {
    /// Adds markup of our own.
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds an element around a text.
    fn element(&mut self, tag: &str, class: &str, text: &str) {
        self.raw(&format!("<{tag}{}>{}</{tag}>\n", classed(class), escape(text)));
    }

    /// Adds a list of sentences.
    fn list(&mut self, class: &str, sentences: &[String]) {
        self.raw(&format!("<ul{}>\n", classed(class)));
        for sentence in sentences {
            self.element("li", "", sentence);
        }
        self.raw("</ul>\n");
    }
}

/// Returns the attribute of a class, or nothing.
fn classed(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") }
}
