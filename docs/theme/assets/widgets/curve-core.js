// Pay curves: the same arithmetic as compsim.plan.curve, and the same answers as docs/macros/curve_answers.py, against
// which the tests replay it. Pure functions; a curve is {edges, levels, slopes}, short of its first edge it pays 0.

const PERCENT = /^(\d{1,4}(?:\.\d{1,4})?)\s*%?$/;
const RATE = /^(\d{1,2}(?:\.\d{1,4})?)$/;
const MONEY = /^\d{1,9}(?:\.\d{1,2})?$/;
const HIGHEST_RATE = 10;
const POINT = 0.01;
const SPACE = "\u00a0";

/** The digits of a text without needless zeros, or null. */
function digits(pattern, text) {
  const found = pattern.exec(text.trim());
  if (!found) return null;
  const [whole, part = ""] = found[1].split(".");
  const kept = part.replace(/0+$/, "");
  return whole.replace(/^0+(?=\d)/, "") + (kept && `.${kept}`);
}

/** A ratio from "80" or "80 %"; null where it cannot be read. */
export function readRatio(text) {
  const found = digits(PERCENT, text);
  return found === null ? null : Number(`${found}e-2`); // not divided: 33.3e-2 is the nearest number to 0.333
}

/** Money from "20000" or "0.5"; null where it cannot be read. */
export const readMoney = (text) => (MONEY.test(text.trim()) ? Number(text.trim()) : null);

/** The rows of a form as pairs; `unreadable` names fields, `wrong` is the name of a rule that the rows break. */
export function readRows({ kind, rows }) {
  const rated = kind !== "points" && kind !== "steps";
  const [pairs, unreadable] = [[], []];
  rows.forEach(([x, y], n) => {
    if (!x.trim() && !y.trim()) return;
    const [edge, pays] = [digits(PERCENT, x), digits(rated ? RATE : PERCENT, y)];
    if (edge === null) unreadable.push(`x${n}`);
    if (pays === null || (rated && Number(pays) > HIGHEST_RATE)) unreadable.push(`y${n}`);
    pairs.push([edge, pays]);
  });
  if (unreadable.length) return { unreadable };
  return pairs.length ? inOrder(pairs, kind) : { unreadable, wrong: "empty" };
}

function inOrder(pairs, kind) {
  const merged = [];
  for (const [edge, pays] of pairs) {
    const last = merged.at(-1);
    if (last && last[0] === edge && last.length === 2 && kind === "points") last.push(pays);
    else if (last && Number(last[0]) >= Number(edge)) return { unreadable: [], wrong: "order" };
    else merged.push([edge, pays]);
  }
  return { unreadable: [], pairs: merged };
}

/** The curve of a form's rows. */
export function curveOf({ kind, beyond }, pairs) {
  const edges = pairs.map(([edge]) => Number(`${edge}e-2`));
  const values = pairs.map((pair) => pair.slice(1).map((pays) => ratioOrRate(pays, kind)));
  if (kind === "points") return throughPoints(edges, values, beyond);
  if (kind === "steps") return { edges, levels: values.map(([level]) => level), slopes: edges.map(() => 0) };
  const slopes = values.map(([rate]) => rate);
  return { marginal, whole, reached }[kind](edges, slopes);
}

const ratioOrRate = (pays, kind) => Number(kind === "points" || kind === "steps" ? `${pays}e-2` : pays);

function throughPoints(edges, values, beyond) {
  const levels = values.map((sides) => sides.at(-1));
  const slopes = edges.slice(1).map((edge, n) => (values[n + 1][0] - levels[n]) / (edge - edges[n]));
  return { edges, levels, slopes: [...slopes, beyond === "continue" && slopes.length ? slopes.at(-1) : 0] };
}

function marginal(edges, slopes) {
  const levels = [0];
  edges.slice(1).forEach((edge, n) => levels.push(levels[n] + (edge - edges[n]) * slopes[n]));
  return { edges, levels, slopes };
}

const whole = (edges, slopes) => ({ edges, levels: edges.map((edge, n) => edge * slopes[n]), slopes });

function reached(edges, slopes) {
  const below = marginal(edges, slopes);
  const atTarget = paysAt(below, 1);
  const levels = edges.map((edge, n) => (edge >= 1 ? atTarget + slopes[n] * (edge - 1) : below.levels[n]));
  return { edges, levels, slopes };
}

/** The share of the target incentive at an attainment; an edge belongs to the part it begins. */
export function paysAt({ edges, levels, slopes }, x) {
  const n = edges.findLastIndex((edge) => edge <= x);
  return n < 0 ? 0 : levels[n] + slopes[n] * (x - edges[n]);
}

const following = (curve, x) => paysAt(curve, x + POINT) - paysAt(curve, x);
const close = (one, other) => Math.abs(one - other) <= 1e-8 + 1e-5 * Math.abs(other);
const endOf = ({ edges, levels, slopes }, n) => levels[n] + slopes[n] * (edges[n + 1] - edges[n]);

