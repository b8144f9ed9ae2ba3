"""How long a class takes: python -m tests.benchmarks.quiz --students 1000.

Marks 42 answers of each student: one problem for all (given), and a variant for each by its sheet
(own). Prints the answers a second of a grading loop in one process; the time of `tutor quiz grade`
as a multiple of that loop's divided by the processors, plus start-up; the same with start-up taken
off first, and where every processor is at such a loop (where they slow one another down, no command
could be faster than that); and the most memory that any of its processes takes, for a quarter of
the class and for the whole, also where all answers stand in one table with a row for each.
Medians over some rounds, in which everything is measured in shuffled order. Asserts nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, median

from tests.quizzes import DRAWN, quiz
from tests.running import environment
from tutor.course.quiz.marks import marked
from tutor.course.quiz.names import file_name
from tutor.course.quiz.papers import Answers
from tutor.course.quiz.processes import processors
from tutor.course.quiz.quizzes import Quiz
from tutor.course.quiz.sheets import Sheet

_GRADE = ("-m", "tutor", "quiz", "grade", "quiz.json", "--format", "json")
_MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
VARIANTS = 40
"""So many networks are drawn for the class with its own sheets; everybody's is read by itself."""


def main() -> None:
    """Measure both classes and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--students", type=int, default=1000, help="how many")
    parser.add_argument("--rounds", type=int, default=5, help="readings of each")
    parser.add_argument("--wrong", type=float, default=0.05, help="the share of wrong answers")
    options = parser.parse_args()
    own = quiz(questions=[{"problem": DRAWN, "parameter": "w1"}] * 3)
    problems = [part.problem.model_dump(mode="json") for part in own.sheet("all").problems]
    given = quiz(questions=[{"problem": each, "parameter": "w1"} for each in problems])
    print(f"{options.students} students, {processors()} processors, {options.wrong:.0%} wrong")
    heads = f"{'':6} {'answers/s':>10} {'loop':>7} {'busy':>7} {'command':>8} {'start':>6}"
    print(f"{heads} {'whole':>6} {'less':>6} {'busy':>6} memory")
    for name, each in (("given", given), ("own", own)):
        with tempfile.TemporaryDirectory() as folder:
            measure(name, each, Path(folder), options)


def measure(name: str, of: Quiz, folder: Path, options: argparse.Namespace) -> None:
    """Prepare a class in a folder, mark it in a loop and by the command, and print the figures."""
    pairs = prepare(of, folder, options)
    count, has_sheets = sum(len(answers.answers) for _, answers in pairs), name == "own"
    works: dict[str, Callable[[], float]] = {
        "loop": lambda: looped(pairs, 1, has_sheets=has_sheets),
        "busy": lambda: looped(pairs, processors(), has_sheets=has_sheets),
        "start": lambda: command(folder, 1, has_sheets=has_sheets),
        "whole": lambda: command(folder, options.students, has_sheets=has_sheets),
    }
    rng, found = random.Random(0), {work: list[float]() for work in works}  # no secret
    parts = [options.students // part for part in (4, 1)]
    memory = [largest(folder, arguments(each, has_sheets=has_sheets)) for each in parts]
    if not has_sheets:
        tables = [largest(folder, [table(pairs[:each], folder)]) for each in parts]
        print(f"{name}, in one table: {tables[0]} MB, then {tables[1]} MB")
    for _ in range(options.rounds):
        for work in rng.sample(list(works), len(works)):
            found[work].append(works[work]())
    rounds = [dict(zip(found, each, strict=True)) for each in zip(*found.values(), strict=True)]
    wholes = [each["whole"] / (each["loop"] / processors() + each["start"]) for each in rounds]
    less = [
        median((each["whole"] - each["start"]) * processors() / each[loop] for each in rounds)
        for loop in ("loop", "busy")
    ]
    times = {work: median(found[work]) for work in works}
    ratios = " ".join(f"{each:6.2f}" for each in (median(wholes), *less))
    print(
        f"{name:6} {count / times['loop']:10.0f} {times['loop']:6.2f}s {times['busy']:6.2f}s "
        f"{times['whole']:7.2f}s {times['start']:5.2f}s {ratios} "
        f"{memory[0]} MB, then {memory[1]} MB"
    )


def table(pairs: list[tuple[bytes, Answers]], folder: Path) -> str:
    """Write the answers as one table with a row for each; return its name."""
    with (folder / "table.csv").open("w", newline="") as file:
        written = csv.writer(file)
        written.writerow(["student", "question", "answer"])
        for _, answers in pairs:
            written.writerows([answers.student, *each] for each in answers.answers.items())
    return "table.csv"


def largest(folder: Path, options: list[str]) -> int:
    """Return the most memory that a process of the command takes, in MB.

    A small process starts it: one that is started by a large one counts that one's memory, too.
    """
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *_GRADE, *options],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=True,
    )
    return int(done.stdout) // 1024


def looped(pairs: list[tuple[bytes, Answers]], processes: int, *, has_sheets: bool) -> float:
    """Return how many seconds a loop over all answers takes, so many processes being at one."""
    fresh = [(Sheet.model_validate_json(sheet), answers) for sheet, answers in pairs]
    if not has_sheets:  # one sheet for all, but for the name
        fresh = [(fresh[0][0], answers) for _, answers in fresh]
    fork = multiprocessing.get_context("fork")
    told = fork.SimpleQueue()

    def loop() -> None:
        began = time.perf_counter()
        for sheet, answers in fresh:
            marked(sheet, answers)
        told.put(time.perf_counter() - began)

    started = [fork.Process(target=loop) for _ in range(processes)]
    for each in started:
        each.start()
    for each in started:
        each.join()
    return fmean(told.get() for _ in started)


def prepare(of: Quiz, folder: Path, options: argparse.Namespace) -> list[tuple[bytes, Answers]]:
    """Write the quiz, sheets and answers, and return sheets and answers."""
    (folder / "quiz.json").write_text(of.model_dump_json(exclude_none=True))
    for name in ("sheets", "answers"):
        (folder / name).mkdir()
    made, rng = [], random.Random(0)  # no secret
    drawn = [(of.sheet(f"v{n}"), of.key(f"v{n}")) for n in range(min(VARIANTS, options.students))]
    for number in range(options.students):
        student = f"s{number}"
        model, key = drawn[number % len(drawn)]
        sheet = model.model_copy(update={"student": student, "sheet": ""})
        sheet = sheet.model_copy(update={"sheet": sheet.fingerprint()})
        texts = {name: entry.shown for name, entry in key.answers.items()}
        for name, text in texts.items():
            if rng.random() < options.wrong:
                texts[name] = f"{-1.5 * float(text):.4g}"
        answers = Answers(student=student, quiz=sheet.quiz, sheet=sheet.sheet, answers=texts)
        (folder / "sheets" / file_name(student, ".json")).write_bytes(sheet.to_json())
        (folder / "answers" / f"{student}.json").write_bytes(answers.to_json())
        made.append((sheet.to_json(), answers))
    return made


def arguments(students: int, *, has_sheets: bool) -> list[str]:
    """Return what the command is given for the papers of so many students."""
    files = [f"answers/s{number}.json" for number in range(students)]
    return [*files, *(["--sheets", "sheets"] if has_sheets else [])]


def command(folder: Path, students: int, *, has_sheets: bool) -> float:
    """Return how many seconds the command takes for so many students."""
    whole = [sys.executable, *_GRADE, *arguments(students, has_sheets=has_sheets)]
    began = time.perf_counter()
    done = subprocess.run(whole, cwd=folder, env=environment(), capture_output=True, check=False)
    seconds = time.perf_counter() - began
    if len(json.loads(done.stdout)["students"]) != students:
        raise SystemExit(done.stderr.decode())
    return seconds


if __name__ == "__main__":
    main()
