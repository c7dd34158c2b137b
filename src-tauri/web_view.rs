//! The web view that Windows brings, or does not.
//!
//! Owns: finding that out before a window is made, and telling the person in their language. Must
//! not know what the window shows.

use std::io::Write;
use std::process::ExitCode;

use windows_sys::Win32::Globalization::GetUserDefaultUILanguage;
use windows_sys::Win32::Storage::FileSystem::{FILE_TYPE_DISK, FILE_TYPE_PIPE, GetFileType};
use windows_sys::Win32::System::Console::{GetStdHandle, STD_ERROR_HANDLE};
use windows_sys::Win32::UI::WindowsAndMessaging::{MB_ICONERROR, MB_OK, MB_SETFOREGROUND, MessageBoxW};

/// What the program ends with when nothing can show its window.
const EXIT: u8 = 3;

/// Why there is no web view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    /// The library beside the program that finds it.
    #[cfg_attr(not(target_env = "gnu"), allow(dead_code, reason = "elsewhere it is part of the program"))]
    Loader,
    /// The web view itself, on this computer.
    WebView,
}

/// Errors when a window could show nothing.
pub(crate) fn look() -> Result<(), Missing> {
    #[cfg(target_env = "gnu")]
    if !crate::loader::is_there() {
        return Err(Missing::Loader);
    }
    tauri::webview_version().map(drop).map_err(|_| Missing::WebView)
}

/// Says so on standard error, and in a box unless a program reads that; gives the exit code.
pub(crate) fn tell(missing: Missing) -> ExitCode {
    // SAFETY: takes nothing, and cannot fail.
    let text = words(missing, unsafe { GetUserDefaultUILanguage() });
    // Where nobody listens the box is left.
    let _ = writeln!(std::io::stderr(), "{text}");
    // SAFETY: the handle may be null or invalid; the kind of file is then unknown.
    let kind = unsafe { GetFileType(GetStdHandle(STD_ERROR_HANDLE)) };
    if ![FILE_TYPE_PIPE, FILE_TYPE_DISK].contains(&kind) {
        let (text, title) = (wide(text), wide("Hisho"));
        // SAFETY: two strings that end in NUL and outlive the call; there is no window above the box.
        unsafe {
            MessageBoxW(std::ptr::null_mut(), text.as_ptr(), title.as_ptr(), MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
        }
    }
    ExitCode::from(EXIT)
}

/// The message in the language with this number of Windows: Japanese, or else English.
fn words(missing: Missing, language: u16) -> &'static str {
    /// The lower bits of the number; the upper ones name a country.
    const PRIMARY: u16 = 0x3FF;
    const JAPANESE: u16 = 0x11;
    match (missing, language & PRIMARY == JAPANESE) {
        (Missing::WebView, true) => {
            "Hisho を開けません。画面の表示に使う Microsoft Edge WebView2 が、このパソコンに入っていません。\n\
             次のページから WebView2 ランタイムを入れて、もう一度 Hisho を開いてください。\n\
             https://developer.microsoft.com/microsoft-edge/webview2/"
        }
        (Missing::WebView, false) => {
            "Hisho cannot open: Microsoft Edge WebView2, which shows its window, is not on this computer.\n\
             Install the WebView2 Runtime from this page, then open Hisho again.\n\
             https://developer.microsoft.com/microsoft-edge/webview2/"
        }
        (Missing::Loader, true) => {
            "Hisho を開けません。プログラムと同じフォルダーに WebView2Loader.dll がありません。\n\
             Hisho をもう一度インストールしてください。"
        }
        (Missing::Loader, false) => {
            "Hisho cannot open: WebView2Loader.dll is missing from the folder of the program.\n\
             Install Hisho again."
        }
    }
}

fn wide(text: &str) -> Vec<u16> {
    text.encode_utf16().chain([0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_is_in_the_language_of_the_system() {
        for missing in [Missing::Loader, Missing::WebView] {
            let [japanese, american, french] = [0x0411, 0x0409, 0x040C].map(|language| words(missing, language));
            assert!(japanese.starts_with("Hisho を開けません"));
            assert!(american.starts_with("Hisho cannot open"));
            assert_eq!(american, french);
        }
    }
}
