import { kubernetesQuantity } from "../base/quantity.ts";
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { DecimalText } from "../model/amount.ts";
import type { Key } from "../model/ids.ts";
import { unreadable, type AnnotationName, type Annotations } from "./annotations.ts";
import { rangeFromText } from "./ranges.ts";

type ReadText = (text: string) => DecimalText | undefined;

/** A count, as in `4`. */
export function wholeNumber(text: string): DecimalText | undefined {
  return /^\d{1,9}$/u.test(text) ? kubernetesQuantity(text) : undefined;
}

/** A number of days, runs or the like, as in `0.5`. */
export function plainDecimal(text: string): DecimalText | undefined {
  return /^\d{1,9}(?:\.\d{1,9})?$/u.test(text) ? kubernetesQuantity(text) : undefined;
}

/** SCH-021 for each of these annotations whose text is no range. */
export function rangeFindings(
  annotations: Annotations,
  forms: Readonly<Partial<Record<AnnotationName, ReadText>>>,
  subject: Key,
): readonly Diagnostic[] {
  return (["duration", "fan-out", "runs-per-day"] as const).flatMap((name) => {
    const [annotation, read] = [annotations.one(name), forms[name]];
    if (annotation === undefined || read === undefined) return [];
    return rangeFromText(annotation.text, read) === undefined
      ? [unreadable(name, annotation, subject)]
      : [];
  });
}
