//! Files that hold what was agreed. With `UPDATE_GOLDEN=1` they are rewritten: read the difference
//! before committing it.

use std::{fs, path::PathBuf};

/// Compares a text with `tests/golden/NAME`.
pub(crate) fn assert_golden(name: &str, now: &str) {
    // Tests run in the folder of their crate; a path from the build would name another clone when
    // clones share what they built.
    let path = PathBuf::from("golden").join(name);
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch for whoever runs the tests, not a setting of the platform"
    )]
    let update = std::env::var("UPDATE_GOLDEN").is_ok();
    if update {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, now).unwrap();
    }
    let then = fs::read_to_string(&path).unwrap_or_default();
    for (number, (now, then)) in now.lines().zip(then.lines()).enumerate() {
        assert_eq!(now, then, "line {} of {}", number + 1, path.display());
    }
    assert_eq!(
        now.lines().count(),
        then.lines().count(),
        "the lines of {}",
        path.display()
    );
}
