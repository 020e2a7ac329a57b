import { minimise } from './lbfgs.ts';

/** A sparse matrix of zeros and ones: for each row the numbers of the columns that are one. */
export type SparseRows = readonly Uint32Array[];

export interface LogisticProblem {
  readonly rows: SparseRows;
  readonly targets: readonly number[];
  readonly rowWeights: readonly number[];
  readonly classes: number;
  /** how much a column counts where it is one; small numbers hold its weight near zero */
  readonly columnScales: Float64Array;
  /** strength of the pull of all weights towards zero (L2) */
  readonly penalty: number;
  readonly iterations?: number;
}

/** For each class its columns' weights; `biases` has one number a class. */
export interface LinearClassifier {
  readonly weights: readonly Float64Array[];
  readonly biases: readonly number[];
}

/** Multinomial logistic regression with L2 penalty. The same problem gives the same weights. */
export function fitLogistic(problem: LogisticProblem): LinearClassifier {
  const { rows, targets, rowWeights, classes, columnScales, penalty, iterations = 120 } = problem;
  const columns = columnScales.length;
  const stride = columns + 1;
  const probabilities = new Float64Array(classes);
  const solution = minimise(
    (point, gradient) => {
      let value = penalise(point, gradient, classes, columns, penalty);
      for (const [index, row] of rows.entries()) {
        const rowWeight = rowWeights[index] ?? 1;
        const target = targets[index] ?? 0;
        for (let k = 0; k < classes; k += 1) {
          let score = point[k * stride + columns] ?? 0;
          for (const column of row) score += (point[k * stride + column] ?? 0) * (columnScales[column] ?? 0);
          probabilities[k] = score;
        }
        const targetScore = probabilities[target] ?? 0;
        value += rowWeight * (softmax(probabilities) - targetScore);
        for (let k = 0; k < classes; k += 1) {
          const error = rowWeight * ((probabilities[k] ?? 0) - (k === target ? 1 : 0));
          for (const column of row) {
            gradient[k * stride + column] = (gradient[k * stride + column] ?? 0) + error * (columnScales[column] ?? 0);
          }
          gradient[k * stride + columns] = (gradient[k * stride + columns] ?? 0) + error;
        }
      }
      return value;
    },
    classes * stride,
    iterations,
  );
  const weights: Float64Array[] = [];
  const biases: number[] = [];
  for (let k = 0; k < classes; k += 1) {
    weights.push(
      solution.slice(k * stride, k * stride + columns).map((weight, column) => weight * (columnScales[column] ?? 0)),
    );
    biases.push(solution[k * stride + columns] ?? 0);
  }
  return { weights, biases };
}

/** Turns scores into probabilities in place and returns the logarithm of the normaliser. */
export function softmax(scores: Float64Array): number {
  const highest = scores.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  let sum = 0;
  for (let k = 0; k < scores.length; k += 1) {
    scores[k] = Math.exp((scores[k] ?? 0) - highest);
    sum += scores[k] ?? 0;
  }
  for (let k = 0; k < scores.length; k += 1) scores[k] = (scores[k] ?? 0) / sum;
  return highest + Math.log(sum);
}

function penalise(point: Float64Array, gradient: Float64Array, classes: number, columns: number, penalty: number) {
  let value = 0;
  gradient.fill(0);
  for (let k = 0; k < classes; k += 1) {
    for (let column = 0; column < columns; column += 1) {
      const place = k * (columns + 1) + column;
      const weight = point[place] ?? 0;
      value += (penalty / 2) * weight * weight;
      gradient[place] = penalty * weight;
    }
  }
  return value;
}
