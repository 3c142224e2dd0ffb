import { byCodeUnit } from "../base/compare.ts";
import type { Sha256 } from "../base/digest.ts";
import type { RepoPath } from "../base/path.ts";
import { counted, visible } from "../base/text.ts";
import { diagnose, type Diagnostic, type RelatedPlace } from "../diagnostic/diagnostic.ts";
import { attestRules, type AttestCode } from "./codes.ts";
import { pathState, type Head, type Heads } from "./heads.ts";
import { shortDigest, type PathReport, type VerifyInput } from "./verify-report.ts";

/** The tree at hand as paths are judged against it. */
type AtHand = Pick<VerifyInput, "covered" | "named" | "tree" | "require">;

/** A payload with the entry that carries it and who signed it, for messages. */
export interface Carrier {
  readonly path: RepoPath;
  readonly signer: string;
}

export interface JudgedPaths {
  readonly paths: readonly PathReport[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The state of every covered file and of every path that a valid statement names (DESIGN 9.6). */
export function judgePaths(
  heads: Heads,
  atHand: AtHand,
  carriers: ReadonlyMap<Sha256, Carrier>,
): JudgedPaths {
  const covered = new Map(atHand.covered.map((file) => [file.path, file]));
  const digests = new Map(
    [...(atHand.named ?? []), ...atHand.covered].map(({ path, sha256 }) => [path, sha256]),
  );
  const all = [...new Set([...covered.keys(), ...heads.keys()])].toSorted(byCodeUnit);
  const paths = all.map((path): PathReport => {
    const state = pathState(heads, path, digests.get(path));
    // In the tree, but of unknown content: nothing says that it is what was signed.
    const isUnread = state === "missing" && atHand.tree.has(path);
    return { path, state: isUnread ? "stale" : state, covered: covered.has(path) };
  });
  const diagnostics = paths.flatMap((report) => {
    const kinds =
      covered.get(report.path)?.kinds.filter((kind) => atHand.require.includes(kind)) ?? [];
    return pathDiagnostics(report, kinds, {
      heads: heads.get(report.path) ?? [],
      found: digests.get(report.path),
      carriers,
    });
  });
  return { paths, diagnostics };
}

interface Evidence {
  readonly heads: readonly Head[];
  readonly found: Sha256 | undefined;
  readonly carriers: ReadonlyMap<Sha256, Carrier>;
}

function pathDiagnostics(
  { path, state }: PathReport,
  requiredKinds: readonly string[],
  evidence: Evidence,
): readonly Diagnostic[] {
  const name = visible(path);
  switch (state) {
    case "attested":
    case "removed":
      return [];
    case "stale":
      return [subjectProblem("subject.stale", path, `${name} is not what was signed`, evidence)];
    case "missing":
      return [
        subjectProblem(
          "subject.missing",
          path,
          `${name} is gone, and no statement removes it`,
          evidence,
        ),
      ];
    case "uncovered": {
      if (requiredKinds.length === 0) return [];
      const message = `${name} declares ${requiredKinds.join(", ")}, and no statement names it`;
      return [subjectProblem("subject.uncovered", path, message, evidence)];
    }
  }
}

/** Statements that are shown for one path; a merge of many branches can leave more heads. */
const shownMax = 3;

function subjectProblem(
  code: AttestCode,
  path: RepoPath,
  message: string,
  evidence: Evidence,
): Diagnostic {
  const place = { in: "file", path } as const;
  const { heads, found } = evidence;
  const more = heads.length - shownMax;
  const related: readonly RelatedPlace[] = [
    ...heads.slice(0, shownMax).flatMap((head) => signedAs(head, evidence.carriers)),
    ...(more > 0 ? [{ message: `and ${counted(more, "more statement")}`, place }] : []),
    ...(found === undefined ? [] : [{ message: `found sha256 ${shortDigest(found)}`, place }]),
  ];
  const rule = attestRules[code];
  return diagnose(rule, { message, place, help: rule.fix, related });
}

function signedAs(
  { payload, statement, says }: Head,
  carriers: ReadonlyMap<Sha256, Carrier>,
): readonly RelatedPlace[] {
  const carrier = carriers.get(payload);
  if (carrier === undefined) return [];
  const what = says === "gone" ? "signed as removed" : `signed sha256 ${shortDigest(says)}`;
  const message = `${what} by ${visible(carrier.signer)}, as of ${statement.predicate.asOf}`;
  return [{ message, place: { in: "file", path: carrier.path } }];
}
