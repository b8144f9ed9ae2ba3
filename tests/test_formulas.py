"""Formulas in prose: how they look in both tiers, what is refused, and that Markdown keeps them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.networks import problem_of
from tutor import trace
from tutor.chain.rules import Kind
from tutor.course.formulas import FormulaError, Tier, formulas, inline, prose
from tutor.course.letters import to_ascii
from tutor.course.plain_text import plain
from tutor.course.symbols import SIGNS
from tutor.errors import TutorError

OF_THE_NOTES = r"""
C(w_1,b_1,w_2,b_2,w_3,b_3)
C(w₁, b₁, w₂, b₂, w₃, b₃)
C(w1, b1, w2, b2, w3, b3)

a^{(L)}
a⁽ᴸ⁾
a^(L)

a^{(L-1)}
a⁽ᴸ⁻¹⁾
a^(L-1)

y = 1.00
y = 1.00
y = 1.00

0.66
0.66
0.66

C_0=(a^{(L)}-y)^2
C₀ = (a⁽ᴸ⁾ − y)²
C0 = (a^(L) - y)^2

(0.66-1.00)^2
(0.66 − 1.00)²
(0.66 - 1.00)^2

z^{(L)}=w^{(L)}a^{(L-1)}+b^{(L)}
z⁽ᴸ⁾ = w⁽ᴸ⁾ · a⁽ᴸ⁻¹⁾ + b⁽ᴸ⁾
z^(L) = w^(L)*a^(L-1) + b^(L)

a^{(L)}=\sigma(z^{(L)})
a⁽ᴸ⁾ = σ(z⁽ᴸ⁾)
a^(L) = sigmoid(z^(L))

\sigma
σ
sigma

w^{(L)}
w⁽ᴸ⁾
w^(L)

b^{(L)}
b⁽ᴸ⁾
b^(L)

z^{(L)}
z⁽ᴸ⁾
z^(L)

y
y
y

C_0
C₀
C0

\partial C_0/\partial w^{(L)}
∂C₀/∂w⁽ᴸ⁾
dC0/dw^(L)

\frac{\partial C_0}{\partial w^{(L)}}=\frac{\partial z^{(L)}}{\partial w^{(L)}}\, \frac{\partial
    a^{(L)}}{\partial z^{(L)}}\, \frac{\partial C_0}{\partial a^{(L)}}
∂C₀/∂w⁽ᴸ⁾ = ∂z⁽ᴸ⁾/∂w⁽ᴸ⁾ · ∂a⁽ᴸ⁾/∂z⁽ᴸ⁾ · ∂C₀/∂a⁽ᴸ⁾
dC0/dw^(L) = dz^(L)/dw^(L)*da^(L)/dz^(L)*dC0/da^(L)

\frac{\partial C_0}{\partial a^{(L)}}=2(a^{(L)}-y)
∂C₀/∂a⁽ᴸ⁾ = 2(a⁽ᴸ⁾ − y)
dC0/da^(L) = 2*(a^(L) - y)

\frac{\partial a^{(L)}}{\partial z^{(L)}}=\sigma'(z^{(L)})
∂a⁽ᴸ⁾/∂z⁽ᴸ⁾ = σ′(z⁽ᴸ⁾)
da^(L)/dz^(L) = sigmoid'(z^(L))

\sigma(z^{(L)})
σ(z⁽ᴸ⁾)
sigmoid(z^(L))

\frac{\partial z^{(L)}}{\partial w^{(L)}}=a^{(L-1)}
∂z⁽ᴸ⁾/∂w⁽ᴸ⁾ = a⁽ᴸ⁻¹⁾
dz^(L)/dw^(L) = a^(L-1)

\partial z^{(L)}/\partial b^{(L)}=1
∂z⁽ᴸ⁾/∂b⁽ᴸ⁾ = 1
dz^(L)/db^(L) = 1

\partial z^{(L)}/\partial a^{(L-1)}=w^{(L)}
∂z⁽ᴸ⁾/∂a⁽ᴸ⁻¹⁾ = w⁽ᴸ⁾
dz^(L)/da^(L-1) = w^(L)

