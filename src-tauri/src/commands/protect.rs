//! Users, locking, encryption, and what is printed or kept elsewhere.

use tauri::AppHandle;
use workbench::wire::{
    DeskSession, LockedView, ProjectView, ProtectRequest, ProtectionView, RecoveryView, UserRequest,
};

use super::{Answer, Bench, apart};
use crate::dialogs;

/// Shows the project that waits for one of its users; nothing when none does.
#[tauri::command]
#[specta::specta]
pub(crate) async fn locked_project(bench: Bench<'_>) -> Answer<Option<LockedView>> {
    apart(&bench, workbench::Workbench::locked_project).await
}

/// Lets a user of the waiting project in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sign_in(
    bench: Bench<'_>,
    user: String,
    passphrase: String,
) -> Answer<ProjectView> {
    apart(&bench, move |bench| bench.sign_in(&user, &passphrase)).await
}

/// Lets a coordinator of the waiting project in by the recovery key, with another passphrase from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recover(
    bench: Bench<'_>,
    key: String,
    user: String,
    passphrase: String,
) -> Answer<ProjectView> {
    apart(&bench, move |bench| bench.recover(&key, &user, &passphrase)).await
}

/// Forgets the project that waits for a user.
#[tauri::command]
#[specta::specta]
pub(crate) async fn leave_locked(bench: Bench<'_>) -> Answer<()> {
    apart(&bench, |bench| {
        bench.leave_locked();
        Ok(())
    })
    .await
}

/// Locks the open project.
#[tauri::command]
#[specta::specta]
pub(crate) async fn lock_project(bench: Bench<'_>) -> Answer<()> {
    apart(&bench, workbench::Workbench::lock_project).await
}

/// Notes that somebody is there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn touch(bench: Bench<'_>) -> Answer<()> {
    bench.touch();
    Ok(())
}

/// Shows who may open the project, and whether it is encrypted.
#[tauri::command]
#[specta::specta]
pub(crate) async fn protection(bench: Bench<'_>) -> Answer<ProtectionView> {
    apart(&bench, workbench::Workbench::protection).await
}

/// Gives the project its first user, and encrypts it when that is asked for.
#[tauri::command]
#[specta::specta]
pub(crate) async fn protect_project(
    bench: Bench<'_>,
    request: ProtectRequest,
) -> Answer<RecoveryView> {
    apart(&bench, move |bench| bench.protect(&request)).await
}

/// Encrypts a project that has users, or decrypts it; answers how many files could not be read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_encrypted(
    bench: Bench<'_>,
    encrypted: bool,
    passphrase: String,
) -> Answer<u32> {
    apart(&bench, move |bench| bench.set_encrypted(encrypted, &passphrase)).await
}

/// Takes all users off the project, and decrypts it; answers how many files could not be read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn unprotect_project(bench: Bench<'_>, passphrase: String) -> Answer<u32> {
    apart(&bench, move |bench| bench.unprotect(&passphrase)).await
}

/// Asks encrypting, decrypting or packing to stop: all is then as it was.
#[tauri::command]
#[specta::specta]
pub(crate) async fn stop_waiting(bench: Bench<'_>) -> Answer<()> {
    bench.stop_waiting();
    Ok(())
}

/// Adds a user.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_user(bench: Bench<'_>, request: UserRequest) -> Answer<ProtectionView> {
    apart(&bench, move |bench| bench.add_user(&request)).await
}

/// Takes a user off the project.
#[tauri::command]
#[specta::specta]
pub(crate) async fn remove_user(bench: Bench<'_>, name: String) -> Answer<ProtectionView> {
    apart(&bench, move |bench| bench.remove_user(&name)).await
}

/// Gives a user another passphrase; `yours` is the one of whoever does it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_passphrase(
    bench: Bench<'_>,
    name: String,
    yours: String,
    passphrase: String,
) -> Answer<()> {
    apart(&bench, move |bench| bench.set_passphrase(&name, &yours, &passphrase)).await
}

/// Makes another recovery key; the one before opens nothing any more.
#[tauri::command]
#[specta::specta]
pub(crate) async fn renew_recovery(bench: Bench<'_>, passphrase: String) -> Answer<RecoveryView> {
    apart(&bench, move |bench| bench.renew_recovery(&passphrase)).await
}

/// Sets after how many minutes without a touch the project is locked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn set_idle_minutes(bench: Bench<'_>, minutes: u32) -> Answer<ProtectionView> {
    apart(&bench, move |bench| bench.set_idle_minutes(minutes)).await
}

/// Asks where to, and writes the recovery key as a page to be printed; whether it was written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_recovery(app: AppHandle, bench: Bench<'_>, key: String) -> Answer<bool> {
    let (title, name) = ("app:dialog.saveRecovery", "app:dialog.recoveryName");
    let (title, name) = (bench.words(title), bench.words(name));
    let Some(path) = dialogs::save(&app, &title, &name).await else { return Ok(false) };
    apart(&bench, move |bench| bench.save_recovery(&key, &path)).await?;
    Ok(true)
}

/// Asks where to, and writes where the trail stands, signed; whether it was written.
#[tauri::command]
#[specta::specta]
pub(crate) async fn save_checkpoint(app: AppHandle, bench: Bench<'_>) -> Answer<bool> {
    let (title, name) = ("app:dialog.saveCheckpoint", "app:dialog.checkpointName");
    let (title, name) = (bench.words(title), bench.words(name));
    let Some(path) = dialogs::save(&app, &title, &name).await else { return Ok(false) };
    apart(&bench, move |bench| bench.save_checkpoint(&path)).await?;
    Ok(true)
}

/// Lists the sessions that whoever signed in may read.
#[tauri::command]
#[specta::specta]
pub(crate) async fn reading_desk(bench: Bench<'_>) -> Answer<Vec<DeskSession>> {
    apart(&bench, workbench::Workbench::reading_desk).await
}

/// Gives a session back that somebody took by mistake.
#[tauri::command]
#[specta::specta]
pub(crate) async fn release_session(bench: Bench<'_>, study: u32, reader: String) -> Answer<()> {
    apart(&bench, move |bench| bench.release_session(study, &reader)).await
}

/// Ends a session of whoever signed in: nothing is answered after that.
#[tauri::command]
#[specta::specta]
pub(crate) async fn seal_own(
    bench: Bench<'_>,
    study: u32,
    reader: String,
) -> Answer<Vec<DeskSession>> {
    apart(&bench, move |bench| bench.seal_own(study, &reader)).await
}
