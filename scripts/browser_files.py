"""Make static/vendor/ (git-ignored): npm files, the icon sprite, the grid rows. Quick when up to date."""

import icons
import npm_files
import rows


def main() -> None:
    npm_files.install()
    icons.write_sprite()
    rows.write_rows()


if __name__ == "__main__":
    main()
