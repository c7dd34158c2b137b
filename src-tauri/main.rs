//! The desktop program.

// A release for Windows opens no console behind its window.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    hisho_desktop::run()
}