n
n
n

\frac{\partial C}{\partial w^{(L)}}=\frac{1}{n}\sum_{k=0}^{n-1} \frac{\partial C_k}{\partial
    w^{(L)}}
∂C/∂w⁽ᴸ⁾ = 1/n · ∑(k = 0 … n − 1) ∂Cₖ/∂w⁽ᴸ⁾
dC/dw^(L) = 1/n*sum(k = 0..n-1) dC_k/dw^(L)

a^{(L)}_j
a⁽ᴸ⁾ⱼ
a^(L)[j]

j
j
j

L
L
L

k
k
k

L-1
L − 1
L - 1

w^{(L)}_{jk}
w⁽ᴸ⁾ⱼₖ
w^(L)[j,k]

z^{(L)}_j=\sum_k w^{(L)}_{jk}a^{(L-1)}_k+b^{(L)}_j
z⁽ᴸ⁾ⱼ = ∑ₖ w⁽ᴸ⁾ⱼₖ · a⁽ᴸ⁻¹⁾ₖ + b⁽ᴸ⁾ⱼ
z^(L)[j] = sum(k) w^(L)[j,k]*a^(L-1)[k] + b^(L)[j]

a^{(L)}_j=\sigma(z^{(L)}_j)
a⁽ᴸ⁾ⱼ = σ(z⁽ᴸ⁾ⱼ)
a^(L)[j] = sigmoid(z^(L)[j])

z
z
z

C_0=\sum_{j=0}^{n_L-1}(a^{(L)}_j-y_j)^2
C₀ = ∑(j = 0 … n_L − 1) (a⁽ᴸ⁾ⱼ − yⱼ)²
C0 = sum(j = 0..n_L-1) (a^(L)[j] - y[j])^2

\frac1n
1/n
1/n

1/n_L
1/n_L
1/n_L

\partial C_0/\partial w^{(L)}_{jk}
∂C₀/∂w⁽ᴸ⁾ⱼₖ
dC0/dw^(L)[j,k]

\frac{\partial C_0}{\partial a^{(L-1)}_k}=\sum_{j=0}^{n_L-1}\frac{\partial z^{(L)}_j}{\partial
    a^{(L-1)}_k}\, \frac{\partial a^{(L)}_j}{\partial z^{(L)}_j}\, \frac{\partial C_0}{\partial
    a^{(L)}_j}
∂C₀/∂a⁽ᴸ⁻¹⁾ₖ = ∑(j = 0 … n_L − 1) ∂z⁽ᴸ⁾ⱼ/∂a⁽ᴸ⁻¹⁾ₖ · ∂a⁽ᴸ⁾ⱼ/∂z⁽ᴸ⁾ⱼ · ∂C₀/∂a⁽ᴸ⁾ⱼ
dC0/da^(L-1)[k] = sum(j = 0..n_L-1) dz^(L)[j]/da^(L-1)[k]*da^(L)[j]/dz^(L)[j]*dC0/da^(L)[j]

w \leftarrow w-\eta\,\partial C/\partial w
w ← w − η · ∂C/∂w
w <- w - eta*dC/dw

\partial a/\partial z=\sigma(z)
∂a/∂z = σ(z)
da/dz = sigmoid(z)

\sigma'(z)
σ′(z)
sigmoid'(z)

\frac1n\sum_{k=0}^{n}
1/n · ∑(k = 0 … n)
1/n*sum(k = 0..n)

\frac1n\sum_{k=0}^{n-1}
1/n · ∑(k = 0 … n − 1)
1/n*sum(k = 0..n-1)

a=\sigma(z)
a = σ(z)
a = sigmoid(z)

C_0=\frac1n\sum_j(a_j-y_j)^2
C₀ = 1/n · ∑ⱼ (aⱼ − yⱼ)²
C0 = 1/n*sum(j) (a[j] - y[j])^2

\sum_j(a_j-y_j)^2
∑ⱼ (aⱼ − yⱼ)²
sum(j) (a[j] - y[j])^2

