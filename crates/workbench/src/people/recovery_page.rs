//! The recovery key on a page, to be printed and locked away.

use report::page::{Block, Page, Pairs, PairsKind, Run, Section};

use crate::{Result, clock};

/// Returns the page of a recovery key as a PDF.
///
/// The key is not kept: whoever shows it hands it over again.
///
/// # Errors
///
/// Those of crate `report`.
pub fn recovery_page(project: &str, key: &str) -> Result<Vec<u8>> {
    let say = |name: &str| words::say(&format!("app:recoveryPage.{name}"), &[]);
    let made_at = clock::to_be_read(&clock::now());
    let program = format!("Touchstone {}", crate::VERSION);
    let key = Pairs {
        kind: PairsKind::Hashes,
        rows: vec![(say("key"), vec![vec![Run::Code(key.to_owned())]])],
    };
    let steps = ["one", "two", "three"].map(say).to_vec();
    let section = |title: &str, blocks| Section { key: "provenance", title: say(title), blocks };
    let page = Page {
        lang: words::spoken().tag(),
        title: project.to_owned(),
        project: project.to_owned(),
        line: format!("{made_at} · {program}"),
        made_at,
        identity: None,
        alarm: None,
        kind: say("kind"),
        sections: vec![
            section("theKey", vec![Block::Paragraph(say("opens")), Block::Pairs(key)]),
            section("how", vec![Block::List(steps)]),
        ],
        honest: say("honest"),
        foot: program.clone(),
        program,
    };
    Ok(report::pdf::pdf(&page)?)
}
