//! What the words of an error speak of.

use super::Error;

impl Error {
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
            Error::Mask(error) => error.params(),
            Error::Analysis(error) => error.params(),
            Error::Exposure(error) => error.params(),
            Error::Store(error) => error.params(),
            Error::Report(error) => error.params(),
            Error::Vault(error) => error.params(),
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
            Error::PlanRule { given } => vec![("given", given.clone())],
            Error::AuditFails { attributes } => vec![("attributes", attributes.clone())],
            Error::NotLikeOthers { n } => vec![("count", n.to_string())],
            Error::ProtocolOfOther { id, given } => {
                vec![("id", id.clone()), ("given", given.to_string())]
            }
            Error::StillAtWork { title } => vec![("title", title.clone())],
            Error::CannotGoOn { state } | Error::NotLocked { state } => {
                vec![("state", state.clone())]
            }
            Error::File { name, tried, why } => {
                vec![("name", name.clone()), ("tried", (*tried).to_owned()), ("why", why.clone())]
            }
            Error::Window(why) => vec![("why", why.clone())],
            _ => self.of_people(),
        }
    }

    /// Returns what is said of readers, and of who signed in, or did not.
    fn of_people(&self) -> Vec<(&'static str, String)> {
        match self {
            Error::NotYourRole { role } => {
                vec![("role", words::say(&format!("vault:role.{role}.title"), &[]))]
            }
            Error::NotYourSession { reader, user } | Error::SessionBegun { reader, user } => {
                vec![("reader", reader.clone()), ("user", user.clone())]
            }
            Error::Exposed { reader, n, until } => vec![
                ("reader", reader.clone()),
                ("count", n.to_string()),
                ("until", crate::clock::to_be_read(until)),
            ],
            Error::ExposedElsewhere { reader, n, n_elsewhere, until } => vec![
                ("reader", reader.clone()),
                ("count", n.to_string()),
                ("elsewhere", n_elsewhere.to_string()),
                ("until", crate::clock::to_be_read(until)),
            ],
            Error::Washout { reader, until } => {
                vec![("reader", reader.clone()), ("until", crate::clock::to_be_read(until))]
            }
            Error::ReadsAlready { reader } => vec![("reader", reader.clone())],
            Error::TooManyTries { seconds } => vec![("seconds", seconds.to_string())],
            _ => Vec::new(),
        }
    }
}