\frac1{n_L}
1/n_L
1/n_L
"""
"""Every formula of the source notes, with its text in unicode and in ASCII."""

OTHERS = r"""
w^{(2)}_{01}
w⁽²⁾₀₁
w2[0,1]

w^{(2)}_{0,12}
w⁽²⁾₀,₁₂
w2[0,12]

w_{jk}^{(l)}
w⁽ˡ⁾ⱼₖ
w^(l)[j,k]

b^{(3)}_{10}
b⁽³⁾₁₀
b3[10]

x_0
x₀
x[0]

C_{k}
Cₖ
C_k

n_{L-1}
n_(L−1)
n_(L-1)

\theta_0
θ₀
theta0

a_{k-1}
aₖ₋₁
a[k-1]

e^{-z}
e⁻ᶻ
e^(-z)

e^{-z^{(3)}}
e^(−z⁽³⁾)
e^(-z3)

10^{-3}
10⁻³
10^(-3)

2^{10}
2¹⁰
2^10

x^q
x^q
x^q

\sigma'(z) = \sigma(z)(1 - \sigma(z))
σ′(z) = σ(z)(1 − σ(z))
sigmoid'(z) = sigmoid(z)*(1 - sigmoid(z))

\sigma(z) = \frac{1}{1 + e^{-z}}
σ(z) = 1/(1 + e⁻ᶻ)
sigmoid(z) = 1/(1 + e^(-z))

-\sum_j[y_j\ln a_j+(1-y_j)\ln(1-a_j)]
−∑ⱼ [yⱼ · ln aⱼ + (1 − yⱼ) · ln(1 − aⱼ)]
-sum(j) [y[j]*ln a[j] + (1 - y[j])*ln(1 - a[j])]

\sum_{j \in S} w_j
∑(j ∈ S) wⱼ
sum(j in S) w[j]

\frac12\sum_j(a_j-y_j)^2
1/2 · ∑ⱼ (aⱼ − yⱼ)²
1/2*sum(j) (a[j] - y[j])^2

\left.\frac{\partial C_0}{\partial a^{(2)}_0}\right|_{z^{(3)}_1}
∂C₀/∂a⁽²⁾₀|z⁽³⁾₁
dC0/da2[0]|z3[1]

w^{(1)+}_{00} = w^{(1)}_{00} - \operatorname{step}(w^{(1)}_{00})
w⁽¹⁾⁺₀₀ = w⁽¹⁾₀₀ − step(w⁽¹⁾₀₀)
w1[0,0]+ = w1[0,0] - step(w1[0,0])

C^{+} = C \text{ with every weight and bias after its step}
C⁺ = C with every weight and bias after its step
C+ = C with every weight and bias after its step

\operatorname{ReLU}'(z) = \max(0, z)
ReLU′(z) = max(0, z)
relu'(z) = max(0, z)

\frac{dC}{dw} \approx \frac{\Delta C}{\Delta w}
dC/dw ≈ ΔC/Δw
dC/dw ~= Delta C/Delta w

\frac{\partial^2 C}{\partial w^2}
∂²C/∂w²
d^2C/dw^2

\frac{\partial}{\partial w}(a-y)^2
∂/∂w · (a − y)²
d/dw*(a - y)^2

\frac{a + b}{n}
(a + b)/n
(a + b)/n

\frac{(a+b)}{2n}
(a + b)/(2n)
(a + b)/(2*n)

\frac{a}{\frac{b}{c}}
a/(b/c)
a/(b/c)

a/\frac{b}{c}
a/(b/c)
a/(b/c)

-\ln\frac{1}{a}
−ln(1/a)
-ln(1/a)

\frac{-1}{\sigma(z)}
−1/σ(z)
-1/sigmoid(z)

\left(\frac{a}{b}\right)^2
(a/b)²
(a/b)^2

{w^{(l)}}^T \delta^{(l)} \odot \tanh'(z)
(w⁽ˡ⁾)ᵀ · δ⁽ˡ⁾ ⊙ tanh′(z)
(w^(l))^T*delta^(l) .* tanh'(z)

a_i(\delta_{ij}-a_j)
aᵢ(δᵢⱼ − aⱼ)
a[i]*(delta[i,j] - a[j])

