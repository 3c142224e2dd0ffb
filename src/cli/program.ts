import { Command, Option } from "commander";
import { addCompletion } from "./add-completion.ts";
import { configure } from "./configure.ts";
import type { ExitStatus } from "./exit.ts";
import { addHelp } from "./help.ts";
import type { Io } from "./io.ts";
import { collected, type Invocation, type Options } from "./options.ts";

type Load = () => Promise<{ readonly run: (invocation: Invocation) => Promise<ExitStatus> }>;

/** One command of the table below: its words, its help, its options, its lazily loaded code. */
interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  readonly options: readonly Option[];
  readonly examples: string;
  readonly load: Load;
}

const groups = {
  right: "Is it right?",
  connected: "What is connected?",
  cost: "What does it cost?",
  prove: "Can I prove it?",
  start: "Get started",
} as const;

const base = new Option("--base <rev>", "compare with the merge base of this revision");
const head = new Option("--head <commit>", "judge this commit instead of the working tree");
const staged = new Option("--staged", "judge the index: what a commit would hold now").conflicts(
  "head",
);
const format = new Option("--format <name>", "text or json").default("text");
const pageFormat = new Option("--format <name>", "text, json, markdown or html").default("text");
const anyFormat = new Option(
  "--format <name>",
  "text, json, markdown, html, sarif, github, gitlab or junit",
).default("text");
const output = new Option(
  "--output <format=path>",
  "write this format to a file as well; may be repeated",
).argParser(collected);
const asOf = new Option(
  "--as-of <day>",
  "the day the run is about, YYYY-MM-DD (default: today, UTC)",
);
const failOn = new Option(
  "--fail-on <list>",
  "what makes the exit status non-zero: error, warning, info, unknown, undecided",
).default("error");
const key = new Option("--key <source>", "a key file, or a name in your folder of keys").default(
  "default",
);
const sides = [base, head, staged, asOf];

