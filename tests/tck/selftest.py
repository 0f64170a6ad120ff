"""The runner, tested: what is right must pass, and what is wrong must fail in just the way its scenario's name says."""
import re
import subprocess
import sys

runner, folder = sys.argv[1:]


def run(name):
    done = subprocess.run([runner, f"{folder}/{name}", "--list-failures"], capture_output=True, text=True)
    return done.returncode, done.stdout


code, output = run("right")
print(output)
assert code == 0, "something right fails"
assert re.search(r"^\d+ passed, 0 failed, 1 skipped$", output, re.M), "the summary is wrong"

code, output = run("wrong")
print(output)
assert code == 1, "something wrong passes"
assert re.search(r"^0 passed, \d+ failed, 0 skipped$", output, re.M), "something wrong passes"
failures = re.findall(r"^\S+ :: \[\d+\] (.*?): .* :: (.*)$", output, re.M)
count = int(re.search(r"^0 passed, (\d+) failed", output, re.M)[1])
assert len(failures) == count, "a failure is not listed"
for wanted, got in failures:
    assert wanted == got, f"wanted {wanted}, got {got}"