\mathbf{W}^\top \vec{x} + \hat{y}_j
Wᵀ · x⃗ + ŷⱼ
W^T*x_vec + y_hat[j]

\sqrt{n} + \sqrt{x^2+y^2}
√n + √(x² + y²)
sqrt(n) + sqrt(x^2 + y^2)

|a| - |b| \le -1 \pm 2
|a| − |b| ≤ −1 ± 2
|a| - |b| <= -1 +/- 2

j \in \{0, \dots, n-1\}
j ∈ {0, …, n − 1}
j in {0, ..., n - 1}

x \to \infty, \quad \forall j: a_j \neq 0
x → ∞,  ∀j: aⱼ ≠ 0
x -> inf,  for all j: a[j] != 0

w \Rightarrow a \mid b \ge c
w ⇒ a | b ≥ c
w => a | b >= c

2\times3 \div 4 \cdot \pi
2 × 3 ÷ 4 · π
2*3 / 4*pi

50\% \text{ of } 1{,}000
50% of 1,000
50% of 1,000

\nabla C = -\mu\lambda
∇C = −μ · λ
grad C = -mu*lambda

z = w a + b
z = w · a + b
z = w*a + b

α·β − 1
α · β − 1
alpha*beta - 1

f'(x) + g^\prime(x)
f′(x) + g′(x)
f'(x) + g'(x)

x_{\text{in}} + x_{\max}
xᵢₙ + xₘₐₓ
x_in + x_max

a \; b \, c \! d
a · b · c · d
a*b*c*d

\left[0, 1\right) = [0, 1)
[0, 1) = [0, 1)
[0, 1) = [0, 1)
"""
"""What else lessons may need, with its text in unicode and in ASCII."""


def rows(table: str) -> list[tuple[str, str, str]]:
    blocks = re.sub(r"\n {4}", " ", table.strip("\n")).split("\n\n")
    lines = (block.split("\n") for block in blocks)
    return [(formula, symbols, typed) for formula, symbols, typed in lines]


def refusal_of(formula: str) -> FormulaError:
    with pytest.raises(FormulaError) as refusal:
        inline(formula, "unicode")
    return refusal.value


TIERS: tuple[Tier, ...] = ("unicode", "ascii")
EVERY_ROW = rows(OF_THE_NOTES) + rows(OTHERS)
EVERY_TEXT = [text for _, *texts in EVERY_ROW for text in texts]


@pytest.mark.parametrize(("formula", "symbols", "typed"), EVERY_ROW)
def test_a_formula_in_unicode(formula: str, symbols: str, typed: str) -> None:
    """A formula looks in unicode as the program writes it."""
    del typed
    assert symbols == inline(formula, "unicode")


@pytest.mark.parametrize(("formula", "symbols", "typed"), EVERY_ROW)
def test_a_formula_in_ascii(formula: str, symbols: str, typed: str) -> None:
    """A formula looks in ASCII as one types it."""
    del symbols
    assert typed == inline(formula, "ascii")


@pytest.mark.parametrize(
    ("case", "parameter"),
    [("recommended_chain_three_examples", "w1"), ("misconception_net_2_3_3_2", "w1[0,0]")],
)
def test_the_programs_own_latex_becomes_its_own_texts(case: str, parameter: str) -> None:
    """The LaTeX of a step gives the step's own texts, where both are written alike."""
    steps = trace(problem_of(case)).steps(parameter)
    alike = [step for step in steps if step.kind not in (Kind.AVERAGE, Kind.COST)]
    alike = [step for step in alike if "tanh" not in step.ascii]
    assert [step.symbols for step in alike] == [inline(step.latex, "unicode") for step in alike]
    typed = [re.sub(r"C\d", "C", inline(step.latex, "ascii")) for step in alike]
    assert [re.sub(r"@\d", "", step.ascii) for step in alike] == typed


