use super::*;

fn paper(rows: usize) -> Paper {
    let column = |heading: &str, share, align| Column {
        heading: heading.to_owned(),
        share,
        align,
    };
    Paper {
        title: "Relevé d’octobre 2026".to_owned(),
        language: "fr".to_owned(),
        author: "Pôle de démonstration".to_owned(),
        at: "2026-11-01T08:00:00Z".parse().expect("an instant"),
        foot: "Aucun paiement n’est effectué par la plateforme.".to_owned(),
        blocks: vec![
            Block::Facts(vec![
                ("Doit".to_owned(), "L’Atelier des Œuvres".to_owned()),
                ("À".to_owned(), "Coopérative « Élan »".to_owned()),
            ]),
            Block::Heading("Détail".to_owned()),
            Block::Text("Un texte long. ".repeat(40) + "\nEt un second paragraphe 🥐."),
            Block::Table(Table {
                columns: vec![
                    column("Date", 1.0, Align::Start),
                    column("Ressource", 4.0, Align::Start),
                    column("Montant", 1.0, Align::End),
                ],
                rows: (1..=rows)
                    .map(|row| {
                        let title = "Salle de réunion, avec un vidéoprojecteur ".repeat(row % 4);
                        vec![format!("{row}/10"), title, format!("{row},00\u{a0}€")]
                    })
                    .collect(),
                total: Some(vec![
                    String::new(),
                    "Total".to_owned(),
                    "1\u{202f}250,50\u{a0}€".to_owned(),
                ]),
            }),
        ],
    }
}

#[test]
fn a_document_is_written_in_keeping_with_both_standards() {
    for rows in [0, 1, 30, 300] {
        let written = pdf(&paper(rows)).expect("a document");
        assert!(written.starts_with(b"%PDF-1.7"), "{rows}");
        let text = String::from_utf8_lossy(&written);
        assert!(text.contains("pdfuaid:part"), "PDF/UA is told");
        assert!(text.contains("pdfaid:conformance"), "PDF/A is told");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let (one, other) = (pdf(&paper(80)), pdf(&paper(80)));
    assert_eq!(one.expect("a document"), other.expect("a document"));
}

#[test]
fn headings_of_a_table_are_on_each_of_its_pages() {
    let mut fonts = fonts::Fonts::new();
    let pages = flow::pages(&paper(300), &mut fonts);
    assert!(pages.len() > 5, "{} pages", pages.len());
    let is_head = |placed: &flow::Placed| {
        let head = flow::Role::Head;
        matches!(placed.strip.part, flow::Part::Row { role, .. } if role == head)
    };
    for (index, page) in pages.iter().enumerate() {
        let heads: Vec<_> = page.iter().filter(|placed| is_head(placed)).collect();
        assert_eq!(heads.len(), 1, "page {index}");
        assert_eq!(heads[0].repeated, index > 0, "told once to who hears it");
        for placed in page {
            let end = placed.y + placed.strip.height;
            assert!(end <= flow::HEIGHT - flow::MARGIN, "page {index}: {end}");
        }
    }
    let last = pages.last().expect("a page");
    assert!(last.len() >= 3, "the total is not alone with its headings");
}

#[test]
fn a_row_that_is_higher_than_a_page_goes_on_on_the_next() {
    let mut paper = paper(3);
    let long = "Une salle avec un titre qui n’en finit pas. ".repeat(400);
    for block in &mut paper.blocks {
        match block {
            Block::Table(table) => table.rows[1][1].clone_from(&long),
            Block::Facts(facts) => facts[0].1.clone_from(&long),
            _ => {}
        }
    }
    let mut fonts = fonts::Fonts::new();
    let pages = flow::pages(&paper, &mut fonts);
    assert!(pages.len() > 4, "{} pages", pages.len());
    let mut told = std::collections::BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for placed in page {
            let end = placed.y + placed.strip.height;
            assert!(end <= flow::HEIGHT - flow::MARGIN, "page {index}: {end}");
            let long = placed.strip.cells.iter();
            for cell in long.filter(|cell| cell.setting.text.len() > 10_000) {
                let all = cell.setting.layout.len();
                *told.entry(all).or_insert(0) += cell.lines.len();
            }
        }
    }
    assert_eq!(told.len(), 2, "two cells of different widths");
    for (all, told) in told {
        assert_eq!(told, all, "every line once");
    }
    assert!(pdf(&paper).is_ok());
}

#[test]
fn no_text_stands_in_the_way_of_a_document() {
    for text in [
        "",
        "\u{0}\u{1b}",
        "🥐",
        "مرحبا",
        "👩‍👩‍👧‍👦",
        "x\u{301}\u{301}\u{301}",
        "\u{202e}olleh",
    ] {
        let mut paper = paper(1);
        for field in [&mut paper.title, &mut paper.author, &mut paper.foot] {
            text.clone_into(field);
        }
        paper.blocks.push(Block::Text(text.to_owned()));
        paper.blocks.push(Block::Heading(text.to_owned()));
        assert!(pdf(&paper).is_ok(), "{text:?}: {:?}", pdf(&paper).err());
    }
}

