/** Writes the gradient at `point` into `gradient` and returns the value there. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

const memory = 10;
const sufficientDecrease = 1e-4;
const smallestStep = 1e-10;
const flatEnough = 1e-7;

/**
 * Minimises a smooth convex function from zero by limited-memory BFGS with backtracking.
 * Nothing in it is random: the same objective gives the same point.
 */
export function minimise(objective: Objective, dimensions: number, iterations: number): Float64Array {
  let point = new Float64Array(dimensions);
  let gradient = new Float64Array(dimensions);
  let value = objective(point, gradient);
  const history: { step: Float64Array; change: Float64Array; curvature: number }[] = [];
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    const direction = descent(gradient, history);
    const slope = dot(direction, gradient);
    if (slope > -flatEnough) break;
    let size = history.length === 0 ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const next = new Float64Array(dimensions);
    const nextGradient = new Float64Array(dimensions);
    let nextValue = Number.POSITIVE_INFINITY;
    while (size > smallestStep) {
      for (let i = 0; i < dimensions; i += 1) next[i] = (point[i] ?? 0) + size * (direction[i] ?? 0);
      nextValue = objective(next, nextGradient);
      if (nextValue <= value + sufficientDecrease * size * slope) break;
      size /= 2;
    }
    if (size <= smallestStep) break;
    const step = minus(next, point);
    const change = minus(nextGradient, gradient);
    const curvature = dot(step, change);
    if (curvature > 1e-12) history.push({ step, change, curvature });
    if (history.length > memory) history.shift();
    const gain = value - nextValue;
    point = next;
    gradient = nextGradient;
    value = nextValue;
    if (gain < flatEnough * Math.max(1, Math.abs(value))) break;
  }
  return point;
}

/** Minus the gradient times the inverse Hessian that the last steps suggest. */
function descent(
  gradient: Float64Array,
  history: readonly { step: Float64Array; change: Float64Array; curvature: number }[],
): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const { step, change, curvature } of history.toReversed()) {
    const share = dot(step, direction) / curvature;
    shares.push(share);
    addScaled(direction, change, -share);
  }
  const last = history.at(-1);
  if (last) scale(direction, last.curvature / dot(last.change, last.change));
  for (const { step, change, curvature } of history) {
    const share = shares.pop() ?? 0;
    addScaled(direction, step, share - dot(change, direction) / curvature);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

function addScaled(target: Float64Array, other: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) + factor * (other[i] ?? 0);
}

function scale(target: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? 0) * factor;
}
