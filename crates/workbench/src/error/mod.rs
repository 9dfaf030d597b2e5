//! What can go wrong, and how it is said.

mod analysis;
mod beside;
mod code;
mod exposure;
mod from;
mod mask;
mod params;
mod words;

use samples::Modality;

pub use self::analysis::AnalysisError;
pub use self::beside::BesideError;
pub(crate) use self::code::NETWORK_GONE;
pub use self::exposure::ExposureError;
pub use self::mask::MaskError;
pub(crate) use self::words::{failure, reason};
use crate::wire::Failure;

/// Why something could not be done.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error(transparent)]
    Formats(#[from] formats::Error),
    /// A value could not be computed.
    #[error(transparent)]
    Metrics(#[from] metrics::Error),
    /// A network that the user names cannot be used.
    #[error(transparent)]
    Network(#[from] networks::Error),
    /// Samples could not be turned into vectors.
    #[error(transparent)]
    Embed(#[from] embed::Error),
    /// An estimate could not be made.
    #[error(transparent)]
    Stats(#[from] stats::Error),
    /// A generator could not be fitted or sampled.
    #[error(transparent)]
    Synth(#[from] synth::Error),
    /// A design, answer or session is not right.
    #[error(transparent)]
    Study(#[from] study::Error),
    /// The project could not be read or written.
    #[error(transparent)]
    Store(#[from] std::sync::Arc<store::Error>),
    /// A figure or page could not be made.
    #[error(transparent)]
    Report(#[from] std::sync::Arc<report::Error>),
    /// Parts of all images cannot be covered.
    #[error(transparent)]
    Mask(#[from] MaskError),
    /// Answers are not analysed, or their truth is not let out.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// What lies beside the files of a set cannot be read with them.
    #[error(transparent)]
    Beside(#[from] BesideError),
    /// Exposures cannot be saved or brought in.
    #[error(transparent)]
    Exposure(#[from] ExposureError),
    /// Cases could not be looked at or mended.
    #[error(transparent)]
    Blinding(#[from] blinding::Error),
    /// A pack, a session or a key is not right.
    #[error(transparent)]
    Seal(#[from] seal::Error),
    /// Who may open a project cannot be read, or not be changed so.
    #[error(transparent)]
    Vault(#[from] vault::Error),
    /// Data is not what it should be.
    #[error(transparent)]
    Samples(#[from] samples::Error),
    /// The work was asked to stop.
    #[error("the work was stopped")]
    Stopped,
    /// No project is open.
    #[error("no project is open")]
    NoProject,
    /// The project is open for reading only.
    #[error("the project is open for reading only")]
    ReadOnly,
    /// What was chosen for import is not there any more.
    #[error("what was chosen for import is not there any more")]
    PlanGone,
    /// Nothing that can be read was chosen.
    #[error("there is no file to import in `{name}`")]
    NothingToImport {
        /// The folder's or file's own name.
        name: String,
    },
    /// There is no such file or folder.
    #[error("there is no file or folder `{name}`")]
    NoSuchPath {
        /// Its own name.
        name: String,
    },
    /// The system does not let this user read it.
    #[error("`{name}` may not be read by this user")]
    NotAllowed {
        /// Its own name.
        name: String,
    },
    /// None of the files that were named can be read.
    #[error("none of {n} files in `{name}` can be read; `{first}`: {reason}")]
    NothingRead {
        /// The folder's or file's own name.
        name: String,
        /// How many were left out.
        n: usize,
        /// The first of them.
        first: String,
        /// Why that one.
        reason: String,
    },
    /// A file holds another kind of data than the set.
    #[error("this file holds {given}, the set holds {wanted}")]
    OtherModality {
        /// What the set holds.
        wanted: Modality,
        /// What the file holds.
        given: Modality,
    },
    /// A second table or array in one set.
    #[error("a set holds one table or array; this is another one")]
    OneFileASet,
    /// A pattern is not a regular expression with a group.
    #[error("the pattern `{pattern}` cannot be used: {why}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        why: String,
    },
    /// There is no such column.
    #[error("there is no column `{column}`")]
    NoColumn {
        /// Its name.
        column: String,
    },
    /// There is no such set.
    #[error("there is no set {set}")]
    NoSuchSet {
        /// Its number.
        set: u32,
    },
    /// There is no such sample.
    #[error("there is no sample {ordinal} in that set")]
    NoSuchSample {
        /// Its place.
        ordinal: u32,
    },
    /// There is no such thing as was asked for.
    #[error("there is no {what} {id}")]
    NoSuch {
        /// `run`, `study`, `reader`, `job`, `export`.
        what: &'static str,
        /// Its number or name.
        id: String,
    },
    /// The set holds something else.
    #[error("the set holds {given}, not {wanted}")]
    NotOfModality {
        /// What is needed.
        wanted: Modality,
        /// What it holds.
        given: Modality,
    },
    /// The set is still being imported or generated, or that was interrupted.
    #[error("the set `{name}` is not complete")]
    Incomplete {
        /// Its name.
        name: String,
    },
    /// The sets hold different kinds of data.
    #[error("the real set holds {real}, the synthetic one {synthetic}")]
    DifferentModalities {
        /// What the real set holds.
        real: Modality,
        /// What the synthetic set holds.
        synthetic: Modality,
    },
    /// There is no metric of that id.
    #[error("there is no metric `{id}`")]
    NoSuchMetric {
        /// The id.
        id: String,
    },
    /// A parameter is neither a number nor one of its choices.
    #[error("`{name}` is a number or one of its choices, not `{given}`")]
    NotANumber {
        /// The parameter.
        name: String,
        /// What was given.
        given: String,
    },
    /// The file of a network is not where it was, or another one lies there.
    #[error("the network with the SHA-256 {sha256} is not where it was")]
    NetworkGone {
        /// The SHA-256 of the file that was named.
        sha256: String,
    },
    /// A parameter is none of its choices.
    #[error("`{name}` is one of {choices}, not `{given}`")]
    NotAChoice {
        /// The parameter.
        name: String,
        /// What was given.
        given: String,
        /// What it can be.
        choices: String,
    },
    /// A metric was asked for on data it does not fit.
    #[error("`{metric}` does not fit this kind of data")]
    DoesNotFit {
        /// The metric.
        metric: &'static str,
    },
    /// Every metric was asked for, and none fits.
    #[error("no metric fits {given} named in this way")]
    NothingFits {
        /// What the sets hold.
        given: Modality,
    },
    /// A metric compares two sets, and one is missing.
    #[error("this compares a real set with a synthetic one: both are needed")]
    NeedsBothSets,
    /// A paired metric found no pairs.
    #[error("there are no pairs: no real and synthetic image have files of one name")]
    NoPairs,
    /// A paired metric was asked for on one set.
    #[error("this compares pairs: it needs references and their targets")]
    NeedsPairs,
    /// Pairs have no names in common, and some files are not there to be counted.
    #[error("no names match, and {n_left_out} files were left out: order would pair wrong ones")]
    PairsWithGaps {
        /// Files that gave no sample, on both sides.
        n_left_out: usize,
    },
    /// Pairs have no names in common, and one side has more.
    #[error("no names match, and there are {n_real} references and {n_synthetic} targets")]
    PairsUnequal {
        /// References.
        n_real: usize,
        /// Targets.
        n_synthetic: usize,
    },
    /// A sample has no partner.
    #[error("no single file of this name is on the other side")]
    Unpaired,
    /// No sample gave a value.
    #[error("no sample gave a value")]
    NothingToMeasure,
    /// There is no such method to generate.
    #[error("there is no method `{id}`")]
    NoSuchMethod {
        /// The id.
        id: String,
    },
    /// A name is empty or too long.
    #[error("a name has 1 to 80 letters")]
    Name,
    /// A number is out of its range.
    #[error("{what} goes from {least} to {most}, not {given}")]
    OutOfRange {
        /// What it counts.
        what: &'static str,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
        /// What was asked for.
        given: u32,
    },
    /// Readers could tell the sources by the size or depth of their images.
    #[error("only {n_real} real and {n_synthetic} synthetic samples share one size and depth")]
    ContainersTell {
        /// Real samples in the best common container.
        n_real: usize,
        /// Synthetic samples in it.
        n_synthetic: usize,
    },
    /// The study is not in a state in which this is done.
    #[error("a study that is {state} cannot be packed, merged or amended")]
    NotLocked {
        /// What it is.
        state: String,
    },
    /// The study came in a pack: it can only be read here.
    #[error("this study came in a pack, and can only be read here")]
    OnlyRead,
    /// The study did not come in a pack.
    #[error("this study did not come in a pack: there is nobody to send a session to")]
    OnlyReceived,
    /// The pack of a received study is closed.
    #[error("the pack is closed")]
    PackLocked,
    /// A passphrase is too short.
    #[error("a passphrase has at least {fewest} letters")]
    Passphrase {
        /// The fewest.
        fewest: usize,
    },
    /// A reader's session is sealed.
    #[error("the session of reader `{reader}` is sealed")]
    SessionSealed {
        /// The reader's code.
        reader: String,
    },
    /// A session does not go on from the one that was merged before.
    #[error("the session of reader `{reader}` does not go on from the one that was merged before")]
    MergeConflict {
        /// The reader's code.
        reader: String,
    },
    /// What is done needs a reason.
    #[error("this needs a reason")]
    NeedsReason,
    /// A sealed session answers a question that is not asked there.
    #[error("question `{question}` is not asked there; its answer is left out")]
    UnknownAnswer {
        /// The question.
        question: String,
    },
    /// A text is too long.
    #[error("{given} characters are more than {most}")]
    TooLong {
        /// Its characters.
        given: usize,
        /// The most that are kept.
        most: usize,
    },
    /// A rule of a plan names what the study does not have.
    #[error("`{given}` is nothing that this study can be analysed by")]
    PlanRule {
        /// The name.
        given: String,
    },
    /// A study was locked by a program that did not audit.
    #[error("this study was locked without an audit")]
    NotAudited,
    /// The audit found that containers tell the sources apart.
    #[error("readers could tell the sources by {attributes}")]
    AuditFails {
        /// What tells, in words.
        attributes: String,
    },
    /// Cases that were chosen one by one cannot be shown among the others.
    #[error("{n} of the cases chosen hold the same as others, or are of another size or depth")]
    NotLikeOthers {
        /// How many.
        n: usize,
    },
    /// Cases cannot be chosen by stratum.
    #[error("no stratum has cases on both sides")]
    NoCommonStrata,
    /// A protocol of this name is there.
    #[error("a protocol `{id}` is there already, of this version or a later one")]
    ProtocolTaken {
        /// Its id.
        id: String,
    },
    /// A protocol is for another kind of data.
    #[error("the protocol `{id}` is not for {given}")]
    ProtocolOfOther {
        /// Its id.
        id: String,
        /// What the sets hold.
        given: Modality,
    },
    /// A reader's next round may not be read yet.
    #[error("reader `{reader}` may read the next round from {until} on")]
    Washout {
        /// The reader's code.
        reader: String,
        /// From when on: UTC, RFC 3339.
        until: String,
    },
    /// A second round would ask again what is asked before disclosure.
    #[error("a second round would come after what the first one discloses")]
    RoundsDisclose,
    /// A reader saw patients of a study in another one, too recently.
    #[error("reader `{reader}` saw {n} patients of this study in another one; not before {until}")]
    Exposed {
        /// The reader's code.
        reader: String,
        /// How many patients.
        n: usize,
        /// From when on the study may be read: UTC, RFC 3339.
        until: String,
    },
    /// A reader saw patients of a study in another project, too recently.
    #[error(
        "reader `{reader}` saw {n} patients of this study, {n_elsewhere} of them in another project; not before {until}"
    )]
    ExposedElsewhere {
        /// The reader's code.
        reader: String,
        /// How many patients, here and there.
        n: usize,
        /// How many of them in another project.
        n_elsewhere: usize,
        /// From when on the study may be read: UTC, RFC 3339.
        until: String,
    },
    /// Readers could tell the sources by how finely their values are written.
    #[error("the real images have {real}, the synthetic ones {synthetic}")]
    LevelsTell {
        /// The gray levels of the real images.
        real: String,
        /// Those of the synthetic ones.
        synthetic: String,
    },
    /// Readers could tell the sources by their columns.
    #[error("the tables have no column in common that a reader could see")]
    NoCommonColumns,
    /// The role of whoever signed in does not allow it.
    #[error("this is nothing that the role {role} may do")]
    NotYourRole {
        /// The role.
        role: String,
    },
    /// The session is somebody's, who has said something in it.
    #[error("{user} has begun the session {reader}")]
    SessionBegun {
        /// The reader's code.
        reader: String,
        /// Whose it is.
        user: String,
    },
    /// The session belongs to another user.
    #[error("the session {reader} is read by {user}")]
    NotYourSession {
        /// The reader's code.
        reader: String,
        /// Whose it is.
        user: String,
    },
    /// Whoever signed in reads the study under another code.
    #[error("this user reads the study as {reader} already")]
    ReadsAlready {
        /// That code.
        reader: String,
    },
    /// Too many wrong passphrases were tried.
    #[error("too many wrong passphrases: the next may be tried in {seconds} s")]
    TooManyTries {
        /// Seconds until then.
        seconds: u64,
    },
    /// The project has no users.
    #[error("the project has no users")]
    NotProtected,
    /// The project has users already.
    #[error("the project has users already")]
    AlreadyProtected,
    /// Another reader is in the reading room.
    #[error("the reading room is in use")]
    RoomInUse,
    /// Nobody is in the reading room.
    #[error("no reading has begun")]
    NoReading,
    /// The reading was ended, and perhaps another one begun.
    #[error("this reading has ended")]
    OtherReading,
    /// The slot is not the current case's or the next one's.
    #[error("this case is not open")]
    NotThisCase,
    /// A case cannot be shown or its answer not be kept, for a reason that could tell what it is.
    #[error("this case cannot be opened")]
    CaseClosed,
    /// The trail, or what it speaks of, is not what was written.
    #[error("the audit trail of this project does not hold")]
    TrailBroken,
    /// A job of that kind is at work and has to end first.
    #[error("`{title}` is still at work")]
    StillAtWork {
        /// What it works on.
        title: String,
    },
    /// The job cannot go on.
    #[error("this work cannot go on: it is {state}")]
    CannotGoOn {
        /// Its state.
        state: String,
    },
    /// A file outside the project could not be read or written.
    #[error("`{name}` could not be {tried}: {why}")]
    File {
        /// Its own name.
        name: String,
        /// `read` or `written`.
        tried: &'static str,
        /// What the system says.
        why: String,
    },
    /// What is written goes into a folder of its own, and there is something already.
    #[error("`{name}` is there and not an empty folder")]
    Occupied {
        /// Its own name.
        name: String,
    },
    /// What is written would become a part of what was read.
    #[error("`{name}` lies in the folder that is learnt from")]
    WithinSource {
        /// Its own name.
        name: String,
    },
    /// A folder holds reference cases in no known layout.
    #[error("`{name}` holds no reference cases in a layout this program knows")]
    UnknownLayout {
        /// Its own name.
        name: String,
    },
    /// Something that was noted earlier, as it was said then.
    #[error("{}", .0.message)]
    Noted(Box<Failure>),
    /// A window could not be opened.
    #[error("the window could not be opened: {0}")]
    Window(String),
    /// Something that cannot happen did; the program goes on without its result.
    #[error("something went wrong inside the program")]
    Broke,
}
/// A value, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;
