//! Other programs that read documents: qpdf and those of poppler, which the whole test run brings along.

use std::process::Command;

/// What is written in a PDF, once other programs have found it sound and tagged. No-break spaces are told as
/// spaces: not every program tells them apart.
pub(crate) fn read_by_others(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.pdf");
    std::fs::write(&file, pdf).unwrap();
    let run = |program: &str, before: &[&str], after: &[&str]| {
        let mut command = Command::new(program);
        let output = command
            .args(before)
            .arg(&file)
            .args(after)
            .output()
            .unwrap();
        assert!(output.status.success(), "{program}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    run("qpdf", &["--check"], &[]);
    let info = run("pdfinfo", &[], &[]);
    assert!(info.contains("Tagged:          yes"), "{info}");
    let text = run("pdftotext", &["-layout"], &["-"]);
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
