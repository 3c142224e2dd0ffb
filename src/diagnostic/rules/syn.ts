import type { RuleInfo } from "../diagnostic.ts";

export const SYN_001: RuleInfo = {
  id: "SYN-001",
  title: "The file is valid YAML, TOML or JSON",
  severity: "error",
  why: "A document that cannot be parsed is not checked at all: its lineage, its cost and its violations are unknown.",
  fix: "Mend the syntax at the place shown.",
  passes: "tags: [pii.email, finance]\n",
  fails: "tags: [pii.email, finance\n",
};

export const SYN_002: RuleInfo = {
  id: "SYN-002",
  title: "The file is UTF-8 text",
  severity: "error",
  why: "YAML, TOML and JSON files of a repository are UTF-8. Bytes of another encoding would be read as other characters on another machine, and the manifest would differ.",
  fix: "Save the file as UTF-8, or give binary content another extension. Write escapes of characters outside the first plane as pairs, or as the character itself.",
  passes: 'owner: "team/\\u00fcbersicht"\n',
  fails: 'owner: "team/\\ud800"\n',
};

export const SYN_003: RuleInfo = {
  id: "SYN-003",
  title: "The file is small enough to be read",
  severity: "error",
  why: "Specs are written by people. A limit of 4 MiB keeps a hostile or generated file from using up the memory of a check.",
  fix: "Split the file, or exclude it under scan.exclude.",
  passes: "a file of at most 4 MiB",
  fails: "a file of 5 MiB",
};

export const SYN_004: RuleInfo = {
  id: "SYN-004",
  title: "Nesting is at most 64 levels deep",
  severity: "error",
  why: "No spec needs more, and deeper nesting serves only to exhaust the stack of whoever reads it.",
  fix: "Flatten the document.",
  passes: "a: [[[1]]]\n",
  fails: `a: ${"[".repeat(64)}${"]".repeat(64)}\n`,
};

export const SYN_005: RuleInfo = {
  id: "SYN-005",
  title: "Aliases stand for a bounded amount of content",
  severity: "error",
  why: "A few lines of aliases on aliases can stand for billions of nodes. An anchor may be used 100 times, and all aliases of a document may stand for 4 MiB.",
  fix: "Write the repeated content once under a name that the tool knows, or split the document.",
  passes: "defaults: &defaults {retention: 30d}\norders: *defaults\n",
  fails: `a: &a 1\nb: [${"*a, ".repeat(101)}]\n`,
};

export const SYN_006: RuleInfo = {
  id: "SYN-006",
  title: "Each key stands once in its map",
  severity: "error",
  why: "Readers differ in which of two values wins, so the check could judge one and production run the other.",
  fix: "Remove one of the two, or give it another name.",
  passes: "owner: team/a\n",
  fails: "owner: team/a\nowner: team/b\n",
};

export const SYN_007: RuleInfo = {
  id: "SYN-007",
  title: "Keys are text",
  severity: "error",
  why: "A key that is a number, a date, a boolean or a list has another spelling in every reader; JSON and every schema know text alone.",
  fix: "Put the key in quotes.",
  passes: '"2024": kept\n',
  fails: "[2024]: dropped\n",
};

export const SYN_008: RuleInfo = {
  id: "SYN-008",
  title: "No key that programs take for their own",
  severity: "error",
  why: "`__proto__` changes the objects of JavaScript programs that read the file; no spec has an honest use for it.",
  fix: "Rename the key.",
  passes: "prototype: model-a\n",
  fails: "__proto__: {admin: true}\n",
};

export const SYN_009: RuleInfo = {
  id: "SYN-009",
  title: "A stream holds a bounded number of documents and tokens",
  severity: "error",
  why: "Limits of 1,000 documents and two million tokens keep one file from using up the time of a check.",
  fix: "Split the file.",
  passes: "a: 1\n---\nb: 2\n",
  fails: "--- 1\n".repeat(1_001),
};

export const SYN_010: RuleInfo = {
  id: "SYN-010",
  title: "Every line of a value is indented",
  severity: "warning",
  why: "YAML wants each line of a quoted text, a list in brackets or a map in braces to stand deeper than the key it belongs to. Kubernetes and Python tools read such a file all the same; editors, formatters and other readers refuse it.",
  fix: "Indent every line of the value, its closing bracket or quote too.",
  passes: "apiVersion: v1\ndata: {a: 1,\n  b: 2}\n",
  fails: "apiVersion: v1\ndata: {a: 1,\nb: 2}\n",
};

export const SYN_011: RuleInfo = {
  id: "SYN-011",
  title: "Only the tags of YAML's core schema",
  severity: "warning",
  why: "A tag of one tool's own means nothing to another: the value is read as if the tag were not there, which may not be what was meant.",
  fix: "Write the value without the tag.",
  passes: "retention: !!str 30\n",
  fails: "retention: !days 30\n",
};

export const SYN_012: RuleInfo = {
  id: "SYN-012",
  title: "Each alias has its anchor before it",
  severity: "error",
  why: "Without its anchor an alias stands for nothing, and the document has no value.",
  fix: "Define the anchor above the alias, or correct its name.",
  passes: "a: &limits {cpu: 1}\nb: *limits\n",
  fails: "b: *limits\n",
};

export const SYN_013: RuleInfo = {
  id: "SYN-013",
  title: "Numbers mean what they look like",
  severity: "warning",
  why: "YAML 1.1 and 1.2 read some unquoted values differently: 0755 is a decimal number to one and octal to the other, and 1:30 is 90 to Python tools and text to everybody else. Two tools that read one file then work with different values.",
  fix: "Write the number plainly, or put text in quotes.",
  passes: 'retries: 10\nmode: 0o755\nwindow: "1:30"\n',
  fails: "mode: 0755\n",
};

export const SYN_020: RuleInfo = {
  id: "SYN-020",
  title: "Templated file, not read",
  severity: "info",
  why: "A template of Helm, Jinja or a shell becomes YAML only when it is rendered; what it will say is unknown, and unknown is not the same as nothing.",
  fix: "Commit the rendered file if it is to be checked.",
  passes: "name: orders\n",
  fails: "{{- if .Values.enabled }}\nname: orders\n{{- end }}\n",
};

export const SYN_021: RuleInfo = {
  id: "SYN-021",
  title: "A spec lies in Git, not in Git LFS",
  severity: "error",
  why: "Git holds only a pointer of three lines, and the tree that is judged and signed is what Git holds. What the file says is unknown, and nothing is fetched to find out.",
  fix: "Keep large data in Git LFS and specs out of it: narrow the patterns in .gitattributes, then git add --renormalize. Or exclude the file under scan.exclude.",
  passes: "name: orders\n",
  fails: `version https://git-lfs.github.com/spec/v1\noid sha256:${"4".repeat(64)}\nsize 12345\n`,
};

export const synRules: readonly RuleInfo[] = [
  SYN_001,
  SYN_002,
  SYN_003,
  SYN_004,
  SYN_005,
  SYN_006,
  SYN_007,
  SYN_008,
  SYN_009,
  SYN_010,
  SYN_011,
  SYN_012,
  SYN_013,
  SYN_020,
  SYN_021,
];
