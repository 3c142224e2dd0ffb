import { counted } from "../base/text.ts";
import type { Erasure, ErasurePlace } from "../model/trace.ts";
import { tableText, type Row } from "./columns.ts";
import type { Reporter } from "./document.ts";
import { placeText } from "./finding-text.ts";
import type { Paint } from "./paint.ts";
import { kindText, reachText } from "./reach-text.ts";
import type { Sources } from "./sources.ts";
import { spotText } from "./trace-text.ts";
import { unresolvedLines } from "./unresolved-text.ts";
import { hanging } from "./wrap.ts";

export interface ErasureDocument {
  readonly erasure: Erasure;
  readonly sources: Sources;
}

/** Every place with its key and what stands in the way of erasing there. */
export const erasureTextReporter: Reporter<ErasureDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ erasure, sources }, paint) => {
    const { focus, places, sources: above, unresolved } = erasure;
    const title = `${counted(places.length, "place")} ${places.length === 1 ? "holds" : "hold"} data of one subject of ${spotText(focus, paint)}`;
    const notes = [
      ...(places.some(({ certain }) => !certain)
        ? [
            `${paint.signs.unknown} marks places where no column lineage says what arrives: assumed to hold it`,
          ]
        : []),
      ...(above.length > 0
        ? [`it is made from ${reachText(above, paint)}: start there to erase at the source`]
        : []),
      ...unresolvedLines(unresolved, sources, paint),
    ];
    return [
      `${paint.as("strong", title)}\n`,
      tableText(
        places.map((place) => rowOf(place, sources, paint)),
        { indent: "  ", width: paint.width },
      ),
      ...notes
        .flatMap((text) => hanging({ lead: "", indent: 0, text }, paint.width))
        .map((line) => `${line}\n`),
    ].join("");
  },
};

function rowOf(place: ErasurePlace, sources: Sources, paint: Paint): Row {
  const { asset, kind, certain } = place;
  const where = place.place === undefined ? [] : [placeText(place.place, sources)];
  return {
    cells: [
      { text: certain ? kindText(kind) : `${kindText(kind)} ${paint.signs.unknown}` },
      { text: spotText({ asset }, paint) },
      { text: keyText(place, paint) },
    ],
    note: {
      text: [...remarksOn(place).map(paint.show), ...where].join(", "),
      tone: (text) => paint.as("dim", text),
    },
  };
}

function keyText({ kind, keys }: ErasurePlace, paint: Paint): string {
  if (keys.length > 0) {
    const names = keys.map(
      ({ column, pseudonym }) => `${paint.show(column)}${pseudonym ? " (pseudonym)" : ""}`,
    );
    return `key ${names.join(", ")}`;
  }
  return kind === "ml_model" ? "learnt, no key" : "no key";
}

/** Table formats that keep old versions readable after a delete. */
const versioned: ReadonlySet<string> = new Set(["iceberg", "delta", "hudi"]);

function remarksOn({
  kind,
  keys,
  format,
  retentionDays,
  erasure,
  version,
}: ErasurePlace): readonly string[] {
  return [
    ...(kind === "ml_model"
      ? [
          `trained${version === undefined ? "" : `, version ${version}`}: retrain or decide by policy`,
        ]
      : []),
    ...(kind !== "ml_model" && keys.length === 0 ? ["delete the whole object or rewrite it"] : []),
    ...(format !== undefined && versioned.has(format)
      ? [`${format}: old versions keep deleted rows until they expire`]
      : []),
    ...(retentionDays === undefined ? [] : [`kept ${counted(retentionDays, "day")}`]),
    ...(erasure === undefined ? [] : [`erasure: ${erasure}`]),
  ];
}