@pytest.mark.parametrize(
    ("formula", "position", "message"),
    [
        (r"a + \sgima", 4, r"\sgima is not known; did you mean \sigma?"),
        ("a & b", 2, "A & belongs to a table, and a formula has none: leave it out."),
        ("50 %", 3, r"A % starts a comment in LaTeX: write \%."),
        ("a # b", 2, r"A # is not read in a formula: write \#."),
        ("a $ b", 2, r"A $ ends a formula: write \$."),
        ("a + {b", 4, "This { is not closed: } belongs further on."),
        ("a}", 1, "This } closes what is not open: leave it out."),
        ("(a", 0, "This ( is not closed: ) belongs further on."),
        (r"\left(a)", 5, r"This \left is not closed: \right belongs further on."),
        (r"a \right)", 2, r"This \right closes what is not open: leave it out."),
        (r"\left a", 6, r"\left needs one of ( ) [ ] \{ \} | . behind it."),
        ("a^b^c", 3, "A second ^: put the first one and its base in braces."),
        ("a^(2)", 2, "^ needs braces behind it, as in ^{...}."),
        ("a_", 2, "_ needs braces behind it, as in _{...}."),
        ("^2", 0, "A script or a prime needs a quantity before it, or {} for none."),
        (r"\frac{a}", 8, r"\frac needs braces behind it, as in \frac{...}."),
        (r"\frac{}{b}", 6, r"These braces are empty: \frac needs something in them."),
        (r"\hat{ab}", 7, r"\hat goes over one letter, as in \hat{y}."),
        (r"\text a", 6, r"\text needs braces behind it, as in \text{...}."),
        (r"\text{\sigma}", 6, r"Only words stand in \text{...}, up to the closing brace."),
        ("", 0, "The formula is empty: something belongs between its dollars."),
        ("a\\", 1, r"A \ needs a name behind it, as in \sigma."),
        ("(" * 21, 20, "This is nested deeper than 20 levels: split the formula."),
        ("x" * 2001, 2000, "A formula has at most 2000 characters: split this one."),
    ],
)
def test_what_is_refused(formula: str, position: int, message: str) -> None:
    """What is not in the subset is refused in one sentence, with its place."""
    refusal = refusal_of(formula)
    assert (position, message) == (refusal.position, str(refusal))


def test_an_unlike_command_gets_the_known_ones() -> None:
    """A command that resembles none is answered with what there is."""
    message = str(refusal_of(r"\wwwwwww"))
    assert r"\wwwwwww is not known; there are \alpha, \beta, " == message[:48]
    assert [] == [name for name in (r"\frac", r"\text", r"\sum") if name not in message]


def test_a_refusal_is_the_programs_own() -> None:
    """Whoever catches the program's errors catches these."""
    assert isinstance(refusal_of("}"), TutorError)


def test_the_limits_are_allowed() -> None:
    """Twenty levels and 2000 characters are not too much."""
    assert "(" * 20 + "a" + ")" * 20 == inline("(" * 20 + "a" + ")" * 20, "ascii")
    assert 2000 == len(inline("1" * 2000, "unicode"))


PIECES = [*SIGNS, r"\frac", r"\sqrt", r"\text{", r"\mathrm{", r"\operatorname{", r"\hat", r"\vec"]
PIECES += [r"\left(", r"\left.", r"\right|", r"\right)", r"\foo"]
ANYTHING = st.lists(st.sampled_from([*PIECES, *"{}{}{}^_()[]|'012abwdCz&%$# \n\\é—"])).map("".join)


def outcome(formula: str, tier: Tier) -> str | FormulaError:
    try:
        return inline(formula, tier)
    except FormulaError as refusal:
        return refusal


@given(ANYTHING | st.text(), st.sampled_from(TIERS))
def test_any_formula_is_written_on_one_line_or_refused(formula: str, tier: Tier) -> None:
    """No formula whatever raises anything else, and an ASCII text is in ASCII."""
    result = outcome(formula, tier)
    text = str(result)
    assert tier == "unicode" or isinstance(result, FormulaError) or text.isascii()
    assert 1 >= len(text.splitlines())
    assert 0 <= getattr(result, "position", 0) <= len(formula)


BLOCKS = [
    "$",
    "$",
    "$$",
    "`",
    "```\n",
    "\n",
    "\n\n",
    "- ",
    "# ",
    "> ",
    "| a |\n",
    "1. ",
    "**",
    "é—",
]


