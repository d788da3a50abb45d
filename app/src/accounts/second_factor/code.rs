//! What an authenticator app shows at a moment.

use hmac::{Hmac, KeyInit as _, Mac as _};
use nproxy_domain::Timestamp;
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// The choice of RFC 6238 that every app has: SHA-1, six digits, half a minute.
pub(super) const DIGITS: usize = 6;
const STEP_SECONDS: i64 = 30;
const MODULUS: u32 = 1_000_000;

/// As long as the digest, as RFC 4226 recommends.
pub(super) const SECRET_BYTES: usize = 20;

/// Clocks differ, and typing takes a while: the code before and the one after are good as well.
const STEPS_AROUND: i64 = 1;

/// The step that `code` is of, if it is one that is good now. Spaces in it are nothing.
pub(super) fn step_of(secret: &[u8], code: &str, now: Timestamp) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.len() != DIGITS {
        return None;
    }
    let current = now.timestamp().div_euclid(STEP_SECONDS);
    let is_it = |step: &i64| bool::from(at_step(secret, *step).as_bytes().ct_eq(code.as_bytes()));
    (current - STEPS_AROUND..=current + STEPS_AROUND).find(is_it)
}

fn at_step(secret: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).expect("any length is a key");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    // Dynamic truncation, RFC 4226 5.3: the last four bits say where the number begins.
    let at = usize::from(digest[digest.len() - 1] & 0xf);
    let number = [digest[at], digest[at + 1], digest[at + 2], digest[at + 3]];
    format!("{:0DIGITS$}", (u32::from_be_bytes(number) & 0x7fff_ffff) % MODULUS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of its eight digits.
        let secret = b"12345678901234567890";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(at_step(secret, seconds / STEP_SECONDS), code, "{seconds}");
        }
    }

    #[test]
    fn a_code_is_good_for_its_half_minute_and_the_ones_beside_it() {
        let secret = b"12345678901234567890";
        let at = |seconds| Timestamp::from_timestamp(seconds, 0).expect("a moment");
        for seconds in [1_111_111_080, 1_111_111_110, 1_111_111_139, 1_111_111_169] {
            assert_eq!(step_of(secret, "050 471", at(seconds)), Some(1_111_111_111 / 30), "{seconds}");
        }
        for seconds in [1_111_111_079, 1_111_111_170] {
            assert_eq!(step_of(secret, "050471", at(seconds)), None, "{seconds}");
        }
        for wrong in ["", "050472", "50471", "0504711", "05047١", "abcdef"] {
            assert_eq!(step_of(secret, wrong, at(1_111_111_111)), None, "{wrong}");
        }
    }
}