const entries: readonly Entry[] = [
  {
    name: "check [path...]",
    summary: "syntax, schemas, references, lineage, policies, cost: base against head",
    group: groups.right,
    options: [
      ...sides,
      failOn,
      anyFormat,
      output,
      new Option("--new-only", "only findings that the base does not have"),
      new Option(
        "--explain-files",
        "what each file gave, or why it gave nothing; no verdict",
      ).conflicts(["base", "newOnly"]),
      new Option("--watch", "judge again whenever something changes").conflicts("explainFiles"),
    ],
    examples:
      "lineagectl check\nlineagectl check --base origin/main --format json\nlineagectl check --staged --fail-on error,undecided\nlineagectl check lineage/ finops/prices.yaml\nlineagectl check --explain-files\nlineagectl check --output sarif=report.sarif --output markdown=comment.md",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "explain [rule]",
    summary: "what a rule means, why, and how to mend what it found; without one, all rules",
    group: groups.right,
    options: [new Option("--format <name>", "text, json or markdown").default("text")],
    examples: "lineagectl explain PRIV-019\nlineagectl explain",
    load: () => import("./commands/explain.ts"),
  },
  {
    name: "policy list",
    summary: "the rules in force, with the digest of each pack",
    group: groups.right,
    options: [head, staged, format],
    examples: "lineagectl policy list",
    load: () => import("./commands/policy-list.ts"),
  },
  {
    name: "policy test [rules...]",
    summary:
      "whether the repository's own policies keep their cases, and each clause is proved by one",
    group: groups.right,
    options: [head, staged, failOn, format],
    examples: "lineagectl policy test\nlineagectl policy test ACME-001 --fail-on error,warning",
    load: () => import("./commands/policy-test.ts"),
  },
  {
    name: "graph [asset]",
    summary: "the lineage graph, or the part around one asset",
    group: groups.connected,
    options: [
      ...sides,
      new Option("--format <name>", "text, json, mermaid, dot, svg, html or openlineage").default(
        "text",
      ),
      new Option("--depth <n>", "how many steps around the asset"),
      new Option("--up", "only what leads to the asset"),
      new Option("--down", "only what the asset leads to"),
      new Option("--kind <list>", "only assets of these kinds, stepping over the others"),
      new Option("--tag <list>", "only assets with one of these tags; pii means pii.email too"),
      new Option("--columns", "with columns and what runs between them"),
      new Option("--change", "only what differs from the base, and what that reaches"),
    ],
    examples:
      "lineagectl graph\nlineagectl graph growth/segmentation-model --depth 2\nlineagectl graph --change --base origin/main --format svg > change.svg\nlineagectl graph --format html > lineage.html",
    load: () => import("./commands/graph.ts"),
  },
  {
    name: "trace <asset>",
    summary: "every path to or from an asset or a column, with the place of each step",
    group: groups.connected,
    options: [
      head,
      staged,
      new Option("--up", "what it is made from (the default)"),
      new Option("--down", "what it reaches").conflicts("up"),
      new Option("--to <asset>", "the paths between it and another").conflicts(["up", "down"]),
      new Option("--why <tag>", "how the tag arrived").conflicts(["up", "down", "to"]),
      new Option(
        "--erasure <column>",
        "where the data of one subject lies, found by this key",
      ).conflicts(["up", "down", "to", "why", "paths"]),
      new Option("--paths <n>", "show at most so many (default: 20)"),
      new Option("--format <name>", "text, json or mermaid").default("text"),
    ],
    examples:
      "lineagectl trace growth/segmentation-model\nlineagectl trace shop/customers#email --down\nlineagectl trace growth/segmentation-model --why pii.contact\nlineagectl trace shop/customers --erasure customer_id",
    load: () => import("./commands/trace.ts"),
  },
  {
    name: "diff",
    summary: "what changes in meaning, and everything downstream of it",
    group: groups.connected,
    options: [...sides, pageFormat, output],
    examples: "lineagectl diff --base origin/main",
    load: () => import("./commands/diff.ts"),
  },
  {
    name: "history <asset>",
    summary: "the commits that changed an asset: who, when, what",
    group: groups.connected,
    options: [new Option("--head <commit>", "as of this commit instead of HEAD"), format],
    examples:
      "lineagectl history growth/segmentation-model\nlineagectl history shop/customers --format json",
    load: () => import("./commands/history.ts"),
  },
  {
    name: "cost estimate",
    summary: "the monthly cost of a tree, line by line, with its price tables",
    group: groups.cost,
    options: [head, staged, asOf, failOn, format],
    examples: "lineagectl cost estimate\nlineagectl cost estimate --fail-on unknown",
    load: () => import("./commands/cost-estimate.ts"),
  },
  {
    name: "cost diff",
    summary: "what a change adds to the monthly cost, and why",
    group: groups.cost,
    options: [...sides, failOn, pageFormat, output],
    examples: "lineagectl cost diff --base origin/main",
    load: () => import("./commands/cost-diff.ts"),
  },
  {
    name: "attest",
    summary: "sign what changed: write one entry file to commit with the change",
    group: groups.prove,
    options: [
      base,
      asOf,
      key,
      new Option("--all", "every covered file, not only what changed"),
      new Option("--dry-run", "show what would be written"),
      format,
    ],
    examples:
      "lineagectl attest --key acme\nlineagectl attest --key ~/keys/ci.pem --base origin/main\nlineagectl attest --all",
    load: () => import("./commands/attest.ts"),
  },
  {
    name: "verify",
    summary: "signatures, trust, coverage: is every file what somebody trusted signed?",
    group: groups.prove,
    options: [
      new Option("--at <commit>", "verify this commit instead of the working tree"),
      new Option("--base <rev>", "take the trust root from the tip of this branch"),
      new Option("--trust-root <file>", "the trust root: a file, or sha256:<digest>"),
      new Option("--rebuild", "recompute every statement from its trees and compare the bytes"),
      new Option("--require <kinds>", "kinds of asset whose files must be attested"),
      anyFormat,
      output,
    ],
    examples:
      "lineagectl verify\nlineagectl verify --base origin/main --rebuild\nlineagectl verify --at v1.4.0 --trust-root sha256:…",
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "key new",
    summary: "make a signing key, outside the repository",
    group: groups.prove,
    options: [
      new Option("--name <name>", "its name in your folder of keys").default("default"),
      new Option("--type <type>", "its algorithm")
        .choices(["ed25519", "ecdsa-p256"])
        .default("ed25519"),
      new Option("--out <file>", "write it here instead"),
      new Option("--no-passphrase", "do not encrypt it"),
      format,
    ],
    examples:
      "lineagectl key new --name acme\nLINEAGECTL_KEY_PASSWORD=… lineagectl key new --type ecdsa-p256",
    load: () => import("./commands/key-new.ts"),
  },
  {
    name: "key show [key]",
    summary: "the public half of a key",
    group: groups.prove,
    options: [format],
    examples: "lineagectl key show acme",
    load: () => import("./commands/key-show.ts"),
  },
  {
    name: "suggest",
    summary: "missing declarations that the repository itself speaks for, as a patch",
    group: groups.start,
    options: [staged, new Option("--format <name>", "text, json or patch").default("text")],
    examples: "lineagectl suggest\nlineagectl suggest --format patch | git apply",
    load: () => import("./commands/suggest.ts"),
  },
  {
    name: "init",
    summary: "configuration, first key and trust root, CI workflow, example prices",
    group: groups.start,
    options: [
      new Option("--repository <url>", "the name of the repository in signed manifests"),
      key,
      new Option("--owner <label>", "whose key it is, as the trust root says").default(
        "maintainer",
      ),
      new Option("--no-passphrase", "do not encrypt a new key"),
      new Option("--dry-run", "show each file and write none"),
      new Option("-y, --yes", "write without asking"),
    ],
    examples:
      "lineagectl init --dry-run\nlineagectl init --repository https://git.example.com/acme/shop --yes",
    load: () => import("./commands/init.ts"),
  },
];