def told_or_refused(markdown: str) -> str:
    try:
        return plain(markdown, "ascii", 1)
    except FormulaError as refusal:
        return to_ascii(str(refusal))


@given(st.lists(st.sampled_from([*BLOCKS, "a", "b_0", "*", "  "])).map("".join) | st.text())
def test_any_markdown_becomes_text_or_is_refused(markdown: str) -> None:
    """No Markdown whatever raises anything else, and an ASCII text is in ASCII."""
    assert told_or_refused(markdown).isascii()


PARSERS = [MarkdownIt().enable("strikethrough").enable("table"), MarkdownIt("gfm-like")]
"""As the terminal program's library reads Markdown."""


def shown_by(parser: MarkdownIt, markdown: str) -> str:
    """Return the text that Markdown shows, where it is one paragraph without any marks."""
    tokens = parser.parse(markdown)
    line = tokens[1]
    assert ["paragraph_open", "inline", "paragraph_close"] == [token.type for token in tokens]
    assert {"text"} == {child.type for child in line.children or []}
    return "".join(child.content for child in line.children or [])


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("frame", ["{}", "so {} it is", "so {}"])
def test_markdown_shows_formulas_literally(parser: MarkdownIt, tier: Tier, frame: str) -> None:
    """What Markdown shows of a replaced formula is its text, also at the start of a line."""
    texts = [inline(formula, tier) for formula, *_ in EVERY_ROW]
    replaced = [prose(frame.format(f"${formula}$"), tier) for formula, *_ in EVERY_ROW]
    assert [frame.format(text) for text in texts] == [shown_by(parser, each) for each in replaced]


@pytest.mark.parametrize("formula", ["-", "+ 1", "1.", "=", ": a", r"\#", "a < b > c", "w_{*}**_0"])
@pytest.mark.parametrize("tier", TIERS)
def test_no_sign_starts_a_block(formula: str, tier: Tier) -> None:
    """A formula that looks like a list, a heading or a tag is none."""
    assert inline(formula, tier) == shown_by(PARSERS[0], prose(f"${formula}$", tier))


def test_code_is_left_alone() -> None:
    """Dollars in code spans and code blocks are no formulas."""
    markdown = "`$a$` ``b ` $`` \\$5\n\n```sh\necho $a\n```\n\n  ~~~\n$x$\n~~~~\n"
    assert markdown == prose(markdown, "unicode")
    assert [] == formulas(markdown)


def test_prose_keeps_its_markdown() -> None:
    """All but the formulas stays as it is, in both tiers."""
    markdown = "# On $\\sigma$\n\n- **now** $a_0$\n- [x](y) \\$ $w^{(2)}_{01}$"
    assert "# On σ\n\n- **now** a₀\n- [x](y) \\$ w⁽²⁾₀₁" == prose(markdown, "unicode")
    typed = "# On sigma\n\n- **now** a\\[0\\]\n- [x](y) \\$ w2\\[0,1\\]"
    assert typed == prose(markdown, "ascii")


def test_table_cells_keep_their_bars() -> None:
    """A bar of a formula does not part two cells of a table."""
    table = prose("| a |\n| --- |\n| $|x|$ |\n", "unicode")
    cells = [token.content for token in PARSERS[0].parse(table) if token.type == "inline"]
    assert ["a", r"|x|"] == [re.sub(r"\\", "", cell) for cell in cells]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("so\n$$a$$\nthen", "so\n\na\n\nthen"),
        ("so\n\n$$\na\n= b\n$$\n\nthen", "so\n\na = b\n\nthen"),
        ("so $$a$$ then", "so a then"),
        ("1. so\n$$a$$\n2. then", "1. so\n\n   a\n2. then"),
        ("- so\n  on\n      $$a$$\n  then", "- so\n  on\n      \n  a\n\n  then"),
    ],
)
def test_a_display_formula_is_a_paragraph(markdown: str, expected: str) -> None:
    """A formula between double dollars that starts a line stands by itself, in its list item."""
    assert expected == prose(markdown, "unicode")


