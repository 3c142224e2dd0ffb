import { priceTree } from "../../app/cost.ts";
import {
  drawableOf,
  graphView,
  refuseLarge,
  type Drawn,
  type GraphOptions,
} from "../../app/graph.ts";
import { textsFor } from "../../app/texts.ts";
import { Failure } from "../../base/failure.ts";
import type { Reporter } from "../../report/document.ts";
import { ofView, type GraphDocument } from "../../report/graph-document.ts";
import { sourcesOf } from "../../report/sources.ts";
import { exit, type ExitStatus } from "../exit.ts";
import { flag, given, reporterOf, type Invocation, type Options } from "../options.ts";
import { openSession, sideOptions, type Session } from "../session.ts";
import { requireSoundConfig } from "../sound.ts";

/** A format by its name; its code loads when it is asked for. */
interface Format {
  readonly name: string;
  readonly load: () => Promise<Reporter<GraphDocument>>;
  /** Has a place for every asset, so that there is a limit to them. */
  readonly placed?: true;
  /** Can show columns. */
  readonly columns?: true;
  /** Shows lines of files, and what assets cost. */
  readonly told?: true;
}

const formats: readonly Format[] = [
  {
    name: "text",
    load: async () => ofView((await import("../../report/graph-text.ts")).graphTextReporter),
  },
  {
    name: "json",
    load: async () => ofView((await import("../../report/graph-json.ts")).graphJsonReporter),
    columns: true,
  },
  {
    name: "mermaid",
    load: async () => ofView((await import("../../report/graph-mermaid.ts")).graphMermaidReporter),
  },
  {
    name: "dot",
    load: async () => ofView((await import("../../report/graph-dot.ts")).graphDotReporter),
    columns: true,
  },
  {
    name: "svg",
    load: async () => ofView((await import("../../report/graph-svg.ts")).graphSvgReporter),
    placed: true,
    columns: true,
  },
  {
    name: "html",
    load: async () => (await import("../../report/graph-html.ts")).graphHtmlReporter,
    placed: true,
    told: true,
    columns: true,
  },
  {
    name: "openlineage",
    load: async () => (await import("../../report/graph-openlineage.ts")).graphOpenLineageReporter,
    columns: true,
  },
];

export async function run(invocation: Invocation): Promise<ExitStatus> {
  const { options, args } = invocation;
  const format = reporterOf(options, formats);
  if (flag(options, "columns") && format.columns !== true) {
    const able = formats.filter(({ columns }) => columns === true).map(({ name }) => name);
    throw new Failure(
      "USAGE",
      `${format.name} does not show columns`,
      `--format ${able.join(", ")} do`,
    );
  }
  const session = await openSession(invocation);
  const { host, io, paint } = session;
  const asked = graphOptions(options, args[0]);
  const sides = { ...sideOptions(session), change: asked.change };
  const [drawn, reporter] = await Promise.all([drawableOf(host, sides), format.load()]);
  await requireSoundConfig(session, drawn.head);
  const view = graphView(drawn.drawable, asked);
  if (format.placed === true) refuseLarge(view);
  const told =
    format.told === true ? await toldOf(drawn, view, session) : { sources: sourcesOf(new Map()) };
  io.out(reporter.render({ view, asOf: session.asOf, tool: host.tool, ...told }, paint));
  return exit.ok;
}

async function toldOf(
  { head, trees }: Drawn,
  { nodes }: GraphDocument["view"],
  { asOf }: Session,
): Promise<Pick<GraphDocument, "sources" | "estimate">> {
  const places = nodes.flatMap(({ place }) => place ?? []);
  const sources = sourcesOf(await textsFor(places, trees));
  return { sources, estimate: priceTree(head, asOf).estimate };
}

function graphOptions(options: Options, asset: string | undefined): GraphOptions {
  return {
    asset,
    depth: given(options, "depth"),
    up: flag(options, "up"),
    down: flag(options, "down"),
    kind: given(options, "kind"),
    tag: given(options, "tag"),
    columns: flag(options, "columns"),
    change: flag(options, "change"),
  };
}
