// Figures as the library writes them (compsim.present.numbers and planning): the same digits, signs and blanks.

const SPACE = "\u00a0";
const MINUS = "\u2212";
const DASH = "\u2013";
const MONEY = { money: "", "money a year": " a year", "money a month": " a month", "money an hour": " an hour" };
const WHOLE = ["deals", "opportunities", "leads", "meetings", "customers", "accounts", "managers", "cells", "contacts"];
const WORDS = ["name", "period", "words", "table"];
const MANY_TIMES = 3;
const SMALL = 100;

/** A plain figure with commas for thousands; exact halves go away from zero, after a snap to the sixth digit behind. */
export function number(value, decimals = 0) {
  if (value === null || !Number.isFinite(value)) return DASH;
  const scale = 10 ** decimals;
  const steps = Math.floor(Number((Math.abs(value) * scale).toFixed(6)) + 0.5);
  const [whole, part] = (steps / scale).toFixed(decimals).split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  return value < 0 && steps > 0 ? MINUS + digits : digits;
}

/** A ratio in per cent. */
export function percent(value, decimals = 0) {
  const digits = number(value === null ? null : value * 100, decimals);
  return digits === DASH ? digits : `${digits}${SPACE}%`;
}

function plain(value) {
  const whole = Math.abs(value - Math.round(value)) < 1e-9 || Math.abs(value) >= SMALL;
  return number(value, whole ? 0 : 1);
}

/** A figure of an answer as a table of the planner shows it; a dash where it has no meaning. */
export function written(value, unit) {
  if (value === null) return DASH;
  if (WORDS.includes(unit)) return String(value);
  if (unit === "ratio" && value >= MANY_TIMES) return `${plain(value)} times`;
  if (unit === "share" || unit === "ratio") return percent(value, 1);
  if (unit in MONEY) return number(value) + MONEY[unit];
  return WHOLE.includes(unit) ? plain(value) : `${plain(value)} ${unit}`;
}
