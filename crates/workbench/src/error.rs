//! What can go wrong, and how it is said.

use std::collections::BTreeMap;

use samples::Modality;

use crate::wire::Failure;

/// The code of [`Error::NetworkGone`]: the file may be back another time.
pub(crate) const NETWORK_GONE: &str = "workbench.networkGone";

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
    /// Cases could not be looked at or mended.
    #[error(transparent)]
    Blinding(#[from] blinding::Error),
    /// A pack, a session or a key is not right.
    #[error(transparent)]
    Seal(#[from] seal::Error),
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
    /// A second file of annotations among the images of one set.
    #[error("a set has one annotation file; this is another one")]
    OneAnnotationFile,
    /// Annotations cannot be checked where there are none.
    #[error("this set has no annotation file")]
    NoAnnotations,
    /// A file of annotations speaks of other images only.
    #[error("the annotation file speaks of none of the images in this set")]
    AnnotationsOfOthers,
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
    /// The truth would go out while readers are still reading.
    #[error("{answered} of {of} presentations are answered: the study is still being read")]
    StillRead {
        /// How many presentations are answered.
        answered: usize,
        /// How many there are.
        of: usize,
    },
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

impl From<jobs::Stopped> for Error {
    fn from(_: jobs::Stopped) -> Self {
        Error::Stopped
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Error::Store(std::sync::Arc::new(error))
    }
}

impl From<report::Error> for Error {
    fn from(error: report::Error) -> Self {
        Error::Report(std::sync::Arc::new(error))
    }
}

impl Error {
    /// Returns the stable code: a namespace of the catalogue, a point, and a key in it.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Formats(error) => error.code(),
            Error::Metrics(error) => error.code(),
            Error::Network(error) => error.code(),
            Error::Embed(error) => error.code(),
            Error::Stats(error) => error.code(),
            Error::Synth(error) => error.code(),
            Error::Study(error) => error.code(),
            Error::Seal(error) => error.code(),
            Error::Blinding(error) => error.code(),
            Error::Store(error) => error.code(),
            Error::Report(error) => error.code(),
            Error::Samples(_) => "workbench.samples",
            Error::Stopped => "workbench.stopped",
            Error::NoProject => "workbench.noProject",
            Error::ReadOnly => "workbench.readOnly",
            Error::PlanGone => "workbench.planGone",
            Error::NothingToImport { .. } => "workbench.nothingToImport",
            Error::NoSuchPath { .. } => "workbench.noSuchPath",
            Error::NotAllowed { .. } => "workbench.notAllowed",
            Error::NothingRead { .. } => "workbench.nothingRead",
            Error::OtherModality { .. } => "workbench.otherModality",
            Error::OneFileASet => "workbench.oneFileASet",
            Error::OneAnnotationFile => "workbench.oneAnnotationFile",
            Error::NoAnnotations => "workbench.noAnnotations",
            Error::AnnotationsOfOthers => "workbench.annotationsOfOthers",
            Error::Pattern { .. } => "workbench.pattern",
            Error::NoColumn { .. } => "workbench.noColumn",
            Error::NoSuchSet { .. } => "workbench.noSuchSet",
            Error::NoSuchSample { .. } => "workbench.noSuchSample",
            Error::NoSuch { .. } => "workbench.noSuch",
            Error::NotOfModality { .. } => "workbench.notOfModality",
            Error::Incomplete { .. } => "workbench.incomplete",
            Error::DifferentModalities { .. } => "workbench.differentModalities",
            Error::NoSuchMetric { .. } => "workbench.noSuchMetric",
            Error::NotANumber { .. } => "workbench.notANumber",
            Error::NetworkGone { .. } => NETWORK_GONE,
            Error::NotAChoice { .. } => "workbench.notAChoice",
            Error::DoesNotFit { .. } => "workbench.doesNotFit",
            Error::NothingFits { .. } => "workbench.nothingFits",
            Error::NeedsBothSets => "workbench.needsBothSets",
            Error::NoPairs => "workbench.noPairs",
            Error::NeedsPairs => "workbench.needsPairs",
            Error::PairsWithGaps { .. } => "workbench.pairsWithGaps",
            Error::PairsUnequal { .. } => "workbench.pairsUnequal",
            Error::Unpaired => "workbench.unpaired",
            Error::NothingToMeasure => "workbench.nothingToMeasure",
            Error::NoSuchMethod { .. } => "workbench.noSuchMethod",
            Error::Name => "workbench.name",
            Error::OutOfRange { .. } => "workbench.outOfRange",
            Error::ContainersTell { .. } => "workbench.containersTell",
            Error::LevelsTell { .. } => "workbench.levelsTell",
            Error::NotLocked { .. } => "workbench.notLocked",
            Error::OnlyRead => "workbench.onlyRead",
            Error::OnlyReceived => "workbench.onlyReceived",
            Error::PackLocked => "workbench.packLocked",
            Error::Passphrase { .. } => "workbench.passphrase",
            Error::SessionSealed { .. } => "workbench.sessionSealed",
            Error::NeedsReason => "workbench.needsReason",
            Error::UnknownAnswer { .. } => "workbench.unknownAnswer",
            Error::TooLong { .. } => "workbench.tooLong",
            Error::NotAudited => "workbench.notAudited",
            Error::AuditFails { .. } => "workbench.auditFails",
            Error::NotLikeOthers { .. } => "workbench.notLikeOthers",
            Error::NoCommonStrata => "workbench.noCommonStrata",
            Error::ProtocolTaken { .. } => "workbench.protocolTaken",
            Error::ProtocolOfOther { .. } => "workbench.protocolOfOther",
            Error::Washout { .. } => "workbench.washout",
            Error::Exposed { .. } => "workbench.exposed",
            Error::RoundsDisclose => "workbench.roundsDisclose",
            Error::MergeConflict { .. } => "workbench.mergeConflict",
            Error::NoCommonColumns => "workbench.noCommonColumns",
            Error::RoomInUse => "workbench.roomInUse",
            Error::NoReading => "workbench.noReading",
            Error::OtherReading => "workbench.otherReading",
            Error::NotThisCase => "workbench.notThisCase",
            Error::CaseClosed => "workbench.caseClosed",
            Error::StillRead { .. } => "workbench.stillRead",
            Error::TrailBroken => "workbench.trailBroken",
            Error::StillAtWork { .. } => "workbench.stillAtWork",
            Error::CannotGoOn { .. } => "workbench.cannotGoOn",
            Error::File { .. } => "workbench.file",
            Error::Occupied { .. } => "workbench.occupied",
            Error::WithinSource { .. } => "workbench.withinSource",
            Error::UnknownLayout { .. } => "workbench.unknownLayout",
            Error::Noted(_) => "workbench.noted",
            Error::Window(_) => "workbench.window",
            Error::Broke => "workbench.broke",
        }
    }

    /// Returns what the words speak of.
    pub fn params(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::Formats(error) => error.params(),
            Error::Metrics(error) => error.params(),
            Error::Network(error) => error.params(),
            Error::Embed(error) => error.params(),
            Error::Stats(error) => error.params(),
            Error::Synth(error) => error.params(),
            Error::Study(error) => error.params(),
            Error::Seal(error) => error.params(),
            Error::Blinding(error) => error.params(),
            Error::Store(error) => error.params(),
            Error::Report(error) => error.params(),
            Error::Samples(error) => vec![("why", error.to_string())],
            Error::NothingToImport { name }
            | Error::NoSuchPath { name }
            | Error::NotAllowed { name }
            | Error::Incomplete { name }
            | Error::Occupied { name }
            | Error::WithinSource { name }
            | Error::UnknownLayout { name } => vec![("name", name.clone())],
            Error::OtherModality { wanted, given } | Error::NotOfModality { wanted, given } => {
                vec![("wanted", wanted.to_string()), ("given", given.to_string())]
            }
            Error::Pattern { pattern, why } => {
                vec![("pattern", pattern.clone()), ("why", why.clone())]
            }
            Error::NoColumn { column } => vec![("column", column.clone())],
            Error::NoSuchSet { set } => vec![("set", set.to_string())],
            Error::NoSuchSample { ordinal } => vec![("ordinal", ordinal.to_string())],
            Error::NoSuch { what, id } => vec![("what", (*what).to_owned()), ("id", id.clone())],
            Error::DifferentModalities { real, synthetic } => {
                vec![("real", real.to_string()), ("synthetic", synthetic.to_string())]
            }
            Error::NoSuchMetric { id }
            | Error::NoSuchMethod { id }
            | Error::ProtocolTaken { id } => vec![("id", id.clone())],
            Error::NotANumber { name, given } => {
                vec![("name", name.clone()), ("given", given.clone())]
            }
            Error::NetworkGone { sha256 } => vec![("sha256", sha256.clone())],
            Error::NotAChoice { name, given, choices } => {
                vec![("name", name.clone()), ("given", given.clone()), ("choices", choices.clone())]
            }
            Error::NothingRead { name, n, first, reason } => vec![
                ("name", name.clone()),
                ("count", n.to_string()),
                ("first", first.clone()),
                ("reason", reason.clone()),
            ],
            Error::PairsWithGaps { n_left_out } => vec![("count", n_left_out.to_string())],
            Error::NothingFits { given } => vec![("given", given.to_string())],
            Error::DoesNotFit { metric } => vec![("metric", (*metric).to_owned())],
            Error::OutOfRange { what, least, most, given } => vec![
                ("what", (*what).to_owned()),
                ("least", least.to_string()),
                ("most", most.to_string()),
                ("given", given.to_string()),
            ],
            Error::LevelsTell { real, synthetic } => {
                vec![("real", real.clone()), ("synthetic", synthetic.clone())]
            }
            Error::ContainersTell { n_real, n_synthetic }
            | Error::PairsUnequal { n_real, n_synthetic } => {
                vec![("nReal", n_real.to_string()), ("nSynthetic", n_synthetic.to_string())]
            }
            Error::Passphrase { fewest } => vec![("fewest", fewest.to_string())],
            Error::SessionSealed { reader } | Error::MergeConflict { reader } => {
                vec![("reader", reader.clone())]
            }
            Error::UnknownAnswer { question } => vec![("question", question.clone())],
            Error::TooLong { given, most } => {
                vec![("given", given.to_string()), ("most", most.to_string())]
            }
            Error::AuditFails { attributes } => vec![("attributes", attributes.clone())],
            Error::NotLikeOthers { n } => vec![("count", n.to_string())],
            Error::ProtocolOfOther { id, given } => {
                vec![("id", id.clone()), ("given", given.to_string())]
            }
            Error::Exposed { reader, n, until } => vec![
                ("reader", reader.clone()),
                ("count", n.to_string()),
                ("until", crate::clock::to_be_read(until)),
            ],
            Error::Washout { reader, until } => {
                vec![("reader", reader.clone()), ("until", crate::clock::to_be_read(until))]
            }
            Error::StillRead { answered, of } => {
                vec![("answered", answered.to_string()), ("of", of.to_string())]
            }
            Error::StillAtWork { title } => vec![("title", title.clone())],
            Error::CannotGoOn { state } | Error::NotLocked { state } => {
                vec![("state", state.clone())]
            }
            Error::File { name, tried, why } => {
                vec![("name", name.clone()), ("tried", (*tried).to_owned()), ("why", why.clone())]
            }
            Error::Window(why) => vec![("why", why.clone())],
            _ => Vec::new(),
        }
    }

    /// Says it in the expert's words, with what to do next.
    pub fn failure(&self) -> Failure {
        if let Error::Noted(said) = self {
            return (**said).clone();
        }
        let params =
            self.params().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
        failure(self.code(), params, &self.to_string())
    }
}

/// Finds the words for a code, stored or fresh; `otherwise` is said when the catalogue has none.
pub(crate) fn failure(code: &str, params: BTreeMap<String, String>, otherwise: &str) -> Failure {
    let pairs: Vec<(&str, &str)> =
        params.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let key = code.replacen('.', ":", 1);
    let say = |part: &str| {
        let key = format!("{key}.{part}");
        words::knows(&key).then(|| words::say(&key, &pairs))
    };
    Failure {
        code: code.to_owned(),
        message: say("message").unwrap_or_else(|| otherwise.to_owned()),
        hint: say("hint").unwrap_or_default(),
        params,
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        error.failure()
    }
}
