import { basename } from "node:path";
import { attestedCounts } from "../../app/attested.ts";
import { explainFiles, knownPaths } from "../../app/explain-files.ts";
import { ruleBook } from "../../app/explain.ts";
import { isWithin, outcomeOf, withinPaths, withoutKnown } from "../../app/outcome.ts";
import { review, sidesOf, type Reviewed } from "../../app/review.ts";
import { placesIn } from "../../app/review-places.ts";
import { textsFor } from "../../app/texts.ts";
import type { Reporter, ReviewDocument, ReviewReporter } from "../../report/document.ts";
import { filesJsonReporter, filesTextReporter } from "../../report/files.ts";
import type { FindingsDocument } from "../../report/findings.ts";
import { sourcesOf, type Sources } from "../../report/sources.ts";
import { deliver, destinationsOf } from "../deliver.ts";
import { exit, statusOf, type ExitStatus } from "../exit.ts";
import {
  askedOf,
  failOnOf,
  flag,
  reporterOf,
  type Asked,
  type Formats,
  type Invocation,
} from "../options.ts";
import { openSession, pathsNamed, sideOptions, type Session } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";
import { runOnChange } from "../watch.ts";

const formats: Formats<ReviewReporter> = {
  text: async () => (await import("../../report/check-text.ts")).checkTextReporter,
  json: async () => (await import("../../report/check-json.ts")).checkJsonReporter,
  markdown: async () => (await import("../../report/check-markdown.ts")).checkMarkdownReporter,
  html: async () => (await import("../../report/check-html.ts")).checkHtmlReporter,
  sarif: async () => ofFindings((await import("../../report/sarif.ts")).sarifReporter),
  github: async () => ofFindings((await import("../../report/github.ts")).githubReporter),
  gitlab: async () => ofFindings((await import("../../report/gitlab.ts")).gitlabReporter),
  junit: async () => ofFindings((await import("../../report/junit.ts")).junitReporter),
};

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options } = invocation;
  if (flag(options, "explainFiles")) return explained(invocation);
  if (!flag(options, "watch")) return checked(invocation);
  return runOnChange(
    invocation,
    () => judgedState(invocation),
    () => checked(invocation),
  );
}

/** Names what a check would judge now, and against what. */
async function judgedState(invocation: Invocation): Promise<string> {
  const session = await openSession(invocation);
  const { head, base } = await sidesOf(session.host, sideOptions(session));
  return `${base.tree} ${head.tree}`;
}

async function checked(invocation: Invocation): Promise<ExitStatus> {
  const { options, args } = invocation;
  const asked = await askedOf(options, formats);
  const failOn = failOnOf(options);
  const session = await openSession(invocation);
  const named = await pathsNamed(session, args);
  const reviewed = await review(session.host, sideOptions(session));
  await requireSoundConfig(session, reviewed.head);
  const { covered } = reviewed.head.snapshot;
  const destinations = await destinationsOf(session, asked, covered);
  const paths = knownPaths(named, [reviewed.head, reviewed.base]);
  const found = paths.length === 0 ? reviewed.review : withinPaths(reviewed.review, paths);
  const shown = flag(options, "newOnly") ? withoutKnown(found) : found;
  const status = statusOf(outcomeOf(shown), failOn);
  const facts = { ...(await factsFor(asked, { ...reviewed, review: shown }, session)), failOn };
  await deliver(session, { review: shown, exitCode: status, ...facts }, { ...asked, destinations });
  return status;
}

/** What the formats need beside the review: lines of files, and what rules mean, where one of them tells it. */
async function factsFor(
  { shown, files }: Asked<ReviewReporter>,
  { review: made, head, base }: Reviewed,
  { host }: Session,
): Promise<Omit<ReviewDocument, "review" | "exitCode" | "failOn">> {
  const reporters = [shown, ...files.map(({ reporter }) => reporter)];
  const places = reporters.flatMap(({ placesShown }) => placesShown?.(made) ?? placesIn(made));
  const sources: Sources = sourcesOf(await textsFor(places, [head, base]));
  const explains = reporters.some((reporter) => reporter.explains);
  const { name, version } = host.tool;
  return {
    sources,
    title: titleOf(made.repository, host.repository.root),
    tool: { name, version },
    rules: explains ? await ruleBook(head.snapshot.declarations, version) : new Map(),
    attested: await attestedCounts(head),
  };
}

async function ofFindings(reporter: Reporter<FindingsDocument>): Promise<ReviewReporter> {
  const { findingsOfReview, showing } = await import("../../report/findings.ts");
  return showing(reporter, findingsOfReview);
}

/** What every file gave, in place of a verdict. */
async function explained(invocation: Invocation): Promise<ExitStatus> {
  const reporter = reporterOf(invocation.options, [filesTextReporter, filesJsonReporter]);
  const session = await openSession(invocation);
  const asked = await pathsNamed(session, invocation.args);
  const { state, files } = await explainFiles(session.host, sideOptions(session));
  await requireSoundConfig(session, state);
  const paths = knownPaths(asked, [state]);
  const shown = files.filter(({ path }) => paths.length === 0 || isWithin(path, paths));
  session.io.out(reporter.render(shown, session.paint));
  return exit.ok;
}

/** The last part of the declared address; the folder's name where none is declared. */
function titleOf(repository: string, root: string): string {
  const name =
    repository
      .replace(/\/+$/u, "")
      .replace(/\.git$/u, "")
      .split(/[/:]/u)
      .at(-1) ?? "";
  return name === "" ? basename(root) : name;
}
