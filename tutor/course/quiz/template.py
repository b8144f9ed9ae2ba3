"""The quiz file that ``tutor quiz new`` starts with: it works, and explains itself."""

TEMPLATE = """\
# A quiz for the backprop tutor: everybody gets the same questions with numbers of their own.
#     tutor quiz check FILE                                       prove that it is fair
#     tutor quiz sheet FILE --students roster.csv --output sheets a sheet for everybody
#     tutor quiz take sheets/ada.json --plain                     work one
#     tutor quiz key FILE --student ada                           what is right for her
#     tutor quiz grade FILE --sheets sheets answers/*.json        marks, with reasons
# tutor schema quiz tells all keys. What stands after a # here is what a key is unless set.
title = "One weight by hand"
seed = "SEED"          # variants follow from it and the student's name: keep it to yourself
generator = 1          # the version that draws them, so that they stay the same for years
pass_mark = 0.5        # share of the points; 0.6
tries = 2              # how often an answer may be given; 1
worth = { hint = 0.8, second_try = 0.5, follow_through = 1.0, too_coarse = 0.5 }

[[questions]]          # a network drawn for each student, every step asked
parameter = "w2"       # "drawn": a weight or bias for each student
ask = "every"          # or "results", or kinds of steps: ["product", "average"]
points = 1             # for each answer
[questions.problem.generate]
sizes = [1, 1, 1]      # neurons of each layer, the input first
activations = ["sigmoid", "sigmoid"]
examples = 1

[[questions]]          # a lesson's network; or problem = { file = "network.json" }; or in place
lesson = "one-weight"
parameter = "w3"
ask = "results"        # nothing between is shown
points = 2
"""
"""A whole quiz, but for its seed."""