const described = `Every data pipeline and ML model in a Git repository: declared, checked, priced,
and provable.

Most used:
  lineagectl check                       what is wrong, what changes, its cost
  lineagectl attest --key NAME           sign the change; commit the signature
  lineagectl verify --base origin/main   is everything here what was signed?`;

/** The command line as a tree of commands. Their code loads when one runs, so help stays quick. */
export function programFor(io: Io, done: (status: ExitStatus) => void): Command {
  const program = new Command("lineagectl").description(described);
  configure(program, io);
  program
    .option("-C, --directory <dir>", "the repository, or a directory in it")
    .option("--color", "colour the output even where it is no terminal")
    .option("--no-color", "never colour the output")
    .option("--no-cache", "read every file anew")
    .option("-V, --version", "the version of this program");
  for (const entry of entries) add(program, entry, { io, done });
  addHelp(program, io, groups.start);
  addCompletion(program, groups.start, { io, done });
  return program;
}

function add(
  program: Command,
  { name, summary, group, options, examples, load }: Entry,
  { io, done }: { readonly io: Io; readonly done: (status: ExitStatus) => void },
): void {
  const [first = "", ...rest] = name.split(" ");
  const nested = rest.length > 0 && !/^[<[]/u.test(rest[0] ?? "");
  const parent = nested ? parentFor(program, first, group, io) : program;
  const command = parent.command(nested ? rest.join(" ") : name).description(summary);
  configure(command, io);
  if (!nested) command.helpGroup(group);
  for (const option of options) command.addOption(option);
  command.addHelpText("after", `\nExamples:\n${examples.replaceAll(/^/gmu, "  ")}`);
  command.action(async () => {
    const given: Options = command.optsWithGlobals();
    const { run } = await load();
    done(await run({ io, options: given, args: command.args }));
  });
}

/** `cost` of `cost estimate`: made once, lists its commands. */
function parentFor(program: Command, name: string, group: string, io: Io): Command {
  const known = program.commands.find((command) => command.name() === name);
  if (known !== undefined) return known;
  const summaries: Readonly<Record<string, string>> = {
    cost: "estimate, diff: what a tree or a change costs per month",
    key: "new, show: signing keys",
    policy: "list, test: the rules in force, and whether they keep their cases",
  };
  const parent = program
    .command(name)
    .description(summaries[name] ?? name)
    .helpGroup(group);
  configure(parent, io);
  return parent;
}
