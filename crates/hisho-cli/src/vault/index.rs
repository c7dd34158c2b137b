//! `hisho vault index`: one look of the engine, and what it cost. Must not know how one looks.

use std::path::{Path, PathBuf};

use hisho_app::{App, Options, ScanReport};
use hisho_domain::{Actor, Origin, Result};
use serde::Serialize;

use crate::out;

/// What is printed.
#[derive(Serialize)]
struct Cost {
    #[serde(flatten)]
    report: ScanReport,
    /// The most memory the process ever had; null where the system does not tell.
    peak_memory_bytes: Option<u64>,
}

pub async fn run(data_dir: PathBuf, dir: &Path, json: bool) -> Result<()> {
    let path = std::path::absolute(dir).map_err(|error| super::unread(dir, error))?;
    let path = path.to_str().ok_or_else(|| super::unread(dir, std::io::ErrorKind::InvalidFilename.into()))?;
    let app = App::open(Options { data_dir, background: false }).await?;
    let report = app.index(Actor::person(Origin::Cli), path).await?;
    let cost = Cost { report, peak_memory_bytes: peak_memory() };
    if json {
        return super::print(&cost);
    }
    let Cost { report, peak_memory_bytes } = cost;
    let memory = peak_memory_bytes.map_or_else(String::new, |bytes| format!(", at most {} MB of memory", bytes >> 20));
    out::print(&format!(
        "{} notes: {} new, {} changed, {} gone, {} skipped; {} ms, browsable after {} ms{memory}\n",
        report.notes,
        report.added,
        report.changed,
        report.removed,
        report.skipped,
        report.elapsed_ms,
        report.browsable_ms,
    ))
}

/// The line `VmHWM` of the system's own account, which is in units of 1,024 bytes.
#[cfg(target_os = "linux")]
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|units| units << 10)
}

#[cfg(windows)]
fn peak_memory() -> Option<u64> {
    use windows_sys::Win32::System::ProcessStatus::{GetProcessMemoryInfo, PROCESS_MEMORY_COUNTERS};
    use windows_sys::Win32::System::Threading::GetCurrentProcess;
    let size = size_of::<PROCESS_MEMORY_COUNTERS>() as u32;
    let mut counters = PROCESS_MEMORY_COUNTERS { cb: size, ..Default::default() };
    // SAFETY: the process's own handle, and a structure of the size that is told.
    let told = unsafe { GetProcessMemoryInfo(GetCurrentProcess(), &mut counters, size) };
    (told != 0).then_some(counters.PeakWorkingSetSize as u64)
}

/// The most resident memory, which macOS tells in bytes.
#[cfg(target_os = "macos")]
fn peak_memory() -> Option<u64> {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the call fills the structure when it returns zero.
    let usage = unsafe { (libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr()) == 0).then(|| usage.assume_init()) }?;
    u64::try_from(usage.ru_maxrss).ok()
}

#[cfg(not(any(target_os = "linux", windows, target_os = "macos")))]
fn peak_memory() -> Option<u64> {
    None
}
