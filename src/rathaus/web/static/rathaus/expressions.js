// The browser twin of rathaus.foundation.expressions: evaluates the JSON notation. Numbers are exact fractions of BigInt.
// Both pass tests/foundation/expressions/vectors.json. The server decides; this only shows and hides while somebody types.

const MAX_DEPTH = 40;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*(?:[.:][\p{L}\p{N}_]+)*$/u;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DAY = 86400000;

export class ExpressionError extends Error {
  name = "ExpressionError";
}

class Num {
  constructor(numerator, denominator = 1n) {
    const sign = denominator < 0n ? -1n : 1n;
    const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator * sign);
    this.n = (numerator * sign) / divisor;
    this.d = (denominator * sign) / divisor;
  }
}

class Day {
  constructor(days) {
    this.days = days;
  }
}

/** The value of the tree in the JSON notation; null is "empty, therefore unknown". `lookup(name)` gives such values too. */
export function evaluate(tree, lookup, today) {
  return toWire(run(tree, lookup, today, 1));
}

/** Whether the condition is certainly true. */
export function holds(tree, lookup, today) {
  return run(tree, lookup, today, 1) === true;
}

/** The names the tree asks for. */
export function identifiers(tree, found = new Set()) {
  if (typeof tree === "object" && tree !== null) {
    if (typeof tree.identifier === "string") found.add(tree.identifier);
    else for (const part of Object.values(tree).flat()) identifiers(part, found);
  }
  return found;
}

function run(node, lookup, today, depth) {
  if (depth > MAX_DEPTH) fail("too deep");
  if (typeof node !== "object") return node === undefined ? fail("nothing") : literal(node);
  const keys = node === null || Array.isArray(node) ? [] : Object.keys(node);
  if (keys.length !== 1) fail("expected a value or one operator");
  const [key] = keys;
  const body = node[key];
  if (key === "identifier") return isName(body) ? read(lookup(body)) : fail("no name");
  if (key === "number" || key === "date") return literal(node);
  if (!Object.hasOwn(OPERATORS, key)) fail(`unknown operator ${key}`);
  const [least, most, apply] = OPERATORS[key];
  const args = Array.isArray(body) ? body : [body];
  if (args.length < least || args.length > most) fail(`${key}: wrong number of arguments`);
  if (key === "today") return day(today);
  if (key === "is_empty" && isName(args[0]?.identifier)) return isEmpty(lookup(args[0].identifier));
  return apply(...args.map((arg) => run(arg, lookup, today, depth + 1)));
}

const isName = (text) => typeof text === "string" && NAME.test(text);
const isEmpty = (found) =>
  found === null || found === undefined || found === "" || (Array.isArray(found) && found.length === 0);

function fail(message) {
  throw new ExpressionError(message);
}

function read(found) {
  return found === null || found === undefined || found === "" ? null : literal(found);
}

function literal(wire) {
  if (typeof wire === "boolean" || typeof wire === "string") return wire;
  if (Number.isSafeInteger(wire)) return new Num(BigInt(wire));
  if (typeof wire?.number === "string" && wire.number.length <= 30 && NUMBER.test(wire.number)) {
    const [whole, part = ""] = wire.number.split(".");
    return new Num(BigInt(whole + part), 10n ** BigInt(part.length));
  }
  if (typeof wire?.date === "string") return day(wire.date);
  return fail("not a value");
}

function day(text) {
  if (!DATE.test(text)) fail("not a date");
  const [year, month, dayOfMonth] = text.split("-").map(Number);
  if (!validDay(dayOfMonth, month, year)) fail("not a date");
  return new Day(daysOf(year, month, dayOfMonth));
}

function daysOf(year, month, dayOfMonth) {
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, dayOfMonth);
  return Math.round(moment.getTime() / DAY);
}

function toWire(value) {
  if (value instanceof Day) return { date: new Date(value.days * DAY).toISOString().slice(0, 10) };
  if (!(value instanceof Num)) return value;
  let digits = 0;
  let scale = 1n;
  while (scale % value.d !== 0n && digits < 20) {
    digits += 1;
    scale *= 10n;
  }
  const scaled = (value.n * scale) / value.d;
  const text = (scaled < 0n ? -scaled : scaled).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  return { number: (scaled < 0n ? "-" : "") + whole + (digits ? `.${text.slice(-digits)}` : "") };
}

function gcd(a, b) {
  return b === 0n ? a : gcd(b, a % b);
}

