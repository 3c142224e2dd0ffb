import type { CostChange, CostDiff, CostLine, Total } from "../model/estimate.ts";
import { nameOf, type AssetId } from "../model/ids.ts";
import type { Cell, Row } from "./columns.ts";
import { amountText, changeText, leftOutText, moneyText } from "./money.ts";
import type { Paint } from "./paint.ts";

const right = (text: string): Cell => ({ text, align: "right" });

/** A table of line changes, asset by asset, with its heading and its total. */
export function changeRows(
  cost: CostDiff,
  changes: readonly CostChange[],
  paint: Paint,
): readonly Row[] {
  const change = (text: string): string => changeText(text, paint);
  const dim = (text: string): string => paint.as("dim", text);
  const heading = ["before", "after", "change"].map((text): Cell => ({
    ...right(text),
    tone: dim,
  }));
  const rows = byAsset(changes, paint, (line) => ({
    cells: [
      { text: lineName(line, paint) },
      right(amountText(line.before?.cost, moneyText)),
      right(amountText(line.after?.cost, moneyText)),
      right(amountText(line.change, change)),
    ],
    note: { text: whyText(line, paint), tone: dim },
  }));
  const total = [
    { text: "total" },
    right(moneyText(cost.before.expected)),
    right(moneyText(cost.after.expected)),
    right(change(cost.change.expected)),
  ];
  return [{ cells: [{ text: "" }, ...heading] }, ...rows, { cells: total, ...noteOn(cost.after) }];
}

/** The rows of a table of costs, each asset's name above its lines. */
export function byAsset<T extends { readonly asset: AssetId }>(
  lines: readonly T[],
  paint: Paint,
  rowOf: (line: T) => Row,
): readonly Row[] {
  return lines.flatMap((line, index) => {
    const isFirst = lines[index - 1]?.asset !== line.asset;
    return isFirst ? [{ heading: paint.show(nameOf(line.asset)) }, rowOf(line)] : [rowOf(line)];
  });
}

/** `  container train cpu`, below the name of its asset; a line called like its meter is said once. */
export function lineName({ line, meter }: Pick<CostLine, "line" | "meter">, paint: Paint): string {
  const what = line === meter ? line : `${line} ${meter.replaceAll("_", " ")}`;
  return `  ${paint.show(what)}`;
}

export function formulaText({ formula, price }: CostLine, paint: Paint): string {
  if (price === undefined) return paint.show(formula);
  const { exchange } = price;
  const money = exchange === undefined ? price.price : `${price.price} ${exchange.currency}`;
  const rate = exchange === undefined ? "" : ` (${exchange.rate})`;
  return paint.show(`${formula} at ${money} per ${price.unit}${rate}`);
}

function whyText({ after, before, how }: CostChange, paint: Paint): string {
  if (how === "moved" || how === "removed") return how;
  const line = after ?? before;
  return line === undefined ? "" : formulaText(line, paint);
}

function noteOn(total: Pick<Total, "unknown">): { readonly note?: Cell } {
  const text = leftOutText(total);
  return text === undefined ? {} : { note: { text } };
}
