// Attacks on the files of the ledger, by whoever can write to the repository but holds no key.
import { expect, test } from "vitest";
import type { Statement } from "../../src/attest/statement.ts";
import { sha256 } from "../../src/base/digest.ts";
import { dataset, makeTrust } from "../support/host.ts";
import {
  attestChange,
  bytesAt,
  entriesOf,
  errorsIn,
  forged,
  givenAttested,
  statementAt,
  verified,
  type Attested,
} from "../support/ledger-attacks.ts";
import type { FileContent } from "../support/repository.ts";

function nameOf(bytes: Uint8Array): string {
  const digest = sha256(bytes);
  return `.lineage/entries/${digest.slice(0, 2)}/${digest}.sigstore.json`;
}

/** The entry that attests all, and that of a change to a.yaml after it. */
async function withTwoEntries(): Promise<
  Attested & { readonly first: string; readonly second: string }
> {
  const at = await givenAttested();
  const [first = ""] = await entriesOf(at.repository);
  await at.repository.write({ "a.yaml": dataset("a", "2") });
  await attestChange(at.repository, at.trust.signer);
  await at.repository.commit({}, "second");
  const second = (await entriesOf(at.repository)).find((path) => path !== first) ?? "";
  expect(errorsIn(await verified(at))).toEqual([]);
  return { ...at, first, second };
}

test("two entries whose contents change places are both refused", async () => {
  const at = await withTwoEntries();
  const [one, two] = [
    await bytesAt(at.repository, at.first),
    await bytesAt(at.repository, at.second),
  ];
  await at.repository.write({ [at.first]: two, [at.second]: one });
  const report = await verified(at);
  expect(errorsIn(report)).toEqual(
    expect.arrayContaining([`ATT-002 ${at.first}`, `ATT-002 ${at.second}`]),
  );
  expect(report.verdict).toBe("fail");
});

test("an older content with its old entry is stale: it was replaced", async () => {
  const at = await withTwoEntries();
  await at.repository.write({ "a.yaml": dataset("a") });
  expect(errorsIn(await verified(at))).toEqual(["ATT-019 a.yaml"]);
});

test("the newer entry gone with its content is seen against the base, and only there", async () => {
  const at = await withTwoEntries();
  await at.repository.git("switch", "-q", "-c", "attack");
  await at.repository.commit({ "a.yaml": dataset("a"), [at.second]: undefined });
  expect(errorsIn(await verified(at, { base: "main" }))).toEqual([`ATT-025 ${at.second}`]);
  // Mode set promises no more than this; the report says so.
  expect(errorsIn(await verified(at))).toEqual([]);
});

test("a branch that is behind the base has deleted nothing", async () => {
  const at = await givenAttested();
  await at.repository.git("switch", "-q", "-c", "work");
  await at.repository.git("switch", "-q", "main");
  await at.repository.write({ "b.yaml": dataset("b", "2") });
  await attestChange(at.repository, at.trust.signer);
  await at.repository.commit({}, "main moves on");
  await at.repository.git("switch", "-q", "work");
  expect(errorsIn(await verified(at, { base: "main" }))).toEqual([]);
});

test("an entry of another repository proves nothing here, whoever signed it", async () => {
  const trust = await makeTrust();
  const config = "repo: {urls: [https://git.example.com/acme/other]}\n";
  const other = await givenAttested(
    { "lineagectl.yaml": config, "a.yaml": dataset("a", "other") },
    trust,
  );
  const [foreign = ""] = await entriesOf(other.repository);
  const at = await givenAttested({}, trust);
  await at.repository.write({
    [foreign]: await bytesAt(other.repository, foreign),
    "a.yaml": dataset("a", "other"),
  });
  expect(errorsIn(await verified(at))).toEqual([`ATT-015 ${foreign}`, "ATT-019 a.yaml"]);
});

test("an entry by a key that the trust root does not know is refused", async () => {
  const at = await givenAttested();
  const { signer } = await makeTrust();
  const [path = ""] = await entriesOf(at.repository);
  const entry = await forged(await statementAt(at.repository, path), signer);
  await at.repository.write(entry);
  expect(errorsIn(await verified(at))).toEqual([`ATT-009 ${Object.keys(entry)[0]}`]);
});

type Change = (statement: Statement) => unknown;
const other = "0".repeat(64);

/** What a signer could try to say, and the rule that refuses it; nobody else can say anything. */
const lies: readonly (readonly [what: string, change: Change, rule: string])[] = [
  [
    "replaces what is not there",
    (made) => withPredicate(made, { replaces: [{ path: "a.yaml", payloads: [other] }] }),
    "ATT-016",
  ],
  ["a path above the repository", (made) => withSubjects(made, [{ name: "../a.yaml" }]), "ATT-014"],
  ["an absolute path", (made) => withSubjects(made, [{ name: "/etc/passwd" }]), "ATT-014"],
  [
    "a file of the ledger",
    (made) => withSubjects(made, [{ name: ".lineage/trust/1.root.json" }]),
    "ATT-014",
  ],
  ["nothing", (made) => withSubjects(made, []), "ATT-014"],
  ["a file twice", (made) => withSubjects(made, [{}, {}]), "ATT-014"],
  [
    "no SHA-256, only what Git gives",
    (made) => withSubjects(made, [{ digest: { gitBlob: "0".repeat(40) } }]),
    "ATT-014",
  ],
  [
    "a file both as changed and as gone",
    (made) => withPredicate(made, { removed: [{ path: "a.yaml", sha256: other }] }),
    "ATT-014",
  ],
  [
    "another type",
    (made) => ({ ...made, predicateType: "https://slsa.dev/provenance/v1" }),
    "ATT-013",
  ],
  ["more than its type", (made) => withPredicate(made, { approvedBy: "ceo" }), "ATT-014"],
];

