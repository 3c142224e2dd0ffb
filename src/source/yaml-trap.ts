import { SYN_001, SYN_013 } from "../diagnostic/rules/syn.ts";
import type { Profile } from "./document.ts";
import { shortened, type Problem } from "./problem.ts";

/** What is wrong with a plain scalar, before its place is known. */
type Trap = Omit<Problem, "span">;

/**
 * What a tool of that profile refuses in a plain scalar, or reads otherwise than whoever wrote it will
 * think; undefined for nearly all.
 */
export function trapOf(profile: Profile, plain: string): Trap | undefined {
  return traps[profile](plain);
}

const traps: Readonly<Record<Profile, (plain: string) => Trap | undefined>> = {
  core: leadingZero,
  k8s: infinite,
  pyyaml: (plain) => base60(plain) ?? refusedByPython(plain),
};

/** 0755 is 755 in YAML 1.2 and 493 in YAML 1.1; where both are the same nobody is surprised. */
function leadingZero(plain: string): Trap | undefined {
  const digits = /^[-+]?(0[0-7]{1,20})$/u.exec(plain)?.[1];
  if (digits === undefined) return undefined;
  const [here, there] = [Number(digits), Number.parseInt(digits, 8)];
  if (here === there) return undefined;
  return {
    rule: SYN_013,
    message: `${plain} is read as ${here}; older readers of YAML take it for octal, ${there}`,
    help: `write ${here}, or 0o${there.toString(8)} for ${there}`,
  };
}

function infinite(plain: string): Trap | undefined {
  if (!/^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/u.test(plain)) return undefined;
  return refused(plain, "Kubernetes refuses the file: JSON has no such number");
}

function base60(plain: string): Trap | undefined {
  if (!/^[-+]?(?:[1-9][\d_]*(?::[0-5]?\d)+|\d[\d_]*(?::[0-5]?\d)+\.[\d_]*)$/u.test(plain))
    return undefined;
  return {
    rule: SYN_013,
    message: `Python tools read ${shortened(plain, 40)} as a number to base 60; for others it is text`,
    help: `write "${shortened(plain, 40)}" for text`,
  };
}

function refusedByPython(plain: string): Trap | undefined {
  if (plain === "=" || plain === "<<")
    return refused(plain, "PyYAML refuses the file: it has a tag for it and no value");
  if (/^[-+]?(?:0x_+|0b_+)$/u.test(plain))
    return refused(plain, "PyYAML refuses the file: the number has no digits");
  const fields = timestamp.exec(plain)?.groups;
  if (fields === undefined || isTime(fields)) return undefined;
  return refused(
    plain,
    "PyYAML refuses the file: it takes this for a date, and there is no such day or time",
  );
}

function refused(plain: string, message: string): Trap {
  return { rule: SYN_001, message, help: `write "${shortened(plain, 40)}" for text` };
}

/** What PyYAML takes for a date or a time (yaml.org/type/timestamp.html). */
const timestamp =
  /^(?<year>\d{4})-(?:(?<month>\d\d)-(?<day>\d\d)|(?<m>\d\d?)-(?<d>\d\d?)(?:[Tt]|[ \t]+)(?<hour>\d\d?):(?<minute>\d\d):(?<second>\d\d)(?:\.\d*)?(?:[ \t]*(?:Z|[-+](?<zone>\d\d?(?::\d\d)?)))?)$/u;

function isTime(fields: Readonly<Record<string, string | undefined>>): boolean {
  const { year, month, m, day, d, zone = "0" } = fields;
  const [hours = 0, minutes = 0] = zone.split(":").map(Number);
  const isOfDay = isClock(fields["hour"], fields["minute"], fields["second"]);
  const isZone = hours * 60 + minutes < 24 * 60;
  return isOfDay && isZone && isDay(Number(year), Number(month ?? m), Number(day ?? d));
}

function isClock(hour = "0", minute = "0", second = "0"): boolean {
  return Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12) return false;
  // A leap year like this one, since Date takes years below 100 for those of the last century.
  const last = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return day >= 1 && day <= last;
}
