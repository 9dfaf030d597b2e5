//! Names that would be markup, in every place that a text can reach.

use crate::example::{caption, facts};
use report::facts::{FigureFacts, Outcome, ReportFacts};
use report::figure::{
    Axis, Band, CallsRow, Role, Series, Size, calls_by_reader, forest, histogram, interval_strip,
};
use report::html::html;
use report::page::Page;
use report::pdf::pdf;

const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</svg><script>alert(1)</script>",
    "</desc></svg><img src=x onerror=alert(1)>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onload=\"alert(1)",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "&amp;",
    "<style>*{background:url(//x)}</style>",
    "<base href=//x>",
    "<meta http-equiv=refresh content=0>",
    "<math><mi//xlink:href=\"data:x,<script>\">",
    "\u{202E}txt.exe",
    "\u{2066}isolate",
    "zero\u{200B}width",
    "nul\0byte",
    "\u{1b}[31mred",
    "\u{FFFE}\u{FFFF}",
    "two\nlines\r\nand\ttabs",
    "{{7*7}} ${7*7} #{7*7}",
    "`x` \\\" \\u003cscript\\u003e",
    "＜script＞",
    "名前 اسم नाम",
    "a\u{0301}\u{0301}\u{0301}\u{0301}",
    " ",
];

/// Returns the facts with `text` in each of their texts.
fn poisoned(text: &str) -> ReportFacts {
    let t = || text.to_owned();
    let mut facts = facts();
    (facts.title, facts.project, facts.made_at, facts.program) = (t(), t(), t(), t());
    facts.findings = vec![t()];
    facts.left_out = vec![t()];
    for set in &mut facts.sets {
        (set.name, set.modality, set.manifest) = (t(), t(), t());
        set.generator = Some(t());
        set.notes = vec![t()];
    }
    for measure in &mut facts.measures {
        (measure.group, measure.title, measure.sentence) = (t(), t(), t());
        (measure.unit, measure.direction, measure.interval_is) = (Some(t()), Some(t()), Some(t()));
        for value in &mut measure.values {
            (value.set, value.id) = (t(), t());
            if let Outcome::None { reason } = &mut value.outcome {
                *reason = t();
            }
        }
    }
    facts.figures = vec![FigureFacts { svg: crate::example::ages(), note: t() }];
    let study = facts.study.as_mut().unwrap();
    (study.title, study.state, study.design_version, study.design_hash) = (t(), t(), t(), t());
    (study.plan_hash, study.key_commitment) = (Some(t()), Some(t()));
    study.excluded = vec![t()];
    for reader in &mut study.readers {
        reader.reader = t();
    }
    for row in &mut study.calls {
        (row.reader, row.source) = (t(), t());
    }
    (study.warnings, study.said) = (vec![t()], vec![(t(), vec![t()]), (t(), vec![t()])]);
    study.appendix = vec![(t(), vec![(t(), t())])];
    for part in &mut study.estimates {
        (part.title, part.note) = (t(), t());
        for estimate in &mut part.rows {
            (estimate.title, estimate.of, estimate.method) = (t(), t(), t());
            (estimate.test, estimate.n, estimate.id) = (t(), t(), t());
        }
    }
    for method in &mut facts.methods {
        (method.name, method.text, method.source) = (t(), t(), t());
    }
    facts.trail.as_mut().unwrap().head = t();
    facts
}

/// Returns the tags of a text in their order, which is what a browser builds from.
fn tags(markup: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = markup;
    while let Some((_, from)) = rest.split_once('<') {
        let (tag, after) = from.split_once('>').expect("a tag that opens closes");
        tags.push(tag.split_whitespace().next().unwrap_or_default().to_owned());
        rest = after;
    }
    tags
}

/// Returns the tags of the page but for those of the drawings, whose number depends on names' lengths.
fn skeleton(page: &str) -> Vec<String> {
    let drawn = ["text", "/text", "line", "polyline", "polygon", "rect", "circle"];
    tags(page).into_iter().filter(|tag| !drawn.contains(&tag.trim_end_matches('/'))).collect()
}

#[test]
fn no_text_adds_an_element_to_the_page() {
    let wanted = skeleton(&html(&Page::of(&poisoned("plain"))));
    for text in HOSTILE {
        let page = html(&Page::of(&poisoned(text)));
        assert!(skeleton(&page) == wanted, "{text:?} changed the elements of the page");
        let control = page.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(control, None, "{text:?}");
        assert!(
            !page.contains('\u{202E}') && !page.contains('\u{2066}') && !page.contains('\u{200B}')
        );
    }
}

