//! `touchstone study`: blinded studies from the terminal.

use std::path::PathBuf;

use workbench::wire::{Choice, StudyRequest};
use workbench::{Desk, Scripted, StudyFromFiles};

use crate::document::{Document, in_snake_case};
use crate::signing;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;

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
    /// Tries whether a reader could tell the sources of a draft without looking, and mends both.
    Audit(OfStudy<Audit>),
    /// Fixes the design of a draft whose audit does not fail.
    Lock(OfStudy<Nothing>),
    /// Packs a study for readers elsewhere, and writes the key file beside it.
    Pack(OfStudy<Pack>),
    /// Opens a pack in a project beside it.
    Open(OpenPack),
    /// Ends a reader's session; in a study that came in a pack, signs and writes it.
    Seal(OfStudy<Seal>),
    /// Brings sealed sessions together.
    Merge(OfStudy<Merge>),
    /// Notes the key that a reader signs with: sessions that another one signed do not count then.
    Enrol(OfStudy<Enrol>),
    /// Takes a study to its next state: sealed, database-locked, unblinded, analysed.
    Advance(OfStudy<Advance>),
    /// Opens the truth of a study whose database is closed.
    Unblind(OfStudy<Unblind>),
}

/// A study of a project.
#[derive(clap::Args)]
struct OfStudy<T: clap::Args> {
    /// The project's folder.
    #[arg(long)]
    project: PathBuf,
    /// The study's number.
    #[arg(long, default_value_t = 1)]
    study: u32,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    of: T,
}

#[derive(clap::Args)]
struct Nothing {}

#[derive(clap::Args)]
struct Audit {
    /// Does to both sources what removes what tells, and audits them again.
    #[arg(long)]
    mend: bool,
}

#[derive(clap::Args)]
struct Pack {
    /// The folder that the pack and the key file go to.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    words: Passphrase,
}

#[derive(clap::Args)]
struct OpenPack {
    /// The pack.
    pack: PathBuf,
    #[command(flatten)]
    words: Passphrase,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
}

#[derive(clap::Args)]
struct Seal {
    /// The reader's code.
    #[arg(long)]
    reader: String,
    /// Where the sealed session goes, in a study that came in a pack.
    #[arg(long)]
    out: Option<PathBuf>,
    #[command(flatten)]
    words: Passphrase,
}

#[derive(clap::Args)]
struct Merge {
    /// Sealed sessions.
    #[arg(required = true)]
    sessions: Vec<PathBuf>,
    /// Where a reader's sessions say different things, the file that counts: `R1=FILE`.
    #[arg(long, value_parser = choice)]
    choose: Vec<Choice>,
}

#[derive(clap::Args)]
struct Enrol {
    /// The reader's code.
    #[arg(long)]
    reader: String,
    /// The text of the key, as the reader's workstation shows it.
    #[arg(long)]
    key: String,
}

fn choice(text: &str) -> Result<Choice, String> {
    let (reader, file) = text.split_once('=').ok_or("it is no READER=FILE")?;
    let name = std::path::Path::new(file).file_name().unwrap_or_default();
    Ok(Choice { reader: reader.to_owned(), file: name.to_string_lossy().into_owned() })
}

#[derive(clap::Args)]
struct Advance {
    /// The state.
    #[arg(long)]
    to: String,
    /// Why.
    #[arg(long, default_value = "")]
    reason: String,
}

#[derive(clap::Args)]
struct Unblind {
    /// Why it is opened now.
    #[arg(long)]
    reason: String,
}

/// A passphrase is no argument: other programs can read those.
#[derive(clap::Args)]
struct Passphrase {
    /// A file whose first line is the passphrase; otherwise `TOUCHSTONE_PASSPHRASE` holds it.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    /// Returns the passphrase, when there is one.
    fn given(&self) -> Result<Option<String>, Why> {
        Ok(Some(self.words()?).filter(|words| !words.is_empty()))
    }

