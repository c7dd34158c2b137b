//! The same done to many things on a few threads. Must not know what is done.

/// Never more threads than this, however many processors there are.
const MOST: usize = 4;
/// Fewer things than this are not worth a thread of their own.
const SHARE: usize = 16;

/// What `act` gives for each of `things`, in their order.
pub(super) fn in_parallel<I: Sync, O: Send>(things: &[I], act: impl Fn(&I) -> O + Sync) -> Vec<O> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST);
    let share = things.len().div_ceil(threads).max(SHARE);
    if things.len() <= share {
        return things.iter().map(act).collect();
    }
    std::thread::scope(|scope| {
        let act = &act;
        let shares: Vec<_> =
            things.chunks(share).map(|chunk| scope.spawn(move || chunk.iter().map(act).collect::<Vec<_>>())).collect();
        shares.into_iter().flat_map(|share| share.join().expect("what is done does not panic")).collect()
    })
}
