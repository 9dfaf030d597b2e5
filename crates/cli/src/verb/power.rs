//! `touchstone power`: what so many readers and cases can find.

use std::path::PathBuf;

use serde_json::{Value, json};
use workbench::wire::{PilotView, PowerRequest, PowerView, VarianceView};
use workbench::{Desk, pilot_of_file, power, power_of_difference};

use crate::document::{Document, in_snake_case};
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Readers.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1000))]
    readers: u32,
    /// Cases that each of them reads, of both sources together.
    #[arg(long, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    cases: u32,
    /// How far from one half is still chance: for a claim of equivalence. Without it a difference from
    /// one half is looked for.
    #[arg(long)]
    margin: Option<f64>,
    /// The accuracy (of equivalence, and of a difference without a pilot) or area (of a difference from a
    /// pilot) that is true; 0.5 for equivalence where it is not said.
    #[arg(long)]
    accuracy: Option<f64>,
    /// The correlation of one reader's calls, without a pilot.
    #[arg(long, default_value_t = 0.005)]
    within_reader: f64,
    /// The correlation of calls on one case, without a pilot.
    #[arg(long, default_value_t = 0.05)]
    within_case: f64,
    /// A project with a study whose truth is open, or an `.imrmc` file: readers and cases vary as there.
    #[arg(long)]
    pilot: Option<PathBuf>,
    /// The study of the project; the latest whose truth is open when it is not said.
    #[arg(long, requires = "pilot")]
    study: Option<u32>,
    /// The condition of the file, its first one when it is not said; or two, parted by a comma, whose
    /// difference is looked for.
    #[arg(long, requires = "pilot", value_delimiter = ',', num_args = 1..=2)]
    conditions: Vec<String>,
    /// The difference of two conditions that is to be found; that of the pilot when it is not said.
    #[arg(long, requires = "conditions")]
    difference: Option<f64>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    if let (Some(file), [first, second]) = (&arguments.pilot, &arguments.conditions[..]) {
        return of_difference(arguments, file, [first, second]);
    }
    if arguments.difference.is_some() {
        let words = "`--difference` goes with two conditions, e.g. `--conditions A,B`";
        return Err(Why::Misused(words.to_owned()));
    }
    let accuracy = match (arguments.accuracy, arguments.margin) {
        (Some(accuracy), _) => accuracy,
        (None, Some(_)) => 0.5,
        (None, None) => {
            let words = "say `--margin` for equivalence, or `--accuracy` for a difference from 0.5";
            return Err(Why::Misused(words.to_owned()));
        }
    };
    let pilot = pilot(arguments)?;
    let request = PowerRequest {
        readers: arguments.readers,
        cases: arguments.cases,
        margin: arguments.margin,
        accuracy,
        within_reader: arguments.within_reader,
        within_case: arguments.within_case,
        pilot,
    };
    let view = power(&request)?;
    if arguments.json { document(&request, &view) } else { text(&request, &view) }
}

/// Returns how readers vary in the pilot, if there is one.
fn pilot(arguments: &Arguments) -> Result<Option<VarianceView>, Why> {
    let Some(path) = &arguments.pilot else { return Ok(None) };
    let condition = arguments.conditions.first().map(String::as_str);
    if path.is_file() {
        return Ok(Some(pilot_of_file(path, condition)?.0));
    }
    if condition.is_some() {
        return Err(Why::Misused("a project has no conditions: they are of files".to_owned()));
    }
    let pilots = Desk::open_as(path, crate::signing::by())?.pilots()?;
    let asked = |pilot: &&PilotView| arguments.study.is_none_or(|id| pilot.study == id);
    let Some(found) = pilots.iter().find(asked) else {
        let words = "the project has no such study whose truth is open: unblind one first";
        return Err(Why::Misused(words.to_owned()));
    };
    let own = if arguments.margin.is_some() { found.accuracy } else { found.area };
    let why = || found.reason.as_ref().map_or_else(String::new, |why| why.message.clone());
    own.map(Some).ok_or_else(|| Why::Misused(format!("`{}` is no pilot: {}", found.name, why())))
}

fn document(request: &PowerRequest, view: &PowerView) -> Result<End, Why> {
    Document::new("power")
        .with("request", in_snake_case(request))
        .with("power", view.power)
        .with("fixed_readers", view.fixed_readers)
        .with("worth", view.worth)
        .with("fewest_cases", view.fewest_cases)
        .with("fewest_readers", view.fewest_readers)
        .with("by_cases", &view.by_cases)
        .with("by_readers", &view.by_readers)
        .left_out(&[])
        .print()?;
    Ok(End::Done)
}

fn text(request: &PowerRequest, view: &PowerView) -> Result<End, Why> {
    let PowerRequest { readers, cases, .. } = request;
    terminal::print(&format!("{readers} readers, {cases} cases: power {:.3}", view.power))?;
    if let Some(fixed) = view.fixed_readers {
        terminal::print(&format!("for these very readers: {fixed:.3}"))?;
    }
    fewest(view.fewest_readers.map(u64::from), view.fewest_cases.map(u64::from))?;
    Ok(End::Done)
}

fn fewest(readers: Option<u64>, cases: Option<u64>) -> Result<(), Why> {
    for (n, what) in [(cases, "cases with these readers"), (readers, "readers with these cases")] {
        let said = match n {
            Some(n) => format!("a power of 0.8 takes {n} {what}"),
            None => format!("no number of {what} is enough for a power of 0.8"),
        };
        terminal::print(&said)?;
    }
    Ok(())
}

fn of_difference(
    arguments: &Arguments,
    file: &std::path::Path,
    conditions: [&str; 2],
) -> Result<End, Why> {
    let Arguments { readers, cases, difference, .. } = arguments;
    let found = power_of_difference(file, Some(conditions), *difference, *readers, *cases)?;
    if arguments.json {
        let pilot: Value = json!({
            "difference": found.pilot_difference,
            "readers": found.pilot_readers,
            "cases": found.pilot_cases,
        });
        Document::new("power")
            .with("conditions", &found.conditions)
            .with("pilot", pilot)
            .with("readers", readers)
            .with("cases", cases)
            .with("difference", found.difference)
            .with("power", found.power)
            .with("fixed_readers", found.fixed_readers)
            .with("fewest_cases", found.fewest_cases)
            .with("fewest_readers", found.fewest_readers)
            .left_out(&[])
            .print()?;
        return Ok(End::Done);
    }
    let [first, second] = &found.conditions;
    terminal::print(&format!(
        "{first} less {second}, a difference of {:.3}: {readers} readers, {cases} cases: power {:.3}",
        found.difference, found.power
    ))?;
    terminal::print(&format!("for these very readers: {:.3}", found.fixed_readers))?;
    fewest(found.fewest_readers, found.fewest_cases)?;
    Ok(End::Done)
}
