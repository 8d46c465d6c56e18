// The planning room in the browser: the same sums as compsim.planning, replayed against it in the tests. Pure functions.
// Every input is a fraction [above, below] of whole numbers, so one in three stays exact; a fraction becomes a number
// only where the library makes one of it.

import { count, decimal, over, readRate, times, wholeDown, wholeUp } from "./core.js";

const AMOUNT = /^(-?)(\d{1,15}(?:\.\d{1,30})?)$/;
const PARTS = /^(\d{1,15}(?:\.\d{1,30})?)\s*(?:\/|in|of)\s*(\d{1,15}(?:\.\d{1,30})?)$/;
const PER_CENT = /^(\d{1,15}(?:\.\d{1,30})?)\s*(%?)$/;
const MONTH = /^[1-9]\d{3}-(?:0[1-9]|1[0-2])$/;
const MONTHS = 12;
const [ZERO, ONE, SIXTY] = [count(0), count(1), count(60)];

// ── fractions ──────────────────────────────────────────────────────────────────────────────────────────────────────

const plus = ([a, b], [c, d]) => [a * d + c * b, b * d];
const minus = ([a, b], [c, d]) => [a * d - c * b, b * d];
const less = ([a, b], [c, d]) => a * d < c * b;
const same = ([a, b], [c, d]) => a * d === c * b;
const isZero = ([a]) => a === 0n;
const product = (...values) => values.reduce(times, ONE);
const total = (values) => values.reduce(plus, ZERO);
const power = ([a, b], n) => [a ** BigInt(n), b ** BigInt(n)];
const whole = ([a, b]) => Number(a / b);
const atMostOne = (value) => (less(ONE, value) ? ONE : value);

/** The number next to a fraction, exact halves to the even one: enough digits, and one more for what is left over. */
export function float([above, below]) {
  const positive = above < 0n ? -above : above;
  if (positive === 0n) return 0;
  const shift = BigInt(Math.max(0, 70 + below.toString(2).length - positive.toString(2).length));
  const scaled = positive << shift;
  const sticky = scaled % below === 0n ? 0n : 1n;
  const value = Number((scaled / below) | sticky) * 2 ** -Number(shift);
  return above < 0n ? -value : value;
}

const divided = (above, below) => (isZero(below) ? null : float(over(above, below)));

/** Whole numbers that add up to a whole: what rounding down leaves goes to the largest remainders, the first of equals. */
function splitWhole(things, shares) {
  const exact = shares.map((share) => times(count(things), share));
  const parts = exact.map(([a, b]) => a / b);
  const behind = exact.map((value, place) => minus([parts[place], 1n], value));
  const order = parts.map((_, place) => place);
  order.sort((one, other) => (less(behind[one], behind[other]) ? -1 : less(behind[other], behind[one]) ? 1 : one - other));
  const left = BigInt(things) - parts.reduce((sum, part) => sum + part, 0n);
  for (const place of order.slice(0, Number(left))) parts[place] += 1n;
  return parts.map(Number);
}

// ── reading ────────────────────────────────────────────────────────────────────────────────────────────────────────

function readAmount(text) {
  const found = AMOUNT.exec(text.trim().replace(/[_ \u00a0]/g, ""));
  if (!found) return null;
  const [above, below] = decimal(found[2]);
  return [found[1] ? -above : above, below];
}

function readRatio(text) {
  const words = text.trim();
  const [parts, share] = [PARTS.exec(words), PER_CENT.exec(words)];
  if (parts) {
    const value = over(decimal(parts[1]), decimal(parts[2]));
    return value[1] === 0n ? null : value;
  }
  return share ? over(decimal(share[1]), count(share[2] ? 100 : 1)) : null;
}

function readWhole(text) {
  const value = readAmount(text);
  return value && value[0] % value[1] === 0n ? [value[0] / value[1], 1n] : null;
}

const readText = (text) => text.trim() || null;
const READ = { share: readRate, ratio: readRatio, amount: readAmount, whole: readWhole, text: readText };

/** What one field says, or null where it cannot be read or is beyond its bounds. */
export function readField(ask, text) {
  if (ask.unit === "period") return MONTH.test(text.trim()) ? text.trim() : null;
  if (ask.words.length) return ask.words.includes(text) ? text : null;
  const value = READ[ask.kind](text);
  return value === null || ask.kind === "text" || within(ask, value) ? value : null;
}

