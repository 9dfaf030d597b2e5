//! The page, from top to bottom.

use super::facts::{
    EstimateFacts, MethodFacts, Outcome, ReportFacts, SetFacts, TrailFacts, TrailState,
};
use super::{measures, study};
use crate::escape::escape;
use crate::figure::Role;
use crate::number::{count, with_interval};

/// What a page may do: nothing but show itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// Returns the report as one HTML file: styles and figures inside, no script, nothing to fetch.
///
/// The same facts give the same bytes. Text is escaped wherever it stands.
pub fn report(facts: &ReportFacts) -> String {
    let mut page = Page::default();
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n"));
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw(&format!("<title>{}</title>\n", escape(&facts.title)));
    page.raw(&format!("<style>\n{}</style>\n</head>\n<body>\n", include_str!("page.css")));
    alarm(&mut page, facts.trail.as_ref());
    head(&mut page, facts);
    page.raw("<main>\n");
    findings(&mut page, &facts.findings);
    sets(&mut page, &facts.sets);
    measures::section(&mut page, &facts.measures);
    figures(&mut page, facts);
    if let Some(study_facts) = &facts.study {
        study::section(&mut page, study_facts);
    }
    methods(&mut page, &facts.methods);
    left_out(&mut page, &facts.left_out);
    provenance(&mut page, facts);
    page.raw("</main>\n");
    foot(&mut page, facts);
    page.raw("</body>\n</html>\n");
    page.0
}

/// A page as it grows. Text of others enters by [`escape`] only.
#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// Adds markup of our own.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds a section's heading from the catalogue.
    pub(super) fn heading(&mut self, key: &str) {
        let id = key.replace('_', "-");
        self.raw(&format!(
            "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n",
            say(key)
        ));
    }

    /// Adds an element around a text.
    pub(super) fn element(&mut self, tag: &str, class: &str, text: &str) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.raw(&format!("<{tag}{class}>{}</{tag}>\n", escape(text)));
    }

    /// Adds a list of sentences.
    pub(super) fn list(&mut self, class: &str, sentences: &[String]) {
        self.raw(&format!("<ul class=\"{class}\">\n"));
        for sentence in sentences {
            self.element("li", "", sentence);
        }
        self.raw("</ul>\n");
    }

    /// Begins a table: its columns by key, the numeric ones aligned right.
    pub(super) fn table(&mut self, class: &str, columns: &[(&str, bool)]) {
        self.raw(&format!("<div class=\"wide\"><table class=\"{class}\">\n<thead><tr>"));
        for (key, numeric) in columns {
            let class = if *numeric { " class=\"number\"" } else { "" };
            self.raw(&format!("<th scope=\"col\"{class}>{}</th>", say(&format!("column.{key}"))));
        }
        self.raw("</tr></thead>\n<tbody>\n");
    }

    /// Ends what [`table`](Page::table) began.
    pub(super) fn end_table(&mut self) {
        self.raw("</tbody>\n</table></div>\n");
    }

    /// Adds a list of names and what they stand for; values may hold markup of ours.
    pub(super) fn pairs(&mut self, class: &str, pairs: &[(String, String)]) {
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.raw(&format!("<dl{class}>\n"));
        for (name, value) in pairs {
            self.raw(&format!("<div><dt>{}</dt><dd>{value}</dd></div>\n", escape(name)));
        }
        self.raw("</dl>\n");
    }
}

/// Returns the words of the page, escaped.
pub(super) fn say(key: &str) -> String {
    escape(&words::say(&format!("report:page.{key}"), &[]))
}

/// Returns the words of the page with parameters, escaped.
pub(super) fn say_with(key: &str, params: &[(&str, &str)]) -> String {
    escape(&words::say(&format!("report:page.{key}"), params))
}

/// Returns a name behind its mark.
pub(super) fn marked(role: Role, name: &str) -> String {
    let icon = role.icon();
    // The name says it all: a screen reader may pass over the mark.
    let icon = icon.as_str().replacen("role=\"img\"", "aria-hidden=\"true\"", 1);
    let icon = icon.replace("<title></title>\n", "").replace("<desc></desc>\n", "");
    format!("<span class=\"name\">{}{}</span>", icon.trim_end(), escape(name))
}

/// Returns a hash or an id as code.
pub(super) fn code(text: &str) -> String {
    // A short id stays on one line; a hash may break anywhere.
    let class = if text.chars().count() <= 24 { " class=\"short\"" } else { "" };
    format!("<code{class}>{}</code>", escape(text))
}

/// Returns the cell of an outcome: a number with its interval, or why there is none.
pub(super) fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Value { value, interval } => {
            format!("<td class=\"number\">{}</td>", escape(&with_interval(*value, *interval)))
        }
        Outcome::None { reason } => format!("<td class=\"why\">{}</td>", escape(reason)),
    }
}

/// Says before all else that the project's records were changed.
fn alarm(page: &mut Page, trail: Option<&TrailFacts>) {
    let Some(TrailState::Broken { at, n_answers, n_studies }) = trail.map(|trail| trail.state)
    else {
        return;
    };
    page.raw(&format!("<div class=\"alarm\" role=\"alert\">\n<p>{}</p>\n<ul>\n", say("alarm")));
    if let Some(at) = at {
        let line = say_with("alarm_at", &[("at", &at.to_string())]);
        page.raw(&format!("<li>{line}</li>\n"));
    }
    for (key, n) in [("alarm_answers", n_answers), ("alarm_studies", n_studies)] {
        if 0 < n {
            let line = say_with(key, &[("count", &n.to_string())]);
            page.raw(&format!("<li>{line}</li>\n"));
        }
    }
    page.raw("</ul>\n</div>\n");
}

