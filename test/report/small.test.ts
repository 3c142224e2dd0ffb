import { expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { diagnose, type RuleInfo } from "../../src/diagnostic/diagnostic.ts";
import { POL_013 } from "../../src/diagnostic/rules/pol.ts";
import {
  attestJsonReporter,
  attestTextReporter,
  type AttestDocument,
} from "../../src/report/attest.ts";
import { explainJsonReporter } from "../../src/report/explain-json.ts";
import { explainTextReporter } from "../../src/report/explain-text.ts";
import { initialisedTextReporter, initTextReporter } from "../../src/report/init.ts";
import { keyJsonReporter, keyTextReporter } from "../../src/report/key.ts";
import { policyListJsonReporter, policyListTextReporter } from "../../src/report/policy-list.ts";
import { policyTestJsonReporter, policyTestTextReporter } from "../../src/report/policy-test.ts";
import { sourcesOf } from "../../src/report/sources.ts";
import { placeAt } from "../support/claims.ts";
import { golden } from "../support/goldens.ts";
import { path } from "../support/review-places.ts";
import { plain } from "../support/reviews.ts";

const rule: RuleInfo = {
  id: "PRIV-019",
  title: "Personal data reaches features and models only masked",
  severity: "error",
  why: "A model can reproduce what it was trained on, and nobody can delete one person from it afterwards.",
  fix: "Drop the column, or mask it on the way: redaction and aggregation end the finding, hashing turns it into a warning.",
  passes: 'columns:\n  - {name: contact, from: [{column: "a/b#email", via: "masking:redacted"}]}\n',
  fails: 'columns:\n  - {name: email, from: [{column: "a/b#email", via: identity}]}\n',
};

test("a rule is a page: why, how to mend, what passes and what fails", async () => {
  await expect(explainTextReporter.render(rule, plain)).toMatchFileSnapshot(
    golden("explain-text/rule.txt"),
  );
  await expect(explainJsonReporter.render(rule, plain)).toMatchFileSnapshot(
    golden("explain-json/rule.json"),
  );
});

test("sections that a rule leaves empty are left out", () => {
  expect(explainTextReporter.render({ ...rule, passes: "", fails: "" }, plain)).not.toMatch(
    /Passes|Fails/u,
  );
});

const policies = {
  packs: [{ name: "builtin", version: "0.1.0", sha256: sha256("builtin") }],
  rules: [
    { ...rule, kinds: ["feature_view", "ml_model"] },
    { id: "SHOP-001", title: "A rule of the shop", severity: "warning", kinds: ["dataset"] },
  ],
} as const;

test("the rules in force, with the digest of their pack", async () => {
  await expect(policyListTextReporter.render(policies, plain)).toMatchFileSnapshot(
    golden("policy-list/rules.txt"),
  );
  await expect(policyListJsonReporter.render(policies, plain)).toMatchFileSnapshot(
    golden("policy-list/rules.json"),
  );
});

test("how policies came through their cases", async () => {
  const diagnostic = diagnose(POL_013, {
    message: "SHOP-001: no case notices < in place of <= at character 12 of assert",
    place: placeAt("policies/tier.yaml", "/spec/assert"),
  });
  const document = {
    tested: [
      { rule: "SHOP-001", cases: 2, mutants: 1, caught: 0, diagnostics: [diagnostic] },
      { rule: "SHOP-002", cases: 3, mutants: 4, caught: 4, diagnostics: [] },
    ],
    diagnostics: [diagnostic],
    sources: sourcesOf(new Map()),
    exitCode: 0,
  };
  await expect(policyTestTextReporter.render(document, plain)).toMatchFileSnapshot(
    golden("policy-test/tested.txt"),
  );
  await expect(policyTestJsonReporter.render(document, plain)).toMatchFileSnapshot(
    golden("policy-test/tested.json"),
  );
});

const key = {
  keyId: "q1xYb0mJ9cT2m0Q1bCwqv2gE2o5n7h3sT8dK4rLZp0U=",
  type: "ed25519",
  publicKey: "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=",
  path: "/keys/acme.pem",
  encrypted: true,
};

test("the public half of a key, and where the private one lies", async () => {
  await expect(keyTextReporter.render(key, plain)).toMatchFileSnapshot(golden("key/ed25519.txt"));
  await expect(keyJsonReporter.render(key, plain)).toMatchFileSnapshot(golden("key/ed25519.json"));
  expect(keyTextReporter.render({ ...key, encrypted: false }, plain)).toContain("not encrypted");
});

const digest = sha256("entry");
const entry: AttestDocument = {
  did: "wrote",
  path: `.lineage/entries/${digest.slice(0, 2)}/${digest}.sigstore.json`,
  payload: sha256("payload"),
  assets: 2,
  subjects: 4,
  removed: 1,
  signer: "ci@acme",
  keyType: "ed25519",
};

test("an entry comes with the command that adds it to the commit", async () => {
  const long = { ...entry, path: ".lineage/entries/8c/8c41e0.sigstore.json" };
  await expect(attestTextReporter.render(long, plain)).toMatchFileSnapshot(
    golden("attest/wrote.txt"),
  );
  await expect(attestJsonReporter.render(entry, plain)).toMatchFileSnapshot(
    golden("attest/wrote.json"),
  );
});

test("a dry run asks for nothing, and nothing to sign is said with its reason", async () => {
  expect(attestTextReporter.render({ ...entry, did: "would write" }, plain)).not.toContain(
    "git add",
  );
  await expect(attestTextReporter.render({ did: "nothing", files: 3 }, plain)).toMatchFileSnapshot(
    golden("attest/nothing.txt"),
  );
  await expect(attestJsonReporter.render({ did: "nothing", files: 0 }, plain)).toMatchFileSnapshot(
    golden("attest/nothing.json"),
  );
  expect(attestTextReporter.render({ did: "nothing", files: 0 }, plain)).toBe(
    "nothing to attest: no covered file differs\n",
  );
});

const plan = {
  changes: [
    {
      path: path("lineagectl.yaml"),
      before: undefined,
      after: "# settings\n\nrepo:\n  urls: []\n",
    },
    { path: path(".lineage/.gitattributes"), before: undefined, after: "* -text\n" },
  ],
  kept: ["finops/prices.yaml"],
  trust: true,
  found: ["dbt 3 files", "GitHub Actions"],
  proposals: [{ path: ".pre-commit-config.yaml", text: "  - repo: x\n    rev: v1\u202e\n" }],
};

test("what init would write is shown in full to whoever decides", async () => {
  await expect(initTextReporter.render({ ...plan, preview: true }, plain)).toMatchFileSnapshot(
    golden("init/preview.txt"),
  );
  await expect(initTextReporter.render({ ...plan, preview: false }, plain)).toMatchFileSnapshot(
    golden("init/plan.txt"),
  );
  expect(
    initTextReporter.render(
      { ...plan, changes: [], trust: false, proposals: [], preview: true },
      plain,
    ),
  ).toBe("nothing to do\nalready there: finops/prices.yaml\n");
});

test("what init did, with the next step", async () => {
  const done = { written: ["lineagectl.yaml"], key: { id: key.keyId, folder: "/keys" } };
  await expect(initialisedTextReporter.render(done, plain)).toMatchFileSnapshot(
    golden("init/written.txt"),
  );
});