function within({ above, lowest, highest, below }, value) {
  const [over_, from, upto, under] = [above, lowest, highest, below].map((bound) => (bound === null ? null : readAmount(String(bound))));
  return (
    (over_ === null || less(over_, value)) &&
    (from === null || !less(value, from)) &&
    (upto === null || !less(upto, value)) &&
    (under === null || less(value, under))
  );
}

/** The texts of a form as values; `unreadable` names the fields, cells of a table as table.row.column. */
export function readForm(asks, texts) {
  const [given, unreadable] = [{}, []];
  const read = (ask, text, name) => {
    const value = readField(ask, text);
    if (value === null) unreadable.push(name);
    return value;
  };
  for (const ask of asks) {
    if (ask.kind === "table") given[ask.name] = texts[ask.name].map((row, n) => readRow(ask, row, n, read));
    else if (ask.kind === "list") given[ask.name] = readList(ask, texts[ask.name], read);
    else given[ask.name] = read(ask, texts[ask.name], ask.name);
  }
  for (const ask of asks) {
    const [rows, one] = [given[ask.name], ask.kind === "table" || ask.kind === "list"];
    if (one && (rows.length < ask.fewest || rows.length > ask.most)) unreadable.push(ask.name);
  }
  return { given, unreadable };
}

const readRow = (ask, row, n, read) =>
  Object.fromEntries(ask.rows.map((cell) => [cell.name, read(cell, row[cell.name], `${ask.name}.${n}.${cell.name}`)]));

function readList(ask, text, read) {
  const parts = text.split(",").filter((part) => part.trim());
  return parts.map((part) => read({ ...ask, kind: ask.each, words: [] }, part, ask.name));
}

// ── sums ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Thrown where inputs can be read and do not fit together; `why` names the sentence that says so. */
export class Refusal extends Error {
  constructor(why, field) {
    super(why);
    Object.assign(this, { why, field });
  }
}

function funnel(a) {
  const deals = wholeUp(over(a.revenue_target, a.deal_value));
  const opportunities = wholeUp(over(count(deals), a.close_rate));
  const meetings = wholeUp(times(count(opportunities), a.meetings_per_opportunity));
  const meetings_to_book = wholeUp(over(count(meetings), minus(ONE, a.no_show_rate)));
  return { deals, opportunities, meetings, meetings_to_book };
}

function funnel_for_target(a) {
  const { deals, opportunities, meetings, meetings_to_book } = funnel(a);
  const leads = wholeUp(over(count(opportunities), a.opportunities_per_lead));
  const weekly = (things) => wholeUp(over(count(things), a.weeks));
  return {
    deals, opportunities, leads, meetings, meetings_to_book,
    deals_per_week: weekly(deals),
    opportunities_per_week: weekly(opportunities),
    leads_per_week: weekly(leads),
    meetings_per_week: weekly(meetings_to_book),
  }; // prettier-ignore
}

function reach_of_activity(a) {
  const meetings = wholeDown(times(a.meetings_booked, minus(ONE, a.no_show_rate)));
  const opportunities = wholeDown(over(count(meetings), a.meetings_per_opportunity));
  const deals = wholeDown(times(count(opportunities), a.close_rate));
  return { meetings, opportunities, deals, revenue: float(times(count(deals), a.deal_value)) };
}

function gain_from_closing(a) {
  const [before, after] = [times(a.opportunities, a.close_rate), times(a.opportunities, a.better_rate)];
  const [whole_before, whole_after] = [wholeDown(before), wholeDown(after)];
  const gain = minus(after, before);
  return {
    expected_before: float(before),
    expected_after: float(after),
    expected_gain: float(times(gain, a.deal_value)),
    whole_before,
    whole_after,
    whole_gain: float(times(count(whole_after - whole_before), a.deal_value)),
    same_by_opportunities: wholeUp(over(gain, a.close_rate)),
  };
}

function list_decay(a) {
  const kept = power(minus(ONE, a.monthly_loss), whole(a.months));
  const addedUp = atMostOne(times(a.months, a.monthly_loss));
  const months = Math.log1p(-float(a.limit)) / Math.log1p(-float(a.monthly_loss));
  return {
    lost: float(minus(ONE, kept)),
    lost_added_up: float(addedUp),
    contacts_left: float(times(a.contacts, kept)),
    contacts_left_added_up: float(times(a.contacts, minus(ONE, addedUp))),
    months_to_limit: Math.ceil(Number(months.toFixed(9))),
    months_to_limit_added_up: wholeUp(over(a.limit, a.monthly_loss)),
  };
}

