//! Owns the count of tokens of a call and its honest estimate where no count came.
//! Must not know prices or models.

use serde::{Deserialize, Serialize};

/// How a service counts, which differs: what is part of what decides what is paid for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// Cached tokens are part of `input`, reasoning is part of `output` (OpenAI and its kin, Ollama).
    #[default]
    Inside,
    /// Cached tokens are beside `input`, reasoning is part of `output` (Anthropic).
    CacheBeside,
    /// Cached tokens are part of `input`, reasoning is beside `output` (Gemini).
    ReasoningBeside,
}

/// The tokens of one call, as the service counts them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens sent, in the service's own sense.
    pub input: u64,
    /// Tokens received, in the service's own sense.
    pub output: u64,
    /// Tokens read from the service's cache.
    pub cache_read: u64,
    /// Tokens written to the service's cache.
    pub cache_write: u64,
    /// Tokens of reasoning.
    pub reasoning: u64,
    /// What `input` and `output` hold.
    pub counting: Counting,
    /// Whether the numbers are ours, because the service gave none (an answer stopped in the middle).
    pub estimated: bool,
}

impl Usage {
    /// Tokens sent at the full price: neither read from the cache nor written to it.
    pub fn fresh_input(&self) -> u64 {
        match self.counting {
            Counting::CacheBeside => self.input,
            _ => self.input.saturating_sub(self.cache_read).saturating_sub(self.cache_write),
        }
    }

    /// Everything the model read, cached or not.
    pub fn whole_input(&self) -> u64 {
        self.fresh_input().saturating_add(self.cache_read).saturating_add(self.cache_write)
    }

    /// Everything the model wrote, reasoning included.
    pub fn whole_output(&self) -> u64 {
        match self.counting {
            Counting::ReasoningBeside => self.output.saturating_add(self.reasoning),
            _ => self.output,
        }
    }

    /// A guess from what went out and came in: used where a call ended before its count, and labelled so.
    pub fn guess(input: u64, received: &str) -> Usage {
        Usage { input, output: estimate_tokens(received), estimated: true, ..Usage::default() }
    }
}

/// Roughly how many tokens `text` is: a quarter of a token for a character of the Latin kind, one for each of
/// Chinese, Japanese, Korean and the like. Rounded up; meant for estimates before a call, never for a bill.
pub fn estimate_tokens(text: &str) -> u64 {
    let quarters: u64 = text.chars().map(|letter| if (letter as u32) < 0x1100 { 1 } else { 4 }).sum();
    quarters.div_ceil(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_of_counting_bills_every_token_once() {
        let usage = |counting| Usage {
            input: 100,
            output: 50,
            cache_read: 40,
            cache_write: 10,
            reasoning: 20,
            counting,
            estimated: false,
        };
        let sums = |counting| {
            let usage = usage(counting);
            (usage.fresh_input(), usage.whole_input(), usage.whole_output())
        };
        assert_eq!(sums(Counting::Inside), (50, 100, 50));
        assert_eq!(sums(Counting::CacheBeside), (100, 150, 50));
        assert_eq!(sums(Counting::ReasoningBeside), (50, 100, 70));
    }

    #[test]
    fn an_estimate_knows_japanese() {
        assert_eq!(estimate_tokens(""), 0);
        assert_eq!(estimate_tokens("a sentence here."), 4);
        assert_eq!(estimate_tokens("秘書です"), 4);
        assert!(Usage::guess(7, "abc").estimated);
    }
}