#[test]
fn no_text_adds_an_element_to_a_figure() {
    let size = Size { width: 480, height: 320 };
    let allowed = [
        "svg", "/svg", "title", "/title", "desc", "/desc", "text", "/text", "polyline", "polygon",
        "rect", "circle", "line",
    ];
    for text in HOSTILE {
        let rows = [report::figure::StripRow {
            label: (*text).into(),
            value: 0.5,
            interval: Some((0.4, 0.6)),
            n: Some(10),
            role: Role::Real,
        }];
        let axis = Axis { low: 0.0, high: 1.0, label: (*text).into() };
        let series = [Series {
            label: (*text).into(),
            values: vec![1.0, 2.0, 3.0],
            role: Role::Generator(0),
        }];
        let calls = [CallsRow {
            reader: (*text).into(),
            source: (*text).into(),
            role: Role::Real,
            counts: [1, 2, 3, 4, 5, 6],
        }];
        let caption = report::figure::Caption { description: (*text).into(), ..caption(text) };
        for svg in [
            interval_strip(&caption, &rows, Some((0.4, 0.6)), &axis, size).unwrap(),
            forest(
                &caption,
                &rows,
                Some(&Band { low: 0.4, high: 0.6, label: (*text).into() }),
                &axis,
                480,
            )
            .unwrap(),
            histogram(&caption, &series, text, size).unwrap(),
            calls_by_reader(&caption, &calls, 480).unwrap(),
        ] {
            for tag in tags(svg.as_str()) {
                assert!(allowed.contains(&tag.trim_end_matches('/')), "{text:?} made <{tag}>");
            }
            assert!(!svg.as_str().contains(['\0', '\u{1b}', '\u{202E}', '\u{FFFE}']), "{text:?}");
        }
    }
}

/// What typesetting would run, if it were markup; and what it has to be on paper.
const TYPESET: &[(&str, &str)] = &[
    ("#panic(1)", "#panic(1)"),
    ("#sys.inputs #{while true {}}", "#sys.inputs #{while true {}}"),
    (
        "#image(\"/etc/passwd\") #read(\"/etc/passwd\")",
        "#image(\"/etc/passwd\") #read(\"/etc/passwd\")",
    ),
    ("#import \"@preview/cetz:0.3.1\"", "#import \"@preview/cetz:0.3.1\""),
    ("$x^2$ *bold* _slanted_ `raw`", "$x^2$ *bold* _slanted_ `raw`"),
    ("= Heading", "= Heading"),
    ("- item + item / term: what", "- item + item / term: what"),
    ("@reference <label>", "@reference <label>"),
    ("// comment /* comment */", "// comment /* comment */"),
    ("a\\b \\# \\u{41} ~ -- --- ...", "a\\b \\# \\u{41} ~ -- --- ..."),
    ("'single' \"double\"", "'single' \"double\""),
    ("-> => fi ffl https://example.org", "-> => fi ffl https://example.org"),
    ("]{}[)(", "]{}[)("),
    ("two\nlines\tand", "two lines and"),
    ("\u{202E}txt.exe nul\0", "[U+202E]txt.exe nul[U+0000]"),
    ("中文 नाम \u{E000}", "[U+4E2D][U+6587] [U+0928][U+093E][U+092E] [U+E000]"),
    ("Größe 5 µm ± 2 σ ≥ 3 −1 × ½ ☺ Ελλάδα Ж", "Größe 5 µm ± 2 σ ≥ 3 −1 × ½ ☺ Ελλάδα Ж"),
];

#[test]
fn every_text_stands_on_paper_as_it_is() {
    for (text, wanted) in TYPESET {
        let facts = poisoned(text);
        let shown = crate::paper::letters(&pdf(&Page::of(&facts)).unwrap());
        let wanted = crate::paper::squeezed(wanted);
        // Each place of the page that holds the text alone.
        let page = Page::of(&facts);
        let places = crate::leaves::of(&page).iter().filter(|leaf| leaf == text).count();
        let found = shown.matches(&wanted).count();
        assert!(20 < places && places <= found, "{text:?}: {found} of {places}");
    }
}

#[test]
fn no_text_keeps_the_paper_from_being_made() {
    let rtl = "שם בעברית اسم";
    let odd = ["", " ", "\u{A0}", "\u{301}", "\u{FE0F}", "\u{1F468}\u{1F469}", "\u{10FFFF}", rtl];
    for texts in HOSTILE.chunks(8).map(|some| some.join(" ")).chain(odd.map(str::to_owned)) {
        let file = pdf(&Page::of(&poisoned(&texts)));
        assert!(file.is_ok(), "{texts:?}: {:?}", file.err());
    }
    assert!(pdf(&Page::of(&ReportFacts::default())).is_ok());
}
