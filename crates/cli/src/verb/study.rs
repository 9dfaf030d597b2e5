//! `touchstone study`: blinded studies from the terminal.

use std::path::PathBuf;

use workbench::wire::StudyRequest;
use workbench::{Desk, Scripted, StudyFromFiles};

use crate::document::{Document, in_snake_case};
use crate::terminal::{self, End, Why};
use crate::verb::{NothingDrawn, later};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    step: Step,
}

#[derive(clap::Subcommand)]
enum Step {
    /// Makes a study from two folders, tables or sets, and locks its design.
    New(New),
    /// Lets a scripted reader answer, for trials; every answer is printed once it is durable.
    Read(Read),
    /// Shows how far the readers are.
    Show(Show),
    /// Tries whether a reader could tell the sources without looking.
    #[command(hide = true)]
    Audit(later::Arguments),
    /// Locks a design.
    #[command(hide = true)]
    Lock(later::Arguments),
    /// Packs a study for a reader elsewhere.
    #[command(hide = true)]
    Pack(later::Arguments),
    /// Seals the answers of a reader.
    #[command(hide = true)]
    Seal(later::Arguments),
    /// Brings sealed answers together.
    #[command(hide = true)]
    Merge(later::Arguments),
    /// Opens the key.
    #[command(hide = true)]
    Unblind(later::Arguments),
}

#[derive(clap::Args)]
struct New {
    /// The project's folder; it is made when it is not there.
    #[arg(long)]
    project: PathBuf,
    /// The real samples.
    #[arg(long)]
    real: PathBuf,
    /// The synthetic samples; may be given several times.
    #[arg(long, required = true)]
    synthetic: Vec<PathBuf>,
    /// The study's name.
    #[arg(long, default_value = "Real or synthetic?")]
    name: String,
    /// Real cases.
    #[arg(long, default_value_t = 6)]
    n_real: u32,
    /// Synthetic cases.
    #[arg(long, default_value_t = 6)]
    n_synthetic: u32,
    /// A reader's code; may be given several times.
    #[arg(long = "reader", default_value = "R1")]
    readers: Vec<String>,
    /// What chance is drawn from; a new one from the system when it is not said.
    #[arg(long)]
    seed: Option<u32>,
    /// The id of a protocol; one question and a comment when it is not said.
    #[arg(long)]
    protocol: Option<String>,
    /// The language that readers are asked in: en, pt, es or de.
    #[arg(long)]
    language: Option<String>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Read {
    /// The project's folder.
    #[arg(long)]
    project: PathBuf,
    /// The study's number.
    #[arg(long, default_value_t = 1)]
    study: u32,
    /// The reader's code.
    #[arg(long, default_value = "R1")]
    reader: String,
    /// The most cases to answer.
    #[arg(long)]
    most: Option<usize>,
    /// What the scripted answers are drawn from.
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Show {
    /// The project's folder.
    #[arg(long)]
    project: PathBuf,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    match &arguments.step {
        Step::New(new) => make(new),
        Step::Read(read) => answer(read),
        Step::Show(show) => list(show),
        Step::Audit(rest) => later::run("study audit", rest),
        Step::Lock(rest) => later::run("study lock", rest),
        Step::Pack(rest) => later::run("study pack", rest),
        Step::Seal(rest) => later::run("study seal", rest),
        Step::Merge(rest) => later::run("study merge", rest),
        Step::Unblind(rest) => later::run("study unblind", rest),
    }
}

fn make(new: &New) -> Result<End, Why> {
    let files = StudyFromFiles {
        real: new.real.clone(),
        synthetic: new.synthetic.clone(),
        request: StudyRequest {
            name: new.name.clone(),
            real: 0,
            synthetic: Vec::new(),
            n_real: new.n_real,
            n_synthetic: new.n_synthetic,
            readers: new.readers.clone(),
            seed: new.seed,
            protocol: new.protocol.clone(),
            language: new.language.clone(),
            ..StudyRequest::default()
        },
    };
    let task = terminal::task("importing");
    files.check()?;
    let desk = terminal::sound(Desk::open_or_create(&new.project)?)?;
    let (study, left_out) = desk.study_from_files(&task, &files)?;
    let end = End::leaving(left_out.len());
    if new.json {
        // A seed that was drawn is not told: it would give every reader's order away.
        Document::new("study")
            .with("seed", new.seed)
            .with("seed_kind", if new.seed.is_some() { "given" } else { "random" })
            .with("study", in_snake_case(&study))
            .left_out(&left_out)
            .print()?;
    } else {
        terminal::print(&format!(
            "study {} is locked: design {}, {} cases, {} readers",
            study.id,
            study.design_hash,
            study.n_real + study.n_synthetic,
            study.readers.len()
        ))?;
    }
    Ok(end)
}

fn answer(read: &Read) -> Result<End, Why> {
    let desk = terminal::desk(&read.project)?;
    let mut answered = Vec::new();
    let scripted = Scripted {
        study: read.study,
        reader: read.reader.clone(),
        seed: read.seed,
        most: read.most.unwrap_or(usize::MAX),
    };
    desk.read(&scripted, &mut |case, call| {
        if read.json {
            answered.push(serde_json::json!({ "position": case, "q_real": call }));
            return Ok(());
        }
        // The line comes only after the answer is on the disk: whoever reads it may pull the plug.
        terminal::print(&format!("{case} {call}")).map_err(|_| workbench::Error::Stopped)
    })?;
    if read.json {
        Document::new("study")
            .with("seed", read.seed)
            .with("reader", &read.reader)
            .with("answered", answered)
            .left_out(&[])
            .print()?;
    }
    Ok(End::Done)
}

fn list(show: &Show) -> Result<End, Why> {
    let studies = terminal::desk(&show.project)?.studies()?;
    if show.json {
        Document::new("study").with("studies", in_snake_case(&studies)).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    let mut text = String::new();
    for study in &studies {
        text += &format!(
            "{}  {}  {}  design {}\n",
            study.id, study.name, study.state, study.design_hash
        );
        for reader in &study.readers {
            text += &format!("   {}  {} of {}\n", reader.code, reader.done, reader.total);
        }
    }
    terminal::print(&text)?;
    Ok(End::Done)
}
