import { over, parseDecimal, roundedText, times, whole } from "../base/decimal.ts";
import { unknown, type Amount } from "../model/amount.ts";

const devices =
  /^(?:nvidia\.com\/(?:gpu|gpu\.shared|mig-\d+g\.\d+gb(?:\.\w+)?)|amd\.com\/gpu|gpu\.intel\.com\/(?:i915|xe)|habana\.ai\/gaudi|aws\.amazon\.com\/neuron(?:core|device)?|google\.com\/tpu|cloud-tpus\.google\.com\/.+)$/u;

/** Whether the extended resource is an accelerator. */
export function isAccelerator(resource: string): boolean {
  return devices.test(resource);
}

/** Fraction digits of a part of a device. */
const scale = 9;

/**
 * The request in whole devices. A MIG slice of g compute parts counts as g sevenths of its device;
 * a time-sliced share has no fixed size.
 */
export function inDevices(resource: string, amount: Amount): Amount {
  if (amount.state !== "known") return amount;
  if (resource === "nvidia.com/gpu.shared") return unknown("dynamic");
  const [, parts] = /^nvidia\.com\/mig-(\d{1,2})g\./u.exec(resource) ?? [];
  const count = parseDecimal(amount.expected);
  if (parts === undefined || count === undefined) return amount;
  const share = roundedText(over(times(count, whole(Number(parts))), whole(7)), scale);
  return { state: "estimated", low: share, expected: share, high: share };
}

/** Price dimensions that the name of the resource states. */
export function dimsOfDevice(resource: string): Readonly<Record<string, string>> {
  const [, profile] = /^nvidia\.com\/mig-(.+)$/u.exec(resource) ?? [];
  return profile === undefined ? {} : { gpuProfile: profile };
}