function measured_decay(a) {
  const kept = float(minus(ONE, a.lost)) ** (1 / whole(a.months));
  return { monthly_loss: 1 - kept, monthly_loss_added_up: float(over(a.lost, a.months)), yearly_loss: 1 - kept ** 12 };
}

function lead_quality(a) {
  const better = times(a.close_rate, plus(ONE, a.better_by));
  if (less(ONE, better)) throw new Refusal("above_one", "better_by");
  const today = times(a.opportunities, a.close_rate);
  const deals = times(today, a.better_by);
  const revenue = times(deals, a.deal_value);
  const margin = times(revenue, a.margin);
  const left = minus(margin, a.cost_a_year);
  return {
    better_rate: float(better),
    deals_gain: float(deals),
    deals_gain_a_month: float(over(deals, count(MONTHS))),
    revenue_gain: float(revenue),
    margin_gain: float(margin),
    net_first_year: float(minus(left, a.cost_once)),
    net_later_years: float(left),
    payback_months: paybackMonths(a.cost_once, left),
    break_even: float(over(plus(a.cost_once, a.cost_a_year), product(today, a.deal_value, a.margin))),
  };
}

function paybackMonths(costOnce, left) {
  if (isZero(costOnce) && !less(left, ZERO)) return 0;
  return less(ZERO, left) ? float(over(times(count(MONTHS), costOnce), left)) : null;
}

function channel_costs(a) {
  const totals = a.channels.map((channel) => plus(channel.spend, times(channel.hours, a.hourly_cost)));
  const [all, meetings] = [total(totals), total(a.channels.map((channel) => channel.meetings))];
  const channels = a.channels.map((channel, n) => ({
    name: channel.name,
    total: float(totals[n]),
    meetings: whole(channel.meetings),
    cost: divided(totals[n], channel.meetings),
    share_of_cost: divided(totals[n], all),
    share_of_meetings: divided(channel.meetings, meetings),
  }));
  return { channels, total: float(all), meetings: whole(meetings), cost: divided(all, meetings), spread: spread(a, totals) };
}

function spread({ channels }, totals) {
  const compared = totals.flatMap((money, n) => (isZero(channels[n].meetings) || isZero(money) ? [] : [over(money, channels[n].meetings)]));
  if (compared.length < 2) return null;
  const largest = compared.reduce((one, other) => (less(one, other) ? other : one));
  const smallest = compared.reduce((one, other) => (less(other, one) ? other : one));
  return float(over(largest, smallest));
}

function no_show_cost(a) {
  const missed = product(a.people, a.meetings_a_day, count(5), a.no_show_rate);
  const hours = over(times(missed, a.minutes_each), SIXTY);
  const saved = product(hours, a.rebooked, a.weeks);
  return {
    no_shows_a_week: float(missed),
    hours_a_week: float(hours),
    hours_in_four_weeks: float(times(count(4), hours)),
    hours_a_year: float(times(hours, a.weeks)),
    cost_a_year: float(product(hours, a.weeks, a.hourly_cost)),
    by_hand_a_week: float(times(missed, minus(ONE, a.rebooked))),
    hours_saved_a_year: float(saved),
    saved_a_year: float(times(saved, a.hourly_cost)),
  };
}

function step_cost(a) {
  const often = product(a.people, a.times_a_week, a.weeks);
  const [before, after] = [a.minutes, a.minutes_after].map((minutes) => over(times(often, minutes), SIXTY));
  const saved = minus(times(minus(before, after), a.hourly_cost), a.cost_a_year);
  return {
    hours_a_year: float(before),
    cost_a_year: float(times(before, a.hourly_cost)),
    hours_after: float(after),
    cost_after: float(plus(times(after, a.hourly_cost), a.cost_a_year)),
    saved_a_year: float(saved),
    payback_months: paybackMonths(a.cost_once, saved),
  };
}

function selling_time(a) {
  for (const name of ["administration", "administration_after"]) {
    if (less(ONE, plus(a[name], a.other))) throw new Refusal("beyond_week", name);
  }
  const hours = times(a.people, a.hours_a_week);
  const idle = plus(a.administration, a.other);
  const [selling, won] = [minus(ONE, idle), minus(a.administration, a.administration_after)];
  return {
    selling: float(selling),
    not_selling: float(idle),
    selling_hours: float(times(hours, selling)),
    administration_hours: float(times(hours, a.administration)),
    not_selling_hours: float(times(hours, idle)),
    administration_cost: float(product(hours, a.administration, a.weeks, a.hourly_cost)),
    hours_won: float(times(hours, won)),
    growth: divided(won, selling),
    as_many_people: divided(times(a.people, won), selling),
  };
}

