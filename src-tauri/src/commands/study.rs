//! Studies, as the coordinator sees them.

use tauri::AppHandle;
use tauri::ipc::Response;
use workbench::wire::{
    AnalysisView, Arm, AuditView, BalanceView, MaskPreview, MaskRect, PilotView, PlanOffer,
    PlanView, PowerRequest, PowerView, ProtocolView, RevealedCase, StudyPreview, StudyRequest,
    StudyView,
};

use super::{Answer, Bench, apart};
use crate::{dialogs, windows};

/// Lists the studies, the latest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn studies(bench: Bench<'_>) -> Answer<Vec<StudyView>> {
    apart(&bench, workbench::Workbench::studies).await
}

/// Makes a study and locks its design.
#[tauri::command]
#[specta::specta]
pub(crate) async fn create_study(bench: Bench<'_>, request: StudyRequest) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.create_study(&request)).await
}

/// Makes a draft of a study: chooses its cases, and how they are shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn draft_study(bench: Bench<'_>, request: StudyRequest) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.draft_study(&request)).await
}

/// Fixes each reader's order, and locks the study.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_study(bench: Bench<'_>, id: u32) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.lock_study(id)).await
}

/// Deletes a study that is not locked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn delete_study(bench: Bench<'_>, id: u32) -> Answer<()> {
    apart(&bench, move |bench| bench.delete_study(id)).await
}

/// Looks whether anything but their content tells the cases of a draft apart.
#[tauri::command]
#[specta::specta]
pub(crate) async fn audit_study(bench: Bench<'_>, id: u32) -> Answer<AuditView> {
    apart(&bench, move |bench| bench.audit_study(id)).await
}

/// Does to both sources what removes what tells, and audits them again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mend_study(bench: Bench<'_>, id: u32) -> Answer<AuditView> {
    apart(&bench, move |bench| bench.mend_study(id)).await
}

/// Takes all mends of a draft back, and audits it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unmend_study(bench: Bench<'_>, id: u32) -> Answer<AuditView> {
    apart(&bench, move |bench| bench.unmend_study(id)).await
}

/// Tells what of the images of a draft is covered, and on what more can be.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mask_preview(bench: Bench<'_>, id: u32) -> Answer<MaskPreview> {
    apart(&bench, move |bench| bench.mask_preview(id)).await
}

/// Gives the images of one source of a draft laid over each other, as PNG.
#[tauri::command]
pub(crate) async fn mask_picture(bench: Bench<'_>, id: u32, arm: Arm) -> Answer<Response> {
    apart(&bench, move |bench| bench.mask_picture(id, arm)).await.map(Response::new)
}

/// Covers these parts, and no others, of every image of a draft, and audits it again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn mask_study(
    bench: Bench<'_>,
    id: u32,
    rects: Vec<MaskRect>,
) -> Answer<AuditView> {
    apart(&bench, move |bench| bench.mask_study(id, &rects)).await
}

/// Shows the plan of analysis.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan(bench: Bench<'_>, id: u32) -> Answer<PlanView> {
    apart(&bench, move |bench| bench.plan(id)).await
}

/// Keeps the plan of analysis of a draft.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_plan(bench: Bench<'_>, id: u32, plan: PlanView) -> Answer<PlanView> {
    apart(&bench, move |bench| bench.set_plan(id, &plan)).await
}

/// Tells what the rules of a plan can name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn plan_offer(bench: Bench<'_>, id: u32) -> Answer<PlanOffer> {
    apart(&bench, move |bench| bench.plan_offer(id)).await
}

/// Tells what a number of readers and cases can find.
#[tauri::command]
#[specta::specta]
pub(crate) async fn power(bench: Bench<'_>, request: PowerRequest) -> Answer<PowerView> {
    apart(&bench, move |bench| bench.power(&request)).await
}

/// Tells which studies show how readers vary.
#[tauri::command]
#[specta::specta]
pub(crate) async fn pilots(bench: Bench<'_>) -> Answer<Vec<PilotView>> {
    apart(&bench, workbench::Workbench::pilots).await
}

/// Takes a study to its next state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn advance_study(
    bench: Bench<'_>,
    id: u32,
    to: String,
    reason: String,
) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.advance_study(id, &to, &reason)).await
}

