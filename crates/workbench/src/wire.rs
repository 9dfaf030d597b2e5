//! What crosses to the screens and the terminal, and nothing else does.
//!
//! These types are for reading by people and screens; the domain's types are
//! not serializable, so that a screen's wish never bends a stored fact. No
//! path of the machine is in any of them.

mod analysis;
mod asking;
mod exposure;
mod jobs;
mod life;
mod marks;
mod masks;
mod project;
mod read_cases;
mod reading;
mod results;
mod samples;
mod studies;
mod vault;

pub use analysis::{
    AnalysisMethodView, AnalysisView, CurveView, EquivalenceView, ExcludedView, FindingView,
    FlowView, PointsView, ReaderFlowView, SectionView, SentenceView, TestView,
};
pub use asking::{AskedMetric, MeasureRequest, MetricView, NetworkView, ParameterView};
pub use exposure::{
    BroughtView, ExposureFileView, ExposureView, LedgerView, ReaderThere, SameReader,
    SavedExposures, WaitingReader,
};
pub use jobs::{ExportRequest, ExportView, ExportedFile, JobView, LeftOutFile, ReportLanguage};
pub use life::{
    AuditView, Choice, ComplaintView, DiagnosisItem, DiagnosisRule, LeakView, MergeView,
    PackedView, PilotView, PlanOffer, PlanRules, PlanView, PlannedSection, PowerRequest, PowerView,
    ReferenceView, RevealedCase, SealedView, VarianceView,
};
pub use marks::{MarkMapView, MarkedCaseView};
pub use masks::{MaskPreview, MaskRect};
pub use project::{About, Failure, ProjectView, RecentProject, Step, StepState};
pub use read_cases::{CaseMetricView, CaseReaderView, CeilingView, ReadCaseView, ReadCasesView};
pub use reading::{
    AnswerRequest, AnswerView, BlindCase, BlindStimulus, CardField, ConditionView, FormRequest,
    Given, GivenAnswer, GivenFieldPair, GivenSpan, ItemView, PickView, ReadingStep, ReadingView,
    ShownWindow,
};
pub use results::{
    ClosestPair, Finding, InstanceView, IntervalView, PartView, ResultView, RunHead, RunView,
    YardstickView,
};
pub use samples::{
    Arm, ColumnView, GenerateRequest, ImportPlan, ImportRequest, ListView, MethodView, Modality,
    NoteView, PixelHeader, Rule, SampleView, SetView, SignalHeader, TablePage,
};
pub use studies::{
    BalanceView, BlockView, Choosing, ColumnLeftOff, ProtocolView, ReaderView, SampleRef,
    StageView, StudyPreview, StudyRequest, StudyView, TaskView,
};
pub use vault::{
    DeskSession, LockedView, ProtectRequest, ProtectionView, RecoveryView, RoleView, UserRequest,
    UserView,
};
