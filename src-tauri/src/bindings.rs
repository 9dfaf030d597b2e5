//! The typed way from the screens to the commands.

use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    export, exposure, jobs, measure, pack, protect, read, samples, start, study,
};
use crate::events::{
    Analysing, ImportOffered, JobChanged, Packing, ProjectChanged, Protecting, ReadingChanged,
};

/// Returns every typed command and event.
#[expect(clippy::too_many_lines, reason = "it is a list")]
pub(crate) fn builder() -> Builder<tauri::Wry> {
    Builder::<tauri::Wry>::new()
        .commands(collect_commands![
            start::about,
            start::recent_projects,
            start::forget_recent,
            start::create_project,
            start::open_project,
            start::open_recent,
            start::open_demo,
            start::open_asked,
            start::close_project,
            start::project,
            start::save_copy,
            start::remember,
            start::remembered,
            samples::choose_import,
            samples::start_import,
            samples::drop_plan,
            samples::preview_rule,
            samples::sets,
            samples::rename_set,
            samples::remove_set,
            samples::restore_set,
            samples::samples,
            samples::notes,
            samples::table_page,
            samples::methods,
            samples::start_generate,
            measure::choose_network,
            measure::metric_catalogue,
            measure::start_measure,
            measure::runs,
            measure::run,
            measure::instances,
            measure::result_figure,
            jobs::jobs,
            jobs::stop_job,
            jobs::resume_job,
            jobs::dismiss_job,
            study::studies,
            study::preview_study,
            study::expected_minutes,
            study::create_study,
            study::draft_study,
            study::lock_study,
            study::delete_study,
            study::balance,
            study::audit_study,
            study::mend_study,
            study::unmend_study,
            study::mask_preview,
            study::mask_study,
            study::plan,
            study::set_plan,
            study::plan_offer,
            study::pilots,
            study::power,
            study::advance_study,
            study::reveal_case,
            study::amend_study,
            study::analysis,
            exposure::exposures,
            exposure::name_person,
            exposure::save_exposures,
            exposure::choose_exposures,
            exposure::bring_exposures,
            pack::pack_study,
            pack::open_pack,
            pack::unlock_pack,
            pack::seal_reader,
            pack::seal_session,
            pack::merge_sessions,
            pack::choose_sessions,
            pack::enrol_reader,
            study::protocols,
            study::choose_protocol,
            study::save_protocol,
            study::study,
            study::open_reading_room,
            protect::locked_project,
            protect::sign_in,
            protect::recover,
            protect::leave_locked,
            protect::lock_project,
            protect::touch,
            protect::protection,
            protect::protect_project,
            protect::set_encrypted,
            protect::unprotect_project,
            protect::stop_waiting,
            protect::add_user,
            protect::remove_user,
            protect::set_passphrase,
            protect::renew_recovery,
            protect::set_idle_minutes,
            protect::save_recovery,
            protect::save_checkpoint,
            protect::reading_desk,
            protect::seal_own,
            protect::release_session,
            export::export_study,
            export::exports,
            export::save_export,
            read::reading,
            read::next_step,
            read::pass_step,
            read::save_form,
            read::upcoming_slots,
            read::save_answer,
            read::leave_reading,
        ])
        .events(collect_events![
            ImportOffered,
            JobChanged,
            Packing,
            Analysing,
            ProjectChanged,
            Protecting,
            ReadingChanged
        ])
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the bindings when `TOUCHSTONE_WRITE_BINDINGS` is set, as `cargo xtask bindings` does.
    #[test]
    fn the_committed_bindings_are_what_the_commands_say() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/core/bindings.ts");
        let fresh = tempfile::NamedTempFile::with_suffix(".ts").unwrap();
        builder().export(specta_typescript::Typescript::default(), fresh.path()).unwrap();
        let fresh = std::fs::read_to_string(fresh.path()).unwrap();
        if std::env::var_os("TOUCHSTONE_WRITE_BINDINGS").is_some() {
            std::fs::write(&path, fresh).unwrap();
            return;
        }
        let committed = std::fs::read_to_string(&path).unwrap();
        assert!(committed == fresh, "stale: run `cargo xtask bindings` and commit the result");
    }
}