function segment_targets(a) {
  refuseTwice(a.segments);
  const shares = a.segments.map((segment) => segment.share);
  refuseIncomplete(shares, "segments");
  const even = over(a.revenue_target, a.people);
  const people = splitWhole(whole(a.people), shares);
  const segments = a.segments.map(({ name, share }, n) => {
    const target = times(a.revenue_target, share);
    return {
      name,
      target: float(target),
      target_per_person: float(times(even, share)),
      people: people[n],
      target_per_specialist: divided(target, count(people[n])),
      load: divided(target, times(count(people[n]), even)),
    };
  });
  const loads = segments.map((segment) => segment.load);
  return { segments, even_share: float(even), heaviest_load: loads.includes(null) ? null : Math.max(...loads) };
}

function contact_hours(a) {
  refuseTwice(a.segments);
  const hours = a.segments.map((segment) =>
    times(segment.accounts, plus(over(times(segment.calls, a.minutes_a_call), SIXTY), times(segment.meetings, a.hours_a_meeting))),
  );
  const [needed, each] = [total(hours), times(a.hours_a_week, a.weeks)];
  const there = times(each, a.people);
  const segments = a.segments.map((segment, n) => ({
    name: segment.name,
    calls: float(times(segment.accounts, segment.calls)),
    meetings: float(times(segment.accounts, segment.meetings)),
    hours: float(hours[n]),
    share: divided(hours[n], needed),
  }));
  return {
    segments,
    hours_needed: float(needed),
    hours_there: float(there),
    hours_left: float(minus(there, needed)),
    load: float(over(needed, there)),
    covered: isZero(needed) ? 1 : float(atMostOne(over(there, needed))),
    people_needed: wholeUp(over(needed, each)),
  };
}

function refuseTwice(rows) {
  rows.forEach(({ name }, n) => {
    if (rows.slice(0, n).some((other) => other.name === name)) throw new Refusal("twice", `segments.${n}.name`);
  });
}

function refuseIncomplete(shares, field) {
  if (!same(total(shares), ONE)) throw new Refusal("incomplete", field);
}

function span_of_control(a) {
  const [managers, fewer] = [a.span, a.new_span].map((span) => wholeUp(over(a.people, span)));
  const timeForEach = (span) => {
    const left = minus(a.manager_hours, times(span, a.reporting_hours));
    return less(left, ZERO) ? 0 : float(over(left, span));
  };
  return {
    managers,
    new_managers: fewer,
    managers_saved: managers - fewer,
    share_saved: float(minus(ONE, over(a.span, a.new_span))),
    saved_a_year: float(times(count(managers - fewer), a.manager_cost)),
    span_for_half: 2 * whole(a.span),
    reporting_factor: float(over(a.new_span, a.span)),
    reporting_hours: float(times(a.span, a.reporting_hours)),
    new_reporting_hours: float(times(a.new_span, a.reporting_hours)),
    hours_a_person: timeForEach(a.span),
    new_hours_a_person: timeForEach(a.new_span),
  };
}

function supervisor_cells(a) {
  const [managers, cells] = [a.span, a.cell_size].map((size) => wholeUp(over(a.people, size)));
  const lost = times(count(cells), a.leading_share);
  const [today, extra] = [times(count(managers), a.manager_cost), times(count(cells), a.supervisor_extra)];
  return {
    managers,
    cells,
    cost_today: float(today),
    cost_of_cells: float(extra),
    sellers_lost: float(lost),
    revenue_at_risk: float(times(lost, a.revenue_a_person)),
    saved_a_year: float(minus(today, extra)),
    reporting_today: float(times(plus(a.people, count(managers)), a.reporting_hours)),
    reporting_of_cells: float(times(count(cells), a.reporting_hours)),
  };
}

const lossOfAMonth = (churn, per) => (per === "month" ? float(churn) : 1 - float(minus(ONE, churn)) ** (1 / MONTHS));