/// Tells the truth of what a reader sees under a number, before its time.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reveal_case(
    bench: Bench<'_>,
    study: u32,
    reader: String,
    number: u32,
    reason: String,
) -> Answer<Vec<RevealedCase>> {
    apart(&bench, move |bench| bench.reveal_case(study, &reader, number, &reason)).await
}

/// Makes a draft of the next version of a locked study.
#[tauri::command]
#[specta::specta]
pub(crate) async fn amend_study(bench: Bench<'_>, id: u32, reason: String) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.amend_study(id, &reason)).await
}

/// Shows how even the design of a locked study is.
#[tauri::command]
#[specta::specta]
pub(crate) async fn balance(bench: Bench<'_>, id: u32) -> Answer<BalanceView> {
    apart(&bench, move |bench| bench.balance(id)).await
}

/// Lists the protocols that studies can be made from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn protocols(bench: Bench<'_>) -> Answer<Vec<ProtocolView>> {
    apart(&bench, workbench::Workbench::protocols).await
}

/// Asks for a protocol's file, and takes it into the project; nothing when none was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn choose_protocol(
    app: AppHandle,
    bench: Bench<'_>,
) -> Answer<Option<ProtocolView>> {
    let json = ("JSON", &["json"][..]);
    let title = bench.words("app:dialog.protocol");
    let Some(path) = dialogs::file(&app, &title, json).await else {
        return Ok(None);
    };
    apart(&bench, move |bench| bench.import_protocol(&path)).await.map(Some)
}

/// Asks where to, and writes a protocol's file; false when nowhere was chosen.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_protocol(app: AppHandle, bench: Bench<'_>, id: String) -> Answer<bool> {
    let title = bench.words("app:dialog.saveProtocol");
    let Some(path) = dialogs::save(&app, &title, &format!("{id}.json")).await else {
        return Ok(false);
    };
    apart(&bench, move |bench| bench.save_protocol(&id, &path)).await?;
    Ok(true)
}

/// Tells what readers would see of the cases of these sets, before a study is made.
#[tauri::command]
#[specta::specta]
pub(crate) async fn preview_study(
    bench: Bench<'_>,
    real: u32,
    synthetic: Vec<u32>,
) -> Answer<StudyPreview> {
    apart(&bench, move |bench| bench.preview_study(real, &synthetic)).await
}

/// Tells about how many minutes a reader of a study that is being set up will need.
#[tauri::command]
#[specta::specta]
pub(crate) async fn expected_minutes(bench: Bench<'_>, request: StudyRequest) -> Answer<u32> {
    apart(&bench, move |bench| bench.expected_minutes(&request)).await
}

/// Shows a study.
#[tauri::command]
#[specta::specta]
pub(crate) async fn study(bench: Bench<'_>, id: u32) -> Answer<StudyView> {
    apart(&bench, move |bench| bench.study(id)).await
}

/// Opens the reading room for one reader, in a window of its own.
#[tauri::command]
#[specta::specta]
pub(crate) async fn open_reading_room(
    app: AppHandle,
    bench: Bench<'_>,
    study: u32,
    reader: String,
) -> Answer<()> {
    apart(&bench, move |bench| bench.begin_reading(study, &reader)).await?;
    let opened = windows::open_reader(&app);
    if opened.is_err() {
        // Without a window nobody reads: the room is free for the next try.
        bench.leave_reading();
    }
    Ok(opened.map_err(|error| workbench::Error::Window(error.to_string()))?)
}

/// Analyses a study whose truth is open.
#[tauri::command]
#[specta::specta]
pub(crate) async fn analysis(bench: Bench<'_>, id: u32) -> Answer<AnalysisView> {
    apart(&bench, move |bench| bench.analysis(id)).await
}

/// Draws a case of an unblinded study small, as readers saw it, as PNG.
#[tauri::command]
pub(crate) async fn shown_thumbnail(
    bench: Bench<'_>,
    study: u32,
    case: String,
    side: u32,
) -> Answer<Response> {
    apart(&bench, move |bench| bench.shown_thumbnail(study, &case, side)).await.map(Response::new)
}
