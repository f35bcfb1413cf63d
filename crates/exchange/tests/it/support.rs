//! Study folders in memory.

use themata_exchange::{Files, Reading, read_files};

/// A folder of one source, one category level and a coder; `more` replaces or adds files.
pub(crate) fn folder(more: &[(&str, &str)]) -> Files {
    let base = [
        (
            "study.toml",
            "key = \"tiny\"\ntitle = \"Tiny\"\n[[facets]]\nkey = \"phase\"\nordered = true\nvalues = [\"early\", \"late\"]\n",
        ),
        (
            "codebook.toml",
            "levels = [\"Category\", \"Theme\"]\n[[codes]]\nkey = \"T\"\nlevel = \"theme\"\nname = \"Theme\"\n\
             [[codes]]\nkey = \"A\"\nmarker = \"A\"\nlevel = \"category\"\nparent = \"T\"\nname = \"Alpha talk\"\n",
        ),
        ("cases.csv", "case,side,party\nR1,provider,alpha\nR1,customer,beta\n"),
        ("informants.csv", "key,party,title\nana,alpha,manager\n"),
        ("sources.csv", "key,file,kind,case,informant\ns1,sources/s1.txt,transcript,R1,ana\n"),
        (
            "sources/s1.txt",
            "Interviewer: How did it begin?\n\nRespondent: We don’t pay for outputs, we pay for outcomes – always.\n\
             It took some time to develop the plat-\nform, I think.\n\nInterviewer: And then?\n\n\
             Respondent: Yes, exactly. They trusted us. Yes, exactly.\n",
        ),
        ("codings/anna.csv", "source,code,quote\ns1,A,They trusted us.\n"),
    ];
    let mut files: Files =
        base.iter().map(|(name, text)| ((*name).to_string(), text.as_bytes().to_vec())).collect();
    for (name, text) in more {
        files.insert((*name).to_string(), text.as_bytes().to_vec());
    }
    files
}

/// Reads the folder with these files.
pub(crate) fn reading(more: &[(&str, &str)]) -> Reading {
    read_files(&folder(more), false)
}

/// The problems of the folder with these files, one a line.
pub(crate) fn problems(more: &[(&str, &str)]) -> String {
    let lines: Vec<String> = reading(more).problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
