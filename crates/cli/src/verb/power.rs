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
    /// How far from one half is still chance: for a claim of equivalence, of balanced accuracy (with
    /// `--pilot FILE` of the area). Without it a difference of the area from one half is looked for.
    #[arg(long)]
    margin: Option<f64>,
    /// The accuracy or area that is true; 0.5 for equivalence where it is not said.
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
    misuse(arguments)?;
    if let Some(path) = &arguments.pilot {
        terminal::is_there(path)?;
    }
    if let (Some(file), [first, second]) = (&arguments.pilot, &arguments.conditions[..]) {
        return of_difference(arguments, file, [first, second]);
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

/// Refuses words that do not go together.
fn misuse(arguments: &Arguments) -> Result<(), Why> {
    let Arguments { conditions, difference, margin, accuracy, study, pilot, .. } = arguments;
    let is_file = pilot.as_ref().is_some_and(|path| path.is_file());
    let words = match conditions.len() {
        3.. => "`--conditions` takes one condition, or two",
        2 if margin.is_some() || accuracy.is_some() => {
            "of two conditions a difference is looked for: say `--difference`"
        }
        2 if conditions[0] == conditions[1] => "`--conditions` takes two that differ",
        0 | 1 if difference.is_some() => {
            "`--difference` goes with two conditions, e.g. `--conditions A,B`"
        }
        _ if is_file && study.is_some() => "a file has no studies: they are of projects",
        1.. if !is_file && pilot.as_ref().is_some_and(|path| path.exists()) => {
            "a project has no conditions: they are of files"
        }
        _ => return Ok(()),
    };
    Err(Why::Misused(words.to_owned()))
}

/// Returns how readers vary in the pilot, if there is one.
fn pilot(arguments: &Arguments) -> Result<Option<VarianceView>, Why> {
    let Some(path) = &arguments.pilot else { return Ok(None) };
    let condition = arguments.conditions.first().map(String::as_str);
    if path.is_file() {
        return Ok(Some(pilot_of_file(path, condition)?));
    }
    let pilots = Desk::open_as(path, crate::signing::by())?.pilots()?;
    let asked = |pilot: &&PilotView| arguments.study.is_none_or(|id| pilot.study == id);
    let Some(found) = pilots.iter().find(asked) else {
        let words = "the project has no such study whose truth is open: unblind one first";
        return Err(Why::Misused(words.to_owned()));
    };
    if found.by_script {
        terminal::note("a script gave all answers of the pilot: no person varied there");
    }
    let (own, why) = if arguments.margin.is_some() {
        (found.accuracy, &found.no_accuracy)
    } else {
        (found.area, &found.no_area)
    };
    let why = || why.as_ref().map_or_else(String::new, |why| why.message.clone());
    own.map(Some).ok_or_else(|| Why::Misused(format!("`{}` is no pilot: {}", found.name, why())))
}

/// What is said where a pilot's variances are of another level.
const FAR: &str = "the pilot's readers reached another mean than is taken to be true; areas near 0 or 1 vary \
                   less, so that the power may be far too high";

fn document(request: &PowerRequest, view: &PowerView) -> Result<End, Why> {
    Document::new("power")
        .with("request", in_snake_case(request))
        .with("power", view.power)
        .with("fixed_readers", view.fixed_readers)
        .with("worth", view.worth)
        .with("far_from_pilot", view.far_from_pilot)
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
    if view.far_from_pilot {
        terminal::print(&format!("! {FAR}"))?;
    }
    let most = [view.most_readers, view.most_cases].map(u64::from);
    fewest([view.fewest_readers, view.fewest_cases].map(|n| n.map(u64::from)), most)?;
    Ok(End::Done)
}

fn fewest([readers, cases]: [Option<u64>; 2], [of_readers, of_cases]: [u64; 2]) -> Result<(), Why> {
    let both = [
        (cases, of_cases, "cases with these readers"),
        (readers, of_readers, "readers with these cases"),
    ];
    for (n, most, what) in both {
        let said = match n {
            Some(n) => format!("a power of 0.8 takes {n} {what}"),
            None => format!("{most} {what} are not enough for a power of 0.8"),
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
    let found = power_of_difference(file, conditions, *difference, *readers, *cases)?;
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
    let most = [found.most_readers, found.most_cases];
    fewest([found.fewest_readers, found.fewest_cases], most)?;
    Ok(End::Done)
}
