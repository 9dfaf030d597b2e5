//! `touchstone analyse`: reader statistics.

use std::path::PathBuf;

use serde_json::{Value, json};
use workbench::wire::{AnalysisView, FindingView};
use workbench::{Desk, Task};

use crate::document::{Document, in_snake_case};
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A project's folder; or `answers.csv` with `cases.csv` beside it, or an `.imrmc` file.
    input: PathBuf,
    /// The study; the latest whose truth is open when it is not said.
    #[arg(long)]
    study: Option<u32>,
    /// Only what is found by this method, or only this quantity; may be repeated.
    #[arg(long = "method", value_name = "ID")]
    methods: Vec<String>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let view = if workbench::is_ratings(&arguments.input) {
        workbench::analyse_ratings(&arguments.input, &Task::unwatched())?
    } else {
        let desk = Desk::open_as(&arguments.input, crate::signing::by())?;
        desk.analysis(arguments.study, &Task::unwatched())?
    };
    let asked = |finding: &&FindingView| {
        let named = |id: &String| *id == finding.method || *id == finding.quantity;
        arguments.methods.is_empty() || arguments.methods.iter().any(named)
    };
    let findings: Vec<&FindingView> =
        view.sections.iter().flat_map(|section| &section.findings).filter(asked).collect();
    if findings.is_empty() {
        let known = arguments.methods.join(", ");
        return Err(Why::Misused(format!("`--method {known}` names nothing that was found")));
    }
    if arguments.json { document(&view, &findings) } else { text(&view, &findings) }
}

fn document(view: &AnalysisView, findings: &[&FindingView]) -> Result<End, Why> {
    let numbers: Vec<Value> = findings.iter().map(|finding| number(finding)).collect();
    Document::new("analyse")
        .with("study", view.study)
        .with("name", &view.name)
        .with("plan_hash", &view.plan.hash)
        .with("warnings", &view.warnings)
        .with("sentences", in_snake_case(&view.sentences))
        .with("findings", numbers)
        .with("curves", in_snake_case(&view.curves))
        .with("points", in_snake_case(&view.points))
        .with("flow", in_snake_case(&view.flow))
        .with("methods", in_snake_case(&view.methods))
        .left_out(&[])
        .print()?;
    Ok(End::Done)
}

/// A number, or null with the reason.
fn number(finding: &FindingView) -> Value {
    let mut fields = in_snake_case(finding);
    let reason = finding.reason.as_ref().map(|why| why.message.clone());
    fields["reason"] = json!(reason);
    fields
}

fn text(view: &AnalysisView, findings: &[&FindingView]) -> Result<End, Why> {
    for warning in &view.warnings {
        terminal::print(&format!("! {warning}"))?;
    }
    for sentence in &view.sentences {
        terminal::print(&format!("{}: {}", sentence.rank, sentence.text))?;
    }
    for section in &view.sections {
        let own =
            findings.iter().filter(|finding| section.findings.iter().any(|f| f.id == finding.id));
        let mut own = own.peekable();
        if own.peek().is_some() {
            terminal::print(&format!("\n{}", section.title))?;
        }
        for finding in own {
            let of = [finding.question.as_deref().unwrap_or_default(), &finding.of];
            let of: Vec<&str> = of.into_iter().filter(|part| !part.is_empty()).collect();
            let said = match (&finding.reason, &finding.test) {
                (Some(why), _) => why.message.clone(),
                (None, Some(test)) => format!("{}  {}", finding.shown, test.shown),
                (None, None) => finding.shown.clone(),
            };
            let what = format!("{} ({})", finding.title, finding.method_title);
            terminal::print(&format!("  {what:<52} {:<28} {said}", of.join(" · ")))?;
        }
    }
    Ok(End::Done)
}
