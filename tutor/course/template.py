"""The lesson file that ``tutor lessons new`` starts with: it works, and explains itself."""

TEMPLATE = '''\
# A lesson for the backprop tutor. It works as it stands:
#     tutor learn FILE            work it
#     tutor lessons check FILE    prove that it can be worked and marked fairly
# Everything here is data. What each key means is told beside it; what is not needed can go.
# For an editor that completes keys, write the schema beside this file,
#     tutor schema lesson > lesson.schema.json
# and make "#:schema ./lesson.schema.json" the first line here.

title = "My lesson"
summary = "What the learner will be able to do at the end, in a sentence."
minutes = 10

# The weight or bias that is asked about; the learner may choose another. The lint also looks at
# those that are listed.
parameter = "w2"
parameters = ["b2"]

# Told first, a page at a time; a line of three dashes parts the pages. Markdown, with formulas
# between dollars in the usual LaTeX.
intro = """
This network has one neuron in each layer: $z = w a + b$, then $a = \\\\sigma(z)$.
---
The cost of an example is $C_0 = (a^{(2)} - y)^2$. How does it move with $w^{(2)}$?
"""

# Told at the end.
closing = """
That was $\\\\frac{\\\\partial C}{\\\\partial w^{(2)}}$, averaged over the examples,
and a step downhill.
"""

# The examples after the first: "full" (like the first), "result" (only the derivative is asked),
# or "shown".
later_examples = "result"

# true: a kind of step that was right at once twice is shown from then on.
shorten = false

# How many questions there may be. Where it would be more, kinds that [ask] does not name are asked
# the first time only.
most_questions = 25

# What is meant to be there and would otherwise be a fault: "dead", "saturated", "vanishing",
# "hidden_errors" (an error that gives the right number), "tied_errors" (two that give the same).
expects = []

# For each kind of step: "always" asked, asked the "first" time and then shown, or "never" asked.
[ask]
weighted_sum = "first"
activation = "first"
cost = "first"

# The problem in place. Instead, from a file beside this one:
#     [problem]
#     file = "network.json"
# Or drawn from a seed, always the same for the same seed; then `parameter` may be left out:
#     [problem.generate]
#     seed = 7
#     sizes = [2, 3, 3]
#     activations = ["sigmoid", "sigmoid"]
#     cost = "squared_error"
#     examples = 4
[problem]
cost = "squared_error"
learning_rate = 0.3

[[problem.layers]]
weights = [[0.5]]
biases = [-1.0]
activation = "sigmoid"

[[problem.layers]]
weights = [[-0.4]]
biases = [1.1]
activation = "sigmoid"

[[problem.examples]]
x = [1.1]
y = [0.9]

[[problem.examples]]
x = [-0.6]
y = [0.3]

[[problem.examples]]
x = [-1.2]
y = [0.5]

# Text that is told when it is needed: before the first step of a kind, or before one step.
[[prose]]
before = "cost_slope"
text = "Now backwards, from the cost: how does it move when $a^{(2)}$ moves?"

[[prose]]
before = "dz2/dw2"
text = "The last link: from the weighted sum to the weight."

# Questions of your own: a choice, a number, or a direction.
[[questions]]
before = "cost_slope"
ask = "The cost is a square. What does its derivative have in front?"
choices = [
    { text = "a 2", right = true },
    { text = "nothing", answer = "The derivative of a square is twice what is squared." },
]

[[questions]]
before = "end"
ask = "Which way does the cost move when this parameter goes up a little?"
of = "C"
by = "parameter"
why = "The sign of the derivative says so."

[[questions]]
before = "end"
ask = "By how much does the cost change, about, when the derivative is 0.5 and the nudge 0.01?"
value = "0.5*0.01"
why = "A derivative is a ratio of nudges."
'''
"""A whole lesson."""
