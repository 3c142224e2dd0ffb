import type { Place } from "../diagnostic/place.ts";
import type { Amount } from "./amount.ts";

/** What is paid for. Rows of a price table name the same words in `resource`. */
export const meters = [
  "cpu", // unit vCPU.h
  "memory", // GiB.h
  "gpu", // GPU.h
  "storage", // GiB.mo
  "bytes_scanned", // TiB
  "warehouse_credit", // credit
  "requests", // request.1e6
] as const;
export type Meter = (typeof meters)[number];

/** One factor of a monthly quantity, with the place that states it. The product is the quantity. */
export type Factor =
  /** Size in the meter's base unit: vCPU, GiB, GPU, TiB, credit, 1e6 requests. */
  | { readonly of: "size"; readonly amount: Amount; readonly place: Place }
  /** Copies that run side by side or in turn: replicas, completions, step count. */
  | { readonly of: "count"; readonly amount: Amount; readonly place: Place }
  /** Length of one run, in seconds: a third of an hour would have no exact text. */
  | { readonly of: "duration"; readonly amount: Amount; readonly place: Place }
  /** How often it runs; or a schedule, from which that is computed. */
  | {
      readonly of: "runs";
      readonly per: "day" | "month";
      readonly amount: Amount;
      readonly place: Place;
    }
  | { readonly of: "schedule"; readonly schedule: Schedule; readonly place: Place }
  /** Always on: the hours of a month, from configuration. Storage that lies there needs no such factor. */
  | { readonly of: "month" };

export interface Schedule {
  /** Five fields or an @-form. */
  readonly cron: string;
  /** IANA name; undefined: the cluster's, read as UTC. */
  readonly timezone?: string;
  readonly suspended: boolean;
}

/** One line of an asset's monthly usage. `line` and `meter` together are unique within the asset. */
export interface UsageLine {
  /** What uses it: `container train`, `storage`, `step train`. */
  readonly line: string;
  readonly meter: Meter;
  readonly factors: readonly Factor[];
  /** Price dimensions: region, zone, nodePool, instanceType, capacity, arch, gpuModel, class. */
  readonly dims: Readonly<Record<string, string>>;
  readonly place: Place;
}
