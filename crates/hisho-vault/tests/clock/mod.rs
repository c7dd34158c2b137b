//! How long reading takes, so that other work on the machine counts little.

use std::time::Duration;

use hisho_vault::metadata::parse;

/// The time this thread has worked; elsewhere than on Linux the time that has passed.
pub fn now() -> Duration {
    #[cfg(target_os = "linux")]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
        Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
    }
    #[cfg(not(target_os = "linux"))]
    {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        START.get_or_init(std::time::Instant::now).elapsed()
    }
}

/// The shortest of several times of reading a text.
pub fn time(text: &str, runs: usize) -> Duration {
    let once = || {
        let started = now();
        std::hint::black_box(parse(text));
        now() - started
    };
    (0..runs).map(|_| once()).min().unwrap_or_default()
}

/// How many times as long the text of `2 * n` takes as that of `n`, by the length they have. A
/// machine under load is given more than one chance; what is not linear takes none.
pub fn ratio_of_doubling(make: impl Fn(usize) -> String, n: usize) -> f64 {
    let (one, two) = (make(n), make(2 * n));
    let growth = two.len() as f64 / one.len() as f64 / 2.0;
    let mut ratio = f64::INFINITY;
    for _ in 0..5 {
        ratio = ratio.min(time(&two, 5).as_secs_f64() / time(&one, 5).as_secs_f64() / growth);
        if ratio < 2.3 {
            break;
        }
    }
    ratio
}
