// From a revenue target to a week's work: the same arithmetic as compsim.planning.funnel, replayed against it in the
// tests. Pure functions; every number is a fraction of whole numbers [above, below], so one in three stays exact.

const PARTS = /^(\d+(?:\.\d+)?)\s*(?:\/|in|of)\s*(\d+(?:\.\d+)?)$/;
const NUMBER = /^(\d+(?:\.\d+)?)\s*(%?)$/;
const NINE_DECIMALS = 10n ** 9n;

/** A decimal such as "12.5" as a fraction. */
export function decimal(text) {
  const [whole, part = ""] = text.split(".");
  return [BigInt(whole + part), 10n ** BigInt(part.length)];
}

export const times = ([a, b], [c, d]) => [a * c, b * d];
export const over = ([a, b], [c, d]) => [a * d, b * c];
export const count = (whole) => [BigInt(whole), 1n];

/** The whole number at or below a quotient, below zero too. */
const floored = (above, below) => above / below - (above % below !== 0n && above < 0n !== below < 0n ? 1n : 0n);

/** A fraction with nine decimals as a whole number of billionths; exact halves go to the even digit. */
function billionths([above, below]) {
  const scaled = above * NINE_DECIMALS;
  const kept = floored(scaled, below);
  const rest = 2n * (scaled - kept * below);
  return kept + (rest > below || (rest === below && kept % 2n !== 0n) ? 1n : 0n);
}

/** The whole number that covers a fraction; nine decimals are kept first. */
export const wholeUp = (value) => Number(-floored(-billionths(value), NINE_DECIMALS));

/** The whole number that a fraction has reached; nine decimals are kept first. */
export const wholeDown = (value) => Number(floored(billionths(value), NINE_DECIMALS));

/** A share from "1/3", "1 in 3", "33 %" or "0.33"; null when it is none between 0 and 1. */
export function readRate(text) {
  const words = text.trim();
  const [parts, number] = [PARTS.exec(words), NUMBER.exec(words)];
  if (!parts && !number) return null;
  const rate = parts ? over(decimal(parts[1]), decimal(parts[2])) : over(decimal(number[1]), count(number[2] ? 100 : 1));
  return rate[1] > 0n && rate[0] <= rate[1] ? rate : null;
}

/** A number above 0 from "100000", "100,000" or "100 000"; null when it is none. */
export function readCount(text) {
  const words = text.trim().replace(/[,\s\u00a0]/g, "");
  const found = /^\d+(?:\.\d+)?$/.test(words) ? decimal(words) : null;
  return found && found[0] > 0n ? found : null;
}

/** The texts of the fields as fractions; `unreadable` names the fields that cannot be read or used. */
export function readInputs(texts, rateNames) {
  const inputs = {};
  for (const [name, text] of Object.entries(texts)) {
    inputs[name] = rateNames.includes(name) ? readRate(text) : readCount(text);
  }
  return { inputs, unreadable: Object.keys(texts).filter((name) => !usable(name, inputs[name])) };
}

function usable(name, value) {
  if (value === null) return false;
  if (name === "weeks") return value[0] % value[1] === 0n;
  return name === "no_show_rate" ? value[0] < value[1] : value[0] > 0n;
}

/** Deals, opportunities, leads and meetings that a revenue target asks for; each step starts from a whole number. */
export function funnelForTarget(inputs) {
  const [failed, booked] = inputs.no_show_rate;
  const deals = wholeUp(over(inputs.revenue_target, inputs.deal_value));
  const opportunities = wholeUp(over(count(deals), inputs.close_rate));
  const meetings = wholeUp(times(count(opportunities), inputs.meetings_per_opportunity));
  return {
    deals,
    opportunities,
    leads: wholeUp(over(count(opportunities), inputs.opportunities_per_lead)),
    meetings,
    meetings_to_book: wholeUp(over(count(meetings), [booked - failed, booked])),
  };
}

/** A count spread over the weeks, rounded up like every other step. */
export const perWeek = (things, weeks) => wholeUp(over(count(things), weeks));
