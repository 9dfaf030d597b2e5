//! What can be asked of studies at the terminal.

use std::path::PathBuf;

use workbench::wire::{Choice, MaskRect, SameReader};

use crate::signing;
use crate::terminal::Why;
use crate::verb::NothingDrawn;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(super) step: Step,
}

#[derive(clap::Subcommand)]
pub(super) enum Step {
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
    /// Lists who has seen whom, and exchanges that with other projects.
    Exposure(Exposure),
    /// Opens the truth of a study whose database is closed.
    Unblind(OfStudy<Unblind>),
}

/// A study of a project.
#[derive(clap::Args)]
pub(super) struct OfStudy<T: clap::Args> {
    /// The project's folder.
    #[arg(long)]
    pub(super) project: PathBuf,
    /// The study's number.
    #[arg(long, default_value_t = 1)]
    pub(super) study: u32,
    /// Prints one JSON document.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) of: T,
}

#[derive(clap::Args)]
pub(super) struct Nothing {}

#[derive(clap::Args)]
pub(super) struct Audit {
    /// Does to both sources what removes what tells, and audits them again.
    #[arg(long)]
    pub(super) mend: bool,
    /// Covers a part of every image, in pixels of the common size; may be given several times, and
    /// takes the place of what was covered before. With `--mend`, after it.
    #[arg(long, value_name = "LEFT,TOP,WIDTH,HEIGHT", value_parser = mask)]
    pub(super) mask: Vec<MaskRect>,
}

#[derive(clap::Args)]
pub(super) struct Pack {
    /// The folder that the pack and the key file go to.
    #[arg(long)]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) words: Passphrase,
}

#[derive(clap::Args)]
pub(super) struct OpenPack {
    /// The pack.
    pub(super) pack: PathBuf,
    #[command(flatten)]
    pub(super) words: Passphrase,
    /// Prints one JSON document.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(clap::Args)]
pub(super) struct Seal {
    /// The reader's code.
    #[arg(long)]
    pub(super) reader: String,
    /// Where the sealed session goes, in a study that came in a pack.
    #[arg(long)]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) words: Passphrase,
}

#[derive(clap::Args)]
pub(super) struct Merge {
    /// Sealed sessions.
    #[arg(required = true)]
    pub(super) sessions: Vec<PathBuf>,
    /// Where a reader's sessions say different things, the file that counts: `R1=FILE`.
    #[arg(long, value_parser = choice)]
    pub(super) choose: Vec<Choice>,
}

#[derive(clap::Args)]
pub(super) struct Enrol {
    /// The reader's code.
    #[arg(long)]
    pub(super) reader: String,
    /// The text of the key, as the reader's workstation shows it.
    #[arg(long)]
    pub(super) key: String,
}

#[derive(clap::Args)]
pub(super) struct Exposure {
    /// The project's folder.
    #[arg(long)]
    pub(super) project: PathBuf,
    /// Writes what readers saw in this project, for other projects.
    #[arg(long, value_name = "FILE", conflicts_with = "bring")]
    pub(super) save: Option<PathBuf>,
    /// Brings in what readers saw in another project.
    #[arg(long, value_name = "FILE")]
    pub(super) bring: Option<PathBuf>,
    /// A word that both coordinators use, by which the same patients are found; without one only equal
    /// samples are.
    #[arg(long, default_value = "")]
    pub(super) word: String,
    /// Who a reader there is here; nothing after the `=` is nobody. Others are who has their code here.
    #[arg(long, value_name = "THERE=HERE", value_parser = same, requires = "bring")]
    pub(super) same: Vec<SameReader>,
    /// That a code of this project is the same person as another one; nothing after the `=` takes it
    /// back.
    #[arg(long, value_name = "CODE=OTHER", value_parser = same, conflicts_with_all = ["bring", "save"])]
    pub(super) person: Vec<SameReader>,
    /// Prints one JSON document.
    #[arg(long)]
    pub(super) json: bool,
}

fn same(text: &str) -> Result<SameReader, String> {
    let (reader, person) = text.split_once('=').ok_or("it is no CODE=CODE")?;
    let person = Some(person.trim().to_owned()).filter(|code| !code.is_empty());
    Ok(SameReader { reader: reader.trim().to_owned(), person })
}

fn mask(text: &str) -> Result<MaskRect, String> {
    let numbers: Option<Vec<u32>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    match numbers.as_deref() {
        Some(&[left, top, width, height]) => Ok(MaskRect { left, top, width, height }),
        _ => Err("it is no LEFT,TOP,WIDTH,HEIGHT in pixels".to_owned()),
    }
}

pub(super) fn choice(text: &str) -> Result<Choice, String> {
    let (reader, file) = text.split_once('=').ok_or("it is no READER=FILE")?;
    let name = std::path::Path::new(file).file_name().unwrap_or_default();
    Ok(Choice { reader: reader.to_owned(), file: name.to_string_lossy().into_owned() })
}

#[derive(clap::Args)]
pub(super) struct Advance {
    /// The state, of which each follows the one before it.
    #[arg(long, value_parser = ["sealed", "database-locked", "unblinded", "analysed"])]
    pub(super) to: String,
    /// Why.
    #[arg(long, default_value = "")]
    pub(super) reason: String,
}

#[derive(clap::Args)]
pub(super) struct Unblind {
    /// Why it is opened now.
    #[arg(long)]
    pub(super) reason: String,
}

/// A passphrase is no argument: other programs can read those.
#[derive(clap::Args)]
pub(super) struct Passphrase {
    /// A file whose first line is the passphrase; otherwise `TOUCHSTONE_PASSPHRASE` holds it.
    #[arg(long)]
    pub(super) passphrase_file: Option<PathBuf>,
}

impl Passphrase {
    /// Returns the passphrase, when there is one.
    pub(super) fn given(&self) -> Result<Option<String>, Why> {
        Ok(Some(self.words()?).filter(|words| !words.is_empty()))
    }

