import type { RuleInfo } from "../diagnostic.ts";

export const ATT_001: RuleInfo = {
  id: "ATT-001",
  title: "An entry is a regular file with the name of its content",
  severity: "error",
  why: "An entry reached through a link, or under another name, could differ from one clone to the next.",
  fix: "Restore the file from the commit that added it, or delete it and attest again.",
  passes: ".lineage/entries/8c/8c41….sigstore.json (mode 100644)",
  fails: ".lineage/entries/8C/latest.sigstore.json",
};

export const ATT_002: RuleInfo = {
  id: "ATT-002",
  title: "An entry's name is the SHA-256 of its bytes",
  severity: "error",
  why: "The name makes every entry immutable: whoever changes a byte changes the name.",
  fix: "Restore the file from Git. If line endings were converted, keep .lineage/.gitattributes with `* -text`.",
  passes: "sha256sum 8c/8c41….sigstore.json prints 8c41…",
  fails: "sha256sum 8c/8c41….sigstore.json prints 77d0…",
};

export const ATT_003: RuleInfo = {
  id: "ATT-003",
  title: "An entry is strict JSON",
  severity: "error",
  why: "Two readers that understand the same bytes differently could be shown two different statements.",
  fix: "Restore the file from Git; entries are never edited.",
  passes: '{"dsseEnvelope":{…},"mediaType":"…"}',
  fails: '{"mediaType":"a","mediaType":"b"}',
};

export const ATT_004: RuleInfo = {
  id: "ATT-004",
  title: "An entry is a Sigstore bundle v0.3 with one signature of one key",
  severity: "error",
  why: "Anything more or other in a bundle would be carried along unverified.",
  fix: "Write entries with `lineagectl attest`.",
  passes: '"signatures":[{"keyid":"…","sig":"…"}]',
  fails: '"signatures":[]',
};

export const ATT_005: RuleInfo = {
  id: "ATT-005",
  title: "An entry has one spelling",
  severity: "error",
  why: "Without one spelling the same signature could be stored under any number of names.",
  fix: "Restore the file from Git, and keep formatters away from .lineage/.",
  passes: '{"dsseEnvelope":{…}}\n',
  fails: '{ "dsseEnvelope": {…} }',
};

export const ATT_006: RuleInfo = {
  id: "ATT-006",
  title: "An entry carries an in-toto statement and names its key once",
  severity: "error",
  why: "A signature made for another purpose must not count as an attestation.",
  fix: "Write entries with `lineagectl attest`.",
  passes: '"payloadType":"application/vnd.in-toto+json"',
  fails: '"payloadType":"application/vnd.lineagectl.root+json"',
};

export const ATT_007: RuleInfo = {
  id: "ATT-007",
  title: "The trust roots form one signed chain from the anchor",
  severity: "error",
  why: "The trust root says whose signatures count. Whoever could exchange it could sign anything.",
  fix: "Restore .lineage/trust from the base branch; change it with `lineagectl trust` only.",
  passes: ".lineage/trust/2.root.json signed by the thresholds of roots 1 and 2",
  fails: ".lineage/trust/2.root.json signed by root 2 alone",
};

export const ATT_008: RuleInfo = {
  id: "ATT-008",
  title: "There is a trust root",
  severity: "error",
  why: "Without a trust root every signature is one of a stranger.",
  fix: "Make the first one with `lineagectl init`.",
  passes: ".lineage/trust/1.root.json",
  fails: "a .lineage/ without trust/",
};

export const ATT_009: RuleInfo = {
  id: "ATT-009",
  title: "The signer holds the role of its entry",
  severity: "error",
  why: "A valid signature only says that somebody signed. The trust root says who may.",
  fix: "Sign with a key of the role, or add the key with `lineagectl trust add`.",
  passes: '"roles":{"entry":{"keys":["25AS…"]}}, signed by 25AS…',
  fails: '"roles":{"entry":{"keys":["25AS…"]}}, signed by Zq0x…',
};