    fn words(&self) -> Result<String, Why> {
        match &self.passphrase_file {
            Some(path) => signing::first_line(path),
            None => Ok(signing::setting("TOUCHSTONE_PASSPHRASE").unwrap_or_default()),
        }
    }
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
    /// Leaves it a draft, to be audited and locked later.
    #[arg(long)]
    draft: bool,
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
    #[command(flatten)]
    words: Passphrase,
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
        Step::Audit(asked) => audit(asked),
        Step::Lock(asked) => {
            told(asked, &terminal::desk(&asked.project)?.lock(asked.study)?, |view| {
                format!("study {} is locked: design {}", view.id, view.design_hash)
            })
        }
        Step::Pack(asked) => {
            let words = asked.of.words.words()?;
            let desk = terminal::desk(&asked.project)?;
            told(
                asked,
                &desk.pack(&terminal::task("packing"), asked.study, &words, &asked.of.out)?,
                |view| {
                    format!(
                        "{}  {} bytes\n{}  for the coordinator alone",
                        view.name, view.bytes, view.key_name
                    )
                },
            )
        }
        Step::Open(asked) => open(asked),
        Step::Seal(asked) => seal(asked),
        Step::Merge(asked) => merge(asked),
        Step::Enrol(asked) => {
            let desk = terminal::desk(&asked.project)?;
            desk.enrol(asked.study, &asked.of.reader, &asked.of.key)?;
            told(asked, &desk.study(asked.study)?, |view| {
                let own = view.readers.iter().find(|one| one.code == asked.of.reader);
                let code = own.and_then(|one| one.fingerprint.clone()).unwrap_or_default();
                format!("{} signs with {code}", asked.of.reader)
            })
        }
        Step::Advance(asked) => {
            let desk = terminal::desk(&asked.project)?;
            let view = desk.advance(asked.study, &asked.of.to, &asked.of.reason)?;
            told(asked, &view, |view| format!("study {} is {}", view.id, view.state))
        }
        Step::Unblind(asked) => {
            let desk = terminal::desk(&asked.project)?;
            let view = desk.advance(asked.study, "unblinded", &asked.of.reason)?;
            told(asked, &view, |view| format!("study {} is {}", view.id, view.state))
        }
    }
}

/// Prints what was done: as a document, or as a line.
fn told<T: clap::Args, V: serde::Serialize>(
    asked: &OfStudy<T>,
    view: &V,
    line: impl Fn(&V) -> String,
) -> Result<End, Why> {
    if asked.json {
        Document::new("study").with("study", in_snake_case(view)).left_out(&[]).print()?;
    } else {
        terminal::print(&line(view))?;
    }
    Ok(End::Done)
}

fn audit(asked: &OfStudy<Audit>) -> Result<End, Why> {
    let desk = terminal::desk(&asked.project)?;
    let found = if asked.of.mend { desk.mend(asked.study)? } else { desk.audit(asked.study)? };
    if asked.json {
        Document::new("study").with("audit", in_snake_case(&found)).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    let mut text = format!("{}\n", found.sentence);
    for leak in &found.leaks {
        let mark = if leak.tells { "*" } else { " " };
        text += &format!(
            "{mark} {:<10} {:<32} AUC {:.3}  p {:.4}\n",
            leak.channel, leak.name, leak.auc, leak.p
        );
    }
    for (what, list) in [("done", &found.mends), ("proposed", &found.suggested)] {
        for mend in list {
            text += &format!("{what}: {mend}\n");
        }
    }
    terminal::print(&text)?;
    Ok(End::Done)
}

fn open(asked: &OpenPack) -> Result<End, Why> {
    let (desk, folder) = Desk::open_pack(&asked.pack, &asked.words.words()?, signing::by())?;
    let study = desk.studies()?.into_iter().next().ok_or(workbench::Error::Broke)?;
    let folder = folder.to_string_lossy().into_owned();
    if asked.json {
        Document::new("study")
            .with("project", &folder)
            .with("study", in_snake_case(&study))
            .left_out(&[])
            .print()?;
    } else {
        let codes: Vec<&str> = study.readers.iter().map(|reader| reader.code.as_str()).collect();
        terminal::print(&format!("{folder}\nreaders: {}", codes.join(", ")))?;
    }
    Ok(End::Done)
}

fn seal(asked: &OfStudy<Seal>) -> Result<End, Why> {
    let desk = terminal::desk(&asked.project)?;
    let words = asked.of.words.words()?;
    let written = asked.of.out.as_deref().map(|out| (words.as_str(), out));
    match desk.seal(asked.study, &asked.of.reader, written)? {
        Some(view) => told(asked, &view, |view| {
            format!(
                "{}  {} answers\nhead {}  key {}",
                view.name, view.n_answers, view.head, view.fingerprint
            )
        }),
        None => told(asked, &desk.study(asked.study)?, |_| {
            format!("the session of {} is sealed", asked.of.reader)
        }),
    }
}

fn merge(asked: &OfStudy<Merge>) -> Result<End, Why> {
    let merged =
        terminal::desk(&asked.project)?.merge(asked.study, &asked.of.sessions, &asked.of.choose)?;
    if asked.json {
        Document::new("study").with("merge", in_snake_case(&merged)).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    let mut text = format!(
        "{} of {} files count; {} presentations are new\n",
        merged.n_sessions, merged.n_files, merged.n_new
    );
    for one in &merged.complaints {
        let who = one.file.as_deref().or(one.reader.as_deref()).unwrap_or_default();
        text += &format!("{who}: {} {}\n", one.message, one.hint);
    }
    terminal::print(&text)?;
    Ok(End::Done)
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
    let desk = terminal::sound(Desk::open_or_create(&new.project, signing::by())?)?;
    let (study, left_out) = desk.study_from_files(&task, &files, new.draft)?;
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
            "study {} is {}: design {}, {} cases, {} readers",
            study.id,
            study.state,
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
    if let Some(words) = read.words.given()? {
        desk.unlock(&words)?;
    }
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
