//! Tells Tauri which commands exist, so that each window is granted its own and no others.

/// Every command, as the capabilities name it: `allow-<command>`.
const COMMANDS: &[&str] = &[
    "about",
    "recent_projects",
    "forget_recent",
    "create_project",
    "open_project",
    "open_recent",
    "open_demo",
    "open_asked",
    "close_project",
    "project",
    "save_copy",
    "choose_import",
    "start_import",
    "drop_plan",
    "preview_rule",
    "sets",
    "rename_set",
    "remove_set",
    "restore_set",
    "samples",
    "notes",
    "table_page",
    "thumbnail",
    "sample_pixels",
    "choose_network",
    "metric_catalogue",
    "start_measure",
    "runs",
    "run",
    "instances",
    "result_figure",
    "methods",
    "start_generate",
    "jobs",
    "stop_job",
    "resume_job",
    "dismiss_job",
    "studies",
    "preview_study",
    "create_study",
    "study",
    "open_reading_room",
    "export_study",
    "exports",
    "save_export",
    "remember",
    "remembered",
    "reading",
    "next_case",
    "upcoming_slots",
    "case_pixels",
    "save_answer",
    "leave_reading",
];

fn main() {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/**/*")
            .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS)),
    )
    .expect("the app's configuration is valid");
}
