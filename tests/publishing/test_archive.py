"""The zip file and the header it is downloaded under."""

import zipfile
from io import BytesIO

import pytest
from werkzeug.http import parse_options_header

from studyhub.publishing.blogs.archive import UnsafePath, content_disposition, to_zip

UTF8_NAME = 0x800


def test_zip_holds_the_files_sorted_with_fixed_times_and_modes() -> None:
    with zipfile.ZipFile(BytesIO(to_zip({"b/c.md": b"2", "a.md": b"1", "日本.md": b"3"}))) as archive:
        entries = archive.infolist()
        contents = {entry.filename: archive.read(entry) for entry in entries}

    assert list(contents.items()) == [("a.md", b"1"), ("b/c.md", b"2"), ("日本.md", b"3")]
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert entries[2].flag_bits & UTF8_NAME


def test_zip_is_the_same_bytes_in_any_order() -> None:
    assert to_zip({"a.md": b"1", "b.md": b"2"}) == to_zip({"b.md": b"2", "a.md": b"1"})


@pytest.mark.parametrize(
    "path", ["../a", "a/../../b", "/etc/passwd", "a//b", "./a", "a\\..\\b", "C:/a", "a\nb", "a\x00b", "", "a/", "con*"]
)
def test_zip_refuses_paths_that_lead_elsewhere(path: str) -> None:
    with pytest.raises(UnsafePath):
        to_zip({path: b""})


@pytest.mark.parametrize(
    ("filename", "header"),
    [
        ("sre.zip", "attachment; filename=\"sre.zip\"; filename*=UTF-8''sre.zip"),
        (
            "SRE本 第4回.zip",
            "attachment; filename=\"SRE-4.zip\"; filename*=UTF-8''SRE%E6%9C%AC%20%E7%AC%AC4%E5%9B%9E.zip",
        ),
        ("輪読会.zip", "attachment; filename=\"download.zip\"; filename*=UTF-8''%E8%BC%AA%E8%AA%AD%E4%BC%9A.zip"),
        ("a\"b;\r\nX: y'.zip", "attachment; filename=\"a-b-X-y.zip\"; filename*=UTF-8''a%22b%3BX%3A%20y%27.zip"),
    ],
)
def test_download_is_named_in_ascii_and_as_it_is(filename: str, header: str) -> None:
    assert content_disposition(filename) == header


def test_download_name_is_read_back_whole() -> None:
    _kind, options = parse_options_header(content_disposition("SRE本 第4回 (下書き).zip"))

    assert options["filename"] == "SRE本 第4回 (下書き).zip"