fn head(page: &mut Page, facts: &ReportFacts) {
    page.raw("<header>\n");
    page.raw(&format!("<p class=\"kind\">{}</p>\n", say("kind")));
    page.element("h1", "", &facts.title);
    let line = [
        say_with("project", &[("name", &facts.project)]),
        say_with("made", &[("at", &facts.made_at)]),
        escape(&facts.program),
    ];
    page.raw(&format!("<p class=\"line\">{}</p>\n</header>\n", line.join(" · ")));
}

fn findings(page: &mut Page, sentences: &[String]) {
    page.heading("findings");
    if sentences.is_empty() {
        page.raw(&format!("<p>{}</p>\n", say("no_findings")));
    } else {
        page.list("findings", sentences);
    }
    page.raw("</section>\n");
}

fn sets(page: &mut Page, sets: &[SetFacts]) {
    page.heading("sets");
    page.table(
        "sets",
        &[
            ("set", false),
            ("modality", false),
            ("n", true),
            ("subjects", true),
            ("made_by", false),
            ("notes", false),
        ],
    );
    for set in sets {
        let subjects = set.n_subjects.map_or_else(|| say("not_known"), |n| escape(&count(n)));
        let made_by = match (set.role, &set.generator) {
            (Role::Real, _) => say("recorded"),
            (Role::Generator(_), Some(generator)) => escape(generator),
            (Role::Generator(_), None) => say("not_known"),
        };
        let notes: Vec<String> = set.notes.iter().map(|note| escape(note)).collect();
        page.raw(&format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td class=\"number\">{}</td>\
             <td class=\"number\">{subjects}</td><td>{made_by}</td><td>{}</td></tr>\n",
            marked(set.role, &set.name),
            escape(&set.modality),
            escape(&count(set.n)),
            notes.join("<br>"),
        ));
    }
    page.end_table();
    page.raw("</section>\n");
}

fn figures(page: &mut Page, facts: &ReportFacts) {
    if facts.figures.is_empty() {
        return;
    }
    page.heading("figures");
    for (at, figure) in facts.figures.iter().enumerate() {
        let number = (at + 1).to_string();
        page.raw(&format!("<figure>\n{}", figure.svg.as_str()));
        page.raw(&format!(
            "<figcaption><b>{}</b> {}</figcaption>\n</figure>\n",
            say_with("figure", &[("number", &number)]),
            escape(&figure.note),
        ));
    }
    page.raw("</section>\n");
}

fn methods(page: &mut Page, methods: &[MethodFacts]) {
    if methods.is_empty() {
        return;
    }
    page.heading("methods");
    page.raw("<dl class=\"methods\">\n");
    for method in methods {
        page.raw(&format!(
            "<div><dt>{}</dt><dd>{} <span class=\"source\">{}</span></dd></div>\n",
            escape(&method.name),
            escape(&method.text),
            escape(&method.source),
        ));
    }
    page.raw("</dl>\n</section>\n");
}

fn left_out(page: &mut Page, sentences: &[String]) {
    page.heading("left_out");
    if sentences.is_empty() {
        page.raw(&format!("<p>{}</p>\n", say("nothing_left_out")));
    } else {
        page.list("", sentences);
    }
    page.raw("</section>\n");
}

/// The way back: each hash that a reader can compute again.
fn provenance(page: &mut Page, facts: &ReportFacts) {
    page.heading("provenance");
    page.raw(&format!("<p>{}</p>\n", say("provenance_is")));
    let mut pairs: Vec<(String, String)> = facts
        .sets
        .iter()
        .map(|set| (words::say("report:page.manifest", &[("set", &set.name)]), code(&set.manifest)))
        .collect();
    let plain = |key: &str| words::say(&format!("report:page.{key}"), &[]);
    if let Some(study) = &facts.study {
        pairs.push((plain("design_hash"), code(&study.design_hash)));
        let optional = [("plan_hash", &study.plan_hash), ("key_commitment", &study.key_commitment)];
        for (key, hash) in optional {
            let shown = hash.as_ref().map_or_else(|| say("not_yet"), |hash| code(hash));
            pairs.push((plain(key), shown));
        }
    }
    if let Some(TrailFacts { head, n_records, state }) = &facts.trail {
        let records = words::say("report:page.n_records", &[("count", &n_records.to_string())]);
        let state = match state {
            TrailState::Holds => say("trail_holds"),
            TrailState::Broken { .. } => format!("<b class=\"broken\">{}</b>", say("trail_broken")),
            TrailState::NotChecked => say("trail_unchecked"),
        };
        pairs.push((
            plain("trail_head"),
            format!("{}<br>{}; {state}", code(head), escape(&records)),
        ));
    }
    page.pairs("", &pairs);
    page.raw("</section>\n");
}

fn foot(page: &mut Page, facts: &ReportFacts) {
    page.raw("<footer>\n");
    page.raw(&format!("<p class=\"honest\">{}</p>\n", escape(&words::say("common:honest", &[]))));
    page.raw(&format!("<p>{}</p>\n</footer>\n", say_with("foot", &[("program", &facts.program)])));
}

/// Returns whether an estimate was planned, in words.
pub(super) fn planned(estimate: &EstimateFacts) -> String {
    say(if estimate.planned { "planned" } else { "exploratory" })
}
