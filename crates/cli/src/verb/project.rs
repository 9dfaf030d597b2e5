//! `touchstone project`: users, encryption and checkpoints from the terminal.

use std::path::PathBuf;

use serde_json::Value;
use workbench::wire::{ProtectRequest, RecoveryView, RoleView, UserRequest};
use workbench::{Desk, Error, SignIn, encrypt_project, protect_project, unprotect_project};

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
    /// Lists the users.
    Users(Of),
    /// Gives the project its first user, who calls, and prints the recovery key: it is kept nowhere.
    Protect(Protect),
    /// Encrypts the database and the samples.
    Encrypt(Of),
    /// Ends the encryption; the users stay.
    Decrypt(Of),
    /// Takes all users off the project, and ends the encryption.
    Unprotect(Of),
    /// Adds a user.
    AddUser(AddUser),
    /// Takes a user off the project.
    RemoveUser(Named),
    /// Gives a user another passphrase.
    Passphrase(Passphrase),
    /// Prints another recovery key; the one before opens nothing any more.
    RecoveryKey(Of),
    /// Prints where the trail stands, signed: to be kept by somebody else.
    Checkpoint(Of),
}

#[derive(clap::Args)]
struct Of {
    /// The project's folder.
    #[arg(long)]
    project: PathBuf,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

#[derive(clap::Args)]
struct Protect {
    #[command(flatten)]
    of: Of,
    /// Encrypts the database and the samples, too.
    #[arg(long)]
    encrypt: bool,
}

#[derive(clap::Args)]
struct AddUser {
    #[command(flatten)]
    of: Of,
    /// The user's name.
    #[arg(long)]
    name: String,
    /// What they are there for.
    #[arg(long, value_parser = ["coordinator", "facilitator", "reader", "auditor"])]
    role: String,
    #[command(flatten)]
    words: NewWords,
}

#[derive(clap::Args)]
struct Named {
    #[command(flatten)]
    of: Of,
    /// The user's name.
    #[arg(long)]
    name: String,
}

#[derive(clap::Args)]
struct Passphrase {
    #[command(flatten)]
    of: Of,
    /// The user's name; who calls, when it is not said.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    words: NewWords,
}

/// A passphrase is no argument: other programs can read those.
#[derive(clap::Args)]
struct NewWords {
    /// A file whose first line is the new passphrase; otherwise `TOUCHSTONE_PASSPHRASE` holds it.
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
}

impl NewWords {
    fn words(&self) -> Result<String, Why> {
        match &self.passphrase_file {
            Some(path) => signing::first_line(path),
            None => Ok(signing::setting("TOUCHSTONE_PASSPHRASE").unwrap_or_default()),
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    match &arguments.step {
        Step::Users(of) => users(of),
        Step::Protect(asked) => {
            let SignIn { user, passphrase } = caller()?.clone();
            let request = ProtectRequest { name: user, passphrase, encrypt: asked.encrypt };
            let task = terminal::task("encrypting");
            key(&asked.of, &protect_project(&task, &asked.of.project, &request)?)
        }
        Step::Encrypt(of) => resealed(of, true),
        Step::Decrypt(of) => resealed(of, false),
        Step::Unprotect(of) => {
            let task = terminal::task("decrypting");
            let unreadable = unprotect_project(&task, &of.project, caller()?)?;
            done(of, "unprotect", unreadable)
        }
        Step::AddUser(asked) => {
            let role = match asked.role.as_str() {
                "coordinator" => RoleView::Coordinator,
                "facilitator" => RoleView::Facilitator,
                "auditor" => RoleView::Auditor,
                _ => RoleView::Reader,
            };
            let passphrase = asked.words.words()?;
            let request = UserRequest { name: asked.name.clone(), role, passphrase };
            open(&asked.of)?.add_user(&request)?;
            users(&asked.of)
        }
        Step::RemoveUser(asked) => {
            open(&asked.of)?.remove_user(&asked.name)?;
            done(&asked.of, "remove-user", 0)
        }
        Step::Passphrase(asked) => {
            let by = caller()?;
            let name = asked.name.as_ref().unwrap_or(&by.user);
            open(&asked.of)?.set_passphrase(name, &by.passphrase, &asked.words.words()?)?;
            done(&asked.of, "passphrase", 0)
        }
        Step::RecoveryKey(of) => key(of, &open(of)?.renew_recovery(&caller()?.passphrase)?),
        Step::Checkpoint(of) => checkpoint(of),
    }
}

fn open(of: &Of) -> Result<Desk, Why> {
    terminal::desk(&of.project)
}

/// Returns who calls.
fn caller() -> Result<&'static SignIn, Why> {
    let nobody = || Error::NotAChoice {
        name: "--user".to_owned(),
        given: String::new(),
        choices: "the name of a user".to_owned(),
    };
    Ok(signing::by().ok_or_else(nobody)?)
}

fn resealed(of: &Of, encrypted: bool) -> Result<End, Why> {
    let step = if encrypted { "encrypt" } else { "decrypt" };
    let task = terminal::task(if encrypted { "encrypting" } else { "decrypting" });
    done(of, step, encrypt_project(&task, &of.project, encrypted, caller()?)?)
}

fn users(of: &Of) -> Result<End, Why> {
    let view = open(of)?.protection()?;
    if of.json {
        Document::new("project-users")
            .with("encrypted", view.encrypted)
            .with("users", in_snake_case(&view.users))
            .with("recovery_since", &view.recovery_since)
            .with("idle_minutes", view.idle_minutes)
            .left_out(&[])
            .print()?;
        return Ok(End::Done);
    }
    let lines: Vec<String> = view
        .users
        .iter()
        .map(|user| {
            let role = match user.role {
                RoleView::Coordinator => "coordinator",
                RoleView::Facilitator => "facilitator",
                RoleView::Reader => "reader",
                RoleView::Auditor => "auditor",
            };
            format!("{}\t{role}\tsince {}", terminal::name(&user.name), user.since)
        })
        .collect();
    terminal::print(&lines.join("\n"))?;
    Ok(End::Done)
}

fn key(of: &Of, view: &RecoveryView) -> Result<End, Why> {
    if of.json {
        Document::new("project-recovery-key")
            .with("key", &view.key)
            .with("unreadable", view.unreadable)
            .left_out(&[])
            .print()?;
    } else {
        terminal::print(&view.key)?;
        terminal::note("touchstone: write the recovery key down now; it is kept nowhere");
    }
    Ok(End::Done)
}

fn checkpoint(of: &Of) -> Result<End, Why> {
    let view = open(of)?.protection()?;
    if of.json {
        Document::new("project-checkpoint")
            .with("checkpoint", &view.checkpoint)
            .with("key", &view.key)
            .left_out(&[])
            .print()?;
    } else {
        terminal::print(view.checkpoint.trim_end())?;
    }
    Ok(End::Done)
}

fn done(of: &Of, step: &str, unreadable: u32) -> Result<End, Why> {
    if of.json {
        let unreadable = Value::from(unreadable);
        Document::new("project")
            .with("step", step)
            .with("unreadable", unreadable)
            .left_out(&[])
            .print()?;
    } else if 0 < unreadable {
        terminal::note(&format!("touchstone: {unreadable} files could not be read and are gone"));
    }
    Ok(End::Done)
}
