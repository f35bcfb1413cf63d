//! Words of many languages, as speech recognition, hard-wrapped lines, scanners and keyboards write them:
//! what is found is marked at the very words of the text.

use std::fs;

use themata_workspace::{BuildOptions, SearchOrder, SearchRequest, Searching, Workspace, build};

/// A text: its key and language (nothing: to be detected), its words, and queries with what they mark.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const ROWS: [Row; 20] = [
    (
        "asr-en",
        "en",
        "so we um signed the the contract and then\nthe penalties came they weren't small you know and the\ncontracts got longer every year and we we paid one penalty\n",
        &[
            ("contract", "contract|contracts"),
            ("\"contract\"", "contract"),
            ("penalty", "penalties|penalty"),
            ("\"and then the penalties\"", "and then\nthe penalties"),
            ("\"the the contract\"", "the the contract"),
            ("\"paid penalty\"~1", "paid one penalty"),
            ("signed near/3 contract", "signed the the contract"),
            ("weren't", "weren't"),
            ("\"weren’t small\"", "weren't small"),
            ("penatly~1", "penalty"),
            ("/we we|the the/", "the the|we we"),
            ("pen*", "penalties|penalty"),
        ],
    ),
    (
        "asr-sv",
        "sv",
        "vi skrev på avtalet i våras och sen kom viterna\nsom ingen hade räknat med kunderna blev arga\noch kundernas chefer ringde om avtalen\n",
        &[
            ("avtal", "avtalet|avtalen"),
            ("kund", "kunderna|kundernas"),
            ("\"räknat med kunderna\"", "räknat med kunderna"),
            ("raknat", "räknat"),
            ("VÅRAS", "våras"),
            ("\"viterna som\"", "viterna\nsom"),
        ],
    ),
    (
        "asr-fi",
        "fi",
        "asiakkaat eivät maksaneet sakkoja koska sopimus\noli epäselvä ja sopimuksen liitteet puuttuivat\nasiakkaan mielestä\n",
        &[
            ("asiakkaan", "asiakkaat|asiakkaan"),
            ("sopimuksen", "sopimuksen"),
            ("sopimu*", "sopimus|sopimuksen"),
            ("\"sopimus oli\"", "sopimus\noli"),
            ("epaselva", "epäselvä"),
        ],
    ),
    (
        "asr-de",
        "de",
        "die Verträge waren lang und der Vertrag war teuer\nwir haben die STRASSE gesperrt und die Straße gesehen\n",
        &[
            ("vertrag", "Verträge|Vertrag"),
            ("straße", "STRASSE|Straße"),
            ("strasse", "STRASSE|Straße"),
            ("\"war teuer wir\"", "war teuer\nwir"),
        ],
    ),
    (
        "asr-es",
        "es",
        "los contratos se firmaron tarde y la contratación fue lenta\nlas penalizaciones dolieron en España ¿verdad?\n",
        &[
            ("contrato", "contratos|contratación"),
            ("\"contratacion\"", "contratación"),
            ("\"fue lenta las penalizaciones\"", "fue lenta\nlas penalizaciones"),
            ("espana", "España"),
            ("verdad", "verdad"),
        ],
    ),
    (
        "wrapped-zh",
        "zh",
        "我们签了合同，但是罚款条款\n不清楚。客户不满意合同的价格，2019年的合同。\n",
        &[
            ("合同", "合同|合同|合同"),
            ("罚款条款", "罚款条款"),
            ("\"条款不清楚\"", "条款\n不清楚"),
            ("2019", "2019"),
            ("客户 near/6 价格", "客户不满意合同的价格"),
            ("/罚款.款/", "罚款条款"),
        ],
    ),
    (
        "asr-fr",
        "fr",
        "l’accord a été signé avant l'été et les accords\nsuivants n’ont rien changé dit Œdipe à son cœur\n",
        &[
            ("accord", "accord|accords"),
            ("\"l'accord a ete\"", "l’accord a été"),
            ("oedipe", "Œdipe"),
            ("coeur", "cœur"),
            ("\"accords suivants\"", "accords\nsuivants"),
        ],
    ),
    (
        "typed-fr",
        "fr",
        "les pénalités et la pénalité, puis des penalites mal tapées\nl'accord qu'il a signé, et un accord qu'importe\n",
        &[
            ("penalite", "pénalités|pénalité|penalites"),
            ("penalites", "pénalités|pénalité|penalites"),
            ("pénalité", "pénalités|pénalité"),
            ("qu'i*", "qu'il|qu'importe"),
            ("\"accord qu’i*\"", "accord qu'il|accord qu'importe"),
            ("l'acc*", "l'accord"),
        ],
    ),
    (
        "typed-sv",
        "sv",
        "en leverantör, leverantören och leverantörerna, och så leverantorer\n",
        &[
            ("leverantor", "leverantör|leverantören|leverantörerna|leverantorer"),
            ("leverantör", "leverantör|leverantören|leverantörerna|leverantorer"),
        ],
    ),
    (
        "asr-ru",
        "ru",
        "договор подписали весной а штрафы пришли потом\nдоговоры стали длиннее и ещё дороже\n",
        &[
            ("договор", "договор|договоры"),
            ("\"потом договоры\"", "потом\nдоговоры"),
            ("еще", "ещё"),
            ("ШТРАФЫ", "штрафы"),
        ],
    ),
    (
        "ar",
        "ar",
        "وَقَّعنا العقد في الربيع ثم دفعنا غرامة كبيرة\n",
        &[("وقعنا", "وَقَّعنا"), ("\"العقد في الربيع\"", "العقد في الربيع"), ("غرامة", "غرامة")],
    ),
    (
        "ja",
        "ja",
        "契約を結びましたが、ペナルティーが高かったです。\n",
        &[
            ("契約", "契約"),
            ("ペナルティー", "ペナルティー"),
            ("\"契約を結び\"", "契約を結び"),
            ("高かった", "高かった"),
        ],
    ),
    (
        "th",
        "th",
        "เราเซ็นสัญญาในฤดูใบไม้ผลิ ค่าปรับสูงมาก\n",
        &[("สัญญา", "สัญญา"), ("ค่าปรับ", "ค่าปรับ"), ("\"ในฤดู\"", "ในฤดู")],
    ),
    (
        "ocr",
        "en",
        "The ﬁrst pen\u{ad}alty was ſmall, and the of\u{ad}fice ﬁlled it in run\u{ad}ning writing;\nthe ﬂow of con\u{ad}tracts stopped.\n",
        &[
            ("first", "ﬁrst"),
            ("penalty", "pen\u{ad}alty"),
            ("penalties", "pen\u{ad}alty"),
            ("small", "ſmall"),
            ("office", "of\u{ad}fice"),
            ("fills", "ﬁlled"),
            ("runs", "run\u{ad}ning"),
            ("contract", "con\u{ad}tracts"),
            ("fl*", "ﬂow"),
            ("\"writing the flow\"", "writing;\nthe ﬂow"),
        ],
    ),
    (
        "nfd",
        "fr",
        "Le cafe\u{301} e\u{301}tait ferme\u{301}, les re\u{301}sume\u{301}s aussi: 100\u{a0}%.\n",
        &[
            ("café", "cafe\u{301}"),
            ("etait", "e\u{301}tait"),
            ("re\u{301}sume\u{301}", "re\u{301}sume\u{301}s"),
            ("\"les resumes aussi\"", "les re\u{301}sume\u{301}s aussi"),
            ("100", "100"),
        ],
    ),
    (
        "emoji",
        "en",
        "We paid 💸💸 and the 👩‍👩‍👧 family 👍🏽 liked the 𝒄ontract 🇸🇪, e\u{301}t contract👍.\n",
        &[
            ("contract", "𝒄ontract|contract"),
            ("\"paid and\"", "paid 💸💸 and"),
            ("\"family liked\"", "family 👍🏽 liked"),
            ("/👍.? liked/", "👍🏽 liked"),
            ("family near/1 liked", "family 👍🏽 liked"),
        ],
    ),
    (
        "mixed",
        "de",
        "Der Kunde sagte 我们的合同 ist fertig, the contract ist окей für ABC合同.\n",
        &[
            ("合同", "合同|合同"),
            ("kunden", "Kunde"),
            ("contract", "contract"),
            ("окей", "окей"),
            ("abc", "ABC"),
            ("ABC合同", "ABC合同"),
            ("\"合同 ist fertig\"", "合同 ist fertig"),
        ],
    ),
    (
        "crlf",
        "en",
        "\u{feff}The contract\r\nwas “signed”.\r\n\r\nThe second contract — it’s the “penalty” one.\r\n",
        &[
            ("contract", "contract|contract"),
            ("\"contract was signed\"", "contract\nwas “signed"),
            ("\"it's the penalty\"", "it’s the “penalty"),
        ],
    ),
    (
        "detected",
        "",
        "Vi har skrivit ett nytt avtal med kunden, och det gäller från och med våren. Kunderna är nöjda med avtalet, men de undrar vad som händer om vi inte håller det som vi har lovat.\n",
        &[("avtalen", "avtal|avtalet"), ("kund", "kunden|Kunderna")],
    ),
    (
        "unknown",
        "ga",
        "Bhí an conradh sínithe againn agus bhí na conarthaí fada.\n",
        &[("conradh", "conradh"), ("sinithe", "sínithe"), ("bhi", "Bhí|bhí")],
    ),
];

