//! The page on paper: what kind of file it is, and where things stand.

use crate::example::{broken, facts, hard, long};
use crate::paper::{Sheet, letters, sheets, squeezed};
use report::facts::ReportFacts;
use report::page::Page;
use report::pdf::pdf;

/// Millimetres in points.
const MM: f64 = 72.0 / 25.4;

fn file(facts: &ReportFacts) -> Vec<u8> {
    pdf(&Page::of(facts)).unwrap()
}

/// Returns what stands on a sheet above its foot.
fn body(sheet: &Sheet) -> String {
    let above = sheet.ink.iter().filter(|(_, ink)| ink.y1 < sheet.size.1 - 70.0);
    squeezed(&above.map(|(character, _)| *character).collect::<String>())
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(file(&facts()), file(&facts()));
}

#[test]
fn the_file_says_what_it_is() {
    let file = file(&facts());
    let text = String::from_utf8_lossy(&file);
    for part in [
        "Three generators of chest radiographs against 1204 real ones</rdf:li>",
        "<rdf:li>Touchstone 0.1.0</rdf:li>",
        "<xmp:CreatorTool>Touchstone 0.1.0</xmp:CreatorTool>",
        "<xmp:CreateDate>2025-05-01T09:30:00+00:00</xmp:CreateDate>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "/Lang(en)",
    ] {
        assert!(text.contains(part), "{part}");
    }
}

#[test]
fn without_a_time_the_file_has_no_date() {
    let facts = ReportFacts { made_at: "yesterday".into(), ..facts() };
    let file = file(&facts);
    let text = String::from_utf8_lossy(&file);
    assert!(text.contains("pdfuaid:part") && !text.contains("CreateDate"));
}

#[test]
fn every_sheet_is_a4_numbered_and_named() {
    let sheets = sheets(&file(&long()));
    let n = sheets.len();
    assert!(4 < n, "{n} sheets");
    for (at, sheet) in sheets.iter().enumerate() {
        assert!((sheet.size.0 - 210.0 * MM).abs() < 0.1 && (sheet.size.1 - 297.0 * MM).abs() < 0.1);
        let text = squeezed(&sheet.text);
        let foot = format!("ChestX-raygenerators,pilot·2025-05-0109:30UTC{}/{n}", at + 1);
        assert!(text.contains(&foot), "{foot}");
    }
}

#[test]
fn figures_are_drawn_with_lines_and_letters() {
    for sheet in sheets(&file(&facts())) {
        assert_eq!(sheet.n_images, 0, "no figure is a picture of pixels");
    }
}

#[test]
fn names_in_other_scripts_have_their_letters() {
    let shown = letters(&file(&broken()));
    // Hebrew as the eye meets it from the left.
    for name in
        ["\u{5DC}\u{5D3}\u{5D5}\u{5DE}", "Μοντέλο Β — Модель Б", "Größe ≥ 5 µm: #set *text*(red)"]
    {
        assert!(shown.contains(&squeezed(name)), "{name}");
    }
}

#[test]
fn a_table_over_several_sheets_repeats_its_columns() {
    let sheets = sheets(&file(&long()));
    let with_rows =
        |from: &str| sheets.iter().filter(|sheet| body(sheet).contains(from)).collect::<Vec<_>>();
    let rows = with_rows("latentdiffusion,2024-11");
    assert!(1 < rows.len());
    for sheet in rows {
        assert!(body(sheet).contains("SetKindnSubjectsMadebyNoteswhenread"));
    }
}

#[test]
fn a_heading_stands_above_what_it_heads() {
    // More and more findings push each heading over the end of a sheet once.
    for n in (0..24).step_by(2) {
        let mut facts = facts();
        facts.findings = (0..n).map(|at| format!("Finding {at} of a long audit.")).collect();
        let page = Page::of(&facts);
        for sheet in sheets(&pdf(&page).unwrap()) {
            for section in &page.sections {
                assert!(!body(&sheet).ends_with(&squeezed(&section.title)), "{}", section.title);
            }
            assert!(!body(&sheet).ends_with("Storedas"), "columns without a row");
        }
    }
}

#[test]
fn nothing_leaves_the_sheet() {
    for (at, sheet) in sheets(&file(&hard())).iter().enumerate() {
        for (character, ink) in sheet.ink.iter().filter(|(_, ink)| 0.0 < ink.area()) {
            let inside = 19.0 * MM < ink.x0 && ink.x1 < 191.0 * MM;
            assert!(inside && ink.y1 < 287.0 * MM, "`{character}` at {ink:?} of sheet {}", at + 1);
        }
    }
}
