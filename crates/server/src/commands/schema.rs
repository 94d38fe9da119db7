//! `maillage schema`.

pub(super) fn run() {
    print!("{}", maillage_api::sdl());
}
