//! `WebView2Loader.dll`, taken in when it is first needed.
//!
//! Owns: the two functions of it that the window system calls. Compilers other than Microsoft's
//! would make the program unable to start without that file, before a line of it could say why;
//! with these functions in the program itself, the file's absence is an error like any other.
//! Must not know what they are called for.

use std::ffi::{CStr, c_void};
use std::sync::LazyLock;

use windows_sys::Win32::Foundation::HMODULE;
use windows_sys::Win32::System::LibraryLoader::{GetProcAddress, LOAD_LIBRARY_SEARCH_APPLICATION_DIR, LoadLibraryExW};
use windows_sys::core::{HRESULT, PCWSTR, PWSTR, w};

/// `HRESULT_FROM_WIN32(ERROR_MOD_NOT_FOUND)`
const NOT_FOUND: HRESULT = 0x8007_007E_u32.cast_signed();

/// The library, as a number, because a handle may not pass between threads; 0 when it is missing.
static LIBRARY: LazyLock<usize> = LazyLock::new(|| {
    // Only from the program's own folder: nobody else's file of that name is to be run.
    // SAFETY: a string that ends in NUL, and the reserved handle is null.
    let library =
        unsafe { LoadLibraryExW(w!("WebView2Loader.dll"), std::ptr::null_mut(), LOAD_LIBRARY_SEARCH_APPLICATION_DIR) };
    library as usize
});

/// Whether the library is beside the program, and whole.
pub(crate) fn is_there() -> bool {
    function(c"GetAvailableCoreWebView2BrowserVersionString").is_some()
        && function(c"CreateCoreWebView2EnvironmentWithOptions").is_some()
}

fn function(name: &CStr) -> Option<unsafe extern "system" fn() -> isize> {
    match *LIBRARY {
        0 => None,
        // SAFETY: the library stays for as long as the program runs, and the name ends in NUL.
        library => unsafe { GetProcAddress(library as HMODULE, name.as_ptr().cast()) },
    }
}

type Version = unsafe extern "system" fn(PCWSTR, *mut PWSTR) -> HRESULT;
type Create = unsafe extern "system" fn(PCWSTR, PCWSTR, *mut c_void, *mut c_void) -> HRESULT;

#[unsafe(no_mangle)]
unsafe extern "system" fn GetAvailableCoreWebView2BrowserVersionString(folder: PCWSTR, version: *mut PWSTR) -> HRESULT {
    let Some(found) = function(c"GetAvailableCoreWebView2BrowserVersionString") else { return NOT_FOUND };
    // SAFETY: this is the function's type, and the caller keeps its contract.
    unsafe { std::mem::transmute::<unsafe extern "system" fn() -> isize, Version>(found)(folder, version) }
}

#[unsafe(no_mangle)]
unsafe extern "system" fn CreateCoreWebView2EnvironmentWithOptions(
    folder: PCWSTR,
    data: PCWSTR,
    options: *mut c_void,
    handler: *mut c_void,
) -> HRESULT {
    let Some(found) = function(c"CreateCoreWebView2EnvironmentWithOptions") else { return NOT_FOUND };
    // SAFETY: this is the function's type, and the caller keeps its contract.
    unsafe {
        std::mem::transmute::<unsafe extern "system" fn() -> isize, Create>(found)(folder, data, options, handler)
    }
}
