"""Shader files: what is read of them, and that anything else is refused with its line."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from animator.upscaling.passes import ShaderError
from animator.upscaling.shader import read_shader, shader_of
from animator.upscaling.statements import Source
from anime4k_shaders import enlarging, enlarging_densely, restoring, restoring_densely

ENLARGING, RESTORING, DENSE = enlarging(), restoring(), enlarging_densely()


def test_a_shader_that_enlarges_is_read() -> None:
    shader = shader_of("tiny.glsl", ENLARGING)
    assert [each.saved for each in shader.convolutions] == ["conv2d_tf", "conv2d_last_tf"]
    assert list(shader.convolutions[0].sum.products) == [Source("MAIN", 0)]
    assert list(shader.convolutions[1].sum.products) == [Source("conv2d_tf", 1), Source("conv2d_tf", -1)]
    assert (shader.shuffled, shader.least_growth) == (("conv2d_last_tf",), 1.2)
    written = ENLARGING.partition("mat4(")[2].partition(")")[0]
    assert shader.convolutions[0].sum.products[Source("MAIN", 0)][-1, -1] == tuple(
        float(each) for each in written.split(", ")
    )


def test_a_shader_that_restores_adds_to_the_picture() -> None:
    shader = shader_of("tiny.glsl", restoring_densely())
    assert [each.sum.added for each in shader.convolutions] == [False] * 4 + [True]
    assert (shader.shuffled, shader.least_growth) == ((), 0.0)


def test_windows_ends_of_lines_and_comments_are_no_matter() -> None:
    text = ENLARGING.replace("//!DESC", "// by somebody\n\n//!DESC", 1).replace("\n", "\r\n")
    assert shader_of("tiny.glsl", text) == shader_of("tiny.glsl", ENLARGING)


@pytest.mark.parametrize(
    ("text", "before", "after", "fault"),
    [
        (RESTORING, "vec4 hook() {", "float a; vec4 hook() {", "expected vec4 hook() { … }"),
        (ENLARGING, "    return result;", "    discard;", "expected return result; or return result + "),
        (ENLARGING, "    return result;", "    return result + MAIN_tex(MAIN_pos * 2);", "expected return "),
        (ENLARGING, "go_0(0.0, 1.0);", "go_0(0.0, 2.0);", "expected result += mat4(16 numbers) * go_N(x, y)"),
        (ENLARGING, "go_0(0.0, 1.0);", "go_0(0.0, 0.0);", "go_0 of this place for the second time"),
        (ENLARGING, "go_0(0.0, 1.0);", "go_7(0.0, 1.0);", "go_7 is not defined"),
        (ENLARGING, "vec4 result = mat4(", "vec4 result = mat4(1.0, ", "expected 16 numbers"),
        (ENLARGING, "vec4 result = mat4(", "vec4 result = mat4(x", "expected 16 numbers"),
        (ENLARGING, "vec4 result = mat4(", "vec4 result = mat4(nan", "expected 16 numbers"),
        (ENLARGING, "vec4 result = mat4(", "vec4 result = mat3(", "expected vec4 result = mat4(16 numbers)"),
        (ENLARGING, "result += vec4(", "result += vec4(9e9, ", "expected 4 numbers"),
        (RESTORING, "max(-(conv2d_tf_texOff", "max(-(conv9_texOff", "conv9 is not bound"),
        (
            ENLARGING,
            "max(-(conv2d_tf_texOff",
            "min(-(conv2d_tf_texOff",
            "expected #define go_N(x_off, y_off)",
        ),
        (ENLARGING, "#define go_1(", "#define go_0(", "go_0, or what it stands for, is there already"),
        (ENLARGING, "//!BIND conv2d_tf", "//!BIND conv_x", "no pass before this one saves conv_x"),
        (ENLARGING, "//!BIND conv2d_tf", "//!BIND a b", "//!BIND must name a texture, each once"),
        (ENLARGING, "//!SAVE conv2d_last_tf", "//!SAVE conv2d_tf", "conv2d_tf is saved already"),
        (ENLARGING, "//!SAVE conv2d_last_tf", "//!SAVE MAIN", "a pass behind the one that saves MAIN"),
        (ENLARGING, "//!HOOK MAIN", "//!HOOK LUMA", "//!HOOK must be MAIN"),
        (ENLARGING, "//!WIDTH MAIN.w", "//!WIDTH MAIN.w 4 *", "//!WIDTH must be NAME.w of a bound texture"),
        (ENLARGING, "//!HEIGHT MAIN.h", "//!HEIGHT OUTPUT.h", "//!HEIGHT must be NAME.h of a bound texture"),
        (ENLARGING, ".w 2 *", ".w 3 *", "//!WIDTH must be NAME.w of a bound texture"),
        (ENLARGING, ".h 2 *", ".h 3 *", "//!HEIGHT must be NAME.h 2 * of a bound texture"),
        (ENLARGING, "//!COMPONENTS 4", "//!COMPONENTS 3", "//!COMPONENTS must be 4"),
        (ENLARGING, "//!COMPONENTS 4", "//!COMPUTE 8 8", "unknown //!COMPUTE; known are BIND, DESC, HOOK"),
        (ENLARGING, "/ 1.200 > *", "/ 1.300 > *", "//!WHEN must have one number for both directions"),
        (ENLARGING, "//!WHEN OUTPUT.w", "//!WHEN NATIVE.w", "//!WHEN must be OUTPUT.w MAIN.w / N > "),
        (
            ENLARGING,
            "fract(",
            "floor(",
            "expected vec2 f0 = fract(conv2d_last_tf_pos * conv2d_last_tf_size);",
        ),
        (ENLARGING, "float c3 = c2;", "float c3 = c1;", "expected float c3 = c2;"),
        (DENSE, "//!BIND last2", "//!BIND last2\n//!BIND conv_0", "expected MAIN and 1 to 3 textures"),
        (ENLARGING, "// A licence", "int a;", "something stands before the first //!DESC"),
        (ENLARGING, "// A licence", "x" * 1001, "longer than 1000 characters"),
        (ENLARGING, "//!DESC", "//!DESC a\n//!DESC", "//!DESC for the second time in this pass"),
    ],
)
def test_a_line_that_is_not_as_expected_is_refused(text: str, before: str, after: str, fault: str) -> None:
    # The last place: what is there shows that the passes before it were read.
    begun, found, rest = text.rpartition(before)
    assert found
    with pytest.raises(ShaderError) as refused:
        shader_of("tiny.glsl", begun + after + rest)
    where, _, told = str(refused.value).partition(": ")
    assert told.startswith(fault)
    number = int(where.removeprefix("tiny.glsl:"))
    changed = begun.count("\n") + 1
    # Of a pass as a whole it is the first line that is told.
    assert number in (changed, changed + 1) or (begun + after + rest).splitlines()[number - 1][:3] == "//!"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "tiny.glsl:1: no pass; each begins with //!DESC"),
        ("//!DESC a", "tiny.glsl:1: this pass has no //!HOOK"),
        (RESTORING.replace(" + MAIN_tex(MAIN_pos)", ""), "the last pass must add MAIN"),
        (ENLARGING.partition("//!DESC Tiny-Depth")[0], "the last pass must save MAIN"),
        (
            "//!DESC Tiny-Depth" + ENLARGING.partition("//!DESC Tiny-Depth")[2],
            "no pass before this one saves conv2d_last_tf",
        ),
        ("\n".join(ENLARGING.splitlines()[:-3]), "the pass breaks off here"),
        ("\n".join(RESTORING.splitlines()[:-3]), "expected vec4 hook() { … }"),
        (RESTORING + "\n" + RESTORING, "a pass behind the one that saves MAIN"),
        ("//!DESC a\nx\n" * 100, "more than 32 passes"),
    ],
)
def test_a_shader_that_is_no_network_is_refused(text: str, fault: str) -> None:
    with pytest.raises(ShaderError) as refused:
        shader_of("tiny.glsl", text)
    assert str(refused.value).endswith(fault)


def test_a_file_that_is_no_shader_is_refused_before_it_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "tiny.glsl"
    for content, fault in (
        (b"//!DESC\n\n\xff", "tiny.glsl:3: no UTF-8"),
        (b"/" * 1_100_000, "tiny.glsl: more than 1048576 bytes"),
        (None, "tiny.glsl: cannot be read (No such file or directory)"),
    ):
        path.unlink(missing_ok=True)
        if content:
            path.write_bytes(content)
        with pytest.raises(ShaderError) as refused:
            read_shader(path)
        assert str(refused.value) == fault


@settings(max_examples=200, deadline=None)
@given(st.sampled_from([ENLARGING, RESTORING]), st.data())
def test_any_change_is_a_shader_or_a_sentence(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 400)))
    put = data.draw(st.text("()-+*0123456789.,;/!#\n gov_xMAINtex", max_size=8))
    try:
        shader_of("tiny.glsl", text[:start] + put + text[end:])
    except ShaderError as error:
        assert str(error).startswith("tiny.glsl:")  # noqa: PT017
