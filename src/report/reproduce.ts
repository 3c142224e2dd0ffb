import type { Review, Side } from "../model/review.ts";
import { dim, lineBlock, name, plain, type Block, type Line, type Section } from "./page.ts";
import { pagePaint } from "./paint.ts";
import type { ReviewDocument } from "./document.ts";

/** What was compared with what, and the day that prices and waivers are of. */
export function sidesLine({ base, head, asOf }: Pick<Review, "base" | "head" | "asOf">): Line {
  return [
    name(base.label),
    plain(` ${pagePaint.signs.arrow} `),
    name(head.label),
    dim(`, prices and rules of ${asOf}`),
  ];
}

/**
 * The command that gives this review again on another machine, and what it depends on besides the
 * commits: the tool's version, the day, the rules.
 */
export function reproduceSection({ review, tool }: ReviewDocument, folded: boolean): Section {
  const { packs } = review.policy;
  return {
    heading: "Reproduce",
    folded,
    blocks: [
      { is: "command", text: commandText(review, tool) },
      lineBlock(plain("compared with "), name(review.base.label), plain(`: ${review.why}`)),
      lineBlock(plain("snapshot "), name(`sha256:${review.snapshot.digest}`)),
      ...(packs.length === 0 ? [] : [packsBlock(packs)]),
    ],
  };
}

function packsBlock(packs: Review["policy"]["packs"]): Block {
  const parts = packs.flatMap(({ name: pack, version, sha256 }, index) => [
    plain(index === 0 ? "policies " : ", "),
    name(`${pack}@${version}`),
    plain(" "),
    name(`sha256:${sha256.slice(0, 12)}`),
  ]);
  return lineBlock(...parts);
}

function commandText({ base, head, asOf }: Review, tool: ReviewDocument["tool"]): string {
  const options = [...sideOption("--base", base), ...sideOption("--head", head), `--as-of ${asOf}`];
  return `npx ${tool.name}@${tool.version} check ${options.join(" ")}`;
}

/** A tree without a commit (the working tree, no tree at all) has no name on another machine. */
function sideOption(option: string, { commit }: Side): readonly string[] {
  return commit === undefined ? [] : [`${option} ${commit}`];
}