fn with(blocks: Vec<Block>) -> Paper {
    Paper { blocks, ..paper(1) }
}

/// How deep a heading is, and what it says.
fn headings(paper: &Paper) -> Vec<(u16, String)> {
    let mut fonts = fonts::Fonts::new();
    let placed = flow::pages(paper, &mut fonts).into_iter().flatten();
    let headings = placed.filter_map(|placed| match placed.strip.part {
        flow::Part::Heading { level, .. } => {
            Some((level, placed.strip.cells[0].setting.text.clone()))
        }
        _ => None,
    });
    headings.collect()
}

/// What is on the pages, a line for each strip, at its distance from the margin.
fn lines(paper: &Paper) -> Vec<(f32, String)> {
    let mut fonts = fonts::Fonts::new();
    let pages = flow::pages(paper, &mut fonts);
    let mut lines = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        for placed in page {
            let end = placed.y + placed.strip.height;
            assert!(end <= flow::HEIGHT - flow::MARGIN, "page {index}: {end}");
            let cells = placed.strip.cells.iter();
            for cell in cells.clone() {
                let end = cell.x + cell.setting.layout.width();
                assert!(end <= flow::WIDTH - 2.0 * flow::MARGIN + 0.5, "{end}");
            }
            let of_cell = |cell: &flow::Cell| {
                let lines = cell.lines.clone();
                let lines = lines.filter_map(|line| cell.setting.layout.get(line));
                let texts = lines.filter_map(|line| cell.setting.text.get(line.text_range()));
                texts.collect::<String>().trim().to_owned()
            };
            let text: Vec<_> = cells.map(of_cell).collect();
            lines.push((placed.strip.cells[0].x, text.join(" | ")));
        }
    }
    lines
}

#[test]
fn a_document_that_carries_a_file_is_told_to_keep_to_the_third_part() {
    let attachment = Attachment {
        name: "données.json".to_owned(),
        media_type: "application/json".to_owned(),
        description: "Données".to_owned(),
        bytes: b"{\"verbatim\": true}".to_vec(),
    };
    let part = |written: &[u8]| {
        let text = String::from_utf8_lossy(written).into_owned();
        assert!(text.contains("pdfuaid:part"), "PDF/UA is told");
        let (_, part) = text.split_once("<pdfaid:part>").expect("PDF/A is told");
        (part.chars().next(), text.contains("{\"verbatim\": true}"))
    };
    assert_eq!(
        part(&pdf(&paper(1)).expect("a document")),
        (Some('2'), false)
    );
    let written = attached(&paper(1), &attachment).expect("a document");
    assert_eq!(part(&written), (Some('3'), true));
    let media_type = "nothing".to_owned();
    assert!(
        attached(
            &paper(1),
            &Attachment {
                media_type,
                ..attachment
            }
        )
        .is_err()
    );
}

