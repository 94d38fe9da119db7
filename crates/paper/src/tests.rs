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
