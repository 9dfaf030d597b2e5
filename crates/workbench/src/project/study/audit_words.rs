//! What an audit says, in the language that is spoken.

use blinding::Mend;

use super::kept::Shown;
use crate::wire::AuditView;

/// Returns the name of an attribute in words; what stands behind a colon is a column.
pub(crate) fn title(name: &str) -> String {
    let (attribute, column) = name.split_once(':').unwrap_or((name, ""));
    let title = words::say(&format!("blinding:attribute.{attribute}.title"), &[]);
    if column.is_empty() { title } else { format!("{title}: {column}") }
}

/// Returns the verdict in words, with what so many cases would have caught.
///
/// What an earlier version said of it, it said in English.
pub(crate) fn sentence(audit: &AuditView) -> String {
    if audit.code.is_empty() {
        return audit.sentence.clone();
    }
    let tells = audit.leaks.iter().filter(|leak| leak.tells && leak.channel == "container");
    let attributes: Vec<String> = tells.map(|leak| title(&leak.name)).collect();
    let caught = audit.caught.map_or("1".to_owned(), |auc| format!("{auc:.2}"));
    let params = [
        ("real", audit.n_real.to_string()),
        ("synthetic", audit.n_synthetic.to_string()),
        ("auc", caught),
        ("attributes", attributes.join(", ")),
    ];
    let params = params.each_ref().map(|(name, text)| (*name, text.as_str()));
    words::say(&format!("app:audit.{}", audit.code), &params)
}

/// Returns what is done to the cases of both sources, in that order.
pub(crate) fn mends(shown: &Shown) -> Vec<String> {
    let mut done: Vec<String> = shown.mends.iter().map(mend).collect();
    if shown.card.is_some() && !shown.plain {
        done.push(written_alike());
    }
    if !shown.off.is_empty() {
        let names: Vec<&str> = shown.off.iter().map(|(_, column)| column.name.as_str()).collect();
        done.push(left_off(&names.join(", ")));
    }
    done
}

/// Returns a mend in words.
pub(crate) fn mend(mend: &Mend) -> String {
    match mend {
        Mend::Mask { rects } => {
            words::say("app:audit.masked", &[("count", &rects.len().to_string())])
        }
        other => words::say(&format!("blinding:mend.{}.title", other.id()), &[]),
    }
}

/// Returns the mend of cells that are spelled in two ways.
pub(crate) fn written_alike() -> String {
    words::say("app:audit.alike", &[])
}

/// Returns the mend of columns that tell however they are written.
pub(crate) fn left_off(columns: &str) -> String {
    words::say("app:audit.leave_off", &[("columns", columns)])
}