/** What the explorer says about a curve; `words` and `ladder` come from the page. */
export function answers(form, { words, ladder }) {
  const read = readRows(form);
  const [incentive, own] = [readMoney(form.incentive), readRatio(form.reached)];
  const unreadable = [
    ...read.unreadable,
    ...(incentive === null ? ["incentive"] : []),
    ...(own === null ? ["reached"] : []),
  ];
  if (unreadable.length || read.wrong) return { unreadable, wrong: read.wrong };
  const curve = curveOf(form, read.pairs);
  const cells = (x) => [share(x), share(paysAt(curve, x)), cash(paysAt(curve, x) * incentive), cash(following(curve, x) * incentive)];
  const [x, factor, pay, next] = cells(own);
  return {
    curve,
    own,
    table: ladder.map(cells),
    you: filled(words.you, { x, factor, pay, next }),
    remarks: remarks(curve, incentive, words),
    file: fileLine(form, read.pairs),
    factors: [...ladder, own].map((at) => paysAt(curve, at)),
  };
}

/** The curve as a plan file writes it. */
function fileLine({ kind, beyond }, pairs) {
  const drawn = kind === "points" || kind === "steps" ? kind : "rates";
  const sign = drawn === "rates" ? "" : "%";
  const said = (sides) => (sides.length > 1 ? `[${sides.map((side) => side + sign).join(", ")}]` : sides[0] + sign);
  const written = pairs.map(([edge, ...sides]) => `${edge}%: ${said(sides)}`).join(", ");
  const more = drawn === "rates" && kind !== "marginal" ? `, tiers: ${kind}` : "";
  const goesOn = kind === "points" && beyond === "continue" ? ", beyond: continue" : "";
  return `curve: {${drawn}: {${written}}${goesOn}${more}}`;
}

/** Where a curve leaps, falls or stands still, in words and in order of attainment. */
function remarks(curve, incentive, words) {
  const found = [...leaps(curve, incentive, words), ...zones(curve, words), ...falling(curve, words)];
  found.sort(([one], [other]) => one - other);
  return found.length ? found.map(([, said]) => said) : [words.smooth];
}

function leaps(curve, incentive, words) {
  const before = [0, ...curve.edges.slice(1).map((_, n) => endOf(curve, n))];
  return curve.edges.flatMap((x, n) => {
    const level = curve.levels[n];
    if (close(before[n], level)) return [];
    const by = level - before[n];
    const pay = cash(Math.abs(by) * incentive);
    const said = { x: share(x), pay, before: share(level - by), after: share(level) };
    return [[x, filled(by > 0 ? words.leap : words.fall, said)]];
  });
}

function zones(curve, words) {
  return flat(curve)
    .filter(({ high }) => high > 0)
    .map(({ low, high }) => {
      const [before, after] = [low === -Infinity, high === Infinity];
      const name = before ? (after ? "none" : "below") : after ? "from" : "between";
      return [Math.max(low, -1), filled(words[name], { low: share(low), high: share(high) })];
    });
}

/** Where a curve stands still; neighbours that pay the same are one. */
function flat({ edges, levels, slopes }) {
  const found = [{ low: -Infinity, high: edges[0], level: 0 }];
  edges.forEach((low, n) => {
    const [high, level, last] = [edges[n + 1] ?? Infinity, levels[n], found.at(-1)];
    if (slopes[n] !== 0) return;
    if (last.high === low && close(last.level, level)) found.splice(-1, 1, { low: last.low, high, level });
    else found.push({ low, high, level });
  });
  return found;
}

function falling({ edges, slopes }, words) {
  return edges.flatMap((low, n) => {
    if (!(slopes[n] < 0)) return [];
    const high = edges[n + 1] ?? Infinity;
    const name = high === Infinity ? "less_from" : "less";
    return [[low, filled(words[name], { low: share(low), high: share(high) })]];
  });
}

/** The curve from zero as lines between leaps, for the picture. */
export function pieces({ edges, levels, slopes }, upto) {
  const found = [];
  const draw = (x0, x1, y0, y1) => {
    const last = found.at(-1);
    if (last && close(last.at(-1)[1], y0)) last.push([x1, y1]);
    else found.push([[x0, y0], [x1, y1]]);
  };
  if (edges[0] > 0) draw(0, Math.min(edges[0], upto), 0, 0);
  edges.forEach((edge, n) => {
    const last = Math.min(edges[n + 1] ?? Infinity, upto);
    if (edge < last) draw(edge, last, levels[n], levels[n] + slopes[n] * (last - edge));
  });
  return found;
}

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A ratio in per cent, with one decimal where it has one. */
export const share = (ratio) => (Number.isFinite(ratio) ? `${number(ratio * 100, 1).replace(/\.0$/, "")}${SPACE}%` : "–");

const cash = (amount) => {
  const written = number(amount, 0);
  return written.startsWith("−") ? `−€${written.slice(1)}` : `€${written}`;
};

/** A figure as the library writes it: exact halves go away from zero, after a snap to the sixth digit behind. */
function number(value, decimals) {
  const scale = 10 ** decimals;
  const steps = Math.floor(Number((Math.abs(value) * scale).toFixed(6)) + 0.5);
  const [whole, part] = (steps / scale).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part === undefined ? "" : `.${part}`);
  return value < 0 && steps > 0 ? `−${grouped}` : grouped;
}