def test_where_formulas_are() -> None:
    """Every formula is given with the offset of its first character."""
    markdown = "a $b$ `$c$` \\$ $$d\n e$$ $f\\$$"
    found = formulas(markdown)
    assert ["b", "d\n e", "f\\$"] == [formula for _, formula in found]
    assert [3, 17, 25] == [offset for offset, _ in found]


@pytest.mark.parametrize("markdown", ["ab $c", "ab $c\n\nd$", "ab $$"])
def test_a_lone_dollar_is_refused(markdown: str) -> None:
    """A dollar without a partner in its paragraph is no dollar: it is escaped."""
    with pytest.raises(FormulaError, match=r"not closed: write \\\$ for a dollar\.$") as refusal:
        prose(markdown, "unicode")
    assert 3 == refusal.value.position


MARKDOWN = r"""# The *chain* rule #
Some **bold, _nested_** text — “with” `code_with *marks*` and \*escapes\*, see
[the video](https://example.org/a_b "title") or <https://example.org>, $a_j * [b]$
and \$5.\
New line.

## Next

* one $w^{(2)}_{01}$
  goes on
* two
  - inner

1. first
2) second
> quoted ~~not~~

| what | $\sigma$ |
| :--- | :---: |
| a \| b | $|x|$ |

```python
x = "$not$"  # — kept
```
---
the end"""

IN_UNICODE = """\
The chain rule
==============
Some bold, nested text — “with” code_with *marks* and *escapes*, see the video
(https://example.org/a_b) or https://example.org, aⱼ * [b] and $5.
New line.

Next
----

- one w⁽²⁾₀₁ goes on
- two
  - inner

1. first
2) second
> quoted not

what   σ
-----  ---
a | b  |x|

x = "$not$"  # — kept
---
the end"""


def test_markdown_as_plain_text() -> None:
    """Light Markdown becomes lines of plain text, in which formulas and code lose nothing."""
    assert IN_UNICODE == plain(MARKDOWN, "unicode", 78)


def test_markdown_as_plain_ascii() -> None:
    """In the ASCII tier all typographic characters are replaced."""
    told = plain(MARKDOWN, "ascii")
    assert 'text -- "with" code_with *marks*' in told
    assert "- one w2[0,1] goes on\n" in told
    assert "\nwhat   sigma\n-----  -----\na | b  |x|\n" in told
    assert 'x = "$not$"  # -- kept\n---\nthe end' in told


def test_plain_text_is_wrapped() -> None:
    """Paragraphs and list items are wrapped at the width, items behind their marks."""
    told = plain("a very long text\n\n- an item that is long\n\n> a quote so long", "ascii", 12)
    expected = "a very long\ntext\n\n- an item\n  that is\n  long\n\n> a quote so\n> long"
    assert expected == told


def test_a_table_that_is_too_wide_is_told_row_by_row() -> None:
    """A table that does not fit becomes a line a row, each cell behind its column's name."""
    table = "| slip | the notes say |\n| --- | --- |\n| 3 | $\\sigma(z)$ |\n| 1 | b |"
    expected = "slip: 3; the notes\n  say: σ(z)\nslip: 1; the notes\n  say: b"
    assert expected == plain(table, "unicode", 18)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“a” – ‘b’ — c…", "\"a\" - 'b' -- c..."),
        ("2 × 3 · 4 − 1 → 5", "2 x 3 * 4 - 1 -> 5"),
        ("∂C₀/∂w⁽³⁾ = σ′(z⁽³⁾)", "dC0/dw3 = sigmoid'(z3)"),
        ("a⁽ᴸ⁻¹⁾ w⁽³⁾⁺ C⁺ x² e⁻ᶻ", "a^(L-1) w3+ C+ x^2 e^(-z)"),
        ("η σ Δ ≤ ≠ ⊙ ∑ naïve", "eta sigma Delta <= != .* sum naive"),
        ("語", "?"),
    ],
)
def test_typographic_characters_in_ascii(text: str, expected: str) -> None:
    """Characters beyond ASCII are replaced by what one types for them."""
    assert expected == to_ascii(text)