    pub(super) fn words(&self) -> Result<String, Why> {
        match &self.passphrase_file {
            Some(path) => signing::first_line(path),
            None => Ok(signing::setting("TOUCHSTONE_PASSPHRASE").unwrap_or_default()),
        }
    }
}

#[derive(clap::Args)]
pub(super) struct New {
    /// The project's folder; it is made when it is not there.
    #[arg(long)]
    pub(super) project: PathBuf,
    /// The real samples.
    #[arg(long)]
    pub(super) real: PathBuf,
    /// The synthetic samples; may be given several times.
    #[arg(long, required = true)]
    pub(super) synthetic: Vec<PathBuf>,
    /// The column that says whose a sample is: of the table, or of the one that lists the files.
    #[arg(long, value_name = "COLUMN")]
    pub(super) subject_column: Option<String>,
    /// The column of the reference diagnosis.
    #[arg(long, value_name = "COLUMN")]
    pub(super) diagnosis_column: Option<String>,
    /// The study's name.
    #[arg(long, default_value = "Real or synthetic?")]
    pub(super) name: String,
    /// Real cases.
    #[arg(long, default_value_t = 6)]
    pub(super) n_real: u32,
    /// Synthetic cases.
    #[arg(long, default_value_t = 6)]
    pub(super) n_synthetic: u32,
    /// A reader's code; may be given several times.
    #[arg(long = "reader", default_value = "R1")]
    pub(super) readers: Vec<String>,
    /// What chance is drawn from; a new one from the system when it is not said.
    #[arg(long)]
    pub(super) seed: Option<u32>,
    /// How many of the cases come a second time, in percent; as the protocol says when it is not said.
    #[arg(long)]
    pub(super) repeats: Option<u32>,
    /// The id of a protocol; one question and a comment when it is not said.
    #[arg(long)]
    pub(super) protocol: Option<String>,
    /// The language that readers are asked in: en, pt, es or de.
    #[arg(long)]
    pub(super) language: Option<String>,
    /// Leaves it a draft, to be audited and locked later.
    #[arg(long)]
    pub(super) draft: bool,
    /// Prints one JSON document.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(clap::Args)]
pub(super) struct Read {
    /// The project's folder.
    #[arg(long)]
    pub(super) project: PathBuf,
    /// The study's number.
    #[arg(long, default_value_t = 1)]
    pub(super) study: u32,
    /// The reader's code.
    #[arg(long, default_value = "R1")]
    pub(super) reader: String,
    /// The most cases to answer.
    #[arg(long)]
    pub(super) most: Option<usize>,
    /// What the scripted answers are drawn from.
    #[arg(long, default_value_t = 0)]
    pub(super) seed: u64,
    #[command(flatten)]
    pub(super) words: Passphrase,
    /// Prints one JSON document.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(clap::Args)]
pub(super) struct Show {
    /// The project's folder.
    #[arg(long)]
    pub(super) project: PathBuf,
    /// Prints one JSON document.
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) _nothing_drawn: NothingDrawn,
}
