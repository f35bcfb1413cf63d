//! Words that have a hyphen of their own, where a line ends at it.

use std::collections::HashSet;

/// What stands after a hyphen of its own in French, whatever the word before it is.
const FRENCH: &[&str] = &[
    "je", "nous", "vous", "moi", "toi", "même", "mêmes", "il", "ils", "elle", "elles", "on", "en", "y",
    "être", "uns", "unes", "eux", "delà", "dessus", "dessous", "dedans", "dehors",
];

/// Those of them with which no word ends: they need no consonant before them.
const FRENCH_NEVER_ENDS: &[&str] = &["je", "nous", "vous", "moi", "toi", "même", "mêmes"];

/// What stands there behind a word that comes elsewhere by itself.
const FRENCH_BEHIND_WORDS: &[&str] = &["tu", "là", "ci"];

/// What stands there behind a verb in `-ez`, or one of the two like it.
const FRENCH_BEHIND_REQUESTS: &[&str] = &["le", "la", "les", "lui", "leur"];

/// Pairs of French words with a hyphen between them.
#[rustfmt::skip]
const FRENCH_PAIRS: &[(&[&str], &[&str])] = &[
    (&["est", "sont", "était", "serait", "soit", "fût"], &["ce"]),
    (&["es", "as", "vas", "dis", "fais", "sais", "vois", "crois", "dois", "peux", "veux", "viens", "étais", "avais"], &["tu"]),
    (&["celui", "celle", "ceux", "celles", "jour", "jours", "fois", "mois", "temps", "moment", "par", "semaine", "année"], &["ci", "là"]),
    (&["jusque"], &["là"]),
    (&["là"], &["bas", "haut"]),
    (&["ici"], &["bas"]),
    (&["vingt", "trente", "quarante", "cinquante", "soixante"], &["deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "douze", "treize", "quatorze", "quinze", "seize"]),
    (&["dix"], &["sept", "huit", "neuf"]),
    (&["quatre"], &["vingt", "vingts"]),
    (&["après"], &["midi", "demain"]),
    (&["avant"], &["hier"]),
    (&["demi"], &["heure", "heures", "journée", "douzaine", "siècle"]),
    (&["grand", "grands", "belle", "belles", "beau", "beaux", "petit", "petite", "petits", "petites"],
     &["mère", "mères", "père", "pères", "parents", "frère", "frères", "sœur", "sœurs", "fils", "fille", "filles", "enfants"]),
];

/// Whether a French word has a hyphen there: words are parted before a consonant.
pub(super) fn french(words: &HashSet<String>, first: &str, second: &str) -> bool {
    let is_consonant = |c: char| !"aeiouyàâäéèêëîïôöûüù".contains(c);
    // A word may be shortened before it: `l’avez`.
    let bare = first.rsplit(['\'', '’']).next().unwrap_or(first);
    let sounds =
        FRENCH_NEVER_ENDS.contains(&second) || bare == "au" || bare == "ci" || bare.ends_with(is_consonant);
    let asks = bare.ends_with("ez") || ["dites", "faites"].contains(&bare);
    (FRENCH.contains(&second) && sounds)
        || (FRENCH_BEHIND_REQUESTS.contains(&second) && asks)
        || is_pair(FRENCH_PAIRS, bare, second)
        // Two letters and no more are the beginning of many words.
        || (FRENCH_BEHIND_WORDS.contains(&second) && words.contains(first) && first.chars().nth(3).is_some())
}

/// What stands after a hyphen of its own in Portuguese, behind a word that comes elsewhere by itself.
#[rustfmt::skip]
const PORTUGUESE_BEHIND_WORDS: &[&str] = &[
    "me", "te", "se", "lhe", "lhes", "nos", "vos", "lo", "la", "los", "las", "no", "na", "nas", "os", "as",
];

/// Pairs of Portuguese words with a hyphen between them; the verbs are those that end as the first part of other words
/// may.
#[rustfmt::skip]
const PORTUGUESE_PAIRS: &[(&[&str], &[&str])] = &[
    (&["segunda", "terça", "quarta", "quinta", "sexta"], &["feira"]),
    (&["segundas", "terças", "quartas", "quintas", "sextas"], &["feiras"]),
    (&["guarda"], &["chuva", "chuvas", "roupa", "roupas", "sol", "sóis", "redes", "costas"]),
    (&["bem", "mal"], &["vindo", "vinda", "vindos", "vindas", "estar", "entendido", "entendidos"]),
    (&["hei", "hás", "há", "hão"], &["de"]),
    (&["lembro", "chamo", "sinto", "levanto", "refiro", "considero", "deixo"], &["me"]),
    (&["disse", "pergunto", "digo", "conto", "peço", "agradeço", "dava", "dizia", "pedia", "pergunta"], &["lhe", "lhes"]),
    (&["disse", "deixa", "lembra", "diga", "conta", "parece", "parecia", "dava", "dizia", "levou"], &["me", "nos"]),
    (&["lembra", "chama", "chamava", "torna", "sente", "sentia", "trata", "tratava", "fala", "falava", "dizia", "fazia", "via"], &["se"]),
];

/// What looks like an infinitive and is the first part of a word, by what the word ends with.
#[rustfmt::skip]
const PORTUGUESE_PARTS: &[(&[&str], &[&str])] = &[
    (&["ar", "alar", "desar", "char", "fir", "afir", "confir", "reafir", "ver", "iner"], &["me"]),
    (&["conver", "disper", "rever", "imer", "pou", "repou", "ou"], &["se"]),
    (&["quei", "tei"], &["me"]),
];

/// Whether a Portuguese word has a hyphen there.
pub(super) fn portuguese(words: &HashSet<String>, first: &str, second: &str) -> bool {
    let is_pronoun = PORTUGUESE_BEHIND_WORDS.contains(&second);
    (is_pronoun && first.chars().count() >= 3 && words.contains(first))
        || is_pair(PORTUGUESE_PAIRS, first, second)
        || (is_pronoun && !is_pair(PORTUGUESE_PARTS, first, second) && ends_as_verb(first, second))
}

/// Whether what stands before a pronoun ends as verbs do and no part of a word before such an end does.
fn ends_as_verb(first: &str, second: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| first.ends_with(end));
    let infinitive = ends(&["ar", "er", "ir"]);
    match second {
        "os" | "as" => ends(&["z", "ou"]),
        "lo" | "la" | "los" | "las" => ends(&["á", "ê", "í"]),
        "no" | "na" | "nas" => ends(&["am", "em"]),
        "lhe" | "lhes" => infinitive || ends(&["z", "m", "ou", "eu", "iu", "ei", "á", "é", "ê", "í"]),
        "nos" => ends(&["ar", "ir", "z", "am", "em", "ou", "eu", "iu", "á", "é", "ê"]),
        _ => {
            ends(&["z", "am", "em", "ou", "eu", "iu", "á", "é", "ê", "í"])
                || (second == "me" && (infinitive || first.ends_with("ei")))
                || (second == "se" && infinitive)
        }
    }
}

fn is_pair(pairs: &[(&[&str], &[&str])], first: &str, second: &str) -> bool {
    pairs.iter().any(|(firsts, seconds)| firsts.contains(&first) && seconds.contains(&second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(of: fn(&HashSet<String>, &str, &str) -> bool, pairs: &str) -> Vec<(String, bool)> {
        let judged =
            |pair: &str| pair.split_once('/').map(|(a, b)| (pair.to_string(), of(&HashSet::new(), a, b)));
        pairs.split_whitespace().filter_map(judged).collect()
    }

    fn all(of: fn(&HashSet<String>, &str, &str) -> bool, expected: bool, pairs: &str) {
        each(of, pairs).into_iter().for_each(|(pair, has)| assert_eq!(has, expected, "{pair}"));
    }

    #[test]
    fn french_pronouns_behind_verbs_and_what_points_keep_the_hyphen() {
        let own = "avez/vous pensez/vous étiez/vous celui/ci celles/là là/bas dites/moi vingt/deux sais/tu \
                   puis/je eux/mêmes demandez/lui était/ce allons/nous quatre/vingts après/midi l’avez/vous";
        all(french, true, own);
        let parted = "mer/ci voi/là ver/tu cha/leur ce/lui fami/le commen/ce el/les so/leil com/bat sou/ci";
        all(french, false, parted);
    }

    #[test]
    fn portuguese_pronouns_behind_verbs_and_days_of_the_week_keep_the_hyphen() {
        let own = "lembro/me disse/lhe faz/se tornou/se dá/me segunda/feira guarda/chuva ter/se lembrar/me \
                   torná/lo contaram/nos deixar/nos lembrei/me viu/se chama/se";
        all(portuguese, true, own);
        let parted = "no/me gen/te es/se deta/lhe cader/nos alar/me fir/me me/nos fa/la meni/no lei/te ri/os \
                      quei/me conver/se for/me fo/lhe di/as par/te tem/po";
        all(portuguese, false, parted);
    }
}