export const ATT_010: RuleInfo = {
  id: "ATT-010",
  title: "The signer's role covers every path of the statement",
  severity: "error",
  why: "A team's key must not vouch for another team's files.",
  fix: "Let a signer attest whose role has these paths, or widen the role.",
  passes: '"paths":["growth/**"], subject growth/model.yaml',
  fails: '"paths":["growth/**"], subject finance/ledger.yaml',
};

export const ATT_011: RuleInfo = {
  id: "ATT-011",
  title: "The signature fits the statement and the key",
  severity: "error",
  why: "A statement was changed after it was signed, or never signed by this key.",
  fix: "Restore the file from Git, or attest again.",
  passes: "a signature over the stored bytes",
  fails: "a signature over other bytes",
};

export const ATT_012: RuleInfo = {
  id: "ATT-012",
  title: "A statement has one spelling",
  severity: "error",
  why: "Canonical bytes let anyone rebuild a statement and compare it byte for byte.",
  fix: "Write statements with `lineagectl attest`.",
  passes: '{"_type":"…","predicate":{"asOf":"2026-11-24"}}\n',
  fails: '{"predicate":{"assets":27.0}}',
};

export const ATT_013: RuleInfo = {
  id: "ATT-013",
  title: "A statement is of a known type",
  severity: "error",
  why: "A statement of unknown type is passed over by no check and could be believed by a reader.",
  fix: "Use a version of lineagectl that knows the type.",
  passes: '"predicateType":"https://lineagectl.dev/lineage/v1"',
  fails: '"predicateType":"https://example.com/other/v1"',
};

export const ATT_014: RuleInfo = {
  id: "ATT-014",
  title: "A statement holds what its type says and nothing else",
  severity: "error",
  why: "An unknown or missing field would be signed and never checked.",
  fix: "Attest with this version of lineagectl; the form is in schemas/statement.schema.json.",
  passes: '"subject":[{"name":"a.yaml","digest":{"gitBlob":"…","sha256":"…"}}]',
  fails: '"subject":[{"name":"/etc/passwd","digest":{}}]',
};

export const ATT_015: RuleInfo = {
  id: "ATT-015",
  title: "A statement is about this repository",
  severity: "error",
  why: "Equal files lie in many repositories; a statement from elsewhere says nothing about this one.",
  fix: "Attest in this repository, or correct repo.urls in the configuration.",
  passes: '"repository":"git+https://github.com/acme/shop" in acme/shop',
  fails: '"repository":"git+https://github.com/other/shop" in acme/shop',
};

export const ATT_016: RuleInfo = {
  id: "ATT-016",
  title: "A statement replaces only statements that are there",
  severity: "error",
  why: "Superseding a statement that nobody can see would hide its removal.",
  fix: "Restore the missing entry from Git history.",
  passes: '"payloads":["a744…"], and an entry with payload a744…',
  fails: '"payloads":["a744…"], and no such entry',
};

export const ATT_017: RuleInfo = {
  id: "ATT-017",
  title: "The signer's key is not revoked",
  severity: "error",
  why: "After a theft a key's signatures can no longer be told apart from the thief's.",
  fix: "Attest again with another key, or have the trust root endorse the entry.",
  passes: '"endorsed":["8c41…"] for an entry of a revoked key',
  fails: '"revoked":[{"key":"25AS…","reason":"compromised"}], entry signed by 25AS…',
};

export const ATT_018: RuleInfo = {
  id: "ATT-018",
  title: "Enough keys signed the statement",
  severity: "error",
  why: "Where the trust root asks for two signers, one alone must not be enough.",
  fix: "Let another holder of the role attest the same statement.",
  passes: '"threshold":2, two entries of one statement by two keys',
  fails: '"threshold":2, two entries by one key',
};

export const ATT_019: RuleInfo = {
  id: "ATT-019",
  title: "A file is what was signed",
  severity: "error",
  why: "The file was changed after its last attestation: what it declares now was neither checked nor signed.",
  fix: "If the change is meant: lineagectl attest",
  passes: "the file's sha256 is that of its newest statement",
  fails: "the file was edited after `lineagectl attest`",
};

