//! What the PNG encoder lacks: the resolution, without which a word processor shows a figure of
//! 300 dots per inch four times too large.

use crate::rendered::Rendered;

/// The signature and the header chunk, which come first in every PNG, are this long.
const HEADER_END: usize = 33;

/// Notes `dpi` in every page, as the chunk `pHYs` (PNG specification, 11.3.5.3).
pub(super) fn with_resolution(mut rendered: Rendered, dpi: u32) -> Rendered {
    let chunk = resolution_chunk(dpi);
    for page in &mut rendered.files {
        if page.len() > HEADER_END {
            page.splice(HEADER_END..HEADER_END, chunk.iter().copied());
        }
    }
    rendered
}

fn resolution_chunk(dpi: u32) -> Vec<u8> {
    // Dots per metre, rounded; an inch is 0.0254 m.
    let per_metre = u32::try_from((u64::from(dpi) * 10_000 + 127) / 254).unwrap_or(u32::MAX);
    let mut body = b"pHYs".to_vec();
    body.extend(per_metre.to_be_bytes());
    body.extend(per_metre.to_be_bytes());
    // The unit is the metre.
    body.push(1);
    let mut chunk = 9u32.to_be_bytes().to_vec();
    chunk.extend(&body);
    chunk.extend(crc32(&body).to_be_bytes());
    chunk
}

/// The checksum of PNG chunks (PNG specification, annex D), without a table: it runs over 13 bytes.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::FigureFormat;
    use crate::style::FigureStyle;
    use crate::testing;

    #[test]
    fn the_checksum_is_that_of_the_specification() {
        // The check value of CRC-32/ISO-HDLC, and the well-known checksum of an empty IEND chunk.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32(b"IEND"), 0xAE42_6082);
    }

    #[test]
    fn the_resolution_follows_the_header() {
        let style = FigureStyle { dpi: 100, ..FigureStyle::default() };
        let figure = testing::framework();
        let rendered = crate::figure(&figure, FigureFormat::Png, &style, &testing::imprint()).unwrap();
        let png = &rendered.files[0];
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&png[HEADER_END + 4..HEADER_END + 8], b"pHYs");
        assert_eq!(png[HEADER_END + 8..HEADER_END + 12], 3937u32.to_be_bytes());
    }
}
