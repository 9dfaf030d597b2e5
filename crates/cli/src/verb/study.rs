//! `touchstone study`: blinded studies from the terminal.

use std::path::PathBuf;

use workbench::wire::StudyRequest;
use workbench::{Desk, Scripted};

use crate::document::Document;
use crate::terminal::{self, End, Why};

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
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    match &arguments.step {
        Step::New(new) => make(new),
        Step::Read(read) => answer(read),
        Step::Show(show) => list(show),
    }
}

fn make(new: &New) -> Result<End, Why> {
    let task = terminal::task("importing");
    let desk = terminal::sound(Desk::open_or_create(&new.project)?)?;
    let mut left_out = Vec::new();
    let mut import = |path: &PathBuf, arm| -> Result<u32, Why> {
        let (set, left) = desk.import(&task, path, arm)?;
        left_out.extend(left);
        Ok(set)
    };
    let real = import(&new.real, workbench::wire::Arm::Real)?;
    let synthetic = new
        .synthetic
        .iter()
        .map(|path| import(path, workbench::wire::Arm::Synthetic))
        .collect::<Result<Vec<u32>, Why>>()?;
    let study = desk.create_study(&StudyRequest {
        name: new.name.clone(),
        real,
        synthetic,
        n_real: new.n_real,
        n_synthetic: new.n_synthetic,
        readers: new.readers.clone(),
        seed: new.seed,
    })?;
    let end = End::leaving(left_out.len());
    if new.json {
        Document::new("study")
            .with("seed", new.seed)
            .with("study", &study)
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
        Document::new("study").with("studies", &studies).left_out(&[]).print()?;
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
