//! `touchstone analyse`: reader statistics.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Value, json};
use workbench::wire::{AnalysisView, FindingView};
use workbench::{Desk, LeftOut, RaterScale, Task};

use crate::document::{Document, in_snake_case};
use crate::terminal::{self, End, Why};
use crate::verb::measure::asked;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A project's folder; or `answers.csv` with `cases.csv` beside it, or an `.imrmc` file; with
    /// `--scale` a table of ratings, a row for each rating (`rater`, `item`, `rating`) or a row for each
    /// thing with a column for each rater.
    input: PathBuf,
    /// How ratings of a table without a truth are to be read.
    #[arg(long, value_enum)]
    scale: Option<Scale>,
    /// How many points an ordered scale has, where not all of them were used.
    #[arg(long, requires = "scale", value_parser = clap::value_parser!(u32).range(2..=1000))]
    points: Option<u32>,
    /// The study; the latest whose truth is open when it is not said.
    #[arg(long)]
    study: Option<u32>,
    /// Only what is found by this method, or only this quantity, as `ID[:margin=M]`; may be repeated. Of a
    /// table of answers M is the margin that balanced accuracy is held against, e.g. 0.05.
    #[arg(long = "method", value_name = "ID")]
    methods: Vec<String>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    /// Draws cases again by it, for files; a study brings its own.
    #[arg(long, default_value_t = 0)]
    seed: u64,
}

/// How ratings are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Scale {
    /// Categories without an order.
    Nominal,
    /// Numbers that only have an order, e.g. points from 1.
    Ordinal,
    /// Numbers, as far apart as they say.
    Numbers,
    /// A panel's ratings from 1 to 9: RAND/UCLA.
    Panel,
}

impl From<Scale> for RaterScale {
    fn from(scale: Scale) -> RaterScale {
        match scale {
            Scale::Nominal => RaterScale::Nominal,
            Scale::Ordinal => RaterScale::Ordinal,
            Scale::Numbers => RaterScale::Numbers,
            Scale::Panel => RaterScale::Panel,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    if arguments.points.is_some() && arguments.scale != Some(Scale::Ordinal) {
        return Err(Why::Misused("`--points` goes with `--scale ordinal`".to_owned()));
    }
    if arguments.study.is_some() && arguments.input.is_file() {
        return Err(Why::Misused("a file has no studies: they are of projects".to_owned()));
    }
    let methods =
        arguments.methods.iter().map(|words| asked(words)).collect::<Result<Vec<_>, _>>()?;
    let margin = margin_of(&methods)?;
    let is_imrmc = arguments.input.extension().is_some_and(|own| own.eq_ignore_ascii_case("imrmc"));
    let is_answers = arguments.scale.is_none() && arguments.input.is_file() && !is_imrmc;
    terminal::is_there(&arguments.input)?;
    if margin.is_some() && !is_answers {
        let why = "a margin goes with a table of answers: that of a study stands in its plan";
        return Err(Why::Misused(why.to_owned()));
    }
    let mut left_out = Vec::new();
    let view = if let Some(scale) = arguments.scale {
        let points = arguments.points.and_then(|points| usize::try_from(points).ok());
        let (view, idle) =
            workbench::analyse_raters(&arguments.input, scale.into(), points, arguments.seed)?;
        left_out = idle;
        view
    } else if !arguments.input.is_dir() {
        workbench::analyse_ratings(&arguments.input, margin, arguments.seed, &Task::unwatched())?
    } else {
        let desk = Desk::open_as(&arguments.input, crate::signing::by())?;
        desk.analysis(arguments.study, &Task::unwatched())?
    };
    let asked = |finding: &&FindingView| {
        // With weights or without, it is the method that was asked for.
        let method = finding.method.strip_suffix("_weighted").unwrap_or(&finding.method);
        let named = |(id, _): &(String, _)| {
            [method, &finding.method, &finding.quantity].contains(&id.as_str())
        };
        methods.is_empty() || methods.iter().any(named)
    };
    let findings: Vec<&FindingView> =
        view.sections.iter().flat_map(|section| &section.findings).filter(asked).collect();
    if findings.is_empty() {
        if arguments.methods.is_empty() {
            return Err(Why::Misused("there is nothing to analyse in it".to_owned()));
        }
        let known = arguments.methods.join(", ");
        return Err(Why::Misused(format!("`--method {known}` names nothing that was found")));
    }
    if arguments.json {
        document(&view, &findings, &left_out, arguments)?;
    } else {
        text(&view, &findings)?;
    }
    Ok(End::leaving(left_out.len()))
}

/// Returns the margin that balanced accuracy is held against, where one is asked for.
fn margin_of(methods: &[(String, BTreeMap<String, String>)]) -> Result<Option<f64>, Why> {
    let mut margin: Option<f64> = None;
    for (id, parameters) in methods {
        for (name, value) in parameters {
            if name != "margin" {
                let why = format!("`{id}` has no parameter `{name}`; there is `margin`");
                return Err(Why::Misused(why));
            }
            let read = value.parse().ok().filter(|read| 0.0 < *read && *read < 0.5);
            let read = read.ok_or_else(|| {
                Why::Misused(format!("a margin lies between 0 and 0.5, and `{value}` does not"))
            })?;
            if margin.is_some_and(|before: f64| before.to_bits() != f64::to_bits(read)) {
                return Err(Why::Misused("there can be one margin only".to_owned()));
            }
            margin = Some(read);
        }
    }
    Ok(margin)
}

fn document(
    view: &AnalysisView,
    findings: &[&FindingView],
    left_out: &[LeftOut],
    arguments: &Arguments,
) -> Result<(), Why> {
    let numbers: Vec<Value> = findings.iter().map(|finding| number(finding)).collect();
    // That of a study is made from its design, and stands there.
    let drawn = arguments.input.is_file().then_some(arguments.seed);
    let document = Document::new("analyse");
    let document = match drawn {
        Some(seed) => document.with("seed", seed),
        None => document,
    };
    document
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
        .left_out(left_out)
        .print()
}

/// A number, or null with the reason.
fn number(finding: &FindingView) -> Value {
    let mut fields = in_snake_case(finding);
    let reason = finding.reason.as_ref().map(|why| why.message.clone());
    fields["reason"] = json!(reason);
    fields
}

fn text(view: &AnalysisView, findings: &[&FindingView]) -> Result<(), Why> {
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
            let said = match &finding.no_interval {
                Some(why) => format!("{said}  {why}"),
                None => said,
            };
            let what = format!("{} ({})", finding.title, finding.method_title);
            terminal::print(&format!("  {what:<52} {:<28} {said}", of.join(" · ")))?;
        }
    }
    Ok(())
}