function equal(left, right) {
  if (left instanceof Num && right instanceof Num) return left.n === right.n && left.d === right.d;
  if (left instanceof Day && right instanceof Day) return left.days === right.days;
  return left === right;
}

function truth(value) {
  return value === null || typeof value === "boolean" ? value : fail("expected yes or no");
}

function and(...values) {
  const truths = values.map(truth);
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
}

function or(...values) {
  const truths = values.map(truth);
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
}

function not(value) {
  const known = truth(value);
  return known === null ? null : !known;
}

function xor(left, right) {
  const one = truth(left);
  const other = truth(right);
  return one === null || other === null ? null : one !== other;
}

function compare(test) {
  return (left, right) => {
    if (left === null || right === null) return null;
    if (left instanceof Num && right instanceof Num) {
      const difference = left.n * right.d - right.n * left.d;
      return test(difference < 0n ? -1 : difference > 0n ? 1 : 0);
    }
    if (left instanceof Day && right instanceof Day) return test(Math.sign(left.days - right.days));
    return fail("order needs two numbers or two days");
  };
}

function shift(from, by, sign) {
  if (by.d !== 1n) fail("whole days only");
  const days = BigInt(from.days) + sign * by.n;
  const last = BigInt(daysOf(9999, 12, 31));
  return days < BigInt(daysOf(1, 1, 1)) || days > last ? null : new Day(Number(days));
}

function add(left, right) {
  if (left === null || right === null) return null;
  if (left instanceof Num && right instanceof Num) return new Num(left.n * right.d + right.n * left.d, left.d * right.d);
  if (left instanceof Day && right instanceof Num) return shift(left, right, 1n);
  return fail("cannot add");
}

function subtract(left, right) {
  if (left === null || right === null) return null;
  if (left instanceof Num && right instanceof Num) return new Num(left.n * right.d - right.n * left.d, left.d * right.d);
  if (left instanceof Day && right instanceof Num) return shift(left, right, -1n);
  if (left instanceof Day && right instanceof Day) return new Num(BigInt(left.days - right.days));
  return fail("cannot subtract");
}

function numbers(apply) {
  return (left, right) => {
    if (left === null || right === null) return null;
    return left instanceof Num && right instanceof Num ? apply(left, right) : fail("numbers only");
  };
}

function yearsBetween(first, second) {
  if (first === null || second === null) return null;
  if (!(first instanceof Day) || !(second instanceof Day)) fail("days only");
  const [from, to] = [first, second].map((one) => new Date(one.days * DAY));
  const key = (one) => one.getUTCMonth() * 100 + one.getUTCDate();
  return new Num(BigInt(to.getUTCFullYear() - from.getUTCFullYear() - (key(to) < key(from) ? 1 : 0)));
}

function part(value) {
  if (value === null) return null;
  if (value instanceof Num && value.d === 1n) return Number(value.n);
  return typeof value === "string" && /^\d{1,4}$/.test(value) ? Number(value) : -1;
}

function validDay(dayOfMonth, month, year) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || dayOfMonth < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return dayOfMonth <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

function isValidDate(...parts) {
  const [dayOfMonth, month, year] = parts.map(part);
  if (dayOfMonth === null && month === null && year === null) return true;
  if (year === null || (month === null && dayOfMonth !== null)) return false;
  return validDay(dayOfMonth ?? 1, month ?? 1, year);
}

const OPERATORS = {
  equal: [2, 2, equal],
  not_equal: [2, 2, (left, right) => !equal(left, right)],
  is_empty: [1, 1, isEmpty],
  not: [1, 1, not],
  and: [2, 1000, and],
  or: [2, 1000, or],
  xor: [2, 2, xor],
  is_valid_date: [3, 3, isValidDate],
  less_than: [2, 2, compare((order) => order < 0)],
  less_or_equal: [2, 2, compare((order) => order <= 0)],
  greater_than: [2, 2, compare((order) => order > 0)],
  greater_or_equal: [2, 2, compare((order) => order >= 0)],
  in: [2, 1000, (needle, ...items) => (needle === null ? null : items.some((item) => equal(needle, item)))],
  add: [2, 2, add],
  subtract: [2, 2, subtract],
  multiply: [2, 2, numbers((left, right) => new Num(left.n * right.n, left.d * right.d))],
  divide: [2, 2, numbers((left, right) => (right.n === 0n ? null : new Num(left.n * right.d, left.d * right.n)))],
  years_between: [2, 2, yearsBetween],
  today: [0, 0, null],
};
