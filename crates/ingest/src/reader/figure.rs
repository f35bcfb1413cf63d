//! Numbers of lists in the figures that word processors offer.

/// A number in the figures of a list.
pub(super) fn figure(n: u32, format: &str) -> String {
    let letter = |first: u8| {
        let n = n.max(1) - 1;
        let times = (n / 26 + 1).min(8) as usize;
        char::from(first + (n % 26) as u8).to_string().repeat(times)
    };
    match format {
        "lowerLetter" | "a" => letter(b'a'),
        "upperLetter" | "A" => letter(b'A'),
        "lowerRoman" | "i" => roman(n).to_lowercase(),
        "upperRoman" | "I" => roman(n),
        "decimalZero" => format!("{n:02}"),
        "none" | "bullet" => String::new(),
        _ => n.to_string(),
    }
}

fn roman(n: u32) -> String {
    if n == 0 || n >= 4000 {
        return n.to_string();
    }
    const DIGITS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = n;
    let mut out = String::new();
    for (value, digits) in DIGITS {
        while rest >= value {
            out.push_str(digits);
            rest -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_printed_in_every_kind_of_figure() {
        let cases = [
            (3, "decimal", "3"),
            (3, "decimalZero", "03"),
            (28, "lowerLetter", "bb"),
            (4, "upperRoman", "IV"),
            (1999, "lowerRoman", "mcmxcix"),
        ];
        for (n, format, expected) in cases {
            assert_eq!(figure(n, format), expected);
        }
    }
}