#[test]
fn no_level_of_headings_is_left_out() {
    let heading = |text: &str| Block::Heading(text.to_owned());
    let article = |text: &str| Block::Subheading(text.to_owned());
    let text = |text: &str| Block::Markdown(text.to_owned());
    let deep = "#### a\n###### b\n# c\n\nd\n---\n\n###\n\n- # in a list\n\n> ## quoted";
    let told = headings(&with(vec![
        article("early"),
        heading("I"),
        article("1"),
        text(deep),
        article("2"),
        heading("II"),
        text("###### e"),
    ]));
    let told: Vec<_> = told.iter().map(|(level, text)| (*level, &**text)).collect();
    let expected = [
        (1, "Relevé d’octobre 2026"),
        (2, "early"),
        (2, "I"),
        (3, "1"),
        (4, "a"),
        (5, "b"),
        (4, "c"),
        (5, "d"),
        (3, "2"),
        (2, "II"),
        (3, "e"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn marks_become_lists_quotations_and_tables() {
    let text = [
        "Un *deux* **trois**  \nquatre\ncinq",
        "3. a\n4. b\n   - c\n     1. d",
        "> q",
        "| x | y |\n|---|--:|\n| 1 | 2 | 3 |\n| 4 |",
        "[t](http://u) <http://v> ![i](j)",
        "[Article 5]: supprimé",
        "<b>h</b> `c`",
        "- ",
        "```r\ns\n```",
    ]
    .join("\n\n");
    let told = lines(&with(vec![Block::Markdown(text)]));
    let told: Vec<_> = told.iter().map(|(x, text)| (*x, &**text)).collect();
    let expected = [
        (0.0, "Relevé d’octobre 2026"),
        (0.0, "Un deux trois"),
        (0.0, "quatre cinq"),
        (0.0, "3."),
        (22.0, "a"),
        (0.0, "4."),
        (22.0, "b"),
        (22.0, "•"),
        (44.0, "c"),
        (44.0, "1."),
        (66.0, "d"),
        (22.0, "q"),
        (0.0, "x | y"),
        (0.0, "1 | 2 | 3"),
        (0.0, "4 | "),
        (0.0, "t (http://u) http://v i"),
        (0.0, "[Article 5]: supprimé"),
        (0.0, "<b>h</b> c"),
        (0.0, "•"),
        (22.0, ""),
        (0.0, "r"),
        (0.0, "s"),
    ];
    assert_eq!(told, expected);
}

#[test]
fn letters_that_stand_out_are_set_in_their_own_faces() {
    let mut groups = 0;
    let read = markdown::read("a *b* **c _d_** e", &mut groups);
    let markdown::What::Text(lines) = &read[0].what else {
        panic!("a paragraph");
    };
    let runs = lines[0].iter().map(|run| (&*run.text, run.stress));
    let (none, italic, bold) = (
        fonts::Stress::None,
        fonts::Stress::Italic,
        fonts::Stress::Bold,
    );
    let expected = [
        ("a ", none),
        ("b", italic),
        (" ", none),
        ("c d", bold),
        (" e", none),
    ];
    assert_eq!(runs.collect::<Vec<_>>(), expected);
    let faces = |text: &str| {
        let written = pdf(&with(vec![Block::Markdown(text.to_owned())])).expect("a document");
        let text = String::from_utf8_lossy(&written).into_owned();
        ["Serif-Italic", "Serif-Bold"].map(|face| text.contains(face))
    };
    assert_eq!(faces("a *b*"), [true, true]);
    assert_eq!(
        faces("a *① b*"),
        [false, true],
        "upright, since the italic lacks one"
    );
}

#[test]
fn twenty_five_parties_are_on_several_pages() {
    let rows = (1..=25).map(|row| {
        let seat = "rue des Œuvres ".repeat(9);
        format!("| Association {row} | {seat} | M. |")
    });
    let rows = rows.collect::<Vec<_>>().join("\n");
    let text = format!("Entre :\n\n| Partie | Siège | Par |\n|---|---|---|\n{rows}");
    let paper = with(vec![Block::Markdown(text)]);
    let told = lines(&paper);
    let headings = told
        .iter()
        .filter(|(_, text)| text == "Partie | Siège | Par");
    assert_eq!(headings.count(), 2, "on each page");
    for row in 1..=25 {
        let name = format!("Association {row} |");
        assert_eq!(
            told.iter()
                .filter(|(_, text)| text.starts_with(&name))
                .count(),
            1
        );
    }
    assert_eq!(pdf(&paper).ok(), pdf(&paper).ok(), "the same bytes");
}

#[test]
fn no_marks_stand_in_the_way_of_a_document() {
    let table = |columns: usize, times: usize| {
        let line = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
        line("x") + &line("-") + &line(&"mot".repeat(times))
    };
    let long = "x".repeat(20_000);
    let texts = [
        ">".repeat(10_000) + " cité",
        "> - ".repeat(500) + "cité",
        "- ".repeat(1_000) + "puce",
        "1. ".repeat(300) + "point",
        "![".repeat(2_000),
        "*a **b ".repeat(1_000),
        "[a](b \"".repeat(500),
        format!("# {long}"),
        format!("- {long}"),
        format!("> {long}"),
        format!("| {long} |\n|---|\n| {long} |"),
        long,
        table(10, 900),
        table(200, 9),
        "# titre\n".repeat(300),
        "```\n~~~\n<div>\n| a\n|--".to_owned(),
        "999999999. a\n999999999. b\n".to_owned(),
        "👩‍👩‍👧‍👦 *مرحبا* \u{202e}olleh\u{0}\u{1b}\u{7f} **x\u{301}**\u{fffe}\r\r\n\t- \u{2028}"
            .to_owned(),
        "\\\n&#0;&#x1F950;&nbsp;\u{2060}".to_owned(),
    ];
    for text in texts {
        let paper = with(vec![
            Block::Heading("I".to_owned()),
            Block::Markdown(text.clone()),
        ]);
        let start: String = text.chars().take(20).collect();
        assert!(pdf(&paper).is_ok(), "{start}: {:?}", pdf(&paper).err());
        let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).count();
        let told: usize = lines(&paper).iter().map(|(_, text)| letters(text)).sum();
        let is_lost = told < letters(&text) && !text.contains('&');
        assert!(!is_lost, "{start}: {told} of {}", letters(&text));
    }
}
