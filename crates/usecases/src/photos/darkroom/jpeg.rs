//! Whether a JPEG is there to its end. Decoders fill up what is missing with grey, so that half a
//! photo would pass for a whole one.

const MARKER: u8 = 0xff;
const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// Whether the segments of a file lead to its end of image (ITU-T T.81, annex B). What follows the
/// end is not looked at: telephones add much there.
pub(super) fn is_whole(file: &[u8]) -> bool {
    end(file).is_some()
}

/// Where the end of the image stands.
fn end(file: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        // Any marker may be preceded by fill bytes.
        at = position(file, at, |byte| byte == MARKER)?;
        at = position(file, at, |byte| byte != MARKER)?;
        let marker = file[at];
        at += 1;
        match marker {
            END => return Some(at),
            // Restarts and the start of an image stand alone.
            0x00 | 0x01 | 0xd0..=0xd8 => continue,
            _ => {}
        }
        let length = [*file.get(at)?, *file.get(at + 1)?];
        at += usize::from(u16::from_be_bytes(length));
        if marker == SCAN {
            at = after_scan(file, at)?;
        }
    }
}

/// Where the marker stands that ends the coded data of a scan: one that is neither a byte of the
/// data (followed by zero) nor a restart.
fn after_scan(file: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = position(file, at, |byte| byte == MARKER)?;
        match file.get(at + 1)? {
            0x00 | 0xd0..=0xd7 => at += 2,
            &MARKER => at += 1,
            _ => return Some(at),
        }
    }
}

fn position(file: &[u8], from: usize, wanted: impl Fn(u8) -> bool) -> Option<usize> {
    let rest = file.get(from..)?;
    let found = rest.iter().position(|byte| wanted(*byte))?;
    Some(from + found)
}
