//! The quotation marks of a CSV table: whether they can be read in one way only.

/// What to do about quotation marks that are not as they should be.
const REMEDY: &str = "a cell in quotation marks has those of its own written twice (`\"\"`)";

/// Where a reader of the table stands.
enum State {
    /// At the beginning of a cell.
    Start,
    /// In a cell without quotation marks around it.
    Bare,
    /// In a cell with quotation marks, which opened in this line.
    Quoted(usize),
    /// Behind the quotation mark that may have closed such a cell.
    Closed(usize),
    /// In the blanks behind it.
    Behind(usize),
}

/// Checks that each quotation mark that opens a cell closes it: behind it stands the next cell, or the row ends.
pub(super) fn check(text: &str, delimiter: u8) -> Result<(), String> {
    let mut state = State::Start;
    let mut line = 1;
    for byte in text.bytes() {
        let ends = byte == delimiter || matches!(byte, b'\n' | b'\r');
        state = match (state, byte) {
            (State::Start, b'"') => State::Quoted(line),
            (State::Quoted(from), b'"') => State::Closed(from),
            (State::Closed(from), b'"') | (State::Quoted(from), _) => State::Quoted(from),
            (State::Start | State::Bare | State::Closed(_) | State::Behind(_), _) if ends => State::Start,
            (State::Closed(from) | State::Behind(from), b' ') => State::Behind(from),
            (State::Closed(from) | State::Behind(from), _) => return Err(broken(from, line)),
            (State::Start | State::Bare, _) => State::Bare,
        };
        line += usize::from(byte == b'\n');
    }
    match state {
        State::Quoted(from) => {
            Err(format!("the quotation mark that opens a cell in line {from} is never closed; {REMEDY}"))
        }
        _ => Ok(()),
    }
}

fn broken(from: usize, line: usize) -> String {
    let opened = if from == line { String::new() } else { format!(" that opened in line {from}") };
    format!("in line {line} words stand behind the quotation mark that closes a cell{opened}; {REMEDY}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_that_open_and_close_cells_and_others_inside_of_words_are_right() {
        for text in
            ["a,\"b, c\",d\n", "\"a \"\"b\"\" c\"\r\n\"\"\n", "a 5\" rod,\"two\nlines\" ,x\n", "", "\"a\""]
        {
            assert_eq!(check(text, b','), Ok(()), "{text}");
        }
    }

    #[test]
    fn quotation_marks_that_can_be_read_in_two_ways_are_told_with_their_lines() {
        let told = |text: &str| check(text, b',').unwrap_err();
        assert!(
            told("a\n\"b\n")
                .starts_with("the quotation mark that opens a cell in line 2 is never closed; a cell")
        );
        assert!(
            told("a\n\"b \"c\" d\"\n")
                .starts_with("in line 2 words stand behind the quotation mark that closes a cell; a")
        );
        assert!(told("\"a\n\n\"b\"\n").starts_with(
            "in line 3 words stand behind the quotation mark that closes a cell that opened in line 1; "
        ));
    }
}