export const ATT_020: RuleInfo = {
  id: "ATT-020",
  title: "A file that is gone was signed away",
  severity: "error",
  why: "A declaration that vanishes without a statement may have been removed to avoid a check.",
  fix: "If the removal is meant: lineagectl attest",
  passes: "the path is in `removed` of the newest statement",
  fails: "the file was deleted after `lineagectl attest`",
};

export const ATT_021: RuleInfo = {
  id: "ATT-021",
  title: "Files of required kinds are attested",
  severity: "error",
  why: "The configuration says that these kinds must not merge without a statement.",
  fix: "lineagectl attest --all",
  passes: "a model's file is a subject of an entry",
  fails: "attest: {require: [ml_model]}, and no entry names the model's file",
};

export const ATT_022: RuleInfo = {
  id: "ATT-022",
  title: "A statement can be rebuilt from its tree",
  severity: "error",
  why: "The signed manifest does not say what its own commit says: it was not computed from it.",
  fix: "Attest again from a clean checkout with the same version of the tool.",
  passes: "the rebuilt payload has the same bytes",
  fails: "the rebuilt payload has another cost",
};

export const ATT_023: RuleInfo = {
  id: "ATT-023",
  title: "A statement that could not be rebuilt",
  severity: "info",
  why: "Its tree is in no reachable commit, or another version of the tool made it. That is neither a pass nor a failure.",
  fix: "Fetch the full history (git fetch --unshallow), or use the version of the tool that the statement names.",
  passes: "the statement's tree belongs to a fetched commit",
  fails: "the statement's tree was squashed away",
};

export const ATT_024: RuleInfo = {
  id: "ATT-024",
  title: "Only known files lie in the ledger",
  severity: "error",
  why: "Whatever lies in .lineage is taken for evidence; a file of unknown kind there is checked by nothing.",
  fix: "Move the file out of .lineage, or correct its name.",
  passes: ".lineage/trust/1.root.json",
  fails: ".lineage/entries/README.md",
};

export const ATT_025: RuleInfo = {
  id: "ATT-025",
  title: "Ledger files are only ever added",
  severity: "error",
  why: "Removing an entry removes the proof of what was true at its time.",
  fix: "Restore the file: git checkout BASE -- PATH",
  passes: "a pull request that adds .lineage/entries/8c/…",
  fails: "a pull request that deletes .lineage/entries/8c/…",
};

export const ATT_026: RuleInfo = {
  id: "ATT-026",
  title: "The trust root asks for an order log that this version cannot check",
  severity: "error",
  why: "A check that is left out must not look like one that passed.",
  fix: "Use a version of lineagectl that verifies mode log.",
  passes: '"log":{"mode":"set"}',
  fails: '"log":{"mode":"log"}',
};

export const ATT_027: RuleInfo = {
  id: "ATT-027",
  title: "At least one entry was verified",
  severity: "error",
  why: "Nothing to check is not the same as nothing wrong.",
  fix: "lineagectl attest --all",
  passes: "one valid entry",
  fails: "no entry at all",
};

export const ATT_028: RuleInfo = {
  id: "ATT-028",
  title: "The trust root is known from elsewhere",
  severity: "warning",
  why: "A repository that brings its own trust root vouches for itself.",
  fix: "Name the root: --trust-root FILE, --trust-digest sha256:…, or a base branch.",
  passes: "lineagectl verify --base origin/main",
  fails: "lineagectl verify in a fresh clone, without an anchor",
};

export const attRules: readonly RuleInfo[] = [
  ATT_001,
  ATT_002,
  ATT_003,
  ATT_004,
  ATT_005,
  ATT_006,
  ATT_007,
  ATT_008,
  ATT_009,
  ATT_010,
  ATT_011,
  ATT_012,
  ATT_013,
  ATT_014,
  ATT_015,
  ATT_016,
  ATT_017,
  ATT_018,
  ATT_019,
  ATT_020,
  ATT_021,
  ATT_022,
  ATT_023,
  ATT_024,
  ATT_025,
  ATT_026,
  ATT_027,
  ATT_028,
];
