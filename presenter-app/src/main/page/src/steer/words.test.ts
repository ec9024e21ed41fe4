import { expect, test } from "vitest";
import { readWords, textProblem, typed } from "./words";

const argv = (line: string) => {
  const words = readWords(line);
  return "argv" in words ? words.argv : words.problem;
};

test("spaces part words, however many", () => {
  expect(argv("uname -a")).toEqual(["uname", "-a"]);
  expect(argv("  uname \t -a  ")).toEqual(["uname", "-a"]);
});

test("quotes keep together, and an empty argument is one", () => {
  expect(argv("echo 'a  b' \"c d\" ''")).toEqual(["echo", "a  b", "c d", ""]);
  expect(argv(`echo a'b'"c"d`)).toEqual(["echo", "abcd"]);
  expect(argv(`echo "it's" 'say "hi"'`)).toEqual(["echo", "it's", 'say "hi"']);
});

test("a backslash keeps the next character, within double quotes only where it must", () => {
  expect(argv("echo a\\ b \\'x\\'")).toEqual(["echo", "a b", "'x'"]);
  expect(argv('echo "a\\"b\\\\c\\n"')).toEqual(["echo", 'a"b\\c\\n']);
  expect(argv("echo 'a\\b'")).toEqual(["echo", "a\\b"]);
});

test("what has no end is told, not guessed", () => {
  expect(argv("echo 'x")).toBe("a ' is not closed");
  expect(argv('echo "x')).toBe('a " is not closed');
  expect(argv("echo x\\")).toContain("backslash");
});

test("nothing is run by a shell, and whoever may think so is told", () => {
  const words = readWords("cat /etc/passwd | wc; rm -rf $HOME");
  expect(words).toEqual({
    argv: ["cat", "/etc/passwd", "|", "wc;", "rm", "-rf", "$HOME"],
    note: expect.stringContaining("sh -c"),
  });
  expect(readWords("sh -c 'ls | wc'")).toEqual({ argv: ["sh", "-c", "ls | wc"], note: null });
});

test("what the contract would refuse is refused before", () => {
  expect(argv("   ")).toContain("write a program");
  expect(argv("'' x")).toContain("write a program");
  expect(argv("x ".repeat(65))).toContain("at most 64 words");
  expect(argv(`echo ${"x".repeat(4096)}`)).toContain("at most 4096 characters");
  expect(argv("echo a\u0007b")).toBe("control characters can't be sent");
  expect(argv("echo 'a\nb'")).toBe("control characters can't be sent");
  expect(argv(`echo ${"x ".repeat(63)}`)).toHaveLength(64);
});

test("a text is one printable line", () => {
  expect(textProblem("Hi from <b>rasp1</b>! ünï \t")).toBeNull();
  expect(textProblem("a\u001b[2J")).not.toBeNull();
  expect(textProblem("\u0085")).not.toBeNull();
  expect(textProblem("x".repeat(4097))).not.toBeNull();
});

test("words that are typed back are read as the same words", () => {
  const words = ["echo", "a b", "it's", "", '"', "\\", "$HOME", "*", "<script>", "plain-1.2/x"];
  expect(argv(typed(words))).toEqual(words);
});
