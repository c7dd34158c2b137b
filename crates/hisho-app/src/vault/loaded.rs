//! Texts of notes as they were given to an editor or written for it, kept for a while, so that what
//! comes back can be merged with what others changed meanwhile. Must not know what they mean.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// What is kept at most.
const BYTES: usize = 32 * 1024 * 1024;

/// The latest texts.
#[derive(Default)]
pub(crate) struct Loaded(Mutex<VecDeque<([u8; 32], Vec<u8>)>>);

impl Loaded {
    /// Keeps the bytes of a file under their BLAKE3 hash.
    pub(crate) fn keep(&self, hash: [u8; 32], bytes: &[u8]) {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.retain(|(known, _)| *known != hash);
        texts.push_back((hash, bytes.to_owned()));
        while texts.len() > 1 && texts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() > BYTES {
            texts.pop_front();
        }
    }

    /// The bytes of this hash, if they are still kept.
    pub(crate) fn get(&self, hash: &[u8; 32]) -> Option<Vec<u8>> {
        let texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.iter().find(|(known, _)| known == hash).map(|(_, bytes)| bytes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_are_kept() {
        let loaded = Loaded::default();
        let big = vec![b'a'; BYTES / 2];
        for number in 0..4 {
            loaded.keep([number; 32], &big);
        }
        let kept: Vec<bool> = (0..4).map(|number| loaded.get(&[number; 32]).is_some()).collect();
        assert_eq!(kept, [false, false, true, true]);
        loaded.keep([9; 32], &vec![b'a'; BYTES + 1]);
        assert_eq!(loaded.get(&[9; 32]).map(|bytes| bytes.len()), Some(BYTES + 1));
    }
}