fn marked(searching: &Searching<'_>, source: &str, query: &str, content: &str) -> String {
    let found = searching.search(&SearchRequest {
        query: query.into(),
        filters: vec![("source".into(), vec![source.into()])],
        order: SearchOrder::Corpus,
        limit: usize::MAX,
        ..SearchRequest::default()
    });
    let found = found.unwrap_or_else(|error| panic!("{source} {query}: {error}"));
    let all: Vec<char> = content.chars().collect();
    let mut words = Vec::new();
    for hit in &found.hits {
        assert_eq!(all[hit.start as usize..hit.end as usize].iter().collect::<String>(), hit.text);
        let shown: Vec<char> = hit.text.chars().collect();
        words.extend(hit.matches.iter().map(|&(from, to)| shown[from..to].iter().collect::<String>()));
    }
    words.join("|")
}

#[test]
fn words_are_marked_as_they_stand_in_every_language_and_writing() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, file) = (folder.path().join("many"), folder.path().join("many.themata"));
    fs::create_dir_all(plain.join("sources")).unwrap();
    fs::write(plain.join("study.toml"), "key = \"many\"\n").unwrap();
    let mut sources = String::from("key,file,kind,language\n");
    for (key, language, content, _) in ROWS {
        fs::write(plain.join(format!("sources/{key}.txt")), content).unwrap();
        sources.push_str(&format!("{key},sources/{key}.txt,notes,{language}\n"));
    }
    fs::write(plain.join("sources.csv"), sources).unwrap();
    build(&plain, &file, BuildOptions::default(), &|_| ()).unwrap();
    let study = themata_store::Store::open(&file).unwrap().read_all().unwrap().study;
    let workspace = Workspace::open(&file).unwrap();
    let searching = workspace.searching(&|_| ()).unwrap();
    let mut wrong = Vec::new();
    for (key, _, _, queries) in ROWS {
        let content = &study.source(&key.parse().unwrap()).unwrap().text().content;
        for (query, wanted) in queries {
            let found = marked(&searching, key, query, content);
            if found != *wanted {
                wrong.push(format!("{key} {query}: {found:?}, not {wanted:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
