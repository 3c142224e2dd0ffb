import type { Place } from "../diagnostic/place.ts";
import type { CostChange, CostLine } from "../model/estimate.ts";
import type { AssetChange, Review } from "../model/review.ts";
import { placesOf } from "./texts.ts";

/** Every place that a report of the review may show. */
export function placesIn({ findings, changes, cost }: Review): readonly Place[] {
  return [
    ...findings.flatMap(({ diagnostic }) => placesOf(diagnostic)),
    ...findings.flatMap(({ waiver }) => waiver?.place ?? []),
    ...changes.flatMap(changePlaces),
    ...cost.changes.flatMap(costPlaces),
  ];
}

function changePlaces({ place, fields }: AssetChange): readonly Place[] {
  return [place, ...fields.map((field) => field.place)].filter((one) => one !== undefined);
}

function costPlaces({ before, after }: CostChange): readonly Place[] {
  return [before, after].flatMap((line) => (line === undefined ? [] : costLinePlaces(line)));
}

/** The places of a line: its usage, its price, its discount, its exchange rate. */
export function costLinePlaces({ place, price }: CostLine): readonly Place[] {
  return [place, price?.place, price?.discount?.place, price?.exchange?.place].filter(
    (one) => one !== undefined,
  );
}