function withSubjects(statement: Statement, changes: readonly object[]): unknown {
  return {
    ...statement,
    subject: changes.map((change) => ({ ...statement.subject[0], ...change })),
  };
}

function withPredicate(statement: Statement, more: Readonly<Record<string, unknown>>): unknown {
  return { ...statement, predicate: { ...statement.predicate, ...more } };
}

test("a statement of a trusted signer that says what none may say is refused", async () => {
  const at = await givenAttested();
  const [path = ""] = await entriesOf(at.repository);
  const honest = await statementAt(at.repository, path);
  const entries = await Promise.all(
    lies.map(([, change]) => forged(change(honest), at.trust.signer)),
  );
  await at.repository.write(Object.assign({}, ...entries));
  const expected = lies.map(
    ([, , rule], index) => `${rule} ${Object.keys(entries[index] ?? {})[0]}`,
  );
  expect(errorsIn(await verified(at)).toSorted()).toEqual(expected.toSorted());
});

test("a statement that gives files the digests of others attests none of them", async () => {
  const at = await givenAttested();
  const [path = ""] = await entriesOf(at.repository);
  const honest = await statementAt(at.repository, path);
  const { subject } = honest;
  const shifted = subject.map((one, index) => ({
    ...one,
    digest: subject[(index + 1) % subject.length]?.digest,
  }));
  await at.repository.write({
    [path]: undefined,
    ...(await forged({ ...honest, subject: shifted }, at.trust.signer)),
  });
  expect(errorsIn(await verified(at))).toEqual(subject.map(({ name }) => `ATT-019 ${name}`));
});

test("an entry that is spelled in another way is refused, under whatever name", async () => {
  const at = await givenAttested();
  const [path = ""] = await entriesOf(at.repository);
  const text = (await bytesAt(at.repository, path)).toString("utf8");
  const value = JSON.parse(text);
  const spellings: readonly (readonly [string, string])[] = [
    [`${JSON.stringify(value, null, 2)}\n`, "ATT-005"],
    [text.trimEnd(), "ATT-005"],
    [`${text}\n`, "ATT-005"],
    [`\ufeff${text}`, "ATT-003"],
    [JSON.stringify(Object.fromEntries(Object.entries(value).toReversed())) + "\n", "ATT-005"],
    [text.replace('{"dsseEnvelope"', '{"dsseEnvelope":{},"dsseEnvelope"'), "ATT-003"],
    [text.replace('{"dsseEnvelope"', '{"__proto__":{},"dsseEnvelope"'), "ATT-003"],
    [text.replace('"payload":"', '"payload":"*'), "ATT-005"],
    [text.replace('"keyid":"', '"keyid":"x'), "ATT-006"],
    [text.replace('"signatures":[', '"signatures":[{"keyid":"x","sig":""},'), "ATT-004"],
    [
      text.replace("application/vnd.in-toto+json", "application/vnd.lineagectl.root+json"),
      "ATT-006",
    ],
    [text.replace("bundle.v0.3", "bundle.v0.4"), "ATT-004"],
  ];
  const names = spellings.map(([spelled]) => nameOf(Buffer.from(spelled)));
  await at.repository.write(
    Object.fromEntries(spellings.map(([spelled], index) => [names[index], spelled])),
  );
  const expected = spellings.map(([, rule], index) => `${rule} ${names[index]}`);
  expect(new Set([path, ...names]).size).toBe(spellings.length + 1);
  expect(errorsIn(await verified(at)).toSorted()).toEqual(expected.toSorted());
});

function entryNamed(digits: string): string {
  return `.lineage/entries/${digits}/${digits.repeat(32)}.sigstore.json`;
}

/** Path, content, rule. */
const strays: readonly (readonly [string, FileContent, string])[] = [
  [".lineage/entries/notes.txt", "", "ATT-001"],
  [entryNamed("AB"), "{}\n", "ATT-001"],
  [entryNamed("ab").replace("entries/ab", "entries/00"), "{}\n", "ATT-001"],
  [entryNamed("11"), { symlink: "../../../a.yaml" }, "ATT-001"],
  [entryNamed("22"), { executable: "{}\n" }, "ATT-001"],
  [entryNamed("33"), Buffer.alloc(13 * 1024 * 1024, " "), "ATT-001"],
  [entryNamed("44"), "{}\n", "ATT-002"],
  [".lineage/x", "", "ATT-024"],
  [".lineage/Entries/x", "", "ATT-024"],
  [".lineage/trust/01.root.json", "{}", "ATT-024"],
  [".lineage/pending/x.json", "{}", "ATT-024"],
];

test("whatever else lies in the ledger is an error, as large or crooked as it may be", async () => {
  const at = await givenAttested();
  await at.repository.write(Object.fromEntries(strays.map(([path, content]) => [path, content])));
  const expected = strays.map(([path, , rule]) => `${rule} ${path}`);
  expect(errorsIn(await verified(at)).toSorted()).toEqual(expected.toSorted());
});

test.each([".lineage", ".lineage/entries"])(
  "a file or a link in the place of %s verifies nothing",
  async (path) => {
    const at = await givenAttested();
    for (const content of ["", { symlink: "elsewhere" }]) {
      // oxlint-disable-next-line no-await-in-loop -- two cases of one claim
      await at.repository.write({ [path]: content });
      // oxlint-disable-next-line no-await-in-loop
      expect((await verified(at)).verdict).toBe("fail");
    }
  },
);
