//! Numbers of paragraphs that touch the words behind them, as those with two figures do where the room is too narrow for
//! them: `9. ANNA words`, `10.ANNA words`.

use super::lines::Line;

/// Fewest numbers before it with a blank behind them.
const FEWEST: u32 = 3;

/// Puts a blank behind each number that goes on in the row of the numbers before it.
pub(super) fn part(pages: &mut [Vec<Line>]) {
    let mut last = 0;
    let mut blanks = 0;
    for line in pages.iter_mut().flatten() {
        let text = line.text();
        let Some((number, length)) = number(&text) else { continue };
        if number != last + 1 {
            // Another row of numbers begins, or a number happens to begin the line.
            if number == 1 {
                (last, blanks) = (1, u32::from(is_parted(&text, length)));
            }
            continue;
        }
        last = number;
        if is_parted(&text, length) {
            blanks += 1;
        } else if blanks >= FEWEST
            && text[length..].starts_with(|c: char| c.is_alphabetic() || "¿¡«„“\"".contains(c))
        {
            open(line, length);
        }
    }
}

/// The number with its mark that begins a line, and its length.
fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_marked = text[digits..].starts_with(['.', ')']);
    if (1..=3).contains(&digits) && is_marked {
        Some((text[..digits].parse().ok()?, digits + 1))
    } else {
        None
    }
}

fn is_parted(text: &str, length: usize) -> bool {
    text[length..].starts_with(char::is_whitespace)
}

/// Puts a blank behind the first bytes of a line.
fn open(line: &mut Line, mut length: usize) {
    for piece in &mut line.pieces {
        if piece.text.len() < length {
            length -= piece.text.len();
            continue;
        }
        piece.text.insert(length, ' ');
        if piece.lead >= length {
            piece.lead += 1;
        }
        piece
            .starts
            .iter_mut()
            .chain(&mut piece.narrow)
            .filter(|start| start.at >= length)
            .for_each(|start| start.at += 1);
        return;
    }
}