function recurring_revenue(a) {
  const mrr = product(a.price, a.users, a.customers);
  const [up, cross] = [plus(ONE, a.up_sell), plus(ONE, a.cross_sell)];
  const loss = lossOfAMonth(a.churn, a.churn_per);
  const kept = (1 - loss) ** whole(a.months);
  return {
    mrr: float(mrr),
    mrr_up_sell: float(times(mrr, up)),
    mrr_cross_sell: float(times(mrr, cross)),
    mrr_both: float(product(mrr, up, cross)),
    churn_a_month: loss,
    churn_a_year: 1 - (1 - loss) ** MONTHS,
    customers_kept: whole(a.customers) * kept,
    mrr_after_churn: float(mrr) * kept,
    mrr_at_end: float(product(mrr, up, cross)) * kept,
    net_retention: float(times(up, cross)) * kept,
    growth_to_stand_still: 1 / kept - 1,
    lifetime_months: loss ? 1 / loss : null,
  };
}

function churn_readings(a) {
  const [monthly, yearly] = ["month", "year"].map((per) => lossOfAMonth(a.churn, per));
  const stay = (loss) => whole(a.customers) * (1 - loss) ** whole(a.months);
  return {
    yearly_if_monthly: 1 - (1 - monthly) ** MONTHS,
    monthly_if_yearly: yearly,
    customers_if_monthly: stay(monthly),
    customers_if_yearly: stay(yearly),
  };
}

function year_plan(a) {
  if (a.seasons.length !== 4 && a.seasons.length !== MONTHS) throw new Refusal("seasons", "seasons");
  refuseIncomplete(a.seasons, "seasons");
  const each = MONTHS / a.seasons.length;
  const shares = a.seasons.flatMap((share) => Array(each).fill(over(share, count(each))));
  const lead = whole(a.cycle_months) % MONTHS;
  const toBook = [...shares.slice(lead), ...shares.slice(0, lead)];
  const labels = monthsFrom(a.first_month);
  const days = labels.map((label, n) => workingDays(label, whole(a.days_off[n]), toBook[n]));
  const { deals, opportunities, meetings, meetings_to_book } = funnel(a);
  const [sold, booked] = [splitWhole(deals, shares), splitWhole(meetings_to_book, toBook)];
  const inAWeek = (things, there) => (things ? wholeUp(over(count(5 * things), count(there))) : 0);
  const months = labels.map((period, n) => ({
    period,
    revenue_target: float(times(a.revenue_target, shares[n])),
    deals: sold[n],
    meetings_to_book: booked[n],
    working_days: days[n],
    meetings_a_week: inAWeek(booked[n], days[n]),
  }));
  const allDays = days.reduce((sum, there) => sum + there, 0);
  return {
    deals, opportunities, meetings, meetings_to_book,
    working_weeks: allDays / 5,
    meetings_a_week: inAWeek(meetings_to_book, allDays),
    busiest_week: Math.max(...months.map((month) => month.meetings_a_week)),
    months,
  }; // prettier-ignore
}

function monthsFrom(first) {
  const [year, month] = first.split("-").map(Number);
  return Array.from({ length: MONTHS }, (_, n) => {
    const place = month - 1 + n;
    return `${year + Math.floor(place / MONTHS)}-${String((place % MONTHS) + 1).padStart(2, "0")}`;
  });
}

function workingDays(label, off, share) {
  const [year, month] = label.split("-").map(Number);
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const days = Array.from({ length: last }, (_, n) => new Date(Date.UTC(year, month - 1, n + 1)).getUTCDay());
  const there = days.filter((day) => day > 0 && day < 6).length;
  if (off < 0 || off > there) throw new Refusal("days_off", "days_off");
  if (off === there && !isZero(share)) throw new Refusal("no_day", "days_off");
  return there - off;
}

const SUMS = {
  funnel_for_target, reach_of_activity, year_plan, gain_from_closing, lead_quality, list_decay, measured_decay,
  channel_costs, no_show_cost, step_cost, selling_time, segment_targets, contact_hours, span_of_control,
  supervisor_cells, recurring_revenue, churn_readings,
}; // prettier-ignore

/** The answer of a calculator to the texts of its form: {figures}, or {unreadable} fields, or {why} they do not fit. */
export function calculate(name, asks, texts) {
  const { given, unreadable } = readForm(asks, texts);
  if (unreadable.length) return { unreadable };
  try {
    return { figures: SUMS[name](given), unreadable };
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    return { unreadable: [refusal.field], why: refusal.why };
  }
}
